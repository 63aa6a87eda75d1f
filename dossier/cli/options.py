"""What commands share: options, examples in their help, the current time."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from dossier.deliver.workers import processor_count

edition_option = click.option(
    "--edition",
    type=click.Choice(["internal", "public"]),
    default="internal",
    show_default=True,
    help="Everything, or what rights allow to be shown.",
)
base_url_option = click.option("--base-url", help="Where the site will stand, in place of dossier.yaml's base_url.")
strict_option = click.option("--strict", is_flag=True, help="Refuse warnings that dossier.yaml does not accept.")
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=processor_count,
    show_default="one for each processor",
    help="Processes that share the work.",
)


def common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that most commands have."""
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


def epilog_examples(*examples: tuple[str, str]) -> str:
    """The examples at the end of a command's help: command lines and their effects."""
    width = max(len(line) for line, _ in examples)
    return "\b\nExamples:\n" + "\n".join(f"  {line:<{width}}  {effect}" for line, effect in examples)


def is_unattended() -> bool:
    """Whether this runs in continuous integration, where nobody could have intended a change of content/."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def current_time() -> str:
    """The current time in UTC, or that of SOURCE_DATE_EPOCH, for reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isascii() and epoch.isdecimal() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
