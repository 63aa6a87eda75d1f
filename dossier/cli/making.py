"""A site made as commands make it: captures drafted first, every problem told, the search index beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from dossier.build import Built, Wanted, built
from dossier.cli.again import Told
from dossier.cli.common import now
from dossier.cli.say import refused
from dossier.deliver import last, limits, write
from dossier.deliver.search import index
from dossier.ingest.shelf import undrafted
from dossier.model import At, Output
from dossier.problems import Each, Failure, Problem, Severity, in_order
from dossier.render.search import documents

Tell = Callable[[Sequence[Problem]], None]


def written(
    content: Path,
    wanted: Mapping[str, Any],
    output: Path,
    tell: Tell,
    each: Each,
    *,
    of: str,
    strict: bool,
    clean: bool,
    search: bool,
) -> Told:
    """The site of the content stands in the folder `output`; a strict run stops before that at any warning.

    That it was made `of` these files is remembered while nobody else may put another in its place.
    """

    def judge(problems: Sequence[Problem]) -> None:
        tell(problems)
        if strict and refused(problems):
            raise click.exceptions.Exit(1)

    site = made(content, partial(built, content, Wanted(**wanted), each), strict=strict, each=each)
    judge(site.problems)
    heavy: list[Problem] = []

    def weighed(sizes: Mapping[str, int]) -> None:
        heavy.extend(limits.problems(sizes))
        judge(heavy)

    files = site.output | indexed(site, each) if search else site.output

    def settled() -> None:
        last.keep(output, of, told().text)

    def told() -> Told:
        return Told((*site.problems, *heavy), summary(site))

    write.site(files, output, clean=clean, each=each, weighed=weighed, settled=settled)
    return told()


def made(content: Path, build: Callable[[], Built], *, strict: bool, each: Each = map) -> Built:
    """What `build` makes, with drafts of the captures that had none; a Failure of all that is wrong if any of it is an error."""
    try:
        news = drafted(content, strict=strict, each=each)
    except Failure as failure:
        news = failure.problems
    try:
        site = build()
    except Failure as failure:
        raise Failure(*_joined(news, failure.problems)) from None
    problems = _joined(news, site.problems)
    if any(problem.severity is Severity.ERROR for problem in news):
        raise Failure(*problems)
    return site._replace(problems=problems)


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
    # What reads captures takes longer to come than a build of a few pages, and most builds have no need of it.
    from dossier.ingest.fetch import Fetch  # noqa: PLC0415
    from dossier.ingest.intake import Means, imports  # noqa: PLC0415

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
    return index(documents(site.dossier, each))


def summary(site: Built) -> str:
    pages = sum(path.endswith(".html") for path in site.output)
    content = site.dossier.content
    return f"{pages} pages, {len(content.articles)} articles, {len(content.entities)} entities, {len(content.events)} events"
