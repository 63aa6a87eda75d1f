"""The number of each document in the index, which an edit does not change and a new document changes for few others.

Documents stand in groups: one for each kind of editorial record, one for each day of publication, in that order. A group
has more slots than documents, of sizes that grow by steps, and a document's place in it is by the hash of its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dossier.render.search.letters import hash_term

_HASHES = 65_521


class Group(NamedTuple):
    """A kind of editorial record or a day of publication, and how many slots it has."""

    name: str
    size: int


class SlotLayout(NamedTuple):
    groups: tuple[Group, ...]
    slots: Mapping[tuple[bool, str, str], int]  # by whether it is an article, its group and its id

    @property
    def total(self) -> int:
        return sum(group.size for group in self.groups)


def lay_out_slots(editorial: Mapping[str, Sequence[str]], articles: Mapping[str, Sequence[str]]) -> SlotLayout:
    """The slots of the ids of each kind of editorial record, then those of the ids of each day, the oldest first."""
    groups: list[Group] = []
    slots: dict[tuple[bool, str, str], int] = {}
    start = 0
    named = [(False, kind, editorial[kind]) for kind in editorial]
    for is_article, name, ids in [*named, *((True, day, articles[day]) for day in sorted(articles))]:
        size = group_size(len(ids))
        for record, place in _assigned_slots(ids, size):
            slots[is_article, name, record] = start + place
        groups.append(Group(name, size))
        start += size
    return SlotLayout(tuple(groups), slots)


def group_size(count: int) -> int:
    """The least of 0, 1, 2, 3, 4, 6, 8, 12, 16, 24 … that holds so many, with an eighth to spare where there are eight."""
    wanted = count + count // 8
    size = 1
    while size < wanted:
        if size >= 2 and size * 3 // 2 >= wanted:
            return size * 3 // 2
        size *= 2
    return size if count else 0


def _assigned_slots(ids: Iterable[str], size: int) -> Iterator[tuple[str, int]]:
    """A place below `size` for each id: that of its hash, or the next free one. The order of the ids does not matter."""
    taken: set[int] = set()
    for home, record in sorted((hash_term(record) * size // _HASHES, record) for record in ids):
        place = home
        while place in taken:
            place = (place + 1) % size
        taken.add(place)
        yield record, place
