"""What stands behind the preview: the site as it is now, what the terminal and the panel are told, the YAML of a selection."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dossier.build import Built, Resident, Wanted, flaws
from dossier.cli.common import unattended
from dossier.cli.making import indexed, made
from dossier.cli.quoting import entry
from dossier.cli.say import as_data
from dossier.deliver.jobs import aside
from dossier.deliver.serve import Rest, Shown, Sources, serve
from dossier.guard import guarded
from dossier.model import At
from dossier.problems import Failure, Problem, Severity
from dossier.render import urls
from dossier.render.templates import OURS, Look
from dossier.render.words import Words, words

TOLD = (Severity.ERROR, Severity.WARNING)
_CLIENT = ("live", "panel", "palette")  # static/preview/*.js, in their order
_MOST = 100  # problems that are shown over a page


class Desk:
    """What stands behind the preview: the last site that was made, and what the terminal was told of it."""

    def __init__(self, content: Path, wanted: Wanted, editor: str, tell: Callable[[Sequence[Problem]], None]) -> None:
        self.content, self.wanted, self.editor, self.tell = content, wanted, editor, tell
        self.own = [content.resolve().parent / name for name in ("templates", "static")]
        self.resident = Resident(content, wanted)
        self.last: Built | None = None
        self.said: dict[str, Sequence[Problem]] = {}

    def serve(self, host: str, port: int, ready: Callable[[str], None]) -> None:
        """Until it is interrupted."""
        if not self.content.is_dir():
            self.resident.built()  # which says so
        watched = [self.content, *(folder for folder in self.own if folder.is_dir())]
        client = {"js": self.script, "css": lambda: OURS.static("preview/preview.css")}
        serve(Sources(self.build, self.rest, self.quote, self.told, client), watched, host, port, ready)

    def build(self, changed: frozenset[Path]) -> Shown:
        """The site of now, for the preview; a Failure where it cannot be made."""
        if any(path.is_relative_to(folder) for path in changed for folder in self.own):
            self.resident.look = Look(self.resident.look.folders)
        try:
            build = partial(made, self.content, self.resident.built, strict=unattended())
            site = guarded(build, At(self.content.as_posix()))  # the preview outlives what the build does not
        except Failure as failure:
            self.say("build", failure.problems)
            raise
        self.say("build", site.problems)
        self.last = site
        return Shown(site.output, site.problems, urls.root(site.dossier.content.settings.base_url) or "/")

    def rest(self) -> Callable[[], Rest]:
        """What takes longer: the search files, and what is wrong with the pages that nobody looks at."""
        begun = aside(partial(_rest, self.last)) if self.last else Rest  # pages are answered meanwhile

        def ended() -> Rest:
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
        errors, warnings = ([one for one in problems if one.severity is severity] for severity in TOLD)
        shown = [
            as_data(one) | {"place": str(one.at), "href": self.opens(one.at)} for one in [*errors, *warnings][:_MOST]
        ]
        return {"errors": len(errors), "warnings": len(warnings), "problems": shown}

    def opens(self, at: At) -> str:
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
        found = entry(self.last.dossier, str(asked.get("kind")), str(asked.get("article")), asked) if self.last else ""
        if not found or isinstance(found, str):
            return {"problem": said(f"preview.{found or 'stale'}")}
        file = (self.content / found.file).as_posix()
        return {"yaml": found.yaml, "file": file, "href": self.opens(At(file))}

    def words(self) -> Words:
        return words(self.last.dossier.content.settings.language if self.last else "en", self.resident.look)

    def script(self) -> bytes:
        """What keeps a page up to date, shows problems and offers quotations, in the interface's language."""
        strings = self.words().strings.items()
        said = {key.removeprefix("preview."): text for key, text in strings if key.startswith("preview.")}
        parts = b"".join(OURS.static(f"preview/{name}.js") for name in _CLIENT)
        return b'(words => {\n"use strict";\n' + parts + f"}})({json.dumps(said, ensure_ascii=False)});\n".encode()


def _rest(site: Built) -> Rest:
    problems = flaws(site)
    try:
        return Rest(indexed(site), problems)
    except Failure as failure:
        return Rest({}, (*problems, *failure.problems))
