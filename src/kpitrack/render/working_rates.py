"""Each rate of the method with its numbers in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpitrack.language import say

from .case import Case
from .standing import Standing
from .words import rate_word, reason_word

_DISTANCES = {"range", "parity_with"}


def rates(case: Case) -> Iterator[tuple[str, float | None]]:
    """The lines of the rates, each with its value as a ratio (differences in the KPI's unit)."""
    one, row = case.standing, case.standing.row
    if row.get("actual_year") is None:
        return
    for name, symbols in _formulas(one):
        value = row.get(name)
        if value is None:
            why = reason_word(row.get(f"reason_{name}"))
            yield f"{rate_word(name)}: {name} = {symbols}: {say('undefined')}: {why}".rstrip(": "), None
            continue
        numbers = _substituted(symbols, one)
        steps = [name, symbols, numbers, _result(one, name, value)]
        yield f"{rate_word(name)}: {' = '.join(dict.fromkeys(filter(None, steps)))}", value


def _result(one: Standing, name: str, value: float) -> str:
    if name in {"difference", "remaining", "needed_per_year", "forecast_value"}:
        return one.number(value, derived=True)
    return f"{value:.4f}" if name == "growth_ratio" else one.rate(value)


def bracketed(one: Standing, value: float) -> str:
    """A number as it stands in a formula: in brackets where it is negative."""
    text = one.number(value, derived=True)
    return f"({text})" if text.startswith("-") else text


def _formulas(one: Standing) -> Iterator[tuple[str, str]]:
    """The rates in the order of the method, in symbols."""
    form = one.kpi.target.form if one.kpi.target else ""
    yield "attainment", "a ÷ t"
    yield "against_expected", "a ÷ e"
    if form == "parity_with":
        yield "progress", str(say("(gap at the baseline − gap now) ÷ gap at the baseline"))
    elif form == "range":
        yield "progress", str(say("1 − distance now ÷ distance at the baseline"))
    else:
        yield "progress", "(a − b) ÷ (t − b)"
    yield "pace", "progress ÷ elapsed" if form in _DISTANCES else "(a − b) ÷ (e − b)"
    yield "elapsed", "(y − y_b) ÷ (y_t − y_b)"
    yield "change", "(a − b) ÷ |b|"
    yield "difference", "a − b"
    yield "improvement", "change" if one.row.get("better") != "lower" else "−change"
    yield "growth_ratio", "((a ÷ b)^(1 ÷ (y − y_b)) − 1) ÷ ((t ÷ b)^(1 ÷ (y_t − y_b)) − 1)"
    yield "forecast_value", str(say("the least squares line through the baseline and the actuals, at y_t"))
    yield "forecast_progress", "(f − b) ÷ (t − b)"
    yield "remaining", "t − a"
    yield "needed_per_year", "(t − a) ÷ (y_t − y)"


def _substituted(symbols: str, one: Standing) -> str:
    """``symbols`` with the numbers in place, or nothing where it is in words."""
    if any(character.isalpha() and not character.isascii() for character in symbols):
        return ""
    row = one.row
    values: dict[str, Any] = {
        "y_b": row.get("start_year"),
        "y_t": row.get("target_year"),
        "y": row.get("actual_year"),
        "a": row.get("actual_value"),
        "b": row.get("start_value"),
        "e": row.get("expected"),
        "t": row.get("target_value"),
        "f": row.get("forecast_value"),
    }
    found = []
    for token in _tokens(symbols):
        if token in {"progress", "elapsed", "change"}:
            found.append(one.rate(row.get(token)))
        elif token in values:
            value = values[token]
            if value is None:
                return ""
            found.append(str(value) if token.startswith("y") else bracketed(one, value))
        elif token.isalpha() and token.isascii():
            return ""
        else:
            found.append(token)
    return "".join(found)


def _tokens(symbols: str) -> list[str]:
    """Names and what stands between them."""
    tokens: list[str] = []
    for character in symbols:
        is_name = (character.isalpha() and character.isascii()) or character == "_"
        if tokens and is_name and ((tokens[-1][-1].isalpha() and tokens[-1].isascii()) or tokens[-1][-1] == "_"):
            tokens[-1] += character
        else:
            tokens.append(character)
    return tokens
