"""Words selected on a page as what an editor pastes: the YAML of a note, an event's source or a claim's stance.

What stands behind the preview: the site as it is now, what the terminal and the panel are told, the YAML of a selection.
"""

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
from dossier.cli.site_build import build_with_drafts, index_site
from dossier.cli.trust import hooks_of
from dossier.deliver.serve import DeferredOutput, PreviewedSite, PreviewSources, serve
from dossier.deliver.workers import run_in_background
from dossier.enrich.anchors.citation import citation_for_span
from dossier.front_matter import dump_yaml
from dossier.guard import guarded
from dossier.hooks import FILE
from dossier.model import Article, Block, Citation, Dossier, Location, Says
from dossier.pipeline import BuildOptions, BuiltSite, ResidentBuild, page_problems
from dossier.problems import Failure, Problem, Severity
from dossier.render import urls
from dossier.render.language.interface_words import InterfaceWords, interface_words
from dossier.render.templates import OURS, Theme

_NAMED = 4  # whom the paragraph names first, for the editor to choose from
_LONG = 60  # characters; a longer quotation stands on lines of its own


class YamlEntry(NamedTuple):
    """What is pasted, and into which file of content/."""

    yaml: str
    file: str


def yaml_entry(dossier: Dossier, kind: str, article_id: str, selected: Mapping[str, Any]) -> YamlEntry | str:
    """What a selection is as a `note`, `source` or `stance`; where there is no telling, why: the key of a word.

    What only the editor can say is left empty, and the next build asks for it.
    """
    article = next((article for article in dossier.content.articles if article.id == article_id), None)
    block = _block(article, selected) if article else None
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
    named = dict.fromkeys(e for m in dossier.mentions if m[:2] == (article.id, block.id) for e in m.entities)
    who = ", ".join([*named][:_NAMED] or ["…"])
    open_to = f"who: []  # {who}; or voice: …\nsays:  # {', '.join(get_args(Says))}\n"
    return YamlEntry(indent(_item(open_to, words), "    "), "claims.yaml")


def _block(article: Article, selected: Mapping[str, Any]) -> Block | None:
    return next((block for block in article.blocks if block.id == selected.get("block")), None)


def _start(block: Block, selected: Mapping[str, Any]) -> int | None:
    """Where the words begin that the browser has seen; None where the text is no longer what it was."""
    words, start = selected.get("words"), selected.get("start")
    if not isinstance(words, str) or not isinstance(start, int) or not words:
        return None
    if start >= 0 and block.text.startswith(words, start):
        return start
    return block.text.index(words) if block.text.count(words) == 1 else None


def _words(citation: Citation) -> str:
    """The fields that lead to the words; long or quote-laden ones stand on a line of their own."""
    words = dump_yaml({"quote": citation.quote})
    if (words == f"quote: {citation.quote}\n" and len(citation.quote) > _LONG) or words.startswith("quote: '"):
        words = f"quote: |-\n  {citation.quote}\n"
    around = {name: text for name in ("prefix", "suffix") if (text := getattr(citation, name))}
    counted = {"nth": str(citation.nth)} if citation.nth else {}
    return words + dump_yaml(around | counted | {"block": citation.block})


def _item(*fields: str) -> str:
    """The fields as one item of a list."""
    return "- " + indent("".join(fields), "  ").removeprefix("  ")


REPORTED = (Severity.ERROR, Severity.WARNING)
_CLIENT = ("live", "panel", "palette")  # static/preview/*.js, in their order
_MOST = 100  # problems that are shown over a page


class Desk:
    """What stands behind the preview: the last site that was made, and what the terminal was told of it."""

    def __init__(
        self, content: Path, wanted: BuildOptions, editor: str, tell: Callable[[Sequence[Problem]], None]
    ) -> None:
        self.content, self.wanted, self.editor, self.tell = content, wanted, editor, tell
        self.own = [content.resolve().parent / name for name in ("templates", "static")]
        self.resident = ResidentBuild(content, wanted)
        self.last: BuiltSite | None = None
        self.said: dict[str, Sequence[Problem]] = {}

    def serve(self, host: str, port: int, ready: Callable[[str], None]) -> None:
        """Until it is interrupted."""
        if not self.content.is_dir():
            self.resident.build()  # which says so
        watched = [self.content, *(path for path in (*self.own, self.content.resolve().parent / FILE) if path.exists())]
        client = {"js": self.script, "css": lambda: OURS.static("preview/preview.css")}
        serve(PreviewSources(self.build, self.rest, self.quote, self.told, client), watched, host, port, ready)

    def build(self, changed: frozenset[Path]) -> PreviewedSite:
        """The site of now, for the preview; a Failure where it cannot be made."""
        if any(path.is_relative_to(folder) for path in changed for folder in self.own):
            self.resident.theme = Theme(self.resident.theme.folders)
        self.resident.options = replace(self.resident.options, hooks=hooks_of(self.content))
        try:
            build = partial(build_with_drafts, self.content, self.resident.build, strict=is_unattended())
            site = guarded(build, Location(self.content.as_posix()))  # the preview outlives what the build does not
        except Failure as failure:
            self.say("build", failure.problems)
            raise
        self.say("build", site.problems)
        self.last = site
        return PreviewedSite(site.output, site.problems, urls.root_path(site.dossier.content.settings.base_url) or "/")

    def rest(self) -> Callable[[], DeferredOutput]:
        """What takes longer: the search files, and what is wrong with the pages that nobody looks at."""
        begun = (
            run_in_background(partial(_rest, self.last)) if self.last else DeferredOutput
        )  # pages are answered meanwhile

        def ended() -> DeferredOutput:
            rest = begun()
            self.say("rest", rest.problems)
            return rest

        return ended

    def say(self, of: str, problems: Sequence[Problem]) -> None:
        """Everything that is wrong, where it is not what was said before."""
        before = self.said.get(of, ())
        self.said[of] = problems
        if problems != before:
            self.tell(tuple(chain.from_iterable(self.said.values())))

    def told(self, problems: Sequence[Problem]) -> dict[str, Any]:
        """Problems for the panel, errors first, each with its place and the address that opens it; and how many."""
        errors, warnings = ([one for one in problems if one.severity is severity] for severity in REPORTED)
        shown = [
            problem_to_data(one) | {"place": str(one.at), "href": self.opens(one.at)}
            for one in [*errors, *warnings][:_MOST]
        ]
        return {"errors": len(errors), "warnings": len(warnings), "problems": shown}

    def opens(self, at: Location) -> str:
        """The address that opens a place in the editor; nothing for what is no file here."""
        file = Path(at.file)
        if not file.is_file():
            return ""
        path = quote(file.resolve().as_posix())
        path = path if path.startswith("/") else f"/{path}"  # as C:/ is written in addresses
        return self.editor.replace("{line}", str(at.line or 1)).replace("{path}", path)

    def quote(self, asked: Mapping[str, Any]) -> Mapping[str, str]:
        """What the palette is given for a selection: the YAML and its file, or why there is none."""
        said = self.words()
        if self.wanted.edition == "public":
            return {"problem": said("preview.public")}
        found = (
            yaml_entry(self.last.dossier, str(asked.get("kind")), str(asked.get("article")), asked) if self.last else ""
        )
        if not found or isinstance(found, str):
            return {"problem": said(f"preview.{found or 'stale'}")}
        file = (self.content / found.file).as_posix()
        return {"yaml": found.yaml, "file": file, "href": self.opens(Location(file))}

    def words(self) -> InterfaceWords:
        return interface_words(self.last.dossier.content.settings.language if self.last else "en", self.resident.theme)

    def script(self) -> bytes:
        """What keeps a page up to date, shows problems and offers quotations, in the interface's language."""
        strings = self.words().strings.items()
        said = {key.removeprefix("preview."): text for key, text in strings if key.startswith("preview.")}
        parts = b"".join(OURS.static(f"preview/{name}.js") for name in _CLIENT)
        return b'(words => {\n"use strict";\n' + parts + f"}})({json.dumps(said, ensure_ascii=False)});\n".encode()


def _rest(site: BuiltSite) -> DeferredOutput:
    problems = page_problems(site)
    try:
        return DeferredOutput(index_site(site), problems)
    except Failure as failure:
        return DeferredOutput({}, (*problems, *failure.problems))
