"""The pictures of the public edition: those its texts display, without metadata, named by a hash of their content."""

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

_FIELDS: Mapping[type, tuple[str, ...]] = {  # the fields that hold an editor's Markdown
    Claim: ("note",),
    Correction: ("text",),
    Entity: ("summary",),
    Event: ("text",),
    FreePage: ("text",),
    Note: ("text",),
}
_HINT = "save it anew with another program, or as a PNG; or take it out of the texts"
_HASH_LENGTH = 16  # letters of a hash


def local_file(src: str) -> str:
    """The file of content/media/ that a Markdown address refers to; empty for an address on the web."""
    return "" if "://" in src or src.startswith(("data:", "//")) else src.removeprefix("../media/").removeprefix("./")


def published_pictures(
    library: Library, is_displayable: IsDisplayable, map_fn: MapFn
) -> tuple[Mapping[str, LocalMedia], tuple[Problem, ...]]:
    """The pictures that the library's texts display, cleaned and renamed, by their original file; a warning for each
    that cannot be published."""
    displayed = set(_displayed_files(library))
    pictures = [media for file, media in library.media.items() if file in displayed]
    cleaned = map_fn(_CleanPicture(is_displayable), [_Picture(media.data, media.file) for media in pictures])
    published: dict[str, LocalMedia] = {}
    problems: list[Problem] = []
    for media, result in zip(pictures, cleaned, strict=True):
        if isinstance(result, str):
            fact = f"the public edition leaves out this picture: {result}"
            problems.append(Problem(media.at, Severity.WARNING, "metadata", fact, hint=_HINT))
        else:
            published[media.file] = LocalMedia(
                _published_name(media.file, result), result, media.rights, credit=media.credit
            )
    return published, tuple(problems)


def with_published_names(
    library: Library, published: Mapping[str, LocalMedia], unpublished: Collection[str], map_fn: MapFn
) -> Library:
    """The library with pictures under their published names, and without links to what is `unpublished`: files of
    content/media/ and addresses of articles (`article:ID`)."""
    names = {file: f"../media/{media.file}" for file, media in published.items()}
    rename = _RenamePictures(names, frozenset(unpublished))
    affected = [article for article in library.articles if any(map(rename.names_file, article.blocks))]
    changed = dict(zip((article.id for article in affected), map_fn(rename, affected), strict=True))
    return replace(
        library,
        media={media.file: media for media in published.values()},
        articles=tuple(changed.get(article.id, article) for article in library.articles),
        entities=tuple(map(rename, library.entities)),
        events=tuple(map(rename, library.events)),
        claims=tuple(map(rename, library.claims)),
        notes=tuple(map(rename, library.notes)),
        pages=tuple(map(rename, library.pages)),
        corrections=tuple(map(rename, library.corrections)),
    )


class _Picture(NamedTuple):
    data: bytes
    file: str


@dataclass(frozen=True, slots=True)
class _CleanPicture:
    """Returns a picture's bytes without metadata, or the reason why it cannot be published."""

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


def _published_name(file: str, data: bytes) -> str:
    """A name that reveals nothing: the hash is that of the cleaned bytes."""
    return f"{sha256(data).hexdigest()[:_HASH_LENGTH]}{file[file.rfind('.') :].lower()}"


def _displayed_files(library: Library) -> Iterator[str]:
    """The local files that the library's texts display."""
    for prose in _prose_texts(library):
        for block in prose:
            if block.media and (file := local_file(block.media.src)):
                yield file


def _prose_texts(library: Library) -> Iterator[Prose]:
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
class _RenamePictures:
    """Returns a record with its pictures renamed and links to unpublished files and articles removed."""

    names: Mapping[str, str]  # addresses by file
    unpublished: frozenset[str]

    def __call__(self, record: _Text) -> _Text:
        if isinstance(record, Article):
            fields: dict[str, Any] = {"header": self._prose(record.header), "body": self._prose(record.body)}
            if record.drafted is not None:
                fields["drafted"] = self._prose(record.drafted)
        else:
            fields = {field: self._prose(getattr(record, field)) for field in _FIELDS[type(record)]}
        is_unchanged = all(getattr(record, field) is value for field, value in fields.items())
        return record if is_unchanged else replace(record, **fields)

    def names_file(self, block: Block) -> bool:
        """Whether a block displays a local file or links to something unpublished."""
        return bool(block.media and (local_file(block.media.src) or self._is_unpublished(block.media.href))) or any(
            mark.kind == "link" and self._is_unpublished(mark.value) for mark in block.marks
        )

    def _prose(self, prose: Prose) -> Prose:
        return tuple(map(self._block, prose)) if any(map(self.names_file, prose)) else prose

    def _block(self, block: Block) -> Block:
        media = block.media
        if media:
            file = local_file(media.src)
            src, href = self.names.get(file, "") if file else media.src, media.href
            media = media._replace(src=src, href="" if self._is_unpublished(href) else href)
        marks = tuple(mark for mark in block.marks if mark.kind != "link" or not self._is_unpublished(mark.value))
        return block._replace(media=media, marks=marks)

    def _is_unpublished(self, address: str) -> bool:
        """Whether an address is that of a file in content/media/ or of an unpublished article."""
        return bool(address) and (
            local_file(address) in self.unpublished or address.partition("#")[0] in self.unpublished
        )
