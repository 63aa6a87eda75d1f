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
from dossier.cli.say import as_data, of_data
from dossier.deliver import last
from dossier.problems import Problem

_PROGRAM = Path(__file__).parents[1]
_LIBRARIES = Path(click.__file__).parents[1]  # changes whenever one comes or goes


@dataclass(frozen=True, slots=True)
class Told:
    """What a build has to say when it is done."""

    problems: tuple[Problem, ...]
    summary: str

    @property
    def text(self) -> str:
        return json.dumps([[as_data(problem) for problem in self.problems], self.summary])

    @classmethod
    def of(cls, text: str) -> Told:
        problems, summary = json.loads(text)
        return cls(tuple(map(of_data, problems)), summary)


def made_of(content: Path, options: Sequence[Any]) -> str:
    """What a site depends on; nothing while a file of it is being saved."""
    beside = (content.resolve().parent / name for name in ("templates", "static"))
    ours = (_PROGRAM.parent / name for name in ("templates", "static"))
    seen = last.seen((content, *beside, *ours, _PROGRAM))
    program = (__version__, sys.version, _LIBRARIES.stat().st_mtime_ns)
    return json.dumps([seen.files, program, options]) if seen.settled else ""
