"""A JSON Schema for each file of content/, derived from its fields, for editors' YAML plug-ins."""

from __future__ import annotations

import json

from dossier.load.fields import FILES, FileFormat
from dossier.load.values import Schema


def json_schemas() -> dict[str, str]:
    """The text of each schema by its file name: `entities.schema.json` for entities.yaml."""
    return {_name(file): json.dumps(_schema(file), ensure_ascii=False, indent=2) + "\n" for file in FILES}


def _name(file: FileFormat) -> str:
    stem = file.name.partition("/<")[0].removesuffix(".yaml").replace("/", "-")
    return f"{stem}.schema.json"


def _schema(file: FileFormat) -> Schema:
    header: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": file.name,
        "description": file.doc,
    }
    value = file.value.schema()
    match file.shape:
        case "fields":
            return header | value
        case "list":
            return header | {"type": ["array", "null"], "items": value}
        case "records":
            return header | {"type": ["object", "null"], "additionalProperties": value, **_keys(file)}


def _keys(file: FileFormat) -> Schema:
    keys = file.keys.schema()
    return {"propertyNames": {"pattern": keys["pattern"]}} if "pattern" in keys else {}
