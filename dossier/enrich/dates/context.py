"""The context of a phrase: its sentence and the cues in it, earlier dates, and the article's anchor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dossier.enrich.dates.points import Anchor, Direction, Point, closest_year, nearest_year

_LOOK_BACK = 600  # characters: where no sentence ends in them, the block is taken for one sentence
_CLAUSE_REACH = 60  # characters of a clause that are searched for cues, on either side of a phrase
_APPROXIMATE_REACH = 20  # characters before a phrase
_BRACKETS = "（(『』"


@dataclass(frozen=True, kw_only=True, eq=False)
class Cues:
    """What one language writes around dates: marks, and regular expressions for folded text.

    An expression named `..._before` must end with `$`, since it is searched for in the text that ends where the phrase
    begins; one named `..._after` is matched where the phrase ends. The cues of all languages hold for every phrase.
    """

    # Marks that end a sentence wherever they stand, and those that only separate its clauses.
    sentence_marks: str = ""
    clause_marks: str = ""
    # Marks that end a clause before a space, and a sentence if a capital letter follows that: the English full stop.
    full_stops: str = ""
    # Pairs of marks around quotations and around titles of works; a mark may be its own counterpart.
    quotation_marks: tuple[tuple[str, str], ...] = ()
    title_marks: tuple[tuple[str, str], ...] = ()
    # Words that may stand between the beginning of a sentence and the date that opens it: In, On, 但.
    sentence_openers: str = ""

    # Words in the phrase's clause that place it in the future or in the past.
    future_before: str = ""
    future_after: str = ""
    past_before: str = ""
    past_after: str = ""
    # Other signs of the future, where an expression does not suffice.
    is_future: Callable[[PhraseContext], bool] | None = None
    # Words that place a phrase in the past for certain: 以来.
    since_after: str = ""
    # Words that make a phrase a bound of the time in question rather than that time: 之后, 起.
    bound_after: str = ""
    # All that stands between two weekdays of which the second comes after the first: 从周二持续到周四.
    until_between: str = ""

    # Words that make a date approximate: 约, around, 左右.
    approximate_before: str = ""
    approximate_after: str = ""
    # What comes back regularly and is no date: 每年.
    recurring_before: str = ""

    # Weekdays by name (0 is Monday), and words that equate two phrases as brackets do: 周三是9月13日.
    weekdays: Mapping[str, int] = field(default_factory=dict)
    equating_words: str = ""
    # The beginning of a month that is named, as 10月 and Oct. are and 上月 is not.
    named_month: str = ""
    # Verbs and nouns of reporting after a lone day, which is then the report's: 4日电.
    report_after: str = ""
    # The end of a dateline, with the name of an agency, and with a dash alone.
    agency_after: str = ""
    dash_after: str = ""

    # Nouns that show that two numbers are years: as a part of the date (2017-18年), and outside it (2017-18 season).
    years_suffix: str = ""
    years_before: str = ""
    years_after: str = ""


class CuePatterns:
    """The cues of several languages, compiled into one pattern for each kind."""

    def __init__(self, languages: Sequence[Cues]) -> None:
        sentence_marks = "".join(language.sentence_marks for language in languages) + "\n"
        clause_marks = "".join(language.clause_marks for language in languages)
        stops = "".join(language.full_stops for language in languages)
        self.quotation_marks = tuple(
            dict.fromkeys(marks for language in languages for marks in language.quotation_marks)
        )
        self.title_marks = tuple(dict.fromkeys(marks for language in languages for marks in language.title_marks))
        openers = _alternatives(language.sentence_openers for language in languages)
        opening_marks = (
            "".join(map("".join, self.quotation_marks)) + "".join(left for left, _ in self.title_marks) + _BRACKETS
        )
        # A pattern that begins with a character set is matched ten times as fast as one that begins with alternatives.
        not_stop, is_stop = (rf"(?<![{re.escape(stops)}])", stops) if stops else ("", "")
        self.sentence_end = re.compile(rf"[{re.escape(sentence_marks + is_stop)}](?:{not_stop}|(?=\s+[A-Z“\"]))")
        self.clause_end = re.compile(rf"[{re.escape(sentence_marks + clause_marks + is_stop)}](?:{not_stop}|\s)")
        self.opening = re.compile(rf"(?:.{{0,30}}[：:])?[\s{re.escape(opening_marks)}]*+(?:{openers})?\s*")

        self.future_before = _compiled(language.future_before for language in languages)
        self.future_after = _compiled(language.future_after for language in languages)
        self.past_before = _compiled(language.past_before for language in languages)
        self.past_after = _compiled(language.past_after for language in languages)
        self.is_future = tuple(language.is_future for language in languages if language.is_future)
        self.since_after = _compiled(language.since_after for language in languages)
        self.bound_after = _compiled(language.bound_after for language in languages)
        self.until_between = _compiled(language.until_between for language in languages)
        self.approximate_before = _compiled(language.approximate_before for language in languages)
        self.approximate_after = _compiled(language.approximate_after for language in languages)
        self.recurring_before = _compiled(language.recurring_before for language in languages)
        self.weekdays = {name: number for language in languages for name, number in language.weekdays.items()}
        self.weekday = _compiled(map(re.escape, sorted(self.weekdays, key=len, reverse=True)))
        self.equation = re.compile(f" ?(?:[（(]|{_alternatives(language.equating_words for language in languages)}) ?")
        self.named_month = _compiled((r"\d", *(language.named_month for language in languages)))
        self.report_after = _compiled(language.report_after for language in languages)
        agencies, dashes = (
            (language.agency_after for language in languages),
            (language.dash_after for language in languages),
        )
        self.dateline_after = re.compile(f"(?P<agency>{_alternatives(agencies)})|{_alternatives(dashes)}")
        self.years_suffix = _compiled(language.years_suffix for language in languages)
        self.years_before = _compiled(language.years_before for language in languages)
        self.years_after = _compiled(language.years_after for language in languages)


def _alternatives(patterns: Iterable[str]) -> str:
    return "|".join(filter(None, patterns)) or "(?!)"


def _compiled(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_alternatives(patterns))


NO_WEEKDAYS: Mapping[int, date] = {}


class EarlierDate(NamedTuple):
    """A date that precedes a phrase in its block or in an earlier one."""

    start: int
    end: int
    point: Point
    has_year: bool  # written out, not inferred
    is_bound: bool = False  # 自2022年2月…以来: a bound, not the time that the sentence is about
    is_undecided: bool = False  # its year could not be determined
    opens_sentence: bool = False

    def sets_time(self, year: int) -> bool:
        """Whether it shows what time the text has come to; a date in passing only does so for the anchor's year."""
        return (
            (self.is_undecided and not self.has_year)
            or (self.opens_sentence and self.point.month > 0 and not self.is_bound)
            or self.point.year == year
        )

    def may_continue_to(self, month: int, day: int) -> bool:
        """Whether a chronicle that has come to this date may well go on to that one: 9月17日 … 9月24日."""
        return self.has_year and 0 <= (month - self.point.month) * 30 + day - (self.point.day or 1) <= 60


def is_quoted(text: str, start: int, quotation_marks: Iterable[tuple[str, str]]) -> bool:
    """Whether a place of the text lies between a pair of quotation marks."""
    before = text[max(0, start - _LOOK_BACK) : start]
    return any(
        before.count(left) % 2 == 1 if left == right else before.rfind(left) > before.rfind(right)
        for left, right in quotation_marks
    )


class PhraseContext(NamedTuple):
    """A phrase in its block, whose text is folded to one script and width."""

    text: str
    start: int
    end: int
    sentence: int  # where the phrase's sentence begins
    cues: CuePatterns
    anchor: Anchor | None
    earlier: tuple[EarlierDate, ...] = ()  # dates of this block that precede the phrase
    carried: EarlierDate | None = None  # the time that the blocks before had come to
    weekdays: Mapping[int, date] = NO_WEEKDAYS  # dates that the article itself gives to weekdays
    is_caption: bool = False

    def moved_to(self, start: int, end: int) -> PhraseContext:
        """The context of another phrase of the block, with the same earlier dates."""
        return self._replace(start=start, end=end, sentence=sentence_start(self.text, start, self.cues))

    @property
    def clause_before(self) -> str:
        begins = max(self.sentence, self.start - _CLAUSE_REACH)
        for end in self.cues.clause_end.finditer(self.text, begins, self.start):
            begins = end.end()
        return self.text[begins : self.start]

    @property
    def clause_after(self) -> str:
        after = self.text[self.end : self.end + _CLAUSE_REACH]
        end = self.cues.clause_end.search(after, 1) if after else None
        return after[: end.start()] if end else after

    @property
    def opens_sentence(self) -> bool:
        return self.cues.opening.fullmatch(self.text, self.sentence, self.start) is not None

    @property
    def is_quoted(self) -> bool:
        """Whether the phrase is part of a quotation, in which “today” need not be the writer's."""
        return is_quoted(self.text, self.start, self.cues.quotation_marks)

    @property
    def direction(self) -> Direction:
        """On which side of the anchor the words around the phrase place it."""
        cues, before, after = self.cues, self.clause_before, self.clause_after
        if cues.since_after.match(after):
            return Direction.SINCE
        if cues.future_before.search(before) or cues.future_after.match(after):
            return Direction.FUTURE
        for is_future in cues.is_future:
            if is_future(self):
                return Direction.FUTURE
        if cues.past_before.search(before) or cues.past_after.match(after):
            return Direction.PAST
        return Direction.OPEN

    @property
    def is_approximate(self) -> bool:
        """Whether the words right before or after the phrase make it approximate: 约, around, 左右."""
        if self.cues.approximate_after.match(self.text, self.end):
            return True
        reach = max(self.sentence, self.start - _APPROXIMATE_REACH)
        return self.cues.approximate_before.search(self.text, reach, self.start) is not None

    @property
    def is_bound(self) -> bool:
        """Whether the phrase bounds the time that its sentence is about: 自2022年2月 … 以来."""
        return self.cues.bound_after.match(self.text, self.end) is not None

    @property
    def last_day(self) -> date | None:
        """The last day that precedes the phrase in its block."""
        return next((date(*other.point) for other in reversed(self.earlier) if other.point.day), None)

    @property
    def may_count_from_another_year(self) -> bool:
        """Whether the text has come to another year than the anchor's, from which 两年前 may as well be counted."""
        last = self.earlier[-1] if self.earlier else self.carried if self.is_caption else None
        return bool(
            last
            and last.opens_sentence
            and last.point.month
            and self.anchor
            and last.point.year != self.anchor.point.year
        )

    @property
    def is_caption_of_another_year(self) -> bool:
        """Whether this is the caption of an older picture, whose 今年 need not be the article's."""
        year = next((other.point.year for other in self.earlier if other.has_year and other.point.month), 0)
        return self.is_caption and bool(year and self.anchor and year != self.anchor.point.year)

    @property
    def follows_future_date(self) -> bool:
        """Whether its sentence has already named a day to come: 预计周六登陆，周五起停班."""
        last = self.earlier[-1] if self.earlier else None
        return bool(last and self.anchor and last.start >= self.sentence and last.point > self.anchor.point)

    def resolve_year(self, month: int, day: int = 0) -> int | None:
        """The year of a month that is written without one: that of the dates before it, or the nearest to the anchor.

        None where the two disagree and the text does not decide: no date is better than a wrong year.
        """
        nearest = self.nearest_year(month, day)
        in_block = next((other for other in reversed(self.earlier) if not other.is_bound), None)
        last = in_block or self.carried
        if last is None or last.point.year == nearest or self._has_year_of_anchor(last):
            return nearest
        if not in_block and (
            not (last.is_undecided or last.point.month)
            or (
                closest_year(month, day, self.anchor)
                and not self.opens_sentence
                and not last.may_continue_to(month, day)
            )
        ):
            return nearest
        if last.is_undecided:
            return None
        if not last.point.month:
            return self._year_after_lone_year(last, nearest)
        if (month, day or 31) <= (last.point.month, last.point.day):
            return nearest if nearest == last.point.year + 1 else None
        continues = in_block and (last.start >= self.sentence or (self.opens_sentence and last.opens_sentence))
        return last.point.year if continues and not (self.direction is Direction.FUTURE and self.anchor) else None

    def nearest_year(self, month: int, day: int = 0) -> int | None:
        """The year of a month that is nearest to the anchor, whatever dates precede it."""
        return nearest_year(month, day, self.anchor, self.direction) if self.anchor else None

    def _year_after_lone_year(self, last: EarlierDate, nearest: int | None) -> int | None:
        """Of 2019年，两人2月在河内 …: that year within its sentence; afterwards the nearest, unless they lie far apart."""
        if last.opens_sentence and last.start >= self.sentence:
            return last.point.year
        distance = abs(last.point.year - nearest) if nearest else 0
        return None if distance >= 10 or (distance >= 2 and last.opens_sentence) else nearest

    def _has_year_of_anchor(self, last: EarlierDate) -> bool:
        """Whether a date has its year from the anchor alone, and so says nothing of the next one's."""
        year, month, day = last.point
        return (
            not (last.has_year or last.is_undecided)
            and self.anchor is not None
            and year == nearest_year(month or 1, day, self.anchor)
        )


def sentence_start(text: str, start: int, cues: CuePatterns) -> int:
    """Where the sentence begins that holds a place of the text."""
    begins = 0
    for end in cues.sentence_end.finditer(text, max(0, start - _LOOK_BACK), start):
        begins = end.end()
    return begins
