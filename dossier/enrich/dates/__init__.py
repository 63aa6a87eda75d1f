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
    2017年夏末           2017-22~                    今年前七个月 2023-01/2023-07; 2020/21财年 2020/2021
    当天, 次日           counted from the day that the block told last
    “昨天…”             2023-09-04~ in a quotation: the speaker's day is not the writer's; “今天…” is none, so often an age

Nothing is said where the text contradicts itself (周三（9月12日）, a Tuesday), where a chronicle may be going on with
another year (2018年9月17日 … 9月24日), in a caption of another year (今年), nor of a weekday or week that a day which is
only about leaves open. What text and brackets tell of the day of writing, 今天（11月2日）, comes before the stamp.

Durations, ages and anniversaries are no dates, nor is what recurs. Bounds are kept honest rather than narrow:
no date is better than a wrong year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta

from dossier import edtf, script
from dossier.enrich.anchors import anchor_overrides
from dossier.enrich.dates.chinese import calendar_phrases
from dossier.enrich.dates.chinese_days import relative_phrases
from dossier.enrich.dates.context import EarlierDate, PhraseContext, sentence_start
from dossier.enrich.dates.digits import digit_dates
from dossier.enrich.dates.english import english_phrases
from dossier.enrich.dates.lookalikes import LOOKALIKES, LOOKALIKES_ENGLISH, RECURRING, RECURRING_END
from dossier.enrich.dates.meaning import Phrase
from dossier.enrich.dates.points import Anchor, Meaning, Point, article_anchor
from dossier.enrich.dates.prefilter import DIGITS, ENGLISH, HAN, signs, tells
from dossier.enrich.normalise import NormalisedArticle
from dossier.model import Article, Block, DateMention, Passage

_REMEMBERED = 30  # dates of a block; a longer list is no prose
_READERS = (
    (HAN, calendar_phrases),
    (HAN, relative_phrases),
    (DIGITS, digit_dates),
    (ENGLISH, english_phrases),
)  # each with the signs that it reads
_UNREAD = ("code", "credit", "byline", "rule")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ－～／．\u00a0\u2009\u202f\u3000]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if _WIDE.match(chr(code))} | dict.fromkeys(
    (0xA0, 0x2009, 0x202F, 0x3000), " "
)


def find_dates(article: Article, texts: NormalisedArticle | None = None) -> tuple[DateMention, ...]:
    """The article's dates in reading order; where the editor has said what words mean, they mean that.

    `texts` is the article's text, for those who have it already.
    """
    said: dict[str, list[tuple[Passage, str]]] = {}
    for passage, to in anchor_overrides(article, article.dates):
        said.setdefault(passage.block, []).append((passage, to))
    reader = _Reader(article.id, article_anchor(article))
    dates: list[DateMention] = []
    for block, found in signs(texts or NormalisedArticle.of(article)):
        if block.kind not in _UNREAD:
            read = reader.read(block, found) if found else ()
            dates += _meant(read, said[block.id], block) if block.id in said else read
    return tuple(dates)


def _meant(found: Iterable[DateMention], said: list[tuple[Passage, str]], block: Block) -> list[DateMention]:
    """The dates as the editor has them: whatever an override touches means what it says."""
    kept = [each for each in found if not any(each.start < place.end and place.start < each.end for place, _ in said)]
    for place, to in said:
        if to != "none":
            surface = block.text[place.start : place.end]
            relative = to[:4] not in surface
            kept.append(DateMention(place.article, block.id, place.start, place.end, surface, edtf.parse(to), relative))
    return sorted(kept, key=lambda each: each.start)


@dataclass(slots=True)
class _Strand:
    """The text, or the captions, which are often of another day: what has been learned from it so far."""

    anchor: Anchor | None
    weekdays: dict[int, date] = field(default_factory=dict)
    era: EarlierDate | None = None  # the last date that leads


class _Reader:
    """One article, read block by block; what an earlier block told helps to understand a later one."""

    def __init__(self, article: str, anchor: Anchor | None) -> None:
        self.article = article
        self.prose, self.captions = _Strand(anchor), _Strand(anchor)

    def read(self, block: Block, signs: AbstractSet[str]) -> Iterator[DateMention]:
        """The block's dates."""
        if not tells(signs, block.text):
            return
        text = _folded(block.text)
        strand = self.captions if block.kind == "caption" else self.prose
        weekdays = self.prose.weekdays | strand.weekdays
        found = _phrases(text, signs)
        heard: tuple[EarlierDate, ...] = ()
        caption = strand is self.captions
        for nth, phrase in enumerate(found):
            start, end, means, is_day = phrase
            sentence = sentence_start(text, start)
            scene = PhraseContext(text, start, end, sentence, strand.anchor, heard, strand.era, weekdays, caption)
            beside = _told_beside(found, nth, scene) if is_day else None
            meaning = beside or means(scene)
            if meaning is None or (beside and not _agree(scene, beside)):
                continue
            heard = (*heard[-_REMEMBERED:], _heard(scene, meaning))
            if not meaning.edtf:
                continue
            if beside:
                _learn_beside(strand, phrase, scene, beside)
                weekdays |= strand.weekdays
            elif meaning.point.day and (line := _DATELINE.match(text, end)):
                only = not strand.anchor and meaning.told and bool(line[1])
                if only or _near(strand.anchor, meaning.point, timedelta(3)):
                    strand.anchor = Anchor(meaning.point, about=False)
            relative = not (meaning.told or beside)
            yield DateMention(
                self.article, block.id, start, end, block.text[start:end], edtf.parse(meaning.edtf), relative
            )
        now = strand.anchor.point.year if strand.anchor else 0
        strand.era = next((each for each in reversed(heard) if each.leads(now)), strand.era)


def _heard(scene: PhraseContext, meaning: Meaning) -> EarlierDate:
    """The date as later phrases hear it; after 上世纪80年代，… a month may be of any year."""
    ages = not meaning.point.month and ("/" in meaning.edtf or "X" in meaning.edtf)
    doubt = not meaning.edtf or (ages and scene.opens)
    aside = scene.aside or (ages and not doubt)
    return EarlierDate(scene.start, scene.end, meaning.point, meaning.told or ages, aside, doubt, scene.opens)


# ── What the text tells of its own days ──────────────────────────────────────

_BRACKET = re.compile(r" ?(?:[（(]|是) ?")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])|\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*day")
# （法新社首尔4日电）, Sept. 14 (Reuters): the day from which 今天 is counted, if it is near the anchor, or that is all there is.
_DATELINE = re.compile(
    r"((?:专?电|讯)[）)】 ，]| [（(](?:Reuters|AP|AFP|UPI|dpa|TASS|Xinhua|Kyodo|Yonhap)[）)])| - | [—–] ?(?=[A-Z])"
)
_NEAR = timedelta(14)


def _told_beside(found: Sequence[Phrase], nth: int, scene: PhraseContext) -> Meaning | None:
    """The day that brackets tell of another: 周三（9月13日）, 9月13日（周三）."""
    if nth + 1 < len(found) and _BRACKET.fullmatch(scene.text, scene.end, found[nth + 1].start):
        other = found[nth + 1]
        meaning = other.means(scene.at(other.start, other.end))
        if meaning and meaning.point.day and not other.is_day:
            return meaning
    last = scene.heard[-1] if scene.heard else None
    if last and last.point.day and _BRACKET.fullmatch(scene.text, last.end, scene.start):
        return Meaning(str(last.point), last.point, last.told)
    return None


def _agree(scene: PhraseContext, beside: Meaning) -> bool:
    """Whether the day in brackets is such a weekday: 周三（9月12日） misleads, and the 周三 is left alone."""
    weekday = _WEEKDAY.search(scene.text, scene.start, scene.end)
    if not weekday:
        return True
    number = min("一二三四五六日天".index(weekday[1]), 6) if weekday[1] else _ENGLISH_DAYS.index(weekday[2])
    return date(*beside.point).weekday() == number


_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _learn_beside(strand: _Strand, phrase: Phrase, scene: PhraseContext, beside: Meaning) -> None:
    """周三（9月13日） holds for 周三 in what follows; 今天（11月2日） and 上周五（12月18日） tell when it was written."""
    day = date(*beside.point)
    if _WEEKDAY.match(scene.text, scene.start):
        if _near(strand.anchor, beside.point, _NEAR):
            strand.weekdays[day.weekday()] = day
        return
    written = _written(phrase, scene, day)
    if written and (scene.caption or (written.day and _near(strand.anchor, written.point, _NEAR))):
        strand.anchor = written


def _near(anchor: Anchor | None, point: Point, within: timedelta) -> bool:
    """Whether the day is near the anchor's, or of its month or year where no more is known."""
    if not anchor:
        return False
    known = 1 + bool(anchor.point.month)
    return abs(date(*point) - anchor.day) <= within if anchor.day else anchor.point[:known] == point[:known]


def _written(phrase: Phrase, scene: PhraseContext, day: date) -> Anchor | None:
    """The day, month or year from which the phrase means that day, where it does not from the anchor."""
    if scene.quoted or not 1000 <= day.year < 9000:
        return None
    fits = []
    for candidate in (day + timedelta(offset) for offset in range(-15, 16)):
        point = Point(candidate.year, candidate.month, candidate.day)
        meaning = phrase.means(scene._replace(anchor=Anchor(point, about=False)))
        if meaning and meaning.point == (day.year, day.month, day.day):
            fits.append(point)
    if not fits or (scene.anchor and scene.anchor.point in fits):
        return None
    same = next((parts for parts in (3, 2, 1) if len({point[:parts] for point in fits}) == 1), 0)
    return Anchor(Point(*fits[0][:same]), about=False) if same else scene.anchor and scene.anchor._replace(about=True)


def _folded(text: str) -> str:
    """In simplified characters and narrow digits, as long as it was."""
    text = script.fold(text)
    return text.translate(_NARROW) if _WIDE.search(text) else text


def _phrases(text: str, signs: AbstractSet[str]) -> list[Phrase]:
    """The phrases that stand in the text, leftmost and longest, without what only looks like one."""
    found = [phrase for own, read in _READERS if not own.isdisjoint(signs) for phrase in read(text, signs)]
    found.sort(key=lambda each: (each.start, -each.end))
    apart: list[Phrase] = []
    for phrase in found:
        if (not apart or apart[-1].end <= phrase.start) and not _looks_only(text, phrase):
            apart.append(phrase)
    return apart


def _looks_only(text: str, phrase: Phrase) -> bool:
    """Whether the phrase touches a name that is no date, stands in a title, or tells what recurs."""
    before, after = max(0, phrase.start - 30), phrase.end + 30
    names = LOOKALIKES_ENGLISH if _LATIN.search(text, phrase.start, phrase.end) else LOOKALIKES
    if names.search(text, before, after) and any(
        name.start() < phrase.end and phrase.start < name.end() for name in names.finditer(text, before, after)
    ):
        return True
    title = text.rfind("《", max(0, phrase.start - 60), phrase.start)
    titled = title >= 0 and text.find("》", title, phrase.start) < 0
    return titled or (
        text[phrase.start - 1 : phrase.start] in RECURRING_END
        and RECURRING.search(text, before, phrase.start) is not None
    )


_LATIN = re.compile("[A-Za-z]")
