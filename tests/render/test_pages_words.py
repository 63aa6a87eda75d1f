"""The interface says the same in every language, and says nothing that no page asks for."""

import re
from pathlib import Path

import pytest

from dossier.render.language.interface_words import LANGUAGES, interface_words

ROOT = Path(__file__).parent.parent.parent
SOURCES = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "dossier/render").rglob("*.py")]
ASKED = re.compile(r"""["']([a-z_]+(?:\.[a-zA-Z_-]+)+|[a-z_.]+\.\{[a-z_.]+\})["']""")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_strings(language: str) -> None:
    def keys(of: str) -> set[str]:
        return {key.removesuffix(".one") for key in interface_words(of).strings}

    assert keys(language) == keys("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_given_the_same_values(language: str) -> None:
    def blanks(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    for key, text in interface_words("en").strings.items():
        if not key.endswith(".one"):
            assert blanks(interface_words(language).strings[key]) == blanks(text), key


def test_every_string_is_asked_for() -> None:
    asked = {match[1] for source in SOURCES for match in ASKED.finditer(source.read_text("utf-8"))}
    families = {re.sub(r"\{.*", "", key) for key in asked if "{" in key} | {
        "record.",
        "nav.",
        "home.",
        "count.",
        "preview.",
        "search.page.",
    }
    unused = [
        key
        for key in interface_words("zh-Hans").strings
        if key not in asked and not any(key.startswith(family) for family in families)
    ]
    assert not unused


def test_a_singular_is_used_where_there_is_one() -> None:
    assert interface_words("en")("count.events", n=1) == "1 event"
    assert interface_words("en")("count.events", n=2) == "2 events"
    assert interface_words("zh-Hans")("count.events", n=1) == "1个事件"


def test_an_unknown_language_has_the_nearest_words() -> None:
    assert interface_words("zh-HK").language == "zh-Hans"
    assert interface_words("fr").language == "en"
