from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import forms_town
from golden import matches

from ..cli.conftest import Run, run  # noqa: F401  a fixture

#: openpyxl tells that it does not know sparklines and data bars of this kind.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    monkeypatch.chdir(forms_town.write(tmp_path))
    return tmp_path


def shown(value: float, look: str) -> str:
    """A number as Excel shows it in one of our formats."""
    if look.endswith("%"):
        return f"{value * 100:.1f}%"
    if era := re.search(r'0" (\w+)"', look):
        return f"{value:.0f} {era[1]}"
    decimals = len(look.partition(".")[2]) if "." in look else 0
    return f"{value:,.{decimals}f}" if look.startswith("#,##0") else f"{value:g}"


def too_narrow(book: Any) -> list[str]:
    """The numbers that their columns do not show whole: a digit of 10 points is as wide as one of Excel's 11, or less."""
    found = []
    for sheet in book:
        widths = {n: one.width for one in sheet.column_dimensions.values() for n in range(one.min, one.max + 1)}
        merged = {cell for area in sheet.merged_cells.ranges for row in area.rows for cell in row}
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float) and (cell.row, cell.column) not in merged:
                    text = shown(cell.value, cell.number_format)
                    width = widths[cell.column]
                    if len(text) + 1 > width:
                        found.append(f"{sheet.title}!{cell.coordinate}: {text} in {width}")
    return found


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_what_the_workbook_says(reports: Path, spoken: str) -> None:
    lines = []
    for sheet in openpyxl.load_workbook(reports / f"report-{spoken}.xlsx"):
        lines.append(f"== {sheet.title}")
        for row in sheet.iter_rows():
            cells = [
                "" if cell.value is None
                else shown(cell.value, cell.number_format) if isinstance(cell.value, int | float)
                else str(cell.value).replace("\n", "⏎")
                for cell in row
            ]  # fmt: skip
            lines.append(" | ".join(cells).rstrip(" |"))
    matches(f"report-{spoken}.xlsx.txt", "\n".join(lines) + "\n")


def test_every_number_fits_its_column(town: Path, run: Run) -> None:  # noqa: F811
    large = forms_town.ACTUALS.replace("2024: 35}", "2024: 123456789012}").replace("2021: 78", "2021: 78.123456")
    (town / "data/actuals/town.yaml").write_text(large, "utf-8")
    assert run("report", "report.xlsx", "--as-of", "2024").code == 0
    assert not too_narrow(openpyxl.load_workbook("report.xlsx"))


def test_every_number_of_our_own_data_fits(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.chdir(ROOT)
    assert run("report", tmp_path / "report.xlsx", "--as-of", "2024").code == 0
    assert not too_narrow(openpyxl.load_workbook(tmp_path / "report.xlsx"))


def test_the_summary_is_one_page(reports: Path) -> None:
    sheet = openpyxl.load_workbook(reports / "report-en.xlsx")["Overview"]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)
    assert sheet.page_setup.paperSize == 9
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))
    assert "Of 6 KPIs, 5 can be judged, of which 3 (60%) are going well or have met their targets." in text
    assert "基本目標1 人の流れをつくる" in text
    assert "KPIs that need attention" in text
    assert "FY2024 (Reiwa 6)" in text


def test_more_that_needs_attention_than_is_listed_is_counted(town: Path, run: Run) -> None:  # noqa: F811
    kpis = "".join(
        f"      - {{id: worse-{n}, name: 悪化{n}, unit: 件, baseline: {{year: 2020, value: {50 + n}}}, target: {{year: 2025, value: 90}}}}\n"
        for n in range(12)
    )
    strategy, actuals = town / "data/strategies/more.yaml", town / "data/actuals/worse.yaml"
    strategy.write_text(
        "id: more\ntitle: 別の戦略\norganization: {name: 別の町}\nperiod: {start: 2021, end: 2025}\nsource: 例\n"
        f"goals:\n  - id: g\n    title: 目標\n    kpis:\n{kpis}",
        "utf-8",
    )
    values = "".join(f"  worse-{n}: {{2023: 40}}\n" for n in range(12))
    actuals.write_text(f"strategy: more\nactuals:\n{values}", "utf-8")
    assert run("report", "out", "--format", "xlsx,markdown", "--as-of", "2024").code == 0
    cells = [str(cell.value) for cell in openpyxl.load_workbook("out/report.xlsx")["Overview"]["A"]]
    first = cells.index("KPIs that need attention") + 1
    last = cells.index("None", first)
    assert last - first == 9
    assert cells[last - 1] == "and 6 more"  # of twelve here, and two of the town
    document = Path("out/report.md").read_text("utf-8")
    assert document.count("**▼ regressing 悪化") == 12
    assert "悪化0 (別の町)" in document  # of several organisations


def test_what_was_left_out_is_told(town: Path, run: Run) -> None:  # noqa: F811
    (town / "data/actuals/more.yaml").write_text("strategy: town\nactuals: {movers: {2025: '12'}}\n", "utf-8")
    for name in ("report.xlsx", "report.md"):
        assert run("--keep-going", "report", name, "--as-of", "2024").code in {0, 1}
    cells = [cell.value for cell in openpyxl.load_workbook("report.xlsx")["Overview"]["A"]]
    assert any("data/actuals/more.yaml" in str(value) for value in cells)
    assert "data/actuals/more.yaml" in Path("report.md").read_text("utf-8").replace("\\", "")


def test_bands_stand_above_the_kpis_of_a_goal(reports: Path) -> None:
    sheet = openpyxl.load_workbook(reports / "report-en.xlsx")["Verdicts at a glance"]
    bands = [cell.value for cell in sheet["A"] if cell.fill.fgColor.rgb in {"FFD6DEEC", "FFEDF1F7"}]
    assert bands == ["Strategy of a made-up town", "基本目標1 人の流れをつくる", "基本目標2 まちを守る"]
    assert [cell.value for cell in sheet["E"]][1:5] == [None, None, "FY2024", "FY2024"]


def test_words_of_a_scale_and_headings_stand_like_the_numbers_of_their_column(reports: Path) -> None:
    sheet = openpyxl.load_workbook(reports / "report-en.xlsx")["Verdicts at a glance"]
    cells = [cell for column in "CDFG" for cell in sheet[column] if isinstance(cell.value, str)]
    assert len(cells) > 4  # headings, and the words of a scale
    assert {cell.alignment.horizontal for cell in cells} == {"right"}


def test_no_page_break_cuts_a_chart(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.chdir(ROOT)
    run("report", tmp_path / "report.xlsx", "--as-of", "2024")
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Charts"]
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert len(sheet._charts) > 8
    assert breaks == list(range(48, 12 * -(-len(sheet._charts) // 2), 48))
    for chart in sheet._charts:
        start, end = chart.anchor._from, chart.anchor.to
        assert start.col == end.col
        assert end.row < start.row + 12
        assert not any(start.row < one <= end.row for one in breaks)
    high = sheet.sheet_format.defaultRowHeight or 15
    assert 48 * high <= 842 - 72 * (sheet.page_margins.top + sheet.page_margins.bottom)
    assert (
        not sheet.sheet_properties.pageSetUpPr.fitToPage
    )  # Excel keeps to no page break where a sheet is fitted to pages


def test_charts_show_baseline_target_path_and_bounds(reports: Path) -> None:
    book = openpyxl.load_workbook(reports / "report-en.xlsx")
    data = book["Data of the charts"]
    titles = {chart.anchor._from.row * 2 + chart.anchor._from.col * 12: chart for chart in book["Charts"]._charts}
    names = [
        [data[one.val.numRef.f.rpartition("!")[2].partition(":")[0].replace("$", "")].column for one in chart.series]
        for _, chart in sorted(titles.items())
    ]
    header = [cell.value for cell in data[1]]
    assert [header[i - 1] for i in names[0]] == ["Expected", "Actual", "Baseline", "Target value"]
    assert "Lower bound" in [header[i - 1] for i in names[-1]]
    assert [row[1].value for row in data.iter_rows(2, 7)] == ["R2", "R3", "R4", "R5", "R6", "R7"]


def test_sparklines_and_bars_are_of_a_kind_that_libreoffice_prints(reports: Path) -> None:
    with zipfile.ZipFile(reports / "report-en.xlsx") as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    drawn = [text for text in sheets if "x14:sparklineGroup " in text]
    assert len(drawn) == 2
    assert all('type="column"' in group for text in drawn for group in re.findall("<x14:sparklineGroup [^>]*>", text))
    assert all("<dataBar>" in text for text in drawn)


def test_goals_evaluations_and_texts_have_their_sheets(reports: Path) -> None:
    book = openpyxl.load_workbook(reports / "report-en.xlsx")
    assert book.sheetnames == [
        "Overview", "Verdicts at a glance", "Charts", "Data of the charts", "Goals and measures", "Evaluations", "Texts",
        "All KPIs", "How it developed",
    ]  # fmt: skip
    nodes = {row[1]: row for row in book["Goals and measures"].iter_rows(values_only=True)}
    assert nodes["(1) 移住の促進"][8:11] == (9000000, 7100000, pytest.approx(7.1 / 8))
    told = {row[1]: row for row in book["Evaluations"].iter_rows(values_only=True)}
    assert told["(1) 移住の促進"][4:8] == (
        "窓口を開いた。",
        "相談が増えた。",
        "=1+1 と書かれた課題\n二行目",
        "続ける。",
    )
    assert ("Strategy of a made-up town", "Vision", "1 将来像", "人が集まる町") in list(
        book["Texts"].iter_rows(values_only=True)
    )


def test_no_text_of_a_file_is_a_formula(reports: Path) -> None:
    cells = [
        cell
        for sheet in openpyxl.load_workbook(reports / "report-en.xlsx")
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    hostile = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith("=")]
    assert hostile
    assert all(cell.quotePrefix for cell in hostile)


def test_what_the_charts_leave_out_is_told(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    kpis = "".join(
        f"      - {{id: k{n}, name: 指標{n}, unit: 人, baseline: {{year: 2020, value: 0}}, target: {{year: 2024, value: 10}}}}\n"
        for n in range(250)
    )
    head = "id: many\ntitle: 例\norganization: {name: 例示町}\nperiod: {start: 2021, end: 2024}\nsource: 例\ngoals:\n"
    actuals = "".join(f"  k{n}: {{2024: {10 if n else 9}}}\n" for n in range(250))
    for folder, text in (
        ("strategies", f"{head}  - id: g\n    title: 目標\n    kpis:\n{kpis}"),
        ("actuals", f"strategy: many\nactuals:\n{actuals}"),
    ):
        path = tmp_path / "data" / folder / "many.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    told = run("report", "report.xlsx", "--as-of", "2025", "--lang", "ja")
    book = openpyxl.load_workbook("report.xlsx")
    sentence = "グラフは先頭の120件のKPIだけを示しています。すべての数値は「推移」シートにあります"
    assert sentence in told.err
    assert sentence in [cell.value for cell in book["概要"]["A"]]
    assert len(book["グラフ"]._charts) == 120
    assert book["推移"].max_row > 250
    share = next(cell for row in book["概要"].iter_rows() for cell in row if cell.value == 249 / 250)
    assert shown(share.value, share.number_format) == "99.6%"


def test_forecasts_alone_give_no_chart(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    kpi = "{id: k, name: 指標, unit: 人, better: higher, target: {year: 2025, improve: true}}"
    head = "id: a\ntitle: 例\norganization: {name: 例示町}\nperiod: {start: 2021, end: 2025}\nsource: 例\n"
    for folder, text in (
        ("strategies", f"{head}goals: [{{id: g, title: 目標, kpis: [{kpi}]}}]\n"),
        ("actuals", "strategy: a\nactuals: {k: {2023: {value: 5, status: forecast}, 2024: {value: 6, status: forecast}}}\n"),
    ):  # fmt: skip
        path = tmp_path / "data" / folder / "a.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("report", "report.xlsx", "--as-of", "2024", "--lang", "ja").code == 0
    assert "グラフ" not in openpyxl.load_workbook("report.xlsx").sheetnames


def test_each_text_is_written_once(reports: Path) -> None:
    with zipfile.ZipFile(reports / "report-en.xlsx") as book:
        (counted,) = re.findall(r'<sst [^>]*\bcount="(\d+)"', book.read("xl/sharedStrings.xml").decode())
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        cells = sum(book.read(name).count(b' t="s"') for name in sheets)
    assert int(counted) == cells
