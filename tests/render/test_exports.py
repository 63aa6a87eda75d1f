"""Feeds, calendar, tables and site map, each judged by somebody else's reader and compared with what it was."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import fromstring

import feedparser
import icalendar
import pytest
from playwright.sync_api import sync_playwright

from dossier import edtf
from dossier.problems import Severity
from dossier.render import exports
from dossier.render.exports import tables
from dossier.render.lazy_files import LazyFiles
from dossier.render.pages.page import PageFrames, page_surroundings
from dossier.render.site import Site, build_site

LISTED = ["timeline.html", "index.html", "articles/2023-09-13-bbc-10000001.html"]
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
SITEMAP_NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM_NS = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def public(dossier) -> Site:
    return build_site(replace(dossier, edition="public"))


def unaddressed(of: Site) -> Site:
    content = of.dossier.content
    return build_site(replace(of.dossier, content=replace(content, settings=replace(content.settings, base_url=""))))


def with_events(of: Site, **changes: object) -> Site:
    """The dossier with one event only, changed."""
    event = replace(of.dossier.timeline[0], **changes)
    return build_site(replace(of.dossier, timeline=(event,)))


def files(of: Site) -> dict[str, bytes]:
    return dict(exports.export_files(of, LISTED)[0])


PATHS = ("feed.xml", "feed.json", "sitemap.xml", "robots.txt", "timeline.ics", "timeline.csv", "timeline.json")


@pytest.mark.parametrize("path", PATHS)
def test_the_bytes_are_these(public, golden, path):
    golden(path, files(public)[path])


def test_without_an_address_what_needs_one_is_left_out_and_said_to_be(public):
    output, problems = exports.export_files(unaddressed(public), LISTED)
    assert set(PATHS) - set(output) == {"feed.xml", "feed.json", "sitemap.xml", "timeline.ics"}
    assert b"http" not in output["robots.txt"] + output["timeline.json"]
    (problem,) = problems
    assert problem.severity is Severity.NOTICE
    assert exports.export_files(public, LISTED)[1] == ()


def test_the_internal_edition_keeps_search_engines_out(dossier):
    output = files(build_site(dossier))
    assert "sitemap.xml" not in output
    assert output["robots.txt"] == b"User-agent: *\nDisallow: /\n"


def test_feedparser_reads_the_atom_feed(public):
    feed = feedparser.parse(files(public)["feed.xml"])
    assert not feed.bozo
    assert (feed.version, feed.feed.title, feed.feed.id) == ("atom10", "发射场卷宗", "https://example.org/dossier/")
    assert [entry.title for entry in feed.entries] == ["普丁與金正恩談了什麼", "专列北上，会面改在发射场"]
    assert feed.entries[1].summary == "会面地点变了。"
    assert {link.rel: link.href for link in feed.entries[0].links}["via"] == "https://www.dw.com/zh/a-10000002"


def test_the_atom_feed_has_what_rfc_4287_asks_for(public):
    root = fromstring(files(public)["feed.xml"])
    for element in (root, *root.iter(f"{ATOM_NS}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM_NS + name)) == 1
        assert element.find(f"{ATOM_NS}id").text.startswith("https://")
        assert datetime.fromisoformat(element.find(f"{ATOM_NS}updated").text).tzinfo
        assert element.findall(f"{ATOM_NS}author/{ATOM_NS}name")
    ids = [element.text for element in root.iter(f"{ATOM_NS}id")]
    assert len(set(ids)) == len(ids)


def test_the_json_feed_has_what_version_1_1_asks_for(public):
    feed = json.loads(files(public)["feed.json"])
    assert (feed["version"], feed["title"]) == ("https://jsonfeed.org/version/1.1", "发射场卷宗")
    assert feed["feed_url"] == feed["home_page_url"] + "feed.json"
    for item in feed["items"]:
        assert item["id"]
        assert item["content_text"]
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert all(author["name"] for author in item["authors"])


def test_a_feed_holds_the_latest_hundred(public):
    content = public.dossier.content
    (dated, *_) = (article for article in content.articles if article.published)
    days = [edtf.parse(f"{date(2023, 1, 1) + timedelta(n)}") for n in range(120)]
    many = tuple(replace(dated, id=f"{day.edtf}-a", published=day, updated=None) for day in days)
    output = files(build_site(replace(public.dossier, content=replace(content, articles=many))))
    urls = [f"https://example.org/dossier/articles/{article.id}.html" for article in reversed(many)][:100]
    assert [item["url"] for item in json.loads(output["feed.json"])["items"]] == urls
    assert [entry.id for entry in feedparser.parse(output["feed.xml"]).entries] == urls


def test_undated_and_withheld_articles_are_in_no_feed(public):
    content = public.dossier.content
    withheld = tuple(
        replace(article, withheld="律师函") if article.outlet == "dw-zh" else article for article in content.articles
    )
    feed = json.loads(
        files(build_site(replace(public.dossier, content=replace(content, articles=withheld))))["feed.json"]
    )
    assert [item["title"] for item in feed["items"]] == ["专列北上，会面改在发射场"]


def test_what_xml_cannot_hold_does_not_break_the_feed(public):
    content = public.dossier.content
    named = replace(content, settings=replace(content.settings, title="甲\x0b & <乙>"))
    feed = feedparser.parse(files(build_site(replace(public.dossier, content=named)))["feed.xml"])
    assert not feed.bozo
    assert feed.feed.title_detail.value == "甲\ufffd &amp; &lt;乙&gt;" or "甲\ufffd & <乙>" in feed.feed.title


def test_the_site_map_lists_the_pages_that_may_be_listed(public):
    root = fromstring(files(public)["sitemap.xml"])
    assert [loc.text for loc in root.iter(f"{SITEMAP_NS}loc")] == [
        "https://example.org/dossier/articles/2023-09-13-bbc-10000001.html",
        "https://example.org/dossier/",
        "https://example.org/dossier/timeline.html",
    ]


def calendar(of: Site) -> dict[str, icalendar.Event]:
    parsed = icalendar.Calendar.from_ical(files(of)["timeline.ics"])
    assert parsed.errors == []
    return {str(event["UID"]).partition("@")[0]: event for event in parsed.walk("VEVENT")}


def test_icalendar_reads_the_calendar(public):
    events = calendar(public)
    assert set(events) == {"weapons-show", "talks", "summit", "shipment", "parade", "return-visit"}
    assert all(event.errors == [] for event in events.values())
    summit = events["summit"]
    assert (summit["SUMMARY"], summit["LOCATION"], summit["STATUS"]) == (
        "两人在发射场会面",
        "东方航天发射场",
        "CONFIRMED",
    )
    assert (summit.start, summit.end) == (date(2023, 9, 13), date(2023, 9, 14))
    assert summit["GEO"].to_ical() == "51.884;128.334"
    assert "无人解释。\n" in summit["DESCRIPTION"]
    assert events["talks"]["SUMMARY"] == '〔指称〕会谈，"持续两天"；地点保密'
    assert events["parade"].start == datetime.fromisoformat("2023-09-17T00:00:00+00:00")


def test_certainty_is_the_status(public):
    statuses = {name: str(event["STATUS"]) for name, event in calendar(public).items()}
    assert statuses == {
        "weapons-show": "CONFIRMED",
        "talks": "TENTATIVE",
        "summit": "CONFIRMED",
        "shipment": "CANCELLED",
        "parade": "CANCELLED",
        "return-visit": "TENTATIVE",
    }


def test_lines_of_the_calendar_are_short_and_characters_whole(public):
    data = files(with_events(public, title="长" * 300 + "；,;\\"))["timeline.ics"]
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() or line == b"" for line in lines)
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event["SUMMARY"] == "长" * 300 + "；,;\\"


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("2023-09", date(2023, 9, 1), date(2023, 10, 1)),
        ("2023-09-10/..", date(2023, 9, 10), None),
        ("../2023-09-10", date(2023, 9, 10), date(2023, 9, 11)),
        ("0800-01-02T03:04:05Z", datetime.fromisoformat("0800-01-02T03:04:05+00:00"), None),
        ("9999", date(9999, 1, 1), None),
    ],
)
def test_dates_at_the_edges_have_a_place_in_the_calendar(public, when, start, end):
    (event,) = calendar(with_events(public, when=edtf.parse(when))).values()
    assert event.get("DTSTART").dt == start
    assert (event["DTEND"].dt if "DTEND" in event else None) == end


def test_the_table_is_read_back(public):
    rows = list(csv.DictReader(io.StringIO(files(public)["timeline.csv"].decode("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows][-1] == "someday"
    summit = next(row for row in rows if row["id"] == "summit")
    assert summit["text"] == "地点比预告的更靠北。\n\n无人解释。"
    assert summit["sources"] == "2023-09-13-bbc-10000001; 2023-09-14-dw-10000002"
    assert (rows[-1]["date"], rows[-1]["first"], rows[-1]["last"]) == ("", "", "")


@pytest.mark.parametrize(
    "blank", ["", " ", "\u00a0", "\u3000", "\u2009", "\u200b", "\ufeff", "\t", "\r", "\n", " \u3000\t"]
)
@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_no_cell_is_a_formula_in_any_width_or_after_any_blank(blank, sign):
    assert tables._cell(f"{blank}{sign}1+1") == f"'{blank}{sign}1+1"
    assert tables._cell(f"{blank}a{sign}1").lstrip("'") == f"{blank}a{sign}1"
    assert tables._cell("一 = 二") == "一 = 二"


def test_no_cell_of_the_table_is_a_formula(public):
    data = files(with_events(public, title='=HYPERLINK("https://evil.example","x")'))["timeline.csv"].decode(
        "utf-8-sig"
    )
    (row,) = csv.DictReader(io.StringIO(data, newline=""))
    assert row["title"].startswith("'=")


def test_slides_escape_their_html(public):
    (slide,) = json.loads(files(with_events(public, title="<img src=x onerror=alert(1)>"))["timeline.json"])["events"]
    assert "<img" not in slide["text"]["headline"]


@pytest.mark.slow
@pytest.mark.browser
def test_timelinejs_shows_the_slides(public, tmp_path):
    """TimelineJS itself, from npm, in a browser: it takes every slide, complains of none, knows a year from a day."""
    if not shutil.which("npm") or not Path(CHROMIUM).exists():
        pytest.skip("npm or Chromium is absent: they fetch and run TimelineJS")
    subprocess.run(["npm", "install", "--silent", "@knight-lab/timelinejs@3.9.11"], cwd=tmp_path, check=True)
    script = tmp_path / "node_modules/@knight-lab/timelinejs/dist/js/timeline.js"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page()
        page.set_content('<div id="timeline" style="height: 400px"></div>')
        page.add_script_tag(path=script)
        page.evaluate(
            "slides => { window.shown = new TL.Timeline('timeline', slides) }",
            json.loads(files(public)["timeline.json"]),
        )
        page.wait_for_function("shown.config && shown.config.events.length")
        errors = page.evaluate("shown.config.getErrors()")
        dates = page.evaluate("shown.config.events.map(event => [event.unique_id, event.start_date.findBestFormat()])")
        browser.close()
    assert errors == []
    assert dict(dates) == {
        "weapons-show": "full",
        "shipment": "full",
        "talks": "full",
        "summit": "full",
        "parade": "time_no_seconds_small_date",
        "return-visit": "year",
    }


def test_a_new_export_is_one_record(public, monkeypatch):
    """Its file is made, every page offers it in the page's language, and a dossier without an address is told of it."""
    people = exports.Export(
        "people.txt",
        "text/plain",
        lambda site, _: LazyFiles({"people.txt": lambda: str(len(site.dossier.content.entities)).encode()}),
        {"en": "人名"},
        needs_base_url=True,
    )
    files, problems = exports.export_files(public, LISTED, [*exports.EXPORTS, people])
    assert files["people.txt"].isdigit()
    assert not problems
    _, (problem,) = exports.export_files(unaddressed(public), LISTED, [*exports.EXPORTS, people])
    assert "people.txt" in problem.message
    monkeypatch.setattr("dossier.render.pages.page.EXPORTS", (*exports.EXPORTS, people))
    frames = PageFrames(public, frozenset({"people.txt", "index.html"}))
    assert [
        str(link.text.html) for link in page_surroundings(frames.context("index.html"), frames.output_paths).exports
    ] == ["人名"]
