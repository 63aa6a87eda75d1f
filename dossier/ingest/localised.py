"""Links to the dossier's own articles, and to pictures that it holds, in place of the web's addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dossier.ingest.local import same

_WEB = ("http://", "https://")
_TARGET = r"(<[^<>\n]*>|[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*)"
_LINK = re.compile(r"(\]\()" + _TARGET)
_PICTURE = re.compile(r"(!\[(?:\\.|[^\[\]\\\n])*\]\()" + _TARGET)
_FIGURE = re.compile(r"^::: (?:figure|video)$.*?^:::$", re.MULTILINE | re.DOTALL)
_CREDIT = re.compile(r"^credit: (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Local:
    """What the dossier holds: articles by what is the `same` of their addresses, pictures by theirs."""

    articles: Mapping[str, str]
    pictures: Mapping[str, str]

    def body(self, text: str) -> str:
        """A body whose links and pictures are the dossier's own, where it has them."""
        if self.pictures:
            text = _PICTURE.sub(lambda match: match[1] + self._picture(match[2]), text)
        return _LINK.sub(lambda match: match[1] + self._link(match[2]), text) if self.articles else text

    def fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Fields whose related articles are the dossier's own, where it has them."""
        related = fields.get("related")
        if not isinstance(related, list) or not self.articles:
            return dict(fields)
        own = [
            {**entry, "url": self._link(entry["url"])} if isinstance(entry, dict) and "url" in entry else entry
            for entry in related
        ]
        return {**fields, "related": own}

    def _link(self, target: str) -> str:
        url = _plain(target)
        own = self.articles.get(same(url)) if url.startswith(_WEB) else None
        return f"article:{own}" if own else target

    def _picture(self, target: str) -> str:
        file = self.pictures.get(_plain(target))
        return f"../media/{file}" if file else target


def links(fields: Mapping[str, Any], body: str) -> frozenset[str]:
    """The pages that an article leads to, each as the `same` of its address."""
    related = fields.get("related")
    urls = [entry.get("url") for entry in related if isinstance(entry, dict)] if isinstance(related, list) else []
    urls += (_plain(match[2]) for match in _LINK.finditer(body))
    return frozenset(same(url) for url in urls if isinstance(url, str) and url.startswith(_WEB))


def _plain(target: str) -> str:
    return target[1:-1] if target.startswith("<") else target


def pictures(text: str) -> dict[str, str]:
    """The web's pictures in a body, in order, each with its credit, if the figure it stands in has one."""
    found = {
        url: "" for match in _PICTURE.finditer(text) if (url := _plain(match[2])).startswith(("http://", "https://"))
    }
    for figure in _FIGURE.finditer(text):
        if credit := _CREDIT.search(figure[0]):
            for match in _PICTURE.finditer(figure[0]):
                if _plain(match[2]) in found:
                    found[_plain(match[2])] = re.sub(r"\\(.)", r"\1", credit[1])
    return found
