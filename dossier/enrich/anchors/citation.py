"""Words that somebody has selected → the shortest citation that leads back to them, and to nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dossier.enrich import anchors
from dossier.enrich.anchors.article_text import ArticleText, spelled_text
from dossier.model import Article, Block, Citation, Passage

_AROUND = (6, 12, 24)  # characters of context: enough to be known again after an edit


def citation_for_span(article: Article, block_id: str, start: int, end: int) -> Citation | None:
    """The words of a block by themselves, else by what stands around them, else by `nth`; None if no way is sure.

    Each way is tried: a citation is returned that `anchors` finds exactly at these words, without a remark. It names
    their block, so that they are not mistaken for equal words elsewhere when that block is edited.
    """
    block = next((block for block in article.blocks if block.id == block_id), None)
    start, end = _written(block.text, start, end) if block else (0, 0)
    if block is None or start == end:
        return None
    wanted = Passage(article.id, block_id, start, end, exact=True)
    ways = _ways(article, block, wanted)
    sure = next((way for way in ways if _leads_to(wanted, article, way)), None)
    return replace(sure, block=block_id) if sure else None


def _written(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the white space at its ends, and whatever else a quotation is compared without."""
    places = [place for place in range(max(start, 0), min(end, len(text))) if spelled_text(text[place])]
    return (places[0], places[-1] + 1) if places else (0, 0)


def _ways(article: Article, block: Block, wanted: Passage) -> Iterator[Citation]:
    """The shortest first; `nth` last, as it counts what an edit may add or remove."""
    before, words, after = block.text[: wanted.start], block.text[wanted.start : wanted.end], block.text[wanted.end :]
    plain = Citation(article.id, words, article.at)
    yield plain
    yield from (replace(plain, prefix=prefix) for length in _AROUND if (prefix := before[-length:].strip()))
    yield from (replace(plain, suffix=suffix) for length in _AROUND if (suffix := after[:length].strip()))
    text = ArticleText.of(article)
    for nth, place in enumerate(text.places(spelled_text(words)), 1):
        if text.passage(place, exact=True) == wanted:
            yield replace(plain, nth=nth)


def _leads_to(wanted: Passage, article: Article, way: Citation) -> bool:
    held = anchors.anchor_citations(article, (anchors.SoughtCitation(way, "note"),))
    return not held.problems and held.passages.get(way) == wanted
