"""data/*.json: the whole dossier for other programs; static/data/schema.json describes the fields.

What grows with the articles is split into files of a fixed number of articles, the oldest first: articles.json,
articles.2.json … A full file does not change as articles are added, and none is too large for GitHub.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from json.encoder import JSONEncoder, encode_basestring
from typing import TypeVar

from dossier.model import (
    Article,
    ArticleFindings,
    Block,
    Citation,
    Claim,
    Dossier,
    Entity,
    Event,
    HistoryStep,
    Prose,
    When,
)
from dossier.render import urls
from dossier.render.exports.export import Export
from dossier.render.lazy_files import FileMaker, LazyFiles
from dossier.render.templates import OURS

PER_FILE = 2_500  # articles: about 30 MB, where GitHub accepts 100

Row = Mapping[str, object]

T = TypeVar("T")

_NO_FINDINGS = ArticleFindings((), (), {}, ())
_json = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_json_string = encode_basestring


def data_files(dossier: Dossier, per_file: int = PER_FILE) -> LazyFiles:
    """The files by path."""
    content = dossier.content
    findings = [dossier.findings.get(article.id, _NO_FINDINGS) for article in content.articles]
    makers: dict[str, FileMaker] = {
        **dict(_split_files("articles", content.articles, _article, per_file)),
        **dict(_split_files("mentions", findings, _mentions, per_file)),
        **dict(_split_files("dates", findings, _dates, per_file)),
        "data/entities.json": lambda: _array(_json(_entity(dossier, entity)) for entity in content.entities),
        "data/events.json": lambda: _array(_json(_event(dossier, event)) for event in dossier.timeline),
        "data/claims.json": lambda: _array(_json(_claim(dossier, claim)) for claim in content.claims),
        "data/schema.json": lambda: OURS.static("data/schema.json"),
    }
    return LazyFiles(makers)


DATA_EXPORT = Export(
    "data/events.json",
    "application/json",
    lambda site, _: data_files(site.dossier),
    {"zh-Hans": "数据（JSON）", "zh-Hant": "資料（JSON）", "en": "Data (JSON)"},
)


def _split_files(
    name: str, items: Sequence[T], rows: Callable[[T], str], per_file: int
) -> Iterator[tuple[str, FileMaker]]:
    """The files of some kind of row, split by articles; `rows` returns the lines of one article."""
    for number, start in enumerate(range(0, max(len(items), 1), per_file), 1):
        yield urls.data_path(name, number), partial(_array_of, rows, items[start : start + per_file])


def _array_of(rows: Callable[[T], str], items: Iterable[T]) -> bytes:
    return _array(map(rows, items))


def _array(rows: Iterable[str]) -> bytes:
    """The rows that are not empty as one JSON array, one row a line."""
    file = BytesIO()
    for row in filter(None, rows):
        file.write(b",\n" if file.tell() else b"[\n")
        file.write(row.encode())
    file.write(b"\n]\n" if file.tell() else b"[]\n")
    return file.getvalue()


def _article(article: Article) -> str:
    fields = _json(
        {
            "id": article.id,
            "title": article.title,
            "kicker": article.kicker,
            "summary": article.summary,
            "by": article.by,
            "outlet": article.outlet,
            "url": article.url,
            "page": urls.article_path(article.id),
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
        }
    )
    others = _json({"figures": list(_figures(article.body)), "links": list(_links(article.blocks))})
    return f'{fields[:-1]},"blocks":[{",".join(map(_block_json, article.blocks))}],{others[1:]}'


def _block_json(block: Block) -> str:
    """A block of an article. Its JSON is formatted by hand for speed, as that of mentions and dates."""
    return (
        f'{{"id":{_json_string(block.id)},"section":{block.section},"kind":{_json_string(block.kind)},"text":{_json_string(block.text)},'
        f'"number":{block.number}}}'
    )


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


def _mentions(findings: ArticleFindings) -> str:
    """The mentions of entities in an article, one a line."""
    return ",\n".join(
        f'{{"article":{_json_string(article)},"block":{_json_string(block)},"start":{start},"end":{end},"surface":{_json_string(surface)},'
        f'"entity":{_json_string(entities[0]) if len(entities) == 1 else _json(entities)},'
        f'"kind":{_json_string(kind)},"linked":{"true" if linked else "false"}}}'
        for article, block, start, end, surface, entities, kind, linked in findings.mentions
    )


def _dates(findings: ArticleFindings) -> str:
    """The mentions of dates in an article, one a line."""
    return ",\n".join(
        f'{{"article":{_json_string(article)},"block":{_json_string(block)},"start":{start},"end":{end},"surface":{_json_string(surface)},'
        f'"edtf":{_json_string(when.edtf)}}}'
        for article, block, start, end, surface, when, _ in findings.dates
    )


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
        "page": urls.entity_path(entity.id),
        "added": _edtf(entity.added),
        "mentions": dict(dossier.counts.get(entity.id, {})),
        "together": [{"entity": t.entity, "blocks": t.blocks} for t in dossier.co_mentions.get(entity.id, ())],
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
        "page": urls.event_path(event.id),
        "sources": [_cited(dossier, citation) for citation in event.sources],
        "legs": [
            {
                "from": leg.origin,
                "to": leg.destination,
                "status": leg.status,
                "date": _edtf(leg.when),
                **_cited(dossier, leg.citation or Citation("", "", leg.at)),
            }
            for leg in event.legs
        ],
        "history": _history(dossier, event.history),
        "added": _edtf(event.added),
    }


def _claim(dossier: Dossier, claim: Claim) -> Row:
    return {
        "id": claim.id,
        "text": claim.text,
        "status": claim.status,
        "note": _plain(claim.note),
        "by": _signed(dossier, claim.by),
        "page": urls.claim_path(claim.id),
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
        "history": _history(dossier, claim.history),
        "added": _edtf(claim.added),
    }


def _history(dossier: Dossier, steps: Iterable[HistoryStep]) -> list[Row]:
    return [
        {"date": _edtf(step.when), "status": step.status, "why": step.why, "by": _signed(dossier, step.by)}
        for step in steps
    ]


def _cited(dossier: Dossier, citation: Citation) -> Row:
    """A citation: its words and their position."""
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
