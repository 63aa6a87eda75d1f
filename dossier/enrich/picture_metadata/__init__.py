"""Removes metadata from pictures: where (GPS) and by whom they were taken, comments, previews, edits.

Only containers are rewritten. The encoded image and colour profiles are copied byte for byte, so that no pixel changes.
Each format lists the parts that stay; everything else is removed. A file that cannot be parsed to its end raises
`Unclean`, since nobody knows what it still contains.

One module handles one format. Orientation, the only EXIF field that changes how an image looks, is written to an EXIF
block of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from dossier.enrich.picture_metadata import avif, gif, jpeg, png, svg, webp
from dossier.enrich.picture_metadata.container import Unclean

__all__ = ["Unclean", "without_metadata"]

_FORMATS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], bytes]], ...] = (
    (jpeg.is_jpeg, jpeg.clean_jpeg),
    (png.is_png, png.clean_png),
    (gif.is_gif, gif.clean_gif),
    (webp.is_webp, webp.clean_webp),
    (avif.is_avif, avif.clean_avif),
    (svg.is_svg, svg.clean_svg),
)


def without_metadata(data: bytes) -> bytes:
    """The picture without metadata; raises Unclean, with the reason, if that cannot be guaranteed."""
    clean = next((clean for matches, clean in _FORMATS if matches(data)), None)
    if clean is None:
        raise Unclean("it is no JPEG, PNG, GIF, WebP, AVIF or SVG")
    return clean(data)
