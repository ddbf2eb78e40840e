from __future__ import annotations

from typing import Annotated

from kpitrack.cli.context import current, note
from kpitrack.cli.offers import observation_statuses_by_word
from kpitrack.cli.opening import looked_into, naming, nothing_written
from kpitrack.cli.options import DryRun, KPIName, argument, choice, day_argument, option, year_argument
from kpitrack.language import mark, say
from kpitrack.model.vocabulary import OBSERVATION_WORDS
from kpitrack.repository.discovery import find_root

HELP = mark(
    "Record one yearly value, in the fewest characters, and leave every other byte of the file as it was.\n\n"
    "KPI is strategy/kpi, or the KPI's id alone where it is unique. YEAR and VALUE are read as people write them: "
    "2024, R6 or 令和6年度; 3141, 3,141, ▲2,530 or -5. A dash or 未公表 records that there is no value.\n\n"
    "The same again is no change. Another value than the one there is refused without --replace."
)


def run(
    kpi: KPIName,
    year: Annotated[str, argument("YEAR", "The fiscal year of the value.")],
    value: Annotated[str, argument("VALUE", "The value, in the KPI's unit.")],
    status: Annotated[
        str | None,
        choice(
            "--status",
            tuple(OBSERVATION_WORDS),
            "STATUS",
            "provisional, estimated, break, missing and the like.",
            said=observation_statuses_by_word,
        ),
    ] = None,
    source: Annotated[str | None, option("--source", "Where it was published.", "TEXT")] = None,
    note_: Annotated[str | None, option("--note", "What must be known about it.", "TEXT")] = None,
    published: Annotated[str | None, option("--published", "When it was published: 2024-06-30.", "DATE")] = None,
    by: Annotated[
        list[str] | None, option("--by", "A part of it, such as sex.female=6; may be repeated.", "DIM.KEY=VALUE")
    ] = None,
    replace: Annotated[bool, option("--replace", "Put it in place of another value.")] = False,
    dry_run: DryRun = False,
) -> int:
    from kpitrack.cli.recording import record
    from kpitrack.workspace.entry import Recorder, find_kpi, read_parts, read_value
    from kpitrack.workspace.record import Refused, recording

    wanted_year = year_argument("YEAR", year)
    with recording(find_root(current().root), dry_run=dry_run):
        space = looked_into(pieces=True)
        with naming(space):
            bundle, item = find_kpi(space, kpi)
        recorder = Recorder(space, bundle, item)
        if faults := recorder.faults():
            nothing_written(faults)
        read = read_value(value, item, wanted_year)
        fields = {
            **read,
            **({"status": status} if status else {}),
            "source": source or None,
            "note": note_ or read["note"],
            "published": day_argument("--published", published),
            "by": read_parts(by, item) if by else None,
        }
        change = recorder.change(wanted_year, fields, replace=replace)
        if change is None:
            note(say("{ref} {year}: already recorded, nothing to change", ref=recorder.ref, year=wanted_year))
            return 0
        if isinstance(change, str):
            raise Refused(
                say(
                    "{ref} {year} already has another value: {value}", ref=recorder.ref, year=wanted_year, value=change
                ),
                say("look whether it is right; to put the new one in its place, add --replace"),
            )
        record(space, [change], dry_run=dry_run)
    if not dry_run:
        note(say("recorded in {path}", path=change.path))
    return 0
