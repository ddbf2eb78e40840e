"""``kpitrack validate``."""

from __future__ import annotations

from typing import Annotated

import typer

from kpitrack.language import mark

from .session import current, has_color
from .usage import AS_OF_HELP, as_of_year, choose

HELP = mark(
    "Find what is wrong in the files: every finding of every file in one run, each with its line and column.\n\n"
    "With paths, the whole repository is still read, and the findings are limited to them. "
    "Exit code 1 where there are errors, or, with --strict, warnings."
)
FORMATS = ("text", "concise", "json")


def run(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH", help=mark("Files or folders to limit to."))
    ] = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help=mark("text, concise or json."))] = "text",
    strict: Annotated[bool, typer.Option("--strict", help=mark("Warnings count as errors."))] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="YEAR", help=AS_OF_HELP)] = None,
) -> int:
    """Validate the repository."""
    import sys

    from kpitrack.checks.protocol import Context
    from kpitrack.checks.run import check
    from kpitrack.diagnostics import Severity
    from kpitrack.files.discovery import find_root
    from kpitrack.files.placing import place
    from kpitrack.files.repository import read_repository
    from kpitrack.render import findings_concise, findings_json, findings_text

    from .work import require_something

    choose("--format", format_, FORMATS)
    repository = read_repository(find_root(current().root))
    require_something(repository)
    year = as_of_year(as_of, repository.configuration.fiscal_year_start)
    findings = place(check(repository, Context(year)), repository.read)
    if format_ == "json":
        lines = findings_json.render(findings, len(repository.files))
    elif format_ == "concise":
        lines = findings_concise.render(findings)
    else:
        lines = findings_text.render(
            findings, repository.read, has_color(sys.stdout.isatty()), files=len(repository.files)
        )
    for line in lines:
        print(line)
    return int(any(strict or found.severity is Severity.ERROR for found in findings))
