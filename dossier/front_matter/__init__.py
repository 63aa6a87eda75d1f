"""Reads and writes YAML and article files. The only package that uses pyyaml."""

from dossier.front_matter.record_list import extend_records
from dossier.front_matter.yaml_reader import (
    Node,
    Plain,
    RefusedNode,
    YamlList,
    YamlMapping,
    YamlText,
    body_text,
    read_yaml,
    split_front_matter,
    to_plain,
)
from dossier.front_matter.yaml_writer import dump_yaml, format_article

__all__ = [
    "Node",
    "Plain",
    "RefusedNode",
    "YamlList",
    "YamlMapping",
    "YamlText",
    "body_text",
    "dump_yaml",
    "extend_records",
    "format_article",
    "read_yaml",
    "split_front_matter",
    "to_plain",
]
