"""Who is answered: a foreign page must not read an internal edition, by whatever name it calls this machine."""

from __future__ import annotations

import socket
from dataclasses import dataclass

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ANY = ("0.0.0.0", "::")  # noqa: S104  # compared with, never listened at unless asked


def address(host: str, port: int) -> str:
    """Where a browser of this machine finds what listens at `host`."""
    return f"http://{_authority('127.0.0.1' if host in _ANY else host, port)}"


@dataclass(frozen=True, slots=True)
class Callers:
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
