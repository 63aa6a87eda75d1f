"""Every temporal expression of an article, resolved to EDTF against the article's anchor.

What a phrase means where its words are vague:

    8月下旬             2023-08-21/2023-08-31       the last third of the month
    上月底, 8月底        2023-08-21/2023-08-31~      its last third, approximately; 月初 its first ten days
    2020年初            2020-01/2020-03~            年中 from May to August, 年底 from October
    今年早些时候         2023                        the year, no narrower
    上周, 上周末         2023-08-28/2023-09-03       from Monday to Sunday; Saturday and Sunday
    周三                the nearest such day at or before the anchor; after it, where the text looks forward
    周三（9月13日）       two dates of one value, taken from the brackets; also that of 周三 in the rest of the article
    7月, 9月10日         the year nearest to the anchor, or that of the dates before; none, where these disagree
    一年前, 三个月前      2022-09~                    two years ago or more, the year: 2020~
    三天前, 一天后       the day; for weeks, the day and ~
    去年冬天            2022-24                     a winter is named after the year in which it began
    2017年夏末           2017-22~                    今年前七个月 2023-01/2023-07; 2020/21财年 2020/2021
    当天, 次日           counted from the last day in the block
    “昨天…”             2023-09-04~ in a quotation: the speaker's day is not the writer's; no date for “今天…”

No date is given where the text contradicts itself (周三（9月12日）, a Tuesday), where a chronicle may be continuing in
another year (2018年9月17日 … 9月24日), in a caption of another year (今年), nor for a weekday or a week that an approximate
anchor leaves open. What the text itself shows of the day of writing, 今天（11月2日）, comes before the timestamp.

Durations, ages, anniversaries and what recurs are not dates. Bounds are wide rather than wrong: no date is better than
a wrong year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, partial
from typing import NamedTuple, TypeAlias

from dossier import edtf, script
from dossier.enrich.anchors import anchor_overrides
from dossier.enrich.dates import digits
from dossier.enrich.dates.context import CuePatterns, EarlierDate, PhraseContext, sentence_start
from dossier.enrich.dates.languages import LANGUAGES
from dossier.enrich.dates.languages.language import Language, PhraseFinder
from dossier.enrich.dates.meaning import Phrase
from dossier.enrich.dates.points import Anchor, Meaning, Point, article_anchor
from dossier.enrich.normalise import NormalisedArticle
from dossier.model import Article, Block, DateMention, Passage

_MAX_EARLIER = 30  # dates of a block that later ones may refer to
_SKIPPED_KINDS = ("code", "credit", "byline", "rule")
_NEAR_DATELINE = timedelta(3)
_NEAR_WRITING = timedelta(14)
_LOOKALIKE_REACH = 16  # characters around a phrase: no name extends further from the date in it
_TITLE_REACH = 60  # characters before a phrase
_RECURRENCE_REACH = 15  # likewise

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ－～／．\u00a0\u2009\u202f\u3000]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if _WIDE.match(chr(code))} | dict.fromkeys(
    (0xA0, 0x2009, 0x202F, 0x3000), " "
)


def find_dates(
    article: Article, texts: NormalisedArticle | None = None, *, languages: tuple[Language, ...] = LANGUAGES
) -> tuple[DateMention, ...]:
    """The article's dates in reading order; an editor's override replaces whatever it touches.

    `texts` is the article's normalised text, for callers that already have it.
    """
    overrides: dict[str, list[tuple[Passage, str]]] = {}
    for passage, value in anchor_overrides(article, article.dates):
        overrides.setdefault(passage.block, []).append((passage, value))
    combination = _combine(languages)
    resolver = _Resolver(combination, article.id, article_anchor(article))
    dates: list[DateMention] = []
    for block, signs in block_signs(texts or NormalisedArticle.of(article), combination.sign_sets):
        if (signs or overrides) and block.kind not in _SKIPPED_KINDS:
            mentions = resolver.resolve_block(block, signs) if signs else ()
            own = overrides.get(block.id)
            dates += _apply_overrides(mentions, own, block) if own else mentions
    return tuple(dates)


def _apply_overrides(
    mentions: Iterable[DateMention], overrides: list[tuple[Passage, str]], block: Block
) -> list[DateMention]:
    """The dates of a block, where each override replaces whatever it touches."""
    dates = [
        date
        for date in mentions
        if not any(date.start < passage.end and passage.start < date.end for passage, _ in overrides)
    ]
    for passage, value in overrides:
        if value != "none":
            surface = block.text[passage.start : passage.end]
            relative = value[:4] not in surface
            when = edtf.parse(value)
            dates.append(DateMention(passage.article, block.id, passage.start, passage.end, surface, when, relative))
    return sorted(dates, key=lambda date: date.start)


# ── The languages, combined ──────────────────────────────────────────────────


SignSet: TypeAlias = tuple[re.Pattern[str], frozenset[str]]  # matches candidates; the matches that are signs
_NO_SIGNS: frozenset[str] = frozenset()


class _Finder(NamedTuple):
    """What finds the phrases of one language, or dates in digits."""

    sign_pattern: re.Pattern[str]
    signs: frozenset[str]
    find_phrases: PhraseFinder
    lookalikes: tuple[re.Pattern[str], ...]


class _Combination(NamedTuple):
    finders: tuple[_Finder, ...]
    sign_sets: tuple[SignSet, ...]
    cues: CuePatterns


@cache
def _combine(languages: tuple[Language, ...]) -> _Combination:
    """The finders of all languages, and their cues, which hold for the phrases of every language."""
    cues = CuePatterns([language.cues for language in languages])
    lookalikes = tuple(language.lookalikes for language in languages if language.lookalikes)
    in_digits = _Finder(digits.SIGN_PATTERN, digits.SIGNS, partial(digits.digit_phrases, cues), lookalikes)
    own = (
        _Finder(
            language.sign_pattern,
            language.signs,
            language.find_phrases,
            (language.lookalikes,) if language.lookalikes else (),
        )
        for language in languages
    )
    finders = (in_digits, *own)
    return _Combination(finders, tuple((finder.sign_pattern, finder.signs) for finder in finders), cues)


def block_signs(texts: NormalisedArticle, sign_sets: Sequence[SignSet]) -> Iterator[tuple[Block, AbstractSet[str]]]:
    """Every block with the signs that it contains. Most blocks have none and are not searched for phrases."""
    text = texts.plain
    present = [(pattern, signs) for pattern, signs in sign_sets if _has_signs(text, pattern, signs)]
    for block, start in zip(texts.blocks, texts.starts, strict=False):
        end = start + len(block.text)
        found_signs = _NO_SIGNS
        for pattern, signs in present:
            if matches := pattern.findall(text, start, end):
                found_signs |= signs.intersection(matches)
        yield block, found_signs


def _has_signs(text: str, pattern: re.Pattern[str], signs: frozenset[str]) -> bool:
    first = pattern.search(text)
    return first is not None and (first[0] in signs or not signs.isdisjoint(pattern.findall(text)))


def _find_phrases(text: str, signs: AbstractSet[str], combination: _Combination) -> list[Phrase]:
    """The phrases of a text, leftmost and longest, without those that only look like dates."""
    candidates = [
        (phrase, finder.lookalikes)
        for finder in combination.finders
        if not finder.signs.isdisjoint(signs)
        for phrase in finder.find_phrases(text, signs)
    ]
    candidates.sort(key=lambda candidate: (candidate[0].start, -candidate[0].end))
    phrases: list[Phrase] = []
    for phrase, lookalikes in candidates:
        if (not phrases or phrases[-1].end <= phrase.start) and not _is_lookalike(
            text, phrase, lookalikes, combination.cues
        ):
            phrases.append(phrase)
    return phrases


def _is_lookalike(text: str, phrase: Phrase, lookalikes: tuple[re.Pattern[str], ...], cues: CuePatterns) -> bool:
    """Whether the phrase touches a name that is no date, stands in a title, or recurs."""
    before, after = max(0, phrase.start - _LOOKALIKE_REACH), phrase.end + _LOOKALIKE_REACH
    for names in lookalikes:
        # Most windows have no name at all, and `search` says so in half the time.
        if names.search(text, before, after) and any(
            name.start() < phrase.end and phrase.start < name.end() for name in names.finditer(text, before, after)
        ):
            return True
    for opening, closing in cues.title_marks:
        title = text.rfind(opening, max(0, phrase.start - _TITLE_REACH), phrase.start)
        if title >= 0 and text.find(closing, title, phrase.start) < 0:
            return True
    recurrence = cues.recurring_before.search(text, max(0, phrase.start - _RECURRENCE_REACH), phrase.start)
    return recurrence is not None


def _folded(text: str) -> str:
    """The text in simplified characters, with narrow digits and letters; as long as it was."""
    text = script.fold(text)
    return text.translate(_NARROW) if _WIDE.search(text) else text


# ── Resolving phrases in reading order ───────────────────────────────────────


@dataclass(slots=True)
class _Strand:
    """What the prose, or the captions, have shown so far; captions are often of another day."""

    anchor: Anchor | None
    weekdays: dict[int, date] = field(default_factory=dict)
    carried: EarlierDate | None = None  # the last date that set the time of the text


class _Resolver:
    """Resolves the dates of one article block by block; earlier blocks help to understand later ones."""

    def __init__(self, combination: _Combination, article: str, anchor: Anchor | None) -> None:
        self.combination, self.cues = combination, combination.cues
        self.article = article
        self.prose, self.captions = _Strand(anchor), _Strand(anchor)

    def resolve_block(self, block: Block, signs: AbstractSet[str]) -> Iterator[DateMention]:
        text, cues = _folded(block.text), self.cues
        is_caption = block.kind == "caption"
        strand = self.captions if is_caption else self.prose
        weekdays = self.prose.weekdays | strand.weekdays
        phrases = _find_phrases(text, signs, self.combination)
        earlier: tuple[EarlierDate, ...] = ()
        for position, phrase in enumerate(phrases):
            start, end, interpret, is_day = phrase
            sentence = sentence_start(text, start, cues)
            context = PhraseContext(
                text, start, end, sentence, cues, strand.anchor, earlier, strand.carried, weekdays, is_caption
            )
            equated = _equated_day(phrases, position, context) if is_day else None
            meaning = equated or interpret(context)
            if meaning is None or (equated and not _is_consistent(context, equated)):
                continue
            earlier = (*earlier[-_MAX_EARLIER:], _earlier_date(context, meaning))
            if not meaning.edtf:
                continue
            if equated:
                _learn_from_equation(strand, phrase, context, equated)
                weekdays |= strand.weekdays
            elif meaning.point.day and (dateline := cues.dateline_after.match(text, end)):
                _learn_from_dateline(strand, dateline, meaning)
            relative = not (meaning.has_year or equated)
            when = edtf.parse(meaning.edtf)
            yield DateMention(self.article, block.id, start, end, block.text[start:end], when, relative)
        year = strand.anchor.point.year if strand.anchor else 0
        strand.carried = next((other for other in reversed(earlier) if other.sets_time(year)), strand.carried)


def _earlier_date(context: PhraseContext, meaning: Meaning) -> EarlierDate:
    """The date as later phrases see it; after 上世纪80年代，… a month may be of any year."""
    is_span = not meaning.point.month and ("/" in meaning.edtf or "X" in meaning.edtf)
    opens = context.opens_sentence
    is_undecided = not meaning.edtf or (is_span and opens)
    return EarlierDate(
        context.start,
        context.end,
        meaning.point,
        has_year=meaning.has_year or is_span,
        is_bound=context.is_bound or (is_span and not is_undecided),
        is_undecided=is_undecided,
        opens_sentence=opens,
    )


# ── What the text shows of its own days ──────────────────────────────────────


def _equated_day(phrases: Sequence[Phrase], position: int, context: PhraseContext) -> Meaning | None:
    """The day that brackets give beside a named day: 周三（9月13日）, 9月13日（周三）."""
    equation = context.cues.equation
    if position + 1 < len(phrases) and equation.fullmatch(context.text, context.end, phrases[position + 1].start):
        other = phrases[position + 1]
        meaning = other.interpret(context.moved_to(other.start, other.end))
        if meaning and meaning.point.day and not other.is_day:
            return meaning
    last = context.earlier[-1] if context.earlier else None
    if last and last.point.day and equation.fullmatch(context.text, last.end, context.start):
        return Meaning(str(last.point), last.point, last.has_year)
    return None


def _is_consistent(context: PhraseContext, equated: Meaning) -> bool:
    """Whether the day in brackets is such a weekday; 周三（9月12日）, a Tuesday, gets no date."""
    weekday = context.cues.weekday.search(context.text, context.start, context.end)
    return not weekday or date(*equated.point).weekday() == context.cues.weekdays[weekday[0]]


def _learn_from_equation(strand: _Strand, phrase: Phrase, context: PhraseContext, equated: Meaning) -> None:
    """Remember the date of 周三（9月13日） for later 周三; derive the day of writing from 今天（11月2日） or 上周五（12月18日）."""
    day = date(*equated.point)
    if context.cues.weekday.match(context.text, context.start):
        if _is_near(strand.anchor, equated.point, _NEAR_WRITING):
            strand.weekdays[day.weekday()] = day
        return
    anchor = _anchor_from_equation(phrase, context, day)
    if anchor and (context.is_caption or (anchor.day and _is_near(strand.anchor, anchor.point, _NEAR_WRITING))):
        strand.anchor = anchor


def _learn_from_dateline(strand: _Strand, dateline: re.Match[str], meaning: Meaning) -> None:
    """Count from the day of a dateline, （法新社首尔4日电） or Sept. 14 (Reuters), if it is near the anchor or the only one."""
    is_only = not strand.anchor and meaning.has_year and bool(dateline["agency"])
    if is_only or _is_near(strand.anchor, meaning.point, _NEAR_DATELINE):
        strand.anchor = Anchor(meaning.point, is_approximate=False)


def _is_near(anchor: Anchor | None, point: Point, distance: timedelta) -> bool:
    """Whether a day is near the anchor's, or in its month or year where no more is known."""
    if not anchor:
        return False
    if anchor.day:
        return abs(date(*point) - anchor.day) <= distance
    part_count = 1 + bool(anchor.point.month)
    return anchor.point[:part_count] == point[:part_count]


def _anchor_from_equation(phrase: Phrase, context: PhraseContext, day: date) -> Anchor | None:
    """The day, month or year of writing from which the phrase means that day, if it does not from the anchor."""
    if context.is_quoted or not 1000 <= day.year < 9000:
        return None
    possible = []
    for candidate in (day + timedelta(offset) for offset in range(-15, 16)):
        point = Point(candidate.year, candidate.month, candidate.day)
        meaning = phrase.interpret(context._replace(anchor=Anchor(point, is_approximate=False)))
        if meaning and meaning.point == (day.year, day.month, day.day):
            possible.append(point)
    if not possible or (context.anchor and context.anchor.point in possible):
        return None
    common = next((parts for parts in (3, 2, 1) if len({point[:parts] for point in possible}) == 1), 0)
    if common:
        return Anchor(Point(*possible[0][:common]), is_approximate=False)
    return context.anchor and context.anchor._replace(is_approximate=True)
