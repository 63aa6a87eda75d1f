"""Addresses as a reader can open them: absolute, without proxies and without what tracks the reader."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from dossier.ingest.element import Element

# Names of query parameters that say how somebody came, never what is shown.
_TRACKING = re.compile(
    r"utm_\w+|at_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_ga|xtor|cmpid|ocid|ns_\w+|"
    r"smid|smtyp|pgtype|partner|emc|rref|referringSource|impression_id|"
    r"share_?token|ref_src|ref_url|feature_?oembed|maca|from_source|spm",
    re.IGNORECASE,
)
# What cn.nytimes.com's clicks add, beside `action=click`.
_CLICK = re.compile(
    r"action|module|contentCollection|contentPlacement|region|block|variant|state|version|default|context|auth|type|searchResultPosition|surface|fellback|req_id|algo|imp_id|clickSource|WT\.nav|hp"
)
_PROXY = re.compile(r"https?://images\.weserv\.nl/?\?(?:.*&)?url=(.+?)(?=&(?:w|h|fit|output|q|l|n|dpr|we|default)=|$)")
_TWICE = re.compile(r"https?://[^/?#]*?(?=https?://)")
_SAFE = ("http", "https", "mailto")


def absolute(href: str, base: str) -> str:
    """The address in full; nothing for what leads nowhere outside its page."""
    href = re.sub(r"[\t\r\n]", "", href.strip())
    if not href or href.startswith("#"):
        return ""
    try:
        full = urljoin(base, _TWICE.sub("", href))
        parts = urlsplit(full)
        parts.port  # noqa: B018 # a port that is no number is only seen when asked for
    except ValueError:
        return ""
    if parts.scheme not in _SAFE or (parts.scheme != "mailto" and not parts.hostname):
        return ""
    return full


def readable(href: str, base: str, rewrites: tuple[tuple[str, str], ...] = ()) -> str:
    """A link as it should stand in an article."""
    full = untracked(absolute(href, base))
    for pattern, replacement in rewrites:
        full = re.sub(pattern, replacement, full)
    return full


def untracked(url: str) -> str:
    """The address without what tracks; otherwise as it was, character for character."""
    if "?" not in url:
        return url
    parts = urlsplit(url)
    click = "action=click" in parts.query
    kept = [
        pair
        for pair in parts.query.split("&")
        if pair and not _TRACKING.fullmatch(name := pair.split("=")[0]) and not (click and _CLICK.fullmatch(name))
    ]
    return urlunsplit(parts._replace(query="&".join(kept)))


def picture(element: Element, base: str) -> str:
    """The real address of an <img>: the largest of its sizes, behind no proxy."""
    best, width = "", 0.0
    for source in _sources(element):
        for candidate in source.split(", "):
            address, _, size = candidate.strip().rpartition(" ")
            if size[:-1].replace(".", "", 1).isdigit() and float(size[:-1]) > width:
                best, width = address, float(size[:-1])
    plain = (element.get(name) for name in ("src", "data-src", "data-original", "data-lazy-src", "data-url"))
    for candidate in (best, *plain):
        full = absolute(unproxied(candidate), base)
        if full:
            return full
    return ""


def _sources(element: Element) -> list[str]:
    around = element.parent.elements if element.parent and element.parent.name == "picture" else []
    return [e.get("srcset") or e.get("data-srcset") for e in (*around, element)]


def unproxied(src: str) -> str:
    proxy = _PROXY.match(src)
    if not proxy:
        return src
    inner = unquote(proxy[1])
    return inner if re.match(r"https?:", inner) else f"https://{inner.lstrip('/')}"


def query(url: str, name: str) -> str:
    return dict(parse_qsl(urlsplit(url).query)).get(name, "")
