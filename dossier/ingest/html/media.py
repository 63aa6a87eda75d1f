"""Pictures, films, recordings and frames → figures, by what can be opened."""

from __future__ import annotations

import re

from dossier.ingest.html import removals
from dossier.ingest.html.pieces import Dropped, Figure, Paragraph, TextRun
from dossier.ingest.html.tree import Element
from dossier.ingest.metadata import addresses
from dossier.ingest.metadata.addresses import url_parts

_YOUTUBE = re.compile(r"https?://(?:www\.)?(?:youtube(?:-nocookie)?\.com/embed/|youtu\.be/)([\w-]{6,})")
_FILM_PAGE = re.compile(r"https?://(?:www\.)?(?:youtube\.com/watch|youtu\.be/|vimeo\.com/|.*/embed$|.*/av-embeds/)")
_PLAYER = re.compile(
    r"youtube|youtu\.be|vimeo|dailymotion|bilibili|/videos?[/.?-]|video|/av-embeds/|/embed\b|player|podcast|audio|"
    r"acast|soundcloud|megaphone|spotify|omny|\.(mp4|m3u8|mp3|m4a)\b"
)
_TINY = re.compile(r"[0-2](px)?")


def media_figure(element: Element, base: str, href: str = "") -> Figure | None:
    """What an <img>, <video>, <audio> or a player's <iframe> shows; None for what shows nothing."""
    if element.name == "img":
        return _picture(element, base, href)
    where = watch_url(_source(element, base))
    poster = addresses.absolute_url(addresses.without_proxy(element.get("poster")), base)
    if not (where or poster) or (element.name == "iframe" and not _PLAYER.search(where)):
        return None
    return Figure(poster, href=where)


def frame_link(element: Element, base: str) -> Paragraph | None:
    """A link in place of a frame that plays nothing: a table, a map, a chart."""
    where = watch_url(_source(element, base)) if element.name == "iframe" else ""
    title = " ".join(element.get("title").split())
    return Paragraph((TextRun(title or where, href=where),)) if where else None


def _source(element: Element, base: str) -> str:
    video = next((value for name, value in element.attributes.items() if name.endswith("video-id")), "")
    inner = (child.get("src") for child in element.elements if child.name == "source")
    own = element.get("src") or element.get("data-src") or element.get("source") or next(inner, "")
    return f"https://www.youtube.com/embed/{video}" if video else addresses.absolute_url(own, base)


def watch_url(url: str) -> str:
    """An embedded player's address as the page where a reader can watch."""
    youtube = _YOUTUBE.match(url)
    if youtube:
        return f"https://www.youtube.com/watch?v={youtube[1]}"
    if "embedly.com/widgets/" in url:
        return watch_url(addresses.query_value(url, "url") or addresses.query_value(url, "src")) or url
    if "facebook.com/plugins/" in url:
        return addresses.without_tracking(addresses.query_value(url, "href")) or url
    return addresses.without_tracking(url)


def is_decorative(element: Element) -> list[Dropped]:
    where = element.get("src") or element.get("data-src") or element.get("alt")
    return [Dropped("picture that shows nothing", where, "picture")] if where else []


def player_fallback(element: Element) -> list[Dropped]:
    """What a player would say to a browser that cannot play."""
    return [Dropped("player", element.text)] if element.text else []


def _picture(element: Element, base: str, href: str) -> Figure | None:
    src = addresses.picture_url(element, base)
    alt = " ".join(element.get("alt").split())
    elsewhere = not base and _in_captioned_figure(element)  # beside the saved page, wherever that was
    if not src and not elsewhere and not _captioned(element):
        return None
    if removals.BLANK_ALT.fullmatch(alt) or removals.BLANK_SRC.search(url_parts(src).path):
        return None
    if any(_TINY.fullmatch(element.get(side)) for side in ("width", "height")):
        return None
    alt = "" if removals.FILE_NAME.fullmatch(alt) or not re.search(r"\w", alt) else alt
    return Figure(src, alt, href=href if _FILM_PAGE.match(href) else "")


def _in_captioned_figure(element: Element) -> bool:
    """Whether a picture, which may be one beside the saved page, stands in a <figure> that says what it shows."""
    inner = element.parent
    while inner is not None and inner.name != "figure":
        inner = inner.parent
    return inner is not None and any(one.name == "figcaption" and one.letters for one in inner.all())


def _captioned(element: Element) -> bool:
    """Whether a picture without address has a caption beside it, and so stood in the article."""
    if "src" not in element.attributes or element.get("src"):
        return False
    siblings = element.parent.elements if element.parent else []
    after = siblings[siblings.index(element) + 1 :][:1]
    return bool(after and after[0].letters and after[0].elements and after[0].elements[0].name == "small")
