"""What every export says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dossier.render.lazy_files import LazyFiles
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class Export:
    """A file that machines read, or a family of files that begins with it.

    `files` has all of them, and none where the dossier has nothing to say in them; `listed` are the pages that a search
    engine may show. With a label, every page offers the export for download.
    """

    path: str
    media_type: str
    files: Callable[[Site, Sequence[str]], LazyFiles]
    label: Mapping[str, str] = field(default_factory=dict)  # by the language of the interface
    needs_base_url: bool = False
    is_feed: bool = False  # readers are told of it in the head of each page
