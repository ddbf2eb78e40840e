"""Every command: its name, the module that holds it, and the line that the help shows for it."""

from __future__ import annotations

from typing import NamedTuple

from kpitrack.language import mark


class CommandRow(NamedTuple):
    """A command. Its module, of the words before it and its own, is loaded only when it runs or shows its help.

    Args:
        name: its own word.
        summary: what it does.
        of: the word before it, of one that stands in a group.
        group: the commands below it, which has no module then.
    """

    name: str
    summary: str
    of: str = ""
    group: tuple[CommandRow, ...] = ()

    @property
    def module(self) -> str:
        """The module that holds it."""
        return f"{self.of} {self.name}".strip().replace(" ", "_").replace("-", "_")


COMMANDS: tuple[CommandRow, ...] = (
    CommandRow("status", mark("Show where every KPI stands.")),
    CommandRow("show", mark("Show one KPI with its series and reference sheet.")),
    CommandRow("scheme", mark("List the grading schemes, or show one.")),
    CommandRow("explain", mark("Show how a KPI's verdict comes about.")),
    CommandRow("add-actual", mark("Record one yearly value.")),
    CommandRow("add-evaluation", mark("Record the judgement of a year.")),
    CommandRow(
        "sheet",
        mark("The workbook that departments fill in, and back."),
        group=(
            CommandRow("export", mark("Write the workbook that departments fill in."), "sheet"),
            CommandRow("import", mark("Record what departments have filled in."), "sheet"),
        ),
    ),
    CommandRow("import-strategy", mark("Draft a strategy and its actuals from a table of KPIs.")),
    CommandRow("import-actuals", mark("Record yearly values from a table that kpitrack did not make.")),
    CommandRow("import-package", mark("Make the files again out of export datapackage.")),
    CommandRow("rename", mark("Give something another id in every file that names it.")),
    CommandRow("succeed", mark("Draft the strategy of the next period.")),
    CommandRow("validate", mark("Find what is wrong in the files.")),
    CommandRow("diff", mark("Show what changed between two revisions.")),
    CommandRow("log", mark("Show who recorded or changed each number of a KPI.")),
    CommandRow("rule", mark("List the findings, or explain one.")),
    CommandRow("schema", mark("Print the JSON Schema of the files.")),
    CommandRow("init", mark("Start a repository with an example.")),
    CommandRow("doctor", mark("Say what is missing on this computer.")),
    CommandRow("tree", mark("Show a strategy's outline and where its KPIs stand.")),
    CommandRow("logic", mark("Draw the logic model, and find where it breaks.")),
    CommandRow("roadmap", mark("Show the roadmap, and what is late.")),
    CommandRow("align", mark("Hold a strategy against another one, point by point.")),
    CommandRow("review", mark("Show what the year still asks for.")),
    CommandRow("compare", mark("Compare the KPIs that share an indicator.")),
    CommandRow("report", mark("Make the site, document or workbook that people read.")),
    CommandRow("fill", mark("Fill a form of your own in Excel or Word.")),
    CommandRow("snapshot", mark("Write a Parquet dataset for status --source.")),
    CommandRow("judge", mark("Write the verdicts of a dataset as Parquet.")),
    CommandRow("export", mark("Write what is known in a format of other programs.")),
)
