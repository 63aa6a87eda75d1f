"""Check of articles that were not updated although their outlets changed them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from dossier.load.checks.captures import block_texts
from dossier.load.results import CheckInput, DraftSource, Version
from dossier.model import Article, Citation, Library
from dossier.problems import Problem, Severity

_MAX_CHANGES = 6  # the newest changes, which are listed


def recaptured_articles(data: CheckInput) -> Iterator[Problem]:
    """Articles with newer captures that differ from them, with the changes since."""
    for article in data.library.articles if data.versions else ():
        source = data.draft_sources.get(article.id)
        newer = _newer_versions(article, source, data.versions.get(article.id, ())) if source else []
        if not newer:
            continue
        reasons = _reasons(article, data.library, edited=bool(source and source.edited))
        fact = f"a newer capture has other words, and the article stays as it was{f': it {reasons}' if reasons else ''}"
        details = [(version.captured[:10] or "undated", version.change or version.at.file) for version in newer]
        name = article.at.file.rpartition("/")[2]
        hint = (
            f"dossier import --merge {data.file('captures')}/{_capture(data, article, newer[-1])} takes the new "
            f"words over; to keep the old, put `recaptured articles/{name}` under `accept` in dossier.yaml"
        )
        at = data.location(article.at, "captures")
        yield Problem(at, Severity.WARNING, "recaptured", fact, tuple(details[-_MAX_CHANGES:]), hint)


def _newer_versions(article: Article, source: DraftSource, versions: Sequence[Version]) -> list[Version]:
    """The versions captured after those the article was drafted from; none if the last is the same as the draft.

    As in import, captures in another language are ignored, and a capture without a time counts as newer.
    """
    newer = [
        version
        for version in versions
        if version.sha256 not in source.captures
        and (version.captured > source.latest or not (version.captured or source.latest))
        and version.language in ("", article.language)
    ]
    if newer and article.drafted is not None and newer[-1].title == source.title:
        return newer if block_texts(newer[-1].body) != block_texts(article.drafted) else []
    return newer


def _reasons(article: Article, library: Library, *, edited: bool) -> str:
    """Why import did not update the article."""
    locations = [str(citation.at) for citation in _citations(library) if citation.article == article.id]
    more = f" and {len(locations) - 1} more" if len(locations) > 1 else ""
    quoted = f"is quoted in {locations[0]}{more}" if locations else ""
    return ", and ".join(filter(None, ("was edited" if edited else "", quoted)))


def _citations(library: Library) -> Iterator[Citation]:
    yield from (note.citation for note in library.notes)
    yield from chain.from_iterable(event.sources for event in library.events)
    yield from (stance.citation for claim in library.claims for stance in claim.stances)


def _capture(data: CheckInput, article: Article, version: Version) -> str:
    """The file name of a version's capture."""
    recorded = (capture.file for capture in article.captures if capture.sha256 == version.sha256)
    stored = (file for file, sha256 in (data.captures or {}).items() if sha256 == version.sha256)
    return next(chain(recorded, stored), "")
