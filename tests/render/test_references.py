"""The references of a dossier: every article once, in CSL-JSON and BibLaTeX."""

import json
import re

from dossier.model import Dossier
from dossier.render.exports import export_files
from dossier.render.site import build_site


def test_every_article_is_a_reference(dossier: Dossier):
    output = export_files(build_site(dossier), ())[0]
    articles = dossier.content.articles
    items = json.loads(output["references.json"])
    assert [item["id"] for item in items] == [article.id for article in articles]
    assert [item["title"] for item in items] == [article.title for article in articles]
    assert {item["type"] for item in items} == {"article-newspaper"}
    assert [item.get("URL", "") for item in items] == [article.url for article in articles]
    entries = re.findall(r"(?m)^@online\{(.*),$", output["references.bib"].decode())
    assert entries == [article.id for article in articles]
