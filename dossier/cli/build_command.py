"""The command `build`, and the report of a build, from which a build without changes is answered.

Whatever builds a site is imported only when it is needed, so that help and a build without changes are quick.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from dossier import __version__
from dossier.cli.options import (
    base_url_option,
    common_options,
    edition_option,
    epilog_examples,
    is_unattended,
    jobs_option,
    strict_option,
)
from dossier.cli.output import print_problems, problem_from_data, problem_to_data, show
from dossier.cli.trust import hooks_state
from dossier.deliver import build_record
from dossier.deliver.workers import parallel_map, without_garbage_collection
from dossier.problems import Problem

_PROGRAM = Path(__file__).parents[1]
_LIBRARIES = Path(click.__file__).parents[1]  # its time changes with every installation


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The problems and the summary that a build prints."""

    problems: tuple[Problem, ...]
    summary: str

    @property
    def text(self) -> str:
        return json.dumps([[problem_to_data(problem) for problem in self.problems], self.summary])

    @classmethod
    def of(cls, text: str) -> BuildReport:
        problems, summary = json.loads(text)
        return cls(tuple(map(problem_from_data, problems)), summary)


def build_inputs(content: Path, options: Sequence[Any]) -> str:
    """Everything that a site depends on, as a string to compare; empty while a file of it is being saved."""
    own_folders = (content.resolve().parent / name for name in ("templates", "static"))
    program_folders = (_PROGRAM.parent / name for name in ("templates", "static"))
    stamps = build_record.stamp_files((content, *own_folders, *program_folders, _PROGRAM))
    program = (__version__, sys.version, _LIBRARIES.stat().st_mtime_ns)
    return json.dumps([stamps.files, program, options]) if stamps.settled else ""


@click.command(
    short_help="Build the site, drafting any capture that has no article.",
    epilog=epilog_examples(
        ("dossier build", "everything, in _site/: for you"),
        ("dossier build --edition public -o public", "what rights allow to be shown, in public/"),
        ("dossier build --strict --base-url https://example.org/", "as continuous integration does"),
    ),
)
@common_options
@edition_option
@base_url_option
@strict_option
@jobs_option
@click.option(
    "-o", "--output", default="_site", type=click.Path(path_type=Path), show_default=True, help="The folder to write."
)
@click.option("--clean", is_flag=True, help="Take nothing over from the last build.")
@click.option("--no-search", is_flag=True, help="Leave the search index out.")
@click.option("--drafts", is_flag=True, help="Keep drafts in the public edition.")
def build(
    content: Path,
    output: Path,
    jobs: int,
    strict: bool,
    clean: bool,
    no_search: bool,
    quiet: bool,
    verbose: bool,
    **options: Any,
) -> int:
    """Draft any capture that has no article, then build the site.

    The folder is replaced whole, in one step, and only if Dossier made it: a build that fails, is killed or fills the
    disk leaves the last site as it was. A strict build, and one under CI=true, writes nothing to content/.
    """
    if output.resolve().is_relative_to(content.resolve()):
        raise click.UsageError(f"{output} is in {content}, where your own files are: name another folder with -o")
    strict = strict or is_unattended()
    inputs = build_inputs(content, [options, strict, no_search, hooks_state(content)])
    if inputs and not clean and (text := build_record.recorded_report(output, inputs)):
        report = BuildReport.of(text)
        print_problems(report.problems, quiet=quiet, verbose=verbose)
    else:
        from dossier.cli.site_build import write_site  # noqa: PLC0415

        print_all = partial(print_problems, quiet=quiet, verbose=verbose)
        with without_garbage_collection():
            report = write_site(
                content,
                options,
                output,
                print_all,
                parallel_map(jobs),
                inputs=inputs,
                strict=strict,
                clean=clean,
                search=not no_search,
            )
    show(f"{output}: {report.summary}")
    return 0
