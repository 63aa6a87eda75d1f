"""The site as one commit on a branch of a remote, without touching the work tree, the index or _site."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dossier.model import At
from dossier.problems import Failure, Problem, Severity

_REF = "refs/dossier/publish"


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did, or would do: files that came, changed and went."""

    commit: str
    changes: tuple[str, ...]  # as `git diff --name-status` tells them; none: the branch already holds this site
    pushed: bool


def published(
    site: Mapping[str, bytes], repository: Path, remote: str, branch: str, message: str, *, dry_run: bool = False
) -> Published:
    """The site committed upon `branch` of `remote` and pushed there; nothing is ever forced.

    `.nojekyll` goes along, so that GitHub Pages serves every file as it is.
    """
    git = _Git(repository, At(f"{remote}/{branch}"))
    parent = git.head(remote, branch)
    commit = git.commit({**site, ".nojekyll": b""}, parent, message)
    try:
        changes = git.changes(parent, commit)
        if changes and not dry_run:
            git.run(
                "push",
                "--quiet",
                remote,
                f"{commit}:refs/heads/{branch}",
                hint="somebody else published meanwhile: run it again",
            )
        return Published(commit, changes, pushed=bool(changes) and not dry_run)
    finally:
        git.run("update-ref", "-d", _REF)


@dataclass(frozen=True, slots=True)
class _Git:
    repository: Path
    at: At

    def run(self, *arguments: str, stdin: bytes = b"", hint: str = "") -> str:
        done = subprocess.run(["git", *arguments], cwd=self.repository, input=stdin, capture_output=True, check=False)
        if done.returncode:
            told = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"git {arguments[0]} failed"]
            hint = hint or "see that `git " + " ".join(arguments[:2]) + "` works here"
            raise Failure(Problem(self.at, Severity.ERROR, "publish", told[-1], hint=hint))
        return done.stdout.decode("utf-8", "replace").strip()

    def head(self, remote: str, branch: str) -> str:
        """The branch's last commit at the remote; nothing where it does not exist yet."""
        listed = self.run(
            "ls-remote",
            remote,
            f"refs/heads/{branch}",
            hint=f"name a remote that exists: git remote add {remote} ADDRESS",
        )
        if not listed:
            return ""
        self.run("fetch", "--quiet", "--no-tags", remote, f"refs/heads/{branch}")
        return listed.split()[0]

    def commit(self, site: Mapping[str, bytes], parent: str, message: str) -> str:
        author = self.run(
            "var", "GIT_COMMITTER_IDENT", hint='tell git who you are: git config user.name "…", git config user.email …'
        )
        self.run("fast-import", "--quiet", "--force", "--done", stdin=b"".join(_stream(site, parent, author, message)))
        return self.run("rev-parse", _REF)

    def changes(self, parent: str, commit: str) -> tuple[str, ...]:
        empty = self.run("hash-object", "-t", "tree", "--stdin")
        told = self.run("-c", "core.quotePath=false", "diff-tree", "-r", "--name-status", parent or empty, commit)
        return tuple(told.splitlines())


def _stream(site: Mapping[str, bytes], parent: str, author: str, message: str) -> Iterator[bytes]:
    """The commit in git's fast-import format: one process, however many files."""
    text = message.encode()
    yield b"feature done\ncommit %s\ncommitter %s\ndata %d\n%s\n" % (_REF.encode(), author.encode(), len(text), text)
    if parent:
        yield b"from %s\n" % parent.encode()
    yield b"deleteall\n"
    for path, data in sorted(site.items()):
        yield b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)
    yield b"done\n"
