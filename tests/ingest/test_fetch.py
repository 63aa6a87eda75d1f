"""The fetcher with a real server that misbehaves in many ways."""

import gzip
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from contextlib import suppress
from types import SimpleNamespace

import pytest

from dossier.ingest.network import fetch
from dossier.ingest.network.fetch import PAGES, PICTURES, Fetcher, FetchLimits
from dossier.problems import Failure

PAGE = "<p>一页</p>".encode()


def answer(body: bytes = PAGE, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    if not any(line.lower().startswith(("content-length", "transfer-encoding")) for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def moved(to: str) -> bytes:
    return answer(b"", f"Location: {to}", status="302 Found")


def drip(connection: socket.socket, data: bytes, pause: float = 0.05) -> None:
    for n in range(len(data)):
        connection.sendall(data[n : n + 1])
        time.sleep(pause)


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def chunked(connection: socket.socket) -> None:
    connection.sendall(answer(b"", "Transfer-Encoding: chunked"))
    connection.sendall(b"3\r\n<p>\r\n1\r\nx\r\n0\r\n\r\n")


def continues(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


ANSWERS = {
    "/page": answer(),
    "/plain": answer(kind="text/plain"),
    "/untyped": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
    "/picture": answer(b"\x89PNG", kind="image/png"),
    "/gzip": answer(gzip.compress(PAGE), "Content-Encoding: gzip"),
    "/broken-gzip": answer(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip"),
    "/false-gzip": answer(PAGE, "Content-Encoding: gzip"),
    "/brotli": answer(b"??", "Content-Encoding: br"),
    "/bomb": answer(gzip.compress(b"\0" * 200_000_000, 9), "Content-Encoding: gzip"),
    "/chunked": chunked,
    "/short": answer(PAGE, "Content-Length: 5000"),
    "/endless": endless,
    "/continues": continues,
    "/slow-body": lambda connection: drip(connection, answer(b"x" * 1000)),
    "/slow-head": lambda connection: drip(connection, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000),
    "/silent": lambda connection: time.sleep(60),
    "/nonsense": b"\x00\x01\x02 what?\r\n\r\n",
    "/giant-head": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n",
    "/gone": answer(b"", status="404 Not Found"),
    "/busy": answer(b"", status="429 Too Many Requests"),
    "/moved": moved("/page"),
    "/circle": moved("/circle"),
    "/to-file": moved("file:///etc/passwd"),
    "/to-neighbour": moved("http://127.0.0.2:1/"),
    "/nowhere": moved(""),
    "/to-nonsense": moved("http://["),
}


class Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            if not (part := self.request.recv(65536)):
                return
            request += part
        self.server.requests.append(request.decode("ascii"))
        path = request.split(b" ")[1].decode("ascii").partition("?")[0]
        reply = ANSWERS.get(path, ANSWERS["/gone"])
        with suppress(OSError):  # the client has closed the connection, as most tests expect
            reply(self.request) if callable(reply) else self.request.sendall(reply)
            self.server.done.append(path)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[str] = []
        self.done: list[str] = []  # paths whose response was sent completely
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def server():
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01}).start()
        yield server
        server.shutdown()


def fetched(url: str, types: tuple[str, ...] = PAGES, **limits) -> fetch.FetchedPage:
    return Fetcher(FetchLimits(**{"private": True, "pause": 0, "seconds": 60, "size": 1_000_000, **limits}))(url, types)


def test_a_page(server):
    page = fetched(f"{server.url}/page")
    assert page == fetch.FetchedPage(f"{server.url}/page", "text/html", "utf-8", PAGE)


def test_the_request_has_a_user_agent_and_accepted_types(server):
    fetched(f"{server.url}/page")
    assert "\r\nUser-Agent: Dossier/" in server.requests[0]
    assert "\r\nAccept: text/html, application/xhtml+xml\r\n" in server.requests[0]
    assert f"\r\nHost: {server.url.removeprefix('http://')}\r\n" in server.requests[0]


def test_an_address_in_chinese_is_encoded(server):
    fetched(f"{server.url}/page?问=答 案&x=%20")
    assert server.requests[0].startswith("GET /page?%E9%97%AE=%E7%AD%94%20%E6%A1%88&x=%20 HTTP/1.1\r\n")


def test_compressed_and_chunked_responses_are_decoded(server):
    assert fetched(f"{server.url}/gzip").data == PAGE
    assert fetched(f"{server.url}/chunked").data == b"<p>x"


def test_a_redirect_is_followed(server):
    assert fetched(f"{server.url}/moved").url == f"{server.url}/page"


def test_the_caller_chooses_the_types(server):
    assert fetched(f"{server.url}/picture", PICTURES).data == b"\x89PNG"


@pytest.mark.parametrize(
    ("path", "fact"),
    [
        ("/plain", "holds text/plain, not text/html"),
        ("/untyped", "without a type"),
        ("/broken-gzip", "breaks off"),
        ("/false-gzip", "cannot be read"),
        ("/brotli", "packed as br"),
        ("/bomb", "larger than 1,000,000 bytes"),
        ("/short", "breaks off"),
        ("/endless", "larger than 1,000,000 bytes"),
        ("/nonsense", "cannot be read"),
        ("/giant-head", "cannot be read"),
        ("/gone", "the server answers 404 Not Found"),
        ("/busy", "429"),
        ("/circle", "leads on more than 5 times"),
        ("/to-file", "no address of a page"),
        ("/nowhere", "answers 302"),
        ("/to-nonsense", "leads on to what is no address"),
    ],
)
def test_other_responses_are_problems_with_a_remedy(server, path, fact):
    with pytest.raises(Failure, match=fact) as failure:
        fetched(f"{server.url}{path}")
    assert all(problem.hint and problem.at.file for problem in failure.value.problems)
    assert "/endless" not in server.done


@pytest.mark.parametrize("path", ["/slow-body", "/slow-head", "/silent", "/continues"])
def test_time_is_limited_however_slow_the_server_is(server, path):
    with pytest.raises(Failure, match=r"longer than 0\.4 seconds"):
        fetched(f"{server.url}{path}", seconds=0.4)
    assert server.done == []  # the server would need most of a minute


def test_a_problem_names_the_requested_address(server):
    with pytest.raises(Failure) as failure:
        fetched(f"{server.url}/to-file")
    assert f"asked: {server.url}/to-file" in str(failure.value)
    assert failure.value.problems[0].at.file == "file:///etc/passwd"


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "http://", "http:///x", "http://u:p@example.org/", "http://[::1", "http://example.org:99999/", "data:text/html,x"],
)  # fmt: skip
def test_only_web_addresses_are_fetched(url):
    with pytest.raises(Failure, match="no address of a page"):
        fetched(url)


def test_an_unknown_host_and_a_closed_port():
    with pytest.raises(Failure, match="no host is called"):
        fetched("http://nobody.invalid/")
    with pytest.raises(Failure, match="connection failed"):
        fetched("http://127.0.0.1:1/")


# ── This machine and its network ─────────────────────────────────────────────


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "169.254.169.254", "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1"])  # fmt: skip
def test_private_addresses_are_not_fetched(server, host):
    with pytest.raises(Failure, match=r"on this machine or its network|no host is called"):
        fetched(f"http://{host}:{server.server_address[1]}/page", private=False)
    assert server.requests == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("64:ff9b::808:808", True),  # NAT64 of 8.8.8.8
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),  # 6to4 of 127.0.0.1
        ("::ffff:10.0.0.1", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("feff::1", False),
        ("::", False),
    ],
)
def test_public_addresses(address, public):
    assert fetch.is_public_address(address) is public


def test_a_redirect_into_the_network_is_not_followed(server, monkeypatch):
    monkeypatch.setattr(
        fetch, "is_public_address", lambda address: address == "127.0.0.1"
    )  # as if the server were public
    with pytest.raises(Failure, match="on this machine or its network"):
        fetched(f"{server.url}/to-neighbour", private=False)


def test_the_connection_uses_the_checked_address(server, monkeypatch):
    """A name server that answers differently the second time (DNS rebinding) is asked only once."""
    looked_up = []
    real = socket.getaddrinfo

    def rebinding(host, *rest, **more):
        if host == b"rebinding.example":
            looked_up.append(host)
            host = "127.0.0.1" if len(looked_up) == 1 else "127.0.0.2"
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(fetch, "is_public_address", lambda address: address == "127.0.0.1")
    page = fetched(f"http://rebinding.example:{server.server_address[1]}/page", private=False)
    assert page.data == PAGE
    assert len(looked_up) == 1


def test_there_is_a_pause_between_requests_to_a_host(server, monkeypatch):
    rests = []
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + sum(rests), sleep=rests.append)
    monkeypatch.setattr(fetch, "time", clock)
    fetch_one = Fetcher(FetchLimits(private=True, pause=1000))
    for _ in range(3):
        fetch_one(f"{server.url}/page", PAGES)
    assert len(rests) == 2
    assert all(500 < rest <= 1000 for rest in rests)  # minus the time of the response


def test_an_untrusted_certificate_is_refused(tmp_path):
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate, and is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout {key} -out {certificate}"
    subprocess.run(command.split(), check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Server() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None
        threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01}).start()
        with pytest.raises(Failure, match="certificate is not valid"):
            fetched(f"https://localhost:{server.server_address[1]}/page")
        server.shutdown()
