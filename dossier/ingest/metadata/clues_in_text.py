"""What an article's own words say of it: datelines, agencies, contributors, editors, translators, the original."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dossier.ingest.html import removals
from dossier.ingest.html.pieces import Paragraph, Piece, TextRun
from dossier.ingest.metadata import bylines
from dossier.ingest.metadata.article_metadata import ArticleMetadata
from dossier.ingest.metadata.closing_credits import extract_closing_credits
from dossier.ingest.metadata.timestamps import parse_timestamp

_LAST = 6  # paragraphs at the end in which credits stand
_CREDIT_LINE = 160  # characters
_TAIL = re.compile(r"[（(](?P<inner>[^（()）]{2,60})[）)]\s*\d{0,7}\s*$")
_SIGNED = re.compile(r"(?P<names>[^（()）。，：]{2,30})?[（(](?P<inner>[^（()）。]{2,60})[）)]")
_NAMED_AGENCY = re.compile(r"[\u4e00-\u9fff]{2,6}(?:通讯社|通訊社|新闻社|新聞社)")
_COMPILED = re.compile(r"(综合|綜合)(报道|報道|报导|報導|编译|編譯)|等")


def read_opening_paragraph(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Copies the dateline, the agencies and the people that the first paragraph begins with."""
    texts = [piece.text for piece in pieces if isinstance(piece, Paragraph) and not piece.level]
    for text in texts[:2]:
        patterns = (*removals.DATELINES, *[removals.DASHED_DATELINE] * metadata.rule.dashed_dateline)
        found = next(filter(None, (pattern.match(text) for pattern in patterns)), None)
        if found:
            _dateline(found.groupdict(), metadata)
            return pieces
    for text in texts[:3]:
        if by := removals.WRITTEN_BY.fullmatch(text):
            metadata.add_people(bylines.parse_byline_header(by["names"]))
    if texts and _is_credit_line(texts[0]):
        metadata.add_people(bylines.parse_closing_byline(texts[0]))
    return pieces


def join_dateline(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """The pieces with a dateline that stands alone before the first paragraph at its beginning."""
    for place, (piece, after) in enumerate(pairwise(pieces)):
        if isinstance(piece, Paragraph) and not piece.level:
            alone = metadata.rule.dashed_dateline and removals.LONE_DATELINE.fullmatch(piece.text)
            if alone and isinstance(after, Paragraph) and not after.level:
                joined = Paragraph((*piece.runs, TextRun(" "), *after.runs))
                return [*pieces[:place], joined, *pieces[place + 2 :]]
            break
    return pieces


def _dateline(found: dict[str, str | None], metadata: ArticleMetadata) -> None:
    metadata.add_places(bylines.known_places(found.get("places") or ""))
    metadata.add_agencies(filter(None, [found.get("agency")]))
    metadata.add_people(bylines.parse_people(found.get("reporters") or ""))
    if found.get("published") and not metadata.published:
        metadata.published = parse_timestamp(found["published"] or "", metadata.rule.timezone)
    staff = found.get("staff") or ""
    if staff:
        place = next(
            (bureau for bureau in sorted(removals.BUREAUX, key=len, reverse=True) if staff.endswith(bureau)), ""
        )
        metadata.add_places(filter(None, [place]))
        metadata.add_people(bylines.parse_people(staff.removesuffix(place)))


def read_closing_paragraphs(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """The pieces without a translation's closing lines; what the last paragraphs say of people is copied."""
    pieces = _without_notices(pieces, metadata)
    pieces = extract_closing_credits(pieces, metadata)
    for paragraph in _last_paragraphs(pieces, _LAST):
        text = paragraph.text
        last_line = text.rsplit("\n", maxsplit=1)[-1]
        if len(text) <= _CREDIT_LINE and (contributors := bylines.parse_contributors(text)):
            metadata.add_people(contributors)
        elif _is_credit_line(last_line):
            metadata.add_people(bylines.parse_closing_byline(last_line))
            metadata.add_places(bylines.reporting_place(last_line))
        elif tail := _TAIL.search(text):
            _tail(text, tail, metadata)
        if based := removals.BASED_ON.search(text):
            metadata.add_agencies(_agencies(based["agencies"]))
    return pieces


def _is_credit_line(line: str) -> bool:
    if len(line) > _CREDIT_LINE or re.search(r"[。，“”「」？！]", line):
        return False
    role = re.search(bylines.ROLE_WORD, line)
    return bool(role and role.start() <= 14 and bylines.parse_closing_byline(line))


def _tail(text: str, tail: re.Match[str], metadata: ArticleMetadata) -> None:
    """A parenthesis at the end: agencies, or the people who translated and edited."""
    if re.search(bylines.ROLE_WORD, tail["inner"]):
        metadata.add_people(bylines.parse_closing_byline(tail["inner"]))
        return
    signed = _SIGNED.fullmatch(text.strip())
    agencies = _agencies(tail["inner"])
    if signed and (agencies or _COMPILED.search(signed["inner"])):
        metadata.add_agencies(agencies)
        if signed["names"]:
            metadata.add_people(bylines.parse_byline_header(signed["names"]))


def _agencies(text: str) -> list[str]:
    """The agencies of a list of sources; nothing where what it begins with is no source, as in `Pic: AP`."""
    listed = re.sub(
        r"^\s*(?:据|據|根据|根據|来源|來源|消息来源|消息來源)\s*[:：]?|(综合|綜合)?(报道|報道|报导|報導)|的", "", text
    )
    parts = [part for part in re.split(r"[、丶，,/／；;和与與及\s]+", re.sub(r"等.{0,4}$", "", listed)) if part]
    if any(":" in part or "：" in part for part in parts):
        return []
    return [part for part in parts if part in removals.AGENCIES or _NAMED_AGENCY.fullmatch(part)]


def _last_paragraphs(pieces: list[Piece], count: int) -> Iterator[Paragraph]:
    found = [piece for piece in pieces if isinstance(piece, Paragraph) and not piece.level]
    yield from found[-count:]


def _without_notices(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """The pieces without the copyright notice, which is front matter."""
    kept: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Paragraph) and len(piece.text) < 300 and removals.COPYRIGHT.fullmatch(piece.text):
            metadata.copyright = metadata.copyright or piece.text.replace("\n", " ")
            metadata.drop("copyright notice, to the front matter", piece)
        else:
            kept.append(piece)
    return kept
