"""Search finds what Ctrl-F finds: every place of every substring and no other, in either script, in a real browser."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dossier import edtf, markdown, render, script
from dossier.cli import main
from dossier.model import Article, Block, Dossier, Library, Location, Settings
from dossier.pipeline import BuildOptions, build_site
from dossier.render.search import SearchIndex
from dossier.render.site import build_site as index_dossier

ROOT = Path(__file__).parent.parent.parent
UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"}
Place = tuple[str, str]  # an article's page and a block of it


class Searched:
    """A site on disk with its search index, and what its data say stands where."""

    def __init__(self, folder: Path, dossier: Dossier, *, indexed: bool = True) -> None:
        self.folder = folder
        output, _ = render.render_site(dossier)
        index = SearchIndex().files(index_dossier(dossier)) if indexed else {}
        for path, data in {**output, **index}.items():
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


ASK = """async ([query, every]) => {
    const form = document.getElementById("_find"), found = document.getElementById("_found")
    const stands = was => new Promise(resolve => {
        const look = () => found.dataset.stands !== was ? resolve() : setTimeout(look, 2)
        look()
    })
    const was = found.dataset.stands, begun = performance.now()
    form.q.value = query
    form.requestSubmit()
    await stands(was)
    const took = performance.now() - begun
    const more = () => found.querySelector("#_found_article ~ p .more:not([hidden])")
    while (every && more()) {
        if (!more().disabled) more().click()
        await new Promise(resolve => setTimeout(resolve, 5))
    }
    const items = [...found.querySelectorAll("#_found_article > li")]
    const places = items.flatMap(item => [...item.querySelectorAll(":scope > ol a, :scope > details a")].map(a => [a.getAttribute("href"), [...a.querySelectorAll("mark")].map(m => m.textContent)]))
    const titles = items.map(item => item.querySelector("h3 a")).map(a => [a.getAttribute("href"), [...a.querySelectorAll("mark")].map(m => m.textContent)])
    return {places, titles, took, said: document.getElementById("_count").textContent, back: document.getElementById("_back").textContent,
        heading: found.querySelector(".texts h2")?.textContent ?? "", nothing: Boolean(found.querySelector(".nothing")),
        kinds: Object.fromEntries([...found.querySelectorAll("section > ol")].map(list => [list.id.slice(7), [...list.querySelectorAll("h3")].map(h => h.textContent)]))}
}"""


def ask(page: Page, query: str, *, every: bool = False) -> dict[str, Any]:
    """What the page shows for a query: its first results, or every one."""
    return page.evaluate(ASK, [query, every])


def shown_places(told: Mapping[str, Any], site: Searched) -> set[Place]:
    """The blocks that the page lists, titles too; each has words marked."""
    places = set()
    for href, marks in told["places"]:
        path, _, block = href.partition("#")
        assert marks, href
        places.add((path, block))
    for path, marks in told["titles"]:
        if marks:
            places.add(next(place for place in site.texts if place[0] == path))
    return places


def check(page: Page, site: Searched, queries: Sequence[str]) -> None:
    """Recall and precision are 1 for every query, as a phrase; and the number of articles is what the page says."""
    for query in queries:
        told = ask(page, f"“{query}”" if not set('“”「」『』„«»＂"') & set(query) else query, every=True)
        found = shown_places(told, site)
        if told["back"]:  # nothing was found, and something like it is shown
            assert site.truth(query) == set(), query
            continue
        assert found == site.truth(query), query
        listed = len({path for path, _ in found})
        assert len(told["titles"]) == listed, query
        assert re.findall(r"\d+", told["heading"]) == ([str(listed)] if found else []), query


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
    queries = both([*substrings(demonstration, 15), *across(demonstration, 5), "Putin", "putin", "，", "的"])
    check(served(demonstration.folder, "search.html"), demonstration, queries)


def test_signs_are_found_like_letters(served, tmp_path):
    """Every substring of a text of signs, but for those that the query itself is written with."""
    text = "A *c* -d C++ 50% e\u0301 É 😀 ¥3/4 ‘六’ _g_ <h> & zz 𠮷野 8:30 (九) #十 !k ~l __proto__ constructor"
    title = Block("p-title", "title", "题")
    odd = Article(
        "odd", "题", "gazette", "zh-Hans", (title,), (Block("p-oddone", "paragraph", text, number=1),), Location("x.md")
    )
    site = Searched(tmp_path, Dossier(Library(Settings("符"), {}, (odd,))))
    queries = {text[start : start + length] for length in (1, 2, 3) for start in range(len(text) - length)}
    check(served(site.folder, "search.html"), site, sorted(query for query in queries if plain(query)))


def test_from_the_file_system_too(chromium, demonstration):
    page = chromium.new_page()
    page.goto(f"{demonstration.folder.as_uri()}/search.html")
    check(page, demonstration, both([*substrings(demonstration, 15), *across(demonstration, 5), "Putin", "的"]))
    page.close()


def test_without_an_index_that_is_said(chromium, tmp_path, demonstration):
    """As after `build --no-search`; and the browser may complain of what is not there."""
    bare = Searched(tmp_path, build_site(ROOT / "content", BuildOptions()).dossier, indexed=False)
    page = chromium.new_page()
    page.goto(f"{bare.folder.as_uri()}/search.html")
    told = ask(page, "普京")
    assert "A–Z" in told["said"]
    assert page.locator("#_az a").is_visible()
    page.close()


def articles(told: Mapping[str, Any]) -> list[str]:
    return [path for path, _ in told["titles"]]


def entity(site: Searched, name: str) -> dict[str, Any]:
    rows = json.loads((site.folder / "data/entities.json").read_text("utf-8"))
    return next(row for row in rows if row["id"] == name)


@pytest.mark.parametrize("query", ["金正恩 普京", "普丁 武器", "kim putin", "Putin 金正恩"])
def test_words_are_joined_over_an_article_and_names_are_their_other_forms(served, demonstration, query):
    told = ask(served(demonstration.folder, "search.html"), query, every=True)
    forms = {"普京": ["普京", "普丁", "putin"], "金正恩": ["金正恩", "kimjongun"], "武器": ["武器"]}
    wanted = [
        forms[{"普丁": "普京", "putin": "普京", "Putin": "普京", "kim": "金正恩"}.get(word, word)]
        for word in query.split()
    ]
    whole = {}
    for (path, _), text in demonstration.plain.items():
        whole[path] = whole.get(path, "") + "|" + text
    assert set(articles(told)) >= {
        path for path, text in whole.items() if all(any(f in text for f in fs) for fs in wanted)
    }
    assert told["places"]


def test_a_name_can_be_searched_without_its_other_forms(served, demonstration):
    page = served(demonstration.folder, "search.html")
    both_scripts = ask(page, "普丁", every=True)
    page.uncheck("#_forms input")
    page.wait_for_function("() => document.getElementById('_q').value === '“普丁”'")
    expect(page.locator("#_found_article > li")).to_have_count(len({p for p, _ in demonstration.truth("普丁")}))
    assert len(both_scripts["titles"]) > page.locator("#_found_article > li").count()


@pytest.mark.parametrize(
    "query", ["2023-09-13", "9月13日", "13 September", "September 13, 2023", "二〇二三年九月十三日"]
)
def test_a_day_is_found_where_a_text_is_dated_on_it_however_it_is_written(served, demonstration, query):
    told = ask(served(demonstration.folder, "search.html"), query, every=True)
    dates = json.loads((demonstration.folder / "data/dates.json").read_text("utf-8"))
    wanted = {f"articles/{row['article']}.html" for row in dates if row["edtf"] == "2023-09-13"}
    assert wanted
    assert wanted <= set(articles(told))
    assert told["kinds"]["event"]


def test_fields_narrow_a_query(served, demonstration):
    page = served(demonstration.folder, "search.html")
    everything = articles(ask(page, "普京", every=True))
    for query, kept in [
        ("普京 outlet:bbc-zh", [path for path in everything if "-bbc-" in path]),
        ("普京 媒体:BBC", [path for path in everything if "-bbc-" in path]),
        ("普京 -outlet:bbc-zh", [path for path in everything if "-bbc-" not in path]),
        ("普京 date:2023-09-05", [path for path in everything if "/2023-09-05" in path]),
        (
            "普京 date:2023-09-06..2023-09-30",
            [path for path in everything if "/2023-09-06" in path or "undated" in path],
        ),
        ("普京 year:2023", everything),
        ("普京 year:2022", []),
        ("普京 type:event", []),
    ]:
        told = ask(page, query, every=True)
        assert set(articles(told)) == set(kept), query
    assert ask(page, "普京 type:event")["kinds"].keys() == {"event"}
    who = ask(page, "who:绍伊古", every=True)
    mentions = json.loads((demonstration.folder / "data/mentions.json").read_text("utf-8"))
    named = {f"articles/{m['article']}.html" for m in mentions if "sergei-shoigu" in m["entity"]}
    assert set(articles(who)) == named
    less = ask(page, "普京 -卫星", every=True)
    with_it = {path for path, _ in demonstration.truth("卫星")}
    assert set(articles(less)) == set(everything) - with_it


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("海参威", "符拉迪沃斯托克"),
        ("pujing", "普京"),
        ("Shoygu", "谢尔盖·绍伊古"),
        ("Pyongyagn", "平壤"),
        ("金正恩普京", "金正恩"),
    ],
)
def test_a_near_miss_is_answered_and_said(served, demonstration, query, name):
    told = ask(served(demonstration.folder, "search.html"), query)
    assert query in told["back"]
    assert name in told["kinds"]["name"]


def test_what_stands_nowhere_is_said_with_what_may_be_asked(served, demonstration):
    page = served(demonstration.folder, "search.html")
    assert ask(page, "诺维乔克")["nothing"]
    assert page.locator(".nothing li a").count() >= 3
    told = ask(page, "普京 诺维乔克")
    assert told["nothing"]
    assert "普京" in page.locator(".nothing ul").first.inner_text()


def test_a_result_opens_at_its_place_with_the_words_marked_and_its_address_holds_no_query(served, demonstration):
    page = served(demonstration.folder, f"search.html?q={otherwise('普京')}")
    page.wait_for_selector("#_found_article > li > ol a")
    for nth in range(0, page.locator("#_found_article > li > ol a").count(), 3):
        link = page.locator("#_found_article > li > ol a").nth(nth)
        href = link.get_attribute("href")
        link.click()
        page.wait_for_load_state()
        assert page.url.endswith(href)
        assert "?" not in page.url
        target = page.evaluate("document.querySelector(':target')?.id")
        assert target == urlsplit(href).fragment
        marks = page.evaluate(
            "[...document.querySelectorAll('mark.hit')].map(m => [m.textContent, !!m.closest(':target')])"
        )
        assert marks
        assert all(inside for _, inside in marks)
        page.go_back()
        page.wait_for_selector("#_found_article > li > ol a")


def test_names_in_every_script_lead_to_their_entity_first(served, demonstration):
    page = served(demonstration.folder, "search.html")
    for name in ("普丁", "普京", "Putin", "vladimir putin", "ＰＵＴＩＮ"):
        ask(page, name)
        first = page.locator("#_found h3 a").first
        assert first.get_attribute("href") == "entities/vladimir-putin.html", name


def test_the_query_stands_in_the_address_and_old_addresses_are_read(served, demonstration):
    page = served(demonstration.folder, "search.html?q=普京&outlet=bbc-zh&entity=kim-jong-un")
    page.wait_for_selector("#_found h3")
    assert page.input_value("#_q") == "普京 who:kim-jong-un outlet:bbc-zh"
    page.fill("#_q", "武器")
    page.wait_for_function("() => decodeURIComponent(location.search) === '?q=武器'")


def test_facets_are_words_of_the_query(served, demonstration):
    page = served(demonstration.folder, "search.html?q=普京")
    page.wait_for_selector("#_found_article h3")
    before = page.locator("#_found_article > li").count()
    page.evaluate("document.getElementById('_facets').open = true")
    page.locator("#_outlet .facet").first.click()
    page.wait_for_function("() => document.getElementById('_q').value.startsWith('普京 outlet:')")
    expect(page.locator("#_found_article > li")).not_to_have_count(before)
    page.locator("#_outlet .facet[aria-pressed=true]").click()
    expect(page.locator("#_found_article > li")).to_have_count(before)


def test_without_javascript_the_field_leads_to_all_names_and_headlines(served, demonstration):
    page = served(demonstration.folder, "index.html", java_script_enabled=False)
    page.fill("#_seek", "普京")
    page.press("#_seek", "Enter")
    assert "/search.az.html?" in page.url
    names = json.loads((demonstration.folder / "data/entities.json").read_text("utf-8"))
    assert page.locator("#_az dl a").count() == len(names)
    assert page.locator("#_az a[href^=articles]").count() == len({path for path, _ in demonstration.texts})
    page.goto(page.url.partition("search.az")[0] + "search.html")
    assert page.locator("noscript p").inner_text()
    assert page.locator("#_az a").get_attribute("href") == "search.az.html"


# ── Queries as people type them, with what they want ─────────────────────────


QUERIES = ROOT / "tests" / "fixtures" / "search"


def missed(page: Page, name: str) -> list[str]:
    """The queries of a file of which nothing that was wanted is among the first three results."""
    queries = json.loads((QUERIES / f"{name}.json").read_text("utf-8"))
    found = []
    for query in queries:
        ask(page, query["query"])
        first = page.evaluate(
            "[...document.querySelectorAll('#_found h3 a')].slice(0, 3).map(a => a.getAttribute('href'))"
        )
        if not any(leads_to(href, wanted) for href in first for wanted in query["first_three"]):
            found.append(query["query"])
    return found


def leads_to(href: str, wanted: str) -> bool:
    kind, _, name = wanted.partition(":")
    folders = {"entity": "entities/", "event": "events/", "claim": "claims/", "article": "articles/", "page": ""}
    return href in (f"{folders[kind]}{name}.html", f"timeline.html#{name}", f"claims.html#{name}")


def test_queries_over_the_demonstration_show_what_is_wanted_among_the_first_three(served, demonstration):
    assert len(missed(served(demonstration.folder, "search.html"), "demonstration")) <= 3  # of 60


@pytest.mark.slow
def test_queries_over_an_archive_show_what_is_wanted_among_the_first_three(
    served, demonstration, tmp_path, monkeypatch
):
    """Three days of many outlets, the 100 best names of `suggest` accepted; the queries were written by somebody else."""
    archive = ROOT.parent / "shared" / "archive"
    if not archive.is_dir():
        pytest.skip("no ../shared/archive here: it holds others' texts")
    monkeypatch.chdir(tmp_path)
    assert main(["new", "dossier"]) == 0
    monkeypatch.chdir(tmp_path / "dossier")
    for path in Path("content").glob("articles/*"):
        path.unlink()
    main(["import", "-q", str(archive)])
    names = subprocess.run(
        [sys.executable, "-m", "dossier", "suggest", "-q", "--names", "--limit", "100", "--format", "json"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    lines = [f"{row['key']}: {json.dumps(row['record'], ensure_ascii=False)}\n" for row in json.loads(names.stdout)]
    Path("content/entities.yaml").write_text("".join(lines), "utf-8")
    site = Searched(tmp_path / "site", build_site(Path("content"), BuildOptions()).dossier)
    found = missed(served(site.folder, "search.html"), "archive")
    also = missed(served(demonstration.folder, "search.html"), "demonstration")
    assert len(found) + len(also) <= 6, found  # of 120


# ── The field in the masthead ────────────────────────────────────────────────


def test_the_field_loads_nothing_before_it_is_used_and_little_then(served, demonstration):
    page = served(demonstration.folder, "articles/index.html")
    asked: list[str] = []
    page.on("request", lambda request: "favicon" in request.url or asked.append(urlsplit(request.url).path))
    page.wait_for_timeout(300)
    assert asked == []
    page.keyboard.press("/")
    page.wait_for_function("() => document.querySelector('#_seek').getAttribute('role') === 'combobox'")
    assert sorted(asked) == ["/assets/suggest.js", "/search/names.js"]
    sizes = [len(gzip.compress((demonstration.folder / path.lstrip("/")).read_bytes())) for path in asked]
    assert sum(sizes) <= 30_000


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("普丁", "普京"),
        ("putin", "普京"),
        ("pujing", "普京"),
        ("pj", "普京"),
        ("shoi", "谢尔盖·绍伊古"),
        ("海参威", "符拉迪沃斯托克"),
    ],
)
def test_names_are_suggested_as_one_types(served, demonstration, typed, first):
    page = served(demonstration.folder, "articles/index.html")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    option = page.locator("#_hints [role=option]").first
    expect(option).to_contain_text(first)


def test_suggestions_are_a_combobox(served, demonstration):
    page = served(demonstration.folder, "articles/index.html")
    page.keyboard.press("/")
    page.keyboard.type("普京")
    field = page.locator("#_seek")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".seek [role=status]")).to_contain_text(re.compile(r"\d"))
    page.keyboard.press("ArrowDown")
    lit = field.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{lit}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entities/vladimir-putin.html")
    page.keyboard.press("/")
    page.keyboard.type("武器 普京")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    page.wait_for_selector("#_found_article h3")


def test_nothing_moves(served, demonstration):
    """No layout shift while results come in, nor when the field of a phone opens."""
    watch = """() => { window.moved = 0; new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value })
        .observe({type: 'layout-shift', buffered: true}) }"""
    for width in (360, 1440):
        page = served(demonstration.folder, "search.html?q=普京", viewport={"width": width, "height": 800})
        page.evaluate(watch)
        page.wait_for_selector("#_found h3")
        page.wait_for_timeout(200)
        assert page.evaluate("window.moved") <= 0.02, width
        page.goto(page.url.replace("search.html", "articles/index.html"))
        page.evaluate(watch)
        assert page.locator("#_seek").bounding_box()["height"] >= 44
        page.click("#_seek")
        page.keyboard.type("普京")
        page.wait_for_selector("#_hints [role=option]")
        page.wait_for_timeout(100)
        assert page.evaluate("window.moved") == 0, width


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
    """At most 8 requests for the index and one for each article shown, and 150 KB compressed, before ten articles stand."""
    for query in substrings(thousand, 25):
        page = served(thousand.folder, "search.html")
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(urlsplit(request.url).path.lstrip("/")))
        told = ask(page, query)
        files = [path for path in asked if path.startswith("search/")]
        shown = [path for path in files if path.startswith("search/texts/")]
        assert len(files) - len(shown) <= 8, query
        assert len(shown) <= max(10, len(told["titles"])), query
        assert sum(len(gzip.compress((thousand.folder / path).read_bytes())) for path in files) <= 150_000, query
        page.context.close()
