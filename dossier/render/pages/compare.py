"""For an event that two outlets or more cite: what each of them has of it, side by side. Nothing is scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from dossier.model import Article, DateMention, Event
from dossier.render import quotations, urls
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.pages.timeline import DatedCoverage
from dossier.render.site import Site

_WIDE = 4  # outlets beside one another


@dataclass(frozen=True, slots=True)
class ComparedArticle:
    """An article that an outlet has on the event."""

    headline: Link
    published: DateLabel | None


@dataclass(frozen=True, slots=True)
class OutletColumn:
    """What one outlet has. `silence` is said in place of passages, and only what is known."""

    outlet: Link
    stories: tuple[ComparedArticle, ...]
    searched: str  # in place of stories
    passages: tuple[quotations.QuotedWords, ...]
    sentences: tuple[quotations.DatedSentence, ...]
    silence: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    event: Link
    moment: DateLabel | None
    sign: str
    status: str
    title: HtmlRun
    tables: tuple[tuple[OutletColumn, ...], ...]
    undated: str


@dataclass(frozen=True, slots=True)
class ComparedEvent:
    link: Link
    sign: str
    status: str
    moment: DateLabel | None
    outlets: tuple[HtmlRun, ...]


@dataclass(frozen=True, slots=True)
class CompareIndexPage:
    events: tuple[ComparedEvent, ...]


def compare_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    yield SitePage(
        urls.COMPARED, "compared", compare_index_page, lambda: PageHead(words("nav.compare"), words("compare.lede"))
    )
    listed = bool(site.compared_events) and site.is_indexable(site.articles)
    for event_id in site.compared_events:
        event = site.events[event_id]
        of_it = partial(compare_page, event=event), partial(compare_head, site, event)
        yield SitePage(urls.compare_path(event_id), "compare", *of_it, listed=listed, at=event.at)


def compare_index_page(context: PageContext) -> CompareIndexPage:
    return CompareIndexPage(
        tuple(_listed(context, context.site.events[event]) for event in context.site.compared_events)
    )


def compare_head(site: Site, event: Event) -> PageHead:
    return PageHead(site.words("compare.title", event=event.title), site.words("compare.lede"))


def compare_page(context: PageContext, event: Event) -> ComparePage:
    site, words = context.site, context.site.words
    citing = dict.fromkeys(site.articles[s.article].outlet for s in event.sources if s.article in site.articles)
    rest = (outlet for outlet in site.articles_of_outlet if outlet not in citing)
    found: defaultdict[str, list[DateMention]] = defaultdict(list)
    for item in matching_dates(site, event):
        found[site.articles[item.article].outlet].append(item)
    columns = [outlet_column(context, event, outlet, found[outlet]) for outlet in (*citing, *rest)]
    return ComparePage(
        event=context.link(urls.event_path(event.id), event.title),
        moment=context.date_label(event.when) if event.when else None,
        sign=event.status,
        status=words(f"status.{event.status}"),
        title=context.html_run(event.title),
        tables=tuple(tuple(columns[n : n + _WIDE]) for n in range(0, len(columns), _WIDE)),
        undated=words("date.undated"),
    )


def outlet_column(context: PageContext, event: Event, outlet_id: str, found: Sequence[DateMention]) -> OutletColumn:
    site, words = context.site, context.site.words
    here = (source for source in event.sources if source.article in site.articles)
    sources = [source for source in here if site.articles[source.article].outlet == outlet_id]
    has = dict.fromkeys([*(source.article for source in sources), *(item.article for item in found)])
    return OutletColumn(
        outlet=Link(context.href(urls.outlet_path(outlet_id)), quotations.outlet_label(context, outlet_id)),
        stories=tuple(_story(context, site.articles[article]) for article in has),
        searched=words("compare.searched", n=len(site.articles_of_outlet[outlet_id])),
        passages=tuple(quotations.quoted_words(context, source) for source in sources),
        sentences=tuple(quotations.dated_sentences(context, found)),
        silence=silence_wording(site, event, outlet_id, found),
    )


def matching_dates(site: Site, event: Event) -> Iterator[DateMention]:
    """The dates that may be the event's, in blocks that name one of those it was about; those of an article together."""
    if event.when is None:
        return
    days, who = site.cached(DatedCoverage), set(event.who)
    same = set(days.within(event.when))
    telling = {item.article for date in same for item in days.told[date.edtf]}
    for article in sorted(telling, key=site.cached(_order).__getitem__):
        body, found = {block.id for block in site.articles[article].body}, site.dossier.findings[article]
        named = {mention.block for mention in found.mentions if who.intersection(mention.entities)}
        yield from (item for item in found.dates if item.when in same and item.block in named and item.block in body)


def silence_wording(site: Site, event: Event, outlet_id: str, found: Sequence[DateMention]) -> str:
    """“No mention” where all that an outlet published here was searched in full and nothing found; else “not cited”."""
    searched = event.when is not None and event.who and outlet_id in site.cached(_whole)
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


def _story(context: PageContext, article: Article) -> ComparedArticle:
    headline = Link(context.href(urls.article_path(article.id)), context.headline(article))
    return ComparedArticle(headline, context.date_label(article.published) if article.published else None)


def _listed(context: PageContext, event: Event) -> ComparedEvent:
    site = context.site
    outlets = dict.fromkeys(site.articles[s.article].outlet for s in event.sources if s.article in site.articles)
    return ComparedEvent(
        context.link(urls.compare_path(event.id), event.title),
        event.status,
        site.words(f"status.{event.status}"),
        context.date_label(event.when) if event.when else None,
        tuple(context.html_run(site.outlet(outlet).name, site.outlet(outlet).language) for outlet in outlets),
    )
