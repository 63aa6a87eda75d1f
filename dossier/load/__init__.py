"""content/ → Library: what people wrote, each file read by its definition, every slip named with its line.

read       the folder as it lies on the disk; `source` is what it gives
fields     every file, and every field in it
values     what may stand in a field; `forms` and `records` are of it
files      the YAML files; `articles` and `prose` read what has a text
whole      all of it together
checks     what is looked at then
schema     the same definitions for editors' plug-ins
"""

from dossier.load.read import content
from dossier.load.schema import schemas
from dossier.load.source import Content
from dossier.load.whole import library, library_of

__all__ = ["Content", "content", "library", "library_of", "schemas"]
