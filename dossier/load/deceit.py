"""Text that deceives the eye: characters that do not show or turn a line around, and addresses that are not what they look like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from dossier.load.disk import FileWithDraft
from dossier.model import Location
from dossier.problems import Problem, Severity

_TURNING = "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates
_MARKS = "\u061c\u200e\u200f"  # of direction
_JOINERS = "\u200c\u200d"
_NOTHING = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a"
_TAGS = "\U000e0001\U000e0020-\U000e007f"
_UNSEEN = re.compile(f"[{_TURNING}{_MARKS}{_JOINERS}{_NOTHING}{_TAGS}]")

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_JOINED = re.compile(
    "[\u0600-\u08ff\u0900-\u109f\u1780-\u18af\ua840-\ua8ff\ufb50-\ufdff\ufe70-\ufefc]"
)  # scripts that join
_EMOJI = re.compile("[\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff]")
_FLAG = "\U0001f3f4"

_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"'`]+", re.IGNORECASE)
_END = ".,;:!?)]}。，；：！？）】」』”’"
_TOGETHER = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "LATIN"}  # one name may have some of these
# Letters that are printed as Latin ones are, or nearly: a name of nothing else is read as Latin.
_LOOKALIKE = frozenset("асеорхуіјѕԁһӏԛԝьѵѡɡոսցօքανοριυκτχ")


def deceiving(filed: FileWithDraft) -> tuple[Problem, ...]:
    """A warning for each line of a file that holds what is not seen, and for each address that seems to be another."""
    source = filed.source
    text = source.text.removeprefix("\ufeff")
    found: list[Problem] = []
    if _UNSEEN.search(text):
        found += _unseen(text, source.file)
    if "://" in text and (not text.isascii() or "@" in text or "xn--" in text.lower()):
        found += _disguised(text, source.file)
    return tuple(found)


def _unseen(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        names = dict.fromkeys(_called(one[0]) for one in _UNSEEN.finditer(line) if not _is_due(line, one.start()))
        if names:
            fact = f"characters that do not show, or turn the line around: {', '.join(names)}"
            hint = "take them out; or accept `unseen` here, if the text needs them"
            yield Problem(Location(file, number), Severity.WARNING, "unseen", fact, hint=hint)


def _called(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _is_due(line: str, place: int) -> bool:
    """Whether an invisible character does its work: joins letters or an emoji, or sets signs among words from the right."""
    character, before, after = line[place], line[place - 1 : place], line[place + 1 : place + 2]
    if character in _JOINERS:
        joins_letters = bool(_JOINED.match(before))
        return joins_letters or (character == "\u200d" and bool(_EMOJI.match(before) and _EMOJI.match(after)))
    if character in _MARKS:
        return bool(_RIGHT_TO_LEFT.search(line))
    if "\u180b" <= character <= "\u180e":
        return bool(_JOINED.match(before))
    return "\U000e0020" <= character <= "\U000e007f" and _FLAG in line[:place]


def _disguised(text: str, file: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        for found in _ADDRESS.finditer(line):
            try:
                parts = urlsplit(found[0].rstrip(_END))
                host = parts.hostname or ""
            except ValueError:
                continue
            if "@" in parts.netloc:
                fact = f"an address that begins with a user's name leads to {host}, whatever stands before it"
                hint = "write it without what stands before the @"
                yield Problem(Location(file, number), Severity.WARNING, "disguised", fact, hint=hint)
            if reason := _disguise(host):
                fact = f"the host {_spelt(host)} {reason}"
                hint = "see where it leads; or accept `disguised` here"
                yield Problem(Location(file, number), Severity.WARNING, "disguised", fact, hint=hint)


def _disguise(host: str) -> str:
    """What is the matter with a host's name, if anything."""
    for label in map(_read, host.split(".")):
        letters = [character for character in label if character.isalpha()]
        scripts = {unicodedata.name(character, "?").split()[0].split("-")[0] for character in letters}
        if _UNSEEN.search(label):
            return "holds characters that do not show"
        if unicodedata.normalize("NFKC", label) != label:
            return "is written in signs that only look like letters"
        if len(scripts) > 1 and not scripts <= _TOGETHER:
            return f"mixes letters of several scripts ({', '.join(sorted(one.capitalize() for one in scripts))})"
        if letters and "LATIN" not in scripts and _LOOKALIKE.issuperset(letters):
            return f"looks Latin and is {', '.join(one.capitalize() for one in scripts)}"
    return ""


def _read(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna") if label.startswith("xn--") else label
    except UnicodeError:
        return label


def _spelt(host: str) -> str:
    """The name as it is resolved, where that can be told."""
    host = _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", host)
    try:
        return f"{host} ({host.encode('idna').decode('ascii')})" if not host.isascii() else host
    except UnicodeError:
        return host
