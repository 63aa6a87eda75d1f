"""What callers are answered: pages from memory, and on livereload's socket what has changed.

Who is answered: a foreign page must not read an internal edition, by whatever name it calls this machine.
"""

from __future__ import annotations

import json
import mimetypes
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler
from tornado import web

from dossier.deliver.serve.state import PageState, Preview
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_OURS = "dossier-preview-1"  # the protocol of our own script, beside livereload's
_LARGEST = 1 << 20  # bytes of a question
_PROGRAMS = "pagefind/"  # where deliver/search writes


@contextmanager
def listen(preview: Preview, callers: AllowedHosts) -> Iterator[None]:
    """Callers are answered meanwhile; a Failure where something else listens there."""
    given = {"preview": preview, "callers": callers}
    application = web.Application(
        [
            (r"/livereload", LivePageHandler, given),
            (r"/livereload\.(js|css)", _Client, given),
            (r"/livereload/quote", _Quote, given),
            (r"/.*", _Page, given),
        ],
        log_function=lambda _: None,
        websocket_ping_interval=20,
    )
    try:
        server = application.listen(callers.port, callers.host, max_body_size=_LARGEST)
    except OSError as error:
        place, fact = Location(f"{callers.host}:{callers.port}"), f"nothing can be served here: {error.strerror}"
        hint = "stop what listens there, or choose another port with --port, another address with --host"
        raise Failure(Problem(place, Severity.ERROR, "port", fact, hint=hint)) from error
    try:
        yield
    finally:
        server.stop()
        LiveReloadHandler.waiters.clear()


class _Answer(web.RequestHandler):
    """Answers those only who call this machine by its own name, from no foreign page."""

    def initialize(self, preview: Preview, callers: AllowedHosts) -> None:
        self.preview, self.callers = preview, callers

    def prepare(self) -> None:
        host, origin = (self.request.headers.get(name) for name in ("Host", "Origin"))
        if not self.callers.call(host or "", self.own):
            raise web.HTTPError(403)
        if origin is not None and not self.callers.come_from(origin, self.own):
            raise web.HTTPError(403)

    @property
    def own(self) -> str:
        """The address of this machine at which the call has come in."""
        stream = getattr(self.request.connection, "stream", None)
        return str(stream.socket.getsockname()[0]) if stream and stream.socket else ""

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        # The texts are a script, for the search from the file system: no other site may load it, nor frame a page.
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("X-Frame-Options", "SAMEORIGIN")


class _Page(_Answer):
    async def get(self) -> None:
        address = self.request.path
        if "\0" in unquote(address):
            raise web.HTTPError(400)
        root = self.preview.shown.root
        if address != root and root.startswith(address.removesuffix("/") + "/"):
            self.redirect(root)
            return
        if (self.preview.named(address) or "").startswith(_PROGRAMS):
            await self.preview.searchable.wait()
        found = self.preview.found(address)
        if found is None:
            self.set_status(404)
        name, data = found or ("404.html", self.preview.missing())
        if name.endswith(".html"):
            data = self.preview.live(data, address)
        kind = _kind(name)
        self.set_header("Content-Type", kind)
        if kind.startswith("image/"):  # a drawing that is opened by itself is a document, and no policy stands in it
            self.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        self.finish(data)

    head = get


class _Client(_Answer):
    """The script that keeps a page up to date, and its style sheet."""

    def get(self, kind: str) -> None:
        self.set_header("Content-Type", _kind(f"livereload.{kind}"))
        self.finish(self.preview.sources.client[kind]())


class _Quote(_Answer):
    """The YAML of a quotation, for our own pages."""

    def post(self) -> None:
        if "Origin" not in self.request.headers:
            raise web.HTTPError(403)
        asked = _json(self.request.body)
        if asked is None:
            raise web.HTTPError(400)
        self.finish(dict(self.preview.sources.quote(asked)))


class LivePageHandler(LiveReloadHandler, _Answer):  # type: ignore[misc]  # livereload has no types
    """livereload's socket: each browser says what it shows, and is told of what it must load again."""

    looks: PageState
    address: str
    ours = False  # whether it shows problems too

    def check_origin(self, _: str) -> bool:
        return True  # `prepare` has: livereload takes any, and tornado a Host for an origin

    def on_message(self, message: str | bytes) -> None:
        said = _json(message)
        if said is None or not isinstance(said.get("command"), str):
            self.close()
            return
        if said["command"] == "hello":
            self.ours = _OURS in str(said.get("protocols"))
        if said["command"] == "info":
            self.address = _path(str(said.get("url")))
            now = self.preview.looks(self.address)
            self.looks = PageState(*(str(said.get(name, of_now)) for name, of_now in now._asdict().items()))
        super().on_message(json.dumps(said))
        if said["command"] == "info":
            self.told(self.preview)

    @classmethod
    def tell(cls, preview: Preview) -> None:
        """Every browser is told what it must load again, and what is wrong."""
        for browser in list(LiveReloadHandler.waiters):
            browser.told(preview)

    def told(self, preview: Preview) -> None:
        now, was = preview.looks(self.address), self.looks
        self.looks = now
        if (now.page, now.others) != (was.page, was.others):
            self.send_message({"command": "reload", "path": self.address, "liveCSS": False})
        elif now.styles != was.styles:
            for path in preview.shown.pages:
                if path.endswith(".css"):
                    self.send_message({"command": "reload", "path": preview.shown.root + path, "liveCSS": True})
        if self.ours:
            self.send_message(preview.problems())


def _json(text: str | bytes) -> dict[str, Any] | None:
    """What somebody says in JSON; None for anything but an object."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


_MORE_KINDS = {".avif": "image/avif", ".webp": "image/webp"}  # which not every system's list has


def _kind(name: str) -> str:
    kind = (
        _MORE_KINDS.get(name[name.rfind(".") :].lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    )
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or "json" in kind or "xml" in kind else kind


_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ANY = ("0.0.0.0", "::")  # noqa: S104  # compared with, never listened at unless asked


def local_address(host: str, port: int) -> str:
    """Where a browser of this machine finds what listens at `host`."""
    return f"http://{_authority('127.0.0.1' if host in _ANY else host, port)}"


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """What listens at this host and port, and by which names it may be called."""

    host: str
    port: int

    def call(self, authority: str, own: str) -> bool:
        """Whether a Host header is a name of ours; `own` is the address at which the call has come in.

        Any other name may be a stranger's that was made to lead here (DNS rebinding).
        """
        return authority.lower() in self._authorities(own)

    def come_from(self, origin: str, own: str) -> bool:
        """Whether a page of this origin is one of ours."""
        scheme, _, authority = origin.partition("://")
        return scheme == "http" and self.call(authority, own)

    def _authorities(self, own: str) -> frozenset[str]:
        names = [*_LOOPBACK, self.host.lower(), own.partition("%")[0].removeprefix("::ffff:")]
        if self.host in _ANY:
            name = socket.gethostname().lower()
            names += [name, f"{name}.local"]
        named = {_authority(name, self.port) for name in names if name not in ("", *_ANY)}
        # A browser leaves the port of http out.
        return frozenset(named | {one.removesuffix(":80") for one in named if self.port == 80})


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
