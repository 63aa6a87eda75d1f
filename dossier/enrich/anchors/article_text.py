"""An article as one string in which quotations are sought, and the way back to its blocks."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from dossier.enrich.normalise import NormalisedArticle, normalise
from dossier.model import Article, Block, Passage

_MARKS = re.compile(r"[^\w!-~。、]")
_STYLE = str.maketrans("。…、—~《〈》〉【〔】〕", "..,--<<>>[[]]")


def spelled_text(text: str) -> str:
    """The form in which texts are compared: folded, without white space."""
    text = normalise(text)
    invisible = _invisible(text)
    return "".join([character for character in text if character not in invisible]) if invisible else text


def with_plain_punctuation(text: str) -> str:
    """A spelled text in one style of punctuation: each kind of mark in one form, and once where it is doubled."""
    plain = text.translate(_STYLE)
    return "".join(plain[place] for place in _undoubled(plain))


def letters_only(text: str) -> str:
    """A spelled text without its punctuation."""
    return "".join(filter(_is_letter, text))


def _invisible(text: str) -> frozenset[str]:
    """The characters of a text that are not seen: white space and format characters."""
    return frozenset(c for c in set(_MARKS.findall(text)) if c.isspace() or unicodedata.category(c) == "Cf")


def _undoubled(text: str) -> list[int]:
    """The places of all characters but of repeated punctuation marks."""
    return [place for place, mark in enumerate(text) if _is_letter(mark) or text[place - 1 : place] != mark]


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMNS"


def _is_mark(character: str) -> bool:
    return character != "" and not _is_letter(character)


class SpelledSpan(NamedTuple):
    """A stretch of `ArticleText.spelled`, within one block."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The spelled words of an article, block after block."""

    article: str
    blocks: tuple[Block, ...]
    spelled: str
    starts: tuple[int, ...]  # of each block in `spelled`
    origins: tuple[Sequence[int], ...]  # of each block's spelled characters: their places in its text

    @classmethod
    def of(cls, article: Article, texts: NormalisedArticle | None = None) -> ArticleText:
        """`texts` is the article's text, for those who have it already."""
        _, blocks, begins, _, plain_ = texts or NormalisedArticle.of(article)
        invisible = _invisible(plain_)
        words, origins = [], []
        for block, start in zip(blocks, begins, strict=False):
            text = plain_[start : start + len(block.text)]
            origin: Sequence[int] = range(len(text))
            if not invisible.isdisjoint(text):
                origin = [place for place, character in enumerate(text) if character not in invisible]
                text = "".join([text[place] for place in origin])
            words.append(text)
            origins.append(origin)
        starts = tuple(accumulate(map(len, words[:-1]), initial=0))
        return cls(article.id, blocks, "".join(words), starts, tuple(origins))

    def block(self, span: SpelledSpan) -> Block:
        return self.blocks[self._nth(span.start)]

    def passage(self, span: SpelledSpan, *, exact: bool) -> Passage:
        """Where the stretch stands in its block, as it is written there."""
        nth = self._nth(span.start)
        start, origin = self.starts[nth], self.origins[nth]
        return Passage(
            self.article, self.blocks[nth].id, origin[span.start - start], origin[span.end - 1 - start] + 1, exact
        )

    def within_a_block(self, start: int, end: int) -> bool:
        return 0 <= start < end <= len(self.spelled) and self._nth(start) == self._nth(end - 1)

    def stretch(self, place: int) -> SpelledSpan:
        """The whole block that a spelled character belongs to."""
        nth = self._nth(place)
        return SpelledSpan(self.starts[nth], self.starts[nth] + len(self.origins[nth]))

    def beside(self, span: SpelledSpan, length: int, *, after: bool) -> SpelledSpan | None:
        """`length` characters after a stretch, or before it, as far as their block goes."""
        if after:
            start = span.end
            return (
                SpelledSpan(start, min(start + length, self.stretch(start).end)) if start < len(self.spelled) else None
            )
        end = span.start
        return SpelledSpan(max(end - length, self.stretch(end - 1).start), end) if end else None

    def stretches(self) -> Iterator[SpelledSpan]:
        """Each block's own stretch."""
        for start, origin in zip(self.starts, self.origins, strict=False):
            if origin:
                yield SpelledSpan(start, start + len(origin))

    def _nth(self, place: int) -> int:
        """The number of the block that a spelled character belongs to."""
        return bisect_right(self.starts, place) - 1

    def places(self, words: str) -> tuple[SpelledSpan, ...]:
        """All places of spelled words within one block, in reading order."""
        return tuple(span for span in _occurrences(words, self.spelled) if self.within_a_block(*span))

    def recurs(self, words: str, span: SpelledSpan) -> bool:
        """Whether words that stand in a stretch stand elsewhere too."""
        return self.spelled.find(words, 0, span.start) >= 0 or self.spelled.find(words, span.end) >= 0

    def styled(self, words: str) -> tuple[SpelledSpan, ...]:
        """All places of spelled words, in any style of punctuation."""
        return self._among(
            _undoubled(self.spelled.translate(_STYLE)),
            with_plain_punctuation(self.spelled),
            with_plain_punctuation(words),
        )

    def lettered(self, words: str) -> tuple[SpelledSpan, ...]:
        """All places of the letters of spelled words, with any punctuation or none."""
        letters = [place for place, character in enumerate(self.spelled) if _is_letter(character)]
        spans = self._among(letters, "".join(self.spelled[place] for place in letters), letters_only(words))
        return tuple(self._with_marks(span, words) for span in spans)

    def _among(self, places: list[int], text: str, words: str) -> tuple[SpelledSpan, ...]:
        spans = (SpelledSpan(places[start], places[end - 1] + 1) for start, end in _occurrences(words, text))
        return tuple(span for span in spans if self.within_a_block(*span))

    def _with_marks(self, span: SpelledSpan, words: str) -> SpelledSpan:
        """The stretch with the mark before it where the words begin with one, and the mark after it where they end with one."""
        start = span.start - (_is_mark(words[0]) and _is_mark(self.spelled[span.start - 1 : span.start]))
        end = span.end + (_is_mark(words[-1]) and _is_mark(self.spelled[span.end : span.end + 1]))
        return SpelledSpan(start, end) if self.within_a_block(start, end) else span


def _occurrences(words: str, text: str) -> Iterator[SpelledSpan]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield SpelledSpan(start, start + len(words))
        start = text.find(words, start + len(words))
