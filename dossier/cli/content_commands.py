"""The commands `new` and `import`.

Their imports are deferred, so that help appears at once.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.options import common_options, current_time, epilog_examples, jobs_option
from dossier.cli.output import print_problems, show
from dossier.deliver import site_folder
from dossier.deliver.workers import parallel_map
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

if TYPE_CHECKING:
    from dossier.ingest.importing import ImportStep

_PUBLISH_HINTS = {
    "branch": "dossier publish          the public edition, on the branch gh-pages",
    "actions": "git push                 the public edition, by .github/workflows/pages.yml",
}


@click.command(
    short_help="Begin a new dossier, ready to build.",
    epilog=epilog_examples(
        ("dossier new summit", "a private source, published with `dossier publish`"),
        ("dossier new summit --publish actions", "a public source, published by GitHub at every push"),
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an internal error.")
@click.option("-q", "--quiet", is_flag=True, help="Tell errors only.")
@click.option(
    "--publish",
    type=click.Choice(["branch", "actions"]),
    default="branch",
    show_default=True,
    help="From a private source to a branch, or from a public source by a workflow.",
)
def new(folder: Path, publish: str, quiet: bool) -> None:
    """Begin a new dossier, ready to build: its first files, a README of the daily loop, and who may see what.

    Whole articles of others belong into a private repository: `--publish branch`, the default, sets one up whose public
    edition goes to a branch or a repository of its own. `--publish actions` is for texts that may all be seen: yours,
    digests, what a licence allows; captures, drafts and versions stay out of git there, and the program comes along as a
    wheel, unless the web has it. `schemas/` is for editors' YAML plug-ins.
    """
    from dossier.cli.origin import program_origin  # noqa: PLC0415
    from dossier.front_matter import dump_yaml  # noqa: PLC0415
    from dossier.ingest.outlets import outlet_schema  # noqa: PLC0415
    from dossier.load import json_schemas  # noqa: PLC0415
    from dossier.render.templates import starter_files  # noqa: PLC0415

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        problem = Problem(
            Location(str(folder)), Severity.ERROR, "new", "something is there already", hint="name a new folder"
        )
        raise Failure(problem)
    title = folder.resolve().name
    files = {**starter_files("always"), **starter_files(publish)}
    replacements = {"PUBLISHING": _PUBLISH_HINTS[publish]}
    if publish == "actions":
        source = program_origin()
        replacements["DOSSIER: SOURCE"] = f'DOSSIER: "{source.requirement}"'
        program = source.files
    else:
        program = {}
    replacements |= {"title: TITLE": dump_yaml({"title": title}).strip(), "TITLE": title}
    schemas = json_schemas() | {"outlet.schema.json": json.dumps(outlet_schema(), ensure_ascii=False, indent=2) + "\n"}
    schema = {f"schemas/{name}": text.encode() for name, text in schemas.items()}
    site_folder.write_files(
        {path: _fill_template(data, replacements) for path, data in files.items()} | schema | program, folder
    )
    if not quiet:
        show(f"{folder}: a new dossier; go there, and `dossier import` what you captured")


def _fill_template(data: bytes, replacements: Mapping[str, str]) -> bytes:
    """The file with its placeholders replaced in one pass, so that a replacement is never replaced again."""
    placeholders = re.compile(b"|".join(re.escape(placeholder.encode()) for placeholder in replacements))
    return placeholders.sub(lambda match: replacements[match[0].decode()].encode(), data)


@click.command(
    "import",
    short_help="Draft articles from captures.",
    epilog=epilog_examples(
        ("dossier import saved.html captures/", "files, and folders of them"),
        ("dossier import https://example.org/feed.xml", "each item of a feed that has its whole text"),
        ("dossier import --explain --dry-run saved.html", "what would be left out, and why"),
        ("dossier import --merge content/captures/", "better drafts, brought into what you edited"),
    ),
)
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@common_options
@jobs_option
@click.option("--merge", is_flag=True, help="Bring new drafts into edited articles, where no line conflicts.")
@click.option("--images", is_flag=True, help="Bring the pictures too, into content/media/.")
@click.option("--private", is_flag=True, help="Allow addresses on this machine and its network.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option(
    "--explain",
    is_flag=True,
    help="List every piece that is left out and the rule that did it, and where an unknown page's facts are from.",
)
def import_(
    sources: Sequence[str],
    content: Path,
    jobs: int,
    merge: bool,
    images: bool,
    private: bool,
    dry_run: bool,
    explain: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Draft articles from captures: files, folders, feeds and addresses.

    A capture is kept in content/captures/ as it is, and its draft goes to content/articles/, where it is yours: a later
    import refreshes only what nobody edited, and with --merge brings a new draft into your edits where no line conflicts.
    An address is fetched once, within limits.
    """
    from dossier.deliver.git import merge_three_way  # noqa: PLC0415
    from dossier.ingest.importing import ImportOptions, import_captures  # noqa: PLC0415
    from dossier.ingest.network.fetch import Fetcher, FetchLimits  # noqa: PLC0415

    options = ImportOptions(
        current_time(), Fetcher(FetchLimits(private=private)), merge_three_way if merge else None, images
    )
    problems: list[Problem] = []
    outcomes_by_kind: Counter[str] = Counter()
    for step in import_captures(content, sources, options, parallel_map(jobs)):
        if not dry_run:
            site_folder.write_files(step.writes, content, was=step.was)
        report_import(step, explain=explain, quiet=quiet)
        problems += step.problems
        outcomes_by_kind.update(outcome.fate for outcome in step.outcomes)
    print_problems(problems, quiet=quiet, verbose=verbose)
    show(
        ("would be: " if dry_run else "")
        + (", ".join(f"{count} {fate}" for fate, count in outcomes_by_kind.items()) or "nothing")
    )
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def report_import(step: ImportStep, *, explain: bool, quiet: bool) -> None:
    """Prints a line for each capture; with `explain`, also the source of each fact and each piece left out."""
    if not quiet:
        for outcome in step.outcomes:
            words = f": {outcome.words}" if outcome.words else ""
            show(f"{outcome.fate:<10}{outcome.source} → {outcome.article}{words}")
    if explain:
        for taken in step.reasons:
            show(f"{taken.source}: `{taken.reason.field}` from {taken.reason.source}: {taken.reason.value}")
        for loss in step.dropped:
            show(f"{loss.source}: left out by {loss.dropped.rule}: {' '.join(loss.dropped.text.split())}")
