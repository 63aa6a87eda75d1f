"""Captures → articles, which belong to their editor from then on.

    places ──sources──▶ captures ──draft──▶ drafts ──plan──▶ what to write below content/

`intake` joins them. Nothing is imported here, for a build reads the outlets' names and needs no parser.
"""
