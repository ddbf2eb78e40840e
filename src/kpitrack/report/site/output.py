"""The folder that the site is written to."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

MANIFEST = ".kpitrack-report"


class NotOurs(Exception):  # noqa: N818  what is the matter
    """The folder holds pages that no report has written."""


@dataclass
class Folder:
    """Where files go. What is already there as it should be is left alone.

    Args:
        path: the folder.
        written, unchanged, removed: how many files there were of each.
    """

    path: Path
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    _made: set[str] = field(default_factory=set)
    _folders: set[Path] = field(default_factory=set)

    def write(self, name: str, content: bytes) -> None:
        """Put ``content`` at ``name``, in one step, unless it is there."""
        path = self.path / name
        self._made.add(name)
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            size = -1
        if size == len(content) and path.read_bytes() == content:
            self.unchanged += 1
            return
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        temporary = path.with_name(f".{secrets.token_hex(6)}.tmp")
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        self.written += 1

    def add(self, names: Iterable[str], written: int, unchanged: int) -> None:
        """Count in what another process wrote."""
        self._made.update(names)
        self.written += written
        self.unchanged += unchanged

    @property
    def made(self) -> set[str]:
        """The names of the files that belong to the site."""
        return self._made

    def open(self) -> set[str]:
        """The names of the files that the last report wrote.

        Raises:
            NotOurs: there is a site that no report wrote, which would be overwritten.
        """
        try:
            return set((self.path / MANIFEST).read_text("utf-8").splitlines())
        except FileNotFoundError:
            if any((self.path / name).exists() for name in ("index.html", "ja", "en", "assets", "data")):
                raise NotOurs(self.path) from None
            self.path.mkdir(parents=True, exist_ok=True)
            (self.path / MANIFEST).touch()  # so that a report that is interrupted can be made again
            return set()

    def close(self, before: set[str]) -> None:
        """Remove what the last report wrote and this one did not, and list what belongs to the site."""
        for name in sorted(before - self._made):
            path = self.path / name
            if ".." in Path(name).parts or Path(name).is_absolute() or not path.is_file():
                continue
            path.unlink()
            self.removed += 1
            for parent in path.parents:
                if parent == self.path or any(parent.iterdir()):
                    break
                parent.rmdir()
        self.write(MANIFEST, "".join(f"{name}\n" for name in sorted(self._made)).encode())


def joined(lines: Iterable[str]) -> bytes:
    """The bytes of a file of ``lines``."""
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
