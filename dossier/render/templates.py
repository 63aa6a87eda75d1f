"""Where the templates and the static files are read, and jinja2's only home."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from dossier.model import At
from dossier.problems import Failure, Problem, Severity
from dossier.render.writing_direction import is_right_to_left

_PACKAGE = Path(__file__).parent.parent
_HOME = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent  # inside the wheel, else beside the package


@dataclass(frozen=True, eq=False)
class Look:
    """What pages are made with: the templates and static files of these folders; the first that has a file tells.

    Each is read once: when somebody has edited one, it takes another Look to see it.
    """

    folders: tuple[Path, ...] = (_HOME,)

    def page(self, name: str, **view: Any) -> str:
        """The page that `templates/pages/<name>.html` makes of a view."""
        try:
            return self._environment.get_template(f"pages/{name}.html").render(**view)
        except Exception as error:
            _mistaken(error)
            raise

    def part(self, file: str, macro: str, *values: Any) -> Markup:
        """What a macro of `templates/parts/<file>.html` makes of these values."""
        try:
            if file not in self._modules:
                self._modules[file] = self._environment.get_template(f"parts/{file}.html").module
            return Markup(getattr(self._modules[file], macro)(*values))  # noqa: S704 (templates escape what they are given)
        except Exception as error:
            _mistaken(error)
            raise

    def words(self, language: str) -> tuple[str, ...]:
        """The texts of `templates/words/<language>.toml`, ours first: the dossier's own need not say all."""
        files = [folder / "templates" / "words" / f"{language}.toml" for folder in reversed(self.folders)]
        return tuple(file.read_text("utf-8") for file in files if file.is_file())

    @cached_property
    def styles(self) -> bytes:
        """The style sheet: the files of static/css, in their order."""
        return self._joined("css", "*.css")

    @cached_property
    def script(self) -> bytes:
        """The script of every page: the files of static/js that begin with a number, in their order."""
        return self._joined("js", "[0-9]*.js")

    def static(self, name: str) -> bytes:
        """One file of static/, as it is."""
        files = (folder / "static" / name for folder in self.folders)
        return next(file for file in files if file.is_file()).read_bytes()

    def _joined(self, folder: str, pattern: str) -> bytes:
        names = {path.name for home in self.folders for path in (home / "static" / folder).glob(pattern)}
        return b"".join(self.static(f"{folder}/{name}") for name in sorted(names))

    @cached_property
    def _environment(self) -> Environment:
        made = Environment(
            loader=FileSystemLoader([folder / "templates" for folder in self.folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,
        )
        made.tests["right_to_left"] = is_right_to_left
        return made

    @cached_property
    def _modules(self) -> dict[str, Any]:
        return {}


OURS = Look()


def look(folder: Path) -> Look:
    """What the pages of the dossier in a folder are made with: each file of its own templates/ and static/ stands in for ours."""
    own = any((folder / name).is_dir() for name in ("templates", "static")) and folder != _HOME
    return Look((folder, _HOME)) if own else OURS


def starter(folder: str) -> dict[str, bytes]:
    """The files of `templates/new/<folder>`, by their paths: what a new dossier begins with."""
    root = _HOME / "templates" / "new" / folder
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def _mistaken(error: Exception) -> None:
    """Raises what a template is at fault of as a problem at its line; nothing else, for that is a mistake of the program."""
    lines = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.filename:
        lines.append((error.filename, error.lineno))
    file, line = lines[-1]
    if file.endswith(".html") or isinstance(error, TemplateError):
        file, line = next((place for place in reversed(lines) if place[0].endswith(".html")), ("templates", 0))
        fact = f"this template cannot be used: {error or type(error).__name__}"
        hint = "mend it, or take the file away: the program's own stands in for it"
        raise Failure(Problem(At(file, line), Severity.ERROR, "template", fact, hint=hint)) from error
