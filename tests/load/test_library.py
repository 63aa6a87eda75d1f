"""Loading: every field arrives in the model, defaults apply, and no text causes an exception."""

import shutil
from dataclasses import MISSING, fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.load import load_library
from dossier.model import Article, Capture, Citation, Outlet
from dossier.problems import Severity

SITES = Path(__file__).parent / "sites"
WHOLE = SITES / "whole" / "content"

# Fields that the complete dossier sets elsewhere, or must not set.
ELSEWHERE = {"drafted", "at", "coordinates", "stands_for", "literal_if", "level", "number", "media", "within", "marks"}


@pytest.fixture(scope="module")
def library():
    return load_library(WHOLE)[0]


def records(library):
    one = library.articles[0]
    (event,), (claim,), (note,), (correction,) = library.events, library.claims, library.notes, library.corrections
    yield from (library.settings, library.outlets["bao"], one, one.byline[0], one.captures[0], one.related[0])
    yield from (one.mentions[0], one.dates[0], one.mentions[0].citation, library.entities[0], library.compounds[0])
    yield from (event, event.sources[0], claim, claim.stances[0], claim.history[0], note, library.pages[0], correction)
    yield from library.media.values()


def test_every_field_arrives(library):
    for record in records(library):
        for field in fields(record):
            default = field.default_factory() if field.default_factory is not MISSING else field.default
            if field.name not in ELSEWHERE:
                assert getattr(record, field.name) not in (default, None, "", ()), (
                    f"{type(record).__name__}.{field.name}"
                )


def test_places_have_their_own(library):
    capital = library.entities[1]
    assert (capital.coordinates, capital.stands_for, capital.literal_if) == ((43.1, 131.9), "court", ("前往京城",))
    assert library.entities[0].formerly == ("zhang-san",)
    assert (library.events[0].formerly, library.claims[0].formerly) == (("first-summit",), ("first-deal",))


def test_a_quotation_knows_its_line(library):
    source = library.events[0].sources[0]
    assert source == Citation("one", "见了面", source.at, 1, "京城", "。", "p-gone")
    assert (WHOLE / "events.yaml").read_text("utf-8").splitlines()[source.at.line - 1].strip() == "quote: 见了面"


def test_headline_and_byline_are_blocks_outside_the_body(library):
    assert [(block.kind, block.text) for block in library.articles[0].header] == [
        ("title", "见面记"),
        ("byline", "李四（Li Si），某报记者"),
    ]
    assert [block.kind for block in library.articles[1].header] == ["title"]
    ids = [block.id for block in library.articles[0].blocks]
    assert len(ids) == len(set(ids))


@pytest.fixture
def content(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "dossier.yaml").write_text("title: 卷\noutlets: {bao: {name: 某报, language: zh-Hant}}\n", "utf-8")
    return tmp_path


def article(content, text="", outlets=None, body="字。\n") -> Article:
    file_text = f"---\ntitle: 一篇\noutlet: bao\npublished: 2023-09-13\n{text}---\n{body}"
    (content / "articles" / "one.md").write_text(file_text, "utf-8")
    library, problems = load_library(content, outlets or {})
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    return library.articles[0]


@pytest.mark.parametrize(
    ("text", "outlet", "rights"),
    [("", "", "excerpt"), ("", ", rights: private", "private"), ("rights: owned\n", ", rights: private", "owned")],
)
def test_rights_are_the_article_s_else_its_outlet_s_else_excerpt(content, text, outlet, rights):
    (content / "dossier.yaml").write_text(f"title: 卷\noutlets: {{bao: {{language: en{outlet}}}}}\n", "utf-8")
    assert article(content, text).rights == rights


def test_a_language_is_the_article_s_else_its_outlet_s(content):
    assert article(content).language == "zh-Hant"
    assert article(content, "language: en\n").language == "en"


def test_a_known_outlet_is_overridden_field_by_field(content):
    known = {"bao": Outlet("bao", "某报旧名", "https://example.org/", "en"), "other": Outlet("other", "没有用到")}
    article(content, outlets=known)
    library, _ = load_library(content, known)
    assert library.outlets == {"bao": Outlet("bao", "某报", "https://example.org/", "zh-Hant", "excerpt")}


def test_articles_run_by_date_and_the_undated_come_last(content):
    for name, date in (
        ("a", "2023-09-14"),
        ("b", ""),
        ("c", "2023-09"),
        ("d", "2023-09-13T20:00:00Z"),
        ("e", "2023-09-14"),
    ):
        (content / "articles" / f"{name}.md").write_text(
            f"---\ntitle: t\noutlet: bao\npublished: {date}\n---\n", "utf-8"
        )
    (content / "dossier.yaml").write_text(
        "title: 卷\ntimezone: Asia/Shanghai\noutlets: {bao: {language: en}}\n", "utf-8"
    )
    assert [one.id for one in load_library(content)[0].articles] == ["c", "a", "e", "d", "b"]


def test_a_draft_that_nobody_edited_is_the_body_itself(content):
    (content / ".drafts").mkdir()
    (content / ".drafts" / "one.md").write_text("---\ntitle: 旧题\n---\n字。\n", "utf-8")
    unedited = article(content)
    assert unedited.drafted is unedited.body
    edited = article(content, body="改了字。\n")
    assert edited.drafted is not None
    assert [block.text for block in edited.drafted] == ["字。"]
    assert replace(edited, drafted=None) == replace(article(content, body="改了字。\n"), drafted=None)


def test_one_day_within_is_no_list(content):
    (content / "events.yaml").write_text(
        "a:\n  title: 见面\n  status: planned\n  date: [2023-09-10..2023-09-13]\n", "utf-8"
    )
    (event,) = load_library(content)[0].events
    assert event.when is not None
    assert event.when.edtf == "[2023-09-10..2023-09-13]"


def test_a_capture_is_kept_as_it_is_told(library):
    (capture,) = library.articles[0].captures
    assert capture == Capture("one.txt", capture.sha256, "2023-09-13T06:00:00Z", version=True)


def test_two_notes_on_the_same_words_have_two_ids(content):
    (content / "notes").mkdir()
    (content / "notes" / "one.yaml").write_text(
        "- {quote: 字, note: 一}\n- {quote: 字, note: 二}\n- {note: 三}\n", "utf-8"
    )
    article(content)
    first, second, third = (note.id for note in load_library(content)[0].notes)
    assert second == f"{first}-2"
    assert third not in (first, second)


CHARACTERS = [
    "\x00",
    "\t",
    '"',
    "'",
    "，",
    "：",
    "&a",
    "*a",
    "!t",
    "|-",
    "\ud7ff",
    "\ufeff",
    "\u2028",
    "](",
    "%",
    "\\",
    "`",
    "[",
    "]",
    "{",
    "}",
    "../",
    ":::",
    "](article:",
    "](../media/",
]
LINES = (": ", "- ", "# ", "\n", "\n\n", "---\n", "{#p-abcdef}\n", "::: figure\n", "0" * 40)
NASTY = st.sampled_from((*CHARACTERS, *LINES))
FILES = sorted(path.relative_to(WHOLE).as_posix() for path in WHOLE.rglob("*") if path.suffix in (".md", ".yaml"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(file=st.sampled_from(FILES), spot=st.floats(0, 1), cut=st.integers(0, 30), put=NASTY | st.text(max_size=5))
def test_nothing_typed_makes_it_fall(tmp_path, file, spot, cut, put):
    content = tmp_path / "content"
    if not content.exists():
        shutil.copytree(WHOLE, content)
    text = (WHOLE / file).read_text("utf-8")
    start = int(spot * len(text))
    (content / file).write_text(text[:start] + put + text[start + cut :], "utf-8")
    _, problems = load_library(content)
    (content / file).write_text(text, "utf-8")
    assert all(problem.message and problem.at.file.startswith(str(content)) for problem in problems)
