"""Enrichment and the public edition work article by article, so that a memoising map repeats only what changed."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from dossier import edtf, enrich
from dossier.enrich.edition import public_edition
from dossier.markdown import parse_blocks
from dossier.memo import MemoisedMap
from dossier.model import Article, Citation, Entity, Event, Library, Location, Settings


class CountingMap:
    """A `map` that counts the things it is applied to."""

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


def enrich_and_publish(library: Library, map_fn: MemoisedMap) -> tuple:
    map_fn.begin()
    dossier, problems = enrich.enrich_library(library, map_fn)
    return public_edition(dossier, map_fn=map_fn)[0], problems


def test_only_a_changed_article_is_enriched_and_cut_again():
    counted = CountingMap()
    map_fn = MemoisedMap(counted)
    first = enrich_and_publish(LIBRARY, map_fn)
    assert first == enrich_and_publish(LIBRARY, MemoisedMap())
    assert counted.things == 1 + 2 * len(ARTICLES)  # the names; each article is read, and cut
    assert enrich_and_publish(LIBRARY, map_fn) == first
    assert counted.things == 1 + 2 * len(ARTICLES)
    changed = replace(LIBRARY, articles=(*ARTICLES[:2], article("c", "安娜不见了。"), ARTICLES[3]))
    assert enrich_and_publish(changed, map_fn) == enrich_and_publish(changed, MemoisedMap())
    assert counted.things == 1 + 2 * len(ARTICLES) + 2


def test_changed_names_are_searched_for_in_every_article():
    map_fn = MemoisedMap()
    enrich_and_publish(LIBRARY, map_fn)
    renamed = replace(LIBRARY, entities=(Entity("anna", "person", {"zh": "安娜昨"}, Location("e")),))
    assert enrich_and_publish(renamed, map_fn) == enrich_and_publish(renamed, MemoisedMap())


def test_records_that_lose_nothing_stay_the_same_objects():
    dossier, _ = enrich.enrich_library(replace(LIBRARY, articles=tuple(replace(a, rights="owned") for a in ARTICLES)))
    published, _ = public_edition(dossier)
    for ours, theirs in ((published.content, dossier.content), (published.findings, dossier.findings)):
        assert ours == theirs
    pairs = zip(
        (
            *published.content.articles,
            *published.content.events,
            *published.content.entities,
            *published.findings.values(),
        ),
        (*dossier.content.articles, *dossier.content.events, *dossier.content.entities, *dossier.findings.values()),
        strict=True,
    )
    assert all(ours is theirs for ours, theirs in pairs)
