"""What the preview shows, and what of it has changed since a browser last looked."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote

from dossier.problems import Failure, Problem

R = TypeVar("R")
Site = Mapping[str, bytes]

_PAUSE = 1.0  # seconds without a save until all pages are checked: it takes a core for a while
_USED = ("assets/", "media/")  # what pages show beside their own bytes
_SCRIPT = (
    '<script src="/livereload.js" data-page="{page}" data-styles="{styles}" data-others="{others}" defer></script>'
)
_WAITING = b"""<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>Dossier</title></head><body><p>There is no site yet.</p></body></html>"""


class PreviewedSite(NamedTuple):
    """A site, what its editor should know of it, and the path at which it stands: `/` or `/…/`."""

    pages: Site
    problems: tuple[Problem, ...] = ()
    root: str = "/"


class DeferredOutput(NamedTuple):
    """What takes longer than the pages that somebody looks at: what is wrong with all the others."""

    problems: tuple[Problem, ...] = ()

    def without(self, changed: frozenset[Path]) -> DeferredOutput:
        """The rest, without what was wrong with files that were saved since: it may be mended."""
        saved = {path.resolve() for path in changed}
        return self._replace(problems=tuple(one for one in self.problems if Path(one.at.file).resolve() not in saved))


@dataclass(frozen=True, slots=True)
class PreviewSources:
    """Where the preview has everything from: nothing of a dossier is known here."""

    build: Callable[[frozenset[Path]], PreviewedSite]  # of the files that were saved; a Failure keeps the last site
    rest: Callable[[], Callable[[], DeferredOutput]]  # of the last build: begun at once, and then waited for
    quote: Callable[[Mapping[str, Any]], Mapping[str, str]]  # what the palette is given for words on a page
    told: Callable[[Sequence[Problem]], Mapping[str, Any]]  # problems as the panel shows them
    client: Mapping[str, Callable[[], bytes]]  # js and css that only the preview sends


class PageState(NamedTuple):
    """Which state of a page a browser shows: its bytes, the style sheets, scripts and pictures."""

    page: str
    styles: str
    others: str


@dataclass(slots=True)
class Preview:
    """The last good site, and the problems of the last build."""

    sources: PreviewSources
    shown: PreviewedSite = field(default_factory=lambda: PreviewedSite(MappingProxyType({})))
    broken: tuple[Problem, ...] = ()  # why there is no newer one
    rest: DeferredOutput = field(default_factory=DeferredOutput)
    _styles: int = field(default_factory=time.time_ns)  # a browser that outlived another preview is told to look again
    _others: int = field(default_factory=time.time_ns)
    _used: dict[str, bytes] = field(default_factory=dict)
    _made: dict[str, bytes] = field(default_factory=dict)  # the pages that were asked for
    _flaws: dict[str, tuple[Problem, ...]] = field(default_factory=dict)  # why some of them cannot be made
    _kept: dict[str, bytes] = field(default_factory=dict)  # as they last could
    _finished: bool = False  # once, since the preview began
    _building: asyncio.Lock = field(default_factory=asyncio.Lock)
    _finishing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def rebuild(self, changed: frozenset[Path]) -> bool:
        """The site with what was saved in it; the last good one, and False, where that cannot be."""
        try:
            async with self._building:
                shown = await _apart(lambda: self.sources.build(changed))
        except Failure as failure:
            self.broken = failure.problems
            return False
        self.shown, self.broken, self.rest = shown, (), self.rest.without(changed)
        self._kept |= {path: data for path, data in self._made.items() if path not in self._flaws}
        self._made, self._flaws = {}, {}
        before, self._used = self._used, {path: shown.pages[path] for path in shown.pages if path.startswith(_USED)}
        changes = [path for path in before.keys() | self._used.keys() if before.get(path) != self._used.get(path)]
        self._styles += any(path.endswith(".css") for path in changes)
        self._others += any(not path.endswith(".css") for path in changes)
        return True

    async def finish(self) -> bool:
        """The rest of the site, once nothing has been saved for a while; False where something was."""
        shown = self.shown
        if self._finished:
            await asyncio.sleep(_PAUSE)
        async with self._finishing:
            async with self._building:  # nothing else is done meanwhile
                if shown is not self.shown:
                    return False
                rest = self.sources.rest()
            self.rest = await _apart(rest)
            self._finished = True
            return shown is self.shown

    def named(self, address: str) -> str | None:
        """Which file of the site the path of an address means, decoded once; None for what no site has."""
        path, root = unquote(address), unquote(self.shown.root)
        name = path.removeprefix(root)
        if not path.startswith(root) or any(part.startswith(".") for part in name.split("/")):
            return None
        return name + "index.html" if not name or name.endswith("/") else name

    def found(self, address: str) -> tuple[str, bytes] | None:
        """The file that stands at an address."""
        name = self.named(address)
        data = None if name is None else self._page(name)
        return None if name is None or data is None else (name, data)

    def _page(self, name: str) -> bytes | None:
        """A file of the site; one that cannot be made as it was when it last could."""
        if name not in self.shown.pages:
            return None
        if name not in self._made:
            try:
                self._made[name] = self.shown.pages[name]
            except Failure as failure:
                self._flaws[name] = failure.problems
                self._made[name] = self._kept.get(name, _WAITING)
        return self._made[name]

    async def prepare(self, name: str) -> None:
        """Makes a file of the site that takes longer, while others are answered."""
        await _apart(lambda: self._page(name))

    def missing(self) -> bytes:
        """The page for what does not stand there; an empty one, as long as there is no site."""
        return self._page("404.html") or _WAITING

    def looks(self, address: str) -> PageState:
        """What a browser that looks at this address should show."""
        _, data = self.found(address) or ("", self.missing())
        return PageState(hashlib.blake2b(data, digest_size=9).hexdigest(), str(self._styles), str(self._others))

    def live(self, page: bytes, address: str) -> bytes:
        """The page with the script that keeps it up to date."""
        script = _SCRIPT.format(**self.looks(address)._asdict())
        return page.replace(b"</head>", script.encode() + b"</head>", 1)

    def problems(self) -> dict[str, Any]:
        """What is wrong, as a message to browsers; `broken` where the site they see is not the newest."""
        flaws = (*chain.from_iterable(self._flaws.values()), *self.rest.problems)
        told = self.sources.told(self.broken or tuple(dict.fromkeys((*self.shown.problems, *flaws))))
        return {"command": "problems", "broken": bool(self.broken), **told}


async def _apart(function: Callable[[], R]) -> R:
    """What the function returns, worked out in a thread that an interrupted preview need not wait for."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[R] = loop.create_future()

    def end(result: R | None, error: BaseException | None) -> None:
        if not done.cancelled():
            done.set_exception(error) if error else done.set_result(result)  # type: ignore[arg-type]  # one of both is there

    def work() -> None:
        result, raised = None, None
        try:
            result = function()
        except BaseException as error:  # noqa: BLE001  # raised again where it is awaited
            raised = error
        with suppress(RuntimeError):  # the preview has ended meanwhile
            loop.call_soon_threadsafe(end, result, raised)

    threading.Thread(target=work, daemon=True).start()
    return await done
