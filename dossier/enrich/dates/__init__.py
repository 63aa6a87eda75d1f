"""Every temporal expression of an article, resolved to EDTF against the article's anchor.

What a phrase means where its words leave room:

    8月下旬             2023-08-21/2023-08-31       the third that it is
    上月底, 8月底        2023-08-21/2023-08-31~      its last third, or about then; 月初 the first ten days
    2020年初            2020-01/2020-03~            年中 from May to August, 年底 from October
    今年早些时候         2023                        the year, no more
    上周, 上周末         2023-08-28/2023-09-03       from Monday to Sunday; Saturday and Sunday
    周三                the nearest such day at or before the anchor; after it, where the text looks forward
    7月, 9月10日         the year nearest to the anchor, or carried on from the sentence; none, where these disagree
    一年前, 三个月前      2022-09~                    two years or more ago, the year: 2020~
    三天前, 一天后       the day; weeks, the day and ~
    去年冬天            2022-24                     a winter goes by the year it began in
    当天, 次日           counted from the day that the block told last
    “今天…”             2023-09-05~ in a quotation: the speaker's day is not the writer's

Durations, ages and anniversaries are no dates, nor is what recurs. Bounds are kept honest rather than narrow:
no date is better than a wrong year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from dossier import edtf, script
from dossier.enrich.anchors import overridden
from dossier.enrich.dates.chinese import calendar
from dossier.enrich.dates.chinese_days import days
from dossier.enrich.dates.english import english
from dossier.enrich.dates.lookalikes import LOOKALIKES, RECURRING
from dossier.enrich.dates.numeric import numeric
from dossier.enrich.dates.phrases import Phrase
from dossier.enrich.dates.points import Anchor, Meaning, anchor_of
from dossier.enrich.dates.scene import Heard, Scene
from dossier.model import Article, Block, Dated, Passage

_READERS = (calendar, days, numeric, english)
_UNREAD = ("code", "credit", "byline", "rule")
_WIDE = (*map(ord, "－～／．"), *range(ord("０"), ord("９") + 1), *range(ord("Ａ"), ord("Ｚ") + 1), *range(ord("ａ"), ord("ｚ") + 1))
_NARROW = {wide: wide - 0xFEE0 for wide in _WIDE} | dict.fromkeys((0xA0, 0x2009, 0x202F, 0x3000), " ")


def dated(article: Article) -> tuple[Dated, ...]:
    """The article's dates in reading order; where the editor has said what words mean, they mean that."""
    said: dict[str, list[tuple[Passage, str]]] = {}
    for passage, to in overridden(article, article.dates):
        said.setdefault(passage.block, []).append((passage, to))
    anchor = anchor_of(article)
    weekdays: dict[int, date] = {}
    found: list[Dated] = []
    for block in article.blocks:
        if block.kind not in _UNREAD:
            read = _in_block(article.id, block, anchor, weekdays)
            found += _meant(read, said[block.id], block) if block.id in said else read
    return tuple(found)


def _meant(found: Iterator[Dated], said: list[tuple[Passage, str]], block: Block) -> list[Dated]:
    """The dates as the editor has them: whatever an override touches means what it says."""
    kept = [each for each in found if not any(each.start < place.end and place.start < each.end for place, _ in said)]
    for place, to in said:
        if to != "none":
            surface = block.text[place.start : place.end]
            relative = to[:4] not in surface
            kept.append(Dated(place.article, block.id, place.start, place.end, surface, edtf.parse(to), relative))
    return sorted(kept, key=lambda each: each.start)


def _in_block(article: str, block: Block, anchor: Anchor | None, weekdays: dict[int, date]) -> Iterator[Dated]:
    """The block's dates; to `weekdays` are added the days of the week that it tells in full."""
    text = script.fold(block.text).translate(_NARROW)
    found = _phrases(text)
    heard: tuple[Heard, ...] = ()
    for nth, phrase in enumerate(found):
        scene = Scene(text, phrase.start, phrase.end, anchor, heard, weekdays)
        beside = _told_beside(found, nth, scene) if phrase.is_day else None
        meaning = beside or phrase.means(scene)
        if meaning is None:
            continue
        if beside and _BARE_WEEKDAY.match(text, phrase.start):
            weekdays[date(*beside.point).weekday()] = date(*beside.point)
        heard = (*heard, Heard(phrase.start, phrase.end, meaning.point, meaning.told, scene.aside))
        surface = block.text[phrase.start : phrase.end]
        relative = not (meaning.told or beside)
        yield Dated(article, block.id, phrase.start, phrase.end, surface, edtf.parse(meaning.edtf), relative)


_BRACKET = re.compile(r" ?[（(] ?")
_BARE_WEEKDAY = re.compile(r"周|星期|礼拜|[MTWFS]")


def _told_beside(found: Sequence[Phrase], nth: int, scene: Scene) -> Meaning | None:
    """The day that brackets tell of another: 周三（9月13日）, 9月13日（周三）."""
    if nth + 1 < len(found) and _BRACKET.fullmatch(scene.text, scene.end, found[nth + 1].start):
        other = found[nth + 1]
        meaning = other.means(Scene(scene.text, other.start, other.end, scene.anchor, scene.heard, scene.weekdays))
        if meaning and meaning.point.day and "/" not in meaning.edtf and not other.is_day:
            return meaning
    last = scene.heard[-1] if scene.heard else None
    if last and last.point.day and _BRACKET.fullmatch(scene.text, last.end, scene.start):
        return Meaning(str(last.point), last.point, last.told)
    return None


def _phrases(text: str) -> list[Phrase]:
    """The phrases that stand in the text, leftmost and longest, without what only looks like one."""
    if not _WORTH_READING.search(text):
        return []
    vetoed = [name.span() for name in LOOKALIKES.finditer(text)]
    found = sorted((phrase for read in _READERS for phrase in read(text)), key=lambda each: (each.start, -each.end))
    apart: list[Phrase] = []
    for phrase in found:
        if apart and phrase.start < apart[-1].end:
            continue
        if any(start < phrase.end and phrase.start < end for start, end in vetoed):
            continue
        if not RECURRING.search(text, max(0, phrase.start - 6), phrase.start):
            apart.append(phrase)
    return apart


# What every date has, so that most blocks are read no further.
_WORTH_READING = re.compile(
    r"[\d〇○零一二三四五六七八九十]\s?[年月日号]|\d{4}|[年月日周天晚夜晨早季旬]|星期|礼拜|世纪|年代|[A-Z][a-z]{2,}|\b(?:last|next|this|ago|later|today|tomorrow|yesterday|tonight)\b"
)
