"""The lists of names that ship are what their sources say, and the one written by hand stands in texts."""

import csv
import importlib.util
import re
from pathlib import Path

import pytest

from dossier.enrich.names.listed import listed_names
from dossier.enrich.normalise import normalise
from dossier.enrich.suggest.spellings import listed_index
from dossier.script import fold

ROOT = Path(__file__).parent.parent
LISTS = ROOT / "dossier" / "enrich" / "names" / "lists"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("name_lists", ROOT / "tools" / "name_lists.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_countries_are_those_of_cldr(tool):
    assert (LISTS / "countries.tsv").read_text("utf-8") == tool.HEAD + "".join(tool.countries())


def test_cities_are_those_of_geonames(tool):
    assert (LISTS / "cities.tsv").read_text("utf-8") == tool.HEAD + "".join(tool.cities())


@pytest.mark.parametrize("name", ["countries", "organisations", "cities"])
def test_every_row_has_an_id_of_its_own_and_folded_spellings(name):
    rows = list(csv.DictReader((LISTS / f"{name}.tsv").open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len({row["id"] for row in rows}) == len(rows)
    assert [row["id"] for row in rows if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row["id"])] == []
    assert [row["zh"] for row in rows if fold(row["zh"]) != row["zh"]] == []
    assert [row["id"] for row in rows if not row["zh"] and not row["en"]] == []


def test_the_list_of_organisations_is_short_and_names_no_person():
    rows = [row for row in listed_names().values() if row.type == "organisation"]
    assert 100 < len(rows) <= 150
    assert {row.type for row in listed_names().values()} == {"country", "place", "organisation"}


def test_every_organisation_stands_in_the_texts_at_hand(shared):
    paths = [
        path
        for path in shared.rglob("*")
        if path.suffix in (".md", ".txt", ".json") and path.stat().st_size < 3_000_000
    ]
    texts = normalise("\n".join(path.read_text("utf-8", "replace") for path in paths))
    rows = [row for row in listed_names().values() if row.type == "organisation"]
    assert [row.id for row in rows if not any(normalise(name) in texts for name in (*row.chinese, *row.english))] == []


def test_no_spelling_is_that_of_two_rows():
    assert [spelling for spelling, meanings in listed_index().meanings.items() if len(meanings) > 1] == []
