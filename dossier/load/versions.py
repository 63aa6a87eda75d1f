"""Parses versions/, the texts of articles in their captures, and finds what each article was drafted from."""

from __future__ import annotations

from collections.abc import Iterable

from dossier import markdown
from dossier.front_matter import Plain, YamlMapping, split_front_matter, to_plain
from dossier.load.disk import ContentFiles, FileWithDraft
from dossier.load.fields import VERSION_FIELDS
from dossier.load.records import ParsedRecord
from dossier.load.results import DraftSource, FileResult, Version
from dossier.load.values import FieldContext, FileLog
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_HINT = "delete the file, and import the capture again: this one is written by import alone"


def parse_version(file: FileWithDraft) -> FileResult:
    """The version, if its file is as import writes it; otherwise a single problem."""
    source = file.source
    try:
        fields, text, line = split_front_matter(source.text, source.file)
    except Failure as failure:
        return FileResult(problems=failure.problems[:1])
    record, problems = VERSION_FIELDS.parse_fields(fields, FieldContext(FileLog(source.file), "", 1))
    problems = (*problems, *_location_problems(source.path, record, fields))[:1]
    if problems:
        return FileResult(problems=problems)
    body, _ = markdown.parse_blocks(text, file=source.file, line=line)
    version = Version(
        article=record["article"],
        sha256=record["sha256"],
        captured=record.get("captured", ""),
        title=record.get("title", ""),
        language=record.get("language", ""),
        body=body,
        change=_change(record),
        at=record.at,
    )
    return FileResult((version,))


def versions_by_article(versions: Iterable[Version]) -> dict[str, tuple[Version, ...]]:
    """The versions of each article, oldest first."""
    grouped: dict[str, tuple[Version, ...]] = {}
    for version in sorted(versions, key=lambda version: (version.captured, version.at)):
        grouped[version.article] = (*grouped.get(version.article, ()), version)
    return grouped


def draft_sources(articles: Iterable[str], content: ContentFiles) -> dict[str, DraftSource]:
    """The captures from which these articles were drafted, as far as they are known."""
    sources = {}
    for article in articles:
        file = content.texts.get(f"articles/{article}.md")
        drafted, captures = _article_parts(content.drafts.get(article, ""))
        records = [record for record in captures if isinstance(record, dict)] if isinstance(captures, list) else []
        if records and drafted and file:
            hashes = frozenset(str(record.get("sha256", "")) for record in records)
            latest = max(str(record.get("at", "")) for record in records)
            edited = drafted != _article_parts(file.text)[0]
            sources[article] = DraftSource(hashes, latest, str(drafted[0].get("title", "")), edited)
    return sources


def _article_parts(text: str) -> tuple[tuple[dict[str, Plain], str] | None, Plain]:
    """An article's fields and body, and its list of captures; None and an empty text if they cannot be read."""
    try:
        fields, body, _ = split_front_matter(text, "")
        plain = to_plain(fields)
    except Failure:
        return None, ""
    if not isinstance(plain, dict):
        return None, ""
    captures = plain.pop("captures", "")
    return (plain, body), captures


def _location_problems(path: str, record: ParsedRecord, fields: YamlMapping) -> tuple[Problem, ...]:
    """A problem if the file's path does not match the article and the hash in it."""
    if not fields.nodes or "article" not in record.values or "sha256" not in record.values:
        return ()
    expected = f"versions/{record['article']}/{record['sha256'][:6]}.md"
    if expected == path:
        return ()
    return (Problem(Location(record.at.file), Severity.ERROR, "id", f"this is the version of {expected}", hint=_HINT),)


def _change(record: ParsedRecord) -> str:
    """The change from the version before, in words."""
    if (change := record.get("changed", None)) is None:
        return ""
    number = "1 paragraph differs" if change["paragraphs"] == 1 else f"{change['paragraphs']} paragraphs differ"
    return f"“{change.get('before', '')}” → “{change.get('after', '')}”, {number}"
