"""How the interface says things in its languages: dates, its own words, and the attributes of an element's language."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_HAN = re.compile("[\u3400-\u9fff]")
_RTL_LETTER = re.compile("[\u05d0-\u06ff\u0710-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SCRIPTS = ("-Arab", "-Hebr", "-Syrc", "-Thaa")


def is_right_to_left(language: str) -> bool:
    primary, _, rest = language.partition("-")
    return (primary.lower() in _RIGHT_TO_LEFT and not rest.startswith(("Latn", "Cyrl"))) or language.endswith(_SCRIPTS)


def language_attributes(language: str) -> str:
    """` lang="he" dir="rtl"`; `dir` only for languages written from right to left."""
    return f' lang="{escape(language)}"' + ' dir="rtl"' * is_right_to_left(language)


def direction_attributes(language: str, outer: str) -> Markup:
    """The attributes of an element in `language` within a text in `outer`: `dir` too, unless it is the same."""
    same = is_right_to_left(language) or not is_right_to_left(outer)
    return Markup(language_attributes(language) + ("" if same else ' dir="ltr"'))  # noqa: S704  # escaped


def is_written_in(text: str, language: str) -> bool:
    """Whether an editor's text may be in a language, as far as its script tells: Chinese, from right to left, or another."""
    han, letters = bool(_HAN.search(text)), bool(_RTL_LETTER.search(text))
    return han == language.startswith(("zh", "ja")) and letters == is_right_to_left(language)


# Characters that are written from right to left or change the direction of what follows.
_BIDI = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def isolated(html: Markup, text: str) -> Markup:
    """A title or a name as HTML, isolated where its characters could change the direction of the text around it."""
    return Markup("<bdi>{}</bdi>").format(html) if _BIDI.search(text) else html
