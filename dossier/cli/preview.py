"""The site while it is written: built in memory, shown at an address of this machine."""

from __future__ import annotations

import json
import re
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from dossier.build import Built, Resident, Wanted, flaws
from dossier.cli.common import editions, everywhere, examples, unattended
from dossier.cli.making import indexed, made
from dossier.cli.quoting import entry
from dossier.cli.say import as_data, say, tell
from dossier.deliver.jobs import aside
from dossier.deliver.serve import Rest, Shown, Sources
from dossier.deliver.serve import serve as served
from dossier.model import At
from dossier.problems import Failure, Problem, Severity
from dossier.render import templates, urls
from dossier.render.words import Words, words

_EDITORS = {
    "vscode": "vscode://file{path}:{line}",
    "vscodium": "vscodium://file{path}:{line}",
    "cursor": "cursor://file{path}:{line}",
    "zed": "zed://file{path}:{line}",
    "sublime": "subl://open?url=file://{path}&line={line}",
    "textmate": "txmt://open?url=file://{path}&line={line}",
    "idea": "idea://open?file={path}&line={line}",
    "emacs": "emacs://open?url=file://{path}&line={line}",
}
_SCHEME = re.compile("[a-z][a-z0-9+.-]*:")
_CLIENT = ("live", "panel", "palette")  # static/preview/*.js, in their order
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_MOST = 100  # problems that are shown over a page
_TOLD = (Severity.ERROR, Severity.WARNING)


def _template(_: click.Context, __: click.Parameter, value: str) -> str:
    """The address that opens a place in an editor, with blanks for the file and the line."""
    template = _EDITORS.get(value, value)
    if "{path}" not in template or not _SCHEME.match(template):
        known = ", ".join(_EDITORS)
        raise click.BadParameter(f"“{value}” is none of {known}, nor an address with {{path}} and {{line}} in it")
    return template


@click.command(
    short_help="Preview the site, following every save.",
    epilog=examples(
        ("dossier serve --open", "everything, in a browser"),
        ("dossier serve --edition public", "as others will see it"),
        ("dossier serve --editor zed", "where a problem's place is opened"),
    ),
)
@everywhere
@editions
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), show_default=True, help="The port to listen at.")
@click.option("--open", "opened", is_flag=True, help="Open the site in a browser.")
@click.option(
    "--editor",
    default="vscode",
    envvar="DOSSIER_EDITOR",
    show_envvar=True,
    show_default=True,
    callback=_template,
    help=f"What opens a problem's place: {', '.join(_EDITORS)}, or an address with {{path}} and {{line}} in it.",
)
def serve(
    content: Path, edition: Any, host: str, port: int, opened: bool, editor: str, quiet: bool, verbose: bool
) -> None:
    """Preview the site: built in memory, rebuilt and reloaded when a file is saved.

    A build that fails keeps the last good site and shows its problems over the page. Words selected in an article
    give the YAML of a note, an event's source or a claim's stance, to be pasted. Ctrl-C ends it.
    """

    def told(problems: Sequence[Problem]) -> None:
        tell(problems, quiet=quiet, verbose=verbose)
        if not quiet and not any(problem.severity in _TOLD for problem in problems):
            say("nothing to mend")

    desk = Desk(content, Wanted(edition=edition), editor, told)

    def ready(address: str) -> None:
        click.echo(f"{address}  (stop with Ctrl-C)")
        if host not in _LOOPBACK:
            say(f"{host}: whoever reaches this machine can read the {edition} edition")
        if opened:
            webbrowser.open(address)

    if not content.is_dir():
        desk.resident.built()  # which says so
    watched = [content, *(folder for folder in desk.own if folder.is_dir())]
    client = {"js": desk.script, "css": lambda: templates.static("preview/preview.css")}
    served(Sources(desk.build, desk.rest, desk.quote, desk.told, client), watched, host, port, ready)


class Desk:
    """What stands behind the preview: the last site that was made, and what the terminal was told of it."""

    def __init__(self, content: Path, wanted: Wanted, editor: str, tell: Callable[[Sequence[Problem]], None]) -> None:
        self.content, self.wanted, self.editor, self.tell = content, wanted, editor, tell
        self.own = [content.resolve().parent / name for name in ("templates", "static")]
        self.resident = Resident(content, wanted)
        self.last: Built | None = None
        self.said: dict[str, Sequence[Problem]] = {}

    def build(self, changed: frozenset[Path]) -> Shown:
        """The site of now, for the preview; a Failure where it cannot be made."""
        if any(path.is_relative_to(folder) for path in changed for folder in self.own):
            templates.forget()
            words.cache_clear()
        try:
            site = made(self.content, self.resident.built, strict=unattended())
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
        errors, warnings = ([one for one in problems if one.severity is severity] for severity in _TOLD)
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
        return words(self.last.dossier.content.settings.language if self.last else "en")

    def script(self) -> bytes:
        """What keeps a page up to date, shows problems and offers quotations, in the interface's language."""
        strings = self.words().strings.items()
        said = {key.removeprefix("preview."): text for key, text in strings if key.startswith("preview.")}
        parts = b"".join(templates.static(f"preview/{name}.js") for name in _CLIENT)
        return b'(words => {\n"use strict";\n' + parts + f"}})({json.dumps(said, ensure_ascii=False)});\n".encode()


def _rest(site: Built) -> Rest:
    problems = flaws(site)
    try:
        return Rest(indexed(site), problems)
    except Failure as failure:
        return Rest({}, (*problems, *failure.problems))
