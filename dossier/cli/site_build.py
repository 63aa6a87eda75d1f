"""A site made as commands make it: captures drafted first, every problem told, the search index beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from dossier.cli.build_report import BuildReport
from dossier.cli.options import current_time
from dossier.cli.output import refuses_strictly
from dossier.cli.trust import hooks_of
from dossier.deliver import build_record, publish, site_folder
from dossier.deliver.search_index import build_search_index
from dossier.ingest.captures.stored_content import undrafted_captures
from dossier.model import Location, Output
from dossier.pipeline import BuildOptions, BuiltSite, build_site
from dossier.problems import Failure, MapFn, Problem, Severity, sort_problems
from dossier.render.search import search_documents

Reporter = Callable[[Sequence[Problem]], None]


def write_site(
    content: Path,
    wanted: Mapping[str, Any],
    output: Path,
    tell: Reporter,
    each: MapFn,
    *,
    of: str,
    strict: bool,
    clean: bool,
    search: bool,
) -> BuildReport:
    """The site of the content stands in the folder `output`; a strict run stops before that at any warning.

    That it was made `of` these files is remembered while nobody else may put another in its place.
    """

    def judge(problems: Sequence[Problem]) -> None:
        tell(problems)
        if strict and refuses_strictly(problems):
            raise click.exceptions.Exit(1)

    site = build_with_drafts(
        content,
        partial(build_site, content, BuildOptions(**wanted, hooks=hooks_of(content)), each),
        strict=strict,
        each=each,
    )
    judge(site.problems)
    heavy: list[Problem] = []

    def weighed(sizes: Mapping[str, int]) -> None:
        heavy.extend(publish.size_problems(sizes))
        judge(heavy)

    files = site.output | index_site(site, each) if search else site.output

    def settled() -> None:
        build_record.save_record(output, of, told().text)

    def told() -> BuildReport:
        return BuildReport((*site.problems, *heavy), summary(site))

    site_folder.replace_site_folder(files, output, clean=clean, each=each, weighed=weighed, settled=settled)
    return told()


def build_with_drafts(content: Path, build: Callable[[], BuiltSite], *, strict: bool, each: MapFn = map) -> BuiltSite:
    """What `build` makes, with drafts of the captures that had none; a Failure of all that is wrong if any of it is an error."""
    try:
        news = draft_new_captures(content, strict=strict, each=each)
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
    return sort_problems((*news, *(one for one in problems if one.check != "unclaimed" or one.at not in spoken_of)))


def draft_new_captures(content: Path, *, strict: bool, each: MapFn = map) -> tuple[Problem, ...]:
    """What there is to say of the captures that had no article, and have a draft now; a strict run refuses them instead."""
    captures = undrafted_captures(content)
    if strict:
        hint = "draft it with `dossier import`, and read it; or name it in dossier.yaml's `skip`"
        fact = "no article is made from this capture"
        return tuple(Problem(Location(file), Severity.ERROR, "unclaimed", fact, hint=hint) for file in captures)
    if not captures:
        return ()
    # What reads captures takes longer to come than a build of a few pages, and most builds have no need of it.
    from dossier.ingest.importing import ImportOptions, import_captures  # noqa: PLC0415
    from dossier.ingest.network.fetch import Fetcher  # noqa: PLC0415

    news: list[Problem] = []
    for part in import_captures(content, captures, ImportOptions(current_time(), Fetcher()), each):
        site_folder.write_files(part.writes, content, was=part.was)
        news += part.problems
        news += (
            Problem(Location(outcome.source), Severity.NOTICE, "drafted", f"drafted as {outcome.article}")
            for outcome in part.outcomes
        )
    return tuple(news)


def index_site(site: BuiltSite, each: MapFn = map) -> Output:
    """The search index of the site."""
    return build_search_index(search_documents(site.dossier, each))


def summary(site: BuiltSite) -> str:
    pages = sum(path.endswith(".html") for path in site.output)
    content = site.dossier.content
    return f"{pages} pages, {len(content.articles)} articles, {len(content.entities)} entities, {len(content.events)} events"
