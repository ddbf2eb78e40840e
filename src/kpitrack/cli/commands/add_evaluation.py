from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from kpitrack.cli.context import Usage, current, note
from kpitrack.cli.opening import looked_into, naming, nothing_written
from kpitrack.cli.options import DryRun, argument, choice, day_argument, option, year_argument
from kpitrack.language import by_word, mark, pick, say
from kpitrack.model.vocabulary import NEXT_STEPS
from kpitrack.repository.discovery import Kind, find_root

if TYPE_CHECKING:
    from kpitrack.diagnostics import KeyPath
    from kpitrack.model.evaluation import Evaluation
    from kpitrack.model.strategy import Strategy
    from kpitrack.repository.loading import Loaded
    from kpitrack.workspace.open import Files
    from kpitrack.workspace.record import FileChange

HELP = mark(
    "Record the judgement of a year on a measure, goal or KPI, and leave every other byte of the file as it was.\n\n"
    "NODE is strategy/id, or the id alone where it is unique. The computed status stays as it is: both are shown. "
    "The same again is no change. Another judgement than the one there is refused without --replace, which also takes "
    "the old author and date away where no new ones are given."
)
_SIGNATURE = ("by", "on")
_LONG = 5  # characters from which on one of two says little: m1 may be meant by m2


class EvaluatedItem(NamedTuple):
    """A node or KPI: the file it is in, its key path, its ref and its evaluations."""

    file: Loaded[Strategy]
    at: KeyPath
    ref: str
    evaluations: Mapping[int, Evaluation]


def run(
    node: Annotated[str, argument("NODE", "strategy/id of a goal, measure or KPI, or its id alone.")],
    year: Annotated[str, argument("YEAR", "The fiscal year that is judged.")],
    judgement: Annotated[str | None, option("--judgement", "The judgement, such as A or 概ね順調.", "TEXT")] = None,
    comment: Annotated[str | None, option("--comment", "Why.", "TEXT")] = None,
    next_: Annotated[
        str | None,
        choice(
            "--next",
            tuple(NEXT_STEPS),
            "STEP",
            "continue, improve, expand, complete or stop.",
            lambda: by_word(NEXT_STEPS),
        ),
    ] = None,
    by: Annotated[str | None, option("--by", "Who judges.", "TEXT")] = None,
    on: Annotated[str | None, option("--on", "The day of the judgement: 2024-06-30.", "DATE")] = None,
    replace: Annotated[bool, option("--replace", "Put it in place of another judgement.")] = False,
    dry_run: DryRun = False,
) -> int:
    wanted = year_argument("YEAR", year)
    if not (judgement or comment or next_):
        raise Usage(say("there is nothing to record"), say("give at least one of --judgement, --comment and --next"))
    given = {"judgement": judgement, "comment": comment, "next": next_, "by": by, "on": day_argument("--on", on)}
    fields = {name: value for name, value in given.items() if value}

    from kpitrack.cli.recording import record
    from kpitrack.workspace.record import Refused, recording

    with recording(find_root(current().root), dry_run=dry_run):
        space = looked_into(pieces=True)
        with naming(space):
            place = find_place(space, node)
        if faults := [found for found in space.errors if found.path == place.file.path]:
            nothing_written(faults)
        old = place.evaluations.get(wanted)
        differing = [name for name, value in fields.items() if old and _differs(old, name, value)]
        if old and not differing and all(getattr(old, name) is not None for name in fields):
            note(say("{ref} {year}: already recorded, nothing to change", ref=place.ref, year=wanted))
            return 0
        if differing and not replace:
            raise Refused(
                say(
                    "{ref} {year} already has another {field}: {value}",
                    ref=place.ref, year=wanted, field=_title(differing[0]), value=_words(getattr(old, differing[0])),
                ),
                say("look whether it is right; to put the new one in its place, add --replace"),
            )  # fmt: skip
        change = _change(space, place, wanted, fields, unsigned=bool(set(differing) - set(_SIGNATURE)))
        record(space, [change], dry_run=dry_run)
    if not dry_run:
        note(say("recorded in {path}", path=change.path))
    return 0


def find_place(space: Files, name: str) -> EvaluatedItem:
    """The goal, measure or KPI called ``name``: ``strategy/id``, or its id alone where that is unique.

    Raises:
        NotThere: there is none, or several.
    """
    import difflib

    from kpitrack.workspace.names import NotThere, several

    strategy, slash, item = name.rpartition("/")
    outlines = [one for piece in space.survey.checked.values() for one in piece.outlines]
    near = [one.id for one in outlines if item in one.node_ids | one.kpi_ids and (not slash or one.id == strategy)]
    found: dict[str, EvaluatedItem] = {}
    for bundle in space.strategies.bundles(dict.fromkeys(near) or None):
        if model := bundle.strategy.model:
            for placed in [*model.nodes(), *model.kpis()]:
                ref = f"{model.id}/{placed.item.id}"
                found[ref] = EvaluatedItem(bundle.strategy, placed.at, ref, placed.item.evaluations or {})
    same = [ref for ref in found if name in {ref, ref.rpartition("/")[2]}]
    if not same:
        known = [*found, *(ref.rpartition("/")[2] for ref in found)]
        meant = difflib.get_close_matches(name, known, n=1, cutoff=0.5 if len(name) < _LONG else 0.6)
        raise NotThere(
            say("there is no goal, measure or KPI {name}", name=name),
            say("did you mean “{word}”?", word=meant[0])
            if meant
            else say("kpitrack tree --format json lists their ids"),
        )
    if len(same) > 1:
        raise several(say("{name} names more than one goal, measure or KPI", name=name), same)
    return found[same[0]]


def _change(space: Files, place: EvaluatedItem, year: int, fields: Mapping[str, str], *, unsigned: bool) -> FileChange:
    """The edit; ``unsigned`` takes away the author and date that are not given anew."""
    from kpitrack.repository.edit import REMOVE, set_value
    from kpitrack.workspace.record import FileChange, edited

    old = space.read(place.file.path) or b""
    before = place.evaluations.get(year)
    gone = [name for name in _SIGNATURE if unsigned and name not in fields and before and getattr(before, name)]
    value: dict[str | int, Any] = {}
    value.update(fields)
    value.update(dict.fromkeys(gone, REMOVE))
    new = edited(place.file.path, lambda: set_value(old, (*place.at, "evaluations", year), value))
    return FileChange(Kind.STRATEGY, place.file.path, old, new)


def _differs(old: Evaluation, name: str, new: str) -> bool:
    there = getattr(old, name)
    if there is None:
        return False
    return new not in (there.values() if isinstance(there, Mapping) else [str(there)])


def _title(name: str) -> str:
    from kpitrack.exchange.sheet.columns import title_of

    return title_of(name).lower()


def _words(value: object) -> str:
    return pick(value) if isinstance(value, Mapping) else str(value)
