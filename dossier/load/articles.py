"""Parses the files of articles/ and pages/."""

from __future__ import annotations

from itertools import chain, count

from dossier import markdown
from dossier.front_matter import YamlMapping, body_text, split_front_matter
from dossier.load.disk import FileWithDraft, TextFile
from dossier.load.fields import ARTICLE_FIELDS, PAGE
from dossier.load.prose import parse_prose
from dossier.load.records import ParsedRecord
from dossier.load.results import FileResult
from dossier.load.text_forms import ID
from dossier.load.values import FieldContext, FileLog
from dossier.model import Article, Block, Byline, FreePage, Location, Prose
from dossier.problems import Failure, Problem, Severity
from dossier.script import fingerprint

_OPTIONAL_FIELDS = (
    "kicker", "by", "summary", "url", "published", "updated", "anchor", "byline", "dateline", "agencies", "section",
    "translation_of", "archive", "related", "copyright", "text", "withheld", "formerly", "draft", "captures",
    "mentions", "dates",
)  # fmt: skip
_RESERVED = ("timeline", "claims", "search", "404")  # pages that every site has


def parse_article(file: FileWithDraft) -> FileResult:
    """The article, if its fields are valid; its text is parsed in any case, for its references and problems.

    `language` and `rights` are empty where the file leaves them to the outlet.
    """
    log = FileLog(file.source.file)
    stem = file.source.stem
    fields, text, line = _split(file.source, log)
    blocks = parse_prose(text, log.file, line, log.references, log.problems)
    articles: tuple[Article, ...] = ()
    if fields is not None and not fields.nodes:
        log.problems.append(_no_fields(log.file, "---, title: …, outlet: …, ---"))
    elif fields is not None:
        record, problems = ARTICLE_FIELDS.parse_fields(fields, FieldContext(log, "", 1))
        problems = (*problems, *_article_name_problems(stem, record))
        log.problems.extend(problems)
        if not problems:
            articles = (_article(stem, record, blocks, _drafted_body(file, text, blocks)),)
    lines = ((Location(log.file, 1), fields.keys),) if fields else ()
    return FileResult(articles, (stem,), lines, tuple(log.references), tuple(log.problems))


def parse_free_page(file: FileWithDraft) -> FileResult:
    """The page, if its fields are valid; its text is parsed in any case."""
    log = FileLog(file.source.file)
    stem = file.source.stem
    fields, text, line = _split(file.source, log)
    blocks = parse_prose(text, log.file, line, log.references, log.problems)
    pages: tuple[FreePage, ...] = ()
    if fields is not None and not fields.nodes:
        log.problems.append(_no_fields(log.file, "---, title: …, ---"))
    elif fields is not None:
        record, problems = PAGE.parse_fields(fields, FieldContext(log, "", 1))
        problems = (*problems, *_page_name_problems(stem, record.at))
        log.problems.extend(problems)
        if not problems:
            pages = (FreePage(stem, record["title"], blocks, record.at),)
    return FileResult(pages, (stem,), references=tuple(log.references), problems=tuple(log.problems))


def _split(source: TextFile, log: FileLog) -> tuple[YamlMapping | None, str, int]:
    """The front matter (None if it cannot be read), the body, and the line on which the body begins."""
    try:
        return split_front_matter(source.text, source.file)
    except Failure as failure:
        log.problems.extend(failure.problems)
        return None, *body_text(source.text)


def _no_fields(file: str, lines: str) -> Problem:
    hint = f"begin it with the lines {lines}"
    return Problem(Location(file, 1), Severity.ERROR, "missing", "the file has no fields", hint=hint)


def _article_name_problems(stem: str, record: ParsedRecord) -> tuple[Problem, ...]:
    """The problems of an article's file name and id."""
    if not ID.pattern.fullmatch(stem):
        fact, hint = "the file's name cannot be an id", "use Latin letters, digits, - and _: 2023-09-05-bbc-66714623.md"
        return (Problem(record.at, Severity.ERROR, "id", fact, hint=hint),)
    id_ = record.get("id", stem)
    if id_ == stem:
        return ()
    fact = f"`id` is {id_}, but the file is called {stem}.md"
    hint = "make them the same; an id that was ever published goes into `formerly`"
    return (Problem(record.location("id"), Severity.ERROR, "id", fact, hint=hint),)


def _page_name_problems(stem: str, at: Location) -> tuple[Problem, ...]:
    """The problems of a page's file name."""
    if stem in _RESERVED:
        fact, hint = f"{stem}.html is a page of the program's own", "give the file another name"
        return (Problem(at, Severity.ERROR, "id", fact, hint=hint),)
    if stem != "index" and not ID.pattern.fullmatch(stem):
        fact, hint = "the file's name cannot be an address", "use Latin letters, digits, - and _: method.md"
        return (Problem(at, Severity.ERROR, "id", fact, hint=hint),)
    return ()


def _article(stem: str, record: ParsedRecord, blocks: Prose, drafted: Prose | None) -> Article:
    return Article(
        id=stem,
        title=record["title"],
        outlet=record["outlet"],
        language=record.get("language", ""),
        rights=record.get("rights", ""),
        header=_header(record, {block.id for block in blocks}),
        body=blocks,
        at=record.at,
        drafted=drafted,
        **record.subset(*_OPTIONAL_FIELDS),
    )


def _header(record: ParsedRecord, ids: set[str]) -> Prose:
    """The block of the headline, and that of the byline if there is one."""
    texts = (
        ("title", record["title"]),
        ("byline", _byline_text(record.get("byline", ()), record.get("language", "zh"))),
    )
    blocks: list[Block] = []
    for kind, text in texts:
        if text:
            stem = f"p-{fingerprint(text)}"
            name = next(name for name in chain([stem], (f"{stem}-{nth}" for nth in count(2))) if name not in ids)
            ids.add(name)
            blocks.append(Block(name, kind, text, line=record.location(kind).line))  # type: ignore[arg-type]  # one of two kinds
    return tuple(blocks)


def _byline_text(people: tuple[Byline, ...], language: str) -> str:
    """The byline as a line of text: 张三（Zhang San），BBC记者；李四."""
    opening, closing, comma, semicolon = "（），；" if language.startswith("zh") else (" (", ")", ", ", "; ")
    return semicolon.join(
        person.name
        + (f"{opening}{person.latin}{closing}" if person.latin else "")
        + (f"{comma}{person.title}" if person.title else "")
        for person in people
    )


def _drafted_body(file: FileWithDraft, text: str, blocks: Prose) -> Prose | None:
    """The body as import last drafted it; `blocks` itself if nobody has edited it."""
    if file.drafted is None:
        return None
    drafted, line = body_text(file.drafted)
    return blocks if drafted == text else markdown.parse_blocks(drafted, file=file.source.file, line=line)[0]
