"""Where things are on a page: no label breaks by character, no frame crosses text, no hole in a text, no target too small."""

from __future__ import annotations

import pytest

WIDTHS = (360, 390, 768, 1440)
KINDS = (
    "index.html",
    "changes.html",
    "notes.html",
    "articles/2023-09-05-bbc-66714623.html",
    "articles/2023-09-05-nyt-aomzqw.html",
    "claims.html",
    "compare/vladivostok-2019.html",
    "404.html",
)
HOLE = 2  # lines that may be empty between two paragraphs

# Short labels that stand on more than one line although a word of theirs would not be longer than the screen.
BROKEN_LABELS = """() => {
  const broken = [];
  for (const label of document.querySelectorAll("main :is(dt, th, .k, .sg, .tally span, .count, .chg > span, summary > b), nav a, .foot h2, .axis span")) {
    const text = label.textContent.trim();
    if (!text || /\\s/.test(text) || text.length > 6 || !label.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(label);
    const tops = [...range.getClientRects()].filter(rect => rect.width > 1).map(rect => rect.top);
    if (Math.max(...tops) - Math.min(...tops) > 12) broken.push(text);
  }
  return broken;
}"""
# Empty space between a paragraph and the next, in lines of the text.
HOLES = """() => {
  const holes = [];
  const paras = [...document.querySelectorAll(".src > .para")];
  const line = parseFloat(getComputedStyle(document.body).lineHeight);
  for (const para of paras) {
    const next = para.nextElementSibling, text = para.querySelector(":scope > p");
    const cite = para.querySelector(":scope > .cite") ?? text;
    if (!next?.matches(".para") || innerWidth < 1072) continue;
    const hole = (next.getBoundingClientRect().top - cite.getBoundingClientRect().bottom) / line;
    holes.push([hole, text.textContent.slice(0, 12)]);
  }
  return holes;
}"""
# Links and fields that are smaller than 24 pixels, but for those that flow with text.
SMALL_TARGETS = """() => [...document.querySelectorAll("a[href], button, select, input, summary")].filter(target => {
  if (!target.checkVisibility() || target.closest(".vh, svg") || getComputedStyle(target).display === "inline") return false;
  const box = target.closest("label")?.getBoundingClientRect() ?? target.getBoundingClientRect();
  return box.width && (box.height < 23.5 || box.width < 23.5);
}).map(target => `${target.tagName} ${target.className} ${target.textContent.slice(0, 20)}`)"""


def looks(width: int) -> dict[str, object]:
    return {"viewport": {"width": width, "height": 900}}


@pytest.mark.parametrize("reader", [looks(width) for width in WIDTHS], indirect=True, ids=map(str, WIDTHS))
def test_labels_stay_whole_texts_have_no_holes_and_targets_can_be_hit(reader):
    for path in KINDS:
        page = reader.open(path)
        assert page.evaluate(BROKEN_LABELS) == [], path
        assert [hole for hole in page.evaluate(HOLES) if hole[0] > HOLE] == [], path
        assert page.evaluate(SMALL_TARGETS) == [], path
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


@pytest.mark.parametrize("reader", [looks(360)], indirect=True)
def test_the_bar_of_a_paragraph_that_is_pointed_at_crosses_no_text(reader):
    page = reader.open("articles/2023-09-05-bbc-66714623.html")
    page.locator(".para .no").nth(2).click()
    text, number = (page.locator(f".para:target > {part}").first for part in ("p", ".no"))
    assert text.evaluate("p => getComputedStyle(p).outlineStyle") == "none"
    shadow = text.evaluate("p => getComputedStyle(p).boxShadow")
    assert "-7px 0px" in shadow
    gap = text.bounding_box()["x"] - number.evaluate(
        "a => { const r = document.createRange(); r.selectNodeContents(a); return r.getBoundingClientRect().right }"
    )
    assert gap >= 7


@pytest.mark.parametrize("reader", [looks(390), looks(1440)], indirect=True)
def test_the_first_screen_says_what_is_known_and_where(reader):
    page = reader.open("index.html")
    height = 900

    def is_seen(selector: str, nth: int = 0) -> bool:
        box = page.locator(selector).nth(nth).bounding_box()
        return bool(box) and box["y"] + box["height"] <= height

    assert is_seen(".asof")
    assert is_seen(".lede p")
    assert all(is_seen(".known > li", nth) for nth in range(3))
    assert page.locator(".known > li").nth(0).locator(".sg").inner_text()
    assert is_seen(".where svg")
    assert page.locator(".ways a").count() >= 6


def test_a_reader_who_returns_sees_what_is_new(reader):
    page = reader.open("changes.html")
    assert page.locator("li.new").count() == 0
    page.evaluate("key => localStorage.setItem(key, JSON.stringify({day: '2023-09-13', total: 1}))", key(page))
    page.reload()
    new = page.locator("li.new")
    assert new.count() > 3
    assert all(day > "2023-09-13" for day in new.evaluate_all("rows => rows.map(row => row.dataset.on)"))
    page.reload()
    assert page.locator("li.new").count() == 0


def key(page) -> str:
    return page.evaluate("Object.keys(localStorage).find(key => key.startsWith('changes '))")


def test_the_ledger_shows_one_kind_of_change_without_a_script(reader):
    page = reader.open("changes.html")
    page.locator("#_only-correction").check()
    kinds = page.locator(".ledger section li").evaluate_all(
        "rows => [...new Set(rows.filter(row => row.checkVisibility()).map(row => row.className))]"
    )
    assert kinds == ["k-correction"]


@pytest.mark.parametrize("reader", [{"color_scheme": "light"}], indirect=True)
def test_the_choice_of_dark_is_kept(reader):
    page = reader.open("index.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.locator("#_theme").select_option("dark")
    dark = page.evaluate(paper)
    assert dark != light
    assert reader.open("claims.html").evaluate(paper) == dark
    page = reader.open("index.html")
    page.locator("#_theme").select_option("")
    assert page.evaluate(paper) == light


@pytest.mark.parametrize("reader", [looks(1440)], indirect=True)
def test_the_measures_see_what_is_wrong(reader):
    page = reader.open("articles/2023-09-05-bbc-66714623.html")
    page.evaluate("""() => {
        document.querySelector(".prov dt").style.width = "1em";
        document.querySelector(".src > .para:has(+ .para)").style.marginBottom = "140px";
        document.querySelector(".rail a").style.cssText = "display: block; height: 12px; padding: 0; overflow: hidden";
    }""")
    assert len(page.evaluate(BROKEN_LABELS)) == 1
    assert any(hole[0] > HOLE for hole in page.evaluate(HOLES))
    assert len(page.evaluate(SMALL_TARGETS)) == 1
