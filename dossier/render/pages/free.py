"""Free pages written by editors, the page for unknown addresses, and redirects from former addresses."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from markupsafe import Markup

from dossier.model import Entity, Event, FreePage, Location
from dossier.render import urls
from dossier.render.article_body import opening_sentence, prose_html
from dossier.render.page_context import HtmlRun, Link, PageContext
from dossier.render.pages.page import POLICY, PageHead, SitePage
from dossier.render.site import Site

_SPECIAL = ("index", "about")  # texts of the home page and the about page


@dataclass(frozen=True, slots=True)
class FreePageContent:
    """A page from content/pages/."""

    title: HtmlRun  # its title
    text: Markup  # its text


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    """The page for addresses that do not exist."""

    search: str  # address of the search page
    links: tuple[Link, ...]  # to the main parts of the site


@dataclass(frozen=True, slots=True)
class MovedPage:
    """The page at a former address, which redirects to the present one."""

    link: Link  # to the present address
    signs: bool = False  # whether it keeps the ids that the signs of events have on a comparison


def free_pages(site: Site) -> Iterator[SitePage]:
    for page in site.dossier.content.pages:
        if page.stem not in _SPECIAL:
            builders = partial(free_page, page=page), partial(free_page_head, page)
            yield SitePage(urls.page_path(page.stem), "free", *builders, at=page.at)


def free_page(context: PageContext, page: FreePage) -> FreePageContent:
    return FreePageContent(
        context.html_run(page.title), prose_html(context, page.text, top=2, by=context.site.signature(""))
    )


def free_page_head(page: FreePage) -> PageHead:
    return PageHead(page.title, opening_sentence(page.text))


def not_found_pages(site: Site) -> Iterator[SitePage]:
    """404.html, whose links are absolute, since a server shows it at any address.

    Without a `base_url` its links are relative, and lead nowhere from below the root; its styles stand in the page.
    """
    words = site.words
    styles = "" if site.base_url else site.theme.styles.decode("utf-8", "replace").replace("</", "<\\/")
    yield SitePage(
        urls.MISSING,
        "missing",
        not_found_page,
        lambda: PageHead(words("missing.title"), words("missing.lede")),
        listed=False,
        policy=_policy_with_style(styles) if styles else POLICY,
        inline_style=styles,
    )


def _policy_with_style(styles: str) -> str:
    """The Content-Security-Policy of a page that holds this style sheet."""
    digest = b64encode(sha256(styles.encode()).digest()).decode()
    return POLICY.replace("style-src 'self'", f"style-src 'self' 'sha256-{digest}'")


def not_found_page(context: PageContext) -> NotFoundPage:
    words = context.site.words
    parts = (("home", urls.HOME), ("articles", urls.ARTICLES), ("timeline", urls.TIMELINE), ("search", urls.SEARCH))
    return NotFoundPage(
        context.href(urls.SEARCH), tuple(context.link(path, words(f"nav.{key}")) for key, path in parts)
    )


def moved_pages(site: Site) -> Iterator[SitePage]:
    """A redirect at each former address of a record or a comparison."""
    for article in site.articles.values():
        for old in article.formerly:
            yield _moved_page(
                urls.article_path(old),
                urls.article_path(article.id),
                article.title,
                partial(PageContext.headline, article=article),
                article.at,
            )
    for entity in site.entities.values():
        title, _ = site.display_name(entity)
        for old in entity.formerly:
            yield _moved_page(
                urls.entity_path(old),
                urls.entity_path(entity.id),
                title,
                partial(_entity_name, entity=entity),
                entity.at,
            )
    for event in site.events.values():
        yield from _moved_event(site, event)
    for claim in site.claims.values():
        for old in claim.formerly:
            text = partial(PageContext.html_run, text=claim.text)
            yield _moved_page(urls.claim_path(old), urls.claim_path(claim.id), claim.text, text, claim.at)


def _moved_event(site: Site, event: Event) -> Iterator[SitePage]:
    """Redirects to an event and to its comparison; one that was with the editors' own texts leads to the event."""
    text, page = partial(PageContext.html_run, text=event.title), urls.event_path(event.id)
    comparison = urls.compare_path(event.id) if event.id in site.compared_events else ""
    for old in event.formerly:
        yield _moved_page(urls.event_path(old), page, event.title, text, event.at)
    for old in event.formerly if comparison else ():
        yield _moved_page(urls.compare_path(old), comparison, event.title, text, event.at)
    if not comparison and len({site.articles[article].outlet for article in site.citing[event.id]}) > 1:
        yield _moved_page(urls.compare_path(event.id), page, event.title, text, event.at, signs=True)


def _moved_page(
    old: str, new: str, title: str, text: Callable[[PageContext], HtmlRun], at: Location, *, signs: bool = False
) -> SitePage:
    return SitePage(
        old,
        "moved",
        lambda context: MovedPage(Link(context.href(new), text(context)), signs),
        lambda: PageHead(title, moved=urls.PageLocation(old).href(new), canonical=new),
        listed=False,
        at=at,
    )


def _entity_name(context: PageContext, entity: Entity) -> HtmlRun:
    return context.entity_link(entity).text
