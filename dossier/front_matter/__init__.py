"""YAML as people type it, and the article file: read with lines, written to be read again. pyyaml's only home."""

from dossier.front_matter.reading import Fields, Items, Node, Plain, Refused, Text, body, plain, read, split
from dossier.front_matter.writing import article, dump

__all__ = ["Fields", "Items", "Node", "Plain", "Refused", "Text", "article", "body", "dump", "plain", "read", "split"]
