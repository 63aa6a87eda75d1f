"""An exception in one record, at any stage, is a problem of that record and does not affect the others."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from dossier.cli import main
from dossier.deliver.workers import parallel_map
from dossier.enrich import edition
from dossier.guard import FAULT, gather, guarded, process_batch
from dossier.ingest.importing import ImportOptions, ImportStep, import_captures
from dossier.ingest.network.dead_links import dead_link_problems
from dossier.ingest.network.fetch import FetchedPage, ServerAnswer
from dossier.load import read_content as content_of
from dossier.model import Location
from dossier.pipeline import BuildOptions, build_from, page_problems, read_dossier
from dossier.problems import Failure, Problem
from dossier.render import render_site
from dossier.render.search import SearchIndex
from dossier.render.site import build_site as index_dossier
from dossier.render.templates import OURS

SMALL = Path(__file__).parent / "sites" / "small" / "content"
VICTIM = "2023-09-15-bbc-10000003"
ARTICLE = """---
title: 灯又亮了
outlet: bbc-zh
published: 2023-09-15
language: zh-Hans
rights: excerpt
---
灯塔昨夜又亮了，普京没有来。

来的是四十个人。
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
MORE = {
    f"articles/{VICTIM}.md": ARTICLE,
    f"notes/{VICTIM}.yaml": "- {quote: 四十个人, note: 一说五十, by: 甲}\n",
    "pages/method.md": "---\ntitle: 方法\n---\n我们数人。\n",
    "corrections.yaml": "- {date: 2023-09-16, text: 灯不是新的, by: 甲}\n- {date: 2023-09-17, text: 人不是五十个, by: 甲}\n",
    "compounds.yaml": "普金会: [vladimir-putin, kim-jong-un]\n",
    "media/a.svg": SVG,
    "media/b.svg": SVG,
    "media/rights.yaml": "a.svg: {rights: owned}\nb.svg: {rights: owned}\n",
}
ENTITY = "lighthouse:\n  type: place\n  name: {zh-Hans: 灯塔}\n"
EVENT = f"lamp:\n  date: 2023-09-14\n  title: 亮灯\n  status: happened\n  sources: [{{article: {VICTIM}, quote: 灯塔昨夜又亮了}}]\n"
CLAIM = f"people:\n  text: 来了四十个人\n  status: confirmed\n  stances: [{{voice: 守塔人, says: asserts, article: {VICTIM}, quote: 四十个人}}]\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(SMALL, folder)
    for path, text in MORE.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    for name, text in (("entities", ENTITY), ("events", EVENT), ("claims", CLAIM)):
        with (folder / f"{name}.yaml").open("a", encoding="utf-8") as file:
            file.write(text)
    return folder


class Planted(Exception):
    """What nobody foresaw."""


def plant(monkeypatch: pytest.MonkeyPatch, target: str, is_victim: Callable[..., bool]) -> None:
    """`target`, a function or a method, fails where its arguments are those of the victim."""
    module, _, name = target.partition(":")
    owner: Any = import_module(f"dossier.{module}")
    *classes, name = name.split(".")
    for one in classes:
        owner = getattr(owner, one)
    real = getattr(owner, name)

    def broken(*arguments: Any, **named: Any) -> Any:
        if is_victim(*arguments):
            raise Planted("planted")
        return real(*arguments, **named)

    monkeypatch.setattr(owner, name, broken)


def faults(problems: tuple[Problem, ...]) -> list[Problem]:
    problems = [problem for problem in problems if problem.check == FAULT]
    assert all("Planted: planted" in one.message and "--debug" in one.hint for one in problems)
    assert all('raise Planted("planted")' in one.trace for one in problems)
    return problems


# ── Import ───────────────────────────────────────────────────────────────────


def capture(number: int) -> bytes:
    picture = f'<img src="https://island.example/{number}.jpg">'
    return f"[邮局{number}重开](https://island.example/news/{number})\n------\n\n<p>岛上的邮局今天重新开门。</p>{picture}\n".encode()


def fetch(url: str, types: tuple[str, ...]) -> FetchedPage:
    return FetchedPage(url, "image/jpeg", "", b"\xff\xd8\xff" + url.encode())


def imported(content: Path, folder: Path) -> ImportStep:
    """What becomes of three captures, of which the second is the victim."""
    for number in (1, 2, 3):
        (folder / f"{number}.txt").write_bytes(capture(number))
    words = [str(folder / f"{number}.txt") for number in (1, 2, 3)]
    (part,) = import_captures(content, words, ImportOptions("2023-09-07T08:00:00+00:00", fetch, images=True))
    return part


IMPORT = {
    "its source": ("ingest.importing:captures_at", lambda place, *_: place.endswith("2.txt"), "2.txt"),
    "its envelope": ("ingest.drafts.draft:detect_capture", lambda name, _: name.endswith("2.txt"), "2.txt"),
    "its tree": ("ingest.drafts.draft:parse_html", lambda text: "news/2" in text or "2.jpg" in text, "2.txt"),
    "its Markdown": ("ingest.drafts.draft:pieces_to_markdown", lambda pieces, *_: "2.jpg" in str(pieces), "2.txt"),
    "its article": (
        "ingest.captures.update:UpdatePlanner.plan_article",
        lambda _, __, group: group[0].source.endswith("2.txt"),
        "2.txt",
    ),
    "its picture": (
        "ingest.drafts.images:_download_picture",
        lambda url, _: url.endswith("2.jpg"),
        "https://island.example/2.jpg",
    ),
}


@pytest.mark.parametrize(("target", "is_victim", "named"), IMPORT.values(), ids=IMPORT.keys())
def test_the_other_captures_are_imported(content, tmp_path, monkeypatch, target, is_victim, named):
    before = imported(content, tmp_path)
    plant(monkeypatch, target, is_victim)
    part = imported(content, tmp_path)
    (problem,) = faults(part.problems)
    assert problem.at.file.endswith(named)
    others = {
        path: data for path, data in before.writes.items() if b"2.jpg" not in data and "邮局2".encode() not in data
    }
    assert len(others) >= 4
    assert {path: part.writes.get(path) for path in others} == others


def test_an_article_that_cannot_be_known_stops_no_import(content, tmp_path, monkeypatch):
    plant(monkeypatch, "ingest.captures.stored_content:_parse_article", lambda name, *_: name == VICTIM)
    assert len(imported(content, tmp_path).outcomes) == 3


def test_the_other_items_of_a_feed_are_imported(content, tmp_path, monkeypatch):
    item = "<item><title>灯{0}</title><link>https://a.example/{0}</link><description>灯又亮了。</description></item>"
    (tmp_path / "feed.xml").write_text(
        f"<rss version='2.0'><channel>{item.format(1)}{item.format(2)}</channel></rss>", "utf-8"
    )
    plant(monkeypatch, "ingest.formats.feeds:_item_html", lambda entry: entry["link"].endswith("2"))
    (part,) = import_captures(content, [str(tmp_path / "feed.xml")], ImportOptions("", fetch))
    assert [problem.at.file[-10:] for problem in faults(part.problems)] == ["feed.xml#2"]
    assert len(part.outcomes) == 1


def test_the_other_addresses_are_asked():
    class Asked:
        def status_of(self, address: str, method: str) -> ServerAnswer:
            if address.endswith("2"):
                raise Planted("planted")
            return ServerAnswer(address, 404, "Not Found")

    asked = {f"https://a.example/{number}": Location("events.yaml", number) for number in (1, 2, 3)}
    problems = dead_link_problems(asked, Asked())
    assert [problem.at.line for problem in faults(problems)] == [2]
    assert [problem.at.line for problem in problems if problem.check == "unreached"] == [1, 3]


# ── Load ─────────────────────────────────────────────────────────────────────


def record(name: str) -> tuple[str, Callable[..., bool]]:
    return "load.yaml_files:_parse_record", lambda file, key, *_: key == name


def text(path: str) -> Callable[..., bool]:
    return lambda *arguments: any(str(argument).endswith(path) for argument in arguments)


LOAD: dict[str, tuple[str, Callable[..., bool], str, str]] = {
    "a file": ("load.disk:_FolderReader._text_file", text("pages/method.md"), "pages", "pages/method.md"),
    "a picture": ("load.disk:_identity", lambda path, _: path == "media/b.svg", "media", "media/b.svg"),
    "an article": ("load.articles:parse_prose", text(f"{VICTIM}.md"), "articles", f"articles/{VICTIM}.md"),
    "a page": ("load.articles:_page_name_problems", lambda stem, _: stem == "method", "pages", "pages/method.md"),
    "notes": ("load.build_models:build_note", lambda read: VICTIM in read.at.file, "notes", f"notes/{VICTIM}.yaml:1"),
    "an entity": (*record("lighthouse"), "entities", "entities.yaml:16"),
    "an event": (*record("lamp"), "events", "events.yaml:22"),
    "a claim": (*record("people"), "claims", "claims.yaml:8"),
    "a compound": (*record("普金会"), "compounds", "compounds.yaml:1"),
    "a correction": (
        "load.build_models:build_correction",
        lambda read: read.at.line == 2,
        "corrections",
        "corrections.yaml:2",
    ),
    "a picture's rights": (*record("b.svg"), "", "media/rights.yaml:2"),
}


def replant(monkeypatch, target, is_victim) -> None:
    """As `plant`; what makes records is known by the definitions of fields, and is planted there."""
    if not target.startswith("load.build_models:"):
        plant(monkeypatch, target, is_victim)
        return
    values = import_module("dossier.load.records").RecordType
    dossier = getattr(import_module("dossier.load.build_models"), target.partition(":")[2])
    real = values.parse

    def broken(self, node, at):
        if self.build is dossier and is_victim(at):
            raise Planted("planted")
        return real(self, node, at)

    monkeypatch.setattr(values, "parse", broken)


@pytest.mark.parametrize(("target", "is_victim", "kind", "named"), LOAD.values(), ids=LOAD.keys())
def test_the_other_records_are_read(content, monkeypatch, target, is_victim, kind, named):
    before = read_dossier(content, BuildOptions())
    replant(monkeypatch, target, is_victim)
    after = read_dossier(content, BuildOptions())
    (problem,) = faults(after.problems)
    assert str(problem.at) == f"{content.as_posix()}/{named}"
    errors = [one for one in after.problems if one.severity == "error" and one.check != FAULT]
    assert [one for one in errors if "lighthouse" in one.message] == []  # what refers to it is not reported again
    for name in ("articles", "entities", "events", "claims", "compounds", "pages", "corrections", "notes", "media"):
        before_records, after_records = getattr(before.library, name), getattr(after.library, name)
        if name == "media":
            assert set(after_records) == {file for file in before_records if name != kind or file != "b.svg"}
        else:
            assert len(after_records) == len(before_records) - (name == kind), name
            assert [one for one in before_records if one in after_records] == list(after_records)


def test_the_other_articles_are_put_in_order(content, monkeypatch):
    before = read_dossier(content, BuildOptions())
    plant(monkeypatch, "load.library:_date_key", lambda _, article: article.id == VICTIM)
    after = read_dossier(content, BuildOptions())
    assert [problem.at.file[-len(VICTIM) - 3 :] for problem in faults(after.problems)] == [f"{VICTIM}.md"]
    assert {one.id for one in after.library.articles} == {one.id for one in before.library.articles}


def test_the_other_checks_are_made(content, monkeypatch):
    library_module = import_module("dossier.load.library")

    def failing(material):
        for article in material.library.articles:
            if article.id == VICTIM:
                raise Planted("planted")
            yield Problem(article.at, library_module.Severity.NOTICE, "unused", "seen")

    before = read_dossier(content, BuildOptions()).problems
    monkeypatch.setattr(library_module, "CHECKS", (failing, *library_module.CHECKS))
    after = read_dossier(content, BuildOptions()).problems
    assert [problem.at.file.endswith(f"{VICTIM}.md") for problem in faults(after)] == [True]
    assert set(before) <= set(after)
    assert any(problem.message == "seen" for problem in after)


# ── Enrich ───────────────────────────────────────────────────────────────────

ENRICH: dict[str, tuple[str, Callable[..., bool], str]] = {
    "names of an article": ("enrich:find_mentions", lambda _, article, __: article.id == VICTIM, f"articles/{VICTIM}.md:1"),
    "dates of an article": ("enrich:find_dates", lambda article, _: article.id == VICTIM, f"articles/{VICTIM}.md:1"),
    "a quotation": ("enrich.anchors:_find", lambda _, one: one.at.file.endswith("claims.yaml") and one.article == VICTIM, "claims.yaml:11"),
    "an entity": ("enrich.names.spellings:_entity_meanings", lambda entity, *_: entity.id == "lighthouse", "entities.yaml:16"),
    "an event": ("enrich.timeline:_sort_key", lambda event: event.id == "lamp", "events.yaml:22"),
}  # fmt: skip


@pytest.mark.parametrize("map_fn", [map, parallel_map(2)], ids=["alone", "shared"])
@pytest.mark.parametrize(("target", "is_victim", "named"), ENRICH.values(), ids=ENRICH.keys())
def test_the_other_records_are_linked(content, monkeypatch, target, is_victim, named, map_fn):
    before = read_dossier(content, BuildOptions())
    plant(monkeypatch, target, is_victim)
    after = read_dossier(content, BuildOptions(), map_fn)
    (problem,) = faults(after.problems)
    assert str(problem.at) == f"{content.as_posix()}/{named}"
    assert after.library == before.library
    assert {name: problems for name, problems in after.dossier.findings.items() if name != VICTIM} == {
        name: problems for name, problems in before.dossier.findings.items() if name != VICTIM
    }
    assert {c: p for c, p in before.dossier.passages.items() if c.article != VICTIM}.items() <= after.dossier.passages.items()  # fmt: skip
    assert [e for e in before.dossier.timeline if e.id != "lamp"] == [
        e for e in after.dossier.timeline if e.id != "lamp"
    ]


def test_an_article_that_cannot_be_cut_makes_no_public_edition(content, monkeypatch):
    dossier = read_dossier(content, BuildOptions()).dossier
    plant(monkeypatch, "enrich.edition:excerpt_article", lambda article, _: article.id == VICTIM)
    with pytest.raises(Failure) as failure:
        edition.public_edition(dossier)
    assert [problem.at.file.endswith(f"{VICTIM}.md") for problem in faults(failure.value.problems)] == [True]


# ── Render ───────────────────────────────────────────────────────────────────

PAGES: dict[str, tuple[str, Callable[..., bool], str, str]] = {
    "an article's": ("render.pages.article:article_record", lambda _, article: article.id == VICTIM, f"articles/{VICTIM}.html", f"articles/{VICTIM}.md:1"),
    "an entity's": ("render.pages.entities:_entity_facts", lambda _, entity: entity.id == "lighthouse", "entities/lighthouse.html", "entities.yaml:16"),
    "the feed": ("render.exports.feeds:_atom", lambda *_: True, "feed.xml", "feed.xml"),
}  # fmt: skip


@pytest.mark.parametrize(("target", "is_victim", "path", "named"), PAGES.values(), ids=PAGES.keys())
def test_the_other_pages_are_made(content, monkeypatch, target, is_victim, path, named):
    enriched = read_dossier(content, BuildOptions())
    before = dict(build_from(enriched, BuildOptions(), OURS).output)
    plant(monkeypatch, target, is_victim)
    site = build_from(enriched, BuildOptions(), OURS)
    (problem,) = faults(page_problems(site))
    assert str(problem.at).endswith(named)
    assert set(site.output) == set(before)
    assert all(site.output[other] == data for other, data in before.items() if other != path)


def test_the_other_pictures_are_shown(content, monkeypatch):
    enriched = read_dossier(content, BuildOptions())
    before = dict(render_site(enriched.dossier)[0])
    plant(monkeypatch, "render:showable_media", lambda media: media is not None and media.file == "b.svg")
    output, problems = render_site(enriched.dossier)
    assert [problem.at.file for problem in faults(problems)] == ["content/media/b.svg"]
    assert before.keys() - output.keys() == {"media/b.svg"}


def test_the_other_kinds_of_pages_are_made(content, monkeypatch):
    render = import_module("dossier.render")

    def pages(site):
        raise Planted("planted")

    monkeypatch.setattr(render, "KINDS", (pages, *render.KINDS))
    output, problems = render_site(read_dossier(content, BuildOptions()).dossier)
    assert len(faults(problems)) == 1
    assert "articles/index.html" in output or "articles.html" in output


def test_every_row_of_the_search_that_fails_is_told(content, monkeypatch):
    dossier = read_dossier(content, BuildOptions()).dossier
    plant(monkeypatch, "render.search.documents:article_terms", lambda article, _: article.id == VICTIM)
    index = SearchIndex()
    index.files(index_dossier(dossier))
    with pytest.raises(Failure) as failure:
        index.fill()
    assert [problem.at.file.endswith(f"{VICTIM}.md") for problem in faults(failure.value.problems)] == [True]


# ── What a person sees ───────────────────────────────────────────────────────


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_fault_is_told_in_one_line_and_with_debug_by_its_traceback(content, monkeypatch, capsys, jobs):
    monkeypatch.chdir(content.parent)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr("dossier.deliver.workers._FEW", 1)
    assert main(["build", "--no-search"]) == 0
    site = (content.parent / "_site" / "index.html").read_bytes()
    plant(monkeypatch, "render.pages.article:article_record", lambda _, article: article.id == VICTIM)
    (content / "pages" / "method.md").write_text("---\ntitle: 方法二\n---\n我们数人。\n", "utf-8")
    assert main(["build", "--no-search", "--jobs", jobs]) == 1
    output = capsys.readouterr().err
    assert f"content/articles/{VICTIM}.md:1: error[fault]: the program fails here" in output
    assert "Traceback" not in output
    assert (content.parent / "_site" / "index.html").read_bytes() == site  # an error leaves the last site
    assert main(["build", "--no-search", "--jobs", jobs, "--debug"]) == 1
    output = capsys.readouterr().err
    assert "Traceback (most recent call last):" in output
    assert 'raise Planted("planted")' in output
    assert main(["check"]) == 1
    assert "error[fault]" in capsys.readouterr().err


# ── The guard itself ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_what_is_no_records_fault_goes_through(stop):
    def work(_: object = None) -> None:
        raise stop

    with pytest.raises(stop):
        gather(work, [1], locate=lambda _: Location("a"))
    with pytest.raises(stop):
        guarded(work, Location("a"))


def test_without_a_place_nothing_is_caught_but_a_failure():
    with pytest.raises(ZeroDivisionError):
        gather(lambda n: 1 // n, [1, 0])


def test_what_fails_by_no_record_alone_is_a_fault_of_the_whole():
    with pytest.raises(ZeroDivisionError):
        process_batch(lambda some: 1 // (len(some) - 2), ["a", "b"], Location)
    assert process_batch(lambda some: [1 // n for n in some], [1, 0, 2], lambda n: Location(str(n)))[:2] == (
        [1, 0],
        (1, 2),
    )


def test_content_is_read_where_nothing_fails(content):
    assert content_of(content).problems == ()
    assert faults(read_dossier(content, BuildOptions()).problems) == []
