"""Dossier → Output: the whole site as paths and bytes.

pages      the site map: for each page its address, its template, and a view that has worked out everything
templates  the page that a template makes of a view
exports    data, feeds, calendar, tables: what machines read
search     what the search page and its indexer read
links      every link of a page leads somewhere
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from dossier.guard import gather, guarded
from dossier.model import Dossier, LocalMedia, Location
from dossier.problems import Failure, Problem, Severity
from dossier.render import exports, search, urls
from dossier.render.lazy_files import FileMaker, LazyFiles
from dossier.render.links import LinkChecker
from dossier.render.pages import KINDS, Kind
from dossier.render.pages.page import PageFrames, SitePage
from dossier.render.pictures import showable_media
from dossier.render.site import Site, build_site
from dossier.render.templates import OURS, Theme

PageFacts: TypeAlias = Callable[[str], tuple[Mapping[str, object], tuple[Problem, ...]]]


def no_page_facts(_: str) -> tuple[Mapping[str, object], tuple[Problem, ...]]:
    return {}, ()


def render_site(
    dossier: Dossier, look: Theme = OURS, page_context: PageFacts = no_page_facts
) -> tuple[LazyFiles, tuple[Problem, ...]]:
    """The site, whose files are made when they are asked for, and what is wrong with it.

    `page_context` gives what the dossier's own hook has for the template of a page, and what was wrong with that.

    A page that holds a broken link is a Failure when it is asked for.
    """
    site = build_site(dossier, look)
    kinds, faults = gather(partial(_kind, site), KINDS, locate=_kind_place)
    made, twice = _apart(page for kind in kinds for page in kind)
    pictures, unseen = gather(showable_media, dossier.content.media.values(), locate=_picture_place)
    exported, unsaid = exports.export_files(site, [page.path for page in made if page.listed])
    makers: dict[str, FileMaker] = {
        **_assets(site, filter(None, pictures)),
        **search.search_assets(site).makers,
        **exported.makers,
    }
    paths = frozenset((*makers, *(page.path for page in made)))
    rendered = _Rendered(
        PageFrames(site, paths), LinkChecker(paths, site.link_targets, urls.root_path(site.base_url)), page_context
    )
    makers |= {page.path: partial(rendered, page) for page in made}
    return LazyFiles({path: makers[path] for path in sorted(makers, key=_weight)}), (*faults, *unseen, *unsaid, *twice)


def _kind(site: Site, kind: Kind) -> tuple[SitePage, ...]:
    return tuple(kind(site))


def _kind_place(kind: Kind) -> Location:
    return Location(f"the pages of {kind.__module__.rpartition('.')[2]}")


def _picture_place(media: LocalMedia) -> Location:
    return Location(f"content/media/{media.file}")


def _weight(path: str) -> tuple[bool, str]:
    """Where a file stands in the order of making: what grows with the dossier first, so that nobody waits for it at the end."""
    return path.startswith("articles/"), path


@dataclass(frozen=True, slots=True)
class _Rendered:
    """The page that a template makes."""

    frames: PageFrames
    links: LinkChecker
    page_context: PageFacts

    def __call__(self, page: SitePage) -> bytes:
        return guarded(partial(self.rendered, page), page.at)

    def rendered(self, page: SitePage) -> bytes:
        context = self.frames.context(page.path)
        frame = self.frames.frame(page, context)
        own, failed = self.page_context(page.path)
        rendered = self.frames.site.theme.render_page(
            page.template, page=page.view(context), frame=frame, t=frame.words, hook=own
        )
        if broken := (*failed, *self.links.problems(page.path, rendered)):
            raise Failure(*broken)
        return rendered.encode()


def _apart(found: Iterable[SitePage]) -> tuple[tuple[SitePage, ...], tuple[Problem, ...]]:
    """The pages, one to an address; those whose address another has already, as problems."""
    first: dict[str, SitePage] = {}
    twice = [page for page in found if first.setdefault(page.path, page) is not page]
    return tuple(first.values()), tuple(_taken(page, first[page.path]) for page in twice)


def _taken(page: SitePage, other: SitePage) -> Problem:
    fact = f"this would be written to {page.path}, where there is a page already: {other.head().title}"
    return Problem(page.at, Severity.ERROR, "address", fact, hint="give it another name")


def _assets(site: Site, pictures: Iterable[LocalMedia]) -> dict[str, FileMaker]:
    """The style context, the script, the icon, and the pictures that a page may show."""
    look = site.theme
    own: dict[str, FileMaker] = {
        urls.STYLES: lambda: look.styles,
        urls.SCRIPT: lambda: look.script,
        urls.SEARCH_SCRIPT: lambda: look.static("js/search.js"),
        urls.FAVICON: lambda: look.static("favicon.svg"),
    }
    return own | {urls.media_path(one.file): partial(_data, one) for one in pictures}


def _data(media: LocalMedia) -> bytes:
    return media.data
