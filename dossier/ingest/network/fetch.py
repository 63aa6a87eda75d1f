"""What a server sends, however slowly it speaks and whatever it packed: within a time, and in small parts.

One address, asked once: within limits of size, time, type and redirects, and never on this machine or its network.
"""

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
    """A connection all of whose reads together end at a moment, however slowly the other side speaks."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        self.connection = connection
        self.until = until

    def sendall(self, data: bytes) -> None:
        self.connection.settimeout(seconds_left(self.until))
        self.connection.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader hands over
        self.connection.settimeout(seconds_left(self.until))
        return self.connection.recv_into(buffer)

    def close(self) -> None:
        """Nothing yet: http.client closes a connection when it has read the head."""


def seconds_left(until: float) -> float:
    """The seconds until then, if any are left."""
    if (left := until - time.monotonic()) <= 0:
        raise TimeoutError
    return left


def decompressed_chunks(response: HTTPResponse, encoding: str) -> Iterator[bytes]:
    """The body in parts, none of them large, whatever was packed into it."""
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
    """How far a fetch goes."""

    size: int = 15_000_000  # bytes, unpacked
    seconds: float = 30  # from the first word to the last, redirects included
    redirects: int = 5
    pause: float = 1  # seconds between two requests to one host
    private: bool = False  # whether this machine and its network may be asked


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What an address holds."""

    url: str  # where the last redirect led
    type: str
    charset: str  # as the server says, if it does
    data: bytes


FetchFn: TypeAlias = Callable[[str, tuple[str, ...]], FetchedPage]


class ServerAnswer(NamedTuple):
    """What a server says of an address."""

    url: str  # where the last redirect led
    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Asks for one address after the other, and gives each host a rest between two requests."""

    limits: FetchLimits = FetchLimits()
    _asked: dict[str, float] = field(default_factory=dict)  # when each host was, last

    def __call__(self, url: str, types: tuple[str, ...]) -> FetchedPage:
        """What stands at `url`, if it is of one of the types; else a Failure."""
        return self._followed(url, types, _Visit.answer)

    def answered(self, url: str, method: str) -> ServerAnswer:
        """What the server says of `url`, whatever it says; a Failure if it says nothing."""
        return self._followed(url, ("*/",), partial(_Visit.told, method=method))

    def _followed(self, url: str, types: tuple[str, ...], ask: Callable[[_Visit], T | str]) -> T:
        """What is told where the last redirect leads."""
        visit = _Visit(url, types, self.limits, until=0)
        try:
            self._rest(visit.parts.hostname or "")
            until = time.monotonic() + self.limits.seconds  # after the rest, which is no fault of the server
            visit = replace(visit, until=until)
            for _ in range(self.limits.redirects + 1):
                answer = ask(visit)
                if not isinstance(answer, str):
                    return answer
                visit = _Visit(answer, types, self.limits, until, asked=url)
                self._rest(visit.parts.hostname or "")
        except (OSError, HTTPException, zlib.error) as error:
            raise visit.failure(*_said(error, self.limits)) from error
        raise visit.failure(f"the address leads on more than {self.limits.redirects} times", _BY_HAND)

    def _rest(self, host: str) -> None:
        """Returns when the host has had its rest."""
        if host in self._asked:
            time.sleep(max(0.0, self._asked[host] + self.limits.pause - time.monotonic()))
        self._asked[host] = time.monotonic()


@dataclass(frozen=True, slots=True)
class _Visit:
    """One request and its answer."""

    url: str
    types: tuple[str, ...]
    limits: FetchLimits
    until: float
    asked: str = ""  # the address that led here

    @property
    def parts(self) -> SplitResult:
        """The address in its parts, if it is one that may be asked."""
        try:
            parts = urlsplit(self.url)
            usable = parts.scheme in _PORTS and parts.hostname and parts.username is None and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise self.failure("this is no address of a page", "write https:// and the host, without a password")
        return parts

    def answer(self) -> FetchedPage | str:
        """What stands here, or the address that this one leads to."""
        with self.response("GET") as response:
            return self.onward(response) or self.read(response)

    def told(self, method: str) -> ServerAnswer | str:
        """What the server says, of which nothing is read, or the address that this one leads to."""
        with self.response(method) as response:
            return self.onward(response) or ServerAnswer(self.url, response.status, response.reason)

    @contextmanager
    def response(self, method: str) -> Iterator[HTTPResponse]:
        with closing(self.connected()) as connected:
            connection = HTTPConnection(self.parts.hostname or "", self.parts.port or 0)
            connection.sock = DeadlineReader(connected, self.until)
            connection.request(method, self.target(), headers=self.headers())
            yield connection.getresponse()

    def onward(self, response: HTTPResponse) -> str:
        """The address that this one leads to, if it does."""
        location = response.getheader("Location")
        if response.status not in _MOVED or not location:
            return ""
        try:
            return urljoin(self.url, location)
        except ValueError:  # `http://[`
            raise self.failure("the address leads on to what is no address", _BY_HAND) from None

    def connected(self) -> socket.socket:
        """A connection to an address that was checked, so that no second look-up can change it."""
        host, port = self.parts.hostname or "", self.parts.port or _PORTS[self.parts.scheme]
        try:
            found = socket.getaddrinfo(host.encode("idna"), port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise self.failure(f"no host is called {host}", "check the address, and the connection") from error
        addresses = [str(address[0]) for *_, address in found]
        if not self.limits.private and not all(map(is_public_address, addresses)):
            message = f"{host} is on this machine or its network ({', '.join(dict.fromkeys(addresses))})"
            raise self.failure(message, _BY_HAND)
        plain = socket.create_connection((addresses[0], port), timeout=seconds_left(self.until))
        if self.parts.scheme == "http":
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
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

    def read(self, response: HTTPResponse) -> FetchedPage:
        if response.status != 200:
            said = f"the server answers {response.status} {response.reason}".rstrip()
            raise self.failure(said, "try again later" if response.status in (429, 503) else _BY_HAND)
        kind = response.headers.get_content_type() if "Content-Type" in response.headers else ""
        if not kind.startswith(self.types):
            wanted = ", ".join(kind.rstrip("/") for kind in self.types)
            raise self.failure(f"the address holds {kind or 'something without a type'}, not {wanted}", _BY_HAND)
        data = bytearray()
        for part in decompressed_chunks(response, response.getheader("Content-Encoding", "identity").lower()):
            data += part
            if len(data) > self.limits.size:
                raise self.failure(f"the answer is larger than {self.limits.size:,} bytes", _BY_HAND)
        if response.length:  # http.client counts down to what is missing
            raise self.failure(f"the answer breaks off {response.length:,} bytes before its end", "try again later")
        return FetchedPage(self.url, kind, response.headers.get_content_charset() or "", bytes(data))

    def failure(self, message: str, hint: str) -> Failure:
        details = (("asked", self.asked),) if self.asked and self.asked != self.url else ()
        return Failure(Problem(Location(self.url), Severity.ERROR, "fetch", message, details, hint))


def is_public_address(address: str) -> bool:
    """Whether an IP address belongs to the public internet, whatever it is wrapped in."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried:
            return is_public_address(str(carried))
    local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local  # fec0::/10, which `is_global` lets pass
    return ip.is_global and not (local or ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _said(error: Exception, limits: FetchLimits) -> tuple[str, str]:
    """What an error of the network means, and what to do."""
    if isinstance(error, TimeoutError):
        return f"the answer takes longer than {limits.seconds:g} seconds", f"try again later, or {_BY_HAND}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the host's certificate is not valid: {error.verify_message}", _BY_HAND
    if isinstance(error, OSError):
        return f"the connection failed: {error.strerror or error}", "check the address, and the connection"
    return f"the answer cannot be read: {error or type(error).__name__}", _BY_HAND
