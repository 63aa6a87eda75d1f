"""A dossier's own hooks.py: disabled until trusted, run as the bytes that were trusted, never fatal to the build."""

import json

import pytest

from dossier.cli import main
from dossier.hooks import hooks_digest

HOOKS = """
from dossier.api import warning

def checks(dossier):
    for article in dossier.content.articles:
        if not article.summary:
            yield warning(article.at, "no summary", hint="write one")

def exports(dossier):
    return {"people.txt": " ".join(entity.id for entity in dossier.content.entities), "index.html": "mine"}

def page_context(path, dossier):
    return {"facts": [("篇数", len(dossier.content.articles))]}
"""
ARTICLE = """---
id: 2024-05-05-x-1
title: 灯亮了
outlet: x
url: https://x.example/1
published: 2024-05-05
language: zh-Hans
rights: {rights}
---
灯昨夜亮了，李四看见。
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DOSSIER_TRUST", raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["new", "-q", "summit"]) == 0
    folder = tmp_path / "summit"
    monkeypatch.chdir(folder)
    (folder / "content" / "articles").mkdir(exist_ok=True)
    (folder / "content" / "articles" / "2024-05-05-x-1.md").write_text(ARTICLE.format(rights="owned"), "utf-8")
    with (folder / "content" / "dossier.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\noutlets: {x: {name: 某报, url: https://x.example}}\n")
    return folder


def build(capsys, *options):
    capsys.readouterr()
    status = main(["build", "--no-search", *options])
    return status, capsys.readouterr().err


def test_hooks_are_off_until_trusted_and_off_again_when_changed(folder, capsys):
    hooks = folder / "hooks.py"
    hooks.write_text(HOOKS.replace(', "index.html": "mine"', ""), "utf-8")
    status, output = build(capsys)
    assert status == 0
    assert "hooks.py: warning[hooks]: these hooks are not run" in output
    assert hooks_digest(hooks.read_bytes()) in output
    assert not (folder / "_site" / "people.txt").exists()

    assert main(["trust"]) == 0
    status, output = build(capsys)
    assert "warning[hook]: no summary" in output
    assert "warning[hooks]" not in output
    assert (folder / "_site" / "people.txt").is_file()
    assert "<dt>篇数</dt><dd>1</dd>" in (folder / "_site" / "articles" / "2024-05-05-x-1.html").read_text("utf-8")

    hooks.write_text(hooks.read_text("utf-8") + "\n# changed\n", "utf-8")
    _, output = build(capsys)
    assert "warning[hooks]" in output
    assert not (folder / "_site" / "people.txt").exists()

    assert main(["trust"]) == 0
    assert main(["trust", "--revoke"]) == 0
    assert "warning[hooks]" in build(capsys)[1]


def test_ci_trusts_by_the_hash(folder, capsys, monkeypatch):
    (folder / "hooks.py").write_text(HOOKS.replace(', "index.html": "mine"', ""), "utf-8")
    monkeypatch.setenv("DOSSIER_TRUST", hooks_digest((folder / "hooks.py").read_bytes()))
    assert "warning[hooks]" not in build(capsys)[1]
    assert (folder / "_site" / "people.txt").is_file()


def test_a_file_of_the_site_is_not_replaced(folder, capsys):
    (folder / "hooks.py").write_text(HOOKS, "utf-8")
    main(["trust"])
    status, output = build(capsys)
    assert status == 1
    assert "hooks.py: error[hook]: `exports` writes 'index.html', which the site has already" in output


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def checks(dossier):\n    1 / 0\n", "hooks.py:2: error[hook]: this hook fails: ZeroDivisionError: division by zero"),
        ("def exports(dossier):\n    return {'../x': b''}\n", "error[hook]: `exports` writes '../x', which is no path in a site"),
        ("def exports(dossier):\n    return 7\n", "error[hook]: this hook fails: TypeError"),
        ("def checks(dossier):\n    return [7]\n", "error[hook]: `checks` gives int"),
        ("def page_context(path, dossier):\n    raise KeyError('x')\n", "hooks.py:2: error[hook]: this hook fails: KeyError"),
        ("raise RuntimeError('at once')\n", "hooks.py:1: error[hook]: this hook fails: RuntimeError: at once"),
        ("def (:\n", "hooks.py:1: error[hook]: this hook fails: SyntaxError"),
    ],
)  # fmt: skip
def test_a_hook_that_fails_is_a_problem_at_its_line(folder, capsys, source, expected):
    (folder / "hooks.py").write_text(source, "utf-8")
    assert main(["trust", "-q"]) == 0
    capsys.readouterr()
    assert main(["check"]) == 1
    output = capsys.readouterr().err
    assert expected in output
    assert "Traceback" not in output


def test_under_the_public_edition_hooks_see_what_it_shows(folder, capsys):
    private = folder / "content" / "articles" / "2024-05-06-x-2.md"
    private.write_text(ARTICLE.format(rights="private").replace("-05-x-1", "-06-x-2").replace("李四", "秘密"), "utf-8")
    (folder / "hooks.py").write_text(
        "def exports(dossier):\n"
        "    return {'all.txt': repr(dossier)}\n", "utf-8",
    )  # fmt: skip
    main(["trust"])
    build(capsys)
    assert "秘密" in (folder / "_site" / "all.txt").read_text("utf-8")
    build(capsys, "--edition", "public")
    assert "秘密" not in (folder / "_site" / "all.txt").read_text("utf-8")


def test_a_damaged_record_of_trust_trusts_nothing(folder, capsys, tmp_path):
    (folder / "hooks.py").write_text("def exports(dossier):\n    return {'x.txt': ''}\n", "utf-8")
    main(["trust"])
    (record,) = (tmp_path / "config").rglob("trusted-hooks.json")
    digest = hooks_digest((folder / "hooks.py").read_bytes())
    for text in ("[", json.dumps([digest]), "[" * 100_000):
        record.write_text(text)
        assert "warning[hooks]" in build(capsys)[1]


def test_what_lies_beside_is_not_imported(folder, capsys):
    (folder / "helper.py").write_text("open('ran', 'w')\n")
    (folder / "content" / "helper.py").write_text("open('ran', 'w')\n")
    (folder / "hooks.py").write_text("import helper\n")
    main(["trust"])
    _, output = build(capsys)
    assert "ModuleNotFoundError" in output
    assert not (folder / "ran").exists()
