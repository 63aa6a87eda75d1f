"""Records added to a list in an article's front matter, with every other character of the file as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import yaml

from dossier.front_matter.yaml_reader import LOADER, Plain, front_matter_span, split_front_matter, to_plain
from dossier.front_matter.yaml_writer import flow_yaml
from dossier.problems import Failure

Record = Mapping[str, str]


def extend_records(text: str, name: str, key: str, records: Sequence[Record]) -> str | None:
    """The file whose field `name` lists these records too, and whose listed ones have the fields that they lacked.

    Records are the same where their `key` is. None where the file does not list any, or lists them in a way that cannot
    be extended without touching anything else.
    """
    try:
        fields, body, _ = split_front_matter(text, "")
        plain = to_plain(fields)
    except Failure:
        return None
    before = plain.get(name) if isinstance(plain, dict) else None
    if not isinstance(plain, dict) or not isinstance(before, list) or not before:
        return None
    wanted = _extended(before, key, records)
    if wanted == before:
        return text
    start, end = front_matter_span(text)
    source = _rewritten(text[start:end], name, before, wanted)
    extended = f"{text[:start]}{source}{text[end:]}"
    try:
        fields, kept, _ = split_front_matter(extended, "")
        right = to_plain(fields) == {**plain, name: wanted} and kept == body
    except Failure:
        return None
    return extended if right else None


def _extended(before: Sequence[Plain], key: str, records: Sequence[Record]) -> list[Plain]:
    by_key = {record[key]: record for record in records}
    listed: list[Plain] = []
    for item in before:
        known = by_key.pop(str(item.get(key)), {}) if isinstance(item, dict) else {}
        listed.append({**item, **{n: v for n, v in known.items() if n not in item}} if isinstance(item, dict) else item)
    listed += [{**record} for record in by_key.values()]
    return listed


def _rewritten(source: str, name: str, before: Sequence[Plain], wanted: Sequence[Plain]) -> str:
    """The YAML with the field extended."""
    root: yaml.MappingNode = yaml.compose(source, Loader=LOADER)  # type: ignore[assignment]  # read as fields already
    value = next(value for key, value in root.value if key.value == name)
    added: defaultdict[int, str] = defaultdict(str)
    for place, text in _additions(source, value, before, wanted):
        added[place] += text
    for place in sorted(added, reverse=True):
        source = f"{source[:place]}{added[place]}{source[place:]}"
    return source


def _additions(
    source: str, value: yaml.SequenceNode, before: Sequence[Plain], wanted: Sequence[Plain]
) -> Iterator[tuple[int, str]]:
    """What is to be put in, and before which character."""
    break_ = "\r\n" if "\r\n" in source else "\n"
    for node, old, new in zip(value.value, before, wanted, strict=False):
        fields = (
            {n: v for n, v in new.items() if n not in old} if isinstance(new, dict) and isinstance(old, dict) else {}
        )
        for name, text in fields.items():
            if node.flow_style:
                yield _end(node), f", {flow_yaml({name: text})[1:-1]}"
            else:
                yield _line_end(source, _end(node)), f"{break_}{' ' * node.start_mark.column}{name}: {flow_yaml(text)}"
    for record in wanted[len(before) :]:
        if value.flow_style:
            yield _end(value.value[-1], closed=True), f", {flow_yaml(record)}"
        else:
            place = _line_end(source, _end(value))
            yield place, f"{break_}{' ' * value.start_mark.column}- {flow_yaml(record)}"


def _end(node: yaml.Node, *, closed: bool = False) -> int:
    """Where the last thing in a node ends; `closed`, its bracket included."""
    if isinstance(node, yaml.CollectionNode) and node.value and not (closed and node.flow_style):
        last = node.value[-1]
        return _end(last[1] if isinstance(node, yaml.MappingNode) else last, closed=True)
    return int(node.end_mark.index)


def _line_end(source: str, place: int) -> int:
    end = source.find("\n", place)
    end = len(source) if end < 0 else end
    return end - source.startswith("\r\n", end - 1)
