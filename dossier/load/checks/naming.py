"""Checks of entities' names: ambiguous, redundant, or excluded by a rule that can never apply."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dossier.load.results import CheckInput
from dossier.model import Entity, Location
from dossier.problems import Problem, Severity
from dossier.script import fold


def ambiguous_names(data: CheckInput) -> Iterator[Problem]:
    """Names and aliases that two entities share, and compounds that are also the name of an entity."""
    owners: dict[str, list[str]] = defaultdict(list)
    for entity in data.library.entities:
        for name in dict.fromkeys(map(_normalised, _general_names(entity))):
            owners[name].append(entity.id)
    hint = "keep it with one, or put it under `weak`, or under `alias_in` for the articles where it is plain"
    for entity in data.library.entities:
        for name in dict.fromkeys(_general_names(entity)):
            field = "name" if name in entity.name.values() else "alias"
            others = [other for other in owners[_normalised(name)] if other != entity.id]
            if others and owners[_normalised(name)][0] != entity.id:
                fact = f"{name} is a name of `{entity.id}` and of `{others[0]}`"
                yield Problem(data.location(entity.at, field), Severity.ERROR, "ambiguous", fact, hint=hint)
    for compound in data.library.compounds:
        if entities := owners.get(_normalised(compound.word)):
            fact = f"{compound.word} is a compound, and a name of `{entities[0]}`"
            yield Problem(compound.at, Severity.ERROR, "ambiguous", fact, hint="remove one of them")


def redundant_aliases(data: CheckInput) -> Iterator[Problem]:
    """Aliases that only differ from a name in script, which are matched anyway."""
    for entity in data.library.entities:
        names = {fold(name): name for name in entity.name.values()}
        for name in entity.alias:
            other = names.setdefault(fold(name), "")
            if other:
                fact = f"`{entity.id}`: the alias {name} is the name {other}"
                hint = "remove it: 简 and 繁 forms are found by themselves"
                yield Problem(data.location(entity.at, "alias"), Severity.NOTICE, "redundant", fact, hint=hint)


def idle_guards(data: CheckInput) -> Iterator[Problem]:
    """Entries of `not` and `literal_if` that contain none of the entity's names."""
    for entity in data.library.entities:
        scoped = (name for names in entity.alias_in.values() for name in names)
        surnames = (name.rpartition("·")[2] for name in _general_names(entity))
        names = [_normalised(name) for name in (*_general_names(entity), *scoped, *surnames)]
        for field, strings in (("not", entity.vetoes), ("literal_if", entity.literal_if)):
            for string in strings:
                if not any(name in _normalised(string) for name in names):
                    fact = f"`{entity.id}`: `{field}` has {string}, which holds none of its names"
                    yield _idle(
                        data.location(entity.at, field),
                        fact,
                        "write the whole string in which the name stands, or remove it",
                    )
        if entity.literal_if and not entity.stands_for:
            fact = f"`{entity.id}` has `literal_if`, but stands for nobody else"
            yield _idle(data.location(entity.at, "literal_if"), fact, "add `stands_for`, or remove it")


def _idle(at: Location, fact: str, hint: str) -> Problem:
    return Problem(at, Severity.WARNING, "idle", fact, hint=hint)


def _general_names(entity: Entity) -> tuple[str, ...]:
    """The names and aliases that hold in all articles."""
    return (*entity.name.values(), *entity.alias)


def _normalised(name: str) -> str:
    return fold(name).casefold()
