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
from dossier.ingest.formats.markdown_export import convert_markdown_export
from dossier.ingest.formats.saved_page import extract_article, guess_published_day
from dossier.ingest.html import arrangement, headings, page_blocks
from dossier.ingest.html.captions import caption_by_habit
from dossier.ingest.html.pieces import Dropped, Piece, piece_text
from dossier.ingest.html.removals import RemovalIndex
from dossier.ingest.html.tree import Element, PageTooLarge, parse_html
from dossier.ingest.html.walk import ElementWalk
from dossier.ingest.metadata import addresses, bylines, datelines_and_credits
from dossier.ingest.metadata.article_metadata import ArticleMetadata, Reason
from dossier.ingest.metadata.language_detection import detect_language
from dossier.ingest.metadata.page_header import read_page_header
from dossier.ingest.metadata.page_metadata import collect_page_metadata
from dossier.ingest.metadata.timestamps import parse_timestamp
from dossier.ingest.outlets import OutletRule, OutletRules, packaged_rules, rule_for_unknown
from dossier.model import Location
from dossier.problems import Problem, Severity
from dossier.script import fingerprint

STEPS = (
    arrangement.remove_promotions,
    arrangement.remove_headline,
    arrangement.remove_drawn_lines,
    arrangement.move_related_links,
    arrangement.remove_repeated_pictures,
    datelines_and_credits.join_dateline,
    datelines_and_credits.read_opening_paragraph,
    datelines_and_credits.read_closing_paragraphs,
    headings.mark_bare_subheads,
    headings.mark_bold_subheads,
    arrangement.group_galleries,
    arrangement.remove_loose_rules,
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
        metadata, pieces = _read(name, found, rules)
        if turning:
            metadata.dropped.append(Dropped("characters that turn a line around", turning))
    except PageTooLarge as reason:
        hint = "capture the article's text alone, or save the page again in reader mode"
        raise capture_failure(name, f"this page is not read: {reason}", hint) from None
    for step in STEPS:
        pieces = step(pieces, metadata)
    if not any(map(piece_text, pieces)):
        raise capture_failure(name, "there is no text in this capture", "save the page again, with its text in view")
    guessed = "" if metadata.published else addresses.date_in_address(metadata.url, metadata.rule.address)
    metadata.published = metadata.published or guessed
    bounded = "" if metadata.published or not found.at else f"[..{found.at[:10]}]"
    id_ = _article_id(metadata, "\n".join(map(piece_text, pieces)))
    record = {"file": name, "sha256": hashlib.sha256(data).hexdigest(), "at": found.at}
    metadata.published = metadata.published or bounded  # after the id is made, which it is no day for
    fields = _fields(
        id_, metadata, detect_language(metadata, pieces), {key: value for key, value in record.items() if value}
    )
    missing = loss_alarm.first_lost_paragraph(metadata.source_paragraphs, pieces, metadata.dropped)
    problems = (*_alarm(name, missing), *_problems(name, found, metadata, guessed, bounded))
    return (Draft(id_, fields, pieces_to_markdown(pieces), tuple(metadata.dropped), problems, tuple(metadata.reasons)),)


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


def _read(name: str, found: DetectedCapture, rules: OutletRules) -> tuple[ArticleMetadata, list[Piece]]:
    """What was captured as facts and pieces."""
    rule = rules.for_address(found.url) or (rules.for_text(found.text) if not found.url else None)
    if found.shape == "markdown":
        metadata = _facts(found, rule or rule_for_unknown(found.url), rules)
        return metadata, convert_markdown_export(found.text, metadata)
    root = parse_html(found.text)
    body = root.elements[-1]
    if found.shape == "page":
        said = saved_page.read_embedded_metadata(found.text, root)
        rule = rule or rules.for_address(said.url)
        if rule is None:
            return _read_unknown(name, found, root, rules)
        found = replace(found, url=found.url or said.url, **split_headline(said.title)._asdict())
        metadata = _facts(found, rule, rules)
        _know(said, metadata)
        article = saved_page.find_article(body, rule, metadata.dropped)
        metadata.source_paragraphs = loss_alarm.source_paragraphs(article) if article is not body else ()
        return metadata, _walked(article, metadata, lines=True)
    metadata = _facts(found, rule or rule_for_unknown(found.url), rules)
    metadata.source_paragraphs = loss_alarm.source_paragraphs(body)
    return metadata, _walked(body, metadata)


def _read_unknown(
    name: str, found: DetectedCapture, root: Element, rules: OutletRules
) -> tuple[ArticleMetadata, list[Piece]]:
    """A page of an outlet that no rule knows: the extractor says what of it is the article."""
    body = root.elements[-1]
    lines = page_blocks.read_lines(body)
    if not page_blocks.mark_article_lines(lines, extract_article(name, found.text, lines.prose_length)):
        fact = "no article was found in this page"
        raise capture_failure(
            name, fact, "capture the article's text, or describe the outlet (CONTRIBUTING, Add an outlet)"
        )
    known = collect_page_metadata(found.text, root, lines, found.url, found.at, lambda: guess_published_day(found.text))
    found = replace(found, url=known.url, **split_headline(known.title)._asdict())
    metadata = _facts(found, rule_for_unknown(found.url), rules)
    metadata.published, metadata.updated = known.published, known.updated
    metadata.section = metadata.section or known.section
    metadata.add_people(bylines.Person(person) for person in known.people)
    metadata.add_agencies(known.agencies)
    metadata.languages, metadata.reasons = known.languages, known.reasons
    page_blocks.drop_byline_lines(
        lines, known.people, known.published, next(iter(known.languages), ""), metadata.dropped
    )
    metadata.source_paragraphs = page_blocks.article_paragraphs(lines)
    page_blocks.prune_page(lines, body, metadata.title, metadata.dropped)
    return metadata, ElementWalk(
        metadata.rule, metadata.url, RemovalIndex(metadata.rule), metadata.dropped, body.text_length
    ).read(body)


_LANGUAGE_SUFFIX = re.compile(r"-(zh|zh-hans|zh-hant|en|cn)$")

# As themselves, and as HTML may write them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]|&#(?:[xX]0*20(?:2[a-eA-E]|6[6-9])|0*(?:823[4-8]|829[4-7]));?")


def _walked(body: Element, metadata: ArticleMetadata, *, lines: bool = False) -> list[Piece]:
    read_page_header(body, metadata, lines=lines)
    walk = ElementWalk(metadata.rule, metadata.url, RemovalIndex(metadata.rule), metadata.dropped, body.text_length)
    return caption_by_habit(walk.read(body), metadata.rule, metadata.dropped)


def _facts(found: DetectedCapture, rule: OutletRule, rules: OutletRules) -> ArticleMetadata:
    title = re.sub(f"({rule.title_suffix})$", "", found.title) if rule.title_suffix else found.title
    published, updated = parse_timestamp(found.published, rule.timezone), parse_timestamp(found.updated, rule.timezone)
    url = addresses.without_tracking(addresses.absolute_url(found.url, ""))
    url = "" if url.startswith("mailto:") else url  # an article stands on the web
    metadata = ArticleMetadata(rule, rules, url, title, found.kicker, found.section, published, updated)
    metadata.add_people(bylines.parse_byline_header(found.author))
    section = re.search(rule.address, metadata.url) if rule.address else None
    if section and not metadata.section:
        metadata.section = unquote(section.groupdict().get("section") or "").lower()
    return metadata


def _know(said: saved_page.EmbeddedMetadata, metadata: ArticleMetadata) -> None:
    zone = metadata.rule.timezone
    metadata.published = metadata.published or parse_timestamp(said.published, zone)
    updated = parse_timestamp(said.updated, zone)
    metadata.updated = metadata.updated or (updated if updated != metadata.published else "")
    metadata.section = metadata.section or said.section
    metadata.add_people(
        person for name in said.authors for person in bylines.parse_people(name) if not metadata.is_outlet(name)
    )


def _article_id(metadata: ArticleMetadata, text: str) -> str:
    """Date, outlet, and the article's number or a short hash: ASCII, and the stem of its file.

    The hash is that of the address; without one, and for a home page, of the headline or else the text. `importing`
    distinguishes different texts with one id, so that existing ids never change.
    """
    day = metadata.published[:10] if re.match(r"\d{4}-\d\d-\d\d", metadata.published) else ""
    outlet = re.sub(r"[^a-z0-9]+", "-", _LANGUAGE_SUFFIX.sub("", metadata.rule.id).lower()).strip("-") or "unknown"
    match = re.search(metadata.rule.address, metadata.url) if metadata.rule.address else None
    hashed = metadata.url if metadata.url and not addresses.is_home_page(metadata.url) else metadata.title or text
    number = (match.groupdict().get("number") or "").lower() if match else ""
    return f"{day or 'undated'}-{outlet}-{number or fingerprint(hashed)}"


def _fields(id_: str, metadata: ArticleMetadata, language: str, capture: dict[str, str]) -> dict[str, object]:
    """The front matter, in its order, without what is not known."""
    fields: dict[str, object] = {
        "id": id_,
        "title": metadata.title,
        "kicker": metadata.kicker,
        "outlet": metadata.rule.id,
        "url": metadata.url,
        "published": metadata.published,
        "updated": metadata.updated,
        "language": language,
        "byline": [person.field for person in metadata.byline],
        "dateline": metadata.dateline,
        "agencies": metadata.agencies,
        "section": metadata.section,
        "translation_of": metadata.translation_of,
        "related": metadata.related,
        "copyright": metadata.copyright,
        "draft": "true",
        "captures": [capture],
    }
    return {name: value for name, value in fields.items() if value}


def _problems(
    name: str, found: DetectedCapture, metadata: ArticleMetadata, guessed: str, bounded: str
) -> Iterator[Problem]:
    at = Location(name)
    for note in found.notes:
        yield Problem(at, Severity.WARNING, "characters", note, hint="compare the draft with the page")
    if not metadata.title:
        yield Problem(at, Severity.WARNING, "title", "the capture has no headline", hint="write `title` in the article")
    if not metadata.url:
        message = "the capture does not say where the article was published"
        yield Problem(at, Severity.WARNING, "url", message, hint="add `url` to the article")
    if not metadata.published:
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
