"""Addresses as a reader can open them: absolute, without proxies and without what tracks the reader."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

from dossier.ingest.html.tree import Element

# Names of query parameters that say how somebody came, never what is shown.
_TRACKING = re.compile(
    r"utm_\w+|at_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_ga|xtor|cmpid|ocid|ns_\w+|"
    r"smid|smtyp|pgtype|searchResultPosition|partner|emc|rref|referringSource|impression_id|"
    r"share_?token|ref_src|ref_url|feature_?oembed|maca|from_source|spm",
    re.IGNORECASE,
)
# What cn.nytimes.com's clicks add, beside `action=click`.
_CLICK = re.compile(
    r"action|module|contentCollection|contentPlacement|region|block|variant|state|version|default|context|auth|type|searchResultPosition|surface|fellback|req_id|algo|imp_id|clickSource|WT\.nav|hp"
)
# Addresses that stand for a picture elsewhere, which the group names.
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
_TWICE = re.compile(r"^(?:https?:?//)+(?=https?:?//)|https?://[^/?#]*?(?=https?://)")
_SLIPPED = re.compile(r"^(https?)(?:://\s+|:?//?(?=\w))(?!/)")  # https//a.example, https:/a.example, https:// a.example
_SIZE = re.compile(r"([^\s,]\S*+)(?:\s++(\d+(?:\.\d+)?)[wx])?")  # an address, and its width or density, if it has one
_ILLEGAL = re.compile(r'[\s\x00-\x20"<>\\^`{|}]')
_SAFE = ("http", "https", "mailto")


def url_parts(url: str) -> SplitResult:
    """The parts of an address; empty ones of what is none, such as `http://[`."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def absolute_url(href: str, base: str) -> str:
    """The address in full; nothing for what leads nowhere outside its page."""
    href = re.sub(r"[\t\r\n]", "", href.strip())
    if not href or href.startswith("#"):
        return ""
    try:
        full = urljoin(base, _SLIPPED.sub(r"\1://", _TWICE.sub("", href)))
        parts = urlsplit(full)
        parts.port  # noqa: B018 # a port that is no number is only seen when asked for
    except ValueError:
        return ""
    if parts.scheme not in _SAFE or (parts.scheme != "mailto" and not parts.hostname):
        return ""
    if parts.scheme != "mailto" and "@" in parts.netloc:  # who opens it, and with what password, is nobody's business
        full = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return _ILLEGAL.sub(lambda character: quote(character[0]), full)


def readable_url(href: str, base: str, rewrites: tuple[tuple[str, str], ...] = ()) -> str:
    """A link as it should stand in an article."""
    full = without_tracking(absolute_url(href, base))
    for pattern, replacement in rewrites:
        full = re.sub(pattern, replacement, full)
    return full


def without_tracking(url: str) -> str:
    """The address without what tracks; otherwise as it was, character for character."""
    if "?" not in url:
        return url
    parts = url_parts(url)
    click = "action=click" in parts.query
    kept = [
        pair
        for pair in parts.query.split("&")
        if pair and not _TRACKING.fullmatch(name := pair.split("=")[0]) and not (click and _CLICK.fullmatch(name))
    ]
    return urlunsplit(parts._replace(query="&".join(kept)))


def picture_url(element: Element, base: str) -> str:
    """The real address of an <img>: the largest of its sizes, behind no proxy."""
    sizes = [size for source in _sources(element) for size in _SIZE.findall(source) if size[1]]
    largest = max(sizes, key=lambda size: (float(size[1]), not size[0].endswith(".webp")), default=("", ""))[0]
    plain = (element.get(name) for name in ("src", "data-src", "data-original", "data-lazy-src", "data-url"))
    return next(filter(None, (absolute_url(without_proxy(candidate), base) for candidate in (largest, *plain))), "")


def _sources(element: Element) -> list[str]:
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
