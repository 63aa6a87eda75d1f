"""Checks for deceptive text: characters that are invisible or reverse a line, addresses that look like others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from dossier.load.disk import FileWithDraft
from dossier.model import Location
from dossier.problems import Problem, Severity

_BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates
_BIDI_MARKS = "\u061c\u200e\u200f"
_JOINERS = "\u200c\u200d"
_INVISIBLE_SIGNS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a"
_TAGS = "\U000e0001\U000e0020-\U000e007f"
_INVISIBLE = re.compile(f"[{_BIDI_CONTROLS}{_BIDI_MARKS}{_JOINERS}{_INVISIBLE_SIGNS}{_TAGS}]")

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_JOINING_SCRIPT = re.compile("[\u0600-\u08ff\u0900-\u109f\u1780-\u18af\ua840-\ua8ff\ufb50-\ufdff\ufe70-\ufefc]")
_EMOJI = re.compile("[\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff]")
_FLAG = "\U0001f3f4"

_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"'`]+", re.IGNORECASE)
_CLOSING_PUNCTUATION = ".,;:!?)]}。，；：！？）】」』”’"
_COMPATIBLE_SCRIPTS = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "LATIN"}  # a name may mix these
# Letters that look like Latin ones: a name that consists of them reads as Latin.
_LOOKALIKE = frozenset("асеорхуіјѕԁһӏԛԝьѵѡɡոսցօքανοριυκτχ")


def deceptive_text(file: FileWithDraft) -> tuple[Problem, ...]:
    """A warning for each line with invisible characters, and for each address that looks like another."""
    source = file.source
    text = source.text.removeprefix("\ufeff")
    problems: list[Problem] = []
    if _INVISIBLE.search(text):
        problems += _invisible_characters(text, source.file)
    if "://" in text and (not text.isascii() or "@" in text or "xn--" in text.lower()):
        problems += _disguised_addresses(text, source.file)
    return tuple(problems)


def _invisible_characters(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        matches = (match for match in _INVISIBLE.finditer(line) if not _is_legitimate(line, match.start()))
        names = dict.fromkeys(_character_name(match[0]) for match in matches)
        if names:
            fact = f"characters that do not show, or turn the line around: {', '.join(names)}"
            hint = "take them out; or accept `unseen` here, if the text needs them"
            yield Problem(Location(file, number), Severity.WARNING, "unseen", fact, hint=hint)


def _character_name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _is_legitimate(line: str, offset: int) -> bool:
    """Whether an invisible character has a purpose: it joins letters or emoji, or marks direction in its script."""
    character, before, after = line[offset], line[offset - 1 : offset], line[offset + 1 : offset + 2]
    if character in _JOINERS:
        joins_letters = bool(_JOINING_SCRIPT.match(before))
        return joins_letters or (character == "\u200d" and bool(_EMOJI.match(before) and _EMOJI.match(after)))
    if character in _BIDI_MARKS:
        return bool(_RIGHT_TO_LEFT.search(line))
    if "\u180b" <= character <= "\u180e":
        return bool(_JOINING_SCRIPT.match(before))
    return "\U000e0020" <= character <= "\U000e007f" and _FLAG in line[:offset]


def _disguised_addresses(text: str, file: str) -> Iterator[Problem]:
    if "://" not in text:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for match in _ADDRESS.finditer(line) if "://" in line else ():
            try:
                parts = urlsplit(match[0].rstrip(_CLOSING_PUNCTUATION))
                host = parts.hostname or ""
            except ValueError:
                continue
            if "@" in parts.netloc:
                fact = f"an address that begins with a user's name leads to {host}, whatever stands before it"
                hint = "write it without what stands before the @"
                yield Problem(Location(file, number), Severity.WARNING, "disguised", fact, hint=hint)
            if reason := _suspicion(host):
                fact = f"the host {_display_host(host)} {reason}"
                hint = "see where it leads; or accept `disguised` here"
                yield Problem(Location(file, number), Severity.WARNING, "disguised", fact, hint=hint)


def _suspicion(host: str) -> str:
    """Why a host name is suspicious; empty if it is not."""
    for label in map(_decode_label, host.split(".")):
        letters = [character for character in label if character.isalpha()]
        scripts = {unicodedata.name(character, "?").split()[0].split("-")[0] for character in letters}
        if _INVISIBLE.search(label):
            return "holds characters that do not show"
        if unicodedata.normalize("NFKC", label) != label:
            return "is written in signs that only look like letters"
        if len(scripts) > 1 and not scripts <= _COMPATIBLE_SCRIPTS:
            return f"mixes letters of several scripts ({', '.join(sorted(script.capitalize() for script in scripts))})"
        if letters and "LATIN" not in scripts and _LOOKALIKE.issuperset(letters):
            return f"looks Latin and is {', '.join(script.capitalize() for script in scripts)}"
    return ""


def _decode_label(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna") if label.startswith("xn--") else label
    except UnicodeError:
        return label


def _display_host(host: str) -> str:
    """The host with invisible characters spelt out, and its punycode if it is not ASCII."""
    host = _INVISIBLE.sub(lambda match: f"<U+{ord(match[0]):04X}>", host)
    try:
        return f"{host} ({host.encode('idna').decode('ascii')})" if not host.isascii() else host
    except UnicodeError:
        return host
