"""The wheel, installed outside this repository: its contents, and its use from `dossier new` to a published site."""

import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PATIENCE = 300  # seconds, which only end what hangs
OWN = ("dossier", "templates", "static")


def ran(*command, cwd, **options):
    """What a command prints; its complaints, if it fails."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built of a copy: what is being worked on beside the project is not in it."""
    pytest.importorskip("hatchling", reason="pip install '.[dev]' brings it")
    folder = tmp_path_factory.mktemp("wheel")
    ran(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_what_the_repository_does_and_nothing_else(wheel):
    known = ran(
        "git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z", "--", *OWN, cwd=ROOT
    ).split("\0")
    present = [path for path in known if path and (ROOT / path).is_file()]
    wanted = {path if path.startswith("dossier/") else f"dossier/{path}" for path in present}
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    compiled = {name for name in names if name.startswith("dossier/compiled/")}
    assert names - compiled == wanted
    assert len(compiled) == sum(bool(re.fullmatch(r"templates/(\w+/)?[\w-]+\.html", path)) for path in present)
    assert {"dossier/py.typed", "dossier/templates/new/actions/.gitignore", "dossier/static/favicon.svg"} <= names
    assert any(name.startswith("dossier/static/preview/") for name in names)


@dataclass
class Installed:
    """The wheel in an environment of its own, and a folder to stand in."""

    program: Path
    folder: Path
    environment: dict

    def __call__(self, *arguments):
        return ran(self.program, *arguments, cwd=self.folder, env=self.environment)


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """The wheel, without what it needs: a path leads to where this environment has that."""
    folder = tmp_path_factory.mktemp("environment")
    ran(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    (site,) = folder.glob("lib/*/site-packages")
    (site / "needs.pth").write_text(sysconfig.get_path("purelib"))
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index")
    ran(*pip, wheel, cwd=folder)
    location = ran(python, "-c", "import dossier; print(dossier.__file__)", cwd=folder)
    assert location.startswith(str(site)), "the repository's own package was found"
    return folder


@pytest.fixture
def installed(environment, tmp_path):
    return of(environment, tmp_path)


def of(environment, folder):
    environment_variables = {name: value for name, value in os.environ.items() if name not in {"CI", "PYTHONPATH"}}
    return Installed(
        environment / "bin" / "dossier", folder, environment_variables | {"GIT_CONFIG_GLOBAL": "/dev/null"}
    )


@pytest.mark.slow
def test_the_wheel_alone_in_an_empty_environment(wheel, tmp_path):
    """With all that it needs, from the registry."""
    ran(sys.executable, "-m", "venv", tmp_path / "empty", cwd=tmp_path)
    ran(tmp_path / "empty" / "bin" / "pip", "install", "--quiet", wheel, cwd=tmp_path)
    dossier = of(tmp_path / "empty", tmp_path)
    dossier("new", "x")
    dossier.folder /= "x"
    assert "0 articles" in dossier("build", "--strict")
    assert (tmp_path / "x" / "_site" / "index.html").is_file()


@pytest.mark.slow
def test_a_new_dossiers_workflow_runs_in_an_empty_environment(installed, tmp_path):
    """Its commands, as they stand there: packages by their hashes, the wheel that was packed, check and build."""
    dossier = installed
    dossier("new", "summit", "--publish", "actions")
    dossier.folder /= "summit"
    begun(dossier.folder)
    ran(sys.executable, "-m", "venv", tmp_path / "empty", cwd=tmp_path)
    workflow = yaml.safe_load((dossier.folder / ".github/workflows/pages.yml").read_text("utf-8"))
    runner = dossier.environment | workflow["env"] | {"CI": "true", "ADDRESS": "https://example.org/s"}
    runner["PATH"] = f"{tmp_path / 'empty' / 'bin'}{os.pathsep}{runner['PATH']}"
    runner.pop("PIP_CONSTRAINT", None)
    commands = [step["run"] for step in workflow["jobs"]["build"]["steps"] if "run" in step]
    assert len(commands) == 3
    for command in commands:
        ran("bash", "-e", "-c", command, cwd=dossier.folder, env=runner)
    assert (dossier.folder / "_site" / "index.html").is_file()
    assert ran("git", "status", "--porcelain", cwd=dossier.folder) == ""


# ── Begin, import, read, mend, show ──────────────────────────────────────────


@pytest.fixture(params=["the demonstration's captures", "../shared/seeds"])
def captures(request):
    if request.param == "../shared/seeds":
        return request.getfixturevalue("shared") / "seeds"
    return ROOT / "content" / "captures"


def test_from_nothing_to_a_published_site(installed, captures):
    dossier = installed
    dossier("new", "summit")
    dossier.folder /= "summit"
    assert "5 new" in dossier("import", captures)
    assert "5 articles" in dossier("build")
    page = min((dossier.folder / "_site" / "articles").glob("20*.html"))
    assert "<h1" in served(dossier, f"articles/{page.name}")

    pasted = dossier("suggest")
    assert dossier("suggest") == pasted
    names = pasted.partition("# ── for content/events.yaml")[0]
    if ":" in names:
        (dossier.folder / "content" / "entities.yaml").write_text(names, "utf-8")
    edited(dossier.folder / "content")
    assert "error" not in dossier("check", "--strict")

    remote = begun(dossier.folder)
    assert dossier("publish", "--dry-run", "--base-url", "https://example.org/s/").endswith("new)\n")
    assert ran("git", "branch", cwd=remote) == ""
    assert "origin/gh-pages: pushed" in dossier("publish", "--base-url", "https://example.org/s/")
    assert "holds this already" in dossier("publish", "--base-url", "https://example.org/s/")
    published = set(ran("git", "ls-tree", "-r", "--name-only", "gh-pages", cwd=remote).split())
    assert {"index.html", "feed.xml", "search.html", f"articles/{page.name}", ".nojekyll"} <= published
    assert not [path for path in published if path.startswith("content/")]
    public = ran("git", "show", f"gh-pages:articles/{page.name}", cwd=remote)
    dossier("build", "--base-url", "https://example.org/s/")
    assert len(public) < len(page.read_text("utf-8")), "the public edition leaves out what rights withhold"
    assert ran("git", "status", "--porcelain", cwd=dossier.folder) == ""


def served(dossier, path):
    """What the preview shows there; it ends when it is interrupted."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(dossier.program), "serve", "--port", str(port)]
    where = {"cwd": dossier.folder, "env": dossier.environment}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, **where, stdout=subprocess.PIPE, stderr=quiet, text=True) as it:
        try:
            address = it.stdout.readline().split()[0]
            with urllib.request.urlopen(address + path, timeout=PATIENCE) as page:
                return page.read().decode()
        finally:
            it.send_signal(signal.SIGINT)
            assert it.wait(PATIENCE) in (0, 130)


def edited(content):
    """What an editor does first: the drafts taken for good, what is undated dated, what is missing accepted."""
    for article in content.glob("articles/*.md"):
        text = article.read_text("utf-8").replace("draft: true\n", "")
        if not re.search(r"^published:", text, re.MULTILINE):
            text = text.replace("---\n", "---\npublished: 2023-09-14~\n", 1)
        article.write_text(text, "utf-8")
    with (content / "dossier.yaml").open("a", encoding="utf-8") as settings:
        settings.write("accept: [picture]\n")


def begun(folder):
    """A bare repository, which the dossier's own has for its origin."""
    remote = folder.parent / "remote.git"
    ran("git", "init", "-q", "--bare", remote, cwd=folder)
    for command in (
        ("init", "-q", "-b", "main"),
        ("config", "user.name", "An editor"),
        ("config", "user.email", "editor@example.org"),
        ("remote", "add", "origin", remote),
        ("add", "-A"),
        ("commit", "-q", "-m", "Begun"),
    ):
        ran("git", *command, cwd=folder)
    return remote
