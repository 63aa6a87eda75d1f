"""Generates mistakes: every field of every file of a complete dossier, made invalid in every possible way.

Files are written with one field per line, so that the line of a mistake is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from dossier.front_matter import Plain, dump_yaml, read_yaml, split_front_matter, to_plain
from dossier.load.fields import FILES, FileFormat
from dossier.load.records import ListValue, MappingValue, RecordField, RecordType, SingleValue
from dossier.load.text_forms import CoordinatesValue, DateTextValue, DateValue, LanguageValue, TimezoneValue, UrlValue
from dossier.load.values import (
    CheckValue,
    ChoiceValue,
    CountValue,
    FlagValue,
    NameValue,
    PatternValue,
    ReferenceValue,
    ValueType,
)

Route = tuple[str | int, ...]

# The path of each file in the complete dossier.
PATHS = {
    "notes/<article id>.yaml": "notes/one.yaml",
    "articles/<id>.md": "articles/one.md",
    "pages/<stem>.md": "pages/method.md",
}


class Planted(NamedTuple):
    """A mistake: the file, the field, the kind of mistake, the resulting text, and the line of the expected problem."""

    file: str
    route: Route
    mistake: str
    text: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}  {'.'.join(map(str, self.route))}  {self.mistake}"


@dataclass(frozen=True)
class Twice:
    """A value whose field is written twice."""

    value: Plain


def planted(content: Path) -> Iterator[Planted]:
    """All mistakes that can be planted in the dossier."""
    for file in FILES:
        path = PATHS.get(file.name, file.name)
        text = (content / path).read_text("utf-8")
        fields, body, _ = split_front_matter(text, path) if path.endswith(".md") else (read_yaml(text, path), "", 1)
        data = to_plain(fields)
        for route, mistake, spoilt, faulty_route in _mistakes(file, data):
            lines = [("---", ())] * bool(body) + list(_lines(spoilt, ()))
            line = next(
                n for n, (_, line_route) in enumerate(lines, 1) if line_route[: len(faulty_route)] == faulty_route
            )
            yaml = "".join(f"{words}\n" for words, _ in lines)
            yield Planted(path, route, mistake, yaml + (f"---\n{body}" if body else ""), line)


def _mistakes(file: FileFormat, data: Any) -> Iterator[tuple[Route, str, Any, Route]]:
    """The route of a field, the kind of mistake, the changed data, and the route of the expected problem."""
    if file.shape == "fields":
        yield from _of_record(file.value, data, (), data)
        return
    covered: set[str] = set()
    for key in list(data) if file.shape == "records" else range(len(data)):
        route = (key,)
        if file.shape == "records" and not covered:
            yield route, "duplicate", _with(data, route, Twice(data[key])), (*route, "again")
        yield from _of_value(file.value, data[key], route, data, covered)


def _of_record(
    record: ValueType, value: Any, route: Route, data: Any, covered: set[str] | None = None
) -> Iterator[Any]:
    assert isinstance(record, RecordType)
    covered = set() if covered is None else covered
    for field in record.fields:
        if field.name not in value or f"{record.noun}.{field.name}" in covered:
            continue
        covered.add(f"{record.noun}.{field.name}")
        field_route = (*route, field.name)
        yield from _of_field(field, value[field.name], field_route, data, covered)


def _of_field(field: RecordField, value: Any, route: Route, data: Any, covered: set[str]) -> Iterator[Any]:
    if field.required:
        yield route, "missing", _without(data, route), route[:-1]
        yield route, "empty", _with(data, route, ""), route
    yield route, "misspelt name", _renamed(data, route, field.name + "x"), (*route[:-1], field.name + "x")
    yield route, "duplicate", _with(data, route, Twice(value)), (*route, "again")
    yield from _of_value(field.value, value, route, data, covered)


def _of_value(kind: ValueType, value: Any, route: Route, data: Any, covered: set[str]) -> Iterator[Any]:
    match kind:
        case RecordType():
            yield route, "wrong type", _with(data, route, "一句话"), route
            yield from _of_record(kind, value, route, data, covered)
        case SingleValue():
            yield from _of_value(kind.value_type, value, route, data, covered)
        case ListValue():
            yield route, "wrong type", _with(data, route, "一句话"), route
            yield (*route, 0), "empty", _with(data, (*route, 0), " "), (*route, 0)
            yield from _of_value(kind.item_type, value[0], (*route, 0), data, covered)
        case MappingValue():
            first = next(iter(value))
            yield route, "wrong type", _with(data, route, ["一句话"]), route
            if type(kind.key_type) is not ReferenceValue:
                wrong = "金 正恩"
                yield (*route, first), "wrong name", _renamed(data, (*route, first), wrong), (*route, wrong)
            yield (*route, first), "empty", _with(data, (*route, first), ""), (*route, first)
            yield from _of_value(kind.value_type, value[first], (*route, first), data, covered)
        case CoordinatesValue():
            yield route, "wrong type", _with(data, route, "一句话"), route
            yield route, "wrong form", _with(data, route, ["131.9", "143.1"]), route
        case _:
            yield route, "wrong type", _with(data, route, {"a": "b"}), route
            if spoilt := _spoilt(kind, value):
                yield route, spoilt[0], _with(data, route, spoilt[1]), route


def _spoilt(kind: ValueType, value: str) -> tuple[str, str] | None:
    """The kind of mistake and an invalid value; None if any text is valid."""
    wrong = {
        ReferenceValue: ("dangling", f"{value}-x"),
        ChoiceValue: ("misspelt", f"{value}x"),
        CheckValue: ("misspelt", f"{value}x"),
        TimezoneValue: ("misspelt", "Asia/Shangai"),
        LanguageValue: ("wrong form", "zh-CN"),
        NameValue: ("wrong form", "张"),
        FlagValue: ("wrong form", "yes"),
        CountValue: ("wrong form", "0"),
        UrlValue: ("wrong form", "www.example.org"),
        DateValue: ("wrong form", "2023年9月13日"),
        DateTextValue: ("wrong form", "2023年9月13日"),
        PatternValue: ("wrong form", "../x y/"),
    }
    return wrong.get(type(kind))


# ── Changing data in one place ───────────────────────────────────────────────


def _with(data: Any, route: Route, value: Any) -> Any:
    if not route:
        return value
    key, rest = route[0], route[1:]
    if isinstance(data, list):
        return [_with(item, rest, value) if n == key else item for n, item in enumerate(data)]
    return {name: _with(item, rest, value) if name == key else item for name, item in data.items()}


def _renamed(data: Any, route: Route, name: str) -> Any:
    owner = _at(data, route[:-1])
    return _with(data, route[:-1], {name if key == route[-1] else key: value for key, value in owner.items()})


def _without(data: Any, route: Route) -> Any:
    owner = _at(data, route[:-1])
    return _with(data, route[:-1], {key: value for key, value in owner.items() if key != route[-1]})


def _at(data: Any, route: Route) -> Any:
    for key in route:
        data = data[key]
    return data


def _lines(value: Any, route: Route, indent: int = 0) -> Iterator[tuple[str, Route]]:
    """YAML with one field per line, each line with the route of its field."""
    pad = " " * indent
    if isinstance(value, dict):
        for key, item in value.items():
            times = (
                (((*route, key), item.value), ((*route, key, "again"), item.value))
                if isinstance(item, Twice)
                else (((*route, key), item),)
            )
            for item_route, one in times:
                yield from _headed(f"{pad}{dump_yaml(key).strip()}:", one, item_route, indent)
    elif isinstance(value, list):
        for nth, item in enumerate(value):
            item_route = (*route, nth)
            if isinstance(item, dict):
                first, *rest = _lines(item, item_route, indent + 2)
                yield f"{pad}- {first[0].lstrip()}", first[1]
                yield from rest
            else:
                yield from _headed(f"{pad}-", item, item_route, indent)


def _headed(head: str, value: Any, route: Route, indent: int) -> Iterator[tuple[str, Route]]:
    if isinstance(value, str):
        yield f"{head} {dump_yaml(value).strip()}" if value else head, route
    else:
        yield head, route
        yield from _lines(value, route, indent + 2)
