"""What may be shown: the one cut between enrich and render. Nothing downstream sees what it takes away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dossier.enrich import timeline
from dossier.enrich.excerpt import Excerpt, excerpt, whole
from dossier.enrich.mentions import linked
from dossier.model import Article, Citation, Dossier, Entity, Found, Library, Linking, Passage, Withheld

_SHOWN = ("owned", "licensed", "public-domain")


def public(dossier: Dossier, *, drafts: bool = False) -> Dossier:
    """The dossier as everybody may see it; `drafts` keeps the articles that are still drafts.

    Of an article under `excerpt` there is the head, the first paragraph and the words that somebody quotes, with
    what was found in them, and the number of the rest. Of a private, withheld or draft one there is nothing but the
    fact that a source exists.
    """
    shut = {article.id: why for article in dossier.content.articles if (why := _shut(article, drafts=drafts))}
    open_ = [article for article in dossier.content.articles if article.id not in shut]
    quoted = _by_article(dossier.passages.values())
    shown = {a.id: whole(a) if a.rights in _SHOWN else excerpt(a, quoted.get(a.id, ())) for a in open_}
    content = _content(dossier.content, shown)
    policies = {entity.id: entity.link for entity in content.entities}
    return replace(
        dossier,
        content=content,
        found={a.id: _left(shown[a.id], dossier.found[a.id], policies) for a in open_ if a.id in dossier.found},
        passages=_passages(dossier.passages, shown),
        coverage=timeline.coverage(content.articles),
        timeline=timeline.timeline(content.events),
        same_events=timeline.same_events(content.articles, content.events),
        edition="public",
        withheld=tuple(_withheld(dossier.content, shut, shown, content)),
    )


def _shut(article: Article, *, drafts: bool) -> str:
    """Why nothing of an article is shown; nothing where something is."""
    if article.rights == "private":
        return "private"
    if article.withheld:
        return "withheld"
    return "draft" if article.draft and not drafts else ""


def _content(library: Library, shown: Mapping[str, Excerpt]) -> Library:
    """What people wrote, without the articles that are not shown and whatever speaks of them."""
    return replace(
        library,
        articles=tuple(one.article for one in shown.values()),
        entities=tuple(_entity(entity, shown) for entity in library.entities),
        events=tuple(replace(event, sources=tuple(_sources(event.sources, shown))) for event in library.events),
        claims=tuple(
            replace(c, stances=tuple(replace(s, citation=_bare(s.citation, shown)) for s in c.stances))
            for c in library.claims
        ),
        notes=tuple(
            replace(note, citation=_bare(note.citation, shown))
            for note in library.notes
            if note.citation.article in shown
        ),
        corrections=tuple(c for c in library.corrections if not c.article or c.article in shown),
        media={file: media for file, media in library.media.items() if media.rights in _SHOWN},
    )


def _entity(entity: Entity, shown: Mapping[str, Excerpt]) -> Entity:
    return replace(entity, alias_in={a: slips for a, slips in entity.alias_in.items() if a in shown})


def _sources(sources: tuple[Citation, ...], shown: Mapping[str, Excerpt]) -> Iterator[Citation]:
    """What an event cites; of each article that is not shown, once, that there is a source."""
    told: set[str] = set()
    for source in sources:
        if source.article in shown or source.article not in told:
            yield _bare(source, shown)
        told.add(source.article)


def _bare(citation: Citation, shown: Mapping[str, Excerpt]) -> Citation:
    """The words that are quoted and nothing around them; of an article that is not shown, that it exists."""
    if citation.article not in shown:
        return Citation("", "", citation.at)
    return replace(citation, prefix="", suffix="")


def _passages(passages: Mapping[Citation, Passage], shown: Mapping[str, Excerpt]) -> Mapping[Citation, Passage]:
    return {
        _bare(citation, shown): moved
        for citation, passage in passages.items()
        if passage.article in shown
        for moved in shown[passage.article].within([passage])
    }


def _left(shown: Excerpt, found: Found, policies: Mapping[str, Linking]) -> Found:
    """What is left of what was found; where the first name of a section is gone, the next is linked."""
    mentions = linked(shown.article, shown.within(found.mentions), policies)
    return found._replace(mentions=tuple(mentions), dates=tuple(shown.within(found.dates)))


def _withheld(
    library: Library, shut: Mapping[str, str], shown: Mapping[str, Excerpt], content: Library
) -> Iterator[Withheld]:
    """What each article lost."""
    for article in library.articles:
        if article.id in shut:
            yield Withheld(article.id, sum(1 for block in article.body if block.text), shut[article.id])
            continue
        if shown[article.id].left_out:
            yield Withheld(article.id, shown[article.id].left_out, "excerpt")
        files = {_file(block.media.src) for block in shown[article.id].article.body if block.media}
        if lost := files & (library.media.keys() - content.media.keys()):
            yield Withheld(article.id, len(lost), "media")


def _file(src: str) -> str:
    return src.removeprefix("../media/").removeprefix("./")


def _by_article(passages: Iterable[Passage]) -> Mapping[str, list[Passage]]:
    grouped: dict[str, list[Passage]] = {}
    for passage in passages:
        grouped.setdefault(passage.article, []).append(passage)
    return grouped
