"""How the interface says things in its languages: dates, its own words, and the attributes of an element's language."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_SCRIPTS = ("-Arab", "-Hebr", "-Syrc", "-Thaa")


def is_right_to_left(language: str) -> bool:
    primary, _, rest = language.partition("-")
    return (primary.lower() in _RIGHT_TO_LEFT and not rest.startswith(("Latn", "Cyrl"))) or language.endswith(_SCRIPTS)


def language_attributes(language: str) -> str:
    """` lang="he" dir="rtl"`; `dir` only for languages written from right to left."""
    return f' lang="{escape(language)}"' + ' dir="rtl"' * is_right_to_left(language)


# Characters that are written from right to left or change the direction of what follows.
_BIDI = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def isolated(html: Markup, text: str) -> Markup:
    """A title or a name as HTML, isolated where its characters could change the direction of the text around it."""
    return Markup("<bdi>{}</bdi>").format(html) if _BIDI.search(text) else html
