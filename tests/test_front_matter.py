"""Front matter: strings as typed, lines on every node, mistakes taught, and writing that reads as it was."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.front_matter import Fields, Items, Text, article, dump, plain, read, split
from dossier.problems import Failure

FIXTURES = Path(__file__).parent / "fixtures" / "front_matter"

TRICKY = st.sampled_from(
    [
        "",
        " ",
        "a: b",
        "# x",
        "a #b",
        "- x",
        "---",
        "...",
        "no",
        "~",
        "null",
        "0012",
        "2023-09-13",
        "<<",
        "*a",
        "&a",
        "!t",
    ]
    + [
        '"',
        "'",
        "`x`",
        "@x",
        "%x",
        "，",
        "[a，b]",
        "{a: b}",
        "x:",
        "？",
        "?",
        "\x85",
        "\u2028",
        "\ufeff",
        "😀",
        " lead",
    ]
    + [
        "trail ",
        "one\ntwo",
        "one\n\n two",
        "one\ntwo\n",
        "\n",
        "\r\n",
        "\t",
        "\\n",
        "他说“好”",
        "-1.5",
        "金" * 1100,
        "|-",
    ]
)
TEXTS = TRICKY | st.text() | st.lists(TRICKY, max_size=4).map("".join)
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8
)
FIELDS = st.dictionaries(TEXTS, VALUES, max_size=4)


@given(FIELDS | st.lists(VALUES, max_size=4))
def test_what_is_written_reads_as_it_was(value):
    assert plain(read(dump(value), "x.yaml")) == value


@given(TEXTS)
def test_a_text_alone_too(text):
    assert plain(read(f"- {dump(text)}", "x.yaml")) == [text]


@given(FIELDS, TEXTS)
def test_an_article_splits_into_what_it_was_made_of(fields, body):
    again, after, _ = split(article(fields, body), "x.md")
    assert (plain(again), after) == (fields, body)
