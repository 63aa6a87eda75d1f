"""Plans how one article changes when captures of it come in. Text that equals the last draft is unedited; any other is the editor's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from dossier import front_matter
from dossier.ingest.captures.article_captures import (
    CaptureIndex,
    CaptureRecord,
    IncomingCapture,
    collect_captures,
    select_leading_capture,
)
from dossier.ingest.captures.comparison import WordsChange, compare_words, read_words
from dossier.ingest.captures.stored_content import (
    ARTICLES,
    CAPTURES,
    CONFLICT,
    DRAFTS,
    StoredArticle,
    StoredContent,
    add_capture_records,
    article_parts,
    parse_stored_article,
)
from dossier.ingest.captures.versions import (
    CaptureText,
    VersionHistory,
    format_version,
    renew_version,
    trace_versions,
    version_path,
)
from dossier.ingest.drafts.local_links import LocalTargets
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

if TYPE_CHECKING:
    from dossier.ingest.drafts.draft import Draft

MergeFn: TypeAlias = Callable[[bytes, bytes, bytes], tuple[bytes, bool]]
"""Merges the article, its last draft and the new draft; returns the text, and whether there was no conflict."""

RedraftFn: TypeAlias = Callable[[str], Sequence["Draft"]]
"""Drafts a stored capture again, by its file name."""

_WARNING = Severity.WARNING


class Fate(StrEnum):
    """The result of importing a capture."""

    NEW = "new"
    REFRESHED = "refreshed"  # the article was unedited and follows the capture
    MERGED = "merged"  # the article was edited, and now has both sides' changes
    KEPT = "kept"  # the article was edited, and stays as it is
    CONFLICT = "conflict"  # the article was edited on the same lines
    UNCHANGED = "unchanged"
    TWIN = "twin"  # the article follows another capture with the same words
    VERSION = "version"  # the article follows another capture; this one has other words
    DELETED = "deleted"  # the article was deleted by its editor
    SKIPPED = "skipped"  # `skip` in dossier.yaml excludes it


class Outcome(NamedTuple):
    source: str
    article: str
    fate: Fate
    words: WordsChange | None = None  # how they differ from the previous capture, for a new capture


@dataclass(frozen=True, slots=True)
class ArticleUpdate:
    """The files to write for one article, what they replace, and what to report."""

    fate: Fate
    writes: Mapping[str, bytes] = field(default_factory=dict)
    was: Mapping[str, bytes] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdatePlanner:
    """Combines new drafts with the articles that an editor may have changed."""

    stored: StoredContent
    merge_fn: MergeFn | None
    content: str
    local_targets: LocalTargets
    capture_index: CaptureIndex
    redraft_fn: RedraftFn = lambda _file: ()

    def plan_article(self, id_: str, group: Sequence[IncomingCapture]) -> ArticleUpdate:
        """Plan the update of an article from its incoming captures."""
        article = self.stored.articles.get(id_) or StoredArticle(id_)
        if article.deleted:
            fact = "the article was deleted, and is not drafted again"
            notice = self.notice(f"{DRAFTS}/{id_}.md", fact, "to have it back, delete this file")
            outcomes = tuple(Outcome(incoming.source, id_, Fate.DELETED) for incoming in group)
            return ArticleUpdate(Fate.DELETED, outcomes=outcomes, problems=(notice,))
        # The editor may have removed captures from the article's own list.
        last_draft = parse_stored_article(article.id, article.draft, article.draft)
        marked_files = {record["file"] for record in last_draft.captures if record.get("version") == "true"}
        captures = [
            replace(capture, version=capture.version or capture.file in marked_files)
            for capture in collect_captures(article, group, self.capture_index)
        ]
        texts = self.read_texts(article, last_draft, captures)
        history = trace_versions(captures, texts)
        leading = select_leading_capture(history.captures, article.text_field("language") or group[0].language)
        records = _records_to_list(article, last_draft, history.captures)
        if leading is not None and self.keeps_quoted_words(article, last_draft, leading, texts):
            change = keep_quoted_article(self, article, records)
        else:
            fresh = self.format_draft(article, last_draft, history.captures, leading, texts)
            change = self.plan_change(article, fresh, records)
        raw = {f"{CAPTURES}/{capture.file}": capture.data for capture in captures if capture.data is not None}
        version_writes = self.format_versions(article, history, texts)
        was = {path: self.stored.versions[path] for path in version_writes if path in self.stored.versions}
        outcomes = tuple(
            Outcome(incoming.source, id_, *_capture_fate(incoming, history, leading, change)) for incoming in group
        )
        return replace(
            change, writes={**raw, **version_writes, **change.writes}, was={**was, **change.was}, outcomes=outcomes
        )

    def read_texts(
        self, article: StoredArticle, last_draft: StoredArticle, captures: Sequence[CaptureRecord]
    ) -> dict[str, CaptureText]:
        """Draft every capture of an article with today's rules, by file; for a missing capture, the last draft stands in."""
        texts: dict[str, CaptureText] = {}
        if len(captures) < 2:  # one capture has nothing to differ from
            return texts
        for capture in captures:
            drafts = [capture.incoming.draft] if capture.incoming else self.redraft_fn(capture.file)
            if draft := next((one for one in drafts if len(drafts) == 1 or one.id == article.id), None):
                texts[capture.file] = CaptureText(draft.fields, draft.body)
        last = select_leading_capture(
            (one for one in captures if one.file in _capture_files(last_draft)), article.text_field("language")
        )
        if last and last.file not in texts:
            texts[last.file] = CaptureText(*article_parts(article.draft or b""))
        return texts

    def format_versions(
        self, article: StoredArticle, history: VersionHistory, texts: Mapping[str, CaptureText]
    ) -> dict[str, bytes]:
        """The version files that would change, of the captures whose text is available."""
        writes: dict[str, bytes] = {}
        for capture in history.captures:
            if capture.version and capture.file in texts:
                path = version_path(article.id, capture.sha256)
                if path in self.stored.versions and capture.file not in history.compared:
                    continue
                fresh = format_version(article.id, capture, texts[capture.file], history.changes.get(capture.file))
                renewed = renew_version(self.stored.versions.get(path), fresh)
                if renewed != self.stored.versions.get(path):
                    writes[path] = renewed
        return writes

    def keeps_quoted_words(
        self,
        article: StoredArticle,
        last_draft: StoredArticle,
        leading: CaptureRecord,
        texts: Mapping[str, CaptureText],
    ) -> bool:
        """Whether an unedited article keeps its words although a newer capture differs, because it may be quoted."""
        if (
            self.merge_fn
            or article.id not in self.stored.quoted
            or leading.file in _capture_files(last_draft)
            or article.text is None
        ):
            return False
        return (
            article.is_unedited
            and leading.file in texts
            and compare_words(read_words(*article_parts(article.text)), read_words(*texts[leading.file])) is not None
        )

    def format_draft(
        self,
        article: StoredArticle,
        last_draft: StoredArticle,
        captures: Sequence[CaptureRecord],
        leading: CaptureRecord | None,
        texts: Mapping[str, CaptureText],
    ) -> bytes | None:
        """The article as import drafts it now; None where its leading capture and last draft are both unreadable."""
        fields: Mapping[str, Any]
        if leading and leading.incoming:
            fields, body = leading.incoming.draft.fields, leading.incoming.draft.body
        elif leading and leading.file not in _capture_files(last_draft):  # listed, but not yet drafted from
            fields, body = texts.get(leading.file, CaptureText({}, ""))
        else:
            fields, body = article_parts(article.draft or b"")
        if not fields:
            return None
        draft_fields = {
            **fields,
            "id": article.id,
            "draft": "true",
            "captures": [capture.record for capture in captures],
        }
        return front_matter.format_article(
            self.local_targets.fields(draft_fields), self.local_targets.body(body)
        ).encode()

    def plan_change(
        self, article: StoredArticle, fresh: bytes | None, records: Sequence[Mapping[str, str]]
    ) -> ArticleUpdate:
        """Plan the update from a new draft; an article that keeps its words lists its captures all the same."""
        text, draft = article.text, article.draft
        if fresh is None:
            return _with_records(article, ArticleUpdate(Fate.KEPT), records)
        if text is None:
            return _article_update(article, Fate.NEW, fresh, fresh)
        if text == fresh:  # also after an interrupted run that wrote the article but not its draft
            return _article_update(article, Fate.UNCHANGED, fresh, fresh)
        if draft == fresh:
            return ArticleUpdate(Fate.UNCHANGED)
        if article.is_unedited:
            return _article_update(article, Fate.REFRESHED, fresh, fresh)
        return _with_records(article, self.plan_edited(article, text, draft, fresh, records), records)

    def plan_edited(
        self,
        article: StoredArticle,
        text: bytes,
        draft: bytes | None,
        fresh: bytes,
        records: Sequence[Mapping[str, str]],
    ) -> ArticleUpdate:
        """Combine an article that its editor has changed with a new draft."""
        article_path, conflict_path = f"{ARTICLES}/{article.id}.md", f"{DRAFTS}/{article.id}{CONFLICT}.md"
        if not self.merge_fn:
            help_ = "dossier import --merge brings both together"
            notice = self.notice(
                article_path, "you edited this article, and what a capture changes was left out", help_
            )
            return ArticleUpdate(Fate.KEPT, problems=(notice,) if draft else ())
        if draft is None:
            fact = "nothing can be merged here, for what import once drafted is not known"
            return ArticleUpdate(
                Fate.KEPT, problems=(self.notice(article_path, fact, "take over by hand what is new", _WARNING),)
            )
        try:
            theirs = _with_list_of(draft, fresh, records)
            base = add_capture_records(draft, records)
            merged, clean = self.merge_fn(add_capture_records(text, records), base, theirs)
            merged = fresh if merged == theirs else merged
        except Failure as failure:
            where = Location(f"{self.content}/{article_path}")
            return ArticleUpdate(Fate.KEPT, problems=tuple(replace(problem, at=where) for problem in failure.problems))
        help_ = "take what you want from it into the article, and delete it"
        unresolved = self.stored.conflicts.get(article.id, merged)
        if unresolved != merged:
            fact = "this merge still waits for you, so the next one was not made"
            return ArticleUpdate(Fate.KEPT, problems=(self.notice(conflict_path, fact, help_, _WARNING),))
        if clean and article_parts(merged)[0]:
            return _article_update(article, Fate.MERGED, merged, fresh)
        fact = "you and the new draft changed the same lines; the article is as you left it, and this shows both"
        change = _article_update(article, Fate.CONFLICT, text, fresh)
        problems = (self.notice(conflict_path, fact, help_, _WARNING),)
        new = {} if article.id in self.stored.conflicts else {conflict_path: merged}
        return replace(change, writes={**new, **change.writes}, problems=problems)

    def plan_linked(self, article: StoredArticle) -> ArticleUpdate | None:
        """The update of an article whose links lead to articles that are new in the dossier; None without such links."""
        link_targets = sorted(
            {self.local_targets.articles[key] for key in article.link_keys if key in self.local_targets.articles}
        )
        if not link_targets or article.text is None:
            return None
        if article.is_unedited and article.draft is not None:
            fields, body = article_parts(article.draft)
            fields, body = self.local_targets.fields(fields), self.local_targets.body(body)
            draft = front_matter.format_article(fields, body).encode()
            if not fields or draft == article.draft:
                return None
            return _article_update(article, Fate.REFRESHED, add_capture_records(draft, article.captures), draft)
        fact = "you edited this article, and it leads to others that are in the dossier now"
        notice = self.notice(f"{ARTICLES}/{article.id}.md", fact, "write this in place of the address")
        details = tuple(("link", f"article:{id_}") for id_ in link_targets)
        return ArticleUpdate(Fate.KEPT, problems=(replace(notice, details=details),))

    def notice(self, path: str, fact: str, help_: str, severity: Severity = Severity.NOTICE) -> Problem:
        return Problem(Location(f"{self.content}/{path}"), severity, "import", fact, hint=help_)


def _article_update(article: StoredArticle, fate: Fate, text: bytes, draft: bytes) -> ArticleUpdate:
    """An update that writes the article and then its draft, unless they are unchanged."""
    article_path, draft_path = f"{ARTICLES}/{article.id}.md", f"{DRAFTS}/{article.id}.md"
    current = {article_path: article.text, draft_path: article.draft}
    writes = {path: data for path, data in ((article_path, text), (draft_path, draft)) if current[path] != data}
    return ArticleUpdate(fate, writes, {path: was for path in writes if (was := current[path]) is not None})


def keep_quoted_article(
    planner: UpdatePlanner, article: StoredArticle, records: Sequence[Mapping[str, str]]
) -> ArticleUpdate:
    """Keep the words of an article that may be quoted, list its captures, and report that newer words were left out."""
    fact = "a note, an event or a claim may quote this article, and what a capture changes was left out"
    notice = planner.notice(f"{ARTICLES}/{article.id}.md", fact, "dossier import --merge takes the new words over")
    return _with_records(article, ArticleUpdate(Fate.KEPT, problems=(notice,)), records)


def _records_to_list(
    article: StoredArticle, last_draft: StoredArticle, captures: Sequence[CaptureRecord]
) -> tuple[Mapping[str, str], ...]:
    """The captures that an article which keeps its words lists: all but those that its editor removed from the list."""
    removed = _capture_files(last_draft) - _capture_files(article)
    return tuple(capture.record for capture in captures if capture.file not in removed)


def _with_list_of(draft: bytes, fresh: bytes, records: Sequence[Mapping[str, str]]) -> bytes:
    """A new draft with the last draft's list of captures, extended by `records`, so that a merge sees no change in it."""
    (fields, body), listed = article_parts(fresh), article_parts(draft)[0].get("captures")
    if not listed:
        return fresh
    return add_capture_records(front_matter.format_article({**fields, "captures": listed}, body).encode(), records)


def _with_records(article: StoredArticle, change: ArticleUpdate, records: Sequence[Mapping[str, str]]) -> ArticleUpdate:
    """The update with `records` added to the article's list of captures, unless it writes the article anyway."""
    path = f"{ARTICLES}/{article.id}.md"
    if article.text is None or path in change.writes:
        return change
    text = add_capture_records(article.text, records)
    if text == article.text:
        return change
    return replace(change, writes={path: text, **change.writes}, was={path: article.text, **change.was})


def _capture_files(article: StoredArticle) -> frozenset[str]:
    return frozenset(record["file"] for record in article.captures)


def _capture_fate(
    incoming: IncomingCapture, history: VersionHistory, leading: CaptureRecord | None, change: ArticleUpdate
) -> tuple[Fate, WordsChange | None]:
    """The reported result of a capture: for the leading one, that of its article."""
    capture = next((capture for capture in history.captures if capture.incoming is incoming), None)
    words = history.changes.get(capture.file) if capture and capture.data is not None else None
    if leading and leading.incoming is incoming:
        return change.fate, words
    if not capture or capture.data is None:
        return Fate.UNCHANGED, None
    return (Fate.VERSION if capture.version else Fate.TWIN), words
