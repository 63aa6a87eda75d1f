"""How well suggested names match labelled ones: of the nine articles in ../shared/gold/names, and of names.json.

    python tests/gold/score_names.py [--wrong]

Measures, as ../shared/gold/names/score.py has them: a suggestion is right when every name in it belongs to one entity of
the labels that was not suggested before. `edges` are the labelled places of Chinese and English names at which a
suggested name begins and ends, of all at which a suggested name overlaps a labelled one. `newcomer`: each article is
linked with nothing but the spellings that the other articles have of their entities; recall is of the mentions whose
entities those know, precision of the mentions that are found in it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dossier.enrich import enrich_library
from dossier.enrich.normalise import normalise
from dossier.enrich.suggest import suggestions
from dossier.enrich.suggest.suggestion import Suggestion
from dossier.model import NOWHERE, Article, Block, Entity, Library, Settings

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def library_of(gold: dict[str, Any]) -> Library:
    """The labelled texts as a dossier that nobody has curated."""
    articles = []
    for nth, row in enumerate(gold["articles"]):
        blocks = [Block(f"p-{n}", _kind(b["kind"]), b["text"]) for n, b in enumerate(row["blocks"])]
        head = tuple(block for block in blocks if block.kind == "title")[:1]
        body = tuple(block for block in blocks if block not in head)
        title = head[0].text if head else ""
        articles.append(Article(f"a{nth}", title, "outlet", row["language"], head, body, NOWHERE))
    return Library(Settings("gold"), {}, articles=tuple(articles))


def _kind(kind: str) -> Any:
    return kind if kind in ("title", "caption", "heading") else "paragraph"


def suggested(library: Library) -> list[Suggestion]:
    """The entities that are suggested for a dossier."""
    dossier, _ = enrich_library(library)
    return [one for one in suggestions(dossier, kinds=("names",)) if one.kind == "entity"]


def score(gold: dict[str, Any], offered: list[Suggestion]) -> tuple[dict[str, float], list[str]]:
    """The measures, and the suggestions that are wrong."""
    mentions = [
        (f"a{nth}", f"p-{b}", m)
        for nth, a in enumerate(gold["articles"])
        for b, block in enumerate(a["blocks"])
        for m in block["mentions"]
    ]
    count = Counter(entity for *_, m in mentions for entity in m["entity"].split("+"))
    spellings = {
        key: {_fold(n) for n in [*entity["name"].values(), *entity["alias"], *entity["also"]]}
        for key, entity in gold["entities"].items()
    }
    right: dict[str, Suggestion] = {}
    wrong: list[str] = []
    for one in offered:
        names = {_fold(name) for name in one.names}
        of = next((key for key in count if names <= spellings[key]), None)
        if of is None or of in right:
            wrong.append(f"{_record(one)['type']} {', '.join(one.names)}")
        else:
            right[of] = one
    types = [(gold["entities"][key]["type"], _record(one)["type"]) for key, one in right.items()]
    english = [
        pair for (key, one), pair in zip(right.items(), types, strict=True) if all(n.isascii() for n in one.names)
    ]
    return {
        "precision": len(right) / max(len(right) + len(wrong), 1),
        "recall": len(right) / len(count),
        "by mentions": sum(count[key] for key in right) / count.total(),
        "top ten": sum(key in right for key, _ in count.most_common(10)) / 10,
        "types": _share(types),
        "English types": _share(english),
        "edges": _edges(mentions, offered),
    }, wrong


def _record(one: Suggestion) -> Any:
    return one.record


def _fold(name: str) -> str:
    return normalise(name).casefold().strip("《》“”\"' ")


def _share(types: list[tuple[str, str]]) -> float:
    right = sum(a == b or {a, b} == {"country", "place"} for a, b in types)
    return right / max(len(types), 1)


def _edges(mentions: list[tuple[str, str, Any]], offered: list[Suggestion]) -> float:
    """Of the labelled mentions that a suggested name overlaps, those that it equals."""
    labelled: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for article, block, m in mentions:
        labelled.setdefault((article, block), []).append((m["start"], m["end"]))
    exact = touched = 0
    for one in offered:
        for place in one.places:
            for start, end in labelled.get((place.article, place.block), ()):
                if start < place.end and place.start < end:
                    touched += 1
                    exact += (start, end) == (place.start, place.end)
    return exact / max(touched, 1)


def newcomer_links(gold: dict[str, Any]) -> dict[str, float]:
    """How an article is linked with what the other articles have taught, each in turn."""
    library = library_of(gold)
    right = found = wanted = 0
    for nth, article in enumerate(library.articles):
        entities = tuple(_curated(gold, nth))
        known = {entity.id for entity in entities}
        dossier, _ = enrich_library(Library(Settings("gold"), {}, articles=(article,), entities=entities))
        mentions = {(m.block, m.start, m.end): {*m.entities} for m in dossier.mentions}
        labels = {
            (f"p-{b}", m["start"], m["end"]): {*m["entity"].split("+")}
            for b, block in enumerate(gold["articles"][nth]["blocks"])
            for m in block["mentions"]
        }
        right += sum(mentions.get(place) == of for place, of in labels.items())
        found += len(mentions)
        wanted += sum(of <= known for of in labels.values())
    return {"newcomer recall": right / max(wanted, 1), "newcomer precision": right / max(found, 1)}


def _curated(gold: dict[str, Any], without: int) -> Iterator[Entity]:
    """The entities of all articles but one, as they are spelled there."""
    surfaces: dict[str, Counter[str]] = {}
    for nth, article in enumerate(gold["articles"]):
        for block in article["blocks"] if nth != without else ():
            for m in block["mentions"]:
                if "+" not in m["entity"]:
                    surface = block["text"][m["start"] : m["end"]]
                    surfaces.setdefault(m["entity"], Counter())[surface] += 1
    for key, count in surfaces.items():
        first, *more = [surface for surface, _ in count.most_common()]
        yield Entity(key, gold["entities"][key]["type"], {"zh-Hans": first}, NOWHERE, alias=tuple(more))


def gold_sets() -> dict[str, dict[str, Any]]:
    """The labels whose texts are at hand."""
    sets = {}
    if (SHARED / "gold" / "names" / "gold.json").is_file():
        sets["nine articles"] = json.loads((SHARED / "gold" / "names" / "gold.json").read_text("utf-8"))
    here = Path(__file__).parent
    if (here / "names.json").is_file() and SHARED.is_dir():
        sys.path.insert(0, str(here))
        from names import resolve  # noqa: PLC0415

        sets["twenty-one articles"] = resolve(json.loads((here / "names.json").read_text("utf-8")), SHARED)
    return sets


if __name__ == "__main__":
    for name, gold in gold_sets().items():
        measures, wrong = score(gold, suggested(library_of(gold)))
        measures |= newcomer_links(gold)
        print(f"{name}:", ", ".join(f"{measure} {value:.3f}" for measure, value in measures.items()))
        if "--wrong" in sys.argv:
            print(*(f"  wrong: {line}" for line in wrong), sep="\n")
