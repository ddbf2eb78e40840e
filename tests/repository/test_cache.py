"""A cache that is gone, full, locked, damaged, swapped or another's is no more than a note."""

from __future__ import annotations

import errno
import inspect
import os
import threading
import time
from pathlib import Path

import pytest

from kpitrack.repository import cache
from kpitrack.repository.cache import Store, digest, open_store


@pytest.fixture
def told() -> list[object]:
    return []


@pytest.fixture
def store(tmp_path: Path, told: list[object]) -> Store:
    return Store(tmp_path / "cache", told.append)


def name_of(text: bytes) -> str:
    return digest(text).hex()


def test_what_is_put_is_found(store: Store, told: list[object]) -> None:
    assert store.get(b"a") is None
    store.put(b"a", payload=b"x")
    assert store.get(b"a") == b"x"
    assert not told
    assert store.folder.stat().st_mode & 0o777 == 0o700


def test_parts_are_told_apart() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc")
    assert digest(b"") != digest()


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "foreign", "long"])
def test_a_damaged_result_is_none_and_is_told(damage: str, store: Store, told: list[object]) -> None:
    store.put(b"a", payload=bytes(range(100)))
    path = store.folder / name_of(b"a")
    data = path.read_bytes()
    path.write_bytes({
        "cut": data[:-5], "flip": data[:60] + bytes([data[60] ^ 1]) + data[61:], "empty": b"",
        "foreign": b"kpitrack cache 1\n" + data[17:], "long": data + b"x",
    }[damage])  # fmt: skip
    assert store.get(b"a") is None
    assert len(told) == 1
    store.put(b"a", payload=b"1")
    assert store.get(b"a") == b"1"


def test_what_was_put_under_another_name_is_none(store: Store, told: list[object]) -> None:
    store.put(b"a", payload=b"of a")
    (store.folder / name_of(b"a")).rename(store.folder / name_of(b"b"))
    assert store.get(b"b") is None
    assert told


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners of files")
@pytest.mark.parametrize("which", ["parent", "own"])
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_may_write_to_is_not_used(which: str, mode: int, store: Store, told: list[object]) -> None:
    store.put(b"a", payload=b"1")
    folder = store.folder if which == "own" else store.folder.parent
    folder.chmod(mode)
    assert store.get(b"a") is None
    store.put(b"b", payload=b"2")
    assert len(told) == 1
    assert str(folder) in str(told[0])
    folder.chmod(0o700)
    assert store.get(b"a") == b"1"
    assert store.get(b"b") is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners of files")
def test_a_folder_of_someone_else_is_not_used(
    store: Store, told: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(b"a", payload=b"1")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert store.get(b"a") is None
    assert len(told) == 1


def test_a_link_in_the_place_of_the_folder_is_not_followed(store: Store, told: list[object], tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    store.folder.parent.mkdir(mode=0o700)
    store.folder.symlink_to(tmp_path / "elsewhere")
    store.put(b"a", payload=b"1")
    assert store.get(b"a") is None
    assert told
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_full_disk_is_told_once_and_leaves_nothing(
    store: Store, told: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    store.put(b"a", payload=b"1")
    monkeypatch.setattr(Path, "replace", full)
    store.put(b"a", payload=b"2")
    store.put(b"a", payload=b"3")
    assert len(told) == 1
    assert [path.name for path in store.folder.iterdir()] == [name_of(b"a")]
    assert store.get(b"a") == b"1"


def test_a_folder_that_cannot_be_is_told(tmp_path: Path, told: list[object]) -> None:
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "cache", told.append)
    store.put(b"a", payload=b"1")
    assert store.get(b"a") is None
    assert len(told) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, told: list[object]) -> None:
    tmp_path.chmod(0o500)
    Store(tmp_path / "cache", told.append).put(b"a", payload=b"1")
    assert len(told) == 1


def test_two_writers_leave_one_of_their_results(store: Store, told: list[object]) -> None:
    def write(value: bytes) -> None:
        for _ in range(30):
            store.put(b"a", payload=value * 50_000)

    writers = [threading.Thread(target=write, args=(value,)) for value in (b"1", b"2")]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert store.get(b"a") in (None, b"1" * 50_000, b"2" * 50_000)
    assert not told
    assert [path.name for path in store.folder.iterdir()] == [name_of(b"a")]


def test_the_oldest_go_first_and_nothing_of_others(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (b"a", b"b", b"c"):
        store.put(name, payload=b"x" * 1000)
        os.utime(store.folder / name_of(name), (name[0], name[0]))
    for folder in (store.folder, store.folder.parent):
        for name in ("thesis.txt", "old.tmp", f"{name_of(b'b')}.yaml"):
            (folder / name).write_bytes(b"dear" * 1000)
            os.utime(folder / name, (1, 1))
    assert store.get(b"a")  # now the newest
    monkeypatch.setattr(cache, "_MOST_BYTES", 2500)
    store.put(b"d", payload=b"x" * 1000)
    own = {name_of(b"a"), name_of(b"d")}
    others = {"thesis.txt", "old.tmp", f"{name_of(b'b')}.yaml"}
    assert {path.name for path in store.folder.iterdir()} == own | others
    assert {path.name for path in store.folder.parent.iterdir()} == {store.folder.name} | others


def test_what_an_interrupted_write_left_is_taken_away_later(store: Store) -> None:
    store.put(b"a", payload=b"1")
    for left, age in (("abcdefgh", 7200), ("ijklmnop", 10)):
        path = store.folder / f"{name_of(b'a')}.{left}.tmp"
        path.write_bytes(b"x")
        os.utime(path, (time.time() - age,) * 2)
    store.put(b"a", payload=b"2")
    assert sorted(path.name for path in store.folder.iterdir()) == [name_of(b"a"), f"{name_of(b'a')}.ijklmnop.tmp"]


def test_the_variable_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for word in ("off", "OFF", "0", ""):
        monkeypatch.setenv("KPITRACK_CACHE", word)
        assert open_store() is None
    monkeypatch.setenv("KPITRACK_CACHE", str(tmp_path))
    found = open_store()
    assert found is not None
    assert found.folder.parent == tmp_path
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KPITRACK_CACHE", "~/kept")
    found = open_store()
    assert found is not None
    assert found.folder.parent == tmp_path / "kept"
    monkeypatch.delenv("KPITRACK_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    found = open_store()
    assert found is not None
    assert found.folder.parent.name == "kpitrack"


def test_other_words_are_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "files").mkdir()
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "repository/cache.py"))
    found = []
    for words in ("", "順調", "順調です"):
        (tmp_path / "kpitrack.mo").write_text(words, "utf-8")
        found.append(inspect.unwrap(cache.program)())
    assert len(set(found)) == 3


def test_other_libraries_are_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    found = [inspect.unwrap(cache.program)()]
    for version in ("1.0", "1.1"):
        (tmp_path / f"polars-{version}.dist-info").mkdir()
        found.append(inspect.unwrap(cache.program)())
    assert len(set(found)) == 3
