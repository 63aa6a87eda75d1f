"""Which language a text is in: what its page claims, where the text agrees; else what its script and its commonest words say.

The lists of common words are jusText's, which comes with the extractor; its languages are named as Babel names them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

_ENOUGH = 8000  # characters, to tell a language
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 400
_AGREES = 0.12  # of the words are common ones of the language that a page claims
_PLAINLY = 0.4  # likewise, so that no other language need be asked
_NEARLY = 0.7  # of the share that the likeliest language has
_CERTAIN = 0.18  # of the words are common ones of the language, where nobody claims it
_FEW = 15  # words, too few to gainsay a claim
_COMMONEST = 500  # of a list: the rest are nouns that many languages share
_SCRIPTS = (
    ("latin", r"[a-zà-öø-ÿĀ-ɏḀ-ỿ]"),
    ("cyrillic", r"[\u0400-\u04ff]"),
    ("arabic", r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"),
    ("hebrew", r"[\u0590-\u05ff]"),
    ("greek", r"[\u0370-\u03ff\u1f00-\u1fff]"),
    ("devanagari", r"[\u0900-\u097f]"),
    ("bengali", r"[\u0980-\u09ff]"),
    ("gurmukhi", r"[\u0a00-\u0a7f]"),
    ("gujarati", r"[\u0a80-\u0aff]"),
    ("tamil", r"[\u0b80-\u0bff]"),
    ("telugu", r"[\u0c00-\u0c7f]"),
    ("kannada", r"[\u0c80-\u0cff]"),
    ("malayalam", r"[\u0d00-\u0d7f]"),
    ("sinhala", r"[\u0d80-\u0dff]"),
    ("thai", r"[\u0e00-\u0e7f]"),
    ("lao", r"[\u0e80-\u0eff]"),
    ("tibetan", r"[\u0f00-\u0fff]"),
    ("myanmar", r"[\u1000-\u109f]"),
    ("georgian", r"[\u10a0-\u10ff]"),
    ("ethiopic", r"[\u1200-\u137f]"),
    ("khmer", r"[\u1780-\u17ff]"),
    ("armenian", r"[\u0530-\u058f]"),
    ("cjk", r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"),
)
# fmt: off
_LANGUAGES = {
    "cyrillic": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg", "tt", "cv"), "arabic": ("ar", "fa", "ur", "ku", "ps", "ckb", "sd", "ug"),
    "hebrew": ("he", "yi"), "greek": ("el",), "devanagari": ("hi", "mr", "ne", "sa"), "bengali": ("bn", "as"), "gurmukhi": ("pa",),
    "gujarati": ("gu",), "tamil": ("ta",), "telugu": ("te",), "kannada": ("kn",), "malayalam": ("ml",), "sinhala": ("si",), "thai": ("th",),
    "lao": ("lo",), "tibetan": ("bo", "dz"), "myanmar": ("my",), "georgian": ("ka",), "ethiopic": ("am", "ti"), "khmer": ("km",),
    "armenian": ("hy",), "cjk": ("zh", "ja", "ko"),
}
_NAMED_OTHERWISE = {
    "Norwegian_Bokmal": "nb", "Norwegian_Nynorsk": "nn", "Haitian": "ht", "West_Frisian": "fy", "Western_Panjabi": "pa", "Bengali": "bn",
    "Hindi": "hi", "Tagalog": "tl", "Kyrgyz": "ky", "Serbian": "sr",
}
_NO_LANGUAGES = {"Simple_English", "Serbo_Croatian", "Latin", "Esperanto", "Ido", "Volapuk", "Belarusian_Taraskievica", "Samogitian",
                 "Aromanian", "Lombard", "Neapolitan", "Sicilian", "Piedmontese", "Walloon", "Waray_Waray", "Low_Saxon", "Newar"}
# fmt: on
_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "tl": "fil", "sh": "sr"}


def detected(text: str, claims: Iterable[str] = ()) -> str:
    """A language code without its region; "" where neither the text nor the claims tell."""
    sample = text[:_ENOUGH].lower()
    script = _script(sample)
    possible = [code for claim in claims if (code := primary(claim)) and _fits(code, script)]
    words = _WORD.findall(sample)[:_MOST_WORDS]
    claimed = {code: _share(words, code) for code in possible}
    for code, share in claimed.items():
        if share is None or len(words) < _FEW or share >= _PLAINLY:
            return code
    shares = {code: _share(words, code) or 0.0 for code in _candidates(script)}
    best = max(shares, key=lambda code: shares[code], default="")
    for code, share in claimed.items():
        if share and share >= _AGREES and share >= shares[best] * _NEARLY:
            return code
    if best and (shares[best] >= _CERTAIN or len(shares) == 1) and len(words) >= _FEW:
        return best
    if possible:
        return possible[0]
    return best if best and script != "latin" else ""


def primary(claim: str) -> str:
    """`en` of `en-US`, `en_GB` and `EN`; "" for what is no language."""
    found = re.match(r"\s*([a-zA-Z]{2,3})(?:[-_]|\s*$)", claim)
    return found[1].lower() if found else ""


def _script(sample: str) -> str:
    counts = Counter({name: len(re.findall(pattern, sample)) for name, pattern in _SCRIPTS})
    name, count = counts.most_common(1)[0]
    return name if count else ""


def _fits(code: str, script: str) -> bool:
    """Whether a language is written in a script; of most languages of the Latin one nothing is known but that."""
    if not script:
        return True
    others = {language for languages in _LANGUAGES.values() for language in languages}
    return (
        code in _LANGUAGES[script] if script in _LANGUAGES else code not in others or code in {"sr", "kk", "ku", "mn"}
    )


def _candidates(script: str) -> tuple[str, ...]:
    if script in _LANGUAGES:
        return _LANGUAGES[script]
    others = {language for languages in _LANGUAGES.values() for language in languages}
    return tuple(code for code in _lists() if code not in others) if script else ()


def _share(words: list[str], code: str) -> float | None:
    """How many of the words are common ones of a language; None where nobody listed them."""
    common = _common(code)
    return sum(word in common for word in words) / max(1, len(words)) if common else None


@cache
def _common(code: str) -> frozenset[str]:
    from justext import get_stoplist  # noqa: PLC0415 # loaded when a page needs it

    names = _lists().get(code) or _lists().get(_SAME.get(code, ""), ())
    return frozenset(word.lower() for name in names for word in _ranked(get_stoplist(name)))


def _ranked(words: Iterable[str]) -> list[str]:
    """The shorter words of a list that has no order: function words are short in every language."""
    return sorted(words, key=lambda word: (len(word), word))[:_COMMONEST]


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """The names of the lists of each language."""
    from babel import Locale  # noqa: PLC0415 # likewise
    from justext import get_stoplists  # noqa: PLC0415

    codes = {name: code for code, name in Locale("en").languages.items()}
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(get_stoplists() - _NO_LANGUAGES):
        code = _NAMED_OTHERWISE.get(name) or codes.get(name.replace("_", " "), "")
        code = _SAME.get(code, code)
        if code:
            found[code] = (*found.get(code, ()), name)
    return found
