"""An article as one string in which quotations are sought, and the way back to its blocks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dossier.enrich.plain import plain
from dossier.model import Article, Block, Passage

_STYLE = str.maketrans("。…、—~《〈》〉【〔】〕", "..,--<<>>[[]]")


def spelled(text: str) -> str:
    """What is compared of a quotation: the text folded, without white space."""
    return "".join(character for character in plain(text) if _is_written(character))


def styled(text: str) -> str:
    """A spelled text in one style of punctuation: each kind of mark in one form, and once where it is doubled."""
    one = text.translate(_STYLE)
    return "".join(one[place] for place in _undoubled(one))


def letters(text: str) -> str:
    """What is left of a spelled text without its punctuation."""
    return "".join(filter(_is_letter, text))


def _is_written(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) != "Cf"


def _undoubled(text: str) -> list[int]:
    """The places of all letters, and of the marks that are not the same as the one before."""
    return [place for place, mark in enumerate(text) if _is_letter(mark) or text[place - 1 : place] != mark]


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMNS"


def _is_mark(character: str) -> bool:
    return character != "" and not _is_letter(character)


class Span(NamedTuple):
    """A stretch of `Text.spelled`, within one block."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """The spelled words of an article, block after block."""

    article: str
    blocks: tuple[Block, ...]
    spelled: str
    origin: tuple[tuple[int, int], ...]  # of each spelled character: the block, and the place in it

    @classmethod
    def of(cls, article: Article) -> Text:
        found = [
            (character, (nth, place))
            for nth, block in enumerate(article.blocks)
            for place, character in enumerate(plain(block.text))
            if _is_written(character)
        ]
        return cls(article.id, article.blocks, "".join(c for c, _ in found), tuple(o for _, o in found))

    def block(self, span: Span) -> Block:
        return self.blocks[self.origin[span.start][0]]

    def passage(self, span: Span, *, exact: bool) -> Passage:
        """Where the stretch stands in its block, as it is written there."""
        start, end = self.origin[span.start][1], self.origin[span.end - 1][1] + 1
        return Passage(self.article, self.block(span).id, start, end, exact)

    def within_a_block(self, start: int, end: int) -> bool:
        return 0 <= start < end <= len(self.origin) and self.origin[start][0] == self.origin[end - 1][0]

    def stretches(self) -> Iterator[Span]:
        """Each block's own stretch."""
        start = 0
        for place in range(1, len(self.origin) + 1):
            if place == len(self.origin) or self.origin[place][0] != self.origin[start][0]:
                yield Span(start, place)
                start = place

    def places(self, words: str) -> tuple[Span, ...]:
        """Everywhere that spelled words stand within one block, in reading order."""
        return tuple(span for span in _everywhere(words, self.spelled) if self.within_a_block(*span))

    def recurs(self, words: str, span: Span) -> bool:
        """Whether words that stand in a stretch stand elsewhere too."""
        return self.spelled.find(words, 0, span.start) >= 0 or self.spelled.find(words, span.end) >= 0

    def styled(self, words: str) -> tuple[Span, ...]:
        """Everywhere that spelled words stand, whatever the style of punctuation."""
        return self._among(_undoubled(self.spelled.translate(_STYLE)), styled(self.spelled), styled(words))

    def lettered(self, words: str) -> tuple[Span, ...]:
        """Everywhere that the letters of spelled words stand, whatever the punctuation."""
        kept = [place for place, character in enumerate(self.spelled) if _is_letter(character)]
        found = self._among(kept, "".join(self.spelled[place] for place in kept), letters(words))
        return tuple(self._with_marks(span, words) for span in found)

    def _among(self, kept: list[int], text: str, words: str) -> tuple[Span, ...]:
        spans = (Span(kept[start], kept[end - 1] + 1) for start, end in _everywhere(words, text))
        return tuple(span for span in spans if self.within_a_block(*span))

    def _with_marks(self, span: Span, words: str) -> Span:
        """The stretch with the mark before it, where words begin with one, and with the one after it likewise."""
        start = span.start - (_is_mark(words[0]) and _is_mark(self.spelled[span.start - 1 : span.start]))
        end = span.end + (_is_mark(words[-1]) and _is_mark(self.spelled[span.end : span.end + 1]))
        return Span(start, end) if self.within_a_block(start, end) else span


def _everywhere(words: str, text: str) -> Iterator[Span]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield Span(start, start + len(words))
        start = text.find(words, start + len(words))
