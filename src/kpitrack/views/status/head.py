"""What stands above a strategy's KPIs, and above many strategies: how the whole goes, and how fresh it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kpitrack.analysis.freshness import Freshness, freshness
from kpitrack.analysis.standing import Standing, share_good, whole_percent
from kpitrack.language import say, say_n
from kpitrack.language.visible import visible
from kpitrack.model.vocabulary import STATUSES
from kpitrack.progress.rollup import ASSESSED, GOOD
from kpitrack.views.freshness import freshness_line, reach_words
from kpitrack.views.text.bars import PLAIN, share_bar, stretch
from kpitrack.views.text.plain import widest
from kpitrack.views.text.styled import Piece, Styled, wrapped
from kpitrack.views.titles import facts
from kpitrack.views.words import group_of, status_mark, status_word

_WIDEST_BAR = 100


def heading(members: Sequence[Standing], as_of: int, columns: int, *, picked: bool) -> Iterator[Styled]:
    """Whose strategy it is, its period, how far its actuals go, how its KPIs stand, and how many values are in."""
    first = members[0]
    row, fresh = first.row, freshness(one.row for one in members)
    title = visible(f"{first.organization}  {first.strategy_title}")
    told = (facts(first.strategy_id, row["period_start"], row["period_end"], as_of), reach_words(fresh))
    about = list(filter(None, told))
    beside = "  ".join(about)
    if widest(f"{title}  {beside}") <= columns:
        yield Styled(title, "bold").append(f"  {beside}", "dim")
    else:
        yield from wrapped(title, columns, "bold")
        for text in [beside] if widest(beside) <= columns else about:
            yield from wrapped(text, columns, "dim")
    yield from standing_lines(Counter(one.status for one in members), fresh, columns, picked=picked)
    if all(one.row["upkeep"] == "transcribed" and one.row["actual_value"] is None for one in members):
        yield from wrapped(str(say("transcribed from a document; its figures are not collected here")), columns, "dim")


def standing_lines(
    counts: Mapping[str, int], fresh: Freshness, columns: int, *, picked: bool = False
) -> Iterator[Styled]:
    """How many KPIs have each status, as a bar where enough of them can be assessed; and how fresh their values are.

    Of KPIs that were ``picked`` by their status no share says anything.
    """
    total, assessed = sum(counts.values()), sum(counts.get(status, 0) for status in ASSESSED)
    good = sum(counts.get(status, 0) for status in GOOD)
    share = None if picked else share_good(good, assessed, total)
    if share is not None:
        yield Styled().extend(share_bar(by_group(counts), min(columns, _WIDEST_BAR)))
    yield from _legend(counts, columns, swatches=share is not None)
    texts = [_whole(good, 0 if picked else assessed, total, share), *filter(None, [freshness_line(fresh)])]
    beside = "  ".join(texts)
    for text in [beside] if widest(beside) <= columns else texts:
        yield from wrapped(text, columns)


def by_group(counts: Mapping[str, int]) -> dict[str, int]:
    """How many KPIs are in each group of statuses; see `kpitrack.views.words.group_of`."""
    found = dict.fromkeys(PLAIN, 0)
    for status, n in counts.items():
        found[group_of(status)] += n
    return found


def _whole(good: int, assessed: int, total: int, share: float | None) -> str:
    kpis = say_n("{n} KPI", "{n} KPIs", total)
    if share is None:
        return str(say("{kpis}, of which {n} can be assessed", kpis=kpis, n=assessed)) if assessed else str(kpis)
    words = say(
        "{kpis}: {good} of {n} that can be assessed are achieved or on track ({share})",
        kpis=kpis, good=good, n=assessed, share=whole_percent(share),
    )  # fmt: skip
    return str(words)


def _legend(counts: Mapping[str, int], columns: int, *, swatches: bool) -> Iterator[Styled]:
    """Each status with its number, behind a swatch of its colour in the bar."""
    line, taken = Styled(), 0
    for group in PLAIN:
        own = [status for status in STATUSES if counts.get(status) and group_of(status) == group]
        texts = [f"{status_mark(one)} {status_word(one)} {counts[one]}" for one in own]
        key = [stretch(group, 2), Piece(" ")] if swatches and own else []
        together = sum(widest(text) + 3 for text in texts) + 3 * bool(key)
        for at, text in enumerate(texts):
            size = widest(text) + 3 * (bool(key) and at == 0)
            # A colour's statuses stay in one line where they can.
            needed = together - 3 if at == 0 and together <= columns else size
            if taken and taken + 3 + needed > columns:
                yield line
                line, taken = Styled(), 0
            gap = "   " if taken else ""
            line.append(gap).extend([*(key if at == 0 else []), Piece(text)])
            taken += len(gap) + size
    if taken:
        yield line
