"""The preview in a browser: what is saved is seen, what is wrong is told, words selected are given as YAML."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from dossier.cli.desk import Desk
from dossier.deliver import serve as serving
from dossier.deliver.serve.responses import AllowedHosts
from dossier.deliver.serve.state import Preview
from dossier.pipeline import BuildOptions, build_site
from dossier.render.templates import OURS

ROOT_FOLDER = Path(__file__).parent.parent.parent
SMALL = ROOT_FOLDER / "tests" / "sites" / "small" / "content"
ARTICLE = "2023-09-14-dw-10000002"
ROOT = "/dossier/"
PATIENCE = 300_000  # milliseconds, which only end what hangs


class Editor:
    """Somebody with a file open on one side, and the page it makes on the other."""

    def __init__(self, content, address, page):
        self.content, self.address, self.page = content, address, page
        self.complaints = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if "Content Security" in said.text else None)

    @property
    def file(self):
        return self.content / "articles" / f"{ARTICLE}.md"

    def open(self, path=f"articles/{ARTICLE}.html"):
        self.page.goto(self.address + path)
        self.page.wait_for_selector("dossier-preview:not([hidden])", state="attached")
        self.page.evaluate("window.loaded = true")  # gone after a reload
        return self.page

    def save(self, old, new, file=None):
        file = file or self.file
        beside = file.with_name(f"{file.name}.tmp")
        beside.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
        beside.replace(file)

    def accessible(self):
        """Whether the page is, whatever this looks by: it styles what it looks at, which the page's policy refuses."""
        before = list(self.complaints)
        found = Axe().run(self.page).response["violations"]
        self.complaints[:] = before
        return not found

    def sees(self, words):
        self.page.wait_for_function("words => document.querySelector('main')?.innerText.includes(words)", arg=words)

    def select(self, first, last=None):
        """Selects from these words to the end of those, wherever marks split them."""
        self.page.evaluate(SELECT, [first, last or first])


SELECT = """([first, last]) => {
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest(".no, .ref, .gloss, .note")) continue;
    nodes.push([walker.currentNode, text.length]);
    text += walker.currentNode.data;
  }
  const at = place => nodes.findLast(([, start]) => start <= place);
  const start = text.indexOf(first), end = text.indexOf(last, start) + last.length - 1;
  if (start < 0 || end < start) throw new Error(`no ${first} … ${last}`);
  const range = document.createRange();
  range.setStart(at(start)[0], start - at(start)[1]);
  range.setEnd(at(end)[0], end - at(end)[1] + 1);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def content(tmp_path):
    """The small site, with paragraphs enough to scroll by."""
    content = Path(shutil.copytree(SMALL, tmp_path / "content"))
    file = content / "articles" / f"{ARTICLE}.md"
    more = "".join(f"\n第{nth}段从码头说起，说到*灯塔*{nth}号为止。\n" for nth in range(1, 40))
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    return content


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def editor(content, chromium, request):
    """An editor with a preview of the content, and its page in a browser."""
    desk = Desk(content, BuildOptions(), "vscode://file{path}:{line}", lambda _: None)
    options = {"permissions": ["clipboard-read", "clipboard-write"], **getattr(request, "param", {})}
    with previewed(content, desk.build, desk) as address, chromium.new_context(**options) as context:
        editor = Editor(content, address, context.new_page())
        yield editor
    assert editor.complaints == []


@contextmanager
def previewed(content, build, desk):
    """The address of a preview in this process."""
    port = free_port()
    sheet = lambda: OURS.static("preview/preview.css")  # noqa: E731
    sources = serving.PreviewSources(
        build, lambda: serving.DeferredOutput, desk.quote, desk.problems_data, {"js": desk.script, "css": sheet}
    )
    begun, ended = threading.Event(), []

    async def run():
        ended.append((asyncio.get_running_loop(), asyncio.current_task()))
        with suppress(asyncio.CancelledError):
            await serving.run_preview(
                Preview(sources), [content], AllowedHosts("127.0.0.1", port), lambda _: begun.set()
            )

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    try:
        assert begun.wait(PATIENCE / 1000)
        yield f"http://127.0.0.1:{port}{ROOT}"
    finally:
        [(loop, task)] = ended
        loop.call_soon_threadsafe(task.cancel)
        thread.join()


# ── What is saved is seen ────────────────────────────────────────────────────


def test_a_saved_file_is_seen_where_the_reader_was(editor):
    page = editor.open()
    lamp = page.get_by_text("灯塔30号为止")
    lamp.scroll_into_view_if_needed()
    before = lamp.bounding_box()["y"]
    editor.save("第1段", "这里添上几行。\n\n再添几行。\n\n又添几行。\n\n第1段")
    editor.sees("又添几行")
    page.wait_for_load_state("load")
    assert page.evaluate("window.loaded") is None
    assert lamp.bounding_box()["y"] == pytest.approx(before, abs=2)


@contextmanager
def commanded(content, port):
    """The address of a preview as the command runs it."""
    command = [sys.executable, "-m", "dossier", "serve", "-q", "--port", str(port)]
    with subprocess.Popen(command, cwd=content.parent, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().partition(" ")[0]
        finally:
            process.terminate()


def test_of_twenty_rapid_saves_the_last_is_seen_with_the_command_as_it_is_run(content, chromium):
    with commanded(content, free_port()) as address, chromium.new_context() as context:
        saved_rapidly(Editor(content, address, context.new_page()))


def saved_rapidly(editor):
    page = editor.open()
    was = "第1段"
    for nth in range(20):
        editor.save(was, f"第{nth}稿")
        was = f"第{nth}稿"
        page.wait_for_timeout(50 + 5 * nth)
    editor.sees("第19稿")


def test_a_page_that_a_save_does_not_touch_is_left_alone(editor):
    page = editor.open("about.html")
    other = editor.page.context.new_page()
    other.goto(f"{editor.address}articles/{ARTICLE}.html")
    editor.save("第1段", "第一段")
    other.wait_for_function("() => document.querySelector('main')?.innerText.includes('第一段')")
    assert page.evaluate("window.loaded") is True


def test_style_sheets_are_swapped_without_a_reload(content, chromium):
    css = content / "house.css"
    css.write_text("p {color: rgb(1, 2, 3)}", "utf-8")
    desk = Desk(content, BuildOptions(), "vscode://file{path}:{line}", lambda _: None)

    def build(changed):
        shown = desk.build(changed)
        return shown._replace(pages={**shown.pages, "assets/dossier.css": css.read_bytes()})

    with previewed(content, build, desk) as address, chromium.new_context() as context:
        page = Editor(content, address, context.new_page()).open()
        assert page.evaluate(COLOUR) == "rgb(1, 2, 3)"
        for nth in range(3):
            css.write_text(f"p {{color: rgb({nth}, 5, 6)}}", "utf-8")
            page.wait_for_function(f"colour => ({COLOUR})() === colour", arg=f"rgb({nth}, 5, 6)")
        page.wait_for_function("() => document.querySelectorAll('link[rel=stylesheet]').length === 1")
        assert page.evaluate("window.loaded") is True


def test_a_preview_that_has_stopped_says_so_and_another_shows_what_is_new(content, chromium):
    port = free_port()
    with chromium.new_context() as context:
        with commanded(content, port) as address:
            editor = Editor(content, address, context.new_page())
            page = editor.open()
        page.locator("#stopped").wait_for()
        editor.save("第1段", "第一段")
        with commanded(content, port):
            editor.sees("第一段")
            page.locator("#stopped").wait_for(state="hidden")


def test_a_site_that_was_never_whole_says_why_and_appears_when_it_is(content, chromium):
    desk = Desk(content, BuildOptions(), "vscode://file{path}:{line}", lambda _: None)
    with chromium.new_context() as context:
        editor = Editor(content, "", context.new_page())
        editor.save("language: zh-Hant", "languge: zh-Hant")
        with previewed(content, desk.build, desk) as address:
            page = editor.page
            page.goto(address.removesuffix(ROOT))
            page.locator("#panel").wait_for()
            assert "languge" in page.locator("#panel").inner_text()
            editor.save("languge: zh-Hant", "language: zh-Hant")
            page.wait_for_url(address)
            page.locator(".mast").wait_for()
            assert page.locator("#panel").is_hidden()


COLOUR = "() => getComputedStyle(document.querySelector('.para p')).color"


# ── What is wrong is told ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "editor", [{}, {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}}], indirect=True
)
def test_a_mistake_shows_over_the_page_until_it_is_mended(editor):
    page = editor.open()
    panel, badge = page.locator("#panel"), page.locator("#badge")
    assert panel.is_hidden()
    editor.save("language: zh-Hant", "languge: zh-Hant")
    panel.wait_for()
    assert "languge" in panel.inner_text()
    assert "languge" not in page.locator("main").inner_text()
    line = editor.file.read_text("utf-8").splitlines().index("languge: zh-Hant") + 1
    assert panel.locator("a").first.get_attribute("href") == f"vscode://file{editor.file.resolve()}:{line}"
    assert "1" in page.locator("[role=alert]").inner_text()
    assert page.locator(".mast nav").is_visible()
    assert panel.bounding_box()["height"] <= page.viewport_size["height"] / 2 + 1
    assert editor.accessible()

    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    page.reload()
    badge.wait_for()
    assert panel.is_hidden()
    badge.press("Enter")
    panel.wait_for()
    assert panel.locator("button").evaluate("button => button.getRootNode().activeElement === button")

    editor.save("languge: zh-Hant", "language: zh-Hant")
    panel.wait_for(state="hidden")
    assert page.locator("[role=alert]").inner_text() == ""


def test_warnings_are_a_count_that_opens_their_list(editor):
    page = editor.open()
    panel, badge = page.locator("#panel"), page.locator("#badge")
    editor.save("outlet: dw-zh", "outlet: nobody")
    badge.wait_for()
    assert panel.is_hidden()
    badge.click()
    assert "nobody" in panel.inner_text()
    panel.locator("button").click()
    assert panel.is_hidden()
    editor.save("outlet: nobody", "outlet: dw-zh")
    page.wait_for_function(
        "() => !document.querySelector('dossier-preview')?.shadowRoot.querySelector('#badge')?.textContent.includes('1')"
    )


# ── Words selected ───────────────────────────────────────────────────────────


def test_words_selected_are_copied_as_a_note_that_holds_to_them(editor):
    page = editor.open()
    editor.select("到灯塔7", "号为止")  # a mark ends within them
    page.locator("#palette").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#palette pre:visible").wait_for()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('quote')")
    yaml = page.evaluate("navigator.clipboard.readText()")
    assert yaml == page.locator("#palette pre").text_content() == "- quote: 到灯塔7号为止\n  block: p-ojwgtg\n  note:\n"
    assert f"notes/{ARTICLE}.yaml" in page.locator("#palette").inner_text()
    notes = editor.content / "notes" / f"{ARTICLE}.yaml"
    before = notes.read_text("utf-8") if notes.exists() else ""
    notes.write_text(before + yaml.replace("note:", "note: 灯塔在哪里？"), "utf-8")
    editor.sees("灯塔在哪里？")
    assert "到灯塔7号为止" in page.locator("mark.held").all_inner_texts()
    assert build_site(editor.content, BuildOptions()).dossier.passages


def test_what_machines_wrote_is_no_part_of_a_quotation(editor):
    page = editor.open()
    editor.save("第1段从码头说起", "第1段昨天从码头说起[^1]，等到下周三")
    editor.save("第2段", "第2段又", editor.file)
    editor.file.write_text(editor.file.read_text("utf-8") + "\n[^1]: 一处脚注。\n", "utf-8")
    editor.sees("一处脚注")
    page.locator(".gloss").first.wait_for()
    page.wait_for_function("() => document.querySelector('dossier-preview:not([hidden])')")
    editor.select("昨天", "下周三")
    page.locator("#palette button").nth(1).click()
    page.locator("#palette pre:visible").wait_for()
    quoted = re.search("quote: (.*)", page.locator("#palette pre").text_content())[1]
    assert quoted == "昨天从码头说起，等到下周三"


def test_words_that_stand_twice_are_told_apart(editor):
    page = editor.open()
    editor.select("码头说起，说到灯塔5", "码头说起")
    page.locator("#palette button").nth(2).click()
    page.locator("#palette pre:visible").wait_for()
    said = page.locator("#palette pre").text_content()
    assert "prefix: " in said
    assert "says:" in said


def test_two_paragraphs_are_no_quotation(editor):
    page = editor.open()
    editor.select("第5段", "第6段")
    page.locator("#palette").wait_for()
    assert page.locator("#palette button:visible").count() == 0
    assert "一段之内" in page.locator("#palette").inner_text() or "一段之內" in page.locator("#palette").inner_text()
    page.keyboard.press("Escape")
    page.locator("#palette").wait_for(state="hidden")


def test_a_whole_paragraph_is_one_though_the_browser_selects_to_the_next(editor):
    page = editor.open()
    page.get_by_text("灯塔5号为止").click(click_count=3)
    page.locator("#palette button").first.click()
    page.locator("#palette pre:visible").wait_for()
    assert "quote: 第5段从码头说起，说到灯塔5号为止。" in page.locator("#palette pre").text_content()
    assert editor.accessible()


# ── Strangers ────────────────────────────────────────────────────────────────


def test_a_foreign_page_learns_nothing(editor):
    editor.open()
    origin = editor.address.removesuffix(ROOT)
    page = editor.page.context.new_page()
    page.goto("data:text/html,<title>foreign</title>")
    opened = """address => new Promise(done => {
      const socket = new WebSocket(address);
      socket.onopen = () => done("opened");
      socket.onerror = () => done("refused");
    })"""
    assert page.evaluate(opened, f"{origin.replace('http', 'ws')}/livereload") == "refused"
    loaded = """address => new Promise(done => {
      const script = document.createElement("script");
      script.onload = () => done("loaded");
      script.onerror = () => done("refused");
      script.src = address;
      document.head.append(script);
    })"""
    assert page.evaluate(loaded, f"{editor.address}search/index.js") == "refused"
    asked = (
        "(address) => fetch(address, {method: 'POST', body: '{}', mode: 'no-cors'}).then(a => a.type, () => 'refused')"
    )
    assert page.evaluate(asked, f"{origin}/livereload/quote") in {"refused", "opaque"}


def test_the_words_of_every_block_are_read_off_the_page_as_the_program_has_them(chromium):
    """Whatever marks, notes, glosses and footnotes stand in it: what is selected is what is quoted."""
    source = (ROOT_FOLDER / "static" / "preview" / "palette.js").read_text("utf-8")
    chosen = source[source.index("  const others") : source.index("  const kinds")].replace("let wanted, before;", "")
    read = f"""() => {{
      {chosen}
      return [...document.querySelectorAll("main [id^='p-']")].map(block => {{
        const range = document.createRange();
        range.selectNodeContents(block);
        return chosen(range, block);
      }});
    }}"""
    site = build_site(ROOT_FOLDER / "content", BuildOptions())
    page, wrong, seen = chromium.new_page(), [], 0
    for article in site.dossier.content.articles:
        page.set_content(site.output[f"articles/{article.id}.html"].decode(), wait_until="domcontentloaded")
        texts = {block.id: block.text for block in article.blocks if block.kind != "byline"}
        for found in page.evaluate(read):
            if found["block"] in texts:
                seen += 1
                wrong += [(article.id, found)] * ((found["words"], found["start"]) != (texts[found["block"]], 0))
    page.close()
    assert wrong == []
    assert seen > 100
