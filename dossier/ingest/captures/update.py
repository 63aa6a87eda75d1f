"""What becomes of one article when captures of it come in. What equals its last draft is unedited; all else is its editor's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from dossier import front_matter
from dossier.ingest.captures.captured import (
    CaptureFiles,
    CaptureRecord,
    IncomingCapture,
    captures_of_article,
    leading_capture,
)
from dossier.ingest.captures.comparison import WordsChange, compare_words, read_words
from dossier.ingest.captures.shelf import (
    ARTICLES,
    CAPTURES,
    CONFLICT,
    DRAFTS,
    ContentShelf,
    StoredArticle,
    article_parts,
    stored_article,
)
from dossier.ingest.captures.versions import (
    CaptureText,
    VersionHistory,
    renewed_version,
    trace_versions,
    version_file,
    version_path,
)
from dossier.ingest.drafts.local_links import LocalTargets
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

if TYPE_CHECKING:
    from dossier.ingest.drafts.draft import Draft

Merge: TypeAlias = Callable[[bytes, bytes, bytes], tuple[bytes, bool]]
"""The article, its last draft and the new one, brought together; and whether that went without a conflict."""

Earlier: TypeAlias = Callable[[str], Sequence["Draft"]]
"""The drafts that import makes now of a capture in captures/, by its file."""

_WARNING = Severity.WARNING


class Fate(StrEnum):
    """What becomes of a capture."""

    NEW = "new"
    REFRESHED = "refreshed"  # nobody had edited the article
    MERGED = "merged"  # somebody had, and the article holds both sides' changes now
    KEPT = "kept"  # somebody had
    CONFLICT = "conflict"  # somebody had, on the same lines
    UNCHANGED = "unchanged"
    TWIN = "twin"  # another capture speaks for the article, in the same words
    VERSION = "version"  # another capture speaks for the article, and this one has other words
    DELETED = "deleted"  # somebody deleted the article
    SKIPPED = "skipped"  # dossier.yaml says so


class Outcome(NamedTuple):
    source: str
    article: str
    fate: Fate
    words: WordsChange | None = None  # how they changed from the capture before, where the capture is new


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
    earlier: Earlier = lambda _file: ()

    def article(self, id_: str, group: Sequence[IncomingCapture]) -> ArticleUpdate:
        """What becomes of an article for which these captures came in."""
        known = self.shelf.known.get(id_) or StoredArticle(id_)
        if known.deleted:
            fact = "the article was deleted, and is not drafted again"
            notice = self.notice(f"{DRAFTS}/{id_}.md", fact, "to have it back, delete this file")
            outcomes = tuple(Outcome(one.source, id_, Fate.DELETED) for one in group)
            return ArticleUpdate(Fate.DELETED, outcomes=outcomes, problems=(notice,))
        drafted = stored_article(known.id, known.draft, known.draft)  # its editor's article may name fewer captures
        versions = {record["file"] for record in drafted.captures if record.get("version") == "true"}
        found = [
            replace(capture, version=capture.version or capture.file in versions)
            for capture in captures_of_article(known, group, self.files)
        ]
        texts = self.texts(known, drafted, found)
        history = trace_versions(found, texts)
        leading = leading_capture(history.captures, known.word("language") or group[0].language)
        quoted = leading is not None and self.stays(known, leading, texts)
        change = (
            quoted_change(self, known) if quoted else self.change(known, self.draft(known, history.captures, leading))
        )
        raw = {f"{CAPTURES}/{capture.file}": capture.data for capture in found if capture.data is not None}
        files = self.versions(known, history, texts)
        was = {path: self.shelf.versions[path] for path in files if path in self.shelf.versions}
        outcomes = tuple(Outcome(one.source, id_, *_fate(one, history, leading, change)) for one in group)
        return replace(change, writes={**raw, **files, **change.writes}, was={**was, **change.was}, outcomes=outcomes)

    def texts(
        self, known: StoredArticle, drafted: StoredArticle, found: Sequence[CaptureRecord]
    ) -> dict[str, CaptureText]:
        """What each capture of an article says by today's rules, by file; of one that is gone, what was drafted of it."""
        texts: dict[str, CaptureText] = {}
        if len(found) < 2:  # one capture has nothing to differ from
            return texts
        for capture in found:
            drafts = [capture.incoming.draft] if capture.incoming else self.earlier(capture.file)
            if draft := next((one for one in drafts if len(drafts) == 1 or one.id == known.id), None):
                texts[capture.file] = CaptureText(draft.fields, draft.body)
        last = leading_capture((one for one in found if one.file in _files(drafted)), known.word("language"))
        if last and last.file not in texts:
            texts[last.file] = CaptureText(*article_parts(known.draft or b""))
        return texts

    def versions(
        self, known: StoredArticle, history: VersionHistory, texts: Mapping[str, CaptureText]
    ) -> dict[str, bytes]:
        """The files of the versions whose text is at hand, where they are not so already."""
        files: dict[str, bytes] = {}
        for capture in history.captures:
            if capture.version and capture.file in texts:
                path = version_path(known.id, capture.sha256)
                if path in self.shelf.versions and capture.file not in history.placed:
                    continue
                fresh = version_file(known.id, capture, texts[capture.file], history.changes.get(capture.file))
                made = renewed_version(self.shelf.versions.get(path), fresh)
                if made != self.shelf.versions.get(path):
                    files[path] = made
        return files

    def stays(self, known: StoredArticle, leading: CaptureRecord, texts: Mapping[str, CaptureText]) -> bool:
        """Whether an article that nobody edited keeps its words all the same: a newer capture has others, and it is quoted."""
        if self.merge or known.id not in self.shelf.quoted or leading.file in _files(known) or known.text is None:
            return False
        return (
            known.text == known.draft
            and leading.file in texts
            and compare_words(read_words(*article_parts(known.text)), read_words(*texts[leading.file])) is not None
        )

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
            where = Location(f"{self.content}/{article}")
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
        return Problem(Location(f"{self.content}/{path}"), severity, "import", fact, hint=help_)


def _written(known: StoredArticle, fate: Fate, text: bytes, draft: bytes) -> ArticleUpdate:
    """The article, and then its draft, where they are not so already."""
    article, last = f"{ARTICLES}/{known.id}.md", f"{DRAFTS}/{known.id}.md"
    there = {article: known.text, last: known.draft}
    writes = {path: data for path, data in ((article, text), (last, draft)) if there[path] != data}
    return ArticleUpdate(fate, writes, {path: was for path in writes if (was := there[path]) is not None})


def quoted_change(planner: UpdatePlanner, known: StoredArticle) -> ArticleUpdate:
    """What becomes of an article that is quoted, when a capture has other words: nothing, and that is said."""
    fact = "a note, an event or a claim may quote this article, and what a capture changes was left out"
    notice = planner.notice(f"{ARTICLES}/{known.id}.md", fact, "dossier import --merge takes the new words over")
    return ArticleUpdate(Fate.KEPT, problems=(notice,))


def _files(known: StoredArticle) -> frozenset[str]:
    return frozenset(record["file"] for record in known.captures)


def _fate(
    one: IncomingCapture, history: VersionHistory, leading: CaptureRecord | None, change: ArticleUpdate
) -> tuple[Fate, WordsChange | None]:
    """What to say of a capture: the one that speaks for the article tells what becomes of it."""
    capture = next((capture for capture in history.captures if capture.incoming is one), None)
    words = history.changes.get(capture.file) if capture and capture.data is not None else None
    if leading and leading.incoming is one:
        return change.fate, words
    if not capture or capture.data is None:
        return Fate.UNCHANGED, None
    return (Fate.VERSION if capture.version else Fate.TWIN), words
