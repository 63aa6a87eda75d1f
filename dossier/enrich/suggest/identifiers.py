"""Ids for new records that an editor can read: of the Latin name, else in pinyin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

import rjieba
from pypinyin import lazy_pinyin

from dossier.enrich.suggest.chinese import is_chinese_person
from dossier.script import fold

_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "đ": "d", "ı": "i"}
)
_LONGEST = 60


def identifier(latin: str, name: str) -> str:
    """An id for a name: its Latin form in small letters, else the name in pinyin, a person's given name as one word."""
    plain = unicodedata.normalize("NFKD", latin.translate(_LETTERS).replace("'", "").replace("’", ""))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return _joined(words or _pinyin(fold(name)))


def unused(key: str, taken: Container[str]) -> str:
    """The id, with a number behind it where another record has it."""
    nth, candidate = 1, key
    while candidate in taken:
        nth += 1
        candidate = f"{key}-{nth}"
    return candidate


def _pinyin(name: str) -> list[str]:
    if is_chinese_person(name):
        surname = 2 if len(name) == 4 else 1
        return ["".join(lazy_pinyin(part)) for part in (name[:surname], name[surname:])]
    words = [word for part in name.split("·") for word in ([part] if "·" in name else rjieba.cut(part))]
    return ["".join(re.findall(r"[a-z0-9]+", "".join(lazy_pinyin(word)).lower())) for word in words]


def _joined(words: list[str]) -> str:
    key = ""
    for word in filter(None, words):
        if key and len(key) + len(word) >= _LONGEST:
            break
        key = f"{key}-{word}" if key else word
    return key or "name"
