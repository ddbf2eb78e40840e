"""What a copy of the process answers, and what happens where it does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """\
import os, signal, sys, threading
from kpitrack.repository import aside

def prepare():
    {prepare}
    return work

def work(question):
    {work}

one = aside.start(prepare)
assert one is not None
try:
    print("answer", one.ask({question}, lambda: {meanwhile}))
except aside.Lost:
    print("lost")
except KeyboardInterrupt:
    print("interrupted")
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("nobody is left")
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")


def said(
    *,
    prepare: str = "pass",
    work: str = "return question",
    question: str = "[1, 2]",
    meanwhile: str = "print('meanwhile')",
) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(prepare=prepare, work=work, question=question, meanwhile=meanwhile)],
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_a_copy_answers() -> None:
    assert said(work="return sum(question)") == ["meanwhile", "answer 3", "nobody is left"]
    assert said(question="list(range(300_000))", work="return len(question)")[1] == "answer 300000"


@pytest.mark.parametrize(
    "fault", ["os._exit(3)", "raise ValueError", "os.kill(os.getpid(), 9)", "print('x'); sys.exit(1)"]
)
def test_a_copy_that_ends_is_lost_and_says_nothing(fault: str) -> None:
    assert said(work=fault)[1:] == ["lost", "nobody is left"]
    assert "lost" in said(prepare=fault)
    assert "lost" in said(prepare=fault, question="b'x' * 3_000_000")


def test_an_answer_that_breaks_off_is_none() -> None:
    half = "whole = aside.pickle.dumps; aside.pickle.dumps = lambda *what, **how: whole(*what, **how)[:-3]"
    assert said(prepare=half)[1:] == ["lost", "nobody is left"]


def test_an_interruption_does_not_wait_for_an_answer_that_nobody_takes() -> None:
    stopped = "[1_000_000].index(signal.raise_signal(signal.SIGINT))"
    assert said(prepare="import time; time.sleep(0.1)", work="return 'x' * 1_000_000", meanwhile=stopped) == [
        "interrupted",
        "nobody is left",
    ]


def test_a_copy_that_is_not_asked_holds_nothing_open(tmp_path: Path) -> None:
    script = (
        "import time\nfrom kpitrack.repository import aside\n"
        f"def prepare():\n    time.sleep(1.5)\n    open({str(tmp_path / 'ran on')!r}, 'w')\n"
        "aside.start(prepare)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)
    assert done.stdout == b""
    assert not (tmp_path / "ran on").exists()  # the end of its output was the end of this process


@pytest.mark.parametrize(
    "before",
    ["import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()", "import polars"],
)
def test_a_process_with_threads_is_not_copied(before: str) -> None:
    script = f"{before}\nfrom kpitrack.repository import aside\nprint(aside.start(lambda: print))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)
    assert done.stdout == b"None\n"
