"""The web addresses that a dossier contains, each with the location where it is first written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dossier.load.disk import ContentFiles
from dossier.model import Library, Location, Prose

_WEB = ("https://", "http://")


def external_addresses(library: Library, content: ContentFiles) -> Mapping[str, Location]:
    """Every address, once; those of packaged outlets that no file contains are left out."""
    texts = {source.file: source.text for source in content.texts.values()}
    locations: dict[str, Location] = {}
    for address, at in (*_fields(library, content), *_links(library)):
        if address.startswith(_WEB) and at.file in texts:
            locations.setdefault(address.partition("#")[0], _line(address, at, texts[at.file]))
    return locations


def _fields(library: Library, content: ContentFiles) -> Iterator[tuple[str, Location]]:
    settings = content.texts.get("dossier.yaml")
    for outlet in library.outlets.values():
        if settings and outlet.url in settings.text:
            yield outlet.url, Location(settings.file)
    for article in library.articles:
        related = (item.url for item in article.related)
        for address in (article.url, article.archive, article.translation_of, *related):
            yield address, article.at


def _links(library: Library) -> Iterator[tuple[str, Location]]:
    """The links, pictures and films in texts."""
    for prose, at in _proses(library):
        for block in prose:
            location = Location(at.file, block.line or at.line)
            for mark in block.marks:
                if mark.kind == "link":
                    yield mark.value, location
            if block.media:
                yield block.media.src, location
                yield block.media.href, location


def _proses(library: Library) -> Iterator[tuple[Prose, Location]]:
    yield from ((article.body, article.at) for article in library.articles)
    yield from ((note.text, note.at) for note in library.notes)
    yield from ((page.text, page.at) for page in library.pages)
    yield from ((event.text, event.at) for event in library.events)
    yield from ((claim.note, claim.at) for claim in library.claims)
    yield from ((entity.summary, entity.at) for entity in library.entities)
    yield from ((correction.text, correction.at) for correction in library.corrections)


def _line(address: str, at: Location, text: str) -> Location:
    """The first line with the address, from its record's line on; that line itself if it is written in another form."""
    for number, line in enumerate(text.split("\n")[max(at.line - 1, 0) :], start=max(at.line, 1)):
        if address in line:
            return Location(at.file, number)
    return at
