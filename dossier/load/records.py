"""Composite values: lists, mappings, and records with a fixed set of fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dossier.front_matter import Node, RefusedNode, YamlList, YamlMapping, YamlText
from dossier.load.spelling import did_you_mean, most_similar_word
from dossier.load.values import FieldContext, Schema, ValueType
from dossier.model import Location
from dossier.problems import Failure, Problem


@dataclass(frozen=True, slots=True)
class ListValue:
    item_type: ValueType

    @property
    def example(self) -> str:
        return f"[{self.item_type.example}]"

    def parse(self, node: Node, context: FieldContext) -> tuple[Any, ...]:
        if isinstance(node, RefusedNode):
            raise Failure(node.problem)
        if not isinstance(node, YamlList):
            written = node.value if isinstance(node, YamlText) and self.item_type.example[0] not in "{[" else ""
            raise context.error(f"{context.label} is a list", context.example(f"[{written or self.item_type.example}]"))
        values: list[Any] = []
        problems: list[Problem] = []
        for item in node.nodes:
            try:
                item_context = context._replace(line=item.line, item=True)
                values.append(self.item_type.parse(item, require_content(item, item_context)))
            except Failure as failure:
                problems += failure.problems
        if problems:
            raise Failure(*problems)
        return tuple(values)

    def schema(self) -> Schema:
        return {"type": ["array", "null"], "items": self.item_type.schema()}


@dataclass(frozen=True, slots=True)
class MappingValue:
    """A mapping with free keys: names by language, aliases by article."""

    key_type: ValueType
    value_type: ValueType

    @property
    def example(self) -> str:
        return f"{{{self.key_type.example}: {self.value_type.example}}}"

    def parse(self, node: Node, context: FieldContext) -> dict[str, Any]:
        fields = require_mapping(node, context, self.example)
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, value in fields.nodes.items():
            line = fields.keys[name]
            try:
                key = self.key_type.parse(YamlText(name, line, line), context._replace(line=line))
                inner = name if isinstance(self.value_type, RecordType) else f"{context.name}.{name}"
                values[key] = self.value_type.parse(
                    value, require_content(value, FieldContext(context.log, inner, line))
                )
            except Failure as failure:
                problems += failure.problems
        if problems:
            raise Failure(*problems)
        return values

    def schema(self) -> Schema:
        return {"type": ["object", "null"], "additionalProperties": self.value_type.schema()}


def require_content(node: Node, context: FieldContext) -> FieldContext:
    """The context, if the node is not empty: an empty alias would match everywhere."""
    if isinstance(node, YamlText) and not node.value.strip():
        raise context.error(f"{context.label} is empty", "fill it in, or remove it")
    return context


def require_mapping(node: Node, context: FieldContext, example: str) -> YamlMapping:
    """The node as a mapping; raises Failure for a text or a list."""
    if isinstance(node, RefusedNode):
        raise Failure(node.problem)
    if not isinstance(node, YamlMapping):
        kind = "a list" if isinstance(node, YamlList) else "one text"
        raise context.error(f"{context.label} has fields, and is not {kind}", context.example(example))
    return node


@dataclass(frozen=True, slots=True)
class RecordField:
    """A field of a record, with its documentation."""

    name: str
    value: ValueType
    doc: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class ParsedRecord:
    """The parsed values of a record's fields, by name, with their lines."""

    name: str  # the record's id, if it has one
    at: Location
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any) -> Any:
        return self.values.get(name, default)

    def location(self, name: str) -> Location:
        """The location of a field; if it is absent, that of the record."""
        return Location(self.at.file, self.lines[name]) if name in self.lines else self.at

    def subset(self, *names: str) -> dict[str, Any]:
        """The values of those of the named fields that are present."""
        return {name: self.values[name] for name in names if name in self.values}


@dataclass(frozen=True, slots=True)
class SingleValue:
    """A record written as the value of its only field, directly under its id."""

    name: str
    value_type: ValueType
    build: Callable[[ParsedRecord], Any]

    @property
    def example(self) -> str:
        return self.value_type.example

    def parse(self, node: Node, context: FieldContext) -> Any:
        return self.build(ParsedRecord(context.name, context.at, {self.name: self.value_type.parse(node, context)}, {}))

    def schema(self) -> Schema:
        return self.value_type.schema()


@dataclass(frozen=True, slots=True)
class RecordType:
    """A record with a fixed set of fields, and the function that builds its model object."""

    noun: str  # with an article: "an event"
    fields: tuple[RecordField, ...]
    build: Callable[[ParsedRecord], Any]
    keyed: bool = False  # written under its id

    @property
    def example(self) -> str:
        example_fields = [field for field in self.fields if field.required] or self.fields[:1]
        return "{" + ", ".join(f"{field.name}: {field.value.example}" for field in example_fields) + "}"

    def parse(self, node: Node, context: FieldContext) -> Any:
        record, problems = self.parse_fields(node, context)
        if problems:
            raise Failure(*problems)
        return self.build(record)

    def parse_fields(self, node: Node, context: FieldContext) -> tuple[ParsedRecord, tuple[Problem, ...]]:
        """The fields that could be parsed, and the problems of the others, without duplicates."""
        fields = require_mapping(node, context, self.example)
        known = {field.name: field for field in self.fields}
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        attempted: set[str] = set()  # misspelt or invalid fields, which are not reported as missing too
        for name, value in fields.nodes.items():
            inner = FieldContext(context.log, name, fields.keys[name])
            if name not in known:
                attempted.add(most_similar_word(name, known))
                problems += self._unknown(inner, value).problems
            elif not (isinstance(value, YamlText) and not value.value.strip()):
                try:
                    values[name] = known[name].value.parse(value, inner)
                except Failure as failure:
                    attempted.add(name)
                    problems += failure.problems
        for field in self.fields:
            if field.required and field.name not in values and field.name not in attempted:
                problems += self._missing(context, field, fields.keys).problems
        return ParsedRecord(context.name, context.at, values, fields.keys), tuple(problems)

    def schema(self) -> Schema:
        properties = {field.name: field.value.schema() | {"description": field.doc} for field in self.fields}
        required = [field.name for field in self.fields if field.required]
        schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
        return schema | ({"required": required} if required else {})

    def _unknown(self, context: FieldContext, value: Node) -> Failure:
        if isinstance(value, RefusedNode) and context.name == "<<":
            return Failure(value.problem)
        names = [field.name for field in self.fields]
        hint = did_you_mean(context.name, names, f"its fields are {', '.join(names)}")
        return context.error(f"`{context.name}` is not a field of {self.noun}", hint, "unknown")

    def _missing(self, context: FieldContext, field: RecordField, lines: Mapping[str, int]) -> Failure:
        context = context._replace(line=lines.get(field.name, context.line))
        fact = f"`{context.name}` has no `{field.name}`" if self.keyed else f"{self.noun} has no `{field.name}`"
        return context.error(fact, f"add `{field.name}: {field.value.example}`", "missing")
