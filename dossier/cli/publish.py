"""The site, published: the public edition on a branch of a remote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.common import addresses, everywhere, examples, now
from dossier.cli.say import refused, say, show, tell
from dossier.deliver.jobs import processors, shared_by, uncollected
from dossier.problems import Each, Problem, in_order

if TYPE_CHECKING:
    from dossier.deliver.publish import Published
    from dossier.model import Output

_CHANGES = {"A": "new", "M": "changed", "D": "gone"}


@click.command(
    short_help="Push the public edition to a branch of a remote.",
    epilog=examples(
        ("dossier publish --dry-run", "what would change, and whether it may be published"),
        ("dossier publish", "to the branch gh-pages of origin"),
        ("dossier publish --remote git@github.com:you/site.git", "to a repository of its own"),
    ),
)
@everywhere
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
    from dossier.deliver.publish import published  # noqa: PLC0415

    judge = partial(_judge, quiet=quiet, verbose=verbose)
    with uncollected():
        site, weighed = _site(content, base_url, judge, shared_by(processors()))
        message = f"The site of {now()}"
        repository = content.resolve().parent
        done = published(site, repository, remote, branch, message, dry_run=dry_run, weighed=weighed)
    if not quiet and (dry_run or verbose):
        show("".join(f"{change}\n" for change in done.changes), nl=False)
    show(f"{remote}/{branch}: {_done(done)}")
    if done.pushed and done.first and not quiet:
        say(f"{branch} is new there: say once that it is to be served (on GitHub: Settings → Pages)")
    return 0


def _judge(problems: Sequence[Problem], *, quiet: bool, verbose: bool) -> None:
    """Tells them; goes on only where none of them is to be mended or accepted first."""
    tell(problems, quiet=quiet, verbose=verbose)
    if refused(problems):
        raise click.exceptions.Exit(1)


def _site(
    content: Path, base_url: str | None, judge: Callable[[Sequence[Problem]], None], each: Each
) -> tuple[Output, Callable[[Mapping[str, int]], None]]:
    """The public edition's files, and what judges their sizes."""
    from dossier.build import Wanted, built  # noqa: PLC0415
    from dossier.cli.making import indexed, made  # noqa: PLC0415
    from dossier.cli.review import leaked  # noqa: PLC0415
    from dossier.deliver import limits  # noqa: PLC0415
    from dossier.load.checks import judged  # noqa: PLC0415

    build = partial(built, content, Wanted(edition="public", base_url=base_url), each)
    site = made(content, build, strict=True, each=each)
    judge(in_order((*site.problems, *leaked(site.library, content))))
    settings = site.dossier.content.settings
    return site.output | indexed(site, each), lambda sizes: judge(judged(limits.problems(sizes), settings))


def _done(done: Published) -> str:
    if not done.changes:
        return "holds this already"
    counted = Counter(change[0] for change in done.changes)
    what = ", ".join(f"{counted[sign]} {word}" for sign, word in _CHANGES.items() if counted[sign])
    return f"{'pushed' if done.pushed else 'would be pushed'} ({what})"
