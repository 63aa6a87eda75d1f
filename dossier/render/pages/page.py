"""A page before it is rendered, and what every page has around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dossier.model import At
from dossier.render import urls
from dossier.render.sheet import Link, Run, Sheet
from dossier.render.site import Site
from dossier.render.words import Words

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to those who list it."""

    title: str  # without the dossier's own
    description: str = ""
    listed: bool = True  # in the site map, and for search engines
    kind: str = "website"  # Open Graph's
    published: str = ""
    data: str = ""  # JSON-LD
    moved: str = ""  # where the page is now, as a link from here …
    canonical: str = ""  # … and as an address of the site; nothing: the page's own


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site: where it is, the template that makes it, and all that the template says."""

    path: str
    template: str
    view: Any
    head: Head
    at: At = At("templates")  # noqa: RUF009 (frozen)
    scripts: tuple[str, ...] = ()  # beside the script of every page
    policy: str = POLICY


@dataclass(frozen=True, slots=True)
class NavItem:
    href: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The head, the masthead and the foot of one page."""

    words: Words
    head: Head
    language: str
    title: str
    dossier: Run
    home: str
    edition: str
    nav: tuple[NavItem, ...]
    library: tuple[Link, ...]
    exports: tuple[Link, ...]
    feeds: tuple[tuple[str, str, str], ...]  # type, address, title
    styles: str
    script: str
    scripts: tuple[str, ...]
    icon: str
    policy: str
    canonical: str
    hidden: bool  # from search engines
    image: str  # its address, for those who share the page
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
EXPORTS = (
    ("exports.atom", "feed.xml", "application/atom+xml"),
    ("exports.json", "feed.json", "application/feed+json"),
    ("exports.calendar", "timeline.ics", ""),
    ("exports.csv", "timeline.csv", ""),
    ("exports.events", "data/events.json", ""),
)


def frame(site: Site, page: Page, written: frozenset[str]) -> Frame:
    """What stands around a page; links only to files that are `written`."""
    sheet = Sheet(site, urls.Here(page.path, urls.root(site.base_url) if page.path == urls.MISSING else ""))
    settings, words = site.dossier.content.settings, site.words
    exports = [(key, path, kind) for key, path, kind in EXPORTS if path in written]
    return Frame(
        words=words,
        head=page.head,
        language=site.language,
        title=settings.title if page.path == urls.HOME else f"{page.head.title}｜{settings.title}",
        dossier=sheet.run(settings.title),
        home=sheet.to(urls.HOME),
        edition=words("edition.internal") if site.dossier.edition == "internal" else "",
        nav=tuple(
            NavItem(sheet.to(path), words(f"nav.{key}"), _folder(page.path) == _folder(path)) for key, path in NAV
        ),
        library=tuple(sheet.link(path, words(f"nav.{key}")) for key, path in LIBRARY if path in written),
        exports=tuple(sheet.link(path, words(key)) for key, path, _ in exports),
        feeds=tuple((kind, sheet.to(path), words(key)) for key, path, kind in exports if kind),
        styles=sheet.to(urls.STYLES),
        script=sheet.to(urls.SCRIPT),
        scripts=tuple(sheet.to(path) for path in page.scripts),
        icon=sheet.to(urls.FAVICON),
        policy=page.policy,
        canonical=urls.absolute(site.base_url, page.head.canonical or page.path),
        hidden=not page.head.listed or site.dossier.edition == "internal",
        image=urls.absolute(site.base_url, urls.CARD) if urls.CARD in written else "",
        main=urls.MAIN,
    )


def _folder(path: str) -> str:
    """What a page belongs to in the navigation: its folder, or itself."""
    return path.rpartition("/")[0] or path
