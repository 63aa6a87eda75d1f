"""Which languages are written from right to left, and where HTML says so."""

import pytest

from dossier.render.language import language_attributes
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
