"""Loads complete folders and compares all messages; and generates mistakes in every field."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from dossier.load import load_library
from dossier.load.fields import FILES
from dossier.load.records import ListValue, MappingValue, RecordType
from dossier.model import Outlet
from dossier.problems import Severity

from .planted import PATHS, planted

HERE = Path(__file__).parent
SITES = HERE / "sites"
WHOLE = SITES / "whole" / "content"
KNOWN = {"bbc-zh": Outlet("bbc-zh", "BBC中文", "https://www.bbc.com/zhongwen", "zh-Hans")}


def problem_lines(folder):
    return "".join(f"{problem}\n" for problem in load_library(folder, KNOWN)[1])


@pytest.mark.parametrize("name", sorted(site.name for site in SITES.iterdir()))
def test_site(name, monkeypatch, update_golden):
    """The messages for a content folder."""
    monkeypatch.chdir(SITES / name)
    now = problem_lines(Path("content"))
    if update_golden:
        Path("expected.txt").write_text(now, "utf-8")
    assert now == Path("expected.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def mistakes(tmp_path_factory):
    """Every planted mistake with its problems."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(WHOLE, folder / "content")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        planted_problems = []
        for mistake in planted(WHOLE):
            path = Path("content") / mistake.file
            right = path.read_text("utf-8")
            path.write_text(mistake.text, "utf-8")
            planted_problems.append((mistake, load_library(Path("content"))[1]))
            path.write_text(right, "utf-8")
    return planted_problems


def test_the_whole_dossier_has_every_field():
    """Otherwise no mistakes would be planted in the missing fields."""
    routes = {(m.file, m.route[-1]) for m in planted(WHOLE)}
    for file in FILES:
        for name in _names(file.value):
            assert (PATHS.get(file.name, file.name), name) in routes, f"{file.name}: {name}"


def _names(value):
    match value:
        case RecordType():
            for field in value.fields:
                yield field.name
                yield from _names(field.value)
        case ListValue():
            yield from _names(value.item_type)
        case MappingValue():
            yield from _names(value.value_type)


def test_every_mistake_is_told_once_on_its_line_with_a_remedy(mistakes):
    for mistake, problems in mistakes:
        places = [(problem.at.file, problem.at.line) for problem in problems]
        assert places == [(f"content/{mistake.file}", mistake.line)], f"{mistake}\n{mistake.text}\n{problems}"
        assert problems[0].hint, mistake


def test_the_messages_are_as_they_were_read(mistakes, update_golden):
    now = "".join(f"{mistake}\n{problem}\n\n" for mistake, problems in mistakes for problem in problems)
    expected = HERE / "planted.txt"
    if update_golden:
        expected.write_text(now, "utf-8")
    assert now == expected.read_text("utf-8")


def test_mistakes_enough(mistakes):
    kinds = Counter(mistake.mistake for mistake, _ in mistakes)
    assert kinds.keys() >= {"missing", "wrong type", "dangling", "misspelt", "misspelt name", "duplicate"}
    assert all(problem.severity is Severity.ERROR or problem.check == "outlet" for _, ps in mistakes for problem in ps)
