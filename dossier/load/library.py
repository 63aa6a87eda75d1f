"""content/ → the Library, and every problem of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from dossier import edtf
from dossier.guard import attempt_all, fault, gather, last_record
from dossier.load import disk, yaml_files
from dossier.load.articles import read_article, read_free_page
from dossier.load.build_models import build_outlet, build_settings
from dossier.load.checks import CHECKS, Check
from dossier.load.deceit import deceiving
from dossier.load.disk import ContentFiles, FileWithDraft, stem
from dossier.load.fields import CLAIMS, COMPOUNDS, CORRECTIONS, ENTITIES, EVENTS, MEDIA
from dossier.load.records import ReadRecord
from dossier.load.results import CheckInput, FileResult
from dossier.model import Article, Library, LocalMedia, Location, Outlet, Settings
from dossier.problems import Failure, MapFn, Problem, Severity, sort_problems

NO_OUTLETS: Mapping[str, Outlet] = {}


def load_library(
    folder: Path, outlets: Mapping[str, Outlet] = NO_OUTLETS, map_fn: MapFn = map
) -> tuple[Library, tuple[Problem, ...]]:
    """What people wrote in the folder, and what is wrong with it; `outlets` are those that need no description."""
    return build_library(disk.read_content(folder), outlets, map_fn)


def build_library(
    content: ContentFiles, outlets: Mapping[str, Outlet] = NO_OUTLETS, map_fn: MapFn = map, was: Library | None = None
) -> tuple[Library, tuple[Problem, ...]]:
    """What people wrote, of what was read from the disk, and what is wrong with it.

    What goes through `each` is `Filed`, whose first member is the very same object while its file is untouched.
    An article of which `each` gives what it gave before is the very object that `was` has.
    """
    told = _tellings(content, map_fn)
    written, undecided = _library(content, told, outlets, was)
    material = _material(content, told, written, outlets)
    found = chain.from_iterable(map(partial(_checked, material), CHECKS))
    problems = (problem for one in told.all for problem in one.problems)
    deceits = chain.from_iterable(map_fn(deceiving, [FileWithDraft(source) for source in content.texts.values()]))
    return written, sort_problems((*content.problems, *problems, *undecided, *found, *deceits))


def _checked(material: CheckInput, check: Check) -> Iterator[Problem]:
    """What the check finds; where it fails, that it does, after what it had found."""
    try:
        yield from check(material)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, the other checks go on
        yield fault(last_record(error, Location(material.folder)), error)


@dataclass(frozen=True, slots=True)
class FileResults:
    """What each file gave."""

    main: ReadRecord
    settings: FileResult
    records: Mapping[str, FileResult]  # by the name of the file
    articles: tuple[FileResult, ...]
    pages: tuple[FileResult, ...]
    notes: tuple[FileResult, ...]

    @property
    def all(self) -> tuple[FileResult, ...]:
        return (self.settings, *self.records.values(), *self.articles, *self.pages, *self.notes)

    @property
    def whole(self) -> bool:
        """Whether dossier.yaml could be read to the last field."""
        return not self.settings.problems


def _tellings(content: ContentFiles, map_fn: MapFn) -> FileResults:
    main, told = _settings(content)
    there = [FileWithDraft(content.texts[name]) for name in yaml_files.RECORDS if name in content.texts]
    records = dict.fromkeys(yaml_files.RECORDS, FileResult())
    records.update(
        zip((one.source.path for one in there), _read(yaml_files.read_records, there, map_fn, many=True), strict=True)
    )
    return FileResults(
        main,
        told,
        records,
        _read(read_article, _in(content, "articles", content.drafts), map_fn),
        _read(read_free_page, _in(content, "pages"), map_fn),
        _read(yaml_files.read_notes, _in(content, "notes"), map_fn, many=True),
    )


def _read(
    reader: Callable[[FileWithDraft], FileResult], filed: list[FileWithDraft], map_fn: MapFn, *, many: bool = False
) -> tuple[FileResult, ...]:
    """What each file gave; one in which the program fails is set aside, and of `many` records nobody knows the ids then."""
    results = zip(filed, attempt_all(reader, filed, _place, map_fn), strict=True)
    return tuple(
        FileResult(ids=None if many else (one.source.stem,), problems=result.problems)
        if isinstance(result, Failure)
        else result
        for one, result in results
    )


def _place(filed: FileWithDraft) -> Location:
    return Location(filed.source.file)


def _library(
    content: ContentFiles, told: FileResults, known: Mapping[str, Outlet], was: Library | None
) -> tuple[Library, tuple[Problem, ...]]:
    """All of it in one, and what could not be decided."""
    articles = [one for file in told.articles for one in file.made]
    outlets = _outlets(told.main, known, articles)
    said = build_settings(told.main)
    decided, undecided = _decided(articles, outlets, said, was.articles if was else (), whole=told.whole)
    library = Library(
        settings=said,
        outlets=outlets,
        articles=decided,
        entities=told.records[ENTITIES.name].made,
        compounds=told.records[COMPOUNDS.name].made,
        events=told.records[EVENTS.name].made,
        claims=told.records[CLAIMS.name].made,
        notes=tuple(note for file in told.notes for note in file.made),
        pages=tuple(one for file in told.pages for one in file.made),
        corrections=told.records[CORRECTIONS.name].made,
        media=_media(content, told.records[MEDIA.name]),
    )
    return library, undecided


def _material(content: ContentFiles, told: FileResults, library: Library, known: Mapping[str, Outlet]) -> CheckInput:
    """The library with what there is to refer to, and where things stand."""
    described = told.main.get("outlets", {})
    return CheckInput(
        library=library,
        folder=content.shown,
        uses=tuple(use for one in told.all for use in one.uses),
        ids={
            "article": frozenset(_stems(content, "articles")),
            "entity": _ids(content, told, ENTITIES.name),
            "event": _ids(content, told, EVENTS.name),
            "claim": _ids(content, told, CLAIMS.name),
            "page": frozenset((*_stems(content, "pages"), "index", "about")),
            "outlet": frozenset((*known, *described)) if told.whole else None,
            "picture": frozenset((*content.media, *(path.removeprefix("media/") for path in content.unread))),
        },
        whole=told.whole,
        captures=content.captures,
        notes=tuple(_stems(content, "notes")),
        merges=content.merges,
        drafted=frozenset(content.drafts),
        described={read.name: read.at for read in told.records[MEDIA.name].made},
        declared={name: read.at for name, read in described.items()},
        lines=dict(chain.from_iterable(one.lines for one in told.all)),
    )


def _settings(content: ContentFiles) -> tuple[ReadRecord, FileResult]:
    """The fields of dossier.yaml; a dossier without one is told so."""
    if source := content.texts.get("dossier.yaml"):
        return yaml_files.read_settings(source)
    at = Location(content.file("dossier.yaml"))
    missing = Problem(
        at, Severity.ERROR, "missing", "there is no dossier.yaml", hint="write one, with `title: …` in it"
    )
    told = not content.there or "dossier.yaml" in content.unread
    return ReadRecord("", at, {}, {}), FileResult(problems=() if told else (missing,))


NO_DRAFTS: Mapping[str, str] = {}


def _in(content: ContentFiles, folder: str, drafts: Mapping[str, str] = NO_DRAFTS) -> list[FileWithDraft]:
    """The files of a folder, each with what import last drafted for it."""
    sources = (source for path, source in content.texts.items() if path.startswith(f"{folder}/"))
    return [FileWithDraft(source, drafts.get(source.stem)) for source in sources]


def _stems(content: ContentFiles, folder: str) -> Iterable[str]:
    """What the files of a folder are named, those that could not be read among them."""
    paths = sorted({*content.texts, *content.unread})
    return (stem(path) for path in paths if path.startswith(f"{folder}/"))


def _ids(content: ContentFiles, told: FileResults, file: str) -> frozenset[str] | None:
    """The ids that a file gives; None where it could not be read."""
    ids = told.records[file].ids
    return None if ids is None or file in content.unread else frozenset(ids)


def _outlets(main: ReadRecord, known: Mapping[str, Outlet], articles: Iterable[Article]) -> Mapping[str, Outlet]:
    """The outlets that dossier.yaml describes or an article is from."""
    described = {name: build_outlet(read, known.get(name)) for name, read in main.get("outlets", {}).items()}
    used = sorted({article.outlet for article in articles} - {*described})
    return described | {name: known.get(name) or Outlet(name, name) for name in used}


def _decided(
    articles: Iterable[Article],
    outlets: Mapping[str, Outlet],
    told: Settings,
    was: Iterable[Article],
    *,
    whole: bool,
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The articles by date, with their outlets' language and rights where they have none of their own."""
    decided: list[Article] = []
    problems: list[Problem] = []
    before = {id(one.at): one for one in was}  # each place is made with its article
    for one in articles:
        theirs = outlets[one.outlet]
        language = one.language or theirs.language
        if not language and whole:
            fact, hint = "an article has no `language`, and its outlet has none", "add `language: zh-Hans`"
            problems.append(Problem(one.at, Severity.ERROR, "missing", fact, hint=hint))
        wanted = (language or told.language, one.rights or theirs.rights)
        other = before.get(id(one.at))
        if wanted == (one.language, one.rights):
            decided.append(one)
        elif other and wanted == (other.language, other.rights):
            decided.append(other)
        else:
            decided.append(replace(one, language=wanted[0], rights=wanted[1]))
    keys, undatable = gather(partial(_dated, ZoneInfo(told.timezone)), decided, locate=_article_place)
    dated = dict(keys)
    return tuple(sorted(decided, key=lambda one: (dated.get(one.id, _LAST), one.id))), (*problems, *undatable)


_LAST = (float("inf"), 0, "")


def _dated(zone: ZoneInfo, one: Article) -> tuple[str, tuple[float, int, str]]:
    """What an article is ordered by: its date, and the undated last."""
    return one.id, edtf.sort_key(one.published, zone) if one.published else _LAST


def _article_place(one: Article) -> Location:
    return one.at


def _media(content: ContentFiles, rights: FileResult) -> Mapping[str, LocalMedia]:
    """The files of media/, each with what rights.yaml says of it."""
    said = {read.name: read for read in rights.made}
    return {
        file: LocalMedia(
            file,
            data,
            **(said[file].only("rights", "source", "credit") if file in said else {}),
            at=Location(content.file(f"media/{file}")),
        )
        for file, data in content.media.items()
    }
