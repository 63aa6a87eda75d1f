"""Which languages are written from right to left, and where HTML says so."""

import pytest

from dossier.render.language import direction_attributes, is_written_in, language_attributes
from dossier.render.templates import OURS


@pytest.mark.parametrize("language", ["ar", "he", "fa", "ur", "ckb", "az-Arab"])
def test_the_direction_stands_beside_the_language(language):
    assert language_attributes(language) == f' lang="{language}" dir="rtl"'


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ku-Latn", "ur-Latn", "arn"])
def test_most_languages_have_none(language):
    assert language_attributes(language) == f' lang="{language}"'


def test_templates_can_ask():
    source = OURS._environment.from_string("{{ 'he' is right_to_left }} {{ 'en' is right_to_left }}")
    assert source.render() == "True False"


@pytest.mark.parametrize(
    ("language", "outer", "attributes"),
    [
        ("zh-Hans", "he", ' lang="zh-Hans" dir="ltr"'),
        ("zh-Hans", "en", ' lang="zh-Hans"'),
        ("ar", "en", ' lang="ar" dir="rtl"'),
        ("ar", "he", ' lang="ar" dir="rtl"'),
    ],
)
def test_a_note_in_another_language_has_a_direction_of_its_own(language, outer, attributes):
    assert direction_attributes(language, outer) == attributes


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("很长的冬天", "he", False), ("很长的冬天", "zh-Hant", True), ("很长的冬天", "en", False), ("a long winter", "en", True),
        ("a long winter", "fr", True), ("a long winter", "ar", False), ("חורף ארוך", "he", True), ("חורף ארוך", "en", False),
    ],
)  # fmt: skip
def test_a_script_tells_what_a_text_may_be_in(text, language, written):
    assert is_written_in(text, language) is written
