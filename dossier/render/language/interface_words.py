"""What the interface says, in the language of the dossier."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dossier.model import Location
from dossier.problems import Failure, Problem, Severity
from dossier.render.sandbox import offered
from dossier.render.templates import OURS, Theme

_BLANK = re.compile(r"\{(\w+)\}")  # nothing else that str.format knows: the words may be a stranger's
LANGUAGES = ("zh-Hans", "zh-Hant", "en")


@offered
@dataclass(frozen=True)
class InterfaceWords:
    """The strings of one language, called by their key: words("count.articles", n=3)."""

    language: str
    strings: Mapping[str, str]

    def __call__(self, key: str, **values: Any) -> str:
        """The string, filled in; `<key>.one` is its singular, where the language has one."""
        if values.get("n") == 1 and f"{key}.one" in self.strings:
            key = f"{key}.one"
        return _BLANK.sub(lambda blank: str(values.get(blank[1], blank[0])), self.strings[key])

    def join_items(self, items: Iterable[str]) -> str:
        """The items as one would say them: A、B、C or A, B and C."""
        return self.strings["list.comma"].join(items)

    def join_facts(self, facts: Iterable[str]) -> str:
        """Facts one after the other."""
        return self.strings["list.semicolon"].join(facts) + self.strings["list.stop"]


@lru_cache(maxsize=16)
def interface_words(language: str, look: Theme = OURS) -> InterfaceWords:
    """The words of an interface language; of the nearest one that there is, for any other."""
    if language not in LANGUAGES:
        language = "zh-Hans" if language.startswith("zh") else "en"
    rows = (row for file, text in look.words(language) for row in _flat(_table(file, text)))
    return InterfaceWords(language, dict(rows))


def _table(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        fact, hint = f"these words cannot be read: {error}", "mend the file, or take it away"
        raise Failure(Problem(Location(file), Severity.ERROR, "template", fact, hint=hint)) from error


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        rows += [(prefix + key, value)] if isinstance(value, str) else _flat(value, f"{prefix}{key}.")
    return rows
