"""The site, published: the public edition on a branch of a remote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.options import addresses, common_options, current_time, epilog_examples
from dossier.cli.output import print_line, print_problems, refuses_strictly, show
from dossier.deliver.workers import parallel_map, processor_count, without_garbage_collection
from dossier.model import Location
from dossier.problems import MapFn, Problem, Severity, sort_problems

if TYPE_CHECKING:
    from dossier.deliver.history import Past
    from dossier.deliver.publish import Publication
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
@addresses
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
        site, settings, past, weighed = _site(content, base_url, judge, parallel_map(processor_count()))
        message = f"The site of {current_time()}"
        repository = content.resolve().parent
        done = publish_site(
            site,
            repository,
            remote,
            branch,
            message,
            dry_run=dry_run,
            past=replace(past, forget=forget),
            weighed=weighed,
        )
    print_problems(apply_settings(_remains(done, remote, branch), settings), quiet=quiet, verbose=verbose)
    if not quiet and (dry_run or verbose):
        show("".join(f"{change}\n" for change in done.changes), nl=False)
    show(f"{remote}/{branch}: {_done(done)}")
    if forget and done.pushed and not quiet:
        print_line("clones, forks, pull requests and caches keep what they have: RIGHTS.md says whom to ask")
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
) -> tuple[Output, Settings, Past, Callable[[Mapping[str, int]], None]]:
    """The public edition's files, the settings, what no earlier version should show, and what judges the files' sizes."""
    from dossier.cli.review_commands import leak_problems  # noqa: PLC0415
    from dossier.cli.site_build import build_with_drafts, index_site  # noqa: PLC0415
    from dossier.cli.trust import hooks_of  # noqa: PLC0415
    from dossier.deliver import publish  # noqa: PLC0415
    from dossier.load.checks import apply_settings  # noqa: PLC0415
    from dossier.pipeline import BuildOptions, build_site  # noqa: PLC0415

    build = partial(
        build_site, content, BuildOptions(edition="public", base_url=base_url, hooks=hooks_of(content)), each
    )
    site = build_with_drafts(content, build, strict=True, each=each)
    judge(sort_problems((*site.problems, *leak_problems(site.library, content))))
    settings = site.dossier.content.settings
    files = site.output | index_site(site, each)
    return files, settings, _unshown(site), lambda sizes: judge(apply_settings(publish.size_problems(sizes), settings))


def _unshown(site: BuiltSite) -> Past:
    """What to look for in the branch's history: of articles that are cut, the ids of paragraphs that are not shown."""
    from dossier.deliver.history import Past  # noqa: PLC0415
    from dossier.render import urls  # noqa: PLC0415

    shown = {article.id: {block.id for block in article.blocks} for article in site.dossier.content.articles}
    withheld = {
        urls.article_path(article.id): tuple(
            f'id="{block.id}"' for block in article.body if block.text and block.id not in shown[article.id]
        )
        for article in site.library.articles
        if article.id in shown
    }
    marks = {path: ids for path, ids in withheld.items() if ids}
    return Past(concerns=urls.is_article_or_picture, withheld=marks)


def _remains(done: Publication, remote: str, branch: str) -> Iterator[Problem]:
    """What is still there of what was published before."""
    at = Location(f"{remote}/{branch}")
    if done.unshown:
        named = ", ".join(done.unshown[:5]) + (" …" if done.unshown[5:] else "")
        fact = f"its history holds more of {len(done.unshown)} articles and pictures than is shown now"
        hint = "`dossier publish --forget` takes it away; or accept it in dossier.yaml: accept: [published]"
        yield Problem(at, Severity.WARNING, "published", fact, (("files", named),), hint)
    for name in done.elsewhere:
        fact = f"what was forgotten is still there as {name}"
        hint = f"delete it, if nobody needs it: git push {remote} --delete {name}"
        if name.startswith("refs/pull/"):
            hint = "ask the host's support to delete the pull request, which nobody else can"
        yield Problem(at, Severity.WARNING, "published", fact, hint=hint)


def _done(done: Publication) -> str:
    if done.commits and (done.commits > 1 or done.changes):
        what = "one commit" if done.commits == 1 else f"{done.commits} commits"
        return f"{'pushed' if done.pushed else 'would be pushed'} as one commit, in place of {what}"
    if not done.changes:
        return "holds this already"
    counted = Counter(change[0] for change in done.changes)
    what = ", ".join(f"{counted[sign]} {word}" for sign, word in _CHANGES.items() if counted[sign])
    return f"{'pushed' if done.pushed else 'would be pushed'} ({what})"
