"""content/ → the Library, and every problem of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from dossier import edtf
from dossier.load import files, read
from dossier.load.articles import Filed, article, page
from dossier.load.checks import CHECKS
from dossier.load.fields import CLAIMS, COMPOUNDS, CORRECTIONS, ENTITIES, EVENTS, MEDIA
from dossier.load.made import outlet, settings
from dossier.load.material import Material
from dossier.load.read import Content, Source
from dossier.load.records import Read
from dossier.load.uses import Told
from dossier.model import Article, At, Library, LocalMedia, Outlet, Settings
from dossier.problems import Each, Problem, Severity, in_order

NONE: Mapping[str, Outlet] = {}


def library(
    folder: Path, outlets: Mapping[str, Outlet] = NONE, each: Each = map
) -> tuple[Library, tuple[Problem, ...]]:
    """What people wrote in the folder, and what is wrong with it; `outlets` are those that need no description."""
    content = read.content(folder)
    material, problems = _material(content, outlets, each)
    found = chain.from_iterable(check(material) for check in CHECKS)
    return material.library, in_order((*content.problems, *problems, *found))


def _material(content: Content, known: Mapping[str, Outlet], each: Each) -> tuple[Material, tuple[Problem, ...]]:
    """Everything that was written, and what was wrong with the writing of it."""
    main, whole = _settings(content)
    told = {file.name: files.records(file, content.texts.get(file.name)) for file in _RECORDS}
    articles = tuple(each(article, _filed(content)))
    pages = tuple(each(page, _in(content, "pages")))
    notes = tuple(each(files.notes, _in(content, "notes")))
    everything = (whole, *told.values(), *articles, *pages, *notes)
    outlets = _outlets(main, known, (one for told in articles for one in told.made))
    timed, undecided = _settled(
        (one for told in articles for one in told.made), outlets, settings(main), whole=not whole.problems
    )
    library = Library(
        settings=settings(main),
        outlets=outlets,
        articles=timed,
        entities=told[ENTITIES.name].made,
        compounds=told[COMPOUNDS.name].made,
        events=told[EVENTS.name].made,
        claims=told[CLAIMS.name].made,
        notes=tuple(note for one in notes for note in one.made),
        pages=tuple(one for told in pages for one in told.made),
        corrections=told[CORRECTIONS.name].made,
        media=_media(content, told[MEDIA.name]),
    )
    material = Material(
        library=library,
        folder=content.shown,
        uses=tuple(use for one in everything for use in one.uses),
        ids={
            "article": frozenset(_stems(content, "articles")),
            "entity": _ids(content, told[ENTITIES.name], ENTITIES.name),
            "event": _ids(content, told[EVENTS.name], EVENTS.name),
            "claim": _ids(content, told[CLAIMS.name], CLAIMS.name),
            "page": frozenset((*_stems(content, "pages"), "index", "about")),
            "outlet": None if whole.problems else frozenset((*known, *main.get("outlets", {}))),
            "picture": frozenset((*content.media, *(p.removeprefix("media/") for p in content.unread))),
        },
        captures=content.captures,
        whole=not whole.problems,
        notes=tuple(_stems(content, "notes")),
        merges=content.merges,
        described={read.name: read.at for read in told[MEDIA.name].made},
        lines={at: lines for one in everything for at, lines in one.lines.items()},
        declared={name: read.at for name, read in main.get("outlets", {}).items()},
    )
    return material, (*undecided, *(problem for one in everything for problem in one.problems))


_RECORDS = (ENTITIES, COMPOUNDS, EVENTS, CLAIMS, CORRECTIONS, MEDIA)


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


def _in(content: Content, folder: str) -> tuple[Source, ...]:
    return tuple(source for path, source in content.texts.items() if path.startswith(f"{folder}/"))


def _filed(content: Content) -> tuple[Filed, ...]:
    """The articles' files, each with what import last drafted for it."""
    return tuple(
        Filed(source, content.drafts.get(PurePosixPath(source.path).stem)) for source in _in(content, "articles")
    )


def _stems(content: Content, folder: str) -> Iterable[str]:
    """What the files of a folder are named, those that could not be read among them."""
    paths = sorted({*content.texts, *content.unread})
    return (PurePosixPath(path).stem for path in paths if path.startswith(f"{folder}/"))


def _ids(content: Content, told: Told, file: str) -> frozenset[str] | None:
    """The ids that a file gives; None where it could not be read."""
    return None if told.ids is None or file in content.unread else frozenset(told.ids)


def _outlets(main: Read, known: Mapping[str, Outlet], articles: Iterable[Article]) -> Mapping[str, Outlet]:
    """The outlets that dossier.yaml describes or an article is from."""
    described = {name: outlet(read, known.get(name)) for name, read in main.get("outlets", {}).items()}
    used = sorted({article.outlet for article in articles} - {*described})
    return described | {name: known.get(name) or Outlet(name, name) for name in used}


def _settled(
    articles: Iterable[Article], outlets: Mapping[str, Outlet], told: Settings, *, whole: bool
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The articles by date, with their outlets' language and rights where they have none of their own."""
    settled: list[Article] = []
    problems: list[Problem] = []
    for one in articles:
        theirs = outlets[one.outlet]
        language = one.language or theirs.language
        if not language and whole:
            fact, hint = "an article has no `language`, and its outlet has none", "add `language: zh-Hans`"
            problems.append(Problem(one.at, Severity.ERROR, "missing", fact, hint=hint))
        changed = not one.language or not one.rights
        settled.append(
            replace(one, language=language or told.language, rights=one.rights or theirs.rights) if changed else one
        )
    zone = ZoneInfo(told.timezone)
    dated = {one.id: edtf.key(one.published, zone) for one in settled if one.published}
    last = (float("inf"), 0, "")
    return tuple(sorted(settled, key=lambda one: (dated.get(one.id, last), one.id))), tuple(problems)


def _media(content: Content, rights: Told) -> Mapping[str, LocalMedia]:
    """The files of media/, each with what rights.yaml says of it."""
    said = {read.name: read for read in rights.made}
    return {
        file: LocalMedia(file, data, **(said[file].only("rights", "source", "credit") if file in said else {}))
        for file, data in content.media.items()
    }
