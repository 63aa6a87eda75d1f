"""A page before it is rendered, and what every page has around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markupsafe import Markup

from dossier.model import Location
from dossier.render import urls
from dossier.render.caching import FolderCache
from dossier.render.exports import EXPORTS
from dossier.render.language.interface_words import InterfaceWords
from dossier.render.page_context import HtmlRun, Link, PageContext
from dossier.render.site import Site

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page says of itself to those who list it."""

    title: str  # without the dossier's own
    description: str = ""
    kind: str = "website"  # Open Graph's
    published: str = ""
    data: str = ""  # JSON-LD
    moved: str = ""  # where the page is now, as a link from here …
    canonical: str = ""  # … and as an address of the site; nothing: the page's own


class SitePage(NamedTuple):
    """One file of the site: where it is, the template that makes it, and what works out all that the template says."""

    path: str
    template: str
    view: Callable[[PageContext], Any]
    head: Callable[[], PageHead]
    listed: bool = True  # in the site map, and for search engines
    at: Location = Location("templates")
    scripts: tuple[str, ...] = ()  # beside the script of every page
    policy: str = POLICY


@dataclass(frozen=True, slots=True)
class NavItem:
    href: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class PageSurroundings:
    """What the pages of one folder have around them: links, the masthead, the foot."""

    title: str  # the dossier's …
    dossier: HtmlRun  # … and as the page prints it
    home: str
    edition: str
    nav: tuple[NavItem, ...]
    library: tuple[Link, ...]
    exports: tuple[Link, ...]
    feeds: tuple[tuple[str, str, str], ...]  # type, address, title
    styles: str
    script: str
    icon: str
    image: str  # its address, for those who share the page
    main: str


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The head, the masthead and the foot of one page."""

    words: InterfaceWords
    head: PageHead
    language: str
    title: str
    dossier: HtmlRun
    files: Markup  # that the browser loads
    masthead: Markup
    foot: Markup
    scripts: tuple[str, ...]
    policy: str
    canonical: str
    hidden: bool  # from search engines
    main: str


NAV = (
    ("home", urls.HOME),
    ("articles", urls.ARTICLES),
    ("entities", urls.ENTITIES),
    ("timeline", urls.TIMELINE),
    ("claims", urls.CLAIMS),
    ("compare", urls.COMPARED),
)
LIBRARY = (("about", urls.ABOUT), ("articles", urls.ARTICLES), ("search", urls.SEARCH))


@dataclass(frozen=True, slots=True)
class PageFrames:
    """The frames of a site's pages; what the pages of a folder share is made once."""

    site: Site
    written: Container[str]  # the files that there are: no link leads to another
    made: dict[str, tuple[PageSurroundings, Markup, Markup, Markup]] = field(default_factory=dict)
    said: defaultdict[str, FolderCache] = field(default_factory=lambda: defaultdict(dict))  # by folder

    def context(self, path: str) -> PageContext:
        """A page, with what its folder has said before."""
        root = urls.root_path(self.site.base_url) if path == urls.MISSING else ""
        return PageContext(
            self.site, urls.PageLocation(path, root), self.said[path if root else path[: path.rfind("/") + 1]]
        )

    def frame(self, page: SitePage, context: PageContext) -> PageFrame:
        """What stands around a page."""
        site, head = self.site, page.head()
        if (folder := _folder(page.path)) not in self.made:
            made = page_surroundings(context, self.written)
            files, masthead, foot = (
                context.render_macro("frame", name, made, site.words) for name in ("files", "masthead", "foot")
            )
            self.made[folder] = made, files, masthead, foot
        shared, files, masthead, foot = self.made[folder]
        return PageFrame(
            words=site.words,
            head=head,
            language=site.language,
            title=shared.title if page.path == urls.HOME else f"{head.title}｜{shared.title}",
            dossier=shared.dossier,
            files=files,
            masthead=masthead,
            foot=foot,
            scripts=tuple(context.href(path) for path in page.scripts),
            policy=page.policy,
            canonical=urls.absolute_url(site.base_url, head.canonical or page.path),
            hidden=not page.listed or site.dossier.edition == "internal",
            main=shared.main,
        )


def page_surroundings(context: PageContext, written: Container[str]) -> PageSurroundings:
    """What stands around the pages of the folder that the sheet is in."""
    site, words, page = context.site, context.site.words, context.location.page
    title = site.dossier.content.settings.title
    exports = [one for one in EXPORTS if one.label and one.path in written]
    label = {one.path: one.label.get(site.language, one.label["en"]) for one in exports}
    return PageSurroundings(
        title=title,
        dossier=context.html_run(title),
        home=context.href(urls.HOME),
        edition=words("edition.internal") if site.dossier.edition == "internal" else "",
        nav=tuple(
            NavItem(context.href(path), words(f"nav.{key}"), _folder(page) == _folder(path)) for key, path in NAV
        ),
        library=tuple(context.link(path, words(f"nav.{key}")) for key, path in LIBRARY if path in written),
        exports=tuple(context.link(one.path, label[one.path]) for one in exports),
        feeds=tuple((one.media_type, context.href(one.path), label[one.path]) for one in exports if one.is_feed),
        styles=context.href(urls.STYLES),
        script=context.href(urls.SCRIPT),
        icon=context.href(urls.FAVICON),
        image=urls.absolute_url(site.base_url, urls.CARD) if urls.CARD in written else "",
        main=urls.MAIN,
    )


def _folder(path: str) -> str:
    """What a page belongs to in the navigation: its folder, or the page that it goes on from, or itself."""
    return path.rpartition("/")[0] or path.partition(".")[0]
