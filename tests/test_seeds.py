"""The five real captures, through the commands to pages: who is linked where, and what happened when.

What is expected is read off the captures and the curation as plain text and YAML, by nothing that the program uses.
"""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from dossier.cli import main

CURATION = Path(__file__).parent / "seeds"
UNDATED = "undated-bbc-jhkxgz"

# 简体, 繁體 and English, as any outlet might write them.
FORMS = {
    "kim-jong-un": ("金正恩", "Kim Jong Un", "Kim Jong-un"),
    "vladimir-putin": ("普京", "普丁", "蒲亭", "浦亭", "Putin"),
    "sergei-shoigu": ("绍伊古", "紹伊古", "Shoigu"),
    "vostochny": ("东方航天发射场", "東方航天發射場", "东方发射场", "東方發射場", "东方基地", "東方基地", "Vostochny"),
}
ARTICLES = {
    "2023-09-05-bbc-66714623": "world-66714623",
    "2023-09-05-nyt-ullvfy": "putin-kim-meeting",
    UNDATED: "他们究竟谈了些什么",
    "2023-09-05-dw-66721802": "a-66721802",
    "2023-09-06-bbc-66726909": "world-66726909",
}


@pytest.fixture(scope="module")
def captures(shared):
    """What was captured of each article, by its id; a word that stands in that capture alone tells which it is."""
    texts = [path.read_text("utf-8") for path in sorted((shared / "seeds").glob("*.txt"))]
    return {id_: next(text for text in texts if word in text[:2000]) for id_, word in ARTICLES.items()}


@pytest.fixture(scope="module")
def site(shared, tmp_path_factory):
    """The site, as an editor gets it: begin, import, take the drafts for good, date the undated, curate, build."""
    folder = tmp_path_factory.mktemp("five") / "dossier"
    content = folder / "content"
    assert main(["new", str(folder)]) == 0
    assert main(["import", "--content", str(content), str(shared / "seeds")]) == 0
    assert {path.stem for path in content.glob("articles/*.md")} == {*ARTICLES}
    for path in content.glob("articles/*.md"):
        text = path.read_text("utf-8").replace("draft: true\n", "", 1)
        if path.stem == UNDATED:
            text = text.replace("---\n", "---\npublished: 2023-09-14~\n", 1)
        path.write_text(text, "utf-8")
    shutil.copytree(CURATION, content, dirs_exist_ok=True, ignore=shutil.ignore_patterns("gold-*", "README.md"))
    assert main(["build", "--content", str(content), "--output", str(folder / "site"), "--no-search"]) == 0
    return folder / "site"


def soup(path):
    return BeautifulSoup(path.read_text("utf-8"), "html5lib")


def blocks(page):
    """The article's own title, paragraphs, headings and captions: whatever a permalink leads to."""
    return page.select("[id^='p-']")


# ── Names ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("entity", FORMS)
def test_an_article_links_the_name_if_and_only_if_its_capture_holds_it(site, captures, entity):
    linking = {
        path.stem
        for path in site.glob("articles/*.html")
        if any(block.select(f"a[href='../entities/{entity}.html']") for block in blocks(soup(path)))
    }
    naming = {id_ for id_, text in captures.items() if any(form in text for form in FORMS[entity])}
    assert len(naming) == (2 if entity == "vostochny" else 5)
    assert linking == naming


@pytest.mark.parametrize("entity", FORMS)
def test_every_link_stands_on_the_name_and_every_page_has_its_text(site, captures, entity):
    for id_ in captures:
        page = soup(site / "articles" / f"{id_}.html")
        for link in page.select(f"[id^='p-'] a[href='../entities/{entity}.html']"):
            assert any(form in link.get_text() for form in FORMS[entity]), link
        page_text = "".join(block.get_text() for block in blocks(page))
        for form in FORMS[entity]:
            assert (form in captures[id_]) == (form in page_text), f"{id_}: {form}"


@pytest.mark.parametrize("entity", FORMS)
def test_the_first_paragraph_or_caption_that_names_somebody_links_them(site, captures, entity):
    for id_ in captures:
        page = soup(site / "articles" / f"{id_}.html")
        naming = [block for block in blocks(page) if is_prose(block) and named(block, entity)]
        if naming:
            assert naming[0].select(f"a[href='../entities/{entity}.html']"), f"{id_}: {naming[0].get_text()}"


def is_prose(block):
    return (
        not re.fullmatch(r"h\d", block.name) and not block.select("h1, h2, h3") and not block.find_parent(["h1", "h2"])
    )


def named(block, entity):
    return any(form in block.get_text() for form in FORMS[entity])


@pytest.mark.parametrize("entity", FORMS)
def test_the_names_own_page_lists_every_article_that_has_it(site, captures, entity):
    page = soup(site / "entities" / f"{entity}.html")
    listed = {
        match[1] for a in page.select("a[href]") if (match := re.match(r"\.\./articles/([\w-]+)\.html", a["href"]))
    }
    naming = {id_ for id_, text in captures.items() if any(form in text for form in FORMS[entity])}
    assert naming <= listed


# ── What happened ────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def curated_events():
    return yaml.load((CURATION / "events.yaml").read_text("utf-8"), yaml.BaseLoader)


@pytest.fixture(scope="module")
def shown_events(site):
    """The timeline's events, from top to bottom."""
    return soup(site / "timeline.html").select("li[id][data-d]")


@pytest.fixture(scope="module")
def event_pages(site, curated_events):
    return {event: soup(site / "events" / f"{event}.html") for event in curated_events}


def edtf(page):
    """The date that an event's page shows to programs; empty where it has none."""
    when = page.select_one(".fact [datetime], .fact [data-edtf]")
    return (when.get("data-edtf") or when["datetime"]) if when else ""


def test_the_timeline_shows_every_event_with_its_title_status_and_date(curated_events, shown_events, event_pages):
    wanted = {id_: (row["title"], row["status"], written(row.get("date", ""))) for id_, row in curated_events.items()}
    shown = {
        e["id"]: (e.find("a", recursive=False).get_text().strip(), e["class"][0], edtf(event_pages[e["id"]]))
        for e in shown_events
    }
    assert len(shown_events) == len(curated_events) == 47
    assert shown == wanted


def written(date):
    """As EDTF has it: `[2023-08-28..2023-09-03]` is a list to YAML."""
    return f"[{date[0]}]" if isinstance(date, list) else date


def test_the_timeline_goes_from_the_earliest_to_the_latest_and_the_undated_come_last(shown_events, event_pages):
    starts = [earliest(edtf(event_pages[event["id"]])) for event in shown_events]
    assert starts == sorted(starts)
    assert starts.count("undated") == 2
    assert starts[-1] == "undated"


def earliest(date):
    """The first day that a date can mean, as text that sorts."""
    if not date:
        return "undated"
    first = re.split(r"/|\.\.", date.strip("[]"))[0].strip("~?%")
    return first + "-01-01"[len(first) - 4 :] if len(first) < 10 else first


def test_every_event_stands_below_its_year(shown_events, event_pages):
    for event in shown_events:
        if date := edtf(event_pages[event["id"]]):
            assert event.find_previous("h2").get_text().startswith(earliest(date)[:4]), event["id"]


def test_every_event_quotes_its_articles_and_names_who_took_part(curated_events, shown_events, event_pages):
    for event in shown_events:
        row, page = curated_events[event["id"]], event_pages[event["id"]]
        targets = {a["href"].partition("#")[0].removeprefix("../") for a in page.select("main a[href]")}
        assert {f"articles/{source['article']}.html" for source in row["sources"]} <= targets
        assert {f"entities/{who}.html" for who in row.get("who", ())} <= targets
        for place in (event.select("details .src mark"), page.select(".says .src mark")):
            quoted = [mark.get_text() for mark in place]
            for source in row["sources"]:
                assert any(source["quote"] in text for text in quoted), (event["id"], source)


def test_the_summit_happened_and_the_meeting_by_the_sea_was_superseded(shown_events, event_pages):
    """What five outlets announced, and what came of it."""
    by_id = {event["id"]: event for event in shown_events}
    summit, forum = by_id["vostochny-summit"], by_id["vladivostok-forum-meeting"]
    assert (edtf(event_pages["vostochny-summit"]), summit["class"]) == ("2023-09-13", ["happened"])
    assert edtf(event_pages["vladivostok-forum-meeting"]) == "2023-09-10/2023-09-13"
    assert forum["class"] == ["superseded"]
    assert by_id["putin-to-visit"]["class"] == ["planned"]
    assert by_id["denials"]["class"] == ["denied"]
    assert shown_events.index(forum) < shown_events.index(summit)
    assert event_pages["vostochny-summit"].select("a[href='../entities/vostochny.html']")
