"""Explains YAML syntax errors: where the mistake is, and what to write instead.

The rules look at the text rather than at the messages of the library, which differ between its C and its Python
parser. Errors that only one of them reports are explained in the same way as those of the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

DEPTH = 20  # content/ needs six levels; the reader is recursive
TOO_DEEP = (f"this is nested more than {DEPTH} deep", "remove brackets or indentation")
ESCAPE = ("`\\` in double quotes starts an escape", "write it twice, or use single quotes")
_IN_QUOTES = "put quotes around the text"
_AS_LINES = "write `|-` after the field's name and the text on the next line, indented: there no quotes are needed"
_AS_FIELD = "write `name: value`, with `:` (not `：`) and a space"


@dataclass(frozen=True, slots=True)
class YamlErrorContext:
    """Where the parser failed, what it was parsing, and the last scalar before."""

    text: str
    offset: int  # where the parser failed
    start: int  # where the construct that it was parsing begins
    activity: str
    problem: str
    scalar: tuple[int, int, str] | None  # start, end, and quotation mark

    @property
    def character(self) -> str:
        return self.text[self.offset : self.offset + 1]

    @property
    def opener(self) -> str:
        return self.text[self.start : self.start + 1]


Explanation: TypeAlias = tuple[int, str, str]  # the offset, the fact, and the remedy


def explain_mistake(error: yaml.MarkedYAMLError, text: str, last: yaml.Event) -> Explanation:
    """The explanation of the first rule that applies."""
    offset = mark_offset(error.problem_mark)
    scalar = None
    if isinstance(last, yaml.ScalarEvent):
        quote = last.style if last.style in ("'", '"') else ""
        scalar = (mark_offset(last.start_mark), mark_offset(last.end_mark), quote)
    start = mark_offset(error.context_mark) if error.context_mark else offset
    context = YamlErrorContext(text, offset, start, error.context or "", error.problem or "", scalar)
    return next(explanation for rule in RULES if (explanation := rule(context)))


def mark_offset(mark: Any) -> int:
    """The offset of a mark, which may be missing; the marks of the two parsers have different types."""
    return int(mark.index) if mark else 0


def _depth(error: YamlErrorContext) -> Explanation | None:
    """libyaml 0.2.6 (PyYAML 6.0.4) has a limit of its own, which it may reach by reading ahead before ours is exceeded.

    It reads ahead within a line, so the error is on the line where our limit is exceeded.
    """
    if not re.match("exceeded .*nest", error.problem):
        return None
    return error.offset, *TOO_DEEP


def _tab(error: YamlErrorContext) -> Explanation | None:
    if error.character != "\t":
        return None
    return error.offset, "a tab stands where YAML wants spaces", "indent with spaces"


def _escape(error: YamlErrorContext) -> Explanation | None:
    if "escape" not in error.problem:
        return None
    return error.offset, *ESCAPE


def _unclosed_quote(error: YamlErrorContext) -> Explanation | None:
    if "quoted scalar" not in error.activity:
        return None
    return error.start, "the quotation mark that opens here is never closed", f"close it, or {_AS_LINES}"


def _quote_inside(error: YamlErrorContext) -> Explanation | None:
    if not error.scalar or not error.scalar[2]:
        return None
    start, end, quote = error.scalar
    if error.text[end : error.offset].strip(" ") or error.character in ("，", "："):
        return None
    return start, f"the second `{quote}` ends the text, but more follows it", _AS_LINES


def _indicator(error: YamlErrorContext) -> Explanation | None:
    if error.character not in ("@", "`", "%") and not re.search("alias|anchor|tag", error.activity):
        return None
    return error.start, f"a text that starts with {error.opener} needs quotes", _IN_QUOTES


def _block_text(error: YamlErrorContext) -> Explanation | None:
    if "block scalar" not in error.activity:
        return None
    return error.offset, f"a text after `{error.opener}` starts on the next line", "move it there, indented"


def _brackets(error: YamlErrorContext) -> Explanation | None:
    if "flow" not in error.activity:
        return None
    if re.search("[，：]", error.text[error.start : error.offset + 1]):
        return error.start, "`，` and `：` separate nothing in [ ] and { }", "write `, ` and `: `"
    if error.opener == ",":
        return error.start, "nothing stands before the `,`", "remove it"
    fact = f"the `{error.opener}` is not closed, or something after it needs quotes"
    return error.start, fact, "close it, or put quotes around texts that hold , : [ ] { }"


def _no_colon(error: YamlErrorContext) -> Explanation | None:
    if "simple key" in error.activity:
        return error.start, "a field's `: ` is missing", _AS_FIELD
    if error.character != ":" or not error.scalar:
        return None
    start = error.scalar[0]
    if "\n" in error.text[start : error.offset] and not error.text[error.text.rfind("\n", 0, start) + 1 : start].strip(
        " -"
    ):
        return start, "a field's `: ` is missing", _AS_FIELD
    return None


def _second_colon(error: YamlErrorContext) -> Explanation | None:
    if error.character != ":" or not error.scalar:
        return None
    if "\n" in error.text[error.scalar[0] : error.offset]:
        return (
            error.offset,
            "the line is indented, so it continues the text above it",
            "start it where that field starts",
        )
    return error.offset, "`: ` in a text would start another field", _IN_QUOTES


def _closes_nothing(error: YamlErrorContext) -> Explanation | None:
    if error.character not in ("]", "}"):
        return None
    return error.offset, f"`{error.character}` closes nothing", "remove it, or put quotes around the text"


def _after_brackets(error: YamlErrorContext) -> Explanation | None:
    before = error.text[: error.offset].rstrip(" ")
    if not before.endswith(("]", "}")):
        return None
    return error.offset, f"the text goes on after `{before[-1]}`, which closes a list or fields", _IN_QUOTES


def _misfit(error: YamlErrorContext) -> Explanation:
    return error.offset, "the line does not fit what stands above it", "check its indentation, and the line before it"


RULES: tuple[Callable[[YamlErrorContext], Explanation | None], ...] = (
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
