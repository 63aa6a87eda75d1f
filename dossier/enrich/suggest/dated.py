"""Sentences that say when something happened, as events that nobody has written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dossier.enrich.suggest.suggestion import SuggestedPlace, Suggestion, remark, sentence
from dossier.model import Article, Block, DateMention, Dossier, Entity, Event, Mention, When

_SHARP = 31  # days: what is vaguer is no event
_TITLE = 40


def events(dossier: Dossier, articles: Iterable[Article]) -> Iterator[Suggestion]:
    """An event for every sentence that dates what a known entity did, but for those that are on the timeline."""
    entities = {entity.id: entity for entity in dossier.content.entities}
    named: dict[tuple[str, str], list[Mention]] = {}
    for mention in dossier.mentions:
        named.setdefault((mention.article, mention.block), []).append(mention)
    dates: dict[str, list[DateMention]] = {}
    for dated in dossier.dates:
        dates.setdefault(dated.article, []).append(dated)
    for article in articles:
        blocks = {block.id: block for block in article.body}
        for dated in dates.get(article.id, ()):
            block = blocks.get(dated.block)
            if block is None or (dated.when.last - dated.when.first).days > _SHARP:
                continue
            first, last = sentence(block, dated.start, dated.end)
            there = [m for m in named.get((article.id, block.id), ()) if first <= m.start < last]
            who = tuple(dict.fromkeys(entity for mention in there for entity in mention.entities))
            if who and not any(_is_told(event, dated.when, who) for event in dossier.content.events):
                yield _suggestion(article, block, dated, who, entities)


def _is_told(event: Event, when: When, who: tuple[str, ...]) -> bool:
    """Whether an event is of that time and of somebody who is there."""
    same_time = event.when is not None and event.when.first <= when.last and when.first <= event.when.last
    return same_time and bool({*event.who, event.where} & {*who})


def _suggestion(
    article: Article, block: Block, dated: DateMention, who: tuple[str, ...], entities: Mapping[str, Entity]
) -> Suggestion:
    places = [one for one in who if one in entities and entities[one].type == "place"]
    others = [one for one in who if one not in places]
    first, last = sentence(block, dated.start, dated.end)
    words = " ".join(block.text[first:last].split())
    known = article.published is not None and article.published.last < dated.when.first
    record: dict[str, object] = {
        "date": dated.when.edtf,
        "title": words if len(words) <= _TITLE else words[:_TITLE] + "…",
        "status": "planned" if known else "happened",
    }
    record |= {"who": others} if others else {}
    record |= {"where": places[0]} if places else {}
    record["sources"] = [{"article": article.id, "quote": block.text[first:last].strip(), "block": block.id}]
    key = f"{dated.when.first.isoformat()}-{(others or places)[0]}"
    hint = f"“{dated.surface}” is {dated.when.edtf}; write the title, and say who did it"
    return Suggestion(
        kind="event",
        file="events.yaml",
        key=key,
        record=record,
        remarks=(remark(article, block, dated.start, dated.end), hint),
        places=(SuggestedPlace(article.id, block.id, dated.start, dated.end),),
    )
