"""The preview as an editor has it: a real server, a real socket, a file saved."""

import asyncio
import http.client
import json
import shutil
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from dossier.deliver import serve as serving
from dossier.deliver.serve.responses import AllowedHosts, local_address
from dossier.deliver.serve.state import Preview
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

SMALL = Path(__file__).parent.parent / "sites" / "small" / "content"
ARTICLE = "articles/2023-09-14-dw-10000002"
OTHER = "articles/2023-09-13-bbc-10000001"
ROOT = "/dossier/"  # the path of its base_url
PATIENCE = 300  # seconds, which only end what hangs: a busy machine is slow


class Server(NamedTuple):
    port: int
    content: Path
    process: subprocess.Popen

    def ask(self, path, method="GET", body=None, **headers):
        """The status and the words of an answer; the path is sent as it is."""
        return asked(self.port, path, method, body, **headers)

    def page(self, path):
        status, words = self.ask(f"{ROOT}{path}")
        assert status == 200
        return words

    def save(self, old, new, file=f"{ARTICLE}.md"):
        """As an editor's program saves: beside it, then in its place."""
        path = self.content / file
        beside = path.with_name(f"{path.name}.tmp")
        beside.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        beside.replace(path)


def asked(port, path, method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    words = answer.read().decode()
    connection.close()
    return answer.status, words


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def served(content, *options):
    port = free_port()
    command = [sys.executable, "-m", "dossier", "serve", "--port", str(port), *options]
    with subprocess.Popen(
        command, cwd=content.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert f":{port}{ROOT}" in process.stdout.readline()
            yield Server(port, content, process)
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """A server whose files nobody changes."""
    with served(Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("quiet") / "content"))) as server:
        yield server


@pytest.fixture
def server(tmp_path):
    with served(Path(shutil.copytree(SMALL, tmp_path / "content"))) as server:
        yield server


def in_a_loop(coroutine):
    """What it returns; this thread may have a loop already, of a browser's test."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(asyncio.wait_for(coroutine, PATIENCE))).result()


async def browser(port, path, protocols=("dossier-preview-1",)):
    """A browser that has loaded a page, and looks at it."""
    versions = dict(part.split("=") for part in looks(await asyncio.to_thread(asked, port, path)))
    socket = await websocket_connect(f"ws://127.0.0.1:{port}/livereload")
    await socket.write_message(json.dumps({"command": "hello", "protocols": list(protocols)}))
    assert json.loads(await socket.read_message())["command"] == "hello"
    url = f"http://127.0.0.1:{port}{path}"
    await socket.write_message(json.dumps({"command": "info", "url": url, **versions}))
    return socket


def looks(answer):
    tag = answer[1].partition('<script src="/livereload.js" ')[2].partition(" defer>")[0]
    return [part.removeprefix("data-").replace('"', "") for part in tag.split()]


async def heard(socket, command):
    while True:
        data = json.loads(await socket.read_message())
        if data["command"] == command:
            return data


# ── What an editor sees ──────────────────────────────────────────────────────


def test_a_saved_file_shows_and_a_mistake_keeps_the_last_site(server):
    async def story():
        socket = await browser(server.port, f"{ROOT}{ARTICLE}.html")
        assert not (await heard(socket, "problems"))["broken"]
        server.save("答應回訪", "終於答應回訪")
        assert await heard(socket, "reload") == {
            "command": "reload",
            "path": f"{ROOT}{ARTICLE}.html",
            "liveCSS": False,
        }
        assert "終於" in await asyncio.to_thread(server.page, f"{ARTICLE}.html")

        server.save("language: zh-Hant", "languge: zh-Hant")
        while not (said := await heard(socket, "problems"))["broken"]:
            pass
        assert "終於" in await asyncio.to_thread(server.page, f"{ARTICLE}.html")
        server.save("languge: zh-Hant", "language: zh-Hant")
        while (await heard(socket, "problems"))["broken"]:
            pass
        return next(problem for problem in said["problems"] if "languge" in problem["message"])

    problem = in_a_loop(story())
    assert problem["severity"] == "error"
    assert problem["place"].startswith(f"content/{ARTICLE}.md:")
    file = (server.content / f"{ARTICLE}.md").resolve()
    assert problem["href"] == f"vscode://file{file}:{problem['line']}"
    assert sorted(path.name for path in server.content.parent.iterdir()) == ["content"]


def test_of_twenty_rapid_saves_the_last_is_shown(server):
    async def story():
        socket = await browser(server.port, f"{ROOT}{ARTICLE}.html")
        was = "答應回訪"
        for nth in range(20):
            new = f"第{nth}次答應回訪"
            server.save(was, new)
            was = new
            await asyncio.sleep(0.05 + 0.005 * nth)
        while "第19次" not in await asyncio.to_thread(server.page, f"{ARTICLE}.html"):
            await heard(socket, "reload")

    in_a_loop(story())


def test_an_article_that_is_not_looked_at_disturbs_nobody(server):
    async def story():
        socket, other = (
            await browser(server.port, f"{ROOT}about.html"),
            await browser(server.port, f"{ROOT}{OTHER}.html"),
        )
        for connection in (socket, other):
            await heard(connection, "problems")
        server.save("note: ", "note: 再說，", f"notes/{Path(OTHER).name}.yaml")
        await heard(other, "reload")
        return json.loads(await socket.read_message())["command"]

    assert in_a_loop(story()) == "problems"


def test_a_browser_that_shows_an_older_page_is_told_at_once(server):
    async def story():
        socket = await websocket_connect(f"ws://127.0.0.1:{server.port}/livereload")
        url = f"http://127.0.0.1:{server.port}{ROOT}"
        await socket.write_message(json.dumps({"command": "info", "url": url, "page": "of-yesterday"}))
        return await heard(socket, "reload")

    assert in_a_loop(story())["path"] == ROOT


# ── What is answered ─────────────────────────────────────────────────────────


def test_the_site_stands_where_it_will_stand(quiet):
    assert quiet.ask(ROOT)[0] == 200
    assert quiet.ask("/")[0] == 302
    assert quiet.ask("/dossier")[0] == 302
    assert quiet.ask("/index.html")[0] == 404
    status, words = quiet.ask(f"{ROOT}nowhere.html")
    assert status == 404
    assert "/livereload.js" in words
    assert f'href="{ROOT}index.html"' in words


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        f"{ROOT}../../etc/passwd",
        f"{ROOT}..%2f..%2fetc/passwd",
        f"{ROOT}%2e%2e/%2e%2e/etc/passwd",
        f"{ROOT}%252e%252e%252fetc%252fpasswd",
        f"{ROOT}..\\..\\etc\\passwd",
        f"{ROOT}..%5c..%5cetc%5cpasswd",
        f"{ROOT}.git/config",
        f"{ROOT}assets/.hidden",
        f"{ROOT}%2egit/config",
        f"{ROOT}content/dossier.yaml",
        f"{ROOT}articles/{'a' * 5000}",
        f"{ROOT}index.html%00.png",
        "//etc/passwd",
        "/livereload/",
        "/livereload.py",
    ],
)
def test_nothing_outside_the_site_is_answered(quiet, path):
    assert quiet.ask(path)[0] in {400, 404}


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil:{port}", ""]
)
def test_only_who_calls_this_machine_by_its_own_name_is_answered(quiet, host):
    host = host.format(port=quiet.port)
    for path in (ROOT, "/livereload.js", "/livereload"):
        assert quiet.ask(path, Host=host)[0] == 403
    assert quiet.ask("/livereload/quote", "POST", b"{}", Host=host)[0] == 403


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://127.0.0.1:{port}.evil"],
)
def test_a_foreign_page_is_not_listened_to(quiet, origin):
    origin = origin.format(port=quiet.port)
    request = HTTPRequest(f"ws://127.0.0.1:{quiet.port}/livereload", headers={"Origin": origin})

    async def story():
        with pytest.raises(HTTPClientError) as refusal:
            await websocket_connect(request)
        return refusal.value.code

    assert in_a_loop(story()) == 403
    assert quiet.ask("/livereload/quote", "POST", b"{}", Origin=origin)[0] == 403


def test_our_own_pages_are_listened_to_by_any_of_their_names(quiet):
    for name in ("127.0.0.1", "localhost", "[::1]"):
        host, origin = f"{name}:{quiet.port}", f"http://{name}:{quiet.port}"
        assert quiet.ask("/livereload/quote", "POST", b"{}", Host=host, Origin=origin)[0] == 200
        assert quiet.ask("/livereload/quote", "POST", b"[", Host=host, Origin=origin)[0] == 400
    assert quiet.ask("/livereload/quote", "POST", b"{}")[0] == 403


def test_no_other_site_may_load_the_texts_or_frame_a_page(quiet):
    connection = http.client.HTTPConnection("127.0.0.1", quiet.port, timeout=PATIENCE)
    connection.request("HEAD", f"{ROOT}search/index.js")
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.read() == b""
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Server"] is None


def test_a_browser_that_says_nonsense_or_goes_away_does_nothing_bad(server):
    async def story():
        for nonsense in ("", "{", "[]", "{}", '{"command": 1}', '{"command": "info", "url": "http://["}\0', b"\xff"):
            socket = await websocket_connect(f"ws://127.0.0.1:{server.port}/livereload")
            await socket.write_message(nonsense, binary=isinstance(nonsense, bytes))
            while await socket.read_message() is not None:
                pass

    in_a_loop(story())
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", server.port)) as gone:
            gone.sendall(f"GET {ROOT}data/articles.json HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
    assert server.page("index.html")
    server.process.send_signal(signal.SIGINT)
    assert "Traceback" not in server.process.communicate(timeout=PATIENCE)[1]


@pytest.mark.parametrize(
    ("host", "own", "called", "answered"),
    [
        ("127.0.0.1", "127.0.0.1", "LocalHost:8000", True),
        ("127.0.0.1", "127.0.0.1", "192.168.1.5:8000", False),
        ("192.168.1.5", "192.168.1.5", "192.168.1.5:8000", True),
        ("192.168.1.5", "192.168.1.5", "localhost:8000", True),
        ("desk.example", "192.168.1.5", "desk.example:8000", True),
        ("0.0.0.0", "192.168.1.5", "192.168.1.5:8000", True),
        ("0.0.0.0", "192.168.1.5", "192.168.1.6:8000", False),
        ("0.0.0.0", "192.168.1.5", "0.0.0.0:8000", False),
        ("0.0.0.0", "192.168.1.5", f"{socket.gethostname()}:8000", True),
        ("0.0.0.0", "192.168.1.5", "evil.example:8000", False),
        ("::", "fe80::1%eth0", "[fe80::1]:8000", True),
        ("::", "::ffff:192.168.1.5", "192.168.1.5:8000", True),
        ("127.0.0.1", "", ":8000", False),
    ],
)
def test_a_name_is_ours_or_a_strangers(host, own, called, answered):
    assert AllowedHosts(host, 8000).allows_host(called, own) is answered


def test_a_browser_leaves_the_usual_port_out():
    assert AllowedHosts("127.0.0.1", 80).allows_host("localhost", "127.0.0.1")
    assert not AllowedHosts("127.0.0.1", 8000).allows_host("localhost", "127.0.0.1")


def test_the_address_is_one_that_a_browser_of_this_machine_finds():
    assert [local_address(host, 80) for host in ("0.0.0.0", "::1")] == ["http://127.0.0.1:80", "http://[::1]:80"]


# ── Beginning and end ────────────────────────────────────────────────────────


def test_a_taken_port_is_a_problem_with_a_remedy(quiet):
    command = [sys.executable, "-m", "dossier", "serve", "--port", str(quiet.port)]
    second = subprocess.run(
        command, cwd=quiet.content.parent, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert second.returncode == 1
    assert "--port" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--host", "nowhere.invalid", "another address with --host"), ("--content", "nowhere", "no such folder")],
)
def test_what_cannot_be_served_is_a_problem(tmp_path, option, value, said):
    shutil.copytree(SMALL, tmp_path / "content")
    command = [sys.executable, "-m", "dossier", "serve", "--port", str(free_port()), option, value]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert done.stderr.endswith("1 error\n")


def test_ctrl_c_ends_it_whatever_it_is_doing(server):
    server.save("答應回訪", "終於答應回訪")  # while it builds, and indexes
    server.process.send_signal(signal.SIGINT)
    _, said = server.process.communicate(timeout=PATIENCE)
    assert server.process.returncode == 130
    assert "Traceback" not in said
    with socket.create_server(("127.0.0.1", server.port)):  # nothing that it had begun holds on to its port
        pass


@pytest.mark.parametrize("editor", ["nano", "{path}", "vscode://file/", "java script:{path}"])
def test_an_editor_that_nobody_knows_is_told(tmp_path, editor):
    command = [sys.executable, "-m", "dossier", "serve", "--editor", editor]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2
    assert "vscode" in done.stderr


# ── What it makes of what it is given ────────────────────────────────────────


def preview(*builds):
    """A preview of these sites, one after the other; a Failure is raised."""
    left = list(builds)

    def build(_):
        if isinstance(left[0], Failure):
            raise left.pop(0)
        return serving.PreviewedSite(left.pop(0))

    return Preview(
        serving.PreviewSources(
            build,
            lambda: serving.DeferredOutput,
            lambda _: {},
            lambda told: {"problems": [str(one) for one in told]},
            {},
        )
    )


async def built(*builds, at="/index.html"):
    """What a browser should look at after each of these builds."""
    preview_state = preview(*builds)
    states = []
    for _ in builds:
        await preview_state.rebuild(frozenset())
        states.append(preview_state.page_state(at))
    return states


PAGE = {"index.html": b"<html><head></head></html>", "assets/a.css": b"", "assets/a.js": b"", "media/a.svg": b""}


def test_only_what_has_changed_is_looked_at_again():
    one, same, style, script, picture, other = in_a_loop(
        built(
            PAGE,
            PAGE,
            PAGE | {"assets/a.css": b"p {}"},
            PAGE | {"assets/a.css": b"p {}", "assets/a.js": b"1"},
            PAGE | {"assets/a.css": b"p {}", "assets/a.js": b"1", "media/a.svg": b"<svg/>"},
            PAGE | {"assets/a.css": b"p {}", "assets/a.js": b"1", "media/a.svg": b"<svg/>", "other.html": b"new"},
        )
    )
    assert one == same
    assert (same.page, same.others) == (style.page, style.others)
    assert same.styles != style.styles
    assert style.styles == script.styles
    assert len({style.others, script.others, picture.others}) == 3
    assert picture == other


def test_a_page_that_cannot_be_made_stays_as_it_was():
    problem = Problem(Location("a.md", 3), Severity.ERROR, "link", "a link leads nowhere")

    class Halting(dict):
        def __getitem__(self, path):
            if path == "index.html":
                raise Failure(problem)
            return super().__getitem__(path)

    async def story():
        preview_state = preview(PAGE, Halting(PAGE))
        await preview_state.rebuild(frozenset())
        before = preview_state.find_file("/index.html")
        await preview_state.rebuild(frozenset())
        return before == preview_state.find_file("/index.html"), preview_state.problems()

    same, said = in_a_loop(story())
    assert same
    assert said == {"command": "problems", "broken": False, "problems": [str(problem)]}


def test_what_was_wrong_with_a_file_is_not_told_of_it_once_it_is_saved(tmp_path):
    file, other = (
        Problem(Location(str(tmp_path / name), 3), Severity.ERROR, "link", "no such page") for name in ("a", "b")
    )

    async def story():
        preview_state = preview(PAGE)
        preview_state.deferred = serving.DeferredOutput((file, other))
        await preview_state.rebuild(frozenset([tmp_path / "a"]))
        return preview_state.problems()["problems"]

    assert in_a_loop(story()) == [str(other)]


def test_a_save_during_a_build_leads_to_another(tmp_path):
    """Whatever is saved while a build reads, the site is of the last save in the end, and not each has a build."""
    file = tmp_path / "note.txt"
    file.write_text("0")
    port, read, saves = free_port(), [], 40
    reading, saved = threading.Event(), threading.Event()

    def build(_):
        words = file.read_bytes()
        read.append(words)
        if len(read) == 2:  # the first after a save: all the others come while it is at work
            reading.set()
            saved.wait(PATIENCE)
        return serving.PreviewedSite({"index.html": words})

    async def story():
        sources = serving.PreviewSources(build, lambda: serving.DeferredOutput, lambda _: {}, lambda _: {}, {})
        server = asyncio.create_task(
            serving.run_preview(Preview(sources), [tmp_path], AllowedHosts("127.0.0.1", port), lambda _: None)
        )
        while not reading.is_set():  # saved until somebody watches
            file.write_text("1")
            await asyncio.sleep(0.1)
        for nth in range(2, saves + 1):
            file.write_text(str(nth))
            await asyncio.sleep(0.01)
        saved.set()
        while (await asyncio.to_thread(asked, port, "/"))[1] != str(saves):
            await asyncio.sleep(0.05)
        server.cancel()

    in_a_loop(story())
    assert read[-1] == str(saves).encode()
    assert len(read) < saves / 2
