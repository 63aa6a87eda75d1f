"""The walk-through of CONTRIBUTING works: an outlet is one file and one folder of fixtures, with the result shown there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = re.compile(r"(`(?P<path>[\w./-]+)`:\n\n```\w+\n)(?P<text>.*?)```", re.DOTALL)


def test_an_outlet_is_one_file_and_one_folder(tmp_path, update_golden):
    guide = ROOT / "CONTRIBUTING.md"
    text = guide.read_text("utf-8")
    files = {match["path"]: match["text"] for match in FILE.finditer(text) if "qiaotou" in match["path"]}
    assert [Path(path).suffix for path in files] == [".txt", ".toml", ".md", ".dropped"]
    shutil.copytree(ROOT / "dossier", tmp_path / "dossier", ignore=shutil.ignore_patterns("__pycache__"))
    for path in ("tests/conftest.py", "tests/ingest/test_captures.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    for path, written in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(written, "utf-8")
    options = ["-p", "no:cacheprovider", "--import-mode=importlib", "-q", "-k", "qiaotou"] + [
        "--update-golden"
    ] * update_golden
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "tests/ingest/test_captures.py"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if update_golden:
        guide.write_text(
            FILE.sub(lambda match: match[1] + (tmp_path / match["path"]).read_text("utf-8") + "```", text), "utf-8"
        )
    assert ran.returncode == 0, ran.stdout
    assert "2 passed" in ran.stdout
