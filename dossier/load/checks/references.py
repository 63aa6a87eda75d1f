"""Whether what is told has somebody who says so, and a date.

Whether what refers to something refers to something that is there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import urlsplit

from dossier.load.checks.captures import successor_block
from dossier.load.results import CheckInput, IdReference, ReferenceKind
from dossier.load.spelling import did_you_mean, which_article
from dossier.model import Article, Claim, Entity, Event, Location
from dossier.problems import Problem, Severity


def uncited_records(material: CheckInput) -> Iterator[Problem]:
    """Events without sources, claims without stances."""
    for event in material.library.events:
        if not event.sources:
            hint = "add `sources: [{article: …, quote: …}]`"
            yield Problem(event.at, Severity.WARNING, "uncited", f"`{event.id}` has no sources", hint=hint)
    for claim in material.library.claims:
        if not claim.stances:
            hint = "add `stances: [{voice: …, says: asserts, article: …, quote: …}]`"
            yield Problem(claim.at, Severity.WARNING, "uncited", f"nobody asserts or denies `{claim.id}`", hint=hint)


def undated_articles(material: CheckInput) -> Iterator[Problem]:
    """Articles without a date."""
    for article in material.library.articles:
        if article.published is None:
            fact, hint = (
                "the article has no date, and is left out of feeds",
                "add `published: …`, as precisely as is known",
            )
            yield Problem(article.at, Severity.WARNING, "undated", fact, hint=hint)


def history_mismatches(material: CheckInput) -> Iterator[Problem]:
    """Claims whose history ends elsewhere than they stand."""
    for claim in material.library.claims:
        if claim.history and claim.history[-1].status != claim.status:
            fact = f"`{claim.id}` is {claim.status}, but its history ends with {claim.history[-1].status}"
            hint = "add the last step to `history`, or correct `status`"
            yield Problem(claim.at, Severity.WARNING, "history", fact, hint=hint)


_FILES = {
    "entity": "entities.yaml",
    "event": "events.yaml",
    "claim": "claims.yaml",
    "article": "articles/",
    "page": "pages/",
}


def undefined_references(material: CheckInput) -> Iterator[Problem]:
    """Fields that name what isn't there."""
    meant = _Meant(material)
    for use in material.uses:
        if use.field and use.kind not in ("outlet", "picture") and not _is_known(material, use):
            fact = f"no {use.kind} is called `{use.id}`"
            yield Problem(use.at, Severity.ERROR, "undefined", fact, hint=meant.by(use))
    pictures = material.ids.get("picture") or frozenset()
    for file, at in material.described.items():
        if file not in pictures:
            hint = did_you_mean(file, pictures, "put the picture there, or remove the entry")
            yield Problem(at, Severity.ERROR, "undefined", f"media/ has no `{file}`", hint=hint)


def broken_links(material: CheckInput) -> Iterator[Problem]:
    """Links of a text that lead nowhere."""
    meant = _Meant(material)
    articles = {article.id: article for article in material.library.articles}
    places: dict[str, set[str]] = {}
    notes: dict[str, set[str]] = defaultdict(set)
    for note in material.library.notes:
        notes[note.citation.article].add(note.id)
    for use in material.uses:
        if use.field or use.kind == "picture":
            continue
        if not _is_known(material, use):
            fact = f"`{use.kind}:{use.id}` leads nowhere: there is no such {use.kind}"
            yield Problem(use.at, Severity.ERROR, "link", fact, hint=meant.by(use))
        elif use.block and use.kind != "article":
            fact = f"`{use.kind}:{use.id}#{use.block}`: only articles have places to link to"
            yield Problem(use.at, Severity.ERROR, "link", fact, hint=f"write `{use.kind}:{use.id}`")
        elif use.block and (article := articles.get(use.id)):
            if use.id not in places:
                places[use.id] = {block.id for block in article.blocks} | notes[use.id]
            if use.block not in places[use.id]:
                yield _lost(use, article)


def missing_pictures(material: CheckInput) -> Iterator[Problem]:
    """Pictures that are not in media/."""
    known = material.ids.get("picture") or frozenset()
    for use in material.uses:
        if use.kind == "picture" and use.id not in known:
            fact = f"media/ has no `{use.id}`: a caption stands in its place"
            hint = did_you_mean(use.id, known, f"put the picture into {material.file('media/')}")
            yield Problem(use.at, Severity.WARNING, "picture", fact, hint=hint)


def undescribed_outlets(material: CheckInput) -> Iterator[Problem]:
    """Outlets that neither a rule nor dossier.yaml describes: one problem for all articles of each."""
    known = material.ids.get("outlet") or frozenset()
    uses: dict[str, list[IdReference]] = {}
    for use in material.uses:
        if use.kind == "outlet" and not _is_known(material, use):
            uses.setdefault(use.id, []).append(use)
    for id_, every in uses.items():
        describe = f"describe it in dossier.yaml: `outlets: {{{_described(id_, material)}}}`"
        hint = did_you_mean(id_, known, "").removesuffix("?")
        hint = f"{hint}? Otherwise {describe}" if hint else describe
        fact = f"nothing is known of the outlet `{id_}`" + (
            f", which {len(every)} articles are from" * (len(every) > 1)
        )
        yield Problem(every[0].at, Severity.WARNING, "outlet", fact, hint=hint)


def _described(id_: str, material: CheckInput) -> str:
    """An outlet as dossier.yaml describes it, as far as its articles tell."""
    articles = [article for article in material.library.articles if article.outlet == id_]
    homes = (urlsplit(article.url) for article in articles if article.url.startswith("http"))
    home = next(homes, None)
    if home is None:
        return f"{id_}: {{name: …, url: https://…}}"
    languages = Counter(article.language for article in articles if article.language).most_common(1)
    spoken = "".join(f", language: {language}" for language, _ in languages)
    return f"{id_}: {{name: {home.netloc.removeprefix('www.')}, url: '{home.scheme}://{home.netloc}'{spoken}}}"


def orphaned_notes(material: CheckInput) -> Iterator[Problem]:
    """Notes on articles that aren't there."""
    known = material.ids.get("article") or frozenset()
    moved = _formerly(material)["article"]
    for stem in material.notes:
        if stem not in known:
            at = Location(material.file(f"notes/{stem}.yaml"))
            otherwise = which_article(stem, known, "name the file after its article, or remove it")
            hint = f"the article is {moved[stem]} now: rename the file" if stem in moved else otherwise
            yield Problem(
                at, Severity.ERROR, "orphaned", f"these are notes on `{stem}`, and no article is called so", hint=hint
            )


def duplicate_ids(material: CheckInput) -> Iterator[Problem]:
    """Ids that are one but for their capitals."""
    library = material.library
    for records in (library.articles, library.entities, library.events, library.claims):
        yield from _alike([(record.id, record.at) for record in records])


def twin_records(material: CheckInput) -> Iterator[Problem]:
    """Two articles of one address, two entities of one Wikidata number."""
    hint = "make them one, or correct it"
    addresses: dict[str, str] = {}
    for article in material.library.articles:
        other = addresses.setdefault(article.url, article.id) if article.url else article.id
        if other != article.id:
            at = material.place(article.at, "url")
            yield Problem(at, Severity.WARNING, "twin", f"the article has the `url` of {other}", hint=hint)
    numbers: dict[str, str] = {}
    for entity in material.library.entities:
        other = numbers.setdefault(entity.wikidata, entity.id) if entity.wikidata else entity.id
        if other != entity.id:
            at, fact = material.place(entity.at, "wikidata"), f"`{entity.id}` has the `wikidata` of `{other}`"
            yield Problem(at, Severity.WARNING, "twin", fact, hint=hint)


def conflicting_redirects(material: CheckInput) -> Iterator[Problem]:
    """Old ids that lead to two places."""
    for kind, records in _renamable(material).items():
        known = material.ids.get(kind) or frozenset()
        claims = Counter(old for record in records for old in {*record.formerly})
        for record in records:
            for old in dict.fromkeys(record.formerly):
                fact = ""
                if old == record.id:
                    fact = f"`formerly` has the {kind}'s own id, {old}"
                elif old in known:
                    fact = f"`formerly` has {old}, which is an {kind} of its own".replace("an claim", "a claim")
                elif claims[old] > 1:
                    fact = f"`formerly` has {old}, and so has another {kind}"
                if fact:
                    at = material.place(record.at, "formerly")
                    hint = f"an old id leads to one {kind}: remove it"
                    yield Problem(at, Severity.ERROR, "formerly", fact, hint=hint)


def unused_records(material: CheckInput) -> Iterator[Problem]:
    """Pictures, and outlets of dossier.yaml, that nothing refers to."""
    used = {(use.kind, use.id) for use in material.uses}
    for file in material.library.media:
        if ("picture", file) not in used:
            at = Location(material.file(f"media/{file}"))
            yield Problem(at, Severity.NOTICE, "unused", "no text shows this picture", hint="show it, or remove it")
    for name, at in material.declared.items():
        if ("outlet", name) not in used:
            fact = f"no article is from the outlet `{name}`"
            yield Problem(at, Severity.NOTICE, "unused", fact, hint="remove it, if none will be")


def _is_known(material: CheckInput, use: IdReference) -> bool:
    ids = material.ids.get(use.kind)
    return ids is None or use.id in ids


class _Meant:
    """What to write instead of ids that are not known."""

    def __init__(self, material: CheckInput) -> None:
        self.material = material

    @cached_property
    def moved(self) -> Mapping[ReferenceKind, Mapping[str, str]]:
        return _formerly(self.material)

    @cached_property
    def named(self) -> Mapping[str, str]:
        """The first entity of each name."""
        entities = reversed(self.material.library.entities)
        return {name: entity.id for entity in entities for name in (*entity.name.values(), *entity.alias)}

    def by(self, use: IdReference) -> str:
        if now := self.moved.get(use.kind, {}).get(use.id):
            return f"it is called `{now}` now"
        if use.kind == "entity" and use.id in self.named:
            return f"{use.id} is `{self.named[use.id]}`"
        add = f"add it to {self.material.file(_FILES.get(use.kind, ''))}, or correct the id"
        guess = which_article if use.kind == "article" else did_you_mean
        return guess(use.id, self.material.ids.get(use.kind) or (), add)


def _renamable(material: CheckInput) -> Mapping[ReferenceKind, Sequence[Article | Entity | Event | Claim]]:
    """The records that may have had other ids."""
    library = material.library
    return {
        "article": library.articles,
        "entity": library.entities,
        "event": library.events,
        "claim": library.claims,
    }


def _formerly(material: CheckInput) -> Mapping[ReferenceKind, Mapping[str, str]]:
    """The present id of each former one, by kind."""
    return {
        kind: {old: record.id for record in records for old in record.formerly}
        for kind, records in _renamable(material).items()
    }


def _alike(records: Sequence[tuple[str, Location]]) -> Iterator[Problem]:
    """Ids that are one file on a disk that doesn't tell capitals from small letters."""
    seen: dict[str, str] = {}
    for name, at in records:
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            fact = f"`{name}` and `{other}` differ in capitals only, and so would their pages"
            yield Problem(at, Severity.ERROR, "duplicate", fact, hint="rename one")


def _lost(use: IdReference, article: Article) -> Problem:
    """A link to a paragraph that isn't there; where the draft had it, with the line that brings it back."""
    fact = f"`article:{use.id}#{use.block}` leads to no paragraph of the article"
    hint = "take the address of a paragraph from the article's page"
    was = next((block for block in article.drafted or () if block.id == use.block), None)
    if now := was and successor_block(was, article.body):
        hint = f"if it is the paragraph on line {now.line} now, put a line {{#{use.block}}} above that"
    return Problem(use.at, Severity.ERROR, "link", fact, hint=hint)
