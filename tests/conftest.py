"""Fixtures and settings of the whole suite."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from dossier import front_matter
from dossier.ingest.drafts.draft import draft_capture

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# CI=true makes the program strict, so it is unset here; tests of it set it. Workers inherit TESTS_IN_CI.
os.environ.setdefault("TESTS_IN_CI", os.environ.pop("CI", ""))

# `make proofs` asks for the second; a busy machine is no failure.
settings.register_profile("suite", max_examples=100, deadline=None)
settings.register_profile("proofs", max_examples=2000, deadline=None)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real captures beside the project; tests that need it skip without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: it holds third parties' texts and is not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def curated(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder: drafts of the five captures in ../shared/seeds, with the records of tests/seeds."""
    folder = tmp_path_factory.mktemp("curated") / "content"
    shutil.copytree(ROOT / "tests" / "seeds", folder, ignore=shutil.ignore_patterns("gold-*", "README.md"))
    (folder / "articles").mkdir()
    for capture in sorted((shared / "seeds").glob("*.txt")):
        for draft in draft_capture(capture.name, capture.read_bytes()):
            # What an editor does first: add missing dates, and unset `draft`.
            fields = {"published": "2023-09-14~"} | {k: v for k, v in draft.fields.items() if k != "draft"}
            text = front_matter.format_article(fields, draft.body)
            (folder / "articles" / f"{draft.id}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def in_ci() -> bool:
    return os.environ["TESTS_IN_CI"] == "true"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one for all tests of a process; they are skipped without it, but never in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ["TESTS_IN_CI"] == "true":
            pytest.fail("CI has no chromium: apt-get install chromium")
        pytest.skip("no chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write the actual output as the expected one.")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
