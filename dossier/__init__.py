"""Dossier turns a folder of captured news articles into an annotated, cross-linked website.

    captures ──ingest──▶ content/articles/*.md ──load──▶ Library ──enrich──▶ Dossier ──edition──▶ Dossier ──render──▶ Output ──deliver──▶ _site/
    (raw, immutable)     (edited by people)      (as written)  (linked, dated)  (what may be shown)  ({path: bytes})   (files, server, Pages)

A body is a tuple of blocks, and a block is plain text with marks standing off it. Start reading at
`pipeline.py`, which holds the whole flow, and at `model.py`, which holds every type.
"""

__version__ = "0.1.0"
