"""The words and marks of the method, as screens show them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from kpitrack.analysis.standing import MISSING
from kpitrack.language import active, by_word, mark, said, translate
from kpitrack.model.numbers import show_number
from kpitrack.model.schemes import DEFAULT_NAME, written
from kpitrack.model.vocabulary import STATUSES
from kpitrack.progress.schemes import ladder_of

_STATUS: dict[str, tuple[str, str, str]] = {
    # status: word, mark, terminal style
    "achieved": (mark("achieved"), "◎", "bold blue"),
    "achieved_early": (mark("achieved early"), "◎", "bold blue"),
    "on_track": (mark("on track"), "○", "blue"),
    "at_risk": (mark("at risk"), "△", "yellow"),
    "off_track": (mark("off track"), "▽", "red"),
    "regressing": (mark("regressing"), "▼", "bold red"),
    "missed": (mark("missed"), "×", "bold red"),
    "incomplete": (mark("incomplete"), "◇", "yellow"),
    "awaiting_final": (mark("awaiting final"), "…", ""),
    "no_final_data": (mark("no final data"), "?", "magenta"),
    "not_started": (mark("not started"), ".", "dim"),
    "not_due": (mark("not due yet"), ".", "dim"),
    "no_data": (mark("no data"), "?", "magenta"),
    "suppressed": (mark("suppressed"), "#", "dim"),
    "not_published": (mark("not collected here"), ".", "dim"),
    "not_read": (mark("not read"), "!", "magenta"),
    "not_assessable": (mark("not assessable"), "-", "dim"),
    "discontinued": (mark("discontinued"), "■", "dim"),
}

_MEANING: dict[str, str] = {
    "achieved": mark("the target was met"),
    "achieved_early": mark("the target is met before its year"),
    "on_track": mark("keeping up with the path, or holding what is to be held"),
    "at_risk": mark("somewhat slower than the path asks for"),
    "off_track": mark("much slower than the path asks for, or not holding what is to be held"),
    "regressing": mark("worse than the baseline"),
    "missed": mark("the target was not met"),
    "incomplete": mark("a year of the sum or mean is missing"),
    "awaiting_final": mark("the target year is over, its value is not yet due"),
    "no_final_data": mark("the target year is over, its value is overdue"),
    "not_started": mark("the baseline year is not over"),
    "not_due": mark("no value yet, and none is due"),
    "no_data": mark("no value, though one is due"),
    "suppressed": mark("the value is withheld"),
    "not_published": mark("the strategy was written down from a document, and nobody here collects its values"),
    "not_read": mark("the file of its values has errors and was left out"),
    "not_assessable": mark("it cannot be judged; the reason says why"),
    "discontinued": mark("no longer judged"),
}

_REASON: dict[str, str] = {
    # The reasons of `kpitrack.progress` for a status or a rate; a test keeps both lists equal.
    "no_target": mark("no target"),
    "no_target_year": mark("no target year"),
    "no_target_value": mark("no target value"),
    "no_baseline": mark("no baseline"),
    "no_actual": mark("no actual"),
    "beyond_computing": mark("the result is too large to compute"),
    "no_time": mark("the target year is not after the baseline year"),
    "no_direction": mark("which way is better is not known"),
    "lower_is_better": mark("lower is better"),
    "target_not_positive": mark("the target is not above zero"),
    "expected_not_positive": mark("the expected value is not above zero"),
    "expected_not_toward_target": mark("the path does not lead toward the target here"),
    "limit": mark("a limit: a worsening is allowed, and is no progress"),
    "no_limit": mark("not a limit that allows a worsening"),
    "scale": mark("its values are steps of a scale"),
    "decided": mark("the outcome is known"),
    "incomplete": mark("the sum lacks a year"),
    "higher_is_better": mark("higher is better"),
    "actual_not_positive": mark("the actual is not above zero"),
    "no_previous_value": mark("no value of the year before"),
    "zero_previous_value": mark("the value of the year before is zero"),
    "no_reference_value": mark("no value of the year that is to be improved on"),
    "target_equals_baseline": mark("target and baseline are equal"),
    "baseline_in_range": mark("the baseline lay inside the range"),
    "no_gap_at_baseline": mark("there was no gap at the baseline"),
    "comparator_missing": mark("nothing to compare with"),
    "moving_target": mark("the target moves with what it is compared with"),
    "outside_milestones": mark("the milestones do not reach this year"),
    "zero_baseline": mark("the baseline is zero"),
    "zero_target": mark("the target is zero"),
    "mixed_sign": mark("the values cross zero"),
    "zero_required_growth": mark("no growth is required"),
    "needs_two_points": mark("two points are needed"),
    "target_year_reached": mark("the target year is reached"),
}


RATE_WORDS: dict[str, str] = {
    "attainment": mark("attainment (actual ÷ target)"),
    "against_expected": mark("against expected (actual ÷ expected)"),
    "progress": mark("progress (baseline to target)"),
    "pace": mark("pace (progress ÷ what the path asks for)"),
    "elapsed": mark("time elapsed"),
    "change": mark("change since the baseline"),
    "difference": mark("difference from the baseline"),
    "improvement": mark("improvement since the baseline"),
    "growth_ratio": mark("growth observed ÷ growth required"),
    "forecast_value": mark("forecast for the target year"),
    "forecast_progress": mark("progress forecast for the target year"),
    "remaining": mark("still to go"),
    "needed_per_year": mark("needed each year"),
    "inverse_attainment": mark("inverse attainment (target ÷ actual)"),
    "inverse_against_expected": mark("inverse against expected (expected ÷ actual)"),
    "mirrored_attainment": mark("mirrored attainment (2 − actual ÷ target)"),
    "mirrored_against_expected": mark("mirrored against expected (2 − actual ÷ expected)"),
    "ratio_to_target": mark("ratio to the target (actual ÷ target)"),
    "deviation": mark("deviation from the target"),
    "on_previous": mark("change on the year before"),
    "gap_to_expected": mark("gap to the expected value"),
    "allowance_used": mark("share of the allowed worsening used up"),
}


def rate_word(name: str) -> str:
    """A rate of the method in words, with its basis."""
    return translate(RATE_WORDS[name])


def status_word(status: str) -> str:
    """The status in words of the active language, such as 達成 or 順調."""
    return translate(_STATUS[status][0])


def statuses_by_word() -> dict[str, str]:
    """The statuses by their names and by their words in every language, in small letters."""
    return by_word({status: words for status, (words, _, _) in _STATUS.items()})


def status_text(status: str) -> str:
    """The status with its mark."""
    return f"{status_mark(status)} {status_word(status)}"


def status_mark(status: str) -> str:
    """A mark that needs no colour."""
    return _STATUS[status][1]


def status_style(status: str) -> str:
    """The style of the status on a terminal; see `kpitrack.views.text.styled`."""
    return _STATUS[status][2]


_GROUPS = {
    "achieved": "good", "achieved_early": "good", "on_track": "good", "at_risk": "risk", "off_track": "bad",
    "regressing": "bad", "missed": "bad", "discontinued": "closed",
}  # fmt: skip


def group_of(status: str) -> str:
    """The group that a status belongs to: ``good``, ``risk``, ``bad``, ``unknown`` or ``closed``."""
    return _GROUPS.get(status, "unknown")


def status_meaning(status: str) -> str:
    """What the status says, in a few words."""
    return translate(_MEANING[status])


def reason_word(reason: str | None) -> str:
    """A reason of the method in words; empty where there is none."""
    return translate(_REASON[reason]) if reason else ""


def yen(amount: float | None) -> str:
    """An amount of money; a dash where it is not known."""
    return MISSING if amount is None else said("{amount} yen", amount=show_number(amount))


def grade_label(row: Mapping[str, Any]) -> str:
    """The words of a row's grade in the active language."""
    return (row.get("grade_label_en") if active() == "en" else None) or row.get("grade_label") or ""


def rate_label(row: Mapping[str, Any]) -> str:
    """What the row's scheme calls its own rate, in the active language."""
    return (row.get("grade_rate_label_en") if active() == "en" else None) or row.get("grade_rate_label") or ""


def grade_says_more(row: Mapping[str, Any]) -> bool:
    """Whether a row's grade says more than its status, which the built-in default scheme only repeats."""
    if not row.get("grade") or row["grade_scheme"] != DEFAULT_NAME:
        return bool(row.get("grade"))
    return (row["grade"], row.get("grade_label") or "") not in _default_grades()


@cache
def _default_grades() -> frozenset[tuple[str, str]]:
    """The grades of the built-in default scheme with their words."""
    built_in = ladder_of(written(DEFAULT_NAME))
    return frozenset((grade.grade, grade.label or "") for grade in (*built_in.rungs, built_in.otherwise) if grade)


def counts_line(counts: dict[str, int]) -> str:
    """How many KPIs have each status, including those without data, in the order of the method."""
    parts = [
        said("{mark} {word} {n}", mark=status_mark(status), word=status_word(status), n=counts[status])
        for status in STATUSES
        if counts.get(status)
    ]
    return "   ".join(parts)
