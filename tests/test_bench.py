"""The dossiers that the benches generate: as dense in names and dates as news, and the same text for rivals."""

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from dossier.pipeline import BuildOptions, BuiltSite, build_site
from dossier.problems import Severity

BENCH = Path(__file__).parents[1] / "bench"
NUMBER = 12


class Bench(NamedTuple):
    """The benches' own modules, which find each other as scripts do."""

    generate: ModuleType
    rival: ModuleType
    compare: ModuleType


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    sys.path.insert(0, str(BENCH))
    yield Bench(*map(import_module, Bench._fields))
    sys.path.remove(str(BENCH))


@pytest.fixture(scope="module")
def content(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bench.generate.content(tmp_path_factory.mktemp("made") / "content", NUMBER)


@pytest.fixture(scope="module")
def ours(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our site of it."""
    folder = tmp_path_factory.mktemp("ours") / "site"
    command = [sys.executable, "-m", "dossier", "build", "-q", "--no-search", "--content", str(content), "-o"]
    subprocess.run([*command, str(folder)], check=True)
    return folder


def flaws(site: BuiltSite) -> list[str]:
    return [str(problem) for problem in site.problems if problem.severity is not Severity.NOTICE]


def test_an_equivalent_dossier_is_without_a_flaw(content: Path) -> None:
    site = build_site(content, BuildOptions())
    assert flaws(site) == []
    library = site.dossier.content
    assert len(library.articles) == NUMBER
    assert (library.events, library.claims, library.notes) == ((), (), ())


def test_a_full_dossier_has_evidence_on_every_fifth_article(bench: Bench, tmp_path: Path) -> None:
    site = build_site(bench.generate.content(tmp_path, 75, full=True), BuildOptions())
    assert flaws(site) == []
    library = site.dossier.content
    assert (len(library.events), len(library.claims), len(library.notes)) == (5, 5, 5)
    assert {citation.quote for citation in site.dossier.passages} >= {note.citation.quote for note in library.notes}


@pytest.mark.parametrize(("aliases", "entities"), [(0, 40), (40, 40), (500, 40), (5000, 400)])
def test_there_are_as_many_aliases_as_were_asked_for(bench: Bench, tmp_path: Path, aliases: int, entities: int) -> None:
    site = build_site(bench.generate.content(tmp_path, 3, aliases=aliases), BuildOptions())
    assert flaws(site) == []
    assert len(site.dossier.content.entities) == entities
    assert sum(len(entity.alias) for entity in site.dossier.content.entities) == aliases


def test_names_and_dates_are_as_dense_as_in_news(bench: Bench, tmp_path: Path) -> None:
    dossier = build_site(bench.generate.content(tmp_path, 100), BuildOptions()).dossier
    thousands = sum(len(block.text) for article in dossier.content.articles for block in article.body) / 1000
    assert 17 < len(dossier.mentions) / thousands < 21
    assert 4 < sum(mention.linked for mention in dossier.mentions) / thousands < 6
    assert 4 < len(dossier.dates) / thousands < 7
    assert 1750 < thousands * 10 < 1950


def test_the_same_numbers_make_the_same_bytes(bench: Bench, content: Path, tmp_path: Path) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}

    assert files(bench.generate.content(tmp_path / "same", NUMBER)) == files(content)
    assert files(bench.generate.content(tmp_path / "other", NUMBER, seed=1)) != files(content)


def test_others_are_given_the_links_that_our_pages_show(bench: Bench, content: Path, ours: Path) -> None:
    site = bench.rival.linked(content)
    written = {page.article.id: tuple(bench.compare.WRITTEN.findall(page.body)) for page in site.pages}
    assert written == bench.compare.links(ours, ours_too=True)
    assert sum(map(len, written.values())) > NUMBER


@pytest.mark.parametrize("name", ["hugo", "pelican", "mkdocs", "eleventy"])
def test_what_others_build_is_equivalent(bench: Bench, content: Path, ours: Path, tmp_path: Path, name: str) -> None:
    rival = next(one for one in bench.rival.RIVALS if one.name == name)
    if not rival.installed.is_file():
        pytest.skip(f"{name} is not installed: `python bench/rival.py` brings it")
    project = rival.project(bench.rival.linked(content), tmp_path / name)
    subprocess.run(rival.build(project, project / "site"), cwd=project, check=True, capture_output=True)
    assert bench.compare.differences(ours, project / "site") == []


def test_what_is_not_equivalent_is_told(bench: Bench, tmp_path: Path) -> None:
    ours, theirs = ({"a": "x-1", "b": "x-2"}, {"a": "x-2", "c": "x-2"})
    for name, pages in (("ours", ours), ("theirs", theirs)):
        for article, entity in pages.items():
            page = tmp_path / name / "articles" / f"{article}.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(f'<a class="ent" href="../entities/{entity}.html">', "utf-8")
    (tmp_path / "theirs" / "entities").mkdir()
    (tmp_path / "theirs" / "entities" / "x-1.html").write_text("", "utf-8")
    differences = "\n".join(bench.compare.differences(tmp_path / "ours", tmp_path / "theirs"))
    for fact in (
        "only one of them has articles/b.html",
        "only one of them has articles/c.html",
        "articles/a.html: ('x-1',) here, ('x-2',) there",
        "entities/x-1.html does not list every article",
        "there is no entities/x-2.html",
        "there is no sitemap.xml",
    ):
        assert fact in differences
