from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

from kpitrack.cli.context import Usage, note
from kpitrack.cli.opening import folder_of, leave_out
from kpitrack.cli.options import AsOf, argument, as_of_year, choice, option
from kpitrack.cli.progress_bar import late_bar
from kpitrack.language import mark, say, say_n

HELP = mark(
    "Write the verdicts of a dataset as Parquet, part by part, and views.sql, which DuckDB runs where it lies.\n\n"
    "OUT is a folder; without it the verdicts lie in the dataset, outside its seal. The same dataset, year and version "
    "give the same files, bit for bit, whoever judges them. A distributed engine is worth it where the dataset already "
    "lies on its machines: they need kpitrack, and the same folders."
)
ENGINES = ("local", "dask", "spark")


def run(
    dataset: Annotated[str, argument("DATASET", "A dataset of kpitrack snapshot.")],
    out: Annotated[str | None, argument("OUT", "The folder to write; else the dataset itself.")] = None,
    as_of: AsOf = None,
    engine: Annotated[str, choice("--engine", ENGINES, "ENGINE")] = "local",
    scheduler: Annotated[
        str | None, option("--scheduler", "Dask's scheduler, as tcp://host:8786; else one here.", "URL")
    ] = None,
    master: Annotated[
        str | None, option("--master", "Spark's master, as spark://host:7077; else one here.", "URL")
    ] = None,
    replace: Annotated[bool, option("--replace", "Take away verdicts on another dataset that lie in OUT.")] = False,
) -> int:
    for name, value, of in (("--scheduler", scheduler, "dask"), ("--master", master, "spark")):
        if value is not None and engine != of:
            raise Usage(say("{option} is for --engine {engine}", option=name, engine=of))
    from kpitrack.cli.output_file import keep_off_data, place_of_folder, unwritten
    from kpitrack.exchange.dataset.engines import ENGINES as RUNNERS
    from kpitrack.exchange.dataset.judging import prepare, work, write_views
    from kpitrack.exchange.dataset.read import open_dataset
    from kpitrack.repository.held_folder import hold_folder

    used = RUNNERS[engine]
    if find_spec(used.library) is None:
        raise Usage(
            say("{library} is not installed", library=used.library),
            say("install it: pip install {package}", package=f'"kpitrack[{engine}]"'),
        )
    folder, target = folder_of(dataset), keep_off_data(folder_of(out or dataset))
    opened = open_dataset(folder)
    leave_out(opened.left_out)
    year = as_of_year(as_of, opened.settings.in_force)
    within, way = place_of_folder(target)
    try:
        within.mkdir(parents=True, exist_ok=True)
        hold_folder(within, way, make=True).close()  # no link leads out: whoever judges writes below the folder itself
        prepare(opened, target, replace=replace)
        with late_bar(say("judging")) as step:
            count = used.run(work(folder, target, year), opened.parts, step, scheduler or master)
        write_views(opened, target)
    except OSError as error:
        raise unwritten(target, error) from None
    told = say_n(
        "{path}: {n} verdict as of FY{year}", "{path}: {n} verdicts as of FY{year}", count, path=target, year=year
    )
    note(told)
    return 0
