"""The state of the preview: the current site, its problems, and what changed since a browser last loaded it."""

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

_CHECK_DELAY = 1.0  # seconds without a save until all pages are checked, which keeps a core busy
_ASSET_FOLDERS = ("assets/", "media/")  # files that pages use
_SCRIPT = (
    '<script src="/livereload.js" data-page="{page}" data-styles="{styles}" data-others="{others}" defer></script>'
)
_EMPTY_PAGE = b"""<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>Dossier</title></head><body><p>There is no site yet.</p></body></html>"""


class PreviewedSite(NamedTuple):
    """A site, its problems, and the path at which it is served: `/` or `/…/`."""

    pages: Site
    problems: tuple[Problem, ...] = ()
    root: str = "/"


class DeferredOutput(NamedTuple):
    """The slow part of a build: the problems of pages that nobody has opened."""

    problems: tuple[Problem, ...] = ()

    def without_changed(self, changed: frozenset[Path]) -> DeferredOutput:
        """The same without problems of files that were saved since, which may be fixed."""
        saved = {path.resolve() for path in changed}
        return self._replace(
            problems=tuple(problem for problem in self.problems if Path(problem.at.file).resolve() not in saved)
        )


@dataclass(frozen=True, slots=True)
class PreviewSources:
    """The callbacks that provide the preview's content; this package itself knows nothing of dossiers."""

    build: Callable[[frozenset[Path]], PreviewedSite]  # takes the saved files; after a Failure the last site stays
    start_deferred: Callable[[], Callable[[], DeferredOutput]]  # begins at once; the result waits for it
    quote: Callable[[Mapping[str, Any]], Mapping[str, str]]  # the palette's answer for words selected on a page
    problems_data: Callable[[Sequence[Problem]], Mapping[str, Any]]  # problems for the panel
    client_files: Mapping[str, Callable[[], bytes]]  # the preview's own js and css


class PageState(NamedTuple):
    """The versions of a page's bytes, of the style sheets, and of scripts and pictures that a browser shows."""

    page: str
    styles: str
    others: str


@dataclass(slots=True)
class Preview:
    """The last good site, and the problems of the last build."""

    sources: PreviewSources
    site: PreviewedSite = field(default_factory=lambda: PreviewedSite(MappingProxyType({})))
    build_problems: tuple[Problem, ...] = ()  # of a build that failed since
    deferred: DeferredOutput = field(default_factory=DeferredOutput)
    _styles_version: int = field(default_factory=time.time_ns)  # a browser left from an earlier preview reloads
    _others_version: int = field(default_factory=time.time_ns)
    _assets: dict[str, bytes] = field(default_factory=dict)
    _rendered: dict[str, bytes] = field(default_factory=dict)  # pages that were requested
    _page_problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)  # of pages that cannot be rendered
    _last_good: dict[str, bytes] = field(default_factory=dict)  # their last good versions
    _finished: bool = False  # once, since the preview began
    _building: asyncio.Lock = field(default_factory=asyncio.Lock)
    _finishing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def rebuild(self, changed: frozenset[Path]) -> bool:
        """Rebuilds the site after files were saved; keeps the last good one and returns False if that fails."""
        try:
            async with self._building:
                site = await _run_in_thread(lambda: self.sources.build(changed))
        except Failure as failure:
            self.build_problems = failure.problems
            return False
        self.site, self.build_problems, self.deferred = site, (), self.deferred.without_changed(changed)
        self._last_good |= {path: data for path, data in self._rendered.items() if path not in self._page_problems}
        self._rendered, self._page_problems = {}, {}
        before, self._assets = (
            self._assets,
            {path: site.pages[path] for path in site.pages if path.startswith(_ASSET_FOLDERS)},
        )
        changes = [path for path in before.keys() | self._assets.keys() if before.get(path) != self._assets.get(path)]
        self._styles_version += any(path.endswith(".css") for path in changes)
        self._others_version += any(not path.endswith(".css") for path in changes)
        return True

    async def finish(self) -> bool:
        """Does the deferred work once nothing has been saved for a while; returns False if something was."""
        site = self.site
        if self._finished:
            await asyncio.sleep(_CHECK_DELAY)
        async with self._finishing:
            async with self._building:  # forks while no other thread works
                if site is not self.site:
                    return False
                wait_for_deferred = self.sources.start_deferred()
            self.deferred = await _run_in_thread(wait_for_deferred)
            self._finished = True
            return site is self.site

    def file_name(self, address: str) -> str | None:
        """The file that the path of an address refers to, decoded once; None if no site can contain it."""
        path, root = unquote(address), unquote(self.site.root)
        name = path.removeprefix(root)
        if not path.startswith(root) or any(part.startswith(".") for part in name.split("/")):
            return None
        return name + "index.html" if not name or name.endswith("/") else name

    def find_file(self, address: str) -> tuple[str, bytes] | None:
        """The name and content of the file at an address."""
        name = self.file_name(address)
        data = None if name is None else self._page(name)
        return None if name is None or data is None else (name, data)

    def _page(self, name: str) -> bytes | None:
        """A file of the site; one that cannot be rendered is returned in its last good version."""
        if name not in self.site.pages:
            return None
        if name not in self._rendered:
            try:
                self._rendered[name] = self.site.pages[name]
            except Failure as failure:
                self._page_problems[name] = failure.problems
                self._rendered[name] = self._last_good.get(name, _EMPTY_PAGE)
        return self._rendered[name]

    async def prepare(self, name: str) -> None:
        """Renders a file that takes long, in a thread, so that other requests are answered meanwhile."""
        await _run_in_thread(lambda: self._page(name))

    def not_found_page(self) -> bytes:
        """The page for unknown addresses; an empty one as long as there is no site."""
        return self._page("404.html") or _EMPTY_PAGE

    def page_state(self, address: str) -> PageState:
        """The current versions of what a browser shows at this address."""
        _, data = self.find_file(address) or ("", self.not_found_page())
        return PageState(
            hashlib.blake2b(data, digest_size=9).hexdigest(), str(self._styles_version), str(self._others_version)
        )

    def with_script(self, page: bytes, address: str) -> bytes:
        """The page with the script that reloads it after changes."""
        script = _SCRIPT.format(**self.page_state(address)._asdict())
        return page.replace(b"</head>", script.encode() + b"</head>", 1)

    def problems(self) -> dict[str, Any]:
        """All problems as a message to browsers; `broken` if the last build failed and they show an older site."""
        page_problems = (*chain.from_iterable(self._page_problems.values()), *self.deferred.problems)
        data = self.sources.problems_data(
            self.build_problems or tuple(dict.fromkeys((*self.site.problems, *page_problems)))
        )
        return {"command": "problems", "broken": bool(self.build_problems), **data}


async def _run_in_thread(function: Callable[[], R]) -> R:
    """Runs the function in a daemon thread, which an interrupted preview need not wait for."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[R] = loop.create_future()

    def finish(result: R | None, error: BaseException | None) -> None:
        if not future.cancelled():
            future.set_exception(error) if error else future.set_result(result)  # type: ignore[arg-type]  # one of both is there

    def work() -> None:
        result, raised = None, None
        try:
            result = function()
        except BaseException as error:  # noqa: BLE001  # raised again where it is awaited
            raised = error
        with suppress(RuntimeError):  # the preview has ended meanwhile
            loop.call_soon_threadsafe(finish, result, raised)

    threading.Thread(target=work, daemon=True).start()
    return await future
