"""What GitHub Pages serves, and how near a site is to it.

The site as one commit on a branch of a remote, without touching the work tree, the index or _site.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dossier.deliver.git import GitError, GitRepository
from dossier.deliver.history import History, Past
from dossier.deliver.site_folder import MARKER
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

SITE, FILE = 1_000_000_000, 100_000_000  # bytes
_NEAR = 0.8


def size_problems(sizes: Mapping[str, int]) -> tuple[Problem, ...]:
    """A warning for the whole and for each file that is near the limit, or beyond it."""
    whole = sum(sizes.values())
    found = [_near("", whole, SITE, "a site")] if whole >= _NEAR * SITE else []
    return (*found, *(_near(path, size, FILE, "a file") for path, size in sizes.items() if size >= _NEAR * FILE))


def _near(path: str, size: int, limit: int, what: str) -> Problem:
    fact = f"{size / 1e6:.0f} MB, and GitHub Pages takes {what} of {limit / 1e6:.0f} MB at most"
    hint = "leave pictures at their outlets, build with --no-search, or serve it from elsewhere"
    return Problem(Location(path or "the site"), Severity.WARNING, "size", fact, hint=hint)


_NOTE = (
    b"Dossier made this branch and replaces all of it at each `dossier publish`, but CNAME: keep nothing else here.\n"
)
_ALONG = {MARKER: _NOTE, ".nojekyll": b""}  # the second: GitHub Pages serves every file as it is
_KEPT = "CNAME"  # a custom domain, which GitHub writes here
_REF = "refs/dossier/publish"
_BEGIN = "begin a repository here: git init, git commit --allow-empty -m Begun, git remote add origin ADDRESS"
_UNWATCHED = Past()
_WHO = 'tell git who you are: git config user.name "…" and git config user.email …@…'


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication did, or would do: files that came, changed and went."""

    changes: tuple[str, ...]  # as `git diff --name-status` tells them; none: the branch already holds this site
    pushed: bool
    first: bool  # the branch was not there
    commits: int = 0  # of the history that was forgotten, or would be
    unshown: tuple[str, ...] = ()  # paths of which the branch's history holds what the site does not show
    elsewhere: tuple[str, ...] = ()  # other names, on the remote, of what was forgotten


def publish_site(
    site: Mapping[str, bytes],
    repository: Path,
    remote: str,
    branch: str,
    message: str,
    *,
    dry_run: bool = False,
    past: Past = _UNWATCHED,
    weighed: Callable[[Mapping[str, int]], None] = lambda _: None,
) -> Publication:
    """The site committed upon `branch` of `remote` and pushed there; nothing is forced, but where the past is forgotten.

    Then the site is left as the branch's only commit, unless somebody else has pushed meanwhile. Otherwise the history
    is looked through for what `past` names.

    Each file is asked for once. `weighed` is told the size of each before anything is pushed, and may raise.
    A branch that holds what Dossier did not make is refused: it may be all that there is of it.
    """
    folder = GitRepository(repository, Location(f"{remote}/{branch}"), "publish")
    who = _writer(folder)
    with folder.apart(remote) as git:
        there = _Branch(git, remote, branch)
        parent = there.head()
        kept = there.kept(parent) if parent else ""
        history = History(git, parent) if parent else None
        forgotten = there.forgettable(history) if history and past.forget else ()
        files = _Files(site)
        commit = there.commit(_stream(files, "" if past.forget else parent, kept, who, message))
        if files.problems:
            raise Failure(*files.problems)
        weighed(files.sizes)
        changes = there.changes(parent, commit)
        pushed = bool(changes or len(forgotten) > 1) and not dry_run
        unshown = history.unshown(site, past) if history and not past.forget else ()
        if pushed:
            there.push(commit, parent, forced=past.forget)
        elsewhere = there.others(forgotten) if pushed and forgotten else ()
        return Publication(changes, pushed, not parent, len(forgotten), unshown, elsewhere)


def _writer(git: GitRepository) -> str:
    """Who commits, as they told git: what it would guess, a machine's name, is for nobody to read."""
    try:
        git.told("rev-parse", "--git-dir")
    except GitError as refused:
        hint = _BEGIN if "not a git repository" in str(refused) else "see what `git status` says here"
        raise git.failure(str(refused), hint) from refused
    return git("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT", hint=_WHO)


@dataclass(frozen=True, slots=True)
class _Branch:
    """A branch of a remote."""

    git: GitRepository
    remote: str
    name: str

    def head(self) -> str:
        """The branch's last commit, which is here then; nothing where the branch does not exist yet."""
        self.git("check-ref-format", f"refs/heads/{self.name}", hint="name the branch as git allows: gh-pages")
        listed = self._listed()
        if listed:
            self.git("fetch", "--quiet", "--no-tags", "--", self.remote, f"refs/heads/{self.name}")
        return listed

    def _listed(self) -> str:
        known = self.git("remote").splitlines()
        hint = f"see that you may read it: git ls-remote {self.remote}"
        if self.remote not in known and not any(sign in self.remote for sign in ":/\\"):
            also = f", or name one of {', '.join(known)} with --remote" if known else ""
            hint = f"say where it is: git remote add {self.remote} ADDRESS{also}"
        told = self.git("ls-remote", "--", self.remote, f"refs/heads/{self.name}", hint=hint)
        return told.split()[0] if told else ""

    def kept(self, parent: str) -> str:
        """The custom domain that stands on the branch, as git knows the file; a Failure if the branch is not ours."""
        named = self.git("-c", "core.quotePath=false", "ls-tree", parent)
        objects = {name: meta.split()[2] for meta, _, name in (line.partition("\t") for line in named.splitlines())}
        others = sorted(objects.keys() - {*_ALONG, _KEPT})
        if others and MARKER not in objects:
            fact = "the branch holds files that Dossier did not make, and publishing would replace them"
            hint = "name another branch with --branch; or, if nobody needs these, remove them from this one"
            raise self.git.failure(fact, hint, ("files", ", ".join(others[:5]) + (" …" if others[5:] else "")))
        return objects.get(_KEPT, "")

    def forgettable(self, history: History) -> tuple[str, ...]:
        """The commits of the branch; a Failure if any of them holds what is not ours, for they would be lost."""
        for names in history.folders():
            others = sorted(set(names) - {*_ALONG, _KEPT})
            if others and MARKER not in names:
                fact = "the branch's history holds files that Dossier did not make, and they would be lost with it"
                hint = "publish to another branch with --branch, and delete this one yourself if nobody needs it"
                raise self.git.failure(fact, hint, ("files", ", ".join(others[:5]) + (" …" if others[5:] else "")))
        return history.commits()

    def others(self, commits: Collection[str]) -> tuple[str, ...]:
        """What else on the remote leads to any of these commits."""
        listed = [line.split(maxsplit=1) for line in self.git("ls-remote", "--", self.remote).splitlines()]
        names = (name.removesuffix("^{}") for commit, name in listed if commit in commits and name != "HEAD")
        return tuple(dict.fromkeys(names))

    def commit(self, stream: Iterator[bytes]) -> str:
        """The commit, which this repository holds then."""
        try:
            self.git.told("fast-import", "--quiet", "--force", stdin=stream)
        except GitError as refused:
            raise self.git.failure(str(refused), "make room on the disk, and see that .git may be written") from refused
        return self.git("rev-parse", _REF)

    def changes(self, parent: str, commit: str) -> tuple[str, ...]:
        empty = self.git("hash-object", "-t", "tree", "--stdin")
        told = self.git("-c", "core.quotePath=false", "diff-tree", "-r", "--name-status", parent or empty, commit)
        return tuple(told.splitlines())

    def push(self, commit: str, parent: str, *, forced: bool) -> None:
        lease = [f"--force-with-lease=refs/heads/{self.name}:{parent}"] if forced and parent else []
        try:
            self.git.told("push", "--quiet", *lease, "--", self.remote, f"{commit}:refs/heads/{self.name}")
        except GitError as refused:
            if self._listed() != parent:
                fact = "somebody else published meanwhile, and nothing of theirs was replaced"
                raise self.git.failure(fact, "run it again: it will build upon what they published") from refused
            hint = f"see that you may write there: git push {self.remote}"
            if forced:
                hint = f"see that the remote lets you replace the history of {self.name}: protection of branches forbids it"
            raise self.git.failure(f"the remote did not take it: {refused}", hint) from refused


class _Files:
    """A site's files, each made once; what they weighed, and what was wrong with those that could not be made."""

    def __init__(self, site: Mapping[str, bytes]) -> None:
        self.site = site
        self.sizes: dict[str, int] = {}
        self.problems: list[Problem] = []

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted({*self.site, *_ALONG}):
            try:
                data = _ALONG[path] if path in _ALONG else self.site[path]
            except Failure as failure:
                self.problems += failure.problems
            else:
                self.sizes[path] = len(data)
                yield path, data


def _stream(files: _Files, parent: str, kept: str, who: str, message: str) -> Iterator[bytes]:
    """The commit in git's fast-import format: one process, however many files."""
    text = message.encode()
    yield b"feature done\ncommit %s\ncommitter %s\ndata %d\n%s\n" % (_REF.encode(), who.encode(), len(text), text)
    if parent:
        yield b"from %s\n" % parent.encode()
    yield b"deleteall\n"
    if kept and _KEPT not in files.site:
        yield b"M 100644 %s %s\n" % (kept.encode(), _KEPT.encode())
    for path, data in files:
        yield b"M 100644 inline %s\ndata %d\n%s\n" % (_quoted(path), len(data), data)
    yield b"done\n"


def _quoted(path: str) -> bytes:
    return b'"%s"' % path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").encode()
