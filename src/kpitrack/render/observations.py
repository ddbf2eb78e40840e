"""The words for what a yearly value is worth."""

from __future__ import annotations

from kpitrack.language import mark, translate

_WORDS = {
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


def observation_word(status: str) -> str:
    """The status of an observation (SDMX OBS_STATUS) in the active language."""
    return translate(_WORDS[status])
