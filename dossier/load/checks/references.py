"""Checks of references between records (ids, links, pictures, outlets, redirects) and of missing sources and dates."""

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


def uncited_records(data: CheckInput) -> Iterator[Problem]:
    """Events without sources, claims without stances."""
    for event in data.library.events:
        if not event.sources:
            hint = "add `sources: [{article: …, quote: …}]`"
            yield Problem(event.at, Severity.WARNING, "uncited", f"`{event.id}` has no sources", hint=hint)
    for claim in data.library.claims:
        if not claim.stances:
            hint = "add `stances: [{voice: …, says: asserts, article: …, quote: …}]`"
            yield Problem(claim.at, Severity.WARNING, "uncited", f"nobody asserts or denies `{claim.id}`", hint=hint)


def undated_articles(data: CheckInput) -> Iterator[Problem]:
    """Articles without a date."""
    for article in data.library.articles:
        if article.published is None:
            fact, hint = (
                "the article has no date, and is left out of feeds",
                "add `published: …`, as precisely as is known",
            )
            yield Problem(article.at, Severity.WARNING, "undated", fact, hint=hint)


def history_mismatches(data: CheckInput) -> Iterator[Problem]:
    """Events and claims whose status is not the last one of their history."""
    records: tuple[Event | Claim, ...] = (*data.library.events, *data.library.claims)
    for record in records:
        if record.history and record.history[-1].status != record.status:
            fact = f"`{record.id}` is {record.status}, but its history ends with {record.history[-1].status}"
            hint = "add the last step to `history`, or correct `status`"
            yield Problem(record.at, Severity.WARNING, "history", fact, hint=hint)


_FILES = {
    "entity": "entities.yaml",
    "event": "events.yaml",
    "claim": "claims.yaml",
    "article": "articles/",
    "page": "pages/",
}


def undefined_references(data: CheckInput) -> Iterator[Problem]:
    """Fields with an id that nothing has."""
    hints = _ReferenceHints(data)
    for reference in data.references:
        if reference.field and reference.kind not in ("outlet", "picture") and not _is_known(data, reference):
            fact = f"no {reference.kind} is called `{reference.id}`"
            yield Problem(reference.at, Severity.ERROR, "undefined", fact, hint=hints.hint(reference))
    pictures = data.ids.get("picture") or frozenset()
    for file, at in data.picture_entries.items():
        if file not in pictures:
            hint = did_you_mean(file, pictures, "put the picture there, or remove the entry")
            yield Problem(at, Severity.ERROR, "undefined", f"media/ has no `{file}`", hint=hint)


def broken_links(data: CheckInput) -> Iterator[Problem]:
    """Links in texts to ids or paragraphs that do not exist."""
    hints = _ReferenceHints(data)
    articles = {article.id: article for article in data.library.articles}
    anchors: dict[str, set[str]] = {}
    notes: dict[str, set[str]] = defaultdict(set)
    for note in data.library.notes:
        notes[note.citation.article].add(note.id)
    for reference in data.references:
        if reference.field or reference.kind == "picture":
            continue
        if not _is_known(data, reference):
            fact = f"`{reference.kind}:{reference.id}` leads nowhere: there is no such {reference.kind}"
            yield Problem(reference.at, Severity.ERROR, "link", fact, hint=hints.hint(reference))
        elif reference.block and reference.kind != "article":
            fact = f"`{reference.kind}:{reference.id}#{reference.block}`: only articles have places to link to"
            yield Problem(reference.at, Severity.ERROR, "link", fact, hint=f"write `{reference.kind}:{reference.id}`")
        elif reference.block and (article := articles.get(reference.id)):
            if reference.id not in anchors:
                anchors[reference.id] = {block.id for block in article.blocks} | notes[reference.id]
            if reference.block not in anchors[reference.id]:
                yield _missing_block(reference, article)


def missing_pictures(data: CheckInput) -> Iterator[Problem]:
    """Pictures in texts that are not in media/."""
    known = data.ids.get("picture") or frozenset()
    for reference in data.references:
        if reference.kind == "picture" and reference.id not in known:
            fact = f"media/ has no `{reference.id}`: a caption stands in its place"
            hint = did_you_mean(reference.id, known, f"put the picture into {data.file('media/')}")
            yield Problem(reference.at, Severity.WARNING, "picture", fact, hint=hint)


def undescribed_outlets(data: CheckInput) -> Iterator[Problem]:
    """Outlets that neither a packaged rule nor dossier.yaml describes, one problem for each."""
    known = data.ids.get("outlet") or frozenset()
    by_outlet: dict[str, list[IdReference]] = {}
    for reference in data.references:
        if reference.kind == "outlet" and not _is_known(data, reference):
            by_outlet.setdefault(reference.id, []).append(reference)
    for id_, outlet_references in by_outlet.items():
        describe = f"describe it in dossier.yaml: `outlets: {{{_outlet_entry(id_, data)}}}`"
        hint = did_you_mean(id_, known, "").removesuffix("?")
        hint = f"{hint}? Otherwise {describe}" if hint else describe
        fact = f"nothing is known of the outlet `{id_}`" + (
            f", which {len(outlet_references)} articles are from" * (len(outlet_references) > 1)
        )
        yield Problem(outlet_references[0].at, Severity.WARNING, "outlet", fact, hint=hint)


def _outlet_entry(id_: str, data: CheckInput) -> str:
    """An entry for dossier.yaml, filled in from the outlet's articles."""
    articles = [article for article in data.library.articles if article.outlet == id_]
    addresses = (urlsplit(article.url) for article in articles if article.url.startswith("http"))
    home = next(addresses, None)
    if home is None:
        return f"{id_}: {{name: …, url: https://…}}"
    languages = Counter(article.language for article in articles if article.language).most_common(1)
    language_field = "".join(f", language: {language}" for language, _ in languages)
    return f"{id_}: {{name: {home.netloc.removeprefix('www.')}, url: '{home.scheme}://{home.netloc}'{language_field}}}"


def orphaned_notes(data: CheckInput) -> Iterator[Problem]:
    """Files of notes on articles that do not exist."""
    known = data.ids.get("article") or frozenset()
    renamed = _formerly(data)["article"]
    for stem in data.note_files:
        if stem not in known:
            at = Location(data.file(f"notes/{stem}.yaml"))
            otherwise = which_article(stem, known, "name the file after its article, or remove it")
            hint = f"the article is {renamed[stem]} now: rename the file" if stem in renamed else otherwise
            yield Problem(
                at, Severity.ERROR, "orphaned", f"these are notes on `{stem}`, and no article is called so", hint=hint
            )


def duplicate_ids(data: CheckInput) -> Iterator[Problem]:
    """Ids that differ in capitals only."""
    library = data.library
    for records in (library.articles, library.entities, library.events, library.claims):
        yield from _same_but_for_case([(record.id, record.at) for record in records])


def twin_records(data: CheckInput) -> Iterator[Problem]:
    """Articles with the same address, entities with the same Wikidata number."""
    hint = "make them one, or correct it"
    addresses: dict[str, str] = {}
    for article in data.library.articles:
        other = addresses.setdefault(article.url, article.id) if article.url else article.id
        if other != article.id:
            at = data.location(article.at, "url")
            yield Problem(at, Severity.WARNING, "twin", f"the article has the `url` of {other}", hint=hint)
    numbers: dict[str, str] = {}
    for entity in data.library.entities:
        other = numbers.setdefault(entity.wikidata, entity.id) if entity.wikidata else entity.id
        if other != entity.id:
            at, fact = data.location(entity.at, "wikidata"), f"`{entity.id}` has the `wikidata` of `{other}`"
            yield Problem(at, Severity.WARNING, "twin", fact, hint=hint)


def conflicting_redirects(data: CheckInput) -> Iterator[Problem]:
    """Former ids that would redirect to two records."""
    for kind, records in _renamable(data).items():
        known = data.ids.get(kind) or frozenset()
        counts = Counter(old for record in records for old in {*record.formerly})
        for record in records:
            for old in dict.fromkeys(record.formerly):
                fact = ""
                if old == record.id:
                    fact = f"`formerly` has the {kind}'s own id, {old}"
                elif old in known:
                    fact = f"`formerly` has {old}, which is an {kind} of its own".replace("an claim", "a claim")
                elif counts[old] > 1:
                    fact = f"`formerly` has {old}, and so has another {kind}"
                if fact:
                    at = data.location(record.at, "formerly")
                    hint = f"an old id leads to one {kind}: remove it"
                    yield Problem(at, Severity.ERROR, "formerly", fact, hint=hint)


def unused_records(data: CheckInput) -> Iterator[Problem]:
    """Pictures and described outlets that nothing refers to."""
    used = {(reference.kind, reference.id) for reference in data.references}
    for file in data.library.media:
        if ("picture", file) not in used:
            at = Location(data.file(f"media/{file}"))
            yield Problem(at, Severity.NOTICE, "unused", "no text shows this picture", hint="show it, or remove it")
    for name, at in data.outlet_entries.items():
        if ("outlet", name) not in used:
            fact = f"no article is from the outlet `{name}`"
            yield Problem(at, Severity.NOTICE, "unused", fact, hint="remove it, if none will be")


def _is_known(data: CheckInput, reference: IdReference) -> bool:
    ids = data.ids.get(reference.kind)
    return ids is None or reference.id in ids


class _ReferenceHints:
    """Suggests what to write instead of an undefined id."""

    def __init__(self, data: CheckInput) -> None:
        self.data = data

    @cached_property
    def renamed(self) -> Mapping[ReferenceKind, Mapping[str, str]]:
        return _formerly(self.data)

    @cached_property
    def entities_by_name(self) -> Mapping[str, str]:
        """The id of the first entity with each name."""
        entities = reversed(self.data.library.entities)
        return {name: entity.id for entity in entities for name in (*entity.name.values(), *entity.alias)}

    def hint(self, reference: IdReference) -> str:
        if now := self.renamed.get(reference.kind, {}).get(reference.id):
            return f"it is called `{now}` now"
        if reference.kind == "entity" and reference.id in self.entities_by_name:
            return f"{reference.id} is `{self.entities_by_name[reference.id]}`"
        add = f"add it to {self.data.file(_FILES.get(reference.kind, ''))}, or correct the id"
        suggest = which_article if reference.kind == "article" else did_you_mean
        return suggest(reference.id, self.data.ids.get(reference.kind) or (), add)


def _renamable(data: CheckInput) -> Mapping[ReferenceKind, Sequence[Article | Entity | Event | Claim]]:
    """All records that have the field `formerly`."""
    library = data.library
    return {
        "article": library.articles,
        "entity": library.entities,
        "event": library.events,
        "claim": library.claims,
    }


def _formerly(data: CheckInput) -> Mapping[ReferenceKind, Mapping[str, str]]:
    """The present id for each former one, by kind."""
    return {
        kind: {old: record.id for record in records for old in record.formerly}
        for kind, records in _renamable(data).items()
    }


def _same_but_for_case(records: Sequence[tuple[str, Location]]) -> Iterator[Problem]:
    """Ids whose pages would be the same file on a case-insensitive disk."""
    first_ids: dict[str, str] = {}
    for name, at in records:
        other = first_ids.setdefault(name.casefold(), name)
        if other != name:
            fact = f"`{name}` and `{other}` differ in capitals only, and so would their pages"
            yield Problem(at, Severity.ERROR, "duplicate", fact, hint="rename one")


def _missing_block(reference: IdReference, article: Article) -> Problem:
    """A link to a missing paragraph; if the draft had it, the hint says how to restore its id."""
    fact = f"`article:{reference.id}#{reference.block}` leads to no paragraph of the article"
    hint = "take the address of a paragraph from the article's page"
    drafted = next((block for block in article.drafted or () if block.id == reference.block), None)
    if now := drafted and successor_block(drafted, article.body):
        hint = f"if it is the paragraph on line {now.line} now, put a line {{#{reference.block}}} above that"
    return Problem(reference.at, Severity.ERROR, "link", fact, hint=hint)
