"""Reads metadata in an article's text: datelines, agencies, contributors, editors, translators, the original.

Credits that are part of the text are copied; the closing lines of a translation move to the front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dossier.ingest.html import removals
from dossier.ingest.html.pieces import Dropped, Paragraph, Piece, Runs, TextRun, ThematicBreak, runs_text, split_lines
from dossier.ingest.metadata import bylines
from dossier.ingest.metadata.article_metadata import ArticleMetadata
from dossier.ingest.metadata.timestamps import parse_timestamp

_LAST = 6  # paragraphs at the end that may hold credits
_MAX_CLOSING = 10  # paragraphs
_MAX_CREDIT_LINE = 160  # characters
_PARENTHESIS = re.compile(r"[（(](?P<inner>[^（()）]{2,60})[）)]\s*\d{0,7}\s*$")
_SIGNATURE = re.compile(r"(?P<names>[^（()）。，：]{2,30})?[（(](?P<inner>[^（()）。]{2,60})[）)]")
_NAMED_AGENCY = re.compile(r"[\u4e00-\u9fff]{2,6}(?:通讯社|通訊社|新闻社|新聞社)")
_COMPILED = re.compile(r"(综合|綜合)(报道|報道|报导|報導|编译|編譯)|等")


def read_opening_paragraph(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Copy the dateline, agencies and people at the beginning of the text to the metadata."""
    texts = [piece.text for piece in pieces if isinstance(piece, Paragraph) and not piece.level]
    for text in texts[:2]:
        patterns = (*removals.DATELINES, *[removals.DASHED_DATELINE] * metadata.rule.dashed_dateline)
        match = next(filter(None, (pattern.match(text) for pattern in patterns)), None)
        if match:
            _read_dateline(match.groupdict(), metadata)
            return pieces
    for text in texts[:3]:
        if by := removals.WRITTEN_BY.fullmatch(text):
            metadata.add_people(bylines.parse_byline_header(by["names"]))
    if texts and _is_credit_line(texts[0]):
        metadata.add_people(bylines.parse_closing_byline(texts[0]))
    return pieces


def join_dateline(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Join a dateline in a paragraph of its own with the first paragraph."""
    for index, (piece, after) in enumerate(pairwise(pieces)):
        if isinstance(piece, Paragraph) and not piece.level:
            alone = metadata.rule.dashed_dateline and removals.LONE_DATELINE.fullmatch(piece.text)
            if alone and isinstance(after, Paragraph) and not after.level:
                joined = Paragraph((*piece.runs, TextRun(" "), *after.runs))
                return [*pieces[:index], joined, *pieces[index + 2 :]]
            break
    return pieces


def _read_dateline(groups: dict[str, str | None], metadata: ArticleMetadata) -> None:
    metadata.add_places(bylines.split_places(groups.get("places") or ""))
    metadata.add_agencies(filter(None, [groups.get("agency")]))
    metadata.add_people(bylines.parse_people(groups.get("reporters") or ""))
    if groups.get("published") and not metadata.published:
        metadata.published = parse_timestamp(groups["published"] or "", metadata.rule.timezone)
    staff = groups.get("staff") or ""
    if staff:
        place = next(
            (bureau for bureau in sorted(removals.BUREAUX, key=len, reverse=True) if staff.endswith(bureau)), ""
        )
        metadata.add_places(filter(None, [place]))
        metadata.add_people(bylines.parse_people(staff.removesuffix(place)))


def read_closing_paragraphs(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Remove a translation's closing lines, and copy credits in the last paragraphs to the metadata."""
    pieces = _move_copyright(pieces, metadata)
    pieces = extract_closing_credits(pieces, metadata)
    for paragraph in _last_paragraphs(pieces, _LAST):
        text = paragraph.text
        last_line = text.rsplit("\n", maxsplit=1)[-1]
        if len(text) <= _MAX_CREDIT_LINE and (contributors := bylines.parse_contributors(text)):
            metadata.add_people(contributors)
        elif _is_credit_line(last_line):
            metadata.add_people(bylines.parse_closing_byline(last_line))
            metadata.add_places(bylines.reporting_place(last_line))
        elif tail := _PARENTHESIS.search(text):
            _read_parenthesis(text, tail, metadata)
        if based := removals.BASED_ON.search(text):
            metadata.add_agencies(_list_agencies(based["agencies"]))
    return pieces


def _is_credit_line(line: str) -> bool:
    if len(line) > _MAX_CREDIT_LINE or re.search(r"[。，“”「」？！]", line):
        return False
    role = re.search(bylines.ROLE_WORD, line)
    return bool(role and role.start() <= 14 and bylines.parse_closing_byline(line))


def _read_parenthesis(text: str, tail: re.Match[str], metadata: ArticleMetadata) -> None:
    """Read a parenthesis at the end of the text: agencies, or translators and editors."""
    if re.search(bylines.ROLE_WORD, tail["inner"]):
        metadata.add_people(bylines.parse_closing_byline(tail["inner"]))
        return
    signed = _SIGNATURE.fullmatch(text.strip())
    agencies = _list_agencies(tail["inner"])
    if signed and (agencies or _COMPILED.search(signed["inner"])):
        metadata.add_agencies(agencies)
        if signed["names"]:
            metadata.add_people(bylines.parse_byline_header(signed["names"]))


def _list_agencies(text: str) -> list[str]:
    """The agencies in a list of sources; empty if it begins with another label, as in `Pic: AP`."""
    listed = re.sub(
        r"^\s*(?:据|據|根据|根據|来源|來源|消息来源|消息來源)\s*[:：]?|(综合|綜合)?(报道|報道|报导|報導)|的", "", text
    )
    parts = [part for part in re.split(r"[、丶，,/／；;和与與及\s]+", re.sub(r"等.{0,4}$", "", listed)) if part]
    if any(":" in part or "：" in part for part in parts):
        return []
    return [part for part in parts if part in removals.AGENCIES or _NAMED_AGENCY.fullmatch(part)]


def _last_paragraphs(pieces: list[Piece], count: int) -> Iterator[Paragraph]:
    paragraphs = [piece for piece in pieces if isinstance(piece, Paragraph) and not piece.level]
    yield from paragraphs[-count:]


def _move_copyright(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Move the copyright notice to the metadata."""
    remaining: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Paragraph) and len(piece.text) < 300 and removals.COPYRIGHT.fullmatch(piece.text):
            metadata.copyright = metadata.copyright or piece.text.replace("\n", " ")
            metadata.drop("copyright notice, to the front matter", piece)
        else:
            remaining.append(piece)
    return remaining


# ── Closing lines of a translation: its authors, translators and original ────


@dataclass(frozen=True, slots=True)
class _Line:
    runs: Runs
    paragraph: int  # index of its paragraph among the pieces

    @property
    def text(self) -> str:
        return runs_text(self.runs).strip()

    @property
    def original(self) -> str:
        """The address of the original, if the line is a link to it."""
        href = next((run.href for run in self.runs if run.href), "")
        return href if removals.ORIGINAL.fullmatch(self.text) else ""

    @property
    def is_closing(self) -> bool:
        return bool(self.original or removals.TRANSLATORS.fullmatch(self.text))


def extract_closing_credits(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """Move a translation's closing lines to the metadata, except contributors and the place of first publication.

    They are recognised by a link to the original; without one, only biographies of the authors are removed.
    """
    lines = _last_lines(pieces)
    closing_paragraphs = {line.paragraph for line in lines if line.is_closing}
    if not any(line.original for line in lines):
        return _remove_bios(pieces, lines, metadata)
    remaining: list[_Line] = []
    bios: list[_Line] = []
    first = len(pieces)
    for line in reversed(lines):
        if line.is_closing:
            _read_closing_line(line, metadata)
        elif bylines.parse_contributors(line.text) or removals.FIRST_PUBLISHED.fullmatch(line.text):
            remaining.insert(0, line)
        elif _is_bio(line, metadata, is_beside_link=line.paragraph in closing_paragraphs):
            bios.insert(0, line)
            metadata.dropped.append(Dropped("author bio", line.text))
        elif line.paragraph in closing_paragraphs:
            remaining.insert(0, line)
        else:
            break
        first = line.paragraph
    _complete_byline(bios, metadata)
    return [*pieces[:first], *(Paragraph(line.runs) for line in remaining)]


def _remove_bios(pieces: list[Piece], lines: list[_Line], metadata: ArticleMetadata) -> list[Piece]:
    """Remove the last paragraphs that are just biographies of the authors."""
    end = len(pieces)
    for line in reversed(lines):
        is_only_line = sum(other.paragraph == line.paragraph for other in lines) == 1
        if not is_only_line or not (removals.AUTHOR_IS.fullmatch(line.text) or _is_strict_bio(line, metadata)):
            break
        _complete_byline([line], metadata)
        metadata.dropped.append(Dropped("author bio", line.text))
        end = line.paragraph
    return pieces[:end]


def _last_lines(pieces: list[Piece]) -> list[_Line]:
    lines: list[_Line] = []
    for index in range(len(pieces) - 1, max(-1, len(pieces) - 1 - _MAX_CLOSING), -1):
        piece = pieces[index]
        if isinstance(piece, ThematicBreak):
            continue
        if not isinstance(piece, Paragraph) or piece.level:
            break
        lines[:0] = [_Line(runs, index) for runs in split_lines(piece.runs)]
    return lines


def _read_closing_line(line: _Line, metadata: ArticleMetadata) -> None:
    translators = removals.TRANSLATORS.fullmatch(line.text)
    if translators:
        metadata.add_people(bylines.parse_people(translators["names"], "translator"))
        metadata.dropped.append(Dropped("translator, to the front matter", line.text))
    else:
        metadata.translation_of = metadata.translation_of or line.original
        metadata.dropped.append(Dropped("original, to the front matter", line.text))


def _is_strict_bio(line: _Line, metadata: ArticleMetadata) -> bool:
    """Whether a line begins with a name of the byline, followed by that person's profession."""
    match = removals.STRICT_BIO.match(line.text)
    names = match["name"].casefold() if match else ""
    return bool(match) and len(line.text) < 160 and any(person.name.casefold() == names for person in metadata.byline)


def _is_bio(line: _Line, metadata: ArticleMetadata, *, is_beside_link: bool) -> bool:
    """Whether a line is a biography: it begins with a name of the byline, or asks to follow somebody."""
    match = removals.BIO.match(line.text)
    if not match:
        return False
    names = {match["name"].casefold(), (match["latin"] or "").casefold()}
    by_name = any(person.name.casefold() in names for person in metadata.byline)
    return by_name or is_beside_link or bool(removals.BIO_SIGN.search(line.text))


def _complete_byline(bios: list[_Line], metadata: ArticleMetadata) -> None:
    """Complete the byline from biographies: names in a second script, capitals, and authors that the feed lost."""
    matches = [match for match in (removals.BIO.match(line.text) for line in bios) if match]
    people = []
    for match in matches:
        name, latin = match["name"], match["latin"] or ""
        latin = "" if latin.startswith("@") else latin
        person = next((p for p in metadata.byline if p.name.casefold() in (name.casefold(), latin.casefold())), None)
        if person:
            metadata.byline.remove(person)
            people.append(person._replace(name=name, latin=latin))
        elif metadata.has_repeated_name:
            people.append(bylines.Person(name, latin))
    metadata.byline[:0] = people
