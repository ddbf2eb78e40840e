"""Work is spread over processes, and nothing is lost with one of them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.repository import parallel as workers
from kpitrack.repository.parallel import processes, spread, undisturbed


def doubled(numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


def flat(chunks: list[list[int]]) -> list[int]:
    return [number for chunk in chunks for number in chunk]


@given(st.lists(st.integers(), max_size=100))
def test_one_process_keeps_the_order(numbers: list[int]) -> None:
    assert flat(spread(doubled, numbers, most=1)) == doubled(numbers)


@pytest.mark.parametrize("most", [2, 5])
def test_several_keep_the_order(most: int) -> None:
    told: list[object] = []
    steps: list[tuple[int, int]] = []
    found = spread(list, range(300), most=most, note=told.append, progress=lambda *step: steps.append(step))
    assert flat(found) == list(range(300))
    assert not told
    assert steps[-1] == (300, 300)
    assert steps == sorted(steps)


def fatal(numbers: Sequence[int]) -> list[int]:
    if 150 in numbers and multiprocessing.parent_process():  # in a helper, however it was started
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(numbers)


def test_what_a_dead_one_had_in_hand_is_done_here() -> None:
    told: list[object] = []
    assert flat(spread(fatal, range(300), most=2, note=told.append)) == doubled(range(300))
    assert len(told) == 1


def failing(numbers: Sequence[int]) -> list[int]:
    if 150 in numbers:
        raise ZeroDivisionError
    return doubled(numbers)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_ours_is_raised_here(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError):
        spread(failing, range(300), most=2)


def test_no_processes_to_be_had_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(workers, "_context", refuse)
    told: list[object] = []
    assert flat(spread(doubled, range(300), most=2, note=told.append)) == doubled(range(300))
    assert "Resource" in str(told[0])


ENDLESS = """\
import os, time
from kpitrack.repository.parallel import spread
def work(chunk):
    os.write(2, b"%d\\n" % os.getpid())
    time.sleep(60)
if __name__ == "__main__":
    spread(work, range(300), most=2)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_one_that_asked(how: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS.replace("60", "1"))
    asking = subprocess.Popen([sys.executable, script], stderr=subprocess.PIPE, text=True)
    assert asking.stderr is not None
    helpers = [int(asking.stderr.readline()) for _ in range(2)]
    asking.send_signal(how)
    asking.wait(20)
    asking.stderr.close()
    for _ in range(200):
        if not any(Path(f"/proc/{helper}").exists() for helper in helpers):
            return
        time.sleep(0.1)
    pytest.fail("a helper is still there")


ORPHANED = """\
import gc, os, time
from kpitrack.repository.parallel import _Team
def late():
    while os.getppid() == asking:
        time.sleep(0.01)
if __name__ == "__main__":
    asking = os.getpid()
    gc.freeze = late
    _Team(len, 1)
    os._exit(0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="copies of a process")
def test_a_process_ends_also_where_who_asked_is_gone_before_it_has_begun() -> None:
    done = subprocess.run([sys.executable, "-c", ORPHANED], capture_output=True, timeout=20, check=True)
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("files", "asked", "expected"), [(10, "8", 1), (1000, "3", 3), (1000, "1", 1), (1000, "x", None), (1000, "0", None)]
)
def test_the_number_of_processes(files: int, asked: str, expected: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPITRACK_PROCESSES", asked)
    assert processes(files) == (expected or min(len(os.sched_getaffinity(0)), 16))


def test_the_collector_is_as_it_was() -> None:
    assert gc.isenabled()
    with undisturbed():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    try:
        with undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
