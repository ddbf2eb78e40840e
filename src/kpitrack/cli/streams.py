"""The streams of a process: that they are there, in which encoding, and that a closed pipe ends no work."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

#: What a write to a pipe that nobody reads any more fails with; Windows has no word of its own for it.
_CLOSED = frozenset({errno.EPIPE, errno.ESHUTDOWN} | ({errno.EINVAL} if os.name == "nt" else set()))


class _Pipe(io.FileIO):
    """A file or pipe whose reader may go away: what is written from then on goes nowhere, and the work goes on.

    So ``add-actual … | true`` records, and ``status --fail-on off_track | head`` still ends with its exit code.

    Args:
        descriptor: what is written to; it stays open.
        beside: whether it carries notes alone. Then no failure at all is worth ending the work.
    """

    def __init__(self, descriptor: int, *, beside: bool) -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self._beside = beside

    def write(self, data: ReadableBuffer, /) -> int | None:  # type: ignore[override]  # as the class does it, None and all
        """Write ``data``, there or nowhere."""
        try:
            return super().write(data)
        except OSError as error:
            if error.errno not in _CLOSED and not self._beside:
                raise
            _lead_nowhere(self.fileno())
            return super().write(data)


def open_streams() -> None:
    """Make stdout and stderr streams that can be written to until the end of the process.

    Streams that whoever started this has closed lead nowhere, before a file or pipe takes their numbers. A character
    that the encoding lacks does not end the report.
    """
    while (nowhere := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(nowhere)
    sys.stdout = _lasting(sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False), beside=False)
    sys.stderr = _lasting(sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False), beside=True)


def close_quietly() -> None:
    """Let Python's last flush of stdout go nowhere, where a write to it has failed and that has been said."""
    _lead_nowhere(sys.stdout.fileno())


def write_utf8() -> None:
    """Write stdout in UTF-8 from here on, whatever the console says: what other programs read is in no other encoding.

    Half a character, as in a file name that is not UTF-8, is written as its escape.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _lasting(stream: TextIO, *, beside: bool) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    errors = "surrogateescape" if stream.encoding.lower().replace("-", "") == "utf8" else "replace"
    if stream.isatty():
        stream.reconfigure(errors=errors)
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(_Pipe(stream.fileno(), beside=beside)),
        stream.encoding,
        errors,
        # Notes are said at once. With PYTHONUNBUFFERED, writing through would end in the buffer beneath.
        line_buffering=stream.line_buffering or beside,
    )


def _lead_nowhere(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
