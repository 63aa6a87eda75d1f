"""An article's file → the article, and what it refers to."""

from __future__ import annotations

from itertools import chain, count

from dossier import markdown
from dossier.front_matter import YamlMapping, body_text, split_front_matter
from dossier.load.disk import FileWithDraft, TextFile
from dossier.load.fields import ARTICLE_FIELDS, PAGE
from dossier.load.prose import read_prose
from dossier.load.records import ReadRecord
from dossier.load.results import FileResult
from dossier.load.text_forms import ID
from dossier.load.values import FieldPlace, FileReading
from dossier.model import Article, Block, Byline, FreePage, Location, Prose
from dossier.problems import Failure, Problem, Severity
from dossier.script import fingerprint

_KEPT = (
    "kicker", "by", "summary", "url", "published", "updated", "anchor", "byline", "dateline", "agencies", "section",
    "translation_of", "archive", "related", "copyright", "text", "withheld", "formerly", "draft", "captures",
    "mentions", "dates",
)  # fmt: skip


_TAKEN = ("timeline", "claims", "search", "404")  # pages that are always made


def read_article(filed: FileWithDraft) -> FileResult:
    """The article, where its fields could be read; its text is looked at in any case.

    Of `language` and `rights` it has what its file says: nothing, where its outlet's hold.
    """
    sheet = FileReading(filed.source.file)
    stem = filed.source.stem
    fields, text, line = _opened(filed.source, sheet)
    blocks = read_prose(text, sheet.file, line, sheet.uses, sheet.problems)
    made: tuple[Article, ...] = ()
    if fields is not None and not fields.nodes:
        sheet.problems.append(_headless(sheet.file, "---, title: …, outlet: …, ---"))
    elif fields is not None:
        read, problems = ARTICLE_FIELDS.values(fields, FieldPlace(sheet, "", 1))
        problems = (*problems, *_misnamed(stem, read))
        sheet.problems.extend(problems)
        if not problems:
            made = (_article(stem, read, blocks, _drafted(filed, text, blocks)),)
    lines = ((Location(sheet.file, 1), fields.keys),) if fields else ()
    return FileResult(made, (stem,), lines, tuple(sheet.uses), tuple(sheet.problems))


def read_free_page(filed: FileWithDraft) -> FileResult:
    """A free page; its text is looked at in any case."""
    sheet = FileReading(filed.source.file)
    stem = filed.source.stem
    fields, text, line = _opened(filed.source, sheet)
    blocks = read_prose(text, sheet.file, line, sheet.uses, sheet.problems)
    made: tuple[FreePage, ...] = ()
    if fields is not None and not fields.nodes:
        sheet.problems.append(_headless(sheet.file, "---, title: …, ---"))
    elif fields is not None:
        read, problems = PAGE.values(fields, FieldPlace(sheet, "", 1))
        problems = (*problems, *_unpageable(stem, read.at))
        sheet.problems.extend(problems)
        if not problems:
            made = (FreePage(stem, read["title"], blocks, read.at),)
    return FileResult(made, (stem,), uses=tuple(sheet.uses), problems=tuple(sheet.problems))


def _opened(source: TextFile, sheet: FileReading) -> tuple[YamlMapping | None, str, int]:
    """The front matter, unless it cannot be read, the body and its first line."""
    try:
        return split_front_matter(source.text, source.file)
    except Failure as failure:
        sheet.problems.extend(failure.problems)
        return None, *body_text(source.text)


def _headless(file: str, lines: str) -> Problem:
    hint = f"begin it with the lines {lines}"
    return Problem(Location(file, 1), Severity.ERROR, "missing", "the file has no fields", hint=hint)


def _misnamed(stem: str, read: ReadRecord) -> tuple[Problem, ...]:
    """What is wrong with an article's name."""
    if not ID.form.fullmatch(stem):
        fact, hint = "the file's name cannot be an id", "use Latin letters, digits, - and _: 2023-09-05-bbc-66714623.md"
        return (Problem(read.at, Severity.ERROR, "id", fact, hint=hint),)
    given = read.get("id", stem)
    if given == stem:
        return ()
    fact = f"`id` is {given}, but the file is called {stem}.md"
    hint = "make them the same; an id that was ever published goes into `formerly`"
    return (Problem(read.place("id"), Severity.ERROR, "id", fact, hint=hint),)


def _unpageable(stem: str, at: Location) -> tuple[Problem, ...]:
    """What is wrong with a page's name."""
    if stem in _TAKEN:
        fact, hint = f"{stem}.html is a page of the program's own", "give the file another name"
        return (Problem(at, Severity.ERROR, "id", fact, hint=hint),)
    if stem != "index" and not ID.form.fullmatch(stem):
        fact, hint = "the file's name cannot be an address", "use Latin letters, digits, - and _: method.md"
        return (Problem(at, Severity.ERROR, "id", fact, hint=hint),)
    return ()


def _article(stem: str, read: ReadRecord, blocks: Prose, drafted: Prose | None) -> Article:
    return Article(
        id=stem,
        title=read["title"],
        outlet=read["outlet"],
        language=read.get("language", ""),
        rights=read.get("rights", ""),
        header=_header(read, {block.id for block in blocks}),
        body=blocks,
        at=read.at,
        drafted=drafted,
        **read.only(*_KEPT),
    )


def _header(read: ReadRecord, taken: set[str]) -> Prose:
    """The headline's block, and the byline's where there is one."""
    texts = (("title", read["title"]), ("byline", _signed(read.get("byline", ()), read.get("language", "zh"))))
    blocks: list[Block] = []
    for kind, text in texts:
        if text:
            stem = f"p-{fingerprint(text)}"
            name = next(name for name in chain([stem], (f"{stem}-{nth}" for nth in count(2))) if name not in taken)
            taken.add(name)
            blocks.append(Block(name, kind, text, line=read.place(kind).line))  # type: ignore[arg-type]  # one of two kinds
    return tuple(blocks)


def _signed(people: tuple[Byline, ...], language: str) -> str:
    """The byline as a line of text: 张三（Zhang San），BBC记者；李四."""
    opening, closing, comma, semicolon = "（），；" if language.startswith("zh") else (" (", ")", ", ", "; ")
    return semicolon.join(
        person.name
        + (f"{opening}{person.latin}{closing}" if person.latin else "")
        + (f"{comma}{person.title}" if person.title else "")
        for person in people
    )


def _drafted(filed: FileWithDraft, text: str, blocks: Prose) -> Prose | None:
    """The body as import last drafted it: the very blocks, where nobody has edited it."""
    if filed.drafted is None:
        return None
    drafted, line = body_text(filed.drafted)
    return blocks if drafted == text else markdown.parse_blocks(drafted, file=filed.source.file, line=line)[0]
