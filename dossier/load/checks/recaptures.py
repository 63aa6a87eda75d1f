"""Articles that stayed as they were while their outlets changed them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from dossier.load.results import CheckInput, DraftSource, Version
from dossier.model import Article, Citation, Library, Prose
from dossier.problems import Problem, Severity

_MOST_NAMED = 6  # changes that are listed, the newest


def recaptured_articles(material: CheckInput) -> Iterator[Problem]:
    """Articles whose words are older than those of a capture, with what changed since."""
    for article in material.library.articles if material.versions else ():
        source = material.sources.get(article.id)
        newer = _newer_versions(article, source, material.versions.get(article.id, ())) if source else []
        if not newer:
            continue
        reasons = _reasons(article, material.library, edited=bool(source and source.edited))
        fact = f"a newer capture has other words, and the article stays as it was{f': it {reasons}' if reasons else ''}"
        details = [(version.captured[:10] or "undated", version.change or version.at.file) for version in newer]
        name = article.at.file.rpartition("/")[2]
        hint = (
            f"dossier import --merge {material.file('captures')}/{_capture(material, article, newer[-1])} takes the new "
            f"words over; to keep the old, put `recaptured articles/{name}` under `accept` in dossier.yaml"
        )
        at = material.place(article.at, "captures")
        yield Problem(at, Severity.WARNING, "recaptured", fact, tuple(details[-_MOST_NAMED:]), hint)


def _newer_versions(article: Article, source: DraftSource, versions: Sequence[Version]) -> list[Version]:
    """The versions that came after what the article was drafted from; none where the last says what the draft says.

    As in import, a capture in another language speaks for no article, and of captures without a time the later does.
    """
    newer = [
        version
        for version in versions
        if version.sha256 not in source.captures
        and (version.captured > source.latest or not (version.captured or source.latest))
        and version.language in ("", article.language)
    ]
    if newer and article.drafted is not None and newer[-1].title == source.title:
        return newer if _texts(newer[-1].body) != _texts(article.drafted) else []
    return newer


def _reasons(article: Article, library: Library, *, edited: bool) -> str:
    """Why the article stays."""
    places = [str(citation.at) for citation in _citations(library) if citation.article == article.id]
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    quoted = f"is quoted in {places[0]}{more}" if places else ""
    return ", and ".join(filter(None, ("was edited" if edited else "", quoted)))


def _citations(library: Library) -> Iterator[Citation]:
    yield from (note.citation for note in library.notes)
    yield from chain.from_iterable(event.sources for event in library.events)
    yield from (stance.citation for claim in library.claims for stance in claim.stances)


def _capture(material: CheckInput, article: Article, version: Version) -> str:
    """The file of a version's capture."""
    recorded = (one.file for one in article.captures if one.sha256 == version.sha256)
    lying = (file for file, sha256 in (material.captures or {}).items() if sha256 == version.sha256)
    return next(chain(recorded, lying), "")


def _texts(prose: Prose) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in prose]
