"""The data model: frozen values, one set of types for each stage, never partly filled in.

The stages read and compute; properties here only derive from the fields beside them. Locations, dates and blocks are
in `text_model.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, Literal, NamedTuple, TypeAlias

from dossier.text_model import NOWHERE, Block, BlockKind, Container, Location, Mark, MarkKind, Media, Prose, When

__all__ = [
    "NOWHERE", "Article", "ArticleFindings", "Block", "BlockKind", "Byline", "Capture", "Citation", "Claim",
    "CoMention", "CompoundName", "Container", "Correction", "Coverage", "DateMention", "Declined", "Dossier",
    "Entity", "EntityType", "Event", "FreePage", "HistoryStep", "Leg", "Library", "Linking", "LocalMedia",
    "Location", "Mark", "MarkKind", "Media", "Mention", "Note", "Outlet", "Output", "Override", "Passage",
    "Prose", "Related", "Rights", "Says", "Settings", "Stance", "Status", "Verdict", "When", "Withheld",
]  # fmt: skip

# ── What people wrote: the Library ───────────────────────────────────────────

Rights: TypeAlias = Literal["owned", "licensed", "public-domain", "excerpt", "private"]
Status: TypeAlias = Literal["happened", "planned", "alleged", "denied", "superseded"]
Verdict: TypeAlias = Literal["open", "disputed", "confirmed", "refuted", "withdrawn"]
Says: TypeAlias = Literal["asserts", "denies", "doubts", "confirms"]
EntityType: TypeAlias = Literal["person", "place", "organisation", "thing", "event", "country"]
Linking: TypeAlias = Literal["first", "all", "index", "never"]


@dataclass(frozen=True, slots=True)
class Outlet:
    id: str
    name: str
    url: str = ""
    language: str = ""
    rights: Rights = "excerpt"
    own: bool = False  # the editors file their own texts under it


@dataclass(frozen=True, slots=True)
class Settings:
    """content/dossier.yaml, without its outlets."""

    title: str
    description: str = ""
    language: str = "zh-Hans"  # of the interface
    base_url: str = ""  # with its closing slash, or nothing
    timezone: str = "UTC"
    editors: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Byline:
    name: str
    latin: str = ""
    role: str = "reporter"  # reporter contributor translator photographer editor
    title: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """A captured file, which is never changed."""

    file: str  # relative to content/captures/
    sha256: str
    at: str = ""  # when it was fetched, ISO 8601 in UTC
    version: bool = False  # its text differs from the capture before it; also set on the first version


@dataclass(frozen=True, slots=True)
class Related:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation as an editor wrote it, before it is looked up; an empty quote cites the whole article."""

    article: str
    quote: str
    at: Location
    nth: int = 0  # which occurrence in the article, from 1; 0: not given
    prefix: str = ""
    suffix: str = ""
    block: str = ""  # the id of the block that the words were taken from


@dataclass(frozen=True, slots=True)
class Override:
    """An editor's correction of what words of an article mean: an entity's id, a date, or "none"."""

    citation: Citation
    meaning: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read from its file."""

    id: str
    title: str
    outlet: str
    language: str
    header: Prose  # the block of the title, and that of the byline if there is one
    body: Prose
    at: Location
    kicker: str = ""
    by: str = ""
    summary: str = ""
    url: str = ""
    published: When | None = None
    updated: When | None = None
    anchor: When | None = None
    byline: tuple[Byline, ...] = ()
    dateline: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    section: str = ""
    translation_of: str = ""
    archive: str = ""
    related: tuple[Related, ...] = ()
    copyright: str = ""
    text: Literal["full", "digest"] = "full"
    rights: Rights = "excerpt"  # the article's own, else its outlet's, else excerpt
    withheld: str = ""
    formerly: tuple[str, ...] = ()
    draft: bool = False
    captures: tuple[Capture, ...] = ()
    mentions: tuple[Override, ...] = ()
    dates: tuple[Override, ...] = ()
    drafted: Prose | None = None  # the body as import last drafted it; None: there is no draft

    @property
    def blocks(self) -> Prose:
        return self.header + self.body

    def __reduce__(self) -> tuple[type[Article], tuple[Any, ...]]:
        """Pickles the fields by position, three times as fast as by name, to send articles between processes."""
        return Article, _FIELDS(self)


_FIELDS = attrgetter(*(field.name for field in fields(Article)))


@dataclass(frozen=True, slots=True)
class Entity:
    id: str
    type: EntityType
    name: Mapping[str, str]  # by language
    at: Location
    alias: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()  # `not:` in the file
    alias_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by article
    wikidata: str = ""
    link: Linking = "first"
    summary: Prose = ()
    by: str = ""
    coordinates: tuple[float, float] | None = None  # latitude, longitude
    stands_for: str = ""
    literal_if: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    added: When | None = None  # when it was entered, if anybody recorded that


@dataclass(frozen=True, slots=True)
class CompoundName:
    """A single word that names several entities: 朝俄."""

    word: str
    entities: tuple[str, ...]
    at: Location


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """A change of the status of an event or a claim."""

    when: When | None
    status: Status | Verdict
    why: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of a journey, from one place to another."""

    origin: str  # `from:` in the file
    destination: str  # `to:`
    status: Status
    at: Location
    when: When | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    title: str
    status: Status
    at: Location
    when: When | None = None
    who: tuple[str, ...] = ()
    where: str = ""
    text: Prose = ()
    by: str = ""
    sources: tuple[Citation, ...] = ()
    formerly: tuple[str, ...] = ()
    legs: tuple[Leg, ...] = ()
    history: tuple[HistoryStep, ...] = ()
    added: When | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    says: Says
    citation: Citation
    who: tuple[str, ...] = ()
    voice: str = ""  # somebody who is no entity
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    text: str
    status: Verdict
    at: Location
    stances: tuple[Stance, ...] = ()
    history: tuple[HistoryStep, ...] = ()
    note: Prose = ()
    by: str = ""
    formerly: tuple[str, ...] = ()
    added: When | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's note on an article, or on a quotation from it."""

    id: str  # `n-` and six letters of the hash of its quotation
    citation: Citation
    text: Prose
    at: Location
    title: str = ""
    by: str = ""
    when: When | None = None
    tags: tuple[str, ...] = ()
    added: When | None = None


@dataclass(frozen=True, slots=True)
class FreePage:
    stem: str
    title: str
    text: Prose
    at: Location


@dataclass(frozen=True, slots=True)
class Correction:
    when: When | None
    text: Prose
    at: Location
    article: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Declined:
    """A suggestion that an editor does not want to be offered again."""

    kind: str  # of suggestions: entity, alias, event …
    key: str
    at: Location
    names: tuple[str, ...] = ()
    by: str = ""
    when: When | None = None


@dataclass(frozen=True, slots=True)
class LocalMedia:
    """A file of content/media/, and the rights to it."""

    file: str  # relative to content/media/
    data: bytes
    rights: Rights | Literal[""] = ""  # not stated: shown in the internal edition only
    source: str = ""
    credit: str = ""
    at: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Library:
    """The contents of content/: parsed and checked field by field, with no references resolved yet.

    Articles are sorted by date of publication; everything else is in the order of its file.
    """

    settings: Settings
    outlets: Mapping[str, Outlet]
    articles: tuple[Article, ...] = ()
    entities: tuple[Entity, ...] = ()
    compounds: tuple[CompoundName, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    notes: tuple[Note, ...] = ()
    pages: tuple[FreePage, ...] = ()
    corrections: tuple[Correction, ...] = ()
    declined: tuple[Declined, ...] = ()
    media: Mapping[str, LocalMedia] = field(default_factory=dict)


# ── What the program finds in it: the Dossier ────────────────────────────────


class Mention(NamedTuple):
    """A name in a text, and the entities that it refers to."""

    article: str
    block: str
    start: int
    end: int
    surface: str
    entities: tuple[str, ...]  # several for a compound
    kind: Literal["name", "metonym", "compound", "gloss"]
    linked: bool


class DateMention(NamedTuple):
    """A temporal expression in a text, and the date it means."""

    article: str
    block: str
    start: int
    end: int
    surface: str
    when: When
    relative: bool  # 周三, 上月底: pages show the date beside it


class ArticleFindings(NamedTuple):
    """The names and dates found in one article, and its share of the totals."""

    mentions: tuple[Mention, ...]  # in reading order
    dates: tuple[DateMention, ...]  # likewise
    counts: Mapping[str, int]  # entity → mentions, including those that the edition leaves out
    pairs: tuple[tuple[str, str], ...]  # two entities, once for each block that names both

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles the tuples as columns, which repeat less and take half as long, to send them between processes."""
        return _from_columns, (*map(_transpose, (self.mentions, self.dates, self.pairs)), self.counts)


def _from_columns(mentions: Any, dates: Any, pairs: Any, counts: Mapping[str, int]) -> ArticleFindings:
    rows = tuple(map(Mention._make, _transpose(mentions))), tuple(map(DateMention._make, _transpose(dates)))
    return ArticleFindings(*rows, counts, _transpose(pairs))


def _transpose(rows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(zip(*rows, strict=True))


class Passage(NamedTuple):
    """The span of text that a citation refers to."""

    article: str
    block: str
    start: int
    end: int
    exact: bool


class CoMention(NamedTuple):
    """Another entity, and how many blocks name both."""

    entity: str
    blocks: int


class Coverage(NamedTuple):
    """How many articles an outlet published on a day; `exact` is false if the date is approximate."""

    day: date
    outlet: str
    articles: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Withheld:
    """How much of an article the public edition leaves out, and why."""

    article: str
    blocks: int
    why: str  # excerpt private withheld draft media


@dataclass(frozen=True)
class Dossier:
    """A Library with its names linked, its dates resolved and its quotations located: the input of every page."""

    content: Library
    findings: Mapping[str, ArticleFindings] = field(default_factory=dict)  # by article, in the library's order
    passages: Mapping[Citation, Passage] = field(default_factory=dict)
    coverage: tuple[Coverage, ...] = ()
    timeline: tuple[Event, ...] = ()  # by date, the undated last
    same_events: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # article → others that its events cite
    edition: Literal["internal", "public"] = "internal"
    withheld: tuple[Withheld, ...] = ()

    # Totals over all articles, computed at first use, since they take time in proportion to the number of articles.

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(chain.from_iterable(article.mentions for article in self.findings.values()))

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        return tuple(chain.from_iterable(article.dates for article in self.findings.values()))

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How often each article names each entity: entity → article → mentions."""
        counts: dict[str, dict[str, int]] = {}
        for article, findings in self.findings.items():
            for entity, mentions in findings.counts.items():
                counts.setdefault(entity, {})[article] = mentions
        return dict(sorted(counts.items()))

    @cached_property
    def co_mentions(self) -> Mapping[str, tuple[CoMention, ...]]:
        """Entity → the entities named in the same blocks, most often first."""
        others: dict[str, list[CoMention]] = {}
        pairs = Counter(chain.from_iterable(article.pairs for article in self.findings.values()))
        for (first, second), blocks in pairs.items():
            others.setdefault(first, []).append(CoMention(second, blocks))
            others.setdefault(second, []).append(CoMention(first, blocks))
        return {
            entity: tuple(sorted(others[entity], key=lambda other: (-other.blocks, other.entity)))
            for entity in sorted(others)
        }


Output: TypeAlias = Mapping[str, bytes]
"""The site: the bytes of each file by its relative path."""
