"""The program's own templates as Python code: compiled when the program is installed, not in every process of every build.

A dossier's own templates, and ours in a dossier that has some, are compiled where they run, for the sandbox.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import Environment, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from dossier.render.language import is_right_to_left, isolated
from dossier.render.sandbox import Folders

FOLDER = "compiled"  # beside templates/; hatch_build.py writes it


def escape_output(value: Any) -> str:
    """What a template prints for a value: `escape`, without making an object for a plain text or copying HTML."""
    if type(value) is Markup:
        return value
    # Five looks take a quarter of the time of `escape`.
    if type(value) is str and not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value):
        return value
    return escape(value)


class _Generator(CodeGenerator):
    """Prints values with `escape_output`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escape_output(")


class CompiledEnvironment(Environment):
    """The environment for the program's own templates."""

    code_generator_class = _Generator
    escape_output = staticmethod(escape_output)


class CompiledTemplates(Folders):
    """Loads a template from its compiled code; one that has changed since, or was never compiled, from its text."""

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # the base class names it
    ) -> Template:
        text, file, _ = self.get_source(environment, name)
        compiled = self.folders[0] / FOLDER / module_name(name, text)
        code = SourceFileLoader(compiled.stem, str(compiled)).get_code(compiled.stem) if compiled.is_file() else None
        if code is None:
            return super().load(environment, name, globals)
        namespace: dict[str, Any] = {"environment": environment, "__file__": file}
        exec(_in_file(code, file), namespace)  # noqa: S102 (the program's own code)
        return environment.template_class.from_module_dict(environment, namespace, globals or {})


def _in_file(code: CodeType, file: str) -> CodeType:
    """The code as if it had been compiled from the template's file, which errors then name."""
    parts = (_in_file(part, file) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=file, co_consts=tuple(parts))


def module_name(name: str, text: str) -> str:
    """The file of a template's code, named after all that the code depends on, so that no other is taken for it."""
    return f"t_{sha256(repr((_generator(), name, text)).encode()).hexdigest()[:32]}.py"


@cache
def _generator() -> tuple[str, bytes]:
    return jinja2.__version__, Path(__file__).read_bytes()


def compiled_modules(root: Path) -> Iterator[tuple[str, str]]:
    """The file and the code of each of the program's templates, which are in `root`/templates."""
    environment = our_environment((root,))
    for part in ("*.html", "pages/*.html", "parts/*.html"):
        for file in sorted((root / "templates").glob(part)):
            name, text = file.relative_to(root / "templates").as_posix(), file.read_text("utf-8")
            yield module_name(name, text), environment.compile(text, name, raw=True)


OPTIONS: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": False,
    "auto_reload": False,
}


def our_environment(folders: Sequence[Path]) -> Environment:
    return with_own_names(CompiledEnvironment(loader=CompiledTemplates(folders), **OPTIONS))


def with_own_names(environment: Environment) -> Environment:
    """The environment with the program's own tests and filters, without which no template compiles."""
    environment.tests["right_to_left"] = is_right_to_left
    environment.filters["isolated"] = lambda text: isolated(escape(text), str(text))
    return environment
