from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

import forms_town
from golden import matches

from ..conftest import Run, Town


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    root = forms_town.write(tmp_path)
    monkeypatch.chdir(root)
    return Town(root)


def form(name: str, *cells: str) -> str:
    book = openpyxl.Workbook()
    book.active.title = "Form"
    for i, text in enumerate(cells, 1):
        book.active.cell(i, 1, text)
    book.save(name)
    return name


def column(path: Path | str) -> list[object]:
    return [cell.value for cell in openpyxl.load_workbook(path).active["A"]]


def test_a_form_is_filled_for_what_an_option_names(made_up: Town, run: Run) -> None:
    name = form(
        "form.xlsx", "{{ strategy.id }}", "{{ goal.id }}", "{{ measure.id }}", "{{ kpi.id }}", "{{ actual(2023) }}"
    )
    result = run("fill", name, "out.xlsx", "--kpi", "movers", "--as-of", "2024")
    assert (result.code, result.err.strip()) == (0, "out.xlsx")
    assert column("out.xlsx") == ["town", "g1", "m1", "movers", 26]
    name = form("form.xlsx", "{{ goal.id }}", "{{ measure.id }}", "{{ kpis | length }}")
    assert run("fill", name, "m2.xlsx", "--goal", "m2").code == 0
    assert column("m2.xlsx") == ["g1", "m2", 1]
    name = form("form.xlsx", "{{ strategy.id }}", "{{ kpis | length }}")
    assert run("fill", name, "all.xlsx").code == 0
    assert column("all.xlsx") == ["town", 6]


def test_a_folder_gets_one_file_each(made_up: Town, run: Run) -> None:
    assert run("fill", form("form.xlsx", "{{ kpi.id }}"), "out/", "--goal", "m1").code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["form-guests.xlsx", "form-movers.xlsx"]
    assert column("out/form-guests.xlsx") == ["guests"]
    assert run("fill", form("form.xlsx", "{{ measure.id }}"), "measures").code == 0
    assert sorted(path.name for path in Path("measures").iterdir()) == ["form-m1.xlsx", "form-m2.xlsx"]
    assert run("fill", form("form.xlsx", "{{ kpis | length }}"), "goals", "--each", "goal").code == 0
    assert [column(path) for path in sorted(Path("goals").iterdir())] == [[3], [3]]
    assert run("fill", form("form.xlsx", "{{ kpis | length }}"), "what").code == 2


def test_two_kpis_never_share_a_file(made_up: Town, run: Run) -> None:
    for strategy, kpi in (("a", "b-c"), ("a-b", "c")):
        Path(f"data/strategies/{strategy}.yaml").write_text(
            f"id: {strategy}\ntitle: t\norganization: {{name: n, level: other}}\nperiod: {{start: 2021, end: 2025}}\n"
            f"goals: [{{id: g, title: t, kpis: [{{id: {kpi}, name: n, unit: 人, target: {{year: 2025, value: 1}}}}]}}]\n",
            "utf-8",
        )
    assert run("fill", form("form.xlsx", "{{ kpi.id }}"), "out/").code == 0
    assert len([path for path in Path("out").iterdir() if path.name.startswith("form-a")]) == 2


def test_every_fault_of_a_form_is_told_and_nothing_is_written(made_up: Town, run: Run) -> None:
    result = run(
        "fill",
        form("form.xlsx", "{{ kpi.nmae }}", "{{ stratgy.title }}", "{{ kpi.name }}"),
        "out.xlsx",
        "--kpi",
        "movers",
    )
    assert result.code == 1
    assert "form.xlsx Form!A1" in result.err
    assert "“name”" in result.err
    assert "form.xlsx Form!A2" in result.err
    assert "“strategy”" in result.err
    assert "A3" not in result.err
    assert not Path("out.xlsx").exists()
    said = run("--lang", "ja", "fill", "form.xlsx", "out.xlsx", "--kpi", "movers").err
    assert "kpi に nmae という語はありません" in said


def test_a_form_for_one_thing_filled_for_all_is_told_with_the_cell(made_up: Town, run: Run) -> None:
    result = run("fill", form("form.xlsx", "{{ strategy.title }}", "{{ progress(2024) }}"), "out.xlsx")
    assert result.code == 1
    assert "Form!A2" in result.err
    assert "--kpi" in result.err
    assert not Path("out.xlsx").exists()


def test_a_file_that_is_there_is_not_written_over_unless_asked(made_up: Town, run: Run) -> None:
    name = form("form.xlsx", "{{ kpi.id }}")
    Path("out.xlsx").write_bytes(b"mine")
    assert run("fill", name, "out.xlsx", "--kpi", "movers").code == 1
    assert Path("out.xlsx").read_bytes() == b"mine"
    assert run("fill", name, "out.xlsx", "--kpi", "movers", "--replace").code == 0
    assert column("out.xlsx") == ["movers"]
    assert run("fill", name, name, "--kpi", "movers", "--replace").code == 1
    assert column(name) == ["{{ kpi.id }}"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["fill"], 2), (["fill", "form.xlsx"], 2),
        (["fill", "form.xlsx", "out.docx"], 2), (["fill", "none.xlsx", "out.xlsx"], 2),
        (["fill", "form.xlsx", "out.xlsx", "--kpi", "mover"], 2), (["fill", "form.xlsx", "out.xlsx", "--goal", "g7"], 2),
        (["fill", "form.xlsx", "out.xlsx", "--strategy", "twn"], 2), (["fill", "form.txt", "out.txt"], 2),
        (["fill", "--example", "out.pdf"], 2),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_refused(made_up: Town, run: Run, arguments: list[str], code: int) -> None:
    form("form.xlsx", "{{ kpi.id }}")
    Path("form.txt").write_text("{{ kpi.id }}")
    assert run(*arguments).code == code
    assert not list(Path().glob("out*"))


def test_a_form_that_needs_a_kpi_says_so_once_for_all_that_a_kpi_settles(made_up: Town, run: Run) -> None:
    assert run("fill", "--example", "form.xlsx").code == 0
    refused = run("--lang", "ja", "fill", "form.xlsx", "out.xlsx")
    assert refused.code == 1
    assert "goal は1つの基本目標を指しますが" in refused.err
    assert "--kpi で指定" in refused.err
    assert "--goal" not in refused.err


def shown(path: Path) -> str:
    """A filled form as text: a line a row, the cells parted."""
    lines = []
    if path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path):
            rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
            lines += [" | ".join(row).replace("\n", "⏎").rstrip(" |") for row in rows]
        return "\n".join(lines) + "\n"
    document = docx.Document(path)
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            lines += [" | ".join(cell.text.replace("\n", "⏎") for cell in row.cells) for row in block.rows]
        else:
            lines.append(f"[{block.style.name}] {block.text}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_the_examples_are_filled(made_up: Town, run: Run, spoken: str) -> None:
    assert run("--lang", spoken, "fill", "--example", "examples").code == 0
    forms = sorted(Path("examples").iterdir())
    assert len(forms) == 3
    text = []
    for path in forms:
        assert run("--lang", spoken, "fill", path, "out", "--as-of", "2024").code == 0
        text += [f"== {found.name}\n{shown(found)}" for found in sorted(Path("out").glob(f"{path.stem}*"))]
    matches(f"fill-examples-{spoken}.txt", "\n".join(text))


def test_an_example_is_the_same_whenever_it_is_written(made_up: Town, run: Run) -> None:
    for name in ("a.xlsx", "b.xlsx", "a.docx", "b.docx"):
        assert run("fill", "--example", name).code == 0
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()
    assert Path("a.docx").read_bytes() == Path("b.docx").read_bytes()
    assert run("fill", "--example", "a.xlsx").code == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
def test_a_form_that_is_no_plain_file_is_not_waited_for(made_up: Town) -> None:
    os.mkfifo("form.xlsx")
    command = [sys.executable, "-m", "kpitrack", "fill", "form.xlsx", "out.xlsx"]
    assert subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 2


def test_faulty_files_fill_no_form(made_up: Town, run: Run) -> None:
    name = form("form.xlsx", "{{ strategy.id }}")
    made_up.actuals.write_text("strategy: town\nactuals: {movers: {2021: '12'}}\n", "utf-8")
    assert run("fill", name, "out.xlsx").code == 1
    assert not Path("out.xlsx").exists()


def test_a_whole_number_of_an_example_ends_without_a_point(made_up: Town, run: Run) -> None:
    """Excel shows 12 in the format ``0.##`` as ``12.``, and 12.5 rounded in the format ``0``."""
    assert run("fill", "--example", "examples").code == 0
    seen = 0
    for path in sorted(Path("examples").glob("*.xlsx")):
        assert run("fill", path, "out", "--as-of", "2024").code == 0
        for filled in Path("out").glob(f"{path.stem}*"):
            sheet = openpyxl.load_workbook(filled).active
            rules = [(area, one) for area in sheet.conditional_formatting for one in area.rules]
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.number_format == "#,##0.0###"):
                (rule,) = (one for area, one in rules if cell.coordinate in area)
                assert rule.dxf.numFmt.formatCode == "#,##0"
                seen += isinstance(cell.value, int | float)
    assert seen > 10
