"""Where words stand that were lightly edited: one near match, or none. The only module that uses rapidfuzz.

A quotation with the text around it is recognised by both. A quotation alone is matched only where the characters it
has kept outweigh those that were changed: each unchanged character counts for the match, a Latin one half as much, and
one in a pair that stands elsewhere too counts less; each edit counts against it, and one at either end most, because a
lookalike shares a single run of characters and differs around it. tests/enrich measures the limits on real reports.
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

_UNCHANGED, _LATIN_UNCHANGED, _RECURS = 1, 0.5, -0.5
_EDITED, _MARK_EDITED, _END_EDITED = -2, -0.5, -3

_LATIN = re.compile(r"[0-9A-Za-zÀ-ɏ]")


def match_weight(text: ArticleText, words: str, span: SpelledSpan) -> float:
    """The weight of what the words and a stretch share, less that of what was changed."""
    stretch, weights = text.spelled[slice(*span)], []
    steps = Levenshtein.opcodes(words, stretch)
    for step in steps:
        was, now = words[step.src_start : step.src_end], stretch[step.dest_start : step.dest_end]
        if step.tag == "equal":
            weights.append(_unchanged_weight(text, was, span))
        else:
            edits, changed = max(len(was), len(now)), max(len(letters_only(was)), len(letters_only(now)))
            at_an_end = step in (steps[0], steps[-1]) and bool(changed or not (was and now))
            weights.append(changed * _EDITED + (edits - changed) * _MARK_EDITED + at_an_end * _END_EDITED)
    return sum(weights)


def _unchanged_weight(text: ArticleText, words: str, span: SpelledSpan) -> float:
    """The weight of characters that a stretch has unchanged."""
    pairs = (
        pair for pair in map(str.__add__, words, words[1:]) if letters_only(pair) == pair and not _LATIN.search(pair)
    )
    own = sum(_LATIN_UNCHANGED if _LATIN.match(character) else _UNCHANGED for character in words)
    return own + _RECURS * sum(text.recurs(pair, span) for pair in pairs)


_LEAST_CONTEXT = 4  # characters of context that are recognised although they were edited
_SAME_CONTEXT = 0.75  # how alike one side must be, where the words are the same
_SAME_SIDES = 0.6  # how alike both sides together, where the words are not
_SAME_WORDS = 0.7  # how alike the words must be in their context
_LEAST_WEIGHT = 5  # what words without context must weigh
_LEAST_WEIGHT_IN_CONTEXT = 8  # what words and context must, which may be short
_MOST_CANDIDATES = 32  # stretches that are compared in full, however long a text is
_LONGEST = 50_000  # characters of an article; in more than a book chapter only exact words are sought
_END = 16  # characters by which an end of long words is found
_APART = 0.15  # how much better than the next a match must be


class Context(NamedTuple):
    """The spelled words before and after a quotation; either may be missing."""

    prefix: str
    suffix: str

    @property
    def is_telling(self) -> bool:
        """Whether it is long enough to be recognised after an edit."""
        return max(len(self.prefix), len(self.suffix)) >= _LEAST_CONTEXT


class NearMatch(NamedTuple):
    span: SpelledSpan
    edits: int
    score: float


def context_fit(text: ArticleText, span: SpelledSpan, context: Context) -> float:
    """How well the context matches what stands around a stretch, from 0 to 1; 0 where neither side does.

    A side of fewer than four characters counts only where it is unchanged and the other side is no longer.
    """
    sides = []
    if context.prefix:
        sides.append((len(context.prefix), _side(context.prefix, text.spelled[: span.start], at_end=True)))
    if context.suffix:
        sides.append((len(context.suffix), _side(context.suffix, text.spelled[span.end :], at_end=False)))
    telling = [side for side in sides if side[0] >= _LEAST_CONTEXT] or sides
    if max((similarity for _, similarity in telling), default=0) < _SAME_CONTEXT:
        return 0
    return sum(length * similarity for length, similarity in sides) / sum(length for length, _ in sides)


def _side(words: str, text: str, *, at_end: bool) -> float:
    length = len(words)
    if length < _LEAST_CONTEXT:
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
    if len(lettered) == 1 and (any(context) or _same_marks_at_ends(text, words, lettered[0])):
        return lettered[0]
    return None if len(lettered) > 1 else _best(list(_acceptable(text, words, context)))


def place_in_context(
    text: ArticleText, words: str, context: Context, places: Iterable[SpelledSpan]
) -> SpelledSpan | None:
    """The exact place that stands in the context, or a near match that fits it clearly better."""
    exact = [NearMatch(span, 0, 1 + fit) for span in places if (fit := context_fit(text, span, context))]
    if max((match.score for match in exact), default=0) < 1 + _SAME_CONTEXT and context.is_telling:
        exact += _acceptable(text, words, context)
    return _best(exact)


def _best(matches: list[NearMatch]) -> SpelledSpan | None:
    """The stretch with the clearly highest score."""
    matches.sort(key=lambda match: -match.score)
    others = [match for match in matches[1:] if not _overlap(match.span, matches[0].span)]
    if not matches or (others and matches[0].score - others[0].score < _APART):
        return None
    return matches[0].span


def most_similar(text: ArticleText, words: str) -> SpelledSpan | None:
    """The stretch most like `words`: to be shown to the editor, never to be linked."""
    matches = [_refined(text, words, span) for span in _candidates(text, words, Context("", ""))]
    return min(matches, key=lambda match: match.edits).span if matches else None


def _acceptable(text: ArticleText, words: str, context: Context) -> Iterator[NearMatch]:
    for span in _candidates(text, words, context):
        match = _refined(text, words, span)
        around = context_fit(text, match.span, context)
        if states_otherwise(words, text.spelled[slice(*match.span)]):
            continue
        if context.is_telling and not _edited_ends_in_context(text, words, match.span, context):
            continue
        if context.is_telling:
            similarity = 1 - match.edits / len(words)
            if (
                around >= _SAME_SIDES
                and similarity >= _SAME_WORDS
                and _outweighs_with_context(text, words, match.span, context)
            ):
                yield match._replace(score=similarity + around)
        elif (around or not any(context)) and _is_slip(text, words, match) and _outweighs(text, words, match.span):
            yield match._replace(score=0)  # whatever the next one scores, two are one too many


def _outweighs_with_context(text: ArticleText, words: str, span: SpelledSpan, context: Context) -> bool:
    """Whether what words and context share outweighs what was changed; the context may be short."""
    return (
        match_weight(text, words, span) + context_fit(text, span, context) * sum(map(len, context))
        >= _LEAST_WEIGHT_IN_CONTEXT
    )


def _same_marks_at_ends(text: ArticleText, words: str, span: SpelledSpan) -> bool:
    """Whether words that differ in punctuation alone match: a mark at an end must still be one there."""
    stretch = text.spelled[slice(*span)]
    same = all(
        bool(letters_only(was)) == bool(letters_only(now))
        for was, now in ((words[0], stretch[0]), (words[-1], stretch[-1]))
    )
    return same and _outweighs(text, words, span)


def _edited_ends_in_context(text: ArticleText, words: str, span: SpelledSpan, context: Context) -> bool:
    """Whether each end of the words that lost more than a letter stands beside its own side of the context.

    A lookalike shares one side with the words, and goes on at the other to say something else.
    """
    steps = Levenshtein.opcodes(words, text.spelled[slice(*span)])
    edited = [step.tag != "equal" and len(letters_only(words[step.src_start : step.src_end])) > 1 for step in steps]
    before = not edited[0] or _stands_beside(context.prefix, text.spelled[: span.start], at_end=True)
    after = not edited[-1] or _stands_beside(context.suffix, text.spelled[span.end :], at_end=False)
    return before and after


def _stands_beside(words: str, text: str, *, at_end: bool) -> bool:
    return bool(words) and _side(words, text, at_end=at_end) >= _SAME_CONTEXT


def _is_slip(text: ArticleText, words: str, match: NearMatch) -> bool:
    """Whether the edits are few, and none at an end: beyond an end, a lookalike goes on to say something else."""
    stretch = text.spelled[slice(*match.span)]
    return match.edits <= 1 + len(words) // 10 and (stretch[0], stretch[-1]) == (words[0], words[-1])


def _outweighs(text: ArticleText, words: str, span: SpelledSpan) -> bool:
    """Whether what is unchanged outweighs what was changed, and nothing that was changed is another fact."""
    return (
        not may_state_otherwise(words, text.spelled[slice(*span)]) and match_weight(text, words, span) >= _LEAST_WEIGHT
    )


def _candidates(text: ArticleText, words: str, context: Context) -> Iterable[SpelledSpan]:
    """The most promising stretches: similar to the words, or beside text similar to their context."""
    scores: dict[SpelledSpan, float] = {}
    for block in text.stretches() if len(text.spelled) < _LONGEST else ():
        scores.update(_similar_stretches(words, text.spelled, block))
        for beside, before in zip(context, (True, False), strict=True):
            for span, score in _similar_stretches(beside, text.spelled, block) if len(beside) >= _LEAST_CONTEXT else ():
                if stretch := text.beside(span, len(words), after=before):
                    scores[stretch] = score
    return heapq.nlargest(_MOST_CANDIDATES, scores, key=scores.__getitem__)


def _similar_stretches(words: str, spelled: str, block: SpelledSpan) -> Iterator[tuple[SpelledSpan, float]]:
    """The stretch of a block most like `words` and the next best on either side of it, each with its similarity."""
    parts = [block]
    for part in parts:  # which grows as the parts are divided
        if part.end - part.start < len(words):
            if part.end - part.start > len(words) // 2:
                yield part, 50
            continue
        best = fuzz.partial_ratio_alignment(words, spelled[slice(*part)], score_cutoff=50)
        if best is not None and best.dest_start < best.dest_end and len(parts) < _MOST_CANDIDATES:
            span = SpelledSpan(part.start + best.dest_start, part.start + best.dest_end)
            yield span, best.score
            parts += [SpelledSpan(part.start, span.start), SpelledSpan(span.end, part.end)]


def _refined(text: ArticleText, words: str, span: SpelledSpan) -> NearMatch:
    """The stretch about `span`, within its block, with the fewest edits from `words`."""
    block = text.stretch(span.start)
    span = _ends(text, words, span, block) if len(words) > 2 * _END else span
    trials = []
    slack = range(-4, 5)
    for start in {min(max(span.start + shift, block.start), block.end - 1) for shift in slack}:
        for end in {min(max(span.end + shift, start + 1), block.end) for shift in slack}:
            edits = Levenshtein.distance(words, text.spelled[start:end])
            trials.append((edits, abs(end - start - len(words)), SpelledSpan(start, end)))
    edits, _, span = min(trials)
    return NearMatch(span, edits, 0)


def _ends(text: ArticleText, words: str, span: SpelledSpan, block: SpelledSpan) -> SpelledSpan:
    """A long stretch, with its ends moved to where the first and last characters of `words` match best."""
    reach = len(words) // 4
    first, last = max(span.start - reach, block.start), max(span.end - reach, block.start)
    start = fuzz.partial_ratio_alignment(words[:_END], text.spelled[first : min(span.start + reach, block.end)])
    end = fuzz.partial_ratio_alignment(words[-_END:], text.spelled[last : min(span.end + reach, block.end)])
    if start is None or end is None or first + start.dest_start >= last + end.dest_end:
        return span
    return SpelledSpan(first + start.dest_start, last + end.dest_end)


def _overlap(one: SpelledSpan, other: SpelledSpan) -> bool:
    return one.start < other.end and other.start < one.end
