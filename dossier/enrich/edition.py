"""What is left of an article when only some of its words may be shown.

What may be shown: the one cut between enrich and render. Nothing downstream sees what it takes away.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeVar

from dossier.enrich import timeline
from dossier.enrich.names.linker import choose_links
from dossier.enrich.published_pictures import IsDisplayable, local_file, published_pictures, with_published_names
from dossier.guard import gather
from dossier.model import (
    Article,
    ArticleFindings,
    At,
    Block,
    Citation,
    Claim,
    DateMention,
    Dossier,
    Entity,
    Event,
    Leg,
    Library,
    Linking,
    Mark,
    Mention,
    Note,
    Passage,
    Stance,
    Withheld,
)
from dossier.problems import Failure, MapFn, Problem

ELISION = "[…]"  # in brackets, as editors leave words out: the source may have an ellipsis of its own

Placed = TypeVar("Placed", Mention, DateMention, Passage)


class KeptSpan(NamedTuple):
    """Characters of a block that stay, and where they stand in what is left of it."""

    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An article with the words that stay; `left_out` counts the blocks that are not whole."""

    article: Article
    pieces: Mapping[str, tuple[KeptSpan, ...]]  # by block
    left_out: int

    def within(self, found: Iterable[Placed]) -> Iterator[Placed]:
        """Of what was found in the article, all that lies in the words that stay, where it stands now."""
        for one in found:
            for piece in self.pieces.get(one.block, ()):
                if piece.start <= one.start and one.end <= piece.end:
                    shift = piece.at - piece.start
                    yield one._replace(start=one.start + shift, end=one.end + shift)


def excerpt_article(article: Article, quoted: Iterable[Passage]) -> Excerpt:
    """The head of the article, its first paragraph, and the passages that somebody quotes.

    The draft and the overrides go: they hold words of the text.
    """
    spans = {block.id: [(0, len(block.text))] for block in (*article.head, *_lead(article))}
    for passage in quoted:
        spans.setdefault(passage.block, []).append((passage.start, passage.end))
    pieces = {block.id: _pieces(spans[block.id], len(block.text)) for block in article.blocks if block.id in spans}
    body = tuple(_cut(block, pieces[block.id]) for block in article.body if block.id in pieces)
    uncut = [block for block in article.body if block.id in pieces and _is_whole(block, pieces[block.id])]
    left_out = sum(1 for block in article.body if block.text) - len(uncut)
    return Excerpt(replace(article, body=body, drafted=None, mentions=(), dates=()), pieces, left_out)


def _lead(article: Article) -> Iterator[Block]:
    paragraphs = (block for block in article.body if block.kind == "paragraph" and block.text)
    lead = next(paragraphs, None)
    yield from (lead,) if lead else ()


def _pieces(spans: Iterable[tuple[int, int]], length: int) -> tuple[KeptSpan, ...]:
    """The spans, joined where they touch, with an elision wherever something is left out."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, min(end, length)))
    pieces, at, last = [], 0, 0
    for start, end in joined:
        at += len(ELISION) if start > last else 0
        pieces.append(KeptSpan(start, end, at))
        at, last = at + end - start, end
    return tuple(pieces)


def _is_whole(block: Block, pieces: tuple[KeptSpan, ...]) -> bool:
    return (pieces[0].start, pieces[0].end) == (0, len(block.text))


def _cut(block: Block, pieces: tuple[KeptSpan, ...]) -> Block:
    """The pieces of a block. Its footnotes are gone with the rest, and so is what its picture is said to show."""
    text = "".join(
        (ELISION if n or piece.start else "") + block.text[piece.start : piece.end] for n, piece in enumerate(pieces)
    )
    text += ELISION if pieces[-1].end < len(block.text) else ""
    marks = (
        Mark(start - piece.start + piece.at, end - piece.start + piece.at, mark.kind, mark.value)
        for piece in pieces
        for mark in block.marks
        if mark.kind != "footnote" and (start := max(mark.start, piece.start)) < (end := min(mark.end, piece.end))
    )
    media = block.media._replace(alt="") if block.media else None
    return block._replace(text=text, marks=tuple(marks), media=media)


Record = TypeVar("Record", Entity, Event, Leg, Claim, Stance, Citation, Note)

_SHOWN = ("owned", "licensed", "public-domain")


def public_edition(
    dossier: Dossier,
    *,
    drafts: bool = False,
    is_displayable: IsDisplayable = lambda _: True,
    each: MapFn = map,
) -> tuple[Dossier, tuple[Problem, ...]]:
    """The dossier as everybody may see it, and what had to be left out; `drafts` keeps articles that are still drafts.

    Of an article under `excerpt` there is the head, the first paragraph and the words that somebody quotes, with
    what was found in them, and the number of the rest. Of a private, withheld or draft one there is nothing but the
    fact that a source exists. Of the pictures there are those that the texts which are left show, if a page can
    display them: without metadata, and under names made of their content.
    """
    shut = {article.id: why for article in dossier.content.articles if (why := _shut(article, drafts=drafts))}
    left = _left(dossier, shut, each)
    content = _content(dossier.content, left)
    pictures, problems = published_pictures(content, is_displayable, each)
    lost = tuple(_withheld(dossier.content, shut, left, pictures))
    unnamed = {*dossier.content.media, *(f"article:{article}" for article in shut)}
    content = with_published_names(content, pictures, unnamed, each)
    cut = replace(
        dossier,
        content=content,
        found={article: one.found for article, one in left.items()},
        passages=dict(_passages(dossier.passages, left)),
        coverage=timeline.coverage_by_day(content.articles),
        timeline=timeline.events_by_date(content.events),
        same_events=timeline.same_events(content.articles, content.events),
        edition="public",
        withheld=lost,
    )
    return cut, problems


class _Whole(NamedTuple):
    """An article, what was found in it, and where people quote it."""

    article: Article
    found: ArticleFindings
    quoted: tuple[Passage, ...]


class _Left(NamedTuple):
    """What of it may be shown, where the quoted words stand now, and how many blocks are not whole."""

    article: Article
    found: ArticleFindings
    moved: Mapping[Passage, Passage]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """Articles to what of them may be shown; where the first name of a section is gone, the next is linked."""

    policies: Mapping[str, Linking]

    def __call__(self, whole: _Whole) -> _Left:
        article, found, quoted = whole
        shown = excerpt_article(article, quoted)
        mentions = choose_links(shown.article, shown.within(found.mentions), self.policies)
        found = found._replace(mentions=tuple(mentions), dates=tuple(shown.within(found.dates)))
        moved = {passage: now for passage in quoted for now in shown.within([passage])}
        return _Left(shown.article, found, moved, shown.left_out)


def _left(dossier: Dossier, shut: Mapping[str, str], each: MapFn) -> Mapping[str, _Left]:
    """What is left of every article of which anything is."""
    quoted: dict[str, list[Passage]] = {}
    for passage in dossier.passages.values():
        quoted.setdefault(passage.article, []).append(passage)
    open_ = [article for article in dossier.content.articles if article.id not in shut]
    wholes = [_Whole(article, dossier.found[article.id], tuple(quoted.get(article.id, ()))) for article in open_]
    policies = {entity.id: entity.link for entity in dossier.content.entities}
    partly = [whole for whole in wholes if whole.article.rights not in _SHOWN]
    excerpts, faults = gather(_Cut(policies), partly, each, _place)
    if faults:  # nobody knows what may be shown of these, so there is no edition
        raise Failure(*faults)
    cut = iter(excerpts)
    return {whole.article.id: _untouched(whole) if whole.article.rights in _SHOWN else next(cut) for whole in wholes}


def _place(whole: _Whole) -> At:
    return whole.article.at


def _untouched(whole: _Whole) -> _Left:
    return _Left(whole.article, whole.found, {passage: passage for passage in whole.quoted}, left_out=0)


def _shut(article: Article, *, drafts: bool) -> str:
    """Why nothing of an article is shown; nothing where something is."""
    if article.rights == "private":
        return "private"
    if article.withheld:
        return "withheld"
    return "draft" if article.draft and not drafts else ""


def _content(library: Library, shown: Mapping[str, _Left]) -> Library:
    """What people wrote, without the articles that are not shown and whatever speaks of them."""
    return replace(
        library,
        articles=tuple(one.article for one in shown.values()),
        entities=tuple(_entity(entity, shown) for entity in library.entities),
        events=tuple(
            _with(e, sources=tuple(_sources(e.sources, shown)), legs=tuple(_leg(leg, shown) for leg in e.legs))
            for e in library.events
        ),
        claims=tuple(
            _with(c, stances=tuple(_with(s, citation=_bare(s.citation, shown)) for s in c.stances))
            for c in library.claims
        ),
        notes=tuple(_with(n, citation=_bare(n.citation, shown)) for n in library.notes if n.citation.article in shown),
        corrections=tuple(c for c in library.corrections if not c.article or c.article in shown),
        media={file: media for file, media in library.media.items() if media.rights in _SHOWN},
    )


def _entity(entity: Entity, shown: Mapping[str, _Left]) -> Entity:
    return _with(entity, alias_in={a: slips for a, slips in entity.alias_in.items() if a in shown})


def _with(record: Record, **fields: Any) -> Record:
    """The record with these fields; itself where it has them, so that whoever knows it need not look again."""
    has_them = all(getattr(record, name) == value for name, value in fields.items())
    return record if has_them else replace(record, **fields)


def _sources(sources: tuple[Citation, ...], shown: Mapping[str, _Left]) -> Iterator[Citation]:
    """What an event cites; of each article that is not shown, once, that there is a source."""
    told: set[str] = set()
    for source in sources:
        if source.article in shown or source.article not in told:
            yield _bare(source, shown)
        told.add(source.article)


def _leg(leg: Leg, shown: Mapping[str, _Left]) -> Leg:
    return _with(leg, citation=_bare(leg.citation, shown)) if leg.citation else leg


def _bare(citation: Citation, shown: Mapping[str, _Left]) -> Citation:
    """The words that are quoted and nothing around them; of an article that is not shown, that it exists."""
    if citation.article not in shown:
        return Citation("", "", citation.at)
    return _with(citation, prefix="", suffix="")


def _passages(passages: Mapping[Citation, Passage], shown: Mapping[str, _Left]) -> Iterator[tuple[Citation, Passage]]:
    for citation, passage in passages.items():
        if passage.article in shown and (now := shown[passage.article].moved.get(passage)):
            yield _bare(citation, shown), now


def _withheld(
    library: Library, shut: Mapping[str, str], shown: Mapping[str, _Left], pictures: Container[str]
) -> Iterator[Withheld]:
    """What each article lost."""
    gone = {file for file in library.media if file not in pictures}
    for article in library.articles:
        if article.id in shut:
            yield Withheld(article.id, sum(1 for block in article.body if block.text), shut[article.id])
            continue
        if shown[article.id].left_out:
            yield Withheld(article.id, shown[article.id].left_out, "excerpt")
        files = {local_file(block.media.src) for block in shown[article.id].article.body if block.media} if gone else ()
        if lost := gone.intersection(files):
            yield Withheld(article.id, len(lost), "media")
