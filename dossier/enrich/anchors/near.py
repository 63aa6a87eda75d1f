"""Where words stand that an edit has touched: one near match, or none; rapidfuzz's only home.

The limits were measured on real reports: with the sentence of a quotation deleted, its nearest lookalike differs
from it in one character of 6 to 9, in two of 10 to 12, and in four or more of most that are longer. So words alone, without the text around
them, are trusted only where they are long and the edit is small.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from dossier.enrich.anchors.text import Span, Text

_TELLING = 4  # characters of context that tell something although they were edited
_SAME_CONTEXT = 0.75  # how alike one side must be, where the words are the same
_AROUND = 0.6  # how alike both sides together, where the words are not
_SAME_WORDS = 0.65  # how alike the words must be in their context
_ALONE = 9  # from this length on, words without context may differ in one character; in one more for every ten
_LONG = 10  # up to here, not in their first or last
_APART = 0.15  # how much better than the next a match must be


class Context(NamedTuple):
    """The spelled words before and after a quotation; either may be missing."""

    prefix: str
    suffix: str

    @property
    def tells(self) -> bool:
        """Whether it is long enough to be known again after an edit."""
        return max(len(self.prefix), len(self.suffix)) >= _TELLING


class Near(NamedTuple):
    span: Span
    edits: int
    score: float


def fit(text: Text, span: Span, context: Context) -> float:
    """How well the context stands around a stretch, 0 to 1: 0 unless one side of it, one that tells, does.

    Short context tells only when it stands there unchanged, and where there is no longer one.
    """
    sides = []
    if context.prefix:
        sides.append((len(context.prefix), _side(context.prefix, text.spelled[: span.start], at_end=True)))
    if context.suffix:
        sides.append((len(context.suffix), _side(context.suffix, text.spelled[span.end :], at_end=False)))
    telling = [side for side in sides if side[0] >= _TELLING] or sides
    if max((alike for _, alike in telling), default=0) < _SAME_CONTEXT:
        return 0
    return sum(length * alike for length, alike in sides) / sum(length for length, _ in sides)


def _side(words: str, text: str, *, at_end: bool) -> float:
    length = len(words)
    if length < _TELLING:
        return float(text.endswith(words) if at_end else text.startswith(words))
    lengths = range(length - 2, length + 3)
    return max(Levenshtein.normalized_similarity(words, text[-n:] if at_end else text[:n]) for n in lengths)


def near(text: Text, words: str, context: Context) -> Span | None:
    """The one stretch that must be what `words` have become; None where there is none, or more than one."""
    return _best(list(_acceptable(text, words, context)))


def in_context(text: Text, words: str, context: Context, places: Iterable[Span]) -> Span | None:
    """Which of the exact places stands in the context, unless a near match does so much better."""
    exact = [Near(span, 0, 1 + how) for span in places if (how := fit(text, span, context))]
    if max((match.score for match in exact), default=0) < 1 + _SAME_CONTEXT and context.tells:
        exact += _acceptable(text, words, context)
    return _best(exact)


def _best(matches: list[Near]) -> Span | None:
    """The stretch whose score stands out."""
    matches.sort(key=lambda match: -match.score)
    others = [match for match in matches[1:] if not _overlap(match.span, matches[0].span)]
    if not matches or (others and matches[0].score - others[0].score < _APART):
        return None
    return matches[0].span


def nearest(text: Text, words: str) -> Span | None:
    """The stretch most like `words`, to be shown and not to be trusted."""
    found = [_refined(text, words, span) for span in _candidates(text, words, Context("", ""))]
    return min(found, key=lambda match: match.edits).span if found else None


def _acceptable(text: Text, words: str, context: Context) -> Iterator[Near]:
    for span in dict.fromkeys(_candidates(text, words, context)):
        match = _refined(text, words, span)
        alike = 1 - match.edits / len(words)
        around = fit(text, match.span, context)
        if context.tells:
            if around >= _AROUND and alike >= _SAME_WORDS:
                yield match._replace(score=alike + around)
        elif (around or not any(context)) and _close(words, text.spelled[slice(*match.span)], match.edits):
            yield match._replace(score=0)  # whatever the next one scores, two are one too many


def _close(words: str, found: str, edits: int) -> bool:
    """Whether words may be taken for others, nothing else being known."""
    if len(words) < _ALONE or edits > max(1, len(words) // 10):
        return False
    return len(words) >= _LONG or (words[0] == found[0] and words[-1] == found[-1])


def _candidates(text: Text, words: str, context: Context) -> Iterator[Span]:
    """Stretches worth a closer look: like the words, or beside words like their context."""
    for block in text.stretches():
        yield from _alike(words, text.spelled, block)
        for beside, side in zip(context, (1, -1), strict=True):
            if len(beside) >= _TELLING:
                for span in _alike(beside, text.spelled, block):
                    edge = span.end if side > 0 else span.start
                    start, end = sorted((edge, edge + side * len(words)))
                    yield Span(max(start, 0), min(end, len(text.spelled)))


def _alike(words: str, spelled: str, within: Span) -> Iterator[Span]:
    """The stretch of a block most like `words`, and those left and right of it."""
    if within.end - within.start < len(words):
        if within.end - within.start > len(words) // 2:
            yield within
        return
    best = fuzz.partial_ratio_alignment(words, spelled[slice(*within)], score_cutoff=50)
    if best is None or best.dest_start == best.dest_end:
        return
    span = Span(within.start + best.dest_start, within.start + best.dest_end)
    yield span
    yield from _alike(words, spelled, Span(within.start, span.start))
    yield from _alike(words, spelled, Span(span.end, within.end))


def _refined(text: Text, words: str, span: Span) -> Near:
    """The stretch about `span` with the fewest edits from `words`."""
    found = [Near(span, len(words), 0)]
    slack = 2 + len(words) // 10
    for start in range(span.start - slack, span.start + slack + 1):
        for end in range(span.end - slack, span.end + slack + 1):
            if text.within_a_block(start, end):
                edits = Levenshtein.distance(words, text.spelled[start:end])
                found.append(Near(Span(start, end), edits, abs(end - start - len(words))))
    return min(found, key=lambda match: (match.edits, match.score))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
