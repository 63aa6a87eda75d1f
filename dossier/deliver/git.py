"""An editor's text and a new draft, brought together by git.

What the repository around a dossier shows to others.

git, asked: what it answers, or a problem that says what is missing and how it comes.

A repository that was received with its .git may name programs in its configuration: fsmonitor, hooks, ssh commands,
credential helpers, filters. In the folder git is only asked what runs none of them; whatever writes or speaks with a
remote does so in a repository of our own, which shares the objects and knows the folder's remotes and nothing else of
its configuration. The user's own configuration holds in both.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, cast

from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_NAMES = {"ours": "the article", "base": "the last draft", "theirs": "the new draft"}
_ERROR = 128  # and above; below it stands the number of conflicts


def merge_three_way(ours: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
    """The text with both sides' changes to `base`, and whether it is clean: otherwise it shows both, between marks."""
    with TemporaryDirectory() as folder:
        for name, data in zip(_NAMES, (ours, base, theirs), strict=True):
            Path(folder, name).write_bytes(data)
        labels = [part for label in _NAMES.values() for part in ("-L", label)]
        # In a folder of its own, so that no repository's settings change what comes out.
        command = ["git", "merge-file", "--stdout", "--diff3", *labels, *_NAMES]
        try:
            git = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        except FileNotFoundError:
            raise _failure(
                "git is not installed", "install git (https://git-scm.com), or import without --merge"
            ) from None
    if git.returncode >= _ERROR:
        raise _failure(f"git cannot merge this: {git.stderr.decode(errors='replace').strip()}", "merge it by hand")
    return git.stdout, git.returncode == 0


def _failure(message: str, hint: str) -> Failure:
    return Failure(Problem(Location("git"), Severity.ERROR, "merge", message, hint=hint))


# Actions that publish pages; a workflow that calls `dossier publish` may do so from a private repository to another.
_PUBLISHES = re.compile(r"^[^\S\n]*+(?:-[^\S\n]*+)?uses:\s*\S*(?:deploy-pages|gh-pages)", re.MULTILINE)


def published_files(folder: Path) -> tuple[str, ...]:
    """The files below a folder that git knows, called as the folder is; none unless a workflow publishes from here.

    Only where there is such a workflow git is asked; a Failure if it does not answer.
    """
    if not any(map(_publishes, _workflows(folder.resolve()))):
        return ()
    told = GitRepository(folder, Location(str(folder)), "leak")("ls-files", "-z", "--", ".")
    return tuple(f"{folder.as_posix()}/{path}" for path in told.split("\0") if path)


def _workflows(folder: Path) -> Iterator[Path]:
    """Those of the repository that the folder is in, if it is in one."""
    for above in folder.parents:
        if (above / ".git").exists():
            yield from sorted((above / ".github" / "workflows").glob("*.y*ml"))
            return


def _publishes(workflow: Path) -> bool:
    try:
        return bool(_PUBLISHES.search(workflow.read_text("utf-8", errors="replace")))
    except OSError:
        return False


_TOLD = ("fatal: ", "error: ", "remote: ")
_INSTALL = "install it with `apt install git`, `brew install git` or `winget install Git.Git`"

# What a folder's configuration may not turn on where git is asked in the folder itself.
_OFF = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "core.pager=cat", "core.alternateRefsCommand=")
_ALONE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}  # nothing is fetched
_LOCAL = re.compile(r"remote\..+\.(?:push)?url|user\.(?:name|email)|committer\.(?:name|email)")
_USERS = {"global", "system"}
_HELPER = re.compile(r"[A-Za-z0-9+.-]*::")  # an address that names a program to speak with it
_AT_REMOTE = "git -c core.hooksPath={null} -c core.alternateRefsCommand= -c receive.autogc=false -c gc.auto=0 {service}"
_HERE = {"GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"}


class GitError(Exception):
    """git did not do what it was asked for, for this reason."""


@dataclass(frozen=True, slots=True)
class GitRepository:
    """The repository that a folder is in."""

    folder: Path
    at: Location  # what its problems speak of
    check: str  # what they are called
    environment: Mapping[str, str] = field(default_factory=lambda: _ALONE)
    configured: tuple[str, ...] = _OFF

    def __call__(self, *arguments: str, hint: str = "") -> str:
        """What git prints; a Failure, with a hint, if it does not do it."""
        try:
            return self.told(*arguments)
        except GitError as refused:
            hint = hint or f"see that `git {arguments[0]}` works here"
            raise self.failure(str(refused), hint) from refused

    def told(self, *arguments: str, stdin: Iterable[bytes] = ()) -> str:
        """What git prints, fed from `stdin` as it reads."""
        with TemporaryFile() as said, TemporaryFile() as complained:
            process = self._begun(arguments, said.fileno(), complained.fileno())
            feed = cast("IO[bytes]", process.stdin)
            with suppress(BrokenPipeError), process:  # one that ended says why
                try:
                    for part in stdin:
                        feed.write(part)
                except BaseException:
                    process.kill()  # it must not take what it was given for all
                    raise
            said.seek(0)
            complained.seek(0)
            if process.returncode:
                raise GitError(_reason(complained.read().decode("utf-8", "replace")) or f"git {arguments[0]} failed")
            return said.read().decode("utf-8", "replace").strip()

    def _begun(self, arguments: tuple[str, ...], said: int, complained: int) -> subprocess.Popen[bytes]:
        # Its messages are read here, and in one language only.
        environment = {**os.environ, "LC_ALL": "C", **self.environment}
        if "GIT_DIR" in self.environment:
            environment = {name: text for name, text in environment.items() if name not in _HERE} | {**self.environment}
        configured = [word for setting in self.configured for word in ("-c", setting)]
        try:
            return subprocess.Popen(
                ["git", "--no-pager", "-C", str(self.folder), *configured, *arguments],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=complained,
            )
        except FileNotFoundError as error:
            raise self.failure("git is not installed", _INSTALL) from error

    def _refuse(self, key: str, address: str) -> None:
        """A Failure where an address that the folder names would run a program that came with it."""
        hint = "if you trust it, give the address itself with --remote"
        if _HELPER.match(address):
            fact = f"{key} names a program to speak with, and what a folder names is not run"
            raise self.failure(fact, hint)
        hooks = (self.folder / address.removeprefix("file://") / name / "hooks" for name in ("", ".git"))
        if any(file.suffix != ".sample" for folder in hooks if folder.is_dir() for file in folder.iterdir()):
            fact = f"{key} is a folder on this disk that has hooks, and what a folder names is not run"
            raise self.failure(fact, hint)

    def failure(self, message: str, hint: str, *details: tuple[str, str]) -> Failure:
        return Failure(Problem(self.at, Severity.ERROR, self.check, message, details, hint))

    @contextmanager
    def apart(self, remote: str) -> Iterator[GitRepository]:
        """A repository of our own with this one's objects and remotes, in which nothing of its configuration runs."""
        common = Path(self.told("rev-parse", "--path-format=absolute", "--git-common-dir"))
        with TemporaryDirectory(prefix="dossier-git-") as name:
            own, user = Path(name, "repository"), Path(name, "user")
            user.touch()
            settings = tuple(_settings(self.told("config", "--list", "--show-scope", "--null")))
            local = [(key, text) for scope, key, text in settings if scope not in _USERS and _LOCAL.fullmatch(key)]
            remotes = {key: text for key, text in local if key.startswith("remote.")}
            for key in {f"remote.{remote}.url", f"remote.{remote}.pushurl"} & {*remotes}:
                self._refuse(key, remotes[key])
            GitRepository(Path(name), self.at, self.check, {}, ())("init", "--quiet", "--bare", "--template=", str(own))
            user.write_text(_written((key, text) for scope, key, text in settings if scope in _USERS), "utf-8")
            with (own / "config").open("a", encoding="utf-8") as file:
                file.write(_written([*local, *_served(remotes, self.folder)]))
            if (shallow := common / "shallow").is_file():
                (own / "shallow").write_bytes(shallow.read_bytes())
            environment = {
                "GIT_DIR": str(own),
                "GIT_OBJECT_DIRECTORY": str(common / "objects"),
                "GIT_CONFIG_GLOBAL": str(user),
                "GIT_CONFIG_NOSYSTEM": "1",
            }
            # In the folder, where a path that somebody gives as an address starts.
            yield GitRepository(self.folder, self.at, self.check, environment, ())


def _settings(listed: str) -> Iterator[tuple[str, str, str]]:
    """Each setting that git lists: its scope, its key, its value."""
    words = listed.split("\0")
    for scope, setting in zip(words[::2], words[1::2], strict=False):
        key, valued, text = setting.partition("\n")
        yield scope, key, text if valued else "true"


def _served(remotes: Mapping[str, str], folder: Path) -> Iterator[tuple[str, str]]:
    """What keeps a remote that is a folder of this disk, and may have been received too, from running its own hooks."""
    for key, address in remotes.items():
        name = key.rpartition(".")[0]
        if (
            not re.match(r"[A-Za-z0-9+.-]+://|[^/\\]+:", address)
            or address.startswith("file:")
            or (folder / address).exists()
        ):
            for program, service in (("uploadpack", "upload-pack"), ("receivepack", "receive-pack")):
                yield f"{name}.{program}", _AT_REMOTE.format(null=os.devnull, service=service)


def _written(settings: Iterable[tuple[str, str]]) -> str:
    """The settings as a configuration file has them."""
    lines = []
    for key, text in settings:
        section, _, rest = key.partition(".")
        middle, _, name = rest.rpartition(".")
        head = f'[{section} "{_escaped(middle)}"]' if middle else f"[{section}]"
        lines.append(f'{head}\n\t{name} = "{_escaped(text)}"\n')
    return "".join(lines)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


def _reason(told: str) -> str:
    """What git complains of, in a line."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    named = [line for line in lines if line.startswith(_TOLD)]
    return (named or lines or [""])[0]
