"""How many files of a site an edit changes: what is said of a name in one place is not repeated on every page that names it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from dossier.pipeline import BuildOptions, build_site

BENCH = Path(__file__).parents[1] / "bench"
MOST_REWRITTEN = 20  # of the files of a site, search's apart


@pytest.fixture(scope="module")
def generate() -> Iterator[Callable[[Path, int], Path]]:
    """`bench/generate.py`, which finds its own modules as a script does."""
    sys.path.insert(0, str(BENCH))
    yield import_module("generate").content
    sys.path.remove(str(BENCH))


@pytest.mark.parametrize("articles", [150, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_sentence_that_names_a_known_person_rewrites_few_files(generate, tmp_path, articles):
    content = generate(tmp_path / "content", articles)
    before = build_site(content, BuildOptions())
    counts = before.dossier.counts
    person = max(
        (e for e in before.dossier.content.entities if e.type == "person"), key=lambda entity: len(counts[entity.id])
    )
    others = [article.id for article in before.dossier.content.articles if article.id not in counts[person.id]]
    edited = others[len(others) // 2]
    assert len(counts[person.id]) > 2 * MOST_REWRITTEN  # pages that would change if each told how often he is named

    path = content / "articles" / f"{edited}.md"
    path.write_text(f"{path.read_text('utf-8')}\n{person.name['zh-Hans']}昨天也来了。\n", "utf-8")
    after = build_site(content, BuildOptions())
    assert edited in after.dossier.counts[person.id]

    rewritten = {file for file in {*before.output, *after.output} if before.output.get(file) != after.output.get(file)}
    assert {f"articles/{edited}.html", f"entities/{person.id}.html"} <= rewritten
    assert len({file for file in rewritten if not file.startswith("search/")}) <= MOST_REWRITTEN
