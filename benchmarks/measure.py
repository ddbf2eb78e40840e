"""Run programs and take their time and memory."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Runs:
    """What the runs of one command took: seconds of the clock, seconds of all processors, and bytes at most."""

    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    memory: int = 0

    @property
    def median(self) -> float:
        """The median of the clock."""
        return statistics.median(self.seconds)


@dataclass(frozen=True)
class Command:
    """A program to run: its arguments, its folder and environment, and what to do before each run."""

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None


def run(command: Command) -> tuple[float, float]:
    """Seconds of the clock and of the processors, those of its children included."""
    command.before()
    with Path(os.devnull).open("wb") as nowhere:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            stdout=nowhere,
            stderr=nowhere,
            env={**os.environ, **command.environment},
        )
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise RuntimeError(f"{command.arguments}: {process.returncode}")
    return took, usage.ru_utime + usage.ru_stime


def in_turn(commands: Mapping[str, Command], rounds: int) -> dict[str, Runs]:
    """Every command once a round, so that what slows the machine for a while slows all of them."""
    found = {name: Runs() for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            took, busy = run(command)
            found[name].seconds.append(took)
            found[name].busy.append(busy)
    return found


def ratio(of: Runs, to: Runs) -> float:
    """The median of the ratios of the rounds."""
    return statistics.median(a / b for a, b in zip(of.seconds, to.seconds, strict=True))


def memory(command: Command) -> int:
    """The most bytes that the process and its children held together, pages that they share counted once."""
    return watched(command)[2]


def watched(command: Command) -> tuple[float, float, int]:
    """Seconds of the clock and of the processors, and the most bytes held, of a process and all that it started.

    They are looked at every 20 ms, less often where that takes long: looking must not slow what is measured.
    """
    command.before()
    with Path(os.devnull).open("wb") as nowhere:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            stdout=nowhere,
            stderr=nowhere,
            env={**os.environ, **command.environment},
        )
        most = busy = 0
        while True:
            looked = time.process_time()
            family = _family(process.pid)
            most = max(most, sum(map(_held, family)))
            busy = max(busy, sum(map(_busy, family)))  # those that end unwaited for are in no one's account
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            time.sleep(max(0.02, 10 * (time.process_time() - looked)))
        took = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise RuntimeError(f"{command.arguments}: {process.returncode}")
    return took, max(usage.ru_utime + usage.ru_stime, busy / os.sysconf("SC_CLK_TCK")), most


def _busy(pid: int) -> int:
    """The ticks that a process and the children that it waited for have used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))


def _family(pid: int) -> list[int]:
    """A process and all below it, those that further threads have started included, as Java's and Dask's do."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []
    children = []
    for thread in threads:
        with contextlib.suppress(OSError):  # it has ended
            children += (thread / "children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _held(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 0
