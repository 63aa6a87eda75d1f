"""The site map: a tuple of the functions that list the pages of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dossier.render.pages import (
    about,
    article,
    articles,
    changes,
    claim,
    claims,
    compare,
    entities,
    free,
    home,
    notes,
    outlets,
    search,
)
from dossier.render.pages.page import SitePage
from dossier.render.pages.timeline import event, timeline_pages
from dossier.render.site import Site

Kind = Callable[[Site], Iterable[SitePage]]

KINDS: tuple[Kind, ...] = (
    home.home_pages,
    articles.articles_pages,
    article.article_pages,
    entities.entity_index_pages,
    entities.entity_pages,
    timeline_pages.timeline_pages,
    event.event_pages,
    claims.claims_pages,
    claim.claim_pages,
    compare.compare_pages,
    outlets.outlet_pages,
    search.search_pages,
    changes.changes_pages,
    notes.notes_pages,
    about.about_pages,
    free.free_pages,
    free.not_found_pages,
    free.moved_pages,
)


def site_pages(site: Site) -> tuple[SitePage, ...]:
    """Every page of the site."""
    return tuple(page for kind in KINDS for page in kind(site))
