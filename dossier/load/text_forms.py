"""Texts of a certain form: dates, addresses, languages, time zones, coordinates.

The kinds of values that fields share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from dossier import edtf
from dossier.front_matter import Node, RefusedNode, YamlList, YamlText
from dossier.load.records import ListValue, RecordField
from dossier.load.results import IdReference
from dossier.load.spelling import did_you_mean
from dossier.load.values import (
    ChoiceValue,
    CountValue,
    FieldPlace,
    MarkdownValue,
    NameValue,
    PatternValue,
    ReferenceValue,
    Schema,
    TextValue,
    read_scalar,
)
from dossier.model import Rights, When


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date, in EDTF or ISO 8601."""

    example: str = "2023-09-13"

    def read(self, node: Node, here: FieldPlace) -> When:
        if isinstance(node, YamlList) and len(node.nodes) == 1 and isinstance(node.nodes[0], YamlText):
            word = f"[{node.nodes[0].value}]"  # one day within: [a..b], which YAML takes for a list
        else:
            word = read_scalar(node, here, self.example)
        try:
            return edtf.parse(word)
        except ValueError as error:
            fact, _, hint = str(error).partition(": ")
            fact = f"cannot be {fact}" if fact == f"“{word}”" else f"is wrong: {fact}"
            raise here.wrong(f"{here.called} {fact}", hint or f"write it like {self.example}") from None

    def schema(self) -> Schema:
        return {"type": ["string", "number", "array"], "items": {"type": "string"}, "maxItems": 1}


@dataclass(frozen=True, slots=True)
class DateTextValue:
    """A date, kept as it was typed."""

    example: str = "2023-09-13"
    none: bool = False  # `none` may be said

    def read(self, node: Node, here: FieldPlace) -> str:
        if self.none and isinstance(node, YamlText) and node.value == "none":
            return "none"
        return DateValue(self.example).read(node, here).edtf

    def schema(self) -> Schema:
        return DateValue().schema()


@dataclass(frozen=True, slots=True)
class UrlValue:
    """An address on the web."""

    example: str = "https://…"
    local: bool = False  # `article:ID` will do

    def read(self, node: Node, here: FieldPlace) -> str:
        word = read_scalar(node, here, self.example)
        if self.local and word.startswith("article:"):
            here.sheet.uses.append(IdReference("article", word.removeprefix("article:"), here.at, here.name))
            return word
        if not is_web_address(word):
            raise here.wrong(f"{here.called} is “{word}”, which is not an address", "write it whole, https://…")
        return word

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^(https?://|article:)[^\\s]+$" if self.local else "^https?://[^\\s]+$"}


def is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"\x00-\x1f]", address)


_REGIONS = {"zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant"}


@dataclass(frozen=True, slots=True)
class LanguageValue:
    """A language, by BCP 47; Chinese with its script."""

    example: str = "zh-Hans"

    def read(self, node: Node, here: FieldPlace) -> str:
        word = read_scalar(node, here, self.example)
        if word.lower() in ("zh", "cn", "chs", "cht", *_REGIONS):
            meant = _REGIONS.get(word.lower())
            hint = f"write {meant}" if meant else "write zh-Hans or zh-Hant"
            raise here.wrong(f"{here.called} is “{word}”, which does not say the script", hint)
        if not re.fullmatch("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", word):
            raise here.wrong(f"{here.called} is “{word}”, which is not a language", "write zh-Hans, zh-Hant, en, …")
        return word

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}


@dataclass(frozen=True, slots=True)
class TimezoneValue:
    """A time zone, by its name."""

    example: str = "Asia/Shanghai"

    def read(self, node: Node, here: FieldPlace) -> str:
        word = read_scalar(node, here, self.example)
        try:
            ZoneInfo(word)
        except (KeyError, ValueError, OSError):
            hint = did_you_mean(word, available_timezones(), "write it like Asia/Shanghai")
            raise here.wrong(f"{here.called} is “{word}”, which is no time zone", hint) from None
        return word

    def schema(self) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class CoordinatesValue:
    """Latitude and longitude."""

    example: str = "[43.1, 131.9]"

    def read(self, node: Node, here: FieldPlace) -> tuple[float, float]:
        words = ListValue(TextValue()).read(node, here) if isinstance(node, YamlList | RefusedNode) else ()
        number = re.compile(r"-?\d{1,3}(?:\.\d+)?")
        if len(words) != 2 or not all(number.fullmatch(word) for word in words):
            raise here.wrong(f"{here.called} are latitude and longitude", here.example(self.example))
        latitude, longitude = map(float, words)
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise here.wrong(f"{here.called} are not on the globe", "write the latitude first: [43.1, 131.9]")
        return latitude, longitude

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}


TEXT = TextValue()
NAME = NameValue()
MARKDOWN = MarkdownValue()
DATE = DateValue()
URL = UrlValue()
ID = PatternValue(re.compile(r"(?!index$)[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?![.]|$)){0,199}"), "an id", "kim-jong-un")
ARTICLE_ID = replace(ID, example="2023-09-05-bbc-66714623")
FILE = PatternValue(re.compile(r"(?!.*\.\.(?:/|$))[^/\\\x00][^\\\x00]*"), "a file's name", "x.svg")
CAPTURE_FILE = replace(FILE, example="2023-09-05-bbc-66714623.txt")
SHA256 = PatternValue(re.compile("[0-9a-f]{64}"), "a SHA-256, 64 of the digits 0 to f", "61df50067369…")
RIGHTS = ChoiceValue(get_args(Rights))
ARTICLE = ReferenceValue("article", ARTICLE_ID.example)
ENTITY, EVENT = ReferenceValue("entity", ID.example), ReferenceValue("event", "vostochny-summit")
OUTLET = ReferenceValue(
    "outlet", "bbc-zh", form=re.compile(r"[^\W_][\w.-]*")
)  # one that nobody describes may be of any script
BLOCK = PatternValue(re.compile(r"[^\s#]{1,100}"), "a paragraph's id", "p-3kf9xa")
QUOTE = (
    RecordField("prefix", TEXT, "Words before it, where it stands more than once."),
    RecordField("suffix", TEXT, "Words after it."),
    RecordField("nth", CountValue(), "Which of several equal places, counted from 1 over the article."),
    RecordField(
        "block", BLOCK, "The paragraph that it was taken from, by its id: found only elsewhere, it is a warning."
    ),
)
