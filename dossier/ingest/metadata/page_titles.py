"""Removes the site's name from a page's title, on evidence from the page itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from dossier.ingest.html.page_blocks import letters_only

_SEPARATOR = re.compile(
    r"\s+[|\-–—―•·»«:/<>｜~]{1,2}\s+|\s*[|｜»«]\s*|\s*[:：]{2}\s*|\s+-{2}\s+|_|－|：(?=[^：]{2,20}$)"
)
_MAX_CUTS = 4
_MAX_TITLE = 500  # characters of a title with a site's name
_MIN_LABEL = 3  # letters of a host label that may name the site


def remove_site_name(title: str, sites: Iterable[str], host: str, others: Collection[str]) -> str:
    """Remove the site's name, and a section's name before it, from a title.

    It is recognised by the site's declared names, by its host, or because the rest equals another title of the page
    (`others`, as by `letters_only`).
    """
    site_keys = {key for site in sites for key in _site_keys(site)}
    labels = [label for label in host.removeprefix("www.").split(".") if len(label) >= _MIN_LABEL]
    title = " ".join(title.split())
    if len(title) > _MAX_TITLE:
        return title
    own = letters_only(title)
    for other in sorted({other for other in others if other and other != own}, key=len, reverse=True):
        if (part := _matching_beginning(title, other)) or (part := _matching_end(title, other)):
            return part
    for _ in range(_MAX_CUTS):
        cuts = [cut for cut in _SEPARATOR.finditer(title) if cut.start() > 0]
        if not cuts:
            break
        last, first = cuts[-1], cuts[0]
        before, after = title[: last.start()], title[first.end() :]
        if _may_remove(title[last.end() :], before, site_keys, labels):
            title = before
        elif _may_remove(title[: first.start()], after, site_keys, labels):
            title = after
        else:
            break
    return title.strip()


def _matching_beginning(title: str, other: str) -> str:
    """The beginning of a title, up to a separator, if it equals another title of the page."""
    parts = (title[: cut.start()] for cut in _SEPARATOR.finditer(title))
    return next((part.strip() for part in parts if letters_only(part) == other), "")


def _matching_end(title: str, other: str) -> str:
    parts = (title[cut.end() :] for cut in _SEPARATOR.finditer(title))
    return next((part.strip() for part in parts if letters_only(part) == other), "")


def _may_remove(part: str, rest: str, site_keys: set[str], labels: list[str]) -> bool:
    """Whether a part may be removed: it names the site, the rest does not, and it is a declared name or the shorter part."""
    is_name = letters_only(part) in site_keys or (_names_site(part, site_keys, labels) and len(part) < len(rest))
    return is_name and not _names_site(rest, site_keys, labels)


def _names_site(part: str, site_keys: set[str], labels: list[str]) -> bool:
    key = letters_only(part)
    if not key:
        return True
    if key in site_keys or key.removeprefix("the") in site_keys:
        return True
    joined = "".join(labels)
    return len(key) >= _MIN_LABEL and (
        key in joined or any(label in key and len(key) <= 3 * len(label) for label in labels[:-1])
    )


def _site_keys(site: str) -> Iterable[str]:
    key = letters_only(site)
    yield from filter(None, (key, key.removeprefix("the"), letters_only(re.sub(r"\.\w{2,4}$", "", site.strip()))))
