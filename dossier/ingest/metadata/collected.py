"""What an article's front matter will say, gathered as its capture is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dossier.ingest.html.pieces import Dropped, Piece, piece_text
from dossier.ingest.metadata.bylines import Person
from dossier.ingest.outlets import OutletRule, OutletRules


class Prose(NamedTuple):
    """A paragraph that a capture shows, before anything is taken out of it."""

    letters: str  # and digits, alone
    words: str


class Reason(NamedTuple):
    """Where a fact of the front matter was taken from."""

    field: str
    value: str
    source: str


@dataclass(slots=True)
class CollectedMetadata:
    """Filled by everything that reads the capture, in the order of the text."""

    rule: OutletRule
    rules: OutletRules  # of all outlets
    url: str = ""
    title: str = ""
    kicker: str = ""
    section: str = ""
    published: str = ""
    updated: str = ""
    byline: list[Person] = field(default_factory=list)
    doubled: bool = False  # the line over the text named one author twice, and others not at all
    dateline: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    translation_of: str = ""
    related: list[dict[str, str]] = field(default_factory=list)
    copyright: str = ""
    languages: tuple[str, ...] = ()  # that its page claims
    reasons: list[Reason] = field(default_factory=list)
    shown: Sequence[Prose] = ()  # the paragraphs of the capture, to see what its draft has lost
    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, rule: str, *pieces: Piece) -> None:
        self.dropped += [Dropped(rule, text) for text in map(piece_text, pieces) if text]

    def credit(self, people: Iterable[Person]) -> None:
        """Adds people whom the byline does not have yet; what is new of those it has is kept."""
        for person in people:
            for place, known in enumerate(self.byline):
                if _same(known, person):
                    self.byline[place] = known._replace(
                        latin=known.latin or person.latin, title=known.title or person.title
                    )
                    break
            else:
                self.byline.append(person)

    def place(self, places: Iterable[str]) -> None:
        self.dateline += [place for place in places if place not in self.dateline]

    def is_outlet(self, name: str) -> bool:
        """Whether a name is the outlet's own, as pages give that have no author."""
        plain, own = ("".join(filter(str.isalnum, text.casefold())) for text in (name, self.rule.name))
        return plain.removeprefix("the") in own or own in plain

    def agency(self, names: Iterable[str]) -> None:
        own = self.rule.name
        self.agencies += [name for name in names if name not in self.agencies and not name.startswith(own)]


def _same(one: Person, other: Person) -> bool:
    return one.role == other.role and one.name.casefold() == other.name.casefold()
