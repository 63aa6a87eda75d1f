"""What an editor is told of content/: what is wrong with it, and what could be added."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dossier.cli.common import everywhere, examples, strictly
from dossier.cli.say import as_data, say, show, tell
from dossier.deliver.jobs import processors, shared_by, uncollected
from dossier.problems import Each, Failure, Problem, Severity, in_order

if TYPE_CHECKING:
    from dossier.build import Read
    from dossier.model import Library

_SECONDS = 15  # that an address may take


@click.command(
    short_help="Tell every problem in content/.",
    epilog=examples(
        ("dossier check", "all of them, with place, fact and remedy"),
        ("dossier check --external", "dead links too"),
        ("dossier check --strict --format json", "for a program, which the exit status tells enough"),
    ),
)
@everywhere
@strictly
@click.option("--external", is_flag=True, help="Ask the web too, whether each address that is named still stands.")
@click.option("--private", is_flag=True, help="With --external, allow addresses on this machine and its network.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
def check(content: Path, form: str, strict: bool, external: bool, private: bool, quiet: bool, **_: Any) -> int:
    """Tell every problem in content/, all at once; nothing is written.

    Every quotation is looked for in its article, every link and name for what it means, every page for links that
    break. In a repository whose workflow publishes it, texts that are not to be public are told of as well. The web
    is asked only with --external: each address once, a host once a second.
    """
    with uncollected():
        problems, seen = _problems(content, shared_by(processors()))
    if external and seen:
        problems = in_order((*problems, *_unreached(seen, private=private, quiet=quiet)))
    if form == "json":
        show(json.dumps([as_data(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        tell(problems, quiet=quiet, verbose=not quiet)
        if not problems:
            show("nothing to mend")
    worst = {problem.severity for problem in problems}
    return int(Severity.ERROR in worst or (strict and Severity.WARNING in worst))


def _problems(content: Path, each: Each) -> tuple[tuple[Problem, ...], Read | None]:
    """All that is wrong in content/ and on its pages; and what was read, if that could be."""
    from dossier.build import Wanted, built_of, flaws, read  # noqa: PLC0415
    from dossier.render.templates import look  # noqa: PLC0415

    try:
        seen = read(content, Wanted(), each)
    except Failure as failure:
        return in_order(failure.problems), None
    leaking = leaked(seen.library, content)
    try:
        site = built_of(seen, Wanted(), look(content.resolve().parent), each)
    except Failure as failure:
        return in_order((*failure.problems, *leaking)), seen
    return in_order((*site.problems, *flaws(site, each), *leaking)), seen


def leaked(library: Library, content: Path) -> tuple[Problem, ...]:
    """A warning for each text that a public repository shows and the public edition does not; or that nobody can know."""
    from dossier.deliver.repository import shown  # noqa: PLC0415
    from dossier.load.checks import judged, leaks  # noqa: PLC0415

    try:
        files = shown(content)
    except Failure as failure:
        return tuple(replace(problem, severity=Severity.WARNING) for problem in failure.problems)
    found = leaks(library, content.as_posix(), frozenset(files), published=bool(files))
    return judged(found, library.settings)


def _unreached(seen: Read, *, private: bool, quiet: bool) -> tuple[Problem, ...]:
    """What there is to say of the addresses that content/ names."""
    from dossier.ingest.fetch import Fetch, Limits  # noqa: PLC0415
    from dossier.ingest.reach import unreached  # noqa: PLC0415
    from dossier.load.checks import judged  # noqa: PLC0415
    from dossier.load.checks.web import addresses  # noqa: PLC0415

    asked = addresses(seen.library, seen.content)
    if not quiet:
        say(f"asking {len(asked)} addresses, each host once a second at most")
    return judged(unreached(asked, Fetch(Limits(seconds=_SECONDS, private=private))), seen.library.settings)


@click.command(
    short_help="Offer names and events to add: YAML to paste.",
    epilog=examples(
        ("dossier suggest", "from all articles"),
        ("dossier suggest 2023-09-05-bbc-66714623", "from one"),
    ),
)
@click.argument("articles", metavar="[ARTICLE…]", nargs=-1)
@everywhere
def suggest(articles: Sequence[str], content: Path, quiet: bool, verbose: bool) -> None:
    """Offer names and events that the articles hold and the files do not: YAML to paste.

    Names come from pairs like X（Latin Name） and from words that recur, events from sentences with a date. Nothing is
    written: what belongs into entities.yaml and events.yaml is yours to say.
    """
    from dossier.build import Wanted, read  # noqa: PLC0415
    from dossier.enrich import suggest as suggesting  # noqa: PLC0415
    from dossier.front_matter import dump  # noqa: PLC0415

    seen = read(content, Wanted())
    tell(seen.problems, quiet=quiet, verbose=verbose)
    known = {article.id for article in seen.dossier.content.articles}
    if unknown := [article for article in articles if article not in known]:
        raise click.UsageError(f"there is no article {', '.join(unknown)} in {content}")
    show(suggesting.text(suggesting.suggestions(seen.dossier, articles), dump), nl=False)
