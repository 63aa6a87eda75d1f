"""What lists and the article itself say of described entities: other spellings, surnames, glossed names, cities."""

import pytest

from dossier.enrich.names.contexts import is_literal
from dossier.enrich.names.linker import find_mentions
from dossier.enrich.names.spellings import SpellingIndex
from dossier.enrich.normalise import normalise
from dossier.model import NOWHERE, Article, Block, CompoundName, Entity, Library, Settings

CHINA = Entity("china", "country", {"zh-Hans": "中国"}, NOWHERE)
USA = Entity("us", "country", {"zh-Hans": "美国"}, NOWHERE)
REED = Entity("john-reed", "person", {"en": "John Reed"}, NOWHERE)


def found(text: str, *entities: Entity, compounds: tuple[CompoundName, ...] = ()) -> list[tuple[str, ...]]:
    library = Library(Settings("x"), {}, entities=entities, compounds=compounds)
    blocks = tuple(Block(f"p-{nth}", "paragraph", part) for nth, part in enumerate(text.split("\n")))
    article = Article("one", "", "outlet", "zh-Hans", (), blocks, NOWHERE)
    mentions = find_mentions(SpellingIndex.of(library), article)
    return [(mention.surface, *mention.entities) for mention in mentions if mention.kind != "gloss"]


def test_a_described_entity_has_the_spellings_that_the_lists_know():
    assert found("The United States and Mainland said no. 美利坚合众国", USA) == [
        ("United States", "us"),
        ("美利坚合众国", "us"),
    ]


def test_lists_name_nobody_who_is_not_described():
    assert found("欧盟与法国在北京会谈。", CHINA) == []


def test_a_record_goes_before_the_lists():
    ship = Entity("ship", "thing", {"zh-Hans": "美利坚"}, NOWHERE)
    assert found("美利坚号离港。", USA, ship) == [("美利坚", "ship")]


def test_a_row_that_two_records_claim_is_of_neither():
    other = Entity("us-team", "country", {"zh-Hans": "美国队", "en": "USA"}, NOWHERE)
    assert found("The United States won.", USA, other) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中美周二会谈。", [("中美", "china", "us")]),
        ("中方说，美方没有回答。", [("中方", "china"), ("美方", "us")]),
        ("其中美元走强。", []),
        ("中美方面没有回答。", [("中美", "china", "us")]),
        ("中方面临压力。", []),
    ],
)
def test_countries_in_short(text, expected):
    assert found(text, CHINA, USA) == expected


def test_a_surname_alone_is_of_the_only_one_whose_whole_name_stands_in_the_article():
    assert found('Reed left. John Reed said so, and "Reed" it was.\nMr Reed agreed.', REED) == [
        ("Reed", "john-reed"),
        ("John Reed", "john-reed"),
        ("Reed", "john-reed"),
        ("Reed", "john-reed"),
    ]


@pytest.mark.parametrize(
    "text", ["Reed left.", "John Reed met Anna Reed.", "John Reed saw Reed Tower.", "John Reed likes reeds and Reeds."]
)
def test_no_other_surname_is(text):
    assert [surface for surface, *_ in found(text, REED)] == (["John Reed"] if "John" in text else [])


def test_two_people_of_one_surname_have_none():
    anna = Entity("anna-reed", "person", {"en": "Anna Reed"}, NOWHERE)
    assert found("John Reed met Anna Reed. Reed left.", REED, anna) == [
        ("John Reed", "john-reed"),
        ("Anna Reed", "anna-reed"),
    ]


def test_a_known_latin_name_in_brackets_tells_whose_the_chinese_one_is():
    assert found("局长里德（John Reed）到了。里德没有说话。", REED) == [("里德", "john-reed"), ("里德", "john-reed")]


def test_where_the_chinese_name_begins_is_not_guessed():
    assert found("后来罗里德（John Reed）到了。", REED) in ([("罗里德", "john-reed")], [("John Reed", "john-reed")])


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("专机周二从|河城|出发", True),
        ("会谈将在|河城|举行", True),
        ("代表团周三抵达|河城|。", True),
        ("（海报社|河城|6日电）", True),
        ("通讯社|河城|11月4日 - 港口", True),
        ("|河城|枪击案的凶手", True),
        ("他在|河城|的街上走", True),
        ("该国首都|河城|传出枪声", True),
        ("在|河城|的支持下，港口开了", False),
        ("港口受到|河城|的重视", False),
        ("|河城|对此表示不满", False),
        ("他忠于|河城|", False),
        ("在|河城|看来，这是挑衅", False),
        ("talks in |Rivertown| on Monday", True),
        ("the |Rivertown|-based paper", True),
        ("|RIVERTOWN| — The lamp is lit", True),
        ("|Rivertown| rejected the plan", False),
        ("agreed to |Rivertown|'s demands", False),
    ],
)
def test_a_capital_is_the_city_or_its_government(text, literal):
    before, name, after = text.split("|")
    plain = normalise(before + name + after)
    assert is_literal(plain, len(before), len(before) + len(name)) is literal


def test_the_title_of_a_law_speaks_of_no_country_in_it():
    law = Entity("law", "thing", {"zh-Hans": "中美关系法"}, NOWHERE)
    assert found("中国谈到《中美关系法》。", CHINA, USA) == [("中国", "china")]
    assert found("《中美关系法》", CHINA, USA, law) == [("中美关系法", "law")]
    assert found("《中美关系法》", CHINA, USA) == []
