"""Out and back: every value arrives exactly, and the files differ only in those entries."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kpitrack.cli import context
from kpitrack.cli import main as program

from .workbooks import columns

UNITS = ("人", "%", "千人", "億円", "")
YEARS = (2021, 2022, 2023)
_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@dataclass(frozen=True)
class Entry:
    """What a department fills in: the value meant, its state, and the cell as it is written."""

    value: Decimal | None
    status: str | None
    written: Any
    number_format: str | None = None


def written(value: Decimal, unit: str, way: str) -> Entry:
    """``value`` as people write it; a way that it does not have comes out as the plain number."""
    plain, grouped = f"{value:f}", f"{value:,f}"
    ways = {
        "text": Entry(value, None, plain),
        "full-width": Entry(value, None, grouped.translate(_WIDE).replace("-", "－")),
        "provisional": Entry(value, "provisional", f"{grouped}（速報値）"),
        "noise": Entry(value, None, float(value) * (1 + 2**-53)),
        "unpublished": Entry(None, "missing", "未公表"),
    }
    if value < 0:
        ways["triangle"] = Entry(value, None, "▲" + grouped.removeprefix("-"))
    if unit:
        ways["unit"] = Entry(value, None, f" {grouped}{unit} ")
    if unit == "人":
        ways["thousands"] = Entry(value * 1000, None, f"{plain}千人")
    if unit == "%":
        ways["percent"] = Entry(value, None, float(value) / 100, "0.000%")
    whole = value == value.to_integral_value()
    return ways.get(way, Entry(value, None, int(value) if whole else float(value)))


WAYS = (
    "number",
    "text",
    "full-width",
    "triangle",
    "provisional",
    "unit",
    "thousands",
    "percent",
    "noise",
    "unpublished",
)
values = st.decimals(-(10**9), 10**9, places=3, allow_nan=False).map(lambda value: value.normalize()) | st.integers(
    -(10**6), 10**6
).map(Decimal)
kpis = st.lists(st.sampled_from(UNITS), min_size=1, max_size=5)
answers = st.dictionaries(
    st.tuples(st.integers(0, 4), st.sampled_from(YEARS)), st.tuples(values, st.sampled_from(WAYS)), min_size=1
)
notes = st.text(st.characters(codec="cp932", exclude_categories=["C"], exclude_characters="¢£¬‖−〜"), max_size=12)


def lay_out(root: Path, units: list[str], newline: str) -> None:
    strategy = ["id: town", "title: 例", "organization: {name: 例示町}", "period: {start: 2020, end: 2025}"]
    strategy += ["source: 架空", "goals:", "  - id: g", "    title: 目標", "    kpis:"]
    actuals = ["# 出典は各課 / from the departments", "strategy: town", "actuals:"]
    for number, unit in enumerate(units):
        strategy.append(f'      - {{id: k{number}, name: 指標{number}, unit: "{unit}"}}')
        actuals += [
            f"  k{number}:   # {number}",
            "    2019: 1    # 最初の値",
            "    令和2年度: {value: 2, note: '=1+1'}",
        ]
    for folder, lines in (("strategies", strategy), ("actuals", actuals)):
        path = root / "data" / folder / "town.yaml"
        path.parent.mkdir(parents=True)
        path.write_bytes((newline.join(lines) + newline).encode())


def fill(path: Path, entries: dict[tuple[str, int], tuple[Entry, str]], chance: random.Random) -> None:
    """Fill in the workbook as people do: rows sorted, some hidden, columns added, eras for years."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    at = columns(sheet)
    first = next(row[0].row for row in sheet.iter_rows() if row[at["kpi"] - 1].value == "kpi") + 2
    rows = [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows(min_row=first)]
    for row in rows:
        key = ((row[at["kpi"] - 1][0] or "").partition("/")[2], row[at["year"] - 1][0])
        if key in entries:
            entry, note = entries[key]
            row[at["value"] - 1] = (entry.written, entry.number_format or "General")
            row[at["note"] - 1] = (note or None, "@")
            if chance.random() < 0.5:
                row[at["year"] - 1] = (f"令和{key[1] - 2018}年度", "@")
    chance.shuffle(rows)
    wide = sheet.max_column
    sheet.cell(first - 1, wide + 2).value = "確認欄"
    for number, row in enumerate(rows, first):
        for place, (value, number_format) in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value, cell.number_format = value, number_format
            if isinstance(value, str):
                cell.data_type = "s"
        sheet.cell(number, wide + 2).value = "=1+1"
        sheet.row_dimensions[number].hidden = chance.random() < 0.3
    book.save(path)


def as_csv(path: Path, encoding: str, chance: random.Random) -> Path:
    """The first sheet saved as CSV, its line ends mixed."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\0")
    for row in openpyxl.load_workbook(path).worksheets[0].iter_rows():
        cells = []
        for cell in row:
            value = cell.value
            if cell.number_format.endswith("%") and isinstance(value, int | float):
                value = f"{Decimal(f'{value:.15g}') * 100:f}%"
            elif isinstance(value, float):
                value = f"{Decimal(f'{value:.15g}'):f}"
            cells.append(None if cell.data_type == "f" else value)
        lines.writerow(cells)
    pieces = text.getvalue().split("\0")
    mixed = "".join(piece + chance.choice(("\r\n", "\n", "\r")) for piece in pieces[:-1])
    out = path.with_suffix(".csv")
    out.write_bytes(mixed.encode(encoding))
    return out


def run(*arguments: object) -> int:
    code = program.run([str(argument) for argument in arguments])
    context.begin(context.CommonOptions())
    return code


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_bytes())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kpis, answers, notes, st.sampled_from(["xlsx", "cp932", "utf-8-sig", "utf-16"]), st.sampled_from(["\n", "\r\n"]),
    st.randoms(use_true_random=False), st.sampled_from(["ja", "en"]),
)  # fmt: skip
def test_every_value_arrives(  # noqa: PLR0917  one argument for each thing generated
    units: list[str], filled: dict[tuple[int, int], tuple[Decimal, str]], note: str, how: str, newline: str,
    chance: random.Random, language: str,
) -> None:  # fmt: skip
    note = note.strip()
    if note.startswith("="):
        note = ""
    entries = {
        (f"k{number}", year): (written(value, units[number], way), note)
        for (number, year), (value, way) in filled.items()
        if number < len(units)
    }
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lay_out(root, units, newline)
        actuals = root / "data" / "actuals" / "town.yaml"
        before, was = actuals.read_bytes().decode(), load(actuals)
        sheet = root / "out.xlsx"
        common = ("--root", root, "--lang", language)
        years = [part for year in (2020, *YEARS) for part in ("--year", year)]
        assert run("sheet", "export", sheet, *years, *common) == 0
        assert run("sheet", "import", sheet, *common) == 0
        assert actuals.read_bytes().decode() == before
        fill(sheet, entries, chance)
        back = sheet if how == "xlsx" else as_csv(sheet, how, chance)
        assert run("sheet", "import", back, *common) == 0
        expected = was["actuals"]
        for (kpi, year), (entry, words) in entries.items():
            fields: dict[str, Any] = {}
            if entry.value is not None:
                number = entry.value
                fields["value"] = int(number) if number == number.to_integral_value() else float(number)
            if entry.status:
                fields["status"] = entry.status
            if words:
                fields["note"] = " ".join(words.split(" "))
            expected[kpi][year] = fields["value"] if set(fields) == {"value"} else fields
        after = actuals.read_bytes().decode()
        assert load(actuals)["actuals"] == expected
        remaining = iter(after.split(newline))
        assert all(line in remaining for line in before.split(newline)), after
        assert run("sheet", "import", back, *common) == 0
        assert actuals.read_bytes().decode() == after
