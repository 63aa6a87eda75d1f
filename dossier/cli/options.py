"""What commands have in common: their options, the folder they speak of, the processes that share the work."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from dossier.deliver.workers import processor_count

editions = click.option(
    "--edition",
    type=click.Choice(["internal", "public"]),
    default="internal",
    show_default=True,
    help="Everything, or what rights allow to be shown.",
)
addresses = click.option("--base-url", help="Where the site will stand, in place of dossier.yaml's base_url.")
strictly = click.option("--strict", is_flag=True, help="Refuse warnings that dossier.yaml does not accept.")
sharing = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=processor_count,
    show_default="one for each processor",
    help="Processes that share the work.",
)


def common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with the options that every command has."""
    for option in (
        click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an internal error."),
        click.option("-v", "--verbose", is_flag=True, help="Tell notices too."),
        click.option("-q", "--quiet", is_flag=True, help="Tell errors only."),
        click.option(
            "--content",
            default="content",
            type=click.Path(path_type=Path),
            show_default=True,
            help="The content folder.",
        ),
    ):
        command = option(command)
    return command


def epilog_examples(*of: tuple[str, str]) -> str:
    """What stands at the end of a command's help: lines to type, and what comes of each."""
    width = max(len(line) for line, _ in of)
    return "\b\nExamples:\n" + "\n".join(f"  {line:<{width}}  {does}" for line, does in of)


def is_unattended() -> bool:
    """Whether nobody is there who could have meant a change of content/."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def current_time() -> str:
    """The time, for what is fetched or published at it; SOURCE_DATE_EPOCH, for those who make the same thing twice."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(told), UTC) if told.isascii() and told.isdecimal() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
