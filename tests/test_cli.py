"""The commands from the outside: the files they write, their output and exit status."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dossier.cli import main
from dossier.cli.options import current_time

TESTS = Path(__file__).parent
SMALL = TESTS / "sites" / "small" / "content"
SETTLED = 0.06  # seconds, after which a file is not being saved
CAPTURE = """<!--1694570400000-->
[一列火车往北开](https://www.bbc.com/zhongwen/simp/world-10000009)
------

<main role="main"><div><time dateTime="2023-09-13">3 小时前</time></div><div><p>火车没有停，一直往北开。</p></div></main>
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to stand in, with nobody's environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


@pytest.fixture
def small(folder):
    shutil.copytree(SMALL, folder / "content")
    return folder / "content"


def stamp(folder):
    return {path: (path.read_bytes(), path.stat().st_ino) for path in folder.rglob("*") if path.is_file()}


def test_a_new_dossier_builds_takes_a_capture_and_builds_again(folder, monkeypatch, capsys):
    assert main(["new", "summit"]) == 0
    monkeypatch.chdir(folder / "summit")
    assert main(["build", "--strict"]) == 0
    (folder / "saved.txt").write_text(CAPTURE, "utf-8")
    assert main(["import", str(folder / "saved.txt")]) == 0
    assert "2023-09-13-bbc-10000009" in capsys.readouterr().out
    assert main(["build"]) == 0
    page = Path("_site/articles/2023-09-13-bbc-10000009.html").read_text("utf-8")
    assert "火车没有停，一直往北开。" in page
    assert "小时前" not in page


@pytest.mark.parametrize("publish", ["branch", "actions"])
def test_a_new_dossier_names_schemas_that_are_there(folder, publish):
    assert main(["new", "summit", "--publish", publish]) == 0
    files = [path for path in (folder / "summit").rglob("*.yaml") if "$schema=" in path.read_text("utf-8")]
    assert len(files) == 5
    for path in files:
        schema = re.search(r"\$schema=(\S+)", path.read_text("utf-8"))[1]
        assert json.loads((path.parent / schema).read_text("utf-8"))["title"] == path.name
    assert (folder / "summit/.github/workflows/pages.yml").exists() == (publish == "actions")


def test_a_new_dossier_takes_nobodys_place(small, capsys):
    before = stamp(small)
    assert main(["new", "content"]) == 1
    assert "something is there already" in capsys.readouterr().err
    assert stamp(small) == before


def test_a_build_drafts_what_was_dropped_into_captures(small, folder):
    (small / "captures").mkdir(exist_ok=True)
    (small / "captures" / "dropped.txt").write_text(CAPTURE, "utf-8")
    assert main(["build", "--no-search"]) == 0
    assert (folder / "_site/articles/2023-09-13-bbc-10000009.html").exists()


def test_the_time_is_what_one_says(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1694570400")
    assert current_time() == "2023-09-13T02:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert current_time() > "2026"


@pytest.mark.parametrize(("variable", "flags"), [("true", []), ("", ["--strict"])])
def test_an_unattended_build_writes_nothing_to_content_and_refuses(small, monkeypatch, capsys, variable, flags):
    monkeypatch.setenv("CI", variable)
    (small / "captures").mkdir(exist_ok=True)
    (small / "captures" / "dropped.txt").write_text(CAPTURE, "utf-8")
    before = stamp(small)
    assert main(["build", *flags]) == 1
    assert stamp(small) == before
    assert "dropped.txt: error[unclaimed]" in capsys.readouterr().err


def test_a_build_of_the_same_says_the_same_and_makes_nothing(small, folder, capsys):
    time.sleep(SETTLED)
    assert main(["build", "-v", "--no-search"]) == 0
    first, site = capsys.readouterr(), stamp(folder / "_site")
    assert main(["build", "-v", "--no-search"]) == 0
    assert capsys.readouterr() == first
    assert stamp(folder / "_site") == site


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "content" / "dossier.yaml").write_text("title: 一\nlanguage: zh-Hans\n", "utf-8"),
        lambda folder: (folder / "_site" / "index.html").write_text("一", "utf-8"),
        lambda folder: (folder / "_site" / "about.html").unlink(),
    ],
    ids=["content", "a page", "a page that is gone"],
)
def test_a_build_of_anything_else_is_made(small, folder, change):
    time.sleep(SETTLED)
    assert main(["build", "--no-search"]) == 0
    change(folder)
    assert main(["build", "--no-search"]) == 0
    page = (folder / "_site" / "index.html").read_text("utf-8")
    assert "<h1" in page
    assert ("<title>一</title>" in page) == ("title: 一" in (folder / "content" / "dossier.yaml").read_text("utf-8"))
    assert (folder / "_site" / "about.html").is_file()
    assert main(["build", "--no-search", "--base-url", "https://example.org/"]) == 0
    assert (folder / "_site" / "feed.xml").is_file()


def test_a_dossiers_own_templates_and_static_files_stand_in_for_ours_file_by_file(small, folder, monkeypatch):
    for path, text in {
        "templates/pages/missing.html": "<!doctype html><title>自己的</title><p id=own>",
        "templates/words/zh-Hans.toml": '[nav]\ntimeline = "先后"\n',
        "static/favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg" id="own"/>',
        "static/css/10-base.css": "/* ours is gone */",
        "static/css/95-own.css": "@layer own { p { margin: 0 } }",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    assert main(["build", "--no-search"]) == 0
    site = {
        path: (folder / "_site" / path).read_text("utf-8") for path in ("404.html", "assets/favicon.svg", "index.html")
    }
    assert all("own" in site[path] for path in ("404.html", "assets/favicon.svg"))
    assert "先后" in site["index.html"]
    assert "说法" in site["index.html"], "what own words do not say, ours do"
    style = folder / "_site/assets/dossier.css"
    assert "ours is gone" in style.read_text("utf-8")
    assert style.read_text("utf-8").endswith("@layer own { p { margin: 0 } }")
    (folder / "other").mkdir()
    shutil.copytree(SMALL, folder / "other" / "content")
    monkeypatch.chdir(folder / "other")
    assert main(["build", "--no-search"]) == 0
    assert "先后" not in Path("_site/index.html").read_text("utf-8")


def test_a_failed_build_leaves_the_last_site_as_it_was(small, folder, capsys):
    assert main(["build", "--no-search"]) == 0
    before = stamp(folder / "_site")
    with (small / "events.yaml").open("a") as file:
        file.write("broken:\n  status: happend\n")
    capsys.readouterr()
    assert main(["build", "--no-search"]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "did you mean `happened`?" in output.err
    assert stamp(folder / "_site") == before


def test_strict_refuses_warnings_until_they_are_accepted(small, folder, capsys):
    article = small / "articles" / "2023-09-14-dw-10000002.md"
    article.write_text(article.read_text("utf-8").replace("published: 2023-09-14T08:00:00+08:00\n", ""), "utf-8")
    assert main(["build", "--no-search"]) == 0
    assert main(["build", "--no-search", "--strict"]) == 1
    assert "warning[undated]" in capsys.readouterr().err
    with (small / "dossier.yaml").open("a") as file:
        file.write("accept: [undated]\n")
    assert main(["build", "--no-search", "--strict"]) == 0


def test_check_tells_programs_the_same_as_people(small, capsys):
    with (small / "dossier.yaml").open("a") as file:
        file.write("langage: en\n")
    assert main(["check"]) == 1
    assert "content/dossier.yaml:8: error[unknown]" in capsys.readouterr().err
    assert main(["check", "--format", "json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)
    assert (problem["file"], problem["line"], problem["check"]) == ("content/dossier.yaml", 8, "unknown")
    assert problem["hint"] == "did you mean `language`?"


def test_check_writes_nothing(small, folder):
    before = stamp(folder)
    assert main(["check"]) == 0
    assert stamp(folder) == before


@pytest.mark.parametrize(
    "arguments", [["build", "--outptu", "x"], ["nonsense"], ["import"], ["suggest", "no-such-article"]]
)
def test_usage_is_two(small, capsys, arguments):
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert "Error" in output.err
    assert "Traceback" not in output.err


def test_suggest_changes_nothing(small, folder, capsys):
    before = stamp(folder)
    assert main(["suggest"]) == 0
    assert stamp(folder) == before


def test_a_folder_that_is_not_ours_is_not_replaced(small, folder, capsys):
    (folder / "mine").mkdir()
    (folder / "mine" / "thesis.txt").write_text("years of work")
    assert main(["build", "--no-search", "-o", "mine"]) == 1
    assert "choose an empty folder" in capsys.readouterr().err
    assert [path.name for path in (folder / "mine").iterdir()] == ["thesis.txt"]


def test_a_dossier_that_is_not_there_is_a_problem_with_a_remedy(folder, capsys):
    assert main(["build"]) == 1
    output = capsys.readouterr().err
    assert "content" in output
    assert "help:" in output


@pytest.mark.parametrize(
    ("template", "fact"),
    [
        ("{% if %}", "Expected an expression, got 'end of statement block'"),
        ("{{ page.nothing }}", "has no attribute 'nothing'"),
        ('{% import "parts/text.html" as text %}{{ text.nothing() }}', "has no attribute 'nothing'"),
        ("{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_at_its_line(small, folder, capsys, template, fact):
    (folder / "templates" / "pages").mkdir(parents=True)
    (folder / "templates" / "pages" / "about.html").write_text(f"<p>\n{template}", "utf-8")
    assert main(["build", "--no-search"]) == 1
    output = capsys.readouterr().err
    assert "templates/pages/about.html:2: error[template]: this template cannot be used: " in output
    assert fact in output
    assert "help: mend it, or take the file away" in output


def test_nothing_is_imported_from_the_folder_that_one_works_in(small, folder):
    for name in ("yaml", "click", "jinja2", "markupsafe", "sitecustomize", "usercustomize", "tomllib", "livereload"):
        (folder / f"{name}.py").write_text("from pathlib import Path\nPath(__file__).with_name('marker').touch()\n")
    for module in (["-m", "dossier", "check"], ["-m", "dossier", "build", "--no-search"]):
        subprocess.run([sys.executable, *module], cwd=folder, capture_output=True, check=False, env=_plain())
    assert (folder / "_site" / "index.html").is_file()
    assert not (folder / "marker").exists()


def _plain():
    """The environment, with this very program to be found."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}


SECRET = "https://editor:hunter2@127.0.0.1:1/site.git"


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", SECRET],
        ["import", "--private", SECRET],
        ["import", "--explain", "--dry-run", "capture.txt"],
        ["import", "--debug", "capture.txt"],
        ["build", "--no-search"],
        ["build", "--no-search", "--base-url", SECRET],
        ["check"],
        ["check", "--format", "json"],
        ["check", "--external", "--private"],
        ["publish", "--remote", SECRET, "--dry-run"],
        ["publish", "--remote", SECRET],
        ["publish", "--dry-run"],
        ["suggest", SECRET],
        [SECRET],
        ["build", SECRET],
        ["check", f"--content={SECRET}"],
    ],
    ids=" ".join,
)
def test_no_output_says_who_opens_an_address(small, folder, capsys, arguments):
    (folder / "capture.txt").write_text(CAPTURE.replace("https://www", "https://editor:hunter2@www"), "utf-8")
    main_file = folder / "content" / "dossier.yaml"
    main_file.write_text(f"{main_file.read_text('utf-8')}\nnonsense: {SECRET}\n", "utf-8")
    (article,) = [*(folder / "content" / "articles").glob("*.md")][:1]
    article.write_text(f"{article.read_text('utf-8')}\n[x]({SECRET}) 看 {SECRET}\n", "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "remote", "add", "origin", SECRET], cwd=folder, check=True)
    main(arguments)
    output = "".join(capsys.readouterr())
    assert output
    assert "hunter2" not in output
    assert "editor:" not in output
    drafts = [path.read_text("utf-8") for path in (folder / "content" / "articles").glob("*10000009.md")]
    assert not any("hunter2" in draft for draft in drafts)


def test_a_site_is_not_made_among_what_people_wrote(small, folder, capsys):
    for output in ("content", "content/site", "content/media/../articles"):
        assert main(["build", "-o", output]) == 2
        assert "where your own files are" in capsys.readouterr().err


def test_captures_that_are_a_link_out_are_refused_by_build_as_by_check(small, folder, capsys):
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "capture.txt").write_text(CAPTURE, "utf-8")
    shutil.rmtree(folder / "content" / "captures", ignore_errors=True)
    (folder / "content" / "captures").symlink_to(folder / "elsewhere")
    for command in (["check"], ["build", "--no-search"]):
        assert main(command) == 1
        assert "content/captures: error[file]: this is a link that leads out of the folder" in capsys.readouterr().err
    assert not [*(folder / "content" / "articles").glob("*10000009.md")], "nothing was drafted of it"
