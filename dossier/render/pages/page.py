"""A page before it is rendered, and the frame of every page: its head, masthead and foot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markupsafe import Markup

from dossier.model import Location
from dossier.render import urls
from dossier.render.exports import EXPORTS
from dossier.render.language.interface_words import InterfaceWords
from dossier.render.page_context import HtmlRun, Link, PageContext
from dossier.render.site import Site, SubjectCache

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page's `<head>` says of it, for search engines and for those who share it."""

    title: str  # the page's title, without the dossier's
    description: str = ""  # a sentence about the page
    kind: str = "website"  # Open Graph's type
    published: str = ""  # an article's date of publication, as EDTF
    data: str = ""  # JSON-LD
    moved: str = ""  # where a page that has moved is now, as a relative link
    canonical: str = ""  # the canonical address within the site; empty for the page's own


class SitePage(NamedTuple):
    """One page of the site: its path, its template, and the functions that compute what the template prints."""

    path: str
    template: str
    build_page: Callable[[PageContext], Any]
    build_head: Callable[[], PageHead]
    listed: bool = True  # in the site map, and open to search engines
    at: Location = Location("templates")
    scripts: tuple[str, ...] = ()  # besides the script of every page
    blocking: bool = False  # whether nothing is shown before its scripts have run
    styles: tuple[str, ...] = ()  # besides the style sheet of every page
    policy: str = POLICY
    inline_style: str = ""  # rules that stand in the page itself


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link of the masthead."""

    href: str  # relative to the page
    label: str  # its words
    current: bool  # whether the page belongs to this part of the site


@dataclass(frozen=True, slots=True)
class PageSurroundings:
    """What the frames of all pages of a folder have in common."""

    title: str  # the dossier's title
    dossier: HtmlRun  # the same as HTML
    home: str  # address of the home page
    edition: str  # a notice that this is the internal edition; empty in the public one
    nav: tuple[NavItem, ...]  # links of the masthead
    library: tuple[Link, ...]  # links of the foot
    exports: tuple[Link, ...]  # downloads offered in the foot
    feeds: tuple[tuple[str, str, str], ...]  # media type, address and title of each feed
    styles: str  # address of the style sheet
    script: str  # address of the script
    theme: str  # address of the script that sets the reader's choice of light or dark
    icon: str  # address of the icon
    image: str  # absolute address of the picture for those who share the page
    main: str  # id of the page's `<main>`
    search: str  # address of the search page
    a_to_z: str  # address of what replaces it without JavaScript
    suggestions: str  # address of the script that the search field loads at its first focus
    names: str  # address of the names that it loads with it


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What stands around the content of one page."""

    words: InterfaceWords  # the words of the interface, which templates call as `t`
    head: PageHead  # what the page's `<head>` says of it
    language: str  # language of the interface
    title: str  # of the page and the dossier, for `<title>`
    dossier: HtmlRun  # the dossier's title
    files: Markup  # `<link>`s and the `<script>` of every page
    masthead: Markup  # the masthead
    foot: Markup  # the foot
    scripts: tuple[str, ...]  # addresses of further scripts of this page
    blocking: bool  # whether nothing is shown before its scripts have run
    styles: tuple[str, ...]  # the page's own style sheets
    policy: str  # the Content-Security-Policy
    inline_style: Markup  # rules that stand in the page itself, for one that may be shown at any address
    canonical: str  # the page's absolute address; empty without a `base_url`
    hidden: bool  # whether search engines are asked not to index the page
    main: str  # id of the page's `<main>`


NAV = (
    ("home", urls.HOME),
    ("articles", urls.ARTICLES),
    ("entities", urls.ENTITIES),
    ("timeline", urls.TIMELINE),
    ("claims", urls.CLAIMS),
    ("compare", urls.COMPARED),
)
LIBRARY = (
    ("changes", urls.LEDGER),
    ("notes", urls.NOTES),
    ("about", urls.ABOUT),
    ("articles", urls.ARTICLES),
    ("search", urls.SEARCH),
)


@dataclass(frozen=True, slots=True)
class PageFrames:
    """The frames of a site's pages; what the pages of a folder share is rendered once."""

    site: Site
    output_paths: Container[str]  # the files of the site: no link leads anywhere else
    surroundings: dict[tuple[str, str], tuple[PageSurroundings, Markup, Markup, Markup]] = field(default_factory=dict)
    caches: defaultdict[str, SubjectCache] = field(default_factory=lambda: defaultdict(dict))  # by folder

    def context(self, path: str) -> PageContext:
        """The context of a page, with the cache of its folder."""
        root = urls.root_path(self.site.base_url) if path == urls.MISSING else ""
        return PageContext(
            self.site, urls.PageLocation(path, root), self.caches[path if root else path[: path.rfind("/") + 1]]
        )

    def frame(self, page: SitePage, context: PageContext) -> PageFrame:
        """The frame of a page."""
        site, head = self.site, page.build_head()
        folder = page.path.rpartition("/")[0], _section(page.path)
        if folder not in self.surroundings:
            shared = page_surroundings(context, self.output_paths)
            files, masthead, foot = (
                context.render_macro("frame", name, shared, site.words) for name in ("files", "masthead", "foot")
            )
            self.surroundings[folder] = shared, files, masthead, foot
        shared, files, masthead, foot = self.surroundings[folder]
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
            blocking=page.blocking,
            styles=tuple(context.href(path) for path in page.styles),
            policy=page.policy,
            inline_style=Markup(page.inline_style),  # noqa: S704 (a style sheet, in which no element ends)
            canonical=urls.absolute_url(site.base_url, head.canonical or page.path),
            hidden=not page.listed or site.dossier.edition == "internal",
            main=shared.main,
        )


def page_surroundings(context: PageContext, output_paths: Container[str]) -> PageSurroundings:
    """What the frames of the pages in the context's folder have in common."""
    site, words, page = context.site, context.site.words, context.location.page
    title = site.dossier.content.settings.title
    exports = [export for export in EXPORTS if export.label and export.path in output_paths]
    labels = {export.path: export.label.get(site.language, export.label["en"]) for export in exports}
    return PageSurroundings(
        title=title,
        dossier=context.html_run(title),
        home=context.href(urls.HOME),
        edition=words("edition.internal") if site.dossier.edition == "internal" else "",
        nav=tuple(
            NavItem(context.href(path), words(f"nav.{key}"), _section(page) == _section(path)) for key, path in NAV
        ),
        library=tuple(context.link(path, words(f"nav.{key}")) for key, path in LIBRARY if path in output_paths),
        exports=tuple(context.link(export.path, labels[export.path]) for export in exports),
        feeds=tuple((e.media_type, context.href(e.path), labels[e.path]) for e in exports if e.is_feed),
        styles=context.href(urls.STYLES),
        script=context.href(urls.SCRIPT),
        theme=context.href(urls.THEME_SCRIPT),
        icon=context.href(urls.FAVICON),
        image=urls.absolute_url(site.base_url, urls.CARD) if urls.CARD in output_paths else "",
        main=urls.MAIN,
        search=context.href(urls.SEARCH),
        a_to_z=context.href(urls.A_TO_Z),
        suggestions=context.href(urls.SEARCH_SUGGESTIONS),
        names=context.href(urls.SEARCH_NAMES),
    )


def _section(path: str) -> str:
    """The part of the site that a page belongs to in the navigation: its folder, or its own name."""
    section = path.rpartition("/")[0] or path.partition(".")[0]
    return "timeline" if section == "events" else section
