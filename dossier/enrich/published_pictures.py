"""The pictures of the public edition: those that its texts show, without metadata, under names made of their content."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

from dossier.enrich.picture_metadata import Unclean, without_metadata
from dossier.model import Article, Block, Claim, Correction, Entity, Event, FreePage, Library, LocalMedia, Note, Prose
from dossier.problems import MapFn, Problem, Severity

IsDisplayable = Callable[[LocalMedia], bool]

_Text = TypeVar("_Text", Article, Claim, Correction, Entity, Event, FreePage, Note)

_FIELDS: Mapping[type, tuple[str, ...]] = {  # where an editor's Markdown stands
    Claim: ("note",),
    Correction: ("text",),
    Entity: ("summary",),
    Event: ("text",),
    FreePage: ("text",),
    Note: ("text",),
}
_HINT = "save it anew with another program, or as a PNG; or take it out of the texts"
_NAME = 16  # letters of a hash


def local_file(src: str) -> str:
    """The file of content/media/ that a Markdown address means; nothing for an address on the web."""
    return "" if "://" in src or src.startswith(("data:", "//")) else src.removeprefix("../media/").removeprefix("./")


def published_pictures(
    library: Library, is_displayable: IsDisplayable, each: MapFn
) -> tuple[Mapping[str, LocalMedia], tuple[Problem, ...]]:
    """Of the library's pictures those that its texts show, by their file, as they may be published; a warning for any
    that cannot be."""
    shown = set(_shown(library))
    wanted = [media for file, media in library.media.items() if file in shown]
    cleaned = each(_Cleaned(is_displayable), [_Picture(media.data, media.file) for media in wanted])
    published: dict[str, LocalMedia] = {}
    problems: list[Problem] = []
    for media, result in zip(wanted, cleaned, strict=True):
        if isinstance(result, str):
            fact = f"the public edition leaves out this picture: {result}"
            problems.append(Problem(media.at, Severity.WARNING, "metadata", fact, hint=_HINT))
        else:
            published[media.file] = LocalMedia(_name(media.file, result), result, media.rights, credit=media.credit)
    return published, tuple(problems)


def with_published_names(
    library: Library, published: Mapping[str, LocalMedia], unnamed: Collection[str], each: MapFn
) -> Library:
    """The library whose texts call pictures as they are published, and link to nothing that is to be `unnamed`.

    That are files of content/media/ and addresses of articles, as `article:ID`.
    """
    names = {file: f"../media/{media.file}" for file, media in published.items()}
    renamed = _Renamed(names, frozenset(unnamed))
    naming = [article for article in library.articles if any(map(renamed.changes, article.blocks))]
    changed = dict(zip((article.id for article in naming), each(renamed, naming), strict=True))
    return replace(
        library,
        media={media.file: media for media in published.values()},
        articles=tuple(changed.get(article.id, article) for article in library.articles),
        entities=tuple(map(renamed, library.entities)),
        events=tuple(map(renamed, library.events)),
        claims=tuple(map(renamed, library.claims)),
        notes=tuple(map(renamed, library.notes)),
        pages=tuple(map(renamed, library.pages)),
        corrections=tuple(map(renamed, library.corrections)),
    )


class _Picture(NamedTuple):
    data: bytes
    file: str


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """A picture's bytes as they may be published, or why they may not."""

    is_displayable: IsDisplayable

    def __call__(self, picture: _Picture) -> bytes | str:
        if not self.is_displayable(LocalMedia(picture.file, picture.data)):
            return "no page shows it, for it is broken, of an unknown kind, or could act"
        try:
            cleaned = without_metadata(picture.data)
        except Unclean as reason:
            return f"its metadata cannot be taken out, since {reason}"
        if not self.is_displayable(LocalMedia(picture.file, cleaned)):
            return "without its metadata no page would show it"
        return picture.data if cleaned == picture.data else cleaned


def _name(file: str, data: bytes) -> str:
    """A name that tells nothing but what is published: the hash is that of the cleaned bytes."""
    return f"{sha256(data).hexdigest()[:_NAME]}{file[file.rfind('.') :].lower()}"


def _shown(library: Library) -> Iterator[str]:
    """The files that texts show."""
    for prose in _texts(library):
        for block in prose:
            if block.media and (file := local_file(block.media.src)):
                yield file


def _texts(library: Library) -> Iterator[Prose]:
    yield from (article.blocks for article in library.articles)
    for records in (
        library.entities,
        library.events,
        library.claims,
        library.notes,
        library.pages,
        library.corrections,
    ):
        yield from (getattr(record, field) for record in records for field in _FIELDS[type(record)])


@dataclass(frozen=True, slots=True)
class _Renamed:
    """A record whose texts call pictures by other names."""

    names: Mapping[str, str]  # by file: the address
    unnamed: frozenset[str]

    def __call__(self, record: _Text) -> _Text:
        if isinstance(record, Article):
            fields: dict[str, Any] = {"header": self._prose(record.header), "body": self._prose(record.body)}
            if record.drafted is not None:
                fields["drafted"] = self._prose(record.drafted)
        else:
            fields = {field: self._prose(getattr(record, field)) for field in _FIELDS[type(record)]}
        same = all(getattr(record, field) is value for field, value in fields.items())
        return record if same else replace(record, **fields)

    def changes(self, block: Block) -> bool:
        """Whether a block names a file."""
        return bool(block.media and (local_file(block.media.src) or self._is_unnamed(block.media.href))) or any(
            mark.kind == "link" and self._is_unnamed(mark.value) for mark in block.marks
        )

    def _prose(self, prose: Prose) -> Prose:
        return tuple(map(self._block, prose)) if any(map(self.changes, prose)) else prose

    def _block(self, block: Block) -> Block:
        media = block.media
        if media:
            file = local_file(media.src)
            src, href = self.names.get(file, "") if file else media.src, media.href
            media = media._replace(src=src, href="" if self._is_unnamed(href) else href)
        marks = tuple(mark for mark in block.marks if mark.kind != "link" or not self._is_unnamed(mark.value))
        return block._replace(media=media, marks=marks)

    def _is_unnamed(self, address: str) -> bool:
        """Whether an address is that of a file in content/media/, or of an article that is not published."""
        return bool(address) and (local_file(address) in self.unnamed or address.partition("#")[0] in self.unnamed)
