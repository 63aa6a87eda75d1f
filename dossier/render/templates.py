"""Where the templates and the static files are read, and jinja2's only home."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from dossier.model import At
from dossier.problems import Failure, Problem, Severity

_PACKAGE = Path(__file__).parent.parent
_own: list[Path] = []  # the folder whose templates/ and static/ come before ours


def beside(folder: Path) -> bool:
    """Whether, from here on, other files than before stand in for ours: those of the folder's templates/ and static/.

    A process makes the site of one dossier; its command says which before anything is made.
    """
    if _own == [folder]:
        return False
    _own[:] = [folder]
    forget()
    return True


def page(name: str, **view: Any) -> str:
    """The page that `templates/pages/<name>.html` makes of a view."""
    try:
        return _environment().get_template(f"pages/{name}.html").render(**view)
    except Exception as error:
        _mistaken(error)
        raise


def part(file: str, macro: str, *values: Any) -> Markup:
    """What a macro of `templates/parts/<file>.html` makes of these values."""
    try:
        return Markup(getattr(_module(file), macro)(*values))  # noqa: S704 (templates escape what they are given)
    except Exception as error:
        _mistaken(error)
        raise


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


def words(language: str) -> tuple[str, ...]:
    """The texts of `templates/words/<language>.toml`: ours, and the dossier's own, which need not say all."""
    files = [folder / "words" / f"{language}.toml" for folder in reversed(_folders("templates"))]
    return tuple(file.read_text("utf-8") for file in files if file.is_file())


def starter(folder: str) -> dict[str, bytes]:
    """The files of `templates/new/<folder>`, by their paths: what a new dossier begins with."""
    root = _folder("templates") / "new" / folder
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@cache
def styles() -> bytes:
    """The style sheet: the files of static/css, in their order."""
    return _joined("css", "*.css")


@cache
def script() -> bytes:
    """The script of every page: the files of static/js that begin with a number, in their order."""
    return _joined("js", "[0-9]*.js")


@cache
def static(name: str) -> bytes:
    """One file of static/, as it is."""
    (*_, file) = [folder / name for folder in reversed(_folders("static")) if (folder / name).is_file()]
    return file.read_bytes()


def forget() -> None:
    """What was read is read again when it is asked for: somebody edits templates/ or static/."""
    for known in (styles, script, static, _environment, _module):
        known.cache_clear()


def _joined(folder: str, pattern: str) -> bytes:
    files = {path.name: path for place in reversed(_folders("static")) for path in (place / folder).glob(pattern)}
    return b"".join(files[name].read_bytes() for name in sorted(files))


def _folders(name: str) -> list[Path]:
    """The folders of templates or of static files, the first to be asked first."""
    return [*(folder / name for folder in _own), _folder(name)]


def _folder(name: str) -> Path:
    """Ours: inside the wheel when installed, else beside the package."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_folders("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,  # `forget` does
    )


@cache
def _module(file: str) -> Any:
    return _environment().get_template(f"parts/{file}.html").module
