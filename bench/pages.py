"""Scores the import of whole pages of outlets without a rule, compared with the extractor alone.

python -m bench.pages                 the table, over all of ../shared/pages
python -m bench.pages --errors dev    the errors on the half for development (`test` is the other one)
python -m bench.pages --update        records the figures as the floor, if none of them fell

The body is scored as scrapinghub's article-extraction-benchmark does it: F1 over runs of four words, from the mean precision
and the mean recall; captions are not counted. The pages are not part of the project.
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
    """A saved page with its labels; an empty field is not labelled."""

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
class Extraction:
    """The content of a page according to the import or the extractor alone."""

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
    """Separates the text of an HTML document from its <figcaption>s."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.body, self.captions = "", []
        self._caption_depth = self._hidden_depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, _: object) -> None:
        self._hidden_depth += tag in ("script", "style", "noscript")
        self._caption_depth += tag == "figcaption"
        if tag == "figcaption":
            self.captions.append("")
        self.body += " " * (tag in ("p", "div", "br", "li", "td", "h1", "h2", "h3", "h4"))

    def handle_endtag(self, tag: str) -> None:
        self._hidden_depth -= tag in ("script", "style", "noscript") and self._hidden_depth > 0
        self._caption_depth -= tag == "figcaption" and self._caption_depth > 0

    def handle_data(self, data: str) -> None:
        if self._hidden_depth:
            return
        if self._caption_depth:
            self.captions[-1] += data
        else:
            self.body += data


def _in_figcaptions(path: Path, captions: Iterable[str]) -> Iterator[str]:
    """The captions that are in a <figcaption> of the page."""
    captions_key = "".join(map(_key, _Text(gzip.decompress(path.read_bytes()).decode("utf-8", "replace")).captions))
    for caption in dict.fromkeys(filter(None, captions)):
        if (key := _key(caption)) and key in captions_key:
            yield caption


# ── Extraction ───────────────────────────────────────────────────────────────


def import_page(page: Page) -> Extraction:
    """Import a page."""
    data = page.data
    began = process_time()
    try:
        (draft,) = draft_capture(f"{page.path.stem}", data)
    except Failure as failure:
        return Extraction(refused=str(failure.problems[0].message))
    elapsed = (process_time() - began) * 1000
    prose, _ = parse_blocks(draft.body, file=page.id)
    fields: dict[str, Any] = draft.fields
    return Extraction(
        body="\n\n".join(block.text for block in prose if block.kind not in ("caption", "credit")),
        captions="\n".join(f"{block.text}" for block in prose if block.kind in ("caption", "credit")),
        title=fields.get("title", ""),
        authors=tuple(person["name"] for person in fields.get("byline", ())),
        agencies=tuple(fields.get("agencies", ())),
        date=fields.get("published", ""),
        language=fields.get("language", ""),
        warnings=tuple(problem.check for problem in draft.problems),
        milliseconds=elapsed,
    )


def extract_page(page: Page) -> Extraction:
    """Extract a page with the extractor alone; results are cached on disk."""
    import trafilatura  # noqa: PLC0415

    data = page.data
    key = hashlib.sha256(version("trafilatura").encode() + data).hexdigest()[:20]
    cache_file = CACHE / f"{key}.json"
    if cache_file.exists():
        return Extraction(**json.loads(cache_file.read_text("utf-8")))
    began = process_time()
    body = trafilatura.extract(data) or ""
    elapsed = (process_time() - began) * 1000
    meta = trafilatura.extract_metadata(data)
    extraction = Extraction(
        body=body,
        title=(meta and meta.title) or "",
        authors=tuple(filter(None, ((meta and meta.author) or "").split("; "))),
        date=(meta and meta.date) or "",
        milliseconds=elapsed,
    )
    CACHE.mkdir(parents=True, exist_ok=True)
    cache_file.write_text(json.dumps(asdict(extraction), ensure_ascii=False), "utf-8")
    return extraction


def _extract_both(page: Page) -> tuple[Extraction, Extraction]:
    return import_page(page), extract_page(page)


# ── The measures ─────────────────────────────────────────────────────────────


def overlap(true: str, actual_text: str) -> tuple[float, float]:
    """Precision and recall of the runs of four words."""
    expected, actual = _runs(true), _runs(actual_text)
    common = (expected & actual).total()
    missing, extra = (expected - actual).total(), (actual - expected).total()
    precision = common / (common + extra) if common + extra else float(not missing)
    recall = common / (common + missing) if common + missing else float(not extra)
    return precision, recall


def f1(pairs: Iterable[tuple[float, float]]) -> float:
    precision, recall = map(fmean, zip(*pairs, strict=True))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3)))


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


_BY = re.compile(r"^(?:written by|by|par|von|por|edited by)\b[\s:]*", re.IGNORECASE)


def are_authors_right(page: Page, extraction: Extraction) -> bool:
    """Whether exactly the expected authors are named; an agency may be in either list."""
    expected = {_key(name) for name in page.authors if _key(name)}
    if page.collection == "readability":
        return is_byline_right(page, extraction)
    named = {_key(name) for name in extraction.authors}
    return named <= expected <= named | {_key(name) for name in extraction.agencies}


def is_byline_right(page: Page, extraction: Extraction) -> bool:
    """Whether a byline, labelled as one string, consists of the extracted names and a few other letters.

    Agencies that it does not name are from a credit line of the text, and do not count.
    """
    remaining = _key(_BY.sub("", page.authors[0]))
    names = [*extraction.authors, *(agency for agency in extraction.agencies if _key(agency) in remaining)]
    for name in sorted(map(_key, names), key=len, reverse=True):
        if name not in remaining:
            return False
        remaining = remaining.replace(name, "", 1)
    return bool(names) and len(remaining) <= 12


def is_title_right(page: Page, extraction: Extraction) -> bool:
    return " ".join(page.title.split()) == " ".join(extraction.title.split())


def is_date_impossible(extraction: Extraction) -> bool:
    year = re.match(r"\D*(\d{4})", extraction.date)
    return bool(year) and not "1990" <= year[1] <= "2026"


def repeats_headline(extraction: Extraction) -> bool:
    """Whether one of the first blocks of the body is the headline."""
    first = extraction.body.split("\n\n")[:12]
    title = _key(extraction.title)
    return bool(title) and any(_key(block) == title for block in first)


def has_caption(caption: str, extraction: Extraction) -> bool:
    """Whether a caption, possibly without a credit at its end, is among the captions."""
    key, caption_keys = _key(caption), _key(extraction.captions)
    return key in caption_keys or (len(key) > 30 and key[: int(len(key) * 0.7)] in caption_keys)


@dataclass
class Score:
    """Collects figures."""

    figures: dict[str, float] = field(default_factory=dict)

    def share(self, name: str, cases: list[bool]) -> None:
        if cases:
            self.figures[name] = round(fmean(cases), 4)
            self.figures[f"{name}, of"] = len(cases)


def score_results(results: list[tuple[Page, Extraction, Extraction]]) -> dict[str, float]:
    """All figures of the table."""
    score = Score()
    for collection in COLLECTIONS:
        own_results = [(page, ours, alone) for page, ours, alone in results if page.collection == collection]
        if not own_results:
            continue
        score.share(f"{collection}: refused", [bool(ours.refused) for _, ours, _ in own_results])
        with_body = [one for one in own_results if one[0].body]
        score.figures[f"{collection}: F1"] = round(f1(overlap(p.body, ours.body) for p, ours, _ in with_body), 4)
        score.figures[f"{collection}: F1 of the extractor"] = round(
            f1(overlap(p.body, alone.body) for p, _, alone in with_body), 4
        )
    fundus = [(page, ours, alone) for page, ours, alone in results if page.collection == "fundus"]
    fields: tuple[tuple[str, Callable[[Page], object], Callable[[Page, Extraction], bool]], ...] = (
        ("author right", lambda page: page.authors, are_authors_right),
        ("date right", lambda page: page.date, lambda page, extraction: extraction.date[:10] == page.date),
        ("title exact", lambda page: page.title, is_title_right),
    )
    for name, is_labelled, is_right in fields:
        score.share(f"fundus: {name}", [is_right(page, ours) for page, ours, _ in fundus if is_labelled(page)])
        score.share(
            f"fundus: {name}, extractor", [is_right(page, alone) for page, _, alone in fundus if is_labelled(page)]
        )
    bylines = [one for one in results if one[0].collection == "readability" and one[0].authors]
    score.share("readability: byline right", [is_byline_right(page, ours) for page, ours, _ in bylines])
    score.share(
        "readability: title exact",
        [is_title_right(p, ours) for p, ours, _ in results if p.collection == "readability" and p.title],
    )
    accepted = [(page, ours) for page, ours, _ in results if not ours.refused]
    score.share("language unknown", [ours.language in ("", "und") for _, ours in accepted])
    score.share("impossible dates", [is_date_impossible(ours) for _, ours in accepted])
    score.share("undated", [not ours.date for _, ours in accepted])
    score.share("headline repeated", [repeats_headline(ours) for _, ours in accepted])
    score.share("loss alarms", ["loss" in ours.warnings for _, ours in accepted])
    for collection in ("fundus", "readability"):
        captions = [(c, ours) for p, ours, _ in results if p.collection == collection for c in p.captions]
        score.share(f"{collection}: figcaptions kept", [has_caption(c, ours) for c, ours in captions if _key(c)])
    times = sorted(ours.milliseconds for _, ours in accepted)
    score.figures["milliseconds, median"] = round(median(times))
    score.figures["milliseconds, worst"] = round(times[-1])
    return score.figures


LOWER_IS_BETTER = ("refused", "unknown", "impossible", "repeated", "undated", "alarms")


def find_regressions(new: dict[str, float], old: dict[str, float]) -> list[str]:
    """The figures that are worse than before, except times and those of the extractor."""
    worse = []
    for name, previous in old.items():
        if "milliseconds" in name or "extractor" in name or name.endswith(", of"):
            continue
        current = new.get(name, -1.0)
        is_better_low = any(word in name for word in LOWER_IS_BETTER)
        if current > previous if is_better_low else current < previous:
            worse.append(f"{name}: {previous} → {current}")
    return worse


# ── Errors ───────────────────────────────────────────────────────────────────


def errors(results: list[tuple[Page, Extraction, Extraction]]) -> Iterator[str]:
    for page, ours, alone in results:
        if ours.refused:
            yield f"{page.id} | refused | {ours.refused}"
        else:
            yield from (
                f"{page.id} | {error}" for error in (*_body_errors(page, ours, alone), *_field_errors(page, ours))
            )


def _body_errors(page: Page, ours: Extraction, alone: Extraction) -> Iterator[str]:
    if page.body:
        our_score, their_score = overlap(page.body, ours.body), overlap(page.body, alone.body)
        if f1([our_score]) < 0.9 or f1([our_score]) < f1([their_score]) - 0.02:
            yield f"body | p {our_score[0]:.2f} r {our_score[1]:.2f}, extractor p {their_score[0]:.2f} r {their_score[1]:.2f}"
    for caption in page.captions:
        if _key(caption) and not has_caption(caption, ours):
            yield f"caption | {caption[:100]}"
    if repeats_headline(ours):
        yield "headline repeated"


def _field_errors(page: Page, ours: Extraction) -> Iterator[str]:
    if page.authors and not are_authors_right(page, ours):
        yield f"author | {page.authors} | ours {ours.authors} {ours.agencies}"
    if page.date and ours.date[:10] != page.date:
        yield f"date | {page.date} | ours {ours.date}"
    if page.title and not is_title_right(page, ours):
        yield f"title | {page.title} | ours {ours.title}"
    if ours.language in ("", "und"):
        yield f"language | {ours.body[:60]}"
    if "loss" in ours.warnings:
        yield "loss alarm"


@cache
def extract_all(half: str = "") -> list[tuple[Page, Extraction, Extraction]]:
    chosen = [page for page in pages() if half in ("", page.half)]
    with Pool(2) as pool:
        extractions = pool.map(_extract_both, chosen, chunksize=4)
    return [(page, *both) for page, both in zip(chosen, extractions, strict=True)]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", choices=("dev", "test"))
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args(arguments)
    all_results = extract_all(options.errors or "")
    if options.errors:
        print("\n".join(errors(all_results)))
        for name, figure in score_results(all_results).items():
            if not name.endswith(", of"):
                print(f"{name:<40}{figure:>9}")
        return
    halves = {half: score_results([one for one in all_results if one[0].half == half]) for half in ("dev", "test")}
    new = score_results(all_results)
    for name, figure in new.items():
        if not name.endswith(", of"):
            both = "".join(f"{halves[half].get(name, '–'):>9}" for half in halves)
            print(f"{name:<40}{figure:>9}{both}{new.get(f'{name}, of', ''):>9}")
    if options.update:
        if worse := find_regressions(new, json.loads(FLOOR.read_text("utf-8")) if FLOOR.exists() else {}):
            sys.exit("The floor may only rise:\n" + "\n".join(worse))
        FLOOR.write_text(json.dumps(new, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
