"""Renews the tested versions: `make update`.

    constraints.txt                            everything that `make site` and `make test` install, and what builds it
    templates/new/actions/requirements.txt     everything that the program needs to run, with the hashes of all its files

Both hold the newest versions within the ranges of pyproject.toml, for the oldest Python that it allows and all later
ones, on every system. uv resolves them, in a throw-away environment. Neither file says where a package comes from.
"""

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
REQUIREMENTS = ROOT / "templates" / "new" / "actions" / "requirements.txt"

BUILD_TOOLS = ("editables",)  # what hatchling asks for when it installs a project as editable
UPDATE_TOOLS = ("uv",)  # what resolves versions: here, and in the weekly workflow

CONSTRAINTS_HEAD = """\
# The tested versions of everything that `make site` and `make test` install, and of what builds the wheel.
# Made by `make update` from the ranges in pyproject.toml; not to be edited.
"""
REQUIREMENTS_HEAD = """\
# What Dossier needs, and what builds it from its source: the tested versions, each with the hashes of its files.
# Comes with Dossier (`make update` there makes it): when you change the program's version, take this file from the same.
"""


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    backend = project["build-system"]["requires"]
    oldest = project["project"]["requires-python"].removeprefix(">=")
    with tempfile.TemporaryDirectory() as folder:
        uv = environment(Path(folder) / "venv")
        developing = resolved(uv, oldest, [*backend, *BUILD_TOOLS, *UPDATE_TOOLS], "--extra", "dev")
        CONSTRAINTS.write_text(CONSTRAINTS_HEAD + developing, "utf-8")
        running = resolved(uv, oldest, backend, "--generate-hashes", "--constraints", str(CONSTRAINTS))
        REQUIREMENTS.write_text(REQUIREMENTS_HEAD + running, "utf-8")


def environment(folder: Path) -> Path:
    """An environment that has uv; the path of that."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", *UPDATE_TOOLS], check=True)
    return programs / "uv"


def resolved(uv: Path, oldest: str, besides: list[str], *options: str) -> str:
    """The project's requirements and others besides, each with its newest version; markers say where one is needed."""
    command = [uv, "pip", "compile", "--quiet", "--no-config", "--no-header", "--no-annotate", "--universal"]
    command += ["--python-version", oldest, *options, "pyproject.toml", "-"]
    done = subprocess.run(command, cwd=ROOT, input="\n".join(besides), stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"make update: {Path(error.cmd[0]).name} failed (see above); offline, nothing can be renewed")
