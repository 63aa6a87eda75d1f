"""Collects the metadata of a page whose outlet has no rule, from all its sources in a fixed order.

    address      the capture · <link rel=canonical> · og:url · JSON-LD
    title        the <h1> where the head agrees · JSON-LD · og:title · <h1> · <title>, without the site's name
    published    JSON-LD · <meta> · microdata · <time> · the address · a line at the headline · the extractor
    authors      JSON-LD · <meta> · rel=author · microdata · elements named byline or author · links to pages of
                 authors · a line that begins with “By” · JSON-LD, an organisation other than the outlet
    language     lang · <meta> · JSON-LD, where the text agrees (`language_detection`)

The first plausible value counts, and a `Reason` records its source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from dossier.ingest.html.page_blocks import Line, PageLines, letters_only
from dossier.ingest.html.tree import Element
from dossier.ingest.metadata import author_names
from dossier.ingest.metadata.addresses import date_in_address, url_parts
from dossier.ingest.metadata.article_metadata import Reason
from dossier.ingest.metadata.json_ld import JsonLd, parse_json_ld
from dossier.ingest.metadata.page_titles import remove_site_name
from dossier.ingest.metadata.timestamps import find_day, parse_timestamp

# Names of <meta> elements, the most reliable first.
_PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published", "article.published", "publish-date",
    "publishdate", "published_time", "publication_date", "publicationdate", "pubdate", "publish_date", "datepublished", "parsely-pub-date",
    "sailthru.date", "dcterms.issued", "dc.date.issued", "dcterms.date", "dcterms.created", "dc.date", "dc.date.created", "citation_date",
    "citation_publication_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "article_date_original",
    "og:pubdate", "rnews:datepublished", "originalpublicationdate", "date_published", "article:date", "date", "displaydate", "created",
)  # fmt: skip
_UPDATED_NAMES = (
    "article:modified_time", "og:updated_time", "og:modified_time", "article:modified", "dcterms.modified", "datemodified", "last-modified",
    "lastmod", "revised",
)  # fmt: skip
_AUTHOR_NAMES = (
    "dc.creator", "dcterms.creator", "author", "article:author", "og:article:author", "og:author", "article:author_name", "parsely-author", "sailthru.author", "byl", "byline",
    "dc.contributor", "article.author", "articleauthor", "article_author", "cxenseparse:author",
    "dable:author", "lrt_authors", "rnews:creator", "creator", "authors", "citation_author",
)  # fmt: skip
_SITE_NAMES = ("og:site_name", "application-name", "al:ios:app_name", "al:android:app_name", "apple-mobile-web-app-title", "dc.publisher",
          "dcterms.publisher", "publisher", "cre", "twitter:site", "copyright")  # fmt: skip
_SECTION_NAMES = ("article:section", "og:section", "parsely-section", "section")
_LANGUAGE_NAMES = ("og:locale", "content-language", "language", "dc.language", "dcterms.language", "inlanguage")
_DUBLIN_CORE = re.compile(r"^(dc|dcterms)[:.](?=\w)")
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|auteurs?|autor(?:e|en|es|in)?|writers?|reporters?|journalists?|creator)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BYLINE_JOINED = re.compile(r"byline|author(?!iz|it)|autor(?:en|e|in)?name", re.IGNORECASE)
_NOT_BYLINE = re.compile(
    r"bio|related|more|comment|social|share|follow|image|photo|avatar|list|footer|card-?list|promo|about", re.IGNORECASE
)
_BYLINE_START = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|od|tekst|text|autor(?:in)?|автор|author|written by|記者|记者|文|作者|撰文)\s*+[:：/／|]?\s*+\S",
    re.IGNORECASE,
)
_PLAIN_BYLINE_START = re.compile(r"^(?:von|par|por|di|door|av|af|od|by|text|tekst)\s+[A-ZÀ-ŽА-Я]", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:e|en|es|in|zy)?|auteurs?|by|profiles?|people|person|persons|contributors?|columnists?|journalists?|reporters?|writers?|"
    r"staff|users?|byline|forfatter|toimittaja|yazar|penulis)/[^/?#]*[^\W\d_][^?#]*$",
    re.IGNORECASE,
)
# Found by layout, not by markup.
_LAYOUT_SOURCES = {"a byline at the headline", "a link at the headline", "a line at the headline", "a byline"}
_MOST_AUTHORS = 50
_LONGEST_TITLE = 1000  # characters
_LONGEST_BYLINE = 160
_PUBLISHED_SIGN = re.compile(r"publi|created|posted|entry-date|datum|date", re.IGNORECASE)
_UPDATED_SIGN = re.compile(r"updat|modif|aktualis|mis à jour|actualiz|更新", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?\d{4,6}Z?)?")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_LENIENT_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s*(?:(Z|UTC|GMT)|([+-]\d\d):?(\d\d))?.*"
)
_FIRST_YEAR = 1600  # of newspapers
_LINES_ABOVE = 12  # lines above the text that may hold its date and byline
_LINES_BELOW = 4  # likewise below the text


@dataclass(slots=True)
class PageMetadata:
    """The metadata of a page, with the reason of each field."""

    url: str = ""
    title: str = ""
    published: str = ""
    updated: str = ""
    section: str = ""
    outlet: str = ""  # the site's own name
    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # declared by the page
    reasons: list[Reason] = field(default_factory=list)

    def add(self, name: str, value: str, source: str) -> str:
        if value:
            self.reasons.append(Reason(name, value, source))
        return value


@dataclass(slots=True)
class MetadataElements:
    """The elements of a page that may hold metadata, in document order."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    by_property: set[str] = field(default_factory=set)  # keys that a `property` attribute names
    canonical: str = ""
    title: str = ""
    headlines: list[Element] = field(default_factory=list)
    times: list[Element] = field(default_factory=list)
    properties: dict[str, list[Element]] = field(default_factory=dict)
    authors: list[Element] = field(default_factory=list)  # rel=author
    bylines: list[Element] = field(default_factory=list)
    author_links: list[Element] = field(default_factory=list)  # to pages of authors
    languages: list[str] = field(default_factory=list)

    def meta(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((name, value) for name in names for value in self.metas.get(name, ()))


def find_metadata_elements(root: Element) -> MetadataElements:
    """Collect the metadata elements in one pass over the tree."""
    elements = MetadataElements(languages=[root.get("lang")])
    for element in root.iter():
        if element.name == "meta":
            _read_meta(element, elements)
        else:
            _read_element(element, elements)
    return elements


def _read_meta(element: Element, elements: MetadataElements) -> None:
    names = element.get("property") or element.get("name") or element.get("http-equiv") or element.get("itemprop")
    content = " ".join(element.get("content").split())
    for name in names.lower().split() if content else ():
        key = _DUBLIN_CORE.sub(r"\1.", name)
        if element.get("property") and key not in elements.by_property:
            elements.by_property.add(key)
            elements.metas[key] = []  # `property` takes precedence over `name`
        if element.get("property") or key not in elements.by_property:
            elements.metas.setdefault(key, []).append(content)


def _read_element(element: Element, elements: MetadataElements) -> None:
    match element.name:
        case "link" if element.get("rel").lower() == "canonical":
            elements.canonical = elements.canonical or element.get("href").strip()
        case "title" if not elements.title and element.parent is not None and element.parent.name == "head":
            elements.title = element.text
        case "h1" if element.text_length:
            elements.headlines.append(element)
        case "time":
            elements.times.append(element)
    for name in element.get("itemprop").split():
        elements.properties.setdefault(name, []).append(element)
    if "author" in element.get("rel").split():
        elements.authors.append(element)
    elif 2 < element.text_length <= _LONGEST_BYLINE and _is_byline(element):
        elements.bylines.append(element)
    elif element.name == "a" and element.text_length and _AUTHOR_PAGE.search(element.get("href")):
        elements.author_links.append(element)


def _is_byline(element: Element) -> bool:
    attributes = (
        f"{element.get('class')} {element.get('id')} {element.get('data-testid')} {element.get('data-component')}"
    )
    if element.name in ("body", "article", "main", "img", "script", "style", "svg", "button", "input", "form"):
        return False
    return bool(_BYLINE.search(attributes) or _BYLINE_JOINED.search(attributes)) and not _NOT_BYLINE.search(attributes)


# ── All fields ───────────────────────────────────────────────────────────────


def collect_page_metadata(
    html: str, root: Element, page: PageLines, url: str, captured_at: str, guess_day: Callable[[], str]
) -> PageMetadata:
    """Collect the metadata of a page.

    Dates after `captured_at` are not plausible. `guess_day` asks the extractor, if nothing else has a date.
    """
    elements, json_ld = find_metadata_elements(root), parse_json_ld(html)
    metadata = PageMetadata()
    metadata.url = url or metadata.add("url", *_find_address(elements, json_ld))
    host = (url_parts(metadata.url).hostname or "") if metadata.url.startswith("http") else ""
    sites = [*(value for _, value in elements.meta(_SITE_NAMES)), *json_ld.publishers, json_ld.value("provider")]
    metadata.outlet = next((value for _, value in elements.meta(("og:site_name",))), "") or next(
        iter(json_ld.publishers), ""
    )
    metadata.title = metadata.add("title", *_find_title(elements, json_ld, sites, host))
    near_lines = _lines_at_headline(page)
    metadata.languages = tuple(
        filter(
            None, [*elements.languages, *(v for _, v in elements.meta(_LANGUAGE_NAMES)), json_ld.value("inLanguage")]
        )
    )
    _read_times(metadata, elements, json_ld, near_lines, captured_at, guess_day)
    metadata.section = metadata.add("section", *_find_section(elements, json_ld))
    _read_authors(
        metadata, elements, json_ld, near_lines, [*sites, host, host.removeprefix("www."), *host.split(".")[-3:-1]]
    )
    return metadata


def _first(pairs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    return next(((value, source) for value, source in pairs if value), ("", ""))


def _find_address(elements: MetadataElements, json_ld: JsonLd) -> tuple[str, str]:
    pairs = (
        (elements.canonical, "<link rel=canonical>"),
        *((value, "meta og:url") for _, value in elements.meta(("og:url",))),
        (json_ld.value("url", "mainEntityOfPage"), "JSON-LD"),
    )
    return _first((value, source) for value, source in pairs if re.match(r"https?://[^/]+", value))


def _find_section(elements: MetadataElements, json_ld: JsonLd) -> tuple[str, str]:
    pairs = (
        (json_ld.value("articleSection"), "JSON-LD articleSection"),
        *((v, f"meta {n}") for n, v in elements.meta(_SECTION_NAMES)),
    )
    return _first((value, source) for value, source in pairs if not value.startswith("http"))


def _find_title(elements: MetadataElements, json_ld: JsonLd, sites: Sequence[str], host: str) -> tuple[str, str]:
    headlines = [element.text for element in elements.headlines[:6]]
    candidates: list[tuple[str, str]] = [
        (json_ld.value("headline"), "JSON-LD headline"),
        *((value, f"meta {name}") for name, value in elements.meta(("og:title",))),
        *(
            (value, f"meta {name}")
            for name, value in elements.meta(
                ("twitter:title", "dc.title", "dcterms.title", "title", "parsely-title", "sailthru.title")
            )
        ),
        (elements.title, "<title>"),
    ]
    title_keys = [letters_only(value) for value in (*headlines, *(value for value, _ in candidates))]
    candidates = [(value[:_LONGEST_TITLE], source) for value, source in candidates if value]
    cleaned = [(remove_site_name(value, sites, host, title_keys), source) for value, source in candidates]
    for text in headlines:
        for value, source in cleaned:
            if letters_only(text) == letters_only(value):
                return text if len(text.split()) > 1 or len(text) > len(value) else value, f"<h1>, as {source}"
    if cleaned:
        return cleaned[0]
    return (headlines[0], "<h1>") if headlines else ("", "")


# ── Times ────────────────────────────────────────────────────────────────────


def parse_machine_time(value: str, captured_at: str = "") -> str:
    """Convert a machine-readable time to ISO 8601, with the precision and zone that it has; "" if it is not plausible."""
    value = value.strip()
    if compact := _COMPACT.fullmatch(value):
        value = "-".join(compact.groups())
    elif _EPOCH.fullmatch(value):
        value = datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    elif loose := _LENIENT_ISO.fullmatch(value):
        day, minutes, seconds, utc, hours, rest = loose.groups()
        value = f"{day}T{minutes}{seconds or ''}{'Z' if utc else f'{hours}:{rest}' if hours else ''}"
    timestamp: str = parse_timestamp(value, "")
    return timestamp if timestamp and _is_possible(timestamp, captured_at) else ""


def _is_possible(timestamp: str, captured_at: str) -> bool:
    """Whether a date of publication is plausible: after 1600, not the zero of a clock, not after the capture."""
    year = int(timestamp[:4])
    return (
        year >= _FIRST_YEAR
        and timestamp[:10] != "1970-01-01"
        and not (captured_at and timestamp[:10] > _next_day(captured_at))
    )


def _next_day(captured_at: str) -> str:
    """The day after a capture, which it already was in other time zones."""
    try:
        return datetime.fromtimestamp(datetime.fromisoformat(captured_at).timestamp() + 86_400, UTC).date().isoformat()
    except (ValueError, OverflowError):
        return "9999"


def _read_times(
    metadata: PageMetadata,
    elements: MetadataElements,
    json_ld: JsonLd,
    near_lines: list[Line],
    captured_at: str,
    guess_day: Callable[[], str],
) -> None:
    language = next(iter(metadata.languages), "")
    sources: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("JSON-LD datePublished", lambda: iter([json_ld.value("datePublished")])),
        ("<meta>", lambda: (value for _, value in elements.meta(_PUBLISHED_NAMES))),
        ("JSON-LD dateCreated", lambda: iter([json_ld.value("dateCreated", "uploadDate")])),
        ("microdata", lambda: _property_times(elements)),
        ("<time>", lambda: _element_times(elements, near_lines)),
    )
    for source, values in sources:
        for value in values():
            if timestamp := parse_machine_time(value, captured_at) or _day_in_words(value, language, captured_at):
                metadata.published = metadata.add("published", timestamp, source)
                break
        if metadata.published:
            break
    if not metadata.published:
        _read_unmarked_day(metadata, near_lines, language, captured_at, guess_day)
    changed = (json_ld.value("dateModified"), *(value for _, value in elements.meta(_UPDATED_NAMES)))
    updated = next(filter(None, (parse_machine_time(value, captured_at) for value in changed if value)), "")
    if updated > metadata.published and _is_later(updated, metadata.published):
        metadata.updated = metadata.add("updated", updated, "JSON-LD or <meta>")


def _read_unmarked_day(
    metadata: PageMetadata, near_lines: list[Line], language: str, captured_at: str, guess_day: Callable[[], str]
) -> None:
    """Look for the day of publication in sources that are not marked up."""
    sources: tuple[tuple[str, Callable[[], str]], ...] = (
        ("the address", lambda: day if len(day := date_in_address(metadata.url)) == len("2020-12-13") else ""),
        ("a line at the headline", lambda: _visible_day(near_lines, language, captured_at)),
        ("the extractor", guess_day),
    )
    for source, ask in sources:
        day = ask()
        if day and _is_possible(day, captured_at):
            metadata.published = metadata.add("published", day, source)
            return


def _is_later(one: str, other: str) -> bool:
    """Whether a time is after another; only the days are compared if one has no zone."""
    try:
        first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
        return first > second if first.tzinfo and second.tzinfo else one[:10] > other[:10]
    except ValueError:
        return False


def _day_in_words(value: str, language: str, captured_at: str) -> str:
    day = find_day(value, language) if value and not value[:4].isdecimal() else ""
    return day if day and _is_possible(day, captured_at) else ""


def _property_times(elements: MetadataElements) -> Iterator[str]:
    for name in ("datePublished", "dateCreated"):
        for element in elements.properties.get(name, ()):
            yield element.get("content") or element.get("datetime") or element.text


def _element_times(elements: MetadataElements, near_lines: list[Line]) -> Iterator[str]:
    """The <time> elements that are marked as publication, and then those at the headline."""
    around = {id(element) for line in near_lines for element in (line.block, *_ancestors(line.block, 3))}
    marked, at_headline = [], []
    for element in elements.times:
        attributes = (
            f"{element.get('class')} {element.get('itemprop')} {element.parent.get('class') if element.parent else ''}"
        )
        if _UPDATED_SIGN.search(attributes) or _UPDATED_SIGN.search(_beginning(element.parent)):
            continue
        if "pubdate" in element.attributes or re.search(r"publi|entry-date", attributes, re.IGNORECASE):
            marked.append(element)
        elif any(id(one) in around for one in _ancestors(element, 3)):
            at_headline.append(element)
    for element in (*marked, *at_headline):
        yield element.get("datetime") or element.text
        yield element.text


def _beginning(element: Element | None) -> str:
    """The beginning of a short element's text."""
    return element.text[:40] if element is not None and element.text_length <= _LONGEST_BYLINE else ""


def _ancestors(element: Element, levels: int) -> Iterator[Element]:
    inner = element.parent
    while inner is not None and levels and inner.name not in ("body", "main", "article"):
        yield inner
        inner, levels = inner.parent, levels - 1


def _visible_day(near_lines: list[Line], language: str, captured_at: str) -> str:
    """The day in a short line at the headline, preferably one that is not about an update."""
    days = [
        (bool(_UPDATED_SIGN.search(line.text)), day)
        for line in near_lines
        if len(line.key) <= 120 and (day := find_day(line.text, language)) and _is_possible(day, captured_at)
    ]
    return min(days, key=lambda pair: pair[0], default=(False, ""))[1]


# ── People ───────────────────────────────────────────────────────────────────


def _lines_at_headline(page: PageLines) -> list[Line]:
    """The lines between the headline and the text, and the first ones after the text."""
    article_lines = [line.number for line in page.lines if line.is_article and len(line.key) > 60]
    if not article_lines:
        return page.lines[:_LINES_ABOVE]
    headline = max(
        (n for n, line in enumerate(page.lines[: article_lines[0] + 1]) if line.is_headline), default=article_lines[0]
    )
    start = min(max(0, headline - 4), max(0, article_lines[0] - _LINES_ABOVE))
    return [
        *page.lines[start : article_lines[0] + 1],
        *page.lines[article_lines[-1] : article_lines[-1] + 1 + _LINES_BELOW],
    ]


def _read_authors(
    metadata: PageMetadata, elements: MetadataElements, json_ld: JsonLd, near_lines: list[Line], outlets: list[str]
) -> None:
    around = {id(element) for line in near_lines for element in (line.block, *_ancestors(line.block, 4))}
    agencies: tuple[str, ...] = ()
    for source, bylines in _byline_candidates(elements, json_ld, near_lines, around):
        names = author_names.parse_author_names(bylines, outlets, strict=source in _LAYOUT_SOURCES)
        agencies = agencies or names.agencies
        if names.people:
            metadata.people = names.people
            metadata.add("byline", ", ".join(names.people), source)
            break
    else:
        groups = (author.name for author in json_ld.authors("author") if author.is_group)
        metadata.people = author_names.parse_group_names(islice(groups, _MOST_AUTHORS), outlets)
        metadata.add("byline", ", ".join(metadata.people), "JSON-LD author, an organisation")
    metadata.agencies = agencies
    if agencies:
        metadata.add("agencies", ", ".join(agencies), "the byline")


def _byline_candidates(
    elements: MetadataElements, json_ld: JsonLd, near_lines: list[Line], around: set[int]
) -> Iterator[tuple[str, list[str]]]:
    authors = (a for a in json_ld.authors("author") if not a.is_group or author_names.has_evident_names_only(a.name))
    yield "JSON-LD author", [author.name for author in islice(authors, _MOST_AUTHORS)]
    for name in _AUTHOR_NAMES:
        yield f"meta {name}", list(elements.metas.get(name, ()))[:_MOST_AUTHORS]
    yield "JSON-LD creator", [author.name for author in json_ld.authors("creator", "contributor")]
    yield "rel=author", [element.text for element in elements.authors if _is_near(element, around)]
    yield "rel=author", [element.text for element in elements.authors[:4]]
    for name in ("author", "creator"):
        yield "microdata", [_microdata_name(element) for element in elements.properties.get(name, ())]
    yield "a byline at the headline", [e.text for e in _outermost(elements.bylines) if _is_near(e, around)][:2]
    yield "a link at the headline", [element.text for element in elements.author_links if _is_near(element, around)][:4]
    yield "a line at the headline", [line.text for line in near_lines if _begins_like_byline(line)][:1]
    yield "a byline", [element.text for element in _outermost(elements.bylines)][:1]


def _microdata_name(element: Element) -> str:
    """The name of a person in microdata."""
    inner = next(
        (one for one in element.iter() if one is not element and "name" in one.get("itemprop").split()), element
    )
    return inner.get("content") or inner.text


def _is_near(element: Element, around: set[int]) -> bool:
    return any(id(one) in around for one in (element, *element.iter(), *_ancestors(element, 2)))


def _outermost(elements: Iterable[Element]) -> list[Element]:
    """The elements that are not inside another of them."""
    chosen: list[Element] = []
    inside: set[int] = set()
    for element in elements:
        if id(element) not in inside:
            chosen.append(element)
            inside |= {id(one) for one in element.iter()}
    return chosen


def _begins_like_byline(line: Line) -> bool:
    """Whether a short line begins like a byline."""
    text = line.text
    if len(text) > 120 or text.endswith((".", "!", "?", "。")) or not _BYLINE_START.match(text):
        return False
    return bool(_PLAIN_BYLINE_START.match(text)) or ":" in text[:24] or "：" in text[:12] or text[:1] in "記记文作撰"


__all__ = ["PageMetadata", "collect_page_metadata", "parse_machine_time"]
