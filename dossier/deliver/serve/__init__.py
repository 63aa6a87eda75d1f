"""The preview server: serves the site from memory and rebuilds it when a file is saved; nothing is written to disk.

state      the current site, and what has changed since a browser last loaded it
responses  the HTTP handlers, and the hosts and origins that they answer
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

from dossier.deliver.serve.responses import AllowedHosts, LivePageHandler, listen, local_address
from dossier.deliver.serve.state import DeferredOutput, Preview, PreviewedSite, PreviewSources
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

__all__ = ["DeferredOutput", "PreviewSources", "PreviewedSite", "serve"]


def serve(sources: PreviewSources, watched: Sequence[Path], host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves the site that `sources` build until it is interrupted; calls `ready` with its address."""
    asyncio.run(run_preview(Preview(sources), watched, AllowedHosts(host, port), ready))


async def run_preview(
    preview: Preview, watched: Sequence[Path], hosts: AllowedHosts, ready: Callable[[str], None]
) -> None:
    """Builds, serves and rebuilds until it is cancelled."""
    with listen(preview, hosts):
        save_events = awatch(*watched, watch_filter=_EditedFiles(), step=10, debounce=400)
        next_save = asyncio.ensure_future(anext(save_events))
        await asyncio.sleep(0)  # begins to watch before the first build reads files
        finishing: set[asyncio.Task[None]] = set()  # asyncio holds tasks only weakly
        changed: frozenset[Path] = frozenset()
        while True:
            if await preview.rebuild(changed):
                finishing.add(asyncio.create_task(_finish_and_notify(preview)))
                finishing = {task for task in finishing if not task.done()}
            LivePageHandler.notify_all(preview)
            if not changed:
                ready(local_address(hosts.host, hosts.port) + preview.site.root)
            try:
                changed = frozenset(Path(path) for _, path in await next_save)
            except OSError as error:
                raise _watch_failure(watched[0], error) from error
            next_save = asyncio.ensure_future(anext(save_events))


async def _finish_and_notify(preview: Preview) -> None:
    if await preview.finish():
        LivePageHandler.notify_all(preview)


def _watch_failure(folder: Path, error: OSError) -> Failure:
    hint = "raise the system's limit of watched files, or run it with WATCHFILES_FORCE_POLLING=1"
    place, fact = Location(folder.as_posix()), f"what is saved here cannot be noticed: {error}"
    return Failure(Problem(place, Severity.ERROR, "watch", fact, hint=hint))


class _EditedFiles(DefaultFilter):
    """Ignores changes in .drafts, which import writes itself."""

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and ".drafts" not in Path(path).parts
