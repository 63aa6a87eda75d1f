"""content/ → the Library, and every problem of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from dossier import edtf
from dossier.load import files, read
from dossier.load.articles import article, page
from dossier.load.checks import CHECKS
from dossier.load.deceit import deceiving
from dossier.load.fields import CLAIMS, COMPOUNDS, CORRECTIONS, ENTITIES, EVENTS, MEDIA
from dossier.load.made import outlet, settings
from dossier.load.material import Material
from dossier.load.records import Read
from dossier.load.source import Content, Filed, stem
from dossier.load.uses import Told
from dossier.model import Article, At, Library, LocalMedia, Outlet, Settings
from dossier.problems import Each, Problem, Severity, in_order

NONE: Mapping[str, Outlet] = {}


def library(
    folder: Path, outlets: Mapping[str, Outlet] = NONE, each: Each = map
) -> tuple[Library, tuple[Problem, ...]]:
    """What people wrote in the folder, and what is wrong with it; `outlets` are those that need no description."""
    return library_of(read.content(folder), outlets, each)


def library_of(
    content: Content, outlets: Mapping[str, Outlet] = NONE, each: Each = map, was: Library | None = None
) -> tuple[Library, tuple[Problem, ...]]:
    """What people wrote, of what was read from the disk, and what is wrong with it.

    What goes through `each` is `Filed`, whose first member is the very same object while its file is untouched.
    An article of which `each` gives what it gave before is the very object that `was` has.
    """
    told = _tellings(content, each)
    written, undecided = _library(content, told, outlets, was)
    material = _material(content, told, written, outlets)
    found = chain.from_iterable(check(material) for check in CHECKS)
    problems = (problem for one in told.all for problem in one.problems)
    deceits = chain.from_iterable(each(deceiving, [Filed(source) for source in content.texts.values()]))
    return written, in_order((*content.problems, *problems, *undecided, *found, *deceits))


@dataclass(frozen=True, slots=True)
class Tellings:
    """What each file gave."""

    main: Read
    settings: Told
    records: Mapping[str, Told]  # by the name of the file
    articles: tuple[Told, ...]
    pages: tuple[Told, ...]
    notes: tuple[Told, ...]

    @property
    def all(self) -> tuple[Told, ...]:
        return (self.settings, *self.records.values(), *self.articles, *self.pages, *self.notes)

    @property
    def whole(self) -> bool:
        """Whether dossier.yaml could be read to the last field."""
        return not self.settings.problems


def _tellings(content: Content, each: Each) -> Tellings:
    main, told = _settings(content)
    there = [Filed(content.texts[name]) for name in files.RECORDS if name in content.texts]
    records = dict.fromkeys(files.RECORDS, Told())
    records.update(zip((one.source.path for one in there), each(files.records, there), strict=True))
    return Tellings(
        main,
        told,
        records,
        tuple(each(article, _in(content, "articles", content.drafts))),
        tuple(each(page, _in(content, "pages"))),
        tuple(each(files.notes, _in(content, "notes"))),
    )


def _library(
    content: Content, told: Tellings, known: Mapping[str, Outlet], was: Library | None
) -> tuple[Library, tuple[Problem, ...]]:
    """All of it in one, and what could not be decided."""
    articles = [one for file in told.articles for one in file.made]
    outlets = _outlets(told.main, known, articles)
    said = settings(told.main)
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


def _material(content: Content, told: Tellings, library: Library, known: Mapping[str, Outlet]) -> Material:
    """The library with what there is to refer to, and where things stand."""
    described = told.main.get("outlets", {})
    return Material(
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


def _settings(content: Content) -> tuple[Read, Told]:
    """The fields of dossier.yaml; a dossier without one is told so."""
    if source := content.texts.get("dossier.yaml"):
        return files.settings(source)
    at = At(content.file("dossier.yaml"))
    missing = Problem(
        at, Severity.ERROR, "missing", "there is no dossier.yaml", hint="write one, with `title: …` in it"
    )
    told = not content.there or "dossier.yaml" in content.unread
    return Read("", at, {}, {}), Told(problems=() if told else (missing,))


NO_DRAFTS: Mapping[str, str] = {}


def _in(content: Content, folder: str, drafts: Mapping[str, str] = NO_DRAFTS) -> list[Filed]:
    """The files of a folder, each with what import last drafted for it."""
    sources = (source for path, source in content.texts.items() if path.startswith(f"{folder}/"))
    return [Filed(source, drafts.get(source.stem)) for source in sources]


def _stems(content: Content, folder: str) -> Iterable[str]:
    """What the files of a folder are named, those that could not be read among them."""
    paths = sorted({*content.texts, *content.unread})
    return (stem(path) for path in paths if path.startswith(f"{folder}/"))


def _ids(content: Content, told: Tellings, file: str) -> frozenset[str] | None:
    """The ids that a file gives; None where it could not be read."""
    ids = told.records[file].ids
    return None if ids is None or file in content.unread else frozenset(ids)


def _outlets(main: Read, known: Mapping[str, Outlet], articles: Iterable[Article]) -> Mapping[str, Outlet]:
    """The outlets that dossier.yaml describes or an article is from."""
    described = {name: outlet(read, known.get(name)) for name, read in main.get("outlets", {}).items()}
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
    zone = ZoneInfo(told.timezone)
    dated = {one.id: edtf.key(one.published, zone) for one in decided if one.published}
    last = (float("inf"), 0, "")
    return tuple(sorted(decided, key=lambda one: (dated.get(one.id, last), one.id))), tuple(problems)


def _media(content: Content, rights: Told) -> Mapping[str, LocalMedia]:
    """The files of media/, each with what rights.yaml says of it."""
    said = {read.name: read for read in rights.made}
    return {
        file: LocalMedia(file, data, **(said[file].only("rights", "source", "credit") if file in said else {}))
        for file, data in content.media.items()
    }
