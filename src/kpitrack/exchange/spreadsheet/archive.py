"""The parts of a workbook or a Word document, unpacked no further than is bearable, before they are parsed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator

from kpitrack.language import say

from .cells import UnreadableSheet

_MOST_PARTS = 5_000
_LARGEST_PARTS = 150_000_000  # bytes, unpacked
_CHUNK = 1 << 20


def chunks(archive: zipfile.ZipFile, too_large: Callable[[], UnreadableSheet]) -> Iterator[tuple[str, bytes]]:
    """The name of each XML part with its content, piece by piece: what a part claims as its size may not be so.

    Raises:
        UnreadableSheet: they come to more than is bearable, or define entities, which no Office program does.
    """
    if len(archive.infolist()) > _MOST_PARTS:
        raise too_large()
    parts = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
    if sum(part.file_size for part in parts) > _LARGEST_PARTS:
        raise too_large()
    total = 0
    for part in parts:
        with archive.open(part) as file:
            end = b""
            while chunk := file.read(_CHUNK):
                total += len(chunk)
                if total > _LARGEST_PARTS:
                    raise too_large()
                if b"<!DOCTYPE" in end + chunk or b"<!ENTITY" in end + chunk:
                    raise UnreadableSheet(say("the file holds definitions that no Office program writes"), None)
                yield part.filename, chunk
                end = chunk[-10:]
