"""data/*.json: everything the dossier knows, for programs; static/data/schema.json says what each field means.

What grows with the articles stands in files of so many articles each, the oldest in the first: articles.json,
articles.2.json … A file that is full changes no more with what comes after, and none is too large for GitHub.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from json.encoder import JSONEncoder, encode_basestring
from typing import TypeVar

from dossier.model import Article, ArticleFindings, Block, Citation, Claim, Dossier, Entity, Event, Prose, When
from dossier.render import urls
from dossier.render.exports.export import Export
from dossier.render.lazy_files import FileMaker, LazyFiles
from dossier.render.templates import OURS

PER_FILE = 2_500  # articles: some 30 MB of dense ones, where GitHub takes 100

Row = Mapping[str, object]

T = TypeVar("T")

_NOTHING = ArticleFindings((), (), {}, ())
_told = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_text = encode_basestring


def data_files(dossier: Dossier, per_file: int = PER_FILE) -> LazyFiles:
    """The exports by their paths."""
    content = dossier.content
    found = [dossier.findings.get(article.id, _NOTHING) for article in content.articles]
    makers: dict[str, FileMaker] = {
        **dict(_in_files("articles", content.articles, _article, per_file)),
        **dict(_in_files("mentions", found, _mentions, per_file)),
        **dict(_in_files("dates", found, _dates, per_file)),
        "data/entities.json": lambda: _array(_told(_entity(dossier, entity)) for entity in content.entities),
        "data/events.json": lambda: _array(_told(_event(dossier, event)) for event in dossier.timeline),
        "data/claims.json": lambda: _array(_told(_claim(dossier, claim)) for claim in content.claims),
        "data/schema.json": lambda: OURS.static("data/schema.json"),
    }
    return LazyFiles(makers)


DATA_EXPORT = Export(
    "data/events.json",
    "application/json",
    lambda site, _: data_files(site.dossier),
    {"zh-Hans": "数据（JSON）", "zh-Hant": "資料（JSON）", "en": "Data (JSON)"},
)


def _in_files(
    name: str, every: Sequence[T], rows: Callable[[T], str], per_file: int
) -> Iterator[tuple[str, FileMaker]]:
    """A file for each so many articles, or what was found in them; `rows` are the lines that tell of one."""
    for number, start in enumerate(range(0, max(len(every), 1), per_file), 1):
        yield urls.data_path(name, number), partial(_array_of, rows, every[start : start + per_file])


def _array_of(rows: Callable[[T], str], some: Iterable[T]) -> bytes:
    return _array(map(rows, some))


def _array(rows: Iterable[str]) -> bytes:
    """The rows that have something in them, each in a line or several, as one array."""
    file = BytesIO()
    for row in filter(None, rows):
        file.write(b",\n" if file.tell() else b"[\n")
        file.write(row.encode())
    file.write(b"\n]\n" if file.tell() else b"[]\n")
    return file.getvalue()


def _article(article: Article) -> str:
    known = _told(
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
    others = _told({"figures": list(_figures(article.body)), "links": list(_links(article.blocks))})
    return f'{known[:-1]},"blocks":[{",".join(map(_block, article.blocks))}],{others[1:]}'


def _block(block: Block) -> str:
    """A block of an article, written here like its names and dates, since there are thirty to an article."""
    return (
        f'{{"id":{_text(block.id)},"section":{block.section},"kind":{_text(block.kind)},"text":{_text(block.text)},'
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


def _mentions(found: ArticleFindings) -> str:
    """The names of an article, a line for each."""
    return ",\n".join(
        f'{{"article":{_text(article)},"block":{_text(block)},"start":{start},"end":{end},"surface":{_text(surface)},'
        f'"entity":{_text(entities[0]) if len(entities) == 1 else _told(entities)},'
        f'"kind":{_text(kind)},"linked":{"true" if linked else "false"}}}'
        for article, block, start, end, surface, entities, kind, linked in found.mentions
    )


def _dates(found: ArticleFindings) -> str:
    """The dates of an article, likewise."""
    return ",\n".join(
        f'{{"article":{_text(article)},"block":{_text(block)},"start":{start},"end":{end},"surface":{_text(surface)},'
        f'"edtf":{_text(when.edtf)}}}'
        for article, block, start, end, surface, when, _ in found.dates
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
