"""The public edition: the one filter between enrich and render that removes what rights and drafts withhold.

Nothing downstream of it sees what it removes.
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
    Location,
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


class RetainedSpan(NamedTuple):
    """A range of a block that an excerpt retains, and its offset in the shortened block."""

    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An article cut to what may be published; `left_out` counts the blocks that are shortened or missing."""

    article: Article
    retained: Mapping[str, tuple[RetainedSpan, ...]]  # by block
    left_out: int

    def shifted(self, items: Iterable[Placed]) -> Iterator[Placed]:
        """The items that lie within retained text, with their new offsets."""
        for item in items:
            for span in self.retained.get(item.block, ()):
                if span.start <= item.start and item.end <= span.end:
                    shift = span.at - span.start
                    yield item._replace(start=item.start + shift, end=item.end + shift)


def excerpt_article(article: Article, cited: Iterable[Passage]) -> Excerpt:
    """The article's head, its first paragraph, and the passages that are cited.

    The draft and the overrides are removed, since they hold words of the text.
    """
    spans = {block.id: [(0, len(block.text))] for block in (*article.header, *_first_paragraph(article))}
    for passage in cited:
        spans.setdefault(passage.block, []).append((passage.start, passage.end))
    retained = {
        block.id: _retained_spans(spans[block.id], len(block.text)) for block in article.blocks if block.id in spans
    }
    body = tuple(_cut(block, retained[block.id]) for block in article.body if block.id in retained)
    uncut = [block for block in article.body if block.id in retained and _is_uncut(block, retained[block.id])]
    left_out = sum(1 for block in article.body if block.text) - len(uncut)
    return Excerpt(replace(article, body=body, drafted=None, mentions=(), dates=()), retained, left_out)


def _first_paragraph(article: Article) -> Iterator[Block]:
    paragraphs = (block for block in article.body if block.kind == "paragraph" and block.text)
    lead = next(paragraphs, None)
    yield from (lead,) if lead else ()


def _retained_spans(spans: Iterable[tuple[int, int]], length: int) -> tuple[RetainedSpan, ...]:
    """The spans, merged where they touch; their new offsets allow for an elision at each gap."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, min(end, length)))
    retained, at, last = [], 0, 0
    for start, end in joined:
        at += len(ELISION) if start > last else 0
        retained.append(RetainedSpan(start, end, at))
        at, last = at + end - start, end
    return tuple(retained)


def _is_uncut(block: Block, retained: tuple[RetainedSpan, ...]) -> bool:
    return (retained[0].start, retained[0].end) == (0, len(block.text))


def _cut(block: Block, retained: tuple[RetainedSpan, ...]) -> Block:
    """The block with its retained spans alone, without footnotes and the picture's alternative text."""
    text = "".join(
        (ELISION if n or span.start else "") + block.text[span.start : span.end] for n, span in enumerate(retained)
    )
    text += ELISION if retained[-1].end < len(block.text) else ""
    marks = (
        Mark(start - span.start + span.at, end - span.start + span.at, mark.kind, mark.value)
        for span in retained
        for mark in block.marks
        if mark.kind != "footnote" and (start := max(mark.start, span.start)) < (end := min(mark.end, span.end))
    )
    media = block.media._replace(alt="") if block.media else None
    return block._replace(text=text, marks=tuple(marks), media=media)


Record = TypeVar("Record", Entity, Event, Leg, Claim, Stance, Citation, Note)

_PUBLISHED_RIGHTS = ("owned", "licensed", "public-domain")


def public_edition(
    dossier: Dossier,
    *,
    drafts: bool = False,
    is_displayable: IsDisplayable = lambda _: True,
    map_fn: MapFn = map,
) -> tuple[Dossier, tuple[Problem, ...]]:
    """The dossier as the public may see it, and warnings for pictures that had to be left out.

    An article under `excerpt` is cut to its head, its first paragraph and the cited passages, with the mentions and
    dates in them and a count of the blocks left out. A private or withheld article, or a draft unless `drafts` is set,
    is reduced to the fact that a source exists. Pictures are published if a remaining text shows them and a page can
    display them: without metadata, and named by a hash of their content.
    """
    excluded = {
        article.id: reason
        for article in dossier.content.articles
        if (reason := _exclusion_reason(article, drafts=drafts))
    }
    published = _published_articles(dossier, excluded, map_fn)
    content = _published_content(dossier.content, published)
    pictures, problems = published_pictures(content, is_displayable, map_fn)
    withheld = tuple(_withheld(dossier.content, excluded, published, pictures))
    unpublished = {*dossier.content.media, *(f"article:{article}" for article in excluded)}
    content = with_published_names(content, pictures, unpublished, map_fn)
    result = replace(
        dossier,
        content=content,
        findings={article: part.findings for article, part in published.items()},
        passages=dict(_published_passages(dossier.passages, published)),
        coverage=timeline.coverage_by_day(content.articles),
        timeline=timeline.events_by_date(content.events),
        same_events=timeline.same_events(content.articles, content.events),
        edition="public",
        withheld=withheld,
    )
    return result, problems


class _FullArticle(NamedTuple):
    """An article, its findings, and the passages of it that are cited."""

    article: Article
    findings: ArticleFindings
    cited: tuple[Passage, ...]


class _PublishedArticle(NamedTuple):
    """The publishable part of an article, its findings, the new offsets of cited passages, and the count of cut blocks."""

    article: Article
    findings: ArticleFindings
    shifted_passages: Mapping[Passage, Passage]
    left_out: int


@dataclass(frozen=True, slots=True)
class _CutArticle:
    """Cuts an article to an excerpt and chooses its links anew, since a section's first mention may be gone."""

    policies: Mapping[str, Linking]

    def __call__(self, full: _FullArticle) -> _PublishedArticle:
        article, findings, cited = full
        excerpt = excerpt_article(article, cited)
        mentions = choose_links(excerpt.article, excerpt.shifted(findings.mentions), self.policies)
        findings = findings._replace(mentions=tuple(mentions), dates=tuple(excerpt.shifted(findings.dates)))
        shifted_passages = {passage: shifted for passage in cited for shifted in excerpt.shifted([passage])}
        return _PublishedArticle(excerpt.article, findings, shifted_passages, excerpt.left_out)


def _published_articles(
    dossier: Dossier, excluded: Mapping[str, str], map_fn: MapFn
) -> Mapping[str, _PublishedArticle]:
    """The publishable part of every article that is not excluded, by id."""
    cited: dict[str, list[Passage]] = {}
    for passage in dossier.passages.values():
        cited.setdefault(passage.article, []).append(passage)
    included = [article for article in dossier.content.articles if article.id not in excluded]
    full_articles = [
        _FullArticle(article, dossier.findings[article.id], tuple(cited.get(article.id, ()))) for article in included
    ]
    policies = {entity.id: entity.link for entity in dossier.content.entities}
    to_cut = [full for full in full_articles if full.article.rights not in _PUBLISHED_RIGHTS]
    excerpts, faults = gather(_CutArticle(policies), to_cut, map_fn, _article_place)
    if faults:  # what may be published of these is unknown, so there is no edition
        raise Failure(*faults)
    next_excerpt = iter(excerpts)
    return {
        full.article.id: _uncut_article(full) if full.article.rights in _PUBLISHED_RIGHTS else next(next_excerpt)
        for full in full_articles
    }


def _article_place(full: _FullArticle) -> Location:
    return full.article.at


def _uncut_article(full: _FullArticle) -> _PublishedArticle:
    return _PublishedArticle(full.article, full.findings, {passage: passage for passage in full.cited}, left_out=0)


def _exclusion_reason(article: Article, *, drafts: bool) -> str:
    """Why an article is excluded altogether; empty if it is not."""
    if article.rights == "private":
        return "private"
    if article.withheld:
        return "withheld"
    return "draft" if article.draft and not drafts else ""


def _published_content(library: Library, published: Mapping[str, _PublishedArticle]) -> Library:
    """The library without excluded articles and what refers to them."""
    return replace(
        library,
        articles=tuple(part.article for part in published.values()),
        entities=tuple(_published_entity(entity, published) for entity in library.entities),
        events=tuple(
            _with_fields(
                e,
                sources=tuple(_published_sources(e.sources, published)),
                legs=tuple(_published_leg(leg, published) for leg in e.legs),
            )
            for e in library.events
        ),
        claims=tuple(
            _with_fields(
                c,
                stances=tuple(_with_fields(s, citation=_published_citation(s.citation, published)) for s in c.stances),
            )
            for c in library.claims
        ),
        notes=tuple(
            _with_fields(n, citation=_published_citation(n.citation, published))
            for n in library.notes
            if n.citation.article in published
        ),
        corrections=tuple(c for c in library.corrections if not c.article or c.article in published),
        media={file: media for file, media in library.media.items() if media.rights in _PUBLISHED_RIGHTS},
    )


def _published_entity(entity: Entity, published: Mapping[str, _PublishedArticle]) -> Entity:
    return _with_fields(entity, alias_in={a: slips for a, slips in entity.alias_in.items() if a in published})


def _with_fields(record: Record, **fields: Any) -> Record:
    """The record with these fields: the very same object if nothing changes, so that memoised results stay valid."""
    has_them = all(getattr(record, name) == value for name, value in fields.items())
    return record if has_them else replace(record, **fields)


def _published_sources(sources: tuple[Citation, ...], published: Mapping[str, _PublishedArticle]) -> Iterator[Citation]:
    """An event's citations; of each excluded article only the first, as an anonymous source."""
    cited: set[str] = set()
    for source in sources:
        if source.article in published or source.article not in cited:
            yield _published_citation(source, published)
        cited.add(source.article)


def _published_leg(leg: Leg, published: Mapping[str, _PublishedArticle]) -> Leg:
    return _with_fields(leg, citation=_published_citation(leg.citation, published)) if leg.citation else leg


def _published_citation(citation: Citation, published: Mapping[str, _PublishedArticle]) -> Citation:
    """The citation without the context of its quotation; for an excluded article, an empty citation."""
    if citation.article not in published:
        return Citation("", "", citation.at)
    return _with_fields(citation, prefix="", suffix="")


def _published_passages(
    passages: Mapping[Citation, Passage], published: Mapping[str, _PublishedArticle]
) -> Iterator[tuple[Citation, Passage]]:
    for citation, passage in passages.items():
        if passage.article in published and (shifted := published[passage.article].shifted_passages.get(passage)):
            yield _published_citation(citation, published), shifted


def _withheld(
    library: Library, excluded: Mapping[str, str], published: Mapping[str, _PublishedArticle], pictures: Container[str]
) -> Iterator[Withheld]:
    """What the public edition lacks of each article, and why."""
    removed = {file for file in library.media if file not in pictures}
    for article in library.articles:
        if article.id in excluded:
            yield Withheld(article.id, sum(1 for block in article.body if block.text), excluded[article.id])
            continue
        if published[article.id].left_out:
            yield Withheld(article.id, published[article.id].left_out, "excerpt")
        files = (
            {local_file(block.media.src) for block in published[article.id].article.body if block.media}
            if removed
            else ()
        )
        if hidden := removed.intersection(files):
            yield Withheld(article.id, len(hidden), "media")
