"""Divides plain text into paragraphs, whether its lines are folded or not, and writes them as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from unicodedata import east_asian_width

_WIDEST = 100  # columns of a folded line
_NARROWEST = 45  # columns of a folded line that is not a paragraph's last
_ITEM = re.compile(r"\s*(?:[-*•·‣]|\d{1,3}[.)、])\s+")
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\uffef]")
_QUOTED = re.compile(r"(?:>\s?)+")


def plain_text_to_html(text: str) -> str:
    """The paragraphs of a text as HTML; quoted lines (`>`) as quotations."""
    output = []
    for quoted, group in groupby(text.expandtabs(4).split("\n"), key=lambda line: line.startswith(">")):
        lines = [_QUOTED.sub("", line, count=1) if quoted else line for line in group]
        html = "\n".join(f"<p>{paragraph}</p>" for paragraph in map(_with_breaks, plain_paragraphs("\n".join(lines))))
        if html:
            output.append(f"<blockquote>{html}</blockquote>" if quoted else html)
    return "\n".join(output)


def plain_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text. Folded lines are joined; short ones (a verse, an address) stay lines of one paragraph."""
    return tuple(paragraph for block in _blocks(text) for paragraph in _block_paragraphs(block))


def unfold_flowed(text: str, *, delsp: bool = False) -> str:
    """Join the lines of a text in format=flowed (RFC 3676): a space at the end means that the line goes on."""
    lines: list[str] = []
    flowing = False
    for line in text.split("\n"):
        body = line.removeprefix(" ") if line.startswith((" ", " >")) else line
        if flowing and lines and not body.startswith(">"):
            lines[-1] = (lines[-1][:-1] if delsp else lines[-1]) + body
        else:
            lines.append(body)
        flowing = body.endswith(" ") and body != "-- "
    return "\n".join(lines)


def _blocks(text: str) -> Iterator[list[str]]:
    for blank, group in groupby(text.split("\n"), key=lambda line: not line.strip()):
        if not blank:
            yield [line.rstrip() for line in group]


def _block_paragraphs(lines: Sequence[str]) -> list[str]:
    widths = [_width(line) for line in lines]
    if max(widths) > _WIDEST:
        return [line.strip() for line in lines]
    if len(lines) > 1 and min(widths[:-1]) >= _NARROWEST and not any(_ITEM.match(line) for line in lines):
        return [_join(lines)]
    if len(lines) > 1 and all(line.startswith("\u3000\u3000") for line in lines):  # Chinese paragraphs, each indented
        return [line.strip() for line in lines]
    return ["\n".join(line.strip() for line in lines)]


def _join(lines: Sequence[str]) -> str:
    output = lines[0].strip()
    for line in map(str.strip, lines[1:]):
        adjoins = output.endswith("-") or (_WIDE.match(output[-1:]) and _WIDE.match(line))
        output += line if adjoins else f" {line}"
    return output


def _with_breaks(paragraph: str) -> str:
    return escape(paragraph, quote=False).replace("\n", "<br>")


def _width(line: str) -> int:
    if line.isascii():
        return len(line)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line[: _WIDEST + 1])
