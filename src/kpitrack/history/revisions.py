"""The repository as it was at a commit, read straight from git."""

from __future__ import annotations

from pathlib import Path

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import say
from kpitrack.repository.discovery import ACTUALS, LARGEST_FILE, SETTINGS, STRATEGIES, Found, Kind
from kpitrack.repository.repository import Repository, assemble

from .git import Blob, Git

FOLDERS = (SETTINGS, STRATEGIES, ACTUALS)


def kind_of(path: str) -> Kind | None:
    """The kind of the file at ``path``; None for files that kpitrack does not read."""
    if path == SETTINGS:
        return Kind.SETTINGS
    if not path.endswith(".yaml") or any(part.startswith(".") for part in path.split("/")):
        return None
    if path.startswith(f"{STRATEGIES}/"):
        return Kind.STRATEGY
    return Kind.ACTUALS if path.startswith(f"{ACTUALS}/") else None


def repository_at(git: Git, commit: str) -> tuple[Repository, dict[str, bytes]]:
    """The repository at ``commit``, and the bytes of its files by path."""
    blobs = [(kind, blob) for blob in git.files(commit, FOLDERS) if (kind := kind_of(blob.path))]
    findings: list[Diagnostic] = []
    wanted = []
    for kind, blob in blobs:
        if blob.size is not None and blob.size > LARGEST_FILE:
            findings.append(Diagnostic(rule("too-large"), say("the file is larger than 20 MB"), path=blob.path))
        else:
            wanted.append((kind, blob))
    data = contents(git, commit, [blob for _, blob in wanted])
    findings += [_unread(blob.path) for _, blob in wanted if blob.path not in data]
    files = [Found(kind, blob.path, len(data[blob.path])) for kind, blob in wanted if blob.path in data]
    return assemble(Path("/"), files, findings, lambda file: data[file.path]), data


def contents(git: Git, commit: str, blobs: list[Blob]) -> dict[str, bytes]:
    """The bytes of ``blobs`` by their paths; links are followed within the commit."""
    objects = git.read(blob.object for blob in blobs if not blob.link)
    data = {blob.path: objects[blob.object] for blob in blobs if not blob.link and blob.object in objects}
    links = [blob.path for blob in blobs if blob.link]
    return data | (git.read_links(commit, links) if links else {})


def _unread(path: str) -> Diagnostic:
    return Diagnostic(rule("unreadable-file"), say("git has not got the content of this file"), path=path)
