"""For an event that several outlets report: what each of them has on it, side by side, without any score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from dossier.model import Article, DateMention, Event
from dossier.render import quotations, urls
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.pages.timeline.dated_coverage import DatedCoverage
from dossier.render.site import Site

_COLUMNS = 4  # outlets in a table


@dataclass(frozen=True, slots=True)
class ComparedArticle:
    """An article on the event."""

    headline: Link  # to the article
    published: DateLabel | None  # its date


@dataclass(frozen=True, slots=True)
class OutletColumn:
    """What one outlet has on an event."""

    outlet: Link  # to the outlet's page
    articles: tuple[ComparedArticle, ...]  # its articles on the event
    no_articles: str  # printed in place of articles: how many were searched
    passages: tuple[quotations.QuotedWords, ...]  # the passages that the event cites
    sentences: tuple[quotations.DatedSentence, ...]  # sentences that name its day and one of those involved
    no_passages: str  # printed in place of passages: not mentioned, or only not cited


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The comparison of what outlets have on an event."""

    event: Link  # to the event
    moment: DateLabel | None  # its date
    sign: str  # its status, as the name of its sign
    status: str  # its status in words
    title: HtmlRun  # its title
    tables: tuple[tuple[OutletColumn, ...], ...]  # the outlets, a few to a table
    undated: str  # printed in place of an unknown date


@dataclass(frozen=True, slots=True)
class ComparedEvent:
    """An event in the index of comparisons."""

    link: Link  # to its comparison
    sign: str  # its status, as the name of its sign
    status: str  # its status in words
    moment: DateLabel | None  # its date
    outlets: tuple[HtmlRun, ...]  # the outlets that report it


@dataclass(frozen=True, slots=True)
class CompareIndexPage:
    """The index of comparisons."""

    events: tuple[ComparedEvent, ...]  # the events that several outlets report


def compare_pages(site: Site) -> Iterator[SitePage]:
    words = site.words
    yield SitePage(
        urls.COMPARED, "compared", compare_index_page, lambda: PageHead(words("nav.compare"), words("compare.lede"))
    )
    listed = bool(site.compared_events) and site.is_indexable(site.articles)
    for event_id in site.compared_events:
        event = site.events[event_id]
        builders = partial(compare_page, event=event), partial(compare_head, site, event)
        yield SitePage(urls.compare_path(event_id), "compare", *builders, listed=listed, at=event.at)


def compare_index_page(context: PageContext) -> CompareIndexPage:
    return CompareIndexPage(
        tuple(_compared_event(context, context.site.events[event]) for event in context.site.compared_events)
    )


def compare_head(site: Site, event: Event) -> PageHead:
    return PageHead(site.words("compare.title", event=event.title), site.words("compare.lede"))


def compare_page(context: PageContext, event: Event) -> ComparePage:
    site, words = context.site, context.site.words
    citing = site.outlets_of_event(event.id)
    others = (outlet for outlet in site.media if outlet not in citing)
    dates: defaultdict[str, list[DateMention]] = defaultdict(list)
    for date in matching_dates(site, event):
        dates[site.articles[date.article].outlet].append(date)
    columns = [outlet_column(context, event, outlet, dates[outlet]) for outlet in (*citing, *others)]
    return ComparePage(
        event=context.link(urls.event_path(event.id), event.title),
        moment=context.date_label(event.when) if event.when else None,
        sign=event.status,
        status=words(f"status.{event.status}"),
        title=context.html_run(event.title),
        tables=tuple(tuple(columns[n : n + _COLUMNS]) for n in range(0, len(columns), _COLUMNS)),
        undated=words("date.undated"),
    )


def outlet_column(context: PageContext, event: Event, outlet_id: str, dates: Sequence[DateMention]) -> OutletColumn:
    site, words = context.site, context.site.words
    available = (source for source in event.sources if source.article in site.articles)
    sources = [source for source in available if site.articles[source.article].outlet == outlet_id]
    articles = dict.fromkeys([*(source.article for source in sources), *(date.article for date in dates)])
    return OutletColumn(
        outlet=Link(context.href(urls.outlet_path(outlet_id)), quotations.outlet_label(context, outlet_id)),
        articles=tuple(_compared_article(context, site.articles[article]) for article in articles),
        no_articles=words("compare.searched", n=len(site.articles_of_outlet[outlet_id])),
        passages=tuple(quotations.quoted_words(context, source) for source in sources),
        sentences=tuple(quotations.dated_sentences(context, dates)),
        no_passages=no_passages_wording(site, event, outlet_id, dates),
    )


def matching_dates(site: Site, event: Event) -> Iterator[DateMention]:
    """Mentions of dates that may be the event's, in blocks that also mention someone involved; in the order of the articles."""
    if event.when is None:
        return
    coverage, who = site.cached(DatedCoverage), set(event.who)
    matching = set(coverage.within(event.when))
    articles = {mention.article for date in matching for mention in coverage.told[date.edtf]}
    for article in sorted(articles, key=site.cached(_article_order).__getitem__):
        body, findings = {block.id for block in site.articles[article].body}, site.dossier.findings[article]
        named = {mention.block for mention in findings.mentions if who.intersection(mention.entities)}
        yield from (
            date for date in findings.dates if date.when in matching and date.block in named and date.block in body
        )


def no_passages_wording(site: Site, event: Event, outlet_id: str, dates: Sequence[DateMention]) -> str:
    """“No mention” where all of an outlet's articles could be searched in full and have none; else “not cited”."""
    searched = event.when is not None and event.who and outlet_id in site.cached(_full_text_outlets)
    return site.words("compare.no_mention" if searched and not dates else "compare.not_cited")


def _article_order(site: Site) -> Mapping[str, int]:
    return {article: index for index, article in enumerate(site.articles)}


def _full_text_outlets(site: Site) -> Container[str]:
    """The outlets all of whose articles have their full text in this edition."""
    return {
        outlet
        for outlet, articles in site.articles_of_outlet.items()
        if all(a.text == "full" and not a.withheld and a.id not in site.withheld for a in articles)
    }


def _compared_article(context: PageContext, article: Article) -> ComparedArticle:
    headline = Link(context.href(urls.article_path(article.id)), context.headline(article))
    return ComparedArticle(headline, context.date_label(article.published) if article.published else None)


def _compared_event(context: PageContext, event: Event) -> ComparedEvent:
    site = context.site
    outlets = site.outlets_of_event(event.id)
    return ComparedEvent(
        context.link(urls.compare_path(event.id), event.title),
        event.status,
        site.words(f"status.{event.status}"),
        context.date_label(event.when) if event.when else None,
        tuple(context.html_run(site.outlet(outlet).name, site.outlet(outlet).language) for outlet in outlets),
    )
