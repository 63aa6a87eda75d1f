"""What the whole suite shares: the material beside the project, where there is any."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real captures beside the project; a stranger has none, and then these tests skip."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: it holds third parties' texts and is not part of the project")
    return SHARED


@pytest.fixture(scope="session")
def in_ci() -> bool:
    return os.environ.get("CI") == "true"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write what came out as what is expected.")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
