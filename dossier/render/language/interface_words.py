"""The words of the interface in its languages."""

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

_FIELD = re.compile(r"\{(\w+)\}")  # not str.format, which would give a stranger's words access to attributes
LANGUAGES = ("zh-Hans", "zh-Hant", "en")


@offered
@dataclass(frozen=True)
class InterfaceWords:
    """The strings of one language, called by their key: words("count.articles", n=3)."""

    language: str
    strings: Mapping[str, str]

    def __call__(self, key: str, **values: Any) -> str:
        """The string with its fields filled in; for n=1 its singular, `<key>.one`, where the language has one."""
        if values.get("n") == 1 and f"{key}.one" in self.strings:
            key = f"{key}.one"
        return _FIELD.sub(lambda match: str(values.get(match[1], match[0])), self.strings[key])

    def join_items(self, items: Iterable[str]) -> str:
        """The items as a list in a sentence: A、B、C."""
        return self.strings["list.comma"].join(items)

    def join_facts(self, facts: Iterable[str]) -> str:
        """Facts joined to one sentence."""
        return self.strings["list.semicolon"].join(facts) + self.strings["list.stop"]


@lru_cache(maxsize=16)
def interface_words(language: str, theme: Theme = OURS) -> InterfaceWords:
    """The words of an interface language; for any other language, those of the nearest."""
    if language not in LANGUAGES:
        language = "zh-Hans" if language.startswith("zh") else "en"
    tables = (_parse_words(file, text) for file, text in theme.words(language))
    return InterfaceWords(language, dict(item for table in tables for item in _flatten(table)))


def _parse_words(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        fact, hint = f"these words cannot be read: {error}", "mend the file, or take it away"
        raise Failure(Problem(Location(file), Severity.ERROR, "template", fact, hint=hint)) from error


def _flatten(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    items: list[tuple[str, str]] = []
    for key, value in table.items():
        items += [(prefix + key, value)] if isinstance(value, str) else _flatten(value, f"{prefix}{key}.")
    return items
