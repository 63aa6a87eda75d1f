"""Where another machine gets this very program from: the address that it was installed from, or a wheel of its files."""

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
_BESIDE = ("templates", "static")  # within the package once it is installed, beside it in a checkout
_PLAIN = re.compile(r"https://[\w.~:/?&=%+,;!()\[\]*-]+", re.ASCII)  # as it may stand in a workflow, between quotes
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows: the same files make the same wheel


@dataclass(frozen=True, slots=True)
class Origin:
    """What pip is to install, and the file that has to lie there for it."""

    requirement: str
    files: dict[str, bytes]


def origin() -> Origin:
    """The address and the commit or hash that pip recorded, where anybody can reach it; otherwise a wheel.

    The distribution's name alone is never enough: what it brings is decided by whoever owns the name.
    """
    installed = _installed()
    if installed and (address := _address(json.loads(installed.read_text("direct_url.json") or "{}"))):
        return Origin(address, {})
    name = f"{DISTRIBUTION}-{__version__}-py3-none-any.whl"
    return Origin(f"./{name}", {name: _wheel(installed)})


def _installed() -> Distribution | None:
    """The distribution that this program runs from; none in a checkout, installed as editable or not at all."""
    try:
        found = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        return None
    return found if Path(str(found.locate_file("dossier"))).resolve() == _PACKAGE else None


def _address(recorded: dict[str, dict[str, str]]) -> str:
    """What pip would install again, byte for byte, from the web; empty where the record does not say that."""
    url = str(recorded.get("url", ""))
    if not _PLAIN.fullmatch(url) or recorded.get("subdirectory"):
        return ""
    if commit := _hexadecimal(recorded.get("vcs_info", {}).get("commit_id"), 40):
        return f"git+{url}@{commit}"
    archive = recorded.get("archive_info", {})
    hashes: object = archive.get("hashes")
    digest = hashes.get("sha256") if isinstance(hashes, dict) else archive.get("hash", "").removeprefix("sha256=")
    if digest := _hexadecimal(digest, 64):
        return f"{url}#sha256={digest}"
    return ""


def _hexadecimal(text: str | None, digits: int) -> str:
    return text if text and re.fullmatch(rf"[0-9a-f]{{{digits}}}", text) else ""


def _wheel(installed: Distribution | None) -> bytes:
    """The running program as a wheel: its own files, and what its distribution says of itself."""
    about = f"{DISTRIBUTION}-{__version__}.dist-info"
    files = dict(_program())
    metadata = _distributed(installed) if installed else _checked_out()
    metadata["WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: dossier {__version__}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    files |= {f"{about}/{name}": text.encode() for name, text in metadata.items()}
    rows = [f"{path},sha256={_digest(data)},{len(data)}\n" for path, data in sorted(files.items())]
    files[f"{about}/RECORD"] = ("".join(rows) + f"{about}/RECORD,,\n").encode()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as wheel:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _program() -> Iterator[tuple[str, bytes]]:
    """The package's files, by their paths within a wheel."""
    yield from _below(_PACKAGE, "dossier")
    if not (_PACKAGE / "templates").is_dir():
        for name in _BESIDE:
            yield from _below(_PACKAGE.parent / name, f"dossier/{name}")


def _below(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _distributed(installed: Distribution) -> dict[str, str]:
    """METADATA, the commands and the licence, as they were installed."""
    names = ["METADATA", "entry_points.txt"]
    names += [path.as_posix().partition("/")[2] for path in installed.files or () if "/licenses/" in path.as_posix()]
    return {name: text for name in names if (text := installed.read_text(name)) is not None}


def _checked_out() -> dict[str, str]:
    """The same, of pyproject.toml."""
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
        *(f"Requires-Dist: {one}" for one in project["dependencies"]),
    ]
    commands = "".join(f"{name} = {function}\n" for name, function in project["scripts"].items())
    return {
        "METADATA": "\n".join(lines) + "\n",
        "entry_points.txt": f"[console_scripts]\n{commands}",
        "licenses/LICENSE": (root / "LICENSE").read_text("utf-8"),
    }


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
