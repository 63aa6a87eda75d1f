"""The whole build on one screen: a pure function of the files in content/, templates/ and static/."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from dossier import enrich, load, render
from dossier.enrich import edition
from dossier.ingest.outlets import OUTLETS
from dossier.load.checks import judged
from dossier.model import Dossier
from dossier.problems import Each, Failure, Problem, Severity, gather, in_order
from dossier.render.made import Made


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a build beside the content itself."""

    edition: Literal["internal", "public"] = "internal"
    base_url: str | None = None  # in place of dossier.yaml's
    drafts: bool = False  # keep drafts in the public edition


@dataclass(frozen=True, slots=True)
class Built:
    output: Made
    dossier: Dossier
    problems: tuple[Problem, ...]


def built(content: Path, wanted: Wanted, each: Each = map) -> Built:
    """The site, and what its editor should know of it; a Failure of all that is wrong if any of it is an error."""
    dossier, problems = read(content, wanted, each)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise Failure(*problems)
    if wanted.edition == "public":
        dossier = edition.public(dossier, drafts=wanted.drafts, each=each)
    output, broken = render.output(dossier)
    problems = in_order((*problems, *judged(broken, dossier.content.settings)))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise Failure(*problems)
    return Built(output, dossier, problems)


def flaws(site: Built, each: Each = map) -> tuple[Problem, ...]:
    """What is wrong with the pages, which shows when they are made."""
    return gather(_Asked(site.output), site.output, each)[1]


@dataclass(frozen=True, slots=True)
class _Asked:
    output: Made

    def __call__(self, path: str) -> None:
        self.output[path]


def read(content: Path, wanted: Wanted, each: Each = map) -> tuple[Dossier, tuple[Problem, ...]]:
    """The dossier in content/, linked and dated, and every problem of it."""
    library, slips = load.library(content, outlets=OUTLETS, each=each)
    if wanted.base_url is not None:
        library = replace(library, settings=replace(library.settings, base_url=wanted.base_url))
    dossier, gaps = enrich.dossier(library, each=each)
    return dossier, in_order(judged((*slips, *gaps), library.settings))
