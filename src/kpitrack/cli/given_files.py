"""The tables that arguments name: files, folders with all that is below, and wildcards."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path

from kpitrack.language import say, say_n

from .context import Usage, note, some

SPREADSHEETS = frozenset((".xlsx", ".csv", ".tsv", ".xlsm", ".xls", ".xlsb", ".ods"))
"""What is read, and what is refused by name with what to do, rather than passed over."""
TABLES = SPREADSHEETS | {".docx", ".doc", ".pdf"}
"""The same for the tables of others."""
_LOCK = "~$"


def given_files(arguments: Sequence[str], suffixes: frozenset[str]) -> list[str]:
    """Every file that ``arguments`` name, once, in their order; those of a folder or wildcard by their names.

    Wildcards are expanded here, since shells on Windows expand none. What is passed over is said.

    Args:
        arguments: as typed.
        suffixes: of the files that are taken from a folder.

    Raises:
        Usage: an argument names nothing, or nothing that can be read.
    """
    found: dict[Path, str] = {}
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            inside = list(_tables_in(path, suffixes))
            if not inside:
                raise Usage(say("there is no table in {path}", path=argument), say("look at its name"))
        elif path.exists() or path.is_symlink():
            inside = [argument]
        else:
            matching = matching_files(argument)
            inside = [name for one in matching for name in (_tables_in(one, suffixes) if one.is_dir() else (str(one),))]
        for name in inside:
            if Path(name).name.startswith(_LOCK):  # what was typed there last may not be saved
                note(
                    say(
                        "passed over: {path}, by which Excel says that {name} is open; what is not saved there is not "
                        "read",
                        path=name, name=Path(name).name.removeprefix(_LOCK),
                    )
                )  # fmt: skip
            else:
                found.setdefault(Path(name).resolve(), name)
    if not found:
        raise Usage(say("no file is left to read"), say("close the workbooks, and name the files themselves"))
    return list(found.values())


def matching_files(pattern: str) -> list[Path]:
    """The files and folders that a pattern fits.

    Raises:
        Usage: it is none, or fits none.
    """
    if not glob.has_magic(pattern):
        raise Usage(say("there is no file {path}", path=pattern), say("look at its name and its folder"))
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  a pattern may be absolute, or of a drive
    if not found:
        raise Usage(say("no file fits {pattern}", pattern=pattern), say("look at the names and their folder"))
    return [Path(name) for name in found]


def _tables_in(folder: Path, suffixes: frozenset[str]) -> Iterator[str]:
    """The files of ``suffixes`` below ``folder``, by name; what else is there is named."""
    others = []
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.suffix.lower() in suffixes:
            yield str(path)
        else:
            others.append(path.name)
    if others:
        note(
            say_n(
                "{path}: {n} file is no table and is passed over: {names}",
                "{path}: {n} files are no tables and are passed over: {names}",
                len(others), path=folder, names=some(others),
            )
        )  # fmt: skip
