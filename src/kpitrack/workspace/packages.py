"""The files that a Data Package comes to, beside what a repository holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.exchange.package.read import yaml_bytes
from kpitrack.language import say
from kpitrack.repository.discovery import find_files, kind_of, read_bytes
from kpitrack.repository.loading import load
from kpitrack.repository.writing import content_of
from kpitrack.repository.yaml.tree import read_tree

from .open import open_bytes
from .pieces import Question
from .record import FileChange, Refused, identity


def changes_of(root: Path, trees: Mapping[str, Any]) -> tuple[list[FileChange], list[Diagnostic]]:
    """The files to be written, and the errors that the repository would have with them.

    A file that is there and means the same stays as it is.

    Args:
        root: the repository.
        trees: the plain data of each file by its path.

    Raises:
        Refused: a file is there and says something else, or would not be read as what the package says.
    """
    changes, differing = [], []
    for path, tree in trees.items():
        old, new = content_of(root, path), _written(path, tree)
        if old is None:
            changes.append(FileChange(kind_of(path), path, None, new))
        elif not _mean_the_same(path, old, new):
            differing.append(path)
    if differing:
        raise Refused(
            say("{path} is there already, and says something else", path=", ".join(differing)),
            say("name another folder with --out, or take what is there away"),
        )
    return changes, _errors(root, changes)


def _written(path: str, tree: Any) -> bytes:
    """The bytes of a file, which are read again and held against what they were made from."""
    try:
        data = yaml_bytes(tree)
    except (ValueError, TypeError):
        raise Refused(say("{path} cannot be written", path=path)) from None
    read = read_tree(data)
    if read.data != tree and not read.findings:
        raise Refused(say("{path} would not be read as what the package says", path=path))
    return data


def _mean_the_same(path: str, old: bytes, new: bytes) -> bool:
    models = [load(kind_of(path), path, data).model for data in (old, new)]
    return models[0] is not None and models[0] == models[1]


def _errors(root: Path, changes: list[FileChange]) -> list[Diagnostic]:
    """What is wrong in the repository with the new files that was not wrong without them."""
    there = {file.path: read_bytes(root, file) for file in find_files(root)[0]}
    before = {path: data for path, data in there.items() if isinstance(data, bytes)}
    errors = _errors_in(before | {change.path: change.new for change in changes})
    known = {identity(found) for found in _errors_in(before)} if errors else set()
    return [found for found in errors if identity(found) not in known]


def _errors_in(content: Mapping[str, bytes]) -> list[Diagnostic]:
    space = open_bytes(dict(sorted(content.items())), lambda _: 0, Question(0))
    return [found for found in space.findings if found.severity is Severity.ERROR]
