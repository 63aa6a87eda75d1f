"""Links to articles of the dossier itself: whichever of an article's addresses they use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from dossier.ingest.addresses import untracked

_DESTINATION = re.compile(r"(?<=\]\()(?:<(?P<long>https?://[^<>\n]*)>|(?P<short>https?://[^\s()<>]*))(?=\))")
_MOBILE = re.compile(r"^(?:www|m|mobile|amp|cn-amp|zh)\.")
_SCRIPT = re.compile(r"/(?:simp|trad|zh-hans|zh-hant|zh-cn|zh-tw|zh_cn|zh_tw|amp|gb|b5|dual)(?=/|$)")
_LAST = re.compile(r"(?:\.amp)?(?:\.s?html?)?$")


def same(url: str) -> str:
    """One key for all addresses of an article: its other script's, its mobile one, http for https."""
    try:
        parts = urlsplit(untracked(url))
    except ValueError:
        return url
    host = (parts.hostname or "").lower()
    while (bare := _MOBILE.sub("", host)) != host and "." in bare:
        host = bare
    path = _LAST.sub("", _SCRIPT.sub("", re.sub(r"/{2,}", "/", parts.path)).rstrip("/"))
    own = re.search(r"/a-(\d{6,})$", path) if host == "dw.com" else None
    path = f"/a-{own[1]}" if own else path
    return f"{host.replace('bbc.co.uk', 'bbc.com')}{path}" + (f"?{parts.query}" if parts.query else "")


def links_local(body: str, addresses: Mapping[str, str]) -> str:
    """The Markdown with links to these addresses, or to others of the same articles, as `article:ID`."""
    ids = {same(url): id_ for url, id_ in addresses.items() if url}

    def local(link: re.Match[str]) -> str:
        id_ = ids.get(same(link["long"] or link["short"]))
        return f"article:{id_}" if id_ else link[0]

    return _DESTINATION.sub(local, body)
