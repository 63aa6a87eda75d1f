"""Records, once read, as the nouns of the model."""

from __future__ import annotations

from pathlib import PurePosixPath

from dossier.load.records import ReadRecord
from dossier.model import (
    Byline,
    Capture,
    Citation,
    Claim,
    CompoundName,
    Correction,
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


def as_typed(read: ReadRecord) -> ReadRecord:
    return read


def build_settings(read: ReadRecord) -> Settings:
    base = read.get("base_url", "")
    return Settings(
        title=read.get("title", ""),
        base_url=base if base.endswith("/") or not base else f"{base}/",
        **read.only("description", "language", "timezone", "editors", "now", "skip", "accept", "severity"),
    )


def build_outlet(read: ReadRecord, known: Outlet | None) -> Outlet:
    """An outlet as dossier.yaml has it; what it leaves out is as everybody knows it."""
    basis = known or Outlet(read.name, read.name)
    return Outlet(
        read.name,
        read.get("name", basis.name),
        read.get("url", basis.url),
        read.get("language", basis.language),
        read.get("rights", basis.rights),
        read.get("own", basis.own),
    )


def build_byline(read: ReadRecord) -> Byline:
    return Byline(**read.values)


def build_capture(read: ReadRecord) -> Capture:
    return Capture(**read.values)


def build_related(read: ReadRecord) -> Related:
    return Related(**read.values)


def build_citation(read: ReadRecord, article: str) -> Citation:
    return Citation(
        article, read.get("quote", ""), read.place("quote"), **read.only("nth", "prefix", "suffix", "block")
    )


def build_override(read: ReadRecord) -> Override:
    return Override(build_citation(read, _stem(read)), read["as"])


def build_source(read: ReadRecord) -> Citation:
    return build_citation(read, read["article"])


def build_entity(read: ReadRecord) -> Entity:
    kept = read.only(
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
    return Entity(read.name, read["type"], read["name"], read.at, vetoes=read.get("not", ()), **kept)


def build_compound(read: ReadRecord) -> CompoundName:
    return CompoundName(read.name, read["entities"], read.at)


def build_event(read: ReadRecord) -> Event:
    kept = read.only("who", "where", "text", "by", "sources", "formerly", "legs", "history", "added")
    return Event(read.name, read["title"], read["status"], read.at, when=read.get("date", None), **kept)


def build_leg(read: ReadRecord) -> Leg:
    """A leg; its citation stands where there is an article, and a quotation without one is a mistake."""
    if read.get("quote", "") and not read.get("article", ""):
        fact, hint = "a leg has a `quote` and no `article`", "add `article: …`, where the words stand"
        raise Failure(Problem(read.at, Severity.ERROR, "missing", fact, hint=hint))
    citation = build_source(read) if read.get("article", "") else None
    return Leg(read["from"], read["to"], read["status"], read.at, read.get("date", None), citation)


def build_stance(read: ReadRecord) -> Stance:
    if not read.get("who", ()) and not read.get("voice", ""):
        fact, hint = (
            "a stance has neither `who` nor `voice`",
            "add `who: […]`, or `voice: …` for somebody who is no entity",
        )
        raise Failure(Problem(read.at, Severity.ERROR, "missing", fact, hint=hint))
    return Stance(read["says"], build_source(read), when=read.get("date", None), **read.only("who", "voice"))


def build_history_step(read: ReadRecord) -> HistoryStep:
    return HistoryStep(read.get("date", None), read["status"], **read.only("why", "by"))


def build_claim(read: ReadRecord) -> Claim:
    return Claim(
        read.name,
        read["text"],
        read["status"],
        read.at,
        **read.only("stances", "history", "note", "by", "formerly", "added"),
    )


def build_note(read: ReadRecord) -> Note:
    """A note; its id stands for its quotation, or for what else it says where it is on the whole article."""
    words = read.get("quote", "") or read.get("title", "") or "\n".join(block.text for block in read["note"])
    kept = read.only("title", "by", "tags", "added")
    return Note(
        f"n-{fingerprint(words)}",
        build_citation(read, _stem(read)),
        read["note"],
        read.at,
        when=read.get("date", None),
        **kept,
    )


def build_correction(read: ReadRecord) -> Correction:
    return Correction(read["date"], read["text"], read.at, **read.only("article", "by"))


def _stem(read: ReadRecord) -> str:
    """The article that a file of notes, or an article's own file, is about."""
    return PurePosixPath(read.at.file).stem
