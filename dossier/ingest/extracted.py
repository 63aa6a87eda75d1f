"""What a generic extractor finds in a page that no rule knows: the home of trafilatura."""

from __future__ import annotations

from dossier.ingest.envelope import refused

# What pyproject's `pages` names; not `dossier[pages]`, for that name may be somebody else's where pip looks.
_BRINGS = "pip install 'trafilatura>=2.0,<3' 'lxml_html_clean>=0.4'"

_FEW = 0.4  # of the page's paragraphs
_LARGE = 500_000  # characters of a page, of which not every number is tried as a date
_LONGER = 1.1  # times as long is a better reading


def extracted(name: str, html: str, expected: int) -> str:
    """The article's text; "" where the extractor finds none.

    `expected`: the characters of all the page's paragraphs. The slower and surer way is gone only where the quick one finds
    few of them.
    """
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 # loaded when a page needs it
    except ImportError as reason:
        fact = f"no rule knows this page's outlet, and the extractor for such pages is not installed ({reason})"
        raise refused(name, fact, _BRINGS) from None
    best = ""
    for fast in (True, False):
        found = bare_extraction(html, fast=fast, favor_recall=fast, include_comments=False)
        body = getattr(found, "body", None)
        text = "\n".join(body.itertext()).strip() if body is not None else ""
        best = text if len(text) > len(best) * _LONGER else best
        if len(best) > expected * _FEW:
            break
    return best


def extracted_day(html: str) -> str:
    """The day on which the extractor believes that a page appeared."""
    from trafilatura import extract_metadata  # noqa: PLC0415 # likewise

    found = extract_metadata(html, extensive=len(html) < _LARGE)
    return str(found.date or "")[:10] if found else ""
