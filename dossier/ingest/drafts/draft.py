"""A capture → the draft of an article: what `dossier import` shows to an editor."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from dossier.ingest.drafts import loss_alarm
from dossier.ingest.drafts.to_markdown import pieces_to_markdown
from dossier.ingest.formats import saved_page
from dossier.ingest.formats.detect import DetectedCapture, capture_failure, detect_capture, split_headline
from dossier.ingest.formats.markdown_export import read_markdown_export
from dossier.ingest.formats.saved_page import extract_article, extracted_day
from dossier.ingest.html import arrangement, headings, page_blocks
from dossier.ingest.html.captions import caption_by_habit
from dossier.ingest.html.pieces import Dropped, Piece, piece_text
from dossier.ingest.html.removals import RemovalIndex
from dossier.ingest.html.tree import Element, PageTooLarge, parse_html
from dossier.ingest.html.walk import ElementWalk
from dossier.ingest.metadata import addresses, bylines, clues_in_text
from dossier.ingest.metadata.collected import CollectedMetadata, Reason
from dossier.ingest.metadata.identity import article_id, date_in_address, detect_language
from dossier.ingest.metadata.page_header import read_page_header
from dossier.ingest.metadata.page_metadata import collected
from dossier.ingest.metadata.timestamps import parse_timestamp
from dossier.ingest.outlets import OutletRule, OutletRules, packaged_rules, rule_for_unknown
from dossier.model import Location
from dossier.problems import Problem, Severity

STEPS = (
    arrangement.without_promotions,
    arrangement.without_headline,
    arrangement.without_drawn_lines,
    arrangement.without_related,
    arrangement.without_repeated_pictures,
    clues_in_text.join_dateline,
    clues_in_text.read_opening_paragraph,
    clues_in_text.read_closing_paragraphs,
    headings.mark_bare_subheads,
    headings.mark_bold_subheads,
    arrangement.group_galleries,
    arrangement.without_loose_rules,
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


def draft_capture(name: str, data: bytes, rules: OutletRules | None = None) -> tuple[Draft, ...]:
    """The drafts that a capture makes; a Failure that names the file if it cannot be read."""
    rules = rules or packaged_rules()
    found = detect_capture(name, data)
    found, turning = _unturned(found)
    try:
        facts, pieces = _read(name, found, rules)
        if turning:
            facts.dropped.append(Dropped("characters that turn a line around", turning))
    except PageTooLarge as reason:
        hint = "capture the article's text alone, or save the page again in reader mode"
        raise capture_failure(name, f"this page is not read: {reason}", hint) from None
    for step in STEPS:
        pieces = step(pieces, facts)
    if not any(map(piece_text, pieces)):
        raise capture_failure(name, "there is no text in this capture", "save the page again, with its text in view")
    guessed = "" if facts.published else date_in_address(facts.url, facts.rule.address)
    facts.published = facts.published or guessed
    bounded = "" if facts.published or not found.at else f"[..{found.at[:10]}]"
    id_ = article_id(facts, "\n".join(map(piece_text, pieces)))
    record = {"file": name, "sha256": hashlib.sha256(data).hexdigest(), "at": found.at}
    facts.published = facts.published or bounded  # after the id is made, which it is no day for
    fields = _fields(id_, facts, detect_language(facts, pieces), {key: value for key, value in record.items() if value})
    missing = loss_alarm.lost(facts.shown, pieces, facts.dropped)
    problems = (*_alarm(name, missing), *_problems(name, found, facts, guessed, bounded))
    return (Draft(id_, fields, pieces_to_markdown(pieces), tuple(facts.dropped), problems, tuple(facts.reasons)),)


def _unturned(found: DetectedCapture) -> tuple[DetectedCapture, str]:
    """What was captured without the characters that turn a line around; and which these were."""
    signs = {html.unescape(sign) for text in (found.text, *_said(found).values()) for sign in _TURNING.findall(text)}
    if not signs:
        return found, ""
    without: dict[str, Any] = {name: _TURNING.sub("", text) for name, text in _said(found).items()}
    told = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(signs))
    return replace(found, text=_TURNING.sub("", found.text), **without), told


def _said(found: DetectedCapture) -> dict[str, Any]:
    """What stands around the text."""
    return {
        "title": found.title,
        "kicker": found.kicker,
        "section": found.section,
        "author": found.author,
        "url": found.url,
    }


def _read(name: str, found: DetectedCapture, rules: OutletRules) -> tuple[CollectedMetadata, list[Piece]]:
    """What was captured as facts and pieces."""
    rule = rules.for_address(found.url) or (rules.for_text(found.text) if not found.url else None)
    if found.shape == "markdown":
        facts = _facts(found, rule or rule_for_unknown(found.url), rules)
        return facts, read_markdown_export(found.text, facts)
    root = parse_html(found.text)
    body = root.elements[-1]
    if found.shape == "page":
        said = saved_page.page_metadata(found.text, root)
        rule = rule or rules.for_address(said.url)
        if rule is None:
            return _read_unknown(name, found, root, rules)
        found = replace(found, url=found.url or said.url, **split_headline(said.title)._asdict())
        facts = _facts(found, rule, rules)
        _know(said, facts)
        article = saved_page.article_element(body, rule, facts.dropped)
        facts.shown = loss_alarm.paragraphs(article) if article is not body else ()
        return facts, _walked(article, facts, lines=True)
    facts = _facts(found, rule or rule_for_unknown(found.url), rules)
    facts.shown = loss_alarm.paragraphs(body)
    return facts, _walked(body, facts)


def _read_unknown(
    name: str, found: DetectedCapture, root: Element, rules: OutletRules
) -> tuple[CollectedMetadata, list[Piece]]:
    """A page of an outlet that no rule knows: the extractor says what of it is the article."""
    body = root.elements[-1]
    lines = page_blocks.read(body)
    if not page_blocks.mark(lines, extract_article(name, found.text, lines.prose)):
        fact = "no article was found in this page"
        raise capture_failure(
            name, fact, "capture the article's text, or describe the outlet (CONTRIBUTING, Add an outlet)"
        )
    known = collected(found.text, root, lines, found.url, found.at, lambda: extracted_day(found.text))
    found = replace(found, url=known.url, **split_headline(known.title)._asdict())
    facts = _facts(found, rule_for_unknown(found.url), rules)
    facts.published, facts.updated = known.published, known.updated
    facts.section = facts.section or known.section
    facts.credit(bylines.Person(person) for person in known.people)
    facts.agency(known.agencies)
    facts.languages, facts.reasons = known.languages, known.reasons
    page_blocks.put_aside(lines, known.people, known.published, next(iter(known.languages), ""), facts.dropped)
    facts.shown = page_blocks.article_prose(lines)
    page_blocks.cut(lines, body, facts.title, facts.dropped)
    return facts, ElementWalk(facts.rule, facts.url, RemovalIndex(facts.rule), facts.dropped, body.letters).read(body)


# As themselves, and as HTML may write them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]|&#(?:[xX]0*20(?:2[a-eA-E]|6[6-9])|0*(?:823[4-8]|829[4-7]));?")


def _walked(body: Element, facts: CollectedMetadata, *, lines: bool = False) -> list[Piece]:
    read_page_header(body, facts, lines=lines)
    walk = ElementWalk(facts.rule, facts.url, RemovalIndex(facts.rule), facts.dropped, body.letters)
    return caption_by_habit(walk.read(body), facts.rule, facts.dropped)


def _facts(found: DetectedCapture, rule: OutletRule, rules: OutletRules) -> CollectedMetadata:
    title = re.sub(f"({rule.title_suffix})$", "", found.title) if rule.title_suffix else found.title
    published, updated = parse_timestamp(found.published, rule.timezone), parse_timestamp(found.updated, rule.timezone)
    url = addresses.without_tracking(addresses.absolute_url(found.url, ""))
    url = "" if url.startswith("mailto:") else url  # an article stands on the web
    facts = CollectedMetadata(rule, rules, url, title, found.kicker, found.section, published, updated)
    facts.credit(bylines.parse_byline_header(found.author))
    section = re.search(rule.address, facts.url) if rule.address else None
    if section and not facts.section:
        facts.section = unquote(section.groupdict().get("section") or "").lower()
    return facts


def _know(said: saved_page.PageMetadata, facts: CollectedMetadata) -> None:
    zone = facts.rule.timezone
    facts.published = facts.published or parse_timestamp(said.published, zone)
    updated = parse_timestamp(said.updated, zone)
    facts.updated = facts.updated or (updated if updated != facts.published else "")
    facts.section = facts.section or said.section
    facts.credit(person for name in said.authors for person in bylines.parse_people(name) if not facts.is_outlet(name))


def _fields(id_: str, facts: CollectedMetadata, language: str, capture: dict[str, str]) -> dict[str, object]:
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


def _problems(
    name: str, found: DetectedCapture, facts: CollectedMetadata, guessed: str, bounded: str
) -> Iterator[Problem]:
    at = Location(name)
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
        yield Problem(Location(name), Severity.WARNING, "loss", message, hint=hint)


__all__ = ["STEPS", "Draft", "Dropped", "draft_capture"]
