"""Pictures without what they carry besides the image: where and by whom it was taken, comments, previews, edits.

Only containers are rewritten. The coded image is copied byte for byte, so that no pixel changes, and so are colour
profiles. What is kept is listed, format by format; everything else goes. A file that cannot be read to its end is
refused with `Unclean`, for nobody knows what it still holds.

One module is one format. Orientation, the one field of EXIF that changes what is seen, is kept in an EXIF block that
holds nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from dossier.enrich.picture_metadata import avif, gif, jpeg, png, svg, webp
from dossier.enrich.picture_metadata.container import Unclean

__all__ = ["Unclean", "without_metadata"]

_FORMATS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], bytes]], ...] = (
    (jpeg.matches, jpeg.without_metadata),
    (png.matches, png.without_metadata),
    (gif.matches, gif.without_metadata),
    (webp.matches, webp.without_metadata),
    (avif.matches, avif.without_metadata),
    (svg.matches, svg.without_metadata),
)


def without_metadata(data: bytes) -> bytes:
    """The picture with nothing in it but the image; Unclean, with the reason, where that cannot be promised."""
    clean = next((clean for matches, clean in _FORMATS if matches(data)), None)
    if clean is None:
        raise Unclean("it is no JPEG, PNG, GIF, WebP, AVIF or SVG")
    return clean(data)
