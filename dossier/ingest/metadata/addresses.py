"""Normalises addresses: absolute, without proxies and tracking parameters; and reads dates in them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:  # most callers need no HTML parser
    from dossier.ingest.html.tree import Element

# Query parameters that track the reader and do not change the page.
_TRACKING = re.compile(
    r"utm_\w+|at_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_ga|xtor|cmpid|ocid|ns_\w+|"
    r"smid|smtyp|pgtype|searchResultPosition|partner|emc|rref|referringSource|impression_id|"
    r"share_?token|ref_src|ref_url|feature_?oembed|maca|from_source|spm",
    re.IGNORECASE,
)
# Parameters that cn.nytimes.com adds to clicks, beside `action=click`.
_CLICK_TRACKING = re.compile(
    r"action|module|contentCollection|contentPlacement|region|block|variant|state|version|default|context|auth|type|searchResultPosition|surface|fellback|req_id|algo|imp_id|clickSource|WT\.nav|hp"
)
# Picture proxies; the group is the address of the picture.
_PROXIES = tuple(
    re.compile(pattern)
    for pattern in (
        r"https?://images\.weserv\.nl/?\?(?:.*&)?url=(.+?)(?=&(?:w|h|fit|output|q|l|n|dpr|we|default)=|$)",
        r"https?://[^/]+/unsafe/(?:[^/]+/)*?(https?://.+)",  # thumbor
        r"https?://i\d\.wp\.com/([^?]+)",
        r"https?://[\w-]+\.cdn\.ampproject\.org/i/(?:s/)?(.+)",
        r"https?://external-content\.duckduckgo\.com/iu/\?(?:.*&)?u=([^&]+)",
    )
)
_REPEATED_SCHEME = re.compile(r"^(?:https?:?//)+(?=https?:?//)|https?://[^/?#]*?(?=https?://)")
_MISTYPED_SCHEME = re.compile(
    r"^(https?)(?:://\s+|:?//?(?=\w))(?!/)"
)  # https//a.example, https:/a.example, https:// a.example
_SRCSET_ENTRY = re.compile(
    r"([^\s,]\S*+)(?:\s++(\d+(?:\.\d+)?)[wx])?"
)  # an address of `srcset`, and its width or density
_ILLEGAL = re.compile(r'[\s\x00-\x20"<>\\^`{|}]')
_ALLOWED_SCHEMES = ("http", "https", "mailto")
_LOCALE = (
    r"[a-z]{2}(?:[-_](?:[a-zA-Z]{2}|(?i:hans|hant|latn|cyrl|arab)))?"  # zh, pt-BR, sr_Latn; no slug such as at-odds
)
_HOME = re.compile(rf"/?(?:{_LOCALE}/?)?(?:(?:index|default|home)(?:\.\w{{2,5}})?)?/?")
_DATED = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d\d?)(?:[/-](?P<dom>\d\d?))?(?=/|$)")
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>-?)(?P<month>[01]\d)(?P=sep)(?P<dom>[0-3]\d)(?!\d)")


def url_parts(url: str) -> SplitResult:
    """Split an address; all parts are empty if it is invalid, such as `http://[`."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def absolute_url(href: str, base: str) -> str:
    """The absolute address; "" for fragments and for what cannot be opened."""
    href = re.sub(r"[\t\r\n]", "", href.strip())
    if not href or href.startswith("#"):
        return ""
    try:
        full = urljoin(base, _MISTYPED_SCHEME.sub(r"\1://", _REPEATED_SCHEME.sub("", href)))
        parts = urlsplit(full)
        parts.port  # noqa: B018 # raises ValueError for an invalid port
    except ValueError:
        return ""
    if parts.scheme not in _ALLOWED_SCHEMES or (parts.scheme != "mailto" and not parts.hostname):
        return ""
    if parts.scheme != "mailto" and "@" in parts.netloc:  # remove user and password
        full = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return _ILLEGAL.sub(lambda character: quote(character[0]), full)


def readable_url(href: str, base: str, rewrites: tuple[tuple[str, str], ...] = ()) -> str:
    """The address of a link as an article should have it."""
    full = without_tracking(absolute_url(href, base))
    for pattern, replacement in rewrites:
        full = re.sub(pattern, replacement, full)
    return full


def without_tracking(url: str) -> str:
    """Remove tracking parameters, and leave the rest of the address exactly as it is."""
    if "?" not in url:
        return url
    parts = url_parts(url)
    click = "action=click" in parts.query
    parameters = [
        pair
        for pair in parts.query.split("&")
        if pair
        and not _TRACKING.fullmatch(name := pair.split("=")[0])
        and not (click and _CLICK_TRACKING.fullmatch(name))
    ]
    return urlunsplit(parts._replace(query="&".join(parameters)))


def picture_url(element: Element, base: str) -> str:
    """The address of an <img>: the largest of its sizes, without proxies."""
    sizes = [size for source in _srcset_values(element) for size in _SRCSET_ENTRY.findall(source) if size[1]]
    largest = max(sizes, key=lambda size: (float(size[1]), not size[0].endswith(".webp")), default=("", ""))[0]
    candidates = (element.get(name) for name in ("src", "data-src", "data-original", "data-lazy-src", "data-url"))
    return next(
        filter(None, (absolute_url(without_proxy(candidate), base) for candidate in (largest, *candidates))), ""
    )


def _srcset_values(element: Element) -> list[str]:
    around = element.parent.elements if element.parent and element.parent.name == "picture" else []
    return [e.get("srcset") or e.get("data-srcset") for e in (*around, element)]


def without_proxy(src: str) -> str:
    proxy = next(filter(None, (pattern.match(src) for pattern in _PROXIES)), None)
    if not proxy:
        return src
    inner = unquote(proxy[1])
    return inner if re.match(r"https?:", inner) else f"https://{inner.lstrip('/')}"


def query_value(url: str, name: str) -> str:
    return dict(parse_qsl(url_parts(url).query)).get(name, "")


def is_home_page(url: str) -> bool:
    """Whether an address is the home page of a site, and so identifies no article."""
    parts = url_parts(url)
    return not parts.query and bool(_HOME.fullmatch(parts.path))


def date_in_address(url: str, pattern: str = "") -> str:
    """The day or month in an address: /2020/12/19/, /20201219/, /2020-12-19-a-title, /story20201229-1112320.

    `pattern` is that of the outlet's rule.
    """
    own_match = re.search(pattern, url) if pattern else None
    path = url_parts(url).path
    dated = _DATED.search(path)
    for match in (own_match, dated if dated and dated["dom"] else None, _COMPACT.search(path), dated):
        parts = match.groupdict() if match else {}
        if parts.get("day"):
            parts |= {"year": parts["day"][:4], "month": parts["day"][4:6], "dom": parts["day"][6:]}
        try:
            if parts.get("dom"):
                return date(int(parts["year"]), int(parts["month"]), int(parts["dom"])).isoformat()
            if parts.get("month"):
                return date(int(parts["year"]), int(parts["month"]), 1).isoformat()[:7]
        except ValueError:
            continue
    return ""
