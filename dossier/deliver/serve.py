"""The preview: the site from memory, rebuilt and reloaded when a file is saved; nothing is written."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler
from tornado import web
from watchfiles import Change, DefaultFilter, awatch

from dossier.model import At
from dossier.problems import Failure, Problem, Severity

Site = Mapping[str, bytes]

_SCRIPT = b'<script src="/livereload.js?port=%d" defer></script></head>'
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_WAITING = (
    b"<!doctype html><title>Dossier</title><head></head><p>There is no site yet: the terminal says what to mend.</p>"
)


def serve(
    build: Callable[[], Site | None],
    index: Callable[[], Site],
    watched: Sequence[Path],
    host: str,
    port: int,
    ready: Callable[[str], None],
) -> None:
    """Serves what `build` makes until it is interrupted; None keeps the last site. `index` adds to it in the background."""
    asyncio.run(_Preview(build, index, port).run(watched, host, ready))


class _Preview:
    """The site as it was last built, who is looking at it, and at which port."""

    def __init__(self, build: Callable[[], Site | None], index: Callable[[], Site], port: int) -> None:
        self.build, self.index, self.port = build, index, port
        self.pages: Site = {}
        self.search: Site = {}

    async def run(self, watched: Sequence[Path], host: str, ready: Callable[[str], None]) -> None:
        application = web.Application(
            [
                (r"/livereload", _Reload),
                (r"/livereload\.js", _Script),
                (r"/(.*)", _Page, {"preview": self}),
            ],
            host=host,
        )
        try:
            application.listen(self.port, host)
        except OSError as error:
            raise Failure(
                Problem(
                    At(f"{host}:{self.port}"),
                    Severity.ERROR,
                    "port",
                    str(error.strerror),
                    hint="choose another with --port",
                )
            ) from error
        await self.rebuilt()
        ready(f"http://{host}:{self.port}/")
        async for _ in awatch(*watched, watch_filter=_Written(), step=20, debounce=400):
            await self.rebuilt()

    async def rebuilt(self) -> None:
        pages = await asyncio.to_thread(self.build)
        if pages is None:
            return
        self.pages = pages
        _Reload.tell()
        self.indexing = asyncio.create_task(self.indexed())

    async def indexed(self) -> None:
        """The search index, later than the pages: it takes seconds where they take a moment."""
        pages = self.pages
        search = await asyncio.to_thread(self.index)
        if pages is self.pages:
            self.search = search

    def found(self, path: str) -> bytes | None:
        name = path + "index.html" if not path or path.endswith("/") else path
        data = self.pages.get(name, self.search.get(name))
        return self.live(data) if data is not None and name.endswith(".html") else data

    def live(self, page: bytes) -> bytes:
        """The page with the script that reloads it."""
        return page.replace(b"</head>", _SCRIPT % self.port, 1)


class _Written(DefaultFilter):
    """Changes to what people write; import's own memory of drafts is none."""

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and "/.drafts/" not in path


class _Local(web.RequestHandler):
    """Answers only those who called this machine by its own name: a foreign page must not read an internal edition."""

    def prepare(self) -> None:
        if self.settings["host"] in _LOOPBACK and self.request.host_name not in _LOOPBACK:
            raise web.HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")


class _Page(_Local):
    def initialize(self, preview: _Preview) -> None:
        self.preview = preview

    def get(self, path: str) -> None:
        data = self.preview.found(unquote(path))
        if data is None:
            self.set_status(404)
            data = self.preview.found("404.html") or self.preview.live(_WAITING)
            path = "404.html"
        kind = mimetypes.guess_type(path)[0] or (
            "text/html" if not path or path.endswith("/") else "application/octet-stream"
        )
        self.set_header(
            "Content-Type", kind + "; charset=utf-8" if kind.startswith("text/") or "json" in kind else kind
        )
        self.finish(data)

    head = get


class _Script(_Local):
    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript")
        self.finish((files("livereload") / "vendors" / "livereload.js").read_bytes())


class _Reload(LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    def check_origin(self, origin: str) -> bool:
        return bool(urlsplit(origin).netloc == self.request.host)

    @classmethod
    def tell(cls) -> None:
        """Every browser that looks at a page loads it again."""
        message: dict[str, Any] = {"command": "reload", "path": "*", "liveCSS": False, "liveImg": False}
        for waiter in list(LiveReloadHandler.waiters):
            waiter.send_message(message)
