"""Fetches addresses within limits of size, time, type and redirects, and never from this machine or its network."""

from __future__ import annotations

import io
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import NamedTuple, TypeAlias, TypeVar
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from dossier import __version__
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_CHUNK = 1 << 16


class DeadlineReader(io.RawIOBase):
    """A socket with one deadline for all reads together, so that a slow server cannot extend it."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.connection = connection
        self.deadline = deadline

    def sendall(self, data: bytes) -> None:
        self.connection.settimeout(seconds_left(self.deadline))
        self.connection.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader passes a memoryview
        self.connection.settimeout(seconds_left(self.deadline))
        return self.connection.recv_into(buffer)

    def close(self) -> None:
        """Do nothing: http.client closes the connection after the headers, when the body is still to be read."""


def seconds_left(deadline: float) -> float:
    """The seconds until a deadline; raises TimeoutError when it has passed."""
    if (left := deadline - time.monotonic()) <= 0:
        raise TimeoutError
    return left


def decompressed_chunks(response: HTTPResponse, encoding: str) -> Iterator[bytes]:
    """The body in small decompressed chunks, so that a compression bomb is noticed early."""
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise HTTPException(f"it is packed as {encoding}, which was not asked for")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    while part := response.read1(_CHUNK):
        if not unpack:
            yield part
        while unpack and part and not unpack.eof:
            yield unpack.decompress(part, _CHUNK)
            part = unpack.unconsumed_tail
    if unpack:
        yield unpack.flush()
        if not unpack.eof:
            raise HTTPException("it breaks off")


T = TypeVar("T")

PAGES = ("text/html", "application/xhtml+xml")
FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")
PICTURES = ("image/",)

_AGENT = f"Dossier/{__version__} (reads single pages that a person asked for)"
_PORTS = {"http": 80, "https": 443}
_MOVED = {301, 302, 303, 307, 308}
_BY_HAND = "save it with a browser, and import the file"


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Limits of a fetch."""

    size: int = 15_000_000  # bytes, decompressed
    seconds: float = 30  # in total, redirects included
    redirects: int = 5
    pause: float = 1  # seconds between two requests to one host
    private: bool = False  # whether this machine and its network are allowed


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """The content of an address."""

    url: str  # after redirects
    type: str
    charset: str  # according to the server, or empty
    data: bytes


FetchFn: TypeAlias = Callable[[str, tuple[str, ...]], FetchedPage]


class ServerAnswer(NamedTuple):
    """The status that a server returns for an address."""

    url: str  # after redirects
    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches addresses one after the other, with a pause between two requests to one host."""

    limits: FetchLimits = FetchLimits()
    _last_requests: dict[str, float] = field(default_factory=dict)  # time of the last request, by host

    def __call__(self, url: str, types: tuple[str, ...]) -> FetchedPage:
        """Fetch `url`; raises Failure unless it has one of the media types."""
        return self._follow(url, types, _Request.content)

    def status_of(self, url: str, method: str) -> ServerAnswer:
        """The status of `url`, whatever it is; raises Failure without an answer."""
        return self._follow(url, ("*/",), partial(_Request.status, method=method))

    def _follow(self, url: str, types: tuple[str, ...], ask: Callable[[_Request], T | str]) -> T:
        """Make a request and follow redirects."""
        request = _Request(url, types, self.limits, deadline=0)
        try:
            self._pause(request.parts.hostname or "")
            deadline = time.monotonic() + self.limits.seconds  # the pause is not counted
            request = replace(request, deadline=deadline)
            for _ in range(self.limits.redirects + 1):
                result = ask(request)
                if not isinstance(result, str):
                    return result
                request = _Request(result, types, self.limits, deadline, asked=url)
                self._pause(request.parts.hostname or "")
        except (OSError, HTTPException, zlib.error) as error:
            raise request.failure(*_explain_error(error, self.limits)) from error
        raise request.failure(f"the address leads on more than {self.limits.redirects} times", _BY_HAND)

    def _pause(self, host: str) -> None:
        """Wait until the host may be asked again."""
        if host in self._last_requests:
            time.sleep(max(0.0, self._last_requests[host] + self.limits.pause - time.monotonic()))
        self._last_requests[host] = time.monotonic()


@dataclass(frozen=True, slots=True)
class _Request:
    """One request and its response."""

    url: str
    types: tuple[str, ...]
    limits: FetchLimits
    deadline: float
    asked: str = ""  # the address before redirects

    @property
    def parts(self) -> SplitResult:
        """The parts of the address; raises Failure if it must not be fetched."""
        try:
            parts = urlsplit(self.url)
            usable = parts.scheme in _PORTS and parts.hostname and parts.username is None and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise self.failure("this is no address of a page", "write https:// and the host, without a password")
        return parts

    def content(self) -> FetchedPage | str:
        """Fetch the content, or return the address of a redirect."""
        with self.response("GET") as response:
            return self.redirect(response) or self.read_page(response)

    def status(self, method: str) -> ServerAnswer | str:
        """Fetch the status without the body, or return the address of a redirect."""
        with self.response(method) as response:
            return self.redirect(response) or ServerAnswer(self.url, response.status, response.reason)

    @contextmanager
    def response(self, method: str) -> Iterator[HTTPResponse]:
        with closing(self.connect()) as connected:
            connection = HTTPConnection(self.parts.hostname or "", self.parts.port or 0)
            connection.sock = DeadlineReader(connected, self.deadline)
            connection.request(method, self.target(), headers=self.headers())
            yield connection.getresponse()

    def redirect(self, response: HTTPResponse) -> str:
        """The address of a redirect, or ""."""
        location = response.getheader("Location")
        if response.status not in _MOVED or not location:
            return ""
        try:
            return urljoin(self.url, location)
        except ValueError:  # `http://[`
            raise self.failure("the address leads on to what is no address", _BY_HAND) from None

    def connect(self) -> socket.socket:
        """Connect to the IP address that was checked, so that a second look-up cannot change it."""
        host, port = self.parts.hostname or "", self.parts.port or _PORTS[self.parts.scheme]
        try:
            resolved = socket.getaddrinfo(host.encode("idna"), port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise self.failure(f"no host is called {host}", "check the address, and the connection") from error
        addresses = [str(address[0]) for *_, address in resolved]
        if not self.limits.private and not all(map(is_public_address, addresses)):
            message = f"{host} is on this machine or its network ({', '.join(dict.fromkeys(addresses))})"
            raise self.failure(message, _BY_HAND)
        tcp_socket = socket.create_connection((addresses[0], port), timeout=seconds_left(self.deadline))
        if self.parts.scheme == "http":
            return tcp_socket
        try:
            return ssl.create_default_context().wrap_socket(tcp_socket, server_hostname=host)
        except BaseException:
            tcp_socket.close()
            raise

    def target(self) -> str:
        path = quote(self.parts.path or "/", safe="/%:@!$&'()*+,;=~")
        return path + (f"?{quote(self.parts.query, safe='/%:@!$&()*+,;=~?')}" if self.parts.query else "")

    def headers(self) -> dict[str, str]:
        host = (self.parts.hostname or "").encode("idna").decode("ascii")
        host = f"[{host}]" if ":" in host else host
        return {
            "Host": f"{host}:{self.parts.port}" if self.parts.port else host,
            "User-Agent": _AGENT,
            "Accept": ", ".join(f"{kind}*" if kind.endswith("/") else kind for kind in self.types),
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }

    def read_page(self, response: HTTPResponse) -> FetchedPage:
        if response.status != 200:
            message = f"the server answers {response.status} {response.reason}".rstrip()
            raise self.failure(message, "try again later" if response.status in (429, 503) else _BY_HAND)
        kind = response.headers.get_content_type() if "Content-Type" in response.headers else ""
        if not kind.startswith(self.types):
            expected = ", ".join(kind.rstrip("/") for kind in self.types)
            raise self.failure(f"the address holds {kind or 'something without a type'}, not {expected}", _BY_HAND)
        data = bytearray()
        for part in decompressed_chunks(response, response.getheader("Content-Encoding", "identity").lower()):
            data += part
            if len(data) > self.limits.size:
                raise self.failure(f"the answer is larger than {self.limits.size:,} bytes", _BY_HAND)
        if response.length:  # the number of missing bytes, according to http.client
            raise self.failure(f"the answer breaks off {response.length:,} bytes before its end", "try again later")
        return FetchedPage(self.url, kind, response.headers.get_content_charset() or "", bytes(data))

    def failure(self, message: str, hint: str) -> Failure:
        details = (("asked", self.asked),) if self.asked and self.asked != self.url else ()
        return Failure(Problem(Location(self.url), Severity.ERROR, "fetch", message, details, hint))


def is_public_address(address: str) -> bool:
    """Whether an IP address is public, also if it is embedded in an IPv6 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        embedded = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64
            embedded = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if embedded:
            return is_public_address(str(embedded))
    local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local  # fec0::/10, which `is_global` lets pass
    return ip.is_global and not (local or ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _explain_error(error: Exception, limits: FetchLimits) -> tuple[str, str]:
    """The message and the remedy for a network error."""
    if isinstance(error, TimeoutError):
        return f"the answer takes longer than {limits.seconds:g} seconds", f"try again later, or {_BY_HAND}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the host's certificate is not valid: {error.verify_message}", _BY_HAND
    if isinstance(error, OSError):
        return f"the connection failed: {error.strerror or error}", "check the address, and the connection"
    return f"the answer cannot be read: {error or type(error).__name__}", _BY_HAND
