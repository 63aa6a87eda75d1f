"""Which addresses of the web still stand: each asked once, a few hosts at a time, every host with a rest in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from urllib.parse import urlsplit

from dossier.guard import FAULT, guarded
from dossier.ingest.network.fetch import Fetcher, ServerAnswer
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_AT_ONCE = 8  # hosts
_PATIENCE = 2  # silences in a row, after which a host is left alone
_SHUT = {401, 403, 405, 406, 418, 429, 451, 503, 999}  # answers to a program, which a person may not get
_ARCHIVED = "correct it, or give the archived copy that stands at https://web.archive.org/web/*/"


def dead_link_problems(addresses: Mapping[str, Location], fetch: Fetcher) -> tuple[Problem, ...]:
    """A warning for each address that leads nowhere, a notice for each that no program may ask.

    Where no host answers at all, it is this machine that is alone, and one warning says so.
    """
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(_host(address), []).append(address)
    asking = _Asking(addresses, fetch)
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        try:
            found = [problem for host in threads.map(asking.host, hosts.values()) for problem in host]
        finally:
            asking.stopped.set()  # whoever interrupts it need not wait for the rest
    if len(hosts) > 1 and not asking.heard.is_set():
        fact, hint = f"none of {len(hosts)} hosts answers", "see that this machine is connected, and run it again"
        return (Problem(Location("the web"), Severity.WARNING, "unreached", fact, hint=hint),)
    return tuple(found)


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class _Asking:
    addresses: Mapping[str, Location]
    fetch: Fetcher
    stopped: Event = field(default_factory=Event)
    heard: Event = field(default_factory=Event)  # somebody has answered

    def host(self, addresses: Sequence[str]) -> list[Problem]:
        """What is wrong with the addresses of one host."""
        return list(self._problems(addresses))

    def _problems(self, addresses: Sequence[str]) -> Iterator[Problem]:
        silences = 0
        for address in addresses:
            if self.stopped.is_set():
                return
            if silences == _PATIENCE:
                fact = f"{address} was not asked: its host did not answer {_PATIENCE} times"
                yield self._problem(address, fact, "try again later")
                continue
            try:
                answered = guarded(partial(self._answered, address), self.addresses[address])
            except Failure as failure:
                if failure.problems[0].check == FAULT:
                    yield from failure.problems
                    continue
                silences += 1
                said = failure.problems[0]
                yield self._problem(address, f"{address} cannot be reached: {said.message}", _ARCHIVED + address)
            else:
                silences = 0
                self.heard.set()
                yield from self._judged(address, answered)

    def _answered(self, address: str) -> ServerAnswer:
        """What is said of it; many a server knows no HEAD, and a page is asked for then, and not read."""
        try:
            answered = self.fetch.answered(address, "HEAD")
        except Failure:
            return self.fetch.answered(address, "GET")
        return answered if answered.status < 400 else self.fetch.answered(address, "GET")

    def _judged(self, address: str, answered: ServerAnswer) -> Iterator[Problem]:
        status = f"{answered.status} {answered.reason}".rstrip()
        if answered.status in _SHUT:
            fact = f"whether {address} stands, its server tells no program: {status}"
            yield self._problem(address, fact, "look at it in a browser", Severity.NOTICE)
        elif answered.status >= 400:
            yield self._problem(address, f"{address} is gone: {status}", _ARCHIVED + address)
        elif _is_home(answered.url) and not _is_home(address):
            yield self._problem(address, f"{address} leads to its outlet's home page now", _ARCHIVED + address)

    def _problem(self, address: str, fact: str, hint: str, severity: Severity = Severity.WARNING) -> Problem:
        return Problem(self.addresses[address], severity, "unreached", fact, hint=hint)


def _is_home(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query
