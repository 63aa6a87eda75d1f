"""Runs git safely: three-way merges, the files that a public repository publishes, and commands for publishing.

A repository that was received with its .git may name programs in its configuration: fsmonitor, hooks, ssh commands,
credential helpers, filters. In the folder itself, git only runs commands that start none of them. Whatever writes or
contacts a remote runs in an isolated repository, which shares the objects and copies nothing of the folder's
configuration but its remotes and identity. The user's own configuration applies in both.
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

from dossier.deliver.programs import find_program
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_NAMES = {"ours": "the article", "base": "the last draft", "theirs": "the new draft"}
_ERROR = 128  # from here on an error; lower values are the number of conflicts


def merge_three_way(ours: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
    """The text with both sides' changes to `base`, and whether it merged cleanly; conflicts are marked in the text."""
    with TemporaryDirectory() as folder:
        for name, data in zip(_NAMES, (ours, base, theirs), strict=True):
            Path(folder, name).write_bytes(data)
        labels = [part for label in _NAMES.values() for part in ("-L", label)]
        try:
            command = [find_program("git"), "merge-file", "--stdout", "--diff3", *labels, *_NAMES]
            # Outside of any repository, whose settings could change the result.
            git = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        except FileNotFoundError:
            raise _merge_failure(
                "git is not installed", "install git (https://git-scm.com), or import without --merge"
            ) from None
    if git.returncode >= _ERROR:
        raise _merge_failure(
            f"git cannot merge this: {git.stderr.decode(errors='replace').strip()}", "merge it by hand"
        )
    return git.stdout, git.returncode == 0


def _merge_failure(message: str, hint: str) -> Failure:
    return Failure(Problem(Location("git"), Severity.ERROR, "merge", message, hint=hint))


# Actions that publish pages; a workflow that calls `dossier publish` may do so from a private repository to another.
_PUBLISHES = re.compile(r"^[^\S\n]*+(?:-[^\S\n]*+)?uses:\s*\S*(?:deploy-pages|gh-pages)", re.MULTILINE)


def published_files(folder: Path) -> tuple[str, ...]:
    """The tracked files below a folder if a workflow publishes from its repository; otherwise none.

    git runs only if there is such a workflow; a Failure says why if it does not work.
    """
    if not any(map(_publishes, _workflow_files(folder.resolve()))):
        return ()
    listed = GitRepository(folder, Location(str(folder)), "leak")("ls-files", "-z", "--", ".")
    return tuple(f"{folder.as_posix()}/{path}" for path in listed.split("\0") if path)


def _workflow_files(folder: Path) -> Iterator[Path]:
    """The workflow files of the repository that contains the folder, if there is one."""
    for above in folder.parents:
        if (above / ".git").exists():
            yield from sorted((above / ".github" / "workflows").glob("*.y*ml"))
            return


def _publishes(workflow: Path) -> bool:
    try:
        return bool(_PUBLISHES.search(workflow.read_text("utf-8", errors="replace")))
    except OSError:
        return False


_MESSAGE_PREFIXES = ("fatal: ", "error: ", "remote: ")
_INSTALL_HINT = "install it with `apt install git`, `brew install git` or `winget install Git.Git`"

# Overrides settings of a folder's configuration that would run programs.
_SAFE_CONFIGURATION = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.pager=cat",
    "core.alternateRefsCommand=",
)
_NO_CURRENT_FOLDER = {"NoDefaultCurrentDirectoryInExePath": "1"}  # Windows: git starts no program of the folder either
_OFFLINE_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
}  # nothing is fetched
_COPIED_SETTINGS = re.compile(r"remote\..+\.(?:push)?url|user\.(?:name|email)|committer\.(?:name|email)")
_USER_SCOPES = {"global", "system"}
_HELPER_ADDRESS = re.compile(r"[A-Za-z0-9+.-]*::")  # an address that names a transport program
_SERVICE_COMMAND = (
    "git -c core.hooksPath={null} -c core.alternateRefsCommand= -c receive.autogc=false -c gc.auto=0 {service}"
)
_LOCATION_VARIABLES = {
    "GIT_DIR",
    "GIT_COMMON_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
}


class GitError(Exception):
    """A git command failed, for this reason."""


@dataclass(frozen=True, slots=True)
class GitRepository:
    """The repository that a folder is in."""

    folder: Path
    at: Location  # the place of its problems
    check: str  # their check
    environment: Mapping[str, str] = field(default_factory=lambda: _OFFLINE_ENVIRONMENT)
    configured: tuple[str, ...] = _SAFE_CONFIGURATION

    def __call__(self, *arguments: str, hint: str = "") -> str:
        """The output of a git command; raises a Failure with a hint if it fails."""
        try:
            return self.run(*arguments)
        except GitError as error:
            hint = hint or f"see that `git {arguments[0]}` works here"
            raise self.failure(str(error), hint) from error

    def run(self, *arguments: str, stdin: Iterable[bytes] = ()) -> str:
        """The output of a git command that reads `stdin`; raises GitError if it fails."""
        with TemporaryFile() as stdout, TemporaryFile() as stderr:
            process = self._start(arguments, stdout.fileno(), stderr.fileno())
            stdin_pipe = cast("IO[bytes]", process.stdin)
            with suppress(BrokenPipeError), process:  # the exit status tells why it ended
                try:
                    for part in stdin:
                        stdin_pipe.write(part)
                except BaseException:
                    process.kill()  # it must not mistake partial input for all of it
                    raise
            stdout.seek(0)
            stderr.seek(0)
            if process.returncode:
                raise GitError(_error_line(stderr.read().decode("utf-8", "replace")) or f"git {arguments[0]} failed")
            return stdout.read().decode("utf-8", "replace").strip()

    def _start(self, arguments: tuple[str, ...], stdout: int, stderr: int) -> subprocess.Popen[bytes]:
        # Messages in one language, since they are parsed.
        environment = {**os.environ, "LC_ALL": "C", **_NO_CURRENT_FOLDER, **self.environment}
        if "GIT_DIR" in self.environment:
            environment = {name: text for name, text in environment.items() if name not in _LOCATION_VARIABLES} | {
                **self.environment
            }
        configured = [word for setting in self.configured for word in ("-c", setting)]
        try:
            return subprocess.Popen(
                [find_program("git"), "--no-pager", "-C", str(self.folder), *configured, *arguments],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=stdout,
                stderr=stderr,
            )
        except FileNotFoundError as error:
            raise self.failure("git is not installed", _INSTALL_HINT) from error

    def _check_address(self, key: str, address: str) -> None:
        """Raises a Failure if an address from the folder's configuration would run a program that came with the folder."""
        hint = "if you trust it, give the address itself with --remote"
        if _HELPER_ADDRESS.match(address):
            fact = f"{key} names a program to speak with, and what a folder names is not run"
            raise self.failure(fact, hint)
        hooks = (self.folder / address.removeprefix("file://") / name / "hooks" for name in ("", ".git"))
        if any(file.suffix != ".sample" for folder in hooks if folder.is_dir() for file in folder.iterdir()):
            fact = f"{key} is a folder on this disk that has hooks, and what a folder names is not run"
            raise self.failure(fact, hint)

    def failure(self, message: str, hint: str, *details: tuple[str, str]) -> Failure:
        return Failure(Problem(self.at, Severity.ERROR, self.check, message, details, hint))

    @contextmanager
    def isolated(self, remote: str) -> Iterator[GitRepository]:
        """An isolated repository with this one's objects and remotes, in which none of its configured programs run."""
        common = Path(self.run("rev-parse", "--path-format=absolute", "--git-common-dir"))
        with TemporaryDirectory(prefix="dossier-git-") as name:
            own, user = Path(name, "repository"), Path(name, "user")
            user.touch()
            settings = tuple(_settings(self.run("config", "--list", "--show-scope", "--null")))
            local = [
                (key, text)
                for scope, key, text in settings
                if scope not in _USER_SCOPES and _COPIED_SETTINGS.fullmatch(key)
            ]
            remotes = {key: text for key, text in local if key.startswith("remote.")}
            for key in {f"remote.{remote}.url", f"remote.{remote}.pushurl"} & {*remotes}:
                self._check_address(key, remotes[key])
            GitRepository(Path(name), self.at, self.check, {}, ())("init", "--quiet", "--bare", "--template=", str(own))
            user.write_text(
                _configuration_text((key, text) for scope, key, text in settings if scope in _USER_SCOPES), "utf-8"
            )
            with (own / "config").open("a", encoding="utf-8") as file:
                file.write(_configuration_text([*local, *_service_settings(remotes, self.folder)]))
            if (shallow := common / "shallow").is_file():
                (own / "shallow").write_bytes(shallow.read_bytes())
            environment = {
                "GIT_DIR": str(own),
                "GIT_OBJECT_DIRECTORY": str(common / "objects"),
                "GIT_CONFIG_GLOBAL": str(user),
                "GIT_CONFIG_NOSYSTEM": "1",
            }
            # Runs in the folder, from which a relative path given as an address starts.
            yield GitRepository(self.folder, self.at, self.check, environment, ())


def _settings(listed: str) -> Iterator[tuple[str, str, str]]:
    """Each setting in git's listing: its scope, key and value."""
    words = listed.split("\0")
    for scope, setting in zip(words[::2], words[1::2], strict=False):
        key, valued, text = setting.partition("\n")
        yield scope, key, text if valued else "true"


def _service_settings(remotes: Mapping[str, str], folder: Path) -> Iterator[tuple[str, str]]:
    """Settings that keep a remote in a local folder, which may also be untrusted, from running its own hooks."""
    for key, address in remotes.items():
        name = key.rpartition(".")[0]
        if (
            not re.match(r"[A-Za-z0-9+.-]+://|[^/\\]+:", address)
            or address.startswith("file:")
            or (folder / address).exists()
        ):
            for program, service in (("uploadpack", "upload-pack"), ("receivepack", "receive-pack")):
                yield f"{name}.{program}", _SERVICE_COMMAND.format(null=os.devnull, service=service)


def _configuration_text(settings: Iterable[tuple[str, str]]) -> str:
    """The settings in the syntax of a configuration file."""
    lines = []
    for key, text in settings:
        section, _, rest = key.partition(".")
        middle, _, name = rest.rpartition(".")
        head = f'[{section} "{_escaped(middle)}"]' if middle else f"[{section}]"
        lines.append(f'{head}\n\t{name} = "{_escaped(text)}"\n')
    return "".join(lines)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


def _error_line(message: str) -> str:
    """The line of git's error output that says what is wrong."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(_MESSAGE_PREFIXES)]
    return (errors or lines or [""])[0]
