"""What an editor changed in a text after import had drafted it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from dossier.model import Article

_MOST = 1_000_000  # pairs of equal characters: a paragraph of ten thousand rewritten has as many


@dataclass(frozen=True, slots=True)
class ParagraphEdit:
    """One paragraph that was changed, left out or put in, with the characters that differ marked."""

    before: Markup
    after: Markup


def edits_since_capture(article: Article) -> tuple[ParagraphEdit, ...]:
    """Every difference between an article and its draft; nothing where no draft is kept."""
    if article.drafted is None:
        return ()
    before = [block.text for block in article.drafted if block.text]
    after = [block.text for block in article.body if block.text]
    return tuple(_changes(before, after)) if before != after else ()


def _changes(before: list[str], after: list[str]) -> Iterator[ParagraphEdit]:
    for kind, a, b, c, d in _steps(before, after):
        if kind == "equal":
            continue
        old, new = before[a:b], after[c:d]
        for number in range(max(len(old), len(new))):
            yield _change(old[number] if number < len(old) else "", new[number] if number < len(new) else "")


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """How one becomes the other, as `get_opcodes` tells it; where that would take for ever, the middle is replaced whole."""
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    end = next((n for n in range(shorter - start) if old[-1 - n] != new[-1 - n]), shorter - start)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    counts = Counter(after)
    if start:
        yield "equal", 0, start, 0, start
    if sum(counts[one] * n for one, n in Counter(before).items()) > _MOST:
        yield "replace", start, len(old) - end, start, len(new) - end
    else:
        for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            yield kind, a + start, b + start, c + start, d + start
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _change(old: str, new: str) -> ParagraphEdit:
    was, now = Markup(), Markup()
    for kind, a, b, c, d in _steps(old, new):
        same = kind == "equal"
        was += escape(old[a:b]) if same else Markup("<del>{}</del>").format(old[a:b]) if b > a else ""
        now += escape(new[c:d]) if same else Markup("<ins>{}</ins>").format(new[c:d]) if d > c else ""
    return ParagraphEdit(was, now)
