"""Replaces web addresses with links to articles and pictures that the dossier has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dossier.ingest.metadata.addresses import without_tracking

_SCHEMES = ("http://", "https://")
_TARGET = r"(<[^<>\n]*>|[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*)"
_LINK = re.compile(r"(\]\()" + _TARGET)
_PICTURE = re.compile(r"(!\[(?:\\.|[^\[\]\\\n])*\]\()" + _TARGET)
_FIGURE = re.compile(r"^::: (?:figure|video)$.*?^:::$", re.MULTILINE | re.DOTALL)
_CREDIT = re.compile(r"^credit: (.+)$", re.MULTILINE)
_MOBILE = re.compile(r"^(?:www|m|mobile|amp|cn-amp|zh|big5)\.")
_SCRIPT = re.compile(r"/(?:simp|trad|zh-hans|zh-hant|zh-cn|zh-tw|zh_cn|zh_tw|amp|gb|b5|dual)(?=/|$)")
_SUFFIX = re.compile(r"(?:\.amp)?(?:\.s?html?)?$")


@dataclass(frozen=True, slots=True)
class LocalTargets:
    """The dossier's articles by address key, and its pictures by address."""

    articles: Mapping[str, str]
    pictures: Mapping[str, str]

    def body(self, text: str) -> str:
        """Replace links and pictures in a body where the dossier has them."""
        if self.pictures:
            text = _PICTURE.sub(lambda match: match[1] + self._picture(match[2]), text)
        return _LINK.sub(lambda match: match[1] + self._link(match[2]), text) if self.articles else text

    def fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Replace the addresses of related articles where the dossier has them."""
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
        url = _unbracket(target)
        own = self.articles.get(address_key(url)) if url.startswith(_SCHEMES) else None
        return f"article:{own}" if own else target

    def _picture(self, target: str) -> str:
        file = self.pictures.get(_unbracket(target))
        return f"../media/{file}" if file else target


def linked_addresses(fields: Mapping[str, Any], body: str) -> frozenset[str]:
    """The address keys of all pages that an article links to."""
    related = fields.get("related")
    urls = [entry.get("url") for entry in related if isinstance(entry, dict)] if isinstance(related, list) else []
    urls += (_unbracket(match[2]) for match in _LINK.finditer(body))
    return frozenset(address_key(url) for url in urls if isinstance(url, str) and url.startswith(_SCHEMES))


def remote_pictures(text: str) -> dict[str, str]:
    """The addresses of remote pictures in a body, in order, with the credit of their figure."""
    urls = (_unbracket(match[2]) for match in _PICTURE.finditer(text))
    credits_by_url = {url: "" for url in urls if url.startswith(_SCHEMES)}
    for figure in _FIGURE.finditer(text):
        if credit := _CREDIT.search(figure[0]):
            for match in _PICTURE.finditer(figure[0]):
                if _unbracket(match[2]) in credits_by_url:
                    credits_by_url[_unbracket(match[2])] = re.sub(r"\\(.)", r"\1", credit[1])
    return credits_by_url


def address_key(url: str) -> str:
    """One key for all addresses of an article: mobile, in another script, http or https."""
    try:
        parts = urlsplit(without_tracking(url))
    except ValueError:
        return url
    host = (parts.hostname or "").lower()
    while (shorter := _MOBILE.sub("", host)) != host and "." in shorter:
        host = shorter
    path = _SCRIPT.sub("", _SUFFIX.sub("", re.sub(r"/{2,}", "/", parts.path).rstrip("/")))
    own = re.search(r"/a-(\d{6,})$", path) if host == "dw.com" else None
    path = f"/a-{own[1]}" if own else path
    return f"{host.replace('bbc.co.uk', 'bbc.com')}{path}" + (f"?{parts.query}" if parts.query else "")


def _unbracket(target: str) -> str:
    return target[1:-1] if target.startswith("<") else target
