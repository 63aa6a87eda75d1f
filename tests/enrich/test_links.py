"""What follows from mentions and events: who with whom, what when, which articles tell of the same."""

import pickle
from datetime import date

from dossier import edtf
from dossier.enrich import timeline
from dossier.model import (
    Article,
    Citation,
    CoMention,
    Coverage,
    DateMention,
    Dossier,
    Event,
    Library,
    Location,
    Mention,
    Settings,
)


def mention(article: str, block: str, *entities: str, kind="name") -> Mention:
    return Mention(article, block, 0, 1, "…", entities, kind, linked=False)


def article(name: str, outlet: str = "gazette", published: str = "") -> Article:
    when = edtf.parse(published) if published else None
    return Article(name, "…", outlet, "zh-Hans", header=(), body=(), at=Location(""), published=when)


def event(name: str, when: str = "", cites: tuple[str, ...] = ()) -> Event:
    sources = tuple(Citation(article, "", Location("events.yaml", n)) for n, article in enumerate(cites))
    return Event(name, "…", "happened", Location(""), when=edtf.parse(when) if when else None, sources=sources)


MENTIONS = [
    mention("a", "p-1", "anna"),
    mention("a", "p-1", "anna", kind="gloss"),
    mention("a", "p-1", "boris"),
    mention("a", "p-1", "anna"),
    mention("a", "p-2", "north", "south", kind="compound"),
    mention("b", "p-1", "anna"),
    mention("b", "p-1", "north"),
    mention("b", "p-2", "anna"),
    mention("b", "p-2", "north"),
]
MADE = Dossier(
    Library(Settings("…"), {}),
    {name: timeline.article_findings(tuple(m for m in MENTIONS if m.article == name), ()) for name in "ab"},
)


def test_mentions_are_counted_by_entity_and_article_and_a_gloss_is_not_another():
    assert MADE.counts == {
        "anna": {"a": 2, "b": 2},
        "boris": {"a": 1},
        "north": {"a": 1, "b": 2},
        "south": {"a": 1},
    }


def test_entities_are_together_where_a_block_names_both():
    assert MADE.co_mentions == {
        "anna": (CoMention("north", 2), CoMention("boris", 1)),
        "boris": (CoMention("anna", 1),),
        "north": (CoMention("anna", 2), CoMention("south", 1)),
        "south": (CoMention("north", 1),),
    }


def test_what_is_found_is_the_same_in_another_process():
    when = edtf.parse("2023-09-05T06:43:01Z")
    dates = (
        DateMention("a", "p-1", 0, 2, "周三", when, relative=True),
        DateMention("a", "p-2", 3, 5, "今天", when, relative=True),
    )
    for sent in (MADE.findings["a"], timeline.article_findings((), ()), timeline.article_findings((), dates)):
        got = pickle.loads(pickle.dumps(sent))
        assert got == sent
        assert [type(one) for one in (got, *got.mentions, *got.dates)] == [
            type(one) for one in (sent, *sent.mentions, *sent.dates)
        ]


def test_the_timeline_runs_by_date_and_the_undated_come_last():
    events = [event("later", "2023-09-13"), event("never"), event("month", "2023-09"), event("same", "2023-09-13")]
    assert [e.id for e in timeline.events_by_date(events)] == ["month", "later", "same", "never"]


def test_coverage_counts_by_day_and_outlet_and_says_what_is_about():
    articles = [
        article("a", published="2023-09-05"),
        article("b", published="2023-09-05T06:43:01Z"),
        article("c", published="2023-09-05~"),
        article("d", "herald", "2023-09"),
        article("e"),
    ]
    assert timeline.coverage_by_day(articles) == (
        Coverage(date(2023, 9, 1), "herald", 1, exact=False),
        Coverage(date(2023, 9, 5), "gazette", 1, exact=False),
        Coverage(date(2023, 9, 5), "gazette", 2, exact=True),
    )


def test_other_coverage_of_the_same_events_in_the_order_of_the_articles():
    articles = [article(name) for name in "abcd"]
    events = [event("one", cites=("c", "a", "a")), event("two", cites=("b", "c", "gone")), event("three", cites=("d",))]
    assert timeline.same_events(articles, events) == {"a": ("c",), "b": ("c",), "c": ("a", "b")}
