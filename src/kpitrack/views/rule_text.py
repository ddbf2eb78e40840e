"""Rules for a terminal: the catalogue, or one of them explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpitrack.checks.check import Check
from kpitrack.diagnostics import Severity
from kpitrack.language import mark, say, translate
from kpitrack.views.text.plain import pad, wrap

from .rule import Shown, correction, faulty_files, severity_word, standing_word, summary, why

_GROUPS = {
    "1": mark("Files"),
    "2": mark("Shape"),
    "3": mark("References"),
    "4": mark("Meaning"),
    "5": mark("Practice"),
}


def listing(checks: Iterable[Check], columns: int) -> Iterator[str]:
    """The catalogue: number, severity and name, and what each finds."""
    group = ""
    for check in checks:
        if check.rule.code[2] != group:
            if group:
                yield ""
            group = check.rule.code[2]
            yield f"{translate(_GROUPS[group])} (KP{group}xx)"
        star = "" if check.rule.default else " *"
        severity = pad(severity_word(check.rule.severity), 8)
        yield f"  {check.rule.code}  {severity}{check.rule.name}{star}"
        for line in wrap(summary(check), max(40, min(columns, 100) - 9)):
            yield f"         {line}"
    yield ""
    yield str(say("* off unless selected: kpitrack validate --select CODE"))
    yield str(say("kpitrack rule CODE explains one of them, with an example."))


def render(shown: Shown, columns: int, bold: bool = False) -> Iterator[str]:
    """One rule explained."""
    check = shown.check
    width = min(columns, 100)

    def title(text: object) -> str:
        return f"\x1b[1m{text}\x1b[0m" if bold else str(text)

    yield title(f"{check.rule.code} {check.rule.name} ({standing_word(check)})")
    yield ""
    yield from wrap(summary(check), width)
    yield ""
    yield from wrap(why(check), width)
    yield ""
    yield title(say("Example with this finding"))
    for path, lines in faulty_files(check).items():
        yield f"  {path}"
        yield from (f"    {line}".rstrip() for line in lines)
    if output := shown.output():
        yield ""
        yield title(say("kpitrack validate then says"))
        yield from (f"  {line}".rstrip() for line in output)
    if change := correction(check):
        yield ""
        yield title(say("The same without it"))
        yield from (f"  {line}".rstrip() for line in change)
    yield ""
    if check.rule.severity is Severity.ERROR:
        yield from wrap(str(say("An error: no figure is computed from the file until it is corrected.")), width)
    else:
        yield from wrap(str(say("A warning: figures are computed all the same; --strict makes it count.")), width)
