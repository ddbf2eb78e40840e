from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpitrack.repository.held_folder import LeadsOut
from kpitrack.repository.lock import StillLocked, locked
from kpitrack.repository.yaml.exact import read_exact

WRITER = """
import sys
from pathlib import Path
from kpitrack.repository.edit import set_value
from kpitrack.repository.lock import locked
from kpitrack.repository.writing import replace_file
path, number = Path(sys.argv[1]), int(sys.argv[2])
with locked(path.parent):
    old = path.read_bytes()
    new = set_value(old, ("actuals", f"kpi-{number % 4}", 2015 + number), number)
    replace_file(path.parent, path.name, old, new)
"""
HOLDER = """
import sys, time
from pathlib import Path
from kpitrack.repository.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_sixteen_writers_all_land(tmp_path: Path) -> None:
    path = tmp_path / "tsuruoka-2.yaml"
    path.write_bytes("# 実績\nactuals:\n  kpi-0:\n    2010: 1  # 基準\n".encode())
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(n)]) for n in range(16)]
    assert [writer.wait() for writer in writers] == [0] * 16
    data = read_exact(path.read_bytes()).data
    assert {year: value for kpi in data["actuals"].values() for year, value in kpi.items()} == {
        2010: 1,
        **{2015 + n: n for n in range(16)},
    }
    assert {one.name for one in tmp_path.iterdir()} == {path.name, ".kpitrack"}


def test_it_is_held_by_another_home_and_let_go_by_a_killed_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    (tmp_path / "link").symlink_to(root)
    monkeypatch.setenv("HOME", str(tmp_path / "one"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "one"))
    environment = {**os.environ, "HOME": str(tmp_path / "other"), "XDG_CACHE_HOME": str(tmp_path / "other")}
    command = [sys.executable, "-c", HOLDER, str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        for path in (root, tmp_path / "link"):
            with pytest.raises(StillLocked, match=path.name), locked(path, timeout=0.1):
                pass
        with locked(tmp_path, timeout=0.1):
            pass
        holder.kill()
    with locked(root, timeout=5):
        pass


@pytest.mark.skipif(not hasattr(os, "fork") or os.geteuid() != 0, reason="only root can be two users")
def test_two_users_share_it(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    root.chmod(0o2777)
    mask = os.umask(0o077)
    try:
        with locked(root):
            pass
    finally:
        os.umask(mask)
    for folder in [tmp_path, *tmp_path.parents]:
        folder.chmod(folder.stat().st_mode | 0o011)
    here, there = os.pipe()
    child = os.fork()
    if not child:
        os.setuid(65534)
        with locked(root):
            os.write(there, b"held")
            time.sleep(60)
        os._exit(0)
    try:
        os.close(there)
        assert os.read(here, 4) == b"held"
        with pytest.raises(StillLocked), locked(root, timeout=0.1):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(here)


def test_who_shares_the_folder_shares_the_lock(tmp_path: Path) -> None:
    tmp_path.chmod(0o1770)
    with locked(tmp_path):
        assert stat.S_IMODE((tmp_path / ".kpitrack").stat().st_mode) == 0o770
        assert stat.S_IMODE((tmp_path / ".kpitrack" / "lock").stat().st_mode) == 0o666


def test_git_does_not_see_it(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    with locked(tmp_path):
        seen = subprocess.run(["git", "status", "--porcelain", "-uall"], cwd=tmp_path, check=True, capture_output=True)
    assert seen.stdout == b""


def test_a_link_in_its_place(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "below").mkdir(parents=True)
    root = tmp_path / "repository"
    root.mkdir()
    (root / ".kpitrack").symlink_to(elsewhere)
    with pytest.raises(LeadsOut), locked(root):
        pass
    assert list(elsewhere.iterdir()) == [elsewhere / "below"]
    (root / ".kpitrack").unlink()
    (root / ".kpitrack").mkdir()
    (root / ".kpitrack" / "lock").symlink_to(elsewhere / "lock")
    with pytest.raises(OSError), locked(root):  # noqa: PT011  as the system says it
        pass
    assert not (elsewhere / "lock").exists()
