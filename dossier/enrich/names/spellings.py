"""Every spelling that names something, and what it may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from dossier.enrich.names.contexts import OTHERS
from dossier.enrich.normalise import normalise
from dossier.model import CompoundName, Entity, Library, Linking


class LongerWord(NamedTuple):
    """A longer word that holds a spelling, and how many of its characters come before."""

    word: str
    before: int


class SpellingMeaning(NamedTuple):
    """One thing that a spelling may mean, and what has to be known to tell whether it does."""

    entities: tuple[str, ...]  # several for a compound
    kind: Literal["name", "surname", "compound"]
    is_person: bool = False
    stands_for: str = ""
    vetoes: tuple[LongerWord, ...] = ()
    literal_if: tuple[LongerWord, ...] = ()


NOBODY = SpellingMeaning((), "name")  # of a well-known name that nobody has described

ABOUT = "约"  # which a name may end with, and a distance begin

Meanings = Mapping[str, tuple[SpellingMeaning, ...]]


class NameSources(NamedTuple):
    """All that a library tells of names."""

    entities: tuple[Entity, ...]
    compounds: tuple[CompoundName, ...]


@dataclass(frozen=True, slots=True)
class SpellingIndex:
    """All spellings, folded. More than one reading: ambiguous, and never linked by itself.

    Those of the same library, or of the same article of it, are the same.
    """

    described: NameSources
    article: str  # whose they are; nothing where they are everyone's
    meanings: Meanings = field(compare=False)
    settled: Mapping[str, SpellingMeaning] = field(
        compare=False
    )  # what they mean where they are no part of another word
    heads: re.Pattern[str] = field(compare=False)  # where one may begin
    lengths: Mapping[str, tuple[int, ...]] = field(compare=False)  # by the first two characters, the longest first
    policies: Mapping[str, Linking] = field(compare=False)
    never: frozenset[str] = field(compare=False)  # the entities that are neither linked nor counted
    scoped: Mapping[str, Meanings] = field(compare=False)  # article → its own slips

    @classmethod
    def of(cls, library: Library | NameSources) -> SpellingIndex:
        described = NameSources(library.entities, library.compounds)
        policies = {entity.id: entity.link for entity in library.entities}
        never = frozenset(entity for entity, policy in policies.items() if policy == "never")
        meanings = _meanings(*described)
        return cls(described, "", meanings, *_tables(meanings), policies, never, _scoped(library.entities))

    def tell(self, spelling: str) -> bool:
        """Whether somebody has described what a spelling names."""
        return any(reading.entities for reading in self.meanings.get(normalise(spelling), ()))

    def shown(self, entities: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the entities that are linked or counted."""
        if self.never.isdisjoint(entities):
            return entities
        return tuple(entity for entity in entities if entity not in self.never)

    def within(self, article: str) -> SpellingIndex:
        """The names as one article has them; what it says of a spelling goes before what all say."""
        if article not in self.scoped:
            return self
        meanings = {**self.meanings, **self.scoped[article]}
        settled, heads, lengths = _tables(meanings)
        return replace(self, article=article, meanings=meanings, settled=settled, heads=heads, lengths=lengths)


def _meanings(entities: Iterable[Entity], compounds: Iterable[CompoundName]) -> Meanings:
    found: dict[str, dict[SpellingMeaning, None]] = {}
    surnames: dict[str, dict[SpellingMeaning, None]] = {}
    for entity in entities:
        names = tuple(_spellings((*entity.name.values(), *entity.alias)))
        for spelling, reading in _readings(entity, "name", names):
            found.setdefault(spelling, {})[reading] = None
        for surname, reading in _readings(entity, "surname", _surnames(names)) if entity.type == "person" else ():
            surnames.setdefault(surname, {})[reading] = None
    for compound in compounds:
        for spelling in _spellings([compound.word]):
            found.setdefault(spelling, {})[SpellingMeaning(compound.entities, "compound")] = None
    for surname, people in surnames.items():
        if len(people) == 1 and surname not in found:
            found[surname] = people
    for other in OTHERS:
        found.setdefault(other, {NOBODY: None})
    return {spelling: tuple(readings) for spelling, readings in found.items()}


def _scoped(entities: Iterable[Entity]) -> Mapping[str, Meanings]:
    found: dict[str, dict[str, tuple[SpellingMeaning, ...]]] = {}
    for entity in entities:
        for article, slips in entity.alias_in.items():
            own = found.setdefault(article, {})
            for spelling, reading in _readings(entity, "name", _spellings(slips)):
                own[spelling] = (*own.get(spelling, ()), reading)
    return found


def _readings(
    entity: Entity, kind: Literal["name", "surname"], spellings: Iterable[str]
) -> Iterator[tuple[str, SpellingMeaning]]:
    """An entity as each of its spellings may mean it."""
    vetoes, literal_if = tuple(map(normalise, entity.vetoes)), tuple(map(normalise, entity.literal_if))
    for spelling in spellings:
        yield (
            spelling,
            SpellingMeaning(
                (entity.id,),
                kind,
                entity.type == "person",
                entity.stands_for,
                tuple(_holding(vetoes, spelling)),
                tuple(_holding(literal_if, spelling)),
            ),
        )


def _holding(words: Iterable[str], spelling: str) -> Iterator[LongerWord]:
    for word in words:
        for before in range(len(word)):
            if word.startswith(spelling, before):
                yield LongerWord(word, before)


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """Names as they are compared, and in capitals; a single character is never one."""
    for name in names:
        spelling = " ".join(normalise(name).split())
        if len(spelling) > 1:
            yield spelling
            if spelling.isascii() and " " in spelling:
                yield spelling.upper()


def _surnames(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        *given, surname = name.split("·")
        if given and len(surname) > 1:
            yield surname


def _tables(meanings: Meanings) -> tuple[Mapping[str, SpellingMeaning], re.Pattern[str], Mapping[str, tuple[int, ...]]]:
    """What the search looks up of the spellings: those that are settled, what they begin with, how long they are."""
    return _settled(meanings), _heads(meanings), _lengths(meanings)


def _settled(meanings: Meanings) -> Mapping[str, SpellingMeaning]:
    return {
        spelling: readings[0]
        for spelling, readings in meanings.items()
        if len(readings) == 1
        and readings[0].entities
        and readings[0].kind != "compound"
        and not readings[0].stands_for
        and not (is_latin(spelling[0]) or is_latin(spelling[-1]) or spelling[-1] == ABOUT)
    }


def is_latin(character: str) -> bool:
    """Whether words are made of it that have boundaries."""
    return character < "\u0250" and character.isalnum()  # where the letters of Latin end


def _heads(spellings: Iterable[str]) -> re.Pattern[str]:
    """Two characters that spellings begin with, though perhaps not the same; the second may be another's first."""
    first, second = ("".join(sorted({spelling[place] for spelling in spellings})) for place in (0, 1))
    return re.compile(f"[{re.escape(first)}](?=[{re.escape(second)}])")


def _lengths(spellings: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for spelling in spellings:
        found.setdefault(spelling[:2], set()).add(len(spelling))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}
