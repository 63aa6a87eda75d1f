"""A Chromium that writes files as a reader would save them."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
Snapshot = Callable[[str, str], bytes]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ["TESTS_IN_CI"] == "true":
            pytest.fail("CI has no chromium: apt-get install chromium")
        pytest.skip("no chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def snapshot(chromium: Browser) -> Iterator[Snapshot]:
    """Saves a page of a given address and source as MHTML."""
    context = chromium.new_context()
    page = context.new_page()
    sources: dict[str, str] = {}
    page.route(
        "**/*", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=next(iter(sources.values())))
    )

    def save(url: str, html: str) -> bytes:
        sources.clear()
        sources[url] = html
        page.goto(url)
        result = context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})
        return str(result["data"]).encode("ascii", "surrogateescape")

    yield save
    context.close()
