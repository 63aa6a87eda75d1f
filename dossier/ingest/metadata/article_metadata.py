"""The metadata of an article, collected for its front matter while its capture is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dossier.ingest.html.pieces import Dropped, Piece, piece_text
from dossier.ingest.metadata.bylines import Person
from dossier.ingest.outlets import OutletRule, OutletRules


class SourceParagraph(NamedTuple):
    """A paragraph of a capture, before anything is removed."""

    key: str  # as by `letters_only`
    text: str


class Reason(NamedTuple):
    """The source of a field of the front matter."""

    field: str
    value: str
    source: str


@dataclass(slots=True)
class ArticleMetadata:
    """Metadata of an article; mutable, because each step of reading a capture adds to it."""

    rule: OutletRule
    rules: OutletRules  # of all outlets
    url: str = ""
    title: str = ""
    kicker: str = ""
    section: str = ""
    published: str = ""
    updated: str = ""
    byline: list[Person] = field(default_factory=list)
    has_repeated_name: bool = False  # the byline repeats one author in place of another
    dateline: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    translation_of: str = ""
    related: list[dict[str, str]] = field(default_factory=list)
    copyright: str = ""
    languages: tuple[str, ...] = ()  # claimed by the page
    reasons: list[Reason] = field(default_factory=list)
    source_paragraphs: Sequence[SourceParagraph] = ()  # to detect lost ones
    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, rule: str, *pieces: Piece) -> None:
        self.dropped += [Dropped(rule, text) for text in map(piece_text, pieces) if text]

    def add_people(self, people: Iterable[Person]) -> None:
        """Add people to the byline, and missing details to those that it already has."""
        for person in people:
            for index, existing in enumerate(self.byline):
                if _is_same_person(existing, person):
                    self.byline[index] = existing._replace(
                        latin=existing.latin or person.latin, title=existing.title or person.title
                    )
                    break
            else:
                self.byline.append(person)

    def add_places(self, places: Iterable[str]) -> None:
        self.dateline += [place for place in places if place not in self.dateline]

    def is_outlet(self, name: str) -> bool:
        """Whether a name is that of the outlet, as on pages without an author."""
        key, own_key = ("".join(filter(str.isalnum, text.casefold())) for text in (name, self.rule.name))
        return key.removeprefix("the") in own_key or own_key in key

    def add_agencies(self, names: Iterable[str]) -> None:
        own = self.rule.name
        self.agencies += [name for name in names if name not in self.agencies and not name.startswith(own)]


def _is_same_person(one: Person, other: Person) -> bool:
    return one.role == other.role and one.name.casefold() == other.name.casefold()
