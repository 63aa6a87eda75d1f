"""A build that would make what the last one made: told from its record."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from dossier import __version__
from dossier.cli.output import problem_from_data, problem_to_data
from dossier.deliver import build_record
from dossier.problems import Problem

_PROGRAM = Path(__file__).parents[1]
_LIBRARIES = Path(click.__file__).parents[1]  # changes whenever one comes or goes


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build has to say when it is done."""

    problems: tuple[Problem, ...]
    summary: str

    @property
    def text(self) -> str:
        return json.dumps([[problem_to_data(problem) for problem in self.problems], self.summary])

    @classmethod
    def of(cls, text: str) -> BuildReport:
        problems, summary = json.loads(text)
        return cls(tuple(map(problem_from_data, problems)), summary)


def build_inputs(content: Path, options: Sequence[Any]) -> str:
    """What a site depends on; nothing while a file of it is being saved."""
    beside = (content.resolve().parent / name for name in ("templates", "static"))
    ours = (_PROGRAM.parent / name for name in ("templates", "static"))
    seen = build_record.stamp_files((content, *beside, *ours, _PROGRAM))
    program = (__version__, sys.version, _LIBRARIES.stat().st_mtime_ns)
    return json.dumps([seen.files, program, options]) if seen.settled else ""
