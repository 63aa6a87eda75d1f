"""Downloads the pictures of articles into media/, and records their sources in media/rights.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from dossier import front_matter
from dossier.guard import guarded
from dossier.ingest.captures.stored_content import MEDIA, RIGHTS, StoredContent, fingerprint_capture
from dossier.ingest.drafts.local_links import remote_pictures
from dossier.ingest.network.fetch import PICTURES, FetchFn
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

LARGEST = 10_000_000  # bytes
# First bytes of each format. Vector graphics are refused, because they can hold scripts.
_SIGNATURES = (
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
    """Downloaded pictures to write below content/, what that replaces, and what failed."""

    writes: Mapping[str, bytes]
    was: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def localise_pictures(
    stored: StoredContent, bodies: Iterable[tuple[str, str]], fetch: FetchFn, now: str, content: str = "content"
) -> LocalisedPictures:
    """Download the pictures in article bodies that are not in media/ yet; `now` is the current time.

    Their rights are set to `excerpt`, which the public edition leaves out, until the editor decides.
    """
    files_by_source, media = dict(stored.pictures), dict(stored.media)
    writes: dict[str, bytes] = {}
    rights: dict[str, Mapping[str, str]] = {}
    problems: list[Problem] = []
    for article, body in bodies:
        for number, (url, credit) in enumerate(remote_pictures(body).items(), 1):
            if url in files_by_source:
                continue
            try:
                data, suffix = guarded(partial(_download_picture, url, fetch), Location(url))
            except Failure as failure:
                problems += (replace(problem, severity=Severity.WARNING) for problem in failure.problems)
                continue
            file = _file_name(f"{article}-{number}", suffix, data, media)
            if file not in media:
                writes[f"{MEDIA}/{file}"] = data
            media[file] = ""
            files_by_source[url] = file
            rights[file] = {
                "source": url,
                "fetched": now,
                "rights": "excerpt",
                **({"credit": credit} if credit else {}),
            }
    if not rights:
        return LocalisedPictures({}, {}, tuple(problems))
    try:
        writes[RIGHTS] = _add_rights(stored.rights or b"", rights, content)
    except Failure as failure:
        return LocalisedPictures({}, {}, (*problems, *failure.problems))
    return LocalisedPictures(writes, {RIGHTS: stored.rights} if stored.rights is not None else {}, tuple(problems))


def _download_picture(url: str, fetch: FetchFn) -> tuple[bytes, str]:
    """A picture and its file suffix, decided by its first bytes and not by the server."""
    data = fetch(url, PICTURES).data
    if _VECTOR.match(data):
        raise _picture_failure(
            url, "a vector graphic (SVG) can hold scripts, and is not brought in from the web", _BY_HAND
        )
    if len(data) > LARGEST:
        raise _picture_failure(url, f"the picture is larger than {LARGEST:,} bytes", _BY_HAND)
    for suffix, signature in _SIGNATURES:
        if signature.match(data):
            return data, suffix
    raise _picture_failure(
        url, "this is no picture of a kind that browsers show (JPEG, PNG, GIF, WebP, AVIF)", _BY_HAND
    )


def _file_name(stem: str, suffix: str, data: bytes, media: Mapping[str, str]) -> str:
    """An unused name in media/, or the name of the same picture, left by an interrupted import."""
    names = (f"{stem}{suffix}" if n == 1 else f"{stem}.{n}{suffix}" for n in range(1, len(media) + 2))
    return next(name for name in names if media.get(name) in (None, fingerprint_capture(data).sha256))


def _add_rights(text: bytes, rights: Mapping[str, Mapping[str, str]], content: str) -> bytes:
    """Append entries to media/rights.yaml, leaving the editor's text as it is."""
    extended = text + (b"\n" if text and not text.endswith(b"\n") else b"") + front_matter.dump_yaml(rights).encode()
    try:
        front_matter.to_plain(front_matter.read_yaml(extended.decode(), RIGHTS))
    except (Failure, UnicodeDecodeError) as error:
        fact, help_ = "nothing can be added to this file", "write it as lines: `FILE: {source: …, rights: …}`"
        raise Failure(Problem(Location(f"{content}/{RIGHTS}"), Severity.ERROR, "picture", fact, hint=help_)) from error
    return extended


def _picture_failure(url: str, message: str, hint: str) -> Failure:
    return Failure(Problem(Location(url), Severity.WARNING, "picture", message, hint=hint))
