"""Names in the text, and whose they are: leftmost, longest, and never guessed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from dossier.enrich.anchors import overridden
from dossier.enrich.hits import Hit, hits
from dossier.enrich.names import Names
from dossier.enrich.plain import Texts
from dossier.model import Article, Linking, Mark, Mention

_UNLINKED = ("title", "byline", "credit", "code")
_TAKEN = ("link", "code")


def mentions(names: Names, article: Article, texts: Texts | None = None) -> tuple[Mention, ...]:
    """Every name in the article, in reading order; the first of each entity in a section is linked.

    `texts` is the article's text, for those who have it already.
    """
    names = names.within(article.id)
    return tuple(linked(article, _found(names, texts or Texts.of(article)), names.policies))


def linked(article: Article, found: Iterable[Mention], policies: Mapping[str, Linking]) -> Iterator[Mention]:
    """The mentions, each of them linked or not: not in titles, credits, code and the outlet's own links."""
    sections = {block.id: block.section for block in article.blocks if block.kind not in _UNLINKED}
    taken = {block.id: marks for block in article.blocks if (marks := [m for m in block.marks if m.kind in _TAKEN])}
    done: set[tuple[int, str]] = set()
    for mention in found:
        wanted = (
            mention.block in sections
            and mention.kind != "gloss"
            and not (mention.block in taken and _overlaps(mention, taken[mention.block]))
            and _is_linked(policies, sections[mention.block], mention.entities, done)
        )
        yield mention if mention.linked == wanted else Mention(*mention[:-1], linked=wanted)


def _found(names: Names, texts: Texts) -> Iterator[Mention]:
    """Every name, none of them linked yet."""
    article, blocks, starts, text, _ = texts
    for hit in _meant(hits(names, texts.plain), article, starts):
        entities = names.shown(hit.entities)
        if entities and hit.kind != "ambiguous":
            nth = bisect_right(starts, hit.start) - 1
            block, at = blocks[nth].id, starts[nth]
            surface = text[hit.start : hit.end]
            yield Mention(article.id, block, hit.start - at, hit.end - at, surface, entities, hit.kind, linked=False)
            if hit.gloss:
                start, end = hit.gloss
                yield Mention(article.id, block, start - at, end - at, text[start:end], entities, "gloss", linked=False)


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


def _overlaps(mention: Mention, marks: Iterable[Mark]) -> bool:
    return any(mark.start < mention.end and mention.start < mark.end for mark in marks)


def _is_linked(
    policies: Mapping[str, Linking], section: int, entities: tuple[str, ...], done: set[tuple[int, str]]
) -> bool:
    """Whether one of the entities is mentioned for the first time in the section; with it, all of them are."""
    found = False
    for entity in entities:
        if (section, entity) not in done:
            found |= policies.get(entity) in ("first", "all")
            if policies.get(entity) != "all":
                done.add((section, entity))
    return found
