from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from kpitrack.cli.context import has_color
from kpitrack.cli.options import argument, choice
from kpitrack.cli.screen import columns, show
from kpitrack.language import mark

if TYPE_CHECKING:
    from kpitrack.checks.check import Check
    from kpitrack.views.rule import Explained

HELP = mark(
    "List the findings that kpitrack validate knows, or explain one: what it is, why it matters, an example that has "
    "it, what is then said, and the same example without it."
)
_EXAMPLE_YEAR = 2024
FORMATS = ("text", "markdown", "json")


def run(
    code: Annotated[str | None, argument("CODE", "Its code or its name, such as KP301 or unknown-kpi.")] = None,
    format_: Annotated[str, choice("--format", FORMATS)] = "text",
) -> int:
    from kpitrack.checks.run import BY_NAME
    from kpitrack.checks.selection import UnknownRule, rules_named
    from kpitrack.views import rule

    if code is None:
        checks = rule.listed(BY_NAME)
    else:
        names = rules_named(code) & BY_NAME.keys()
        if not names:
            raise UnknownRule(code)
        checks = rule.listed({name: BY_NAME[name] for name in names})
    if format_ == "json":
        lines = rule.as_json(demonstrate(check) for check in checks)
    elif len(checks) > 1:
        lines = rule.listing_markdown(checks) if format_ == "markdown" else rule.listing_text(checks, columns())
    elif format_ == "markdown":
        lines = rule.as_markdown(demonstrate(checks[0]))
    else:
        lines = rule.as_text(demonstrate(checks[0]), columns(), bold=has_color(sys.stdout))
    show(lines, format_=format_)
    return 0


def demonstrate(check: Check) -> Explained:
    """What ``check`` finds in its own bad example, written to a folder that goes away again."""
    import tempfile
    from pathlib import Path

    from kpitrack.checks.check import Context
    from kpitrack.checks.run import check as run_checks
    from kpitrack.repository.places import place
    from kpitrack.repository.repository import read_repository
    from kpitrack.views.rule import Explained

    with tempfile.TemporaryDirectory(prefix="kpitrack-") as folder:
        root = Path(folder)
        for path, content in check.example.bad.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        repository = read_repository(root)
        found = run_checks(repository, Context(_EXAMPLE_YEAR), {check.rule.name})
        return Explained(check, place([one for one in found if one.rule is check.rule], repository.read))
