"""A cache that is gone, full, locked, damaged or written by another is no more than a note."""

from __future__ import annotations

import errno
import inspect
import os
import pickle
import threading
import time
from pathlib import Path

import pytest

from kpitrack.diagnostics import rule
from kpitrack.repository import cache
from kpitrack.repository.cache import Shelf, Store, digest, open_store

MODULES = frozenset({"kpitrack.diagnostics.catalogue"})


@pytest.fixture
def told() -> list[object]:
    return []


@pytest.fixture
def store(tmp_path: Path, told: list[object]) -> Store:
    return Store(tmp_path / "cache", told.append)


def test_what_is_put_is_found(store: Store, told: list[object]) -> None:
    assert store.get("a", MODULES) is None
    store.put("a", {"x": (1, rule("cycle"))})
    assert store.get("a", MODULES) == {"x": (1, rule("cycle"))}
    assert not told


def test_parts_are_told_apart() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc")
    assert digest(b"") != digest()


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "foreign", "long"])
def test_a_damaged_result_is_none_and_is_told(damage: str, store: Store, told: list[object]) -> None:
    store.put("a", list(range(100)))
    path = store.folder / "a"
    data = path.read_bytes()
    path.write_bytes({
        "cut": data[:-5], "flip": data[:60] + bytes([data[60] ^ 1]) + data[61:], "empty": b"",
        "foreign": pickle.dumps([1]), "long": data + b"x",
    }[damage])  # fmt: skip
    assert store.get("a", MODULES) is None
    assert len(told) == 1
    store.put("a", [1])
    assert store.get("a", MODULES) == [1]


class Evil:
    def __reduce__(self):
        return os.system, ("false",)


def test_nothing_but_values_is_brought_back(store: Store, told: list[object]) -> None:
    store.put("a", Evil())
    store.put("b", rule("cycle"))
    assert store.get("a", MODULES) is None
    assert store.get("b", frozenset()) is None
    assert told


def test_a_full_disk_is_told_once_and_leaves_nothing(
    store: Store, told: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    store.put("a", 1)
    monkeypatch.setattr(Path, "replace", full)
    store.put("a", 2)
    store.put("a", 3)
    assert len(told) == 1
    assert [path.name for path in store.folder.iterdir()] == ["a"]
    assert store.get("a", MODULES) == 1


def test_a_folder_that_cannot_be_is_told(tmp_path: Path, told: list[object]) -> None:
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "cache", told.append)
    store.put("a", 1)
    assert store.get("a", MODULES) is None
    assert len(told) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, told: list[object]) -> None:
    tmp_path.chmod(0o500)
    Store(tmp_path / "cache", told.append).put("a", 1)
    assert len(told) == 1


def test_two_writers_leave_one_of_their_results(store: Store, told: list[object]) -> None:
    def write(value: int) -> None:
        for _ in range(30):
            store.put("a", [value] * 5000)

    writers = [threading.Thread(target=write, args=(value,)) for value in (1, 2)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        found = store.get("a", MODULES)
        assert found is None or found in ([1] * 5000, [2] * 5000)
    assert not told
    assert [path.name for path in store.folder.iterdir()] == ["a"]


def test_the_oldest_go_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        store.put(name, b"x" * 1000)
        os.utime(store.folder / name, (ord(name), ord(name)))
    assert store.get("a", MODULES)  # now the newest
    monkeypatch.setattr(cache, "_MOST_BYTES", 3000)
    store.put("d", b"x" * 1000)
    assert sorted(path.name for path in store.folder.iterdir()) == ["a", "d"]


def test_what_an_interrupted_write_left_is_taken_away_later(store: Store) -> None:
    store.put("a", 1)
    for name, age in (("old.tmp", 7200), ("new.tmp", 10)):
        (store.folder / name).write_bytes(b"x")
        os.utime(store.folder / name, (time.time() - age,) * 2)
    store.put("a", 2)
    assert sorted(path.name for path in store.folder.iterdir()) == ["a", "new.tmp"]


def test_a_shelf_keeps_the_pieces_of_one_state_before(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_FEW_PIECES", 1)

    def run(keys: str) -> str:
        shelf = Shelf(store, tmp_path, "x")
        had = "".join(key for key in keys if shelf.piece(key.encode()) is not None)
        for key in set(keys) - set(had):
            shelf.add(key.encode(), key)
        shelf.keep(keys.encode(), keys)
        return had

    assert run("ab") == ""
    assert run("ac") == "a"
    assert run("ab") == "ab"
    assert run("cd") == "c"
    assert Shelf(store, tmp_path, "x").whole(b"cd") == "cd"
    assert Shelf(store, tmp_path, "x").whole(b"ab") is None
    assert Shelf(store, tmp_path / "other", "x").whole(b"cd") is None


def test_the_variable_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for word in ("off", "OFF", "0", ""):
        monkeypatch.setenv("KPITRACK_CACHE", word)
        assert open_store() is None
    monkeypatch.setenv("KPITRACK_CACHE", str(tmp_path))
    found = open_store()
    assert found is not None
    assert found.folder == tmp_path
    monkeypatch.delenv("KPITRACK_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    found = open_store()
    assert found is not None
    assert found.folder.name == "kpitrack"


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
