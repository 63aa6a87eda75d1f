"""Folding to one script: one character for one, the same for either script; and the ids made of folded text."""

import unicodedata
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.script import FOLD, fingerprint, fold, foldings

HAN = [
    chr(code)
    for first, last in [(0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)]
    for code in range(first, last + 1)
]
CASES = Path(__file__).parent / "script"


def pairs(name: str) -> list[tuple[str, str]]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [(one, other) for one, other in (line.split("\t") for line in lines if line and line[0] != "#")]


def test_fold_keeps_every_han_character_a_single_one():
    assert all(len(fold(character)) == 1 for character in HAN)
    assert len(fold("".join(HAN))) == len(HAN)


def test_fold_is_done_after_once():
    assert [c for c in HAN if fold(fold(c)) != fold(c)] == []


@given(st.text())
def test_fold_keeps_the_length_of_any_text(text):
    assert len(fold(text)) == len(text)


def test_fold_is_what_the_table_says():
    every = "".join(chr(code) for code in range(0x110000))
    assert fold(every) == every.translate(FOLD)


def test_fold_leaves_what_is_not_han():
    others = "".join(map(chr, range(0x2E80))) + "あア한，。「」（）１Ａ"
    assert fold(others) == others


@pytest.mark.parametrize("config", ["t2s", "s2t", "t2tw", "t2hk", "tw2t", "hk2t", "jp2t"])
def test_fold_agrees_with_the_opencc_at_hand(config):
    """A failure after an upgrade: OpenCC learned a character. Take it in with the next change of the format."""
    convert = opencc.OpenCC(config).convert
    apart = {fold(word) for pair in pairs("apart.tsv") for word in pair}
    plain = [c for c in HAN if unicodedata.normalize("NFC", c) == c and fold(c) not in apart]
    assert [(c, convert(c)) for c in plain if len(convert(c)) == 1 and fold(convert(c)) != fold(c)] == []


@pytest.mark.parametrize(("one", "other"), pairs("same.tsv"))
def test_two_forms_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), pairs("apart.tsv"))
def test_two_words_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("text", "letters"), pairs("fingerprints.tsv"))
def test_fingerprints_are_permalinks_and_never_change(text, letters):
    assert fingerprint(text) == letters


def test_foldings_are_what_a_reader_may_type_for_the_texts_characters():
    folded = foldings("發炮")
    assert folded["發"] == folded["髮"] == folded["発"] == "发"
    assert folded["砲"] == "炮"
    assert "发" not in folded
    assert "東" not in folded
