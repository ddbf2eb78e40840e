"""One thing done beside what this process does: a copy of it gets ready while this one still reads."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from .parallel import can_copy, has_another_core

Work = Callable[[Any], Any]


class Lost(Exception):  # noqa: N818  what became of it
    """The copy has ended without an answer."""


class Aside:
    """A copy of this process that waits for one question.

    Args:
        prepare: what the copy does at once; gives the function that answers the question.
    """

    def __init__(self, prepare: Callable[[], Work]) -> None:
        question, self._ask = os.pipe()
        self._answer, answer = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            _serve(prepare, question, answer, (self._ask, self._answer))
        os.close(question)
        os.close(answer)

    def ask(self, question: Any, meanwhile: Callable[[], object]) -> Any:
        """The answer to ``question``; can be asked once.

        Args:
            question: what can be sent.
            meanwhile: what is done until the answer comes.

        Raises:
            Lost: there is none.
        """
        try:
            # Closed before the wait, also where `meanwhile` fails: a copy whose answer nobody takes would never end.
            with os.fdopen(self._answer, "rb") as back:
                with os.fdopen(self._ask, "wb") as to:
                    pickle.dump(question, to, protocol=5)
                meanwhile()
                return pickle.load(back)  # noqa: S301  from a copy of this very process
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise Lost from error
        finally:
            with suppress(ChildProcessError):
                os.waitpid(self._pid, 0)


def start(prepare: Callable[[], Work]) -> Aside | None:
    """Start to ``prepare``, where that can be done beside this process; it should know as few libraries as yet."""
    if not (can_copy() and has_another_core()):
        return None
    try:
        return Aside(prepare)
    except OSError:
        return None


def _serve(prepare: Callable[[], Work], question: int, answer: int, others: tuple[int, int]) -> NoReturn:
    """What the copy does. It says nothing, holds no stream open, and never gets back into what called it."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends when the process that asks does
        for end in others:
            os.close(end)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        work = prepare()
        with os.fdopen(question, "rb") as asked:
            data = asked.read()
        if data:
            result = pickle.dumps(work(pickle.loads(data)), protocol=5)  # noqa: S301  likewise
            with os.fdopen(answer, "wb") as to:
                to.write(result)
    finally:
        os._exit(0)
