"""Workbooks as departments send them back, made with openpyxl."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

HEAD = ("kpi", "year", "value", "status", "source", "note", "published")


def save(path: Path, rows: Iterable[Mapping[str, Any]], head: Iterable[str] = HEAD) -> Path:
    """A workbook with a row of names and ``rows`` below."""
    book = openpyxl.Workbook()
    sheet = book.active
    names = list(head)
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    book.save(path)
    return path


def columns(sheet: Any) -> dict[str, int]:
    """The columns of an exported sheet by their machine names."""
    head = next(row for row in sheet.iter_rows() if {"kpi", "year"} <= {cell.value for cell in row})
    return {cell.value: cell.column for cell in head}


def saved(path: str, moment: str) -> str:
    """The workbook, as if it had been saved then."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    core = content["docProps/core.xml"].decode()
    content["docProps/core.xml"] = re.sub(r"(:modified[^>]*>)[^<]*", rf"\g<1>{moment}Z", core).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path
