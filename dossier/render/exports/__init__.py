"""Files for other programs: feeds, calendar, tables, data, site map.

To add an export, write a module with an `Export` and add it to the list.
"""

from __future__ import annotations

from collections.abc import Sequence

from dossier.model import Location
from dossier.problems import Problem, Severity
from dossier.render.exports import calendar, changes_feed, data, feeds, references, share_card, sitemap, tables
from dossier.render.exports.export import Export
from dossier.render.lazy_files import FileMaker, LazyFiles
from dossier.render.site import Site

EXPORTS: tuple[Export, ...] = (
    feeds.ATOM_FEED,
    feeds.JSON_FEED,
    changes_feed.CHANGES_FEED,
    sitemap.SITEMAP_EXPORT,
    calendar.CALENDAR_EXPORT,
    tables.CSV_TABLE,
    tables.SLIDES_EXPORT,
    data.DATA_EXPORT,
    references.CSL_EXPORT,
    references.BIBTEX_EXPORT,
    share_card.SHARE_CARD,
    sitemap.ROBOTS_EXPORT,
)


def export_files(
    site: Site, listed: Sequence[str], exports: Sequence[Export] = EXPORTS
) -> tuple[LazyFiles, tuple[Problem, ...]]:
    """The files of all exports, and a notice of those that are missing for want of a base_url."""
    makers: dict[str, FileMaker] = {}
    missing: list[str] = []
    for export in exports:
        if export.needs_base_url and not site.base_url:
            missing.append(export.path)
        else:
            makers |= export.files(site, listed).makers
    return LazyFiles(makers), (_no_base_url(missing),) if missing else ()


def _no_base_url(missing: Sequence[str]) -> Problem:
    message = f"there is no base_url, so no {', '.join(missing)}, canonical addresses or JSON-LD"
    hint = "say in dossier.yaml where the site will stand, base_url: https://…/, or use --base-url"
    return Problem(Location("content/dossier.yaml"), Severity.NOTICE, "base-url", message, hint=hint)


__all__ = ["EXPORTS", "Export", "export_files"]
