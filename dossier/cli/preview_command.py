"""The command `serve`: a preview of the site, built in memory and served on this machine.

Its imports are deferred, so that help appears at once.
"""

from __future__ import annotations

import re
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from dossier.cli.options import common_options, edition_option, epilog_examples
from dossier.cli.output import print_line, print_problems, show
from dossier.problems import Problem

_EDITORS = {
    "vscode": "vscode://file{path}:{line}",
    "vscodium": "vscodium://file{path}:{line}",
    "cursor": "cursor://file{path}:{line}",
    "zed": "zed://file{path}:{line}",
    "sublime": "subl://open?url=file://{path}&line={line}",
    "textmate": "txmt://open?url=file://{path}&line={line}",
    "idea": "idea://open?file={path}&line={line}",
    "emacs": "emacs://open?url=file://{path}&line={line}",
}
_SCHEME = re.compile("[a-z][a-z0-9+.-]*:")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def _editor_address(_: click.Context, __: click.Parameter, value: str) -> str:
    """The template of addresses that open a place in an editor, with placeholders for the file and the line."""
    template = _EDITORS.get(value, value)
    if "{path}" not in template or not _SCHEME.match(template):
        known = ", ".join(_EDITORS)
        raise click.BadParameter(f"“{value}” is none of {known}, nor an address with {{path}} and {{line}} in it")
    return template


@click.command(
    short_help="Preview the site, following every save.",
    epilog=epilog_examples(
        ("dossier serve --open", "everything, in a browser"),
        ("dossier serve --edition public", "as others will see it"),
        ("dossier serve --editor zed", "where a problem's place is opened"),
    ),
)
@common_options
@edition_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), show_default=True, help="The port to listen at.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
@click.option(
    "--editor",
    default="vscode",
    envvar="DOSSIER_EDITOR",
    show_envvar=True,
    show_default=True,
    callback=_editor_address,
    help=f"What opens a problem's place: {', '.join(_EDITORS)}, or an address with {{path}} and {{line}} in it.",
)
def serve(
    content: Path, edition: Any, host: str, port: int, open_browser: bool, editor: str, quiet: bool, verbose: bool
) -> None:
    """Preview the site: built in memory, rebuilt and reloaded when a file is saved.

    A build that fails keeps the last good site and shows its problems over the page. Words selected in an article
    give the YAML of a note, an event's source or a claim's stance, to be pasted. Ctrl-C ends it.
    """
    from dossier.cli.desk import REPORTED, Desk  # noqa: PLC0415
    from dossier.pipeline import BuildOptions  # noqa: PLC0415

    def report(problems: Sequence[Problem]) -> None:
        print_problems(problems, quiet=quiet, verbose=verbose)
        if not quiet and not any(problem.severity in REPORTED for problem in problems):
            print_line("nothing to mend")

    def ready(address: str) -> None:
        show(f"{address}  (stop with Ctrl-C)")
        if host not in _LOOPBACK:
            print_line(f"{host}: whoever reaches this machine can read the {edition} edition")
        if open_browser:
            webbrowser.open(address)

    Desk(content, BuildOptions(edition=edition), editor, report).serve(host, port, ready)
