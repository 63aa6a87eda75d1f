"""Scores import against the hand-made labels of thirty captures (README.md describes the labels).

python tests/gold/score.py                    prints the measures, and every difference with its offsets
python tests/gold/score.py --text             prints the differences with their words
python tests/gold/score.py --update           records the measures as the floor, if none of them fell
python tests/gold/score.py --captures FOLDER  reads the captures there
"""

import argparse
import hashlib
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from dossier.ingest.drafts.draft import Draft, draft_capture
from dossier.markdown import parse_blocks
from dossier.problems import Failure
from dossier.script import fold

HERE = Path(__file__).parent
LABELS = HERE / "archive.json"
FLOOR = HERE / "floor.json"
CAPTURES = HERE.parents[2] / "shared" / "archive"

TAG = re.compile(r"<[^>]*>")
INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060-\u2064\ufeff]+")
FIELDS = ("title", "date", "byline", "roles", "dateline", "agencies")
BESIDE_PICTURES = ("caption", "credit")


def comparable(text: str) -> str:
    """Normalise a text: without markup and white space, in one script."""
    return fold(INVISIBLE.sub("", html.unescape(TAG.sub("", text))))


@dataclass(frozen=True)
class Block:
    """A labelled or drafted block: its kinds, its accepted texts, and the offsets of the label."""

    kinds: tuple[str, ...]
    texts: tuple[str, ...]
    optional: bool = False
    place: str = ""


@dataclass(frozen=True)
class Label:
    """The label of a capture, with its texts taken from the capture."""

    file: str
    outlet: str
    title: tuple[str, ...]
    published: tuple[str, ...]
    byline: dict[str, tuple[str, bool]]  # name → role, optional
    dateline: tuple[str, ...]
    agencies: dict[str, bool]  # name → optional
    blocks: tuple[Block, ...]
    dropped: dict[str, str]  # text → why


@dataclass
class Result:
    """The measures of a capture and the differences from its label."""

    file: str
    outlet: str
    fields: dict[str, bool] = field(default_factory=dict)
    body: float = 0.0
    captions: Counter[str] = field(default_factory=Counter)  # matched, labelled, drafted
    credits: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)  # right, matched
    complaints: list[tuple[str, str, str]] = field(default_factory=list)  # cause, place, words

    @property
    def mean(self) -> float:
        """The mean of the capture's measures: fields, body and captions."""
        captions = [f1(self.captions)] if self.captions.total() else []
        return fmean([*map(float, self.fields.values()), self.body, *captions])


def f1(counts: Counter[str]) -> float:
    """The harmonic mean of precision and recall; 1 if nothing is labelled and nothing drafted."""
    total = counts["labelled"] + counts["drafted"]
    return 2 * counts["matched"] / total if total else 1.0


def read_label(row: dict, data: bytes) -> Label:
    """Convert a record of archive.json, replacing offsets by texts."""
    source = data.decode("utf-8")

    def words(span: Sequence[int]) -> str:
        return comparable(source[span[0] : span[1]])

    def block(kind: str, start: int, end: int, options: dict | None = None) -> Block:
        options = options or {}
        texts = tuple(map(words, [(start, end), *options.get("or", ())]))
        kinds = tuple("item" if name == "list item" else name for name in kind.split("|"))
        return Block(kinds, texts, options.get("optional", False), f"{start}-{end}")

    return Label(
        file=row["file"],
        outlet=row["outlet"],
        title=tuple(map(words, row["title"])),
        published=tuple(map(moment, row["published"])),
        byline={words(one["name"]).casefold(): (one["role"], one.get("optional", False)) for one in row["byline"]},
        dateline=tuple(map(words, row["dateline"])),
        agencies={agency(words(one["name"])): one.get("optional", False) for one in row["agencies"]},
        blocks=tuple(block(*one) for one in row["blocks"]),
        dropped={words((start, end)): why for why, start, end in row["dropped"] if words((start, end))},
    )


def moment(value: str) -> str:
    """Convert a time to UTC, to the minute; days, months and intervals stay as they are."""
    try:
        time = datetime.fromisoformat(value) if "T" in value else None
    except ValueError:
        return value
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") if time and time.tzinfo else value


def agency(name: str) -> str:
    """An agency's name without the suffix 社: 路透 and 路透社 are the same."""
    return name.removesuffix("社")


def drafted_blocks(draft: Draft) -> list[Block]:
    """The draft's blocks, split at hard line breaks, without the bare addresses of videos."""
    prose, _ = parse_blocks(draft.body, file=draft.id)
    prose = [block for block in prose if not (block.media and block.text == block.media.href)]
    lines = ((block.kind, comparable(line)) for block in prose for line in block.text.split("\n"))
    return [Block((kind,), (line,)) for kind, line in lines if line]


def measure(label: Label, draft: Draft) -> Result:
    result = Result(label.file, label.outlet)
    _measure_fields(label, draft, result)
    _measure_blocks(label, drafted_blocks(draft), result)
    return result


def _measure_fields(label: Label, draft: Draft, result: Result) -> None:
    fields = draft.fields
    title, published = comparable(str(fields.get("title", ""))), moment(str(fields.get("published", "")))
    people = {comparable(one["name"]).casefold(): one.get("role", "") for one in fields.get("byline", ())}
    missing = [name for name, (_, optional) in label.byline.items() if not optional and name not in people]
    strangers = [name for name in people if name not in label.byline]
    roles = {name: role for name, (role, _) in label.byline.items() if name in people}
    misnamed = [f"{people[name]}, not {role}" for name, role in roles.items() if people[name] not in role.split("|")]
    places = [*map(comparable, fields.get("dateline", ()))]
    agencies = {agency(comparable(name)) for name in fields.get("agencies", ())}
    silent = [name for name, optional in label.agencies.items() if not optional and name not in agencies]
    mentioned = [name for name in agencies if name not in label.agencies]
    result.fields = {
        "title": title in label.title,
        "date": published in label.published,
        "byline": not missing and not strangers,
        "roles": not misnamed and not missing,
        "dateline": sorted(places) == sorted(label.dateline),
        "agencies": not silent and not mentioned,
    }
    for name in FIELDS[:2] + FIELDS[4:5]:
        if not result.fields[name]:
            value = {"title": title, "date": published, "dateline": "、".join(places)}[name]
            wanted = {"title": label.title, "date": label.published, "dateline": label.dateline}[name]
            detail = f"{value or 'nothing'}, labelled {wanted[0] if wanted else 'nothing'}" if name == "date" else ""
            result.complaints.append((f"{name} {'wrong' if value else 'missing'}", detail, f"{value} ≠ {wanted}"))
    result.complaints += [("byline: a name missing", "", name) for name in missing]
    result.complaints += [("byline: a name that is none", "", name) for name in strangers]
    result.complaints += [("byline: a wrong role", role, role) for role in misnamed]
    result.complaints += [("agencies: one missing", "", name) for name in silent]
    result.complaints += [("agencies: only mentioned", "", name) for name in mentioned]


def _measure_blocks(label: Label, drafted: list[Block], result: Result) -> None:
    matches = dict(_matches(label.blocks, drafted))
    taken = set(matches.values())
    body = Counter[str]()
    order = [
        drafted_index
        for index, drafted_index in sorted(matches.items())
        if label.blocks[index].kinds[0] not in BESIDE_PICTURES
    ]
    for index, block in enumerate(label.blocks):
        kind = block.kinds[0]
        counts = {"caption": result.captions, "credit": result.credits}.get(kind, body)
        drafted_kind = drafted[matches[index]].kinds[0] if index in matches else ""
        beside = kind in BESIDE_PICTURES
        if block.optional:
            continue
        counts["labelled"] += 1
        if not drafted_kind:
            result.complaints.append((f"{kind} missing", block.place, block.texts[0]))
        elif (drafted_kind == kind) if beside else drafted_kind not in BESIDE_PICTURES:
            counts["matched"] += 1
            counts["drafted"] += 1
        else:
            result.complaints.append((f"{kind} drafted as a {drafted_kind}", block.place, block.texts[0]))
        if drafted_kind and not beside:
            result.kinds["matched"] += 1
            result.kinds["right"] += drafted_kind in block.kinds
            if drafted_kind not in block.kinds and drafted_kind not in BESIDE_PICTURES:
                result.complaints.append((f"{kind} drafted as a {drafted_kind}", block.place, block.texts[0]))
    for index, block in enumerate(drafted):
        if index in taken:
            continue
        kind = block.kinds[0]
        counts = {"caption": result.captions, "credit": result.credits}.get(kind, body)
        counts["drafted"] += 1
        result.complaints.append((f"{kind} too many: {_why(block, label)}", "", block.texts[0]))
    if order != sorted(order):
        result.complaints.append(("order changed", "", ""))
    result.body = f1(body)


def _matches(labelled: Sequence[Block], drafted: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Match labels and drafted blocks of the same text, each once, preferring the same kind."""
    free = set(range(len(drafted)))
    matched = set[int]()
    for same_kind in (True, False):
        for index, block in enumerate(labelled):
            if index in matched:
                continue
            for place in sorted(free):
                other = drafted[place]
                if other.texts[0] in block.texts and (not same_kind or other.kinds[0] in block.kinds):
                    free.remove(place)
                    matched.add(index)
                    yield index, place
                    break


def _why(block: Block, label: Label) -> str:
    """Classify a drafted block without a label: to be dropped, part of a label, several labels, or unknown."""
    (text,) = block.texts
    for words, why in label.dropped.items():
        if text == words or (len(text) > 1 and (text in words or words in text)):
            return why
    if any(text in words for other in label.blocks for words in other.texts):
        return "part of a block"
    inside = sum(other.texts[0] in text for other in label.blocks)
    return "several blocks joined" if inside > 1 else "a block with something more" if inside else "in no label"


def score(captures: Path, labels: Path = LABELS) -> tuple[dict[str, float], list[Result]]:
    """The measures over all labelled captures, and of each; a refused capture counts as 0."""
    results = [_scored(row, captures) for row in json.loads(labels.read_text("utf-8"))]
    sums = {name: Counter[str]() for name in ("captions", "credits", "kinds")}
    for result in results:
        for name, counts in sums.items():
            counts.update(getattr(result, name))
    measures = {name: fmean(result.fields.get(name, False) for result in results) for name in FIELDS}
    measures |= {
        "paragraphs": fmean(result.body for result in results),
        "kinds": sums["kinds"]["right"] / max(1, sums["kinds"]["matched"]),
        "captions": f1(sums["captions"]),
        "credits": f1(sums["credits"]),
        "not refused": fmean(bool(result.fields) for result in results),
        "mean, refused as 0": fmean(result.mean if result.fields else 0.0 for result in results),
    }
    return {"captures": len(results), **{name: round(value, 4) for name, value in measures.items()}}, results


def _scored(row: dict, captures: Path) -> Result:
    data = (captures / row["file"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != row["sha256"]:
        raise ValueError(f"{row['file']} is not the capture that was labelled")
    label = read_label(row, data)
    try:
        (draft,) = draft_capture(row["file"], data)
    except Failure as refusal:
        result = Result(label.file, label.outlet, complaints=[("refused", "", str(refusal))])
        for block in label.blocks:
            counts = {"caption": result.captions, "credit": result.credits}.get(block.kinds[0])
            if counts is not None and not block.optional:
                counts["labelled"] += 1
        return result
    return measure(label, draft)


def find_regressions(new: dict[str, float], old: dict[str, float]) -> list[str]:
    """The measures that are below their floor."""
    return [f"{name}: {old[name]} → {new.get(name)}" for name in old if new.get(name, 0) < old[name]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Import measured against hand-made labels.")
    parser.add_argument("--captures", type=Path, default=CAPTURES)
    parser.add_argument("--text", action="store_true", help="show the words, which are others' copyright")
    parser.add_argument("--update", action="store_true", help="record the measures as the floor")
    arguments = parser.parse_args()
    measures, results = score(arguments.captures)
    rows = sorted((*complaint, result.file, result.outlet) for result in results for complaint in result.complaints)
    for cause, place, words, file, outlet in rows:
        sys.stdout.write(f"{cause}\t{file} {outlet}\t{words[:70] if arguments.text else place}\n")
    sys.stdout.write(json.dumps(measures, indent=2) + "\n")
    if arguments.update:
        if worse := find_regressions(measures, json.loads(FLOOR.read_text("utf-8")) if FLOOR.exists() else {}):
            sys.exit("The floor may only rise:\n" + "\n".join(worse))
        FLOOR.write_text(json.dumps(measures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
