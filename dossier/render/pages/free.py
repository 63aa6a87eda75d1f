"""The pages that an editor wrote, the one that says there is no such page, and those that have moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from dossier.model import Entity, FreePage, Location
from dossier.render import urls
from dossier.render.article_body import opening_sentence, prose_html
from dossier.render.page_context import HtmlRun, Link, PageContext
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site

_PLACED = ("index", "about")  # these have pages of their own


@dataclass(frozen=True, slots=True)
class FreePageView:
    title: HtmlRun
    text: Markup


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    search: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class MovedPage:
    link: Link


def free_pages(site: Site) -> Iterator[SitePage]:
    for page in site.dossier.content.pages:
        if page.stem not in _PLACED:
            of_it = partial(free_page, page=page), partial(free_page_head, page)
            yield SitePage(urls.page_path(page.stem), "free", *of_it, at=page.at)


def free_page(context: PageContext, page: FreePage) -> FreePageView:
    return FreePageView(
        context.html_run(page.title), prose_html(context, page.text, top=2, by=context.site.signature(""))
    )


def free_page_head(page: FreePage) -> PageHead:
    return PageHead(page.title, opening_sentence(page.text))


def not_found_pages(site: Site) -> Iterator[SitePage]:
    """404.html: a server may show it at any address, so that its links are absolute."""
    words = site.words
    yield SitePage(
        urls.MISSING,
        "missing",
        onward_links,
        lambda: PageHead(words("missing.title"), words("missing.lede")),
        listed=False,
    )


def onward_links(context: PageContext) -> NotFoundPage:
    words = context.site.words
    places = (("home", urls.HOME), ("articles", urls.ARTICLES), ("timeline", urls.TIMELINE), ("search", urls.SEARCH))
    return NotFoundPage(
        context.href(urls.SEARCH), tuple(context.link(path, words(f"nav.{key}")) for key, path in places)
    )


def moved_pages(site: Site) -> Iterator[SitePage]:
    """A page at each former address of an article, an entity or a comparison that sends its reader on."""
    for article in site.articles.values():
        for old in article.formerly:
            yield _moved(
                urls.article_path(old),
                urls.article_path(article.id),
                article.title,
                partial(PageContext.headline, article=article),
                article.at,
            )
    for entity in site.entities.values():
        title, _ = site.display_name(entity)
        for old in entity.formerly:
            yield _moved(
                urls.entity_path(old),
                urls.entity_path(entity.id),
                title,
                partial(_entity_name, entity=entity),
                entity.at,
            )
    for event in site.events.values():
        for old in event.formerly if event.id in site.compared_events else ():
            yield _moved(
                urls.compare_path(old),
                urls.compare_path(event.id),
                event.title,
                partial(PageContext.html_run, text=event.title),
                event.at,
            )


def _moved(old: str, new: str, title: str, text: Callable[[PageContext], HtmlRun], at: Location) -> SitePage:
    return SitePage(
        old,
        "moved",
        lambda context: MovedPage(Link(context.href(new), text(context))),
        lambda: PageHead(title, moved=urls.PageLocation(old).href(new), canonical=new),
        listed=False,
        at=at,
    )


def _entity_name(context: PageContext, entity: Entity) -> HtmlRun:
    return context.entity_link(entity).text
