"""Every check, in the order of the catalogue: each is the file here that is named after its finding."""

from __future__ import annotations

from importlib import import_module

from kpitrack.diagnostics import CATALOGUE

from .check import Check
from .explained import EXPLAINED

_EXPLAINED = {check.rule.name: check for check in EXPLAINED}
BY_NAME: dict[str, Check] = {
    name: _EXPLAINED.get(name) or import_module(f".{name.replace('-', '_')}", __package__).CHECK for name in CATALOGUE
}
CHECKS = tuple(BY_NAME.values())
