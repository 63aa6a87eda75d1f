"""Arranges the fragments of a PDF page: lines, columns, paragraphs; running heads and page numbers are set apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from unicodedata import east_asian_width, normalize

_SAME_LINE = 0.4  # of the size: difference in height within a line
_NEW_SIZE = 0.1  # share by which a heading's size differs
_COLUMN_GAP = 2.0  # widths of a letter between two columns
_ESTIMATE = 0.06  # share by which the estimated end of a line may be wrong
_INDENT = 0.6  # of the size
_WIDEST_INDENT = 40.0  # points
_MIN_MARKS, _MARKS = 3, 0.05  # paragraphs that a gap or an indent marks, at least; and as a share of the lines
_FULL = 0.8  # of the widest line: a line that is not the last of its paragraph
_LOOSE = 1.3  # times the usual distance of lines
_EDGE_LINES = 2  # lines at the top and the foot of a page that may be furniture
_APART = 1.4  # times the usual distance of lines
_SMALL = 0.95  # times the size of most lines
_REPEATED = 0.5  # share of the pages
_ENDS = re.compile(r"[.!?。！？…]['\"”’」』）)\]]*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.|第)?[\s\-–—·|]*\d{1,4}(?:\s*(?:/|of|von|页|頁|共)\s*\d{0,4}\s*[页頁]?)?[\s\-–—·|]*",
    re.IGNORECASE,
)
_PRINTED_ADDRESS = re.compile(r"(?:https?|file)://\S+(?:\s+\d+/\d+)?")
_RADICALS = dict(
    zip(
        "⺁⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\ufb00-\ufb06]")  # radicals and ligatures, as fonts name their shapes
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]")
_SPACED = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef]) (?=[\u2e80-\u9fff\uff00-\uffef“‘])|(?<=[”’]) (?=[\u2e80-\u9fff\uff00-\uffef])"
)  # letters set apart
_NARROW = frozenset("iljtfrI.,;:'!|()[]-’‘“”\"` ")


class Fragment(NamedTuple):
    """Characters of a page, where they begin, and their size."""

    x: float
    y: float
    size: float
    text: str


class Line(NamedTuple):
    x: float
    y: float
    size: float
    text: str
    end: float  # estimated


class PdfParagraph(NamedTuple):
    text: str
    size: float
    page: int  # on which it begins


def arrange_lines(fragments: Iterable[Fragment]) -> list[Line]:
    """The lines of a page in reading order: that in which the file draws them, unless it draws across columns."""
    lines: list[Line] = []
    for fragment in fragments:
        text = _COMPATIBLE.sub(lambda match: _RADICALS.get(match[0]) or normalize("NFKC", match[0]), fragment.text)
        for part in filter(str.strip, text.split("\n")):
            _add_fragment(lines, fragment._replace(text=part))
    lines = [line._replace(text=_SPACED.sub("", " ".join(line.text.split()))) for line in lines]
    return _by_columns([line for line in lines if line.text])


def _add_fragment(lines: list[Line], fragment: Fragment) -> None:
    x, y, size, text = fragment
    size = round(size, 1)
    end = x + _width(text.strip(), size)
    last = lines[-1] if lines else None
    if (
        last
        and abs(last.y - y) <= _SAME_LINE * max(size, last.size)
        and x >= last.x
        and x - last.end < _COLUMN_GAP * max(size, last.size) + _ESTIMATE * (last.end - last.x)
    ):
        near = x - last.end < 0.2 * size or _WIDE.match(text[:1])
        blank = "" if near or last.text.endswith(" ") or text.startswith(" ") else " "
        lines[-1] = Line(last.x, last.y, max(size, last.size), f"{last.text}{blank}{text}", max(end, last.end))
    else:
        lines.append(Line(x, y, size, text, end))


def _width(text: str, size: float) -> float:
    """The estimated width of a text in a font that is as wide as most."""
    quotes = _WIDE.search(text) is not None  # which fonts of East Asia draw as wide as letters
    units = sum(
        1.0
        if east_asian_width(one) in "WF" or (quotes and one in "“”‘’…—")
        else 0.3
        if one in _NARROW
        else 0.68
        if one.isupper()
        else 0.5
        for one in text
    )
    return units * size


def _by_columns(lines: list[Line]) -> list[Line]:
    """The lines column by column, if they are drawn row by row across columns of text."""
    across = sum(
        1
        for before, after in pairwise(lines)
        if abs(before.y - after.y) <= _SAME_LINE * before.size
        and after.x > before.end
        and _is_prose(before)
        and _is_prose(after)
    )
    if across < 3 or across < len(lines) / 5:
        return lines
    starts = Counter(round(line.x / 10) for line in lines)
    edges: list[float] = []
    for start, count in sorted(starts.items()):
        if count >= max(3, len(lines) / 8) and (not edges or start * 10 - edges[-1] > 80):
            edges.append(start * 10)
    if len(edges) < 2:
        return lines

    def column(line: Line) -> int:
        return max((index for index, edge in enumerate(edges) if line.x >= edge - 15), default=0)

    top = min((line.y for line in lines if column(line) > 0), default=0.0)
    highest = max((line.y for line in lines if column(line) > 0), default=top)
    above = [line for line in lines if line.y > highest + line.size]
    columns = [line for line in lines if line.y <= highest + line.size]
    return [*above, *sorted(columns, key=lambda line: (column(line), -line.y))]


def _is_prose(line: Line) -> bool:
    return len(line.text) >= 12 or bool(_WIDE.search(line.text) and len(line.text) >= 6)


def split_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[str]]:
    """The pages without running heads, feet and page numbers; and those."""
    edges = [_edge_lines(page) for page in pages]
    counts = Counter(key for edge in edges for key in {(_furniture_key(line.text), round(line.y)) for line in edge})
    fixed = Counter(key for page in pages for key in {_fixed_key(line) for line in _outer_lines(page)})
    least = max(2, len(pages) * _REPEATED)
    sizes = Counter(line.size for page in pages for line in page)
    small = _SMALL * max(sizes, key=lambda size: sizes[size], default=0.0)
    bodies: list[list[Line]] = []
    furniture: dict[str, None] = {}
    for page, edge in zip(pages, edges, strict=True):
        outer = set(_outer_lines(page))

        def is_furniture(line: Line, edge: set[Line] = edge, outer: set[Line] = outer) -> bool:
            if line in outer and line.size < small and fixed[_fixed_key(line)] >= max(2, len(pages) - 1):
                return True  # at one height on all pages
            alone = _PAGE_NUMBER.fullmatch(line.text) or _PRINTED_ADDRESS.fullmatch(line.text)
            return line in edge and (bool(alone) or counts[_furniture_key(line.text), round(line.y)] >= least)

        furniture.update((line.text, None) for line in page if is_furniture(line))
        bodies.append([line for line in page if not is_furniture(line)])
    return bodies, list(furniture)


def _outer_lines(page: Sequence[Line]) -> list[Line]:
    """The lines at the two highest and the two lowest heights."""
    heights = sorted({round(line.y) for line in page})
    outer = {*heights[:2], *heights[-2:]}
    return [line for line in page if round(line.y) in outer]


def _fixed_key(line: Line) -> tuple[str, int, int]:
    return _furniture_key(line.text), round(line.y), round(line.x / 10)


def _edge_lines(page: Sequence[Line]) -> set[Line]:
    """The lines at the top and the foot that a gap sets apart from the text."""
    heights = sorted({round(line.y) for line in page})
    gaps = [after - before for before, after in pairwise(heights)]
    if not gaps:
        return set()
    wide = _APART * median(gaps)
    low = next((index + 1 for index, gap in enumerate(gaps[:_EDGE_LINES]) if gap > wide), 0)
    high = next((index + 1 for index, gap in enumerate(gaps[::-1][:_EDGE_LINES]) if gap > wide), 0)
    edges = {*heights[:low], *heights[len(heights) - high :]}
    return {line for line in page if round(line.y) in edges}


def _furniture_key(text: str) -> str:
    return re.sub(r"\d+", "0", text).casefold()


def divide_paragraphs(pages: Sequence[Sequence[Line]]) -> list[PdfParagraph]:
    """The paragraphs of all pages; one that goes on in the next column or on the next page is one."""
    words = {word.casefold() for page in pages for line in page for word in re.findall(r"\w[\w-]*\w", line.text)}
    layout = _Layout.of(pages)
    groups: list[list[tuple[int, Line]]] = []
    before: tuple[int, Line] | None = None
    for number, page in enumerate(pages):
        lefts = _left_edges(page)
        for line in page:
            if before is None or layout.begins(line, before[1], before[0] == number, lefts):
                groups.append([])
            groups[-1].append((number, line))
            before = number, line
    return [
        PdfParagraph(_join([line.text for _, line in group], words), group[0][1].size, group[0][0] + 1)
        for group in groups
    ]


class _Layout(NamedTuple):
    """How a file sets its text."""

    leading: float  # the usual distance of lines, as a multiple of their size
    widest: dict[int, float]  # the usual width of a full line, by size
    marked: bool  # whether a gap or an indent marks paragraphs

    @classmethod
    def of(cls, pages: Sequence[Sequence[Line]]) -> _Layout:
        layout = cls(_leading(pages), _widest(pages), marked=False)
        marks = 0
        for page in pages:
            lefts = _left_edges(page)
            below = [
                (line, before) for before, line in pairwise(page) if before.y > line.y and before.size == line.size
            ]
            marks += sum(layout.is_spaced(line, before) or _is_indented(line, lefts) for line, before in below)
        return layout._replace(marked=marks >= max(_MIN_MARKS, sum(map(len, pages)) * _MARKS))

    def is_spaced(self, line: Line, before: Line) -> bool:
        return before.y - line.y > _LOOSE * self.leading * max(line.size, 1)

    def begins(self, line: Line, before: Line, same_page: bool, lefts: Sequence[float]) -> bool:
        """Whether a line begins a paragraph."""
        if abs(line.size - before.size) > _NEW_SIZE * max(line.size, before.size, 1):
            return True
        indented = _is_indented(line, lefts)
        full = before.end - before.x >= _FULL * self.widest.get(round(before.size), 0.0)
        if not same_page or before.y <= line.y:  # the next column, or the next page
            return indented or not full
        ended = _ENDS.search(before.text) is not None
        deeper = line.x - before.x > _INDENT * line.size
        if self.is_spaced(line, before) or (indented and (deeper or ended or not full)):
            return True
        return not self.marked and ended and not full


def _is_indented(line: Line, lefts: Sequence[float]) -> bool:
    """Whether a line begins to the right of its column's left edge."""
    edges = [edge for edge in lefts if line.x - _WIDEST_INDENT <= edge <= line.x + 2]
    return line.x - min(edges, default=line.x) > _INDENT * line.size


def _left_edges(page: Sequence[Line]) -> list[float]:
    """Where many lines begin: the left edges of columns, and of indents."""
    counts = Counter(round(line.x / 2) * 2 for line in page)
    return [float(place) for place, count in counts.items() if count >= max(2, len(page) / 12)]


def _widest(pages: Sequence[Sequence[Line]]) -> dict[int, float]:
    """The usual width of a full line, by size: nearly the widest, so that one line across all columns does not count."""
    widths: dict[int, list[float]] = {}
    for page in pages:
        for line in page:
            widths.setdefault(round(line.size), []).append(line.end - line.x)
    return {size: sorted(some)[int(len(some) * 0.75)] for size, some in widths.items()}


def _leading(pages: Sequence[Sequence[Line]]) -> float:
    """The usual distance of two lines, as a multiple of their size."""
    distances = [
        (before.y - after.y) / before.size
        for page in pages
        for before, after in pairwise(page)
        if before.size and 0.5 < (before.y - after.y) / before.size < 2.5
    ]
    return sorted(distances)[len(distances) // 4] if distances else 1.2


def _join(lines: Sequence[str], words: set[str]) -> str:
    """The text of lines, with the hyphens at their ends removed, but for those of words that have one elsewhere."""
    text = lines[0]
    for line in lines[1:]:
        if _HYPHEN.search(text) and line[:1].islower():
            first, second = re.search(r"(?<![\w-])[\w-]*+$", text[:-1]), re.match(r"[\w-]*", line)
            whole = f"{first[0] if first else ''}-{second[0] if second else ''}".casefold()
            text = f"{text if whole in words and text[-1] == '-' else text[:-1]}{line}"
        elif _WIDE.match(text[-1:]) or _WIDE.match(line[:1]) or re.search(r"\S[-—–]$", text):
            text += line
        else:
            text += f" {line}"
    return text
