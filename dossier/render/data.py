"""data/*.json: everything the dossier knows, for programs; static/data/schema.json says what each field means."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from dossier.model import Article, Block, Citation, Claim, Dated, Dossier, Entity, Event, Mention, Prose, When
from dossier.render import templates, urls
from dossier.render.made import Made, Maker

Row = Mapping[str, object]


def files(dossier: Dossier) -> Made:
    """The exports by their paths."""
    content = dossier.content
    makers: dict[str, Maker] = {
        "data/articles.json": lambda: _array(map(_article, content.articles)),
        "data/mentions.json": lambda: _array(map(_mention, dossier.mentions)),
        "data/dates.json": lambda: _array(map(_dated, dossier.dates)),
        "data/entities.json": lambda: _array(_entity(dossier, entity) for entity in content.entities),
        "data/events.json": lambda: _array(_event(dossier, event) for event in dossier.timeline),
        "data/claims.json": lambda: _array(_claim(dossier, claim) for claim in content.claims),
        "data/schema.json": lambda: templates.static("data/schema.json"),
    }
    return Made(makers)


def _array(rows: Iterable[Row]) -> bytes:
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return f"[\n{lines}\n]\n".encode() if lines else b"[]\n"


def _article(article: Article) -> Row:
    return {
        "id": article.id,
        "title": article.title,
        "kicker": article.kicker,
        "summary": article.summary,
        "by": article.by,
        "outlet": article.outlet,
        "url": article.url,
        "page": urls.article(article.id),
        "published": _edtf(article.published),
        "updated": _edtf(article.updated),
        "language": article.language,
        "byline": [{"name": b.name, "latin": b.latin, "role": b.role, "title": b.title} for b in article.byline],
        "dateline": list(article.dateline),
        "agencies": list(article.agencies),
        "section": article.section,
        "translation_of": article.translation_of,
        "archive": article.archive,
        "text": article.text,
        "rights": article.rights,
        "draft": article.draft,
        "blocks": [
            {"id": b.id, "section": b.section, "kind": b.kind, "text": b.text, "number": b.number}
            for b in article.blocks
        ],
        "figures": list(_figures(article.body)),
        "links": list(_links(article.blocks)),
    }


def _figures(body: Prose) -> Iterator[Row]:
    credits_ = {block.within: block.text for block in body if block.kind == "credit"}
    for block in body:
        if media := block.media:
            yield {
                "block": block.id,
                "kind": media.kind,
                "src": media.src,
                "alt": media.alt,
                "href": media.href,
                "credit": credits_.get(block.within, ""),
            }


def _links(blocks: Iterable[Block]) -> Iterator[Row]:
    for block in blocks:
        for mark in block.marks:
            if mark.kind == "link":
                words = block.text[mark.start : mark.end]
                yield {"block": block.id, "start": mark.start, "end": mark.end, "text": words, "href": mark.value}


def _mention(mention: Mention) -> Row:
    one, *more = mention.entities
    return {
        "article": mention.article,
        "block": mention.block,
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "entity": [one, *more] if more else one,
        "kind": mention.kind,
        "linked": mention.linked,
    }


def _dated(dated: Dated) -> Row:
    return {
        "article": dated.article,
        "block": dated.block,
        "start": dated.start,
        "end": dated.end,
        "surface": dated.surface,
        "edtf": dated.when.edtf,
    }


def _entity(dossier: Dossier, entity: Entity) -> Row:
    return {
        "id": entity.id,
        "type": entity.type,
        "name": dict(entity.name),
        "alias": list(entity.alias),
        "wikidata": entity.wikidata,
        "coordinates": list(entity.coordinates or ()),
        "stands_for": entity.stands_for,
        "summary": _plain(entity.summary),
        "by": _signed(dossier, entity.by) if entity.summary else "",
        "page": urls.entity(entity.id),
        "mentions": dict(dossier.counts.get(entity.id, {})),
        "together": [{"entity": t.entity, "blocks": t.blocks} for t in dossier.together.get(entity.id, ())],
    }


def _event(dossier: Dossier, event: Event) -> Row:
    return {
        "id": event.id,
        "title": event.title,
        "status": event.status,
        "date": _edtf(event.when),
        "who": list(event.who),
        "where": event.where,
        "text": _plain(event.text),
        "by": _signed(dossier, event.by),
        "page": urls.event(event.id),
        "sources": [_cited(dossier, citation) for citation in event.sources],
    }


def _claim(dossier: Dossier, claim: Claim) -> Row:
    return {
        "id": claim.id,
        "text": claim.text,
        "status": claim.status,
        "note": _plain(claim.note),
        "by": _signed(dossier, claim.by),
        "page": urls.claim(claim.id),
        "stances": [
            {
                "who": list(stance.who),
                "voice": stance.voice,
                "says": stance.says,
                "date": _edtf(stance.when),
                **_cited(dossier, stance.citation),
            }
            for stance in claim.stances
        ],
        "history": [
            {"date": _edtf(turn.when), "status": turn.status, "why": turn.why, "by": _signed(dossier, turn.by)}
            for turn in claim.history
        ],
    }


def _cited(dossier: Dossier, citation: Citation) -> Row:
    """A citation's words, and where they stand."""
    passage = dossier.passages.get(citation)
    return {
        "article": citation.article,
        "quote": citation.quote,
        "block": passage.block if passage else "",
        "start": passage.start if passage else 0,
        "end": passage.end if passage else 0,
        "exact": passage.exact if passage else False,
    }


def _edtf(when: When | None) -> str:
    return when.edtf if when else ""


def _plain(prose: Prose) -> str:
    return "\n\n".join(block.text for block in prose if block.text)


def _signed(dossier: Dossier, by: str) -> str:
    return by or ", ".join(dossier.content.settings.editors)
