"""All articles as references: references.json (CSL-JSON, for Zotero and pandoc) and references.bib (BibLaTeX)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dossier.render.exports.citations import bibtex, csl
from dossier.render.exports.export import Export
from dossier.render.lazy_files import LazyFiles
from dossier.render.site import Site

CSL_FILE, BIBTEX_FILE = "references.json", "references.bib"


def _csl_files(site: Site, _: Sequence[str]) -> LazyFiles:
    return LazyFiles({CSL_FILE: lambda: _csl(site)} if site.dossier.content.articles else {})


def _bibtex_files(site: Site, _: Sequence[str]) -> LazyFiles:
    return LazyFiles({BIBTEX_FILE: lambda: _bibtex(site)} if site.dossier.content.articles else {})


def _csl(site: Site) -> bytes:
    items = [csl(site, article) for article in site.dossier.content.articles]
    return f"{json.dumps(items, ensure_ascii=False, indent=1)}\n".encode()


def _bibtex(site: Site) -> bytes:
    return "\n".join(bibtex(site, article) for article in site.dossier.content.articles).encode()


CSL_EXPORT = Export(CSL_FILE, "application/vnd.citationstyles.csl+json", _csl_files)
BIBTEX_EXPORT = Export(BIBTEX_FILE, "application/x-bibtex", _bibtex_files)
