"""Every escape in every template that a page is made with, over a whole dossier, as `dossier check` makes its pages.

The smoke takes each template with one escape; the whole, each with all.
"""

from __future__ import annotations

import re
import shutil
from itertools import cycle
from pathlib import Path

import pytest

from dossier.cli import main
from tests.render.test_sandbox import CLASSES, ELSEWHERE, ENDLESS

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
NAMES = [*sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.glob("p*/*.html")), "base.html"]
ESCAPES = [*CLASSES, *ELSEWHERE]
_BLOCK = re.compile(r"\{%-? block \w+ .*?%\}")


@pytest.fixture
def received(tmp_path, monkeypatch):
    """A dossier whose pages need every template: with a free page, a former address, and a list of two pages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("dossier.render.pages.articles.FULL_PAGE", 1)
    monkeypatch.setattr("dossier.render.sandbox._STEPS", 200_000)
    shutil.copytree(ROOT / "tests" / "sites" / "small" / "content", tmp_path / "content")
    (tmp_path / "content" / "pages" / "method.md").write_text("---\ntitle: 怎样编的\n---\n逐句核对。\n", "utf-8")
    article = tmp_path / "content" / "articles" / "2023-09-14-dw-10000002.md"
    article.write_text(article.read_text("utf-8").replace("text: digest", "formerly: [earlier]\ntext: digest"), "utf-8")
    third = "---\ntitle: 第三篇\noutlet: dw-zh\npublished: 2023-09-15\nlanguage: zh-Hans\n---\n车又开走了。\n"
    (article.parent / "2023-09-15-dw-10000003.md").write_text(third, "utf-8")
    (tmp_path / "secret.html").write_text("{% macro key() %}the key{% endmacro %}the key", "utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "escape.html").write_text("{% macro m() %}{% endmacro %}", "utf-8")
    return tmp_path


def plant(folder: Path, name: str, escape: str) -> None:
    """The program's own template, with an escape at its beginning: in the first block of what fills another's."""
    text = (TEMPLATES / name).read_text("utf-8")
    escape = escape.replace("MARKER", str(folder / "marker")).replace("pages/escape.html", name)
    block = _BLOCK.search(text) if text.startswith("{% extends") else None
    place = block.end() if block else len(text)
    own = folder / "templates" / name
    own.parent.mkdir(exist_ok=True)
    own.write_text(f"{text[:place]}{escape}{text[place:]}", "utf-8")


def told(capsys) -> str:
    """What `check` says of templates; it must have failed by them."""
    capsys.readouterr()
    status = main(["check"])
    captured = capsys.readouterr()
    return captured.out + captured.err if status == 1 else ""


def assert_refused(folder, name, escape, capsys):
    plant(folder, name, escape)
    said = told(capsys)
    assert re.search(rf"templates/{name}(?::\d+)?: error\[template\]", said), (name, escape, said[-300:])
    assert "the key" not in said
    assert "root:" not in said
    assert not (folder / "marker").exists(), (name, escape)


@pytest.mark.parametrize(("name", "escape"), zip(NAMES, cycle(ESCAPES), strict=False), ids=NAMES)
def test_an_escape_in_a_template_is_told_by_check(name, escape, received, capsys):
    assert_refused(received, name, escape, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_escape_in_every_template_is_told_by_check(name, received, capsys):
    for escape in ESCAPES:
        assert_refused(received, name, escape, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("escape", ENDLESS, ids=lambda escape: escape[:60])
def test_what_never_ends_is_told_by_check(escape, received, capsys):
    plant(received, "pages/article.html", escape)
    assert "error[template]" in told(capsys)
    assert not (received / "marker").exists()


def test_without_an_escape_nothing_is_told(received, capsys):
    for name in NAMES:
        plant(received, name, "")
    assert told(capsys) == ""
