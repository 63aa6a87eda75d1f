"""What a build costs, beside what other generators take for the same site; each in turn, round after round.

python bench/build.py              100 and 1,000 articles
python bench/build.py 10000        as many as that
python bench/build.py --markdown   and the figures go into bench/README.md
python bench/build.py --only hugo  beside one other only
python bench/build.py --rounds 2   as few rounds as that
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from clock import Run, Table, middle, ours, peak, print_tables, ratio, run  # bench/clock.py
from compare import differences, links  # bench/compare.py
from generate import content  # bench/generate.py
from rival import Rival, installed, linked  # bench/rival.py

COUNTS = (100, 1000)
ROUNDS = {100: 7, 1000: 5}  # of more articles: three
HELPS = 15
SITE = "site"
# What the times of other generators may be of ours, and ours of theirs, in the wall's time.
GOALS = {"hugo": "≤ 1.0", "pelican": "≤ 0.25", "mkdocs": "≤ 0.125", "hugo, full": "≤ 1.5"}
HEAD = ("", "wall s", "CPU s", "peak MB", "ours ÷ theirs, wall", "CPU", "goal")


@dataclass(frozen=True, slots=True)
class Contestant:
    name: str
    folder: Path  # where it runs; the site is made in it
    command: Sequence[str]

    def run(self, *, anew: bool = True) -> Run:
        if anew:
            shutil.rmtree(self.folder / SITE, ignore_errors=True)
        return run(self.command, self.folder)


def equivalent(number: int, folder: Path, rivals: Sequence[Rival], rounds: int) -> Iterator[Table]:
    """The same pages and links by each generator, and the full dossier beside the first of them."""
    us = _ours("ours", content(folder / "ours" / "content", number).parent)
    full = _ours("ours, full", content(folder / "full" / "content", number, full=True).parent)
    us.run()
    site, others = linked(us.folder / "content"), []
    for rival in rivals:
        project = rival.project(site, folder / rival.name)
        others.append(Contestant(rival.name, project, rival.build(project, project / SITE)))
        others[-1].run()
        _verify(us, others[-1])
    runs = _rounds([us, *others, full], rounds or ROUNDS.get(number, 3))
    rows = [_row(us, runs)]
    rows += [_row(other, runs, (us, GOALS.get(other.name, ""))) for other in others]
    hugo = next((other for other in others if other.name == "hugo"), None)
    rows += [_row(full, runs)]
    if hugo:
        against = ratio(runs["ours, full"], runs["hugo"])
        rows += [("full ÷ hugo", "", "", "", f"{against.wall:.2f}", f"{against.cpu:.2f}", GOALS["hugo, full"])]
    link_count = sum(map(len, links(us.folder / SITE, ours_too=True).values()))
    yield Table(f"{number} articles, {link_count / number:.1f} links to entities each, from nothing", HEAD, rows)
    yield Table(f"{number} articles, built before", ("", "wall s", "CPU s", "goal"), list(_again(us, hugo)))


def _ours(name: str, folder: Path) -> Contestant:
    return Contestant(name, folder, ours("build", "--no-search", "-q", "--clean", "-o", SITE))


def _verify(us: Contestant, other: Contestant) -> None:
    """Says that both sites are equivalent, or stops."""
    if problems := differences(us.folder / SITE, other.folder / SITE):
        raise SystemExit(f"{other.name}'s site is another:\n" + "\n".join(problems[:10]))
    pages = links(other.folder / SITE)
    print(f"{other.name}: {len(pages)} article pages with the same {sum(map(len, pages.values()))} links, in order")


def _rounds(contestants: Sequence[Contestant], rounds: int) -> dict[str, list[Run]]:
    """The runs of each, one of everybody's in a round."""
    runs: dict[str, list[Run]] = {one.name: [] for one in contestants}
    for nth in range(rounds):
        for one in contestants:
            runs[one.name].append(one.run())
        print(
            f"round {nth + 1} of {rounds}:",
            *(f"{name} {of[-1].wall:.2f}" for name, of in runs.items()),
            file=sys.stderr,
        )
    return runs


def _row(one: Contestant, runs: dict[str, list[Run]], against: tuple[Contestant, str] | None = None) -> Sequence[str]:
    took = middle(runs[one.name])
    shutil.rmtree(one.folder / SITE)
    held, _ = peak(one.command, one.folder)
    row = (one.name, f"{took.wall:.2f}", f"{took.cpu:.2f}", f"{held:.0f}")
    if against is None:
        return (*row, "", "", "")
    us, goal = against
    times = ratio(runs[us.name], runs[one.name])
    return (*row, f"{times.wall:.2f}", f"{times.cpu:.2f}", goal)


def _again(us: Contestant, hugo: Contestant | None) -> Iterator[Sequence[str]]:
    """The second build, nothing changed and one article; Hugo makes all anew, and what search costs comes last."""
    again = Contestant(us.name, us.folder, [word for word in us.command if word != "--clean"])
    us.run()
    again.run(anew=False)  # what it may keep from one build to the next is there now
    for name, change, goal in (("nothing changed", False, "≤ 0.3 at 10,000"), ("one article edited", True, "")):
        runs = []
        for nth in range(5):
            if change:
                _edit(us.folder / "content" / "articles", nth)
            runs.append(again.run(anew=False))
        took = middle(runs)
        yield (f"ours, {name}", f"{took.wall:.2f}", f"{took.cpu:.2f}", goal)
    if hugo:
        took = middle(hugo.run(anew=False) for _ in range(3))
        yield ("hugo, nothing changed", f"{took.wall:.2f}", f"{took.cpu:.2f}", "")
    plain = us.run()
    with_search = Contestant("", us.folder, [word for word in us.command if word != "--no-search"]).run()
    yield ("the search index besides", f"{with_search.wall - plain.wall:.2f}", f"{with_search.cpu - plain.cpu:.2f}", "")


def _edit(articles: Path, nth: int) -> None:
    """Adds a sentence to an article in the middle."""
    paths = sorted(articles.iterdir())
    path = paths[len(paths) // 2]
    path.write_text(f"{path.read_text('utf-8')}\n改了第{nth}处。\n", "utf-8")


def helped(folder: Path) -> Iterator[Table]:
    """How long somebody waits for the help."""
    took = middle(run(ours("--help"), folder) for _ in range(HELPS))
    yield Table("dossier --help", ("wall s", "CPU s", "goal"), [(f"{took.wall:.3f}", f"{took.cpu:.3f}", "≤ 0.15")])


def tables(counts: Sequence[int], rivals: Sequence[Rival], rounds: int) -> Iterator[Table]:
    """All figures."""
    with TemporaryDirectory() as name:
        yield from helped(Path(name))
        for count in counts:
            folder = Path(name) / str(count)
            yield from equivalent(count, folder, rivals, rounds)
            shutil.rmtree(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="*", metavar="ARTICLES", default=COUNTS)
    parser.add_argument("--only", nargs="*", metavar="NAME", help="these generators, or none")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--markdown", action="store_true", help="keep the figures in bench/README.md")
    asked = parser.parse_args()
    rivals = [rival for rival in installed() if asked.only is None or rival.name in asked.only]
    print_tables("build", tables(asked.counts, rivals, asked.rounds), update_readme=asked.markdown)


if __name__ == "__main__":
    main()
