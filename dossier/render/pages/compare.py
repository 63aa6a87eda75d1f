"""For an event that two outlets or more cite: what each of them has of it, side by side. Nothing is scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from dossier.model import Article, Dated, Event
from dossier.render import dated, quotes, urls
from dossier.render.pages.page import Head, Page
from dossier.render.sheet import Link, Moment, Run, Sheet
from dossier.render.site import Site

_WIDE = 4  # outlets beside one another


@dataclass(frozen=True, slots=True)
class Story:
    """An article that an outlet has on the event."""

    headline: Link
    published: Moment | None


@dataclass(frozen=True, slots=True)
class Column:
    """What one outlet has. `silence` is said in place of passages, and only what is known."""

    outlet: Link
    stories: tuple[Story, ...]
    searched: str  # in place of stories
    passages: tuple[quotes.Quote, ...]
    sentences: tuple[dated.Sentence, ...]
    silence: str


@dataclass(frozen=True, slots=True)
class View:
    event: Link
    moment: Moment | None
    sign: str
    status: str
    title: Run
    tables: tuple[tuple[Column, ...], ...]
    undated: str


@dataclass(frozen=True, slots=True)
class Listed:
    link: Link
    sign: str
    status: str
    moment: Moment | None
    outlets: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    events: tuple[Listed, ...]


def pages(site: Site) -> Iterator[Page]:
    words = site.words
    yield Page(urls.COMPARED, "compared", index, lambda: Head(words("nav.compare"), words("compare.lede")))
    listed = bool(site.compared) and site.ours(site.articles)
    for event_id in site.compared:
        event = site.events[event_id]
        of_it = partial(view, event=event), partial(head, site, event)
        yield Page(urls.compare(event_id), "compare", *of_it, listed=listed, at=event.at)


def index(sheet: Sheet) -> IndexView:
    return IndexView(tuple(_listed(sheet, sheet.site.events[event]) for event in sheet.site.compared))


def head(site: Site, event: Event) -> Head:
    return Head(site.words("compare.title", event=event.title), site.words("compare.lede"))


def view(sheet: Sheet, event: Event) -> View:
    site, words = sheet.site, sheet.site.words
    citing = dict.fromkeys(site.articles[s.article].outlet for s in event.sources if s.article in site.articles)
    rest = (outlet for outlet in site.articles_of_outlet if outlet not in citing)
    columns = [column(sheet, event, outlet) for outlet in (*citing, *rest)]
    return View(
        event=sheet.link(urls.event(event.id), event.title),
        moment=sheet.moment(event.when) if event.when else None,
        sign=event.status,
        status=words(f"status.{event.status}"),
        title=sheet.run(event.title),
        tables=tuple(tuple(columns[n : n + _WIDE]) for n in range(0, len(columns), _WIDE)),
        undated=words("date.undated"),
    )


def column(sheet: Sheet, event: Event, outlet_id: str) -> Column:
    site, words = sheet.site, sheet.site.words
    outlet = site.outlet(outlet_id)
    articles = site.articles_of_outlet[outlet_id]
    ids = {article.id for article in articles}
    passages = tuple(quotes.quote(sheet, source) for source in event.sources if source.article in ids)
    found = [item for article in articles for item in matching(site, event, article)]
    has = dict.fromkeys([*(s.article for s in event.sources if s.article in ids), *(item.article for item in found)])
    return Column(
        outlet=sheet.link(urls.outlet(outlet.id), outlet.name, outlet.language),
        stories=tuple(_story(sheet, site.articles[article]) for article in has),
        searched=words("compare.searched", n=len(articles)),
        passages=passages,
        sentences=tuple(dated.sentences(sheet, found)),
        silence=silence(site, event, articles, found),
    )


def matching(site: Site, event: Event, article: Article) -> Iterator[Dated]:
    """The dates of an article that may be the event's, in blocks that name one of those it was about."""
    who = set(event.who)
    named, dated = site.mentions(article.id), site.dates(article.id)
    for block in article.body:
        if any(who.intersection(mention.entities) for mention in named.get(block.id, ())):
            yield from (item for item in dated.get(block.id, ()) if _same(event, item))


def _same(event: Event, item: Dated) -> bool:
    """Whether a date in a text is the event's: no wider, and not apart from it."""
    when = event.when
    return when is not None and when.first <= item.when.first and item.when.last <= when.last


def silence(site: Site, event: Event, articles: Iterable[Article], found: list[Dated]) -> str:
    """“No mention” where all that an outlet published here was searched in full and nothing found; else “not cited”."""
    searchable = event.when is not None and bool(event.who)
    complete = all(
        article.text == "full" and not article.withheld and article.id not in site.withheld for article in articles
    )
    return site.words("compare.no_mention" if searchable and complete and not found else "compare.not_cited")


def _story(sheet: Sheet, article: Article) -> Story:
    headline = Link(sheet.to(urls.article(article.id)), sheet.title(article))
    return Story(headline, sheet.moment(article.published) if article.published else None)


def _listed(sheet: Sheet, event: Event) -> Listed:
    site = sheet.site
    outlets = dict.fromkeys(site.articles[s.article].outlet for s in event.sources if s.article in site.articles)
    return Listed(
        sheet.link(urls.compare(event.id), event.title),
        event.status,
        site.words(f"status.{event.status}"),
        sheet.moment(event.when) if event.when else None,
        tuple(sheet.run(site.outlet(outlet).name, site.outlet(outlet).language) for outlet in outlets),
    )
