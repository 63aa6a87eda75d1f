"""Which captures of an article are versions of it, and the text that import writes of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from dossier import front_matter, markdown
from dossier.ingest.captures.captured import CaptureRecord
from dossier.ingest.captures.comparison import WordsChange, compare_words, read_words
from dossier.ingest.captures.shelf import VERSIONS, article_parts
from dossier.model import Block, Prose

_FIELDS = ("title", "kicker", "outlet", "url", "published", "updated", "language")  # what a version has of a draft
_SIMILAR = 0.4  # below, it is another paragraph in its place


class CaptureText(NamedTuple):
    """What a capture says, as import drafts it now."""

    fields: Mapping[str, Any]
    body: str


@dataclass(frozen=True, slots=True)
class VersionHistory:
    """An article's captures, versions marked, and how the words of each changed from the capture before."""

    captures: tuple[CaptureRecord, ...]
    changes: Mapping[str, WordsChange] = field(default_factory=dict)  # by the capture's file
    placed: frozenset[str] = frozenset()  # the captures of which it is known what changed: the text before is at hand


def trace_versions(captures: Sequence[CaptureRecord], texts: Mapping[str, CaptureText]) -> VersionHistory:
    """The history of captures in the order of their time. One whose text, or the text before it, is not at hand stays as recorded."""
    versions: set[str] = set()
    changes: dict[str, WordsChange] = {}
    placed: set[str] = set()
    order = sorted(captures, key=lambda one: one.at)
    words = {one.file: read_words(*texts[one.file]) for one in order if one.file in texts}
    for before, capture in zip([None, *order], order, strict=False):
        if before is None or (before.file in words and capture.file in words):
            placed.add(capture.file)
        if capture.file not in placed or (before is None and capture.version):
            versions |= {capture.file} if capture.version else set()
        elif before and (change := compare_words(words[before.file], words[capture.file])):
            changes[capture.file] = change
            versions |= {capture.file} if versions else {order[0].file, capture.file}
    marked = tuple(replace(capture, version=capture.file in versions) for capture in captures)
    return VersionHistory(marked, changes, frozenset(placed))


def version_path(article: str, sha256: str) -> str:
    """Where a version's text stands in content/."""
    return f"{VERSIONS}/{article}/{sha256[:6]}.md"


def version_file(article: str, capture: CaptureRecord, text: CaptureText, change: WordsChange | None) -> bytes:
    """A version's text with where it is from, and what changed from the version before."""
    fields: dict[str, object] = {"article": article, "sha256": capture.sha256}
    fields |= {"captured": capture.at} if capture.at else {}
    fields |= {name: text.fields[name] for name in _FIELDS if text.fields.get(name)}
    if change:
        told = {"before": change.before, "after": change.after, "paragraphs": str(change.paragraphs)}
        fields["changed"] = {name: value for name, value in told.items() if value}
    return front_matter.format_article(fields, text.body).encode()


def renewed_version(old: bytes | None, new: bytes) -> bytes:
    """A version by today's rules, with the ids that its paragraphs had pinned; the old one where an id would be lost."""
    if old is None or old == new:
        return new
    (_, was), (fields, body) = article_parts(old), article_parts(new)
    if not fields:
        return old
    before, after = _prose(was), _prose(body)
    pins = _pins(before, after)
    lines = body.split("\n")
    for line, id_ in sorted(pins, reverse=True):
        lines.insert(line - 1, f"{{#{id_}}}")
    pinned = "\n".join(lines)
    if not {block.id for block in before} <= {block.id for block in _prose(pinned)}:
        return old
    return front_matter.format_article(fields, pinned).encode()


def _pins(before: Prose, after: Prose) -> Iterable[tuple[int, str]]:
    """The lines above which earlier ids are to stand, each with its id."""
    there = {block.id for block in after}
    steps = SequenceMatcher(None, [block.id for block in before], [block.id for block in after], autojunk=False)
    for step, a, b, c, d in steps.get_opcodes():
        if step == "replace" and b - a == d - c:
            for old, new in zip(before[a:b], after[c:d], strict=True):
                if old.id not in there and not new.within and _similar(old, new):
                    yield new.line, old.id


def _similar(old: Block, new: Block) -> bool:
    return SequenceMatcher(None, old.text[:2000], new.text[:2000], autojunk=False).ratio() > _SIMILAR


def _prose(body: str) -> Prose:
    return markdown.parse_blocks(body, file="")[0]
