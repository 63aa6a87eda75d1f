"""Who asserts and who denies, with the words, the day and the source; no side is given right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from dossier.model import Claim, Stance
from dossier.render import jsonld, quotes, urls
from dossier.render.pages.page import Head, Page
from dossier.render.prose import prose
from dossier.render.sheet import Link, Moment, Run, Sheet
from dossier.render.site import Site


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody's stance on a claim."""

    who: tuple[Link, ...]
    voice: Run
    says: str
    moment: Moment | None
    quote: quotes.Quote


@dataclass(frozen=True, slots=True)
class Step:
    moment: Moment | None
    status: str
    why: Run
    by: str


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    href: str
    number: str
    status: str
    title: Run
    asserting: tuple[Voice, ...]
    denying: tuple[Voice, ...]
    history: tuple[Step, ...]
    note: Markup


@dataclass(frozen=True, slots=True)
class View:
    by: str
    claims: tuple[Entry, ...]


def pages(site: Site) -> Iterator[Page]:
    words = site.words
    yield Page(
        urls.CLAIMS,
        "claims",
        view,
        lambda: Head(words("nav.claims"), words("claims.lede"), data=jsonld.claims(site)),
    )


def view(sheet: Sheet) -> View:
    return View(sheet.site.signature(""), tuple(entry(sheet, claim) for claim in sheet.site.claims.values()))


def entry(sheet: Sheet, claim: Claim) -> Entry:
    words = sheet.site.words
    return Entry(
        id=claim.id,
        href=sheet.to(urls.claim(claim.id)),
        number=words("claim.number", n=sheet.site.claim_numbers[claim.id]),
        status=words("claim.now", status=words(f"verdict.{claim.status}")),
        title=sheet.run(claim.text),
        asserting=tuple(voice(sheet, s) for s in claim.stances if s.says in ("asserts", "confirms")),
        denying=tuple(voice(sheet, s) for s in claim.stances if s.says in ("denies", "doubts")),
        history=tuple(
            Step(
                sheet.moment(turn.when) if turn.when else None,
                words(f"verdict.{turn.status}"),
                sheet.run(turn.why),
                sheet.site.signed_apart(turn.by),
            )
            for turn in claim.history
        ),
        note=prose(sheet, claim.note, by=sheet.site.signature(claim.by), of=claim.id),
    )


def voice(sheet: Sheet, stance: Stance) -> Voice:
    entities = sheet.site.entities
    return Voice(
        tuple(sheet.name(entities[who]) for who in stance.who if who in entities),
        sheet.run(stance.voice),
        sheet.site.words(f"says.{stance.says}"),
        sheet.moment(stance.when) if stance.when else None,
        quotes.quote(sheet, stance.citation),
    )
