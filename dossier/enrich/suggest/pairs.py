"""X（Latin Name）: a source that tells two forms of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from dossier.enrich.names.spellings import SpellingIndex
from dossier.enrich.normalise import normalise
from dossier.enrich.suggest.shape import kind, name_before
from dossier.enrich.suggest.suggestion import Suggestion, identifier, remark
from dossier.model import Article, Block, Dossier, Entity, Mention

_PAIR = re.compile(
    r"(?P<title>先生|女士|博士|教授|部长|上将|将军)?"
    r" ?\((?:[^()\x00-\x7f]{1,6}[,: ] ?)?(?:(?:Dr|Prof|Mr|Mrs|Ms)\.? )?"
    r"(?P<latin>[A-ZÀ-Þ][A-Za-zÀ-ɏ0-9.'\"& -]*[A-Za-zÀ-ɏ0-9.])\)"
)


def pairs(dossier: Dossier, articles: Iterable[Article]) -> Iterator[Suggestion]:
    """Entities that nobody has described, and aliases of those that somebody has."""
    names = SpellingIndex.of(dossier.content)
    entities = {entity.id: entity for entity in dossier.content.entities}
    named = _ends(dossier.mentions)
    for article in articles:
        for block in article.body:
            for match in _PAIR.finditer(normalise(block.text)):
                if suggestion := _told(article, block, match, names, entities, named):
                    yield suggestion


def _ends(mentions: Iterable[Mention]) -> Mapping[tuple[str, str], tuple[int, ...]]:
    """Where known names end in each block."""
    ends: dict[tuple[str, str], tuple[int, ...]] = {}
    for mention in mentions:
        place = mention.article, mention.block
        ends[place] = (*ends.get(place, ()), mention.end)
    return ends


def _told(
    article: Article,
    block: Block,
    match: re.Match[str],
    names: SpellingIndex,
    entities: Mapping[str, Entity],
    named: Mapping[tuple[str, str], tuple[int, ...]],
) -> Suggestion | None:
    latin = " ".join(match["latin"].split()).replace("- ", "-")
    ends = named.get((article.id, block.id), ())
    start = name_before(block.text, match.start(), latin, max((e for e in ends if e <= match.start()), default=0))
    if start == match.start():
        return None
    name = block.text[start : match.start()].replace("•", "·").replace("・", "·").replace("‧", "·")
    if names.is_described(name):
        return None
    where = remark(article, block, start, match.end())
    known = [reading.entities[0] for reading in names.meanings.get(normalise(latin), ()) if reading.entities]
    if len(known) == 1 and known[0] in entities:
        aliases = [*entities[known[0]].alias, name]
        return Suggestion(
            "entities.yaml",
            known[0],
            {"alias": aliases},
            (where, f"{known[0]} is there already: add the alias to it"),
            (normalise(name),),
        )
    record = {"type": kind(latin), "name": {article.language or "zh-Hans": name, "en": latin}}
    return Suggestion("entities.yaml", identifier(latin, name), record, (where,), (normalise(name), normalise(latin)))
