"""Reading a git repository: revisions, files as they were, and the top of the work tree. Nothing is ever checked out.

git gets no argument that it could take for an option, no variable that would lead it to another repository, and no
setting that would run a program or reach a network.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kpitrack.language import Complaint, say, say_n
from kpitrack.repository.discovery import LARGEST_FILE

_KEPT = re.compile(r"GIT_(CONFIG.*|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH)")
"""The variables of git that are passed on; others could lead to another repository, editor or pager."""
_SETTINGS = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",  # older versions go by the line above
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}
_OVERRIDDEN = (
    "-c", "core.fsmonitor=false", "-c", "log.showSignature=false",
    "-c", "safe.bareRepository=explicit",  # which could lie among the data, with settings and a history of its own
)  # fmt: skip
_OBJECT = re.compile(r"[0-9a-f]{40,64}")
_PATIENCE = 300.0  # seconds for one call of git
_LARGEST = LARGEST_FILE  # bytes of a file of a commit


class GitFault(Complaint):
    """git does not have what was asked for."""


class GitRefusal(GitFault):
    """git could not tell whether there is a repository, or did not answer."""


class NoRepository(GitFault):
    """There is no repository."""


class NothingCommitted(GitFault):
    """There is a repository without any commit."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit.

    Args:
        path: relative to the folder that was listed, with forward slashes.
        object: its name in git.
        size: in bytes; None where git lacks it, as in a partial clone.
        link: whether it is a symbolic link.
    """

    path: str
    object: str
    size: int | None
    link: bool = False


@dataclass(frozen=True)
class Git:
    """The repository whose work tree holds ``root``.

    Args:
        top: the top of the work tree.
        root: a folder in it.
        shallow: whether older commits were not fetched.
    """

    top: Path
    root: Path
    shallow: bool

    @cached_property
    def prefix(self) -> str:
        """The way from the top to the root: ``""``, or a path that ends in a slash."""
        way = self.root.relative_to(self.top).as_posix()
        return "" if way == "." else f"{way}/"

    def call(self, *arguments: str, send: bytes | None = None) -> bytes:
        """What git prints.

        Raises:
            GitFault: it has failed.
        """
        return run(self.top, *arguments, send=send)

    def commit(self, revision: str) -> str:
        """The full hash of the commit ``revision``.

        Raises:
            GitFault: there is no such commit.
        """
        if not revision or revision.startswith("-"):
            raise _no_revision(revision)
        try:
            found = self.call("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except GitFault:
            raise _no_revision(revision) from None
        return found.decode("ascii").strip()

    def merge_base(self, first: str, second: str) -> str:
        """The newest common ancestor of two commits.

        Raises:
            GitFault: there is none, as in a shallow clone.
        """
        try:
            return self.call("merge-base", first, second).decode("ascii").strip()
        except GitFault:
            raise GitFault(
                say("git knows no commit that both sides come from"),
                say("where the clone is shallow, fetch the rest: git fetch --unshallow"),
            ) from None

    def starting_point(self, environ: Mapping[str, str] = os.environ) -> str:
        """The commit at which the current branch left the main branch; on the main branch itself, ``HEAD``.

        The main branch is the target of the pull request; without one, the first that exists of ``origin/HEAD``,
        ``origin/main``, ``origin/master``, ``main`` and ``master``.

        Raises:
            GitFault: there is no such branch, or nothing is committed yet.
        """
        try:
            head = self.commit("HEAD")
        except GitFault:
            if self.call("rev-list", "--all", "--max-count=1"):
                raise
            raise NothingCommitted(say("nothing is committed yet, so that there is nothing to compare with")) from None
        asked = _target_branch(environ)
        names = [asked] if asked else ["HEAD", "main", "master"]
        for ref in [*(f"refs/remotes/origin/{name}" for name in names), *(f"refs/heads/{name}" for name in names)]:
            try:
                branch = self.commit(ref)
            except GitFault:
                continue
            return self.merge_base(branch, head)
        if asked:
            raise GitFault(
                say("the branch {name}, which the change is to go into, is not here", name=asked),
                say("fetch it with its history; on GitHub: fetch-depth: 0 at actions/checkout"),
            )
        raise GitFault(
            say("there is no main branch to compare with"), say("name the revision, as in: kpitrack diff HEAD~1")
        )

    def doubt(self, environ: Mapping[str, str] = os.environ) -> GitFault | None:
        """Why the branch may have left the main branch before its `starting_point`; None where it has not.

        A shallow clone is one of a single branch, which git then takes for the main branch.

        Raises:
            GitFault: there is no starting point.
        """
        if not self.shallow or _target_branch(environ) or self.starting_point(environ) != self.commit("HEAD"):
            return None
        return GitFault(
            say("the clone is shallow, so that nobody can tell where the branch left the main branch"),
            say("fetch its history: git fetch --unshallow; on GitHub: fetch-depth: 0 at actions/checkout"),
        )

    def differs(self, paths: Collection[str]) -> bool:
        """Whether something at ``paths``, from the root, is not as the newest commit has it."""
        wanted = [self.prefix + path for path in paths]
        return bool(self.call("status", "--porcelain", "-z", "--ignored", "--", *wanted)) if wanted else False

    def untracked(self, paths: Collection[str]) -> list[str]:
        """Those of ``paths``, from the root, that git does not track: no commit holds them."""
        names = self.call("ls-files", "-z", "--full-name").decode("utf-8", "surrogateescape").split("\0")
        tracked = {name.removeprefix(self.prefix) for name in names}
        return [path for path in paths if path not in tracked]

    def files(self, commit: str, folders: Iterable[str]) -> list[Blob]:
        """The files of ``commit`` below ``folders`` (paths from the root), in the order of their paths."""
        asked = [self.prefix + folder for folder in folders]
        listing = self.call("ls-tree", "-r", "-z", "--full-tree", commit, "--", *asked)
        found = []
        for line in filter(None, listing.split(b"\0")):
            meta, _, name = line.partition(b"\t")
            mode, kind, object_ = meta.decode("ascii").split()
            if kind == "blob":
                path = name.decode("utf-8", "surrogateescape").removeprefix(self.prefix)
                found.append((path, object_, mode == "120000"))
        sizes = [size for _, size in self._look([object_ for _, object_, _ in found])]
        blobs = [Blob(path, object_, size, link) for (path, object_, link), size in zip(found, sizes, strict=True)]
        return sorted(blobs, key=lambda blob: blob.path)

    def versions(self, commit: str, path: str) -> Iterator[tuple[str, bytes]]:
        """The newest thirty versions of ``path`` (from the root) up to ``commit``, newest first, each with its commit.

        Versions that are too large, or that git lacks, are left out.
        """
        if "\n" in path:
            return
        names = self.call("log", "-n30", "--format=%H", commit, "--", self.prefix + path).decode("ascii").split()
        for name in names:
            for data in self._batch([f"{name}:{self.prefix}{path}"]):
                if data is not None:
                    yield name, data

    def read(self, objects: Iterable[str]) -> dict[str, bytes]:
        """The bytes of ``objects`` by name, without those that are too large or that git lacks."""
        wanted = list(dict.fromkeys(objects))
        found = zip(wanted, self._batch(wanted), strict=True) if wanted else ()
        return {name: data for name, data in found if data is not None}

    def read_links(self, commit: str, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes that the links at ``paths`` lead to within ``commit``; links that lead elsewhere are left out."""
        wanted = [path for path in paths if "\n" not in path]
        found = self._batch([f"{commit}:{self.prefix}{path}" for path in wanted], "--follow-symlinks")
        return {path: data for path, data in zip(wanted, found, strict=True) if data is not None}

    def _batch(self, names: list[str], *options: str) -> list[bytes | None]:
        """The bytes of the files ``names``; None for one that is missing, too large, or not a file."""
        objects = [
            object_ if size is not None and size <= _LARGEST else None for object_, size in self._look(names, *options)
        ]
        wanted = list(dict.fromkeys(object_ for object_ in objects if object_ is not None))
        output = self.call("cat-file", "--batch", send=_lines(wanted)) if wanted else b""
        data: dict[str, bytes] = {}
        at = 0
        for object_ in wanted:
            end = output.index(b"\n", at)
            size = int(output[at:end].rpartition(b" ")[2])
            data[object_] = output[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        return [data[object_] if object_ is not None else None for object_ in objects]

    def _look(self, names: list[str], *options: str) -> list[tuple[str | None, int | None]]:
        """For each of ``names`` the file's object and size; None for both where git has no such file."""
        if not names:
            return []
        try:
            output = self.call("cat-file", "--batch-check", *options, send=_lines(names))
        except GitFault as error:
            absent = self._absent if "promisor" in str(error) else frozenset()
            if absent.isdisjoint(names):
                raise
            there = iter(self._look([name for name in names if name not in absent], *options))
            return [(None, None) if name in absent else next(there) for name in names]
        found: list[tuple[str | None, int | None]] = []
        at = 0
        for _ in names:
            end = output.index(b"\n", at)
            parts = output[at:end].split(b" ")
            at = end + 1
            if len(parts) == 3 and parts[1] == b"blob" and _OBJECT.fullmatch(parts[0].decode("ascii", "replace")):
                found.append((parts[0].decode("ascii"), int(parts[2])))
                continue
            found.append((None, None))
            if parts[0] in {b"symlink", b"dangling", b"loop", b"notdir"}:
                at += int(parts[1]) + 1  # where the link leads
        return found

    @cached_property
    def _absent(self) -> frozenset[str]:
        """The objects that a partial clone lacks: git before 2.45 fails when asked for one of them."""
        listing = self.call("rev-list", "--objects", "--all", "--missing=print").decode("utf-8", "replace")
        return frozenset(line[1:] for line in listing.splitlines() if line.startswith("?"))


def in_work_tree(root: Path) -> bool:
    """Whether a folder seems to lie in a work tree of git, told without git."""
    return any((folder / ".git").exists() for folder in (root.resolve(), *root.resolve().parents))


def find_git(root: Path) -> Git | None:
    """The git repository whose work tree holds ``root``; None where there is none."""
    try:
        return _find(root)
    except GitFault:
        return None


def require_git(root: Path) -> Git:
    """The git repository whose work tree holds ``root``.

    Raises:
        GitFault: there is none, or git will not read it.
    """
    try:
        return _find(root)
    except NoRepository:
        raise NoRepository(
            say("{path} is in no git repository", path=root),
            say("this command reads the history that git keeps; start one with: git init"),
        ) from None


def _find(root: Path) -> Git:
    told = run(root, "rev-parse", "--show-toplevel", "--is-shallow-repository").decode("utf-8", "surrogateescape")
    top, _, shallow = told.removesuffix("\n").rpartition("\n")
    if not root.resolve().is_relative_to(Path(top).resolve()):
        raise GitRefusal(
            say("git takes {top} for the work tree of {path}", path=root, top=top),
            say("look at the setting core.worktree: git config --show-origin core.worktree"),
        )
    return Git(Path(top).resolve(), root.resolve(), shallow == "true")


def run(folder: Path, *arguments: str, send: bytes | None = None) -> bytes:
    """The output of git with ``arguments`` in ``folder``.

    Raises:
        GitFault: it has failed, or is not installed.
    """
    try:
        done = subprocess.run(
            ["git", "--no-pager", *_OVERRIDDEN, *arguments],
            cwd=folder,
            env=_environment(os.environ),
            input=send,
            stdin=subprocess.DEVNULL if send is None else None,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except OSError:
        raise GitRefusal(say("git is not installed, or cannot be run")) from None
    except subprocess.TimeoutExpired:
        raise GitRefusal(
            say_n("git gives no answer within {n} second", "git gives no answer within {n} seconds", round(_PATIENCE)),
            say("see whether this ends: git -C {path} status", path=folder),
        ) from None
    if done.returncode:
        text = done.stderr.decode("utf-8", "replace").strip()
        if "dubious ownership" in text:
            raise GitRefusal(
                say("git does not read the folder, since it belongs to somebody else"),
                say("if you trust it: git config --global --add safe.directory {path}", path=str(folder)),
            )
        last = (text.splitlines() or [str(done.returncode)])[-1]
        for place in (folder.resolve(), folder):  # a document for programs names no folder of this computer
            last = last.replace(f"{place}{os.sep}", "").replace(str(place), ".")
        reason = say("git has failed: {reason}", reason=last)
        raise NoRepository(reason) if "not a git repository" in text else GitFault(reason)
    return done.stdout


def _target_branch(environ: Mapping[str, str]) -> str | None:
    """The branch that the change is to go into, where a pull or merge request is being checked."""
    return environ.get("GITHUB_BASE_REF") or environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environ.items() if not name.startswith("GIT_") or _KEPT.fullmatch(name)}
    return kept | _SETTINGS


def _no_revision(revision: str) -> GitFault:
    return GitFault(
        say("git knows no revision {revision}", revision=revision),
        say("write a branch, a tag or a commit; where the clone is shallow, fetch more of it first"),
    )
