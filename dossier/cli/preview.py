"""The site while it is written: built in memory, shown at an address of this machine."""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from dossier.build import Built, Wanted
from dossier.cli.common import editions, everywhere, unattended
from dossier.cli.say import tell
from dossier.cli.site import indexed, made
from dossier.problems import Failure


@click.command()
@everywhere
@editions
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), show_default=True, help="The port to listen at.")
@click.option("--open", "opened", is_flag=True, help="Open the site in a browser.")
def serve(content: Path, edition: Any, host: str, port: int, opened: bool, quiet: bool, verbose: bool) -> None:
    """Preview the site: built in memory, rebuilt and reloaded when a file is saved."""
    from dossier.deliver.serve import serve as preview  # noqa: PLC0415  # a server, loaded only to serve

    last: list[Built] = []

    def current() -> Mapping[str, bytes] | None:
        try:
            site = made(content, Wanted(edition=edition), strict=unattended())
        except Failure as failure:
            tell(failure.problems, quiet=quiet, verbose=verbose)
            return None
        tell(site.problems, quiet=quiet, verbose=verbose)
        last[:] = [site]
        return site.output

    def ready(address: str) -> None:
        click.echo(f"{address}  (stop with Ctrl-C)")
        if opened:
            webbrowser.open(address)

    preview(current, lambda: indexed(last[0]), [content], host, port, ready)
