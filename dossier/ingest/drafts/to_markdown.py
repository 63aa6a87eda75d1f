"""Converts pieces into Markdown, escaped so that it parses as exactly the same text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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

# Characters that Markdown would interpret: anywhere in a line, and at its start.
_ANYWHERE = re.compile(r"[\\`*\[\]<]|~(?=~)|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_AT_START = re.compile(
    r"(?=#{1,6}(?:\s|$)|[>]|[-+](?:\s|$)|(?:[-=]\s*)+$|:::|\{(?:#|page |time )|\||[-:|\s]+$|~~~)|(?<=\d)(?=[.)](?:\s|$))"
)
_NUMBER = re.compile(r"\d{1,9}")
_CREDIT = re.compile(r"credit\s*[:：]", re.IGNORECASE)
_BREAK = "\\\n"
_PLAIN_DESTINATION = re.compile(r"[^\s()<>\\]+")


def pieces_to_markdown(pieces: Iterable[Piece], places: Mapping[int, str] | None = None) -> str:
    """The body of an article file; `places` are those that begin at a piece (`page 12`), by its index."""
    blocks = list(map(_convert_piece, pieces))
    for index, place in (places or {}).items():
        blocks[index] = f"{{{place}}}\n{blocks[index]}"
    return "".join(f"{block}\n\n" for block in blocks if block).removesuffix("\n")


def _convert_piece(piece: Piece) -> str:
    match piece:
        case Paragraph(runs, level):
            block = (
                f"{'#' * max(2, level)} {_heading_line(runs_to_markdown(runs))}" if level else runs_to_markdown(runs)
            )
        case Figure():
            block = _figure_block(piece)
        case Gallery(figures):
            block = ":::: gallery\n" + "\n\n".join(map(_figure_block, figures)) + "\n::::"
        case Listing(items, start):
            block = "\n".join(_list_lines(items, start))
        case Quote(inner):
            block = "\n".join(f"> {line}".rstrip() for line in pieces_to_markdown(inner).rstrip("\n").split("\n"))
        case Table(rows):
            block = "\n".join(_table_lines(rows))
        case Code(text):
            fence = "`" * max(3, 1 + max((len(ticks) for ticks in re.findall("`+", text)), default=0))
            block = f"{fence}\n{text}\n{fence}"
        case ThematicBreak():
            block = "---"
    return block


def _heading_line(text: str) -> str:
    """One line, with a trailing # escaped, which would close the heading."""
    return re.sub(r"(?:(?<=\s)|^)#+$", r"\\\g<0>", text.replace(_BREAK, " "))


def runs_to_markdown(runs: Runs) -> str:
    """Convert a paragraph, with emphasis inside links, and only where Markdown would recognise its stars."""
    output = ""
    for href, group in groupby(runs, key=lambda run: run.href):
        inner = tuple(group)
        if href:
            if output.endswith(("!", "^")):  # before a bracket they would begin a picture or a footnote
                output = f"{output[:-1]}\\{output[-1]}"
            label = _style_runs(inner, before="[", after="]")
            guard = "\\" * label.startswith("^")  # [^ would begin a footnote
            output += f"[{guard}{label}]({link_destination(href)})"
        else:
            output += _style_runs(inner, before=output[-1:], after="")
    return _BREAK.join(
        _escape_line_start(line) for line in output.split("\n") if line.strip()
    )  # without blank lines, which would end the paragraph


def link_destination(href: str) -> str:
    """Escape an address as the destination of a link."""
    clean = href.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
    clean = re.sub(r"&(?=#?\w+;)", "&amp;", clean)
    return clean if _PLAIN_DESTINATION.fullmatch(clean) else f"<{clean}>"


def _style_runs(runs: Runs, before: str, after: str) -> str:
    output = ""
    pending = ""  # pending unstyled text: escaped as one, because special characters may be adjacent across runs
    closed = False  # whether the output ends in stars, which further stars would join
    for index, run in enumerate(runs):
        following = runs[index + 1].text if index + 1 < len(runs) else after
        mark = "*" * (2 * run.strong + run.em)
        core = run.text.strip(" ")
        head, tail = run.text.split(core, maxsplit=1) if core else (run.text, "")
        opens = mark and core and "\n" not in core and not (closed and not head)
        outer = head or pending or output or before
        if opens and _delimits(core[0], outer[-1:]) and _delimits(core[-1], (tail or following)[:1]):
            output += _escape(pending + head) + mark + _escape(core) + mark
            pending = tail
            closed = not tail
        else:
            pending += run.text
            closed = False
    return output + _escape(pending)


def _delimits(inner: str, outer: str) -> bool:
    """Whether stars between these characters delimit emphasis: a letter inside, or no letter outside."""
    return inner.isalnum() or inner >= "\u2e80" or not outer or not outer.isalnum() or outer >= "\u2e80"


def _escape(text: str) -> str:
    return _ANYWHERE.sub(r"\\\g<0>", text)


def _escape_line_start(line: str) -> str:
    """Escape a line that would begin a list, a heading, a quotation …"""
    number = _NUMBER.match(line)
    if number and re.match(r"[.)](\s|$)", line[number.end() :]):
        return f"{number[0]}\\{line[number.end() :]}"
    return f"\\{line}" if _AT_START.match(line) else line


def _figure_block(figure: Figure) -> str:
    picture = f"![{_escape(figure.alt)}]({link_destination(figure.src)})"
    caption = runs_to_markdown(figure.caption)
    if figure.href:
        label = picture if figure.src else caption or _escape(figure.href)
        lines = [f"[{label}]({link_destination(figure.href)})", caption if figure.src else ""]
    else:
        lines = [picture, caption]
    if _CREDIT.match(lines[1]):
        lines[1] = "\\" + lines[1]
    credit = f"credit: {_escape(figure.credit)}" if figure.credit else ""
    kind = "video" if figure.href else "figure"
    return "\n".join([f"::: {kind}", *filter(None, [*lines, credit]), ":::"])


def _list_lines(items: tuple[tuple[Piece, ...], ...], start: int | None) -> Iterator[str]:
    for number, item in enumerate(items, start=start or 1):
        mark = "- " if start is None else f"{number}. "
        first, *rest = (pieces_to_markdown(item).rstrip("\n") or " ").split("\n")
        yield mark + first
        yield from (" " * len(mark) + line if line else "" for line in rest)


def _table_lines(rows: tuple[tuple[Runs, ...], ...]) -> Iterator[str]:
    width = max(map(len, rows))
    for index, row in enumerate(rows):
        cells = [runs_to_markdown(cell).replace(_BREAK, " ").replace("|", "\\|") for cell in row]
        yield "| " + " | ".join(cells + [""] * (width - len(cells))) + " |"
        if index == 0:
            yield "|" + " --- |" * width
