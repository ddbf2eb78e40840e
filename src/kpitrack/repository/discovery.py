"""Where the repository is, which files it holds, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kpitrack.diagnostics import Diagnostic, Span, rule
from kpitrack.language import Complaint, say
from kpitrack.language.system import reason_of

SETTINGS = "kpitrack.yaml"
STRATEGIES = "data/strategies"
ACTUALS = "data/actuals"
LARGEST_FILE = 20_000_000  # bytes
_WHOLE = Span(1, 1, 1, 1)  # such a file is not opened to find a place in it: it may be a pipe, or huge
_BESIDE = {".md", ".txt"}  # notes for people may lie beside the data


class NothingHere(Complaint):
    """There is no repository, or nothing in it to work on."""


class Kind(StrEnum):
    """What a file is for, told by where it lies."""

    SETTINGS = "settings"
    STRATEGY = "strategy"
    ACTUALS = "actuals"


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the repository that is there to be read. ``path`` is relative to the root, with forward slashes."""

    kind: Kind
    path: str
    size: int


def find_root(given: str | None, environ: Mapping[str, str] = os.environ, start: Path | None = None) -> Path:
    """The root of the repository: what was asked for, else the nearest folder upwards that looks like one.

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


def find_files(root: Path) -> tuple[list[Found], list[Diagnostic]]:
    """The files of the repository at ``root`` in the order of their paths, and what lies among them that cannot be."""
    files: list[Found] = []
    findings: list[Diagnostic] = []
    if (root / SETTINGS).exists() or (root / SETTINGS).is_symlink():
        _take(root, SETTINGS, Kind.SETTINGS, files, findings)
    for folder, kind in ((STRATEGIES, Kind.STRATEGY), (ACTUALS, Kind.ACTUALS)):
        for path in _walk(root, folder, findings):
            name = path.rpartition("/")[2]
            if name.endswith(".yaml"):
                _take(root, path, kind, files, findings)
            elif os.path.splitext(name)[1].lower() not in _BESIDE:  # noqa: PTH122  a string is at hand
                findings.append(_unknown(path, name))
    findings += [_misplaced(path) for path in _strays(root)]
    return files, findings


def read_bytes(root: Path, file: Found) -> bytes | Diagnostic:
    """The bytes of ``file``, or why they cannot be had."""
    try:
        return (root / file.path).read_bytes()
    except OSError as error:
        return _unreadable(file.path, error)


def _walk(root: Path, folder: str, findings: list[Diagnostic]) -> Iterator[str]:
    """Paths of the files below ``folder``, hidden ones left out; a folder reached twice through links is read once."""
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            status = (root / here).stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(root / here) as found:
                entries = sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda e: e.name)
        except FileNotFoundError:
            continue
        except OSError as error:
            findings.append(_unreadable(here, error))
            continue
        folders = []
        for entry in entries:
            path = f"{here}/{entry.name}"
            try:
                is_folder = entry.is_dir()
            except OSError as error:
                findings.append(_unreadable(path, error))
                continue
            if is_folder and not entry.name.endswith(".yaml"):
                folders.append(path)
            else:
                yield path
        waiting += reversed(folders)


def _take(root: Path, path: str, kind: Kind, files: list[Found], findings: list[Diagnostic]) -> None:
    """Put ``path`` among ``files`` if it is a file that may be read, else say why not."""
    try:
        status = (root / path).stat()
    except OSError as error:
        findings.append(_unreadable(path, error))
        return
    if not stat.S_ISREG(status.st_mode):
        what = say("this is a folder") if stat.S_ISDIR(status.st_mode) else say("this is not an ordinary file")
        findings.append(
            Diagnostic(
                rule("unreadable-file"),
                what,
                say("take it away, or give it a name without .yaml"),
                path,
                span=_WHOLE,
            )
        )
    elif status.st_size > LARGEST_FILE:
        findings.append(
            Diagnostic(
                rule("too-large"),
                say("the file has {size} MB; at most {limit} MB are read", size=status.st_size // 10**6, limit=20),
                say("split it into several files"),
                path,
                span=_WHOLE,
            )
        )
    else:
        files.append(Found(kind, path, status.st_size))


def _unreadable(path: str, error: OSError) -> Diagnostic:
    return Diagnostic(
        rule("unreadable-file"),
        say("the file cannot be read: {reason}", reason=reason_of(error)),
        say("check that it is there and that you may read it"),
        path,
        span=_WHOLE,
    )


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
    """YAML files in ``data`` itself, and settings under another name."""
    found = []
    if (root / "kpitrack.yml").is_file():
        found.append("kpitrack.yml")
    try:
        beside = sorted(path.name for path in (root / "data").iterdir())
    except OSError:  # not there, or the folders in it cannot be read either, which is reported
        beside = []
    return found + [
        f"data/{name}" for name in beside if name.lower().endswith((".yaml", ".yml")) and not name.startswith(".")
    ]
