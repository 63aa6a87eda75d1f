"""The YAML files of content/: each read by its definition, a bad record set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from dossier.front_matter import Node, YamlList, YamlMapping, YamlText, read_yaml
from dossier.guard import guarded
from dossier.load.disk import FileWithDraft, TextFile
from dossier.load.fields import CLAIMS, COMPOUNDS, CORRECTIONS, ENTITIES, EVENTS, MEDIA, NOTES, SETTINGS, FileFormat
from dossier.load.records import ReadRecord
from dossier.load.results import FileResult
from dossier.load.values import FieldPlace, FileReading
from dossier.model import Location, Note
from dossier.problems import Failure, Problem, Severity

RECORDS: Mapping[str, FileFormat] = {
    file.name: file for file in (ENTITIES, COMPOUNDS, EVENTS, CLAIMS, CORRECTIONS, MEDIA)
}


def read_records(filed: FileWithDraft) -> FileResult:
    """The records of a file that stands for itself, or the items of its list, in its order."""
    return _records(RECORDS[filed.source.path], filed.source)


def read_notes(filed: FileWithDraft) -> FileResult:
    """An article's notes; of two on the same words, the second's id is numbered."""
    told = _records(NOTES, filed.source)
    seen: dict[str, int] = {}
    made: list[Note] = []
    for note in told.made:
        seen[note.id] = seen.get(note.id, 0) + 1
        made.append(note if seen[note.id] == 1 else replace(note, id=f"{note.id}-{seen[note.id]}"))
    return told._replace(made=tuple(made))


def read_settings(source: TextFile) -> tuple[ReadRecord, FileResult]:
    """The fields of dossier.yaml that could be read, and what it refers to."""
    sheet = FileReading(source.file)
    try:
        root = read_yaml(source.text, source.file)
        found, problems = SETTINGS.values(root, FieldPlace(sheet, "dossier.yaml", 1))
    except Failure as failure:
        return ReadRecord("", Location(source.file, 1), {}, {}), FileResult(ids=None, problems=failure.problems)
    return found, FileResult(uses=tuple(sheet.uses), problems=(*sheet.problems, *problems))


def _records(file: FileFormat, source: TextFile) -> FileResult:
    sheet = FileReading(source.file)
    try:
        root = read_yaml(source.text, source.file)
        if file.shape == "list":
            return _listed(file, root, sheet)
        return _keyed(file, root, sheet)
    except Failure as failure:
        return FileResult(ids=None, uses=tuple(sheet.uses), problems=failure.problems)


def _keyed(file: FileFormat, root: YamlMapping | YamlList, sheet: FileReading) -> FileResult:
    if isinstance(root, YamlList):
        raise _misshapen(sheet, root, "the file is a list", f"write each under its name: `{file.keys.example}:`")
    made: list[Any] = []
    lines: list[tuple[Location, Mapping[str, int]]] = []
    for name, node in root.nodes.items():
        here = FieldPlace(sheet, name, root.keys[name])
        try:
            made.append(guarded(partial(_record, file, name, node, here), here.at))
            if isinstance(node, YamlMapping):
                lines.append((here.at, node.keys))
        except Failure as failure:
            sheet.problems.extend(failure.problems)
    return FileResult(tuple(made), tuple(root.nodes), tuple(lines), tuple(sheet.uses), tuple(sheet.problems))


def _record(file: FileFormat, name: str, node: Node, here: FieldPlace) -> Any:
    file.keys.read(YamlText(name, here.line, here.line), here)
    return file.value.read(node, here)


def _listed(file: FileFormat, root: YamlMapping | YamlList, sheet: FileReading) -> FileResult:
    if isinstance(root, YamlMapping):
        if root.nodes:
            raise _misshapen(sheet, root, "the file is no list", f"write each after a dash: `- {file.value.example}`")
        return FileResult()
    made: list[Any] = []
    for node in root.nodes:
        here = FieldPlace(sheet, "", node.line, item=True)
        try:
            made.append(guarded(partial(file.value.read, node, here), here.at))
        except Failure as failure:
            sheet.problems.extend(failure.problems)
    return FileResult(tuple(made), uses=tuple(sheet.uses), problems=tuple(sheet.problems))


def _misshapen(sheet: FileReading, node: Node, fact: str, hint: str) -> Failure:
    return Failure(Problem(Location(sheet.file, node.line), Severity.ERROR, "value", fact, hint=hint))
