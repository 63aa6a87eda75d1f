"""The whole build on one screen: a pure function of the files in content/, templates/ and static/."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

from dossier import enrich, load, render
from dossier.enrich import edition
from dossier.guard import gather
from dossier.hooks import NO_HOOKS, Hooks
from dossier.ingest.outlets import rules_with
from dossier.load.checks import apply_settings
from dossier.memo import MemoisedMap
from dossier.model import Dossier, Library
from dossier.problems import Failure, MapFn, Problem, Severity, sort_problems
from dossier.render.lazy_files import LazyFiles
from dossier.render.pictures import is_displayable
from dossier.render.templates import Theme, load_theme


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What is asked of a build beside the content itself."""

    edition: Literal["internal", "public"] = "internal"
    base_url: str | None = None  # in place of dossier.yaml's
    drafts: bool = False  # keep drafts in the public edition
    hooks: Hooks = NO_HOOKS  # the dossier's own


class EnrichedContent(NamedTuple):
    """The dossier in content/, linked and dated, every problem of it, and what the next build may take over."""

    dossier: Dossier
    problems: tuple[Problem, ...]
    library: Library
    content: load.ContentFiles


class BuiltSite(NamedTuple):
    output: LazyFiles
    dossier: Dossier  # of the edition
    problems: tuple[Problem, ...]
    library: Library  # before the edition took anything away


class ResidentBuild:
    """A dossier that is built again and again: of what nobody has touched, everything is as it was made the last time."""

    def __init__(self, folder: Path, wanted: BuildOptions, map_fn: MapFn = map) -> None:
        self.folder, self.wanted, self.memo = folder, wanted, MemoisedMap(map_fn)
        self.look = load_theme(folder.resolve().parent)
        self.last: EnrichedContent | None = None

    def built(self) -> BuiltSite:
        """The site as it is now; a Failure as `built` has it."""
        self.memo.begin()
        self.last = read_dossier(self.folder, self.wanted, self.memo, self.last)
        return build_from(self.last, self.wanted, self.look, self.memo)


def build_site(folder: Path, wanted: BuildOptions, map_fn: MapFn = map) -> BuiltSite:
    """The site, and what its editor should know of it; a Failure of all that is wrong if any of it is an error."""
    return build_from(read_dossier(folder, wanted, map_fn), wanted, load_theme(folder.resolve().parent), map_fn)


def build_from(read: EnrichedContent, wanted: BuildOptions, look: Theme, map_fn: MapFn = map) -> BuiltSite:
    """The site of what was read, as it is to look; a Failure as `built` has it."""
    _refuse(read.problems)
    dossier = read.dossier
    left_out: tuple[Problem, ...] = ()
    if wanted.edition == "public":
        dossier, left_out = edition.public_edition(
            dossier, drafts=wanted.drafts, is_displayable=is_displayable, map_fn=map_fn
        )
    hooks = wanted.hooks
    output, broken = render.render_site(dossier, look, lambda path: hooks.run_page_context(path, dossier))
    exported, refused = hooks.run_exports(dossier, output)
    own = (*hooks.problems, *hooks.run_checks(dossier), *refused)
    settings = dossier.content.settings
    problems = sort_problems((*read.problems, *apply_settings((*left_out, *broken, *own), settings)))
    _refuse(problems)
    return BuiltSite(output | exported, dossier, problems, read.library)


def _refuse(problems: tuple[Problem, ...]) -> None:
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise Failure(*problems)


def page_problems(site: BuiltSite, map_fn: MapFn = map) -> tuple[Problem, ...]:
    """What is wrong with the pages, which shows when they are made."""
    return gather(_Asked(site.output), site.output, map_fn)[1]


@dataclass(frozen=True, slots=True)
class _Asked:
    output: LazyFiles

    def __call__(self, path: str) -> None:
        self.output[path]


def read_dossier(
    folder: Path, wanted: BuildOptions, map_fn: MapFn = map, last: EnrichedContent | None = None
) -> EnrichedContent:
    """What is in content/; of what is untouched since `last`, the very same."""
    content = load.read_content(folder, last.content if last else None)
    own = {file.stem: (file.file, file.text) for path, file in content.texts.items() if path.startswith("outlets/")}
    rules, mistaken = rules_with(own)
    library, slips = load.build_library(content, rules.outlets, map_fn, last.library if last else None)
    if wanted.base_url is not None:
        library = replace(library, settings=replace(library.settings, base_url=wanted.base_url))
    dossier, gaps = enrich.enrich_library(library, map_fn=map_fn)
    return EnrichedContent(
        dossier, sort_problems(apply_settings((*mistaken, *slips, *gaps), library.settings)), library, content
    )
