"""sitemap.xml and robots.txt: what search engines may list."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from dossier.render import urls
from dossier.render.exports.feeds import xml_document
from dossier.render.lazy_files import LazyFiles
from dossier.render.site import Site

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"


def sitemap_files(site: Site, listed: Iterable[str]) -> LazyFiles:
    """The site map of the `listed` pages, and where it is; the internal edition keeps everybody out."""
    if site.dossier.edition == "internal":
        return LazyFiles({ROBOTS: lambda: b"User-agent: *\nDisallow: /\n"})
    if not site.base_url:
        return LazyFiles({ROBOTS: lambda: b"User-agent: *\nAllow: /\n"})
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {site.base_url}{SITEMAP}\n".encode()
    return LazyFiles({SITEMAP: lambda: _map(site, listed), ROBOTS: lambda: robots})


def _map(site: Site, listed: Iterable[str]) -> bytes:
    root = Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for path in sorted(listed):
        SubElement(SubElement(root, "url"), "loc").text = urls.absolute_url(site.base_url, path)
    return xml_document(root)
