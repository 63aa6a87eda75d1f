"""sitemap.xml and robots.txt: what search engines may list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement

from dossier.render import urls
from dossier.render.exports.export import Export
from dossier.render.exports.feeds import xml_document
from dossier.render.lazy_files import LazyFiles
from dossier.render.site import Site

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"


def _sitemap_files(site: Site, listed: Sequence[str]) -> LazyFiles:
    return LazyFiles({} if site.dossier.edition == "internal" else {SITEMAP: lambda: _map(site, listed)})


def _robots_files(site: Site, _: Sequence[str]) -> LazyFiles:
    return LazyFiles({ROBOTS: lambda: _robots(site).encode()})


def _robots(site: Site) -> str:
    """Allows search engines and names the site map; disallows them in the internal edition."""
    if site.dossier.edition == "internal":
        return "User-agent: *\nDisallow: /\n"
    sitemap = f"\nSitemap: {site.base_url}{SITEMAP}\n" if site.base_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"


SITEMAP_EXPORT = Export(SITEMAP, "application/xml", _sitemap_files, needs_base_url=True)
ROBOTS_EXPORT = Export(ROBOTS, "text/plain", _robots_files)


def _map(site: Site, listed: Iterable[str]) -> bytes:
    root = Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for path in sorted(listed):
        SubElement(SubElement(root, "url"), "loc").text = urls.absolute_url(site.base_url, path)
    return xml_document(root)
