"""Dossier → Output: the whole site as paths and bytes.

pages      the site map: for each page its address, its template, and a view that has worked out everything
templates  the page that a template makes of a view
exports    data, feeds, calendar, tables: what machines read
search     what the search page and its indexer read
links      every link of a page leads somewhere
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from dossier.guard import gather, guarded
from dossier.model import At, Dossier, LocalMedia
from dossier.problems import Failure, Problem, Severity
from dossier.render import exports, search, urls
from dossier.render.links import Links
from dossier.render.made import Made, Maker
from dossier.render.pages import KINDS, Kind
from dossier.render.pages.page import Frames, Page
from dossier.render.pictures import shown
from dossier.render.site import Site
from dossier.render.site import site as site_of
from dossier.render.templates import OURS, Look


def output(dossier: Dossier, look: Look = OURS) -> tuple[Made, tuple[Problem, ...]]:
    """The site, whose files are made when they are asked for, and what is wrong with it.

    A page that holds a broken link is a Failure when it is asked for.
    """
    site = site_of(dossier, look)
    kinds, faults = gather(partial(_kind, site), KINDS, place=_kind_place)
    made, twice = _apart(page for kind in kinds for page in kind)
    pictures, unseen = gather(shown, dossier.content.media.values(), place=_picture_place)
    exported, unsaid = exports.files(site, [page.path for page in made if page.listed])
    makers: dict[str, Maker] = {
        **_assets(site, filter(None, pictures)),
        **search.assets(site).makers,
        **exported.makers,
    }
    paths = frozenset((*makers, *(page.path for page in made)))
    rendered = _Rendered(Frames(site, paths), Links(paths, site.places, urls.root(site.base_url)))
    makers |= {page.path: partial(rendered, page) for page in made}
    return Made({path: makers[path] for path in sorted(makers, key=_weight)}), (*faults, *unseen, *unsaid, *twice)


def _kind(site: Site, kind: Kind) -> tuple[Page, ...]:
    return tuple(kind(site))


def _kind_place(kind: Kind) -> At:
    return At(f"the pages of {kind.__module__.rpartition('.')[2]}")


def _picture_place(media: LocalMedia) -> At:
    return At(f"content/media/{media.file}")


def _weight(path: str) -> tuple[bool, str]:
    """Where a file stands in the order of making: what grows with the dossier first, so that nobody waits for it at the end."""
    return path.startswith("articles/"), path


@dataclass(frozen=True, slots=True)
class _Rendered:
    """The page that a template makes."""

    frames: Frames
    links: Links

    def __call__(self, page: Page) -> bytes:
        return guarded(partial(self.rendered, page), page.at)

    def rendered(self, page: Page) -> bytes:
        sheet = self.frames.sheet(page.path)
        frame = self.frames.frame(page, sheet)
        rendered = self.frames.site.look.page(page.template, page=page.view(sheet), frame=frame, t=frame.words)
        if broken := self.links.problems(page.path, rendered):
            raise Failure(*broken)
        return rendered.encode()


def _apart(found: Iterable[Page]) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """The pages, one to an address; those whose address another has already, as problems."""
    first: dict[str, Page] = {}
    twice = [page for page in found if first.setdefault(page.path, page) is not page]
    return tuple(first.values()), tuple(_taken(page, first[page.path]) for page in twice)


def _taken(page: Page, other: Page) -> Problem:
    fact = f"this would be written to {page.path}, where there is a page already: {other.head().title}"
    return Problem(page.at, Severity.ERROR, "address", fact, hint="give it another name")


def _assets(site: Site, pictures: Iterable[LocalMedia]) -> dict[str, Maker]:
    """The style sheet, the script, the icon, and the pictures that a page may show."""
    look = site.look
    own: dict[str, Maker] = {
        urls.STYLES: lambda: look.styles,
        urls.SCRIPT: lambda: look.script,
        urls.SEARCH_SCRIPT: lambda: look.static("js/search.js"),
        urls.FAVICON: lambda: look.static("favicon.svg"),
    }
    return own | {urls.media(one.file): partial(_data, one) for one in pictures}


def _data(media: LocalMedia) -> bytes:
    return media.data
