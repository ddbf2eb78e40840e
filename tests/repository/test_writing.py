from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kpitrack.language import say
from kpitrack.repository.held_folder import HeldFolder, LeadsOut
from kpitrack.repository.staging import Staging
from kpitrack.repository.writing import ChangedMeanwhile, NotOurs, overwrite, put_file, remove_file, replace_file

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


def test_what_can_be_made_again_is_put_over_what_is_there_by_several_at_once(tmp_path: Path) -> None:
    out, name = tmp_path / "out", "part=00000/data.parquet"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: put_file(out, name, bytes([one]) * 100_000), range(32)))
    assert len(set((out / name).read_bytes())) == 1
    put_file(out, name, b"other")
    assert (out / name).read_bytes() == b"other"
    assert [path.name for path in out.rglob("*")] == ["part=00000", "data.parquet"]
    (out / "away").symlink_to(tmp_path)
    with pytest.raises(LeadsOut):
        put_file(out, "away/file", b"new")
    assert not (tmp_path / "file").exists()


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


def test_a_link_that_leads_out_is_not_written_through(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    (root / "data").mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "there.yaml").write_bytes(b"theirs")
    (root / "data" / "dangling.yaml").symlink_to(elsewhere / "new.yaml")
    (root / "data" / "there.yaml").symlink_to(elsewhere / "there.yaml")
    (root / "data" / "actuals").symlink_to(elsewhere)
    (root / "data" / "up").symlink_to("../..")
    for path, old in (
        ("data/dangling.yaml", None),
        ("data/there.yaml", b"theirs"),
        ("data/actuals/a.yaml", None),
        ("data/actuals/deep/a.yaml", None),
        ("data/up/a.yaml", None),
        ("../a.yaml", None),
        (str(elsewhere / "a.yaml"), None),
    ):
        with pytest.raises(LeadsOut, match="leads out of"):
            replace_file(root, path, old, b"ours")
    with pytest.raises(LeadsOut):
        remove_file(root, "data/there.yaml", b"theirs")
    assert [one.name for one in elsewhere.iterdir()] == ["there.yaml"]
    assert (elsewhere / "there.yaml").read_bytes() == b"theirs"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["elsewhere", "repository"]


def test_a_link_that_appears_meanwhile_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, elsewhere = tmp_path / "repository", tmp_path / "elsewhere"
    (root / "data").mkdir(parents=True)
    elsewhere.mkdir()
    looked = os.path.realpath

    def swapped(path: str | os.PathLike[str], **options: bool) -> str:
        found = looked(path, **options)
        if (root / "data").is_dir() and not (root / "data").is_symlink() and os.fspath(path).endswith("a.yaml"):
            (root / "data").rmdir()
            (root / "data").symlink_to(elsewhere)
        return found

    monkeypatch.setattr("os.path.realpath", swapped)
    with pytest.raises(LeadsOut):
        replace_file(root, "data/a.yaml", None, b"ours")
    assert list(elsewhere.iterdir()) == []


def test_a_link_in_the_place_of_our_folder(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "repository", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    (root / ".kpitrack").symlink_to(elsewhere)
    with pytest.raises(LeadsOut):
        replace_file(root, "a.yaml", None, b"ours")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_another_thing_than_a_file_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    with pytest.raises(OSError, match="not an ordinary file"):
        replace_file(tmp_path, "a.yaml", None, b"ours")
    with pytest.raises(NotOurs):
        overwrite(tmp_path, "a.yaml", b"ours", kind=say("a report"), is_ours=lambda _: True)


def test_what_is_of_another_kind_stays(tmp_path: Path) -> None:
    def write(new: bytes) -> None:
        overwrite(tmp_path, "a", new, kind=say("a report"), is_ours=lambda content: content.startswith(b"ours"))

    for new in (b"ours 1", b"ours 2"):
        write(new)
        assert (tmp_path / "a").read_bytes() == new
    (tmp_path / "a").write_bytes(b"theirs")
    with pytest.raises(NotOurs, match="a is there already, and is not a report"):
        write(b"ours 3")
    assert (tmp_path / "a").read_bytes() == b"theirs"
    (tmp_path / "a").write_bytes(b"")
    write(b"ours 4")
    (tmp_path / "b").mkdir()
    with pytest.raises(NotOurs):
        overwrite(tmp_path, "b", b"ours", kind=say("a report"), is_ours=lambda _: True)


def test_a_folder_that_cannot_be_synced_is_no_failed_write(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def refuse(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(22, "Invalid argument")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    replace_file(file.parent, file.name, b"old", b"new")
    assert file.read_bytes() == b"new"


def test_what_a_killed_writer_left_is_taken_away_and_never_committed(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    file, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    file.write_bytes(b"a" * 300_000)
    left: list[Path] = []
    for attempt in range(200):  # until one is killed in the middle
        with subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(0.0007 * attempt)
            writer.kill()
        left = list((tmp_path / ".kpitrack").glob("*.tmp"))
        if left:
            break
    assert left
    seen = subprocess.run(["git", "add", "-A", "-v"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert seen.stdout == "add 'a.yaml'\n"
    replace_file(tmp_path, "b.yaml", None, b"new")
    assert {one.name for one in tmp_path.iterdir()} == {".git", file.name, other.name}


def test_what_another_writer_is_writing_is_left_alone(tmp_path: Path) -> None:
    with HeldFolder(tmp_path) as folder, contextlib.closing(Staging(folder)) as staging, staging.file() as waiting:
        replace_file(tmp_path, "b.yaml", None, b"new")
        waiting.write(b"first")
        waiting.folder.move(waiting.name, folder, "a.yaml")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"a.yaml": b"first", "b.yaml": b"new"}


def test_many_writers_in_one_folder(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(replace_file, tmp_path, f"{n}.yaml", None, b"%d" % n) for n in range(300)]:
            done.result()
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {f"{n}.yaml": b"%d" % n for n in range(300)}
