"""Values of several parts: lists, values by name, and records, whose fields are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dossier.front_matter import Node, RefusedNode, YamlList, YamlMapping, YamlText
from dossier.load.spelling import did_you_mean, most_similar_word
from dossier.load.values import FieldPlace, Schema, ValueType
from dossier.model import Location
from dossier.problems import Failure, Problem


@dataclass(frozen=True, slots=True)
class ListValue:
    """A list of values."""

    of: ValueType

    @property
    def example(self) -> str:
        return f"[{self.of.example}]"

    def read(self, node: Node, here: FieldPlace) -> tuple[Any, ...]:
        if isinstance(node, RefusedNode):
            raise Failure(node.problem)
        if not isinstance(node, YamlList):
            written = node.value if isinstance(node, YamlText) and self.of.example[0] not in "{[" else ""
            raise here.wrong(f"{here.called} is a list", here.example(f"[{written or self.of.example}]"))
        found: list[Any] = []
        problems: list[Problem] = []
        for item in node.nodes:
            try:
                found.append(self.of.read(item, filled_place(item, here._replace(line=item.line, item=True))))
            except Failure as failure:
                problems += failure.problems
        if problems:
            raise Failure(*problems)
        return tuple(found)

    def schema(self) -> Schema:
        return {"type": ["array", "null"], "items": self.of.schema()}


@dataclass(frozen=True, slots=True)
class MappingValue:
    """Values by name: names by language, aliases by article."""

    names: ValueType
    of: ValueType

    @property
    def example(self) -> str:
        return f"{{{self.names.example}: {self.of.example}}}"

    def read(self, node: Node, here: FieldPlace) -> dict[str, Any]:
        fields = read_fields(node, here, self.example)
        found: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, value in fields.nodes.items():
            line = fields.keys[name]
            try:
                key = self.names.read(YamlText(name, line, line), here._replace(line=line))
                inner = name if isinstance(self.of, RecordType) else f"{here.name}.{name}"
                found[key] = self.of.read(value, filled_place(value, FieldPlace(here.sheet, inner, line)))
            except Failure as failure:
                problems += failure.problems
        if problems:
            raise Failure(*problems)
        return found

    def schema(self) -> Schema:
        return {"type": ["object", "null"], "additionalProperties": self.of.schema()}


def filled_place(node: Node, here: FieldPlace) -> FieldPlace:
    """The place, if anything stands there: an empty alias would be found everywhere."""
    if isinstance(node, YamlText) and not node.value.strip():
        raise here.wrong(f"{here.called} is empty", "fill it in, or remove it")
    return here


def read_fields(node: Node, here: FieldPlace, example: str) -> YamlMapping:
    """The fields of a mapping; a text or a list in its place is a problem."""
    if isinstance(node, RefusedNode):
        raise Failure(node.problem)
    if not isinstance(node, YamlMapping):
        what = "a list" if isinstance(node, YamlList) else "one text"
        raise here.wrong(f"{here.called} has fields, and is not {what}", here.example(example))
    return node


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field of a record, as it is documented."""

    name: str
    value: ValueType
    doc: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """The values of a record's fields, by name, and where each stands."""

    name: str  # its id, where it has one
    at: Location
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, otherwise: Any) -> Any:
        return self.values.get(name, otherwise)

    def place(self, name: str) -> Location:
        """Where a field stands; where it is not given, the record."""
        return Location(self.at.file, self.lines[name]) if name in self.lines else self.at

    def only(self, *names: str) -> dict[str, Any]:
        """Those of the fields that are given."""
        return {name: self.values[name] for name in names if name in self.values}


@dataclass(frozen=True, slots=True)
class SingleValue:
    """A value that stands directly under its name, and what is made of it."""

    name: str
    of: ValueType
    made: Callable[[ReadRecord], Any]

    @property
    def example(self) -> str:
        return self.of.example

    def read(self, node: Node, here: FieldPlace) -> Any:
        return self.made(ReadRecord(here.name, here.at, {self.name: self.of.read(node, here)}, {}))

    def schema(self) -> Schema:
        return self.of.schema()


@dataclass(frozen=True, slots=True)
class RecordType:
    """Fields that are known by name, and what is made of them."""

    noun: str  # with its article
    fields: tuple[RecordField, ...]
    made: Callable[[ReadRecord], Any]
    keyed: bool = False  # by an id, above its fields

    @property
    def example(self) -> str:
        wanted = [field for field in self.fields if field.required] or self.fields[:1]
        return "{" + ", ".join(f"{field.name}: {field.value.example}" for field in wanted) + "}"

    def read(self, node: Node, here: FieldPlace) -> Any:
        found, problems = self.values(node, here)
        if problems:
            raise Failure(*problems)
        return self.made(found)

    def values(self, node: Node, here: FieldPlace) -> tuple[ReadRecord, tuple[Problem, ...]]:
        """The fields that could be read, and what was wrong with the others, each once."""
        fields = read_fields(node, here, self.example)
        known = {field.name: field for field in self.fields}
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        meant: set[str] = set()  # what unknown names stand for: not missing besides
        for name, value in fields.nodes.items():
            inner = FieldPlace(here.sheet, name, fields.keys[name])
            if name not in known:
                meant.add(most_similar_word(name, known))
                problems += self._unknown(inner, value).problems
            elif not (isinstance(value, YamlText) and not value.value.strip()):
                try:
                    values[name] = known[name].value.read(value, inner)
                except Failure as failure:
                    meant.add(name)
                    problems += failure.problems
        for field in self.fields:
            if field.required and field.name not in values and field.name not in meant:
                problems += self._missing(here, field, fields.keys).problems
        return ReadRecord(here.name, here.at, values, fields.keys), tuple(problems)

    def schema(self) -> Schema:
        properties = {field.name: field.value.schema() | {"description": field.doc} for field in self.fields}
        required = [field.name for field in self.fields if field.required]
        schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
        return schema | ({"required": required} if required else {})

    def _unknown(self, here: FieldPlace, value: Node) -> Failure:
        if isinstance(value, RefusedNode) and here.name == "<<":
            return Failure(value.problem)
        names = [field.name for field in self.fields]
        hint = did_you_mean(here.name, names, f"its fields are {', '.join(names)}")
        return here.wrong(f"`{here.name}` is not a field of {self.noun}", hint, "unknown")

    def _missing(self, here: FieldPlace, field: RecordField, lines: Mapping[str, int]) -> Failure:
        here = here._replace(line=lines.get(field.name, here.line))
        fact = f"`{here.name}` has no `{field.name}`" if self.keyed else f"{self.noun} has no `{field.name}`"
        return here.wrong(fact, f"add `{field.name}: {field.value.example}`", "missing")
