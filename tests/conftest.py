"""What the whole suite shares: the material beside the project, where there is any."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from dossier import front_matter
from dossier.ingest.drafts.draft import draft_capture

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

# Under CI=true the program is strict: a test that is about that says so by itself. The workers inherit the second name.
os.environ.setdefault("TESTS_IN_CI", os.environ.pop("CI", ""))

# `make proofs` asks for the second; a busy machine is no failure.
settings.register_profile("suite", max_examples=100, deadline=None)
settings.register_profile("proofs", max_examples=2000, deadline=None)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real captures beside the project; a stranger has none, and then these tests skip."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: it holds third parties' texts and is not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def curated(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder: the five texts beside the project as import drafts them, and what tests/seeds says of them."""
    folder = tmp_path_factory.mktemp("curated") / "content"
    shutil.copytree(ROOT / "tests" / "seeds", folder, ignore=shutil.ignore_patterns("gold-*", "README.md"))
    (folder / "articles").mkdir()
    for capture in sorted((shared / "seeds").glob("*.txt")):
        for draft in draft_capture(capture.name, capture.read_bytes()):
            # What an editor does first: date what is undated, and take the draft for good.
            fields = {"published": "2023-09-14~"} | {k: v for k, v in draft.fields.items() if k != "draft"}
            text = front_matter.format_article(fields, draft.body)
            (folder / "articles" / f"{draft.id}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def in_ci() -> bool:
    return os.environ["TESTS_IN_CI"] == "true"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write what came out as what is expected.")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
