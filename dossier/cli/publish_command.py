"""The command `publish`: pushes the public edition to a branch of a remote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.options import base_url_option, common_options, current_time, epilog_examples
from dossier.cli.output import print_line, print_problems, refuses_strictly, show
from dossier.deliver.workers import parallel_map, processor_count, without_garbage_collection
from dossier.model import Location
from dossier.problems import MapFn, Problem, Severity, sort_problems

if TYPE_CHECKING:
    from dossier.deliver.publish import HistoryPolicy, Publication
    from dossier.model import Output, Settings
    from dossier.pipeline import BuiltSite

_CHANGES = {"A": "new", "M": "changed", "D": "gone"}


@click.command(
    short_help="Push the public edition to a branch of a remote.",
    epilog=epilog_examples(
        ("dossier publish --dry-run", "what would change, and whether it may be published"),
        ("dossier publish", "to the branch gh-pages of origin"),
        ("dossier publish --forget", "and leave nothing on the branch of what was there before"),
        ("dossier publish --remote git@github.com:you/site.git", "to a repository of its own"),
    ),
)
@common_options
@base_url_option
@click.option("--remote", default="origin", show_default=True, help="Where to push: a remote's name or address.")
@click.option("--branch", default="gh-pages", show_default=True, help="The branch that holds the site.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and push nothing.")
@click.option("--forget", is_flag=True, help="Leave the site as the branch's only commit, without its history.")
@click.option("--yes", is_flag=True, help="Forget without asking.")
def publish(
    content: Path,
    base_url: str | None,
    remote: str,
    branch: str,
    dry_run: bool,
    forget: bool,
    yes: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Publish the public edition, as one commit on a branch of a remote.

    It is made strictly: warnings that dossier.yaml does not accept stop it, and so does a capture without an article.
    Nothing is forced, and a branch that holds anything but a site of Dossier is left alone, but for its CNAME.
    Your files, git's index and _site stay as they are.

    What was published once stays in the branch's history; a warning names articles and pictures of which more stands
    there than is shown now. --forget replaces the history by one commit. Clones, forks, pull requests and caches keep
    what they have, and a host keeps what no branch leads to until it tidies up: RIGHTS.md says whom to ask.
    """
    from dossier.deliver.publish import publish_site  # noqa: PLC0415
    from dossier.load.checks import apply_settings  # noqa: PLC0415

    judge = partial(_judge, quiet=quiet, verbose=verbose)
    if forget and not (yes or dry_run):
        click.confirm(f"Replace the whole history of {remote}/{branch} by one commit?", abort=True, err=True)
    with without_garbage_collection():
        site, settings, policy, check_sizes = _public_site(content, base_url, judge, parallel_map(processor_count()))
        message = f"The site of {current_time()}"
        repository = content.resolve().parent
        publication = publish_site(
            site,
            repository,
            remote,
            branch,
            message,
            dry_run=dry_run,
            policy=replace(policy, forget=forget),
            check_sizes=check_sizes,
        )
    print_problems(
        apply_settings(_leftover_problems(publication, remote, branch), settings), quiet=quiet, verbose=verbose
    )
    if not quiet and (dry_run or verbose):
        show("".join(f"{change}\n" for change in publication.changes), nl=False)
    show(f"{remote}/{branch}: {_outcome_text(publication)}")
    if forget and publication.pushed and not quiet:
        print_line("clones, forks, pull requests and caches keep what they have: RIGHTS.md says whom to ask")
    if publication.pushed and publication.is_new_branch and not quiet:
        print_line(f"{branch} is new there: say once that it is to be served (on GitHub: Settings → Pages)")
    return 0


def _judge(problems: Sequence[Problem], *, quiet: bool, verbose: bool) -> None:
    """Prints the problems, and exits if any of them has to be fixed or accepted first."""
    print_problems(problems, quiet=quiet, verbose=verbose)
    if refuses_strictly(problems):
        raise click.exceptions.Exit(1)


def _public_site(
    content: Path, base_url: str | None, judge: Callable[[Sequence[Problem]], None], map_fn: MapFn
) -> tuple[Output, Settings, HistoryPolicy, Callable[[Mapping[str, int]], None]]:
    """The public edition's files, the settings, what to look for in the branch's history, and a check of file sizes."""
    from dossier.cli.review_commands import leak_problems  # noqa: PLC0415
    from dossier.cli.site_build import build_with_drafts, index_site  # noqa: PLC0415
    from dossier.cli.trust import trusted_hooks  # noqa: PLC0415
    from dossier.deliver import publish  # noqa: PLC0415
    from dossier.load.checks import apply_settings  # noqa: PLC0415
    from dossier.pipeline import BuildOptions, build_site  # noqa: PLC0415

    build = partial(
        build_site, content, BuildOptions(edition="public", base_url=base_url, hooks=trusted_hooks(content)), map_fn
    )
    site = build_with_drafts(content, build, strict=True, map_fn=map_fn)
    judge(sort_problems((*site.problems, *leak_problems(site.library, content))))
    settings = site.dossier.content.settings
    files = site.output | index_site(site)
    return (
        files,
        settings,
        _history_policy(site),
        lambda sizes: judge(apply_settings(publish.size_problems(sizes), settings)),
    )


def _history_policy(site: BuiltSite) -> HistoryPolicy:
    """What to look for in the branch's history: in articles that are cut, the ids of withheld paragraphs."""
    from dossier.deliver.publish import HistoryPolicy  # noqa: PLC0415
    from dossier.render import urls  # noqa: PLC0415

    published_ids = {article.id: {block.id for block in article.blocks} for article in site.dossier.content.articles}
    withheld = {
        urls.article_path(article.id): tuple(
            f'id="{block.id}"' for block in article.body if block.text and block.id not in published_ids[article.id]
        )
        for article in site.library.articles
        if article.id in published_ids
    }
    marks_by_path = {path: ids for path, ids in withheld.items() if ids}
    return HistoryPolicy(is_watched=urls.is_article_or_picture, withheld=marks_by_path)


def _leftover_problems(publication: Publication, remote: str, branch: str) -> Iterator[Problem]:
    """Warnings about what is still available of earlier versions."""
    at = Location(f"{remote}/{branch}")
    if publication.leftovers:
        files = ", ".join(publication.leftovers[:5]) + (" …" if publication.leftovers[5:] else "")
        fact = f"its history holds more of {len(publication.leftovers)} articles and pictures than is shown now"
        hint = "`dossier publish --forget` takes it away; or accept it in dossier.yaml: accept: [published]"
        yield Problem(at, Severity.WARNING, "published", fact, (("files", files),), hint)
    for name in publication.other_refs:
        fact = f"what was forgotten is still there as {name}"
        hint = f"delete it, if nobody needs it: git push {remote} --delete {name}"
        if name.startswith("refs/pull/"):
            hint = "ask the host's support to delete the pull request, which nobody else can"
        yield Problem(at, Severity.WARNING, "published", fact, hint=hint)


def _outcome_text(publication: Publication) -> str:
    if publication.commits and (publication.commits > 1 or publication.changes):
        what = "one commit" if publication.commits == 1 else f"{publication.commits} commits"
        return f"{'pushed' if publication.pushed else 'would be pushed'} as one commit, in place of {what}"
    if not publication.changes:
        return "holds this already"
    counted = Counter(change[0] for change in publication.changes)
    what = ", ".join(f"{counted[sign]} {word}" for sign, word in _CHANGES.items() if counted[sign])
    return f"{'pushed' if publication.pushed else 'would be pushed'} ({what})"
