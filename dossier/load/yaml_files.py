"""Parses the YAML files of content/; an invalid record is rejected, and the others are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from dossier.front_matter import Node, YamlList, YamlMapping, YamlText, read_yaml
from dossier.guard import guarded
from dossier.load.disk import FileWithDraft, TextFile
from dossier.load.fields import (
    CLAIMS,
    COMPOUNDS,
    CORRECTIONS,
    DECLINED,
    ENTITIES,
    EVENTS,
    MEDIA,
    NOTES,
    SETTINGS,
    FileFormat,
)
from dossier.load.records import ParsedRecord
from dossier.load.results import FileResult
from dossier.load.values import FieldContext, FileLog
from dossier.model import Location, Note
from dossier.problems import Failure, Problem, Severity

RECORD_FILES: Mapping[str, FileFormat] = {
    format_.name: format_ for format_ in (ENTITIES, COMPOUNDS, EVENTS, CLAIMS, CORRECTIONS, DECLINED, MEDIA)
}


def parse_records(file: FileWithDraft) -> FileResult:
    """The records of one of the files directly in content/, or of media/rights.yaml."""
    return _parse_file(RECORD_FILES[file.source.path], file.source)


def parse_notes(file: FileWithDraft) -> FileResult:
    """An article's notes; if several have the same id, the later ones are numbered."""
    result = _parse_file(NOTES, file.source)
    counts: dict[str, int] = {}
    records: list[Note] = []
    for note in result.records:
        counts[note.id] = counts.get(note.id, 0) + 1
        records.append(note if counts[note.id] == 1 else replace(note, id=f"{note.id}-{counts[note.id]}"))
    return result._replace(records=tuple(records))


def parse_settings(source: TextFile) -> tuple[ParsedRecord, FileResult]:
    """The valid fields of dossier.yaml, and the references and problems in it."""
    log = FileLog(source.file)
    try:
        root = read_yaml(source.text, source.file)
        record, problems = SETTINGS.parse_fields(root, FieldContext(log, "dossier.yaml", 1))
    except Failure as failure:
        return ParsedRecord("", Location(source.file, 1), {}, {}), FileResult(ids=None, problems=failure.problems)
    return record, FileResult(references=tuple(log.references), problems=(*log.problems, *problems))


def _parse_file(format_: FileFormat, source: TextFile) -> FileResult:
    log = FileLog(source.file)
    try:
        root = read_yaml(source.text, source.file)
        if format_.shape == "list":
            return _parse_list(format_, root, log)
        return _parse_mapping(format_, root, log)
    except Failure as failure:
        return FileResult(ids=None, references=tuple(log.references), problems=failure.problems)


def _parse_mapping(format_: FileFormat, root: YamlMapping | YamlList, log: FileLog) -> FileResult:
    if isinstance(root, YamlList):
        raise _wrong_shape(log, root, "the file is a list", f"write each under its name: `{format_.keys.example}:`")
    records: list[Any] = []
    lines: list[tuple[Location, Mapping[str, int]]] = []
    for name, node in root.nodes.items():
        context = FieldContext(log, name, root.keys[name])
        try:
            records.append(guarded(partial(_parse_record, format_, name, node, context), context.at))
            if isinstance(node, YamlMapping):
                lines.append((context.at, node.keys))
        except Failure as failure:
            log.problems.extend(failure.problems)
    return FileResult(tuple(records), tuple(root.nodes), tuple(lines), tuple(log.references), tuple(log.problems))


def _parse_record(format_: FileFormat, name: str, node: Node, context: FieldContext) -> Any:
    format_.keys.parse(YamlText(name, context.line, context.line), context)
    return format_.value.parse(node, context)


def _parse_list(format_: FileFormat, root: YamlMapping | YamlList, log: FileLog) -> FileResult:
    if isinstance(root, YamlMapping):
        if root.nodes:
            raise _wrong_shape(
                log, root, "the file is no list", f"write each after a dash: `- {format_.value.example}`"
            )
        return FileResult()
    records: list[Any] = []
    for node in root.nodes:
        context = FieldContext(log, "", node.line, item=True)
        try:
            records.append(guarded(partial(format_.value.parse, node, context), context.at))
        except Failure as failure:
            log.problems.extend(failure.problems)
    return FileResult(tuple(records), references=tuple(log.references), problems=tuple(log.problems))


def _wrong_shape(log: FileLog, node: Node, fact: str, hint: str) -> Failure:
    return Failure(Problem(Location(log.file, node.line), Severity.ERROR, "value", fact, hint=hint))
