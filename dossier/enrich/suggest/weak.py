"""Names that are too weak to be linked by themselves: where they stand, for the editor to say what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dossier.enrich.anchors.article_text import ArticleText, spelled_text
from dossier.enrich.names.linker import find_spellings
from dossier.enrich.names.spellings import SpellingIndex
from dossier.enrich.normalise import normalise
from dossier.enrich.suggest.suggestion import SuggestedPlace, Suggestion, remark
from dossier.model import Article, Block, Dossier


def weak(dossier: Dossier, articles: Iterable[Article]) -> Iterator[Suggestion]:
    """For each article the overrides that would link its weak names."""
    weakly_named = (
        replace(e, name={}, alias=e.weak, alias_in={}, stands_for="") for e in dossier.content.entities if e.weak
    )
    names = SpellingIndex.of(replace(dossier.content, entities=tuple(weakly_named), compounds=()))
    taken = {(m.article, m.block, place) for m in dossier.mentions for place in range(m.start, m.end)}
    for article in articles if names.meanings else ():
        rows, remarks, places = [], [], []
        for block, start, end, entity in _weak_mentions(names, article):
            if not any((article.id, block.id, place) in taken for place in range(start, end)):
                rows.append(
                    {
                        "quote": block.text[start:end],
                        **_nth(article, block, start, end),
                        "block": block.id,
                        "as": entity,
                    }
                )
                remarks.append(remark(article, block, start, end))
                places.append(SuggestedPlace(article.id, block.id, start, end))
        if rows:
            hint = "in its front matter; drop the rows that mean somebody else"
            yield Suggestion(
                kind="mentions",
                file=f"articles/{article.id}.md",
                key="mentions",
                record=rows,
                remarks=(*remarks, hint),
                places=tuple(places),
            )


def _weak_mentions(names: SpellingIndex, article: Article) -> Iterator[tuple[Block, int, int, str]]:
    for block in article.body:
        for hit in find_spellings(names, normalise(block.text)):
            if len(hit.entities) == 1:
                yield block, hit.start, hit.end, hit.entities[0]


def _nth(article: Article, block: Block, start: int, end: int) -> dict[str, str]:
    """Which place of the words it is, where there are several."""
    text = ArticleText.of(article)
    places = [text.passage(span, exact=True) for span in text.places(spelled_text(block.text[start:end]))]
    nth = next(n for n, place in enumerate(places, 1) if (place.block, place.start) == (block.id, start))
    return {"nth": str(nth)} if len(places) > 1 else {}
