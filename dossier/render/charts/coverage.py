"""When each outlet published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dossier.render.charts.axis import Axis, Extent, as_when, choose_axis, extent
from dossier.render.language import dates_in_words
from dossier.render.site import Site

_COLUMN = 118  # pixels for labels: eight Han characters
_ROW, _FOOT = 32, 30
_MOST = 34  # steps before it counts in a larger unit


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark: at `x` percent of the width, `shift` pixels to the right of that."""

    x: float
    shift: float
    y: float
    side: int
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    shift: float
    label: str
    minor: bool  # left out on a phone


@dataclass(frozen=True, slots=True)
class Row:
    y: int  # of its words
    line: float
    label: str
    lang: str
    dots: tuple[Dot, ...]
    articles: int  # that its dots stand for


@dataclass(frozen=True, slots=True)
class Coverage:
    title: str
    description: str
    caption: str
    height: int
    foot: int
    begins: str
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    elsewhere: int  # dated articles that no dot stands for


def coverage(site: Site) -> Coverage | None:
    """The articles of each outlet over time; None where fewer than two steps would be shown."""
    known: dict[str, list[Extent]] = {}
    for article in site.dossier.content.articles:
        if article.published and article.outlet not in site.own_outlets:
            known.setdefault(article.outlet, []).append(extent(article.published, site.zone))
    every = [one for extents in known.values() for one in extents]
    axis = choose_axis(every, most=_MOST)
    if axis is None or len({one.middle for one in every}) < 2:
        return None
    rows = tuple(_outlet_rows(site, axis, known))
    elsewhere = len(every) - sum(row.articles for row in rows)
    words, height = site.words, _ROW * len(rows) + _FOOT
    return Coverage(
        title=words("chart.coverage"),
        description=words.join_facts(dot.title for row in rows for dot in row.dots),
        caption=words(f"chart.coverage_caption.{axis.unit}")
        + (words("chart.coverage_elsewhere", n=elsewhere) if elsewhere else ""),
        height=height,
        foot=height - 8,
        begins=_begins(site, axis),
        ticks=tuple(_ticks(site, axis)),
        rows=rows,
        elsewhere=elsewhere,
    )


def _outlet_rows(site: Site, axis: Axis, known: Mapping[str, list[Extent]]) -> Iterator[Row]:
    for number, (outlet_id, extents) in enumerate(known.items()):
        outlet, y = site.outlet(outlet_id), _ROW * number
        steps = [axis.steps(one) for one in extents]
        counts = Counter(first for first, last in steps if first == last and 0 <= first < len(axis))
        dots = []
        for step, n in counts.items():
            side = min(9 + 2 * n, 21)
            title = site.words("chart.point", outlet=outlet.name, date=axis.words(step, site.language), n=n)
            dots.append(Dot(*_place(axis, step, side), y + 8 - side / 2, side, title))
        yield Row(y + 13, y + 24.5, outlet.name, site.lang(outlet.language), tuple(dots), sum(counts.values()))


def _begins(site: Site, axis: Axis) -> str:
    """What all the labels that follow may leave out."""
    unit = {"day": "month", "week": "month", "month": "year", "quarter": "year"}.get(axis.unit, axis.unit)
    return dates_in_words.date_words(as_when(axis.starts[0], unit), site.language)


def _ticks(site: Site, axis: Axis) -> Iterator[Tick]:
    """A label under every step, or every few."""
    many = len(axis)
    every = 1 if many <= 16 else 2 if many <= 24 else 4
    for step in range(0, many, every):
        label = _label(site, axis, step, max(0, step - every))
        yield Tick(*_place(axis, step), label, minor=bool(step // every % 2))


def _label(site: Site, axis: Axis, step: int, before: int) -> str:
    """What is new at a step since the one labelled before: its day, its month, its year."""
    start, last = axis.starts[step], axis.starts[before]
    if axis.unit in ("decade", "century"):
        return axis.words(step, site.language)
    if axis.unit == "year" or (axis.unit in ("month", "quarter") and start.year != last.year):
        return str(start.year)
    if axis.unit in ("month", "quarter") or start.month != last.month:
        return dates_in_words.date_words(as_when(start, "month"), site.language, implied=as_when(start, "year"))
    return str(start.day)


def _place(axis: Axis, step: int, width: int = 0) -> tuple[float, float]:
    """Where something of this width is put to stand in the middle of a step."""
    share = (step + 0.5) / len(axis)
    return round(share * 100, 2), round((1 - share) * _COLUMN - width / 2, 1)
