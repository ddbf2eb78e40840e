"""How much of the way to the target is gone, and how much should be: what a bullet bar shows."""

from __future__ import annotations

from typing import NamedTuple

from .standing import Standing


class Bullet(NamedTuple):
    """Shares of the way from the baseline to the target.

    Args:
        done: what is gone; at least 0, and above 1 where it is more than was asked for.
        due: what the path asks for by now, at least 0 and at most 1; null where it asks for nothing.
    """

    done: float
    due: float | None


def bullet(one: Standing) -> Bullet | None:
    """The bar of a KPI; null where no progress has a meaning, or where it went backwards, which words must tell."""
    done = one.progress
    if done is None or done < 0 or one.status == "discontinued":
        return None
    return Bullet(done, _due(one))


def _due(one: Standing) -> float | None:
    row = one.row
    if row["target_form"] in {"range", "parity_with"}:
        elapsed: float | None = row.get("elapsed")
        return elapsed
    start, target, expected = (row.get(name) for name in ("start_value", "target_value", "expected"))
    if start is None or target is None or expected is None or start == target:
        return None
    share: float = (expected - start) / (target - start)
    return min(1.0, max(0.0, share))
