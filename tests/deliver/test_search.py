"""The search index: the same bytes whenever it is made, and a failure that says what to do."""

import sys
from pathlib import Path

import pytest

from dossier.deliver import search_index as deliver
from dossier.pipeline import BuildOptions, build_site
from dossier.problems import Failure
from dossier.render import search

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def documents():
    return search.search_documents(build_site(ROOT / "content", BuildOptions()).dossier)


def test_the_index_is_the_same_whenever_it_is_made(documents, monkeypatch):
    made = deliver.build_search_index(documents)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("RAYON_NUM_THREADS", "1")
    assert deliver.build_search_index(documents) == made
    names = {Path(path).suffix or path for path in made}
    assert names == {".js", ".json", ".pf_meta", ".pf_index", ".pf_fragment", ".pagefind"}
    assert len([path for path in made if path.endswith(".pf_fragment")]) == len(documents) - 1


def test_each_folder_is_a_bundle_and_the_program_comes_once(documents):
    (path, data), *_ = documents.items()
    made = deliver.build_search_index(
        {**documents, path.replace("0/", "1/", 1): data, "1/pagefind.yml": documents["0/pagefind.yml"]}
    )
    assert [p for p in made if p.startswith("pagefind/1/") and p.endswith(".pf_fragment")]
    assert [p for p in made if p.endswith((".js", ".pagefind"))] == [
        "pagefind/0/pagefind.js",
        "pagefind/0/wasm.unknown.pagefind",
    ]


def test_an_indexer_that_fails_is_a_problem(documents):
    with pytest.raises(Failure) as failure:
        deliver.build_search_index({**documents, "0/pagefind.yml": b"site: nowhere\n"})
    (problem,) = failure.value.problems
    assert problem.check == "search"
    assert "--no-search" in problem.hint


def test_an_indexer_that_is_not_there_is_named_with_what_brings_it(documents, monkeypatch):
    monkeypatch.setitem(sys.modules, "pagefind_bin_extended", None)  # as Python has it where a package is not installed
    with pytest.raises(Failure, match="pip install --force-reinstall pagefind-bin-extended"):
        deliver.build_search_index(documents)


def test_no_document_no_index():
    assert deliver.build_search_index({}) == {}
