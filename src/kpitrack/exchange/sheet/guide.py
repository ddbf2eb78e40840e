"""The guide in the workbook: how departments fill it in."""

from __future__ import annotations

from kpitrack import language
from kpitrack.language import say, translate
from kpitrack.model.actuals import observation_word

from .columns import COLUMNS


def guide() -> list[tuple[str, str]]:
    """The guide as headings and sentences in the active language."""
    words = {column.name: translate(column.title) for column in COLUMNS}
    parted = "、" if language.active() == "ja" else ", "
    return [
        (
            str(say("What to do")),
            str(
                say(
                    "Fill in the yellow cells of the first sheet and send the file back. What you do not know"
                    " yet, leave empty: an empty cell changes nothing that is recorded already."
                )
            ),
        ),
        (
            words["value"],
            str(
                say(
                    "The number alone, in the unit of its row: 12600. These are read as well: 12,600, １２６００, "
                    "▲2,530, 12千人, 7,077（速報値）. Not read, since it is not certain: 約120, 100以上, a formula. "
                    "Write what is uncertain about it into the note."
                )
            ),
        ),
        (
            words["accumulation"],
            str(
                say(
                    "Says whether the value is that of the year, the amount of that year alone, or the "
                    "running total from the start up to that year."
                )
            ),
        ),
        (
            words["status"],
            str(
                say(
                    "Choose from the list; empty means final. Where there is no value, leave the value empty and "
                    "choose why: {words}. A missing value is never zero; where there were none, write 0.",
                    words=parted.join(
                        observation_word(status)
                        for status in ("missing", "not_collected", "not_applicable", "suppressed")
                    ),
                )
            ),
        ),
        (
            words["source"],
            str(say("Where the value was published: the document or the statistics, with its date or page.")),
        ),
        (
            words["note"],
            str(say("What must be known to read the value: a changed way of counting, an event, a restatement.")),
        ),
        (words["published"], str(say("The day on which the value was published: 2024-06-30, or 令和6年6月30日."))),
        (
            words["expected"],
            str(
                say(
                    "What the path from the baseline to the target asks for in the year of the row. It is "
                    "computed, rounded, and there to compare with."
                )
            ),
        ),
        (
            str(say("Columns and rows")),
            str(
                say(
                    "Rows may be sorted, filtered and hidden, and columns added at the right; they are "
                    "ignored. To sort, take the protection off first. Keep the row with the small grey names: by "
                    "them the sheet is read. Keep the keys in the column kpi."
                )
            ),
        ),
        (
            str(say("Locked cells")),
            str(
                say(
                    "All cells but the yellow ones are locked, without a password, against changes by "
                    "accident. If something in them is wrong, tell the section that sent the sheet."
                )
            ),
        ),
    ]
