"""The types of field values: each parses a YAML node, and has a JSON Schema for editors' YAML plug-ins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeAlias

from dossier.front_matter import Node, RefusedNode, YamlList, YamlMapping, YamlText
from dossier.load.checks.catalogue import NAMES, SETTLED
from dossier.load.prose import parse_prose
from dossier.load.results import IdReference, ReferenceKind
from dossier.load.spelling import did_you_mean
from dossier.model import Location, Prose
from dossier.problems import Failure, Problem, Severity

Schema: TypeAlias = dict[str, Any]

# A plug-in takes `2019` for a number and `no` for a boolean; here they are texts.
SCALAR = ["string", "number", "boolean", "null"]


@dataclass(frozen=True, slots=True)
class FileLog:
    """Collects the references and problems met while a file is parsed."""

    file: str
    references: list[IdReference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # those that do not reject a record


class FieldContext(NamedTuple):
    """The field being parsed: its name and line, for messages."""

    log: FileLog
    name: str
    line: int
    item: bool = False  # an item of the field's list

    @property
    def label(self) -> str:
        if not self.name:
            return "an item of the list"
        return f"an item of `{self.name}`" if self.item else f"`{self.name}`"

    def example(self, value: str) -> str:
        name = self.name.rpartition(".")[2]
        return f"write `- {value}`" if self.item else f"write `{name}: {value}`"

    @property
    def at(self) -> Location:
        return Location(self.log.file, self.line)

    def error(self, fact: str, hint: str, check: str = "value") -> Failure:
        return Failure(Problem(self.at, Severity.ERROR, check, fact, hint=hint))


class ValueType(Protocol):
    """The parser and the schema of one type of value."""

    @property
    def example(self) -> str: ...

    def parse(self, node: Node, context: FieldContext) -> Any: ...

    def schema(self) -> Schema: ...


def scalar_text(node: Node, context: FieldContext, example: str) -> str:
    """The text of a scalar node; raises Failure for a list or a mapping."""
    match node:
        case YamlText():
            return node.value
        case RefusedNode():
            raise Failure(node.problem)
        case YamlList():
            raise context.error(f"{context.label} is one text, not a list", context.example(example))
        case YamlMapping():
            raise context.error(f"{context.label} is one text, without fields", context.example(example))


@dataclass(frozen=True, slots=True)
class TextValue:
    example: str = "…"

    def parse(self, node: Node, context: FieldContext) -> str:
        return scalar_text(node, context, self.example)

    def schema(self) -> Schema:
        return {"type": SCALAR}


@dataclass(frozen=True, slots=True)
class NameValue:
    """A name to search for in texts. A single character would be found in half of all words."""

    example: str = "…"

    def parse(self, node: Node, context: FieldContext) -> str:
        name = scalar_text(node, context, self.example)
        if len(name) == 1:
            fact = f"the name {name} is a single character, which is never linked"
            raise context.error(fact, "lengthen it, or put it under `weak`", "alias")
        return name

    def schema(self) -> Schema:
        return {"type": SCALAR}


@dataclass(frozen=True, slots=True)
class MarkdownValue:
    """A Markdown text."""

    example: str = "…"

    def parse(self, node: Node, context: FieldContext) -> Prose:
        text = scalar_text(node, context, self.example)
        begins = node.begins if isinstance(node, YamlText) else context.line
        return parse_prose(text, context.log.file, begins, context.log.references, context.log.problems)

    def schema(self) -> Schema:
        return {"type": SCALAR}


@dataclass(frozen=True, slots=True)
class ChoiceValue:
    """One of a fixed set of words."""

    words: tuple[str, ...]

    @property
    def example(self) -> str:
        return " | ".join(self.words)

    def parse(self, node: Node, context: FieldContext) -> str:
        word = scalar_text(node, context, self.example)
        if word not in self.words:
            hint = did_you_mean(word, self.words, f"write one of: {', '.join(self.words)}")
            raise context.error(f"{context.label} cannot be “{word}”", hint)
        return word

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class CheckValue:
    """The name of a check whose severity a dossier may set; a file or line may follow if `with_location`."""

    with_location: bool = False
    example: str = "undated"

    def parse(self, node: Node, context: FieldContext) -> str:
        text = scalar_text(node, context, self.example)
        check = text.partition(" ")[0] if self.with_location else text
        if check in SETTLED:
            raise context.error(f"what `{check}` finds has to be mended", "remove it")
        if check not in NAMES:
            hint = did_you_mean(check, tuple(NAMES), "write it as it stands in brackets: error[undated]")
            raise context.error(f"no check is called “{check}”", hint)
        return text

    def schema(self) -> Schema:
        names = "|".join(name for name in NAMES if name not in SETTLED)
        return {"type": "string", "pattern": f"^(?:{names}){'(?: .+)?' * self.with_location}$"}


@dataclass(frozen=True, slots=True)
class FlagValue:
    """`true` or `false`."""

    example: str = "true"

    def parse(self, node: Node, context: FieldContext) -> bool:
        word = scalar_text(node, context, self.example)
        if word not in ("true", "false"):
            raise context.error(f"{context.label} cannot be “{word}”", "write true or false")
        return word == "true"

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class CountValue:
    """A positive integer."""

    example: str = "1"

    def parse(self, node: Node, context: FieldContext) -> int:
        word = scalar_text(node, context, self.example)
        if not re.fullmatch("[1-9][0-9]{0,5}", word):
            raise context.error(f"`{context.name}` counts from 1: it cannot be “{word}”", f"write `{context.name}: 2`")
        return int(word)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": 1}


@dataclass(frozen=True, slots=True)
class PatternValue:
    """A text that matches a regular expression."""

    pattern: re.Pattern[str]
    noun: str
    example: str

    def parse(self, node: Node, context: FieldContext) -> str:
        word = scalar_text(node, context, self.example)
        if not self.pattern.fullmatch(word):
            subject = f"“{word}” is" if word == context.name else f"{context.label} is “{word}”, which is"
            raise context.error(f"{subject} not {self.noun}", f"write it like {self.example}")
        return word

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^(?:{self.pattern.pattern})$"}


@dataclass(frozen=True, slots=True)
class ReferenceValue:
    """The id of another record; whether there is one is checked once everything is loaded."""

    kind: ReferenceKind
    example: str = "…"
    allow_none: bool = False  # `none` is accepted
    pattern: re.Pattern[str] | None = None  # of an id that may be undefined

    def parse(self, node: Node, context: FieldContext) -> str:
        word = scalar_text(node, context, self.example)
        if self.pattern and not self.pattern.fullmatch(word):
            raise context.error(f"{context.label} is “{word}”, which is not an id", f"write it like {self.example}")
        if not (self.allow_none and word == "none"):
            context.log.references.append(IdReference(self.kind, word, context.at, context.name))
        return word

    def schema(self) -> Schema:
        return {"type": SCALAR}
