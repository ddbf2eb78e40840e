"""Every check, in the order of its number. A new one is one file and one line here."""

from __future__ import annotations

from .protocol import Check

CHECKS: tuple[Check, ...] = ()
