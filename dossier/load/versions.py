"""The versions of articles: reading them, and what of them an article has not taken over."""

from __future__ import annotations

from collections.abc import Iterable

from dossier import markdown
from dossier.front_matter import Plain, YamlMapping, split_front_matter, to_plain
from dossier.load.disk import ContentFiles, FileWithDraft
from dossier.load.fields import VERSION_FIELDS
from dossier.load.records import ReadRecord
from dossier.load.results import DraftSource, FileResult, Version
from dossier.load.values import FieldPlace, FileReading
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_HINT = "delete the file, and import the capture again: this one is written by import alone"


def read_version(filed: FileWithDraft) -> FileResult:
    """The version, where its file is as import writes it; else one problem."""
    source = filed.source
    try:
        fields, text, line = split_front_matter(source.text, source.file)
    except Failure as failure:
        return FileResult(problems=failure.problems[:1])
    read, problems = VERSION_FIELDS.values(fields, FieldPlace(FileReading(source.file), "", 1))
    problems = (*problems, *_misplaced(source.path, read, fields))[:1]
    if problems:
        return FileResult(problems=problems)
    body, _ = markdown.parse_blocks(text, file=source.file, line=line)
    version = Version(
        article=read["article"],
        sha256=read["sha256"],
        captured=read.get("captured", ""),
        title=read.get("title", ""),
        language=read.get("language", ""),
        body=body,
        change=_change(read),
        at=read.at,
    )
    return FileResult((version,))


def versions_by_article(versions: Iterable[Version]) -> dict[str, tuple[Version, ...]]:
    """Each article's versions, in the order of their time."""
    found: dict[str, tuple[Version, ...]] = {}
    for version in sorted(versions, key=lambda one: (one.captured, one.at)):
        found[version.article] = (*found.get(version.article, ()), version)
    return found


def draft_sources(articles: Iterable[str], content: ContentFiles) -> dict[str, DraftSource]:
    """What the drafts of these articles were made from, as far as that is known."""
    found = {}
    for article in articles:
        filed = content.texts.get(f"articles/{article}.md")
        drafted, captures = _parts(content.drafts.get(article, ""))
        records = [record for record in captures if isinstance(record, dict)] if isinstance(captures, list) else []
        if records and drafted and filed:
            hashes = frozenset(str(record.get("sha256", "")) for record in records)
            latest = max(str(record.get("at", "")) for record in records)
            edited = drafted != _parts(filed.text)[0]
            found[article] = DraftSource(hashes, latest, str(drafted[0].get("title", "")), edited)
    return found


def _parts(text: str) -> tuple[tuple[dict[str, Plain], str] | None, Plain]:
    """An article's fields and its text, and the captures that it lists; nothing where they cannot be read."""
    try:
        fields, body, _ = split_front_matter(text, "")
        plain = to_plain(fields)
    except Failure:
        return None, ""
    if not isinstance(plain, dict):
        return None, ""
    captures = plain.pop("captures", "")
    return (plain, body), captures


def _misplaced(path: str, read: ReadRecord, fields: YamlMapping) -> tuple[Problem, ...]:
    """Whether the file stands where the version that it holds does not belong."""
    if not fields.nodes or "article" not in read.values or "sha256" not in read.values:
        return ()
    place = f"versions/{read['article']}/{read['sha256'][:6]}.md"
    if place == path:
        return ()
    return (Problem(Location(read.at.file), Severity.ERROR, "id", f"this is the version of {place}", hint=_HINT),)


def _change(read: ReadRecord) -> str:
    """What is other than in the version before, in words."""
    if (change := read.get("changed", None)) is None:
        return ""
    number = "1 paragraph differs" if change["paragraphs"] == 1 else f"{change['paragraphs']} paragraphs differ"
    return f"“{change.get('before', '')}” → “{change.get('after', '')}”, {number}"
