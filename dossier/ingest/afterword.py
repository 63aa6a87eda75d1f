"""What follows a translated article: who its authors are, who translated it, where the original is."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.ingest import bylines, families
from dossier.ingest.facts import Facts
from dossier.ingest.pieces import Break, Dropped, Paragraph, Piece, Runs, cut, said

_LONGEST = 10  # paragraphs


@dataclass(frozen=True, slots=True)
class _Line:
    runs: Runs
    paragraph: int  # the place of its paragraph among the pieces
    closing: bool = False  # it is the original's link or the translators' line

    @property
    def text(self) -> str:
        return said(self.runs).strip()

    @property
    def href(self) -> str:
        return next((run.href for run in self.runs if run.href), "")


def without_afterword(pieces: list[Piece], facts: Facts) -> list[Piece]:
    """The pieces up to it; it goes to the front matter, but for the line that names contributors.

    It is known by its last lines: a translator, or a link to the original.
    """
    lines = _last_lines(pieces)
    closing = {line.paragraph for line in lines if line.closing}
    if not closing:
        return pieces
    kept: list[_Line] = []
    bios: list[_Line] = []
    first = len(pieces)
    for line in reversed(lines):
        if line.closing:
            _close(line, facts)
        elif bylines.contributors(line.text):
            kept.insert(0, line)
        elif _is_bio(line, facts) or line.paragraph in closing:
            bios.insert(0, line)
            facts.dropped.append(Dropped("author bio", line.text))
        else:
            break
        first = line.paragraph
    _authors(bios, facts)
    return [*pieces[:first], *(Paragraph(line.runs) for line in kept)]


def _last_lines(pieces: list[Piece]) -> list[_Line]:
    lines: list[_Line] = []
    for place in range(len(pieces) - 1, max(-1, len(pieces) - 1 - _LONGEST), -1):
        piece = pieces[place]
        if isinstance(piece, Break):
            continue
        if not isinstance(piece, Paragraph) or piece.level:
            break
        lines[:0] = [_line(runs, place) for runs in _split(piece.runs)]
    return lines


def _line(runs: Runs, place: int) -> _Line:
    line = _Line(runs, place)
    original = bool(line.href) and families.ORIGINAL.fullmatch(line.text)
    return _Line(runs, place, closing=bool(original or families.TRANSLATORS.fullmatch(line.text)))


def _split(runs: Runs) -> list[Runs]:
    text, start = said(runs), 0
    made = []
    for line in text.split("\n"):
        made.append(cut(runs, start, start + len(line)))
        start += len(line) + 1
    return [line for line in made if line]


def _close(line: _Line, facts: Facts) -> None:
    translators = families.TRANSLATORS.fullmatch(line.text)
    if translators:
        facts.credit(bylines.people(translators["names"], "translator"))
        facts.dropped.append(Dropped("translator, to the front matter", line.text))
    else:
        facts.translation_of = facts.translation_of or line.href
        facts.dropped.append(Dropped("original, to the front matter", line.text))


def _is_bio(line: _Line, facts: Facts) -> bool:
    found = families.BIO.match(line.text)
    if not found:
        return False
    names = {found["name"].casefold(), (found["latin"] or "").casefold()}
    return any(person.name.casefold() in names for person in facts.byline) or bool(families.BIO_SIGN.search(line.text))


def _authors(bios: list[_Line], facts: Facts) -> None:
    """Gives the byline its second scripts and its capitals, and the authors that its feed lost."""
    found = [match for match in (families.BIO.match(line.text) for line in bios) if match]
    named = []
    for match in found:
        name, latin = match["name"], match["latin"] or ""
        latin = "" if latin.startswith("@") else latin
        known = next((p for p in facts.byline if p.name.casefold() in (name.casefold(), latin.casefold())), None)
        if known:
            facts.byline.remove(known)
            named.append(known._replace(name=name, latin=latin))
        elif facts.doubled:
            named.append(bylines.Person(name, latin))
    facts.byline[:0] = named
