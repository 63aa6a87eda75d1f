"""Whatever the marks, the HTML is well-formed and says what the text says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from dossier.markdown import parse_blocks
from dossier.model import Block, Container, Mark
from dossier.render.html import nest_blocks, render_crossing_marks, render_disjoint_marks, render_marks

FIXTURES = Path(__file__).parent.parent / "fixtures" / "html"
ELEMENTS = {"emphasis": "em", "strong": "strong", "strike": "s", "code": "code", "hit": "mark", "date": "time"}
LINKS = ("link", "entity", "footnote")


def tags(mark: Mark) -> tuple[str, str]:
    if mark.kind == "footnote":
        return f'<sup><a href="#fn-{mark.value}">', "</a></sup>"
    if mark.kind in LINKS:
        return f'<a class="{mark.kind}" href="{mark.value}">', "</a>"
    if mark.kind == "gloss":
        return f'<span title="{mark.value}">', "</span>"
    element = ELEMENTS.get(mark.kind, "")
    return (f"<{element}>", f"</{element}>") if element else ("", "")


def parsed(html: str) -> Element:
    """The HTML by a strict parser: any error of nesting or spelling fails."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(html, container="div")


def characters(element: Element, around: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every character and the elements around it."""
    inside = (*around, str(element.tag))
    yield from ((c, inside) for c in element.text or "")
    for child in element:
        if child.tag == "br":
            yield "\n", inside
        yield from characters(child, inside)
        yield from ((c, inside) for c in child.tail or "")


texts = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"]) | st.just("\n"), max_size=12
)
kinds = st.sampled_from([*ELEMENTS, *LINKS, "gloss", "name"])


@st.composite
def marked(draw):
    text = draw(texts)
    place = st.integers(0, len(text))
    ends = st.tuples(place, place).map(sorted)
    marks = [Mark(*draw(ends), draw(kinds), str(draw(st.integers(0, 3)))) for _ in range(draw(st.integers(0, 7)))]
    return text, marks


@settings(max_examples=400, deadline=None)
@given(marked())
def test_well_formed_and_the_same_text_whatever_the_marks(case):
    text, marks = case
    result = list(characters(parsed(render_marks(text, marks, tags))))
    assert "".join(character for character, _ in result) == text
    for place, (_, around) in enumerate(result):
        over = {mark.kind for mark in marks if mark.start <= place < mark.end}
        assert set(around) - {"DOCUMENT_FRAGMENT", "a", "sup", "span"} == {
            ELEMENTS[kind] for kind in over if kind in ELEMENTS
        }


@settings(max_examples=400, deadline=None)
@given(marked())
def test_links_never_nest_and_are_never_split(case):
    text, marks = case
    html = render_marks(text, marks, tags)
    tree = parsed(html)
    assert all(around.count("a") <= 1 for _, around in characters(tree))
    assert not [inner for outer in tree.iter("a") for inner in outer.iter("a") if inner is not outer]
    wide = sorted((mark.start, -mark.end) for mark in marks if mark.kind in LINKS and mark.start < mark.end)
    link_texts = ["".join(link.itertext()) for link in tree.iter("a")]
    if wide:
        first = text[wide[0][0] : -wide[0][1]].replace("\n", "")
        assert first in link_texts
    points = sum(mark.kind in LINKS and mark.start == mark.end for mark in marks)
    assert link_texts.count("") >= points  # a reference is moved out of a link, never lost
    assert len(link_texts) <= len(wide) + points


@settings(max_examples=400, deadline=None)
@given(marked())
def test_marks_that_lie_apart_are_swept_alike(case):
    text, marks = case
    lie_apart: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if not lie_apart or lie_apart[-1].end <= mark.start:
            lie_apart.append(mark)
    assert render_disjoint_marks(text, tuple(lie_apart), tags) == render_crossing_marks(text, tuple(lie_apart), tags)
    assert render_disjoint_marks(text, tuple(marks), tags) in (None, render_crossing_marks(text, tuple(marks), tags))


@pytest.mark.parametrize(
    ("text", "marks", "html"),
    [
        ("<b>&\"'", [], "&lt;b&gt;&amp;&quot;'"),
        ("甲\n乙", [], "甲<br>乙"),
        ("甲乙丙", [Mark(0, 2, "strong"), Mark(1, 3, "emphasis")], "<strong>甲<em>乙</em></strong><em>丙</em>"),
        ("甲乙", [Mark(0, 2, "emphasis"), Mark(0, 2, "strong")], "<em><strong>甲乙</strong></em>"),
        (
            "甲乙丙丁",
            [Mark(0, 2, "strong"), Mark(1, 3, "link", "x"), Mark(2, 4, "entity", "y")],
            '<strong>甲</strong><a class="link" href="x"><strong>乙</strong>丙</a>丁',
        ),
        (
            "甲乙丙",
            [Mark(0, 3, "link", "x"), Mark(1, 1, "footnote", "1"), Mark(2, 2, "gloss", "g")],
            '<a class="link" href="x">甲乙<span title="g"></span>丙</a><sup><a href="#fn-1"></a></sup>',
        ),
        ("甲", [Mark(0, 1, "date"), Mark(1, 1, "gloss", "g")], '<time>甲</time><span title="g"></span>'),
        ("甲", [Mark(0, 1, "name")], "甲"),
        ("甲", [Mark(0, 1, "link", "x"), Mark(0, 1, "link", "x")], '<a class="link" href="x">甲</a>'),
    ],
)
def test_how_marks_meet(text, marks, html):
    assert render_marks(text, marks, tags) == html


def test_the_underlines_of_two_names_side_by_side_are_two():
    marks = [Mark(0, 2, "entity"), Mark(2, 4, "entity"), Mark(5, 6, "entity")]
    html = render_marks("甲乙丙丁，戊", marks, lambda _: ('<a class="ent" href="x">', "</a>"))
    assert (
        html == '<a class="ent" href="x">甲乙</a><a class="ent next" href="x">丙丁</a>，<a class="ent" href="x">戊</a>'
    )


CASES = [
    pytest.param(text, expected, id=f"{path.stem}: {title}")
    for path in sorted(FIXTURES.glob("*.txt"))
    for _, title, text, expected in read_fixture_file(path)
]


def leaf(block: Block) -> str:
    inner = render_marks(block.text, block.marks, tags)
    around = {"cell": "", "caption": "figcaption", "credit": "small", "code": "pre", "heading": f"h{block.level}"}
    element = around.get(block.kind, "p")
    return f"<{element}>{inner}</{element}>" if element else inner


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_containers_open_and_close_around_their_leaves(text, expected):
    prose, _ = parse_blocks(text, file="x.md")
    html = nest_blocks(prose, leaf)
    parsed(html)
    assert html == expected.replace("\n", "")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["ul", "quote", "li", "figure", "gallery", "footnote"]), max_size=4).map(
            lambda kinds: tuple(Container(kind, 1 + i % 2) for i, kind in enumerate(kinds))
        ),
        max_size=8,
    )
)
def test_what_is_opened_is_closed(paths):
    html = nest_blocks(
        [Block(f"p-{i}", "paragraph", "x", within=path) for i, path in enumerate(paths)], lambda _: "<p>x</p>"
    )
    for element in ("ul", "ol", "li", "blockquote", "figure"):
        assert html.count(f"<{element}>") + html.count(f"<{element} ") == html.count(f"</{element}>")
    assert html.count("<p>") == len(paths)
