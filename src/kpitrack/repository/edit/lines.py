"""A line-by-line diff in about linear time, even where many lines are equal.

`difflib` alone looks at every pair of equal lines, which takes seconds for a file of yearly values with thousands.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Iterator, Sequence

_PAIRS = 40_000  # pairs of lines up to which a region without unique lines is compared fully
_CONTEXT = 3
_Region = tuple[int, int, int, int]


def unified(before: Sequence[str], after: Sequence[str], first: str, second: str) -> list[str]:
    """The lines of a unified diff from ``before`` to ``after``, under the names ``first`` and ``second``."""
    matcher = _Lines(before, after)
    found: list[str] = []
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        found = found or [f"--- {first}", f"+++ {second}"]
        (_, old_start, _, new_start, _), (_, _, old_end, _, new_end) = group[0], group[-1]
        found.append(f"@@ -{_range(old_start, old_end)} +{_range(new_start, new_end)} @@")
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                found += [f" {line}" for line in before[old_from:old_to]]
                continue
            found += [f"-{line}" for line in before[old_from:old_to]]
            found += [f"+{line}" for line in after[new_from:new_to]]
    return found


class _Lines(difflib.SequenceMatcher[str]):
    """`difflib` with matches that are found by lines that occur once in both texts."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        super().__init__(None, (), ())
        self.a, self.b = before, after

    def get_matching_blocks(self) -> list[difflib.Match]:
        pairs = sorted(_matches(self.a, self.b))
        blocks: list[difflib.Match] = []
        for old, new in pairs:
            last = blocks[-1] if blocks else None
            if last and (last.a + last.size, last.b + last.size) == (old, new):
                blocks[-1] = last._replace(size=last.size + 1)
            else:
                blocks.append(difflib.Match(old, new, 1))
        return [*blocks, difflib.Match(len(self.a), len(self.b), 0)]


def _matches(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of positions of equal lines, increasing in both texts."""
    waiting: list[_Region] = [(0, len(before), 0, len(after))]
    while waiting:
        old, old_end, new, new_end = waiting.pop()
        while old < old_end and new < new_end and before[old] == after[new]:
            yield old, new
            old, new = old + 1, new + 1
        while old < old_end and new < new_end and before[old_end - 1] == after[new_end - 1]:
            old_end, new_end = old_end - 1, new_end - 1
            yield old_end, new_end
        region = (old, old_end, new, new_end)
        if old == old_end or new == new_end:
            continue
        if anchors := _anchors(before, after, region):
            for at, there in anchors:
                waiting.append((old, at, new, there))
                yield at, there
                old, new = at + 1, there + 1
            waiting.append((old, old_end, new, new_end))
        else:
            yield from _without_anchors(before, after, region)


def _anchors(before: Sequence[str], after: Sequence[str], region: _Region) -> list[tuple[int, int]]:
    """The longest increasing series of pairs of lines that occur once on each side of ``region``."""
    old, old_end, new, new_end = region
    here, there = _once(before, old, old_end), _once(after, new, new_end)
    pairs = [(at, there[line]) for line, at in here.items() if at >= 0 and there.get(line, -1) >= 0]
    ends: list[int] = []  # of the best series of each length: its last position in the new text
    last: list[int] = []  # and its pair
    before_it: list[int] = []
    for number, (_, position) in enumerate(pairs):
        length = bisect_left(ends, position)
        before_it.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [position]
        last[length : length + 1] = [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before_it[number]
    return found[::-1]


def _once(lines: Sequence[str], start: int, end: int) -> dict[str, int]:
    """The position of each line; -1 where it occurs more than once."""
    found: dict[str, int] = {}
    for at in range(start, end):
        line = lines[at]
        found[line] = -1 if line in found else at
    return found


def _without_anchors(before: Sequence[str], after: Sequence[str], region: _Region) -> Iterator[tuple[int, int]]:
    old, old_end, new, new_end = region
    if (old_end - old) * (new_end - new) <= _PAIRS:
        matcher = difflib.SequenceMatcher(None, before[old:old_end], after[new:new_end], autojunk=False)
        for block in matcher.get_matching_blocks():
            yield from ((old + block.a + at, new + block.b + at) for at in range(block.size))
    elif old_end - old == new_end - new:
        yield from ((old + at, new + at) for at in range(old_end - old) if before[old + at] == after[new + at])


def _range(start: int, end: int) -> str:
    """The range of a hunk in the notation of unified diffs."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"
