"""Every command: its name, the module that holds it, and the line that the help shows for it."""

from __future__ import annotations

from typing import NamedTuple

from kpitrack.language import mark


class CommandRow(NamedTuple):
    """A command of the table. ``module`` is loaded only when the command runs or shows its help."""

    name: str
    module: str
    summary: str


COMMANDS: tuple[CommandRow, ...] = (
    CommandRow("status", "status", mark("Show where every KPI stands.")),
    CommandRow("show", "show", mark("Show one KPI with its series and reference sheet.")),
    CommandRow("scheme", "scheme", mark("List the grading schemes, or show one.")),
    CommandRow("explain", "explain", mark("Show how a KPI's verdict comes about.")),
    CommandRow("add-actual", "add_actual", mark("Record one yearly value.")),
    CommandRow("add-evaluation", "add_evaluation", mark("Record the judgement of a year.")),
    CommandRow("sheet", "sheet", mark("The workbook that departments fill in, and back.")),
    CommandRow("import-strategy", "import_strategy", mark("Draft a strategy and its actuals from a table of KPIs.")),
    CommandRow(
        "import-actuals", "import_actuals", mark("Record yearly values from a table that kpitrack did not make.")
    ),
    CommandRow("import-package", "import_package", mark("Make the files again out of export datapackage.")),
    CommandRow("rename", "rename", mark("Give something another id in every file that names it.")),
    CommandRow("succeed", "succeed", mark("Draft the strategy of the next period.")),
    CommandRow("validate", "validate", mark("Find what is wrong in the files.")),
    CommandRow("diff", "diff", mark("Show what changed between two revisions.")),
    CommandRow("log", "log", mark("Show who recorded or changed each number of a KPI.")),
    CommandRow("rule", "rule", mark("List the findings, or explain one.")),
    CommandRow("schema", "schema", mark("Print the JSON Schema of the files.")),
    CommandRow("init", "init", mark("Start a repository with an example.")),
    CommandRow("doctor", "doctor", mark("Say what is missing on this computer.")),
    CommandRow("tree", "tree", mark("Show a strategy's outline and where its KPIs stand.")),
    CommandRow("logic", "logic", mark("Draw the logic model, and find where it breaks.")),
    CommandRow("roadmap", "roadmap", mark("Show the roadmap, and what is late.")),
    CommandRow("align", "align", mark("Hold a strategy against another one, point by point.")),
    CommandRow("review", "review", mark("Show what the year still asks for.")),
    CommandRow("compare", "compare", mark("Compare the KPIs that share an indicator.")),
    CommandRow("report", "report", mark("Make the site, document or workbook that people read.")),
    CommandRow("fill", "fill", mark("Fill a form of your own in Excel or Word.")),
    CommandRow("snapshot", "snapshot", mark("Write a Parquet dataset for status --source.")),
    CommandRow("judge", "judge", mark("Write the verdicts of a dataset as Parquet.")),
    CommandRow("export", "export", mark("Write what is known in a format of other programs.")),
)
