"""Resolves the labelled names of names.json to the texts, which are kept elsewhere.

    python tests/gold/names.py          counts of articles, mentions, entities and senses
    python tests/gold/names.py --text   the texts with every name marked, for reading
    python tests/gold/names.py --json   entities and articles in the shape that gold/names/score.py reads

The texts are read from ../shared, or from the folder given as last argument. Output with texts must not be committed.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LABELS = HERE / "names.json"
SHARED = HERE.resolve().parents[2] / "shared"
TYPES = {"person", "place", "country", "organisation", "thing", "event"}
KINDS = {"title", "paragraph", "heading", "caption"}
SENSES = {"place", "government"}
INLINE = re.compile(r"<[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")


def digest(surface: str) -> str:
    """The hash that stands for a surface in names.json."""
    return hashlib.sha256(surface.encode()).hexdigest()[:8]


def read_text(article: dict[str, Any], shared: Path) -> str:
    """The text that an article's offsets count in: the whole file, or one page's `articleBody`."""
    data = (shared / article["file"]).read_bytes()
    if "page" in article:
        data = json.loads(data)[article["page"]]["articleBody"].encode()
    if hashlib.sha256(data).hexdigest() != article["sha256"]:
        raise ValueError(f"{place_of(article)}: the text is not the one that was labelled (its SHA-256 differs)")
    return data.decode()


def place_of(article: dict[str, Any]) -> str:
    return str(article["file"]) + (f"#{article['page'][:8]}" if "page" in article else "")


def faults(article: dict[str, Any], entities: dict[str, Any], text: str) -> list[str]:
    """What is wrong with an article's labels, each with its place."""
    found = []
    blocks = article["blocks"]
    if any(end > start for (_, _, end), (_, start, _) in pairwise(blocks)):
        found.append("blocks overlap or are out of order")
    found += [f"{start}–{end}: not a block" for kind, start, end in blocks if kind not in KINDS or start >= end]
    last = 0
    for start, end, entity, surface_hash, *sense in article["mentions"]:
        where = f"{start}–{end} {entity}"
        surface = text[start:end]
        if start < last or not any(first <= start < end <= after for _, first, after in blocks):
            found.append(f"{where}: overlaps another mention, is out of order or outside every block")
        if digest(surface) != surface_hash:
            found.append(f"{where}: the hash is that of another surface")
        if surface != surface.strip() or INLINE.search(surface):
            found.append(f"{where}: the surface holds a tag, a reference or a blank at its edge")
        if unknown := set(entity.split("+")) - entities.keys():
            found.append(f"{where}: no entity {', '.join(sorted(unknown))}")
        if set(sense) - SENSES:
            found.append(f"{where}: no sense {sense}")
        last = end
    return [f"{place_of(article)} {fault}" for fault in found]


def resolve(labels: dict[str, Any], shared: Path) -> dict[str, Any]:
    """The labels with their texts, in the shape of gold/names/gold.json; a mention of a capital has its sense besides."""
    texts = [read_text(article, shared) for article in labels["articles"]]
    pairs = list(zip(labels["articles"], texts, strict=True))
    if wrong := [fault for article, text in pairs for fault in faults(article, labels["entities"], text)]:
        raise ValueError("\n".join(wrong))
    surfaces: defaultdict[str, dict[str, None]] = defaultdict(dict)
    articles = []
    for article, text in pairs:
        blocks = [resolve_block(block, article["mentions"], text) for block in article["blocks"]]
        for mention in (mention for block in blocks for mention in block["mentions"]):
            surfaces[mention["entity"]][mention["surface"]] = None
        articles.append({"id": place_of(article), "language": article["language"], "blocks": blocks})
    entities = {
        key: {"type": row["type"], "name": {"en": row["name"]}, "alias": list(surfaces[key]), "also": row["also"]}
        for key, row in labels["entities"].items()
    }
    return {"entities": entities, "articles": articles}


def resolve_block(block: list[Any], mentions: list[list[Any]], text: str) -> dict[str, Any]:
    """A block as plain text: tags dropped, character references read, offsets counted in what is left."""
    kind, start, end = block
    plain, at, done = "", {}, start
    inside = [mention for mention in mentions if start <= mention[0] < end]
    edges = sorted({edge for mention in inside for edge in mention[:2]})
    for token in [*INLINE.finditer(text, start, end), None]:
        until = token.start() if token else end
        for edge in edges:
            if done <= edge <= until:
                at.setdefault(edge, len(plain) + edge - done)
        plain += text[done:until]
        if token:
            plain += "" if token[0].startswith("<") else html.unescape(token[0])
            done = token.end()
    rows = [
        {"start": at[first], "end": at[after], "surface": text[first:after], "entity": entity}
        | ({"sense": sense[0]} if sense else {})
        for first, after, entity, _, *sense in inside
    ]
    return {"id": f"{kind}-{start}", "kind": kind, "text": plain, "mentions": rows}


def mark(block: dict[str, Any]) -> str:
    """A block's text with each name in brackets."""
    marked, done = "", 0
    for mention in block["mentions"]:
        labels = [mention["entity"], *([mention["sense"]] if "sense" in mention else [])]
        marked += f"{block['text'][done : mention['start']]}[{mention['surface']}|{'|'.join(labels)}]"
        done = mention["end"]
    return f"{block['kind']}: {marked}{block['text'][done:]}"


def counts(labels: dict[str, Any]) -> dict[str, Any]:
    """How much is labelled; a type counts the entities that are mentioned."""
    mentions = [mention for article in labels["articles"] for mention in article["mentions"]]
    used = {key for mention in mentions for key in mention[2].split("+")}
    return {
        "articles": len(labels["articles"]),
        "mentions": len(mentions),
        "entities": len(used),
        **Counter(labels["entities"][key]["type"] for key in sorted(used)),
        "capital as a place": sum(mention[4:] == ["place"] for mention in mentions),
        "capital as a government": sum(mention[4:] == ["government"] for mention in mentions),
    }


def main(arguments: list[str]) -> None:
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")]
    labels = json.loads(LABELS.read_text("utf-8"))
    resolved = resolve(labels, folders[0] if folders else SHARED)
    if "--json" in arguments:
        lines = [json.dumps(resolved, ensure_ascii=False)]
    elif "--text" in arguments:
        lines = [line for one in resolved["articles"] for line in ("", f"# {one['id']}", *map(mark, one["blocks"]))]
    else:
        lines = [f"{number:5} {name}" for name, number in counts(labels).items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
