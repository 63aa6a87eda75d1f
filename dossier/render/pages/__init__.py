"""The site map, as data: every kind of page, in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dossier.render.pages import (
    about,
    article,
    articles,
    claims,
    compare,
    entities,
    entity,
    free,
    home,
    outlets,
    search,
    timeline,
)
from dossier.render.pages.page import Page
from dossier.render.site import Site

Kind = Callable[[Site], Iterable[Page]]

KINDS: tuple[Kind, ...] = (
    home.pages,
    articles.pages,
    article.pages,
    entities.pages,
    entity.pages,
    timeline.pages,
    claims.pages,
    compare.pages,
    outlets.pages,
    search.pages,
    about.pages,
    free.pages,
    free.missing,
    free.moved,
)


def pages(site: Site) -> tuple[Page, ...]:
    """Every page of the site."""
    return tuple(page for kind in KINDS for page in kind(site))
