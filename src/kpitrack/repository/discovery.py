"""Where the repository is, which files it holds, and their bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from kpitrack.diagnostics import Diagnostic, Span, rule
from kpitrack.language import Complaint, say

from .opener import Cause, Refusal, list_folder, read_regular, size_of, too_large

SETTINGS = "kpitrack.yaml"
STRATEGIES = "data/strategies"
ACTUALS = "data/actuals"
LARGEST_FILE = 20_000_000  # bytes
_WHOLE = Span(1, 1, 1, 1)  # files that are not opened to find a place in them: they may be pipes, or huge
_BESIDE = {".md", ".txt"}  # files with notes for people are allowed beside the data


class NothingHere(Complaint):
    """There is no repository, or it is empty."""


class Kind(StrEnum):
    """The kind of a file, which its location decides."""

    SETTINGS = "settings"
    STRATEGY = "strategy"
    ACTUALS = "actuals"


class Found(NamedTuple):
    """A file of the repository. ``path`` is relative to the root, with forward slashes."""

    kind: Kind
    path: str
    size: int


def find_root(given: str | None, environ: Mapping[str, str] = os.environ, start: Path | None = None) -> Path:
    """The root of the repository: the given one, else the nearest folder upwards that looks like one.

    Raises:
        NothingHere: there is none.
    """
    if asked := given or environ.get("KPITRACK_ROOT"):
        root = Path(asked)
        if not root.is_dir():
            raise NothingHere(
                say("there is no folder {path}", path=asked), say("give the folder that holds data/strategies")
            )
        return root.resolve()
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file() or (folder / STRATEGIES).is_dir():
            return folder
    raise NothingHere(
        say("there is no kpitrack repository here or above"),
        say("go to one, name it with --root, or start one with: kpitrack init"),
    )


def of_actuals(path: str) -> bool:
    """Whether ``path`` is the folder of the actuals, or in it."""
    return f"{path}/".startswith(f"{ACTUALS}/")


def kind_of(path: str) -> Kind:
    """The kind of a file of the repository."""
    return Kind.SETTINGS if path == SETTINGS else Kind.ACTUALS if of_actuals(path) else Kind.STRATEGY


def find_files(root: Path) -> tuple[list[Found], list[Diagnostic]]:
    """The files of the repository at ``root``, in the order of their paths, and findings on other entries there."""
    files: list[Found] = []
    findings: list[Diagnostic] = []
    if (root / SETTINGS).exists() or (root / SETTINGS).is_symlink():
        _take(SETTINGS, Kind.SETTINGS, size_of(root, SETTINGS), files, findings)
    for folder, kind in ((STRATEGIES, Kind.STRATEGY), (ACTUALS, Kind.ACTUALS)):
        for path, size in _walk(root, folder, findings):
            name = path.rpartition("/")[2]
            if name.endswith(".yaml"):
                _take(path, kind, size, files, findings)
            elif os.path.splitext(name)[1].lower() not in _BESIDE:  # noqa: PTH122  a string is at hand
                findings.append(_unknown(path, name))
    findings += [_misplaced(path) for path in _strays(root)]
    return files, findings


def read_bytes(root: Path, file: Found) -> bytes | Diagnostic:
    """The bytes of ``file``, or why they cannot be had."""
    data = read_regular(root, file.path, LARGEST_FILE)
    return _finding(file.path, data) if isinstance(data, Refusal) else data


def _walk(root: Path, folder: str, findings: list[Diagnostic]) -> Iterator[tuple[str, int | Refusal]]:
    """Paths and sizes of the files below ``folder``, hidden ones left out.

    A folder that is reached twice through links is read once.
    """
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        listed = list_folder(root, here)
        if isinstance(listed, Refusal):
            if listed.cause is not Cause.MISSING:
                findings.append(_finding(here, listed))
            continue
        if listed.identity in seen:
            continue
        seen.add(listed.identity)
        folders = []
        for entry in listed.entries:
            if entry.name.startswith("."):
                continue
            path = f"{here}/{entry.name}"
            if entry.is_folder and not entry.name.endswith(".yaml"):
                folders.append(path)
            else:
                yield path, entry.size
        waiting += reversed(folders)


def _take(path: str, kind: Kind, size: int | Refusal, files: list[Found], findings: list[Diagnostic]) -> None:
    """Add ``path`` to ``files`` if it may be read, else a finding that says why not."""
    if isinstance(size, Refusal):
        findings.append(_finding(path, size))
    elif size > LARGEST_FILE:
        findings.append(_finding(path, too_large(size, LARGEST_FILE)))
    else:
        files.append(Found(kind, path, size))


def _finding(path: str, why: Refusal) -> Diagnostic:
    name = "too-large" if why.cause is Cause.TOO_LARGE else "unreadable-file"
    other = say("take it away, or give it a name without .yaml")
    hint = other if why.cause in {Cause.FOLDER, Cause.NOT_REGULAR} else why.hint
    return Diagnostic(rule(name), why.message, hint, path, span=_WHOLE)


def _unknown(path: str, name: str) -> Diagnostic:
    stem, suffix = os.path.splitext(name)  # noqa: PTH122  a string is at hand
    hint = (
        say("name it {name}", name=f"{stem}.yaml")
        if suffix.lower() in {".yml", ".yaml"}
        else say("only .yaml files are read here; move it elsewhere, or start its name with a dot")
    )
    return Diagnostic(rule("unknown-file"), say("this file is not read"), hint, path, span=_WHOLE)


def _misplaced(path: str) -> Diagnostic:
    return Diagnostic(
        rule("unknown-file"),
        say("this file is not read where it lies"),
        say("move it below data/strategies or data/actuals"),
        path,
        span=_WHOLE,
    )


def _strays(root: Path) -> list[str]:
    """Findings on YAML files directly in ``data``, and on settings under another name."""
    found = []
    if (root / "kpitrack.yml").is_file():
        found.append("kpitrack.yml")
    data = list_folder(root, "data")
    if isinstance(data, Refusal):  # it does not exist, or its folders are unreadable too, which is reported there
        return found
    beside = [entry.name for entry in data.entries if not entry.name.startswith(".")]
    return found + [f"data/{name}" for name in beside if name.lower().endswith((".yaml", ".yml"))]
