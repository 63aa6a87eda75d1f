"""What comes out of content/: the site, in a folder.

What makes a site is loaded when it is needed: a build that has nothing to do, or only tells of itself, is done before.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from dossier.cli.build_report import BuildReport, build_inputs
from dossier.cli.options import addresses, common_options, editions, epilog_examples, is_unattended, sharing, strictly
from dossier.cli.output import print_problems, show
from dossier.cli.trust import hooks_state
from dossier.deliver import build_record
from dossier.deliver.workers import parallel_map, without_garbage_collection


@click.command(
    short_help="Build the site, drafting any capture that has no article.",
    epilog=epilog_examples(
        ("dossier build", "everything, in _site/: for you"),
        ("dossier build --edition public -o public", "what rights allow to be shown, in public/"),
        ("dossier build --strict --base-url https://example.org/", "as continuous integration does"),
    ),
)
@common_options
@editions
@addresses
@strictly
@sharing
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
    **wanted: Any,
) -> int:
    """Draft any capture that has no article, then build the site.

    The folder is replaced whole, in one step, and only if Dossier made it: a build that fails, is killed or fills the
    disk leaves the last site as it was. A strict build, and one under CI=true, writes nothing to content/.
    """
    if output.resolve().is_relative_to(content.resolve()):
        raise click.UsageError(f"{output} is in {content}, where your own files are: name another folder with -o")
    strict = strict or is_unattended()
    of = build_inputs(content, [wanted, strict, no_search, hooks_state(content)])
    if of and not clean and (text := build_record.recorded_report(output, of)):
        told = BuildReport.of(text)
        print_problems(told.problems, quiet=quiet, verbose=verbose)
    else:
        from dossier.cli.site_build import write_site  # noqa: PLC0415

        say_all = partial(print_problems, quiet=quiet, verbose=verbose)
        with without_garbage_collection():
            told = write_site(
                content,
                wanted,
                output,
                say_all,
                parallel_map(jobs),
                of=of,
                strict=strict,
                clean=clean,
                search=not no_search,
            )
    show(f"{output}: {told.summary}")
    return 0
