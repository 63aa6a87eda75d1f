"""Where another machine gets this program from: the address that pip recorded, or a wheel that works."""

import json
import subprocess
import sys
import sysconfig
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from dossier import __version__
from dossier.cli import origin as module
from dossier.cli.origin import DISTRIBUTION, program_origin

ROOT = Path(__file__).parents[2]
COMMIT, SHA256 = "0123456789" * 4, "01234567" * 8
GIT = {"vcs": "git", "commit_id": COMMIT}
WHEEL = f"./{DISTRIBUTION}-{__version__}-py3-none-any.whl"


class Recorded:
    """A distribution, as far as it is asked: the package of this checkout, and what pip recorded of it."""

    files = ()

    def __init__(self, record, at=ROOT):
        self._texts = {"METADATA": f"Metadata-Version: 2.1\nName: {DISTRIBUTION}\nVersion: {__version__}\n"}
        self._texts |= {"direct_url.json": json.dumps(record)} if record else {}
        self._at = at

    def read_text(self, name):
        return self._texts.get(name)

    def locate_file(self, path):
        return self._at / path


@pytest.mark.parametrize(
    ("record", "requirement"),
    [
        ({"url": "https://code.example/d.git", "vcs_info": GIT}, f"git+https://code.example/d.git@{COMMIT}"),
        (
            {"url": "https://files.example/d.whl", "archive_info": {"hashes": {"sha256": SHA256}}},
            f"https://files.example/d.whl#sha256={SHA256}",
        ),
        (
            {"url": "https://files.example/d.whl", "archive_info": {"hash": f"sha256={SHA256}"}},
            f"https://files.example/d.whl#sha256={SHA256}",
        ),
        ({"url": "https://files.example/d.whl", "archive_info": {}}, WHEEL),
        ({"url": "https://code.example/d.git", "vcs_info": GIT | {"commit_id": "main"}}, WHEEL),
        ({"url": "https://code.example/d.git", "vcs_info": GIT, "subdirectory": "src"}, WHEEL),
        ({"url": "https://me:secret@code.example/d.git", "vcs_info": GIT}, WHEEL),
        ({"url": 'https://code.example/"$(rm)".git', "vcs_info": GIT}, WHEEL),
        ({"url": "ssh://git@code.example/d.git", "vcs_info": GIT}, WHEEL),
        ({"url": "file:///home/me/dossier", "dir_info": {}}, WHEEL),
        ({"url": "file:///home/me/d.whl", "archive_info": {"hashes": {"sha256": SHA256}}}, WHEEL),
        (None, WHEEL),
    ],
)
def test_an_address_is_named_only_if_it_brings_these_very_bytes(monkeypatch, record, requirement):
    monkeypatch.setattr(module, "distribution", lambda name: Recorded(record))
    origin = program_origin()
    assert origin.requirement == requirement
    assert [f"./{name}" for name in origin.files] == ([WHEEL] if requirement == WHEEL else [])


def test_another_installation_says_nothing_of_a_checkout(monkeypatch, tmp_path):
    record = {"url": "https://code.example/d.git", "vcs_info": GIT}
    monkeypatch.setattr(module, "distribution", lambda name: Recorded(record, at=tmp_path))
    assert program_origin().requirement == WHEEL


def test_the_wheel_is_the_running_program_and_always_the_same(tmp_path):
    (data,) = program_origin().files.values()
    assert program_origin().files == {WHEEL.removeprefix("./"): data}
    with zipfile.ZipFile(BytesIO(data)) as wheel:
        names = set(wheel.namelist())
    assert {"dossier/cli/origin.py", "dossier/templates/new/actions/.gitignore", "dossier/static/favicon.svg"} <= names
    assert {name.partition("/")[2] for name in names if ".dist-info/" in name} == {
        "METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE",
    }  # fmt: skip
    assert not [name for name in names if name.endswith(".pyc")]


def test_pip_installs_the_wheel_and_what_it_installed_packs_the_same_program(tmp_path):
    """As the workflow does: no dependency, no build; then a dossier is begun by what was installed."""
    ((name, data),) = program_origin().files.items()
    (tmp_path / name).write_bytes(data)
    run(sys.executable, "-m", "venv", "--without-pip", "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-index", "--no-deps")
    run(*pip, "--no-build-isolation", f"./{name}", cwd=tmp_path)
    (site,) = tmp_path.glob("venv/lib/*/site-packages")
    needs = {sysconfig.get_path("purelib"), str(Path(pytest.__file__).parents[1])}
    (site / "needs.pth").write_text("\n".join(sorted(needs)))
    dossier = tmp_path / "venv" / "bin" / "dossier"
    run(dossier, "new", "summit", "--publish", "actions", cwd=tmp_path)
    assert f'DOSSIER: "./{name}"' in (tmp_path / "summit/.github/workflows/pages.yml").read_text("utf-8")
    assert program((tmp_path / "summit" / name).read_bytes()) == program(data)
    run(dossier, "build", "--no-search", "--edition", "public", cwd=tmp_path / "summit")


def program(wheel):
    with zipfile.ZipFile(BytesIO(wheel)) as packed:
        return {name: packed.read(name) for name in packed.namelist() if ".dist-info/" not in name}


def run(*command, cwd):
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
