"""Compiles the program's templates where it is built or installed; hatchling calls it for a wheel and for `pip install -e`."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import rmtree
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTemplates(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from dossier.render.template_code import FOLDER, compiled_modules  # noqa: PLC0415  # it is found only now

        folder = root / FOLDER
        rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for file, code in compiled_modules(root):
            (folder / file).write_text(code, "utf-8")
            if version != "editable":
                build_data["force_include"][str(folder / file)] = f"dossier/{FOLDER}/{file}"
