"""Markdown → blocks, in cases written as text: see fixtures/markdown/README.md."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from dossier import markdown
from dossier.ingest.drafts.draft import draft_capture
from dossier.markdown import blocks, parse_blocks, parser
from dossier.markdown.inline import safe_address
from dossier.markdown.plain_paragraphs import PlainParagraphs
from dossier.model import Block, Prose
from dossier.problems import Problem
from tests.effort import RATIO, growth

ROOT = Path(__file__).parent.parent
FIXTURES = Path(__file__).parent / "fixtures" / "markdown"
CASES = [
    pytest.param(text, expected, path.stem == "names", id=f"{path.stem}: {title}")
    for path in sorted(FIXTURES.glob("*.txt"))
    for _, title, text, expected in read_fixture_file(path)
]


def block_lines(block: Block, *, named: bool) -> str:
    """A block as the fixtures write it."""
    parts = [block.id] if named else []
    parts += [block.kind]
    parts += [f"h{block.level}"] if block.level else []
    parts += [f"¶{block.number}"] if block.number else []
    parts += [f"§{block.section}"] if block.section else []
    parts += ["/".join(f"{container.kind}{container.nth}" for container in block.within)] if block.within else []
    rows = [f"{' '.join(parts)}: {block.text}".replace("\n", "⏎").rstrip()]
    if media := block.media:
        rows.append(f"    {media.kind} {media.src} “{media.alt}” {media.href}".rstrip())
    words = ((mark, block.text[mark.start : mark.end]) for mark in block.marks)
    rows += [f"    {mark.kind} {mark.start}–{mark.end} {marked} {mark.value}".rstrip() for mark, marked in words]
    return "\n".join(rows)


def report(prose: Prose, problems: tuple[Problem, ...], *, named: bool) -> str:
    told_problems = [f"! {problem.at.line} {problem.check}: {problem.message}" for problem in problems]
    return "\n".join([*(block_lines(block, named=named) for block in prose), *told_problems])


@pytest.mark.parametrize(("text", "expected", "named"), CASES)
def test_case(text, expected, named):
    assert report(*parse_blocks(text, file="x.md"), named=named) == expected.rstrip("\n")


def test_lines_are_counted_from_where_the_body_begins():
    prose, problems = parse_blocks("一\r\n\r\n[二](data:x)", file="a.md", line=20)
    assert [block.line for block in prose] == [20, 22]
    assert [str(problem.at) for problem in problems] == ["a.md:22"]


def test_every_problem_says_what_to_do():
    block_lines = [problem for case in CASES for problem in parse_blocks(case.values[0], file="x.md")[1]]
    assert block_lines
    assert all(problem.hint for problem in block_lines)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:x",
        "x:y",
        ":x",
        "\\javascript:x",
    ],
)
def test_an_address_of_an_unknown_kind_is_refused(href):
    assert safe_address(href) is None


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("HTTPS://例.com/a b", "https://例.com/a%20b"),
        ("//x.com/", "https://x.com/"),
        ("article:2023-x#p-abcdef", "article:2023-x#p-abcdef"),
        ("timeline.html#a:b", "timeline.html#a:b"),
        ("../media/a b.svg", "../media/a b.svg"),
        ("mailto:a@b.c", "mailto:a@b.c"),
    ],
)
def test_an_address_is_kept(href, safe):
    assert safe_address(href) == safe


SIGNS = [
    "*",
    "**",
    "_",
    "~~",
    "`",
    "[",
    "](x)",
    "](javascript:x)",
    "![",
    "[^1]",
    "[^1]:_",
    ">",
    "-",
    "1.",
    "#",
    "---",
    "```",
    "~~~",
    "\\",
    "<",
    "&#0;",
    "\x07",
    "credit:",
    ":::",
    "a",
    "真",
    "，",
    "“",
]
STARTS = [
    "\n",
    "\n\n",
    " ",
    "\t",
    "    ",
    "\n> ",
    "\n- ",
    "| a | b |\n|--|--|\n| ",
    "\n::: figure\n",
    "\n:::\n",
    "\n{#p-abcdef}\n",
]
MARKDOWNISH = st.lists(st.sampled_from([*SIGNS, *STARTS]), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(MARKDOWNISH, st.text(max_size=80)))
def test_whatever_is_written_becomes_blocks_that_hold_together(text):
    prose, _ = parse_blocks(text, file="x.md")
    assert len({block.id for block in prose}) == len(prose)
    assert [block.number for block in prose if block.number] == list(range(1, 1 + sum(b.number > 0 for b in prose)))
    for block in prose:
        assert "\0" not in block.text
        block.text.encode()
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text)
            assert mark.kind == "footnote" or mark.start < mark.end
        links = [mark for mark in block.marks if mark.kind == "link"]
        assert all(one.end <= other.start for one, other in pairwise(links))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab真，“” ", min_size=1, max_size=30))
def test_words_without_signs_stay_as_they_are(text):
    prose, problems = parse_blocks(text, file="x.md")
    assert "".join(block.text for block in prose) == text.strip()
    assert problems == ()


PARAGRAPHS = [
    "真的。",
    "two words",
    "　　2023年。",
    "a:::b",
    "!",
    "一  ",
    "> q",
    "- a",
    "1. a",
    "12) b",
    "+a",
    "#a",
    "{# a",
]
ROWS = [
    "::: figure",
    ":::: gallery",
    "::: video",
    ":::",
    "::::",
    "credit: x",
    "![a](b.svg)",
    "[a]: b",
    "[a] [^1]",
    "[^1]: a",
]
ROWS += [
    "    a",
    "  - a",
    "# a",
    "## 二",
    "# a # b",
    "# - a",
    "####### a",
    "#　a",
    "---",
    "```",
    "~~~",
    "{#p-abcdef}",
    "| a |\n|---|",
    "a\\",
    "a\x85",
    "***",
    "&amp;",
    "\u00a0a",
    "　",
]
TEXTS = st.lists(st.tuples(st.sampled_from(PARAGRAPHS + ROWS), st.sampled_from(["\n\n", "\n\n\n", "\n", "\r\n\r\n"])))


def parsed_whole(text):
    """What the parser itself makes of a text, each paragraph of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "find_plain_paragraphs", lambda _: PlainParagraphs({}, is_all=False))
        patch.setattr(parser, "has_no_markup", lambda _: False)
        return parse_blocks(text, file="x.md")


@pytest.mark.parametrize("fence", ["```", "~~~", "````", "~~~~~", "> ~~~", "- ~~~", "  ~~~ python"])
@pytest.mark.parametrize("closed", [True, False])
def test_every_paragraph_of_a_fenced_block_is_read(fence, closed):
    """In code, whose lines look like plain paragraphs, none is put aside."""
    end = fence.strip("> -python") if closed else ""
    text = f"头。\n\n{fence}\n\n一。\n\n二。\n\n三。\n\n{end}\n\n尾。\n"
    result = parse_blocks(text, file="x.md")
    assert result == parsed_whole(text)
    text_of_blocks = "".join(block.text for block in result[0])
    assert [word for word in ("头。", "一。", "二。", "三。", "尾。") if word not in text_of_blocks] == []


@settings(max_examples=1000, deadline=None)
@given(st.one_of(TEXTS.map(lambda rows: "".join(map("".join, rows))), MARKDOWNISH, st.text(max_size=80)))
def test_plain_paragraphs_are_read_as_the_parser_would(text):
    assert parse_blocks(text, file="x.md") == parsed_whole(text)


def test_plain_paragraphs_of_whatever_is_written_here_are_read_as_the_parser_would():
    for path in (*ROOT.glob("*.md"), *(ROOT / "content").rglob("*.md"), *(ROOT / "tests").rglob("*.md")):
        text = path.read_text("utf-8", errors="replace")
        assert parse_blocks(text, file="x.md") == parsed_whole(text), path


def test_plain_paragraphs_of_every_capture_are_read_as_the_parser_would(shared):
    texts = [path.read_text("utf-8", errors="replace") for path in (shared / "captures").rglob("*.txt")]
    for path in (shared / "captures").rglob("*"):
        if path.suffix in (".txt", ".html"):
            texts += [draft.body for draft in draft_capture(path.name, path.read_bytes())]
    assert len(texts) > 100
    for text in texts:
        assert parse_blocks(text, file="x.md") == parsed_whole(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一。\n\n## 二\n\n三。\n", []),
        ("*一*\n\n## 二\n\n三。\n\n四。\n", ["*一*\n\n## 二\n\n\n\n\n\n"]),
        ("一。\n\n二。\n\n```\n三。\n```\n", ["一。\n\n二。\n\n```\n三。\n```\n\n"]),
    ],
)
def test_of_what_is_plain_the_parser_sees_the_first_alone(text, expected, monkeypatch):
    parsed = []
    monkeypatch.setattr(blocks, "parse_tokens", lambda text: parsed.append(text) or parser.parse_tokens(text))
    parse_blocks(text, file="x.md")
    assert parsed == expected


HOSTILE = {
    "brackets": "[" * 1_000_000,
    "brackets by paragraph": ("[" * 9_900 + "\n\n") * 10,
    "stars": "*" * 1_000_000,
    "stars and letters": ("*a_b " * 1_900 + "\n\n") * 10,
    "quotes": ">" * 1_000_000,
    "quotes in lists": "> - " * 300 + "x\n" + ("> - " * 300 + "y\n") * 100,
    "lists": "".join(" " * deep + "- a\n" for deep in range(1_000)),
    "pictures": ("![a](" * 1_900 + "\n\n") * 10,
    "footnotes": "[^a]: b\n\n" + ("[^" * 4_900 + "\n\n") * 10,
    "inline footnotes": "^[" * 4_900,
    "backticks": "".join("`" * long + " " for long in range(1_400)),
    "containers": "".join(":" * (3 + n % 300) + " gallery\n" for n in range(2_000)),
    "figures": "::: figure\n" * 10_000,
    "tables": "|" * 500 + "a\n" + "|-" * 500 + "|\n" + "|\n" * 1_000,
    "addresses": "[a]: b\n" * 20_000,
    "pins": "{#p-abcdef}\nx\n\n" * 10_000,
    "lazy lines": "> a\n" + "b\n" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_time_in_proportion(name):
    text = HOSTILE[name]

    def work(parts):
        prose, _ = parse_blocks(text[: len(text) * parts // 64], file="x.md")
        assert all(len(block.within) <= 60 for block in prose)

    assert growth(work, 1, most=16) < RATIO
    work(32)
