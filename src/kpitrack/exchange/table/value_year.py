"""The year that a value is of: beside it, in the cell next to it, in its heading, or above the whole table."""

from __future__ import annotations

from kpitrack.language import say

from .account import Account
from .phrase import Phrase
from .record import Indicator, TableValue
from .years import NamedYear


def year_of(
    value: TableValue, phrase: Phrase | None, record: Indicator, account: Account, number: int
) -> NamedYear | None:
    """The year beside the value, else of the cell beside it, else of its heading, else of the whole table.

    Args:
        value: with its heading's year.
        phrase: what its cell says, if it is a figure.
        record: the indicator that it is of.
        account: of the sheet's cells.
        number: of the indicator.
    """
    if phrase and phrase.figure.month:
        return NamedYear(phrase.figure.month.fiscal_year, "fy", 0, 0)
    if phrase and phrase.figure.year:
        return NamedYear(phrase.figure.year, phrase.figure.calendar, 0, 0)
    if value.year_cell is not None:
        if year := record.years.only(value.year_cell.text):
            account.use(value.year_cell, "year", number)
            return year
        account.leave(value.year_cell, say("names no year that is certain"))
    return value.year or _year_of_table(value, record)


def _year_of_table(value: TableValue, record: Indicator) -> NamedYear | None:
    """The one year that the lines above the table name, for a target beside actuals that end with it."""
    of = record.of_year
    if of is None or value.role == "baseline":
        return None
    if value.role == "actual":
        return of if record.reports else None
    own = {one.year.year for one in record.values if one.role == "actual" and one.year}
    alone = sum(one.role == "target" for one in record.values) == 1
    return of if alone and own and max(own) == of.year else None
