"""Value types with a syntax of their own (dates, addresses, languages, …), and types that several fields share."""

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
    FieldContext,
    MarkdownValue,
    NameValue,
    PatternValue,
    ReferenceValue,
    Schema,
    TextValue,
    scalar_text,
)
from dossier.model import Rights, When


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date, in EDTF or ISO 8601."""

    example: str = "2023-09-13"

    def parse(self, node: Node, context: FieldContext) -> When:
        if isinstance(node, YamlList) and len(node.nodes) == 1 and isinstance(node.nodes[0], YamlText):
            word = f"[{node.nodes[0].value}]"  # a day between two others, [a..b], which YAML reads as a list
        else:
            word = scalar_text(node, context, self.example)
        try:
            return edtf.parse(word)
        except ValueError as error:
            fact, _, hint = str(error).partition(": ")
            fact = f"cannot be {fact}" if fact == f"“{word}”" else f"is wrong: {fact}"
            raise context.error(f"{context.label} {fact}", hint or f"write it like {self.example}") from None

    def schema(self) -> Schema:
        return {"type": ["string", "number", "array"], "items": {"type": "string"}, "maxItems": 1}


@dataclass(frozen=True, slots=True)
class DateTextValue:
    """A date, kept as typed."""

    example: str = "2023-09-13"
    allow_none: bool = False  # `none` is accepted

    def parse(self, node: Node, context: FieldContext) -> str:
        if self.allow_none and isinstance(node, YamlText) and node.value == "none":
            return "none"
        return DateValue(self.example).parse(node, context).edtf

    def schema(self) -> Schema:
        return DateValue().schema()


@dataclass(frozen=True, slots=True)
class UrlValue:
    """An address on the web."""

    example: str = "https://…"
    allow_local: bool = False  # `article:ID` is accepted

    def parse(self, node: Node, context: FieldContext) -> str:
        word = scalar_text(node, context, self.example)
        if self.allow_local and word.startswith("article:"):
            context.log.references.append(
                IdReference("article", word.removeprefix("article:"), context.at, context.name)
            )
            return word
        if not is_web_address(word):
            raise context.error(f"{context.label} is “{word}”, which is not an address", "write it whole, https://…")
        return word

    def schema(self) -> Schema:
        return {
            "type": "string",
            "pattern": "^(https?://|article:)[^\\s]+$" if self.allow_local else "^https?://[^\\s]+$",
        }


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

    def parse(self, node: Node, context: FieldContext) -> str:
        word = scalar_text(node, context, self.example)
        if word.lower() in ("zh", "cn", "chs", "cht", *_REGIONS):
            tag = _REGIONS.get(word.lower())
            hint = f"write {tag}" if tag else "write zh-Hans or zh-Hant"
            raise context.error(f"{context.label} is “{word}”, which does not say the script", hint)
        if not re.fullmatch("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", word):
            raise context.error(
                f"{context.label} is “{word}”, which is not a language", "write zh-Hans, zh-Hant, en, …"
            )
        return word

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}


@dataclass(frozen=True, slots=True)
class TimezoneValue:
    """A time zone, by its name."""

    example: str = "Asia/Shanghai"

    def parse(self, node: Node, context: FieldContext) -> str:
        word = scalar_text(node, context, self.example)
        try:
            ZoneInfo(word)
        except (KeyError, ValueError, OSError):
            hint = did_you_mean(word, available_timezones(), "write it like Asia/Shanghai")
            raise context.error(f"{context.label} is “{word}”, which is no time zone", hint) from None
        return word

    def schema(self) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class CoordinatesValue:
    """Latitude and longitude."""

    example: str = "[43.1, 131.9]"

    def parse(self, node: Node, context: FieldContext) -> tuple[float, float]:
        words = ListValue(TextValue()).parse(node, context) if isinstance(node, YamlList | RefusedNode) else ()
        number = re.compile(r"-?\d{1,3}(?:\.\d+)?")
        if len(words) != 2 or not all(number.fullmatch(word) for word in words):
            raise context.error(f"{context.label} are latitude and longitude", context.example(self.example))
        latitude, longitude = map(float, words)
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise context.error(f"{context.label} are not on the globe", "write the latitude first: [43.1, 131.9]")
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
    "outlet", "bbc-zh", pattern=re.compile(r"[^\W_][\w.-]*")
)  # an outlet that is not described may have an id in any script
BLOCK = PatternValue(re.compile(r"[^\s#]{1,100}"), "a paragraph's id", "p-3kf9xa")
QUOTE = (
    RecordField("prefix", TEXT, "Words before it, where it stands more than once."),
    RecordField("suffix", TEXT, "Words after it."),
    RecordField("nth", CountValue(), "Which of several equal places, counted from 1 over the article."),
    RecordField(
        "block", BLOCK, "The paragraph that it was taken from, by its id: found only elsewhere, it is a warning."
    ),
)
