"""How well whole pages of outlets that no rule knows are read, beside the extractor alone.

python -m bench.pages                 the table, over all of ../shared/pages
python -m bench.pages --errors dev    what is wrong on the half that is developed on (`test` is the other one)
python -m bench.pages --update        the figures go into the floor, if none of them fell

The body is scored as scrapinghub's article-extraction-benchmark does it: F1 over runs of four words, from the mean precision
and the mean recall; captions are not counted. The pages stand beside the project and are none of it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from html.parser import HTMLParser
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path
from statistics import fmean, median
from time import process_time
from typing import Any

from dossier.ingest.drafts.draft import draft_capture
from dossier.markdown import parse_blocks
from dossier.problems import Failure

ROOT = Path(__file__).parents[1]
PAGES = ROOT.parent / "shared" / "pages"
FLOOR = ROOT / "tests" / "proofs" / "pages_floor.json"
CACHE = ROOT / ".proofs" / "extractor"
COLLECTIONS = ("benchmark", "readability", "fundus")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Page:
    """A saved page, and what a person found in it; an empty field is one that nobody looked at."""

    id: str
    collection: str
    path: Path
    body: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    captions: tuple[str, ...] = ()

    @property
    def half(self) -> str:
        return ("dev", "test")[hashlib.sha256(self.id.encode()).digest()[0] % 2]

    @property
    def data(self) -> bytes:
        return gzip.decompress(self.path.read_bytes())


@dataclass(frozen=True)
class Reading:
    """What was read of a page, by the import or by the extractor alone."""

    refused: str = ""
    body: str = ""
    captions: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    date: str = ""
    language: str = ""
    warnings: tuple[str, ...] = ()
    milliseconds: float = 0


# ── The pages ────────────────────────────────────────────────────────────────


def pages(folder: Path = PAGES) -> list[Page]:
    return [*_benchmark(folder), *_readability(folder), *_fundus(folder)]


def _benchmark(folder: Path) -> Iterator[Page]:
    truth = json.loads((folder / "extraction-benchmark" / "ground-truth.json").read_text("utf-8"))
    for id_, entry in sorted(truth.items()):
        path = folder / "extraction-benchmark" / f"{id_}.html.gz"
        if path.exists():
            yield Page(id_, "benchmark", path, body=entry["articleBody"])


def _readability(folder: Path) -> Iterator[Page]:
    for path in sorted((folder / "readability").glob("*/source.html.gz")):
        expected = json.loads((path.parent / "expected-metadata.json").read_text("utf-8"))
        text = _Text((path.parent / "expected.html").read_text("utf-8"))
        byline = " ".join((expected.get("byline") or "").split())
        yield Page(
            path.parent.name,
            "readability",
            path,
            body=text.body,
            title=" ".join((expected.get("title") or "").split()),
            authors=(byline,) if byline else (),
            date=(expected.get("publishedTime") or "")[:10] if expected.get("publishedTime", "") else "",
            captions=tuple(text.captions),
        )


def _fundus(folder: Path) -> Iterator[Page]:
    for truth in sorted((folder / "fundus").glob("*/*.json")):
        versions = json.loads(truth.read_text("utf-8"))
        saved = sorted(truth.parent.glob(f"{truth.stem}_2*.html.gz"))
        ordered = sorted(versions, key=lambda name: [int(number) for number in re.findall(r"\d+", name)])
        for name, path in zip(ordered, saved, strict=True):
            entry = versions[name]
            texts: list[str] = list(entry["body"]["summary"])
            for section in entry["body"]["sections"]:
                texts += [*section["headline"], *section["paragraphs"]]
            captions = [image.get("caption") or "" for image in entry.get("images", ())]
            yield Page(
                f"{truth.parent.name}/{path.name}",
                "fundus",
                path,
                body="\n\n".join(texts),
                title=entry.get("title") or "",
                authors=tuple(entry.get("authors") or ()),
                date=str(entry.get("publishing_date") or "")[:10],
                captions=tuple(_in_figcaptions(path, captions)),
            )


class _Text(HTMLParser):
    """The text of an HTML document, its <figcaption>s apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.body, self.captions = "", []
        self._within = self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, _: object) -> None:
        self._hidden += tag in ("script", "style", "noscript")
        self._within += tag == "figcaption"
        if tag == "figcaption":
            self.captions.append("")
        self.body += " " * (tag in ("p", "div", "br", "li", "td", "h1", "h2", "h3", "h4"))

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style", "noscript") and self._hidden > 0
        self._within -= tag == "figcaption" and self._within > 0

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._within:
            self.captions[-1] += data
        else:
            self.body += data


def _in_figcaptions(path: Path, captions: Iterable[str]) -> Iterator[str]:
    """The captions that stand in a <figcaption> of the page."""
    known = "".join(map(_letters, _Text(gzip.decompress(path.read_bytes()).decode("utf-8", "replace")).captions))
    for caption in dict.fromkeys(filter(None, captions)):
        if (letters := _letters(caption)) and letters in known:
            yield caption


# ── What is read ─────────────────────────────────────────────────────────────


def read(page: Page) -> Reading:
    """The page as it is imported."""
    data = page.data
    began = process_time()
    try:
        (draft,) = draft_capture(f"{page.path.stem}", data)
    except Failure as failure:
        return Reading(refused=str(failure.problems[0].message))
    took = (process_time() - began) * 1000
    prose, _ = parse_blocks(draft.body, file=page.id)
    fields: dict[str, Any] = draft.fields
    return Reading(
        body="\n\n".join(block.text for block in prose if block.kind not in ("caption", "credit")),
        captions="\n".join(f"{block.text}" for block in prose if block.kind in ("caption", "credit")),
        title=fields.get("title", ""),
        authors=tuple(person["name"] for person in fields.get("byline", ())),
        agencies=tuple(fields.get("agencies", ())),
        date=fields.get("published", ""),
        language=fields.get("language", ""),
        warnings=tuple(problem.check for problem in draft.problems),
        milliseconds=took,
    )


def extracted(page: Page) -> Reading:
    """The page as the extractor alone reads it, remembered from one run to the next."""
    import trafilatura  # noqa: PLC0415

    data = page.data
    key = hashlib.sha256(version("trafilatura").encode() + data).hexdigest()[:20]
    known = CACHE / f"{key}.json"
    if known.exists():
        return Reading(**json.loads(known.read_text("utf-8")))
    began = process_time()
    body = trafilatura.extract(data) or ""
    took = (process_time() - began) * 1000
    meta = trafilatura.extract_metadata(data)
    reading = Reading(
        body=body,
        title=(meta and meta.title) or "",
        authors=tuple(filter(None, ((meta and meta.author) or "").split("; "))),
        date=(meta and meta.date) or "",
        milliseconds=took,
    )
    CACHE.mkdir(parents=True, exist_ok=True)
    known.write_text(json.dumps(asdict(reading), ensure_ascii=False), "utf-8")
    return reading


def _both(page: Page) -> tuple[Reading, Reading]:
    return read(page), extracted(page)


# ── The measures ─────────────────────────────────────────────────────────────


def overlap(true: str, read_: str) -> tuple[float, float]:
    """Precision and recall of the runs of four words."""
    expected, found = _runs(true), _runs(read_)
    both = (expected & found).total()
    missing, more = (expected - found).total(), (found - expected).total()
    precision = both / (both + more) if both + more else float(not missing)
    recall = both / (both + missing) if both + missing else float(not more)
    return precision, recall


def f1(pairs: Iterable[tuple[float, float]]) -> float:
    precision, recall = map(fmean, zip(*pairs, strict=True))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


_BY = re.compile(r"^(?:written by|by|par|von|por|edited by)\b[\s:]*", re.IGNORECASE)


def authors_right(page: Page, reading: Reading) -> bool:
    """Whether those named are those expected, no more and no fewer; an agency may stand among the agencies."""
    expected = {_letters(name) for name in page.authors if _letters(name)}
    if page.collection == "readability":
        return byline_right(page, reading)
    named = {_letters(name) for name in reading.authors}
    return named <= expected <= named | {_letters(name) for name in reading.agencies}


def byline_right(page: Page, reading: Reading) -> bool:
    """Whether the names read are what a byline in one string names, and nothing of it is left but how it is put.

    An agency counts where the byline names it: one that only a credit line of the text names is no part of a byline.
    """
    left = _letters(_BY.sub("", page.authors[0]))
    names = [*reading.authors, *(agency for agency in reading.agencies if _letters(agency) in left)]
    for name in sorted(map(_letters, names), key=len, reverse=True):
        if name not in left:
            return False
        left = left.replace(name, "", 1)
    return bool(names) and len(left) <= 12


def title_right(page: Page, reading: Reading) -> bool:
    return " ".join(page.title.split()) == " ".join(reading.title.split())


def impossible(reading: Reading) -> bool:
    year = re.match(r"\D*(\d{4})", reading.date)
    return bool(year) and not "1990" <= year[1] <= "2026"


def headline_repeated(reading: Reading) -> bool:
    """Whether one of the first blocks of the body says the headline, and no more, once again."""
    first = reading.body.split("\n\n")[:12]
    title = _letters(reading.title)
    return bool(title) and any(_letters(block) == title for block in first)


def caption_kept(caption: str, reading: Reading) -> bool:
    """Whether a caption is one: its words, but for a credit at its end, stand among the captions."""
    want, have = _letters(caption), _letters(reading.captions)
    return want in have or (len(want) > 30 and want[: int(len(want) * 0.7)] in have)


@dataclass
class Score:
    """The figures over some pages."""

    figures: dict[str, float] = field(default_factory=dict)

    def share(self, name: str, cases: list[bool]) -> None:
        if cases:
            self.figures[name] = round(fmean(cases), 4)
            self.figures[f"{name}, of"] = len(cases)


def scored(results: list[tuple[Page, Reading, Reading]]) -> dict[str, float]:
    """Every figure of the table."""
    score = Score()
    for collection in COLLECTIONS:
        mine = [(page, ours, alone) for page, ours, alone in results if page.collection == collection]
        if not mine:
            continue
        score.share(f"{collection}: refused", [bool(ours.refused) for _, ours, _ in mine])
        with_body = [one for one in mine if one[0].body]
        score.figures[f"{collection}: F1"] = round(f1(overlap(p.body, ours.body) for p, ours, _ in with_body), 4)
        score.figures[f"{collection}: F1 of the extractor"] = round(
            f1(overlap(p.body, alone.body) for p, _, alone in with_body), 4
        )
    fundus = [(page, ours, alone) for page, ours, alone in results if page.collection == "fundus"]
    facts: tuple[tuple[str, Callable[[Page], object], Callable[[Page, Reading], bool]], ...] = (
        ("author right", lambda page: page.authors, authors_right),
        ("date right", lambda page: page.date, lambda page, reading: reading.date[:10] == page.date),
        ("title exact", lambda page: page.title, title_right),
    )
    for name, known, right in facts:
        score.share(f"fundus: {name}", [right(page, ours) for page, ours, _ in fundus if known(page)])
        score.share(f"fundus: {name}, extractor", [right(page, alone) for page, _, alone in fundus if known(page)])
    bylines = [one for one in results if one[0].collection == "readability" and one[0].authors]
    score.share("readability: byline right", [byline_right(page, ours) for page, ours, _ in bylines])
    score.share(
        "readability: title exact",
        [title_right(p, ours) for p, ours, _ in results if p.collection == "readability" and p.title],
    )
    read_ = [(page, ours) for page, ours, _ in results if not ours.refused]
    score.share("language unknown", [ours.language in ("", "und") for _, ours in read_])
    score.share("impossible dates", [impossible(ours) for _, ours in read_])
    score.share("undated", [not ours.date for _, ours in read_])
    score.share("headline repeated", [headline_repeated(ours) for _, ours in read_])
    score.share("loss alarms", ["loss" in ours.warnings for _, ours in read_])
    for collection in ("fundus", "readability"):
        captions = [(c, ours) for p, ours, _ in results if p.collection == collection for c in p.captions]
        score.share(f"{collection}: figcaptions kept", [caption_kept(c, ours) for c, ours in captions if _letters(c)])
    times = sorted(ours.milliseconds for _, ours in read_)
    score.figures["milliseconds, median"] = round(median(times))
    score.figures["milliseconds, worst"] = round(times[-1])
    return score.figures


BETTER_LOW = ("refused", "unknown", "impossible", "repeated", "undated", "alarms")


def fallen(new: dict[str, float], old: dict[str, float]) -> list[str]:
    """The figures that are worse than they were; times and the extractor's own are no promise of ours."""
    found = []
    for name, before in old.items():
        if "milliseconds" in name or "extractor" in name or name.endswith(", of"):
            continue
        now = new.get(name, -1.0)
        low = any(word in name for word in BETTER_LOW)
        if now > before if low else now < before:
            found.append(f"{name}: {before} → {now}")
    return found


# ── Errors, to develop by ────────────────────────────────────────────────────


def errors(results: list[tuple[Page, Reading, Reading]]) -> Iterator[str]:
    for page, ours, alone in results:
        if ours.refused:
            yield f"{page.id} | refused | {ours.refused}"
        else:
            yield from (
                f"{page.id} | {error}" for error in (*_body_errors(page, ours, alone), *_fact_errors(page, ours))
            )


def _body_errors(page: Page, ours: Reading, alone: Reading) -> Iterator[str]:
    if page.body:
        mine, theirs = overlap(page.body, ours.body), overlap(page.body, alone.body)
        if f1([mine]) < 0.9 or f1([mine]) < f1([theirs]) - 0.02:
            yield f"body | p {mine[0]:.2f} r {mine[1]:.2f}, extractor p {theirs[0]:.2f} r {theirs[1]:.2f}"
    for caption in page.captions:
        if _letters(caption) and not caption_kept(caption, ours):
            yield f"caption | {caption[:100]}"
    if headline_repeated(ours):
        yield "headline repeated"


def _fact_errors(page: Page, ours: Reading) -> Iterator[str]:
    if page.authors and not authors_right(page, ours):
        yield f"author | {page.authors} | ours {ours.authors} {ours.agencies}"
    if page.date and ours.date[:10] != page.date:
        yield f"date | {page.date} | ours {ours.date}"
    if page.title and not title_right(page, ours):
        yield f"title | {page.title} | ours {ours.title}"
    if ours.language in ("", "und"):
        yield f"language | {ours.body[:60]}"
    if "loss" in ours.warnings:
        yield "loss alarm"


@cache
def results(half: str = "") -> list[tuple[Page, Reading, Reading]]:
    chosen = [page for page in pages() if half in ("", page.half)]
    with Pool(2) as pool:
        readings = pool.map(_both, chosen, chunksize=4)
    return [(page, *both) for page, both in zip(chosen, readings, strict=True)]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", choices=("dev", "test"))
    parser.add_argument("--update", action="store_true")
    asked = parser.parse_args(arguments)
    found = results(asked.errors or "")
    if asked.errors:
        print("\n".join(errors(found)))
        for name, figure in scored(found).items():
            if not name.endswith(", of"):
                print(f"{name:<40}{figure:>9}")
        return
    halves = {half: scored([one for one in found if one[0].half == half]) for half in ("dev", "test")}
    new = scored(found)
    for name, figure in new.items():
        if not name.endswith(", of"):
            both = "".join(f"{halves[half].get(name, '–'):>9}" for half in halves)
            print(f"{name:<40}{figure:>9}{both}{new.get(f'{name}, of', ''):>9}")
    if asked.update:
        if worse := fallen(new, json.loads(FLOOR.read_text("utf-8")) if FLOOR.exists() else {}):
            sys.exit("The floor may only rise:\n" + "\n".join(worse))
        FLOOR.write_text(json.dumps(new, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
