"""The commands: the only module that prints, exits, reads the clock or the environment."""

from __future__ import annotations

import json
import os
import sys
import traceback
import webbrowser
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from dossier import __version__
from dossier.build import Built, Wanted, built
from dossier.deliver import write
from dossier.problems import Each, Failure, Problem, Severity, in_order

R = TypeVar("R")
T = TypeVar("T")
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 1 errors, 2 usage, 130 interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        status = commands.main(list(arguments), prog_name="dossier", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Failure as failure:
        tell(failure.problems)
        return 1
    except Exception as error:  # noqa: BLE001  # a fault of the program: one line, unless its traceback is asked for
        if "--debug" in arguments:
            traceback.print_exc()
        else:
            say(
                f"dossier: error: {type(error).__name__}: {error}\n    help: run it again with --debug, and report what it says"
            )
        return 1
    return status if isinstance(status, int) else 0


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dossier")
def commands() -> None:
    """Turns captured news articles into an annotated, cross-linked website."""


def everywhere(command: Callable[..., Any]) -> Callable[..., Any]:
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


editions = click.option(
    "--edition",
    type=click.Choice(["internal", "public"]),
    default="internal",
    show_default=True,
    help="What may be shown.",
)


@commands.command()
@everywhere
@editions
@click.option(
    "-o", "--output", default="_site", type=click.Path(path_type=Path), show_default=True, help="The folder to write."
)
@click.option("--base-url", help="Where the site will stand, in place of dossier.yaml's.")
@click.option("--strict", is_flag=True, help="Refuse warnings that dossier.yaml does not accept.")
@click.option("--clean", is_flag=True, help="Take nothing over from the last build.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to share the work.")
@click.option("--no-search", is_flag=True, help="Leave the search index out.")
@click.option("--drafts", is_flag=True, help="Keep drafts in the public edition.")
def build(
    content: Path,
    output: Path,
    strict: bool,
    clean: bool,
    jobs: int,
    no_search: bool,
    quiet: bool,
    verbose: bool,
    **wanted: Any,
) -> int:
    """Draft any capture that has no article, then build the site."""
    with shared_by(jobs) as each:
        site = built(content, Wanted(**wanted), each)
    tell(site.problems, quiet=quiet, verbose=verbose)
    if strict and refused(site.problems):
        return 1
    write.site(site.output, output, clean=clean)
    click.echo(f"{output}: {summary(site)}")
    return 0


@commands.command()
@everywhere
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Refuse warnings that dossier.yaml does not accept.")
def check(content: Path, form: str, strict: bool, quiet: bool, verbose: bool) -> int:
    """Tell every problem in content/; nothing is written."""
    try:
        problems = built(content, Wanted()).problems
    except Failure as failure:
        problems = in_order(failure.problems)
    if form == "json":
        click.echo(json.dumps([as_data(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        tell(problems, quiet=quiet, verbose=True)
        if not problems:
            click.echo("nothing to mend")
    worst = {problem.severity for problem in problems}
    return int(Severity.ERROR in worst or (strict and Severity.WARNING in worst))


@commands.command()
@everywhere
@editions
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, type=click.IntRange(1, 65535), show_default=True)
@click.option("--open", "opened", is_flag=True, help="Open the site in a browser.")
def serve(content: Path, edition: Any, host: str, port: int, opened: bool, quiet: bool, verbose: bool) -> None:
    """Preview the site: built in memory, rebuilt and reloaded when a file is saved."""
    from dossier.deliver.serve import serve as preview  # noqa: PLC0415  # a server, loaded only to serve

    def site() -> Mapping[str, bytes] | None:
        try:
            made = built(content, Wanted(edition=edition))
        except Failure as failure:
            tell(failure.problems, quiet=quiet, verbose=verbose)
            return None
        tell(made.problems, quiet=quiet, verbose=verbose)
        return made.output

    def ready(address: str) -> None:
        click.echo(f"{address}  (stop with Ctrl-C)")
        if opened:
            webbrowser.open(address)

    preview(site, dict, [content], host, port, ready)


@contextmanager
def shared_by(jobs: int) -> Iterator[Each]:
    """`map`, or one that many processes share."""
    if jobs == 1:
        yield map
        return
    with ProcessPoolExecutor(jobs) as pool:

        def each(function: Callable[[T], R], things: Iterable[T], /) -> Iterable[R]:
            return pool.map(function, things, chunksize=8)

        yield each


def summary(site: Built) -> str:
    pages = sum(path.endswith(".html") for path in site.output)
    dossier = site.dossier.content
    return f"{pages} pages, {len(dossier.articles)} articles, {len(dossier.entities)} entities, {len(dossier.events)} events"


def refused(problems: Iterable[Problem]) -> bool:
    """Whether a strict run must stop, which it then says."""
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    if warnings:
        say(
            f"dossier: {warnings} warnings, and --strict refuses them\n    help: mend them, or accept them in dossier.yaml (accept:)"
        )
    return bool(warnings)


def tell(problems: Iterable[Problem], quiet: bool = False, verbose: bool = True) -> None:
    """Every problem that is asked for, by place, and how many there are."""
    problems = in_order(problems)
    hidden = {Severity.WARNING, Severity.NOTICE} if quiet else set() if verbose else {Severity.NOTICE}
    for problem in problems:
        if problem.severity not in hidden:
            head, _, rest = str(problem).partition(f"{problem.severity}[")
            say(head + click.style(problem.severity.value, fg=_COLOURS[problem.severity], bold=True) + "[" + rest)
    counted = Counter(problem.severity for problem in problems)
    if told := [
        f"{counted[kind]} {kind}{'s' * (counted[kind] > 1)}"
        for kind in Severity
        if counted[kind] and kind not in hidden
    ]:
        say(", ".join(told))


def say(text: str) -> None:
    click.echo(text, err=True, color=False if os.environ.get("NO_COLOR") else None)


def as_data(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.at.file,
        "line": problem.at.line,
        "severity": problem.severity.value,
        "check": problem.check,
        "message": problem.message,
        "details": dict(problem.details),
        "hint": problem.hint,
    }
