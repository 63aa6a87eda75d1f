"""What comes out of content/: the site built, checked and published.

What makes a site is loaded when it is needed: a build that has nothing to do, or only tells of itself, is done before.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from dossier.cli.again import Told, made_of
from dossier.cli.common import addresses, editions, everywhere, now, sharing, strictly, unattended
from dossier.cli.say import as_data, refused, tell
from dossier.deliver import last
from dossier.deliver.jobs import shared_by
from dossier.problems import Failure, Severity, in_order


@click.command()
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
    """Draft any capture that has no article, then build the site."""
    strict = strict or unattended()
    of = made_of(content, [wanted, strict, no_search])
    if of and not clean and (text := last.told(output, of)):
        told = Told.of(text)
        tell(told.problems, quiet=quiet, verbose=verbose)
    else:
        from dossier.cli.making import written  # noqa: PLC0415

        say_all = partial(tell, quiet=quiet, verbose=verbose)
        with shared_by(jobs) as each:
            told = written(content, wanted, output, say_all, each, strict=strict, clean=clean, search=not no_search)
        last.keep(output, of, told.text)
    click.echo(f"{output}: {told.summary}")
    return 0


@click.command()
@everywhere
@strictly
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
def check(content: Path, form: str, strict: bool, quiet: bool, **_: Any) -> int:
    """Tell every problem in content/; nothing is written."""
    from dossier.build import Wanted, built, flaws  # noqa: PLC0415

    try:
        site = built(content, Wanted())
        problems = in_order((*site.problems, *flaws(site)))
    except Failure as failure:
        problems = in_order(failure.problems)
    if form == "json":
        click.echo(json.dumps([as_data(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        tell(problems, quiet=quiet, verbose=not quiet)
        if not problems:
            click.echo("nothing to mend")
    worst = {problem.severity for problem in problems}
    return int(Severity.ERROR in worst or (strict and Severity.WARNING in worst))


@click.command()
@everywhere
@addresses
@click.option("--remote", default="origin", show_default=True, help="Where to push: a remote's name or address.")
@click.option("--branch", default="gh-pages", show_default=True, help="The branch that holds the site.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and push nothing.")
def publish(
    content: Path, base_url: str | None, remote: str, branch: str, dry_run: bool, quiet: bool, verbose: bool
) -> int:
    """Publish the public edition, strictly, as one commit on a branch of a remote."""
    from dossier.build import Wanted, built  # noqa: PLC0415
    from dossier.cli.making import indexed, made  # noqa: PLC0415
    from dossier.deliver.publish import published  # noqa: PLC0415

    site = made(content, partial(built, content, Wanted(edition="public", base_url=base_url)), strict=True)
    tell(site.problems, quiet=quiet, verbose=verbose)
    if refused(site.problems):
        return 1
    files = site.output | indexed(site)
    done = published(files, content.resolve().parent, remote, branch, f"The site of {now()}", dry_run=dry_run)
    if not quiet:
        click.echo("".join(f"{change}\n" for change in done.changes), nl=False)
    click.echo(
        f"{remote}/{branch}: {'pushed' if done.pushed else 'would be pushed' if done.changes else 'holds this already'}"
    )
    return 0


@click.command()
@click.argument("articles", metavar="[ARTICLE…]", nargs=-1)
@everywhere
def suggest(articles: Sequence[str], content: Path, quiet: bool, verbose: bool) -> None:
    """Names and events that the articles hold and the files do not: YAML to paste."""
    from dossier.build import Wanted, read  # noqa: PLC0415
    from dossier.enrich import suggest as suggesting  # noqa: PLC0415
    from dossier.front_matter import dump  # noqa: PLC0415

    dossier, problems, *_ = read(content, Wanted())
    tell(problems, quiet=quiet, verbose=verbose)
    known = {article.id for article in dossier.content.articles}
    if unknown := [article for article in articles if article not in known]:
        raise click.UsageError(f"there is no article {', '.join(unknown)} in {content}")
    click.echo(suggesting.text(suggesting.suggestions(dossier, articles), dump), nl=False)
