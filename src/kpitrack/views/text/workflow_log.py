"""The log of GitHub Actions, where a line that begins with ``::`` is a command, whoever has written it.

So whatever a repository says is printed where commands are stopped. Two streams of one process reach the log in no
certain order: a step that prints to both should join them (``2>&1``).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import TextIO


def is_log(stream: TextIO) -> bool:
    """Whether ``stream`` may reach such a log: it does not where it has been led to a file."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return False
    try:
        return not stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # no stream of the system's
        return True


def stopped(lines: Iterable[str]) -> Iterator[str]:
    """``lines`` such that none of them is taken for a command."""
    import secrets

    token = secrets.token_hex(16)
    yield f"::stop-commands::{token}"
    try:
        yield from lines
    except Exception:
        yield f"::{token}::"
        raise
    yield f"::{token}::"
