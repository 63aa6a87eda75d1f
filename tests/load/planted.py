"""Mistakes, generated: every field of every file of a whole dossier, each spoilt in every way that it can be.

A file is written with one field to a line, so that the line of a mistake is known before anything reads it.
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

# Where each file of the definitions lies in the whole dossier.
PATHS = {
    "notes/<article id>.yaml": "notes/one.yaml",
    "articles/<id>.md": "articles/one.md",
    "pages/<stem>.md": "pages/method.md",
}


class Planted(NamedTuple):
    """One mistake: in which file, at which field, what was done to it, the text then, and the line to be named."""

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
    """Every mistake that can be planted in the dossier."""
    for file in FILES:
        path = PATHS.get(file.name, file.name)
        text = (content / path).read_text("utf-8")
        fields, body, _ = split_front_matter(text, path) if path.endswith(".md") else (read_yaml(text, path), "", 1)
        data = to_plain(fields)
        for route, mistake, spoilt, at in _mistakes(file, data):
            lines = [("---", ())] * bool(body) + list(_lines(spoilt, ()))
            line = next(n for n, (_, here) in enumerate(lines, 1) if here[: len(at)] == at)
            yaml = "".join(f"{words}\n" for words, _ in lines)
            yield Planted(path, route, mistake, yaml + (f"---\n{body}" if body else ""), line)


def _mistakes(file: FileFormat, data: Any) -> Iterator[tuple[Route, str, Any, Route]]:
    """The route of a field, what is done to it, the data then, and the route whose line is to be named."""
    if file.shape == "fields":
        yield from _of_record(file.value, data, (), data)
        return
    seen: set[str] = set()
    for key in list(data) if file.shape == "records" else range(len(data)):
        route = (key,)
        if file.shape == "records" and not seen:
            yield route, "duplicate", _with(data, route, Twice(data[key])), (*route, "again")
        yield from _of_value(file.value, data[key], route, data, seen)


def _of_record(record: ValueType, value: Any, route: Route, data: Any, seen: set[str] | None = None) -> Iterator[Any]:
    assert isinstance(record, RecordType)
    seen = set() if seen is None else seen
    for field in record.fields:
        if field.name not in value or f"{record.noun}.{field.name}" in seen:
            continue
        seen.add(f"{record.noun}.{field.name}")
        here = (*route, field.name)
        yield from _of_field(field, value[field.name], here, data, seen)


def _of_field(field: RecordField, value: Any, here: Route, data: Any, seen: set[str]) -> Iterator[Any]:
    if field.required:
        yield here, "missing", _without(data, here), here[:-1]
        yield here, "empty", _with(data, here, ""), here
    yield here, "misspelt name", _renamed(data, here, field.name + "x"), (*here[:-1], field.name + "x")
    yield here, "duplicate", _with(data, here, Twice(value)), (*here, "again")
    yield from _of_value(field.value, value, here, data, seen)


def _of_value(kind: ValueType, value: Any, here: Route, data: Any, seen: set[str]) -> Iterator[Any]:
    match kind:
        case RecordType():
            yield here, "wrong type", _with(data, here, "一句话"), here
            yield from _of_record(kind, value, here, data, seen)
        case SingleValue():
            yield from _of_value(kind.value_type, value, here, data, seen)
        case ListValue():
            yield here, "wrong type", _with(data, here, "一句话"), here
            yield (*here, 0), "empty", _with(data, (*here, 0), " "), (*here, 0)
            yield from _of_value(kind.item_type, value[0], (*here, 0), data, seen)
        case MappingValue():
            first = next(iter(value))
            yield here, "wrong type", _with(data, here, ["一句话"]), here
            if type(kind.key_type) is not ReferenceValue:
                wrong = "金 正恩"
                yield (*here, first), "wrong name", _renamed(data, (*here, first), wrong), (*here, wrong)
            yield (*here, first), "empty", _with(data, (*here, first), ""), (*here, first)
            yield from _of_value(kind.value_type, value[first], (*here, first), data, seen)
        case CoordinatesValue():
            yield here, "wrong type", _with(data, here, "一句话"), here
            yield here, "wrong form", _with(data, here, ["131.9", "143.1"]), here
        case _:
            yield here, "wrong type", _with(data, here, {"a": "b"}), here
            if spoilt := _spoilt(kind, value):
                yield here, spoilt[0], _with(data, here, spoilt[1]), here


def _spoilt(kind: ValueType, value: str) -> tuple[str, str] | None:
    """What cannot stand there, and how it is called; None where any text can."""
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


# ── Data, changed in one place ───────────────────────────────────────────────


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
    """YAML with one field to a line, and whose line each is."""
    pad = " " * indent
    if isinstance(value, dict):
        for key, item in value.items():
            times = (
                (((*route, key), item.value), ((*route, key, "again"), item.value))
                if isinstance(item, Twice)
                else (((*route, key), item),)
            )
            for here, one in times:
                yield from _headed(f"{pad}{dump_yaml(key).strip()}:", one, here, indent)
    elif isinstance(value, list):
        for nth, item in enumerate(value):
            here = (*route, nth)
            if isinstance(item, dict):
                first, *rest = _lines(item, here, indent + 2)
                yield f"{pad}- {first[0].lstrip()}", first[1]
                yield from rest
            else:
                yield from _headed(f"{pad}-", item, here, indent)


def _headed(head: str, value: Any, route: Route, indent: int) -> Iterator[tuple[str, Route]]:
    if isinstance(value, str):
        yield f"{head} {dump_yaml(value).strip()}" if value else head, route
    else:
        yield head, route
        yield from _lines(value, route, indent + 2)
