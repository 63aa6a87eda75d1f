"""What to say of YAML that cannot be read: where the mistake is, and what to write instead.

Rules look at the text, not at the library's words, which differ between its C and its Python half. What only one of
them refuses is told as the other would tell it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

DEPTH = 20  # content/ needs six; composing has to recurse
TOO_DEEP = (f"this is nested more than {DEPTH} deep", "remove brackets or indentation")
ESCAPE = ("`\\` in double quotes starts an escape", "write it twice, or use single quotes")
_IN_QUOTES = "put quotes around the text"
_AS_LINES = "write `|-` after the field's name and the text on the next line, indented: there no quotes are needed"
_AS_FIELD = "write `name: value`, with `:` (not `：`) and a space"


@dataclass(frozen=True, slots=True)
class YamlStumble:
    """Where YAML gave up, what it was at, and the scalar it had read last."""

    text: str
    place: int  # where it gave up
    since: int  # where what it was reading begins
    activity: str
    problem: str
    scalar: tuple[int, int, str] | None  # its start, its end, its quotation mark

    @property
    def found(self) -> str:
        return self.text[self.place : self.place + 1]

    @property
    def opened(self) -> str:
        return self.text[self.since : self.since + 1]


Lesson: TypeAlias = tuple[int, str, str]  # where, what, and the remedy


def explain_mistake(error: yaml.MarkedYAMLError, text: str, last: yaml.Event) -> Lesson:
    """Where in the text the mistake is, the fact, and the remedy."""
    place = mark_offset(error.problem_mark)
    scalar = None
    if isinstance(last, yaml.ScalarEvent):
        quote = last.style if last.style in ("'", '"') else ""
        scalar = (mark_offset(last.start_mark), mark_offset(last.end_mark), quote)
    since = mark_offset(error.context_mark) if error.context_mark else place
    stumble = YamlStumble(text, place, since, error.context or "", error.problem or "", scalar)
    return next(found for rule in LESSONS if (found := rule(stumble)))


def mark_offset(mark: Any) -> int:
    """The offset a mark stands for; libyaml's marks and Python's are two types, and either may be missing."""
    return int(mark.index) if mark else 0


def _depth(at: YamlStumble) -> Lesson | None:
    """libyaml 0.2.6 (PyYAML 6.0.4) has a cap of its own, and reads ahead to it before we have counted to ours.

    It reads ahead on one line only, so the place it names is on the line where ours is exceeded.
    """
    if not re.match("exceeded .*nest", at.problem):
        return None
    return at.place, *TOO_DEEP


def _tab(at: YamlStumble) -> Lesson | None:
    if at.found != "\t":
        return None
    return at.place, "a tab stands where YAML wants spaces", "indent with spaces"


def _escape(at: YamlStumble) -> Lesson | None:
    if "escape" not in at.problem:
        return None
    return at.place, *ESCAPE


def _unclosed_quote(at: YamlStumble) -> Lesson | None:
    if "quoted scalar" not in at.activity:
        return None
    return at.since, "the quotation mark that opens here is never closed", f"close it, or {_AS_LINES}"


def _quote_inside(at: YamlStumble) -> Lesson | None:
    if not at.scalar or not at.scalar[2]:
        return None
    start, end, quote = at.scalar
    if at.text[end : at.place].strip(" ") or at.found in ("，", "："):
        return None
    return start, f"the second `{quote}` ends the text, but more follows it", _AS_LINES


def _indicator(at: YamlStumble) -> Lesson | None:
    if at.found not in ("@", "`", "%") and not re.search("alias|anchor|tag", at.activity):
        return None
    return at.since, f"a text that starts with {at.opened} needs quotes", _IN_QUOTES


def _block_text(at: YamlStumble) -> Lesson | None:
    if "block scalar" not in at.activity:
        return None
    return at.place, f"a text after `{at.opened}` starts on the next line", "move it there, indented"


def _brackets(at: YamlStumble) -> Lesson | None:
    if "flow" not in at.activity:
        return None
    if re.search("[，：]", at.text[at.since : at.place + 1]):
        return at.since, "`，` and `：` separate nothing in [ ] and { }", "write `, ` and `: `"
    if at.opened == ",":
        return at.since, "nothing stands before the `,`", "remove it"
    fact = f"the `{at.opened}` is not closed, or something after it needs quotes"
    return at.since, fact, "close it, or put quotes around texts that hold , : [ ] { }"


def _no_colon(at: YamlStumble) -> Lesson | None:
    if "simple key" in at.activity:
        return at.since, "a field's `: ` is missing", _AS_FIELD
    if at.found != ":" or not at.scalar:
        return None
    start = at.scalar[0]
    if "\n" in at.text[start : at.place] and not at.text[at.text.rfind("\n", 0, start) + 1 : start].strip(" -"):
        return start, "a field's `: ` is missing", _AS_FIELD
    return None


def _second_colon(at: YamlStumble) -> Lesson | None:
    if at.found != ":" or not at.scalar:
        return None
    if "\n" in at.text[at.scalar[0] : at.place]:
        return at.place, "the line is indented, so it continues the text above it", "start it where that field starts"
    return at.place, "`: ` in a text would start another field", _IN_QUOTES


def _closes_nothing(at: YamlStumble) -> Lesson | None:
    if at.found not in ("]", "}"):
        return None
    return at.place, f"`{at.found}` closes nothing", "remove it, or put quotes around the text"


def _after_brackets(at: YamlStumble) -> Lesson | None:
    before = at.text[: at.place].rstrip(" ")
    if not before.endswith(("]", "}")):
        return None
    return at.place, f"the text goes on after `{before[-1]}`, which closes a list or fields", _IN_QUOTES


def _misfit(at: YamlStumble) -> Lesson:
    return at.place, "the line does not fit what stands above it", "check its indentation, and the line before it"


LESSONS: tuple[Callable[[YamlStumble], Lesson | None], ...] = (
    _depth,
    _tab,
    _escape,
    _unclosed_quote,
    _quote_inside,
    _indicator,
    _block_text,
    _brackets,
    _no_colon,
    _second_colon,
    _closes_nothing,
    _after_brackets,
    _misfit,
)
