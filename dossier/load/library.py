"""Loads content/ into the Library, and reports every problem of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from dossier import edtf
from dossier.guard import attempt_all, fault, gather, last_record
from dossier.load import disk, yaml_files
from dossier.load.articles import parse_article, parse_free_page
from dossier.load.build_models import build_outlet, build_settings
from dossier.load.checks import CHECKS, Check
from dossier.load.checks.deceptive_text import deceptive_text
from dossier.load.disk import ContentFiles, FileWithDraft, stem
from dossier.load.fields import CLAIMS, COMPOUNDS, CORRECTIONS, DECLINED, ENTITIES, EVENTS, MEDIA
from dossier.load.records import ParsedRecord
from dossier.load.results import CheckInput, FileResult
from dossier.load.versions import draft_sources, parse_version, versions_by_article
from dossier.model import Article, Library, LocalMedia, Location, Outlet, Settings
from dossier.problems import Failure, MapFn, Problem, Severity, sort_problems

NO_OUTLETS: Mapping[str, Outlet] = {}


def load_library(
    folder: Path, outlets: Mapping[str, Outlet] = NO_OUTLETS, map_fn: MapFn = map
) -> tuple[Library, tuple[Problem, ...]]:
    """Reads and parses the folder; `outlets` are the packaged ones, which dossier.yaml need not describe."""
    return build_library(disk.read_content(folder), outlets, map_fn)


def build_library(
    content: ContentFiles,
    outlets: Mapping[str, Outlet] = NO_OUTLETS,
    map_fn: MapFn = map,
    previous: Library | None = None,
) -> tuple[Library, tuple[Problem, ...]]:
    """Parses the files that were read, runs the checks, and returns the library with all problems.

    `map_fn` gets `FileWithDraft` items, whose first member is the same object as long as the file is unchanged. If it
    returns the same result for an article as in the previous load, the article is the same object as in `previous`.
    """
    results = _parse_files(content, map_fn)
    library, library_problems = _library(content, results, outlets, previous)
    data = _check_input(content, results, library, outlets)
    parse_problems = (problem for result in results.all for problem in result.problems)
    check_problems = chain.from_iterable(map(partial(_run_check, data), CHECKS))
    files = [FileWithDraft(source) for source in content.texts.values()]
    text_problems = chain.from_iterable(map_fn(deceptive_text, files))
    problems = (*content.problems, *parse_problems, *library_problems, *check_problems, *text_problems)
    return library, sort_problems(problems)


def _run_check(data: CheckInput, check: Check) -> Iterator[Problem]:
    """The problems that the check reports; if it fails, those before and one for the failure."""
    try:
        yield from check(data)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, the other checks are run
        yield fault(last_record(error, Location(data.folder)), error)


@dataclass(frozen=True, slots=True)
class FileResults:
    """The parsed files."""

    main: ParsedRecord  # the fields of dossier.yaml
    settings: FileResult
    records: Mapping[str, FileResult]  # by file name
    articles: tuple[FileResult, ...]
    pages: tuple[FileResult, ...]
    notes: tuple[FileResult, ...]
    versions: tuple[FileResult, ...]

    @property
    def all(self) -> tuple[FileResult, ...]:
        return (self.settings, *self.records.values(), *self.articles, *self.pages, *self.notes, *self.versions)

    @property
    def settings_complete(self) -> bool:
        """Whether every field of dossier.yaml could be parsed."""
        return not self.settings.problems


def _parse_files(content: ContentFiles, map_fn: MapFn) -> FileResults:
    main, settings = _parse_settings(content)
    present = [FileWithDraft(content.texts[name]) for name in yaml_files.RECORD_FILES if name in content.texts]
    results = _parse_all(yaml_files.parse_records, present, map_fn, many=True)
    records = dict.fromkeys(yaml_files.RECORD_FILES, FileResult())
    records.update(zip((file.source.path for file in present), results, strict=True))
    return FileResults(
        main,
        settings,
        records,
        _parse_all(parse_article, _files_in(content, "articles", content.drafts), map_fn),
        _parse_all(parse_free_page, _files_in(content, "pages"), map_fn),
        _parse_all(yaml_files.parse_notes, _files_in(content, "notes"), map_fn, many=True),
        _parse_all(parse_version, [FileWithDraft(source) for source in content.versions.values()], map_fn),
    )


def _parse_all(
    parser: Callable[[FileWithDraft], FileResult], files: list[FileWithDraft], map_fn: MapFn, *, many: bool = False
) -> tuple[FileResult, ...]:
    """The result for each file; if the parser fails, one without records (in files of `many`, with unknown ids)."""
    results = zip(files, attempt_all(parser, files, _file_location, map_fn), strict=True)
    return tuple(
        FileResult(ids=None if many else (file.source.stem,), problems=result.problems)
        if isinstance(result, Failure)
        else result
        for file, result in results
    )


def _file_location(file: FileWithDraft) -> Location:
    return Location(file.source.file)


def _library(
    content: ContentFiles, results: FileResults, packaged: Mapping[str, Outlet], previous: Library | None
) -> tuple[Library, tuple[Problem, ...]]:
    """The library, and the problems of combining the files."""
    parsed_articles = [article for file in results.articles for article in file.records]
    outlets = _outlets(results.main, packaged, parsed_articles)
    settings = build_settings(results.main)
    previous_articles = previous.articles if previous else ()
    completed, language_problems = _with_outlet_defaults(
        parsed_articles, outlets, settings, previous_articles, settings_complete=results.settings_complete
    )
    articles, date_problems = _sorted_by_date(completed, settings)
    library = Library(
        settings=settings,
        outlets=outlets,
        articles=articles,
        entities=results.records[ENTITIES.name].records,
        compounds=results.records[COMPOUNDS.name].records,
        events=results.records[EVENTS.name].records,
        claims=results.records[CLAIMS.name].records,
        notes=tuple(note for file in results.notes for note in file.records),
        pages=tuple(page for file in results.pages for page in file.records),
        corrections=results.records[CORRECTIONS.name].records,
        declined=results.records[DECLINED.name].records,
        media=_media(content, results.records[MEDIA.name]),
    )
    return library, (*language_problems, *date_problems)


def _check_input(
    content: ContentFiles, results: FileResults, library: Library, packaged: Mapping[str, Outlet]
) -> CheckInput:
    """The library with all known ids, references and locations."""
    own_outlets = results.main.get("outlets", {})
    versions = versions_by_article(version for file in results.versions for version in file.records)
    return CheckInput(
        library=library,
        folder=content.display_path,
        references=tuple(reference for result in results.all for reference in result.references),
        ids={
            "article": frozenset(_stems(content, "articles")),
            "entity": _ids(content, results, ENTITIES.name),
            "event": _ids(content, results, EVENTS.name),
            "claim": _ids(content, results, CLAIMS.name),
            "page": frozenset((*_stems(content, "pages"), "index", "about")),
            "outlet": frozenset((*packaged, *own_outlets)) if results.settings_complete else None,
            "picture": frozenset((*content.media, *(path.removeprefix("media/") for path in content.unread))),
        },
        settings_complete=results.settings_complete,
        captures=content.captures,
        note_files=tuple(_stems(content, "notes")),
        pending_merges=content.merges,
        drafted=frozenset(content.drafts),
        picture_entries={record.name: record.at for record in results.records[MEDIA.name].records},
        outlet_entries={name: record.at for name, record in own_outlets.items()},
        lines=dict(chain.from_iterable(result.lines for result in results.all)),
        versions=versions,
        draft_sources=draft_sources(versions, content),
    )


def _parse_settings(content: ContentFiles) -> tuple[ParsedRecord, FileResult]:
    """The fields of dossier.yaml; a problem if there is no such file."""
    if source := content.texts.get("dossier.yaml"):
        return yaml_files.parse_settings(source)
    at = Location(content.file("dossier.yaml"))
    missing = Problem(
        at, Severity.ERROR, "missing", "there is no dossier.yaml", hint="write one, with `title: …` in it"
    )
    is_reported = not content.exists or "dossier.yaml" in content.unread
    return ParsedRecord("", at, {}, {}), FileResult(problems=() if is_reported else (missing,))


NO_DRAFTS: Mapping[str, str] = {}


def _files_in(content: ContentFiles, folder: str, drafts: Mapping[str, str] = NO_DRAFTS) -> list[FileWithDraft]:
    """The files of a folder, each with the draft that import last made of it."""
    sources = (source for path, source in content.texts.items() if path.startswith(f"{folder}/"))
    return [FileWithDraft(source, drafts.get(source.stem)) for source in sources]


def _stems(content: ContentFiles, folder: str) -> Iterable[str]:
    """The names of a folder's files without suffix, including those that could not be read."""
    paths = sorted({*content.texts, *content.unread})
    return (stem(path) for path in paths if path.startswith(f"{folder}/"))


def _ids(content: ContentFiles, results: FileResults, file: str) -> frozenset[str] | None:
    """The ids defined in a file; None if it could not be read."""
    ids = results.records[file].ids
    return None if ids is None or file in content.unread else frozenset(ids)


def _outlets(main: ParsedRecord, packaged: Mapping[str, Outlet], articles: Iterable[Article]) -> Mapping[str, Outlet]:
    """The outlets that dossier.yaml describes or that an article is from."""
    described = {name: build_outlet(record, packaged.get(name)) for name, record in main.get("outlets", {}).items()}
    used = sorted({article.outlet for article in articles} - {*described})
    return described | {name: packaged.get(name) or Outlet(name, name) for name in used}


def _with_outlet_defaults(
    articles: Iterable[Article],
    outlets: Mapping[str, Outlet],
    settings: Settings,
    previous: Iterable[Article],
    *,
    settings_complete: bool,
) -> tuple[list[Article], list[Problem]]:
    """The articles, with the language and rights of their outlets where they have none of their own."""
    completed: list[Article] = []
    problems: list[Problem] = []
    previous_by_location = {id(article.at): article for article in previous}  # an article has its own location object
    for article in articles:
        outlet = outlets[article.outlet]
        language = article.language or outlet.language
        if not language and settings_complete:
            fact, hint = "an article has no `language`, and its outlet has none", "add `language: zh-Hans`"
            problems.append(Problem(article.at, Severity.ERROR, "missing", fact, hint=hint))
        values = (language or settings.language, article.rights or outlet.rights)
        before = previous_by_location.get(id(article.at))
        if values == (article.language, article.rights):
            completed.append(article)
        elif before and values == (before.language, before.rights):
            completed.append(before)
        else:
            completed.append(replace(article, language=values[0], rights=values[1]))
    return completed, problems


_LAST = (float("inf"), 0, "")


def _sorted_by_date(articles: Sequence[Article], settings: Settings) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The articles by date of publication, the undated last."""
    pairs, problems = gather(partial(_date_key, ZoneInfo(settings.timezone)), articles, locate=_article_location)
    keys = dict(pairs)
    return tuple(sorted(articles, key=lambda article: (keys.get(article.id, _LAST), article.id))), problems


def _date_key(zone: ZoneInfo, article: Article) -> tuple[str, tuple[float, int, str]]:
    return article.id, edtf.sort_key(article.published, zone) if article.published else _LAST


def _article_location(article: Article) -> Location:
    return article.at


def _media(content: ContentFiles, rights: FileResult) -> Mapping[str, LocalMedia]:
    """The files of media/, each with its entry in rights.yaml."""
    entries = {record.name: record for record in rights.records}
    return {
        file: LocalMedia(
            file,
            data,
            **(entries[file].subset("rights", "source", "credit") if file in entries else {}),
            at=Location(content.file(f"media/{file}")),
        )
        for file, data in content.media.items()
    }
