"""Search finds what Ctrl-F finds: every place of every substring and no other, in either script, in a real browser."""

from __future__ import annotations

import json
import random
import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dossier import edtf, markdown, render, script
from dossier.deliver.search_index import build_search_index
from dossier.model import Article, Block, Dossier, Library, Location, Settings
from dossier.pipeline import BuildOptions, build_site
from dossier.render import search

ROOT = Path(__file__).parent.parent.parent
UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"}
Place = tuple[str, str]  # an article's page and a block of it


class Searched:
    """A site on disk with its search index, and what its data say stands where."""

    def __init__(self, folder: Path, dossier: Dossier, *, indexed: bool = True) -> None:
        self.folder = folder
        output, _ = render.render_site(dossier)
        for path, data in {
            **output,
            **(build_search_index(search.search_documents(dossier)) if indexed else {}),
        }.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        articles = json.loads(output["data/articles.json"])
        self.texts = {(a["page"], b["id"]): b["text"] for a in articles for b in a["blocks"] if b["text"]}
        self.plain = {place: plain(text) for place, text in self.texts.items()}

    def truth(self, query: str) -> set[Place]:
        wanted = plain(query)
        return {place for place, text in self.plain.items() if wanted in text}


def plain(text: str) -> str:
    """A text as Ctrl-F reads it, spaces aside."""
    narrow = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)
    return "".join(c for c in script.fold(narrow).lower() if unicodedata.category(c) not in UNSEEN)


def substrings(site: Searched, count: int) -> Iterator[str]:
    """Substrings of 2 to 6 characters from the texts, always the same."""
    chance = random.Random(7)
    long = [text for text in site.texts.values() if len(text) > 8]
    while count:
        text, length = chance.choice(long), chance.randint(2, 6)
        start = chance.randrange(len(text) - length)
        query = text[start : start + length]
        if plain(query):
            count -= 1
            yield query


def across(site: Searched, count: int) -> Iterator[str]:
    """The end of one block and the beginning of the next: words that nobody wrote together."""
    chance = random.Random(8)
    texts = list(site.texts.values())
    for place in chance.sample(range(len(texts) - 1), min(count, len(texts) - 1)):
        yield texts[place][-chance.randint(1, 3) :] + texts[place + 1][: chance.randint(1, 3)]


def otherwise(query: str) -> str:
    """The query as somebody would type it who writes the other characters."""
    others = {plain_: other for other, plain_ in script.foldings(query).items()}
    return "".join(others.get(c, script.fold(c)) for c in query)


ASK = """async query => {
    const form = document.getElementById("_find"), found = document.getElementById("_found"), more = document.querySelector(".more")
    const stands = was => new Promise(resolve => {
        const look = () => found.dataset.stands !== was ? resolve() : setTimeout(look, 2)
        look()
    })
    const was = found.dataset.stands, begun = performance.now()
    form.q.value = query
    form.requestSubmit()
    await stands(was)
    const took = performance.now() - begun
    for (let before = -1; !more.hidden;) {
        if (found.children.length !== before) { before = found.children.length; more.click() }
        await new Promise(resolve => setTimeout(resolve, 5))
    }
    const places = [...found.querySelectorAll("ul a")].map(a => [a.getAttribute("href"), a.querySelector("mark").textContent])
    return {places, took, said: form.querySelector("output").textContent, listed: found.querySelectorAll("h3").length}
}"""


def ask(page: Page, query: str) -> tuple[set[Place], dict[str, object]]:
    """The places that the page lists for a query, and all it says; each result's mark stands in its text as it says."""
    told = page.evaluate(ASK, query)
    places = set()
    for href, marked in told["places"]:
        url = urlsplit(href)
        places.add((url.path, url.fragment))
        assert parse_qs(url.query, keep_blank_values=True)["hit"] == [marked]
    return places, told


def check(page: Page, site: Searched, queries: Sequence[str]) -> None:
    """Recall and precision are 1 for every query, and the number of articles is what the page says."""
    for query in queries:
        found, told = ask(page, query)
        assert found == site.truth(query), query
        assert told["listed"] == len({path for path, _ in found}), query
        assert re.findall(r"\d+", str(told["said"])) == ([str(told["listed"])] if found else []), query


def both(queries: Sequence[str]) -> list[str]:
    return [typed for query in queries for typed in (query, otherwise(query))]


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory) -> Searched:
    return Searched(tmp_path_factory.mktemp("searched"), build_site(ROOT / "content", BuildOptions()).dossier)


@pytest.fixture
def served(chromium: Browser) -> Iterator[partial[Page]]:
    """Opens a page of a folder as a web server serves it; whatever the browser complains of fails the test."""
    servers, contexts, complaints = [], [], []

    class Quiet(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

    def opened(folder: Path, path: str, **options: object) -> Page:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.server_port}/{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    for server in servers:
        server.shutdown()
    assert complaints == []


def test_every_place_and_no_other(served, demonstration):
    queries = both([*substrings(demonstration, 15), *across(demonstration, 5), "Putin", "putin", "，“", "的"])
    check(served(demonstration.folder, "search.html"), demonstration, queries)


def test_signs_are_found_like_letters(served, tmp_path):
    """Every substring of a text of signs: what Pagefind and its query language would make of them must not show."""
    text = 'A "b" *c* -d C++ 50% e\u0301 É 😀 ¥3/4 「五」‘六’ _g_ <h> & zz ＂七＂ 𠮷野 8:30 (九) #十 !k ~l'
    title = Block("p-title", "title", "题")
    odd = Article(
        "odd", "题", "gazette", "zh-Hans", (title,), (Block("p-oddone", "paragraph", text, number=1),), Location("x.md")
    )
    site = Searched(tmp_path, Dossier(Library(Settings("符"), {}, (odd,))))
    queries = {text[start : start + length] for length in (1, 2) for start in range(len(text) - length)}
    check(served(site.folder, "search.html"), site, sorted(query for query in queries if plain(query)))


def test_from_the_file_system_too(chromium, demonstration):
    page = chromium.new_page()
    page.goto(f"{demonstration.folder.as_uri()}/search.html")
    check(page, demonstration, both([*substrings(demonstration, 15), *across(demonstration, 5), "Putin", "，“", "的"]))
    page.close()


def test_without_an_index_the_texts_are_searched(chromium, tmp_path, demonstration):
    """As after `build --no-search`; and the browser may complain of what is not there."""
    bare = Searched(tmp_path, build_site(ROOT / "content", BuildOptions()).dossier, indexed=False)
    page = chromium.new_page()
    page.route("http://dossier.test/**", lambda route: _fulfil(route, bare.folder))
    page.goto("http://dossier.test/search.html")
    check(page, bare, list(substrings(bare, 3)))
    page.close()


def _fulfil(route, folder: Path) -> None:
    file = folder / unquote(urlsplit(route.request.url).path.lstrip("/"))
    if file.is_file():
        route.fulfill(path=file)
    else:
        route.fulfill(status=404)


def test_several_bundles_are_one(served, demonstration, tmp_path, monkeypatch):
    monkeypatch.setattr(search, "BUNDLE", 2_000)  # letters: an article or two
    several = Searched(tmp_path, build_site(ROOT / "content", BuildOptions()).dossier)
    assert (tmp_path / "pagefind" / "2").is_dir()
    page = served(several.folder, "search.html")
    check(page, several, both(list(substrings(several, 8))))
    ask(page, "普京")
    pages = page.evaluate("[...document.querySelectorAll('#_found h3 a')].map(a => a.getAttribute('href'))")
    order = list(dict.fromkeys(path for path, _ in several.texts))
    assert pages == sorted(pages, key=order.index, reverse=True)  # the last first, whatever bundle it is in


def test_a_result_opens_at_its_paragraph_with_the_words_marked(served, demonstration):
    page = served(demonstration.folder, f"search.html?q={otherwise('普京')}")
    page.wait_for_selector("#_found ul a")
    here = page.url.partition("search.html")[0]
    hrefs = [link.get_attribute("href") for link in page.query_selector_all("#_found ul a")]
    assert hrefs
    for href in hrefs[::4]:
        page.goto("about:blank")  # else one that differs in its fragment only would not be loaded anew
        page.goto(here + str(href))
        target = page.evaluate("document.querySelector(':target')?.id")
        assert target == urlsplit(href).fragment
        marks = page.evaluate(
            "[...document.querySelectorAll('mark.hit')].map(m => [m.textContent, !!m.closest(':target')])"
        )
        assert marks
        assert {words for words, _ in marks} == {parse_qs(urlsplit(href).query)["hit"][0]}
        assert all(inside for _, inside in marks)


def test_names_in_every_script_lead_to_their_entity_first(served, demonstration):
    page = served(demonstration.folder, "search.html")
    for name in ("普丁", "普京", "Putin", "vladimir putin", "ＰＵＴＩＮ"):
        ask(page, name)
        first = page.locator("#_found > li").first
        assert first.locator("a").first.get_attribute("href") == "entities/vladimir-putin.html", name


def test_filters_narrow_and_stand_in_the_address(served, demonstration):
    page = served(demonstration.folder, "search.html?q=普京")
    page.wait_for_selector("#_found h3")
    articles = page.locator("#_found h3")
    everything = articles.count()
    page.select_option("#_outlet", "bbc-zh")
    expect(articles).not_to_have_count(everything)
    outlets = {span.inner_text() for span in page.query_selector_all("#_found .kick span:last-child")}
    assert outlets == {"BBC News 中文"}
    state = parse_qs(urlsplit(page.url).query)
    assert state == {"q": ["普京"], "outlet": ["bbc-zh"]}
    narrowed = articles.count()
    page.reload()
    expect(articles).to_have_count(narrowed)
    page.fill("#_q", "")
    page.select_option("#_outlet", "")
    page.select_option("#_entity", "sergei-shoigu")
    rows = json.loads((demonstration.folder / "data/entities.json").read_text("utf-8"))
    (shoigu,) = [row for row in rows if row["id"] == "sergei-shoigu"]
    expect(articles).to_have_count(len(shoigu["mentions"]))


def test_without_javascript_there_are_all_names_and_headlines(served, demonstration):
    page = served(demonstration.folder, "search.html", java_script_enabled=False)
    assert not page.locator("#_find").is_visible()
    names = json.loads((demonstration.folder / "data/entities.json").read_text("utf-8"))
    assert page.locator("#_az dl a").count() == len(names)
    assert page.locator("#_az a[href^=articles]").count() == len({path for path, _ in demonstration.texts})


# ── The whole proofs ─────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_five_real_texts(served, curated, tmp_path):
    site = Searched(tmp_path, build_site(curated, BuildOptions()).dossier)
    queries = both([*substrings(site, 200), *across(site, 50)])
    check(served(site.folder, "search.html"), site, queries)


@pytest.fixture(scope="session")
def thousand(tmp_path_factory) -> Searched:
    return Searched(tmp_path_factory.mktemp("thousand"), generated(1_000))


def generated(count: int) -> Dossier:
    """Articles of some 2,000 characters, in which one follows another as in the demonstration's texts."""
    chance = random.Random(9)
    told = "\n".join(
        block.text for a in build_site(ROOT / "content", BuildOptions()).dossier.content.articles for block in a.body
    )
    follows: dict[str, list[str]] = {}
    for one, other in pairwise(told):
        follows.setdefault(one, []).append(other)

    def paragraph(length: int) -> str:
        letters = [chance.choice(told)]
        while len(letters) < length:
            letters.append(
                chance.choice(follows.get(letters[-1]) or told) if chance.random() < 0.95 else chance.choice(told)
            )
        return re.sub(r"[^\w，。“”、：（）·]+", " ", "".join(letters)).strip()

    articles = []
    for number in range(count):
        body, _ = markdown.parse_blocks("\n\n".join(paragraph(chance.randint(60, 180)) for _ in range(18)), file="x.md")
        title = Block("p-title", "title", paragraph(18))
        date = edtf.parse(f"{2014 + number // 100}-{1 + number % 12:02}-{1 + number % 28:02}")
        articles.append(
            Article(f"a{number:04}", title.text, "gazette", "zh-Hans", (title,), body, Location("x.md"), published=date)
        )
    return Dossier(Library(Settings("千篇"), {}, tuple(articles)))


@pytest.mark.slow
def test_a_thousand_articles(served, thousand):
    queries = both([*substrings(thousand, 200), *across(thousand, 50)])
    check(served(thousand.folder, "search.html"), thousand, queries)


@pytest.mark.slow
def test_a_thousand_articles_are_searched_lightly(served, thousand):
    """Beyond what starts Pagefind, at most 300 KB are fetched before ten articles stand. (How long it takes is measured
    too, but a busy machine must not fail: see bench/.)"""
    took = []
    for query in substrings(thousand, 25):
        page = served(thousand.folder, "search.html")
        fetched: dict[str, int] = {}
        page.on("response", lambda r, fetched=fetched: fetched.update({r.url: int(r.headers.get("content-length", 0))}))
        ask(page, "\U0010fffe")
        fetched.clear()
        took.append(page.evaluate(ASK.partition("for (let before")[0] + "return took}", query))
        assert sum(fetched.values()) <= 300_000, query
        page.context.close()
    print(f"median {sorted(took)[len(took) // 2]:.0f} ms, slowest {max(took):.0f} ms")  # noqa: T201 (pytest -s)
