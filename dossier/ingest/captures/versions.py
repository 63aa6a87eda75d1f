"""Decides which captures of an article are versions with words of their own, and formats their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from dossier import front_matter, markdown
from dossier.ingest.captures.article_captures import CaptureRecord
from dossier.ingest.captures.comparison import WordsChange, compare_words, read_words
from dossier.ingest.captures.stored_content import VERSIONS, article_parts
from dossier.model import Block, Prose

_FIELDS = ("title", "kicker", "outlet", "url", "published", "updated", "language")  # that a version copies from a draft
_SIMILAR = 0.4  # ratio below which a paragraph was replaced, not edited


class CaptureText(NamedTuple):
    """The fields and the Markdown that import drafts of a capture now."""

    fields: Mapping[str, Any]
    body: str


@dataclass(frozen=True, slots=True)
class VersionHistory:
    """An article's captures, with versions marked, and how the words changed from one to the next."""

    captures: tuple[CaptureRecord, ...]
    changes: Mapping[str, WordsChange] = field(default_factory=dict)  # by capture file
    compared: frozenset[str] = frozenset()  # capture files whose text and predecessor's text are available


def trace_versions(captures: Sequence[CaptureRecord], texts: Mapping[str, CaptureText]) -> VersionHistory:
    """Compare captures in order of time. One that lacks its text or the one before it stays as recorded."""
    versions: set[str] = set()
    changes: dict[str, WordsChange] = {}
    compared: set[str] = set()
    order = sorted(captures, key=lambda one: one.captured_at)
    words = {one.file: read_words(*texts[one.file]) for one in order if one.file in texts}
    for before, capture in zip([None, *order], order, strict=False):
        if before is None or (before.file in words and capture.file in words):
            compared.add(capture.file)
        if capture.file not in compared or (before is None and capture.version):
            versions |= {capture.file} if capture.version else set()
        elif before and (change := compare_words(words[before.file], words[capture.file])):
            changes[capture.file] = change
            versions |= {capture.file} if versions else {order[0].file, capture.file}
    marked = tuple(replace(capture, version=capture.file in versions) for capture in captures)
    return VersionHistory(marked, changes, frozenset(compared))


def version_path(article_id: str, sha256: str) -> str:
    """The path of a version's file in content/."""
    return f"{VERSIONS}/{article_id}/{sha256[:6]}.md"


def format_version(article_id: str, capture: CaptureRecord, text: CaptureText, change: WordsChange | None) -> bytes:
    """A version's text, with its source and what changed from the version before."""
    fields: dict[str, object] = {"article": article_id, "sha256": capture.sha256}
    fields |= {"captured": capture.captured_at} if capture.captured_at else {}
    fields |= {name: text.fields[name] for name in _FIELDS if text.fields.get(name)}
    if change:
        excerpt = {"before": change.before, "after": change.after, "paragraphs": str(change.paragraphs)}
        fields["changed"] = {name: value for name, value in excerpt.items() if value}
    return front_matter.format_article(fields, text.body).encode()


def renew_version(old: bytes | None, new: bytes) -> bytes:
    """The version as drafted now, with earlier paragraph ids pinned; the old file where an id would be lost."""
    if old is None or old == new:
        return new
    (_, was), (fields, body) = article_parts(old), article_parts(new)
    if not fields:
        return old
    before, after = _parse_body(was), _parse_body(body)
    pins = _lost_ids(before, after)
    lines = body.split("\n")
    for line, id_ in sorted(pins, reverse=True):
        lines.insert(line - 1, f"{{#{id_}}}")
    pinned = "\n".join(lines)
    if not {block.id for block in before} <= {block.id for block in _parse_body(pinned)}:
        return old
    return front_matter.format_article(fields, pinned).encode()


def _lost_ids(before: Prose, after: Prose) -> Iterable[tuple[int, str]]:
    """Earlier ids of edited paragraphs, each with the line above which it is to be pinned."""
    ids_after = {block.id for block in after}
    steps = SequenceMatcher(None, [block.id for block in before], [block.id for block in after], autojunk=False)
    for step, a, b, c, d in steps.get_opcodes():
        if step == "replace" and b - a == d - c:
            for old, new in zip(before[a:b], after[c:d], strict=True):
                if old.id not in ids_after and not new.within and _are_similar(old, new):
                    yield new.line, old.id


def _are_similar(old: Block, new: Block) -> bool:
    return SequenceMatcher(None, old.text[:2000], new.text[:2000], autojunk=False).ratio() > _SIMILAR


def _parse_body(body: str) -> Prose:
    return markdown.parse_blocks(body, file="")[0]
