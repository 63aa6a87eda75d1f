"""The back end of the preview: the current site, its problems for terminal and panel, and YAML for selected words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from textwrap import indent
from typing import Any, NamedTuple, get_args
from urllib.parse import quote

from dossier.cli.options import is_unattended
from dossier.cli.output import problem_to_data
from dossier.cli.site_build import build_with_drafts
from dossier.cli.trust import trusted_hooks
from dossier.deliver.serve import DeferredOutput, PreviewedSite, PreviewSources, serve
from dossier.deliver.workers import run_in_background
from dossier.enrich.anchors.citation import citation_for_span
from dossier.front_matter import dump_yaml
from dossier.guard import guarded
from dossier.hooks import FILE
from dossier.model import Article, Block, Citation, Dossier, Location, Says
from dossier.pipeline import BuildOptions, BuiltSite, ResidentBuild, page_problems, search_files
from dossier.problems import Failure, Problem, Severity
from dossier.render import urls
from dossier.render.language.interface_words import InterfaceWords, interface_words
from dossier.render.search import SearchIndex
from dossier.render.templates import OURS, Theme

_NAMES_SHOWN = 4  # entities of the paragraph that are offered to the editor
_BLOCK_QUOTE_LENGTH = 60  # characters; a longer quotation stands on lines of its own


class YamlEntry(NamedTuple):
    """YAML to paste, and the file of content/ it belongs into."""

    yaml: str
    file: str


def yaml_entry(dossier: Dossier, kind: str, article_id: str, selected: Mapping[str, Any]) -> YamlEntry | str:
    """The YAML of a selection as a `note`, `source` or `stance`; if there is none, the key of the message that says why.

    Fields that only the editor can fill in are left empty, and the next build asks for them.
    """
    article = next((article for article in dossier.content.articles if article.id == article_id), None)
    block = _selected_block(article, selected) if article else None
    if article is None or block is None:
        return "stale"
    start = _start(block, selected)
    if start is None:
        return "stale"
    citation = citation_for_span(article, block.id, start, start + len(selected["words"]))
    if citation is None:
        return "nowhere"
    if kind == "note":
        return YamlEntry(_item(_words(citation), "note:\n"), f"notes/{article.id}.yaml")
    words = dump_yaml({"article": article.id}) + _words(citation)
    if kind == "source":
        return YamlEntry(indent(_item(words), "    "), "events.yaml")
    entities = dict.fromkeys(e for m in dossier.mentions if m[:2] == (article.id, block.id) for e in m.entities)
    names = ", ".join([*entities][:_NAMES_SHOWN] or ["…"])
    open_to = f"who: []  # {names}; or voice: …\nsays:  # {', '.join(get_args(Says))}\n"
    return YamlEntry(indent(_item(open_to, words), "    "), "claims.yaml")


def _selected_block(article: Article, selected: Mapping[str, Any]) -> Block | None:
    return next((block for block in article.blocks if block.id == selected.get("block")), None)


def _start(block: Block, selected: Mapping[str, Any]) -> int | None:
    """The offset of the selected words in the block; None if its text has changed since the browser loaded it."""
    words, start = selected.get("words"), selected.get("start")
    if not isinstance(words, str) or not isinstance(start, int) or not words:
        return None
    if start >= 0 and block.text.startswith(words, start):
        return start
    return block.text.index(words) if block.text.count(words) == 1 else None


def _words(citation: Citation) -> str:
    """The YAML fields of a citation; a long quotation, or one that YAML would have to quote, becomes a block scalar."""
    words = dump_yaml({"quote": citation.quote})
    if (words == f"quote: {citation.quote}\n" and len(citation.quote) > _BLOCK_QUOTE_LENGTH) or words.startswith(
        "quote: '"
    ):
        words = f"quote: |-\n  {citation.quote}\n"
    around = {name: text for name in ("prefix", "suffix") if (text := getattr(citation, name))}
    counted = {"nth": str(citation.nth)} if citation.nth else {}
    return words + dump_yaml(around | counted | {"block": citation.block})


def _item(*fields: str) -> str:
    """The fields as an item of a YAML list."""
    return "- " + indent("".join(fields), "  ").removeprefix("  ")


REPORTED = (Severity.ERROR, Severity.WARNING)
_CLIENT = ("live", "panel", "palette")  # static/preview/*.js, in order
_MAX_SHOWN = 100  # problems in the panel


class Desk:
    """The preview's state: the last site that was built, and the problems that were reported of it."""

    def __init__(
        self, content: Path, options: BuildOptions, editor: str, report: Callable[[Sequence[Problem]], None]
    ) -> None:
        self.content, self.options, self.editor, self.report = content, options, editor, report
        self.own_folders = [content.resolve().parent / name for name in ("templates", "static")]
        self.resident = ResidentBuild(content, options)
        self.index = SearchIndex()
        self.last: BuiltSite | None = None
        self.reported: dict[str, Sequence[Problem]] = {}

    def serve(self, host: str, port: int, ready: Callable[[str], None]) -> None:
        """Serves the preview until it is interrupted."""
        if not self.content.is_dir():
            self.resident.build()  # raises a Failure that says so
        watched = [
            self.content,
            *(path for path in (*self.own_folders, self.content.resolve().parent / FILE) if path.exists()),
        ]
        client = {"js": self.script, "css": lambda: OURS.static("preview/preview.css")}
        serve(
            PreviewSources(self.build, self.start_deferred, self.quote, self.problems_data, client),
            watched,
            host,
            port,
            ready,
        )

    def build(self, changed: frozenset[Path]) -> PreviewedSite:
        """The current site, for the preview; raises a Failure if it cannot be built."""
        if any(path.is_relative_to(folder) for path in changed for folder in self.own_folders):
            self.resident.theme = Theme(self.resident.theme.folders)
        self.resident.options = replace(self.resident.options, hooks=trusted_hooks(self.content))
        try:
            build = partial(build_with_drafts, self.content, self.resident.build, strict=is_unattended())
            site = guarded(build, Location(self.content.as_posix()))  # the preview survives a build that crashes
        except Failure as failure:
            self.report_new("build", failure.problems)
            raise
        self.report_new("build", site.problems)
        self.last = site
        pages = site.output | search_files(site, self.index)
        return PreviewedSite(pages, site.problems, urls.root_path(site.dossier.content.settings.base_url) or "/")

    def start_deferred(self) -> Callable[[], DeferredOutput]:
        """Begins the slow work, checks of all pages; the returned function waits for its result."""
        wait = run_in_background(partial(_deferred_output, self.last)) if self.last else DeferredOutput

        def finish() -> DeferredOutput:
            deferred = wait()
            self.report_new("rest", deferred.problems)
            return deferred

        return finish

    def report_new(self, source: str, problems: Sequence[Problem]) -> None:
        """Reports all problems, if those of this source have changed."""
        before = self.reported.get(source, ())
        self.reported[source] = problems
        if problems != before:
            self.report(tuple(chain.from_iterable(self.reported.values())))

    def problems_data(self, problems: Sequence[Problem]) -> dict[str, Any]:
        """The problems for the panel, errors first, with links to the editor; and how many there are."""
        errors, warnings = ([problem for problem in problems if problem.severity is severity] for severity in REPORTED)
        items = [
            problem_to_data(problem) | {"place": str(problem.at), "href": self.editor_link(problem.at)}
            for problem in [*errors, *warnings][:_MAX_SHOWN]
        ]
        return {"errors": len(errors), "warnings": len(warnings), "problems": items}

    def editor_link(self, at: Location) -> str:
        """The address that opens a place in the editor; empty if it is not a file on this machine."""
        file = Path(at.file)
        if not file.is_file():
            return ""
        path = quote(file.resolve().as_posix())
        path = path if path.startswith("/") else f"/{path}"  # as C:/ is written in addresses
        return self.editor.replace("{line}", str(at.line or 1)).replace("{path}", path)

    def quote(self, selection: Mapping[str, Any]) -> Mapping[str, str]:
        """The palette's answer for a selection: the YAML and its file, or why there is none."""
        words = self.interface_words()
        if self.options.edition == "public":
            return {"problem": words("preview.public")}
        entry = (
            yaml_entry(self.last.dossier, str(selection.get("kind")), str(selection.get("article")), selection)
            if self.last
            else ""
        )
        if not entry or isinstance(entry, str):
            return {"problem": words(f"preview.{entry or 'stale'}")}
        file = (self.content / entry.file).as_posix()
        return {"yaml": entry.yaml, "file": file, "href": self.editor_link(Location(file))}

    def interface_words(self) -> InterfaceWords:
        return interface_words(self.last.dossier.content.settings.language if self.last else "en", self.resident.theme)

    def script(self) -> bytes:
        """The preview's client script, with its messages in the interface's language."""
        strings = self.interface_words().strings.items()
        messages = {key.removeprefix("preview."): text for key, text in strings if key.startswith("preview.")}
        parts = b"".join(OURS.static(f"preview/{name}.js") for name in _CLIENT)
        return b'(words => {\n"use strict";\n' + parts + f"}})({json.dumps(messages, ensure_ascii=False)});\n".encode()


def _deferred_output(site: BuiltSite) -> DeferredOutput:
    return DeferredOutput(page_problems(site))
