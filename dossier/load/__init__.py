"""Loads content/ into the Library: parses each file by its definition, and reports every mistake with its line.

disk           reads the files
fields         all files and all of their fields; `values`, `records` and `text_forms` are the types of values
yaml_files     parses the YAML files; `articles` and `prose` parse those with a text
build_models   builds the objects of the model
library        combines everything, and runs the checks
checks         the checks over all of content/
json_schema    the definitions as JSON Schemas for editors' plug-ins
spelling       suggestions for misspelt words
"""

from dossier.load.disk import ContentFiles, read_content
from dossier.load.json_schema import json_schemas
from dossier.load.library import build_library, load_library

__all__ = ["ContentFiles", "build_library", "json_schemas", "load_library", "read_content"]
