"""The index of notes: by tag, by editor and by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dossier.model import Note, When
from dossier.render import urls
from dossier.render.article_body import opening_sentence
from dossier.render.page_context import DateLabel, HtmlRun, Link, PageContext
from dossier.render.pages.page import PageHead, SitePage
from dossier.render.site import Site


class NoteRow(NamedTuple):
    """A note in the index."""

    link: Link  # to the note, by its title or its first sentence
    article: HtmlRun  # headline of the article that it is on
    by: str  # who signs it
    tags: tuple[str, ...]  # its tags


class NoteGroup(NamedTuple):
    """The notes of a tag, an editor or a day."""

    title: str  # the tag or the editor; for a day empty
    day: DateLabel | None  # the day
    rows: tuple[NoteRow, ...]  # the notes


@dataclass(frozen=True, slots=True)
class NotesPage:
    """All notes."""

    count: str  # how many there are
    tags: tuple[NoteGroup, ...]  # by tag, the most frequent first
    editors: tuple[NoteGroup, ...]  # by editor; none where all are one editor's
    days: tuple[NoteGroup, ...]  # by day, the newest first


def notes_pages(site: Site) -> Iterator[SitePage]:
    if site.dossier.content.notes:
        words = site.words
        yield SitePage(
            urls.NOTES,
            "notes",
            notes_page,
            lambda: PageHead(words("notes.title"), words("notes.lede")),
            styles=(urls.FRONT_STYLES,),
        )


def notes_page(context: PageContext) -> NotesPage:
    site = context.site
    notes = [note for article in site.articles for note in site.notes(article)]
    tags: defaultdict[str, list[Note]] = defaultdict(list)
    editors: defaultdict[str, list[Note]] = defaultdict(list)
    days: defaultdict[When | None, list[Note]] = defaultdict(list)
    for note in notes:
        for tag in note.tags:
            tags[tag].append(note)
        editors[site.signature(note.by)].append(note)
        days[note.when or note.added].append(note)
    newest = sorted(days, key=lambda when: when.first.toordinal() if when else 0, reverse=True)
    return NotesPage(
        count=site.words("count.notes", n=len(notes)),
        tags=_groups(context, tags),
        editors=_groups(context, editors) if len(editors) > 1 else (),
        days=tuple(
            NoteGroup(
                "" if when else site.words("date.undated"), _moment(context, when), _note_rows(context, days[when])
            )
            for when in newest
        ),
    )


def _moment(context: PageContext, when: When | None) -> DateLabel | None:
    return context.day_label(when) if when else None


def _groups(context: PageContext, groups: Mapping[str, Sequence[Note]]) -> tuple[NoteGroup, ...]:
    most = sorted(groups, key=lambda name: (-len(groups[name]), name))
    return tuple(NoteGroup(name, None, _note_rows(context, groups[name])) for name in most)


def _note_rows(context: PageContext, notes: Sequence[Note]) -> tuple[NoteRow, ...]:
    return tuple(context.cached_for(_row, note) for note in notes)


def _row(context: PageContext, note: Note) -> NoteRow:
    article = context.site.articles[note.citation.article]
    return NoteRow(
        context.link(
            urls.article_path(article.id, note.id),
            note.title or opening_sentence(note.text) or context.site.words("notes.untitled"),
        ),
        context.html_run(article.title, article.language),
        context.site.signature(note.by),
        note.tags,
    )
