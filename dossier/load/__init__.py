"""content/ → Library: what people wrote, each file read by its definition, every slip named with its line.

read       the folder as it lies on the disk; `source` is what it gives
fields     every file, and every field in it
values     what may stand in a field; `forms` and `records` are of it
files      the YAML files; `articles` and `prose` read what has a text
whole      all of it together
checks     what is looked at then
schema     the same definitions for editors' plug-ins
"""

from dossier.load.disk import ContentFiles, read_content
from dossier.load.json_schema import json_schemas
from dossier.load.library import build_library, load_library

__all__ = ["ContentFiles", "build_library", "json_schemas", "load_library", "read_content"]
