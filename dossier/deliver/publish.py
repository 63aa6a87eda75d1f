"""Publishes a site as one commit on a branch of a remote, without touching the work tree, the index or _site.

Also checks the size limits of GitHub Pages and what the branch's history still reveals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dossier.deliver.git import GitError, GitRepository
from dossier.deliver.site_folder import MARKER
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

SITE_LIMIT, FILE_LIMIT = 1_000_000_000, 100_000_000  # bytes
_WARNING_SHARE = 0.8


def size_problems(sizes: Mapping[str, int]) -> tuple[Problem, ...]:
    """A warning for the site and for each file that is near the limit of GitHub Pages or beyond it."""
    total = sum(sizes.values())
    problems = [_size_warning("", total, SITE_LIMIT, "a site")] if total >= _WARNING_SHARE * SITE_LIMIT else []
    return (
        *problems,
        *(
            _size_warning(path, size, FILE_LIMIT, "a file")
            for path, size in sizes.items()
            if size >= _WARNING_SHARE * FILE_LIMIT
        ),
    )


def _size_warning(path: str, size: int, limit: int, what: str) -> Problem:
    fact = f"{size / 1e6:.0f} MB, and GitHub Pages takes {what} of {limit / 1e6:.0f} MB at most"
    hint = "leave pictures at their outlets, build with --no-search, or serve it from elsewhere"
    return Problem(Location(path or "the site"), Severity.WARNING, "size", fact, hint=hint)


# ── The history of a branch ──────────────────────────────────────────────────

_BATCH = 200  # objects that are read at once
_OBJECT_HEADER = re.compile(r"^([0-9a-f]{40,64}) blob \d+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HistoryPolicy:
    """How earlier versions of a site are treated: discarded, or searched for content that is now withheld."""

    forget: bool = False
    is_watched: Callable[[str], bool] = lambda _: False  # whether a path matters that is no longer in the site
    withheld: Mapping[str, Collection[str]] = field(
        default_factory=dict
    )  # by path: strings that no version should contain


@dataclass(frozen=True, slots=True)
class History:
    """The commits that lead to a commit, and the versions of files in them."""

    git: GitRepository
    commit: str

    def commits(self) -> tuple[str, ...]:
        return tuple(self.git("rev-list", self.commit).split())

    def folders(self) -> Iterator[tuple[str, ...]]:
        """The names in the top folder of each commit, once for each distinct tree."""
        for tree in dict.fromkeys(self.git("log", "--format=%T", self.commit).split()):
            names = self.git("ls-tree", "--name-only", "-z", tree)
            yield tuple(filter(None, names.split("\0")))

    def leftovers(self, site: Collection[str], policy: HistoryPolicy) -> tuple[str, ...]:
        """The paths of which an earlier version reveals what the site, given by its paths, no longer contains."""
        versions = self._versions()
        leftover = {path for path in versions if path not in site and policy.is_watched(path)}
        wanted = {
            version: path for path in policy.withheld.keys() & versions.keys() - leftover for version in versions[path]
        }
        for version, text in self._texts(sorted(wanted)):
            if any(words in text for words in policy.withheld[wanted[version]]):
                leftover.add(wanted[version])
        return tuple(sorted(leftover))

    def _versions(self) -> Mapping[str, set[str]]:
        """The objects that each path has had."""
        options = ("--root", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-relative", "--no-color", "--format=")
        log = self.git("log", *options, self.commit)
        versions_by_path: dict[str, set[str]] = {}
        parts = iter(log.split("\0"))
        for meta in parts:
            if meta.lstrip().startswith(":"):
                _, _, _, version, change = meta.split()
                versions = versions_by_path.setdefault(next(parts), set())
                if change != "D":
                    versions.add(version)
        return versions_by_path

    def _texts(self, versions: list[str]) -> Iterator[tuple[str, str]]:
        """The content of each of these objects."""
        for start in range(0, len(versions), _BATCH):
            batch = versions[start : start + _BATCH]
            output = self.git.run("cat-file", "--batch", stdin=[f"{version}\n".encode() for version in batch])
            headers = [header for header in _OBJECT_HEADER.finditer(output) if header[1] in batch]
            ends = [header.start() for header in headers[1:]] + [len(output)]
            for header, end in zip(headers, ends, strict=True):
                yield header[1], output[header.end() : end]


# ── Publishing ───────────────────────────────────────────────────────────────

_NOTE = (
    b"Dossier made this branch and replaces all of it at each `dossier publish`, but CNAME: keep nothing else here.\n"
)
_EXTRA_FILES = {MARKER: _NOTE, ".nojekyll": b""}  # .nojekyll: GitHub Pages serves every file unprocessed
_DOMAIN_FILE = "CNAME"  # a custom domain, which GitHub writes here
_REF = "refs/dossier/publish"
_INIT_HINT = "begin a repository here: git init, git commit --allow-empty -m Begun, git remote add origin ADDRESS"
_DEFAULT_POLICY = HistoryPolicy()
_IDENTITY_HINT = 'tell git who you are: git config user.name "…" and git config user.email …@…'


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication did, or would do in a dry run."""

    changes: tuple[str, ...]  # lines of `git diff --name-status`; none if the branch already holds this site
    pushed: bool
    is_new_branch: bool  # the branch did not exist
    commits: int = 0  # in the history that was discarded, or would be
    leftovers: tuple[str, ...] = ()  # paths of which the branch's history reveals withheld content
    other_refs: tuple[str, ...] = ()  # refs of the remote that still lead to discarded commits


def publish_site(
    site: Mapping[str, bytes],
    repository: Path,
    remote: str,
    branch: str,
    message: str,
    *,
    dry_run: bool = False,
    policy: HistoryPolicy = _DEFAULT_POLICY,
    check_sizes: Callable[[Mapping[str, int]], None] = lambda _: None,
) -> Publication:
    """Commits the site on top of `branch` of `remote` and pushes it, never by force unless the history is discarded.

    Discarding leaves the site as the branch's only commit, unless somebody else has pushed meanwhile; otherwise the
    history is searched for what `policy` names. Each file is rendered once. `check_sizes` receives the size of each
    before anything is pushed, and may raise. A branch with files that Dossier did not make is refused, since it may be
    the only copy of them.
    """
    repository_git = GitRepository(repository, Location(f"{remote}/{branch}"), "publish")
    committer = _committer(repository_git)
    with repository_git.isolated(remote) as git:
        target = _Branch(git, remote, branch)
        parent = target.fetch_head()
        domain = target.domain_file(parent) if parent else ""
        history = History(git, parent) if parent else None
        removed = target.removable_commits(history) if history and policy.forget else ()
        files = _SiteFiles(site)
        commit = target.write_commit(
            _fast_import_stream(files, "" if policy.forget else parent, domain, committer, message)
        )
        if files.problems:
            raise Failure(*files.problems)
        check_sizes(files.sizes)
        changes = target.changes(parent, commit)
        pushed = bool(changes or len(removed) > 1) and not dry_run
        leftovers = history.leftovers(site, policy) if history and not policy.forget else ()
        if pushed:
            target.push(commit, parent, forced=policy.forget)
        other_refs = target.other_refs(removed) if pushed and removed else ()
        return Publication(changes, pushed, not parent, len(removed), leftovers, other_refs)


def _committer(git: GitRepository) -> str:
    """The identity configured in git; one that git guesses would publish the machine's name."""
    try:
        git.run("rev-parse", "--git-dir")
    except GitError as error:
        hint = _INIT_HINT if "not a git repository" in str(error) else "see what `git status` says here"
        raise git.failure(str(error), hint) from error
    return git("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT", hint=_IDENTITY_HINT)


@dataclass(frozen=True, slots=True)
class _Branch:
    """The branch of a remote that a site is published to."""

    git: GitRepository
    remote: str
    name: str

    def fetch_head(self) -> str:
        """Fetches the branch's last commit and returns it; empty if the branch does not exist yet."""
        self.git("check-ref-format", f"refs/heads/{self.name}", hint="name the branch as git allows: gh-pages")
        tip = self._tip()
        if tip:
            self.git("fetch", "--quiet", "--no-tags", "--", self.remote, f"refs/heads/{self.name}")
        return tip

    def _tip(self) -> str:
        remotes = self.git("remote").splitlines()
        hint = f"see that you may read it: git ls-remote {self.remote}"
        if self.remote not in remotes and not any(sign in self.remote for sign in ":/\\"):
            alternatives = f", or name one of {', '.join(remotes)} with --remote" if remotes else ""
            hint = f"say where it is: git remote add {self.remote} ADDRESS{alternatives}"
        listed = self.git("ls-remote", "--", self.remote, f"refs/heads/{self.name}", hint=hint)
        return listed.split()[0] if listed else ""

    def domain_file(self, parent: str) -> str:
        """The object of the branch's CNAME file, if any; raises a Failure if the branch holds foreign files."""
        listed = self.git("-c", "core.quotePath=false", "ls-tree", parent)
        objects = {name: meta.split()[2] for meta, _, name in (line.partition("\t") for line in listed.splitlines())}
        others = sorted(objects.keys() - {*_EXTRA_FILES, _DOMAIN_FILE})
        if others and MARKER not in objects:
            fact = "the branch holds files that Dossier did not make, and publishing would replace them"
            hint = "name another branch with --branch; or, if nobody needs these, remove them from this one"
            raise self.git.failure(fact, hint, ("files", ", ".join(others[:5]) + (" …" if others[5:] else "")))
        return objects.get(_DOMAIN_FILE, "")

    def removable_commits(self, history: History) -> tuple[str, ...]:
        """The commits of the branch; raises a Failure if any holds foreign files, which would be lost."""
        for names in history.folders():
            others = sorted(set(names) - {*_EXTRA_FILES, _DOMAIN_FILE})
            if others and MARKER not in names:
                fact = "the branch's history holds files that Dossier did not make, and they would be lost with it"
                hint = "publish to another branch with --branch, and delete this one yourself if nobody needs it"
                raise self.git.failure(fact, hint, ("files", ", ".join(others[:5]) + (" …" if others[5:] else "")))
        return history.commits()

    def other_refs(self, commits: Collection[str]) -> tuple[str, ...]:
        """The refs of the remote that lead to any of these commits."""
        refs = [line.split(maxsplit=1) for line in self.git("ls-remote", "--", self.remote).splitlines()]
        names = (name.removesuffix("^{}") for commit, name in refs if commit in commits and name != "HEAD")
        return tuple(dict.fromkeys(names))

    def write_commit(self, stream: Iterator[bytes]) -> str:
        """Writes the commit to this repository and returns its hash."""
        try:
            self.git.run("fast-import", "--quiet", "--force", stdin=stream)
        except GitError as error:
            raise self.git.failure(str(error), "make room on the disk, and see that .git may be written") from error
        return self.git("rev-parse", _REF)

    def changes(self, parent: str, commit: str) -> tuple[str, ...]:
        empty = self.git("hash-object", "-t", "tree", "--stdin")
        listed = self.git("-c", "core.quotePath=false", "diff-tree", "-r", "--name-status", parent or empty, commit)
        return tuple(listed.splitlines())

    def push(self, commit: str, parent: str, *, forced: bool) -> None:
        lease = [f"--force-with-lease=refs/heads/{self.name}:{parent}"] if forced and parent else []
        try:
            self.git.run("push", "--quiet", *lease, "--", self.remote, f"{commit}:refs/heads/{self.name}")
        except GitError as error:
            if self._tip() != parent:
                fact = "somebody else published meanwhile, and nothing of theirs was replaced"
                raise self.git.failure(fact, "run it again: it will build upon what they published") from error
            hint = f"see that you may write there: git push {self.remote}"
            if forced:
                hint = f"see that the remote lets you replace the history of {self.name}: protection of branches forbids it"
            raise self.git.failure(f"the remote did not take it: {error}", hint) from error


class _SiteFiles:
    """A site's files, each rendered once; collects their sizes and the problems of those that fail."""

    def __init__(self, site: Mapping[str, bytes]) -> None:
        self.site = site
        self.sizes: dict[str, int] = {}
        self.problems: list[Problem] = []

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted({*self.site, *_EXTRA_FILES}):
            try:
                data = _EXTRA_FILES[path] if path in _EXTRA_FILES else self.site[path]
            except Failure as failure:
                self.problems += failure.problems
            else:
                self.sizes[path] = len(data)
                yield path, data


def _fast_import_stream(files: _SiteFiles, parent: str, domain: str, committer: str, message: str) -> Iterator[bytes]:
    """The commit in git's fast-import format, which needs one process for any number of files."""
    text = message.encode()
    yield b"feature done\ncommit %s\ncommitter %s\ndata %d\n%s\n" % (_REF.encode(), committer.encode(), len(text), text)
    if parent:
        yield b"from %s\n" % parent.encode()
    yield b"deleteall\n"
    if domain and _DOMAIN_FILE not in files.site:
        yield b"M 100644 %s %s\n" % (domain.encode(), _DOMAIN_FILE.encode())
    for path, data in files:
        yield b"M 100644 inline %s\ndata %d\n%s\n" % (_quoted_path(path), len(data), data)
    yield b"done\n"


def _quoted_path(path: str) -> bytes:
    return b'"%s"' % path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").encode()
