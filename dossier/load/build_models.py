"""Builds the objects of the model from parsed records."""

from __future__ import annotations

from pathlib import PurePosixPath

from dossier.load.records import ParsedRecord
from dossier.model import (
    Byline,
    Capture,
    Citation,
    Claim,
    CompoundName,
    Correction,
    Declined,
    Entity,
    Event,
    HistoryStep,
    Leg,
    Note,
    Outlet,
    Override,
    Related,
    Settings,
    Stance,
)
from dossier.problems import Failure, Problem, Severity
from dossier.script import fingerprint


def as_typed(record: ParsedRecord) -> ParsedRecord:
    """The record itself, for those that are built elsewhere."""
    return record


def build_settings(record: ParsedRecord) -> Settings:
    base = record.get("base_url", "")
    return Settings(
        title=record.get("title", ""),
        base_url=base if base.endswith("/") or not base else f"{base}/",
        **record.subset("description", "language", "timezone", "editors", "now", "skip", "accept", "severity"),
    )


def build_outlet(record: ParsedRecord, packaged: Outlet | None) -> Outlet:
    """An outlet of dossier.yaml; fields that it leaves out are taken from the packaged one."""
    basis = packaged or Outlet(record.name, record.name)
    return Outlet(
        record.name,
        record.get("name", basis.name),
        record.get("url", basis.url),
        record.get("language", basis.language),
        record.get("rights", basis.rights),
        record.get("own", basis.own),
    )


def build_byline(record: ParsedRecord) -> Byline:
    return Byline(**record.values)


def build_capture(record: ParsedRecord) -> Capture:
    return Capture(**record.values)


def build_related(record: ParsedRecord) -> Related:
    return Related(**record.values)


def build_citation(record: ParsedRecord, article: str) -> Citation:
    return Citation(
        article, record.get("quote", ""), record.location("quote"), **record.subset("nth", "prefix", "suffix", "block")
    )


def build_override(record: ParsedRecord) -> Override:
    return Override(build_citation(record, _stem(record)), record["as"])


def build_source(record: ParsedRecord) -> Citation:
    return build_citation(record, record["article"])


def build_entity(record: ParsedRecord) -> Entity:
    optional = record.subset(
        "alias",
        "weak",
        "alias_in",
        "wikidata",
        "link",
        "summary",
        "by",
        "coordinates",
        "stands_for",
        "literal_if",
        "formerly",
        "added",
    )
    return Entity(record.name, record["type"], record["name"], record.at, vetoes=record.get("not", ()), **optional)


def build_compound(record: ParsedRecord) -> CompoundName:
    return CompoundName(record.name, record["entities"], record.at)


def build_event(record: ParsedRecord) -> Event:
    optional = record.subset("who", "where", "text", "by", "sources", "formerly", "legs", "history", "added")
    return Event(record.name, record["title"], record["status"], record.at, when=record.get("date", None), **optional)


def build_leg(record: ParsedRecord) -> Leg:
    """A leg of a journey; a quotation without an article is an error."""
    if record.get("quote", "") and not record.get("article", ""):
        fact, hint = "a leg has a `quote` and no `article`", "add `article: …`, where the words stand"
        raise Failure(Problem(record.at, Severity.ERROR, "missing", fact, hint=hint))
    citation = build_source(record) if record.get("article", "") else None
    return Leg(record["from"], record["to"], record["status"], record.at, record.get("date", None), citation)


def build_stance(record: ParsedRecord) -> Stance:
    if not record.get("who", ()) and not record.get("voice", ""):
        fact, hint = (
            "a stance has neither `who` nor `voice`",
            "add `who: […]`, or `voice: …` for somebody who is no entity",
        )
        raise Failure(Problem(record.at, Severity.ERROR, "missing", fact, hint=hint))
    return Stance(record["says"], build_source(record), when=record.get("date", None), **record.subset("who", "voice"))


def build_history_step(record: ParsedRecord) -> HistoryStep:
    return HistoryStep(record.get("date", None), record["status"], **record.subset("why", "by"))


def build_claim(record: ParsedRecord) -> Claim:
    return Claim(
        record.name,
        record["text"],
        record["status"],
        record.at,
        **record.subset("stances", "history", "note", "by", "formerly", "added"),
    )


def build_note(record: ParsedRecord) -> Note:
    """A note; its id is a hash of its quotation or, for a note on the whole article, of its title or text."""
    words = record.get("quote", "") or record.get("title", "") or "\n".join(block.text for block in record["note"])
    optional = record.subset("title", "by", "tags", "added")
    return Note(
        f"n-{fingerprint(words)}",
        build_citation(record, _stem(record)),
        record["note"],
        record.at,
        when=record.get("date", None),
        **optional,
    )


def build_correction(record: ParsedRecord) -> Correction:
    return Correction(record["date"], record["text"], record.at, **record.subset("article", "by"))


def build_declined(record: ParsedRecord) -> Declined:
    optional = record.subset("names", "by")
    return Declined(record["kind"], record["key"], record.at, when=record.get("date", None), **optional)


def _stem(record: ParsedRecord) -> str:
    """The id of the article that a file in articles/ or notes/ belongs to."""
    return PurePosixPath(record.at.file).stem
