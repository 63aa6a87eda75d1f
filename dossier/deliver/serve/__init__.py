"""The preview: the site from memory, rebuilt when a file is saved; nothing is written.

site     what is shown, and what has changed since a browser last looked
callers  who is answered: only those who call this machine by its own name
answers  what they are answered
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
    """Serves what `sources` build until it is interrupted, and says when and at which address it is `ready`."""
    asyncio.run(previewed(Preview(sources), watched, AllowedHosts(host, port), ready))


async def previewed(
    preview: Preview, watched: Sequence[Path], callers: AllowedHosts, ready: Callable[[str], None]
) -> None:
    """Never returns: it is cancelled."""
    with listen(preview, callers):
        saves = awatch(*watched, watch_filter=_Written(), step=10, debounce=400)
        saved = asyncio.ensure_future(anext(saves))
        await asyncio.sleep(0)  # now it watches: what is saved while the first build reads is not missed
        finishing: set[asyncio.Task[None]] = set()  # a task that nobody holds may vanish
        changed: frozenset[Path] = frozenset()
        while True:
            if await preview.rebuild(changed):
                finishing.add(asyncio.create_task(_finished(preview)))
                finishing = {task for task in finishing if not task.done()}
            LivePageHandler.tell(preview)
            if not changed:
                ready(local_address(callers.host, callers.port) + preview.shown.root)
            try:
                changed = frozenset(Path(path) for _, path in await saved)
            except OSError as error:
                raise _unwatched(watched[0], error) from error
            saved = asyncio.ensure_future(anext(saves))


async def _finished(preview: Preview) -> None:
    if await preview.finish():
        LivePageHandler.tell(preview)


def _unwatched(folder: Path, error: OSError) -> Failure:
    hint = "raise the system's limit of watched files, or run it with WATCHFILES_FORCE_POLLING=1"
    place, fact = Location(folder.as_posix()), f"what is saved here cannot be noticed: {error}"
    return Failure(Problem(place, Severity.ERROR, "watch", fact, hint=hint))


class _Written(DefaultFilter):
    """Changes to what people write; import's own memory of drafts is none."""

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and ".drafts" not in Path(path).parts
