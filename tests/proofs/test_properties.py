"""What holds for every text, tried on texts that nobody thought of; `make proofs` tries two thousand of each."""

from __future__ import annotations

import re
import tempfile
from html import escape
from pathlib import Path

import html5lib
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dossier import edtf
from dossier.front_matter import format_article
from dossier.ingest.drafts.draft import Draft, draft_capture
from dossier.pipeline import BuildOptions, build_site
from dossier.problems import Failure

SIGNS = "真她，。“”（）《》—…ab _*~`[]()<>#>-+=|:!&;{}\\/^\"'$%@"

texts = st.text(SIGNS, min_size=1, max_size=16)


# ── HTML → draft → HTML ──────────────────────────────────────────────────────

INLINE = ("b", "strong", "i", "em", "span", "a", "u", "code", "sub", "mark", "font")
BLOCKS = (
    "p",
    "div",
    "section",
    "blockquote",
    "h2",
    "h3",
    "ul",
    "ol",
    "table",
    "pre",
    "figure",
    "details",
    "center",
    "dl",
)


def inline(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("<{0} href='https://a.example/x'>{1}</{0}>".format, st.sampled_from(INLINE), inside)


def block(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A block of what is inside, as it may stand in HTML."""
    cells = {"ul": "li", "ol": "li", "table": "td", "figure": "figcaption", "dl": "dd"}

    def made(name: str, inside: str) -> str:
        within = f"<{cells[name]}>{inside}</{cells[name]}>" if name in cells else inside
        return f"<{name}>{'<tr>' * (name == 'table')}{within}</{name}>"

    return st.builds(made, st.sampled_from(BLOCKS), inside)


phrases = st.recursive(
    texts.map(escape),
    lambda one: st.lists(inline(one) | one, min_size=1, max_size=3).map("".join),
    max_leaves=5,
)
bodies = st.recursive(
    block(phrases), lambda one: st.lists(block(one) | one, min_size=1, max_size=3).map("".join), max_leaves=6
)


def capture(body: str) -> bytes:
    link = "[A headline that stands alone](https://www.example.org/a/1)"
    return f"<!--1693896181000-->\n{link}\n\n---\n\n<div><p>Words at the start.</p>{body}<p>Words at the end.</p></div>".encode()


def page(draft: Draft) -> str:
    """All words of the article's page."""
    with tempfile.TemporaryDirectory() as name:
        content = Path(name, "content")
        (content / "articles").mkdir(parents=True)
        (content / "dossier.yaml").write_text("title: Words\n", "utf-8")
        fields = draft.fields | {"captures": []}
        (content / "articles" / f"{draft.id}.md").write_text(format_article(fields, draft.body), "utf-8")
        html = build_site(content, BuildOptions()).output[f"articles/{draft.id}.html"]
    return plain("".join(html5lib.parse(html, treebuilder="etree").itertext()))


def plain(text: str) -> str:
    return "".join(text.split())


@given(bodies)
def test_every_text_node_is_on_the_page_or_is_told_to_be_dropped(body):
    (draft,) = draft_capture("x.txt", capture(body))
    shown = page(draft) + plain(" ".join(one.text for one in draft.dropped))
    nodes = html5lib.parse(body, treebuilder="etree").itertext()
    assert [node for node in nodes if plain(node) not in shown] == []


# ── Signs of Markdown are signs ──────────────────────────────────────────────


@given(st.lists(texts, min_size=1, max_size=4))
@example(
    ["1.", "- a", "# a", "> a", "    a", "```", "::: figure", "{#p-abcdef}", "[a]: b", "| a |", "[^1]: a", "a\\", "***"]
)
def test_signs_of_markdown_stay_text(paragraphs):
    assume(all(map(plain, paragraphs)))
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    (draft,) = draft_capture("x.txt", capture(body))
    shown = page(draft) + plain(" ".join(one.text for one in draft.dropped))
    assert [text for text in paragraphs if plain(text) not in shown] == []


# ── Any bytes are a draft or a problem ───────────────────────────────────────

starts = st.sampled_from(
    [
        b"", b"<!--1693896181000-->\n[a](https://www.bbc.com/zhongwen/simp/world-1)\n---\n", b"<!--9", b"---\ntitle: a\n---\n", b"# a\n\n- b\n",
        b"<!doctype html><article><p>", b"<html><!--\n Page saved with SingleFile \n url: https://a.example/\n saved date: ", b"<rss><channel><item>",
        b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry>", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b", b"MIME-Version: 1.0\n",
    ]
)  # fmt: skip
pieces = st.sampled_from(
    [
        b"<p>", b"</p>", b"<div ", b"<table>", b"<!--", b"-->", b"<script>", b"</", b"<![CDATA[", b"]]>", b"&#x110000;", b"&#0;", b"\0", b"\r", b"[", b"](", b"---\n",
        b"<svg><style>", b"<template>", b"<meta charset=utf-16>", b"<meta charset=\"utf-7\">", b"<base href='http://[::1'>", b"<a href='http://[::1'>a</a>",
        b"<img src='//[' srcset=',,,'>", b"<time datetime='9999-99-99T99:99'>", b"<script type=application/ld+json>{\"@type\":[1]}</script>", b"\xed\xa0\x80", "真".encode(), "真".encode("gb18030"),
    ]
)  # fmt: skip
anything = st.builds(
    lambda start, rest: start + b"".join(rest), starts, st.lists(pieces | st.binary(max_size=12), max_size=12)
)


@given(anything, st.sampled_from(["x.txt", "x.html", "x.md", "x.htm", "x.xml", "x", "../x.txt", "\udcff.txt"]))
def test_any_bytes_are_a_draft_or_a_problem(data, name):
    try:
        found = draft_capture(name, data)
        problems = [problem for draft in found for problem in draft.problems]
    except Failure as failure:
        found, problems = (), failure.problems
        assert problems
    assert {problem.at.file for problem in problems} <= {name}
    assert all(problem.message and problem.hint for problem in problems)
    assert all(re.fullmatch("[a-z0-9.-]+", draft.id) and plain(draft.body) for draft in found)


# ── Dates ────────────────────────────────────────────────────────────────────

years = st.integers(1900, 2100).map("{:04}".format)
days = st.dates(edtf.date(1900, 1, 1), edtf.date(2100, 1, 1)).map(str)
simple = st.builds(
    lambda day, cut, sure: day[:cut] + sure, days, st.sampled_from([4, 7, 10]), st.sampled_from(["", "", "~", "?", "%"])
) | st.builds("{}-{}".format, years, st.sampled_from(["21", "22", "23", "24", "XX", "10-XX"]))
dates = simple | st.builds("{}/{}".format, simple, simple) | st.builds("[{}..{}]".format, days, days)


@given(dates, dates)
def test_dates_are_ordered_as_their_bounds_are(one, other):
    try:
        a, b = edtf.parse(one), edtf.parse(other)
    except ValueError:
        assume(False)  # ends before it begins
        return
    if (a.first, -a.last.toordinal()) != (b.first, -b.last.toordinal()):
        assert (edtf.sort_key(a) < edtf.sort_key(b)) == (
            (a.first, -a.last.toordinal()) < (b.first, -b.last.toordinal())
        )
    if a.last < b.first:
        assert edtf.sort_key(a) < edtf.sort_key(b)
