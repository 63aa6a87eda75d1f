"""The severity of checks in a dossier, leaks in public repositories, the catalogue of checks, and the JSON Schemas."""

import ast
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from dossier.front_matter import read_yaml, to_plain
from dossier.load import json_schemas, load_library
from dossier.load.checks import CHECKS, NAMES, apply_settings, leaked_texts
from dossier.load.checks.catalogue import SETTLED
from dossier.model import Capture, Location, Settings
from dossier.problems import Problem, Severity

from .planted import planted

ROOT = Path(__file__).parents[2]
WHOLE = Path(__file__).parent / "sites" / "whole" / "content"
UNDATED = Problem(Location("content/articles/one.md", 1), Severity.WARNING, "undated", "…")
BROKEN = Problem(Location("content/events.yaml", 3), Severity.ERROR, "yaml", "…")


@pytest.mark.parametrize(
    ("accept", "severity", "weight"),
    [
        ([], {}, "warning"),
        (["undated"], {}, "notice"),
        (["uncited"], {}, "warning"),
        (["undated articles/one.md"], {}, "notice"),
        (["undated content/articles/one.md:1"], {}, "notice"),
        (["undated one.md"], {}, "notice"),
        (["undated articles/two.md"], {}, "warning"),
        (["undated ne.md"], {}, "warning"),
        ([], {"undated": "error"}, "error"),
        (["undated"], {"undated": "error"}, "error"),
        ([], {"undated": "notice"}, "notice"),
        ([], {"uncited": "error"}, "warning"),
    ],
)
def test_what_a_dossier_makes_of_a_warning(accept, severity, weight):
    (problem,) = apply_settings([UNDATED], Settings("卷", accept=tuple(accept), severity=severity))
    assert problem == replace(UNDATED, severity=Severity(weight))


def test_what_sets_a_record_aside_stays_an_error():
    settings = Settings("卷", accept=("yaml",), severity={"yaml": "notice"})
    assert apply_settings([BROKEN], settings) == (BROKEN,)


def test_settled_checks_are_known_and_every_check_says_what_it_finds():
    assert set(SETTLED) <= NAMES.keys()
    assert all(check.__doc__ for check in CHECKS)


def test_the_names_of_all_stages_are_known():
    """`severity` and `accept` may speak of whatever a build says."""
    names = set()
    for stage in ("markdown", "load", "enrich", "render"):
        for path in (ROOT / "dossier" / stage).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
                    arguments = node.args[{"Problem": slice(2, 3), "_warn": slice(0, 1)}.get(name, slice(0))]
                    names |= {arg.value for arg in arguments if isinstance(arg, ast.Constant)}
    assert len(names) > 15
    assert names <= NAMES.keys()


def test_no_name_has_outlived_its_check():
    sources = (path for path in (ROOT / "dossier").rglob("*.py") if path.name != "names.py")
    text = "".join(path.read_text("utf-8") for path in sources)
    assert [name for name in NAMES if f'"{name}"' not in text] == []


@pytest.mark.parametrize(
    ("change", "published", "leaks"),
    [
        ({}, True, 0),
        ({"text": "full", "rights": "excerpt"}, True, 1),
        ({"text": "full", "rights": "private"}, True, 1),
        ({"text": "full", "rights": "excerpt"}, False, 0),
        ({"text": "full", "rights": "owned"}, True, 0),
        ({"text": "digest", "rights": "excerpt"}, True, 0),
        ({"withheld": "尚在核对"}, True, 1),
    ],
)
def test_a_public_repository_shows_what_the_public_edition_does_not(change, published, leaks):
    library, _ = load_library(WHOLE)
    article = replace(library.articles[0], **{"withheld": "", "text": "digest", "rights": "owned"} | change)
    library = replace(library, articles=(article,))
    tracked = {str(WHOLE / "articles" / "one.md"), str(WHOLE / "captures" / "one.txt")}
    problems = leaked_texts(library, str(WHOLE), tracked, published=published)
    assert [problem.check for problem in problems] == ["leak"] * leaks
    assert leaked_texts(library, str(WHOLE), set(), published=published) == ()


@pytest.mark.parametrize(
    ("file", "fact"),
    [
        (".drafts/one.md", "an excerpt"),
        (".drafts/one.merge.md", "an excerpt"),
        ("versions/one/5feceb.md", "an excerpt"),
        ("captures/of-one.txt", "an excerpt"),
        (".drafts/gone.md", "no article"),
        ("versions/gone/5feceb.md", "no article"),
        ("captures/gone.txt", "no article"),
        ("captures/.gitkeep", ""),
        ("notes/one.yaml", ""),
    ],
)
def test_every_folder_with_texts_of_others_leaks(file, fact):
    library, _ = load_library(WHOLE)
    capture = Capture("of-one.txt", "0" * 64)
    article = replace(library.articles[0], withheld="", text="full", rights="excerpt", captures=(capture,))
    library = replace(library, articles=(article,))
    problems = leaked_texts(library, "content", {f"content/{file}"}, published=True)
    assert [problem.at.file for problem in problems] == ([f"content/{file}"] if fact else [])
    assert all(fact in problem.message for problem in problems)
    assert leaked_texts(library, "content", {f"content/{file}"}, published=False) == ()


def test_texts_that_no_article_claims_are_one_problem_a_folder():
    library, _ = load_library(WHOLE)
    tracked = {f"content/captures/{number}.html" for number in range(30)} | {"content/versions/a/b.md"}
    problems = leaked_texts(replace(library, articles=()), "content", tracked, published=True)
    assert [problem.message for problem in problems] == [
        "the repository shows this text, and no article states the rights of it, nor of 29 more in captures/",
        "the repository shows this text, and no article states the rights of it",
    ]


# ── The schemas that editors' plug-ins read ──────────────────────────────────

FILES = {
    "dossier.schema.json": "dossier.yaml",
    "entities.schema.json": "entities.yaml",
    "compounds.schema.json": "compounds.yaml",
    "events.schema.json": "events.yaml",
    "claims.schema.json": "claims.yaml",
    "notes.schema.json": "notes/one.yaml",
    "corrections.schema.json": "corrections.yaml",
    "declined.schema.json": "declined.yaml",
    "media-rights.schema.json": "media/rights.yaml",
}


def typed(value):
    """Plain strings as a plug-in sees them: numbers and truth values have types of their own there."""
    if isinstance(value, dict):
        return {name: typed(item) for name, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    if value in ("true", "false", ""):
        return {"true": True, "false": False, "": None}[value]
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return value


def validator(name):
    return jsonschema.Draft202012Validator(json.loads(json_schemas()[name]))


@pytest.mark.parametrize("name", FILES)
def test_a_schema_passes_what_is_right(name):
    text = (WHOLE / FILES[name]).read_text("utf-8")
    assert [error.message for error in validator(name).iter_errors(typed(to_plain(read_yaml(text, "x"))))] == []


@pytest.mark.parametrize("name", FILES)
def test_a_schema_sees_what_is_wrong(name):
    """Whatever a plug-in can know: names that are missing or misspelt, and most wrong types."""
    wrong = [
        m for m in planted(WHOLE) if m.file == FILES[name] and m.mistake in ("missing", "misspelt name", "misspelt")
    ]
    assert wrong or name == "compounds.schema.json"
    for mistake in wrong:
        if mistake.route[-1] != "timezone" or mistake.mistake != "misspelt":
            assert list(validator(name).iter_errors(typed(to_plain(read_yaml(mistake.text, "x"))))), str(mistake)


def test_schemas_are_the_same_every_time():
    assert json_schemas() == json_schemas()
    assert set(json_schemas()) == {*FILES, "articles.schema.json", "pages.schema.json"}
