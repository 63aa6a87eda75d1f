"""Spellings in a text: leftmost, longest, and only where they can mean what they name.

Two classes of characters say where one may begin, and a dictionary which one it is: that much takes 0.1 ms in an
article of 2,000 characters with 100 names, and 0.35 ms with 20,000. A regular expression built from a trie takes
0.07 ms with 150, 4 ms with 5,000 and 7 ms with 20,000. What a name means is looked up where it always means that, and
asked of the words around it only where they can tell. `make bench` measures it with all that follows.

Names in the text, and whose they are: leftmost, longest, and never guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from dossier.enrich.anchors import anchor_overrides
from dossier.enrich.names.contexts import is_literal
from dossier.enrich.names.spellings import ABOUT, LongerWord, SpellingIndex, SpellingMeaning, is_latin
from dossier.enrich.names.word_boundaries import is_torn, is_torn_compound
from dossier.enrich.normalise import NormalisedArticle
from dossier.model import Article, Linking, Mention, Prose

# 朝鲜（DPRK）, 金某（音译，Kim Something）, 卢某博士（Dr Bernard Loo）: Latin letters alone in brackets, perhaps after a
# title, or a word about them.
_GLOSS = re.compile(
    r"(?P<title>[\u3400-\u9fff]{0,4}) ?\((?:[^()\x00-\x7f]{1,6}[,: ] ?)?(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir)\.? )?"
    r"(?P<latin>[A-ZÀ-Þ][A-Za-zÀ-ɏ0-9.,'\"& -]*[A-Za-zÀ-ɏ0-9.])\)"
)

# A name beside these may be told by what they enclose or join.
_ASIDE = re.compile("[(·]")
_BEFORE = 5  # characters of a title and a space

# …以北约1530公里: a name that ends in “about” is none where a distance follows.
_DISTANCE = re.compile(r" ?[\d,.〇一二三四五六七八九十百千万两几数]+ ?[余多]? ?(?:公里|千米|英里|海里|里|米|度|km)")

# （Asia Society Policy Institute）: no word of a name that is not known is a name.
_LATIN_NAME = re.compile(r"[A-ZÀ-Þ][\w.'-]*(?: (?:[A-ZÀ-Þ][\w.'-]*|of|for|on|the|de))+")

_FAR = 120  # characters to a bracket


class SpellingHit(NamedTuple):
    """A spelling in a text, and what it means; `ambiguous` where that is not known."""

    start: int
    end: int
    entities: tuple[str, ...]
    kind: Literal["name", "metonym", "compound", "ambiguous"]
    gloss: tuple[int, int] | None = None

    def told(self, entity: str) -> SpellingHit:
        """The hit as somebody has decided that it means `entity`."""
        if self.kind == "metonym" and entity in self.entities:
            return self
        return self._replace(entities=(entity,), kind="name")


def find_spellings(names: SpellingIndex, folded: str) -> Iterator[SpellingHit]:
    """The spellings in a plain text, from left to right; none lies in another."""
    asides = {place for aside in _ASIDE.finditer(folded) for place in range(aside.start() - _BEFORE, aside.end() + 1)}
    lengths, end = names.lengths, 0
    for head in names.heads.finditer(folded):
        start = head.start()
        head_lengths = lengths.get(folded[start : start + 2]) if start >= end else None
        if head_lengths and (hit := _longest(names, head_lengths, folded, start, asides)):
            yield hit
            end = hit.gloss[1] if hit.gloss else hit.end


def _longest(
    names: SpellingIndex, lengths: tuple[int, ...], text: str, start: int, asides: Container[int]
) -> SpellingHit | None:
    for length in lengths:
        end = start + length
        spelling = text[start:end]
        reading = names.settled.get(spelling)
        if reading is None or start in asides or end in asides:
            if spelling in names.meanings and end <= len(text) and (hit := _hit(names, text, start, end)):
                return hit
        elif (
            end <= len(text)
            and not (length == 2 and is_torn(text, start, end))
            and not (reading.vetoes and _among(reading.vetoes, text, start))
        ):
            return SpellingHit(start, end, reading.entities, "name")
    return None


def _hit(names: SpellingIndex, text: str, start: int, end: int) -> SpellingHit | None:
    """What a spelling means where it stands, if it means anything there."""
    if not _stands_alone(text, start, end) or _is_a_measure(text, start, end):
        return None
    readings = [r for r in names.meanings[text[start:end]] if not _is_another_word(r, text, start, end)]
    readings, gloss = _glossed(names, readings, text, start, end)
    if len(readings) != 1:
        every = tuple(entity for reading in readings for entity in reading.entities)
        return SpellingHit(start, end, every, "ambiguous") if readings else None
    reading = readings[0]
    if reading.stands_for and not (_among(reading.literal_if, text, start) or is_literal(text, start, end)):
        return SpellingHit(start, end, (reading.stands_for,), "metonym", gloss)
    if reading.kind == "compound" or not reading.entities:
        return SpellingHit(start, end, reading.entities, "compound" if reading.entities else "ambiguous")
    return SpellingHit(start, end, reading.entities, "name", gloss)


def _is_another_word(reading: SpellingMeaning, text: str, start: int, end: int) -> bool:
    """Whether the spelling is a part of a word that its editor has told of, or of two well-known ones."""
    if reading.kind == "compound":
        return is_torn_compound(text, start, end)
    return _among(reading.vetoes, text, start) or (end - start == 2 and is_torn(text, start, end))


def _glossed(
    names: SpellingIndex, readings: list[SpellingMeaning], text: str, start: int, end: int
) -> tuple[list[SpellingMeaning], tuple[int, int] | None]:
    """The readings that hold beside a Latin form in brackets, and where that stands, if it is theirs.

    It tells which of several is meant, and that a person is another one. Behind a title (朝鲜外务省（MFA）) it is theirs
    only where it is known to be.
    """
    bracketed = "(" in text[end : end + 6] and not is_latin(text[end - 1])
    match = _GLOSS.match(text, end) if bracketed else None
    if not match:
        return [r for r in readings if not (r.is_person and _is_part_of_a_name(names, text, start, end))], None
    latin = names.meanings.get(match["latin"], ())
    theirs = [reading for reading in readings if reading.entities in {other.entities for other in latin}]
    if theirs:
        return theirs, match.span("latin")
    another = not match["title"] and any(other.is_person for other in latin)
    kept = [
        reading
        for reading in readings
        if not (reading.is_person and (another or _is_part_of_a_name(names, text, start, end)))
    ]
    return kept, match.span("latin") if not latin and not match["title"] else None


def _is_part_of_a_name(names: SpellingIndex, text: str, start: int, end: int) -> bool:
    """Whether a middle dot joins the spelling to a name that is not known."""
    before = text[start - 1 : start] == "·" and text[start - 2 : start - 1].isalpha()
    after = text[end : end + 1] == "·" and text[end + 1 : end + 2].isalpha()
    lengths = range(2, 12)
    return (before and not any(text[max(start - 1 - n, 0) : start - 1] in names.meanings for n in lengths)) or (
        after and not any(text[end + 1 : end + 1 + n] in names.meanings for n in lengths)
    )


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a Latin name is whole words, and no part of a longer name in brackets."""
    first, last = is_latin(text[start]), is_latin(text[end - 1])
    if not (first or last):
        return True
    if (first and is_latin(text[max(start - 1, 0) : start])) or (last and is_latin(text[end : end + 1])):
        return False
    opening, closing = text.rfind("(", max(start - _FAR, 0), start), text.find(")", end, end + _FAR)
    inside = text[opening + 1 : closing] if 0 <= opening < closing and ")" not in text[opening:end] else ""
    return len(inside) <= end - start or not _LATIN_NAME.fullmatch(inside)


def _is_a_measure(text: str, start: int, end: int) -> bool:
    return text[end - 1] == ABOUT and end - start < 4 and _DISTANCE.match(text, end) is not None


def _among(words: tuple[LongerWord, ...], text: str, start: int) -> bool:
    """Whether one of the words stands where it holds the spelling at `start`."""
    for word, before in words:  # noqa: SIM110 — asked of every name in every text, where a loop is three times as fast
        if before <= start and text.startswith(word, start - before):
            return True
    return False


_UNLINKED = ("title", "byline", "credit", "code")
_TAKEN = ("link", "code")


def find_mentions(
    names: SpellingIndex, article: Article, texts: NormalisedArticle | None = None
) -> tuple[Mention, ...]:
    """Every name in the article, in reading order; the first of each entity in a section is linked.

    `texts` is the article's text, for those who have it already.
    """
    names = names.within(article.id)
    return tuple(_found(names, texts or NormalisedArticle.of(article)))


def choose_links(article: Article, found: Iterable[Mention], policies: Mapping[str, Linking]) -> Iterator[Mention]:
    """The mentions, each of them linked or not: not in titles, credits, code and the outlet's own links."""
    links = _Links(article.blocks, policies)
    for mention in found:
        wanted = links.want(mention.block, mention.start, mention.end, mention.entities, mention.kind)
        yield mention if mention.linked == wanted else mention._replace(linked=wanted)


def _found(names: SpellingIndex, texts: NormalisedArticle) -> Iterator[Mention]:
    article, blocks, starts, text, plain = texts
    links = _Links(blocks, names.policies)
    for start, end, every, kind, gloss in _meant(find_spellings(names, plain), article, starts):
        entities = every if names.never.isdisjoint(every) else names.shown(every)
        if entities and kind != "ambiguous":
            nth = bisect_right(starts, start) - 1
            block, at = blocks[nth].id, starts[nth]
            wanted = links.want(block, start - at, end - at, entities, kind)
            yield Mention(article.id, block, start - at, end - at, text[start:end], entities, kind, wanted)
            if gloss:
                yield Mention(
                    article.id,
                    block,
                    gloss[0] - at,
                    gloss[1] - at,
                    text[slice(*gloss)],
                    entities,
                    "gloss",
                    linked=False,
                )


def _meant(found: Iterator[SpellingHit], article: Article, starts: tuple[int, ...]) -> Iterable[SpellingHit]:
    """The hits as the editor has them: whatever an override touches means what it says."""
    if not article.mentions:
        return found
    kept = list(found)
    before = dict(zip((block.id for block in article.blocks), starts, strict=False))
    for passage, to in anchor_overrides(article, article.mentions):
        start, end = before[passage.block] + passage.start, before[passage.block] + passage.end
        touched = [hit for hit in kept if hit.start < end and start < hit.end]
        kept = [hit for hit in kept if hit not in touched]
        if to != "none":
            # A quotation may be longer than the name in it: `飞往莫斯科`, as moscow.
            kept.append(touched[0].told(to) if len(touched) == 1 else SpellingHit(start, end, (to,), "name"))
    return sorted(kept, key=lambda hit: hit.start)


class _Links:
    """Which names of an article are links: told one after another, as they stand."""

    def __init__(self, blocks: Prose, policies: Mapping[str, Linking]) -> None:
        self.policies = policies
        self.sections = {block.id: block.section for block in blocks if block.kind not in _UNLINKED}
        self.taken = {
            block.id: marks
            for block in blocks
            if block.marks and (marks := [mark for mark in block.marks if mark.kind in _TAKEN])
        }
        self.done: set[tuple[int, str]] = set()

    def want(self, block: str, start: int, end: int, entities: tuple[str, ...], kind: str) -> bool:
        """Whether one of the entities is mentioned for the first time in the section; with it, all of them are."""
        section = self.sections.get(block)
        if section is None or kind == "gloss":
            return False
        if block in self.taken and any(mark.start < end and start < mark.end for mark in self.taken[block]):
            return False
        found = False
        for entity in entities:
            if (section, entity) not in self.done:
                policy = self.policies.get(entity)
                found |= policy in ("first", "all")
                if policy != "all":
                    self.done.add((section, entity))
        return found
