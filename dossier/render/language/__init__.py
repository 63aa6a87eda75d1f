"""How the interface says things in its languages: dates, its own words, and the attributes of an element's language."""

from __future__ import annotations

from html import escape

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_SCRIPTS = ("-Arab", "-Hebr", "-Syrc", "-Thaa")


def is_right_to_left(language: str) -> bool:
    primary, _, rest = language.partition("-")
    return (primary.lower() in _RIGHT_TO_LEFT and not rest.startswith(("Latn", "Cyrl"))) or language.endswith(_SCRIPTS)


def language_attributes(language: str) -> str:
    """` lang="he" dir="rtl"`; `dir` only for languages written from right to left."""
    return f' lang="{escape(language)}"' + ' dir="rtl"' * is_right_to_left(language)
