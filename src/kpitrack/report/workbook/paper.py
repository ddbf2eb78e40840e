"""A sheet of the workbook as it is laid out for paper: columns that fit their numbers, rows that fit their texts."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kpitrack.exchange.sheet.looks import Formats
from kpitrack.exchange.sheet.page import lines_at_most
from kpitrack.model.numbers import exact, printed, rounded, share_in_percent, show_number

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "Yu Gothic"
HEAD, BAND, GOAL_BAND = "#1F3864", "#D6DEEC", "#EDF1F7"
LOOKS = {
    # group: background, letters; light enough that black on white paper stays readable
    "good": ("#E8F1F9", "#0B4F8A"),
    "risk": ("#FDF3DC", "#7A5200"),
    "bad": ("#FBE9E7", "#8C1414"),
    "unknown": ("#F0F1F3", "#4C5560"),
    "closed": ("#F0F1F3", "#4C5560"),
}
BARS = {"good": "#2F7FC1", "risk": "#F2B632", "bad": "#5C1010", "unknown": "#DCDCDC", "closed": "#A9A9A9"}
ROWS = 1_048_576
A3, A4 = 8, 9
_LINE, _TALLEST = 13.5, 400.0  # points
_LONGEST = 32_767
_DIGIT, _EDGES = 1.15, 2.0
"""The width of a digit of our font, and of what stays free beside a number, in digits of Excel's own font."""
_MOST_DECIMALS = 6


class Looks(Formats):
    """The formats of the workbook, with our font."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book, font_name=FONT, font_size=10, valign="top")

    def head(self, **look: Any) -> Format:
        """Of column headings."""
        fixed = {"bold": True, "font_color": "#FFFFFF", "bg_color": HEAD, "text_wrap": True, "valign": "vcenter"}
        return self.get(border=1, **fixed, **look)

    def text(self, **look: Any) -> Format:
        """Of a text, which by the prefix stays one also where somebody edits the cell."""
        return self.get(text_wrap=True, quote_prefix=True, **look)

    def number(self, decimals: int, **look: Any) -> Format:
        """Of a number with so many decimals."""
        return self.get(num_format=number_format(decimals), **look)

    def percent(self, decimals: int = 1, **look: Any) -> Format:
        """Of a ratio, in per cent with so many decimals."""
        return self.get(num_format=f"0.{'0' * decimals}%", **look)


def number_format(decimals: int) -> str:
    """Excel's format of a number with so many decimals."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def decimals_of(value: float, least: int) -> int:
    """How many decimals show ``value`` as it was recorded, within what is bearable."""
    written = len(show_number(value).partition(".")[2])
    return min(max(least, written), _MOST_DECIMALS)


class Sheet:
    """A sheet that is being written.

    Args:
        sheet: of XlsxWriter.
        looks: the formats.
        widths: of its columns, which numbers may widen.
    """

    def __init__(self, sheet: Worksheet, looks: Looks, widths: Sequence[float]) -> None:
        self.sheet, self.looks, self.widths = sheet, looks, list(widths)

    def heads(self, row: int, titles: Sequence[str], right: Container[int] = ()) -> None:
        """Write a row of headings, to the ``right`` above columns of numbers."""
        for i, title in enumerate(titles):
            self.sheet.write_string(row, i, title, self.looks.head(**({"align": "right"} if i in right else {})))
        self.tall(row, list(enumerate(titles)))

    def text(self, row: int, column: int, text: str, look: Format | None = None) -> None:
        """Write a text, which stays one whatever it begins with."""
        self.sheet.write_string(row, column, text[:_LONGEST], look or self.looks.text())

    def texts(self, row: int, texts: Sequence[tuple[int, str]], looks: Mapping[int, Format] = {}) -> None:
        """Write texts by their columns into a row that is tall enough for them; ``looks`` of columns that differ."""
        for column, text in texts:
            self.text(row, column, text, looks.get(column))
        self.tall(row, texts)

    def figure(self, row: int, column: int, value: float | str | None, decimals: int = 0, **look: Any) -> None:
        """Write a number that its column shows whole, or the word of a scale; nothing where there is none."""
        if value is None:
            self.sheet.write_blank(row, column, None, self.looks.get(**look))
        elif isinstance(value, str):
            self.text(row, column, value, self.looks.text(**{"align": "right", **look}))
        else:
            digits = decimals_of(value, decimals)
            self.sheet.write_number(row, column, value, self.looks.number(digits, **look))
            self.fit(column, f"{printed(exact(value), digits):,f}")

    def derived(self, row: int, column: int, value: float | str | None, decimals: int, **look: Any) -> None:
        """Write a number that was computed, with at most one decimal more than the figures that it stands beside."""
        shown = float(rounded(value, decimals + 1)) if isinstance(value, float) else value
        self.figure(row, column, shown, decimals, **look)

    def ratio(self, row: int, column: int, value: float | str | None, **look: Any) -> None:
        """Write a ratio in per cent, or words."""
        if isinstance(value, str) or value is None:
            self.figure(row, column, value, **look)
        else:
            self.sheet.write_number(row, column, value, self.looks.percent(**look))
            self.fit(column, f"{value:.1%}")

    def share(self, row: int, column: int, value: float | None, **look: Any) -> None:
        """Write a share that was counted in per cent: never 100 where not all are, nor 0 where some are."""
        if value is None:
            self.figure(row, column, value, **look)
        else:
            shown = share_in_percent(value, 1)
            self.sheet.write_number(row, column, value, self.looks.percent(-int(shown.as_tuple().exponent), **look))
            self.fit(column, f"{shown}%")

    def fit(self, column: int, shown: str) -> None:
        """Widen a column for a number as it is shown; Excel shows ### for one that does not fit."""
        self.widths[column] = max(self.widths[column], len(shown) * _DIGIT + _EDGES)

    def tall(self, row: int, texts: Sequence[tuple[int, str]]) -> None:
        """Make a row tall enough for texts in these columns."""
        lines = max((lines_at_most(text, self.widths[column] - 1) for column, text in texts), default=1)
        self.sheet.set_row(row, min(_TALLEST, _LINE * lines + 4))

    def closed(
        self,
        *,
        frozen: tuple[int, int],
        filtered: int | None = None,
        landscape: bool = True,
        large: bool = False,
        pages: int | None = None,
    ) -> None:
        """Set the widths of the columns, now that all numbers are known, and lay the sheet out, as wide as a page.

        Args:
            frozen: how many rows and columns stay when one scrolls.
            filtered: the last row below headings that filter; None for no filter.
            landscape: whether the page is wider than high.
            large: whether it is A3.
            pages: how many pages it is high, 0 for as many as it takes; None for that, with the frozen rows on each.
        """
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width, self.looks.get())
        self.sheet.freeze_panes(*frozen)
        if filtered is not None:
            self.sheet.autofilter(0, 0, max(1, filtered), len(self.widths) - 1)
        self.sheet.set_paper(A3 if large else A4)
        if landscape:
            self.sheet.set_landscape()
        else:
            self.sheet.set_portrait()
        self.sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        self.sheet.fit_to_pages(1, pages or 0)
        if pages is None:
            self.sheet.repeat_rows(0, frozen[0] - 1)
        self.sheet.set_footer("&L&A&R&P / &N")
