"""A capture → the draft of an article: what `dossier import` shows to an editor."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from dossier.ingest import addresses, bylines, headings, loss, page, page_blocks, shape, text
from dossier.ingest.element import Element
from dossier.ingest.envelope import Captured, captured, headline, refused
from dossier.ingest.exported import exported
from dossier.ingest.extracted import extracted, extracted_day
from dossier.ingest.facts import Facts, Reason
from dossier.ingest.head import read_head
from dossier.ingest.identity import article_id, day_in_address, language
from dossier.ingest.metadata_sources import collected
from dossier.ingest.outlets import Rule, rule_by_signs, rule_for, unknown
from dossier.ingest.pieces import Dropped, Piece, words
from dossier.ingest.removals import Removals
from dossier.ingest.stamps import stamp
from dossier.ingest.to_markdown import markdown
from dossier.ingest.tree import TooMuch, tree
from dossier.ingest.walk import Walk
from dossier.model import At
from dossier.problems import Problem, Severity

STEPS = (
    shape.without_promotions,
    shape.without_headline,
    shape.without_drawn_lines,
    shape.without_related,
    shape.without_repeated_pictures,
    text.joined_dateline,
    text.read_opening,
    text.read_closing,
    headings.bare_subheads,
    headings.subheads,
    shape.galleries,
    shape.without_loose_rules,
)
"""What is done to an article's pieces, in this order; each returns the pieces, and adds to the facts."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as import would write it, and what it left out."""

    id: str
    fields: dict[str, object]  # of the front matter, in its order
    body: str  # Markdown
    dropped: tuple[Dropped, ...]
    problems: tuple[Problem, ...]
    reasons: tuple[Reason, ...] = ()  # where facts of the front matter were taken from


def drafts(name: str, data: bytes) -> tuple[Draft, ...]:
    """The drafts that a capture makes; a Failure that names the file if it cannot be read."""
    found = captured(name, data)
    try:
        facts, pieces = _read(name, found)
    except TooMuch as reason:
        hint = "capture the article's text alone, or save the page again in reader mode"
        raise refused(name, f"this page is not read: {reason}", hint) from None
    for step in STEPS:
        pieces = step(pieces, facts)
    if not any(map(words, pieces)):
        raise refused(name, "there is no text in this capture", "save the page again, with its text in view")
    guessed = "" if facts.published else day_in_address(facts.url, facts.rule.address)
    facts.published = facts.published or guessed
    bounded = "" if facts.published or not found.at else f"[..{found.at[:10]}]"
    id_ = article_id(facts)
    record = {"file": name, "sha256": hashlib.sha256(data).hexdigest(), "at": found.at}
    facts.published = facts.published or bounded  # after the id is made, which it is no day for
    fields = _fields(id_, facts, language(facts, pieces), {key: value for key, value in record.items() if value})
    missing = loss.lost(facts.shown, pieces, facts.dropped)
    problems = (*_alarm(name, missing), *_problems(name, found, facts, guessed, bounded))
    return (Draft(id_, fields, markdown(pieces), tuple(facts.dropped), problems, tuple(facts.reasons)),)


def _read(name: str, found: Captured) -> tuple[Facts, list[Piece]]:
    """What was captured as facts and pieces."""
    rule = rule_for(found.url) or (rule_by_signs(found.text) if not found.url else None)
    if found.shape == "markdown":
        facts = _facts(found, rule or unknown(found.url))
        return facts, exported(found.text, facts)
    root = tree(found.text)
    body = root.elements[-1]
    if found.shape == "page":
        said = page.meta(found.text, root)
        rule = rule or rule_for(said.url)
        if rule is None:
            return _read_unknown(name, found, root)
        found = replace(found, url=found.url or said.url, **headline(said.title)._asdict())
        facts = _facts(found, rule)
        _know(said, facts)
        article = page.article(body, rule, facts.dropped)
        facts.shown = loss.paragraphs(article) if article is not body else ()
        return facts, _walked(article, facts, lines=True)
    facts = _facts(found, rule or unknown(found.url))
    facts.shown = loss.paragraphs(body)
    return facts, _walked(body, facts)


def _read_unknown(name: str, found: Captured, root: Element) -> tuple[Facts, list[Piece]]:
    """A page of an outlet that no rule knows: the extractor says what of it is the article."""
    body = root.elements[-1]
    lines = page_blocks.read(body)
    if not page_blocks.mark(lines, extracted(name, found.text, lines.prose)):
        fact = "no article was found in this page"
        raise refused(name, fact, "capture the article's text, or describe the outlet (CONTRIBUTING, Add an outlet)")
    known = collected(found.text, root, lines, found.url, found.at, lambda: extracted_day(found.text))
    found = replace(found, url=known.url, **headline(known.title)._asdict())
    facts = _facts(found, unknown(found.url))
    facts.published, facts.updated = known.published, known.updated
    facts.section = facts.section or known.section
    facts.credit(bylines.Person(person) for person in known.people)
    facts.agency(known.agencies)
    facts.languages, facts.reasons = known.languages, known.reasons
    page_blocks.put_aside(lines, known.people, known.published, next(iter(known.languages), ""), facts.dropped)
    facts.shown = page_blocks.article_prose(lines)
    page_blocks.cut(lines, body, facts.title, facts.dropped)
    return facts, Walk(facts.rule, facts.url, Removals(facts.rule), facts.dropped, body.letters).read(body)


def _walked(body: Element, facts: Facts, *, lines: bool = False) -> list[Piece]:
    read_head(body, facts, lines=lines)
    return Walk(facts.rule, facts.url, Removals(facts.rule), facts.dropped, body.letters).read(body)


def _facts(found: Captured, rule: Rule) -> Facts:
    title = re.sub(f"({rule.suffix})$", "", found.title) if rule.suffix else found.title
    published, updated = stamp(found.published, rule.zone), stamp(found.updated, rule.zone)
    url = addresses.untracked(addresses.absolute(found.url, ""))
    facts = Facts(rule, url, title, found.kicker, found.section, published, updated)
    facts.credit(bylines.header(found.author))
    section = re.search(rule.address, facts.url) if rule.address else None
    if section and not facts.section:
        facts.section = unquote(section.groupdict().get("section") or "").lower()
    return facts


def _know(said: page.Meta, facts: Facts) -> None:
    zone = facts.rule.zone
    facts.published = facts.published or stamp(said.published, zone)
    updated = stamp(said.updated, zone)
    facts.updated = facts.updated or (updated if updated != facts.published else "")
    facts.section = facts.section or said.section
    facts.credit(person for name in said.authors for person in bylines.people(name) if not facts.is_outlet(name))


def _fields(id_: str, facts: Facts, language: str, capture: dict[str, str]) -> dict[str, object]:
    """The front matter, in its order, without what is not known."""
    fields: dict[str, object] = {
        "id": id_,
        "title": facts.title,
        "kicker": facts.kicker,
        "outlet": facts.rule.id,
        "url": facts.url,
        "published": facts.published,
        "updated": facts.updated,
        "language": language,
        "byline": [person.field for person in facts.byline],
        "dateline": facts.dateline,
        "agencies": facts.agencies,
        "section": facts.section,
        "translation_of": facts.translation_of,
        "related": facts.related,
        "copyright": facts.copyright,
        "draft": "true",
        "captures": [capture],
    }
    return {name: value for name, value in fields.items() if value}


def _problems(name: str, found: Captured, facts: Facts, guessed: str, bounded: str) -> Iterator[Problem]:
    at = At(name)
    for note in found.notes:
        yield Problem(at, Severity.WARNING, "characters", note, hint="compare the draft with the page")
    if not facts.title:
        yield Problem(at, Severity.WARNING, "title", "the capture has no headline", hint="write `title` in the article")
    if not facts.url:
        message = "the capture does not say where the article was published"
        yield Problem(at, Severity.WARNING, "url", message, hint="add `url` to the article")
    if not facts.published:
        message = "the capture does not say when the article was published"
        yield Problem(at, Severity.WARNING, "undated", message, hint="add `published` to the article")
    if bounded:
        message = f"`published` is {bounded}, derived from when the page was captured: it does not say when it appeared"
        yield Problem(at, Severity.WARNING, "undated", message, hint="write the day in the article, if you know it")
    if guessed:
        message = f"`published` is {guessed} because the article's address says so; its text gives no date"
        yield Problem(at, Severity.NOTICE, "published", message, hint="correct it in the article if it is another day")


def _alarm(name: str, missing: str) -> Iterator[Problem]:
    if missing:
        start = missing if len(missing) <= 60 else f"{missing[:59]}…"
        message = f"the draft lacks a good part of the text that the capture shows, from “{start}”"
        hint = "compare it with the page; `--explain` lists what was left out"
        yield Problem(At(name), Severity.WARNING, "loss", message, hint=hint)


__all__ = ["STEPS", "Draft", "Dropped", "drafts"]
