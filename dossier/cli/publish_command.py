"""The site, published: the public edition on a branch of a remote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.options import addresses, common_options, current_time, epilog_examples
from dossier.cli.output import print_line, print_problems, refuses_strictly
from dossier.deliver.workers import parallel_map, processor_count, without_garbage_collection
from dossier.problems import MapFn, Problem, sort_problems

if TYPE_CHECKING:
    from dossier.deliver.publish import Publication
    from dossier.model import Output

_CHANGES = {"A": "new", "M": "changed", "D": "gone"}


@click.command(
    short_help="Push the public edition to a branch of a remote.",
    epilog=epilog_examples(
        ("dossier publish --dry-run", "what would change, and whether it may be published"),
        ("dossier publish", "to the branch gh-pages of origin"),
        ("dossier publish --remote git@github.com:you/site.git", "to a repository of its own"),
    ),
)
@common_options
@addresses
@click.option("--remote", default="origin", show_default=True, help="Where to push: a remote's name or address.")
@click.option("--branch", default="gh-pages", show_default=True, help="The branch that holds the site.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and push nothing.")
def publish(
    content: Path, base_url: str | None, remote: str, branch: str, dry_run: bool, quiet: bool, verbose: bool
) -> int:
    """Publish the public edition, as one commit on a branch of a remote.

    It is made strictly: warnings that dossier.yaml does not accept stop it, and so does a capture without an article.
    Nothing is forced, and a branch that holds anything but a site of Dossier is left alone, but for its CNAME.
    Your files, git's index and _site stay as they are.
    """
    from dossier.deliver.publish import publish_site  # noqa: PLC0415

    judge = partial(_judge, quiet=quiet, verbose=verbose)
    with without_garbage_collection():
        site, weighed = _site(content, base_url, judge, parallel_map(processor_count()))
        message = f"The site of {current_time()}"
        repository = content.resolve().parent
        done = publish_site(site, repository, remote, branch, message, dry_run=dry_run, weighed=weighed)
    if not quiet and (dry_run or verbose):
        click.echo("".join(f"{change}\n" for change in done.changes), nl=False)
    click.echo(f"{remote}/{branch}: {_done(done)}")
    if done.pushed and done.first and not quiet:
        print_line(f"{branch} is new there: say once that it is to be served (on GitHub: Settings → Pages)")
    return 0


def _judge(problems: Sequence[Problem], *, quiet: bool, verbose: bool) -> None:
    """Tells them; goes on only where none of them is to be mended or accepted first."""
    print_problems(problems, quiet=quiet, verbose=verbose)
    if refuses_strictly(problems):
        raise click.exceptions.Exit(1)


def _site(
    content: Path, base_url: str | None, judge: Callable[[Sequence[Problem]], None], each: MapFn
) -> tuple[Output, Callable[[Mapping[str, int]], None]]:
    """The public edition's files, and what judges their sizes."""
    from dossier.cli.review_commands import leak_problems  # noqa: PLC0415
    from dossier.cli.site_build import build_with_drafts, index_site  # noqa: PLC0415
    from dossier.deliver import publish  # noqa: PLC0415
    from dossier.load.checks import apply_settings  # noqa: PLC0415
    from dossier.pipeline import BuildOptions, build_site  # noqa: PLC0415

    build = partial(build_site, content, BuildOptions(edition="public", base_url=base_url), each)
    site = build_with_drafts(content, build, strict=True, each=each)
    judge(sort_problems((*site.problems, *leak_problems(site.library, content))))
    settings = site.dossier.content.settings
    return site.output | index_site(site, each), lambda sizes: judge(
        apply_settings(publish.size_problems(sizes), settings)
    )


def _done(done: Publication) -> str:
    if not done.changes:
        return "holds this already"
    counted = Counter(change[0] for change in done.changes)
    what = ", ".join(f"{counted[sign]} {word}" for sign, word in _CHANGES.items() if counted[sign])
    return f"{'pushed' if done.pushed else 'would be pushed'} ({what})"
