"""The addresses of the web that a dossier names, each with the place where it first does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dossier.load.disk import ContentFiles
from dossier.model import Library, Location, Prose

_WEB = ("https://", "http://")


def external_addresses(library: Library, content: ContentFiles) -> Mapping[str, Location]:
    """Every address once; outlets' that no file names are their rules' business."""
    texts = {source.file: source.text for source in content.texts.values()}
    found: dict[str, Location] = {}
    for address, at in (*_fields(library, content), *_links(library)):
        if address.startswith(_WEB) and at.file in texts:
            found.setdefault(address.partition("#")[0], _line(address, at, texts[at.file]))
    return found


def _fields(library: Library, content: ContentFiles) -> Iterator[tuple[str, Location]]:
    settings = content.texts.get("dossier.yaml")
    for outlet in library.outlets.values():
        if settings and outlet.url in settings.text:
            yield outlet.url, Location(settings.file)
    for article in library.articles:
        related = (one.url for one in article.related)
        for address in (article.url, article.archive, article.translation_of, *related):
            yield address, article.at


def _links(library: Library) -> Iterator[tuple[str, Location]]:
    """What texts link to, and the pictures and films that they show."""
    for prose, at in _proses(library):
        for block in prose:
            here = Location(at.file, block.line or at.line)
            for mark in block.marks:
                if mark.kind == "link":
                    yield mark.value, here
            if block.media:
                yield block.media.src, here
                yield block.media.href, here


def _proses(library: Library) -> Iterator[tuple[Prose, Location]]:
    yield from ((article.body, article.at) for article in library.articles)
    yield from ((note.text, note.at) for note in library.notes)
    yield from ((page.text, page.at) for page in library.pages)
    yield from ((event.text, event.at) for event in library.events)
    yield from ((claim.note, claim.at) for claim in library.claims)
    yield from ((entity.summary, entity.at) for entity in library.entities)
    yield from ((correction.text, correction.at) for correction in library.corrections)


def _line(address: str, at: Location, text: str) -> Location:
    """The line that the address stands on, from that of its record on; the record's, where it is written otherwise."""
    for number, line in enumerate(text.split("\n")[max(at.line - 1, 0) :], start=max(at.line, 1)):
        if address in line:
            return Location(at.file, number)
    return at
