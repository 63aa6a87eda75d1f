"""The HTTP handlers: pages from memory, and changes on livereload's socket.

They answer only requests for this machine's own names: a foreign page must not read an internal edition.
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

_PROTOCOL = "dossier-preview-1"  # the protocol of the preview's own script, besides livereload's
_MAX_BODY = 1 << 20  # bytes of a request
_SEARCH_FOLDER = "search/"  # the first of these files takes as long as the whole index


@contextmanager
def listen(preview: Preview, hosts: AllowedHosts) -> Iterator[None]:
    """Answers requests meanwhile; raises a Failure if something else listens at the port."""
    arguments = {"preview": preview, "hosts": hosts}
    application = web.Application(
        [
            (r"/livereload", LivePageHandler, arguments),
            (r"/livereload\.(js|css)", _ClientHandler, arguments),
            (r"/livereload/quote", _QuoteHandler, arguments),
            (r"/.*", _PageHandler, arguments),
        ],
        log_function=lambda _: None,
        websocket_ping_interval=20,
    )
    try:
        server = application.listen(hosts.port, hosts.host, max_body_size=_MAX_BODY)
    except OSError as error:
        place, fact = Location(f"{hosts.host}:{hosts.port}"), f"nothing can be served here: {error.strerror}"
        hint = "stop what listens there, or choose another port with --port, another address with --host"
        raise Failure(Problem(place, Severity.ERROR, "port", fact, hint=hint)) from error
    try:
        yield
    finally:
        server.stop()
        LiveReloadHandler.waiters.clear()


class _LocalHandler(web.RequestHandler):
    """Rejects requests for other hosts and from foreign origins."""

    def initialize(self, preview: Preview, hosts: AllowedHosts) -> None:
        self.preview, self.hosts = preview, hosts

    def prepare(self) -> None:
        host, origin = (self.request.headers.get(name) for name in ("Host", "Origin"))
        if not self.hosts.allows_host(host or "", self.own_address):
            raise web.HTTPError(403)
        if origin is not None and not self.hosts.allows_origin(origin, self.own_address):
            raise web.HTTPError(403)

    @property
    def own_address(self) -> str:
        """The address of this machine at which the request came in."""
        stream = getattr(self.request.connection, "stream", None)
        return str(stream.socket.getsockname()[0]) if stream and stream.socket else ""

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        # Search texts are a script, so that search works from the file system; no other site may load it or frame a page.
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("X-Frame-Options", "SAMEORIGIN")


class _PageHandler(_LocalHandler):
    async def get(self) -> None:
        address = self.request.path
        if "\0" in unquote(address):
            raise web.HTTPError(400)
        root = self.preview.site.root
        if address != root and root.startswith(address.removesuffix("/") + "/"):
            self.redirect(root)
            return
        if (requested := self.preview.file_name(address) or "").startswith(_SEARCH_FOLDER):
            await self.preview.prepare(requested)
        file = self.preview.find_file(address)
        if file is None:
            self.set_status(404)
        name, data = file or ("404.html", self.preview.not_found_page())
        if name.endswith(".html"):
            data = self.preview.with_script(data, address)
        media_type = _content_type(name)
        self.set_header("Content-Type", media_type)
        if media_type.startswith("image/"):  # an SVG opened by itself is a document without a policy of its own
            self.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        self.finish(data)

    head = get


class _ClientHandler(_LocalHandler):
    """The preview's client script and its style sheet."""

    def get(self, kind: str) -> None:
        self.set_header("Content-Type", _content_type(f"livereload.{kind}"))
        self.finish(self.preview.sources.client_files[kind]())


class _QuoteHandler(_LocalHandler):
    """The YAML of a selection, for the preview's own pages."""

    def post(self) -> None:
        if "Origin" not in self.request.headers:
            raise web.HTTPError(403)
        selection = _json_object(self.request.body)
        if selection is None:
            raise web.HTTPError(400)
        self.finish(dict(self.preview.sources.quote(selection)))


class LivePageHandler(LiveReloadHandler, _LocalHandler):  # type: ignore[misc]  # livereload has no types
    """livereload's socket: a browser reports what it shows, and is notified of what it must reload."""

    page_state: PageState
    address: str
    reports_problems = False  # whether its script shows problems

    def check_origin(self, _: str) -> bool:
        return True  # `prepare` has checked it: livereload accepts any, and tornado takes a Host for an origin

    def on_message(self, message: str | bytes) -> None:
        data = _json_object(message)
        if data is None or not isinstance(data.get("command"), str):
            self.close()
            return
        if data["command"] == "hello":
            self.reports_problems = _PROTOCOL in str(data.get("protocols"))
        if data["command"] == "info":
            self.address = _address_path(str(data.get("url")))
            state = self.preview.page_state(self.address)
            self.page_state = PageState(*(str(data.get(name, current)) for name, current in state._asdict().items()))
        super().on_message(json.dumps(data))
        if data["command"] == "info":
            self.notify(self.preview)

    @classmethod
    def notify_all(cls, preview: Preview) -> None:
        """Notifies every browser of what it must reload, and of problems."""
        for browser in list(LiveReloadHandler.waiters):
            browser.notify(preview)

    def notify(self, preview: Preview) -> None:
        state, previous = preview.page_state(self.address), self.page_state
        self.page_state = state
        if (state.page, state.others) != (previous.page, previous.others):
            self.send_message({"command": "reload", "path": self.address, "liveCSS": False})
        elif state.styles != previous.styles:
            for path in preview.site.pages:
                if path.endswith(".css"):
                    self.send_message({"command": "reload", "path": preview.site.root + path, "liveCSS": True})
        if self.reports_problems:
            self.send_message(preview.problems())


def _json_object(text: str | bytes) -> dict[str, Any] | None:
    """The JSON object in a message; None for anything else."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _address_path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


_EXTRA_TYPES = {".avif": "image/avif", ".webp": "image/webp"}  # missing in the tables of some systems


def _content_type(name: str) -> str:
    media_type = (
        _EXTRA_TYPES.get(name[name.rfind(".") :].lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    )
    return (
        f"{media_type}; charset=utf-8"
        if media_type.startswith("text/") or "json" in media_type or "xml" in media_type
        else media_type
    )


_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ANY_HOST = ("0.0.0.0", "::")  # noqa: S104  # only compared with


def local_address(host: str, port: int) -> str:
    """The address at which a browser of this machine finds a server that listens at `host`."""
    return f"http://{_authority('127.0.0.1' if host in _ANY_HOST else host, port)}"


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """The names by which a server at this host and port may be called."""

    host: str
    port: int

    def allows_host(self, authority: str, own_address: str) -> bool:
        """Whether a Host header names this server; `own_address` is the address at which the request came in.

        Any other name may belong to an attacker who points it at this machine (DNS rebinding).
        """
        return authority.lower() in self._authorities(own_address)

    def allows_origin(self, origin: str, own_address: str) -> bool:
        """Whether an origin is this server."""
        scheme, _, authority = origin.partition("://")
        return scheme == "http" and self.allows_host(authority, own_address)

    def _authorities(self, own_address: str) -> frozenset[str]:
        names = [*_LOOPBACK, self.host.lower(), own_address.partition("%")[0].removeprefix("::ffff:")]
        if self.host in _ANY_HOST:
            name = socket.gethostname().lower()
            names += [name, f"{name}.local"]
        authorities = {_authority(name, self.port) for name in names if name not in ("", *_ANY_HOST)}
        # Browsers leave the default port out.
        return frozenset(authorities | {authority.removesuffix(":80") for authority in authorities if self.port == 80})


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
