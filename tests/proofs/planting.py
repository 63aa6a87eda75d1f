"""Vectors planted wherever a capture, Markdown, YAML or a file's name has a place for words.

The YAML is made from the definitions of its files, so that a field which is new tomorrow is sown too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dossier.front_matter import dump_yaml, format_article
from dossier.ingest.drafts.draft import Draft, draft_capture
from dossier.load import fields
from dossier.load.fields import ARTICLE_FIELDS, PAGE
from dossier.load.records import ListValue, MappingValue, RecordType
from dossier.load.text_forms import CoordinatesValue, UrlValue
from dossier.load.values import ChoiceValue, MarkdownValue, NameValue, ReferenceValue, TextValue, ValueType
from dossier.problems import Failure

GROUP = 25  # vectors of one article
# Fields whose words the program compares with others, or that hide a record.
UNSOWN = {"prefix", "suffix", "nth", "withheld", "formerly", "draft", "alias_in", "stands_for", "accept", "severity"}
ALSO_UNSOWN = {"skip", "now", "base_url", "id", "captures"}  # given below
OUTLETS = ("one", "other")

# A capture in each shape that import reads, with a vector in its text, its headline and its address.
SHAPES = {
    "feed.txt": "<!--1693896181000-->\n[{0}](https://example.org/{1})\n\n---\n\n<div><p>Words.</p>{0}<p>More.</p></div>",
    "page.html": '<html><head><title>{0}</title><meta property="og:title" content="{0}"></head>'
    "<body><article><h1>{0}</h1><p>Enough words for an article to be found here, and more of them.</p>{0}"
    "<p>And as many again at its end, so that somebody could take this for a text.</p></article></body></html>",
    "alone.html": "{0}",
    "export.md": "# {0}\n\n- {0}\n\n![{0}]({1})\n> {0}\n\nWords.\n\n{0}\n",
}


def planted(vectors: Sequence[str], content: Path) -> None:
    """A dossier of these vectors: an article for ten of them, and a record of every kind for each."""
    vectors = distinct(vectors)
    groups = [Seeds(vectors[n : n + GROUP]) for n in range(0, len(vectors), GROUP)]
    each = [Seeds([vector], home=number // GROUP) for number, vector in enumerate(vectors)]
    ones = {f"n{number}": seeds for number, seeds in enumerate(each)}
    named = {f"e{n}": Seeds(vectors[n : n + GROUP]) for n in range(1, len(vectors), GROUP)} | {"e0": each[0]}
    pictures = {name: data for seeds in each for name, data in seeds.pictures().items()}
    yaml = {
        "dossier.yaml": each[0].record(fields.SETTINGS)
        | {
            "base_url": "https://example.org/x/",
            "outlets": {id_: one.record(fields.OUTLET_FIELDS) for id_, one in zip(OUTLETS, each, strict=False)},
        },
        "entities.yaml": {id_: seeds.record(fields.ENTITY_FIELDS) for id_, seeds in named.items()},
        "compounds.yaml": {f"{seeds.vectors[0]}&": ["e0", "e1"] for seeds in each},
        "events.yaml": {id_: seeds.record(fields.EVENT_FIELDS) for id_, seeds in ones.items()},
        "claims.yaml": {id_: seeds.record(fields.CLAIM_FIELDS) for id_, seeds in ones.items()},
        "corrections.yaml": [seeds.record(fields.CORRECTION) for seeds in each],
        "declined.yaml": [seeds.record(fields.DECLINED_SUGGESTION) for seeds in each],
        "media/rights.yaml": {
            name: seeds.record(fields.PICTURE) | {"rights": "owned"} for seeds in each for name in seeds.pictures()
        },
    }
    for n in range(len(groups)):
        yaml[f"notes/a{n}.yaml"] = [one.record(fields.NOTE) for one in each if one.home == n]
    files = {path: dump_yaml(data).encode() for path, data in yaml.items()}
    files |= {f"media/{name}": data for name, data in pictures.items()}
    files |= {f"captures/{seeds.name}": seeds.name.encode() for seeds in each}
    for n, seeds in enumerate(groups):
        files[f"articles/a{n}.md"] = seeds.article(OUTLETS[n % 2], [one for one in each if one.home == n]).encode()
        files[f"pages/p{n}.md"] = format_article(seeds.record(PAGE), "\n\n".join(seeds.vectors)).encode()
    for path, data in files.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_bytes(data)


@dataclass(frozen=True)
class Seeds:
    """The vectors of one record; `home` is the article in which its quotation stands."""

    vectors: Sequence[str]
    home: int = 0

    def record(self, record: RecordType) -> dict[str, Any]:
        """The fields of a record, each full of vectors."""
        sown = {f.name: f.value for f in record.fields if f.name not in UNSOWN | ALSO_UNSOWN}
        values = {name: self.value(value) for name, value in sown.items()}
        return values | ({"quote": literal(self.vectors[0]), "nth": "1"} if "quote" in values else {})

    def value(self, value: ValueType) -> Any:
        match value:
            case TextValue() | NameValue():
                return " ".join(self.vectors)
            case MarkdownValue():
                return self.vectors[0]
            case ListValue():
                return [Seeds([vector], self.home).value(value.item_type) for vector in self.vectors]
            case MappingValue():
                return {name: self.value(value.value_type) for name in ("zh-Hans", "en")}
            case RecordType():
                return self.record(value)
        return self.formal(value)

    def formal(self, value: ValueType) -> Any:
        """What stands where not every text may."""
        match value:
            case UrlValue():
                return "https://example.org/" + re.sub(r'[\s<>"\x00-\x1f]', "", "".join(self.vectors))
            case ChoiceValue():
                return value.words[0]
            case ReferenceValue():
                return {"article": f"a{self.home}", "entity": "e0", "event": "n0"}.get(value.kind, OUTLETS[0])
            case CoordinatesValue():
                return ["43.1", "131.9"]
        return value.example

    @property
    def name(self) -> str:
        """The first vector as a file may be called."""
        word = re.sub(r"[\x00-\x1f]", "", self.vectors[0]).replace("/", "∕").replace("\\", "∖").replace("..", "…")
        return word.encode()[:180].decode(errors="ignore") + ".gif"

    def pictures(self) -> dict[str, bytes]:
        """Pictures that are called a vector or hold one, and such as only begin like a picture."""
        vector = self.vectors[0].encode()
        stem = hashlib.sha256(vector).hexdigest()[:12]
        gif = b"GIF89a\x02\x00\x02\x00=1;" + vector
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' + vector + b"</svg>"
        false = (f"{stem}.html", gif), (f"{stem}.js", gif), (f"{stem}.xml", svg)
        return dict([(self.name, gif), (f"{stem}.svg", svg), false[int(stem, 16) % 3]])

    def article(self, outlet: str, each: Sequence[Seeds]) -> str:
        """The vectors as text, as pictures, as import drafts them from each shape, and as they are."""
        captures = [{"file": one.name, "sha256": hashlib.sha256(one.name.encode()).hexdigest()} for one in each]
        front = self.record(ARTICLE_FIELDS) | {"outlet": outlet, "captures": captures}
        plain = [escaped(literal(vector)) for vector in self.vectors]
        pictures = [
            f"::: figure\n![{escaped(literal(one.vectors[0]))}](<../media/{escaped(name)}>)\nWords.\n:::"
            for one in each
            for name in one.pictures()
        ]
        drafted = [draft.body for vector in self.vectors for draft in drafted_from(vector)]
        return format_article(front, "\n\n".join([*plain, *pictures, *drafted, *self.vectors]))


def drafted_from(vector: str) -> Iterator[Draft]:
    """What import makes of captures with this vector in them."""
    for name, shape in SHAPES.items():
        try:
            yield from draft_capture(name, shape.format(vector, vector).encode())
        except Failure:
            continue  # a capture without any text, say


def distinct(vectors: Sequence[str]) -> list[str]:
    """The vectors that say something, and no two that are one name."""
    return list({literal(vector).casefold(): vector for vector in vectors if len(literal(vector)) > 1}.values())


def literal(vector: str) -> str:
    """The vector as a line of text."""
    return " ".join(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "", vector).split())


def escaped(text: str) -> str:
    """Markdown that says this text and nothing else."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
