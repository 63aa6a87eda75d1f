"""What words share with a stretch of text, weighed against what was changed: whether the one may be the other.

A character that is still there tells for it, a Latin one half as much, and less in a pair that stands elsewhere too.
Every edit tells against it, and most at either end: what a lookalike shares is one run of characters, and around it
the two differ.

Measured on 93 real reports, quotations of 6 to 20 characters without context. Each character of the article edited
with a chance of 6 %: 83 % of 12,000 found, half of them exactly, 1 wrong. Their sentence or paragraph deleted: 1 of
26,000 wrong in five reports on one subject, 33 of 18,000 in all, nearly every one in a sentence that the report says
twice in all but the same words. To find 95 % would take ten times as many lookalikes for the quotation: the short ones
with an edited end are no different from them.

Where words stand that an edit has touched: one near match, or none; rapidfuzz's only home.

Words with the text around them are known by both. Words alone are trusted where what is still there outweighs what
was changed: the limits were measured on real reports, against the lookalikes that a deleted sentence leaves behind.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from dossier.enrich.anchors.article_text import ArticleText, SpelledSpan, letters_only
from dossier.enrich.anchors.facts import may_state_otherwise, states_otherwise

_KEPT, _LATIN_KEPT, _RECURS = 1, 0.5, -0.5
_EDITED, _MARK_EDITED, _END_EDITED = -2, -0.5, -3

_LATIN = re.compile(r"[0-9A-Za-zÀ-ɏ]")


def match_weight(text: ArticleText, words: str, span: SpelledSpan) -> float:
    """What the words and a stretch share, less what was changed."""
    found, weights = text.spelled[slice(*span)], []
    steps = Levenshtein.opcodes(words, found)
    for step in steps:
        was, now = words[step.src_start : step.src_end], found[step.dest_start : step.dest_end]
        if step.tag == "equal":
            weights.append(_kept(text, was, span))
        else:
            edits, changed = max(len(was), len(now)), max(len(letters_only(was)), len(letters_only(now)))
            at_an_end = step in (steps[0], steps[-1]) and bool(changed or not (was and now))
            weights.append(changed * _EDITED + (edits - changed) * _MARK_EDITED + at_an_end * _END_EDITED)
    return sum(weights)


def _kept(text: ArticleText, words: str, span: SpelledSpan) -> float:
    """What words weigh that a stretch has unchanged."""
    pairs = (
        pair for pair in map(str.__add__, words, words[1:]) if letters_only(pair) == pair and not _LATIN.search(pair)
    )
    own = sum(_LATIN_KEPT if _LATIN.match(character) else _KEPT for character in words)
    return own + _RECURS * sum(text.recurs(pair, span) for pair in pairs)


_TELLING = 4  # characters of context that tell something although they were edited
_SAME_CONTEXT = 0.75  # how alike one side must be, where the words are the same
_AROUND = 0.6  # how alike both sides together, where the words are not
_SAME_WORDS = 0.65  # how alike the words must be in their context
_ENOUGH = 5  # what words without context must weigh
_ENOUGH_AROUND = 8  # what words and context must, which may be short
_LOOKS = 32  # stretches that are looked at more closely, however long a text is
_LONGEST = 50_000  # characters of an article; in more than a book chapter only exact words are sought
_END = 16  # characters by which an end of long words is found
_APART = 0.15  # how much better than the next a match must be


class Context(NamedTuple):
    """The spelled words before and after a quotation; either may be missing."""

    prefix: str
    suffix: str

    @property
    def tells(self) -> bool:
        """Whether it is long enough to be known again after an edit."""
        return max(len(self.prefix), len(self.suffix)) >= _TELLING


class NearMatch(NamedTuple):
    span: SpelledSpan
    edits: int
    score: float


def context_fit(text: ArticleText, span: SpelledSpan, context: Context) -> float:
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


def near_match(text: ArticleText, words: str, context: Context) -> SpelledSpan | None:
    """The one stretch that must be what `words` have become; None where there is none, or more than one."""
    styled, lettered = (
        [span for span in places if not any(context) or context_fit(text, span, context)]
        for places in (text.styled(words), text.lettered(words))
    )
    if len(styled) == 1:
        return styled[0]
    if len(lettered) == 1 and (any(context) or _ends_alike(text, words, lettered[0])):
        return lettered[0]
    return None if len(lettered) > 1 else _best(list(_acceptable(text, words, context)))


def place_in_context(
    text: ArticleText, words: str, context: Context, places: Iterable[SpelledSpan]
) -> SpelledSpan | None:
    """Which of the exact places stands in the context, unless a near match does so much better."""
    exact = [NearMatch(span, 0, 1 + how) for span in places if (how := context_fit(text, span, context))]
    if max((match.score for match in exact), default=0) < 1 + _SAME_CONTEXT and context.tells:
        exact += _acceptable(text, words, context)
    return _best(exact)


def _best(matches: list[NearMatch]) -> SpelledSpan | None:
    """The stretch whose score stands out."""
    matches.sort(key=lambda match: -match.score)
    others = [match for match in matches[1:] if not _overlap(match.span, matches[0].span)]
    if not matches or (others and matches[0].score - others[0].score < _APART):
        return None
    return matches[0].span


def most_similar(text: ArticleText, words: str) -> SpelledSpan | None:
    """The stretch most like `words`, to be shown and not to be trusted."""
    found = [_refined(text, words, span) for span in _candidates(text, words, Context("", ""))]
    return min(found, key=lambda match: match.edits).span if found else None


def _acceptable(text: ArticleText, words: str, context: Context) -> Iterator[NearMatch]:
    for span in _candidates(text, words, context):
        match = _refined(text, words, span)
        around = context_fit(text, match.span, context)
        if states_otherwise(words, text.spelled[slice(*match.span)]):
            continue
        if context.tells:
            alike = 1 - match.edits / len(words)
            if around >= _AROUND and alike >= _SAME_WORDS and _is_told_by_both(text, words, match.span, context):
                yield match._replace(score=alike + around)
        elif (around or not any(context)) and _is_slip(text, words, match) and _is_told(text, words, match.span):
            yield match._replace(score=0)  # whatever the next one scores, two are one too many


def _is_told_by_both(text: ArticleText, words: str, span: SpelledSpan, context: Context) -> bool:
    """Whether words may be taken for others in this context, which may be short."""
    return match_weight(text, words, span) + context_fit(text, span, context) * sum(map(len, context)) >= _ENOUGH_AROUND


def _ends_alike(text: ArticleText, words: str, span: SpelledSpan) -> bool:
    """Whether words without their punctuation may be taken for others: a mark at an end must still be one."""
    found = text.spelled[slice(*span)]
    same = all(
        bool(letters_only(was)) == bool(letters_only(now))
        for was, now in ((words[0], found[0]), (words[-1], found[-1]))
    )
    return same and _is_told(text, words, span)


def _is_slip(text: ArticleText, words: str, match: NearMatch) -> bool:
    """Whether the edits are few, and none at an end: beyond an end, a lookalike goes on to say something else."""
    found = text.spelled[slice(*match.span)]
    return match.edits <= 1 + len(words) // 10 and (found[0], found[-1]) == (words[0], words[-1])


def _is_told(text: ArticleText, words: str, span: SpelledSpan) -> bool:
    """Whether words may be taken for others, nothing else being known."""
    return not may_state_otherwise(words, text.spelled[slice(*span)]) and match_weight(text, words, span) >= _ENOUGH


def _candidates(text: ArticleText, words: str, context: Context) -> Iterable[SpelledSpan]:
    """The stretches that are most worth a closer look: like the words, or beside words like their context."""
    found: dict[SpelledSpan, float] = {}
    for block in text.stretches() if len(text.spelled) < _LONGEST else ():
        found.update(_alike(words, text.spelled, block))
        for beside, before in zip(context, (True, False), strict=True):
            for span, score in _alike(beside, text.spelled, block) if len(beside) >= _TELLING else ():
                if stretch := text.beside(span, len(words), after=before):
                    found[stretch] = score
    return heapq.nlargest(_LOOKS, found, key=found.__getitem__)


def _alike(words: str, spelled: str, block: SpelledSpan) -> Iterator[tuple[SpelledSpan, float]]:
    """The stretch of a block most like `words`, and those left and right of it; a few in all, and how alike."""
    parts = [block]
    for part in parts:  # which grows as the parts are divided
        if part.end - part.start < len(words):
            if part.end - part.start > len(words) // 2:
                yield part, 50
            continue
        best = fuzz.partial_ratio_alignment(words, spelled[slice(*part)], score_cutoff=50)
        if best is not None and best.dest_start < best.dest_end and len(parts) < _LOOKS:
            span = SpelledSpan(part.start + best.dest_start, part.start + best.dest_end)
            yield span, best.score
            parts += [SpelledSpan(part.start, span.start), SpelledSpan(span.end, part.end)]


def _refined(text: ArticleText, words: str, span: SpelledSpan) -> NearMatch:
    """The stretch about `span`, within its block, with the fewest edits from `words`."""
    block = text.stretch(span.start)
    span = _ends(text, words, span, block) if len(words) > 2 * _END else span
    found = []
    slack = range(-4, 5)
    for start in {min(max(span.start + shift, block.start), block.end - 1) for shift in slack}:
        for end in {min(max(span.end + shift, start + 1), block.end) for shift in slack}:
            edits = Levenshtein.distance(words, text.spelled[start:end])
            found.append((edits, abs(end - start - len(words)), SpelledSpan(start, end)))
    edits, _, span = min(found)
    return NearMatch(span, edits, 0)


def _ends(text: ArticleText, words: str, span: SpelledSpan, block: SpelledSpan) -> SpelledSpan:
    """A long stretch by its first and last words, as what was left out or put in between moves them."""
    reach = len(words) // 4
    first, last = max(span.start - reach, block.start), max(span.end - reach, block.start)
    start = fuzz.partial_ratio_alignment(words[:_END], text.spelled[first : min(span.start + reach, block.end)])
    end = fuzz.partial_ratio_alignment(words[-_END:], text.spelled[last : min(span.end + reach, block.end)])
    if start is None or end is None or first + start.dest_start >= last + end.dest_end:
        return span
    return SpelledSpan(first + start.dest_start, last + end.dest_end)


def _overlap(one: SpelledSpan, other: SpelledSpan) -> bool:
    return one.start < other.end and other.start < one.end
