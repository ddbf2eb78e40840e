"""The command line: one file a command, each thin."""

from __future__ import annotations

from .program import main

__all__ = ["main"]
