"""The block that a quotation was taken from, and whether another block is what an edit has made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from typing import NamedTuple

from rapidfuzz import fuzz

from dossier.enrich.anchors.article_text import ArticleText, SpelledSpan, spelled_text
from dossier.enrich.anchors.near_match import Context, context_fit
from dossier.enrich.normalise import NormalisedArticle
from dossier.model import Article, Block, Citation

_SHARED = 80  # per cent of the shorter block that the longer one must contain where a block was divided or joined
_DIVIDED = 1.3  # times a block's length that its two largest parts may have together; with a copy of it they have more
_LONGEST = 2000  # characters of a block that are compared with another's


class Origin(NamedTuple):
    """Where a quotation was taken from: `block` is None where neither the article nor its last draft has it."""

    id: str
    block: Block | None
    drafted: bool  # whether the block is the draft's, not the article's
    span: SpelledSpan | None = None  # of the quotation in the draft


@dataclass(frozen=True, slots=True)
class History:
    """An article as it is, and as it was last drafted where somebody has edited it since."""

    now: ArticleText
    draft: ArticleText | None

    @classmethod
    def of(cls, article: Article, text: NormalisedArticle | None) -> History:
        edited = article.drafted is not None and article.drafted != article.body
        draft = (
            ArticleText.of(replace(article, body=article.drafted)) if edited and article.drafted is not None else None
        )
        return cls(ArticleText.of(article, text), draft)

    def origin(self, citation: Citation) -> Origin | None:
        """The block that the citation names, else the one where the last draft has the words; None where none tells."""
        named = citation.block
        for text, drafted in ((self.now, False), (self.draft, True)):
            block = _block_by_id(text, named) if text and named else None
            if block:
                return Origin(named, block, drafted)
        span = _only_place(self.draft, citation) if self.draft else None
        if self.draft and span:
            block = self.draft.block(span)
            return Origin(block.id, block, drafted=True, span=span)
        return Origin(named, None, drafted=False) if named else None

    def descends(self, block: Block, origin: Origin, *, joined: bool) -> bool:
        """Whether a block of the article is the one that a quotation was taken from, or what edits have made of it.

        An edited block stays between its unchanged neighbours. Among several that were edited there, the heir is the
        one most like the source, and the source most like it. With `joined`, a part of a divided block counts too, and
        a block that was put together with another; without, not even an heir counts that contains another block of the
        draft, for a lookalike may have been added to that one.
        """
        if block.id == origin.id:
            return True
        source = origin.block
        if not (origin.drafted and source and self.draft):
            return False
        was, now = self.draft.blocks, self.now.blocks
        steps = SequenceMatcher(None, [b.id for b in was], [b.id for b in now], autojunk=False).get_opcodes()
        for step, a, b, c, d in steps:
            if step == "replace" and source in was[a:b] and block in now[c:d]:
                heir = max(now[c:d], key=partial(_similarity, source))
                own = max(was[a:b], key=partial(_similarity, block)) == source
                if heir == block and own:
                    return joined or not any(_contains(other, block) for other in was[a:b] if other != source)
                divided = own and len(heir.text) + len(block.text) <= _DIVIDED * len(source.text)
                return joined and (heir == block or divided) and _contains(source, block)
        return False


def _block_by_id(text: ArticleText, block_id: str) -> Block | None:
    return next((block for block in text.blocks if block.id == block_id), None)


def _only_place(text: ArticleText, citation: Citation) -> SpelledSpan | None:
    """The one place where a text has a citation's words, in its context if it has any; `nth` counts in a later text."""
    places = text.places(spelled_text(citation.quote))
    context = Context(spelled_text(citation.prefix), spelled_text(citation.suffix))
    if any(context):
        places = tuple(place for place in places if context_fit(text, place, context))
    return places[0] if len(places) == 1 else None


def _similarity(one: Block, other: Block) -> float:
    return fuzz.ratio(one.text[:_LONGEST], other.text[:_LONGEST])


def _contains(one: Block, other: Block) -> bool:
    """Whether the longer of two blocks contains nearly all of the shorter one."""
    return fuzz.partial_ratio(one.text[:_LONGEST], other.text[:_LONGEST]) >= _SHARED
