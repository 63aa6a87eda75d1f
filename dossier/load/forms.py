"""Texts of a certain form: dates, addresses, languages, time zones, coordinates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from dossier import edtf
from dossier.front_matter import Items, Node, Refused, Text
from dossier.load.meant import did_you_mean
from dossier.load.records import Many
from dossier.load.uses import Use
from dossier.load.values import Here, Schema, Words, typed
from dossier.model import When


@dataclass(frozen=True, slots=True)
class Date:
    """A date, in EDTF or ISO 8601."""

    example: str = "2023-09-13"

    def read(self, node: Node, here: Here) -> When:
        if isinstance(node, Items) and len(node.nodes) == 1 and isinstance(node.nodes[0], Text):
            word = f"[{node.nodes[0].value}]"  # one day within: [a..b], which YAML takes for a list
        else:
            word = typed(node, here, self.example)
        try:
            return edtf.parse(word)
        except ValueError as error:
            fact, _, hint = str(error).partition(": ")
            fact = f"cannot be {fact}" if fact == f"“{word}”" else f"is wrong: {fact}"
            raise here.wrong(f"{here.called} {fact}", hint or f"write it like {self.example}") from None

    def schema(self) -> Schema:
        return {"type": ["string", "number", "array"], "items": {"type": "string"}, "maxItems": 1}


@dataclass(frozen=True, slots=True)
class DateText:
    """A date, kept as it was typed."""

    example: str = "2023-09-13"
    none: bool = False  # `none` may be said

    def read(self, node: Node, here: Here) -> str:
        if self.none and isinstance(node, Text) and node.value == "none":
            return "none"
        return Date(self.example).read(node, here).edtf

    def schema(self) -> Schema:
        return Date().schema()


@dataclass(frozen=True, slots=True)
class Url:
    """An address on the web."""

    example: str = "https://…"
    local: bool = False  # `article:ID` will do

    def read(self, node: Node, here: Here) -> str:
        word = typed(node, here, self.example)
        if self.local and word.startswith("article:"):
            here.sheet.uses.append(Use("article", word.removeprefix("article:"), here.at, here.name))
            return word
        if not is_web(word):
            raise here.wrong(f"{here.called} is “{word}”, which is not an address", "write it whole, https://…")
        return word

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^(https?://|article:)[^\\s]+$" if self.local else "^https?://[^\\s]+$"}


def is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"\x00-\x1f]", address)


_REGIONS = {"zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant"}


@dataclass(frozen=True, slots=True)
class Language:
    """A language, by BCP 47; Chinese with its script."""

    example: str = "zh-Hans"

    def read(self, node: Node, here: Here) -> str:
        word = typed(node, here, self.example)
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
class Zone:
    """A time zone, by its name."""

    example: str = "Asia/Shanghai"

    def read(self, node: Node, here: Here) -> str:
        word = typed(node, here, self.example)
        try:
            ZoneInfo(word)
        except (KeyError, ValueError, OSError):
            hint = did_you_mean(word, available_timezones(), "write it like Asia/Shanghai")
            raise here.wrong(f"{here.called} is “{word}”, which is no time zone", hint) from None
        return word

    def schema(self) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Latitude and longitude."""

    example: str = "[43.1, 131.9]"

    def read(self, node: Node, here: Here) -> tuple[float, float]:
        words = Many(Words()).read(node, here) if isinstance(node, Items | Refused) else ()
        number = re.compile(r"-?\d{1,3}(?:\.\d+)?")
        if len(words) != 2 or not all(number.fullmatch(word) for word in words):
            raise here.wrong(f"{here.called} are latitude and longitude", here.example(self.example))
        latitude, longitude = map(float, words)
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise here.wrong(f"{here.called} are not on the globe", "write the latitude first: [43.1, 131.9]")
        return latitude, longitude

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
