"""The whole build on one screen: a pure function of the files in content/, templates/ and static/."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

from dossier import enrich, load, render
from dossier.enrich import edition
from dossier.guard import gather
from dossier.ingest.outlets import OUTLETS
from dossier.load.checks import judged
from dossier.memo import Memo
from dossier.model import Dossier, Library
from dossier.problems import Each, Failure, Problem, Severity, in_order
from dossier.render.made import Made
from dossier.render.templates import Look, look


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a build beside the content itself."""

    edition: Literal["internal", "public"] = "internal"
    base_url: str | None = None  # in place of dossier.yaml's
    drafts: bool = False  # keep drafts in the public edition


class Read(NamedTuple):
    """The dossier in content/, linked and dated, every problem of it, and what the next build may take over."""

    dossier: Dossier
    problems: tuple[Problem, ...]
    library: Library
    content: load.Content


class Built(NamedTuple):
    output: Made
    dossier: Dossier  # of the edition
    problems: tuple[Problem, ...]
    library: Library  # before the edition took anything away


class Resident:
    """A dossier that is built again and again: of what nobody has touched, everything is as it was made the last time."""

    def __init__(self, folder: Path, wanted: Wanted, each: Each = map) -> None:
        self.folder, self.wanted, self.memo = folder, wanted, Memo(each)
        self.look = look(folder.resolve().parent)
        self.last: Read | None = None

    def built(self) -> Built:
        """The site as it is now; a Failure as `built` has it."""
        self.memo.begin()
        self.last = read(self.folder, self.wanted, self.memo, self.last)
        return built_of(self.last, self.wanted, self.look, self.memo)


def built(folder: Path, wanted: Wanted, each: Each = map) -> Built:
    """The site, and what its editor should know of it; a Failure of all that is wrong if any of it is an error."""
    return built_of(read(folder, wanted, each), wanted, look(folder.resolve().parent), each)


def built_of(read: Read, wanted: Wanted, look: Look, each: Each = map) -> Built:
    """The site of what was read, as it is to look; a Failure as `built` has it."""
    _refuse(read.problems)
    dossier = read.dossier
    if wanted.edition == "public":
        dossier = edition.public(dossier, drafts=wanted.drafts, each=each)
    output, broken = render.output(dossier, look)
    problems = in_order((*read.problems, *judged(broken, dossier.content.settings)))
    _refuse(problems)
    return Built(output, dossier, problems, read.library)


def _refuse(problems: tuple[Problem, ...]) -> None:
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise Failure(*problems)


def flaws(site: Built, each: Each = map) -> tuple[Problem, ...]:
    """What is wrong with the pages, which shows when they are made."""
    return gather(_Asked(site.output), site.output, each)[1]


@dataclass(frozen=True, slots=True)
class _Asked:
    output: Made

    def __call__(self, path: str) -> None:
        self.output[path]


def read(folder: Path, wanted: Wanted, each: Each = map, last: Read | None = None) -> Read:
    """What is in content/; of what is untouched since `last`, the very same."""
    content = load.content(folder, last.content if last else None)
    library, slips = load.library_of(content, OUTLETS, each, last.library if last else None)
    if wanted.base_url is not None:
        library = replace(library, settings=replace(library.settings, base_url=wanted.base_url))
    dossier, gaps = enrich.dossier(library, each=each)
    return Read(dossier, in_order(judged((*slips, *gaps), library.settings)), library, content)
