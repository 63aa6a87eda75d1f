"""Adds records to a list in an article's front matter, without changing any other character of the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import yaml

from dossier.front_matter.yaml_reader import LOADER, Plain, front_matter_span, split_front_matter, to_plain
from dossier.front_matter.yaml_writer import flow_yaml
from dossier.problems import Failure

Record = Mapping[str, str]


def extend_records(text: str, name: str, key: str, records: Sequence[Record]) -> str | None:
    """The file with these records added to the field `name`; listed records get the fields that they lack.

    Records with the same `key` are the same. None if the file lists no records, or if the list cannot be extended
    without changing anything else.
    """
    try:
        fields, body, _ = split_front_matter(text, "")
        plain = to_plain(fields)
    except Failure:
        return None
    before = plain.get(name) if isinstance(plain, dict) else None
    if not isinstance(plain, dict) or not isinstance(before, list) or not before:
        return None
    extended = _extended(before, key, records)
    if extended == before:
        return text
    start, end = front_matter_span(text)
    source = _insert_additions(text[start:end], name, before, extended)
    result = f"{text[:start]}{source}{text[end:]}"
    try:
        fields, new_body, _ = split_front_matter(result, "")
        is_correct = to_plain(fields) == {**plain, name: extended} and new_body == body
    except Failure:
        return None
    return result if is_correct else None


def _extended(before: Sequence[Plain], key: str, records: Sequence[Record]) -> list[Plain]:
    by_key = {record[key]: record for record in records}
    listed: list[Plain] = []
    for item in before:
        record = by_key.pop(str(item.get(key)), {}) if isinstance(item, dict) else {}
        listed.append(
            {**item, **{n: v for n, v in record.items() if n not in item}} if isinstance(item, dict) else item
        )
    listed += [{**record} for record in by_key.values()]
    return listed


def _insert_additions(source: str, name: str, before: Sequence[Plain], extended: Sequence[Plain]) -> str:
    """The YAML with the additions inserted."""
    root: yaml.MappingNode = yaml.compose(source, Loader=LOADER)  # type: ignore[assignment]  # it was read as a mapping before
    value = next(value for key, value in root.value if key.value == name)
    insertions: defaultdict[int, str] = defaultdict(str)
    for offset, text in _additions(source, value, before, extended):
        insertions[offset] += text
    for offset in sorted(insertions, reverse=True):
        source = f"{source[:offset]}{insertions[offset]}{source[offset:]}"
    return source


def _additions(
    source: str, value: yaml.SequenceNode, before: Sequence[Plain], extended: Sequence[Plain]
) -> Iterator[tuple[int, str]]:
    """The texts to insert, each with its offset."""
    break_ = "\r\n" if "\r\n" in source else "\n"
    for node, old, new in zip(value.value, before, extended, strict=False):
        fields = (
            {n: v for n, v in new.items() if n not in old} if isinstance(new, dict) and isinstance(old, dict) else {}
        )
        for name, text in fields.items():
            if node.flow_style:
                yield _end(node), f", {flow_yaml({name: text})[1:-1]}"
            else:
                yield _line_end(source, _end(node)), f"{break_}{' ' * node.start_mark.column}{name}: {flow_yaml(text)}"
    for record in extended[len(before) :]:
        if value.flow_style:
            yield _end(value.value[-1], closed=True), f", {flow_yaml(record)}"
        else:
            offset = _line_end(source, _end(value))
            yield offset, f"{break_}{' ' * value.start_mark.column}- {flow_yaml(record)}"


def _end(node: yaml.Node, *, closed: bool = False) -> int:
    """The end of the last scalar in a node; with `closed`, that of its closing bracket."""
    if isinstance(node, yaml.CollectionNode) and node.value and not (closed and node.flow_style):
        last = node.value[-1]
        return _end(last[1] if isinstance(node, yaml.MappingNode) else last, closed=True)
    return int(node.end_mark.index)


def _line_end(source: str, offset: int) -> int:
    end = source.find("\n", offset)
    end = len(source) if end < 0 else end
    return end - source.startswith("\r\n", end - 1)
