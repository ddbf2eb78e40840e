"""A workbook or Word document as its parts: read with care, and written so that the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from kpitrack.exchange.spreadsheet.archive import chunks
from kpitrack.exchange.spreadsheet.cells import UnreadableSheet
from kpitrack.language import Complaint, say
from kpitrack.repository.opener import Cause, Refusal, read_given

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_LARGEST = 50_000_000  # bytes


class BadForm(Complaint):
    """A file that cannot be used as a form."""

    in_data = True


class NoForm(BadForm):
    """What was named as a form is no file, or one that no form can be."""

    in_data = False


def read_parts(path: Path) -> dict[str, bytes]:
    """The parts of a file by their names, in its order.

    Raises:
        BadForm: it is none, is too large, or holds macros or what no Office program writes.
    """
    data = read_given(path, _LARGEST)
    if isinstance(data, Refusal):
        if data.cause is Cause.TOO_LARGE:
            raise _too_large()
        if data.cause is Cause.MISSING:
            raise NoForm(say("there is no file {path}", path=path), say("look at its name and its folder"))
        raise NoForm(say("{path}: {problem}", path=path, problem=data.message), data.hint)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for _ in chunks(archive, lambda: UnreadableSheet(_too_large().message, None)):
                pass
            names = archive.namelist()
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise BadForm(
                    say("{path} holds macros", path=path),
                    say("save it without macros, as .xlsx or .docx, and use that"),
                )
            if sum(part.file_size for part in archive.infolist()) > 4 * _LARGEST:
                raise _too_large()
            return {name: archive.read(name) for name in names if not name.endswith("/")}
    except UnreadableSheet as error:
        raise BadForm(error.message, error.hint) from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise BadForm(
            say("{path} is no workbook and no Word document", path=path),
            say("save the form as .xlsx or .docx; a password must be taken off first"),
        ) from error


def _too_large() -> BadForm:
    return BadForm(say("the file is larger than any form"))


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """The bytes of the file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


def parse(data: bytes) -> Any:
    """The root element of a part.

    Raises:
        BadForm: it is no XML.
    """
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise BadForm(say("the form is damaged: {problem}", problem=error)) from None


def serialized(root: Any) -> bytes:
    """A part of a root element."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def relations(parts: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    """By id, the kind and the part that each relation of ``part`` leads to; none to another file."""
    import posixpath

    folder, _, name = part.rpartition("/")
    data = parts.get(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    if data is None:
        return {}
    found = {}
    for one in parse(data):
        if one.get("TargetMode") == "External":
            continue
        target = one.get("Target", "")
        way = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[one.get("Id")] = one.get("Type", "").rpartition("/")[2], way
    return found


def rewritten(data: bytes) -> bytes:
    """A file that a library has made, without the time at which it did."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return write_parts({name: archive.read(name) for name in archive.namelist()})
