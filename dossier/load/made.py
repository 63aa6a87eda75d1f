"""Records, once read, as the nouns of the model."""

from __future__ import annotations

from pathlib import PurePosixPath

from dossier.load.records import Read
from dossier.model import (
    Byline,
    Capture,
    Citation,
    Claim,
    Compound,
    Correction,
    Entity,
    Event,
    Note,
    Outlet,
    Override,
    Related,
    Settings,
    Stance,
    Turn,
)
from dossier.problems import Failure, Problem, Severity
from dossier.script import fingerprint


def as_read(read: Read) -> Read:
    return read


def settings(read: Read) -> Settings:
    base = read.get("base_url", "")
    return Settings(
        title=read.get("title", ""),
        base_url=base if base.endswith("/") or not base else f"{base}/",
        **read.only("description", "language", "timezone", "editors", "now", "skip", "accept", "severity"),
    )


def outlet(read: Read, known: Outlet | None) -> Outlet:
    """An outlet as dossier.yaml has it; what it leaves out is as everybody knows it."""
    basis = known or Outlet(read.name, read.name)
    return Outlet(
        read.name,
        read.get("name", basis.name),
        read.get("url", basis.url),
        read.get("language", basis.language),
        read.get("rights", basis.rights),
    )


def byline(read: Read) -> Byline:
    return Byline(**read.values)


def capture(read: Read) -> Capture:
    return Capture(**read.values)


def related(read: Read) -> Related:
    return Related(**read.values)


def citation(read: Read, article: str) -> Citation:
    return Citation(
        article, read.get("quote", ""), read.place("quote"), **read.only("nth", "prefix", "suffix", "block")
    )


def override(read: Read) -> Override:
    return Override(citation(read, _stem(read)), read["as"])


def source(read: Read) -> Citation:
    return citation(read, read["article"])


def entity(read: Read) -> Entity:
    kept = read.only(
        "alias", "weak", "alias_in", "wikidata", "link", "summary", "by", "coordinates", "stands_for", "literal_if"
    )
    return Entity(read.name, read["type"], read["name"], read.at, vetoes=read.get("not", ()), **kept)


def compound(read: Read) -> Compound:
    return Compound(read.name, read["entities"], read.at)


def event(read: Read) -> Event:
    kept = read.only("who", "where", "text", "by", "sources")
    return Event(read.name, read["title"], read["status"], read.at, when=read.get("date", None), **kept)


def stance(read: Read) -> Stance:
    if not read.get("who", ()) and not read.get("voice", ""):
        fact, hint = (
            "a stance has neither `who` nor `voice`",
            "add `who: […]`, or `voice: …` for somebody who is no entity",
        )
        raise Failure(Problem(read.at, Severity.ERROR, "missing", fact, hint=hint))
    return Stance(read["says"], source(read), when=read.get("date", None), **read.only("who", "voice"))


def turn(read: Read) -> Turn:
    return Turn(read.get("date", None), read["status"], **read.only("why", "by"))


def claim(read: Read) -> Claim:
    return Claim(read.name, read["text"], read["status"], read.at, **read.only("stances", "history", "note", "by"))


def note(read: Read) -> Note:
    """A note; its id stands for its quotation, or for what else it says where it is on the whole article."""
    words = read.get("quote", "") or read.get("title", "") or "\n".join(block.text for block in read["note"])
    kept = read.only("title", "by", "tags")
    return Note(
        f"n-{fingerprint(words)}",
        citation(read, _stem(read)),
        read["note"],
        read.at,
        when=read.get("date", None),
        **kept,
    )


def correction(read: Read) -> Correction:
    return Correction(read["date"], read["text"], read.at, **read.only("article", "by"))


def _stem(read: Read) -> str:
    """The article that a file of notes, or an article's own file, is about."""
    return PurePosixPath(read.at.file).stem
