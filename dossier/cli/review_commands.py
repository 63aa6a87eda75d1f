"""The commands `check` and `suggest`: what is wrong in content/, and what could be added."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dossier.cli.options import common_options, current_time, epilog_examples, strict_option
from dossier.cli.output import print_line, print_problems, problem_to_data, show
from dossier.deliver.workers import parallel_map, processor_count, without_garbage_collection
from dossier.model import Location
from dossier.problems import Failure, MapFn, Problem, Severity, sort_problems

if TYPE_CHECKING:
    from dossier.enrich.suggest import SuggestionKind
    from dossier.enrich.suggest.suggestion import Suggestion
    from dossier.model import Library
    from dossier.pipeline import EnrichedContent

_SECONDS = 15  # allowed for each address


@click.command(
    short_help="Tell every problem in content/.",
    epilog=epilog_examples(
        ("dossier check", "all of them, with place, fact and remedy"),
        ("dossier check --external", "dead links too"),
        ("dossier check --strict --format json", "for a program, which the exit status tells enough"),
    ),
)
@common_options
@strict_option
@click.option("--external", is_flag=True, help="Ask the web too, whether each address that is named still stands.")
@click.option("--private", is_flag=True, help="With --external, allow addresses on this machine and its network.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
def check(content: Path, form: str, strict: bool, external: bool, private: bool, quiet: bool, **_: Any) -> int:
    """Tell every problem in content/, all at once; nothing is written.

    Every quotation is looked for in its article, every link and name for what it means, every page for links that
    break. In a repository whose workflow publishes it, texts that are not to be public are told of as well. The web
    is asked only with --external: each address once, a host once a second.
    """
    with without_garbage_collection():
        problems, enriched = _problems(content, parallel_map(processor_count()))
    if external and enriched:
        problems = sort_problems((*problems, *_dead_link_problems(enriched, private=private, quiet=quiet)))
    if form == "json":
        show(json.dumps([problem_to_data(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        print_problems(problems, quiet=quiet, verbose=not quiet)
        if not problems:
            show("nothing to mend")
    severities = {problem.severity for problem in problems}
    return int(Severity.ERROR in severities or (strict and Severity.WARNING in severities))


def _problems(content: Path, map_fn: MapFn) -> tuple[tuple[Problem, ...], EnrichedContent | None]:
    """All problems in content/ and on its pages; and the enriched content, if it could be read."""
    from dossier.cli.trust import trusted_hooks  # noqa: PLC0415
    from dossier.pipeline import BuildOptions, build_from, page_problems, read_dossier  # noqa: PLC0415
    from dossier.render.templates import load_theme  # noqa: PLC0415

    try:
        enriched = read_dossier(content, BuildOptions(), map_fn)
    except Failure as failure:
        return sort_problems(failure.problems), None
    leaks = leak_problems(enriched.library, content)
    try:
        site = build_from(
            enriched, BuildOptions(hooks=trusted_hooks(content)), load_theme(content.resolve().parent), map_fn
        )
    except Failure as failure:
        return sort_problems((*failure.problems, *leaks)), enriched
    return sort_problems((*site.problems, *page_problems(site, map_fn), *leaks)), enriched


def leak_problems(library: Library, content: Path) -> tuple[Problem, ...]:
    """A warning for each text that a public repository shows but the public edition withholds, or if git cannot tell."""
    from dossier.deliver.git import published_files  # noqa: PLC0415
    from dossier.load.checks import apply_settings, leaked_texts  # noqa: PLC0415

    try:
        files = published_files(content)
    except Failure as failure:
        return tuple(replace(problem, severity=Severity.WARNING) for problem in failure.problems)
    leaks = leaked_texts(library, content.as_posix(), frozenset(files), published=bool(files))
    return apply_settings(leaks, library.settings)


def _dead_link_problems(enriched: EnrichedContent, *, private: bool, quiet: bool) -> tuple[Problem, ...]:
    """Problems with the external addresses in content/."""
    from dossier.ingest.network.dead_links import dead_link_problems  # noqa: PLC0415
    from dossier.ingest.network.fetch import Fetcher, FetchLimits  # noqa: PLC0415
    from dossier.load.checks import apply_settings  # noqa: PLC0415
    from dossier.load.checks.web import external_addresses  # noqa: PLC0415

    addresses = external_addresses(enriched.library, enriched.content)
    if not quiet:
        print_line(f"asking {len(addresses)} addresses, each host once a second at most")
    return apply_settings(
        dead_link_problems(addresses, Fetcher(FetchLimits(seconds=_SECONDS, private=private))),
        enriched.library.settings,
    )


@click.command(
    short_help="Offer names and events to add: YAML to paste.",
    epilog=epilog_examples(
        ("dossier suggest --names", "names alone, those of the most articles first"),
        ("dossier suggest 2023-09-05-bbc-66714623", "from one article"),
        ("dossier suggest --decline full-moon", "never offer that again: it is written into declined.yaml"),
    ),
)
@click.argument("articles", metavar="[ARTICLE…]", nargs=-1)
@click.option("--names", "kinds", flag_value="names", multiple=True, help="Names and aliases.")
@click.option("--events", "kinds", flag_value="events", multiple=True, help="Events; with --names, both.")
@click.option("--limit", type=click.IntRange(min=0), default=500, show_default=True, help="Names at most; 0: all.")
@click.option(
    "--decline", metavar="KEY", multiple=True, help="Write into declined.yaml what is not to be offered again."
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["yaml", "json"]),
    default="yaml",
    help="YAML to paste, or for programs.",
)
@common_options
def suggest(
    articles: Sequence[str],
    kinds: Sequence[SuggestionKind],
    limit: int,
    decline: Sequence[str],
    output_format: str,
    content: Path,
    quiet: bool,
    verbose: bool,
) -> None:
    """Offer names and events that the articles hold and the files do not: YAML to paste.

    Names are those of lists that ship (countries, capitals, large cities, organisations) and those that the texts tell by
    titles, brackets, middle dots, endings and recurrence; their spellings are one record. Events come from sentences
    with a date. What belongs into entities.yaml and events.yaml is yours to say: nothing is written but declined.yaml.
    """
    from dossier.enrich import suggest as suggesting  # noqa: PLC0415
    from dossier.front_matter import dump_yaml  # noqa: PLC0415
    from dossier.pipeline import BuildOptions, read_dossier  # noqa: PLC0415

    enriched = read_dossier(content, BuildOptions())
    print_problems(enriched.problems, quiet=quiet, verbose=verbose)
    known = {article.id for article in enriched.dossier.content.articles}
    if unknown := [article for article in articles if article not in known]:
        raise click.UsageError(f"there is no article {', '.join(unknown)} in {content}")
    found = suggesting.suggestions(enriched.dossier, articles, kinds or suggesting.KINDS, 0 if decline else limit)
    if decline:
        _decline(found, decline, content, enriched.dossier.content.settings.editors)
        return
    if not enriched.dossier.content.entities and not quiet:
        print_line(_BEGIN)
    if output_format == "json":
        show(json.dumps(suggesting.data(found), ensure_ascii=False, indent=2))
    else:
        show(suggesting.text(found, dump_yaml), nl=False)


_BEGIN = (
    "no name is described yet\n"
    "    help: begin with names: paste what you want of them into entities.yaml; events are told by the names in them"
)
_DECLINED_FILE = "declined.yaml"


def _decline(found: Sequence[Suggestion], keys: Sequence[str], content: Path, editors: Sequence[str]) -> None:
    """Adds the suggestions of these keys to declined.yaml, and leaves every line of it as it was."""
    from dossier.deliver import site_folder  # noqa: PLC0415
    from dossier.front_matter.yaml_writer import flow_yaml  # noqa: PLC0415

    by_key = {suggestion.key: suggestion for suggestion in found if suggestion.kind != "mentions"}
    if missing := [key for key in keys if key not in by_key]:
        raise click.UsageError(f"nothing is suggested as {', '.join(missing)}: `dossier suggest` lists the keys")
    rows = []
    for key in dict.fromkeys(keys):
        row: dict[str, object] = {"kind": by_key[key].kind, "key": key}
        row |= {"names": list(by_key[key].names)} if by_key[key].names else {}
        row |= {"by": editors[0]} if editors else {}
        rows.append(row | {"date": current_time()[:10]})
    path = content / _DECLINED_FILE
    before = path.read_bytes() if path.is_file() else b""
    lines = "".join(f"- {flow_yaml(row)}\n" for row in rows)
    after = before + (b"\n" if before and not before.endswith(b"\n") else b"") + lines.encode()
    _check_list(after, path)
    site_folder.write_files({_DECLINED_FILE: after}, content, was={_DECLINED_FILE: before} if before else {})
    show(f"declined in {path.as_posix()}: {', '.join(dict.fromkeys(keys))}")


def _check_list(text: bytes, path: Path) -> None:
    """Raises a Failure where the file would not be read as a list."""
    from dossier.front_matter import YamlList, read_yaml  # noqa: PLC0415

    if not isinstance(read_yaml(text.decode("utf-8", "replace"), path.as_posix()), YamlList):
        at = Location(path.as_posix(), 1)
        raise Failure(
            Problem(at, Severity.ERROR, "value", "the file is no list", hint="write each after a dash, or remove it")
        )
