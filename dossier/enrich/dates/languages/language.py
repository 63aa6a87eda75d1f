"""What the package knows of one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TypeAlias

from dossier.enrich.dates.context import Cues
from dossier.enrich.dates.meaning import Phrase

PhraseFinder: TypeAlias = Callable[[str, AbstractSet[str]], Iterable[Phrase]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Language:
    """All that finding dates needs of one language. Text is folded to simplified characters, narrow digits and spaces."""

    # The phrases of a text, of which some may overlap. The second argument is the signs that the text has, so that
    # patterns whose signs are missing need not be tried.
    find_phrases: PhraseFinder
    # Of the words or characters that `sign_pattern` matches, those of which every phrase contains at least one.
    # A block without any sign is not searched for phrases.
    sign_pattern: re.Pattern[str]
    signs: frozenset[str]
    # Names and idioms that look like a date of this language and are none; a phrase that touches one is dropped.
    lookalikes: re.Pattern[str] | None = None
    # What the language writes around dates.
    cues: Cues = field(default_factory=Cues)
