"""The preview as an editor has it: a real server, a real socket, a file saved."""

import asyncio
import json
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from tornado.websocket import websocket_connect

SMALL = Path(__file__).parent.parent / "sites" / "small" / "content"
ARTICLE = "articles/2023-09-14-dw-10000002"


class Preview(NamedTuple):
    port: int
    process: subprocess.Popen


@pytest.fixture
def content(tmp_path):
    return Path(shutil.copytree(SMALL, tmp_path / "content"))


@pytest.fixture
def server(content):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dossier", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=content.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert str(port) in process.stdout.readline()
        yield Preview(port, process)
        process.terminate()


def page(port, path, host=None):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", headers={"Host": host} if host else {})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode()


def refusal(port, path, host=None):
    with pytest.raises(urllib.error.HTTPError) as error:
        page(port, path, host)
    return error.value.code


def saved(content, old, new):
    file = content / f"{ARTICLE}.md"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


async def reload_after(port, change):
    """The message that a browser gets after a change."""
    browser = await websocket_connect(f"ws://127.0.0.1:{port}/livereload")
    await browser.write_message('{"command": "hello"}')
    assert json.loads(await browser.read_message())["command"] == "hello"
    await browser.write_message(json.dumps({"command": "info", "url": "here"}))
    await asyncio.sleep(0.2)
    change()
    return json.loads(await asyncio.wait_for(browser.read_message(), 20))


def test_a_saved_file_shows_and_a_mistake_keeps_the_last_site(server, content):
    port = server.port
    assert "<title>普丁與金正恩談了什麼" in page(port, f"{ARTICLE}.html")
    assert "livereload.js" in page(port, "")
    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already, of a browser's test
        change = partial(saved, content, "答應回訪", "終於答應回訪")
        message = thread.submit(lambda: asyncio.run(reload_after(port, change))).result()
    assert message["command"] == "reload"
    assert "終於" in page(port, f"{ARTICLE}.html")

    saved(content, "language: zh-Hant", "languge: zh-Hant")
    assert "languge" in next(line for line in server.process.stderr if "error[" in line)
    assert "終於" in page(port, f"{ARTICLE}.html")
    assert sorted(path.name for path in content.parent.iterdir()) == ["content"]


def test_only_who_calls_this_machine_by_its_own_name_is_answered(server):
    assert refusal(server.port, "", host="evil.example") == 403
    assert refusal(server.port, "nowhere.html") == 404
    assert refusal(server.port, "..%2f..%2fetc/passwd") == 404


def test_a_taken_port_is_a_problem_with_a_remedy(server, content):
    command = [sys.executable, "-m", "dossier", "serve", "--port", str(server.port)]
    second = subprocess.run(command, cwd=content.parent, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 1
    assert "--port" in second.stderr
    assert "Traceback" not in second.stderr
