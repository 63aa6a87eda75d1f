"""Checks of captures (missing, changed, not drafted), of edits since, and of texts that a public repository leaks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from dossier.load.results import CheckInput
from dossier.model import Article, Block, Library, Location, Prose
from dossier.problems import Problem, Severity

_MIN_SIMILARITY = 0.4  # below it, the block is a different text
_MAX_COMPARED = 2000  # characters; comparing a text of one repeated character takes quadratic time
_MAX_PAIRS = 400  # of blocks; beyond it the text was rewritten, and no paragraph was moved


def successor_block(old: Block, candidates: Iterable[Block]) -> Block | None:
    """The candidate that is most probably an edited version of the block, if any."""
    matcher = SequenceMatcher(None, b=old.text[:_MAX_COMPARED], autojunk=False)
    best_ratio, best = _MIN_SIMILARITY, None
    for block in candidates:
        matcher.set_seq1(block.text[:_MAX_COMPARED])
        if block.kind == old.kind and matcher.quick_ratio() > best_ratio and (ratio := matcher.ratio()) > best_ratio:
            best_ratio, best = ratio, block
    return best


def moved_blocks(old: Prose, new: Prose) -> tuple[tuple[str, Block], ...]:
    """The old ids of blocks that were edited, each with the edited block."""
    moves: list[tuple[str, Block]] = []
    steps = SequenceMatcher(None, [block.id for block in old], [block.id for block in new], autojunk=False)
    for step, a, b, c, d in steps.get_opcodes():
        if step == "replace" and (b - a) * (d - c) <= _MAX_PAIRS:
            free = list(new[c:d])
            for block in old[a:b]:
                if successor := successor_block(block, free):
                    free.remove(successor)
                    moves.append((block.id, successor))
    return tuple(moves)


_FOREIGN_TEXT_FOLDERS = ("captures", ".drafts", "versions")  # they hold the texts of others
_MAX_PINS = 12  # edited paragraphs that are listed


def missing_captures(data: CheckInput) -> Iterator[Problem]:
    """Captures that articles name but that do not exist."""
    if data.captures is None:
        if any(article.captures for article in data.library.articles):
            fact = "the captures are not here: whether the articles' are as they were, nobody can see"
            hint = "fetch the folder, where it is kept"
            yield Problem(Location(data.file("captures")), Severity.NOTICE, "capture", fact, hint=hint)
        return
    for article in data.library.articles:
        for item in article.captures:
            if item.file not in data.captures:
                fact, hint = f"captures/ has no `{item.file}`", "put it back, or correct `captures`"
                yield Problem(data.location(article.at, "captures"), Severity.WARNING, "capture", fact, hint=hint)


def changed_captures(data: CheckInput) -> Iterator[Problem]:
    """Captures whose hash differs from that in the article."""
    for article in data.library.articles:
        for item in article.captures:
            now = (data.captures or {}).get(item.file, item.sha256)
            if now != item.sha256:
                fact = f"captures/{item.file} is not what it was when it was captured"
                details = (("was", item.sha256), ("is", now))
                hint = "put the old file back: a capture is evidence, and a newer one is a file of its own"
                yield Problem(data.location(article.at, "captures"), Severity.ERROR, "changed", fact, details, hint)


def unclaimed_captures(data: CheckInput) -> Iterator[Problem]:
    """Captures from which no article was drafted."""
    claimed = {item.file for article in data.library.articles for item in article.captures}
    # A capture named after an article belongs to it, even if the article was rejected (which is reported), was edited
    # before the capture came, or was deleted.
    named = (data.ids.get("article") or frozenset()) | data.drafted
    skipped = named | {*data.library.settings.skip}
    for file in (data.captures or ()) if data.settings_complete else ():
        names = {file, *(file[: dot.start()] for dot in re.finditer(r"\.", file))}
        if file not in claimed and not names & skipped:
            at = Location(data.file(f"captures/{file}"))
            hint = "run `dossier build` or `dossier import`, or put it under `skip` in dossier.yaml"
            yield Problem(at, Severity.WARNING, "unclaimed", "no article is made from this capture", hint=hint)


def edited_articles(data: CheckInput) -> Iterator[Problem]:
    """Articles edited since import, with the pins that would keep the addresses of their paragraphs."""
    for article in data.library.articles:
        if article.drafted is None or block_texts(article.drafted) == block_texts(article.body):
            continue
        pins = moved_blocks(article.drafted, article.body)
        details = tuple((f"line {block.line}", f"{{#{old}}}") for old, block in pins[:_MAX_PINS])
        hint = "a line {#p-…} above a paragraph keeps the address it had" if details else ""
        yield Problem(article.at, Severity.NOTICE, "edited", "the text was edited since its capture", details, hint)


def pending_merges(data: CheckInput) -> Iterator[Problem]:
    """Imports that an editor has to merge."""
    for stem in data.pending_merges:
        at = Location(data.file(f".drafts/{stem}.merge.md"))
        fact = f"a new draft of {stem} and its edits contradict each other"
        hint = f"take over into articles/{stem}.md what should stand, then remove this file"
        yield Problem(at, Severity.WARNING, "merge", fact, hint=hint)


def leaked_texts(library: Library, folder: str, tracked: Collection[str], *, published: bool) -> tuple[Problem, ...]:
    """Articles whose full text is in a public repository although the public edition leaves it out.

    `tracked` are the files in git, with paths relative to the same folder as `folder`; `published` says whether a
    workflow of the repository publishes the site.
    """
    if not published:
        return ()
    hint = "keep the sources private (`dossier new --publish branch`), if the repository is public"
    texts = _foreign_texts(folder, tracked)
    problems = []
    for article in library.articles:
        captures = (("captures", item.file) for item in article.captures)
        keys = ((".drafts", article.id), ("versions", article.id), *captures)
        exposed = [article.at.file] if article.at.file in tracked else []
        exposed += (file for key in keys for file in texts.get(key, ()))
        is_restricted = article.text == "full" and article.rights in ("excerpt", "private")
        if (is_restricted or article.withheld) and exposed:
            fact = f"the repository shows this text, of which the public edition shows {_share(article)}"
            problems.append(Problem(Location(exposed[0]), Severity.WARNING, "leak", fact, hint=hint))
    return (*problems, *_unclaimed_leaks(library, texts, hint))


def _unclaimed_leaks(library: Library, texts: Mapping[tuple[str, str], list[str]], hint: str) -> Iterator[Problem]:
    """A problem for each folder with texts that belong to no article, so that their rights are unknown."""
    ids = {article.id for article in library.articles}
    captures = {item.file for article in library.articles for item in article.captures}
    for folder in _FOREIGN_TEXT_FOLDERS:
        known = captures if folder == "captures" else ids
        exposed = [
            file for (kind, key), files in texts.items() if kind == folder and key not in known for file in files
        ]
        if exposed:
            others = f", nor of {len(exposed) - 1} more in {folder}/" if len(exposed) > 1 else ""
            fact = f"the repository shows this text, and no article states the rights of it{others}"
            yield Problem(Location(exposed[0]), Severity.WARNING, "leak", fact, hint=f"take it out of git, or {hint}")


def _foreign_texts(folder: str, tracked: Collection[str]) -> dict[tuple[str, str], list[str]]:
    """The tracked captures, drafts and versions, by their folder and the capture's path or the article's id."""
    files_by_owner: dict[tuple[str, str], list[str]] = {}
    for file in sorted(tracked):
        kind, _, path = file.removeprefix(f"{folder}/").partition("/")
        if kind not in _FOREIGN_TEXT_FOLDERS or path.rpartition("/")[2].startswith("."):
            continue
        key = path if kind == "captures" else path.partition("/")[0].removesuffix(".md").removesuffix(".merge")
        files_by_owner.setdefault((kind, key), []).append(file)
    return files_by_owner


def _share(article: Article) -> str:
    return "an excerpt" if article.rights == "excerpt" and not article.withheld else "nothing"


def block_texts(prose: Prose) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in prose]
