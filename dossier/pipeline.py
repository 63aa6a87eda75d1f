"""The whole build on one screen: a pure function of the files in content/, templates/ and static/."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

from dossier import enrich, load, render
from dossier.guard import gather
from dossier.hooks import NO_HOOKS, Hooks
from dossier.ingest.outlets import rules_with
from dossier.load.checks import apply_settings
from dossier.memo import MemoisedMap
from dossier.model import Dossier, Library
from dossier.problems import Failure, MapFn, Problem, Severity, sort_problems
from dossier.render.lazy_files import LazyFiles
from dossier.render.pictures import is_displayable
from dossier.render.search import SearchIndex
from dossier.render.site import build_site as index_dossier
from dossier.render.templates import OURS, Theme, load_theme


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """The options of a build."""

    edition: Literal["internal", "public"] = "internal"
    base_url: str | None = None  # overrides that of dossier.yaml
    drafts: bool = False  # keep drafts in the public edition
    hooks: Hooks = NO_HOOKS  # those of the dossier's own hooks.py


class EnrichedContent(NamedTuple):
    """The enriched dossier and its problems, with the library and the files that the next build may reuse."""

    dossier: Dossier
    problems: tuple[Problem, ...]
    library: Library
    content: load.ContentFiles


class BuiltSite(NamedTuple):
    output: LazyFiles
    dossier: Dossier  # the edition shown
    problems: tuple[Problem, ...]
    library: Library  # everything, before the edition left anything out
    theme: Theme = OURS


class ResidentBuild:
    """Rebuilds a dossier, reusing the results of the last build for all files that have not changed."""

    def __init__(self, folder: Path, options: BuildOptions, map_fn: MapFn = map) -> None:
        self.folder, self.options, self.memo = folder, options, MemoisedMap(map_fn)
        self.theme = load_theme(folder.resolve().parent)
        self.last: EnrichedContent | None = None

    def build(self) -> BuiltSite:
        """Builds the current content; raises Failure as `build_site` does."""
        self.memo.begin()
        self.last = read_dossier(self.folder, self.options, self.memo, self.last)
        return build_from(self.last, self.options, self.theme, self.memo)


def build_site(folder: Path, options: BuildOptions, map_fn: MapFn = map) -> BuiltSite:
    """Builds the site; raises Failure with all problems if any of them is an error."""
    return build_from(read_dossier(folder, options, map_fn), options, load_theme(folder.resolve().parent), map_fn)


def build_from(content: EnrichedContent, options: BuildOptions, theme: Theme, map_fn: MapFn = map) -> BuiltSite:
    """Builds the site from content that was read before; raises Failure as `build_site` does."""
    _raise_errors(content.problems)
    dossier = content.dossier
    left_out: tuple[Problem, ...] = ()
    if options.edition == "public":
        from dossier.enrich import edition  # noqa: PLC0415 - most builds need nothing of it

        dossier, left_out = edition.public_edition(
            dossier, drafts=options.drafts, is_displayable=is_displayable, map_fn=map_fn
        )
    hooks = options.hooks
    output, broken = render.render_site(dossier, theme, lambda path: hooks.run_page_context(path, dossier))
    exported, refused = hooks.run_exports(dossier, output)
    hook_problems = (*hooks.problems, *hooks.run_checks(dossier), *refused)
    settings = dossier.content.settings
    problems = sort_problems((*content.problems, *apply_settings((*left_out, *broken, *hook_problems), settings)))
    _raise_errors(problems)
    return BuiltSite(output | exported, dossier, problems, content.library, theme)


def _raise_errors(problems: tuple[Problem, ...]) -> None:
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise Failure(*problems)


def search_files(site: BuiltSite, index: SearchIndex) -> LazyFiles:
    """The files of the search index of the site."""
    return index.files(index_dossier(site.dossier, site.theme))


def page_problems(site: BuiltSite, map_fn: MapFn = map) -> tuple[Problem, ...]:
    """The problems that appear only when pages are rendered: renders all of them."""
    return gather(_RenderFile(site.output), site.output, map_fn)[1]


@dataclass(frozen=True, slots=True)
class _RenderFile:
    """A function that can be sent to another process."""

    output: LazyFiles

    def __call__(self, path: str) -> None:
        self.output[path]


def read_dossier(
    folder: Path, options: BuildOptions, map_fn: MapFn = map, last: EnrichedContent | None = None
) -> EnrichedContent:
    """Reads and enriches content/; reuses from `last` what was made of unchanged files."""
    content = load.read_content(folder, last.content if last else None)
    outlet_files = {
        file.stem: (file.file, file.text) for path, file in content.texts.items() if path.startswith("outlets/")
    }
    rules, rule_problems = rules_with(outlet_files)
    library, load_problems = load.build_library(content, rules.outlets, map_fn, last.library if last else None)
    if options.base_url is not None:
        library = replace(library, settings=replace(library.settings, base_url=options.base_url))
    dossier, enrich_problems = enrich.enrich_library(library, map_fn=map_fn)
    problems = apply_settings((*rule_problems, *load_problems, *enrich_problems), library.settings)
    return EnrichedContent(dossier, sort_problems(problems), library, content)
