"""Where the templates and the static files are read, and jinja2's only home."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_PACKAGE = Path(__file__).parent.parent


def page(name: str, **view: Any) -> str:
    """The page that `templates/pages/<name>.html` makes of a view."""
    return _environment().get_template(f"pages/{name}.html").render(**view)


def part(file: str, macro: str, *values: Any) -> Markup:
    """What a macro of `templates/parts/<file>.html` makes of these values."""
    return Markup(getattr(_module(file), macro)(*values))  # noqa: S704 (templates escape what they are given)


def words(language: str) -> str:
    """The text of `templates/words/<language>.toml`."""
    return (_folder("templates") / "words" / f"{language}.toml").read_text("utf-8")


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
    return (_folder("static") / name).read_bytes()


def forget() -> None:
    """What was read is read again when it is asked for: somebody edits templates/ or static/."""
    for known in (styles, script, static, _environment, _module):
        known.cache_clear()


def _joined(folder: str, pattern: str) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((_folder("static") / folder).glob(pattern)))


def _folder(name: str) -> Path:
    """templates/ or static/: inside the wheel when installed, else beside the package."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_folder("templates")),
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
