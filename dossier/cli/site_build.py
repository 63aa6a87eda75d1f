"""Builds the site for the commands: drafts new captures, reports problems, adds the search index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from dossier.cli.build_command import BuildReport
from dossier.cli.options import current_time
from dossier.cli.output import refuses_strictly
from dossier.cli.trust import trusted_hooks
from dossier.deliver import build_record, publish, site_folder
from dossier.ingest.captures.stored_content import undrafted_captures
from dossier.model import Location
from dossier.pipeline import BuildOptions, BuiltSite, build_site, search_files
from dossier.problems import Failure, MapFn, Problem, Severity, sort_problems
from dossier.render.lazy_files import LazyFiles
from dossier.render.search import SearchIndex

Reporter = Callable[[Sequence[Problem]], None]


def write_site(
    content: Path,
    options: Mapping[str, Any],
    output: Path,
    report: Reporter,
    map_fn: MapFn,
    *,
    inputs: str,
    strict: bool,
    clean: bool,
    search: bool,
) -> BuildReport:
    """Builds the site into the folder `output`; a strict run stops before that at any warning.

    The report is recorded with `inputs` before the lock on the folder is released.
    """

    def judge(problems: Sequence[Problem]) -> None:
        report(problems)
        if strict and refuses_strictly(problems):
            raise click.exceptions.Exit(1)

    site = build_with_drafts(
        content,
        partial(build_site, content, BuildOptions(**options, hooks=trusted_hooks(content)), map_fn),
        strict=strict,
        map_fn=map_fn,
    )
    judge(site.problems)
    size_problems: list[Problem] = []

    def check_sizes(sizes: Mapping[str, int]) -> None:
        size_problems.extend(publish.size_problems(sizes))
        judge(size_problems)

    files = site.output | index_site(site) if search else site.output

    def on_settled() -> None:
        build_record.save_record(output, inputs, make_report().text)

    def make_report() -> BuildReport:
        return BuildReport((*site.problems, *size_problems), summary(site))

    site_folder.replace_site_folder(
        files, output, clean=clean, map_fn=map_fn, check_sizes=check_sizes, on_settled=on_settled
    )
    return make_report()


def build_with_drafts(content: Path, build: Callable[[], BuiltSite], *, strict: bool, map_fn: MapFn = map) -> BuiltSite:
    """The site that `build` returns, after drafting new captures; raises a Failure with all problems if any is an error."""
    try:
        draft_problems = draft_new_captures(content, strict=strict, map_fn=map_fn)
    except Failure as failure:
        draft_problems = failure.problems
    try:
        site = build()
    except Failure as failure:
        raise Failure(*_merged_problems(draft_problems, failure.problems)) from None
    problems = _merged_problems(draft_problems, site.problems)
    if any(problem.severity is Severity.ERROR for problem in draft_problems):
        raise Failure(*problems)
    return site._replace(problems=problems)


def _merged_problems(draft_problems: Sequence[Problem], problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """All problems, without the notice that a capture has no article if drafting already reported that capture."""
    draft_places = {problem.at for problem in draft_problems}
    return sort_problems(
        (
            *draft_problems,
            *(problem for problem in problems if problem.check != "unclaimed" or problem.at not in draft_places),
        )
    )


def draft_new_captures(content: Path, *, strict: bool, map_fn: MapFn = map) -> tuple[Problem, ...]:
    """Drafts the captures that have no article, and returns notices of that; a strict run returns errors instead."""
    captures = undrafted_captures(content)
    if strict:
        hint = "draft it with `dossier import`, and read it; or name it in dossier.yaml's `skip`"
        fact = "no article is made from this capture"
        return tuple(Problem(Location(file), Severity.ERROR, "unclaimed", fact, hint=hint) for file in captures)
    if not captures:
        return ()
    # Importing these takes longer than a build of a few pages, and most builds do not need them.
    from dossier.ingest.importing import ImportOptions, import_captures  # noqa: PLC0415
    from dossier.ingest.network.fetch import Fetcher  # noqa: PLC0415

    draft_problems: list[Problem] = []
    for step in import_captures(content, captures, ImportOptions(current_time(), Fetcher()), map_fn):
        site_folder.write_files(step.writes, content, was=step.was)
        draft_problems += step.problems
        draft_problems += (
            Problem(Location(outcome.source), Severity.NOTICE, "drafted", f"drafted as {outcome.article}")
            for outcome in step.outcomes
        )
    return tuple(draft_problems)


def index_site(site: BuiltSite) -> LazyFiles:
    """The search index of the site; what its files share is done, before processes are forked that write them."""
    index = SearchIndex()
    files = search_files(site, index)
    index.fill()
    return files


def summary(site: BuiltSite) -> str:
    pages = sum(path.endswith(".html") for path in site.output)
    content = site.dossier.content
    return f"{pages} pages, {len(content.articles)} articles, {len(content.entities)} entities, {len(content.events)} events"
