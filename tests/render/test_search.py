"""The index: what a text is searched as, which documents hold which terms, and that an edit leaves no trace in it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import edtf, script
from dossier.model import Article, Block, Dossier, Library, Location, Settings
from dossier.render.search import SearchIndex, documents, letters, postings, slots, suggestions
from dossier.render.search.pinyin import READINGS, pinyin
from dossier.render.site import build_site

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("普丁訪問", "普丁访问"),
        ("Kim Jong Un", "kimjongun"),
        ("ＢＢＣ，　「新聞」", "bbc,「新闻」"),
        ("e\u0301\u200b\ufeff\n\t", "e"),
        ("＂好＂", '"好"'),
        ("İ", "İ"),  # its small form is two characters
        ("𠮷野家", "𠮷野家"),
    ],
)
def test_letters_are_folded_narrow_small_and_seen(text, searched):
    assert letters.search_letters(text) == searched


# ── Reading the files, as a browser does ─────────────────────────────────────


def table(data: bytes, name: str) -> dict:
    return json.loads(data.decode().removeprefix(f"{name}="))


def numbers(text: str) -> Iterator[int]:
    value = factor = 0
    for digit in map(DIGITS.index, text):
        factor = factor or 1
        value += (digit & 31) * factor
        factor *= 32
        if digit < 32:
            yield value
            value = factor = 0


def decoded(text: str, *, blocks: bool) -> dict[int, int]:
    found, slot, at = {}, -1, 0

    def number() -> int:
        nonlocal at
        end = at
        while DIGITS.index(text[end]) > 31:
            end += 1
        (value,) = numbers(text[at : end + 1])
        at = end + 1
        return value

    while at < len(text):
        slot += 1 + number()
        if not blocks:
            found[slot] = -1
        elif text[at] == DIGITS[31]:
            at += 1
            found[slot] = number()
        else:
            found[slot] = 1 << DIGITS.index(text[at])
            at += 1
    return found


def terms(files: Mapping[str, bytes]) -> dict[str, dict[int, int]]:
    """Every term of every shard, and where it stands."""
    found = {}
    count = table(files["search/index.js"], "dossierIndex")["shards"]
    for number in range(count):
        text = files[f"search/terms/{number}.js"].decode()
        assert text.startswith(f"dossierTerms({number},")
        for term, encoded in json.loads(text[len(f"dossierTerms({number},") : -2]).items():
            assert letters.hash_term(term) % count == number
            found[term] = decoded(encoded, blocks=letters.has_blocks(term))
    return found


def texts(files: Mapping[str, bytes]) -> dict[int, list]:
    """Every document by its slot."""
    found = {}
    for path in files:
        if path.startswith(("search/texts/", "search/records/")):
            found |= {
                int(slot): row
                for slot, row in json.loads(files[path].decode().removeprefix("dossierTexts(").rstrip("\n)")).items()
            }
    return found


def made(files) -> dict[str, bytes]:
    return {path: files[path] for path in files}


def index_of(dossier: Dossier, index: SearchIndex | None = None) -> dict[str, bytes]:
    return made((index or SearchIndex()).files(build_site(dossier)))


def grams(text: str) -> set[str]:
    """The pairs and triples of a text by their definition."""
    plain = letters.search_letters(text)
    runs = re.split(r"[\U00010000-\U0010ffff]", "".join(" " if letters.is_sign(c) else c for c in plain))
    found = {character for character in plain if character > "\uffff"}
    for run in " ".join(runs).split(" "):
        found |= {run[at : at + 2] for at in range(len(run) - 1)}
        found |= {
            triple
            for at in range(len(run) - 2)
            if (triple := run[at : at + 3]) and all(c < letters.FIRST_IDEOGRAPH for c in triple)
        }
    return found


@given(
    st.lists(st.text(alphabet=st.sampled_from('abc12 ，。"国國𠀀𡈽е́Ｂ·\u0301é'), max_size=20), min_size=1, max_size=6)
)
def test_the_grams_of_blocks_are_what_stands_in_them(blocks):
    bits = [1 << number for number in range(len(blocks))]
    masks = letters.block_masks(letters.letters_by_block(blocks), bits)
    found = {(gram if isinstance(gram, str) else letters.pair_term(gram)): mask for gram, mask in masks.items()}
    found.pop("", None)
    wanted: dict[str, int] = {}
    for text, bit in zip(blocks, bits, strict=True):
        for gram in grams(text):
            wanted[gram] = wanted.get(gram, 0) | bit
    assert found == wanted


@given(st.dictionaries(st.integers(0, 70_000), st.integers(1, letters.MASK), max_size=30))
def test_postings_are_read_as_they_were_written(found):
    values = [slot << letters.MASK_BITS | mask for slot, mask in sorted(found.items())]
    assert decoded(postings._encoded(values, blocks=True), blocks=True) == found
    assert decoded(postings._encoded(values, blocks=False), blocks=False) == dict.fromkeys(found, -1)


# ── What the index holds ─────────────────────────────────────────────────────


def test_every_gram_of_every_text_leads_to_its_document_and_block(dossier):
    files = index_of(dossier)
    found, shown = terms(files), texts(files)
    for slot, row in shown.items():
        for number, (_, _, text, _) in enumerate(row[6]):
            for gram in grams(text):
                assert slot in found[gram], (gram, row[1])
                if letters.has_blocks(gram) and row[0] != "article":
                    assert found[gram][slot] >> documents.block_bit(number) & 1
            for character in letters.search_letters(text):
                if character < "\U00010000":
                    assert slot in found[character]


def test_the_index_holds_nothing_that_no_text_holds(dossier):
    """As a reader could look for what an edition withholds in it."""
    files = index_of(dossier)
    shown = texts(files)
    known = {gram for row in shown.values() for block in row[6] for gram in grams(block[2])}
    known |= {c for row in shown.values() for block in row[6] for c in letters.search_letters(block[2])}
    assert {term for term in terms(files) if not re.match("@|name:|who:|type:", term)} <= known


def test_documents_are_of_every_kind_and_open_at_their_place(dossier):
    rows = texts(index_of(dossier)).values()
    paths = {kind: {row[1] for row in rows if row[0] == kind} for kind in ("article", "name", "event", "claim", "note")}
    assert paths["article"] == {f"articles/{article.id}.html" for article in dossier.content.articles}
    assert paths["name"] == {f"entities/{entity.id}.html" for entity in dossier.content.entities}
    assert all("#" in path for path in paths["note"])
    assert len(paths["event"]) == len(dossier.timeline)
    assert len(paths["claim"]) == len(dossier.content.claims)


def test_names_and_dates_are_terms(dossier):
    found = terms(index_of(dossier))
    assert {"name:kim-jong-un", "name:vladimir-putin"} <= found.keys()
    assert any(term.startswith("@2023-09-") for term in found)
    assert any(term.startswith("@-09-") for term in found)


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("2023-09-13", {"@2023", "@2023-09", "@2023-09-13", "@-09-13"}),
        ("2023-09", {"@2023", "@2023-09"}),
        ("2023", {"@2023"}),
        ("2023-09-29/2023-10-01", {"@2023", "@2023-09", "@2023-10", "@2023-09-29", "@2023-09-30", "@2023-10-01", "@-09-29", "@-09-30", "@-10-01"}),
        ("2001/2023", set()),
        ("../2023-09-13", set()),
    ],
)  # fmt: skip
def test_a_date_is_found_by_its_days_months_and_years(date, found):
    assert set(documents.date_keywords(edtf.parse(date))) == found


# ── Stable, mended as anew, the same bytes ───────────────────────────────────


def articles(count: int, text: str = "甲乙丙丁。") -> Dossier:
    def article(number: int) -> Article:
        title = Block("p-title", "title", f"第{number}篇")
        body = (Block("p-bodyaa", "paragraph", text + chr(0x4E00 + number), number=1),)
        date = edtf.parse(f"2020-01-{1 + number % 9:02}")
        return Article(
            f"a{number:03}", title.text, "gazette", "zh-Hans", (title,), body, Location("x.md"), published=date
        )

    return Dossier(Library(Settings("篇"), {}, tuple(map(article, range(count)))))


def test_an_edit_changes_few_files_and_the_index_is_as_one_made_anew():
    index, before = SearchIndex(), articles(100)
    first = index_of(before, index)
    edited = before.content.articles[50]
    block = edited.body[0]._replace(text="甲乙戊丁。" + edited.body[0].text[-1])
    several = (*before.content.articles[:50], replace(edited, body=(block,)), *before.content.articles[51:])
    after = replace(before, content=replace(before.content, articles=several))
    second = index_of(after, index)
    assert second == index_of(after)
    changed = {path for path in first | second if first.get(path) != second.get(path)}
    assert 1 < len(changed) <= 1 + 1 + 6  # its text, the letters that there are, two pairs less, two more, two letters
    assert index_of(before, index) == first


@pytest.mark.parametrize("kept", [range(99), range(1, 100), range(0, 100, 2), range(0)])
def test_an_index_that_loses_and_gains_articles_is_as_one_made_anew(kept):
    index, whole = SearchIndex(), articles(100)
    first = index_of(whole, index)
    less = replace(whole, content=replace(whole.content, articles=tuple(whole.content.articles[n] for n in kept)))
    assert index_of(less, index) == index_of(less)
    assert index_of(whole, index) == first


def test_the_slots_of_others_stay_when_one_comes():
    days = {f"2020-01-{day:02}": [f"{day}-{number}" for number in range(20)] for day in range(1, 10)}
    before = slots.lay_out_slots({}, days).slots
    after = slots.lay_out_slots({}, days | {"2020-01-05": [*days["2020-01-05"], "new"]}).slots
    assert sum(before[key] != after[key] for key in before) <= 3
    assert len(set(after.values())) == len(after)


@given(st.integers(1, 100_000))
def test_a_group_has_room_and_not_much_too_much(count):
    assert count <= slots.group_size(count) <= max(4, 1.8 * count)


def test_what_an_edition_leaves_out_is_nowhere_in_the_search(dossier):
    article = dossier.content.articles[1]
    cut = replace(article, body=article.body[:1])
    content = replace(dossier.content, articles=(dossier.content.articles[0], cut, dossier.content.articles[2]))
    without = replace(dossier, content=content, findings={})
    everything = b"".join(
        [*index_of(without).values(), *made(suggestions.suggestion_files(build_site(without))).values()]
    )
    text = everything.decode()
    hidden = [block.text[at : at + 16] for block in article.body[1:] for at in range(len(block.text) - 15)]
    assert hidden
    assert not [words for words in hidden if words in text]


# ── What the field suggests ──────────────────────────────────────────────────


def rows(dossier: Dossier) -> list[list]:
    return table(suggestions.suggestion_files(build_site(dossier))["search/names.js"], "dossierNames")["rows"]


def test_names_come_with_their_other_forms_and_how_they_are_typed(dossier):
    kim = next(row for row in rows(dossier) if row[1] == "kim-jong-un")
    assert kim[0] == 0
    assert kim[2] == "金正恩"
    assert "Kim Jong Un" in kim[3]
    assert "jin zheng en" in kim[4]


def test_what_is_too_much_for_the_first_focus_stands_in_another_file(dossier, monkeypatch):
    whole = rows(dossier)
    monkeypatch.setattr(suggestions, "MOST_BYTES", 300)
    files = suggestions.suggestion_files(build_site(dossier))
    first = table(files["search/names.js"], "dossierNames")
    assert first["more"]
    assert len(files["search/names.js"]) < 3_000
    rest = json.loads(files["search/names.more.js"].decode().removeprefix("dossierNames.rows.push(...").rstrip(")\n"))
    assert first["rows"] + rest == whole


def test_the_fold_table_holds_only_what_this_dossier_has(dossier):
    typed, plain = table(index_of(dossier)["search/index.js"], "dossierIndex")["fold"]
    assert len(typed) == len(plain)
    assert all(script.fold(one) == other for one, other in zip(typed, plain, strict=True))
    assert "鐵" not in typed
    assert "沒" in typed


def test_readings_are_of_folded_characters_each_once():
    characters = [c for line in READINGS.split() for c in line if not c.isascii()]
    assert len(set(characters)) == len(characters) > 6_000
    assert all(script.fold(c) == c and unicodedata.category(c) == "Lo" for c in characters)
    assert pinyin("普京") == "pu jing"
    assert pinyin("弗拉基米尔·普京") == "fu la ji mi er pu jing"
    assert pinyin("Putin") == pinyin("") == ""
