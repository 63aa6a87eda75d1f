"""A Chromium that writes files as a reader would save them."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

Snapshot = Callable[[str, str], bytes]


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
