"""What a file gives beside its records: what it refers to, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from dossier.model import At
from dossier.problems import Problem

Kind: TypeAlias = Literal["article", "entity", "event", "claim", "page", "outlet", "picture"]


@dataclass(frozen=True, slots=True)
class Use:
    """Something named by its id: what, where, and in which field (none: by a link or a picture of a text)."""

    kind: Kind
    id: str
    at: At
    field: str = ""
    block: str = ""  # of `article:ID#p-…`


@dataclass(frozen=True, slots=True)
class Told:
    """What a file gave."""

    made: tuple[Any, ...] = ()
    ids: tuple[str, ...] | None = ()  # of its records, also of those set aside; None: nobody can know
    lines: Mapping[At, Mapping[str, int]] = field(default_factory=dict)  # of a record's fields, by its place
    uses: tuple[Use, ...] = ()
    problems: tuple[Problem, ...] = ()
