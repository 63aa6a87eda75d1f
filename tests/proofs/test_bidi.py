"""Text that deceives the eye, through a whole dossier: from a capture by `import`, from an editor's files by `check`, to the pages.

Each of the Trojan-source cases stands in everything that a capture or an editor's file has; the smoke takes a few of them.
"""

from __future__ import annotations

import json
import re
import shutil
from html import escape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag

from dossier.cli import main
from tests.load.test_deceptive_text import TROJANS

SMALL = Path(__file__).parents[1] / "sites" / "small" / "content"
SMOKE = ("an override", "a first strong isolate", "tags that spell in secret", "Cyrillic that looks Latin")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
ID = "2023-09-13-bbc-10000001"
# What begins or ends a line of its own, in which nothing else is turned around.
APART = {"bdi", "p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "td", "th", "figcaption", "blockquote", "title", "option", "summary", "pre"}  # fmt: skip

# Files of an editor, each with the case at a line that is known.
FILES = {
    "articles/own.md": ("---\ntitle: {}\noutlet: bbc-zh\nlanguage: zh-Hans\ntext: digest\n---\n字。\n", 2),
    "articles/body.md": ("---\ntitle: 题\noutlet: bbc-zh\nlanguage: zh-Hans\ntext: digest\n---\n字。\n\n{}\n", 9),
    "pages/method.md": ("---\ntitle: 法\n---\n字{}。\n", 4),
    f"notes/{ID}.yaml": ("- title: {}\n  note: 字。\n", 1),
    "entities.yaml": ("x:\n  type: person\n  name: {{zh-Hans: 某人}}\n  summary: {}\n", 4),
    "events.yaml": ("x:\n  title: {}\n  status: planned\n", 2),
    "claims.yaml": ("x:\n  text: {}\n  status: open\n", 2),
    "corrections.yaml": ("- date: 2023-09-16\n  text: {}\n", 2),
}
SETTINGS = "title: {}\nlanguage: zh-Hans\noutlets: {{new: {{name: 某报, url: https://new.example}}}}\n"


def run(capsys, *arguments) -> str:
    capsys.readouterr()
    main(list(arguments))
    captured = capsys.readouterr()
    return captured.out + captured.err


def found(capsys) -> list[tuple[str, int, str]]:
    """What `check` says of deceit: file, line and check."""
    problems = json.loads(run(capsys, "check", "-q", "--format", "json") or "[]")
    return [(problem["file"], problem["line"], problem["check"]) for problem in problems]


def quoted(text: str) -> str:
    """The text as a YAML value that is what it is."""
    return "'" + text.replace("'", "''") + "'"


def capture(text: str) -> str:
    """A capture with the case in its headline, its address's place, its author, its text, a link, a caption and an alt."""
    link = match[0] if (match := re.search(r"https?://[^\s)]+", text)) else "https://new.example/2"
    said = escape(text)
    return (
        f"<!--1694570400000-->\n[灯{text}亮](https://new.example/1.html)\n------\n\n<div><p>记者{said}报道。</p>"
        f'<figure><img src="https://new.example/a.jpg" alt="{said}"><figcaption>图{said}说</figcaption></figure>'
        f'<p>灯{said}昨夜亮了，没有人知道为什么。</p><p><a href="{escape(link)}">链接{said}</a>在这里。</p></div>\n'
    )


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    shutil.copytree(SMALL, tmp_path / "content")
    return tmp_path


def assert_imported(folder, text, capsys):
    """Nothing that turns a line around is in a draft, and what else does not show is told by check."""
    (folder / "seen.txt").write_text(capture(text), "utf-8")
    explained = run(capsys, "import", "--explain", "seen.txt")
    (article,) = [path for path in (folder / "content" / "articles").glob("*.md") if "new" in path.name]
    draft = article.read_text("utf-8")
    assert not TURNING.search(draft)
    if TURNING.search(text):
        assert "characters that turn a line around" in explained
    unseen = any(not sign.isprintable() or sign in "\u3164\uffa0" for sign in draft if sign != "\n")
    disguised = re.search(r"\]\(<?https?://(?!new\.example)", draft)
    if unseen or disguised:
        assert {check for file, _, check in found(capsys) if file.endswith(article.name)} & {"unseen", "disguised"}
    assert not re.search(r"(?m)(?:^url: |\]\(<?)https?://\S*secret@", draft)


def assert_checked(folder, text, check, capsys):
    """Each of an editor's files is told of at its line."""
    (folder / "content" / "dossier.yaml").write_text(SETTINGS.format(quoted(text)), "utf-8")
    for path, (pattern, _) in FILES.items():
        value = text if path.endswith("method.md") or "body" in path else quoted(text)
        (folder / "content" / path).write_text(pattern.format(value), "utf-8")
    told = found(capsys)
    for path, line in {"dossier.yaml": 1, **{path: line for path, (_, line) in FILES.items()}}.items():
        assert (f"content/{path}", line, check) in told, path


def assert_built(capsys):
    """Nothing on a page turns around more than itself: it stands apart, or is alone in its line."""
    run(capsys, "build", "--no-search")
    pages = sorted(Path("_site").rglob("*.html"))
    assert len(pages) > 5
    return [f"{page}: {fault!r}" for page in pages for fault in loose(page.read_text("utf-8"))]


def loose(html: str) -> list[str]:
    """The lines of a page in which characters that turn around stand beside other words, without being apart."""
    faults = []
    for string in BeautifulSoup(html, "html5lib").find_all(string=TURNING):
        line: Tag | None = string.parent
        while line is not None and line.name not in APART and not line.has_attr("dir"):
            line = line.parent
        if line is None or line.name in ("body", "html"):
            faults.append(str(string.parent)[:200])
            continue
        own = line.name == "bdi" or line.has_attr("dir")
        if not own and others(line, string):
            faults.append(str(line)[:200])
    return faults


def others(line: Tag, string: NavigableString) -> bool:
    """Whether the line holds other words than its text: labels, dates, signatures."""
    strings = (one for one in line.find_all(string=True) if str(one).strip() and not one.find_parent("bdi"))
    inside = [*within(string, line), *(element for one in strings for element in within(one, line))]
    return not all(map(belongs, inside))


def within(string: NavigableString, line: Tag) -> list[Tag]:
    """The elements of a line that a string stands in."""
    parents = list(string.parents)
    return parents[: parents.index(line)]


def belongs(element: Tag) -> bool:
    """Whether an element is of the text's own: its emphasis, its links, words of another language, names."""
    return element.name in ("em", "strong", "s", "code", "mark", "a") or (
        element.name == "span" and (element.has_attr("lang") or element.get("class") == ["w"])
    )


@pytest.mark.parametrize("name", SMOKE)
def test_a_case_is_told_and_stands_apart(name, here, capsys):
    text, check = TROJANS[name]
    assert_imported(here, text, capsys)
    assert_checked(here, text, check, capsys)
    assert assert_built(capsys) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", TROJANS)
def test_every_case_is_told_and_stands_apart(name, here, capsys):
    text, check = TROJANS[name]
    assert_imported(here, text, capsys)
    assert_checked(here, text, check, capsys)
    assert assert_built(capsys) == []


def test_what_is_loose_is_seen():
    assert loose("<p>a \u202eb <time>c</time></p>")
    assert loose("<div>\u202eb</div>")
    assert not loose("<p>\u202eb</p><p><bdi>\u202eb</bdi> <time>c</time></p>")
