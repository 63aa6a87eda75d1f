"""Writes YAML that is read back as the same strings: a field per line, small lists and mappings in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

_WIDTH = 110
_MAX_KEY = 200  # YAML allows 1024 characters for a key before `:`; a longer key needs `? `
_PLAIN = re.compile(r"([^\s\-?:,\[\]{}#&*!|>'\"%@`=.~<]|[-.](?=\w))(.*[^ :])?")
_ENDS_PLAIN = re.compile(r": | #")
_ENDS_PLAIN_IN_BRACKETS = re.compile(r": | #|[,\[\]{}?，]")
_NAMED = {"\n": r"\n", "\t": r"\t", '"': r"\"", "\\": r"\\"}


@cache
def _invisible() -> re.Pattern[str]:
    """Matches what is written as an escape; compiled at first use, since that takes 4 ms and no build writes YAML."""
    return re.compile(r"[^\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\U00010000-\U0010FFFF]")


def format_article(fields: Mapping[str, object], body: str) -> str:
    """The text of an article file; `split_front_matter` returns the same fields and body."""
    return f"---\n{dump_yaml(fields)}---\n{body}"


def dump_yaml(value: Mapping[str, object] | Sequence[object] | str) -> str:
    """The value as YAML; `read_yaml` returns the same strings."""
    if isinstance(value, str):
        return _scalar(value, 0) + "\n"
    lines = _block_style(value, 0) if value else [flow_yaml(value)]
    return "".join(f"{line}\n" for line in lines)


def _block_style(value: object, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(value, Mapping):
        for key, inner in value.items():
            name = _inline(key)
            yield from _entry(f"{pad}{name}:" if len(name) < _MAX_KEY else f"{pad}? {name}\n{pad}:", inner, indent)
    elif isinstance(value, Sequence):
        for inner in value:
            if isinstance(inner, Mapping) and inner and (indent == 0 or not _fits(inner, indent)):
                first, *rest = _block_style(inner, indent + 2)
                yield f"{pad}- {first.lstrip(' ')}"
                yield from rest
            else:
                yield from _entry(f"{pad}-", inner, indent)


def _entry(start: str, value: object, indent: int) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{start} {_scalar(value, indent)}"
    elif _fits(value, len(start)) and not (indent == 0 and isinstance(value, Mapping) and value):
        yield f"{start} {flow_yaml(value)}"
    else:
        yield start
        yield from _block_style(value, indent + 2)


def _fits(value: object, before: int) -> bool:
    """Whether the value is easy to read in brackets on one line: short, and without line breaks."""
    flow = flow_yaml(value)
    return not value or (before + len(flow) < _WIDTH and r"\n" not in flow)


def flow_yaml(value: object) -> str:
    """The value in brackets, on one line."""
    if isinstance(value, str):
        return _inline(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_inline(key)}: {flow_yaml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(flow_yaml, value)) + "]"
    raise TypeError(f"YAML is written from strings, lists and mappings, not {type(value).__name__}")


def _scalar(text: str, indent: int) -> str:
    """A text in block context; one with several lines is written as an indented block."""
    lines = text.removesuffix("\n").split("\n")
    if (
        len(lines) > 1
        and not any(line[:1] == " " or _invisible().search(line) for line in lines)
        and lines[0]
        and lines[-1]
    ):
        pad = "\n" + " " * (indent + 2)
        return ("|" if text.endswith("\n") else "|-") + "".join(pad + line if line else "\n" for line in lines)
    return _inline(text, _ENDS_PLAIN)


def _inline(text: str, ends_plain: re.Pattern[str] = _ENDS_PLAIN_IN_BRACKETS) -> str:
    """A text on one line: plain if YAML allows it, otherwise in quotes."""
    if _invisible().search(text):
        return '"' + "".join(map(_escaped, text)) + '"'
    if _PLAIN.fullmatch(text) and not ends_plain.search(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _escaped(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    if not _invisible().match(character):
        return character
    number = ord(character)
    return f"\\U{number:08x}" if number > 0xFFFF else f"\\u{number:04x}"
