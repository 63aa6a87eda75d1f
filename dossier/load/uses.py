"""What a file gives beside its records: what it refers to, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from dossier.model import At
from dossier.problems import Problem

Kind: TypeAlias = Literal["article", "entity", "event", "claim", "page", "outlet", "picture"]


class Use(NamedTuple):
    """Something named by its id: what, where, and in which field (none: by a link or a picture of a text)."""

    kind: Kind
    id: str
    at: At
    field: str = ""
    block: str = ""  # of `article:ID#p-…`


class Told(NamedTuple):
    """What a file gave."""

    made: tuple[Any, ...] = ()
    ids: tuple[str, ...] | None = ()  # of its records, also of those set aside; None: nobody can know
    lines: tuple[tuple[At, Mapping[str, int]], ...] = ()  # of records, by their places, those of their fields
    uses: tuple[Use, ...] = ()
    problems: tuple[Problem, ...] = ()
