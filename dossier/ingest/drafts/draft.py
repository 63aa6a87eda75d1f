"""Drafts an article from a capture: its front matter, its Markdown, and a list of everything left out."""

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
from dossier.ingest.formats.capture import DetectedCapture, capture_failure, split_headline
from dossier.ingest.formats.detect import detect_capture
from dossier.ingest.formats.markdown_export import convert_markdown_export
from dossier.ingest.formats.pdf import page_places
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
"""The steps that pieces go through, in this order; each returns new pieces, and adds to the metadata."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as import would write it, and what was left out."""

    id: str
    fields: dict[str, object]  # of the front matter, in order
    body: str  # Markdown
    dropped: tuple[Dropped, ...]
    problems: tuple[Problem, ...]
    reasons: tuple[Reason, ...] = ()  # sources of the fields


def draft_capture(name: str, data: bytes, rules: OutletRules | None = None) -> tuple[Draft, ...]:
    """Draft the articles of a capture; raises Failure, with the file's name, if it cannot be read."""
    rules = rules or packaged_rules()
    capture = detect_capture(name, data)
    capture, overrides = _without_direction_overrides(capture)
    try:
        metadata, pieces = _read_capture(name, capture, rules)
        if overrides:
            metadata.dropped.append(Dropped("characters that turn a line around", overrides))
    except PageTooLarge as reason:
        hint = "capture the article's text alone, or save the page again in reader mode"
        raise capture_failure(name, f"this page is not read: {reason}", hint) from None
    for step in STEPS:
        pieces = step(pieces, metadata)
    if not any(map(piece_text, pieces)):
        raise capture_failure(name, "there is no text in this capture", "save the page again, with its text in view")
    day_in_address = "" if metadata.published else addresses.date_in_address(metadata.url, metadata.rule.address)
    metadata.published = metadata.published or day_in_address
    latest_day = "" if metadata.published or not capture.captured_at else f"[..{capture.captured_at[:10]}]"
    id_ = _article_id(metadata, "\n".join(map(piece_text, pieces)))
    record = {"file": name, "sha256": hashlib.sha256(data).hexdigest(), "at": capture.captured_at}
    metadata.published = metadata.published or latest_day  # after the id, which needs a certain day
    fields = _fields(
        id_, metadata, detect_language(metadata, pieces), {key: value for key, value in record.items() if value}
    )
    lost = loss_alarm.first_lost_paragraph(metadata.source_paragraphs, pieces, metadata.dropped)
    problems = (*_loss_problems(name, lost), *_problems(name, capture, metadata, day_in_address, latest_day))
    places = dict(page_places(capture.places, list(map(piece_text, pieces)))) if capture.places else {}
    return (
        Draft(
            id_, fields, pieces_to_markdown(pieces, places), tuple(metadata.dropped), problems, tuple(metadata.reasons)
        ),
    )


def _without_direction_overrides(capture: DetectedCapture) -> tuple[DetectedCapture, str]:
    """Remove characters that override the writing direction; returns them as a list in words."""
    signs = {
        html.unescape(sign)
        for text in (capture.text, *_header_texts(capture).values())
        for sign in _DIRECTION_OVERRIDE.findall(text)
    }
    if not signs:
        return capture, ""
    without: dict[str, Any] = {name: _DIRECTION_OVERRIDE.sub("", text) for name, text in _header_texts(capture).items()}
    names = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(signs))
    return replace(capture, text=_DIRECTION_OVERRIDE.sub("", capture.text), **without), names


def _header_texts(capture: DetectedCapture) -> dict[str, Any]:
    """The texts of the capture's header."""
    return {
        "title": capture.title,
        "kicker": capture.kicker,
        "section": capture.section,
        "author": capture.author,
        "url": capture.url,
    }


def _read_capture(name: str, capture: DetectedCapture, rules: OutletRules) -> tuple[ArticleMetadata, list[Piece]]:
    """Read the metadata and the pieces of a capture."""
    rule = rules.for_address(capture.url) or (rules.for_text(capture.text) if not capture.url else None)
    if capture.shape == "markdown":
        metadata = _start_metadata(capture, rule or rule_for_unknown(capture.url), rules)
        return metadata, convert_markdown_export(capture.text, metadata)
    root = parse_html(capture.text)
    body = root.elements[-1]
    if capture.shape == "page":
        embedded = saved_page.read_embedded_metadata(capture.text, root)
        rule = rule or rules.for_address(embedded.url)
        if rule is None:
            return _read_unknown_page(name, capture, root, rules)
        capture = replace(capture, url=capture.url or embedded.url, **split_headline(embedded.title)._asdict())
        metadata = _start_metadata(capture, rule, rules)
        _add_embedded_metadata(embedded, metadata)
        article = saved_page.find_article(body, rule, metadata.dropped)
        metadata.source_paragraphs = loss_alarm.source_paragraphs(article) if article is not body else ()
        return metadata, _walk_article(article, metadata, lines=True)
    metadata = _start_metadata(capture, rule or rule_for_unknown(capture.url), rules)
    metadata.source_paragraphs = loss_alarm.source_paragraphs(body)
    return metadata, _walk_article(body, metadata)


def _read_unknown_page(
    name: str, capture: DetectedCapture, root: Element, rules: OutletRules
) -> tuple[ArticleMetadata, list[Piece]]:
    """Read a page of an outlet without a rule, in which the extractor finds the article."""
    body = root.elements[-1]
    lines = page_blocks.read_lines(body)
    if not page_blocks.mark_article_lines(lines, extract_article(name, capture.text, lines.prose_length)):
        fact = "no article was found in this page"
        raise capture_failure(
            name, fact, "capture the article's text, or describe the outlet (CONTRIBUTING, Add an outlet)"
        )
    page_metadata = collect_page_metadata(
        capture.text, root, lines, capture.url, capture.captured_at, lambda: guess_published_day(capture.text)
    )
    capture = replace(capture, url=page_metadata.url, **split_headline(page_metadata.title)._asdict())
    metadata = _start_metadata(capture, rule_for_unknown(capture.url), rules)
    metadata.published, metadata.updated = page_metadata.published, page_metadata.updated
    metadata.section = metadata.section or page_metadata.section
    metadata.add_people(bylines.Person(person) for person in page_metadata.people)
    metadata.add_agencies(page_metadata.agencies)
    metadata.languages, metadata.reasons = page_metadata.languages, page_metadata.reasons
    page_blocks.drop_byline_lines(
        lines, page_metadata.people, page_metadata.published, next(iter(page_metadata.languages), ""), metadata.dropped
    )
    metadata.source_paragraphs = page_blocks.article_paragraphs(lines)
    page_blocks.prune_page(lines, body, metadata.title, metadata.dropped)
    return metadata, ElementWalk(
        metadata.rule, metadata.url, RemovalIndex(metadata.rule), metadata.dropped, body.text_length
    ).read(body)


_LANGUAGE_SUFFIX = re.compile(r"-(zh|zh-hans|zh-hant|en|cn)$")

# The characters that override the writing direction, and their references in HTML.
_DIRECTION_OVERRIDE = re.compile(
    "[\u202a-\u202e\u2066-\u2069]|&#(?:[xX]0*20(?:2[a-eA-E]|6[6-9])|0*(?:823[4-8]|829[4-7]));?"
)


def _walk_article(body: Element, metadata: ArticleMetadata, *, lines: bool = False) -> list[Piece]:
    read_page_header(body, metadata, lines=lines)
    walk = ElementWalk(metadata.rule, metadata.url, RemovalIndex(metadata.rule), metadata.dropped, body.text_length)
    return caption_by_habit(walk.read(body), metadata.rule, metadata.dropped)


def _start_metadata(capture: DetectedCapture, rule: OutletRule, rules: OutletRules) -> ArticleMetadata:
    title = re.sub(f"({rule.title_suffix})$", "", capture.title) if rule.title_suffix else capture.title
    published, updated = (
        parse_timestamp(capture.published, rule.timezone),
        parse_timestamp(capture.updated, rule.timezone),
    )
    url = addresses.without_tracking(addresses.absolute_url(capture.url, ""))
    url = "" if url.startswith("mailto:") else url  # not the address of an article
    metadata = ArticleMetadata(rule, rules, url, title, capture.kicker, capture.section, published, updated)
    metadata.add_people(bylines.parse_byline_header(capture.author))
    section = re.search(rule.address, metadata.url) if rule.address else None
    if section and not metadata.section:
        metadata.section = unquote(section.groupdict().get("section") or "").lower()
    return metadata


def _add_embedded_metadata(embedded: saved_page.EmbeddedMetadata, metadata: ArticleMetadata) -> None:
    zone = metadata.rule.timezone
    metadata.published = metadata.published or parse_timestamp(embedded.published, zone)
    updated = parse_timestamp(embedded.updated, zone)
    metadata.updated = metadata.updated or (updated if updated != metadata.published else "")
    metadata.section = metadata.section or embedded.section
    metadata.add_people(
        person for name in embedded.authors for person in bylines.parse_people(name) if not metadata.is_outlet(name)
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
    """The fields of the front matter in order, without empty ones."""
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
    name: str, capture: DetectedCapture, metadata: ArticleMetadata, day_in_address: str, latest_day: str
) -> Iterator[Problem]:
    location = Location(name)
    for note in capture.notes:
        yield Problem(location, Severity.WARNING, "characters", note, hint="compare the draft with the page")
    if not metadata.title:
        yield Problem(
            location, Severity.WARNING, "title", "the capture has no headline", hint="write `title` in the article"
        )
    if not metadata.url:
        message = "the capture does not say where the article was published"
        yield Problem(location, Severity.WARNING, "url", message, hint="add `url` to the article")
    if not metadata.published:
        message = "the capture does not say when the article was published"
        yield Problem(location, Severity.WARNING, "undated", message, hint="add `published` to the article")
    if latest_day:
        message = (
            f"`published` is {latest_day}, derived from when the page was captured: it does not say when it appeared"
        )
        yield Problem(
            location, Severity.WARNING, "undated", message, hint="write the day in the article, if you know it"
        )
    if day_in_address:
        message = f"`published` is {day_in_address} because the article's address says so; its text gives no date"
        yield Problem(
            location, Severity.NOTICE, "published", message, hint="correct it in the article if it is another day"
        )


def _loss_problems(name: str, lost: str) -> Iterator[Problem]:
    if lost:
        start = lost if len(lost) <= 60 else f"{lost[:59]}…"
        message = f"the draft lacks a good part of the text that the capture shows, from “{start}”"
        hint = "compare it with the page; `--explain` lists what was left out"
        yield Problem(Location(name), Severity.WARNING, "loss", message, hint=hint)


__all__ = ["STEPS", "Draft", "Dropped", "draft_capture"]
