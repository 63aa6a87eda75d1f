"""What may stand in a field: each kind of value reads a node, and describes itself to an editor's YAML plug-in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeAlias

from dossier.front_matter import Node, RefusedNode, YamlList, YamlMapping, YamlText
from dossier.load.checks.catalogue import NAMES, SETTLED
from dossier.load.prose import read_prose
from dossier.load.results import IdReference, ReferenceKind
from dossier.load.spelling import did_you_mean
from dossier.model import Location, Prose
from dossier.problems import Failure, Problem, Severity

Schema: TypeAlias = dict[str, Any]

# A plug-in reads `2019` as a number and `no` as a truth value; here they are texts.
SCALAR = ["string", "number", "boolean", "null"]


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file that is being read, and what is noted on the way."""

    file: str
    uses: list[IdReference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # those that set nothing aside


class FieldPlace(NamedTuple):
    """The field that is being read."""

    sheet: FileReading
    name: str
    line: int
    item: bool = False  # one of its list

    @property
    def called(self) -> str:
        if not self.name:
            return "an item of the list"
        return f"an item of `{self.name}`" if self.item else f"`{self.name}`"

    def example(self, value: str) -> str:
        name = self.name.rpartition(".")[2]
        return f"write `- {value}`" if self.item else f"write `{name}: {value}`"

    @property
    def at(self) -> Location:
        return Location(self.sheet.file, self.line)

    def wrong(self, fact: str, hint: str, check: str = "value") -> Failure:
        return Failure(Problem(self.at, Severity.ERROR, check, fact, hint=hint))


class ValueType(Protocol):
    """A kind of value."""

    @property
    def example(self) -> str: ...

    def read(self, node: Node, here: FieldPlace) -> Any: ...

    def schema(self) -> Schema: ...


def read_scalar(node: Node, here: FieldPlace, example: str) -> str:
    """The text of a scalar; a list or fields in its place are a problem."""
    match node:
        case YamlText():
            return node.value
        case RefusedNode():
            raise Failure(node.problem)
        case YamlList():
            raise here.wrong(f"{here.called} is one text, not a list", here.example(example))
        case YamlMapping():
            raise here.wrong(f"{here.called} is one text, without fields", here.example(example))


@dataclass(frozen=True, slots=True)
class TextValue:
    """Any text."""

    example: str = "…"

    def read(self, node: Node, here: FieldPlace) -> str:
        return read_scalar(node, here, self.example)

    def schema(self) -> Schema:
        return {"type": SCALAR}


@dataclass(frozen=True, slots=True)
class NameValue:
    """A name that texts are searched for. One of a single character would be found in half of all words."""

    example: str = "…"

    def read(self, node: Node, here: FieldPlace) -> str:
        name = read_scalar(node, here, self.example)
        if len(name) == 1:
            fact = f"the name {name} is a single character, which is never linked"
            raise here.wrong(fact, "lengthen it, or put it under `weak`", "alias")
        return name

    def schema(self) -> Schema:
        return {"type": SCALAR}


@dataclass(frozen=True, slots=True)
class MarkdownValue:
    """A text with Markdown in it."""

    example: str = "…"

    def read(self, node: Node, here: FieldPlace) -> Prose:
        text = read_scalar(node, here, self.example)
        begins = node.begins if isinstance(node, YamlText) else here.line
        return read_prose(text, here.sheet.file, begins, here.sheet.uses, here.sheet.problems)

    def schema(self) -> Schema:
        return {"type": SCALAR}


@dataclass(frozen=True, slots=True)
class ChoiceValue:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def example(self) -> str:
        return " | ".join(self.words)

    def read(self, node: Node, here: FieldPlace) -> str:
        word = read_scalar(node, here, self.example)
        if word not in self.words:
            hint = did_you_mean(word, self.words, f"write one of: {', '.join(self.words)}")
            raise here.wrong(f"{here.called} cannot be “{word}”", hint)
        return word

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class CheckValue:
    """A check's name, of those whose weight a dossier may decide on; before a place, where that may follow."""

    placed: bool = False
    example: str = "undated"

    def read(self, node: Node, here: FieldPlace) -> str:
        text = read_scalar(node, here, self.example)
        check = text.partition(" ")[0] if self.placed else text
        if check in SETTLED:
            raise here.wrong(f"what `{check}` finds has to be mended", "remove it")
        if check not in NAMES:
            hint = did_you_mean(check, tuple(NAMES), "write it as it stands in brackets: error[undated]")
            raise here.wrong(f"no check is called “{check}”", hint)
        return text

    def schema(self) -> Schema:
        names = "|".join(name for name in NAMES if name not in SETTLED)
        return {"type": "string", "pattern": f"^(?:{names}){'(?: .+)?' * self.placed}$"}


@dataclass(frozen=True, slots=True)
class FlagValue:
    """`true` or `false`."""

    example: str = "true"

    def read(self, node: Node, here: FieldPlace) -> bool:
        word = read_scalar(node, here, self.example)
        if word not in ("true", "false"):
            raise here.wrong(f"{here.called} cannot be “{word}”", "write true or false")
        return word == "true"

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class CountValue:
    """A number from 1."""

    example: str = "1"

    def read(self, node: Node, here: FieldPlace) -> int:
        word = read_scalar(node, here, self.example)
        if not re.fullmatch("[1-9][0-9]{0,5}", word):
            raise here.wrong(f"`{here.name}` counts from 1: it cannot be “{word}”", f"write `{here.name}: 2`")
        return int(word)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": 1}


@dataclass(frozen=True, slots=True)
class PatternValue:
    """A text of one form."""

    form: re.Pattern[str]
    what: str
    example: str

    def read(self, node: Node, here: FieldPlace) -> str:
        word = read_scalar(node, here, self.example)
        if not self.form.fullmatch(word):
            whose = f"“{word}” is" if word == here.name else f"{here.called} is “{word}”, which is"
            raise here.wrong(f"{whose} not {self.what}", f"write it like {self.example}")
        return word

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^(?:{self.form.pattern})$"}


@dataclass(frozen=True, slots=True)
class ReferenceValue:
    """The id of something else; whether there is such a thing, the checks will see."""

    kind: ReferenceKind
    example: str = "…"
    none: bool = False  # `none` means nothing
    form: re.Pattern[str] | None = None  # of an id that need not be known

    def read(self, node: Node, here: FieldPlace) -> str:
        word = read_scalar(node, here, self.example)
        if self.form and not self.form.fullmatch(word):
            raise here.wrong(f"{here.called} is “{word}”, which is not an id", f"write it like {self.example}")
        if not (self.none and word == "none"):
            here.sheet.uses.append(IdReference(self.kind, word, here.at, here.name))
        return word

    def schema(self) -> Schema:
        return {"type": SCALAR}
