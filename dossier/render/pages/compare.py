"""For an event that two outlets or more cite: what each of them has of it, side by side. Nothing is scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from dossier.model import Article, Dated, Event
from dossier.render import dated, quotes, slips, urls
from dossier.render.pages.days import Days
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
    found: defaultdict[str, list[Dated]] = defaultdict(list)
    for item in matching(site, event):
        found[site.articles[item.article].outlet].append(item)
    columns = [column(sheet, event, outlet, found[outlet]) for outlet in (*citing, *rest)]
    return View(
        event=sheet.link(urls.event(event.id), event.title),
        moment=sheet.moment(event.when) if event.when else None,
        sign=event.status,
        status=words(f"status.{event.status}"),
        title=sheet.run(event.title),
        tables=tuple(tuple(columns[n : n + _WIDE]) for n in range(0, len(columns), _WIDE)),
        undated=words("date.undated"),
    )


def column(sheet: Sheet, event: Event, outlet_id: str, found: Sequence[Dated]) -> Column:
    site, words = sheet.site, sheet.site.words
    here = (source for source in event.sources if source.article in site.articles)
    sources = [source for source in here if site.articles[source.article].outlet == outlet_id]
    has = dict.fromkeys([*(source.article for source in sources), *(item.article for item in found)])
    return Column(
        outlet=Link(sheet.to(urls.outlet(outlet_id)), slips.outlet(sheet, outlet_id)),
        stories=tuple(_story(sheet, site.articles[article]) for article in has),
        searched=words("compare.searched", n=len(site.articles_of_outlet[outlet_id])),
        passages=tuple(quotes.quote(sheet, source) for source in sources),
        sentences=tuple(dated.sentences(sheet, found)),
        silence=silence(site, event, outlet_id, found),
    )


def matching(site: Site, event: Event) -> Iterator[Dated]:
    """The dates that may be the event's, in blocks that name one of those it was about; those of an article together."""
    if event.when is None:
        return
    days, who = site.once(Days), set(event.who)
    same = set(days.within(event.when))
    telling = {item.article for date in same for item in days.told[date.edtf]}
    for article in sorted(telling, key=site.once(_order).__getitem__):
        body, found = {block.id for block in site.articles[article].body}, site.dossier.found[article]
        named = {mention.block for mention in found.mentions if who.intersection(mention.entities)}
        yield from (item for item in found.dates if item.when in same and item.block in named and item.block in body)


def silence(site: Site, event: Event, outlet_id: str, found: Sequence[Dated]) -> str:
    """“No mention” where all that an outlet published here was searched in full and nothing found; else “not cited”."""
    searched = event.when is not None and event.who and outlet_id in site.once(_whole)
    return site.words("compare.no_mention" if searched and not found else "compare.not_cited")


def _order(site: Site) -> Mapping[str, int]:
    return {article: place for place, article in enumerate(site.articles)}


def _whole(site: Site) -> Container[str]:
    """The outlets of whose articles there is the whole text."""
    return {
        outlet
        for outlet, articles in site.articles_of_outlet.items()
        if all(a.text == "full" and not a.withheld and a.id not in site.withheld for a in articles)
    }


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
