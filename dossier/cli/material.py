"""What goes into content/: its first files, captures, and the articles drafted from them.

What reads captures is loaded when it is needed, so that help comes at once.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier import __version__
from dossier.cli.common import everywhere, examples, now, sharing
from dossier.cli.say import tell
from dossier.deliver import write
from dossier.deliver.jobs import shared_by
from dossier.model import At
from dossier.problems import Failure, Problem, Severity

if TYPE_CHECKING:
    from dossier.ingest.intake import Import

_PUBLISHING = {
    "branch": "dossier publish          the public edition, on the branch gh-pages",
    "actions": "git push                 the public edition, by .github/workflows/pages.yml",
}


@click.command(
    short_help="Begin a new dossier, ready to build.",
    epilog=examples(
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
    digests, what a licence allows; captures and drafts stay out of git there. `schemas/` is for editors' YAML plug-ins.
    """
    from dossier.front_matter import dump  # noqa: PLC0415
    from dossier.load import schemas  # noqa: PLC0415
    from dossier.render.templates import starter  # noqa: PLC0415

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        problem = Problem(
            At(str(folder)), Severity.ERROR, "new", "something is there already", hint="name a new folder"
        )
        raise Failure(problem)
    title = folder.resolve().name
    files = {**starter("always"), **starter(publish)}
    said = {"PUBLISHING": _PUBLISHING[publish], "DOSSIER: SOURCE": f'DOSSIER: "{_source()}"'}
    said |= {"title: TITLE": dump({"title": title}).strip(), "TITLE": title}
    schema = {f"schemas/{name}": text.encode() for name, text in schemas().items()}
    write.files({path: _filled(data, said) for path, data in files.items()} | schema, folder)
    if not quiet:
        click.echo(f"{folder}: a new dossier; go there, and `dossier import` what you captured")


def _filled(data: bytes, said: Mapping[str, str]) -> bytes:
    """The file with its blanks filled in, in one go: what fills one is no blank."""
    blanks = re.compile(b"|".join(re.escape(blank.encode()) for blank in said))
    return blanks.sub(lambda found: said[found[0].decode()].encode(), data)


def _source() -> str:
    """What pip would install this very program from, elsewhere; a file to put there, where that is not known."""
    from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415

    try:
        told = json.loads(distribution("dossier").read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        told = {}
    address, commit = told.get("url", ""), told.get("vcs_info", {}).get("commit_id", "")
    if not address.startswith("https://"):
        return f"./dossier-{__version__}-py3-none-any.whl"
    return f"git+{address}@{commit}" if commit else address


@click.command(
    "import",
    short_help="Draft articles from captures.",
    epilog=examples(
        ("dossier import saved.html captures/", "files, and folders of them"),
        ("dossier import https://example.org/feed.xml", "each item of a feed that has its whole text"),
        ("dossier import --explain --dry-run saved.html", "what would be left out, and why"),
        ("dossier import --merge content/captures/", "better drafts, brought into what you edited"),
    ),
)
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@everywhere
@sharing
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
    from dossier.deliver.merge import merged  # noqa: PLC0415
    from dossier.ingest.fetch import Fetch, Limits  # noqa: PLC0415
    from dossier.ingest.intake import Means, imports  # noqa: PLC0415

    means = Means(now(), Fetch(Limits(private=private)), merged if merge else None, images)
    problems: list[Problem] = []
    fates: Counter[str] = Counter()
    for part in imports(content, sources, means, shared_by(jobs)):
        if not dry_run:
            write.files(part.writes, content, was=part.was)
        report(part, explain=explain, quiet=quiet)
        problems += part.problems
        fates.update(outcome.fate for outcome in part.outcomes)
    tell(problems, quiet=quiet, verbose=verbose)
    click.echo(
        ("would be: " if dry_run else "") + (", ".join(f"{count} {fate}" for fate, count in fates.items()) or "nothing")
    )
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def report(part: Import, *, explain: bool, quiet: bool) -> None:
    """A line for each capture; to explain, one for each fact that has a reason, and for each piece that was left out."""
    if not quiet:
        for outcome in part.outcomes:
            click.echo(f"{outcome.fate:<10}{outcome.source} → {outcome.article}")
    if explain:
        for taken in part.reasons:
            click.echo(f"{taken.source}: `{taken.reason.field}` from {taken.reason.source}: {taken.reason.value}")
        for loss in part.losses:
            click.echo(f"{loss.source}: left out by {loss.dropped.rule}: {' '.join(loss.dropped.text.split())}")
