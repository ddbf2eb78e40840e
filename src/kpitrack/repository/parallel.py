"""Spreading work on many files over the cores of the machine."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from kpitrack.language import Text, say

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""
Note = Callable[[Text], None]
"""Told what went wrong without changing the result."""

FEW = 60  # files; fewer are read sooner than processes start
_PER_CHUNK = 40
_PATIENCE = 5.0  # seconds for a worker to end by itself


def processes(files: int) -> int:
    """The number of processes worth starting for ``files`` files: ``KPITRACK_PROCESSES``, else one for each core."""
    if files <= FEW:
        return 1
    return asked if (asked := _asked()) else min(_cores(), 16, -(-files // _PER_CHUNK))


def _asked() -> int | None:
    asked = os.environ.get("KPITRACK_PROCESSES", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) <= 256 else None


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def can_copy() -> bool:
    """Whether this process can be forked: that is quick, and the copy has all it needs."""
    alone = threading.active_count() == 1 and "polars" not in sys.modules  # a fork would lack its threads
    return sys.platform == "linux" and alone


@contextmanager
def undisturbed() -> Iterator[None]:
    """Pause the garbage collector while much is read that all stays in memory."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def spread(
    work: Callable[[Sequence[Item]], Result],
    items: Sequence[Item],
    *,
    most: int,
    progress: Progress | None = None,
    note: Note | None = None,
) -> list[Result]:
    """``work`` of every chunk of ``items``, in their order, by at most so many processes.

    ``work`` must have no side effects: when a process dies, its chunk is done again here.

    Args:
        work: a function; it, its items and its results can be pickled.
        items: what to work on.
        most: the number of processes; 1 does everything in this one.
        progress: called after each chunk.
        note: called when a process has died.
    """
    size = max(1, min(_PER_CHUNK, -(-len(items) // (most * 4))))
    chunks = [items[i : i + size] for i in range(0, len(items), size)]
    done: dict[int, Result] = {}

    def take(index: int, result: Result) -> None:
        done[index] = result
        if progress:
            progress(min(len(done) * size, len(items)), len(items))

    if most > 1 and len(chunks) > 1:
        try:
            _Team(work, min(most, len(chunks))).do(chunks, take)
        except (OSError, ImportError) as error:  # no processes, memory or semaphores available
            died: object = error
        else:
            died = None
        if len(done) < len(chunks) and note:
            reason = f": {died}" if died else ""
            note(say("a helper process ended early; its part is done again in this one{reason}", reason=reason))
    for index, chunk in enumerate(chunks):
        if index not in done:
            take(index, work(chunk))
    return [done[index] for index in range(len(chunks))]


def _context() -> BaseContext:
    """Forks where that is safe, since they start at once; else fresh processes."""
    import multiprocessing

    return multiprocessing.get_context("fork" if can_copy() else "spawn")


def _serve(link: Connection, work: Callable[[Any], Any]) -> None:
    """The loop of a worker: chunk after chunk, until there are no more or the parent is gone."""
    import signal
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the parent, which ends this process
    gc.freeze()
    gc.disable()
    asking = parent_process()  # not the current parent: the first one may have ended already
    try:
        while True:
            while not link.poll(1.0):
                if asking and os.getppid() != asking.pid:
                    return  # a fork holds the other end of the link too, so it gets no end of file
            if (chunk := link.recv()) is None:
                return
            link.send(work(chunk))
            gc.collect()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass


class _Team:
    """Processes that take chunk after chunk."""

    def __init__(self, work: Callable[[Any], Any], size: int) -> None:
        context = _context()
        self.links: dict[Any, Any] = {}
        for _ in range(size):
            here, there = context.Pipe()
            process = context.Process(target=_serve, args=(there, work), daemon=True)  # type: ignore[attr-defined]
            process.start()
            there.close()
            self.links[here] = process

    def do(self, chunks: Sequence[Any], take: Callable[[int, Any], None]) -> None:
        """Let the processes do ``chunks``, as long as they live."""
        from multiprocessing.connection import wait

        waiting = iter(enumerate(chunks))
        busy: dict[Any, int] = {}
        try:
            for link in self.links:
                self._give(link, waiting, busy)
            while busy:
                for link in wait(list(busy)):
                    index = busy.pop(link)
                    try:
                        result = cast("Connection", link).recv()
                    except (EOFError, OSError):
                        continue  # it has died; its chunk is done elsewhere
                    take(index, result)
                    self._give(link, waiting, busy)
        except BaseException:
            for process in self.links.values():
                process.terminate()
            raise
        finally:
            self._dismiss()

    def _give(self, link: Any, waiting: Iterator[tuple[int, Any]], busy: dict[Any, int]) -> None:
        index, chunk = next(waiting, (None, None))
        try:
            link.send(chunk)
        except OSError:
            return  # likewise
        if index is not None:
            busy[link] = index

    def _dismiss(self) -> None:
        for link, process in self.links.items():
            link.close()
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()
