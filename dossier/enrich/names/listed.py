"""The lists that ship: countries, capitals and large cities, international organisations, as names to propose.

`tools/name_lists.py` makes countries.tsv and cities.tsv of CLDR and GeoNames; organisations.tsv is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple, get_args

from dossier.enrich.normalise import normalise
from dossier.model import EntityType

_FILES = ("countries", "organisations", "cities")
_LARGE = 400  # thousand inhabitants: the English names of smaller cities are other words and surnames as often
# English names of large cities that are commoner as words, first names or parts of other names.
_AMBIGUOUS = {
    *("Nice", "Male", "Mobile", "Reading", "Victoria", "Surrey", "Aurora", "Orlando", "Lincoln", "Jackson", "Jersey"),
    *("Georgetown", "Kingston", "Florence", "Sofia", "Charlotte", "Antonio", "Salvador", "Leon", "Madison", "Austin"),
    *("Troy", "Bath", "Hull", "Derby", "Natal", "Of", "Split", "Bergen", "Granada", "Toledo", "Guadalupe", "Monterey"),
    *("Trinidad", "Dominica", "Grenada", "Belém", "Belem"),
}
# One character that stands for a country, in pairs (中美) and before 方. 以, 加 and 伊 are too many other things.
SHORT_NAMES: Mapping[str, str] = {
    "china": "中", "united-states": "美", "russia": "俄", "japan": "日", "south-korea": "韩", "north-korea": "朝", "india": "印",
    "britain": "英", "france": "法", "germany": "德", "australia": "澳", "taiwan": "台", "philippines": "菲", "vietnam": "越",
    "ukraine": "乌",
}  # fmt: skip
NO_PAIRS = frozenset({"美德", "台中", "中台"})


class ListedName(NamedTuple):
    """A row of a list."""

    id: str
    type: EntityType
    country: str
    inhabitants: str  # in thousands, or `capital`
    chinese: tuple[str, ...]
    english: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        """The spellings to look for in texts."""
        if self.inhabitants.isdecimal() and int(self.inhabitants) < _LARGE:
            return self.chinese
        return (*self.chinese, *(name for name in self.english if name not in _AMBIGUOUS))


@cache
def listed_names() -> Mapping[str, ListedName]:
    """All rows by id; of two with one id, as Singapore and its city, the first."""
    rows: dict[str, ListedName] = {}
    for row in _listed_names():
        rows.setdefault(row.id, row)
    return rows


@cache
def rows_by_spelling() -> Mapping[str, ListedName]:
    """Every normalised spelling, with the row that has it first."""
    rows: dict[str, ListedName] = {}
    for row in listed_names().values():
        for name in row.spellings:
            rows.setdefault(normalise(name), row)
    return rows


def _listed_names() -> Iterator[ListedName]:
    for name in _FILES:
        text = files("dossier.enrich.names").joinpath("lists", f"{name}.tsv").read_text("utf-8")
        for line in text.splitlines()[1:]:
            key, kind, country, inhabitants, chinese, english = line.split("\t")
            if kind not in get_args(EntityType):
                raise ValueError(f"{name}.tsv: no entity is a {kind}")
            yield ListedName(key, kind, country, inhabitants, _listed(chinese), _listed(english))  # type: ignore[arg-type]


def _listed(spellings: str) -> tuple[str, ...]:
    return tuple(name for name in spellings.split("|") if name)
