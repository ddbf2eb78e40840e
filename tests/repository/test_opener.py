"""Files are opened in one way, and what is no plain file of the repository is not."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kpitrack.repository import opener
from kpitrack.repository.opener import Cause, Refusal, list_folder, read_beginning, read_given, read_regular, size_of
from special_files import make_socket

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, sockets and links")
LIMIT = 1_000_000
NAME = "data/strategies/x.yaml"


@pytest.fixture(autouse=True, params=[True, False], ids=["stepwise", "by path"])
def _how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also as on a system that cannot open a folder from within another."""
    monkeypatch.setattr(opener, "_STEPWISE", request.param)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "secret.yaml").write_text("token: hush")
    root = tmp_path / "root"
    (root / "data/strategies").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / ".git/config.yaml").write_text("token: hush")
    (root / "notes.txt").write_text("token: hush")
    return root


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10**12)


ODD: dict[str, tuple[Callable[[Path], None], Cause]] = {
    "pipe": (_fifo, Cause.NOT_REGULAR),
    "socket": (make_socket, Cause.NOT_REGULAR),
    "folder": (Path.mkdir, Cause.FOLDER),
    "nothing": (lambda _: None, Cause.MISSING),
    "sparse": (_sparse, Cause.TOO_LARGE),
    "link to a device": (lambda path: path.symlink_to("/dev/zero"), Cause.LEADS_OUT),
    "link to the environment": (lambda path: path.symlink_to("/proc/self/environ"), Cause.LEADS_OUT),
    "link out": (lambda path: path.symlink_to("../../../secret.yaml"), Cause.LEADS_OUT),
    "link to something hidden": (lambda path: path.symlink_to("../../.git/config.yaml"), Cause.LEADS_OUT),
    "link to another kind": (lambda path: path.symlink_to("../../notes.txt"), Cause.LEADS_OUT),
    "link to the root": (lambda path: path.symlink_to("../.."), Cause.LEADS_OUT),
    "link to nothing": (lambda path: path.symlink_to("gone.yaml"), Cause.MISSING),
    "link to itself": (lambda path: path.symlink_to("x.yaml"), Cause.REFUSED),
}


@pytest.mark.parametrize("what", ODD)
def test_what_is_no_plain_file_is_refused(root: Path, what: str) -> None:
    put, cause = ODD[what]
    put(root / NAME)
    data = read_regular(root, NAME, LIMIT)
    assert isinstance(data, Refusal)
    assert data.cause is cause
    size = size_of(root, NAME)
    assert size == 10**12 if what == "sparse" else isinstance(size, Refusal) and size.cause is cause
    listed = list_folder(root, "data/strategies")
    assert not isinstance(listed, Refusal)
    assert [entry.size for entry in listed.entries] == ([] if what == "nothing" else [size])


@pytest.mark.parametrize("path", ["/etc/hostname", "../secret.yaml", "data/../../secret.yaml", "", ".", "a\0b"])
def test_no_name_leads_out(root: Path, path: str) -> None:
    for answer in (read_regular(root, path, LIMIT), size_of(root, path), list_folder(root, path)):
        assert isinstance(answer, Refusal)
        assert answer.cause is Cause.LEADS_OUT


def test_a_folder_that_leads_out(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.yaml").write_text("token: hush")
    (root / "data/strategies/there").symlink_to(tmp_path / "outside")
    listed = list_folder(root, "data/strategies/there")
    assert isinstance(listed, Refusal)
    data = read_regular(root, "data/strategies/there/x.yaml", LIMIT)
    assert isinstance(data, Refusal)
    assert data.cause is Cause.LEADS_OUT


def test_links_within_are_followed(root: Path) -> None:
    (root / "shared/deep").mkdir(parents=True)
    (root / "shared/deep/y.yaml").write_bytes(b"id: y")
    (root / NAME).symlink_to("../../shared/deep/y.yaml")
    (root / "data/actuals").symlink_to("../shared")
    assert read_regular(root, NAME, LIMIT) == b"id: y"
    assert read_regular(root, "data/actuals/deep/y.yaml", LIMIT) == b"id: y"
    listed, same = list_folder(root, "data/actuals/deep"), list_folder(root, "shared/deep")
    assert listed == same
    assert not isinstance(listed, Refusal)
    assert [(entry.name, entry.size, entry.is_folder) for entry in listed.entries] == [("y.yaml", 5, False)]


def test_the_root_may_be_reached_through_a_link(root: Path, tmp_path: Path) -> None:
    (root / NAME).write_bytes(b"id: x")
    (tmp_path / "other").symlink_to(root)
    assert read_regular(tmp_path / "other", NAME, LIMIT) == b"id: x"


@pytest.mark.parametrize("size", [0, LIMIT - 1, LIMIT, LIMIT + 1])
def test_the_limit(root: Path, size: int) -> None:
    (root / NAME).write_bytes(b"x" * size)
    data = read_regular(root, NAME, LIMIT)
    if size > LIMIT:
        assert isinstance(data, Refusal)
        assert data.cause is Cause.TOO_LARGE
        assert "2 MB" in str(data.message)  # never as much as the limit
    else:
        assert data == b"x" * size
    assert read_beginning(root, NAME, 10) == b"x" * min(size, 10)


def test_a_file_that_claims_to_be_empty_is_read_up_to_the_limit() -> None:
    endless = Path("/proc/self/maps")
    if not endless.exists():
        pytest.skip("no such system")
    data = read_given(endless, 100)
    assert isinstance(data, Refusal)
    assert data.cause is Cause.TOO_LARGE


def test_a_file_that_the_user_names(root: Path, tmp_path: Path) -> None:
    (root / NAME).symlink_to(tmp_path / "secret.yaml")
    assert read_given(root / NAME, LIMIT) == b"token: hush"
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path, cause in ((pipe, Cause.NOT_REGULAR), (tmp_path, Cause.FOLDER), (tmp_path / "gone", Cause.MISSING)):
        data = read_given(path, LIMIT)
        assert isinstance(data, Refusal)
        assert data.cause is cause


def test_a_folder_swapped_for_a_link_while_it_is_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not opener._STEPWISE:
        pytest.skip("only where folders are opened one from within another")
    (root / NAME).write_bytes(b"id: x")
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "x.yaml").write_bytes(b"token: secret")
    opens = os.open

    def swapping(name: str, flags: int, **where: int) -> int:
        if name == "strategies":
            (root / "data/strategies").rename(root / "away")
            (root / "data/strategies").symlink_to(outside)
        return opens(name, flags, **where)

    monkeypatch.setattr(os, "open", swapping)
    assert isinstance(read_regular(root, NAME, LIMIT), Refusal)


def test_no_descriptor_is_left_open(root: Path) -> None:
    if not Path("/proc/self/fd").exists():
        pytest.skip("no such system")
    for number, (put, _) in enumerate(ODD.values()):
        put(root / f"data/strategies/{number}.yaml")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(len(ODD)):
        read_regular(root, f"data/strategies/{number}.yaml", LIMIT)
    list_folder(root, "data/strategies")
    assert len(list(Path("/proc/self/fd").iterdir())) == before
