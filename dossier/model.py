"""Every noun of Dossier: frozen values, one type per stage, never half-filled.

Nothing here computes or reads; the stages do, and what a property tells is what its own fields tell, seen otherwise.
Offsets are code points of `Block.text`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, Literal, NamedTuple, TypeAlias

# ── Places and dates ─────────────────────────────────────────────────────────


class At(NamedTuple):
    """A place that a person can open: a file, and a line of it (0: the file as a whole)."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


NOWHERE = At("")


class When(NamedTuple):
    """A date that claims no more than is known; `edtf.parse` makes it."""

    edtf: str  # as written, EDTF level 0 or 1 or [a..b]
    first: date  # the earliest day it may mean (date.min: open)
    last: date  # the latest (date.max: open)
    approximate: bool = False  # ~
    uncertain: bool = False  # ?
    span: bool = False  # it lasted from `first` to `last`; otherwise it is one moment between them
    moment: datetime | None = None  # the instant, where a time and its zone are known


# ── Text: blocks, and marks that stand off them ──────────────────────────────

MarkKind: TypeAlias = Literal[
    # from the Markdown
    "emphasis", "strong", "strike", "code", "link", "footnote",
    # from the stages that read the text
    "entity", "date", "gloss", "held", "hit", "lang", "name",
]  # fmt: skip


class Mark(NamedTuple):
    """Something said of the characters `start` to `end` of a block.

    `value` is a link's address, a footnote's number, an entity's id, a date's EDTF, a language …
    """

    start: int
    end: int
    kind: MarkKind
    value: str = ""


class Container(NamedTuple):
    """What a block stands in, outermost first: `ul` `ol` `li` `quote` `table` `tr` `th` `td` `figure` `gallery` `footnote`.

    `nth` counts within its parent; an `ol`'s items count from the list's own start.
    """

    kind: str
    nth: int


BlockKind: TypeAlias = Literal[
    "title", "byline", "paragraph", "heading", "item", "quote", "cell", "caption", "credit", "code", "rule"
]  # fmt: skip


class Media(NamedTuple):
    """The picture or film that a caption belongs to, as the Markdown names it."""

    kind: Literal["image", "video"]
    src: str  # a picture's address, or a film's poster
    alt: str = ""
    href: str = ""  # where a film is watched


class Block(NamedTuple):
    """A leaf of a text: plain characters, the marks over them, and where it stands."""

    id: str  # `p-` and six letters of the hash of its folded text
    kind: BlockKind
    text: str  # a hard line break is "\n"
    marks: tuple[Mark, ...] = ()
    within: tuple[Container, ...] = ()
    section: int = 0  # 0 before the first heading; a gallery is one of its own
    number: int = 0  # ¶ n; 0: not counted
    level: int = 0  # of a heading
    media: Media | None = None  # of a caption
    line: int = 0  # of its file


Prose: TypeAlias = tuple[Block, ...]


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
    own: bool = False  # the editors' own texts are filed under it


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
    """A file as it was captured, never changed since."""

    file: str  # relative to content/captures/
    sha256: str
    at: str = ""  # when it was fetched, ISO 8601 in UTC
    version: bool = False  # its words are others than those of the capture before it, or of the one after the first


@dataclass(frozen=True, slots=True)
class Related:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Words that somebody relies on, before they are looked for; an empty quote is the whole article."""

    article: str
    quote: str
    at: At
    nth: int = 0  # counted from 1 over the article; 0: not said
    prefix: str = ""
    suffix: str = ""
    block: str = ""  # the id of the block that the words were taken from


@dataclass(frozen=True, slots=True)
class Override:
    """An editor's word against the program's: what these words of an article mean. `to` is "none" for nothing."""

    citation: Citation
    to: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its file tells it."""

    id: str
    title: str
    outlet: str
    language: str
    head: Prose  # the title's block, and the byline's where there is one
    body: Prose
    at: At
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
    drafted: Prose | None = None  # the body as import last drafted it; None: no draft is kept

    @property
    def blocks(self) -> Prose:
        return self.head + self.body

    def __reduce__(self) -> tuple[type[Article], tuple[Any, ...]]:
        """As `pickle` takes it from process to process: thrice as fast as by the names of its fields."""
        return Article, _FIELDS(self)


_FIELDS = attrgetter(*(field.name for field in fields(Article)))


@dataclass(frozen=True, slots=True)
class Entity:
    id: str
    type: EntityType
    name: Mapping[str, str]  # by language
    at: At
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
    added: When | None = None  # when it was entered; nothing where nobody wrote it down


@dataclass(frozen=True, slots=True)
class CompoundName:
    """One word for several entities: 朝俄."""

    word: str
    entities: tuple[str, ...]
    at: At


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step of the history of an event or a claim: when its status became this one."""

    when: When | None
    status: Status | Verdict
    why: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of a journey: from one place to another, as far as a source tells it."""

    origin: str  # `from:` in the file
    destination: str  # `to:`
    status: Status
    at: At
    when: When | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    title: str
    status: Status
    at: At
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
    at: At
    stances: tuple[Stance, ...] = ()
    history: tuple[HistoryStep, ...] = ()
    note: Prose = ()
    by: str = ""
    formerly: tuple[str, ...] = ()
    added: When | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's note on an article or on words of it."""

    id: str  # `n-` and six letters of the hash of its quotation
    citation: Citation
    text: Prose
    at: At
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
    at: At


@dataclass(frozen=True, slots=True)
class Correction:
    when: When | None
    text: Prose
    at: At
    article: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class LocalMedia:
    """A file of content/media/, and what may be done with it."""

    file: str  # relative to content/media/
    data: bytes
    rights: Rights | Literal[""] = ""  # nothing said: shown in the internal edition only
    source: str = ""
    credit: str = ""
    at: At = NOWHERE


@dataclass(frozen=True, slots=True)
class Library:
    """content/ as people wrote it: parsed and checked field by field, nothing looked up yet.

    Articles run by date of publication, everything else as its file has it.
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
    media: Mapping[str, LocalMedia] = field(default_factory=dict)


# ── What the program found in it: the Dossier ────────────────────────────────


class Mention(NamedTuple):
    """A name in a text, and whose it is."""

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
    relative: bool  # 周三, 上月底: a reader is helped by the date itself


class ArticleFindings(NamedTuple):
    """What one article tells of names and days, and its share of what all of them tell."""

    mentions: tuple[Mention, ...]  # in reading order
    dates: tuple[DateMention, ...]  # likewise
    counts: Mapping[str, int]  # entity → mentions, those too that an edition leaves out
    beside: tuple[tuple[str, str], ...]  # two entities, once for each block that names both

    def __reduce__(self) -> tuple[Any, ...]:
        """As `pickle` takes it from process to process: half as long by columns, in which little is told twice."""
        return _found, (*map(_turned, (self.mentions, self.dates, self.beside)), self.counts)


def _found(mentions: Any, dates: Any, beside: Any, counts: Mapping[str, int]) -> ArticleFindings:
    rows = tuple(map(Mention._make, _turned(mentions))), tuple(map(DateMention._make, _turned(dates)))
    return ArticleFindings(*rows, counts, _turned(beside))


def _turned(rows: Iterable[Any]) -> tuple[Any, ...]:
    """Columns of rows, or rows of columns."""
    return tuple(zip(*rows, strict=True))


class Passage(NamedTuple):
    """Where a citation's words stand."""

    article: str
    block: str
    start: int
    end: int
    exact: bool


class CoMention(NamedTuple):
    """How many blocks name an entity beside another."""

    entity: str
    blocks: int


class Coverage(NamedTuple):
    """How many articles an outlet published on a day; `exact` is false for a date that is itself about."""

    day: date
    outlet: str
    articles: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Withheld:
    """What the public edition leaves out of one article, in numbers and reasons only."""

    article: str
    blocks: int
    why: str  # excerpt private withheld draft media


@dataclass(frozen=True)
class Dossier:
    """A Library with its names linked, its dates resolved and its quotations found; what every page is made of."""

    content: Library
    found: Mapping[str, ArticleFindings] = field(default_factory=dict)  # by article, in the library's order
    passages: Mapping[Citation, Passage] = field(default_factory=dict)
    coverage: tuple[Coverage, ...] = ()
    timeline: tuple[Event, ...] = ()  # by date, the undated last
    same_events: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # article → others that its events cite
    edition: Literal["internal", "public"] = "internal"
    withheld: tuple[Withheld, ...] = ()

    # What all articles tell together: made when it is first asked for, since it takes time in proportion to them.

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(chain.from_iterable(found.mentions for found in self.found.values()))

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        return tuple(chain.from_iterable(found.dates for found in self.found.values()))

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How often each article names each entity: entity → article → mentions."""
        counts: dict[str, dict[str, int]] = {}
        for article, found in self.found.items():
            for entity, mentions in found.counts.items():
                counts.setdefault(entity, {})[article] = mentions
        return dict(sorted(counts.items()))

    @cached_property
    def together(self) -> Mapping[str, tuple[CoMention, ...]]:
        """Who appears with whom, most often first: entity → the others, with how many blocks name both."""
        others: dict[str, list[CoMention]] = {}
        for (one, other), blocks in Counter(chain.from_iterable(found.beside for found in self.found.values())).items():
            others.setdefault(one, []).append(CoMention(other, blocks))
            others.setdefault(other, []).append(CoMention(one, blocks))
        return {entity: tuple(sorted(others[entity], key=lambda t: (-t.blocks, t.entity))) for entity in sorted(others)}


Output: TypeAlias = Mapping[str, bytes]
"""The site: a relative path for each file's bytes."""
