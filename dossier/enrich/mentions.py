"""Names in the text, and whose they are: leftmost, longest, and never guessed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from dossier.enrich.anchors import overridden
from dossier.enrich.hits import Hit, hits
from dossier.enrich.names import Names
from dossier.enrich.plain import Texts
from dossier.model import Article, Linking, Mention, Prose

_UNLINKED = ("title", "byline", "credit", "code")
_TAKEN = ("link", "code")


def mentions(names: Names, article: Article, texts: Texts | None = None) -> tuple[Mention, ...]:
    """Every name in the article, in reading order; the first of each entity in a section is linked.

    `texts` is the article's text, for those who have it already.
    """
    names = names.within(article.id)
    return tuple(_found(names, texts or Texts.of(article)))


def linked(article: Article, found: Iterable[Mention], policies: Mapping[str, Linking]) -> Iterator[Mention]:
    """The mentions, each of them linked or not: not in titles, credits, code and the outlet's own links."""
    links = _Links(article.blocks, policies)
    for mention in found:
        wanted = links.want(mention.block, mention.start, mention.end, mention.entities, mention.kind)
        yield mention if mention.linked == wanted else mention._replace(linked=wanted)


def _found(names: Names, texts: Texts) -> Iterator[Mention]:
    article, blocks, starts, text, plain = texts
    links = _Links(blocks, names.policies)
    for start, end, every, kind, gloss in _meant(hits(names, plain), article, starts):
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


def _meant(found: Iterator[Hit], article: Article, starts: tuple[int, ...]) -> Iterable[Hit]:
    """The hits as the editor has them: whatever an override touches means what it says."""
    if not article.mentions:
        return found
    kept = list(found)
    before = dict(zip((block.id for block in article.blocks), starts, strict=False))
    for passage, to in overridden(article, article.mentions):
        start, end = before[passage.block] + passage.start, before[passage.block] + passage.end
        touched = [hit for hit in kept if hit.start < end and start < hit.end]
        kept = [hit for hit in kept if hit not in touched]
        if to != "none":
            # A quotation may be longer than the name in it: `飞往莫斯科`, as moscow.
            kept.append(touched[0].told(to) if len(touched) == 1 else Hit(start, end, (to,), "name"))
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
