"""Detects the language of a text: the one that its page declares if the text agrees, else by script and common words.

The lists of common words are those of jusText, which the extractor requires; Babel maps their names to codes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from dossier.ingest.html.pieces import Gallery, Piece, piece_text
from dossier.ingest.metadata.article_metadata import ArticleMetadata
from dossier.script import fold

_EXAMINED = 8000  # characters that are examined
# With the marks of vowels and tones, which are no letters: without them a word of Hindi would be several.
_WORD = re.compile(
    r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0de5\u0e30-\u0e4e\u0eb0-\u0ece\u0f71-\u0fbc"
    r"\u102b-\u103e\u17b4-\u17d3])+"
)
_MOST_WORDS = 400
_MIN_DECLARED = 0.12  # share of common words of a declared language with which it is accepted
_SURE = 0.4  # share with which no other language is tried
_NEARLY = 0.7  # of the share of the likeliest language
_MIN_UNDECLARED = 0.18  # share of common words of a language that is not declared
_FEW = 15  # words below which a declared language is accepted
_COMMONEST = 500  # of a list; the rest are nouns that many languages share
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
_OTHER_NAMES = {
    "Norwegian_Bokmal": "nb", "Norwegian_Nynorsk": "nn", "Haitian": "ht", "West_Frisian": "fy", "Western_Panjabi": "pa", "Bengali": "bn",
    "Hindi": "hi", "Tagalog": "tl", "Kyrgyz": "ky", "Serbian": "sr",
}
_IGNORED_LISTS = {"Simple_English", "Serbo_Croatian", "Latin", "Esperanto", "Ido", "Volapuk", "Belarusian_Taraskievica", "Samogitian",
                 "Aromanian", "Lombard", "Neapolitan", "Sicilian", "Piedmontese", "Walloon", "Waray_Waray", "Low_Saxon", "Newar"}
# fmt: on
_LETTER = re.compile(r"[a-zA-Zà-žÀ-Ž]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_ENGLISH = re.compile(r"\b(the|and|of|to|in|that|is)\b")
_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "tl": "fil", "sh": "sr"}


def detect_language(metadata: ArticleMetadata, pieces: Iterable[Piece]) -> str:
    """The language of an article; that of its outlet if the text is too short."""
    text = metadata.title + "".join(piece_text(piece) for piece in pieces if not isinstance(piece, Gallery))
    han = "".join(_HAN.findall(text))
    kana, hangul, letters = (len(pattern.findall(text)) for pattern in (_KANA, _HANGUL, _LETTER))
    if hangul > len(han) and hangul > letters / 4:
        return "ko"
    if kana > len(han) / 4 and kana > 20:
        return "ja"
    if len(han) * 4 > letters:
        if len(han) < 20 and metadata.rule.language:
            return metadata.rule.language
        changed = sum(one != other for one, other in zip(han, fold(han), strict=True))
        return "zh-Hant" if changed * 20 > len(han) else "zh-Hans"
    if metadata.languages:
        return detect_from_words(text, metadata.languages) or metadata.rule.language or "und"
    return "en" if len(_ENGLISH.findall(text)) * 40 > len(text.split()) else metadata.rule.language or "und"


def detect_from_words(text: str, declared: Iterable[str] = ()) -> str:
    """A language code without region; "" if neither the text nor the declared languages decide."""
    sample = text[:_EXAMINED].lower()
    script = _main_script(sample)
    possible = [
        code for declared_code in declared if (code := primary_code(declared_code)) and _may_use_script(code, script)
    ]
    words = _WORD.findall(sample)[:_MOST_WORDS]
    shares_declared = {code: _common_share(words, code) for code in possible}
    for code, share in shares_declared.items():
        if share is None or len(words) < _FEW or share >= _SURE:
            return code
    shares = {code: _common_share(words, code) or 0.0 for code in _candidates(script)}
    best = max(shares, key=lambda code: shares[code], default="")
    for code, share in shares_declared.items():
        if share and share >= _MIN_DECLARED and share >= shares[best] * _NEARLY:
            return code
    if best and (shares[best] >= _MIN_UNDECLARED or len(shares) == 1) and len(words) >= _FEW:
        return best
    if possible:
        return possible[0]
    return best if best and script != "latin" else ""


def primary_code(declared_code: str) -> str:
    """The primary code, `en`, of `en-US`, `en_GB` and `EN`; "" for an invalid one."""
    match = re.match(r"\s*([a-zA-Z]{2,3})(?:[-_]|\s*$)", declared_code)
    return match[1].lower() if match else ""


def _main_script(sample: str) -> str:
    counts = Counter({name: len(re.findall(pattern, sample)) for name, pattern in _SCRIPTS})
    name, count = counts.most_common(1)[0]
    return name if count else ""


def _may_use_script(code: str, script: str) -> bool:
    """Whether a language may be written in a script; languages that are not listed are assumed to use Latin."""
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


def _common_share(words: list[str], code: str) -> float | None:
    """The share of common words of a language; None without a list of them."""
    common = _common_words(code)
    return sum(word in common for word in words) / max(1, len(words)) if common else None


@cache
def _common_words(code: str) -> frozenset[str]:
    from justext import get_stoplist  # noqa: PLC0415 # loaded when a page needs it

    names = _lists().get(code) or _lists().get(_ALIASES.get(code, ""), ())
    return frozenset(word.lower() for name in names for word in _shortest_words(get_stoplist(name)))


def _shortest_words(words: Iterable[str]) -> list[str]:
    """The shortest words of an unordered list, because function words are short in every language."""
    return sorted(words, key=lambda word: (len(word), word))[:_COMMONEST]


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """The names of jusText's word lists, by language code."""
    from babel import Locale  # noqa: PLC0415 # likewise
    from justext import get_stoplists  # noqa: PLC0415

    codes = {name: code for code, name in Locale("en").languages.items()}
    names_by_code: dict[str, tuple[str, ...]] = {}
    for name in sorted(get_stoplists() - _IGNORED_LISTS):
        code = _OTHER_NAMES.get(name) or codes.get(name.replace("_", " "), "")
        code = _ALIASES.get(code, code)
        if code:
            names_by_code[code] = (*names_by_code.get(code, ()), name)
    return names_by_code
