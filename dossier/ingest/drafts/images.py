"""Pictures of the web, brought into media/ with what is known of where they are from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from dossier import front_matter
from dossier.guard import guarded
from dossier.ingest.captures.shelf import MEDIA, RIGHTS, ContentShelf, fingerprint_capture
from dossier.ingest.drafts.local_links import remote_pictures
from dossier.ingest.network.fetch import PICTURES, FetchedPage
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

Fetch: TypeAlias = Callable[[str, tuple[str, ...]], FetchedPage]

LARGEST = 10_000_000  # bytes
# What a picture begins with. Vector graphics are no such picture: they can hold scripts.
_KINDS = (
    (".jpg", re.compile(rb"\xff\xd8\xff")),
    (".png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    (".gif", re.compile(rb"GIF8[79]a")),
    (".webp", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    (".avif", re.compile(rb".{4}ftypavi[fs]", re.DOTALL)),
)
_VECTOR = re.compile(rb"\s*(?:<[?!][^>]*>\s*)*<svg\b", re.IGNORECASE)
_BY_HAND = "save it into content/media/ by hand, or leave its caption card"


@dataclass(frozen=True, slots=True)
class LocalisedPictures:
    """What to write below content/, over what, and what could not be brought."""

    writes: Mapping[str, bytes]
    was: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def localise_pictures(
    shelf: ContentShelf, bodies: Iterable[tuple[str, str]], fetch: Fetch, at: str, content: str = "content"
) -> LocalisedPictures:
    """The pictures of the articles' bodies that are not in media/ yet. `at` is now.

    What may be done with a picture is its editor's to say: until then it is an excerpt, which the public edition leaves out.
    """
    there, taken = dict(shelf.pictures), dict(shelf.media)
    writes: dict[str, bytes] = {}
    rights: dict[str, Mapping[str, str]] = {}
    problems: list[Problem] = []
    for article, body in bodies:
        for number, (url, credit) in enumerate(remote_pictures(body).items(), 1):
            if url in there:
                continue
            try:
                data, suffix = guarded(partial(_picture, url, fetch), Location(url))
            except Failure as failure:
                problems += (replace(problem, severity=Severity.WARNING) for problem in failure.problems)
                continue
            file = _file(f"{article}-{number}", suffix, data, taken)
            if file not in taken:
                writes[f"{MEDIA}/{file}"] = data
            taken[file] = ""
            there[url] = file
            rights[file] = {"source": url, "fetched": at, "rights": "excerpt", **({"credit": credit} if credit else {})}
    if not rights:
        return LocalisedPictures({}, {}, tuple(problems))
    try:
        writes[RIGHTS] = _added(shelf.rights or b"", rights, content)
    except Failure as failure:
        return LocalisedPictures({}, {}, (*problems, *failure.problems))
    return LocalisedPictures(writes, {RIGHTS: shelf.rights} if shelf.rights is not None else {}, tuple(problems))


def _picture(url: str, fetch: Fetch) -> tuple[bytes, str]:
    """A picture and the suffix of its kind, which its bytes tell, whatever the server says."""
    data = fetch(url, PICTURES).data
    if _VECTOR.match(data):
        raise _failure(url, "a vector graphic (SVG) can hold scripts, and is not brought in from the web", _BY_HAND)
    if len(data) > LARGEST:
        raise _failure(url, f"the picture is larger than {LARGEST:,} bytes", _BY_HAND)
    for suffix, beginning in _KINDS:
        if beginning.match(data):
            return data, suffix
    raise _failure(url, "this is no picture of a kind that browsers show (JPEG, PNG, GIF, WebP, AVIF)", _BY_HAND)


def _file(stem: str, suffix: str, data: bytes, taken: Mapping[str, str]) -> str:
    """A name that no file of media/ has, or that of this very picture, left there by an import that was killed."""
    names = (f"{stem}{suffix}" if n == 1 else f"{stem}.{n}{suffix}" for n in range(1, len(taken) + 2))
    return next(name for name in names if taken.get(name) in (None, fingerprint_capture(data).sha256))


def _added(text: bytes, rights: Mapping[str, Mapping[str, str]], content: str) -> bytes:
    """What the editor wrote, letter for letter, and the new entries below it."""
    both = text + (b"\n" if text and not text.endswith(b"\n") else b"") + front_matter.dump_yaml(rights).encode()
    try:
        front_matter.to_plain(front_matter.read_yaml(both.decode(), RIGHTS))
    except (Failure, UnicodeDecodeError) as error:
        fact, help_ = "nothing can be added to this file", "write it as lines: `FILE: {source: …, rights: …}`"
        raise Failure(Problem(Location(f"{content}/{RIGHTS}"), Severity.ERROR, "picture", fact, hint=help_)) from error
    return both


def _failure(url: str, message: str, hint: str) -> Failure:
    return Failure(Problem(Location(url), Severity.WARNING, "picture", message, hint=hint))
