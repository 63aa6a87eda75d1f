"""Pieces → Markdown that reads as these very words again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from dossier.ingest.html.pieces import (
    Code,
    Figure,
    Gallery,
    Listing,
    Paragraph,
    Piece,
    Quote,
    Runs,
    Table,
    ThematicBreak,
)

# What Markdown would read as its own: anywhere in a line, and at a line's start.
_ANYWHERE = re.compile(r"[\\`*\[\]<]|~(?=~)|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_AT_START = re.compile(
    r"(?=#{1,6}(?:\s|$)|[>]|[-+](?:\s|$)|(?:[-=]\s*)+$|:::|\{#|\||[-:|\s]+$|~~~)|(?<=\d)(?=[.)](?:\s|$))"
)
_NUMBER = re.compile(r"\d{1,9}")
_CREDIT = re.compile(r"credit\s*[:：]", re.IGNORECASE)
_BREAK = "\\\n"
_BARE = re.compile(r"[^\s()<>\\]+")


def pieces_to_markdown(pieces: Iterable[Piece]) -> str:
    """The body of an article file."""
    return "".join(f"{block}\n\n" for block in map(_block, pieces) if block).removesuffix("\n")


def _block(piece: Piece) -> str:
    match piece:
        case Paragraph(runs, level):
            made = f"{'#' * max(2, level)} {_heading(runs_to_markdown(runs))}" if level else runs_to_markdown(runs)
        case Figure():
            made = _figure(piece)
        case Gallery(figures):
            made = ":::: gallery\n" + "\n\n".join(map(_figure, figures)) + "\n::::"
        case Listing(items, start):
            made = "\n".join(_items(items, start))
        case Quote(inner):
            made = "\n".join(f"> {line}".rstrip() for line in pieces_to_markdown(inner).rstrip("\n").split("\n"))
        case Table(rows):
            made = "\n".join(_rows(rows))
        case Code(text):
            fence = "`" * max(3, 1 + max((len(ticks) for ticks in re.findall("`+", text)), default=0))
            made = f"{fence}\n{text}\n{fence}"
        case ThematicBreak():
            made = "---"
    return made


def _heading(made: str) -> str:
    """One line, whose last signs are not taken for the heading's end."""
    return re.sub(r"(?:(?<=\s)|^)#+$", r"\\\g<0>", made.replace(_BREAK, " "))


def runs_to_markdown(runs: Runs) -> str:
    """One paragraph's worth: emphasis inside links, and only where Markdown can tell it from stars."""
    made = ""
    for href, group in groupby(runs, key=lambda run: run.href):
        inner = tuple(group)
        if href:
            if made.endswith(("!", "^")):  # before a bracket they would make a picture, a footnote
                made = f"{made[:-1]}\\{made[-1]}"
            shown = _styled(inner, before="[", after="]")
            guard = "\\" * shown.startswith("^")  # [^ would begin a footnote
            made += f"[{guard}{shown}]({link_destination(href)})"
        else:
            made += _styled(inner, before=made[-1:], after="")
    return _BREAK.join(
        _started(line) for line in made.split("\n") if line.strip()
    )  # no blank line: it ends a paragraph


def link_destination(href: str) -> str:
    """An address as a link's destination."""
    clean = href.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
    clean = re.sub(r"&(?=#?\w+;)", "&amp;", clean)
    return clean if _BARE.fullmatch(clean) else f"<{clean}>"


def _styled(runs: Runs, before: str, after: str) -> str:
    made = ""
    plain = ""  # what follows it without stars: escaped in one piece, since signs may meet where two runs do
    closed = False  # stars end what is written: more stars would be read as theirs
    for index, run in enumerate(runs):
        following = runs[index + 1].text if index + 1 < len(runs) else after
        mark = "*" * (2 * run.strong + run.em)
        core = run.text.strip(" ")
        head, tail = run.text.split(core, maxsplit=1) if core else (run.text, "")
        opens = mark and core and "\n" not in core and not (closed and not head)
        outer = head or plain or made or before
        if opens and _stands(core[0], outer[-1:]) and _stands(core[-1], (tail or following)[:1]):
            made += _escaped(plain + head) + mark + _escaped(core) + mark
            plain = tail
            closed = not tail
        else:
            plain += run.text
            closed = False
    return made + _escaped(plain)


def _stands(inner: str, outer: str) -> bool:
    """Whether stars between these characters open or close: letters within, or no letter without."""
    return inner.isalnum() or inner >= "\u2e80" or not outer or not outer.isalnum() or outer >= "\u2e80"


def _escaped(text: str) -> str:
    return _ANYWHERE.sub(r"\\\g<0>", text)


def _started(line: str) -> str:
    """A line that no longer begins as a list, a heading, a quotation … would."""
    number = _NUMBER.match(line)
    if number and re.match(r"[.)](\s|$)", line[number.end() :]):
        return f"{number[0]}\\{line[number.end() :]}"
    return f"\\{line}" if _AT_START.match(line) else line


def _figure(figure: Figure) -> str:
    picture = f"![{_escaped(figure.alt)}]({link_destination(figure.src)})"
    caption = runs_to_markdown(figure.caption)
    if figure.href:
        shown = picture if figure.src else caption or _escaped(figure.href)
        lines = [f"[{shown}]({link_destination(figure.href)})", caption if figure.src else ""]
    else:
        lines = [picture, caption]
    if _CREDIT.match(lines[1]):
        lines[1] = "\\" + lines[1]
    credit = f"credit: {_escaped(figure.credit)}" if figure.credit else ""
    kind = "video" if figure.href else "figure"
    return "\n".join([f"::: {kind}", *filter(None, [*lines, credit]), ":::"])


def _items(items: tuple[tuple[Piece, ...], ...], start: int | None) -> Iterator[str]:
    for number, item in enumerate(items, start=start or 1):
        mark = "- " if start is None else f"{number}. "
        first, *rest = (pieces_to_markdown(item).rstrip("\n") or " ").split("\n")
        yield mark + first
        yield from (" " * len(mark) + line if line else "" for line in rest)


def _rows(rows: tuple[tuple[Runs, ...], ...]) -> Iterator[str]:
    width = max(map(len, rows))
    for index, row in enumerate(rows):
        cells = [runs_to_markdown(cell).replace(_BREAK, " ").replace("|", "\\|") for cell in row]
        yield "| " + " | ".join(cells + [""] * (width - len(cells))) + " |"
        if index == 0:
            yield "|" + " --- |" * width
