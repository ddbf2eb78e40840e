"""Strategies and actuals for tests, read as the program reads them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kpitrack.model.actuals import Actuals
from kpitrack.model.strategy import Strategy
from kpitrack.repository.repository import Repository, read_repository
from kpitrack.repository.yaml.exact import read_exact

ROOT = Path(__file__).resolve().parents[1]


def _data(text: str) -> Any:
    document = read_exact(text.encode())
    assert not document.findings, document.findings
    return document.data


def strategy(goals: str, **fields: str) -> Strategy:
    """A strategy ``town`` for 2021 to 2025 with ``goals``, a YAML list; ``fields`` are further YAML values."""
    head = {"id": "town", "title": "町の総合戦略", "period": "{start: 2021, end: 2025}", **fields}
    lines = [f"{name}: {value}" for name, value in head.items()]
    return Strategy.model_validate(_data("\n".join([*lines, "organization: {name: 例示町}", "goals:", goals])))


def actuals(text: str) -> Actuals:
    """The actuals of ``town``; ``text`` is a YAML mapping of KPIs."""
    return Actuals.model_validate({"strategy": "town", "actuals": _data(text)})


@cache
def own_data() -> Repository:
    """The repository's own data."""
    return read_repository(ROOT)


def own(strategy_id: str) -> Strategy:
    """One of the repository's own strategies."""
    return next(file.model for file in own_data().strategies if file.model and file.model.id == strategy_id)
