"""Finds dead links: asks each address once, several hosts at a time, with a pause between two requests to a host."""

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

_THREADS = 8  # hosts
_MAX_SILENT = 2  # consecutive failures after which a host is skipped
_REFUSED = {401, 403, 405, 406, 418, 429, 451, 503, 999}  # statuses that browsers may not get
_ARCHIVED = "correct it, or give the archived copy that stands at https://web.archive.org/web/*/"


def dead_link_problems(addresses: Mapping[str, Location], fetch: Fetcher) -> tuple[Problem, ...]:
    """A warning for each dead link, and a notice for each server that refuses programs.

    If no host answers, the network is probably down, and a single warning says so.
    """
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(_host(address), []).append(address)
    checker = _LinkChecker(addresses, fetch)
    with ThreadPoolExecutor(_THREADS) as threads:
        try:
            problems = [problem for host in threads.map(checker.check_host, hosts.values()) for problem in host]
        finally:
            checker.stopped.set()  # so that an interrupt does not wait for the rest
    if len(hosts) > 1 and not checker.heard.is_set():
        fact, hint = f"none of {len(hosts)} hosts answers", "see that this machine is connected, and run it again"
        return (Problem(Location("the web"), Severity.WARNING, "unreached", fact, hint=hint),)
    return tuple(problems)


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class _LinkChecker:
    addresses: Mapping[str, Location]
    fetch: Fetcher
    stopped: Event = field(default_factory=Event)
    heard: Event = field(default_factory=Event)  # whether any host has answered

    def check_host(self, addresses: Sequence[str]) -> list[Problem]:
        """The problems of the addresses of one host."""
        return list(self._problems(addresses))

    def _problems(self, addresses: Sequence[str]) -> Iterator[Problem]:
        failures = 0
        for address in addresses:
            if self.stopped.is_set():
                return
            if failures == _MAX_SILENT:
                fact = f"{address} was not asked: its host did not answer {_MAX_SILENT} times"
                yield self._problem(address, fact, "try again later")
                continue
            try:
                answer = guarded(partial(self._ask, address), self.addresses[address])
            except Failure as failure:
                if failure.problems[0].check == FAULT:
                    yield from failure.problems
                    continue
                failures += 1
                problem = failure.problems[0]
                yield self._problem(address, f"{address} cannot be reached: {problem.message}", _ARCHIVED + address)
            else:
                failures = 0
                self.heard.set()
                yield from self._judge(address, answer)

    def _ask(self, address: str) -> ServerAnswer:
        """The status of an address, by HEAD, or else by GET, because many servers do not support HEAD."""
        try:
            answer = self.fetch.status_of(address, "HEAD")
        except Failure:
            return self.fetch.status_of(address, "GET")
        return answer if answer.status < 400 else self.fetch.status_of(address, "GET")

    def _judge(self, address: str, answer: ServerAnswer) -> Iterator[Problem]:
        status = f"{answer.status} {answer.reason}".rstrip()
        if answer.status in _REFUSED:
            fact = f"whether {address} stands, its server tells no program: {status}"
            yield self._problem(address, fact, "look at it in a browser", Severity.NOTICE)
        elif answer.status >= 400:
            yield self._problem(address, f"{address} is gone: {status}", _ARCHIVED + address)
        elif _is_home(answer.url) and not _is_home(address):
            yield self._problem(address, f"{address} leads to its outlet's home page now", _ARCHIVED + address)

    def _problem(self, address: str, fact: str, hint: str, severity: Severity = Severity.WARNING) -> Problem:
        return Problem(self.addresses[address], severity, "unreached", fact, hint=hint)


def _is_home(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query
