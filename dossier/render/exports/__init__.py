"""Everything that machines read, beside what stands in the pages themselves."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.model import At
from dossier.problems import Problem, Severity
from dossier.render.exports import calendar, data, feeds, share_card, sitemap, tables
from dossier.render.lazy_files import LazyFiles
from dossier.render.site import Site

NEEDS_BASE_URL = (feeds.ATOM, feeds.JSON, sitemap.SITEMAP, calendar.CALENDAR)  # they speak of the site by its address


def export_files(site: Site, listed: Iterable[str]) -> tuple[LazyFiles, tuple[Problem, ...]]:
    """Data, feeds, calendar, tables, the picture for those who share, and the map of the `listed` pages; and what there is not, for want of an address."""
    makers = {
        **data.data_files(site.dossier).makers,
        **feeds.feed_files(site).makers,
        **calendar.calendar_files(site).makers,
        **tables.table_files(site).makers,
        **share_card.share_card_files(site).makers,
        **sitemap.sitemap_files(site, listed).makers,
    }
    return LazyFiles(makers), () if site.base_url else (_unaddressed(),)


def _unaddressed() -> Problem:
    message = f"there is no base_url, so no {', '.join(NEEDS_BASE_URL)}, canonical addresses or JSON-LD"
    hint = "say in dossier.yaml where the site will stand, base_url: https://…/, or use --base-url"
    return Problem(At("content/dossier.yaml"), Severity.NOTICE, "base-url", message, hint=hint)
