"""Calls to the system that fail, or at which the process is killed: one after another, in every command that writes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: The calls by which something is written. An `open` and a `close` count where the file is made or changed.
CALLS = ("open", "write", "fsync", "replace", "rename", "link", "unlink", "rmdir", "mkdir", "fchmod", "fchown", "close")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

Strike = Callable[[str], None]
"""What happens at the call that is chosen; it is given the name of the call."""


class Calls:
    """Counts the calls, and strikes at one of them.

    Args:
        at: which one, from 0; None for none.
        strike: what happens there, instead of the call.
    """

    def __init__(self, at: int | None, strike: Strike) -> None:
        self.seen: list[str] = []
        self._at = at
        self._strike = strike

    def meet(self, name: str) -> None:
        """Count a call of this name."""
        self.seen.append(name)
        if len(self.seen) - 1 == self._at:
            self._strike(name)


@contextmanager
def watched(at: int | None, strike: Strike) -> Iterator[Calls]:
    """Watch over the calls of this process."""
    calls, opened = Calls(at, strike), set[int]()
    real = {name: getattr(os, name) for name in CALLS}

    def of(name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            written = arguments[1] & _WRITING if name == "open" else name != "close" or arguments[0] in opened
            if written:
                calls.meet(name)
            done = real[name](*arguments, **options)
            if name == "close":
                opened.discard(arguments[0])
            elif name == "open" and written:
                opened.add(done)
            return done

        return call

    try:
        for name in CALLS:
            setattr(os, name, of(name))
        yield calls
    finally:
        for name in CALLS:
            setattr(os, name, real[name])


def failing(number: int) -> Strike:
    """Let the call fail with this number of an error."""

    def strike(name: str) -> None:
        raise OSError(number, os.strerror(number), name)

    return strike


def killing(_: str) -> None:
    """Kill the process at the call."""
    os.kill(os.getpid(), signal.SIGKILL)
