"""How another machine can install this very program: from its original address, or from a wheel built here."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from io import BytesIO
from pathlib import Path

from dossier import __version__

DISTRIBUTION = "newsdossier"

_PACKAGE = Path(__file__).resolve().parent.parent
_DATA_FOLDERS = ("templates", "static")  # within the package once it is installed, beside it in a checkout
_PLAIN_ADDRESS = re.compile(r"https://[\w.~:/?&=%+,;!()\[\]*-]+", re.ASCII)  # safe between quotes in a workflow
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time of a zip file; a fixed one makes wheels reproducible


@dataclass(frozen=True, slots=True)
class Origin:
    """The requirement for pip, and the files it needs beside it."""

    requirement: str
    files: dict[str, bytes]


def program_origin() -> Origin:
    """The address with the commit or hash that pip recorded, if it is public; otherwise a wheel.

    The distribution's name alone is never enough: whoever owns the name decides what it installs.
    """
    installed = _installed()
    if installed and (address := _recorded_address(json.loads(installed.read_text("direct_url.json") or "{}"))):
        return Origin(address, {})
    name = f"{DISTRIBUTION}-{__version__}-py3-none-any.whl"
    return Origin(f"./{name}", {name: _wheel(installed)})


def _installed() -> Distribution | None:
    """The distribution that this program runs from; None in a checkout, even an editable install."""
    try:
        installed = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        return None
    return installed if Path(str(installed.locate_file("dossier"))).resolve() == _PACKAGE else None


def _recorded_address(direct_url: dict[str, dict[str, str]]) -> str:
    """The requirement by which pip installs the same bytes from the web; empty if the record has no such address."""
    url = str(direct_url.get("url", ""))
    if not _PLAIN_ADDRESS.fullmatch(url) or direct_url.get("subdirectory"):
        return ""
    if commit := _hexadecimal(direct_url.get("vcs_info", {}).get("commit_id"), 40):
        return f"git+{url}@{commit}"
    archive = direct_url.get("archive_info", {})
    hashes: object = archive.get("hashes")
    digest = hashes.get("sha256") if isinstance(hashes, dict) else archive.get("hash", "").removeprefix("sha256=")
    if digest := _hexadecimal(digest, 64):
        return f"{url}#sha256={digest}"
    return ""


def _hexadecimal(text: str | None, digits: int) -> str:
    return text if text and re.fullmatch(rf"[0-9a-f]{{{digits}}}", text) else ""


def _wheel(installed: Distribution | None) -> bytes:
    """The running program as a wheel: its files and its metadata."""
    info_folder = f"{DISTRIBUTION}-{__version__}.dist-info"
    files = dict(_program_files())
    metadata = _installed_metadata(installed) if installed else _checkout_metadata()
    metadata["WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: dossier {__version__}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    files |= {f"{info_folder}/{name}": text.encode() for name, text in metadata.items()}
    rows = [f"{path},sha256={_digest(data)},{len(data)}\n" for path, data in sorted(files.items())]
    files[f"{info_folder}/RECORD"] = ("".join(rows) + f"{info_folder}/RECORD,,\n").encode()
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as wheel:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _program_files() -> Iterator[tuple[str, bytes]]:
    """The package's files and their paths in a wheel."""
    yield from _folder_files(_PACKAGE, "dossier")
    if not (_PACKAGE / "templates").is_dir():
        for name in _DATA_FOLDERS:
            yield from _folder_files(_PACKAGE.parent / name, f"dossier/{name}")


def _folder_files(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _installed_metadata(installed: Distribution) -> dict[str, str]:
    """METADATA, entry points and the licence of the installed distribution."""
    names = ["METADATA", "entry_points.txt"]
    names += [path.as_posix().partition("/")[2] for path in installed.files or () if "/licenses/" in path.as_posix()]
    return {name: text for name in names if (text := installed.read_text(name)) is not None}


def _checkout_metadata() -> dict[str, str]:
    """The same metadata, from pyproject.toml."""
    root = _PACKAGE.parent
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {DISTRIBUTION}",
        f"Version: {__version__}",
        f"Summary: {project['description']}",
        f"License-Expression: {project['license']}",
        "License-File: LICENSE",
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {dependency}" for dependency in project["dependencies"]),
    ]
    commands = "".join(f"{name} = {function}\n" for name, function in project["scripts"].items())
    return {
        "METADATA": "\n".join(lines) + "\n",
        "entry_points.txt": f"[console_scripts]\n{commands}",
        "licenses/LICENSE": (root / "LICENSE").read_text("utf-8"),
    }


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
