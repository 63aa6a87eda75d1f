"""The program's templates, compiled ahead: the same code as without, and none for a template that was edited since."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from dossier.render import template_code
from dossier.render.template_code import FOLDER, compiled_modules, escape_output, module_name, our_environment
from dossier.render.templates import OURS, Theme

TEMPLATE = "parts/frame.html"


class Html:
    def __html__(self):
        return "<b>&</b>"


@given(st.text() | st.text("&<>\"'a"))
def test_output_is_escaped_as_by_markupsafe(text):
    assert escape_output(text) == escape(text)
    assert escape_output(Markup(text)) == text


@pytest.mark.parametrize("value", [Html(), 7, None, ("<",)])
def test_other_values_are_escaped_as_by_markupsafe(value):
    assert escape_output(value) == escape(value)


def test_an_undefined_value_is_an_error():
    with pytest.raises(UndefinedError):
        escape_output(StrictUndefined(name="missing"))


@pytest.fixture
def root(tmp_path):
    """A copy of the program's templates and their code."""
    (home,) = OURS.folders
    shutil.copytree(home / "templates", tmp_path / "home" / "templates")
    folder = tmp_path / "home" / FOLDER
    folder.mkdir()
    for file, code in compiled_modules(tmp_path / "home"):
        (folder / file).write_text(code, "utf-8")
    return tmp_path / "home"


def without_compiler(root, monkeypatch):
    environment = our_environment((root,))
    monkeypatch.setattr(environment, "compile", None)
    return environment


def test_every_template_is_compiled_and_none_is_compiled_again(root, monkeypatch):
    environment = without_compiler(root, monkeypatch)
    files = [*root.glob("templates/*.html"), *root.glob("templates/p*/*.html")]
    assert len(files) > 20
    for file in files:
        template = environment.get_template(file.relative_to(root / "templates").as_posix())
        assert template.filename == str(file)
        assert template.root_render_func.__code__.co_filename == str(file)


def test_compiled_code_is_the_code_that_would_be_compiled(root):
    ahead = our_environment((root,)).get_template(TEMPLATE)
    shutil.rmtree(root / FOLDER)
    now = our_environment((root,)).get_template(TEMPLATE)
    assert ahead.debug_info == now.debug_info
    assert ahead.root_render_func.__code__ == now.root_render_func.__code__


def test_an_edited_template_is_not_taken_from_old_code(root):
    with (root / "templates" / TEMPLATE).open("a", encoding="utf-8") as file:
        file.write("{% macro added() %}here{% endmacro %}")
    template = our_environment((root,)).get_template(TEMPLATE)
    assert "added" in {name for name in vars(template.make_module()) if not name.startswith("_")}


def test_code_of_another_generator_is_not_taken(root, monkeypatch):
    text = (root / "templates" / TEMPLATE).read_text("utf-8")
    assert (root / FOLDER / module_name(TEMPLATE, text)).is_file()
    monkeypatch.setattr(template_code, "_generator", lambda: ("0.0", b""))
    assert not (root / FOLDER / module_name(TEMPLATE, text)).exists()


def test_an_error_in_compiled_code_names_the_template_and_its_line(root, monkeypatch):
    file = root / "templates" / "pages" / "broken.html"
    file.write_text("<p>\n{{ page.missing.missing }}", "utf-8")
    for name, code in compiled_modules(root):
        (root / FOLDER / name).write_text(code, "utf-8")
    template = without_compiler(root, monkeypatch).get_template("pages/broken.html")
    with pytest.raises(UndefinedError) as raised:
        template.render(page={})
    assert (str(file), 2) in [(entry.frame.code.raw.co_filename, entry.lineno + 1) for entry in raised.traceback]


def test_a_dossier_with_own_templates_runs_no_compiled_code(root, tmp_path):
    own = tmp_path / "own"
    (own / "templates").mkdir(parents=True)
    for folder in (own, root):
        (folder / FOLDER).mkdir(exist_ok=True)
        for name, _ in compiled_modules(root):
            (folder / FOLDER / name).write_text("raise SystemExit", "utf-8")
    assert Theme((own, root)).render_macro("sidebar", "sidebar", (), "label")
