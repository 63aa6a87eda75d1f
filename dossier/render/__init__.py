"""Dossier → Output: the whole site as paths and bytes.

pages      the site map: for each page its address, its template, and a dataclass of all that the template prints
templates  renders a template
exports    data, feeds, calendar, tables: files for other programs
search     the static index that the search page fetches by need
links      checks the links of each page
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from dossier.guard import gather, guarded
from dossier.model import Dossier, LocalMedia, Location
from dossier.problems import Failure, Problem, Severity
from dossier.render import exports, urls
from dossier.render.lazy_files import FileMaker, LazyFiles
from dossier.render.ledger import day_places
from dossier.render.links import LinkChecker
from dossier.render.pages import KINDS, Kind
from dossier.render.pages.page import PageFrames, SitePage
from dossier.render.pages.timeline.listing import has_year_pages, list_places
from dossier.render.pages.timeline.timeline_pages import timeline_index
from dossier.render.pictures import showable_media
from dossier.render.search.suggestions import suggestion_files
from dossier.render.site import Site, build_site
from dossier.render.templates import OURS, Theme

PageFacts: TypeAlias = Callable[[str], tuple[Mapping[str, object], tuple[Problem, ...]]]


def no_page_facts(_: str) -> tuple[Mapping[str, object], tuple[Problem, ...]]:
    return {}, ()


def render_site(
    dossier: Dossier, theme: Theme = OURS, page_context: PageFacts = no_page_facts
) -> tuple[LazyFiles, tuple[Problem, ...]]:
    """The files of the site, each rendered on access, and the problems found so far.

    `page_context` returns, for the path of a page, what the dossier's hook adds to the page's template, and its problems.
    Rendering a page that has a broken link raises a Failure.
    """
    site = build_site(dossier, theme)
    kinds, page_faults = gather(partial(_pages_of_kind, site), KINDS, locate=_kind_place)
    pages, duplicates = _without_duplicates(page for kind in kinds for page in kind)
    pictures, picture_faults = gather(showable_media, dossier.content.media.values(), locate=_picture_place)
    exported, notices = exports.export_files(site, [page.path for page in pages if page.listed])
    makers: dict[str, FileMaker] = {
        **_assets(site, filter(None, pictures)),
        **suggestion_files(site).makers,
        **exported.makers,
    }
    paths = frozenset((*makers, *(page.path for page in pages)))
    renderer = _PageRenderer(
        PageFrames(site, paths),
        LinkChecker(paths, site.link_targets, {**list_places(site), **day_places(site)}, urls.root_path(site.base_url)),
        page_context,
    )
    makers |= {page.path: partial(renderer, page) for page in pages}
    files = LazyFiles({path: makers[path] for path in sorted(makers, key=_render_order)})
    return files, (*page_faults, *picture_faults, *notices, *duplicates)


def _pages_of_kind(site: Site, kind: Kind) -> tuple[SitePage, ...]:
    return tuple(kind(site))


def _kind_place(kind: Kind) -> Location:
    return Location(f"the pages of {kind.__module__.rpartition('.')[2]}")


def _picture_place(media: LocalMedia) -> Location:
    return Location(f"content/media/{media.file}")


def _render_order(path: str) -> tuple[bool, str]:
    """Sorts the pages that grow with the dossier before the articles, so that no process is left with a long one at the end."""
    return path.startswith("articles/"), path


@dataclass(frozen=True, slots=True)
class _PageRenderer:
    """Renders a page and checks its links."""

    frames: PageFrames
    links: LinkChecker
    page_context: PageFacts

    def __call__(self, page: SitePage) -> bytes:
        return guarded(partial(self.render, page), page.at)

    def render(self, page: SitePage) -> bytes:
        context = self.frames.context(page.path)
        frame = self.frames.frame(page, context)
        hook, hook_problems = self.page_context(page.path)
        html = self.frames.site.theme.render_page(
            page.template, page=page.build_page(context), frame=frame, t=frame.words, hook=hook
        )
        if problems := (*hook_problems, *self.links.problems(page.path, html)):
            raise Failure(*problems)
        return html.encode()


def _without_duplicates(pages: Iterable[SitePage]) -> tuple[tuple[SitePage, ...], tuple[Problem, ...]]:
    """The first page of each path, and a problem for each further one."""
    by_path: dict[str, SitePage] = {}
    duplicates = [page for page in pages if by_path.setdefault(page.path, page) is not page]
    return tuple(by_path.values()), tuple(_duplicate_path(page, by_path[page.path]) for page in duplicates)


def _duplicate_path(page: SitePage, first: SitePage) -> Problem:
    fact = f"this would be written to {page.path}, where there is a page already: {first.build_head().title}"
    return Problem(page.at, Severity.ERROR, "address", fact, hint="give it another name")


def _assets(site: Site, pictures: Iterable[LocalMedia]) -> dict[str, FileMaker]:
    """The style sheet, the scripts, the icon, and the dossier's own pictures."""
    theme = site.theme
    makers: dict[str, FileMaker] = {
        urls.STYLES: lambda: theme.styles,
        urls.SCRIPT: lambda: theme.script,
        urls.SEARCH_SCRIPT: lambda: theme.search_script,
        urls.SEARCH_SUGGESTIONS: lambda: theme.static("js/suggest.js"),
        urls.THEME_SCRIPT: lambda: theme.static("js/theme.js"),
        urls.TIMELINE_STYLES: lambda: theme.timeline_styles,
        urls.FRONT_STYLES: lambda: theme.front_styles,
        urls.TIMELINE_SCRIPT: lambda: theme.static("js/timeline.js"),
        urls.FAVICON: lambda: theme.static("favicon.svg"),
    }
    if has_year_pages(site):
        makers[urls.TIMELINE_INDEX] = lambda: timeline_index(site)
    return makers | {urls.media_path(picture.file): partial(_data, picture) for picture in pictures}


def _data(media: LocalMedia) -> bytes:
    return media.data
