"""Who wrote a page of an unknown outlet, when, under which title and where: from everywhere a page says it, in a stated order.

    address      the capture · <link rel=canonical> · og:url · JSON-LD
    title        the <h1> where the head agrees · JSON-LD · og:title · <h1> · <title>, without the site's name
    published    JSON-LD · <meta> · microdata · <time> · the address · the day that a line at the headline shows · the extractor
    authors      JSON-LD · <meta> · rel=author · microdata · elements called byline or author · a line that begins with “By”
    language     lang · <meta> · JSON-LD, where the text agrees (`language_detection`)

The first that is plausible counts, and `Reason` says which it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from dossier.ingest.html.page_blocks import Line, PageLines, letters_only
from dossier.ingest.html.tree import Element
from dossier.ingest.metadata import author_names, visible_dates
from dossier.ingest.metadata.addresses import url_parts
from dossier.ingest.metadata.article_metadata import Reason
from dossier.ingest.metadata.identity import date_in_address
from dossier.ingest.metadata.json_ld import JsonLd, json_ld
from dossier.ingest.metadata.page_titles import without_site_name
from dossier.ingest.metadata.timestamps import parse_timestamp

# The names of <meta>s, the surest first.
_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published", "article.published", "publish-date",
    "publishdate", "published_time", "publication_date", "publicationdate", "pubdate", "publish_date", "datepublished", "parsely-pub-date",
    "sailthru.date", "dcterms.issued", "dc.date.issued", "dcterms.date", "dcterms.created", "dc.date", "dc.date.created", "citation_date",
    "citation_publication_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "article_date_original",
    "og:pubdate", "rnews:datepublished", "originalpublicationdate", "date_published", "article:date", "date", "displaydate", "created",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "article:modified", "dcterms.modified", "datemodified", "last-modified",
    "lastmod", "revised",
)  # fmt: skip
_AUTHORS = (
    "dc.creator", "dcterms.creator", "author", "article:author", "og:article:author", "og:author", "article:author_name", "parsely-author", "sailthru.author", "byl", "byline",
    "dc.contributor", "article.author", "articleauthor", "article_author", "cxenseparse:author",
    "dable:author", "lrt_authors", "rnews:creator", "creator", "authors", "citation_author",
)  # fmt: skip
_SITES = ("og:site_name", "application-name", "al:ios:app_name", "al:android:app_name", "apple-mobile-web-app-title", "dc.publisher",
          "dcterms.publisher", "publisher", "cre", "twitter:site", "copyright")  # fmt: skip
_SECTIONS = ("article:section", "og:section", "parsely-section", "section")
_LANGUAGES = ("og:locale", "content-language", "language", "dc.language", "dcterms.language", "inlanguage")
_DUBLIN_CORE = re.compile(r"^(dc|dcterms)[:.](?=\w)")
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|auteurs?|autor(?:e|en|es|in)?|writers?|reporters?|journalists?|creator)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BYLINE_JOINED = re.compile(r"byline|author(?!iz|it)|autor(?:en|e|in)?name", re.IGNORECASE)
_NOT_BYLINE = re.compile(
    r"bio|related|more|comment|social|share|follow|image|photo|avatar|list|footer|card-?list|promo|about", re.IGNORECASE
)
_SAYS_BY = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|od|tekst|text|autor(?:in)?|автор|author|written by|記者|记者|文|作者|撰文)\s*+[:：/／|]?\s*+\S",
    re.IGNORECASE,
)
_WORDLESS = re.compile(r"^(?:von|par|por|di|door|av|af|od|by|text|tekst)\s+[A-ZÀ-ŽА-Я]", re.IGNORECASE)
_SHOWN = {"a byline at the headline", "a line at the headline", "a byline"}  # to readers, not to machines
_MOST_AUTHORS = 50
_LONGEST_TITLE = 1000  # characters
_LONGEST_BYLINE = 160
_PUBLISHED_SIGN = re.compile(r"publi|created|posted|entry-date|datum|date", re.IGNORECASE)
_UPDATED_SIGN = re.compile(r"updat|modif|aktualis|mis à jour|actualiz|更新", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?\d{4,6}Z?)?")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_LOOSE = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?\s*(?:(Z|UTC|GMT)|([+-]\d\d):?(\d\d))?.*")
_FIRST_YEAR = 1600  # newspapers
_ABOVE = 12  # lines above the text in which its date and byline may stand
_BELOW = 4  # and below it


@dataclass(slots=True)
class Collected:
    """What a page says of its article, each with its reason."""

    url: str = ""
    title: str = ""
    published: str = ""
    updated: str = ""
    section: str = ""
    outlet: str = ""  # as the site calls itself
    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # that are claimed
    reasons: list[Reason] = field(default_factory=list)

    def give(self, name: str, value: str, source: str) -> str:
        if value:
            self.reasons.append(Reason(name, value, source))
        return value


@dataclass(slots=True)
class Head:
    """The elements of a page that speak of the article as a whole, in the order of the source."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    by_property: set[str] = field(default_factory=set)  # which of them `property` names, not `name`
    canonical: str = ""
    title: str = ""
    headlines: list[Element] = field(default_factory=list)
    times: list[Element] = field(default_factory=list)
    properties: dict[str, list[Element]] = field(default_factory=dict)
    authors: list[Element] = field(default_factory=list)  # rel=author
    bylines: list[Element] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    def meta(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((name, value) for name in names for value in self.metas.get(name, ()))


def head(root: Element) -> Head:
    """One look over the whole tree."""
    found = Head(languages=[root.get("lang")])
    for element in root.iter():
        if element.name == "meta":
            _read_meta(element, found)
        else:
            _read_element(element, found)
    return found


def _read_meta(element: Element, found: Head) -> None:
    names = element.get("property") or element.get("name") or element.get("http-equiv") or element.get("itemprop")
    content = " ".join(element.get("content").split())
    for name in names.lower().split() if content else ():
        key = _DUBLIN_CORE.sub(r"\1.", name)
        if element.get("property") and key not in found.by_property:
            found.by_property.add(key)
            found.metas[key] = []  # what a property says beats what a name says
        if element.get("property") or key not in found.by_property:
            found.metas.setdefault(key, []).append(content)


def _read_element(element: Element, found: Head) -> None:
    match element.name:
        case "link" if element.get("rel").lower() == "canonical":
            found.canonical = found.canonical or element.get("href").strip()
        case "title" if not found.title and element.parent is not None and element.parent.name == "head":
            found.title = element.text
        case "h1" if element.text_length:
            found.headlines.append(element)
        case "time":
            found.times.append(element)
    for name in element.get("itemprop").split():
        found.properties.setdefault(name, []).append(element)
    if "author" in element.get("rel").split():
        found.authors.append(element)
    elif 2 < element.text_length <= _LONGEST_BYLINE and _is_byline(element):
        found.bylines.append(element)


def _is_byline(element: Element) -> bool:
    called = f"{element.get('class')} {element.get('id')} {element.get('data-testid')} {element.get('data-component')}"
    if element.name in ("body", "article", "main", "img", "script", "style", "svg", "button", "input", "form"):
        return False
    return bool(_BYLINE.search(called) or _BYLINE_JOINED.search(called)) and not _NOT_BYLINE.search(called)


# ── All of it ────────────────────────────────────────────────────────────────


def collected(html: str, root: Element, page: PageLines, url: str, at: str, late: Callable[[], str]) -> Collected:
    """What the page says. `at` is when it was captured, after which nothing in it appeared; `late` asks the extractor for a
    day, and is only called when nothing else has one."""
    heads, data = head(root), json_ld(html)
    made = Collected()
    made.url = url or made.give("url", *_address(heads, data))
    host = (url_parts(made.url).hostname or "") if made.url.startswith("http") else ""
    sites = [*(value for _, value in heads.meta(_SITES)), *data.publishers, data.value("provider")]
    made.outlet = next((value for _, value in heads.meta(("og:site_name",))), "") or next(iter(data.publishers), "")
    made.title = made.give("title", *_title(heads, data, sites, host))
    near = _near(page)
    made.languages = tuple(
        filter(None, [*heads.languages, *(v for _, v in heads.meta(_LANGUAGES)), data.value("inLanguage")])
    )
    _times(made, heads, data, near, at, late)
    made.section = made.give("section", *_section(heads, data))
    _authors(made, heads, data, near, [*sites, host, host.removeprefix("www."), *host.split(".")[-3:-1]])
    return made


def _first(pairs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    return next(((value, source) for value, source in pairs if value), ("", ""))


def _address(heads: Head, data: JsonLd) -> tuple[str, str]:
    pairs = (
        (heads.canonical, "<link rel=canonical>"),
        *((value, "meta og:url") for _, value in heads.meta(("og:url",))),
        (data.value("url", "mainEntityOfPage"), "JSON-LD"),
    )
    return _first((value, source) for value, source in pairs if re.match(r"https?://[^/]+", value))


def _section(heads: Head, data: JsonLd) -> tuple[str, str]:
    pairs = (
        (data.value("articleSection"), "JSON-LD articleSection"),
        *((v, f"meta {n}") for n, v in heads.meta(_SECTIONS)),
    )
    return _first((value, source) for value, source in pairs if not value.startswith("http"))


def _title(heads: Head, data: JsonLd, sites: Sequence[str], host: str) -> tuple[str, str]:
    shown = [element.text for element in heads.headlines[:6]]
    offered: list[tuple[str, str]] = [
        (data.value("headline"), "JSON-LD headline"),
        *((value, f"meta {name}") for name, value in heads.meta(("og:title",))),
        *(
            (value, f"meta {name}")
            for name, value in heads.meta(
                ("twitter:title", "dc.title", "dcterms.title", "title", "parsely-title", "sailthru.title")
            )
        ),
        (heads.title, "<title>"),
    ]
    known = [letters_only(value) for value in (*shown, *(value for value, _ in offered))]
    offered = [(value[:_LONGEST_TITLE], source) for value, source in offered if value]
    cut = [(without_site_name(value, sites, host, known), source) for value, source in offered]
    for text in shown:
        for value, source in cut:
            if letters_only(text) == letters_only(value):
                return text if len(text.split()) > 1 or len(text) > len(value) else value, f"<h1>, as {source}"
    if cut:
        return cut[0]
    return (shown[0], "<h1>") if shown else ("", "")


# ── Times ────────────────────────────────────────────────────────────────────


def moment(value: str, at: str = "") -> str:
    """A machine's time as ISO 8601 with the precision and zone that it has; "" for what is none, or cannot be."""
    value = value.strip()
    if compact := _COMPACT.fullmatch(value):
        value = "-".join(compact.groups())
    elif _EPOCH.fullmatch(value):
        value = datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    elif loose := _LOOSE.fullmatch(value):
        day, minutes, seconds, utc, hours, rest = loose.groups()
        value = f"{day}T{minutes}{seconds or ''}{'Z' if utc else f'{hours}:{rest}' if hours else ''}"
    found: str = parse_timestamp(value, "")
    return found if found and _is_possible(found, at) else ""


def _is_possible(found: str, at: str) -> bool:
    """Whether something can have appeared then: not before there were newspapers, at no clock's zero, not after its capture."""
    year = int(found[:4])
    return year >= _FIRST_YEAR and found[:10] != "1970-01-01" and not (at and found[:10] > _next_day(at))


def _next_day(at: str) -> str:
    """A day later than a capture's: elsewhere on the globe it was tomorrow."""
    try:
        return datetime.fromtimestamp(datetime.fromisoformat(at).timestamp() + 86_400, UTC).date().isoformat()
    except (ValueError, OverflowError):
        return "9999"


def _times(made: Collected, heads: Head, data: JsonLd, near: list[Line], at: str, late: Callable[[], str]) -> None:
    language = next(iter(made.languages), "")
    sources: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("JSON-LD datePublished", lambda: iter([data.value("datePublished")])),
        ("<meta>", lambda: (value for _, value in heads.meta(_PUBLISHED))),
        ("JSON-LD dateCreated", lambda: iter([data.value("dateCreated", "uploadDate")])),
        ("microdata", lambda: _property_times(heads)),
        ("<time>", lambda: _element_times(heads, near)),
    )
    for source, values in sources:
        for value in values():
            if found := moment(value, at) or _worded(value, language, at):
                made.published = made.give("published", found, source)
                break
        if made.published:
            break
    if not made.published:
        _give_day(made, near, language, at, late)
    changed = (data.value("dateModified"), *(value for _, value in heads.meta(_UPDATED)))
    updated = next(filter(None, (moment(value, at) for value in changed if value)), "")
    if updated > made.published and _later(updated, made.published):
        made.updated = made.give("updated", updated, "JSON-LD or <meta>")


def _give_day(made: Collected, near: list[Line], language: str, at: str, late: Callable[[], str]) -> None:
    """The day that no machine is told, but readers are."""
    sources: tuple[tuple[str, Callable[[], str]], ...] = (
        ("the address", lambda: day if len(day := date_in_address(made.url)) == len("2020-12-13") else ""),
        ("a line at the headline", lambda: _shown_day(near, language, at)),
        ("the extractor", late),
    )
    for source, ask in sources:
        day = ask()
        if day and _is_possible(day, at):
            made.published = made.give("published", day, source)
            return


def _later(one: str, other: str) -> bool:
    """Whether a moment is after another, or on a later day where one is only a day."""
    try:
        first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
        return first > second if first.tzinfo and second.tzinfo else one[:10] > other[:10]
    except ValueError:
        return False


def _worded(value: str, language: str, at: str) -> str:
    day = visible_dates.day(value, language) if value and not value[:4].isdecimal() else ""
    return day if day and _is_possible(day, at) else ""


def _property_times(heads: Head) -> Iterator[str]:
    for name in ("datePublished", "dateCreated"):
        for element in heads.properties.get(name, ()):
            yield element.get("content") or element.get("datetime") or element.text


def _element_times(heads: Head, near: list[Line]) -> Iterator[str]:
    """<time>s: those that say that they are of publication, then those at the headline."""
    around = {id(element) for line in near for element in (line.block, *_over(line.block, 3))}
    said, beside = [], []
    for element in heads.times:
        called = (
            f"{element.get('class')} {element.get('itemprop')} {element.parent.get('class') if element.parent else ''}"
        )
        if _UPDATED_SIGN.search(called) or _UPDATED_SIGN.search(_beginning(element.parent)):
            continue
        if "pubdate" in element.attributes or re.search(r"publi|entry-date", called, re.IGNORECASE):
            said.append(element)
        elif any(id(one) in around for one in _over(element, 3)):
            beside.append(element)
    for element in (*said, *beside):
        yield element.get("datetime") or element.text
        yield element.text


def _beginning(element: Element | None) -> str:
    """What a short element says first."""
    return element.text[:40] if element is not None and element.text_length <= _LONGEST_BYLINE else ""


def _over(element: Element, levels: int) -> Iterator[Element]:
    inner = element.parent
    while inner is not None and levels and inner.name not in ("body", "main", "article"):
        yield inner
        inner, levels = inner.parent, levels - 1


def _shown_day(near: list[Line], language: str, at: str) -> str:
    """The day of a line above the text that is short; one that speaks of an update only if there is no other."""
    found = [
        (bool(_UPDATED_SIGN.search(line.text)), day)
        for line in near
        if len(line.key) <= 120 and (day := visible_dates.day(line.text, language)) and _is_possible(day, at)
    ]
    return min(found, key=lambda pair: pair[0], default=(False, ""))[1]


# ── People ───────────────────────────────────────────────────────────────────


def _near(page: PageLines) -> list[Line]:
    """The lines between the headline and the text, and the first after it."""
    kept = [line.number for line in page.lines if line.is_article and len(line.key) > 60]
    if not kept:
        return page.lines[:_ABOVE]
    heading = max((n for n, line in enumerate(page.lines[: kept[0] + 1]) if line.is_headline), default=kept[0])
    start = min(max(0, heading - 4), max(0, kept[0] - _ABOVE))
    return [*page.lines[start : kept[0] + 1], *page.lines[kept[-1] : kept[-1] + 1 + _BELOW]]


def _authors(made: Collected, heads: Head, data: JsonLd, near: list[Line], outlets: list[str]) -> None:
    around = {id(element) for line in near for element in (line.block, *_over(line.block, 4))}
    agencies: tuple[str, ...] = ()
    for source, bylines in _bylines(heads, data, near, around):
        found = author_names.names(bylines, outlets, shown=source in _SHOWN)
        agencies = agencies or found.agencies
        if found.people:
            made.people = found.people
            made.give("byline", ", ".join(found.people), source)
            break
    made.agencies = agencies
    if agencies:
        made.give("agencies", ", ".join(agencies), "the byline")


def _bylines(heads: Head, data: JsonLd, near: list[Line], around: set[int]) -> Iterator[tuple[str, list[str]]]:
    yield "JSON-LD author", [author.name for author in islice(data.authors("author"), _MOST_AUTHORS)]
    for name in _AUTHORS:
        yield f"meta {name}", list(heads.metas.get(name, ()))[:_MOST_AUTHORS]
    yield "JSON-LD creator", [author.name for author in data.authors("creator", "contributor")]
    yield "rel=author", [element.text for element in heads.authors if _beside(element, around)]
    yield "rel=author", [element.text for element in heads.authors[:4]]
    for name in ("author", "creator"):
        elements = heads.properties.get(name, ())
        yield "microdata", [_named(element) for element in elements]
    yield "a byline at the headline", [e.text for e in _outermost(heads.bylines) if _beside(e, around)][:2]
    yield "a line at the headline", [line.text for line in near if _says_by(line)][:1]
    yield "a byline", [element.text for element in _outermost(heads.bylines)][:1]


def _named(element: Element) -> str:
    """The name in a person's microdata."""
    inner = next(
        (one for one in element.iter() if one is not element and "name" in one.get("itemprop").split()), element
    )
    return inner.get("content") or inner.text


def _beside(element: Element, around: set[int]) -> bool:
    return any(id(one) in around for one in (element, *element.iter(), *_over(element, 2)))


def _outermost(elements: Iterable[Element]) -> list[Element]:
    """Those that stand in no other of them."""
    chosen: list[Element] = []
    inside: set[int] = set()
    for element in elements:
        if id(element) not in inside:
            chosen.append(element)
            inside |= {id(one) for one in element.iter()}
    return chosen


def _says_by(line: Line) -> bool:
    """Whether a short line begins as bylines do."""
    text = line.text
    if len(text) > 120 or text.endswith((".", "!", "?", "。")) or not _SAYS_BY.match(text):
        return False
    return bool(_WORDLESS.match(text)) or ":" in text[:24] or "：" in text[:12] or text[:1] in "記记文作撰"


__all__ = ["Collected", "collected", "moment"]
