"""The words that a file may hold in some fields, and what they are called; no model is needed to know them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, cast, get_args

from kpitrack.language import mark, translate

ID = r"[a-z0-9][a-z0-9-]*"
"""What an id of a strategy, goal, measure or KPI is made of, as a pattern."""
RateName = Literal[
    "attainment", "against_expected", "inverse_attainment", "inverse_against_expected", "mirrored_attainment",
    "mirrored_against_expected", "ratio_to_target", "deviation", "progress", "pace", "elapsed", "change", "improvement",
    "difference", "on_previous", "gap_to_expected", "remaining", "allowance_used", "forecast_progress",
]  # fmt: skip
RATE_NAMES: tuple[RateName, ...] = get_args(RateName)
OWN_RATE = "rate"
"""What conditions call the rate that their scheme names under ``rate``."""
#: Rates that are values in the KPI's unit, and no ratios.
IN_THE_UNIT = frozenset({"difference", "remaining", "gap_to_expected"})
#: These and the others that no condition of a scheme asks for.
AMOUNTS = IN_THE_UNIT | {"needed_per_year", "forecast_value"}
#: The powers of ten that units begin with, the longer words first.
POWERS = {
    "百万": 6, "千万": 7, "十億": 9, "百億": 10, "千億": 11, "千": 3, "万": 4, "億": 8, "兆": 12,
}  # fmt: skip
RANK = "位"
"""The unit of places in an order, of which the first is the least."""
Turn = Literal["better", "same", "worse"]
Status = Literal[
    "achieved", "achieved_early", "on_track", "at_risk", "off_track", "regressing", "missed", "incomplete",
    "awaiting_final", "no_final_data", "not_started", "not_due", "no_data", "suppressed", "not_published", "not_read",
    "not_assessable", "discontinued",
]  # fmt: skip
STATUSES: tuple[Status, ...] = get_args(Status)
ObservationStatus = Literal[
    "normal", "provisional", "estimated", "forecast", "break", "imputed", "unreliable",
    "missing", "not_collected", "not_applicable", "suppressed",
]  # fmt: skip
SDMX_CODES: dict[ObservationStatus, str] = {
    "normal": "A", "provisional": "P", "estimated": "E", "forecast": "F", "break": "B", "imputed": "I",
    "unreliable": "U", "missing": "O", "not_collected": "L", "not_applicable": "M", "suppressed": "Q",
}  # fmt: skip
OBSERVATION_WORDS: dict[ObservationStatus, str] = {
    "normal": mark("final"),
    "provisional": mark("provisional"),
    "estimated": mark("estimated"),
    "forecast": mark("forecast"),
    "break": mark("break in the series"),
    "imputed": mark("imputed"),
    "unreliable": mark("unreliable"),
    "missing": mark("missing"),
    "not_collected": mark("not collected"),
    "not_applicable": mark("not applicable"),
    "suppressed": mark("withheld"),
}
WITHOUT_VALUE: frozenset[ObservationStatus] = frozenset({"missing", "not_collected", "not_applicable", "suppressed"})
#: The next steps that an evaluation may name, each in words.
NEXT_STEPS: dict[str, str] = {
    "continue": mark("continue"),
    "improve": mark("improve"),
    "expand": mark("expand"),
    "complete": mark("complete"),
    "stop": mark("stop"),
}


def is_in_the_unit(rate: str, own: Collection[str] = ()) -> bool:
    """Whether bounds on ``rate`` are values in the KPI's unit; ``own`` are those that its scheme calls its own."""
    return rate in IN_THE_UNIT or (rate == OWN_RATE and bool(own) and IN_THE_UNIT.issuperset(own))


def observation_word(status: str) -> str:
    """An observation status (SDMX OBS_STATUS) in words of the active language."""
    return translate(OBSERVATION_WORDS[cast("ObservationStatus", status)])
