"""Web archives as wget and warcio write them, and WACZ files of them, taken apart into pages."""

import gzip
import io
import json
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dossier.deliver import site_folder
from dossier.ingest.captures.stored_content import article_parts
from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.formats import web_archives
from dossier.ingest.importing import ImportOptions, import_captures
from dossier.ingest.network.fetch import Fetcher, FetchLimits
from dossier.ingest.network.sources import captures_at, expand_sources
from dossier.problems import Failure

from .damage import damaged
from .stories import STORIES, Story, page, score

warcio = pytest.importorskip("warcio")
for module in ("statusandheaders", "warcwriter"):
    pytest.importorskip(f"warcio.{module}")
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)
FRAME = "<!doctype html><html><body><p>A frame of an advertisement, which is no page of its own.</p></body></html>"


def html_of(number: int) -> str:
    picture = '<figure><img src="https://lantern.example/lamp.png"><figcaption>The lamp</figcaption></figure>'
    return page(STORIES[number], number).replace("</article>", f"{picture}</article>", 1)


def record(writer, url: str, data: bytes, kind: str = "text/html; charset=utf-8", **more) -> None:
    headers = [("Content-Type", kind), *more.get("headers", [])]
    http = warcio.statusandheaders.StatusAndHeaders(more.get("status", "200 OK"), headers, protocol="HTTP/1.1")
    dated = {"WARC-Date": more.get("date", "2024-06-01T12:00:00Z")}
    writer.write_record(
        writer.create_warc_record(url, "response", payload=io.BytesIO(data), http_headers=http, warc_headers_dict=dated)
    )


def request(writer, url: str, destination: str) -> None:
    http = warcio.statusandheaders.StatusAndHeaders(
        "GET / HTTP/1.1", [("Sec-Fetch-Dest", destination)], is_http_request=True
    )
    writer.write_record(writer.create_warc_record(url, "request", http_headers=http))


def warc(*, packed: bool = True) -> bytes:
    """All stories, packed by their server in different ways, among what else a crawl has."""
    stream = io.BytesIO()
    writer = warcio.warcwriter.WARCWriter(stream, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "tests"}))
    for number, story in enumerate(STORIES):
        data, headers = html_of(number).encode(), []
        if number % 3 == 1:
            data, headers = gzip.compress(data), [("Content-Encoding", "gzip")]
        if number % 3 == 2:
            sizes = [data[start : start + 500] for start in range(0, len(data), 500)]
            data = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in sizes) + b"0\r\n\r\n"
            headers = [("Transfer-Encoding", "chunked")]
        request(writer, story.url, "document")
        record(writer, story.url, data, headers=headers)
    request(writer, "https://ads.example/frame", "iframe")
    record(writer, "https://ads.example/frame", FRAME.encode())
    record(writer, "https://lantern.example/gone", b"<html><p>gone", status="404 Not Found")
    record(writer, "https://lantern.example/lamp.png", PICTURE, "image/png")
    record(writer, "https://lantern.example/robots.txt", b"User-agent: *", "text/plain")
    return stream.getvalue()


def wacz(*listed: Story) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}))
        lines = [{"format": "json-pages-1.0", "id": "pages"}, *({"url": story.url, "ts": "2024"} for story in listed)]
        archive.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, lines)))
        archive.writestr("archive/data.warc.gz", warc())
    return stream.getvalue()


def taken_apart(path: Path) -> tuple[list[tuple[str, bytes]], list[str]]:
    captures, problems = captures_at(str(path), "2025-01-01T00:00:00+00:00", Fetcher(FetchLimits()))
    return [tuple(capture) for capture in captures], [str(problem) for problem in problems]


@pytest.mark.parametrize(("name", "packed"), [("a.warc.gz", True), ("a.warc", False)])
def test_the_pages_that_warcio_recorded(name, packed, tmp_path):
    (tmp_path / name).write_bytes(warc(packed=packed))
    captures, problems = taken_apart(tmp_path / name)
    assert problems == []
    assert [capture.rpartition("#")[0] for capture, _ in captures] == [str(tmp_path / name)] * len(STORIES)
    score((*capture, story) for capture, story in zip(captures, STORIES, strict=True)).check()
    (draft,) = draft_capture(*captures[0])
    assert draft.fields["url"] == STORIES[0].url
    assert draft.fields["captures"][0]["at"] == "2024-06-01T12:00:00Z"
    assert f" archive: {name}, record urn:uuid:" in captures[0][1].decode()


def test_only_the_pages_that_a_wacz_lists(tmp_path):
    path = tmp_path / "a.wacz"
    path.write_bytes(wacz(*STORIES[:3]))
    captures, problems = taken_apart(path)
    assert [name for name, _ in captures] == [f"{path}#{story.url}" for story in STORIES[:3]]
    assert problems == []
    path.write_bytes(wacz())
    assert len(taken_apart(path)[0]) == len(STORIES)


@pytest.fixture
def served() -> Iterator[str]:
    """The stories on a server of this machine, for wget."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = self.path.strip("/").partition(".")[0]
            data = page(STORIES[int(number)], int(number)).encode() if number.isdecimal() else b""
            self.send_response(200 if data else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.skipif(shutil.which("wget") is None, reason="no wget here")
def test_the_pages_that_wget_recorded(served, tmp_path):
    urls = [f"{served}/{number}.html" for number in range(len(STORIES))]
    command = ["wget", "--quiet", "--no-proxy", "--warc-file=crawl", "--warc-max-size=0", *urls]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    captures, problems = taken_apart(tmp_path / "crawl.warc.gz")
    assert problems == []
    assert [name.rpartition("#")[2] for name, _ in captures] == urls
    score((*capture, story) for capture, story in zip(captures, STORIES, strict=True)).check()


def imported(content: Path, source: Path, **options) -> dict[str, str]:
    fates = {}
    settings = ImportOptions("2025-01-01T00:00:00+00:00", Fetcher(FetchLimits()), **options)
    for step in import_captures(content, [str(source)], settings):
        assert [str(problem) for problem in step.problems if problem.severity == "error"] == []
        site_folder.write_files(step.writes, content, was=step.was)
        fates |= {outcome.article: outcome.fate.value for outcome in step.outcomes}
    return fates


def test_an_import_makes_articles_and_brings_the_archives_pictures(tmp_path):
    content, path = tmp_path / "content", tmp_path / "a.warc.gz"
    content.mkdir()
    (content / "dossier.yaml").write_text("title: x\n", "utf-8")
    path.write_bytes(warc())
    fates = imported(content, path, images=True)
    assert list(fates.values()) == ["new"] * len(STORIES)
    assert sorted(one.name for one in (content / "captures").iterdir()) == sorted(f"{id_}.html" for id_ in fates)
    assert {one.read_bytes() for one in (content / "media").glob("*.png")} == {PICTURE}
    article = (content / f"articles/{next(iter(fates))}.md").read_bytes()
    assert "](../media/" in article_parts(article)[1]
    assert set(imported(content, path, images=True).values()) == {"unchanged"}
    assert set(imported(content, content / "captures").values()) == {"unchanged"}


def test_a_folder_with_an_archive(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(warc())
    (tmp_path / "b.WACZ").write_bytes(wacz())
    assert expand_sources([str(tmp_path)]) == ((str(tmp_path / "a.warc.gz"), str(tmp_path / "b.WACZ")), ())


# ── What is broken ───────────────────────────────────────────────────────────


def problems_of(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    try:
        return "\n".join(taken_apart(path)[1])
    except Failure as failure:
        return "\n".join(map(str, failure.problems))


@pytest.mark.parametrize(("name", "packed"), [("a.warc.gz", True), ("a.warc", False)])
def test_an_archive_that_is_cut_off_gives_the_pages_before(name, packed, tmp_path):
    path, data = tmp_path / name, warc(packed=packed)
    assert "records: it is cut off" in problems_of(path, data[: len(data) // 2])
    assert 2 < len(taken_apart(path)[0]) < len(STORIES)


def test_archives_without_pages_or_broken(tmp_path):
    stream = io.BytesIO()
    writer = warcio.warcwriter.WARCWriter(stream, gzip=True)
    record(writer, "https://a.example/a.png", PICTURE, "image/png")
    assert "no web page among its 1 records" in problems_of(tmp_path / "a.warc.gz", stream.getvalue())
    record(writer, "https://a.example/", b"\x1b\x03", headers=[("Content-Encoding", "zstd")])
    assert "#https://a.example/: error[archive]: this page is packed with “zstd”" in problems_of(
        tmp_path / "a.warc.gz", stream.getvalue()
    )
    assert "this web archive is broken" in problems_of(tmp_path / "a.wacz", b"PK\x03\x04" + bytes(99))
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("a.txt", "x")
    assert "it holds no archive/….warc.gz" in problems_of(tmp_path / "a.wacz", empty.getvalue())


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(web_archives, "_ALLOWANCE", 1_000_000)
    bomb = gzip.compress(
        b"WARC/1.0\r\nWARC-Type: metadata\r\nWARC-Target-URI: x:y\r\nContent-Length: 30000000\r\n\r\n"
        + bytes(30_000_000)
    )
    assert "it unpacks to more than" in problems_of(tmp_path / "a.warc.gz", bomb)


def test_too_many_pages_are_read_in_part(tmp_path, monkeypatch):
    monkeypatch.setattr(web_archives, "_MAX_PAGES", 4)
    assert "4 pages are read at a time" in problems_of(tmp_path / "a.warc.gz", warc())
    assert len(taken_apart(tmp_path / "a.warc.gz")[0]) == 4


@pytest.mark.parametrize("part", range(4))
def test_damaged_archives_are_problems_and_no_faults(part, tmp_path):
    """Damaged archives give captures and problems, within the limits of time that hold for whole ones."""
    for name, data in (("a.warc", warc(packed=False)), ("a.warc.gz", warc()), ("a.wacz", wacz())):
        for turn, one in enumerate(damaged(data, part, 15)):
            problems_of(tmp_path / f"{turn}-{name}", one)
