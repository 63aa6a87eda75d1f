"""A page's title without the name of its site, where the page itself gives the evidence that it is one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from dossier.ingest.html.page_blocks import letters_only

_SEPARATOR = re.compile(
    r"\s+[|\-–—―•·»«:/<>｜~]{1,2}\s+|\s*[|｜»«]\s*|\s*[:：]{2}\s*|\s+-{2}\s+|_|－|：(?=[^：]{2,20}$)"
)
_ANY_SIGN = re.compile(r"\s+[|\-–—―•·»«:/<>｜~@]{1,2}\s+|\s*[|｜ㅣ_－-]\s*")  # where another title shows that one ends
_MOST_CUTS = 4
_LONGEST = 500  # characters of a title; a longer one is no headline beside a site's name
_SHORTEST = 3  # letters_only of a host's name that may stand for the site


def without_site_name(title: str, sites: Iterable[str], host: str, others: Collection[str]) -> str:
    """The title up to what names its site: the site says that it is called so, its host does, or another title of the same
    page (`others`, their letters_only) is what is left. A section's name before the site's goes with it."""
    names = {spelt for site in sites for spelt in _spellings(site)}
    labels = [label for label in host.removeprefix("www.").split(".") if len(label) >= _SHORTEST]
    title = " ".join(title.split())
    if len(title) > _LONGEST:
        return title
    own = letters_only(title)
    for other in sorted({other for other in others if other and other != own}, key=len, reverse=True):
        if (found := _begins(title, other)) or (found := _ends(title, other)):
            return found
    for _ in range(_MOST_CUTS):
        cuts = [cut for cut in _SEPARATOR.finditer(title) if cut.start() > 0]
        if not cuts:
            break
        last, first = cuts[-1], cuts[0]
        before, after = title[: last.start()], title[first.end() :]
        if _may_go(title[last.end() :], before, names, labels):
            title = before
        elif _may_go(title[: first.start()], after, names, labels):
            title = after
        else:
            break
    return title.strip()


def _begins(title: str, other: str) -> str:
    """The part of a title before a separator that is another title of its page."""
    return next(
        (
            title[: cut.start()].strip()
            for cut in _SEPARATOR.finditer(title)
            if letters_only(title[: cut.start()]) == other
        ),
        "",
    )


def _ends(title: str, other: str) -> str:
    return next(
        (title[cut.end() :].strip() for cut in _SEPARATOR.finditer(title) if letters_only(title[cut.end() :]) == other),
        "",
    )


def _may_go(part: str, rest: str, names: set[str], labels: list[str]) -> bool:
    """Whether a part names the site, and what is left of the title does not: said by the site itself, or a shorter part."""
    named = letters_only(part) in names or (_names_site(part, names, labels) and len(part) < len(rest))
    return named and not _names_site(rest, names, labels)


def _names_site(part: str, names: set[str], labels: list[str]) -> bool:
    spelt = letters_only(part)
    if not spelt:
        return True
    if spelt in names or spelt.removeprefix("the") in names:
        return True
    joined = "".join(labels)
    return len(spelt) >= _SHORTEST and (
        spelt in joined or any(label in spelt and len(spelt) <= 3 * len(label) for label in labels[:-1])
    )


def _spellings(site: str) -> Iterable[str]:
    spelt = letters_only(site)
    yield from filter(None, (spelt, spelt.removeprefix("the"), letters_only(re.sub(r"\.\w{2,4}$", "", site.strip()))))
