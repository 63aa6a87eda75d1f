"""Suggestions: what the articles hold and the files do not, as YAML that can be pasted."""

from pathlib import Path

import pytest

from dossier import enrich, front_matter, load
from dossier.enrich import suggest
from dossier.enrich.names.shape import name_before

HERE = Path(__file__).parent / "suggest"


def printed(*articles: str) -> str:
    library, _ = load.load_library(HERE / "content")
    made, _ = enrich.enrich_library(library)
    return suggest.text(suggest.suggestions(made, articles), front_matter.dump_yaml)


def test_the_suggestions_of_a_small_dossier(update_golden):
    golden = HERE / "expected.yaml"
    if update_golden:
        golden.write_text(printed(), "utf-8")
    assert printed() == golden.read_text("utf-8")


def test_what_is_printed_is_yaml_of_the_dossiers_own_kind():
    for part in printed().split("# ── for content/")[1:]:
        front_matter.read_yaml(part.split("\n", 1)[1], "pasted.yaml")


def test_only_the_articles_that_are_asked_for():
    assert printed("another") == ""


@pytest.mark.parametrize(
    "line", [line for line in (HERE / "pairs.txt").read_text("utf-8").splitlines() if line and line[0] != "#"]
)
def test_where_a_name_begins_that_a_latin_form_follows(line):
    text, _, latin = line.partition("（")
    before, _, name = text.partition("|")
    assert name_before(before + name, len(before + name), latin.rstrip("）")) == len(before)
