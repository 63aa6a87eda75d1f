"""What pages are made of: addresses, sentences, pictures, changes, citations, links that are checked."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.markdown import parse_blocks
from dossier.model import LocalMedia, Mark
from dossier.render import pictures, quotations, urls
from dossier.render.article_body import heading_ranks, prose_html
from dossier.render.charts import axis, outlines
from dossier.render.exports import citations
from dossier.render.html import render_marks
from dossier.render.links import LinkChecker
from dossier.render.page_context import PageContext
from dossier.render.pages.article import edits_since_capture
from dossier.render.site import build_site

SENTENCES = Path(__file__).parent.parent / "fixtures" / "sentences.txt"


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("index.html", "timeline.html#a", "timeline.html#a"),
        ("articles/a.html", "timeline.html", "../timeline.html"),
        ("articles/a.html", "articles/b.html#p-x", "b.html#p-x"),
        ("articles/a.html", "articles/a.html#p-x", "#p-x"),
        ("articles/a.html", "articles/a.html", "a.html"),
        ("index.html", "entities/金.html", "entities/%E9%87%91.html"),
        ("index.html", "media/a b(1).svg", "media/a%20b%281%29.svg"),
    ],
)
def test_links_are_relative(page, target, link):
    assert urls.PageLocation(page).href(target) == link


@given(st.text(st.characters(codec="utf-8"), max_size=8))
def test_a_link_is_quoted_as_addresses_are(name):
    path, mark, fragment = name.partition("#")
    expected = quote(path) + (mark and fragment and "#" + quote(fragment))
    assert urls.PageLocation("index.html").href(f"entities/{name}") == f"entities/{expected}"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//example.org/x", "example.org", "https:///x", "ftp://x/y", ""],
)
def test_nobody_is_sent_to_such_an_address(address):
    assert urls.external_url(address) == ""


def test_a_local_link_leads_only_to_what_is_there():
    places = urls.LinkTargets({"a"}, lambda _: {"p-x"}, frozenset({"kim"}))
    assert places.resolve("article:a#p-x") == "articles/a.html#p-x"
    assert places.resolve("article:a#p-gone") == "articles/a.html"
    assert places.resolve("article:b") == places.resolve("event:kim") == places.resolve("https://a/") == ""
    assert places.resolve("entity:kim") == "entities/kim.html"


@pytest.mark.parametrize("case", SENTENCES.read_text("utf-8").strip().split("\n\n"))
def test_a_sentence_is_whole(case):
    text, expected = case.split("\n")
    start, end = text.index("【"), text.index("】") - 1
    plain = text.replace("【", "").replace("】", "")
    first, last = quotations.sentence_around(plain, start, end)
    assert plain[first:last] == expected


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 30, 20)
GIF = b"GIF89a" + struct.pack("<HH", 30, 20)
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20, 30) + b"\x03"
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8X" + b"\x00" * 8 + b"\x1d\x00\x00\x13\x00\x00"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><rect width="3"/></svg>'


@pytest.mark.parametrize("data", [PNG, GIF, JPEG, WEBP, SVG])
def test_a_picture_tells_its_size(data):
    assert pictures.picture_size(data) == (30, 20)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"<html></html>", b"RIFF", b"\x89PNG\r\n\x1a\n", b"<svg"])
def test_what_is_no_picture_has_no_size(data):
    assert pictures.picture_size(data) == (0, 0)


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>1</script>",
        b'<rect onclick="x()"/>',
        b'<a href="https://example.org/"><text>x</text></a>',
        b'<use href="https://example.org/x.svg#a"/>',
        b'<image href="data:image/png;base64,xx"/>',
        b'<foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>',
        b"<style>@import 'https://example.org/x.css'</style>",
        b'<animate attributeName="href" to="javascript:x()"/>',
    ],
)
def test_a_drawing_that_could_act_is_not_shown(inside):
    data = SVG.replace(b"</svg>", inside + b"</svg>")
    assert pictures.showable_media(LocalMedia("x.svg", data)) is None


def test_a_drawing_with_entities_is_not_shown():
    assert pictures.showable_media(LocalMedia("x.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG)) is None


def test_a_drawing_that_can_only_be_seen_is_shown():
    media = LocalMedia("x.svg", SVG)
    assert pictures.showable_media(media) == media


def test_what_an_editor_changed_is_marked_to_the_character(dossier):
    article = dossier.content.articles[0]
    before, _ = parse_blocks("地点在海参崴。\n\n不变。\n\n多余的一段。", file="x.md")
    after, _ = parse_blocks("地点在发射场。\n\n不变。", file="x.md")
    changes = edits_since_capture(replace(article, drafted=before, body=after))
    assert [(change.before, change.after) for change in changes] == [
        ("地点在<del>海参崴</del>。", "地点在<ins>发射场</ins>。"),
        ("<del>多余的一段。</del>", ""),
    ]


def test_an_article_without_a_draft_has_no_changes(dossier):
    assert edits_since_capture(replace(dossier.content.articles[0], drafted=None)) == ()


def test_citations_in_three_forms(dossier):
    its = build_site(dossier)
    article = replace(its.articles["2023-09-13-bbc-10000001"], title="50% & more_or {less}")
    text, bibtex, csl = citations.citations(its, article)
    assert "《50% & more_or {less}》，BBC News 中文，2023年9月13日（本卷摘要）" in text.text
    assert r"title = {{50\% \& more\_or \{less\}}}" in bibtex.text
    (item,) = json.loads(csl.text)
    assert item["issued"] == {"date-parts": [[2023, 9, 13]]}
    assert item["author"] == [{"literal": "张三"}]


def page(body: str) -> str:
    return f"<!doctype html><title>x</title>{body}"


@pytest.mark.parametrize(
    ("body", "fact"),
    [
        ('<a href="gone.html">x</a>', "leads to no page"),
        ('<img src="media/gone.png" alt="">', "leads to no page"),
        ('<a href="timeline.html#gone">x</a>', "leads to no place on timeline.html"),
        ('<a href="b.html#gone">x</a>', "leads to no place on b.html"),
        ('<a href="#gone">x</a>', "leads to no place on a.html"),
        ('<p id="x"><p id="x">', "stands twice"),
    ],
)
def test_a_broken_link_is_a_problem(body, fact):
    files = {"a.html", "b.html", "timeline.html"}
    (problem,) = LinkChecker(files, urls.LinkTargets()).problems("a.html", page(body))
    assert fact in problem.message
    assert problem.at.file == "a.html"


def test_a_page_has_the_places_that_others_link_to():
    links = LinkChecker({"timeline.html"}, urls.LinkTargets(), {"timeline.html": frozenset({"summit", "visit"})})
    (problem,) = links.problems("timeline.html", page('<li id="summit">x</li>'))
    assert "there is no place “visit” on this page" in problem.message


def test_links_that_hold_are_none():
    body = '<a href="timeline.html#%E9%87%91" id="x">x</a><a href="#x">x</a><a href="https://example.org/">x</a><a href="/d/b.html">x</a>'
    links = LinkChecker(
        {"a.html", "b.html", "timeline.html"}, urls.LinkTargets(), {"timeline.html": frozenset({"金"})}, "/d/"
    )
    assert links.problems("a.html", page(body)) == ()


@pytest.mark.parametrize(
    ("link", "holds"),
    [
        ("../articles/one.html#p-abcdef", True),
        ("../articles/one.html#p-%61bcdef", True),
        ("../articles/one.html#p-&#97;bcdef", True),
        ("/d/articles/one.html#p-abcdef", True),
        ("../articles/one.html#p-gone", False),
        ("../articles/two.html#p-abcdef", False),
        ("../articles/gone.html#p-abcdef", False),
        ("articles/one.html#p-abcdef", False),
        ("other.html#p-abcdef", False),
    ],
)
def test_links_to_paragraphs_of_articles_are_checked(link, holds):
    files = {"articles/one.html", "articles/two.html", "entities/a.html", "entities/other.html"}
    ids = {"one": ["p-abcdef"], "two": ["p-zzzzzz"]}
    targets = urls.LinkTargets(ids, ids.__getitem__)
    links = LinkChecker(files, targets, root="/d/")
    once = page(f'<a href="{link}">x</a>')
    again = page(f'<a href="../articles/one.html#p-abcdef">x</a><a href="{link}">x</a>')
    for body in (once, again):
        assert bool(links.problems("entities/a.html", body)) is not holds


def test_words_that_look_like_markup_are_no_links():
    words = render_marks('<use <a href="gone.html" id="x"> id="x"', (), lambda _: ("", ""))
    assert LinkChecker({"a.html"}, urls.LinkTargets()).problems("a.html", page(f'<p id="x">{words}</p>')) == ()


def test_no_level_of_heading_is_skipped():
    text, _ = parse_blocks("#### 甲\n\n## 乙\n\n###### 丙\n\n### 丁", file="x.md")
    assert list(heading_ranks(text, 2).values()) == [2, 2, 3, 3]


@pytest.mark.parametrize(
    ("last", "unit", "many"),
    [
        (date(2023, 9, 10), "day", 10),
        (date(2023, 12, 1), "week", 14),
        (date(2025, 1, 1), "month", 17),
        (date(2029, 1, 1), "quarter", 23),
        (date(2050, 1, 1), "year", 28),
        (date(2300, 1, 1), "decade", 29),
    ],
)
def test_an_axis_has_few_enough_steps(last, unit, many):
    chosen = axis.choose_axis([axis.Extent(day, day) for day in (date(2023, 9, 1), last)], most=34)
    assert (chosen.unit, len(chosen)) == (unit, many)
    assert chosen.step(last) == many - 1


def test_the_map_shows_land_where_there_is_land():
    inland = outlines.MapWindow(62.0, 100.0, -100, -100, 200, 200)  # in Siberia
    at_sea = outlines.MapWindow(30.0, -40.0, -100, -100, 200, 200)  # in the Atlantic
    assert inland.land(1) == "M200 0l0 200 -200 0 0 -200z"
    assert at_sea.land(1) == ""


FIGURES = """
::: figure
![两个人](../media/two.gif)
他们在站台上。
credit: 本卷
:::

::: video
[看片](https://example.org/film)
片子里的话。
:::

::: figure
:::

::: video
:::
"""


def test_a_figure_of_an_editors_is_a_picture_and_one_caption(dossier):
    with_picture = replace(
        dossier, content=replace(dossier.content, media={"two.gif": LocalMedia("two.gif", GIF, "owned")})
    )
    html = prose_html(
        PageContext(build_site(with_picture), urls.PageLocation("about.html")),
        parse_blocks(FIGURES, file="about.md")[0],
    )
    figures = [part.partition("</figure>")[0] for part in html.split("<figure")[1:]]
    assert [(part.count("<img"), part.count("<figcaption")) for part in figures] == [(1, 1), (0, 1), (0, 0), (0, 0)]
    assert "<small>本卷</small>" in figures[0]
    assert "片子里的话。" in figures[1]


@given(st.text('ab<>&" \n漢', max_size=20), st.lists(st.integers(0, 20), max_size=6))
def test_a_quotation_is_highlighted_as_any_marks_are_rendered(text, edges):
    """The fast path for quotations without other marks, beside the slow one."""
    edges = sorted(min(edge, len(text)) for edge in edges)
    hits = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False) if start < end]
    marks = [Mark(start, end, "hit") for start, end in hits]
    expected = render_marks(text, marks, lambda _: ("<mark>", "</mark>"))
    assert quotations._highlighted(text, 0, len(text), hits) == expected
