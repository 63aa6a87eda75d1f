"""Dossier → Output: the whole site as paths and bytes.

pages      the site map: for each page its address, its template, and a view that has worked out everything
templates  the page that a template makes of a view
exports    data, feeds, calendar, tables: what machines read
search     what the search page and its indexer read
links      every link of the Output resolves
"""

from __future__ import annotations

from collections.abc import Iterable

from dossier.model import Dossier, Output
from dossier.problems import Each, Problem, Severity
from dossier.render import exports, links, search, templates, urls
from dossier.render.pages import pages
from dossier.render.pages.page import Frame, Page, frame
from dossier.render.pictures import shown
from dossier.render.site import site as site_of


def output(dossier: Dossier, *, each: Each = map) -> tuple[Output, tuple[Problem, ...]]:
    """The site, and what is wrong with it."""
    site = site_of(dossier)
    made, twice = _apart(pages(site))
    exported, unsaid = exports.files(site, [page.path for page in made if page.head.listed])
    files = {**_assets(site.dossier), **search.assets(site), **exported}
    written = frozenset(files) | frozenset(page.path for page in made)
    rendered = each(_rendered, [(page, frame(site, page, written)) for page in made])
    files |= {page.path: data for page, data in zip(made, rendered, strict=True)}
    broken = links.problems(files, urls.root(site.base_url), each)
    return dict(sorted(files.items())), (*unsaid, *twice, *broken)


def _apart(found: Iterable[Page]) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """The pages, one to an address; those whose address another has already, as problems."""
    first: dict[str, Page] = {}
    twice = [page for page in found if first.setdefault(page.path, page) is not page]
    return tuple(first.values()), tuple(_taken(page, first[page.path]) for page in twice)


def _taken(page: Page, other: Page) -> Problem:
    fact = f"this would be written to {page.path}, where there is a page already: {other.head.title}"
    return Problem(page.at, Severity.ERROR, "address", fact, hint="give it another name")


def _rendered(what: tuple[Page, Frame]) -> bytes:
    page, around = what
    return templates.page(page.template, page=page.view, frame=around, t=around.words)


def _assets(dossier: Dossier) -> dict[str, bytes]:
    """The style sheet, the script, the icon, and the pictures that a page may show."""
    own = {
        urls.STYLES: templates.styles(),
        urls.SCRIPT: templates.script(),
        urls.SEARCH_SCRIPT: templates.static("js/search.js"),
        urls.FAVICON: templates.static("favicon.svg"),
    }
    media = {urls.media(file): media.data for file, media in dossier.content.media.items() if shown(media)}
    return own | media
