"""What can be found: articles block by block, and names, events, claims, notes and pages, which editors wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Literal, NamedTuple, TypeAlias

from dossier.guard import gather
from dossier.model import Article, ArticleFindings, Claim, Entity, Event, FreePage, Location, Note, Prose, When
from dossier.problems import Failure
from dossier.render import quotations, urls
from dossier.render.language import dates_in_words
from dossier.render.page_context import PageContext
from dossier.render.search.letters import BODY_BITS, BYLINE_BIT, TITLE_BIT
from dossier.render.search.postings import DocumentTerms
from dossier.render.site import Site, group_by_key

Kind: TypeAlias = Literal["name", "event", "claim", "note", "page", "article"]
EDITORIAL_KINDS: tuple[Kind, ...] = ("name", "event", "claim", "note", "page")

LONGEST_DAY_SPAN = (
    31  # days of a span that a query for a day or a month finds; static/js/search/30-find.js has the same
)
LONGEST_YEAR_SPAN = 366


class DatedWords(NamedTuple):
    """Words of a block that mean a date, and its first and last day."""

    surface: str
    first: str
    last: str


class SearchBlock(NamedTuple):
    id: str  # the fragment of its page; empty for what has none
    place: str  # as readers cite it: ¶ 7
    text: str
    dates: tuple[DatedWords, ...] = ()


class SearchDocument(NamedTuple):
    """What the search page shows of a document; as JSON it is an array, in this order. The first block is the title."""

    kind: Kind
    path: str
    title: str
    language: str
    source: str  # an outlet, or what the record is: a place, an event that happened
    date: str  # in words
    blocks: tuple[SearchBlock, ...]


class EditorialDocument(NamedTuple):
    """A record of an editor as a document, and the keywords by which the index finds it."""

    id: str
    document: SearchDocument
    keywords: tuple[str, ...]
    at: Location


# ── Articles ─────────────────────────────────────────────────────────────────


def article_document(site: Site, article: Article) -> SearchDocument:
    context = PageContext(site, urls.PageLocation(urls.SEARCH))
    published = article.published
    dates = group_by_key((found.block, found) for found in site.findings(article.id).dates)
    return SearchDocument(
        "article",
        urls.article_path(article.id),
        article.title,
        article.language,
        site.outlet(article.outlet).name,
        dates_in_words.date_words(published, site.language, zone=site.zone)
        if published
        else site.words("date.undated"),
        tuple(
            SearchBlock(
                block.id,
                quotations.place_in_article(context, article, block),
                block.text,
                tuple(_dated_words(found.surface, found.when) for found in dates.get(block.id, ())),
            )
            for block in article.blocks
            if block.text
        ),
    )


def _dated_words(surface: str, when: When) -> DatedWords:
    return DatedWords(surface, when.first.isoformat(), when.last.isoformat())


def block_bit(number: int) -> int:
    """The bit of a document's block: the first is the title's; of a long document, several blocks share one."""
    return TITLE_BIT if not number else 1 + (number - 1) % BODY_BITS


def article_terms(article: Article, findings: ArticleFindings) -> DocumentTerms:
    """The texts and keywords of an article, of itself and its findings alone: an edit elsewhere does not change them."""
    blocks = [block for block in article.blocks if block.text]
    others = (block for block in blocks if block.kind != "byline")
    bits = {block.id: 1 << block_bit(number) for number, block in enumerate(others)}
    bits |= {block.id: 1 << BYLINE_BIT for block in blocks if block.kind == "byline"}
    keywords: dict[str, int] = {}
    for mention in findings.mentions:
        bit = bits.get(mention.block, 0)
        key = (
            "name" if mention.kind in ("name", "gloss") else "who"
        )  # a name stands in the text, or another word for it
        for entity in mention.entities:
            keywords[f"{key}:{entity}"] = keywords.get(f"{key}:{entity}", 0) | bit
    for found in findings.dates:
        bit = bits.get(found.block, 0)
        for keyword in date_keywords(found.when):
            keywords[keyword] = keywords.get(keyword, 0) | bit
    return DocumentTerms([block.text for block in blocks], [bits[block.id] for block in blocks], keywords)


def date_keywords(when: When) -> Iterator[str]:
    """What finds a date in a text: its days, months and years, and the days of any year."""
    if when.first == date.min or when.last == date.max:
        return
    length = (when.last - when.first).days + 1
    if length > LONGEST_YEAR_SPAN:
        return
    yield from (f"@{year}" for year in range(when.first.year, when.last.year + 1))
    if length > LONGEST_DAY_SPAN:
        return
    yield from dict.fromkeys((f"@{when.first:%Y-%m}", f"@{when.last:%Y-%m}"))
    if when.first.day == 1 and (when.last + timedelta(1)).day == 1:
        return  # a month, none of its days
    for day in (when.first + timedelta(number) for number in range(length)):
        yield f"@{day:%Y-%m-%d}"
        yield f"@-{day:%m-%d}"


def publication_group(site: Site, article: Article) -> str:
    """The day on which an article was published, or the month or year; empty where it is undated."""
    when = article.published
    if when is None:
        return ""
    if when.moment:
        return when.moment.astimezone(site.zone).date().isoformat()
    if when.first == when.last:
        return when.first.isoformat()
    same_month = (when.first.year, when.first.month) == (when.last.year, when.last.month)
    return f"{when.first:%Y-%m}" if same_month else f"{when.first:%Y}"


# ── What editors wrote ───────────────────────────────────────────────────────


def editorial_documents(site: Site) -> dict[Kind, list[EditorialDocument]]:
    """The names, events, claims, notes and pages of the site, each kind in the order of its file."""
    context = PageContext(site, urls.PageLocation(urls.SEARCH))
    articles = site.articles
    notes = [note for note in site.dossier.content.notes if note.citation.article in articles]
    pages = [page for page in site.dossier.content.pages if page.stem != "index"]
    return {
        "name": _gathered(partial(_entity_document, site), site.entities.values()),
        "event": _gathered(partial(_event, site), site.events.values()),
        "claim": _gathered(partial(_claim, site), site.claims.values()),
        "note": _gathered(partial(_note, context), notes),
        "page": _gathered(partial(_page, site), pages),
    }


_Record = Entity | Event | Claim | Note | FreePage


def _gathered(make: Callable[..., EditorialDocument], records: Iterable[_Record]) -> list[EditorialDocument]:
    documents, problems = gather(make, records, locate=lambda record: record.at)
    if problems:
        raise Failure(*problems)
    return list(documents)


def _entity_document(site: Site, entity: Entity) -> EditorialDocument:
    name, lang = site.display_name(entity)
    others = [other for other in dict.fromkeys((*entity.name.values(), *entity.alias)) if other != name]
    kind = site.words(f"type.{entity.type}")
    blocks = [name, *others, *_block_texts(entity.summary)]
    document = SearchDocument(
        "name",
        urls.entity_path(entity.id),
        name,
        lang or site.language,
        kind,
        site.mention_counts(entity),
        _blocks(blocks),
    )
    return EditorialDocument(entity.id, document, (f"name:{entity.id}", f"type:{entity.type}"), entity.at)


def _event(site: Site, event: Event) -> EditorialDocument:
    when = dates_in_words.date_words(event.when, site.language, zone=site.zone) if event.when else ""
    dates = (_dated_words("", event.when),) if event.when else ()
    blocks = (SearchBlock("", "", event.title, dates), *_blocks(_block_texts(event.text)))
    document = SearchDocument(
        "event",
        urls.event_path(event.id),
        event.title,
        site.language,
        site.words(f"status.{event.status}"),
        when or site.words("date.undated"),
        blocks,
    )
    who = (f"name:{entity}" for entity in dict.fromkeys((*event.who, event.where)) if entity)
    keywords = (*who, f"type:{event.status}", *(date_keywords(event.when) if event.when else ()))
    return EditorialDocument(event.id, document, keywords, event.at)


def _claim(site: Site, claim: Claim) -> EditorialDocument:
    document = SearchDocument(
        "claim",
        urls.claim_path(claim.id),
        claim.text,
        site.language,
        site.words(f"verdict.{claim.status}"),
        "",
        _blocks([claim.text, *_block_texts(claim.note), *dict.fromkeys(s.voice for s in claim.stances if s.voice)]),
    )
    who = dict.fromkeys(f"name:{entity}" for stance in claim.stances for entity in stance.who)
    return EditorialDocument(claim.id, document, (*who, f"type:{claim.status}"), claim.at)


def _note(context: PageContext, note: Note) -> EditorialDocument:
    site = context.site
    article = site.articles[note.citation.article]
    title = note.title or next(iter(_block_texts(note.text)), "")
    texts = _block_texts(note.text)
    document = SearchDocument(
        "note",
        urls.article_path(article.id, note.id),
        title,
        site.language,
        article.title,
        dates_in_words.date_words(note.when, site.language, zone=site.zone) if note.when else "",
        _blocks([title, *(texts if note.title else texts[1:]), *note.tags]),
    )
    return EditorialDocument(f"{article.id}#{note.id}", document, (), note.at)


def _page(site: Site, page: FreePage) -> EditorialDocument:
    document = SearchDocument(
        "page",
        urls.page_path(page.stem),
        page.title,
        site.language,
        "",
        "",
        _blocks([page.title, *_block_texts(page.text)]),
    )
    return EditorialDocument(page.stem, document, (), page.at)


def _block_texts(prose: Prose) -> list[str]:
    return [block.text for block in prose if block.text]


def _blocks(texts: Iterable[str]) -> tuple[SearchBlock, ...]:
    return tuple(SearchBlock("", "", text) for text in texts)
