"""What stands behind the preview: where places are opened, what is told first, what no built site holds."""

import re
from pathlib import Path

import pytest

from dossier.cli.desk import Desk
from dossier.model import Location
from dossier.pipeline import BuildOptions, build_site
from dossier.problems import Problem, Severity
from dossier.render.language.interface_words import interface_words

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "sites" / "small" / "content"


def desk(editor="vscode://file{path}:{line}"):
    return Desk(SMALL, BuildOptions(), editor, lambda _: None)


@pytest.mark.parametrize(
    ("editor", "address"),
    [
        ("vscode://file{path}:{line}", "vscode://file{path}:3"),
        ("subl://open?url=file://{path}&line={line}", "subl://open?url=file://{path}&line=3"),
        ("x:{path}{other}", "x:{path}{other}"),
    ],
)
def test_a_place_is_opened_in_the_editor(editor, address):
    file = SMALL / "events.yaml"
    assert desk(editor).editor_link(Location(str(file), 3)) == address.replace("{path}", str(file))


def test_what_is_no_file_is_not_opened():
    assert desk().editor_link(Location("content/nowhere.yaml", 3)) == ""
    assert desk().editor_link(Location("search/index.js")) == ""


def test_a_name_with_signs_is_an_address(tmp_path):
    file = tmp_path / "a b#?&.yaml"
    file.touch()
    assert desk().editor_link(Location(str(file))).endswith("/a%20b%23%3F%26.yaml:1")


def test_errors_are_told_first_and_notices_not():
    every = [
        Problem(Location("a", line), severity, "value", "fact")
        for line, severity in enumerate([Severity.NOTICE, Severity.WARNING, Severity.ERROR], 1)
    ]
    assert [told["severity"] for told in desk().problems_data(every)["problems"]] == ["error", "warning"]


def test_of_very_many_all_are_counted_and_some_are_shown():
    told = desk().problems_data(
        [Problem(Location("a", line), Severity.ERROR, "value", "fact") for line in range(1, 5001)]
    )
    assert told["errors"] == 5000
    assert len(told["problems"]) == 100


def test_no_built_site_holds_anything_of_the_preview():
    site = build_site(SMALL, BuildOptions()).output
    assert not [path for path in site if b"livereload" in site[path] or b"dossier-preview" in site[path]]


def test_every_word_of_the_preview_is_asked_for_and_every_word_asked_for_is_there():
    sources = [*(ROOT / "static" / "preview").glob("*.js"), ROOT / "dossier" / "cli" / "desk.py"]
    text = "".join(source.read_text("utf-8") for source in sources)
    asked = set(re.findall(r"\bwords\.(\w+)", text)) | set(re.findall(r"""["'](?:preview\.)?(\w+)["']""", text))
    said = {key.removeprefix("preview.") for key in interface_words("en").strings if key.startswith("preview.")}
    given = {"stale", "nowhere", *Severity}  # by quoting, and of a problem
    assert {key.removesuffix(".one") for key in said} <= asked | given
    assert set(re.findall(r"\bwords\.(\w+)", (ROOT / "static/preview/panel.js").read_text("utf-8"))) <= said


def test_a_template_that_is_edited_is_read_again():
    own = desk()
    before = own.resident.theme
    assert before.styles is before.styles
    own.build(frozenset([own.content / "dossier.yaml"]))
    assert own.resident.theme is before
    own.build(frozenset([own.own_folders[1] / "css" / "house.css"]))
    assert own.resident.theme is not before
    assert own.resident.theme.styles == before.styles
