"""A reader of figures as Japanese documents print them, and as people type them.

`read_figure` reads one cell; what has no reading or several is refused with the reason, never guessed.
"""

from __future__ import annotations

from .dates import read_year
from .figure import Calendar, Comparison, Direction, Figure, Form, PrintedYear, Status, UnreadableFigure, YearMonth
from .reader import read_figure

__all__ = [
    "Calendar",
    "Comparison",
    "Direction",
    "Figure",
    "Form",
    "PrintedYear",
    "Status",
    "UnreadableFigure",
    "YearMonth",
    "read_figure",
    "read_year",
]
