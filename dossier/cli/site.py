"""What comes out of content/: the site built, checked and published."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from dossier.build import Built, Wanted, built, flaws, read
from dossier.cli.common import addresses, editions, everywhere, now, sharing, strictly, unattended
from dossier.cli.say import as_data, refused, tell
from dossier.deliver import search, write
from dossier.deliver.jobs import shared_by
from dossier.deliver.publish import published
from dossier.enrich import suggest as suggesting
from dossier.front_matter import dump
from dossier.ingest.fetch import Fetch
from dossier.ingest.intake import Means, imports
from dossier.ingest.shelf import undrafted
from dossier.model import At, Output
from dossier.problems import Each, Failure, Problem, Severity, in_order
from dossier.render.search import documents


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
    with shared_by(jobs) as each:
        site = made(content, Wanted(**wanted), strict=strict or unattended(), each=each)
        tell(site.problems, quiet=quiet, verbose=verbose)
        if strict and refused(site.problems):
            return 1
        index = {} if no_search else indexed(site, each)
        write.site(site.output | index, output, clean=clean, each=each)
    click.echo(f"{output}: {summary(site)}")
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
    site = made(content, Wanted(edition="public", base_url=base_url), strict=True)
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
    dossier, problems = read(content, Wanted())
    tell(problems, quiet=quiet, verbose=verbose)
    known = {article.id for article in dossier.content.articles}
    if unknown := [article for article in articles if article not in known]:
        raise click.UsageError(f"there is no article {', '.join(unknown)} in {content}")
    click.echo(suggesting.text(suggesting.suggestions(dossier, articles), dump), nl=False)


def made(content: Path, wanted: Wanted, *, strict: bool, each: Each = map) -> Built:
    """The site, with drafts of the captures that had none; a Failure of all that is wrong if any of it is an error."""
    try:
        news = drafted(content, strict=strict, each=each)
    except Failure as failure:
        news = failure.problems
    try:
        site = built(content, wanted, each)
    except Failure as failure:
        raise Failure(*_joined(news, failure.problems)) from None
    problems = _joined(news, site.problems)
    if any(problem.severity is Severity.ERROR for problem in news):
        raise Failure(*problems)
    return replace(site, problems=problems)


def _joined(news: Sequence[Problem], problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """All of them, but not of a capture that there is news of that no article is made from it."""
    spoken_of = {problem.at for problem in news}
    return in_order((*news, *(one for one in problems if one.check != "unclaimed" or one.at not in spoken_of)))


def drafted(content: Path, *, strict: bool, each: Each = map) -> tuple[Problem, ...]:
    """What there is to say of the captures that had no article, and have a draft now; a strict run refuses them instead."""
    captures = undrafted(content)
    if strict:
        hint = "draft it with `dossier import`, and read it; or name it in dossier.yaml's `skip`"
        fact = "no article is made from this capture"
        return tuple(Problem(At(file), Severity.ERROR, "unclaimed", fact, hint=hint) for file in captures)
    if not captures:
        return ()
    news: list[Problem] = []
    for part in imports(content, captures, Means(now(), Fetch()), each):
        write.files(part.writes, content, was=part.was)
        news += part.problems
        news += (
            Problem(At(outcome.source), Severity.NOTICE, "drafted", f"drafted as {outcome.article}")
            for outcome in part.outcomes
        )
    return tuple(news)


def indexed(site: Built, each: Each = map) -> Output:
    """The search index of the site."""
    return search.index(documents(site.dossier, each))


def summary(site: Built) -> str:
    pages = sum(path.endswith(".html") for path in site.output)
    content = site.dossier.content
    return f"{pages} pages, {len(content.articles)} articles, {len(content.entities)} entities, {len(content.events)} events"
