"""The demonstration dossier as a site on disk, and a Chromium to look at it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from dossier.pipeline import BuildOptions, build_site

ROOT = Path(__file__).parent.parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, internal edition, as it opens from the file system."""
    folder = tmp_path_factory.mktemp("site")
    for path, data in build_site(ROOT / "content", BuildOptions()).output.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


class Reader:
    """Somebody who opens pages of the site, and notes what the browser complains of and asks others for."""

    def __init__(self, context: BrowserContext, site: Path) -> None:
        self.site = site
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site.as_uri(), "data:", "blob:")):
            self.strangers.append(url)

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.site.as_uri()}/{path}")
        return self.page


@pytest.fixture
def reader(chromium: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """A reader of 1440 px by day; `@pytest.mark.parametrize("reader", [{…}], indirect=True)` makes others."""
    options = {"viewport": {"width": 1440, "height": 900}, **getattr(request, "param", {})}
    context = chromium.new_context(**options)
    yield Reader(context, site)
    context.close()
