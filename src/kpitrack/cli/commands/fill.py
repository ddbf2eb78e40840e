from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from kpitrack.cli.context import Usage, complain, note
from kpitrack.cli.offers import kpis, strategies
from kpitrack.cli.opening import opened
from kpitrack.cli.options import AsOf, Grading, argument, choice, made_on, option
from kpitrack.cli.progress_bar import bar
from kpitrack.language import mark, say, say_n

if TYPE_CHECKING:
    from kpitrack.exchange.forms.form import OpenForm
    from kpitrack.exchange.forms.language import FormProblem
    from kpitrack.report.forms.selection import Selection

HELP = mark(
    "Fill a form of your own: a workbook or Word document with placeholders such as {{ kpi.name }}.\n\n"
    "It is filled for one KPI, goal, measure or strategy, or for everything. Where OUT is a folder, there is one file "
    "each of what the form is about. Looks, merged cells, pictures and print areas of the form stay. A placeholder "
    "that is not known is an error with its cell, and nothing is written. --example writes forms to start from; "
    "docs/forms.md lists all words."
)
_EACH = ("kpi", "measure", "goal", "strategy")


def run(
    template: Annotated[str | None, argument("TEMPLATE", "The form: .xlsx or .docx, with placeholders.")] = None,
    out: Annotated[str | None, argument("OUT", "The file to write; or a folder, for one file each.")] = None,
    kpi: Annotated[str | None, option("--kpi", "For this KPI.", "KPI", kpis)] = None,
    goal: Annotated[str | None, option("--goal", "For this goal or measure.", "NODE")] = None,
    strategy: Annotated[str | None, option("--strategy", "For this strategy.", "STRATEGY", strategies)] = None,
    each: Annotated[
        str | None, choice("--each", _EACH, "|".join(_EACH), "Of what there is one file each; else as the form shows.")
    ] = None,
    as_of: AsOf = None,
    grading: Grading = None,
    replace: Annotated[bool, option("--replace", "Write over files that are there.")] = False,
    example: Annotated[
        str | None, option("--example", "Write a form to start from to this file, or all into this folder.", "OUT")
    ] = None,
) -> int:
    if example is not None:
        return _examples(Path(example))
    if template is None or out is None:
        raise Usage(
            say("the form and the file to write are not both named"),
            say("write kpitrack fill TEMPLATE OUT; a form to start from: kpitrack fill --example OUT"),
        )
    from kpitrack.cli.output_file import keep_off_data
    from kpitrack.exchange.forms.form import open_form
    from kpitrack.report.forms.desk import Desk
    from kpitrack.report.forms.selection import KINDS, OF_THE_KPI, ROOTS, literal_fault, needed, select

    path, target = Path(template), keep_off_data(out)
    space = opened(as_of)
    desk = Desk(space, grading, made_on(space.settings.time_zone))
    selection = select(desk, strategy, goal, kpi)
    form, problems = open_form(
        path, KINDS, {**ROOTS, **OF_THE_KPI}, lambda takes, value: literal_fault(desk, takes, value)
    )
    if form is None:
        return _refused(path, problems)
    if target.suffix.lower() == path.suffix.lower() and each is None:
        return _write(path, form, {target: selection}, replace=replace)
    if target.suffix and not target.is_dir():
        raise Usage(
            say("{path} does not end as the form does", path=target),
            say("write a name that ends in {suffix}, or a folder for one file each", suffix=path.suffix),
        )
    kind = each or needed(form.needs)
    if kind is None:
        raise Usage(
            say("the form does not show of what there is to be one file each"),
            say("add --each, or write a name that ends in {suffix}", suffix=path.suffix),
        )
    several = list(selection.each(kind))
    if not several:
        raise Usage(say("there is nothing that the form could be filled for"))
    owners = {one.strategy.name for one in several if one.strategy}
    return _write(
        path,
        form,
        {target / f"{path.stem}-{_file_name(one, alone=len(owners) == 1)}{path.suffix}": one for one in several},
        replace=replace,
    )


def _file_name(one: Selection, *, alone: bool) -> str:
    owner = one.strategy.name if one.strategy else ""
    # No id holds a low line: two things never share a file.
    return one.name if alone or owner == one.name else f"{owner}_{one.name}"


def _write(path: Path, form: OpenForm, wanted: dict[Path, Selection], *, replace: bool) -> int:
    from kpitrack.cli.output_file import content_there, write_new
    from kpitrack.report.forms.selection import lacking, subjects
    from kpitrack.workspace.record import Refused

    first = next(iter(wanted.values()))
    if problems := lacking(first, form.needs):
        return _refused(path, problems)
    before: dict[Path, bytes | None] = {}
    for target in wanted:
        before[target] = content_there(target)
        if target.exists() and (target.samefile(path) or not replace):
            hint = say("name another file") if target.samefile(path) else say("add --replace to write over it")
            raise Refused(say("{path} is there already; nothing was written", path=target), hint)
    contents: dict[Path, bytes] = {}
    with bar(say("filling {path}", path=path.name), len(wanted)) as step:
        for target, selection in wanted.items():
            contents[target], problems = form.fill(subjects(selection))
            if problems:
                return _refused(path, problems)
            step()
    for target, content in contents.items():
        write_new(target, content, before[target])
    if len(wanted) == 1:
        note(str(next(iter(wanted))))
    else:
        note(say_n("{path}: {n} form filled", "{path}: {n} forms filled", len(wanted), path=next(iter(wanted)).parent))
    return 0


def _refused(path: Path, problems: Sequence[FormProblem]) -> int:
    """Say everything that is wrong with the form."""
    for one in problems:
        complain(one.message, one.hint, f"{path} {one.place}")
    note(say("nothing was written"))
    return 1


def _examples(out: Path) -> int:
    from kpitrack.cli.output_file import keep_off_data, write_new
    from kpitrack.report.forms.examples import examples

    keep_off_data(out)
    found = examples()
    if out.suffix:
        chosen = [one for one in found if one.suffix == out.suffix.lower()][:1]
        if not chosen:
            raise Usage(
                say("{path} is neither .xlsx nor .docx", path=out), say("write a name that ends in .xlsx or .docx")
            )
        written = {out: chosen[0]}
    else:
        written = {out / one.file_name: one for one in found}
    for path, one in written.items():
        write_new(path, one.content())
        note(say("{path}: {what}", path=path, what=one.about))
    return 0
