"""Whether names mean one thing, and whether what is said of them can ever hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dossier.load.results import CheckInput
from dossier.model import Entity, Location
from dossier.problems import Problem, Severity
from dossier.script import fold


def ambiguous_names(material: CheckInput) -> Iterator[Problem]:
    """Names and aliases that two entities share, and compounds that are a name."""
    owners: dict[str, list[str]] = defaultdict(list)
    for entity in material.library.entities:
        for name in dict.fromkeys(map(_spelled, _names(entity))):
            owners[name].append(entity.id)
    hint = "keep it with one, or put it under `weak`, or under `alias_in` for the articles where it is plain"
    for entity in material.library.entities:
        for name in dict.fromkeys(_names(entity)):
            field = "name" if name in entity.name.values() else "alias"
            others = [other for other in owners[_spelled(name)] if other != entity.id]
            if others and owners[_spelled(name)][0] != entity.id:
                fact = f"{name} is a name of `{entity.id}` and of `{others[0]}`"
                yield Problem(material.place(entity.at, field), Severity.ERROR, "ambiguous", fact, hint=hint)
    for compound in material.library.compounds:
        if whose := owners.get(_spelled(compound.word)):
            fact = f"{compound.word} is a compound, and a name of `{whose[0]}`"
            yield Problem(compound.at, Severity.ERROR, "ambiguous", fact, hint="remove one of them")


def redundant_aliases(material: CheckInput) -> Iterator[Problem]:
    """Aliases that the program has of itself."""
    for entity in material.library.entities:
        names = {fold(name): name for name in entity.name.values()}
        for name in entity.alias:
            other = names.setdefault(fold(name), "")
            if other:
                fact = f"`{entity.id}`: the alias {name} is the name {other}"
                hint = "remove it: 简 and 繁 forms are found by themselves"
                yield Problem(material.place(entity.at, "alias"), Severity.NOTICE, "redundant", fact, hint=hint)


def idle_guards(material: CheckInput) -> Iterator[Problem]:
    """`not` and `literal_if` that hold none of the names they are to guard."""
    for entity in material.library.entities:
        scoped = (name for names in entity.alias_in.values() for name in names)
        surnames = (name.rpartition("·")[2] for name in _names(entity))
        names = [_spelled(name) for name in (*_names(entity), *scoped, *surnames)]
        for field, strings in (("not", entity.vetoes), ("literal_if", entity.literal_if)):
            for string in strings:
                if not any(name in _spelled(string) for name in names):
                    fact = f"`{entity.id}`: `{field}` has {string}, which holds none of its names"
                    yield _idle(
                        material.place(entity.at, field),
                        fact,
                        "write the whole string in which the name stands, or remove it",
                    )
        if entity.literal_if and not entity.stands_for:
            fact = f"`{entity.id}` has `literal_if`, but stands for nobody else"
            yield _idle(material.place(entity.at, "literal_if"), fact, "add `stands_for`, or remove it")


def _idle(at: Location, fact: str, hint: str) -> Problem:
    return Problem(at, Severity.WARNING, "idle", fact, hint=hint)


def _names(entity: Entity) -> tuple[str, ...]:
    """What an entity is linked by, everywhere."""
    return (*entity.name.values(), *entity.alias)


def _spelled(name: str) -> str:
    return fold(name).casefold()
