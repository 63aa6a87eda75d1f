"""Reads YAML into nodes with line numbers.

Every scalar is a string, as typed (`0012`, `no`, `2019`). Invalid YAML raises `Failure`; a construct that is not
allowed (a duplicate key, an alias) becomes a `RefusedNode`, so that the rest of the file is still checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import yaml

from dossier.front_matter.yaml_mistakes import DEPTH, ESCAPE, TOO_DEEP, explain_mistake
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml: 15 times as fast, and included in every wheel
# Characters that YAML forbids, and line ends (U+0085, U+2028, a lone CR) that text editors do not show as such.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]|\r(?!\n)")

_OPENING = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^---[ \t]*\r?$\n?", re.MULTILINE)
_SURROGATE = re.compile(r"[\uD800-\uDFFF]")


class YamlText(NamedTuple):
    """A scalar, as typed; empty if there is none."""

    value: str
    line: int
    begins: int  # the line of its first word: after `|-`, the next line


@dataclass(frozen=True, slots=True)
class YamlList:
    nodes: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class YamlMapping:
    """A mapping in the order of the file."""

    nodes: Mapping[str, Node] = field(default_factory=dict)
    line: int = 1
    keys: Mapping[str, int] = field(default_factory=dict)  # the line of each key


@dataclass(frozen=True, slots=True)
class RefusedNode:
    """A construct that is not allowed, with its problem."""

    problem: Problem
    line: int


Node: TypeAlias = YamlText | YamlList | YamlMapping | RefusedNode
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


# ── Reading ──────────────────────────────────────────────────────────────────


def split_front_matter(text: str, file: str) -> tuple[YamlMapping, str, int]:
    """The front matter of an article or a page, the body, and the line on which the body starts."""
    fields, after, line = _split_parts(text)
    if fields is None:
        return YamlMapping(), after, line
    if not line:
        hint = "put a line `---` between the fields and the text"
        raise _failure(file, 1, "the front matter is never closed", hint)
    root = _parse(fields, file, 2)
    if isinstance(root, YamlList):
        raise _failure(file, root.line, "the front matter is a list", "write it as fields, `title: …`")
    return root, after, line


def body_text(text: str) -> tuple[str, int]:
    """The body of a file and the line on which it starts, even if the front matter is invalid."""
    _, after, line = _split_parts(text)
    return after, line or 1


def front_matter_span(text: str) -> tuple[int, int]:
    """The start and end of the YAML in a file; an empty span if there is none or it is never closed."""
    bom = text.startswith("\ufeff")
    opening = _OPENING.match(text, bom)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    return (opening.end(), closing.start()) if opening and closing else (bom, bom)


def _split_parts(text: str) -> tuple[str | None, str, int]:
    """The YAML, the body and its line; the YAML is None if there is none, the line 0 if it is never closed."""
    text = text.removeprefix("\ufeff")
    opening = _OPENING.match(text)
    if opening is None:
        return None, text, 1
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return text[opening.end() :], "", 0
    return text[opening.end() : closing.start()], text[closing.end() :], text.count("\n", 0, closing.end()) + 1


def read_yaml(text: str, file: str) -> YamlMapping | YamlList:
    """Reads a YAML file; an empty one is a mapping without fields."""
    return _parse(text.removeprefix("\ufeff"), file, 1)


def to_plain(node: Node) -> Plain:
    """The node as strings, lists and dicts; raises Failure for a `RefusedNode` in it."""
    match node:
        case YamlText():
            return node.value
        case YamlList():
            return [to_plain(item) for item in node.nodes]
        case YamlMapping():
            return {key: to_plain(value) for key, value in node.nodes.items()}
        case RefusedNode():
            raise Failure(node.problem)


def _parse(text: str, file: str, first_line: int) -> YamlMapping | YamlList:
    if invisible := _FORBIDDEN.search(text):
        message = f"the invisible character U+{ord(invisible[0]):04X} cannot stand in YAML"
        raise _failure(file, first_line + text.count("\n", 0, invisible.start()), message, "remove it")
    reader = _NodeReader(text, file, first_line)
    try:
        root = reader.document()
    except yaml.MarkedYAMLError as error:
        offset, message, hint = explain_mistake(error, text, reader.last)
        raise _failure(file, first_line + text.count("\n", 0, offset), message, hint) from None
    if isinstance(root, YamlText | RefusedNode):
        if isinstance(root, RefusedNode):
            raise Failure(root.problem)
        raise _failure(file, root.line, "the file is one text, without fields", "write it as fields, `name: …`")
    return root


def _failure(file: str, line: int, message: str, hint: str) -> Failure:
    return Failure(_problem(file, line, message, hint))


def _problem(file: str, line: int, message: str, hint: str, check: str = "yaml") -> Problem:
    return Problem(Location(file, line), Severity.ERROR, check, message, hint=hint)


class _NodeReader:
    """Builds nodes from the events of the YAML parser."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.next: Callable[[], yaml.Event] = LOADER(text).get_event
        self.last: yaml.Event = yaml.StreamStartEvent()

    def line(self, event: yaml.Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)

    def event(self) -> yaml.Event:
        self.last = self.next()
        return self.last

    def document(self) -> Node:
        self.event()
        if isinstance(self.event(), yaml.StreamEndEvent):
            return YamlMapping(line=self.first_line)
        root = self.node(self.event(), 0)
        self.event()
        after = self.event()
        if isinstance(after, yaml.DocumentStartEvent):
            line = self.line(after)
            raise _failure(self.file, line, "a second document starts here", "remove the line `---`")
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        line = self.line(event)
        if depth > DEPTH:
            raise _failure(self.file, line, *TOO_DEEP)
        match event:
            case yaml.ScalarEvent():
                if _SURROGATE.search(event.value):  # Python's parser accepts such an escape, libyaml does not
                    raise _failure(self.file, line, *ESCAPE)
                node: Node = YamlText(event.value, line, line + (event.style in ("|", ">")))
            case yaml.SequenceStartEvent():
                node = YamlList(tuple(self.items(depth, bool(event.flow_style))), line)
            case yaml.MappingStartEvent():
                node = self.fields(depth, line)
            case yaml.AliasEvent():
                return self.refused(event, "`*` at the start of a text means an alias, which is not used here")
            case _:
                raise AssertionError(event)  # no other event starts a node
        if event.anchor:
            return self.refused(event, "`&` at the start of a text means an anchor, which is not used here")
        if event.tag:
            return self.refused(event, "`!` at the start of a text means a tag, which is not used here")
        return node

    def items(self, depth: int, flow: bool) -> Iterator[Node]:
        while not isinstance(event := self.event(), yaml.SequenceEndEvent):
            item = self.node(event, depth + 1)
            if flow and isinstance(event, yaml.ScalarEvent) and not event.style and "，" in event.value:
                message = f"`，` does not separate the items of a list: [{event.value}]"
                item = self.refused(event, message, "write `, ` between them, or quotes around one text with a comma")
            yield item

    def fields(self, depth: int, line: int) -> YamlMapping:
        nodes: dict[str, Node] = {}
        keys: dict[str, int] = {}
        while not isinstance(event := self.event(), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            if isinstance(key, RefusedNode):
                raise Failure(key.problem)
            if not isinstance(key, YamlText):
                raise _failure(self.file, key.line, "a name cannot be a list or fields", "put quotes around the text")
            value = self.node(self.event(), depth + 1)
            if key.value in nodes:
                message = f"`{key.value}` is given twice, first on line {keys[key.value]}"
                problem = _problem(self.file, key.line, message, "keep one of them", "duplicate")
                value = RefusedNode(problem, key.line)
            elif key.value == "<<" and not getattr(event, "style", None):
                value = self.refused(
                    event, "`<<` would merge other fields in, which is not used here", "write them out"
                )
            nodes[key.value] = value
            keys.setdefault(key.value, key.line)
        return YamlMapping(nodes, line, keys)

    def refused(self, event: yaml.Event, message: str, hint: str = "put quotes around the text") -> RefusedNode:
        line = self.line(event)
        return RefusedNode(_problem(self.file, line, message, hint), line)
