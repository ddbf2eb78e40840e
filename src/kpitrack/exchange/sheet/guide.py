"""The guide in the workbook: how departments fill it in."""

from __future__ import annotations

from collections.abc import Iterator

from kpitrack import language
from kpitrack.language import Text, say
from kpitrack.model.vocabulary import observation_word

from .columns import title_of
from .rows import Handout

Parts = Iterator[tuple[Text | str, Text]]  # headings, such as the titles of columns, and what is to be said of each


def guide(handout: Handout) -> list[tuple[str, str]]:
    """The guide to a workbook as headings and sentences in the active language."""
    return [(str(heading), str(text)) for heading, text in _parts(handout)]


def _parts(handout: Handout) -> Parts:
    yield say("What to do"), _task(handout)
    if handout.values:
        yield from _values()
    if handout.evaluations:
        yield from _judgement() if handout.committee else _evaluations()
    yield (
        say("Columns and rows"),
        say(
            "Rows may be filtered and hidden, and columns added at the right; they are ignored. To sort, take the "
            "protection off first and sort whole rows. Leave the hidden row and columns as they are: by them the "
            "sheet is read."
        ),
    )
    yield (
        say("Locked cells"),
        say(
            "All cells but the yellow ones are locked, without a password, against changes by "
            "accident. If something in them is wrong, tell the section that sent the sheet."
        ),
    )


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


def _values() -> Parts:
    yield (
        title_of("value"),
        say(
            "The number alone, in the unit of its row: 12600. These are read as well: 12,600, １２６００, "
            "▲2,530, 12千人, 7,077（速報値）. Not read, since it is not certain: 約120, 100以上, a formula. "
            "Write what is uncertain about it into the note."
        ),
    )
    yield (
        title_of("accumulation"),
        say(
            "Says whether the value is that of the year, the amount of that year alone, or the "
            "running total from the start up to that year."
        ),
    )
    absent = map(observation_word, ("missing", "not_collected", "not_applicable", "suppressed"))
    yield (
        title_of("status"),
        say(
            "Choose from the list; beside a value, empty means final. Where there is no value, leave the value "
            "empty and choose why: {words}. A missing value is never zero; where there were none, write 0.",
            words=("、" if language.active() == "ja" else ", ").join(absent),
        ),
    )
    source = say("Where the value was published: the document or the statistics, with its date or page.")
    yield title_of("source"), source
    note = say("What must be known to read the value: a changed way of counting, an event, a restatement.")
    yield title_of("note"), note
    yield title_of("published"), say("The day on which the value was published: 2024-06-30, or 令和6年6月30日.")
    yield (
        title_of("expected"),
        say(
            "What the path from the baseline to the target asks for in the year of the row. It is "
            "computed, rounded, and there to compare with."
        ),
    )


def _evaluations() -> Parts:
    yield (
        say("Evaluations"),
        say(
            "One row for each goal, measure and indicator; a grey row below it shows what was written for an "
            "earlier year. Write only where there is something to say. Alt and Enter begin a new line in a cell, "
            "and rows grow with what is written."
        ),
    )
    yield title_of("done"), say("What was carried out in the year: undertakings, numbers, places.")
    yield title_of("result"), say("What has come of it, beside the figures.")
    yield title_of("issues"), say("What is in the way, and why the figures are as they are.")
    yield title_of("plan"), say("What will be done about it, from the next year on.")
    yield title_of("judgement"), say("In the words or marks that your organisation uses, such as A or 順調.")
    yield title_of("next"), say("Choose from the list what becomes of the measure in the next year.")


def _judgement() -> Parts:
    yield title_of("external.judgement"), say("In the words that the committee uses, such as A or 有効であった.")
    yield title_of("external.comment"), say("Reasons and advice. Alt and Enter begin a new line in a cell.")
    yield title_of("external.by"), say("The committee, or the member who judges.")
    day = say("The day of the meeting or of the judgement: 2024-06-30, or 令和6年6月30日.")
    yield title_of("external.on"), day
