"""The proofs that need node_modules (`npm install`): valid HTML by the Nu checker, Lighthouse's scores."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

import pytest

from dossier.pipeline import BuildOptions, build_site
from tests.browser.test_every_page import KINDS
from tests.conftest import CHROMIUM_FLAGS

ROOT = Path(__file__).parent.parent.parent
MODULES = ROOT / "node_modules"
RUNS = 3

pytestmark = pytest.mark.slow


def tool(path: Path, *needs: str) -> Path:
    """A tool of node_modules; without it the proof is skipped, but never in CI."""
    missing = [need for need in needs if shutil.which(need) is None]
    if path.exists() and not missing:
        return path
    if os.environ["TESTS_IN_CI"] == "true":
        pytest.fail(f"CI has no {path.name} or {', '.join(missing)}: npm install")
    pytest.skip(f"no {path.name} here: npm install")


def test_html_is_valid(site):
    jar = tool(MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar", "java")
    command = ["java", "-jar", str(jar), "--errors-only", "--skip-non-html", "--format", "gnu", str(site)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.stderr == ""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The public edition, served as it would be from a base path."""
    folder = tmp_path_factory.mktemp("public")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    base = f"http://127.0.0.1:{server.server_port}/"
    for path, data in build_site(ROOT / "content", BuildOptions("public", base)).output.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield base
    server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("device", ["desktop", "mobile"])
@pytest.mark.parametrize("path", KINDS)
def test_lighthouse(path, device, address, chromium, tmp_path):
    runs = [report(address + path.removesuffix("index.html"), device, tmp_path / f"{n}.json") for n in range(RUNS)]
    for category in ("accessibility", "best-practices", "seo"):
        assert short(runs[0], category) == {}, category
    assert median(run["categories"]["performance"]["score"] for run in runs) >= 0.95


def report(url: str, device: str, output: Path) -> dict:
    lighthouse = tool(MODULES / ".bin" / "lighthouse", "node", "chromium")
    command = [
        str(lighthouse),
        url,
        "--quiet",
        "--output=json",
        f"--output-path={output}",
        f"--chrome-flags={' '.join(CHROMIUM_FLAGS)}",
    ]
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
    subprocess.run(command + (["--preset=desktop"] if device == "desktop" else []), check=True, env=environment)
    return json.loads(output.read_text("utf-8"))


def short(run: dict, category: str) -> dict[str, object]:
    """The audits that cost points; that some pages are kept from search engines is meant."""
    found = {
        part["id"]: run["audits"][part["id"]] for part in run["categories"][category]["auditRefs"] if part["weight"]
    }
    meant = "is-crawlable"
    return {
        name: audit.get("displayValue") or audit["title"]
        for name, audit in found.items()
        if audit["score"] not in (1, None) and name != meant
    }
