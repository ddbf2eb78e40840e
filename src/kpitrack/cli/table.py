"""Every command: its name, the module that holds it, and the line that the help shows for it."""

from __future__ import annotations

from typing import NamedTuple

from kpitrack.language import mark


class Entry(NamedTuple):
    """A command of the table. ``module`` is loaded only when the command runs or shows its help."""

    name: str
    module: str
    summary: str


COMMANDS: tuple[Entry, ...] = (
    Entry("status", "status", mark("Show where every KPI stands.")),
    Entry("show", "show", mark("Show one KPI with its series and reference sheet.")),
    Entry("scheme", "scheme", mark("List the grading schemes, or show one.")),
    Entry("explain", "explain", mark("Show how a KPI's verdict comes about.")),
    Entry("add-actual", "add_actual", mark("Record one yearly value.")),
    Entry("add-evaluation", "add_evaluation", mark("Record the judgement of a year.")),
    Entry("sheet", "sheet", mark("The workbook that departments fill in, and back.")),
    Entry("import-strategy", "import_strategy", mark("Draft a strategy and its actuals from a table of KPIs.")),
    Entry("import-actuals", "import_actuals", mark("Record yearly values from a table that kpitrack did not make.")),
    Entry("rename", "rename", mark("Give something another id in every file that names it.")),
    Entry("succeed", "succeed", mark("Draft the strategy of the next period.")),
    Entry("validate", "validate", mark("Find what is wrong in the files.")),
    Entry("diff", "diff", mark("Show what changed between two revisions.")),
    Entry("log", "log", mark("Show who recorded or changed each number of a KPI.")),
    Entry("rule", "rule", mark("List the findings, or explain one.")),
    Entry("schema", "schema", mark("Print the JSON Schema of the files.")),
    Entry("init", "init", mark("Start a repository with an example.")),
    Entry("tree", "tree", mark("Show a strategy's outline and where its KPIs stand.")),
    Entry("logic", "logic", mark("Draw the logic model, and find where it breaks.")),
    Entry("roadmap", "roadmap", mark("Show the roadmap, and what is late.")),
    Entry("align", "align", mark("Hold a strategy against another one, point by point.")),
    Entry("review", "review", mark("Show what the year still asks for.")),
    Entry("compare", "compare", mark("Compare the KPIs that share an indicator.")),
    Entry("report", "report", mark("Make the site, document or workbook that people read.")),
    Entry("snapshot", "snapshot", mark("Write a Parquet dataset for status --source.")),
    Entry("export", "export", mark("Write what is known in a format of other programs.")),
)
