"""Reads and renders templates, and reads static files: the program's own and those of a dossier that override them."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import Environment, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from dossier.model import Location
from dossier.problems import Failure, Problem, Severity
from dossier.render.sandbox import Folders, OutsideError, Sandbox, require_inside
from dossier.render.template_code import OPTIONS, our_environment, with_own_names

_PACKAGE = Path(__file__).parent.parent
_ERROR_LENGTH = 300  # characters of an error that are shown
_HOME = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent  # inside the wheel, else beside the package


@dataclass(frozen=True, eq=False)
class Theme:
    """The templates and static files of these folders; the first folder that has a file wins.

    Each file is read once: to see an edited one, make a new Theme.
    """

    folders: tuple[Path, ...] = (_HOME,)

    def render_page(self, name: str, **variables: Any) -> str:
        """`templates/pages/<name>.html` rendered with these variables."""
        file = f"pages/{name}.html"
        try:
            with self._bounded(file):
                return self._environment.get_template(file).render(**variables)
        except Exception as error:
            self._raise_template_problem(error, file)
            raise

    def render_macro(self, file: str, macro: str, *values: Any) -> Markup:
        """The HTML of a macro of `templates/parts/<file>.html` for these values."""
        template = f"parts/{file}.html"
        try:
            with self._bounded(template):
                if file not in self._modules:
                    self._modules[file] = self._environment.get_template(template).module
                return Markup(getattr(self._modules[file], macro)(*values))  # noqa: S704 (templates escape what they are given)
        except Exception as error:
            self._raise_template_problem(error, template)
            raise

    def words(self, language: str) -> tuple[tuple[str, str], ...]:
        """The paths and texts of `templates/words/<language>.toml`, ours first: a dossier's own may override single words."""
        files = [(folder / "templates" / "words" / f"{language}.toml", folder) for folder in reversed(self.folders)]
        return tuple(
            (str(file), _read(file, folder).decode("utf-8", "replace")) for file, folder in files if file.is_file()
        )

    @cached_property
    def styles(self) -> bytes:
        """The style sheet: the files of static/css, sorted and joined."""
        return self._joined("css", "*.css")

    @cached_property
    def timeline_styles(self) -> bytes:
        """The style sheet of the timeline and of the pages of events and claims: the files of static/css/timeline."""
        return self._joined("css/timeline", "*.css")

    @cached_property
    def front_styles(self) -> bytes:
        """The style sheet of the home page, the ledger of changes and the index of notes: the files of static/css/front."""
        return self._joined("css/front", "*.css")

    @cached_property
    def script(self) -> bytes:
        """The script of every page: the files of static/js that begin with a digit, sorted and joined."""
        return self._joined("js", "[0-9]*.js")

    @cached_property
    def search_script(self) -> bytes:
        """The script of the search page: the files of static/js/search in order, in a scope of their own."""
        return b'"use strict";\n{\n' + self._joined("js/search", "*.js") + b"}\n"

    def static(self, name: str) -> bytes:
        """One file of static/."""
        files = ((folder / "static" / name, folder) for folder in self.folders)
        return next(_read(file, folder) for file, folder in files if file.is_file())

    def _joined(self, folder: str, pattern: str) -> bytes:
        names = {path.name for theme in self.folders for path in (theme / "static" / folder).glob(pattern)}
        return b"".join(self.static(f"{folder}/{name}") for name in sorted(names))

    @cached_property
    def _environment(self) -> Environment:
        if self.folders == OURS.folders:
            return our_environment(self.folders)
        return with_own_names(Sandbox(self.folders[0], loader=Folders(self.folders), **OPTIONS))

    def _bounded(self, template: str) -> AbstractContextManager[None]:
        environment = self._environment
        return environment.bounded(template) if isinstance(environment, Sandbox) else nullcontext()

    def _raise_template_problem(self, error: Exception, template: str) -> None:
        """Raises an error that a template caused as a problem at its line; returns on any other, which is the program's.

        A template causes what is raised in it, or in a function of Python or jinja2 that it called.
        """
        frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
        last = next((frame for frame in reversed(frames) if _is_ours(frame[0]) or frame[0].endswith(".html")), ("", 0))
        file, line = next((frame for frame in reversed(frames) if frame[0].endswith(".html")), ("", 0))
        if isinstance(error, TemplateSyntaxError) and error.filename:
            file, line = error.filename, error.lineno
        elif isinstance(error, OutsideError):
            raise _outside_problem(str(error)) from error
        elif not file and isinstance(error, (TemplateError, RecursionError, MemoryError, SyntaxError, ValueError)):
            candidates = (folder / "templates" / template for folder in self.folders)
            file = next((str(path) for path in candidates if path.is_file()), "templates")  # it could not be compiled
        elif not last[0].endswith(".html") and not isinstance(error, TemplateError):
            return
        fact = f"this template cannot be used: {_short_message(error)}"
        hint = "mend it, or take the file away: the program's own stands in for it"
        raise Failure(Problem(Location(file, line), Severity.ERROR, "template", fact, hint=hint)) from error

    @cached_property
    def _modules(self) -> dict[str, Any]:
        return {}


OURS = Theme()


def load_theme(folder: Path) -> Theme:
    """The theme of the dossier in a folder: files of its own templates/ and static/ override the program's."""
    own = any((folder / name).is_dir() for name in ("templates", "static")) and folder != _HOME
    return Theme((folder, _HOME)) if own else OURS


def starter_files(folder: str) -> dict[str, bytes]:
    """The files of `templates/new/<folder>` by path, with which a new dossier begins."""
    root = _HOME / "templates" / "new" / folder
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def _read(file: Path, folder: Path) -> bytes:
    try:
        return require_inside(file, folder).read_bytes()
    except OutsideError as error:
        raise _outside_problem(str(error)) from error


def _outside_problem(file: str) -> Failure:
    fact, hint = "this is a link that leads out of the dossier", "copy the file in its place"
    return Failure(Problem(Location(file), Severity.ERROR, "file", fact, hint=hint))


def _is_ours(file: str) -> bool:
    """Whether a module is the program's, and not one through which templates call Python."""
    bridges = {
        str(Path(__file__).parent / name) for name in ("templates.py", "sandbox.py", "language/interface_words.py")
    }
    return file.startswith(str(_PACKAGE)) and file not in bridges


def _short_message(error: Exception) -> str:
    text = f"there is no {error}" if isinstance(error, KeyError) else str(error) or type(error).__name__
    return text if len(text) <= _ERROR_LENGTH else f"{text[:_ERROR_LENGTH]} …"
