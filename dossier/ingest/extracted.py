"""A page that no rule knows, by a generic extractor: trafilatura's home."""

from __future__ import annotations

from dossier.ingest.element import Element
from dossier.ingest.envelope import refused
from dossier.ingest.pieces import Dropped
from dossier.ingest.tree import tree

# As pyproject.toml names them. They come with Dossier, and can be missing only where somebody took them away.
_BRINGS = "pip install 'trafilatura>=2.0,<3' 'lxml_html_clean>=0.4'"


def extracted(name: str, html: str, body: Element, dropped: list[Dropped]) -> Element:
    """The article of a page as a tree of its own; what the extractor left behind is listed."""
    try:
        import trafilatura  # noqa: PLC0415 # slow to load, and few captures need it
    except ImportError as reason:
        fact = f"no rule knows this page's outlet, and the extractor for such pages cannot be loaded ({reason})"
        raise refused(name, fact, _BRINGS) from None
    found = trafilatura.extract(
        html, output_format="html", include_links=True, include_images=True, include_formatting=True, favor_recall=True
    )
    if not found:
        fact = "no article was found in this page"
        raise refused(name, fact, "capture the article's text, or describe the outlet (CONTRIBUTING, Add an outlet)")
    article = tree(found).elements[-1]
    kept = "".join(article.text.split())
    for text in body.strings():
        letters = "".join(text.split())
        if letters and letters not in kept:
            dropped.append(Dropped("not the article, says the extractor", " ".join(text.split())))
    return article
