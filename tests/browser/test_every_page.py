"""What holds of every kind of page: no barrier, no request to anybody else, no complaint, no sideways scrolling."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

ROOT = Path(__file__).parent.parent.parent

KINDS = (
    "index.html",
    "articles/index.html",
    "articles/2023-09-05-bbc-66714623.html",
    "articles/2023-09-05-dw-66721802.html",
    "entities/index.html",
    "entities/kim-jong-un.html",
    "timeline.html",
    "timeline.dated.html",
    "events/vostochny-summit.html",
    "events/advance-team.html",
    "claims.html",
    "claims/arms-transfer.html",
    "compare/index.html",
    "compare/visit-plan-reported.html",
    "outlets/bbc-zh.html",
    "search.html",
    "about.html",
    "404.html",
    "changes.html",
    "notes.html",
    "names.html",
)
FEW = (
    "articles/2023-09-05-bbc-66714623.html",
    "timeline.html",
    "events/vostochny-summit.html",
    "claims/arms-transfer.html",
    "entities/kim-jong-un.html",
)
RULES = {
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}  # it may not read the style sheet, and need not


def looks(width: int, scheme: str) -> dict[str, object]:
    return {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}


def barriers(page) -> list[str]:
    """What axe finds, as a line for each element."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("reader", [looks(360, "light"), looks(1440, "dark")], indirect=True)
def test_no_barriers(reader):
    assert {path: found for path in FEW if (found := barriers(reader.open(path)))} == {}
    assert reader.strangers == []
    assert reader.complaints == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "reader", [looks(*look) for look in product((360, 768, 1440), ("light", "dark"))], indirect=True
)
def test_no_barriers_anywhere(reader):
    assert {path: found for path in KINDS if (found := barriers(reader.open(path)))} == {}
    assert reader.strangers == []
    assert reader.complaints == []


@pytest.mark.parametrize("reader", [looks(320, "light")], indirect=True)
def test_nothing_scrolls_sideways_at_320(reader):
    for path in KINDS:
        page = reader.open(path)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, (path, over)


@pytest.mark.slow
@pytest.mark.parametrize("reader", [looks(320, "light")], indirect=True)
def test_no_page_at_all_scrolls_sideways_at_320(reader):
    for file in sorted(reader.site.rglob("*.html")):
        path = file.relative_to(reader.site).as_posix()
        assert reader.open(path).evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_every_kind_is_opened(site):
    """The list above knows every template but that of redirects."""
    templates = {path.stem for path in (ROOT / "templates" / "pages").iterdir()} - {"moved"}
    assert len(templates) <= len(KINDS)
    assert all((site / path).is_file() for path in KINDS)
