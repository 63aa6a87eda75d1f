"""Texts that cost a naive parser the square of their length: twice as much takes about twice as long. After cmark's list."""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt

import pytest

from dossier.front_matter import read_yaml
from dossier.ingest.drafts.draft import draft_capture
from dossier.load import load_library
from dossier.markdown import parse_blocks
from dossier.pipeline import BuildOptions, build_site
from tests.effort import RATIO, growth

MARKDOWN: dict[str, Callable[[int], str]] = {
    "nested strong emphasis": lambda n: "*a **a " * n + "b" + " a** a*" * n,
    "closers of emphasis without openers": lambda n: "a_ " * n,
    "openers of emphasis without closers": lambda n: "_a " * n,
    "closers of links without openers": lambda n: "a]" * n,
    "openers of links without closers": lambda n: "[a" * n,
    "openers and closers that do not match": lambda n: "*a_ " * n,
    "openers and closers in threes": lambda n: "a**b" + "c* " * n,
    "openers of links and closers of emphasis": lambda n: "[ a_" * n,
    "halves of links": lambda n: "[ (](" * n,
    "halves of pictures": lambda n: "![[]()" * n,
    "hard to match": lambda n: "**x [a*b**c*](d)" * n,
    "nested brackets": lambda n: "[" * n + "a" + "]" * n,
    "nested quotes": lambda n: "> " * n + "a",
    "nested lists": lambda n: "\n".join("  " * depth + "* a" for depth in range(isqrt(n))),
    "lists of lists": lambda n: "* " * n + "a",
    "runs of backticks": lambda n: "".join("e" + "`" * length for length in range(isqrt(n))),
    "unclosed links": lambda n: "[a](<b" * n,
    "unclosed addresses": lambda n: "[a](b" * n,
    "unclosed comments": lambda n: "</" + "<!--" * n,
    "unclosed declarations": lambda n: "a <!A " * n + " <? " * n,
    "autolinks": lambda n: "<http://a" * n,
    "entities": lambda n: "&#x1F4A9;&amp;&" * n,
    "backslashes": lambda n: "\\" * n,
    "many references": lambda n: "".join(f"[{number}]: a\n" for number in range(n)) + "[0] " * n,
    "one reference many times": lambda n: "[a]: " + "b" * 100 + "\n\n" + "[a]\n\n" * n,
    "footnotes": lambda n: "[^1] " * n + "\n\n[^1]: a",
    "nested footnotes": lambda n: "".join(f"[^{number}]: a [^{number + 1}]\n\n" for number in range(n // 4)) + "[^0]",
    "a long table": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * n,
    "rows that are too short": lambda n: "|a" * 100 + "\n" + "|-" * 100 + "\n" + "|c\n" * (n // 40),
    "strikethrough": lambda n: "~~a~ " * n,
    "containers": lambda n: "::: figure\n" * n,
    "pinned": lambda n: "{#p-abcdef}\n\n" * n,
    "Chinese emphasis": lambda n: "**真，**她" * n,
    "a giant line": lambda n: "真" * n * 20,
    "giant lines": lambda n: ("真*_[" * 50 + "\n\n") * (n // 40),
    "NULs": lambda n: "a\0" * n,
}


@pytest.mark.parametrize(
    ("name", "most"),
    [(name, 2000) for name in MARKDOWN] + [pytest.param(name, 40_000, marks=pytest.mark.slow) for name in MARKDOWN],
)
def test_markdown_takes_as_long_as_it_is(name, most):
    def work(n: int) -> None:
        _, problems = parse_blocks(MARKDOWN[name](n), file="x.md")
        assert all(problem.at.line for problem in problems)

    assert growth(work, most // 2, most=most) < RATIO


YAML: dict[str, Callable[[int], str]] = {
    "many fields": lambda n: "".join(f"a{number}: b\n" for number in range(n)),
    "one field": lambda n: "a: b\n" * n,
    "a long text": lambda n: "a: " + "真" * n * 10,
    "quotes": lambda n: 'a: "' + "\\u4e2d" * n,
    "lists in brackets": lambda n: "a: [" + "b, " * n + "]",
    "nested": lambda n: "a: " + "[" * n,
    "a block": lambda n: "a: |\n" + "  b\n" * n,
    "a folded block": lambda n: "a: >\n" + "  b\n\n" * n,
    "anchors": lambda n: "".join(f"a{number}: &a{number} b\n" for number in range(n)),
    "comments": lambda n: "# a\n" * n + "a: b\n",
}


@pytest.mark.parametrize(
    ("name", "most"),
    [(name, 1000) for name in YAML] + [pytest.param(name, 20_000, marks=pytest.mark.slow) for name in YAML],
)
def test_yaml_takes_as_long_as_it_is(name, most):
    assert growth(lambda n: read_yaml(YAML[name](n), "x.yaml"), most // 2, most=most) < RATIO


# ── Long names ───────────────────────────────────────────────────────────────


def test_a_title_of_63000_characters(tmp_path):
    content = tmp_path / "content"
    (content / "articles").mkdir(parents=True)
    (content / "dossier.yaml").write_text("title: 卷\n", "utf-8")
    front = "outlet: bbc-zh\npublished: 2023-09-15\nlanguage: zh-Hans\nrights: owned\n"

    def work(n: int) -> None:
        for name, title in (("long", "题*[`<&" * n), ("short", "题")):
            (content / "articles" / f"{name}.md").write_text(f"---\ntitle: '{title}'\n{front}---\n字。\n", "utf-8")
        site = build_site(content, BuildOptions()).output
        assert {path: len(site[path]) for path in site}.keys() >= {"articles/long.html", "articles/short.html"}

    assert growth(work, 4500, most=9000) < RATIO


def test_a_capture_with_a_headline_of_63000_characters():
    def work(n: int) -> None:
        title, words = "题" * n, f"<p>{'字' * 300}。</p>"
        draft_capture(
            "x.html", f"<!doctype html><title>{title}</title><article><h1>{title}</h1>{words}</article>".encode()
        )

    assert growth(work, 31_500, most=63_000) < RATIO


@pytest.mark.parametrize("length", [80, 100])
def test_names_of_many_characters(length, tmp_path):
    """80 are as many as a disk takes; of 100 content can only speak."""
    name = "名" * length
    content = tmp_path / "content"
    (content / "articles").mkdir(parents=True)
    (content / "media").mkdir()
    (content / "dossier.yaml").write_text("title: 卷\n", "utf-8")
    if length == 80:
        (content / "media" / f"{name}.gif").write_bytes(b"GIF89a\x02\0\x02\0")
        (content / "articles" / f"{name}.md").write_text("字。\n", "utf-8")
    capture = f"captures: [{{file: {name}.txt, sha256: {'0' * 64}}}]"
    front = f"title: 题\noutlet: bbc-zh\npublished: 2023-09-15\nlanguage: zh-Hans\n{capture}\n"
    (content / "articles" / "a.md").write_text(
        f"---\n{front}---\n![字](../media/{name}.gif)\n\n[字](article:{name})\n", "utf-8"
    )
    found, problems = load_library(content)
    assert [article.id for article in found.articles] == ["a"]
    told = {(problem.check, problem.at.file.removeprefix(f"{content}/"), bool(problem.at.line)) for problem in problems}
    assert (("link", "articles/a.md", True) in told) == (length == 100)  # what is set aside is told once
    assert (("picture", "articles/a.md", True) in told) == (length == 100)
    assert (("missing", f"articles/{name}.md", True) in told) == (length == 80)
