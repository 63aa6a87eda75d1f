"""Complete sites: content in, the site or its problems out, byte for byte.

`pytest --update-golden` writes what came out as what is expected; read the difference before it is committed.
"""

from pathlib import Path

import pytest

from dossier.pipeline import BuildOptions, build_site
from dossier.problems import Failure

SITES = Path(__file__).parent / "sites"
# Joined from static/ as they are, and tested there: a new colour must not rewrite every expectation.
NOT_GOLDEN = ("assets/", "search/")


def sites(kind: str) -> list[str]:
    return sorted(folder.name for folder in SITES.iterdir() if (folder / kind).exists())


@pytest.mark.parametrize("name", sites("expected"))
def test_site(name, monkeypatch, update_golden):
    monkeypatch.chdir(SITES / name)
    site = build_site(Path("content"), BuildOptions())
    files_built = {path: data for path, data in site.output.items() if not path.startswith(NOT_GOLDEN)}
    files_built["problems.txt"] = "".join(f"{problem}\n" for problem in site.problems).encode()
    expected = Path("expected")
    if update_golden:
        for path, data in files_built.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_bytes(data)
        for path in expected.rglob("*"):
            if path.is_file() and path.relative_to(expected).as_posix() not in files_built:
                path.unlink()
    files = {path.relative_to(expected).as_posix(): path.read_bytes() for path in expected.rglob("*") if path.is_file()}
    assert sorted(files_built) == sorted(files)
    for path, data in files.items():
        assert files_built[path].decode() == data.decode(), path


@pytest.mark.parametrize("name", sites("expected.txt"))
def test_problems(name, monkeypatch, update_golden):
    monkeypatch.chdir(SITES / name)
    with pytest.raises(Failure) as failure:
        build_site(Path("content"), BuildOptions())
    problems = "".join(f"{problem}\n" for problem in failure.value.problems)
    if update_golden:
        Path("expected.txt").write_text(problems, "utf-8")
    assert problems == Path("expected.txt").read_text("utf-8")
