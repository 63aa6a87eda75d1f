"""Everything that machines read, beside what stands in the pages themselves."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.model import At
from dossier.problems import Problem, Severity
from dossier.render import calendar, card, data, feeds, sitemap, timelines
from dossier.render.made import Made
from dossier.render.site import Site

WORLDLY = (feeds.ATOM, feeds.JSON, sitemap.SITEMAP, calendar.CALENDAR)  # they speak of the site by its address


def files(site: Site, listed: Iterable[str]) -> tuple[Made, tuple[Problem, ...]]:
    """Data, feeds, calendar, tables, the picture for those who share, and the map of the `listed` pages; and what there is not, for want of an address."""
    makers = {
        **data.files(site.dossier).makers,
        **feeds.files(site).makers,
        **calendar.files(site).makers,
        **timelines.files(site).makers,
        **card.files(site).makers,
        **sitemap.files(site, listed).makers,
    }
    return Made(makers), () if site.base_url else (_unaddressed(),)


def _unaddressed() -> Problem:
    message = f"there is no base_url, so no {', '.join(WORLDLY)}, canonical addresses or JSON-LD"
    hint = "say in dossier.yaml where the site will stand, base_url: https://…/, or use --base-url"
    return Problem(At("content/dossier.yaml"), Severity.NOTICE, "base-url", message, hint=hint)
