"""No two strangers become one article, whatever is imported at once.

An article that holds captures of two addresses is a stranger's unless both addresses bear one number, as when an outlet
files an article in two sections or rewrites the words in its address.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pool
from pathlib import Path

import pytest

from dossier.ingest.captures.article_captures import IncomingCapture
from dossier.ingest.captures.stored_content import StoredContent, article_address_key
from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.importing import plan_import
from dossier.problems import Failure

SHARED = Path(__file__).parents[3] / "shared"
FOLDERS = ("captures", "archive", "recaptures", "pages")
_NUMBER = re.compile(r"\d{6,}")


def material() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((SHARED / folder).rglob("*")):
            if path.name.endswith((".md", ".txt", ".html.gz")) and path.name != "README.md":
                yield path


def drafted(path: Path) -> list[IncomingCapture]:
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    try:
        drafts = draft_capture(path.name.removesuffix(".gz"), data)
    except Failure:
        return []
    return [IncomingCapture(path.relative_to(SHARED).as_posix(), data, draft) for draft in drafts]


def false_twins(incoming: Iterable[IncomingCapture]) -> list[set[str]]:
    """The addresses of each article that holds captures of more than one."""
    incoming = list(incoming)
    urls = {one.source: one.url for one in incoming}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for outcome in plan_import(StoredContent(), incoming).outcomes:
        found[outcome.article].add(article_address_key(urls[outcome.source]))
    return [places for places in found.values() if len(places) > 1 and len(set(map(number, places))) > 1]


def number(place: str) -> str:
    """The last long number of an address, or else the address."""
    return next(iter(_NUMBER.findall(place)[::-1]), place)


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent: it holds third parties' texts")
def test_no_strangers_become_one_article():
    with Pool() as pool:
        incoming = [one for some in pool.map(drafted, list(material()), chunksize=20) for one in some]
    assert len(incoming) > 2500
    assert false_twins(incoming) == []


@dataclass(frozen=True)
class Draft:
    id: str
    body: str
    fields: dict = field(default_factory=dict)


def capture(name: str, url: str, id_: str, body: str) -> IncomingCapture:
    return IncomingCapture(name, f"{url}{body}".encode(), Draft(id_, body, {"url": url, "title": "标题"}))  # type: ignore[arg-type]


def test_a_false_twin_is_seen():
    one = capture("a", "https://a.example/news/1", "same", "河边的磨坊昨夜起火。\n")
    other = capture("b", "https://b.example/news/2", "same", "河边的磨坊昨夜起火。\n")
    assert len(false_twins([one, other])) == 1
    moved = capture("c", "https://a.example/world/123456", "same", one.draft.body)
    again = capture("d", "https://a.example/local/123456", "same", one.draft.body)
    assert false_twins([moved, again]) == []
