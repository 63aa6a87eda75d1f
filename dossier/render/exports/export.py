"""The description of an export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dossier.render.lazy_files import LazyFiles
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class Export:
    """A file for other programs, or a set of files of which `path` is the first.

    `files` returns all of them, none if they would be empty; its second argument is the paths that search engines may
    list. An export with a label is offered for download on every page.
    """

    path: str
    media_type: str
    files: Callable[[Site, Sequence[str]], LazyFiles]
    label: Mapping[str, str] = field(default_factory=dict)  # by the language of the interface
    needs_base_url: bool = False
    is_feed: bool = False  # announced in the `<head>` of every page
