"""Bars of a terminal: spaces on a coloured background, which are one cell in every terminal and font.

Where there are no colours, each colour is an ASCII character instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from .styled import Piece

TICK = "|"
#: What stands for each background without colours: the groups of statuses, and what is still to go.
PLAIN = {"good": "#", "risk": "+", "bad": "x", "unknown": "?", "closed": "-", "rest": "."}


def stretch(name: str, cells: int = 1, plain: str | None = None) -> Piece:
    """``cells`` of one of `PLAIN`, or of another colour with its character."""
    return Piece((plain or PLAIN[name]) * cells, f"on_{name}", " " * cells)


def meter(done: float | None, due: float | None, cells: int, group: str) -> list[Piece]:
    """How much of a way is gone, with a tick where it should be.

    Args:
        done: the share that is gone: a bar is full from 1 on alone, and empty at 0 or below; null leaves it out.
        due: the share that should be; null for no tick.
        cells: its width.
        group: one of `PLAIN`, for what is gone.
    """
    if done is None:
        return [Piece(" " * cells)]
    filled = cells if done >= 1 else min(cells - 1, max(0, round(done * cells)))
    names = [group if at < filled else "rest" for at in range(cells)]
    if due is not None:
        names[max(0, min(cells - 1, round(due * cells) - (due > 0)))] = "tick"
    return run(names, {**PLAIN, group: "#"})


def run(names: Iterable[str], plain: Mapping[str, str] = PLAIN) -> list[Piece]:
    """A cell for each of ``names``, those of `PLAIN` or ``tick``."""
    return [
        Piece(TICK * size, "on_tick") if name == "tick" else stretch(name, size, plain[name])
        for name, size in ((name, len(list(same))) for name, same in groupby(names))
    ]


def share_bar(counts: Mapping[str, int], cells: int) -> list[Piece]:
    """A bar of ``cells``, cut as ``counts`` by the names of `PLAIN` are; whatever is there has a cell at least."""
    present = {name: counts[name] for name in PLAIN if counts.get(name)}
    total = sum(present.values())
    if not total or len(present) > cells:
        return [Piece(" " * cells)]
    sizes = {name: max(1, int(n * cells / total)) for name, n in present.items()}
    while (missing := cells - sum(sizes.values())) != 0:
        step = 1 if missing > 0 else -1
        off = {name: step * (n * cells / total - sizes[name]) for name, n in present.items()}
        most = max((name for name in sizes if step > 0 or sizes[name] > 1), key=off.__getitem__)
        sizes[most] += step
    return [stretch(name, size) for name, size in sizes.items()]
