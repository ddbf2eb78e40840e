from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpitrack.repository.writing import ChangedMeanwhile, replace_file

WRITER = """
import sys
from pathlib import Path
from kpitrack.repository.writing import replace_file
path, a, b = Path(sys.argv[1]), b"a" * 300_000, b"b" * 300_000
print("ready", flush=True)
while True:
    old = path.read_bytes()
    replace_file(path.parent, path.name, old, b if old == a else a)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tsuruoka-2.yaml"
    path.write_bytes(b"old")
    return path


def test_replace(file: Path) -> None:
    file.chmod(0o640)
    replace_file(file.parent, file.name, b"old", b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    replace_file(path.parent, path.name, None, b"new")
    mask = os.umask(0)
    os.umask(mask)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_changed(file: Path) -> None:
    for old in (b"other", None):
        with pytest.raises(ChangedMeanwhile, match=r"tsuruoka-2\.yaml"):
            replace_file(file.parent, file.name, old, b"new")
    with pytest.raises(ChangedMeanwhile):
        replace_file(file.parent, "gone.yaml", b"old", b"new")
    assert file.read_bytes() == b"old"
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_appears_at_the_last_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new.yaml"
    link = os.link

    def appear(source: str, target: str, **folders: int) -> None:
        path.write_bytes(b"theirs")
        link(source, target, **folders)

    monkeypatch.setattr(os, "link", appear)
    with pytest.raises(ChangedMeanwhile):
        replace_file(path.parent, path.name, None, b"new")
    assert path.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_symbolic_link_stays(file: Path) -> None:
    link = file.parent / "folder" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to(Path("..") / file.name)
    replace_file(file.parent, "folder/link.yaml", b"old", b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert list(link.parent.iterdir()) == [link]


def test_a_full_disk_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(file.parent, file.name, b"old", b"new")
    assert file.read_bytes() == b"old"
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder(file: Path) -> None:
    file.parent.chmod(0o555)
    try:
        with pytest.raises(PermissionError):
            replace_file(file.parent, file.name, b"old", b"new")
    finally:
        file.parent.chmod(0o755)
    assert file.read_bytes() == b"old"


def test_a_folder_that_takes_no_files(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError):
        replace_file(file.parent, file.name, b"old", b"new")
    monkeypatch.undo()
    assert file.read_bytes() == b"old"


def test_a_killed_writer_leaves_the_old_or_the_new_file(file: Path) -> None:
    contents = {b"a" * 300_000, b"b" * 300_000}
    file.write_bytes(b"a" * 300_000)
    for attempt in range(8):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(0.003 * attempt)
            writer.send_signal(signal.SIGKILL)
        assert file.read_bytes() in contents
    assert [path.name for path in file.parent.iterdir() if path.suffix == ".yaml"] == [file.name]
    assert all(path.name.startswith(".") for path in file.parent.iterdir() if path != file)
