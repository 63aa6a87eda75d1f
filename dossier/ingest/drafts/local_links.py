"""Links to the dossier's own articles, and to pictures that it holds, in place of the web's addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dossier.ingest.metadata.addresses import without_tracking

_WEB = ("http://", "https://")
_TARGET = r"(<[^<>\n]*>|[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*)"
_LINK = re.compile(r"(\]\()" + _TARGET)
_PICTURE = re.compile(r"(!\[(?:\\.|[^\[\]\\\n])*\]\()" + _TARGET)
_FIGURE = re.compile(r"^::: (?:figure|video)$.*?^:::$", re.MULTILINE | re.DOTALL)
_CREDIT = re.compile(r"^credit: (.+)$", re.MULTILINE)
_MOBILE = re.compile(r"^(?:www|m|mobile|amp|cn-amp|zh|big5)\.")
_SCRIPT = re.compile(r"/(?:simp|trad|zh-hans|zh-hant|zh-cn|zh-tw|zh_cn|zh_tw|amp|gb|b5|dual)(?=/|$)")
_LAST = re.compile(r"(?:\.amp)?(?:\.s?html?)?$")


@dataclass(frozen=True, slots=True)
class LocalTargets:
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
            {**entry, "url": self._link(entry["url"])}
            if isinstance(entry, dict) and isinstance(entry.get("url"), str)
            else entry
            for entry in related
        ]
        return {**fields, "related": own}

    def _link(self, target: str) -> str:
        url = _plain(target)
        own = self.articles.get(address_key(url)) if url.startswith(_WEB) else None
        return f"article:{own}" if own else target

    def _picture(self, target: str) -> str:
        file = self.pictures.get(_plain(target))
        return f"../media/{file}" if file else target


def linked_addresses(fields: Mapping[str, Any], body: str) -> frozenset[str]:
    """The pages that an article leads to, each as the `same` of its address."""
    related = fields.get("related")
    urls = [entry.get("url") for entry in related if isinstance(entry, dict)] if isinstance(related, list) else []
    urls += (_plain(match[2]) for match in _LINK.finditer(body))
    return frozenset(address_key(url) for url in urls if isinstance(url, str) and url.startswith(_WEB))


def remote_pictures(text: str) -> dict[str, str]:
    """The web's pictures in a body, in order, each with its credit, if the figure it stands in has one."""
    urls = (_plain(match[2]) for match in _PICTURE.finditer(text))
    found = {url: "" for url in urls if url.startswith(_WEB)}
    for figure in _FIGURE.finditer(text):
        if credit := _CREDIT.search(figure[0]):
            for match in _PICTURE.finditer(figure[0]):
                if _plain(match[2]) in found:
                    found[_plain(match[2])] = re.sub(r"\\(.)", r"\1", credit[1])
    return found


def address_key(url: str) -> str:
    """One key for all addresses of an article: its other script's, its mobile one, http for https."""
    try:
        parts = urlsplit(without_tracking(url))
    except ValueError:
        return url
    host = (parts.hostname or "").lower()
    while (bare := _MOBILE.sub("", host)) != host and "." in bare:
        host = bare
    path = _SCRIPT.sub("", _LAST.sub("", re.sub(r"/{2,}", "/", parts.path).rstrip("/")))
    own = re.search(r"/a-(\d{6,})$", path) if host == "dw.com" else None
    path = f"/a-{own[1]}" if own else path
    return f"{host.replace('bbc.co.uk', 'bbc.com')}{path}" + (f"?{parts.query}" if parts.query else "")


def _plain(target: str) -> str:
    return target[1:-1] if target.startswith("<") else target
