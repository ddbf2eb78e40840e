"""CSV for Excel: a byte order mark, and Japanese headings, on every command that writes it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kpitrack.exchange.headings import OF_CROSSWALKS, japanese
from kpitrack.progress.schema import ACTUALS, COMPARATORS, KPIS, MILESTONES, VERDICTS
from kpitrack.views import align, align_matrix, compare
from kpitrack.views.review import data as review
from kpitrack.views.status import csv as status

from ..conftest import Run, Town

ROOT = Path(__file__).resolve().parents[3]
TABLES = {
    "status": status.COLUMNS, "review": review.COLUMNS, "compare": compare.COLUMNS, "align": align.COLUMNS,
    "align by organisation": align_matrix.COLUMNS, "kpis": tuple(KPIS), "actuals": tuple(ACTUALS),
    "milestones": tuple(MILESTONES), "comparators": tuple(COMPARATORS), "verdicts": ("ref", *VERDICTS),
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_heading_of_its_own(table: str) -> None:
    headings = [japanese(name) for name in TABLES[table]]
    assert [name for name, heading in zip(TABLES[table], headings, strict=True) if heading.isascii()] == []
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize(
    "command",
    [
        ("status",), ("review",), ("align",), ("compare", "kpi:population"),
        ("align", "japan-2", "--by", "organization"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_commands(run: Run, command: tuple[str, ...]) -> None:
    if command[0] == "compare":
        indicators = [line.split()[0] for line in run("compare", "--root", ROOT).out.splitlines() if ":" in line]
        command = ("compare", next(one for one in indicators if ":" in one))
    asked = (*command, "--format", "csv", "--root", ROOT)
    bare, dressed = run(*asked), run(*asked, "--bom", "--headings", "ja")
    assert (bare.code, dressed.code) == (0, 0)
    assert dressed.out.startswith("\ufeff")
    names, *rows = csv.reader(io.StringIO(bare.out))
    headings, *same = csv.reader(io.StringIO(dressed.out.removeprefix("\ufeff")))
    own = OF_CROSSWALKS if command[0] == "align" else {}
    assert headings == [own.get(name) or japanese(name) for name in names]
    assert rows
    assert same == rows


def test_the_two_strategies_of_a_crosswalk_are_no_source_and_no_target_value(run: Run) -> None:
    told = run("align", "--format", "csv", "--headings", "ja", "--root", ROOT).out.splitlines()[0].split(",")
    assert told[:2] == ["対応する側の戦略ID", "対応先の戦略ID"]


def test_export(run: Run, town: Town) -> None:
    assert run("export", "csv", "--out", "out", "--bom", "--headings", "ja", "--as-of", "2022").code == 0
    data = Path("out/actuals.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfKPI")
    assert data.decode("utf-8-sig").splitlines()[:2] == [
        "KPIの参照名,年度,値,状況,分子,分母,値のある団体数,対象の団体数,言葉", "town/movers,2021,10,normal,,,,,"
    ]  # fmt: skip
    refused = run("export", "parquet", "--out", "other", "--bom")
    assert refused.code == 2
    assert "--bom" in refused.err
