"""What comes out of content/: the site, in a folder.

What makes a site is loaded when it is needed: a build that has nothing to do, or only tells of itself, is done before.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from dossier.cli.again import Told, made_of
from dossier.cli.common import addresses, editions, everywhere, examples, sharing, strictly, unattended
from dossier.cli.say import show, tell
from dossier.deliver import last
from dossier.deliver.jobs import shared_by, uncollected


@click.command(
    short_help="Build the site, drafting any capture that has no article.",
    epilog=examples(
        ("dossier build", "everything, in _site/: for you"),
        ("dossier build --edition public -o public", "what rights allow to be shown, in public/"),
        ("dossier build --strict --base-url https://example.org/", "as continuous integration does"),
    ),
)
@everywhere
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
    strict = strict or unattended()
    of = made_of(content, [wanted, strict, no_search])
    if of and not clean and (text := last.told(output, of)):
        told = Told.of(text)
        tell(told.problems, quiet=quiet, verbose=verbose)
    else:
        from dossier.cli.making import written  # noqa: PLC0415

        say_all = partial(tell, quiet=quiet, verbose=verbose)
        with uncollected():
            told = written(
                content,
                wanted,
                output,
                say_all,
                shared_by(jobs),
                of=of,
                strict=strict,
                clean=clean,
                search=not no_search,
            )
    show(f"{output}: {told.summary}")
    return 0
