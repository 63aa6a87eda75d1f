"""The timeline as readers use it, at the size of a real affair: what is seen first, what a tap or a key reaches."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Page

from dossier.pipeline import BuildOptions, build_site
from tests.browser.conftest import Reader
from tests.browser.test_every_page import barriers
from tests.timeline.affair import write_affair

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SMALL_PHONE = {"viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True}
NO_SCRIPT = {"java_script_enabled": False}
ROWS = "#_list li[data-d]"
STEPS = 5  # of a slower processor, in which a filter may take its time


def written(tmp_path_factory: pytest.TempPathFactory, events: int, years: int = 5, language: str = "zh-Hans") -> Path:
    folder = tmp_path_factory.mktemp(f"affair{events}")
    write_affair(folder / "content", events, years=years, language=language)
    for path, data in build_site(folder / "content", BuildOptions()).output.items():
        (folder / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / path).write_bytes(data)
    return folder / "site"


@pytest.fixture(scope="session")
def affair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """400 events, 280 articles, five years."""
    return written(tmp_path_factory, 400)


@pytest.fixture(scope="session")
def long_affair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many events that each year has a page."""
    return written(tmp_path_factory, 1_050, years=3)


@pytest.fixture
def at_affair(chromium: Browser, affair: Path, request: pytest.FixtureRequest) -> Iterator[Reader]:
    context = chromium.new_context(**{**DESK, **getattr(request, "param", {})})
    yield Reader(context, affair)
    context.close()


@pytest.fixture
def at_long_affair(chromium: Browser, long_affair: Path, request: pytest.FixtureRequest) -> Iterator[Reader]:
    context = chromium.new_context(**{**DESK, **getattr(request, "param", {})})
    yield Reader(context, long_affair)
    context.close()


class Hand:
    """Does what a reader does, and counts it."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.tabs = page, 0, 0

    def tap(self, selector: str) -> None:
        self.taps += 1
        target = self.page.locator(selector).first
        target.scroll_into_view_if_needed()
        target.click()

    def tab_to(self, selector: str, most: int) -> None:
        for _ in range(most):
            self.page.keyboard.press("Tab")
            self.tabs += 1
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} is not reached in {most} Tabs")


def until(page: Page, holds: str) -> None:
    """Waits for an expression to hold; as a function, since the page's policy lets no text be evaluated again."""
    page.wait_for_function(f"() => {holds}")


def visible(page: Page) -> int:
    return page.evaluate(f"document.querySelectorAll('{ROWS}:not([hidden])').length")


# ── What is seen first ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at_affair", "lowest"), [(DESK, 600), (PHONE, 844), (SMALL_PHONE, 780)], indirect=["at_affair"]
)
def test_the_first_event_is_on_the_first_screen(at_affair, lowest):
    page = at_affair.open("timeline.html")
    box = page.locator(ROWS).first.bounding_box()
    assert box["y"] <= 600
    assert box["y"] + box["height"] <= lowest
    assert page.locator(".over").bounding_box()["height"] <= 160
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert at_affair.complaints == at_affair.strangers == []


def test_four_hundred_events_are_25_screens_and_3000_elements(at_affair):
    page = at_affair.open("timeline.html")
    assert page.evaluate("document.documentElement.scrollHeight") <= 25 * 900
    assert page.evaluate("document.querySelectorAll('*').length") <= 3_000
    assert page.locator(ROWS).count() == 400


def test_the_first_load_is_light(affair):
    html = (affair / "timeline.html").read_text("utf-8")
    files = {"timeline.html", *re.findall(r'(?:src|href)="(assets/[^"]+\.(?:css|js|svg))"', html)}
    assert len(files) >= 5
    assert sum(len(gzip.compress((affair / file).read_bytes())) for file in files) <= 100_000


@pytest.mark.parametrize("at_affair", [SMALL_PHONE], indirect=True)
def test_no_text_of_the_overview_is_small(at_affair):
    page = at_affair.open("timeline.html")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.over text')].map(t => parseFloat(getComputedStyle(t).fontSize)"
        " * t.getScreenCTM().a)"
    )
    assert len(sizes) > 4
    assert min(sizes) >= 11


@pytest.mark.parametrize("at_affair", [DESK, SMALL_PHONE], indirect=True)
def test_every_target_can_be_hit(at_affair):
    """24 pixels both ways, but for links within a line of text."""
    page = at_affair.open("timeline.html")
    small = page.evaluate("""() => [...document.querySelectorAll(
        '.over a, .over button.grip, .tools input, .tools select, .tools summary, .at > *, #_list li:first-child > a, '
        + '#_list li:first-child summary')].filter(e => {
        const b = e.getBoundingClientRect(), label = e.closest('label');
        return b.width && Math.min(b.width, b.height) < 23.9 && !(label && label.getBoundingClientRect().height >= 24);
    }).map(e => e.outerHTML.slice(0, 80))""")
    assert small == []


@pytest.mark.parametrize("state", ["", "?w=p1", "?order=desc&s=happened"])
def test_nothing_jumps(at_affair, state):
    page = at_affair.page
    page.add_init_script("""window.shifts = 0; new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
    }).observe({type: "layout-shift", buffered: true})""")
    at_affair.open(f"timeline.html{state}")
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") <= 0.05


# ── Whole without JavaScript ─────────────────────────────────────────────────


@pytest.mark.parametrize("at_affair", [NO_SCRIPT], indirect=True)
def test_it_is_whole_without_javascript(at_affair, affair):
    page = at_affair.open("timeline.html")
    assert page.locator(f"{ROWS}:visible").count() == 400
    assert page.locator("form.tools").is_hidden()
    row = page.locator("#e1")
    row.locator("summary").click()
    assert row.locator("mark").first.is_visible()
    page.goto(f"{page.url}#y2021-03")
    assert page.locator("#y2021-03").bounding_box()["y"] < 60


def test_evidence_stays_where_the_script_fails(at_affair):
    at_affair.page.route("**/assets/timeline.js", lambda route: route.abort())
    page = at_affair.open("timeline.html")
    page.locator("#e1 summary").click()
    assert page.locator("#e1 mark").first.is_visible()


@pytest.mark.parametrize(
    "at_affair",
    [{**DESK, "color_scheme": "dark"}, {**PHONE, "color_scheme": "light"}, {**SMALL_PHONE, "color_scheme": "dark"}],
    indirect=True,
)
def test_no_barriers(at_affair):
    page = at_affair.open("timeline.html?w=p1&s=happened")
    page.locator("#_list li:not([hidden]) summary").first.click()
    page.locator("#_who summary").click()
    assert barriers(page) == []
    assert barriers(at_affair.open("events/e40.html")) == []
    assert barriers(at_affair.open("claims/c3.html")) == []


# ── The overview ─────────────────────────────────────────────────────────────


def test_the_script_draws_what_the_program_drew(at_affair):
    page = at_affair.open("timeline.html")
    paths = "[...document.querySelectorAll('.over path')].map(p => p.getAttribute('d'))"
    before = page.evaluate(paths)
    page.locator(".sts input").first.uncheck()
    until(page, f"JSON.stringify({paths}) != {json.dumps(json.dumps(before, separators=(',', ':')))}")
    page.locator(".sts input").first.check()
    until(page, "document.querySelector('.tools output').textContent == document.querySelector('.tools').dataset.all")
    assert page.evaluate(paths) == before


@pytest.mark.parametrize("at_affair", [DESK, PHONE], indirect=True)
def test_any_month_is_two_taps_away(at_affair):
    page = at_affair.open("timeline.html")
    hand = Hand(page)
    hand.tap("[popovertarget=_ym]")
    hand.tap(".ym a[href='#y2022-07']")
    assert hand.taps == 2
    until(page, "document.querySelector('#y2022-07').getBoundingClientRect().top < 60")
    assert not page.locator("#_ym").is_visible()


def test_any_month_is_reached_by_keys(at_affair):
    page = at_affair.open("timeline.html")
    hand = Hand(page)
    hand.tab_to(".skip", 1)  # past the masthead
    page.keyboard.press("Enter")
    hand.tab_to(".col", 9)
    assert hand.tabs <= 10
    for key in ("Home", "PageUp", "PageUp", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert "2021年3月" in page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    page.keyboard.press("Enter")
    until(page, "location.hash == '#y2021-03'")


def test_a_click_on_the_overview_goes_to_its_month_and_dragging_filters(at_affair):
    page = at_affair.open("timeline.html")
    box = page.locator(".over .up").bounding_box()
    page.mouse.click(box["x"] + box["width"] * (36.5 / 60), box["y"] + 20)
    until(page, "location.hash == '#y2022-01' || location.hash == '#y2022-02'")
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(box["x"] + box["width"] * (24.5 / 60), box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (29.5 / 60), box["y"] + 20, steps=STEPS)
    page.mouse.up()
    until(page, "location.search.includes('from=2021-01') && location.search.includes('to=2021-06')")
    months = page.evaluate("[...document.querySelectorAll('.list h2:not([hidden])')].map(h => h.id)")
    assert {"y2021-01", "y2021-06"} <= set(months)
    assert not {"y2020-06", "y2021-09"} & set(months)
    page.go_back()
    until(page, f"document.querySelectorAll('{ROWS}:not([hidden])').length == 400")


def test_a_date_is_reached_by_typing_it(at_affair):
    page = at_affair.open("timeline.html")
    for typed, month in (("2021-03", "y2021-03"), ("2022年11月", "y2022-11")):
        page.locator("#_go").fill(typed)
        page.locator("#_go").press("Enter")
        until(page, f"location.hash == '#{month}'")
    page.locator("#_go").fill("2020-5-17")
    page.locator("#_go").press("Enter")
    until(page, "/^#e\\d+$/.test(location.hash)")
    first = page.locator(page.evaluate("location.hash")).get_attribute("data-d").partition("/")[0].strip("!")
    assert first >= "2020-05-17"


# ── Filters ──────────────────────────────────────────────────────────────────


def test_filters_keep_their_state_in_the_address_and_announce_the_count(at_affair):
    page = at_affair.open("timeline.html")
    said = page.locator(".tools output")
    assert said.inner_text() == "400个事件"
    page.locator("#_who summary").click()
    page.locator("#_who input[value=p1]").check()
    page.locator("#_who input[value=p2]").check()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.parentNode.id") == "_who"
    page.locator(".sts input[value=happened]").uncheck()
    until(page, "location.search.includes('s=')")
    shown = visible(page)
    assert 0 < shown < 400
    assert said.inner_text() == f"400个里的{shown}个"
    assert page.evaluate(f"[...document.querySelectorAll('{ROWS}:not([hidden])')].every(li =>"
                         " /\\bp[12]\\b/.test(li.dataset.w) && li.className != 'happened')")  # fmt: skip
    address = page.url
    page.goto(address)
    assert visible(page) == shown
    assert not page.locator(".sts input[value=happened]").is_checked()
    page.go_back()
    until(page, "!location.search.includes('s=')")
    assert visible(page) > shown
    page.locator("[type=reset]").click()
    until(page, "!location.search")
    assert visible(page) == 400


def test_words_are_found_in_evidence_that_is_folded(at_affair):
    page = at_affair.open("timeline.html")
    page.locator("#_q").fill("编号217，")
    until(page, "location.search.includes('q=')")
    assert page.evaluate(f"[...document.querySelectorAll('{ROWS}:not([hidden])')].map(li => li.id)") == ["e217"]


def test_old_addresses_of_filters_hold(at_affair):
    page = at_affair.open("timeline.html?who=p3&status=happened")
    assert page.locator("#_who input[value=p3]").is_checked()
    assert 0 < visible(page) < 100


def test_newest_first_and_back(at_affair):
    page = at_affair.open("timeline.html")
    ids = f"[...document.querySelectorAll('{ROWS}')].map(li => li.id)"
    oldest = page.evaluate(ids)
    page.locator("#_order").select_option("desc")
    assert page.evaluate(ids) == oldest[::-1]
    assert "order=desc" in page.url
    page.locator("#_order").select_option("")
    assert page.evaluate(ids) == oldest


def test_a_filter_touches_every_row_once_and_lays_nothing_out(at_affair):
    """Counted work instead of a clock: rows changed, and no question that makes the browser compute the page in between."""
    page = at_affair.open("timeline.html")
    page.locator("#_who summary").click()
    changed = page.evaluate("""() => {
        let asked = 0;
        for (const [of, names] of [[Element.prototype, ['getBoundingClientRect', 'getClientRects']]])
            for (const name of names) { const kept = of[name]; of[name] = function (...a) { asked++; return kept.apply(this, a); }; }
        const seen = new MutationObserver(() => {});
        seen.observe(document.querySelector('#_list'), {subtree: true, attributes: true, childList: true});
        document.querySelector('#_who input[value=p1]').click();
        return new Promise(done => setTimeout(() => done([seen.takeRecords().length, asked])));
    }""")
    assert changed[1] == 0
    until(page, "location.search.includes('w=p1')")
    hidden = 400 - visible(page)
    assert hidden > 300
    assert changed[0] <= 0 or changed[0] <= hidden + 3 * 70


_CLICK = """selector => new Promise(done => {
    const start = performance.now();
    document.querySelector(selector).click();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


@pytest.mark.slow
def test_a_filter_is_done_in_200_ms_at_a_quarter_of_the_speed(at_affair):
    """The proof, which needs a quiet machine; the test above counts the work."""
    page = at_affair.open("timeline.html")
    at_affair.page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.locator("#_who summary").click()
    times = []
    for _ in range(5):
        for box in ("#_who input[value=p1]", ".sts input[value=happened]"):
            times.append(page.evaluate(_CLICK, box))
            page.wait_for_timeout(300)
    assert median(times) <= 200


# ── Journeys ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reader", [DESK, PHONE], indirect=True)
def test_who_says_that_they_met_on_13_september(reader):
    """From the timeline of the demonstration to the words and their outlets: two taps, or a date typed and one tap."""
    page = reader.open("timeline.html")
    hand = Hand(page)
    hand.tap("#vostochny-summit summary")
    proof = page.locator("#vostochny-summit details")
    assert proof.locator("mark").first.is_visible()
    assert "BBC News" in proof.inner_text()
    hand.tap("#vostochny-summit > a")
    page.wait_for_url("**/events/vostochny-summit.html")
    assert hand.taps <= 2
    assert page.locator(".says li").count() >= 3
    assert "¶" in page.locator(".says .cite").first.inner_text()


@pytest.mark.parametrize("reader", [DESK, PHONE], indirect=True)
def test_who_denied_the_arms_deal_and_in_what_words(reader):
    page = reader.open("claims.html")
    hand = Hand(page)
    hand.tap("#arms-transfer .kick a")
    page.wait_for_url("**/claims/arms-transfer.html")
    assert hand.taps == 1
    denying = page.locator(".says").nth(1)
    assert denying.locator("li").count() >= 2
    assert denying.locator("mark").first.is_visible()
    assert "否认" in denying.inner_text()


@pytest.mark.parametrize("reader", [DESK, PHONE], indirect=True)
def test_everything_about_shoigu_in_july(reader):
    page = reader.open("timeline.html")
    hand = Hand(page)
    hand.tap("#_who summary")
    hand.tap("#_who input[value=sergei-shoigu]")
    page.keyboard.press("Escape")
    hand.tap(".dates summary")
    for name in ("from", "to"):
        page.locator(f".dates input[name={name}]").fill("2023-07")
        page.locator(f".dates input[name={name}]").press("Enter")
    until(page, "location.search.includes('w=sergei-shoigu') && location.search.includes('to=2023-07')")
    assert hand.taps <= 4
    rows = page.evaluate(
        f"[...document.querySelectorAll('{ROWS}:not([hidden])')].map(li => [li.dataset.w, li.dataset.d])"
    )
    assert rows
    for who, known in rows:
        first, _, last = known.strip("!").partition("/")
        assert "sergei-shoigu" in who.split()
        assert first <= "2023-07-31"
        assert (last or first) >= "2023-07-01"


# ── Years on pages of their own ──────────────────────────────────────────────


def test_old_anchors_lead_on_to_the_page_of_their_year(at_long_affair, long_affair):
    years = sorted(path.stem for path in (long_affair / "timeline").glob("*.html"))
    assert {"2019", "2020", "2021"} <= set(years)
    page = at_long_affair.open("timeline/2019.html")
    event = page.locator(ROWS).nth(3).get_attribute("id")
    at_long_affair.open(f"timeline.html#{event}")
    page.wait_for_url(f"**/timeline/2019.html#{event}")
    assert page.locator(f"#{event}").is_visible()
    assert at_long_affair.complaints == []


def test_the_overview_stands_over_every_year_and_filters_reach_all(at_long_affair):
    page = at_long_affair.open("timeline/2020.html?w=p1")
    until(page, "/\\d+个里的\\d+个，这一页\\d+个/.test(document.querySelector('.tools output').textContent)")
    every, here = map(int, re.findall(r"(\d+)个", page.locator(".tools output").inner_text())[1:])
    assert here == visible(page) < every
    page.locator(".turn a").last.click()
    page.wait_for_url("**/timeline/2021.html?w=p1")
    assert 0 < visible(page) < every


@pytest.mark.parametrize("at_long_affair", [NO_SCRIPT], indirect=True)
def test_the_years_follow_one_another_without_javascript(at_long_affair):
    page = at_long_affair.open("timeline/2019.html")
    assert page.locator(f"{ROWS}:visible").count() > 200
    page.locator(".turn a").last.click()
    page.wait_for_url("**/timeline/2020.html")
    assert page.locator("#y2020").count() == 1


# ── On paper ─────────────────────────────────────────────────────────────────


def test_four_hundred_events_print_on_25_pages(at_affair):
    page = at_affair.open("timeline.html")
    pdf = page.pdf(format="A4", print_background=True)
    assert 8 < len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 25
    assert page.evaluate("document.querySelectorAll('#_list li details[open]').length") == 400
