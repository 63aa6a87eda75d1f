"""Converts images, videos, recordings and embedded frames into figures and links."""

from __future__ import annotations

import re

from dossier.ingest.html import removals
from dossier.ingest.html.pieces import Dropped, Figure, Paragraph, TextRun
from dossier.ingest.html.tree import Element
from dossier.ingest.metadata import addresses
from dossier.ingest.metadata.addresses import url_parts

_YOUTUBE = re.compile(r"https?://(?:www\.)?(?:youtube(?:-nocookie)?\.com/embed/|youtu\.be/)([\w-]{6,})")
_VIDEO_PAGE = re.compile(r"https?://(?:www\.)?(?:youtube\.com/watch|youtu\.be/|vimeo\.com/|.*/embed$|.*/av-embeds/)")
_PLAYER = re.compile(
    r"youtube|youtu\.be|vimeo|dailymotion|bilibili|/videos?[/.?-]|video|/av-embeds/|/embed\b|player|podcast|audio|"
    r"acast|soundcloud|megaphone|spotify|omny|\.(mp4|m3u8|mp3|m4a)\b"
)
_TINY = re.compile(r"[0-2](px)?")
_THUMBNAIL = 64  # pixels


def media_figure(element: Element, base: str, href: str = "") -> Figure | None:
    """The figure of an <img>, <video>, <audio> or a player's <iframe>; None if it is decorative or shows nothing."""
    if element.name == "img":
        return _picture(element, base, href)
    url = watch_url(_media_url(element, base))
    poster = addresses.absolute_url(addresses.without_proxy(element.get("poster")), base)
    if not (url or poster) or (element.name == "iframe" and not _PLAYER.search(url)):
        return None
    return Figure(poster, href=url)


def frame_link(element: Element, base: str) -> Paragraph | None:
    """A link in place of a frame that is no player, such as a table, a map or a chart."""
    url = watch_url(_media_url(element, base)) if element.name == "iframe" else ""
    title = " ".join(element.get("title").split())
    return Paragraph((TextRun(title or url, href=url),)) if url else None


def _media_url(element: Element, base: str) -> str:
    video = next((value for name, value in element.attributes.items() if name.endswith("video-id")), "")
    inner = (child.get("src") for child in element.elements if child.name == "source")
    own = element.get("src") or element.get("data-src") or element.get("source") or next(inner, "")
    return f"https://www.youtube.com/embed/{video}" if video else addresses.absolute_url(own, base)


def watch_url(url: str) -> str:
    """The address of the page where a reader can watch what an embedded player shows."""
    youtube = _YOUTUBE.match(url)
    if youtube:
        return f"https://www.youtube.com/watch?v={youtube[1]}"
    if "embedly.com/widgets/" in url:
        return watch_url(addresses.query_value(url, "url") or addresses.query_value(url, "src")) or url
    if "facebook.com/plugins/" in url:
        return addresses.without_tracking(addresses.query_value(url, "href")) or url
    return addresses.without_tracking(url)


def dropped_picture(element: Element) -> list[Dropped]:
    url = element.get("src") or element.get("data-src") or element.get("alt")
    return [Dropped("picture that shows nothing", url, "picture")] if url else []


def dropped_fallback(element: Element) -> list[Dropped]:
    """The text that a player has for browsers that cannot play."""
    return [Dropped("player", element.text)] if element.text else []


def _picture(element: Element, base: str, href: str) -> Figure | None:
    src = addresses.picture_url(element, base)
    alt = " ".join(element.get("alt").split())
    is_local = not base and _in_captioned_figure(element)  # a file next to the saved page, whose address is unknown
    if not src and not is_local and not _has_caption_after(element):
        return None
    if removals.DECORATIVE_ALT.fullmatch(alt) or removals.DECORATIVE_SRC.search(url_parts(src).path):
        return None
    if any(_TINY.fullmatch(element.get(side)) for side in ("width", "height")):
        return None
    stands_in = removals.SUBSTITUTE_SRC.search(url_parts(src).path)
    if (stands_in or _is_thumbnail(element, src)) and not _in_captioned_figure(element):
        return None
    alt = "" if removals.FILE_NAME.fullmatch(alt) or not re.search(r"\w", alt) else alt
    return Figure(src, alt, href=href if _VIDEO_PAGE.match(href) else "")


def _is_thumbnail(element: Element, src: str) -> bool:
    """Whether a picture is shown as small as an author's portrait or a sign is, by its attributes or by its address."""
    sides = [element.get("width").removesuffix("px"), element.get("height").removesuffix("px")]
    asked = [addresses.query_value(src, name) for name in ("w", "width")]
    return all(map(_is_small, sides)) or any(map(_is_small, asked))


def _is_small(pixels: str) -> bool:
    return pixels.isdecimal() and 0 < int(pixels[:6]) <= _THUMBNAIL


def _in_captioned_figure(element: Element) -> bool:
    """Whether a picture is in a <figure> with a caption."""
    inner = element.parent
    while inner is not None and inner.name != "figure":
        inner = inner.parent
    return inner is not None and any(one.name == "figcaption" and one.text_length for one in inner.iter())


def _has_caption_after(element: Element) -> bool:
    """Whether a picture without an address is followed by a caption, and so belongs to the article."""
    if "src" not in element.attributes or element.get("src"):
        return False
    siblings = element.parent.elements if element.parent else []
    after = siblings[siblings.index(element) + 1 :][:1]
    return bool(after and after[0].text_length and after[0].elements and after[0].elements[0].name == "small")
