"""The parts of a workbook or a Word document, unpacked no further than is bearable, before they are parsed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kpitrack.language import say

from .cells import UnreadableSheet

_MOST_PARTS = 5_000
LARGEST_PARTS = 150_000_000  # bytes, unpacked
_SHEETS = "xl/worksheets/"
_LARGEST_SHEETS = 2_000_000_000  # a million rows that are only formatted; what they hold is counted where it is read
_CHUNK = 1 << 20
_BEGINNING = 100_000


def chunks(archive: zipfile.ZipFile, too_large: Callable[[], UnreadableSheet]) -> Iterator[tuple[str, bytes]]:
    """The name of each XML part with its content, piece by piece: what a part claims as its size may not be so.

    Raises:
        UnreadableSheet: they come to more than is bearable, or define entities, which no Office program does.
    """
    if len(archive.infolist()) > _MOST_PARTS:
        raise too_large()
    parts = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
    claimed = sum(part.file_size for part in parts if not part.filename.startswith(_SHEETS))
    if claimed > LARGEST_PARTS or sum(part.file_size for part in parts) > _LARGEST_SHEETS:
        raise too_large()
    total = sheets = 0
    for part in parts:
        of_sheet = part.filename.startswith(_SHEETS)
        with archive.open(part) as file:
            end = b""
            while chunk := file.read(_CHUNK):
                total += 0 if of_sheet else len(chunk)
                sheets += len(chunk) if of_sheet else 0
                if total > LARGEST_PARTS or sheets > _LARGEST_SHEETS:
                    raise too_large()
                if b"<!DOCTYPE" in end + chunk or b"<!ENTITY" in end + chunk:
                    raise UnreadableSheet(say("the file holds definitions that no Office program writes"), None)
                yield part.filename, chunk
                end = chunk[-10:]


@contextmanager
def said_damaged(damaged: UnreadableSheet) -> Iterator[None]:
    """Say of whatever goes wrong in the block that the file is ``damaged``, unless it says itself what it is."""
    try:
        yield
    except UnreadableSheet:
        raise
    except Exception as error:  # BadZipFile, zlib.error and whatever else damaged bytes cause
        raise damaged from error


def part_of(content: bytes, name: str) -> bytes:
    """The beginning of a part of the workbook or document in ``content``; nothing where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(name) as part:
            return part.read(_BEGINNING)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        return b""
