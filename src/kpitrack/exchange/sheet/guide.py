"""The guide in the workbook: how departments fill it in."""

from __future__ import annotations

from kpitrack import language
from kpitrack.language import Text, say, translate
from kpitrack.model.vocabulary import observation_word

from .columns import EVERY_COLUMN
from .rows import Handout

_TITLES = {column.name: column.title for column in EVERY_COLUMN}


def guide(handout: Handout) -> list[tuple[str, str]]:
    """The guide to a workbook as headings and sentences in the active language."""
    parts: list[tuple[Text | str, Text]] = [(say("What to do"), _task(handout))]
    if handout.values:
        parts += _values()
    if handout.evaluations:
        parts += _judgement() if handout.committee else _evaluations()
    return [(str(heading), str(text)) for heading, text in [*parts, *_sheets()]]


def _task(handout: Handout) -> Text:
    if handout.committee:
        return say(
            "Read what the department wrote and the figures beside it, write your judgement and comment into the "
            "yellow cells, and send the file back. What you leave as it is changes nothing; what you clear is "
            "taken out."
        )
    return say(
        "Fill in the yellow cells and send the file back. What you do not know yet, leave empty. What you leave as it "
        "is changes nothing that is recorded; a note or another text that you clear is taken out."
    )


def _values() -> list[tuple[str, Text]]:
    parted = "、" if language.active() == "ja" else ", "
    return [
        (
            _title("value"),
            say(
                "The number alone, in the unit of its row: 12600. These are read as well: 12,600, １２６００, "
                "▲2,530, 12千人, 7,077（速報値）. Not read, since it is not certain: 約120, 100以上, a formula. "
                "Write what is uncertain about it into the note."
            ),
        ),
        (
            _title("accumulation"),
            say(
                "Says whether the value is that of the year, the amount of that year alone, or the "
                "running total from the start up to that year."
            ),
        ),
        (
            _title("status"),
            say(
                "Choose from the list; beside a value, empty means final. Where there is no value, leave the value "
                "empty and choose why: {words}. A missing value is never zero; where there were none, write 0.",
                words=parted.join(
                    observation_word(status) for status in ("missing", "not_collected", "not_applicable", "suppressed")
                ),
            ),
        ),
        (
            _title("source"),
            say("Where the value was published: the document or the statistics, with its date or page."),
        ),
        (
            _title("note"),
            say("What must be known to read the value: a changed way of counting, an event, a restatement."),
        ),
        (_title("published"), say("The day on which the value was published: 2024-06-30, or 令和6年6月30日.")),
        (
            _title("expected"),
            say(
                "What the path from the baseline to the target asks for in the year of the row. It is "
                "computed, rounded, and there to compare with."
            ),
        ),
    ]


def _evaluations() -> list[tuple[str, Text]]:
    return [
        (
            str(say("Evaluations")),
            say(
                "One row for each goal, measure and indicator; a grey row below it shows what was written for an "
                "earlier year. Write only where there is something to say. Alt and Enter begin a new line in a cell, "
                "and rows grow with what is written."
            ),
        ),
        (_title("done"), say("What was carried out in the year: undertakings, numbers, places.")),
        (_title("result"), say("What has come of it, beside the figures.")),
        (_title("issues"), say("What is in the way, and why the figures are as they are.")),
        (_title("plan"), say("What will be done about it, from the next year on.")),
        (_title("judgement"), say("In the words or marks that your organisation uses, such as A or 順調.")),
        (_title("next"), say("Choose from the list what becomes of the measure in the next year.")),
    ]


def _judgement() -> list[tuple[str, Text]]:
    return [
        (
            _title("external.judgement"),
            say("In the words that the committee uses, such as A or 有効であった."),
        ),
        (_title("external.comment"), say("Reasons and advice. Alt and Enter begin a new line in a cell.")),
        (_title("external.by"), say("The committee, or the member who judges.")),
        (_title("external.on"), say("The day of the meeting or of the judgement: 2024-06-30, or 令和6年6月30日.")),
    ]


def _sheets() -> list[tuple[Text, Text]]:
    return [
        (
            say("Columns and rows"),
            say(
                "Rows may be filtered and hidden, and columns added at the right; they are ignored. To sort, take the "
                "protection off first and sort whole rows. Leave the hidden row and columns as they are: by them the "
                "sheet is read."
            ),
        ),
        (
            say("Locked cells"),
            say(
                "All cells but the yellow ones are locked, without a password, against changes by "
                "accident. If something in them is wrong, tell the section that sent the sheet."
            ),
        ),
    ]


def _title(name: str) -> str:
    return translate(_TITLES[name])
