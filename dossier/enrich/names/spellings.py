"""The index of all spellings of names, and the entities each may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations
from typing import Literal, NamedTuple

from dossier.enrich.names.contexts import WELL_KNOWN_NAMES
from dossier.enrich.names.listed import NO_PAIRS, SHORT_NAMES, listed_names, rows_by_spelling
from dossier.enrich.normalise import normalise
from dossier.model import CompoundName, Entity, Library, Linking


class LongerWord(NamedTuple):
    """A longer word that contains a spelling, and the offset of the spelling in it."""

    word: str
    before: int


class SpellingMeaning(NamedTuple):
    """One meaning of a spelling, and the words around it that confirm it or rule it out."""

    entities: tuple[str, ...]  # several for a compound
    kind: Literal["name", "surname", "compound"]
    is_person: bool = False
    stands_for: str = ""
    vetoes: tuple[LongerWord, ...] = ()
    literal_if: tuple[LongerWord, ...] = ()


UNDESCRIBED = SpellingMeaning((), "name")  # a well-known name that no record describes

APPROXIMATELY = "约"  # a name may end with it, and a distance may begin with it

Meanings = Mapping[str, tuple[SpellingMeaning, ...]]


class NameSources(NamedTuple):
    """The records from which the index is built."""

    entities: tuple[Entity, ...]
    compounds: tuple[CompoundName, ...]


@dataclass(frozen=True, slots=True)
class SpellingIndex:
    """All spellings, normalised. One with several meanings is ambiguous and is never linked on its own.

    Indexes of the same records, or of the same article of these, compare equal.
    """

    sources: NameSources
    article: str  # the article whose own spellings are included, if any
    meanings: Meanings = field(compare=False)
    unambiguous: Mapping[str, SpellingMeaning] = field(
        compare=False
    )  # spellings that only need a check of word boundaries
    start_pattern: re.Pattern[str] = field(compare=False)  # where a spelling may start
    lengths: Mapping[str, tuple[int, ...]] = field(compare=False)  # by the first two characters, longest first
    policies: Mapping[str, Linking] = field(compare=False)
    never: frozenset[str] = field(compare=False)  # entities that are neither linked nor counted
    article_meanings: Mapping[str, Meanings] = field(compare=False)  # by article: its own spellings (`alias_in`)

    @classmethod
    def of(cls, library: Library | NameSources) -> SpellingIndex:
        sources = NameSources(library.entities, library.compounds)
        policies = {entity.id: entity.link for entity in library.entities}
        never = frozenset(entity for entity, policy in policies.items() if policy == "never")
        meanings = _meanings(*sources)
        return cls(
            sources, "", meanings, *_lookup_tables(meanings), policies, never, _article_meanings(library.entities)
        )

    def is_described(self, spelling: str) -> bool:
        """Whether a record describes what the spelling names."""
        return any(meaning.entities for meaning in self.meanings.get(normalise(spelling), ()))

    def linkable(self, entities: tuple[str, ...]) -> tuple[str, ...]:
        """The entities that are linked or counted."""
        if self.never.isdisjoint(entities):
            return entities
        return tuple(entity for entity in entities if entity not in self.never)

    def for_article(self, article: str) -> SpellingIndex:
        """The index for one article, whose own spellings take precedence."""
        if article not in self.article_meanings:
            return self
        meanings = {**self.meanings, **self.article_meanings[article]}
        unambiguous, start_pattern, lengths = _lookup_tables(meanings)
        return replace(
            self,
            article=article,
            meanings=meanings,
            unambiguous=unambiguous,
            start_pattern=start_pattern,
            lengths=lengths,
        )


def _meanings(entities: Sequence[Entity], compounds: Iterable[CompoundName]) -> Meanings:
    meanings: dict[str, dict[SpellingMeaning, None]] = {}
    surnames: dict[str, dict[SpellingMeaning, None]] = {}
    for entity in entities:
        names = tuple(_spellings((*entity.name.values(), *entity.alias)))
        for spelling, meaning in _entity_meanings(entity, "name", names):
            meanings.setdefault(spelling, {})[meaning] = None
        for surname, meaning in (
            _entity_meanings(entity, "surname", _surnames(names)) if entity.type == "person" else ()
        ):
            surnames.setdefault(surname, {})[meaning] = None
    for compound in compounds:
        for spelling in _spellings([compound.word]):
            meanings.setdefault(spelling, {})[SpellingMeaning(compound.entities, "compound")] = None
    for surname, people in surnames.items():
        if len(people) == 1 and surname not in meanings:
            meanings[surname] = people
    _add_listed(meanings, entities)
    for well_known in WELL_KNOWN_NAMES:
        meanings.setdefault(well_known, {UNDESCRIBED: None})
    return {spelling: tuple(candidates) for spelling, candidates in meanings.items()}


def _add_listed(meanings: dict[str, dict[SpellingMeaning, None]], entities: Sequence[Entity]) -> None:
    """Adds what the lists that ship know of entities that are described, where no record has it: 北韩 of 朝鲜, 中美 of both."""
    owners = _rows_of(entities)
    for key, entity in owners.items():
        spellings = [normalise(name) for name in listed_names()[key].spellings if _is_unmistakable(name, key)]
        for spelling, meaning in _entity_meanings(entity, "name", spellings):
            meanings.setdefault(spelling, {meaning: None})
        if key in SHORT_NAMES:
            for spelling, meaning in _entity_meanings(entity, "name", [f"{SHORT_NAMES[key]}方"]):
                longer = tuple(_longer_words(_longer_than_side(spelling), spelling))
                meanings.setdefault(spelling, {meaning._replace(vetoes=meaning.vetoes + longer): None})
    for (one, first), (other, second) in permutations(
        [(SHORT_NAMES[k], e) for k, e in owners.items() if k in SHORT_NAMES], 2
    ):
        if one + other not in NO_PAIRS:
            meanings.setdefault(one + other, {SpellingMeaning((first.id, second.id), "compound"): None})


def _longer_than_side(side: str) -> Iterator[str]:
    """What is no 韩方: 韩方面, 美韩方."""
    yield from (side + character for character in "面式案向法阵针")
    yield from (short + side for short in SHORT_NAMES.values())


def _rows_of(entities: Iterable[Entity]) -> Mapping[str, Entity]:
    """The rows of the lists that are an entity's: it has one of their spellings and their type, and no other entity does."""
    rows, owners = rows_by_spelling(), dict[str, dict[str, Entity]]()
    for entity in entities:
        for name in _spellings((*entity.name.values(), *entity.alias)):
            row = rows.get(name)
            if row and _TYPES_OF_LISTS.get(entity.type) == _TYPES_OF_LISTS[row.type]:
                owners.setdefault(row.id, {})[entity.id] = entity
    return {key: next(iter(found.values())) for key, found in owners.items() if len(found) == 1}


_TYPES_OF_LISTS = {"country": "place", "place": "place", "organisation": "organisation"}


def _is_unmistakable(name: str, key: str) -> bool:
    """Whether a listed spelling needs no editor: Labour and Apple are other words, America is of other names, too."""
    is_word = name.isascii() and name.isalpha() and not name.isupper()
    return not (is_word and (listed_names()[key].type == "organisation" or name == "America"))


def _article_meanings(entities: Iterable[Entity]) -> Mapping[str, Meanings]:
    meanings_by_article: dict[str, dict[str, tuple[SpellingMeaning, ...]]] = {}
    for entity in entities:
        for article, slips in entity.alias_in.items():
            own = meanings_by_article.setdefault(article, {})
            for spelling, meaning in _entity_meanings(entity, "name", _spellings(slips)):
                own[spelling] = (*own.get(spelling, ()), meaning)
    return meanings_by_article


def _entity_meanings(
    entity: Entity, kind: Literal["name", "surname"], spellings: Iterable[str]
) -> Iterator[tuple[str, SpellingMeaning]]:
    """Each spelling with the entity as its meaning."""
    vetoes, literal_if = tuple(map(normalise, entity.vetoes)), tuple(map(normalise, entity.literal_if))
    for spelling in spellings:
        yield (
            spelling,
            SpellingMeaning(
                (entity.id,),
                kind,
                entity.type == "person",
                entity.stands_for,
                tuple(_longer_words(vetoes, spelling)),
                tuple(_longer_words(literal_if, spelling)),
            ),
        )


def _longer_words(words: Iterable[str], spelling: str) -> Iterator[LongerWord]:
    for word in words:
        for before in range(len(word)):
            if word.startswith(spelling, before):
                yield LongerWord(word, before)


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """The names normalised, Latin names of several words also in capitals; single characters are left out."""
    for name in names:
        spelling = " ".join(normalise(name).split())
        if len(spelling) > 1:
            yield spelling
            if spelling.isascii() and " " in spelling:
                yield spelling.upper()


def _surnames(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        *first, surname = name.split("·")
        if first and len(surname) > 1:
            yield surname


def _lookup_tables(
    meanings: Meanings,
) -> tuple[Mapping[str, SpellingMeaning], re.Pattern[str], Mapping[str, tuple[int, ...]]]:
    """The tables that the search uses: unambiguous spellings, a pattern of their starts, and their lengths."""
    return _unambiguous(meanings), _start_pattern(meanings), _lengths(meanings)


def _unambiguous(meanings: Meanings) -> Mapping[str, SpellingMeaning]:
    return {
        spelling: candidates[0]
        for spelling, candidates in meanings.items()
        if len(candidates) == 1
        and candidates[0].entities
        and candidates[0].kind != "compound"
        and not candidates[0].stands_for
        and not (is_latin(spelling[0]) or is_latin(spelling[-1]) or spelling[-1] == APPROXIMATELY)
    }


def is_latin(character: str) -> bool:
    """Whether the character belongs to a script whose words have boundaries."""
    return character < "\u0250" and character.isalnum()  # the end of Latin Extended-B


def _start_pattern(spellings: Iterable[str]) -> re.Pattern[str]:
    """A pattern of two characters that may start a spelling; it over-matches, as the two may come from different ones."""
    first, second = ("".join(sorted({spelling[position] for spelling in spellings})) for position in (0, 1))
    return re.compile(f"[{re.escape(first)}](?=[{re.escape(second)}])")


def _lengths(spellings: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    lengths_by_start: dict[str, set[int]] = {}
    for spelling in spellings:
        lengths_by_start.setdefault(spelling[:2], set()).add(len(spelling))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in lengths_by_start.items()}
