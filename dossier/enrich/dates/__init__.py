"""Every temporal expression of an article, resolved to EDTF against the article's anchor.

What a phrase means where its words leave room:

    8月下旬             2023-08-21/2023-08-31       the third that it is
    上月底, 8月底        2023-08-21/2023-08-31~      its last third, or about then; 月初 the first ten days
    2020年初            2020-01/2020-03~            年中 from May to August, 年底 from October
    今年早些时候         2023                        the year, no more
    上周, 上周末         2023-08-28/2023-09-03       from Monday to Sunday; Saturday and Sunday
    周三                the nearest such day at or before the anchor; after it, where the text looks forward
    周三（9月13日）       two dates of one value, which the brackets tell, and for 周三 in the rest of the article
    7月, 9月10日         the year nearest to the anchor, or carried on from the dates before; none, where these disagree
    一年前, 三个月前      2022-09~                    two years or more ago, the year: 2020~
    三天前, 一天后       the day; weeks, the day and ~
    去年冬天            2022-24                     a winter goes by the year it began in
    当天, 次日           counted from the day that the block told last
    “昨天…”             2023-09-04~ in a quotation: the speaker's day is not the writer's; “今天…” is none, so often an age

Durations, ages and anniversaries are no dates, nor is what recurs. Bounds are kept honest rather than narrow:
no date is better than a wrong year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dossier import edtf, script
from dossier.enrich.anchors import overridden
from dossier.enrich.dates.chinese import calendar
from dossier.enrich.dates.chinese_days import days
from dossier.enrich.dates.english import english
from dossier.enrich.dates.lookalikes import LOOKALIKES, LOOKALIKES_ENGLISH, RECURRING
from dossier.enrich.dates.numeric import numeric
from dossier.enrich.dates.phrases import Phrase
from dossier.enrich.dates.points import Anchor, Meaning, anchor_of
from dossier.enrich.dates.scene import Heard, Scene
from dossier.model import Article, Block, Dated, Passage

_REMEMBERED = 30  # dates of a block; a longer list is no prose
_READERS = (calendar, days, numeric, english)
_UNREAD = ("code", "credit", "byline", "rule")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ－～／．\u00a0\u2009\u202f\u3000]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if _WIDE.match(chr(code))} | dict.fromkeys(
    (0xA0, 0x2009, 0x202F, 0x3000), " "
)


def dated(article: Article) -> tuple[Dated, ...]:
    """The article's dates in reading order; where the editor has said what words mean, they mean that."""
    said: dict[str, list[tuple[Passage, str]]] = {}
    for passage, to in overridden(article, article.dates):
        said.setdefault(passage.block, []).append((passage, to))
    reader = _Reader(article.id, anchor_of(article))
    found: list[Dated] = []
    for block in article.blocks:
        if block.kind not in _UNREAD:
            read = list(reader.read(block))
            found += _meant(read, said[block.id], block) if block.id in said else read
    return tuple(found)


def _meant(found: Iterable[Dated], said: list[tuple[Passage, str]], block: Block) -> list[Dated]:
    """The dates as the editor has them: whatever an override touches means what it says."""
    kept = [each for each in found if not any(each.start < place.end and place.start < each.end for place, _ in said)]
    for place, to in said:
        if to != "none":
            surface = block.text[place.start : place.end]
            relative = to[:4] not in surface
            kept.append(Dated(place.article, block.id, place.start, place.end, surface, edtf.parse(to), relative))
    return sorted(kept, key=lambda each: each.start)


@dataclass(slots=True)
class _Reader:
    """One article, read block by block; what an earlier block told helps to understand a later one."""

    article: str
    anchor: Anchor | None
    weekdays: dict[int, date] = field(default_factory=dict)
    eras: dict[bool, Heard] = field(default_factory=dict)  # the last date of the captions, and of the text

    def read(self, block: Block) -> Iterator[Dated]:
        """The block's dates."""
        text = _folded(block.text)
        found = _phrases(text)
        era = self.eras.get(block.kind == "caption")
        heard: tuple[Heard, ...] = ()
        for nth, phrase in enumerate(found):
            scene = Scene(text, phrase.start, phrase.end, self.anchor, heard, era, self.weekdays)
            beside = _told_beside(found, nth, scene) if phrase.is_day else None
            meaning = beside or phrase.means(scene)
            if meaning is None:
                continue
            heard = (*heard[-_REMEMBERED:], _heard(scene, meaning))
            if not meaning.edtf:
                continue
            self._learn(scene, meaning, told=beside is not None)
            surface = block.text[phrase.start : phrase.end]
            relative = not (meaning.told or beside)
            yield Dated(self.article, block.id, phrase.start, phrase.end, surface, edtf.parse(meaning.edtf), relative)
        now = self.anchor.point.year if self.anchor else 0
        if last := next((each for each in reversed(heard) if each.leads(now)), None):
            self.eras[block.kind == "caption"] = last

    def _learn(self, scene: Scene, meaning: Meaning, *, told: bool) -> None:
        """What holds for the rest of the article: the day that brackets gave to 周三, and that of a dateline."""
        if not meaning.point.day:
            return
        day = date(*meaning.point)
        if told and _BARE_WEEKDAY.match(scene.text, scene.start):
            self.weekdays[day.weekday()] = day
        here = self.anchor.day if self.anchor else None
        if here and abs((day - here).days) <= 3 and _DATELINE.match(scene.text, scene.end):
            self.anchor = Anchor(meaning.point, about=False)


def _heard(scene: Scene, meaning: Meaning) -> Heard:
    """The date as later phrases hear it; after 上世纪80年代，… a month may be of any year."""
    ages = not meaning.point.month and ("/" in meaning.edtf or "X" in meaning.edtf)
    doubt = not meaning.edtf or (ages and scene.opens)
    aside = scene.aside or (ages and not doubt)
    return Heard(scene.start, scene.end, meaning.point, meaning.told or ages, aside, doubt, scene.opens)


_BRACKET = re.compile(r" ?(?:[（(]|是) ?")
_BARE_WEEKDAY = re.compile(r"周|星期|礼拜|[MTWFS]")
_DATELINE = re.compile(r"(?:专?电|讯)[）)】 ，]| - ")


def _told_beside(found: Sequence[Phrase], nth: int, scene: Scene) -> Meaning | None:
    """The day that brackets tell of another: 周三（9月13日）, 9月13日（周三）."""
    if nth + 1 < len(found) and _BRACKET.fullmatch(scene.text, scene.end, found[nth + 1].start):
        other = found[nth + 1]
        meaning = other.means(replace(scene, start=other.start, end=other.end))
        if meaning and meaning.point.day and not other.is_day:
            return meaning
    last = scene.heard[-1] if scene.heard else None
    if last and last.point.day and _BRACKET.fullmatch(scene.text, last.end, scene.start):
        return Meaning(str(last.point), last.point, last.told)
    return None


def _folded(text: str) -> str:
    """In simplified characters and narrow digits, as long as it was."""
    text = script.fold(text)
    return text.translate(_NARROW) if _WIDE.search(text) else text


def _phrases(text: str) -> list[Phrase]:
    """The phrases that stand in the text, leftmost and longest, without what only looks like one."""
    if not _WORTH_READING.search(text):
        return []
    found = sorted((phrase for read in _READERS for phrase in read(text)), key=lambda each: (each.start, -each.end))
    apart: list[Phrase] = []
    for phrase in found:
        if (not apart or apart[-1].end <= phrase.start) and not _looks_only(text, phrase):
            apart.append(phrase)
    return apart


def _looks_only(text: str, phrase: Phrase) -> bool:
    """Whether the phrase touches a name that is no date, stands in a title, or tells what recurs."""
    before, after = max(0, phrase.start - 30), phrase.end + 30
    names = LOOKALIKES_ENGLISH if _LATIN.search(text, phrase.start, phrase.end) else LOOKALIKES
    if any(name.start() < phrase.end and phrase.start < name.end() for name in names.finditer(text, before, after)):
        return True
    title = text.rfind("《", max(0, phrase.start - 60), phrase.start)
    titled = title >= 0 and text.find("》", title, phrase.start) < 0
    return titled or RECURRING.search(text, before, phrase.start) is not None


_LATIN = re.compile("[A-Za-z]")
# What every date has, so that most blocks are read no further.
_WORTH_READING = re.compile(
    r"[\d〇○零一二三四五六七八九十]\s?[年月日号]|\d{4}|[年月日周天晚夜晨早季旬]|星期|礼拜|世纪|年代|[A-Z][a-z]{2,}|\b(?:last|next|this|ago|later|today|tomorrow|yesterday|tonight)\b"
)
