"""LibreOffice, by which workbooks and documents are opened, printed and saved again; never passed over in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

_SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(
    _SOFFICE is None and os.environ.get("CI") != "true", reason="LibreOffice is not installed"
)


def converted(files: Iterable[Path], kind: str, folder: Path, *options: str) -> list[Path]:
    """The files as LibreOffice makes others of them, in one start: ``pdf`` prints, ``xlsx`` saves again.

    Args:
        files: to open.
        kind: as ``--convert-to`` takes it: an ending, and after a colon what writes it.
        folder: to write into; its profile is made here, too.
        options: further ones of the command line.
    """
    several = [*files]
    folder.mkdir(exist_ok=True)
    command = [str(_SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", kind, *options, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, several)], check=True, capture_output=True, timeout=300)
    made = [folder / f"{path.stem}.{kind.partition(':')[0]}" for path in several]
    assert all(path.exists() for path in made)
    return made
