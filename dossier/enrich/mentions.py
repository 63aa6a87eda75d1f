"""Names in the text, and whose they are: leftmost, longest, and never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dossier.enrich.anchors import overridden
from dossier.enrich.hits import Hit, hits
from dossier.enrich.names import Names
from dossier.model import Article, Block, Linking, Mention, Passage

_UNLINKED = ("title", "byline", "credit", "code")
_TAKEN = ("link", "code")


def mentions(names: Names, article: Article) -> tuple[Mention, ...]:
    """Every name in the article, in reading order; the first of each entity in a section is linked."""
    names = names.within(article.id)
    overrides: dict[str, list[tuple[Passage, str]]] = {}
    for passage, to in overridden(article, article.mentions):
        overrides.setdefault(passage.block, []).append((passage, to))
    found = (
        mention
        for block in article.blocks
        for hit in _meant(hits(names, block.text), overrides.get(block.id, []))
        for mention in _rows(names, article.id, block, hit)
    )
    return tuple(linked(article, found, names.policy))


def linked(article: Article, found: Iterable[Mention], policy: Callable[[str], Linking]) -> Iterator[Mention]:
    """The mentions, each of them linked or not: not in titles, credits, code and the outlet's own links."""
    blocks = {block.id: block for block in article.blocks}
    seen: set[tuple[int, str]] = set()
    for mention in found:
        block = blocks[mention.block]
        wanted = mention.kind != "gloss" and _may_be_linked(block, mention)
        yield mention._replace(linked=wanted and _is_linked(policy, block.section, mention.entities, seen))


def _meant(found: Iterator[Hit], overrides: list[tuple[Passage, str]]) -> list[Hit]:
    """The hits as the editor has them: whatever an override touches means what it says."""
    kept = list(found)
    for passage, to in overrides:
        touched = [hit for hit in kept if hit.start < passage.end and passage.start < hit.end]
        kept = [hit for hit in kept if hit not in touched]
        if to != "none":
            # A quotation may be longer than the name in it: `飞往莫斯科`, as moscow.
            kept.append(touched[0].told(to) if len(touched) == 1 else Hit(passage.start, passage.end, (to,), "name"))
    return sorted(kept, key=lambda hit: hit.start)


def _rows(names: Names, article: str, block: Block, hit: Hit) -> Iterator[Mention]:
    entities = tuple(entity for entity in hit.entities if names.policy(entity) != "never")
    if not entities or hit.kind == "ambiguous":
        return
    surface = block.text[hit.start : hit.end]
    yield Mention(article, block.id, hit.start, hit.end, surface, entities, hit.kind, linked=False)
    if hit.gloss:
        start, end = hit.gloss
        yield Mention(article, block.id, start, end, block.text[start:end], entities, "gloss", linked=False)


def _may_be_linked(block: Block, mention: Mention) -> bool:
    taken = (mark for mark in block.marks if mark.kind in _TAKEN)
    return block.kind not in _UNLINKED and not any(m.start < mention.end and mention.start < m.end for m in taken)


def _is_linked(
    policy: Callable[[str], Linking], section: int, entities: tuple[str, ...], seen: set[tuple[int, str]]
) -> bool:
    """Whether one of the entities is mentioned for the first time in the section; with it, all of them are."""
    new = [(section, entity) for entity in entities if policy(entity) == "first"]
    first = any(one not in seen for one in new)
    seen.update(new)
    return first or any(policy(entity) == "all" for entity in entities)
