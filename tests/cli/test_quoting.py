"""What the palette of the preview gives for words on a page, as an editor pastes it."""

import random
import shutil
from pathlib import Path

import pytest

from dossier import front_matter
from dossier.cli.desk import YamlEntry, yaml_entry
from dossier.pipeline import BuildOptions, build_site

SMALL = Path(__file__).parent.parent / "sites" / "small" / "content"
ARTICLE = "2023-09-14-dw-10000002"
NASTY = """它说：“好 # 不”，'a': [b], {c} - d & e * f ! g | h > i % j @ k ` "l" \\ m？ n, o\ty  z"""


@pytest.fixture(scope="module")
def dossier():
    return build_site(SMALL, BuildOptions()).dossier


@pytest.fixture
def content(tmp_path):
    return Path(shutil.copytree(SMALL, tmp_path / "content"))


def given(dossier, kind, words, article=ARTICLE):
    """What is given for words of an article where they first stand."""
    text = next(one for one in dossier.content.articles if one.id == article)
    block = next(block for block in text.body if words in block.text)
    return yaml_entry(dossier, kind, article, {"block": block.id, "start": block.text.index(words), "words": words})


def test_a_note_is_pasted_and_filled_in(dossier, content):
    entry = given(dossier, "note", "答應回訪")
    assert entry == YamlEntry("- quote: 答應回訪\n  block: p-culodd\n  note:\n", f"notes/{ARTICLE}.yaml")
    file = content / entry.file
    before = file.read_text("utf-8") if file.exists() else ""
    file.write_text(before + entry.yaml.replace("note:", "note: 後來沒有成行。"), "utf-8")
    after = build_site(content, BuildOptions()).dossier
    assert "答應回訪" in [note.citation.quote for note in after.content.notes if note.citation in after.passages]


def test_a_source_and_a_stance_name_their_article(dossier):
    assert given(dossier, "source", "答應回訪") == YamlEntry(
        f"    - article: {ARTICLE}\n      quote: 答應回訪\n      block: p-culodd\n", "events.yaml"
    )
    stance = given(dossier, "stance", "答應回訪")
    assert stance.file == "claims.yaml"
    lines = stance.yaml.splitlines()
    assert lines[0].startswith("    - who: []  # ")
    assert lines[1] == "      says:  # asserts, denies, doubts, confirms"
    assert lines[2:] == [f"      article: {ARTICLE}", "      quote: 答應回訪", "      block: p-culodd"]


@pytest.mark.parametrize("kind", ["note", "source", "stance"])
def test_any_words_are_read_as_they_were_selected(content, kind):
    article = content / "articles" / f"{ARTICLE}.md"
    escaped = "".join(
        f"\\{sign}" if sign.isascii() and not sign.isalnum() and not sign.isspace() else sign for sign in NASTY
    )
    article.write_text(article.read_text("utf-8") + f"\n{escaped}\n\n再说一遍：{escaped}\n", "utf-8")
    dossier = build_site(content, BuildOptions()).dossier
    blocks = next(one for one in dossier.content.articles if one.id == ARTICLE).body[-2:]
    chosen = random.Random(4)
    for _ in range(150):
        block = chosen.choice(blocks)
        start = chosen.randrange(len(block.text))
        words = block.text[start : start + chosen.randrange(1, 90)]
        entry = yaml_entry(dossier, kind, ARTICLE, {"block": block.id, "start": start, "words": words})
        if not isinstance(entry, YamlEntry):
            assert not words.strip() or entry == "nowhere"
            continue
        item = front_matter.to_plain(front_matter.read_yaml(entry.yaml, "pasted.yaml"))[0]
        assert item["quote"] == words.strip()


@pytest.mark.parametrize(
    "selected",
    [
        {},
        {"block": "p-nowhere", "start": 0, "words": "答應"},
        {"block": 7, "start": 0, "words": "答應"},
        {"start": "0", "words": "答應"},
        {"start": 0, "words": ["答應"]},
        {"start": 0, "words": ""},
        {"start": -1, "words": "這幾個字不在文中"},
    ],
)
def test_what_is_not_in_the_text_gives_nothing(dossier, selected):
    block = next(one for one in dossier.content.articles if one.id == ARTICLE).body[0].id
    assert yaml_entry(dossier, "note", ARTICLE, {"block": block, **selected}) == "stale"
    assert yaml_entry(dossier, "note", "nowhere", {"block": block, **selected}) == "stale"


def test_words_are_found_where_an_edit_has_moved_them(dossier):
    block = next(
        block
        for block in next(one for one in dossier.content.articles if one.id == ARTICLE).body
        if "答應回訪" in block.text
    )
    entry = yaml_entry(dossier, "note", ARTICLE, {"block": block.id, "start": 0, "words": "答應回訪"})
    assert isinstance(entry, YamlEntry)
