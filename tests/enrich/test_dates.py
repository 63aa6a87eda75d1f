"""Dates in the text: each expression found whole, meaning what a careful reader takes it to mean, or left alone."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import edtf
from dossier.enrich.dates import find_dates
from dossier.enrich.dates.languages import LANGUAGES
from dossier.enrich.dates.resolve import _combine, _folded, block_signs
from dossier.enrich.normalise import NormalisedArticle
from dossier.ingest.drafts.draft import draft_capture
from dossier.markdown import parse_blocks
from dossier.model import Article, Block, Citation, DateMention, Location, Override
from tests.effort import RATIO, growth

TESTS = Path(__file__).parents[1]
PROSE = TESTS / "fixtures/dates/prose"
GOLD = json.loads((TESTS / "seeds/gold-dates.json").read_text("utf-8"))


class Case(NamedTuple):
    place: str
    anchor: str
    sentence: str
    expected: list[str]


def cases() -> Iterator[Case]:
    """The sentences of the fixtures, each with the lines below it; `@` gives the anchor of those that follow."""
    for file in sorted(PROSE.glob("*.txt")):
        anchor, lines = "", file.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            if line.startswith("@"):
                anchor = line[1:].strip()
            elif line and not line.startswith(("#", " ")):
                below = lines[number + 1 :]
                end = next((n for n, other in enumerate(below) if not other.startswith("    ")), len(below))
                yield Case(f"{file.stem}:{number + 1}", anchor, line, [row.strip() for row in below[:end]])


CASES = list(cases())


class Story(NamedTuple):
    place: str
    anchor: str
    blocks: list[tuple[str, str]]  # kind and text
    expected: list[str]


def stories() -> Iterator[Story]:
    """The articles of several blocks, told apart by empty lines."""
    line = 1
    for story in (TESTS / "fixtures/dates/stories.txt").read_text("utf-8").split("\n\n"):
        rows = [row for row in story.splitlines() if not row.startswith("#")]
        if rows:
            kinds = [
                ("caption" if row.startswith("caption: ") else "paragraph", row.removeprefix("caption: "))
                for row in rows[1:]
                if not row.startswith(" ")
            ]
            expected = [row.strip() for row in rows[1:] if row.startswith(" ")]
            yield Story(f"stories:{line}", rows[0].removeprefix("@").strip(), kinds, expected)
        line += story.count("\n") + 2


STORIES = list(stories())


def article(*texts: str, anchor: str = "2023-09-05", kind: str = "paragraph") -> Article:
    body = tuple(Block(f"p-{n}", kind, text) for n, text in enumerate(texts))
    published = edtf.parse(anchor) if anchor else None
    return Article("a", "…", "o", "zh-Hans", (), body, Location("a.md"), published=published)


def rows(mentions: tuple[DateMention, ...]) -> list[str]:
    return [f"{mention.surface} {'→' if mention.relative else '='} {mention.when.edtf}" for mention in mentions]


@pytest.mark.parametrize("case", CASES, ids=[case.place for case in CASES])
def test_prose(case):
    assert rows(find_dates(article(case.sentence, anchor=case.anchor))) == case.expected


@pytest.mark.parametrize("story", STORIES, ids=[story.place for story in STORIES])
def test_story(story):
    body = tuple(Block(f"p-{nth}", kind, text) for nth, (kind, text) in enumerate(story.blocks))
    assert rows(find_dates(replace(article(anchor=story.anchor), body=body))) == story.expected


def test_the_fixtures_are_as_many_as_promised():
    assert sum(len(case.expected) for case in CASES) >= 150
    assert sum(not case.expected for case in CASES) >= 40


@pytest.mark.parametrize("table", ["s2t", "t2s"])
@pytest.mark.parametrize("case", CASES, ids=[case.place for case in CASES])
def test_the_other_script_says_the_same(case, table):
    """Wherever the other script has as many characters."""
    other = opencc.OpenCC(table).convert(case.sentence)
    if len(other) == len(case.sentence):
        ours, theirs = (find_dates(article(text, anchor=case.anchor)) for text in (case.sentence, other))
        assert [(d.start, d.end, d.when) for d in theirs] == [(d.start, d.end, d.when) for d in ours]


def assert_prefilter_loses_nothing(text: str) -> None:
    """Compare what is found in a text by its own signs with what is found where every sign is assumed."""
    finders, sign_sets, _ = _combine(LANGUAGES)
    ((_, own),) = block_signs(NormalisedArticle.of(article(text)), sign_sets)
    folded = _folded(text)
    for finder in finders:
        everything = [phrase[:2] for phrase in finder.find_phrases(folded, finder.signs)]
        assert [phrase[:2] for phrase in finder.find_phrases(folded, own)] == everything
        assert not (everything and own.isdisjoint(finder.signs))


@pytest.mark.parametrize("case", CASES, ids=[case.place for case in CASES])
def test_no_phrase_lacks_its_signs(case):
    """Reading is as fast as it is because phrases are only looked for where a block has their signs."""
    assert_prefilter_loses_nothing(case.sentence)


@settings(max_examples=300)
@given(st.deferred(lambda: st.lists(PIECES, max_size=30).map("".join)))
def test_no_generated_phrase_lacks_its_signs(text):
    assert_prefilter_loses_nothing(text)


# ── Against labels made by reading ───────────────────────────────────────────


@cache
def labelled(shared: Path, name: str) -> tuple[Article, frozenset[DateMention]]:
    """A labelled text as import drafts it, and its dates."""
    folder, number = ("seeds", name) if "/" not in name else name.split("/")
    (file,) = (path for path in (shared / folder).rglob(f"{number}_*.txt"))
    (draft,) = draft_capture(file.name, file.read_bytes())
    body, _ = parse_blocks(draft.body, file="…")
    read = replace(article(anchor=GOLD["anchors"][name]), body=body)
    return read, frozenset(find_dates(read))


def rows_of_gold(kind: str, name: str) -> dict[tuple[str, int, int], str]:
    return {
        (f"p-{row['paragraph']}", row["start"], row["end"]): row.get("edtf", "")
        for row in GOLD[kind]
        if row["seed"] == name
    }


@pytest.mark.parametrize("name", GOLD["anchors"])
def test_gold(shared, name):
    read, mentions = labelled(shared, name)
    ours = {(mention.block, mention.start, mention.end): mention.when.edtf for mention in mentions}
    gold, none = rows_of_gold("dates", name), rows_of_gold("negatives", name)
    assert {block for block, _, _ in (*gold, *none)} <= {block.id for block in read.body}
    wrong_year = {place: when for place, when in ours.items() if gold.get(place, when)[:4] != when[:4]}
    assert wrong_year == {}
    touched = {
        place
        for place in ours
        for block, start, end in none
        if block == place[0] and start < place[2] and place[1] < end
    }
    assert touched == set()


def test_gold_in_all(shared):
    """Exactly the labelled words and values, and in labelled blocks no others, in 98 of 100."""
    right = ours = wanted = 0
    for name in GOLD["anchors"]:
        gold, none = rows_of_gold("dates", name), rows_of_gold("negatives", name)
        blocks_ = {block for block, _, _ in (*gold, *none)}
        mentions = {(d.block, d.start, d.end): d.when.edtf for d in labelled(shared, name)[1] if d.block in blocks_}
        right += len(mentions.items() & gold.items())
        ours += len(mentions)
        wanted += len(gold)
    assert wanted >= 80
    assert len(GOLD["negatives"]) >= 30
    assert right >= 0.98 * wanted
    assert right >= 0.98 * ours


# ── What the editor says, and what is not read ───────────────────────────────


def override(quote: str, to: str, nth: int = 0) -> Override:
    return Override(Citation("a", quote, Location("a.md"), nth), to)


def test_the_editor_says_what_words_mean():
    read = article("白宫周三说，双方周三见面。", "前一天，没有消息。")
    overrides = (override("周三", "2023-09-06", 2), override("前一天", "none"), override("没有消息", "2023-09-03~"))
    assert rows(find_dates(replace(read, dates=overrides))) == [
        "周三 → 2023-08-30",
        "周三 → 2023-09-06",
        "没有消息 → 2023-09-03~",
    ]


def test_the_anchor_comes_before_the_date_of_publication():
    read = replace(article("白宫周三说。"), anchor=edtf.parse("2023-08-24"))
    assert rows(find_dates(read)) == ["周三 → 2023-08-23"]


@pytest.mark.parametrize("kind", ["code", "credit", "byline"])
def test_what_is_no_prose_is_not_read(kind):
    assert find_dates(article("2023年9月5日", kind=kind)) == ()


@pytest.mark.parametrize("kind", ["title", "heading", "item", "quote", "cell", "caption"])
def test_all_prose_is_read(kind):
    assert rows(find_dates(article("2023年9月5日", kind=kind))) == ["2023年9月5日 = 2023-09-05"]


def test_blocks_before_are_remembered():
    story = article("客人周三（9月13日）到了。", "双方周三会面。", anchor="2023-09-24")
    assert rows(find_dates(story))[2:] == ["周三 → 2023-09-13"]
    dateline = article("（法新社首尔4日电）有消息。", "外长今天说，昨天没有会谈。")
    assert rows(find_dates(dateline))[1:] == ["今天 → 2023-09-04", "昨天 → 2023-09-03"]


def test_a_month_after_years_long_past_is_left_alone():
    """2018年3月8日 … 4月, and a block later 5月13日: history is told on; the article's own year would be a wrong one."""
    history = article(
        "2018年3月8日，关税生效。4月，又加一轮。", "5月13日，事情有了转机。", "8月初，又起波澜。", anchor="2020-08-15"
    )
    assert rows(find_dates(history)) == ["2018年3月8日 = 2018-03-08", "4月 → 2018-04"]
    back = article("2018年3月8日，关税生效。", "今年，双方恢复谈判。", "5月13日，事情有了转机。", anchor="2020-08-15")
    assert rows(find_dates(back))[1:] == ["今年 → 2020", "5月13日 → 2020-05-13"]


# ── Any text at all ──────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    [
        *"0123456789〇一二三十廿年月日号至到、（）() -上中下旬初底末今明昨去前后周星期礼拜三天的，。“”《》点时半季度世纪代",
        "2023",
        "民国",
        "September ",
        " May ",
        "last ",
        "周三",
        "年代",
        "今春",
        "去年冬季",
        "2023年春季",
        "the following spring",
        "yesterday",
        "a year ago",
        "the 1990s",
        "2020/21财年",
    ]
)


@settings(max_examples=300)
@given(
    st.lists(PIECES, max_size=40).map("".join),
    st.sampled_from(["2023-09-05", "2024-02-29", "2023-09", "0001-01-01", "9999-12-31", ""]),
)
def test_any_text_is_read_in_order_and_in_bounds(text, anchor):
    end = 0
    for mention in find_dates(article(text, anchor=anchor)):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.surface == text[mention.start : mention.end]
        assert mention.when == edtf.parse(mention.when.edtf)
        end = mention.end


HOSTILE = ["1月1日至", "9", "年", "周三（", "一二三四五六七八九十", "上上个", "《", "“昨天", "September 5, ", "1929-", "to ", " ", "将于", "5日、", "the first half of ", "一个的"]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_time_in_proportion(piece):
    """Thirty thousand characters of one thing: twice as long as half of them, where squared time would be minutes."""
    assert growth(lambda n: find_dates(article((piece * n)[:n])), 1_875, most=15_000) < RATIO
