"""Every spelling that names something, and what it may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from dossier.enrich.contexts import OTHERS
from dossier.enrich.plain import plain
from dossier.model import Compound, Entity, Library, Linking


class Reading(NamedTuple):
    """One thing that a spelling may mean."""

    entities: tuple[str, ...]  # several for a compound
    kind: Literal["name", "surname", "compound"]


NOBODY = Reading((), "name")  # of a well-known name that nobody has described

Meanings = Mapping[str, tuple[Reading, ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """What has to be known of an entity to tell whether a spelling means it."""

    is_person: bool
    link: Linking
    stands_for: str
    vetoes: tuple[str, ...]
    literal_if: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """All spellings, folded. More than one reading: ambiguous, and never linked by itself."""

    meanings: Meanings
    lengths: Mapping[str, tuple[int, ...]]  # of the spellings that begin with two characters, the longest first
    known: Mapping[str, Known]
    scoped: Mapping[str, Meanings] = field(default_factory=dict)  # article → its own slips

    @classmethod
    def of(cls, library: Library) -> Names:
        meanings = _meanings(library.entities, library.compounds)
        scoped: dict[str, dict[str, list[Reading]]] = {}
        for entity in library.entities:
            for article, slips in entity.alias_in.items():
                for spelling in _spellings(slips):
                    scoped.setdefault(article, {}).setdefault(spelling, []).append(Reading((entity.id,), "name"))
        return cls(
            meanings,
            _lengths(meanings),
            {entity.id: _known(entity) for entity in library.entities},
            {article: {slip: tuple(found) for slip, found in slips.items()} for article, slips in scoped.items()},
        )

    def tell(self, spelling: str) -> bool:
        """Whether somebody has described what a spelling names."""
        return any(reading.entities for reading in self.meanings.get(plain(spelling), ()))

    def policy(self, entity: str) -> Linking:
        return self.known[entity].link if entity in self.known else "index"

    def within(self, article: str) -> Names:
        """The names as one article has them; what it says of a spelling goes before what all say."""
        if article not in self.scoped:
            return self
        meanings = {**self.meanings, **self.scoped[article]}
        return replace(self, meanings=meanings, lengths=_lengths(meanings))


def _known(entity: Entity) -> Known:
    vetoes, literal_if = tuple(map(plain, entity.vetoes)), tuple(map(plain, entity.literal_if))
    return Known(entity.type == "person", entity.link, entity.stands_for, vetoes, literal_if)


def _meanings(entities: Iterable[Entity], compounds: Iterable[Compound]) -> Meanings:
    found: dict[str, dict[Reading, None]] = {}
    surnames: dict[str, dict[Reading, None]] = {}
    for entity in entities:
        names = tuple(_spellings((*entity.name.values(), *entity.alias)))
        for spelling in names:
            found.setdefault(spelling, {})[Reading((entity.id,), "name")] = None
        for surname in _surnames(names) if entity.type == "person" else ():
            surnames.setdefault(surname, {})[Reading((entity.id,), "surname")] = None
    for compound in compounds:
        for spelling in _spellings([compound.word]):
            found.setdefault(spelling, {})[Reading(compound.entities, "compound")] = None
    for surname, people in surnames.items():
        if len(people) == 1 and surname not in found:
            found[surname] = people
    for other in OTHERS:
        found.setdefault(other, {NOBODY: None})
    return {spelling: tuple(readings) for spelling, readings in found.items()}


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """Names as they are compared, and in capitals; a single character is never one."""
    for name in names:
        spelling = " ".join(plain(name).split())
        if len(spelling) > 1:
            yield spelling
            if spelling.isascii() and " " in spelling:
                yield spelling.upper()


def _surnames(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        *given, surname = name.split("·")
        if given and len(surname) > 1:
            yield surname


def _lengths(spellings: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for spelling in spellings:
        found.setdefault(spelling[:2], set()).add(len(spelling))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}
