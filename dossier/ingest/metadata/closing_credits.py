"""What follows a translated article: who its authors are, who translated it, where the original is."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.ingest.html import removals
from dossier.ingest.html.pieces import Dropped, Paragraph, Piece, Runs, ThematicBreak, runs_text, split_lines
from dossier.ingest.metadata import bylines
from dossier.ingest.metadata.article_metadata import ArticleMetadata

_LONGEST = 10  # paragraphs


@dataclass(frozen=True, slots=True)
class _Line:
    runs: Runs
    paragraph: int  # the place of its paragraph among the pieces

    @property
    def text(self) -> str:
        return runs_text(self.runs).strip()

    @property
    def original(self) -> str:
        """Where it links to, if it links to the original."""
        href = next((run.href for run in self.runs if run.href), "")
        return href if removals.ORIGINAL.fullmatch(self.text) else ""

    @property
    def closing(self) -> bool:
        return bool(self.original or removals.TRANSLATORS.fullmatch(self.text))


def extract_closing_credits(pieces: list[Piece], metadata: ArticleMetadata) -> list[Piece]:
    """The pieces up to it; it goes to the front matter, but for lines that name contributors or say where it first stood.

    It is known by its link to the original; without one, only the authors' lives go.
    """
    lines = _last_lines(pieces)
    closing = {line.paragraph for line in lines if line.closing}
    if not any(line.original for line in lines):
        return _without_lives(pieces, lines, metadata)
    kept: list[_Line] = []
    bios: list[_Line] = []
    first = len(pieces)
    for line in reversed(lines):
        if line.closing:
            _close(line, metadata)
        elif bylines.parse_contributors(line.text) or removals.FIRST_PUBLISHED.fullmatch(line.text):
            kept.insert(0, line)
        elif _is_bio(line, metadata, beside_the_link=line.paragraph in closing):
            bios.insert(0, line)
            metadata.dropped.append(Dropped("author bio", line.text))
        elif line.paragraph in closing:
            kept.insert(0, line)
        else:
            break
        first = line.paragraph
    _authors(bios, metadata)
    return [*pieces[:first], *(Paragraph(line.runs) for line in kept)]


def _without_lives(pieces: list[Piece], lines: list[_Line], metadata: ArticleMetadata) -> list[Piece]:
    """The pieces without the last paragraphs that say only who the authors are."""
    end = len(pieces)
    for line in reversed(lines):
        whole = sum(other.paragraph == line.paragraph for other in lines) == 1
        if not whole or not (removals.AUTHOR_IS.fullmatch(line.text) or _is_life(line, metadata)):
            break
        _authors([line], metadata)
        metadata.dropped.append(Dropped("author bio", line.text))
        end = line.paragraph
    return pieces[:end]


def _last_lines(pieces: list[Piece]) -> list[_Line]:
    lines: list[_Line] = []
    for place in range(len(pieces) - 1, max(-1, len(pieces) - 1 - _LONGEST), -1):
        piece = pieces[place]
        if isinstance(piece, ThematicBreak):
            continue
        if not isinstance(piece, Paragraph) or piece.level:
            break
        lines[:0] = [_Line(runs, place) for runs in split_lines(piece.runs)]
    return lines


def _close(line: _Line, metadata: ArticleMetadata) -> None:
    translators = removals.TRANSLATORS.fullmatch(line.text)
    if translators:
        metadata.add_people(bylines.parse_people(translators["names"], "translator"))
        metadata.dropped.append(Dropped("translator, to the front matter", line.text))
    else:
        metadata.translation_of = metadata.translation_of or line.original
        metadata.dropped.append(Dropped("original, to the front matter", line.text))


def _is_life(line: _Line, metadata: ArticleMetadata) -> bool:
    """Whether a line begins with a name of the byline and what its bearer is."""
    found = removals.STRICT_BIO.match(line.text)
    names = found["name"].casefold() if found else ""
    return bool(found) and len(line.text) < 160 and any(person.name.casefold() == names for person in metadata.byline)


def _is_bio(line: _Line, metadata: ArticleMetadata, *, beside_the_link: bool) -> bool:
    """Whether a line tells who an author is: it begins with a name of the byline, or it asks to follow somebody."""
    found = removals.BIO.match(line.text)
    if not found:
        return False
    names = {found["name"].casefold(), (found["latin"] or "").casefold()}
    by_name = any(person.name.casefold() in names for person in metadata.byline)
    return by_name or beside_the_link or bool(removals.BIO_SIGN.search(line.text))


def _authors(bios: list[_Line], metadata: ArticleMetadata) -> None:
    """Gives the byline its second scripts and its capitals, and the authors that its feed lost."""
    found = [match for match in (removals.BIO.match(line.text) for line in bios) if match]
    named = []
    for match in found:
        name, latin = match["name"], match["latin"] or ""
        latin = "" if latin.startswith("@") else latin
        known = next((p for p in metadata.byline if p.name.casefold() in (name.casefold(), latin.casefold())), None)
        if known:
            metadata.byline.remove(known)
            named.append(known._replace(name=name, latin=latin))
        elif metadata.has_repeated_name:
            named.append(bylines.Person(name, latin))
    metadata.byline[:0] = named
