"""The lists that ship: countries, capitals and large cities, international organisations, as names to propose.

`tools/name_lists.py` makes countries.tsv and cities.tsv of CLDR and GeoNames; organisations.tsv is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple, get_args

from dossier.enrich.names.spellings import NameSources, SpellingIndex
from dossier.enrich.normalise import normalise
from dossier.model import NOWHERE, Entity, EntityType

_FILES = ("countries", "organisations", "cities")
_LARGE = 400  # thousand inhabitants: the English names of smaller cities are other words and surnames as often
# English names of large cities and countries that are commoner as words, first names or parts of other names.
_AMBIGUOUS = frozenset(
    [
        "Nice",
        "Male",
        "Mobile",
        "Reading",
        "Victoria",
        "Surrey",
        "Aurora",
        "Orlando",
        "Santiago",
        "Lincoln",
        "Jackson",
        "Chad",
        "Jersey",
        "Georgetown",
        "Kingston",
        "Florence",
        "Sofia",
        "Charlotte",
        "Antonio",
        "Jordan",
        "Salvador",
        "Leon",
        "Madison",
        "Austin",
        "Houston",
        "Troy",
        "Bath",
        "Hull",
        "Derby",
        "Barcelona",
        "Natal",
        "Of",
        "Split",
        "Bergen",
        "Granada",
        "Toledo",
        "Guadalupe",
        "Monterey",
        "Trinidad",
        "Dominica",
        "Grenada",
        "Belém",
        "Belem",
    ]
) - {"Jordan", "Chad", "Barcelona", "Santiago", "Houston"}


class ListedName(NamedTuple):
    """A row of a list."""

    id: str
    type: EntityType
    country: str
    inhabitants: str  # in thousands, or `capital`
    chinese: tuple[str, ...]
    english: tuple[str, ...]

    @property
    def is_capital(self) -> bool:
        return self.inhabitants == "capital"


@cache
def listed_names() -> Mapping[str, ListedName]:
    """All rows by id; of two with one id, as Singapore and its city, the first."""
    rows: dict[str, ListedName] = {}
    for row in _rows():
        rows.setdefault(row.id, row)
    return rows


@cache
def listed_index() -> SpellingIndex:
    """The spellings of all rows, each that of one row alone."""
    entities, taken = [], set[str]()
    for row in listed_names().values():
        spellings = [name for name in (*row.chinese, *_english(row)) if normalise(name) not in taken]
        taken.update(map(normalise, spellings))
        if spellings:
            entities.append(Entity(row.id, row.type, {"zh": spellings[0]}, NOWHERE, alias=tuple(spellings[1:])))
    return SpellingIndex.of(NameSources(tuple(entities), ()))


def _english(row: ListedName) -> tuple[str, ...]:
    if row.inhabitants.isdecimal() and int(row.inhabitants) < _LARGE:
        return ()
    return tuple(name for name in row.english if name not in _AMBIGUOUS)


def _rows() -> Iterator[ListedName]:
    for name in _FILES:
        text = files("dossier.enrich.suggest").joinpath("lists", f"{name}.tsv").read_text("utf-8")
        for line in text.splitlines()[1:]:
            key, kind, country, inhabitants, chinese, english = line.split("\t")
            if kind not in get_args(EntityType):
                raise ValueError(f"{name}.tsv: no entity is a {kind}")
            yield ListedName(key, kind, country, inhabitants, _listed(chinese), _listed(english))  # type: ignore[arg-type]


def _listed(spellings: str) -> tuple[str, ...]:
    return tuple(name for name in spellings.split("|") if name)
