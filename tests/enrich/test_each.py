"""What is done of each article is done of it alone: by an each that remembers, only what was changed is done again."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from dossier import edtf, enrich
from dossier.enrich.edition import public_edition
from dossier.markdown import parse_blocks
from dossier.memo import MemoisedMap
from dossier.model import Article, Citation, Entity, Event, Library, Location, Settings


class Counted:
    """`map`, and how many things it was asked for."""

    def __init__(self) -> None:
        self.things = 0

    def __call__(self, function: Callable[[Any], Any], things: Iterable[Any], /) -> list[Any]:
        every = list(things)
        self.things += len(every)
        return list(map(function, every))


def article(name: str, text: str) -> Article:
    day = edtf.parse("2023-09-05")
    return Article(name, "…", "gazette", "zh-Hans", (), parse_blocks(text, file="…")[0], Location(name), published=day)


ARTICLES = tuple(article(name, f"安娜周三到了河城。\n\n{name}：安娜昨天又走了。") for name in "abcd")
CITED = Event("e", "…", "happened", Location("e"), sources=(Citation("b", "又走了", Location("e")),))
LIBRARY = Library(
    Settings("…"),
    {},
    articles=ARTICLES,
    entities=(
        Entity("anna", "person", {"zh": "安娜"}, Location("e")),
        Entity("rivertown", "place", {"zh": "河城"}, Location("e")),
    ),
    events=(CITED,),
)


def made(library: Library, each: MemoisedMap) -> tuple:
    each.begin()
    found, problems = enrich.enrich_library(library, each)
    return public_edition(found, each=each)[0], problems


def test_one_article_changed_is_one_article_read_and_cut():
    counted = Counted()
    each = MemoisedMap(counted)
    first = made(LIBRARY, each)
    assert first == made(LIBRARY, MemoisedMap())
    assert counted.things == 1 + 2 * len(ARTICLES)  # the names; each article is read, and cut
    assert made(LIBRARY, each) == first
    assert counted.things == 1 + 2 * len(ARTICLES)
    changed = replace(LIBRARY, articles=(*ARTICLES[:2], article("c", "安娜不见了。"), ARTICLES[3]))
    assert made(changed, each) == made(changed, MemoisedMap())
    assert counted.things == 1 + 2 * len(ARTICLES) + 2


def test_other_names_are_sought_in_every_article():
    each = MemoisedMap()
    made(LIBRARY, each)
    renamed = replace(LIBRARY, entities=(Entity("anna", "person", {"zh": "安娜昨"}, Location("e")),))
    assert made(renamed, each) == made(renamed, MemoisedMap())


def test_what_nothing_is_taken_from_stays_the_same_object():
    found, _ = enrich.enrich_library(replace(LIBRARY, articles=tuple(replace(a, rights="owned") for a in ARTICLES)))
    shown, _ = public_edition(found)
    for ours, theirs in ((shown.content, found.content), (shown.findings, found.findings)):
        assert ours == theirs
    pairs = zip(
        (*shown.content.articles, *shown.content.events, *shown.content.entities, *shown.findings.values()),
        (*found.content.articles, *found.content.events, *found.content.entities, *found.findings.values()),
        strict=True,
    )
    assert all(ours is theirs for ours, theirs in pairs)
