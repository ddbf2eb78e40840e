from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpitrack.repository.lock import StillLocked, locked
from kpitrack.repository.yaml.exact import read_exact

WRITER = """
import sys
from pathlib import Path
from kpitrack.repository.edit import set_value
from kpitrack.repository.lock import locked
from kpitrack.repository.replace import replace_file
path, number = Path(sys.argv[1]), int(sys.argv[2])
with locked(path):
    old = path.read_bytes()
    replace_file(path, old, set_value(old, ("actuals", f"kpi-{number % 4}", 2015 + number), number))
"""
HOLDER = """
import sys, time
from pathlib import Path
from kpitrack.repository.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_sixteen_writers_all_land(tmp_path: Path) -> None:
    folder = tmp_path / "actuals"
    folder.mkdir()
    path = folder / "tsuruoka-2.yaml"
    path.write_bytes("# 実績\nactuals:\n  kpi-0:\n    2010: 1  # 基準\n".encode())
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(n)]) for n in range(16)]
    assert [writer.wait() for writer in writers] == [0] * 16
    data = read_exact(path.read_bytes()).data
    assert {year: value for kpi in data["actuals"].values() for year, value in kpi.items()} == {
        2010: 1,
        **{2015 + n: n for n in range(16)},
    }
    assert list(folder.iterdir()) == [path]


def test_a_lock_that_is_held_and_let_go_by_a_killed_process(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    link = tmp_path / "link.yaml"
    path.touch()
    link.symlink_to(path)
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StillLocked, match=r"link\.yaml"), locked(link, timeout=0.1):
            pass
        with locked(tmp_path / "b.yaml", timeout=0.1):
            pass
        holder.kill()
    with locked(path, timeout=5):
        pass


def test_a_home_that_takes_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with locked(tmp_path / "a.yaml"):
        assert [path.name for path in tmp_path.glob("kpitrack-locks-*")] == [f"kpitrack-locks-{os.getuid()}"]
