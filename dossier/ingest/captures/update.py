"""What becomes of one article when captures of it come in. What equals its last draft is unedited; all else is its editor's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from dossier import front_matter
from dossier.ingest.captures.captured import (
    CaptureFiles,
    CaptureRecord,
    IncomingCapture,
    captures_of_article,
    leading_capture,
)
from dossier.ingest.captures.shelf import (
    ARTICLES,
    CAPTURES,
    CONFLICT,
    DRAFTS,
    ContentShelf,
    StoredArticle,
    article_parts,
)
from dossier.ingest.drafts.local_links import LocalTargets
from dossier.model import At
from dossier.problems import Failure, Problem, Severity

Merge: TypeAlias = Callable[[bytes, bytes, bytes], tuple[bytes, bool]]
"""The article, its last draft and the new one, brought together; and whether that went without a conflict."""

_WARNING = Severity.WARNING


class Fate(StrEnum):
    """What becomes of a capture."""

    NEW = "new"
    REFRESHED = "refreshed"  # nobody had edited the article
    MERGED = "merged"  # somebody had, and the article holds both sides' changes now
    KEPT = "kept"  # somebody had
    CONFLICT = "conflict"  # somebody had, on the same lines
    UNCHANGED = "unchanged"
    TWIN = "twin"  # another capture speaks for the article
    DELETED = "deleted"  # somebody deleted the article
    SKIPPED = "skipped"  # dossier.yaml says so


class Outcome(NamedTuple):
    source: str
    article: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class ArticleUpdate:
    """What is to be written for one article, over what, and what that means."""

    fate: Fate
    writes: Mapping[str, bytes] = field(default_factory=dict)
    was: Mapping[str, bytes] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdatePlanner:
    """Where new drafts meet what the editor has."""

    shelf: ContentShelf
    merge: Merge | None
    content: str
    local: LocalTargets
    files: CaptureFiles

    def article(self, id_: str, group: Sequence[IncomingCapture]) -> ArticleUpdate:
        """What becomes of an article for which these captures came in."""
        known = self.shelf.known.get(id_) or StoredArticle(id_)
        if known.deleted:
            fact = "the article was deleted, and is not drafted again"
            notice = self.notice(f"{DRAFTS}/{id_}.md", fact, "to have it back, delete this file")
            outcomes = tuple(Outcome(one.source, id_, Fate.DELETED) for one in group)
            return ArticleUpdate(Fate.DELETED, outcomes=outcomes, problems=(notice,))
        found = captures_of_article(known, group, self.files)
        leading = leading_capture(found, known.word("language") or group[0].language)
        change = self.change(known, self.draft(known, found, leading))
        raw = {f"{CAPTURES}/{capture.file}": capture.data for capture in found if capture.data is not None}
        outcomes = tuple(Outcome(one.source, id_, _fate(one, found, leading, change)) for one in group)
        return replace(change, writes={**raw, **change.writes}, outcomes=outcomes)

    def draft(
        self, known: StoredArticle, found: Sequence[CaptureRecord], leading: CaptureRecord | None
    ) -> bytes | None:
        """The article as import writes it now; None where nothing at hand says how."""
        if leading and leading.incoming:
            fields, body = leading.incoming.draft.fields, leading.incoming.draft.body
        else:
            fields, body = article_parts(known.draft or b"")
        if not fields:
            return None
        whole = {**fields, "id": known.id, "draft": "true", "captures": [capture.record for capture in found]}
        return front_matter.format_article(self.local.fields(whole), self.local.body(body)).encode()

    def change(self, known: StoredArticle, fresh: bytes | None) -> ArticleUpdate:
        text, draft = known.text, known.draft
        if fresh is None:
            return ArticleUpdate(Fate.KEPT)
        if text is None:
            return _written(known, Fate.NEW, fresh, fresh)
        if text == fresh:  # also what a kill left half done: the article written, and not yet its draft
            return _written(known, Fate.UNCHANGED, fresh, fresh)
        if draft == fresh:
            return ArticleUpdate(Fate.UNCHANGED)
        if text == draft:
            return _written(known, Fate.REFRESHED, fresh, fresh)
        return self.edited(known, text, draft, fresh)

    def edited(self, known: StoredArticle, text: bytes, draft: bytes | None, fresh: bytes) -> ArticleUpdate:
        """An article that its editor has changed, and a new draft of it."""
        article, both = f"{ARTICLES}/{known.id}.md", f"{DRAFTS}/{known.id}{CONFLICT}.md"
        if not self.merge:
            help_ = "dossier import --merge brings both together"
            notice = self.notice(article, "you edited this article, and what a capture changes was left out", help_)
            return ArticleUpdate(Fate.KEPT, problems=(notice,) if draft else ())
        if draft is None:
            fact = "nothing can be merged here, for what import once drafted is not known"
            return ArticleUpdate(
                Fate.KEPT, problems=(self.notice(article, fact, "take over by hand what is new", _WARNING),)
            )
        try:
            merged, clean = self.merge(text, draft, fresh)
        except Failure as failure:
            where = At(f"{self.content}/{article}")
            return ArticleUpdate(Fate.KEPT, problems=tuple(replace(problem, at=where) for problem in failure.problems))
        help_ = "take what you want from it into the article, and delete it"
        waiting = self.shelf.conflicts.get(known.id, merged)
        if waiting != merged:
            fact = "this merge still waits for you, so the next one was not made"
            return ArticleUpdate(Fate.KEPT, problems=(self.notice(both, fact, help_, _WARNING),))
        if clean and article_parts(merged)[0]:
            return _written(known, Fate.MERGED, merged, fresh)
        fact = "you and the new draft changed the same lines; the article is as you left it, and this shows both"
        change = _written(known, Fate.CONFLICT, text, fresh)
        problems = (self.notice(both, fact, help_, _WARNING),)
        new = {} if known.id in self.shelf.conflicts else {both: merged}
        return replace(change, writes={**new, **change.writes}, problems=problems)

    def linked(self, known: StoredArticle) -> ArticleUpdate | None:
        """What becomes of an article that leads to one that is new in the dossier, if it does."""
        found = sorted({self.local.articles[place] for place in known.links if place in self.local.articles})
        if not found or known.text is None:
            return None
        fields, body = article_parts(known.text)
        if known.text == known.draft:
            return self.change(
                known, front_matter.format_article(self.local.fields(fields), self.local.body(body)).encode()
            )
        fact = "you edited this article, and it leads to others that are in the dossier now"
        notice = self.notice(f"{ARTICLES}/{known.id}.md", fact, "write this in place of the address")
        details = tuple(("link", f"article:{id_}") for id_ in found)
        return ArticleUpdate(Fate.KEPT, problems=(replace(notice, details=details),))

    def notice(self, path: str, fact: str, help_: str, severity: Severity = Severity.NOTICE) -> Problem:
        return Problem(At(f"{self.content}/{path}"), severity, "import", fact, hint=help_)


def _written(known: StoredArticle, fate: Fate, text: bytes, draft: bytes) -> ArticleUpdate:
    """The article, and then its draft, where they are not so already."""
    article, last = f"{ARTICLES}/{known.id}.md", f"{DRAFTS}/{known.id}.md"
    there = {article: known.text, last: known.draft}
    writes = {path: data for path, data in ((article, text), (last, draft)) if there[path] != data}
    return ArticleUpdate(fate, writes, {path: was for path in writes if (was := there[path]) is not None})


def _fate(
    one: IncomingCapture, found: Sequence[CaptureRecord], leading: CaptureRecord | None, change: ArticleUpdate
) -> Fate:
    """What to say of a capture: the one that speaks for the article tells what becomes of it."""
    if leading and leading.incoming is one:
        return change.fate
    new = any(capture.incoming is one and capture.data is not None for capture in found)
    return Fate.TWIN if new else Fate.UNCHANGED
