"""What the indexer and the search page are given."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import script
from dossier.render import search
from dossier.render.site import build_site


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("普丁訪問", "普丁访问"),
        ("Kim Jong Un", "kimjongun"),
        ("ＢＢＣ，　「新聞」", "bbc,「新闻」"),
        ("e\u0301\u200b\ufeff\n\t", "e"),
        ('"好"', "＂好＂"),  # a quotation mark would end Pagefind's phrase
        ("İ", "İ"),  # its small form is two characters
        ("𠮷野家", "𠮷野家"),
    ],
)
def test_letters_are_folded_narrow_small_and_seen(text, searched):
    assert "".join(search.search_letters(text)) == searched


def untold(spelt: str) -> str:
    """A text by the words that stand for its letters, as search.js tells it."""
    text = ""
    for word in spelt.split(" "):
        visible = [c for c in word if c < "\U000f0000"]
        units = [ord(c) - 0xF0000 for c in word if c >= "\U000f0000"]
        hidden = struct.pack(f"<{len(units)}H", *units).decode("utf-16-le")
        text += ("" if hidden and search.search_letter(hidden[0]) else "".join(visible)) + hidden
    return text


@given(st.text(alphabet=st.sampled_from('ab" ＂A國国，, \n𠀀𡈽İe\u0301「“·。Ｂ'), max_size=20))
def test_the_words_of_a_text_tell_it_again(text):
    spelt = search._spelt(text)
    assert untold(spelt) == text
    words = ["".join(c for c in word if c < "\U000f0000").lower() for word in spelt.split(" ")]
    assert [word for word in words if word] == [c.lower() for c in search.search_letters(text)]


class Document(HTMLParser):
    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.paragraphs: dict[str, str] = {}
        self.within: str | None = None
        self.feed(data.decode())

    def handle_starttag(self, tag, attrs):
        if tag == "p":
            self.within = dict(attrs).get("id", "")

    def handle_data(self, data):
        if self.within is not None:
            self.paragraphs[self.within] = (self.paragraphs.get(self.within, "") + data).strip()


def test_every_block_of_the_data_is_a_paragraph_that_ends_in_what_no_query_holds(dossier):
    documents = search.search_documents(dossier)
    for article in dossier.content.articles:
        paragraphs = Document(documents[f"0/articles/{article.id}.html"]).paragraphs
        assert list(paragraphs) == ["", *(block.id for block in article.blocks if block.text)]
        for block in article.blocks:
            if block.text:
                *words, last = paragraphs[block.id].split(" ")
                assert last == search.BETWEEN
                assert untold(" ".join(words)) == block.text


def test_facets_are_words_of_the_first_paragraph(dossier):
    words = Document(search.search_documents(dossier)["0/articles/2023-09-13-bbc-10000001.html"]).paragraphs[""].split()
    facets = ["outlet=bbc-zh", "year=2023", "entity=kim-jong-un", "entity=vladimir-putin"]
    assert words == [*map(search.facet_word, facets), search.BETWEEN]


def test_the_settings_count_every_sign_as_a_letter(dossier):
    settings = json.loads(search.search_documents(dossier)["0/pagefind.yml"])
    signs = {
        c for a in dossier.content.articles for b in a.blocks for c in search.search_letters(b.text) if not c.isalnum()
    }
    assert set(settings["include_characters"]) == signs


def tables(of) -> dict[str, object]:
    text = search.search_assets(of)["search/names.js"].decode()
    return json.loads(text.removeprefix("dossierSearch="))


def test_the_fold_table_holds_only_what_this_dossier_has(dossier):
    typed, plain = tables(build_site(dossier))["fold"]
    assert len(typed) == len(plain)
    assert all(script.fold(one) == other for one, other in zip(typed, plain, strict=True))
    letters = {script.fold(c) for a in dossier.content.articles for b in a.blocks for c in b.text}
    letters |= {
        script.fold(c) for e in dossier.content.entities for name in (*e.name.values(), *e.alias) for c in name.lower()
    }
    titles = [*(event.title for event in dossier.timeline), *(claim.text for claim in dossier.content.claims)]
    letters |= {script.fold(c) for title in titles for c in title.lower()}
    assert set(plain) <= letters
    assert "鐵" not in typed
    assert "沒" in typed


def test_names_are_as_one_would_type_them(dossier):
    named = {row[1]: row for row in tables(build_site(dossier))["names"]}
    assert named["金正恩"] == ["entities/kim-jong-un.html", "金正恩", "人物", ["金正恩", "kimjongun", "kimjong-un"]]


def test_events_and_claims_are_found_by_their_titles(dossier):
    rows = {row[0]: row for row in tables(build_site(dossier))["names"]}
    for event in dossier.timeline:
        assert rows[f"events/{event.id}.html"][1:3] == [event.title, "事件"]
    for claim in dossier.content.claims:
        assert rows[f"claims/{claim.id}.html"][1:3] == [claim.text, "说法"]


def test_texts_are_left_out_where_they_are_too_large(dossier, monkeypatch):
    assets = search.search_assets(build_site(dossier))
    rows = json.loads(assets["search/texts.js"].decode().removeprefix("dossierTexts="))
    assert [row[0] for row in rows] == [f"articles/{article.id}.html" for article in dossier.content.articles]
    size = sum(len(block.text.encode()) for article in dossier.content.articles for block in article.blocks)
    monkeypatch.setattr(search, "LARGEST_TEXT", size)
    assert "search/texts.js" in search.search_assets(build_site(dossier))
    monkeypatch.setattr(search, "LARGEST_TEXT", size - 1)
    assert "search/texts.js" not in search.search_assets(build_site(dossier))
    assert tables(build_site(dossier))["texts"] == ""


def test_large_dossiers_are_divided(dossier, monkeypatch):
    monkeypatch.setattr(search, "BUNDLE", 10)
    documents = search.search_documents(dossier)
    assert [path for path in documents if path.endswith(".yml")] == [
        "0/pagefind.yml",
        "1/pagefind.yml",
        "2/pagefind.yml",
    ]
    assert tables(build_site(dossier))["bundles"] == 3
    languages = [json.loads(documents[f"{n}/pagefind.yml"])["force_language"] for n in range(3)]
    assert languages == ["qaa", "qab", "qac"]


def test_what_an_edition_leaves_out_is_nowhere_in_the_search(dossier):
    article = dossier.content.articles[1]
    cut = replace(article, body=article.body[:1])
    content = replace(dossier.content, articles=(dossier.content.articles[0], cut, dossier.content.articles[2]))
    without = replace(dossier, content=replace(content, events=(), claims=()), timeline=(), findings={})
    everything = b"".join(
        [*search.search_documents(without).values(), *search.search_assets(build_site(without)).values()]
    ).decode()
    assert "炮弹" not in everything.replace(" ", "")
