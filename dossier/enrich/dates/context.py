"""What surrounds a phrase: the sentence and its cues, the dates told before it, the article's anchor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from dossier.enrich.dates.points import Anchor, Point, closest_year, nearest_year

# Each begins with the characters that it may be: so it is found ten times as fast.
_SENTENCE_END = re.compile(r"[。！？；!?;\n.](?:(?<!\.)|(?=\s+[A-Z“\"]))")
_CLAUSE_END = re.compile(r"[，。：；、！？,:;!?\n—….](?:(?<!\.)|\s)")
_OPENING = re.compile(
    r"(?:[^。！？]{0,30}[：:])?[\s“”\"「」『』（(《]*+(?:但|而|到了?|直到|至|于|在|自|从|早在|就在|那是|这是|随后|之后|此后|其后|接着|同样在|In|On|By|Then|and)?\s*"
)

# Before a phrase, within its clause, and directly after it: what makes it the future's.
_COMING = re.compile(
    r"(?:(?:将|拟|要|将会|可能|计划|打算|准备|希望|安排|推迟|延期|押后)(?:[^，。；的了]{0,8}(?:于|在|自|从|到|至|是|为))?|(?<![议国大协委社晚峰机工都])会[在于])$"
    r"|(?:定于|订于|拟于|将于|预计|预定|原定|预期|料|即将|计划|打算|准备|最早|最迟|最快|不迟于|延至|改至|推迟至)[^，。；的了]{0,8}$"
    r"|\b(?:will|is to|are to|to be held|set to|due|scheduled|expected|plans? to|planned for|by|until)\b(?:(?!\b(?:said|told|announced|reported)\b)[^.,;]){0,40}$"
)
_COMES = re.compile(
    r"[起后]?(?:将(?![他她其它这那此该一两军领士])|拟|即将|会(?![议见谈晤面场员上后长])|开始?，?[^。]{0,12}将)"
    r"|,?\s(?:\w+\s){0,4}(?:will|is to|are to|is due|is set|is expected|are expected)\b"
)
_WHEN_DONE = re.compile(r"[^，。；]{0,10}(?:到期|生效|开幕|上任|就职)后，(?:(?!说|表示|称)[^。；]){0,20}(?:将|可能|料)")
_FROM = re.compile(r"(?:自|从)$")
_WENT = re.compile(
    r"(?:曾|曾经|已|已经|刚刚?|当时|早前|此前)[^，。；将]{0,8}$|\b(?:had|was|were|has|have)\b[^.,;]{0,30}$"
)
_SINCE_THEN = re.compile(r"[^，。；]{0,12}以来")
_SINCE = re.compile(r"\s*+(?:[^，。；]{0,12}(?:以来|之?后|起)|[^，。；]{0,4}前)")


NO_WEEKDAYS: Mapping[int, date] = {}


class EarlierDate(NamedTuple):
    """A date told earlier in the block."""

    start: int
    end: int
    point: Point
    told: bool  # with its year
    aside: bool = False  # 自2022年2月…以来: a bound, not the time that the sentence speaks of
    doubt: bool = False  # its year was not decided
    opened: bool = False  # its sentence began with it

    def leads(self, year: int) -> bool:
        """Whether it says what time the text has come to: a date in passing does not, unless it is of this year."""
        return (
            (self.doubt and not self.told)
            or (self.opened and self.point.month > 0 and not self.aside)
            or self.point.year == year
        )

    def soon_before(self, month: int, day: int) -> bool:
        """Whether a chronicle that has come to this date may well go on with that: 9月17日 … 9月24日."""
        return self.told and 0 <= (month - self.point.month) * 30 + day - (self.point.day or 1) <= 60


def sentence_start(text: str, start: int) -> int:
    """Where the sentence begins that holds a place of the text."""
    begins = 0
    for end in _SENTENCE_END.finditer(text, max(0, start - 600), start):
        begins = end.end()
    return begins


def is_quoted(text: str, start: int) -> bool:
    """Whether a place of the text is in quotation marks."""
    before = text[max(0, start - 600) : start]
    return before.count('"') % 2 == 1 or any(before.rfind(left) > before.rfind(right) for left, right in ("“”", "「」"))


class PhraseContext(NamedTuple):
    """A phrase in its block, whose text is folded to one script and width."""

    text: str
    start: int
    end: int
    sentence: int  # where the phrase's sentence begins
    anchor: Anchor | None
    heard: tuple[EarlierDate, ...] = ()  # in this block
    era: EarlierDate | None = None  # the last of the blocks before
    weekdays: Mapping[int, date] = NO_WEEKDAYS  # dates that the article gave to days of the week
    caption: bool = False

    def at(self, start: int, end: int) -> PhraseContext:
        """Another phrase of the block as it would be heard now."""
        return self._replace(start=start, end=end, sentence=sentence_start(self.text, start))

    @property
    def clause_before(self) -> str:
        begins = max(self.sentence, self.start - 60)
        for end in _CLAUSE_END.finditer(self.text, begins, self.start):
            begins = end.end()
        return self.text[begins : self.start]

    @property
    def clause_after(self) -> str:
        after = self.text[self.end : self.end + 60]
        end = _CLAUSE_END.search(after, 1) if after else None
        return after[: end.start()] if end else after

    @property
    def opens(self) -> bool:
        """Whether the phrase opens its sentence."""
        return _OPENING.fullmatch(self.text, self.sentence, self.start) is not None

    @property
    def quoted(self) -> bool:
        """Whether somebody is being quoted, whose today need not be the writer's."""
        return is_quoted(self.text, self.start)

    @property
    def lean(self) -> int:
        """1 where the text looks forward to it, -1 where it looks back, -2 where it says 以来, 0 where it does not say."""
        before, after = self.clause_before, self.clause_after
        if _SINCE_THEN.match(after):
            return -2
        if _COMING.search(before) or _COMES.match(after) or _WHEN_DONE.match(self.text, self.end):
            return 1
        if self.text.startswith("起", self.end) and self._expects:
            return 1
        if _FROM.search(before) and "将" in self.text[self.end : self.end + 40].split("。")[0]:
            return 1
        return -1 if _WENT.search(before) or after.startswith("曾") else 0

    @property
    def aside(self) -> bool:
        """Whether it bounds what the sentence speaks of, and is not its time: 自2022年2月 … 以来."""
        return bool(_SINCE.match(self.text, self.end))

    @property
    def last_day(self) -> date | None:
        """The last day that the block told."""
        return next((date(*heard.point) for heard in reversed(self.heard) if heard.point.day), None)

    @property
    def elsewhere(self) -> bool:
        """Whether the text tells of another year than the anchor's, from where 两年前 may as well be counted."""
        said = self.heard[-1] if self.heard else self.era if self.caption else None
        return bool(
            said and said.opened and said.point.month and self.anchor and said.point.year != self.anchor.point.year
        )

    @property
    def older(self) -> bool:
        """Whether this is a caption of another year, whose 今年 need not be the article's."""
        told = next((heard.point.year for heard in self.heard if heard.told and heard.point.month), 0)
        return self.caption and bool(told and self.anchor and told != self.anchor.point.year)

    @property
    def _expects(self) -> bool:
        """Whether the sentence has already told of a day to come: 预计周六登陆，周五起停班."""
        said = self.heard[-1] if self.heard else None
        return bool(said and self.anchor and said.start >= self.sentence and said.point > self.anchor.point)

    def year_of(self, month: int, day: int = 0) -> int | None:
        """The year of a month that is told without one: carried on from the dates before it, or nearest to the anchor.

        None where the two disagree and the text does not decide: no date is better than a wrong year.
        """
        near = self.near(month, day)
        here = next((heard for heard in reversed(self.heard) if not heard.aside), None)
        said = here or self.era
        if said is None or said.point.year == near or self._free(said):
            return near
        if not here and (
            not (said.doubt or said.point.month)
            or (closest_year(month, day, self.anchor) and not self.opens and not said.soon_before(month, day))
        ):
            return near
        if said.doubt:
            return None
        if not said.point.month:
            return self._within_year(said, near)
        if (month, day or 31) <= (said.point.month, said.point.day):
            return near if near == said.point.year + 1 else None
        goes_on = here and (said.start >= self.sentence or (self.opens and said.opened))
        return said.point.year if goes_on and not (self.lean > 0 and self.anchor) else None

    def near(self, month: int, day: int = 0) -> int | None:
        """The year nearest to the anchor, whatever was told before."""
        return nearest_year(month, day, self.anchor, self.lean) if self.anchor else None

    def _within_year(self, said: EarlierDate, near: int | None) -> int | None:
        """Of a year told alone: 2019年，两人2月在河内 … is of that year, and a later sentence of neither for sure."""
        if said.opened and said.start >= self.sentence:
            return said.point.year
        far = abs(said.point.year - near) if near else 0
        return None if far >= 10 or (far >= 2 and said.opened) else near

    def _free(self, said: EarlierDate) -> bool:
        """Whether a date took its year from the anchor alone, and so leaves the next one to do the same."""
        year, month, day = said.point
        return (
            not (said.told or said.doubt)
            and self.anchor is not None
            and year == nearest_year(month or 1, day, self.anchor)
        )
