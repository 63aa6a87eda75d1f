"""Which paragraph of an edited text stands where another was.

Whether captures are what the articles were made from, and what became of them since.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from dossier.load.results import CheckInput
from dossier.model import Article, Block, Library, Location, Prose
from dossier.problems import Problem, Severity

_ALIKE = 0.4  # below, it is another text in its place
_LONGEST = 2000  # characters that are compared: a text of one sign costs their square
_MOST = 400  # comparisons: a text that was written anew has no moved paragraphs


def successor_block(was: Block, among: Iterable[Block]) -> Block | None:
    """The block that a paragraph has become."""
    words = SequenceMatcher(None, b=was.text[:_LONGEST], autojunk=False)
    best, likest = _ALIKE, None
    for block in among:
        words.set_seq1(block.text[:_LONGEST])
        if block.kind == was.kind and words.quick_ratio() > best and (alike := words.ratio()) > best:
            best, likest = alike, block
    return likest


def moved_blocks(was: Prose, now: Prose) -> tuple[tuple[str, Block], ...]:
    """The ids that edits have changed, each with the block that stands in its place."""
    found: list[tuple[str, Block]] = []
    steps = SequenceMatcher(None, [block.id for block in was], [block.id for block in now], autojunk=False)
    for step, a, b, c, d in steps.get_opcodes():
        if step == "replace" and (b - a) * (d - c) <= _MOST:
            free = list(now[c:d])
            for block in was[a:b]:
                if heir := successor_block(block, free):
                    free.remove(heir)
                    found.append((block.id, heir))
    return tuple(found)


_OTHERS = ("captures", ".drafts", "versions")  # folders that hold others' texts
_MOST_NAMED = 12  # edited paragraphs that are listed


def missing_captures(material: CheckInput) -> Iterator[Problem]:
    """Captures that articles name and that aren't there."""
    if material.captures is None:
        if any(article.captures for article in material.library.articles):
            fact = "the captures are not here: whether the articles' are as they were, nobody can see"
            hint = "fetch the folder, where it is kept"
            yield Problem(Location(material.file("captures")), Severity.NOTICE, "capture", fact, hint=hint)
        return
    for article in material.library.articles:
        for one in article.captures:
            if one.file not in material.captures:
                fact, hint = f"captures/ has no `{one.file}`", "put it back, or correct `captures`"
                yield Problem(material.place(article.at, "captures"), Severity.WARNING, "capture", fact, hint=hint)


def changed_captures(material: CheckInput) -> Iterator[Problem]:
    """Captures that are not as they were."""
    for article in material.library.articles:
        for one in article.captures:
            now = (material.captures or {}).get(one.file, one.sha256)
            if now != one.sha256:
                fact = f"captures/{one.file} is not what it was when it was captured"
                details = (("was", one.sha256), ("is", now))
                hint = "put the old file back: a capture is evidence, and a newer one is a file of its own"
                yield Problem(material.place(article.at, "captures"), Severity.ERROR, "changed", fact, details, hint)


def unclaimed_captures(material: CheckInput) -> Iterator[Problem]:
    """Captures that no article was made from."""
    claimed = {one.file for article in material.library.articles for one in article.captures}
    # What is named for an article is its own: for one that was set aside, which has been told of, for one that was
    # edited before the capture came, and for one that was deleted.
    named = (material.ids.get("article") or frozenset()) | material.drafted
    skipped = named | {*material.library.settings.skip}
    for file in (material.captures or ()) if material.whole else ():
        names = {file, *(file[: dot.start()] for dot in re.finditer(r"\.", file))}
        if file not in claimed and not names & skipped:
            at = Location(material.file(f"captures/{file}"))
            hint = "run `dossier build` or `dossier import`, or put it under `skip` in dossier.yaml"
            yield Problem(at, Severity.WARNING, "unclaimed", "no article is made from this capture", hint=hint)


def edited_articles(material: CheckInput) -> Iterator[Problem]:
    """Articles that were edited since their capture, with the pins that would keep their paragraphs' addresses."""
    for article in material.library.articles:
        if article.drafted is None or _texts(article.drafted) == _texts(article.body):
            continue
        pins = moved_blocks(article.drafted, article.body)
        details = tuple((f"line {block.line}", f"{{#{old}}}") for old, block in pins[:_MOST_NAMED])
        hint = "a line {#p-…} above a paragraph keeps the address it had" if details else ""
        yield Problem(article.at, Severity.NOTICE, "edited", "the text was edited since its capture", details, hint)


def pending_merges(material: CheckInput) -> Iterator[Problem]:
    """Imports that wait for their editor."""
    for stem in material.merges:
        at = Location(material.file(f".drafts/{stem}.merge.md"))
        fact = f"a new draft of {stem} and its edits contradict each other"
        hint = f"take over into articles/{stem}.md what should stand, then remove this file"
        yield Problem(at, Severity.WARNING, "merge", fact, hint=hint)


def leaked_texts(library: Library, folder: str, tracked: Collection[str], *, published: bool) -> tuple[Problem, ...]:
    """Articles whose full text a public repository shows, though the public edition does not.

    `tracked` are the files that git knows, called as `folder` is; `published` says that a workflow of the
    repository publishes the site. Both are asked elsewhere.
    """
    if not published:
        return ()
    hint = "keep the sources private (`dossier new --publish branch`), if the repository is public"
    texts = _texts_of_others(folder, tracked)
    problems = []
    for article in library.articles:
        captures = (("captures", one.file) for one in article.captures)
        owned = ((".drafts", article.id), ("versions", article.id), *captures)
        shown = [article.at.file] if article.at.file in tracked else []
        shown += (file for key in owned for file in texts.get(key, ()))
        kept_back = article.text == "full" and article.rights in ("excerpt", "private")
        if (kept_back or article.withheld) and shown:
            fact = f"the repository shows this text, of which the public edition shows {_share(article)}"
            problems.append(Problem(Location(shown[0]), Severity.WARNING, "leak", fact, hint=hint))
    return (*problems, *_unclaimed_leaks(library, texts, hint))


def _unclaimed_leaks(library: Library, texts: Mapping[tuple[str, str], list[str]], hint: str) -> Iterator[Problem]:
    """A problem for each folder with texts of others whose rights no article states."""
    ids = {article.id for article in library.articles}
    captures = {one.file for article in library.articles for one in article.captures}
    for folder in _OTHERS:
        known = captures if folder == "captures" else ids
        shown = [file for (kind, key), files in texts.items() if kind == folder and key not in known for file in files]
        if shown:
            others = f", nor of {len(shown) - 1} more in {folder}/" if len(shown) > 1 else ""
            fact = f"the repository shows this text, and no article states the rights of it{others}"
            yield Problem(Location(shown[0]), Severity.WARNING, "leak", fact, hint=f"take it out of git, or {hint}")


def _texts_of_others(folder: str, tracked: Collection[str]) -> dict[tuple[str, str], list[str]]:
    """The tracked files of captures, drafts and versions: by folder, and by the capture's path or the article's id."""
    found: dict[tuple[str, str], list[str]] = {}
    for file in sorted(tracked):
        kind, _, path = file.removeprefix(f"{folder}/").partition("/")
        if kind not in _OTHERS or path.rpartition("/")[2].startswith("."):
            continue
        key = path if kind == "captures" else path.partition("/")[0].removesuffix(".md").removesuffix(".merge")
        found.setdefault((kind, key), []).append(file)
    return found


def _share(article: Article) -> str:
    return "an excerpt" if article.rights == "excerpt" and not article.withheld else "nothing"


def _texts(prose: Prose) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in prose]
