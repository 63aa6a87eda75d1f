"""How a reader gets about: names and their previews, notes, citations, filters, paper."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

ARTICLE = "articles/2023-09-05-bbc-66714623.html"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
NO_SCRIPT = {"java_script_enabled": False}


def test_a_name_shows_its_preview_to_the_keyboard_and_enter_follows_it(reader):
    page = reader.open(ARTICLE)
    name = page.locator("a.ent").first
    previous = page.locator(".para .no").first
    previous.focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.ent')"):
            break
    shown = page.locator(":popover-open")
    assert shown.count() == 1
    entity = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Escape")
    assert shown.count() == 0
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/entities/"))
    assert page.url.endswith(entity.removeprefix(".."))
    assert name


def test_a_name_shows_its_preview_to_the_mouse_and_a_click_follows_it(reader):
    page = reader.open(ARTICLE)
    page.locator("a.ent").first.hover()
    page.wait_for_selector(":popover-open")
    page.locator("a.ent").first.click()
    page.wait_for_url(re.compile(r"/entities/"))


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_a_first_tap_previews_and_a_second_follows(reader):
    page = reader.open(ARTICLE)
    name = page.locator("a.ent").first
    name.tap()
    page.wait_for_selector(":popover-open")
    assert page.url.endswith(ARTICLE)
    name.tap()
    page.wait_for_url(re.compile(r"/entities/"))


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_notes_are_folded_on_a_phone_and_their_sign_opens_them(reader):
    page = reader.open(ARTICLE)
    note = page.locator("details.note").first
    assert note.get_attribute("open") is None
    page.locator("a.ref").first.tap()
    assert note.get_attribute("open") is not None


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_the_text_begins_on_the_first_screen_of_a_phone(reader):
    page = reader.open("articles/2023-09-06-bbc-66726909.html")
    assert page.locator(".prov dl").is_hidden()
    assert page.locator(".para").first.bounding_box()["y"] < 640
    page.locator(".prov summary").click()
    assert page.locator(".prov dl").is_visible()


@pytest.mark.parametrize("reader", [{}, NO_SCRIPT], indirect=True)
def test_the_record_stands_open_on_a_wide_page(reader):
    page = reader.open(ARTICLE)
    assert page.locator(".prov dl").is_visible()
    assert page.locator(".prov summary").is_hidden()


def test_notes_stand_in_the_margin_of_a_wide_page(reader):
    page = reader.open(ARTICLE)
    text, note = (
        page.locator(".para:has(.note) > p").first.bounding_box(),
        page.locator(".note > div").first.bounding_box(),
    )
    assert note["x"] > text["x"] + text["width"]
    assert page.locator(".note > div").first.is_visible()


def test_no_two_notes_lie_on_each_other(reader):
    page = reader.open(ARTICLE)
    boxes = [note.bounding_box() for note in page.locator(".note > div").all()]
    assert all(one["y"] + one["height"] <= other["y"] for one, other in pairwise(boxes))


def test_a_paragraph_gives_its_citation(reader):
    page = reader.open(ARTICLE)
    page.locator(".para .no").nth(2).click()
    cite = page.locator(".para > .cite").inner_text()
    assert "第3段" in cite
    assert page.url in cite


@pytest.mark.parametrize("reader", [NO_SCRIPT], indirect=True)
def test_an_article_is_complete_without_javascript(reader):
    page = reader.open(ARTICLE)
    assert page.locator(".note > div").first.is_visible()
    page.locator("a.ent").first.click()
    page.wait_for_url(re.compile(r"/entities/"))


def test_an_article_prints_with_its_notes(reader):
    page = reader.open(ARTICLE)
    page.emulate_media(media="print")
    notes = page.locator(".note > div")
    assert notes.count() > 2
    assert all(note.is_visible() for note in notes.all())
    assert page.locator(".mast nav").is_hidden()
    assert page.pdf(format="A4")[:5] == b"%PDF-"
