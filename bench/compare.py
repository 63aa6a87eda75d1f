"""Compares two built sites: the same articles, the same links to entities in each, and complete lists."""

from __future__ import annotations

import re
from pathlib import Path

LINK = re.compile(r'<a [^>]*?href="[^"]*?entities/(\w+-\d+)\.html')
LISTED = re.compile(r'href="[^"]*?articles/([\w-]+)\.html')
OUR_LINK = re.compile(r'<a class="ent" href="\.\./entities/(\w+-\d+)\.html')  # of our aside and metadata, none
WRITTEN = re.compile(r"\]\(\.\./entities/(\w+-\d+)\.html\)")  # in what others are given
LISTS = ("index.html", "articles.html", "entities.html", "sitemap.xml")


def links(site: Path, *, ours_too: bool = False) -> dict[str, tuple[str, ...]]:
    """The entities that each article page of a built site links to from its text, in order."""
    pattern = OUR_LINK if ours_too else LINK
    pages = sorted((site / "articles").glob("*.html"))
    return {
        page.stem: tuple(pattern.findall(page.read_text("utf-8")))
        for page in pages
        if not page.stem.startswith("index")
    }


def differences(ours: Path, theirs: Path) -> list[str]:
    """The differences between two sites; empty if they are equivalent."""
    mine, other = links(ours, ours_too=True), links(theirs)
    problems = [f"only one of them has articles/{id_}.html" for id_ in sorted(mine.keys() ^ other.keys())]
    problems += [
        f"articles/{id_}.html: {mine[id_]} here, {other[id_]} there"
        for id_ in sorted(mine.keys() & other.keys())
        if mine[id_] != other[id_]
    ]
    listed: dict[str, set[str]] = {path: set() for path in LISTS}
    listed |= {f"entities/{id_}.html": set() for entities in mine.values() for id_ in entities}
    for article, entities in mine.items():
        for id_ in entities:
            listed[f"entities/{id_}.html"].add(article)
    for path, articles in sorted(listed.items()):
        if not (theirs / path).is_file():
            problems.append(f"there is no {path}")
        elif articles - set(LISTED.findall((theirs / path).read_text("utf-8"))):
            problems.append(f"{path} does not list every article that links to it")
    return problems
