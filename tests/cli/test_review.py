"""What `check` asks of git and of the web, which are a real repository and a real server."""

import json
import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dossier.cli import main
from dossier.ingest.network.dead_links import dead_link_problems
from dossier.ingest.network.fetch import Fetcher, FetchLimits
from dossier.model import Location

TESTS = Path(__file__).parent.parent
SMALL = TESTS / "sites" / "small" / "content"
PAGES = TESTS.parent / ".github" / "workflows" / "pages.yml"
ARTICLE = "articles/2023-09-14-dw-10000002.md"


@pytest.fixture
def content(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    shutil.copytree(SMALL, tmp_path / "content")
    return tmp_path / "content"


# ── git ──────────────────────────────────────────────────────────────────────


def git(*arguments):
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def leaks(capsys, *arguments):
    main(["check", "--format", "json", *arguments])
    return [problem["file"] for problem in json.loads(capsys.readouterr().out) if problem["check"] == "leak"]


@pytest.fixture
def public(content):
    """A repository that publishes itself, with nothing in it yet."""
    git("init", "-q")
    workflow = content.parent / ".github" / "workflows" / "pages.yml"
    workflow.parent.mkdir(parents=True)
    shutil.copyfile(PAGES, workflow)
    article = content / ARTICLE
    article.write_text(
        article.read_text("utf-8").replace("text: digest\nrights: owned\n", "rights: excerpt\n"), "utf-8"
    )
    return content


def test_full_texts_that_git_knows_leak_beside_a_workflow_that_publishes(public, capsys):
    assert leaks(capsys) == []
    git("add", "content")
    assert leaks(capsys) == [f"content/{ARTICLE}"]
    assert leaks(capsys, "--content", str(public)) == [f"{public}/{ARTICLE}"]


def test_a_leak_is_a_warning_that_can_be_accepted(public, capsys):
    git("add", "content")
    assert main(["check", "--strict"]) == 1
    assert "dossier new --publish branch" in capsys.readouterr().err
    with (public / "dossier.yaml").open("a") as file:
        file.write("accept: [leak]\n")
    assert main(["check", "--strict"]) == 0


def test_a_draft_leaks_as_its_article_does(public, capsys):
    draft = public / ".drafts" / Path(ARTICLE).name
    draft.parent.mkdir()
    shutil.copyfile(public / ARTICLE, draft)
    git("add", str(draft))
    assert leaks(capsys) == [f"content/.drafts/{draft.name}"]


def test_nothing_leaks_where_nothing_is_published(public, capsys):
    git("add", "content")
    workflow = public.parent / ".github" / "workflows" / "pages.yml"
    workflow.write_text("on: push\njobs: {test: {steps: [{run: make test}]}}\n")
    assert leaks(capsys) == []


def test_a_folder_without_git_is_checked_all_the_same(public, capsys):
    shutil.rmtree(public.parent / ".git")
    assert leaks(capsys) == []


def test_git_that_does_not_answer_is_told_of(public, capsys):
    (public.parent / ".git" / "HEAD").unlink()
    assert main(["check", "--strict"]) == 1
    assert "content: warning[leak]: fatal: not a git repository" in capsys.readouterr().err


# ── The web ──────────────────────────────────────────────────────────────────

STANDING = {"GET": 200, "HEAD": 200}
ANSWERS = {
    "/stands": STANDING,
    "/": STANDING,
    "/no-head": {"GET": 200, "HEAD": 405},
    "/gone": {"GET": 404, "HEAD": 404},
    "/broken": {"GET": 500, "HEAD": 500},
    "/shut": {"GET": 403, "HEAD": 403},
    "/moved": {"GET": 301, "HEAD": 301, "to": "/stands"},
    "/to-home": {"GET": 302, "HEAD": 302, "to": "/"},
}


@pytest.fixture
def web():
    """Its address, and what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(f"{self.command} {self.path}")
            answer = ANSWERS[self.path]
            self.send_response(answer[self.command])
            if "to" in answer:
                self.send_header("Location", answer["to"])
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815  # as the base class looks for it

        def log_message(self, *_):
            """Nothing: a test's output is its assertions."""

    asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01}).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/stands", []),
        ("/no-head", []),
        ("/moved", []),
        ("/gone", ["warning: {} is gone: 404 Not Found"]),
        ("/broken", ["warning: {} is gone: 500 Internal Server Error"]),
        ("/shut", ["notice: whether {} stands, its server tells no program: 403 Forbidden"]),
        ("/to-home", ["warning: {} leads to its outlet's home page now"]),
    ],
)
def test_what_an_address_answers(web, path, expected):
    address = web[0] + path
    problems = dead_link_problems({address: Location("x.md", 3)}, Fetcher(FetchLimits(private=True, pause=0)))
    assert [f"{problem.severity}: {problem.message}" for problem in problems] == [
        one.format(address) for one in expected
    ]
    assert all(problem.at == Location("x.md", 3) and problem.hint for problem in problems)


def test_a_host_that_is_silent_is_left_alone_soon():
    addresses = {f"http://127.0.0.1:1/{number}": Location("x.md", number) for number in range(4)}
    problems = dead_link_problems(addresses, Fetcher(FetchLimits(private=True, pause=0)))
    assert ["was not asked" in problem.message for problem in problems] == [False, False, True, True]


def test_where_nobody_answers_it_is_said_once():
    addresses = {f"http://127.0.0.{host}:1/": Location("x.md", host) for host in range(1, 5)}
    (problem,) = dead_link_problems(addresses, Fetcher(FetchLimits(private=True, pause=0)))
    assert problem.message == "none of 4 hosts answers"
    assert "connected" in problem.hint


def test_this_machine_is_not_asked_unless_that_is_allowed(web):
    problems = dead_link_problems({f"{web[0]}/stands": Location("x.md")}, Fetcher(FetchLimits(pause=0)))
    assert "on this machine or its network" in problems[0].message
    assert web[1] == []


def test_every_address_of_a_dossier_is_asked_once_and_told_with_its_line(content, web, capsys):
    url, asked = web
    for path in content.glob("[ap]*/*.md"):
        path.write_text(re.sub(r"https://[^\s)]+", f"{url}/stands", path.read_text("utf-8")), "utf-8")
    article = content / ARTICLE
    article.write_text(article.read_text("utf-8").replace("id:", f"archive: {url}/gone\nid:", 1), "utf-8")
    (content / "pages" / "links.md").write_text(
        f"---\ntitle: 看\n---\n站[着]({url}/stands#here)。\n\n没[了]({url}/shut)。\n"
    )
    assert main(["check", "--external", "--private", "--format", "json"]) == 0
    unreached = [problem for problem in json.loads(capsys.readouterr().out) if problem["check"] == "unreached"]
    assert [(problem["file"], problem["line"], problem["severity"]) for problem in unreached] == [
        (f"content/{ARTICLE}", 2, "warning"),
        ("content/pages/links.md", 6, "notice"),
    ]
    assert "https://web.archive.org/web/*/" in unreached[0]["hint"]
    assert sorted(asked) == ["GET /gone", "GET /shut", "HEAD /gone", "HEAD /shut", "HEAD /stands"]


def test_without_external_nobody_is_asked(content, web):
    (content / "pages" / "links.md").write_text(f"---\ntitle: 看\n---\n[一]({web[0]}/gone)\n")
    assert main(["check"]) == 0
    assert web[1] == []
