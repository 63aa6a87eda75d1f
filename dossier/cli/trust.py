"""The command `trust`, and the record of trusted hooks.py files in the user's configuration folder."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from dossier.cli.options import epilog_examples
from dossier.cli.output import print_line
from dossier.deliver import site_folder
from dossier.hooks import FILE, NO_HOOKS, Hooks, hooks_digest, load_hooks, untrusted_hooks
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_RECORD_FILE = "trusted-hooks.json"
_MAX_SIZE = 1_000_000


def trusted_hooks(content: Path) -> Hooks:
    """The hooks beside a content folder, if their file is trusted in its current state."""
    source, file = _source(content)
    if source is None:
        return NO_HOOKS
    return load_hooks(source, file) if is_trusted(hooks_digest(source)) else untrusted_hooks(source, file)


def hooks_state(content: Path) -> tuple[str, bool]:
    """What a build depends on: the hash of hooks.py, and whether it is trusted."""
    source, _ = _source(content)
    digest = hooks_digest(source) if source is not None else ""
    return digest, bool(digest) and is_trusted(digest)


def is_trusted(digest: str) -> bool:
    return digest in os.environ.get("DOSSIER_TRUST", "").split() or digest in _trusted_files()


def _source(content: Path) -> tuple[bytes | None, str]:
    """The bytes of hooks.py, if it exists, and its name in messages."""
    path = content.parent / FILE
    file = path.as_posix()
    try:
        if not path.is_file() or path.stat().st_size > _MAX_SIZE:
            return None, file
        return path.read_bytes(), file
    except OSError:
        return None, file


def _configuration() -> Path:
    """The user's configuration folder for Dossier; never a folder inside a dossier."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or str(Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or ""
        base = base if Path(base).is_absolute() else str(Path.home() / ".config")
    return Path(base) / "dossier"


def _trusted_files() -> dict[str, str]:
    """The path of each trusted file by its hash; empty if the record cannot be read."""
    try:
        trusted = json.loads((_configuration() / _RECORD_FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(digest): str(place) for digest, place in trusted.items()} if isinstance(trusted, dict) else {}


@click.command(
    short_help="Let this dossier's hooks.py run on this machine.",
    epilog=epilog_examples(
        ("dossier trust", "after you have read hooks.py"),
        ("dossier trust --revoke", "and it is off again"),
    ),
)
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an internal error.")
@click.option("-q", "--quiet", is_flag=True, help="Tell errors only.")
@click.option("--revoke", is_flag=True, help="Trust it no longer.")
@click.option(
    "--content", default="content", type=click.Path(path_type=Path), show_default=True, help="The content folder."
)
def trust(content: Path, revoke: bool, quiet: bool) -> None:
    """Let the hooks.py beside content/ run in builds on this machine.

    Its hash is recorded in your configuration folder: these bytes run, and no others. Whoever changes the file, you
    included, has to trust it anew. A hook can do whatever a program of yours can: read it first.
    """
    source, file = _source(content)
    if source is None:
        raise Failure(
            Problem(Location(file), Severity.ERROR, "hooks", "there is no such file", hint="there is nothing to trust")
        )
    digest, trusted = hooks_digest(source), _trusted_files()
    trusted.pop(digest, None)
    if not revoke:
        trusted[digest] = str(content.resolve().parent / FILE)
    text = json.dumps(trusted, ensure_ascii=False, indent=2) + "\n"
    record = _configuration() / _RECORD_FILE
    before = {_RECORD_FILE: record.read_bytes()} if record.is_file() else {}
    site_folder.write_files({_RECORD_FILE: text.encode()}, record.parent, was=before)
    if not quiet:
        print_line(f"{file}: {'trusted no longer' if revoke else 'trusted'} ({digest})")
