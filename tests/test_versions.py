"""The pinned versions: exact, within the ranges of pyproject.toml, complete, and without addresses."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
REQUIREMENTS = ROOT / "templates" / "new" / "actions" / "requirements.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNNING = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
DEVELOPING = [*RUNNING, *PROJECT["project"]["optional-dependencies"]["dev"], "editables"]
_HASH = re.compile(r" \\\n {4}--hash=sha256:[0-9a-f]{64}")
FILES = pytest.mark.parametrize(
    ("path", "wanted"), [(CONSTRAINTS, DEVELOPING), (REQUIREMENTS, RUNNING)], ids=["constraints", "requirements"]
)


def lines(path):
    text = _HASH.sub("", path.read_text("utf-8"))
    return [line for line in text.splitlines() if not line.startswith("#")]


def pinned(path):
    """The versions of each package, by its canonical name."""
    versions = {}
    for line in lines(path):
        requirement = Requirement(line)
        versions.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return versions


@FILES
def test_each_line_is_one_version_of_one_package(path, wanted):
    for line in lines(path):
        assert re.fullmatch(r"[a-z0-9._-]+==[\w.]+( ; .+)?", line), line
    assert "//" not in path.read_text("utf-8")


@FILES
def test_each_version_is_within_its_range(path, wanted):
    versions = pinned(path)
    for requirement in map(Requirement, wanted):
        for pin in versions[canonicalize_name(requirement.name)]:
            (exact,) = pin.specifier
            assert requirement.specifier.contains(exact.version), f"{pin}: make update"


@FILES
def test_whatever_these_need_is_there_too(path, wanted):
    """As the installed packages name it, for this system and this Python."""
    versions = pinned(path)
    resolved, waiting = set(), [(canonicalize_name(r.name), frozenset(r.extras)) for r in map(Requirement, wanted)]
    while waiting:
        one = waiting.pop()
        if one in resolved:
            continue
        resolved.add(one)
        name, extras = one
        assert name in versions, f"{name}: make update"
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:
            assert name == "editables", f"{name} is not installed"  # it is only where the project is being installed
            continue
        waiting += [
            (canonicalize_name(need.name), frozenset(need.extras))
            for need in map(Requirement, needs)
            if any(need.marker is None or need.marker.evaluate({"extra": extra}) for extra in extras or {""})
        ]
    assert len(resolved) > len(wanted)


def test_what_a_dossier_installs_is_what_was_tested():
    tested, installed = pinned(CONSTRAINTS), pinned(REQUIREMENTS)
    assert {name: list(map(str, pins)) for name, pins in installed.items()} == {
        name: list(map(str, tested[name])) for name in installed
    }


def test_every_package_of_a_dossier_has_its_hashes():
    packages = re.split(r"^(?=\w)", REQUIREMENTS.read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert len(packages) == len(lines(REQUIREMENTS))
    assert [package for package in packages if not _HASH.search(package)] == []


def test_make_installs_anew_when_the_tested_versions_change():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^\.venv/installed:.* constraints\.txt$", makefile, re.MULTILINE)
    assert re.search(r"^\.venv/developing: \.venv/installed$", makefile, re.MULTILINE)
    installing = [line for line in makefile.splitlines() if re.search(r"pip\b.* install|\$\(PIP\)", line)]
    assert len([line for line in installing if line.startswith("\t$(PIP) ")]) == 2
