"""Reports and filled forms as LibreOffice opens, prints and saves them: all of them in one start each."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl
import pdfplumber
import pytest

import forms_town
from kpitrack.cli import main

from ..office import converted, needs_office

pytestmark = [needs_office, pytest.mark.filterwarnings("ignore:.*extension is not supported")]


class Paper(NamedTuple):
    """The files, as printed and as saved again, by their names."""

    folder: Path
    printed: dict[str, Path]
    again: dict[str, Path]


@pytest.fixture(scope="module")
def paper(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Paper:
    folder = tmp_path_factory.mktemp("paper")
    root = forms_town.write(folder / "town")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1735689600")
        patch.chdir(root)
        for spoken in ("ja", "en"):
            said = ["--lang", spoken]
            for suffix in ("docx", "xlsx"):
                shutil.copy(reports / f"report-{spoken}.{suffix}", root)
            assert main.run([*said, "fill", "--example", f"forms-{spoken}"]) == 0
            for i, form in enumerate(sorted(Path(f"forms-{spoken}").iterdir())):
                name = f"form-{spoken}-{i}{form.suffix}"
                assert main.run([*said, "fill", str(form), name, "--kpi", "movers", "--as-of", "2024"]) == 0
    files = sorted(root.glob("*.xlsx")) + sorted(root.glob("*.docx"))
    named = {path.name: folder / path.name.replace(".", "-") for path in files}
    copies = []
    for path in files:  # two files of one name would print over each other
        copy = named[path.name].with_suffix(path.suffix)
        copy.write_bytes(path.read_bytes())
        copies.append(copy)
    printed = converted(copies, "pdf", folder / "printed")
    sheets = [one for one in copies if one.suffix == ".xlsx"]
    texts = [one for one in copies if one.suffix == ".docx"]
    again = [*converted(sheets, "xlsx", folder / "saved"), *converted(texts, "docx", folder / "saved")]
    return Paper(
        root,
        {path.name: pdf for path, pdf in zip(files, printed, strict=True)},
        {path.name: made for path, made in zip(files, again, strict=True)},
    )


def pages(path: Path) -> list[str]:
    with pdfplumber.open(path) as document:
        return [page.extract_text() or "" for page in document.pages]


def test_no_number_is_printed_as_hashes(paper: Paper) -> None:
    for name, path in paper.printed.items():
        text = "\n".join(pages(path))
        assert "###" not in text, name
        assert "Err:" not in text, name
        assert "#REF!" not in text, name
        assert "{{ kpi" not in text, name


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_the_workbook_is_printed_page_by_page(paper: Paper, spoken: str) -> None:
    found = pages(paper.printed[f"report-{spoken}.xlsx"])
    names = openpyxl.load_workbook(paper.folder / f"report-{spoken}.xlsx").sheetnames
    assert len(found) == len(names)  # the summary and the charts on one page each, and no sheet spills over
    for name, text in zip(names, found, strict=True):
        assert name.replace(" ", "") in text.replace(" ", ""), name


def test_charts_are_whole_and_side_by_side(paper: Paper) -> None:
    with pdfplumber.open(paper.printed["report-en.xlsx"]) as document:
        page = document.pages[2]
        frames = [one for one in page.curves if one["width"] > 190 and one["height"] > 160]  # of the charts
        places = {(round(one["x0"]), round(one["top"])) for one in frames}
        assert len(places) == 4
        assert len({left for left, _ in places}) == len({top for _, top in places}) == 2
        assert all(one["x1"] < page.width and one["bottom"] < page.height for one in frames)


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_the_document_is_printed_with_contents_and_page_numbers(paper: Paper, spoken: str) -> None:
    found = pages(paper.printed[f"report-{spoken}.docx"])
    assert f"1 / {len(found)}" in found[0]
    goal = next(i for i, text in enumerate(found[1:], 2) if "基本目標2" in text)
    line = next(line for line in found[0].splitlines() if "基本目標2" in line.replace(" ", ""))
    assert line.rstrip().endswith(str(goal))
    with pdfplumber.open(paper.printed[f"report-{spoken}.docx"]) as document:
        assert sum(len(page.images) for page in document.pages) == 5
        assert {(round(page.width), round(page.height)) for page in document.pages} == {(595, 842)}


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_filled_forms_are_a_page_each_and_their_formulas_are_computed(paper: Paper, spoken: str) -> None:
    forms = {name: path for name, path in paper.printed.items() if name.startswith(f"form-{spoken}")}
    assert len(forms) == 3
    for name, path in forms.items():
        found = pages(path)
        assert len(found) == 1, name
    whole = "\n".join("\n".join(pages(path)) for path in forms.values())
    for text in ("移住者数", "5,000,000", "4,200,000", "84.0%", "35"):
        assert text in whole
    sums = [
        cell.value
        for name, path in paper.again.items()
        if name.startswith(f"form-{spoken}") and name.endswith(".xlsx")
        for row in openpyxl.load_workbook(path, data_only=True).active.iter_rows()
        for cell in row
        if cell.value in {5000000, 4200000}
    ]
    assert sums.count(5000000) == sums.count(4200000) == 2  # of the project, and the total of all


def test_saved_again_they_hold_what_they_held(paper: Paper) -> None:
    for name, path in paper.again.items():
        if name.endswith(".docx"):
            before, after = (docx.Document(one) for one in (paper.folder / name, path))
            assert len(after.tables) == len(before.tables), name
            assert len(after.inline_shapes) == len(before.inline_shapes), name
        else:
            before, after = (openpyxl.load_workbook(one) for one in (paper.folder / name, path))
            assert after.sheetnames == before.sheetnames
            for sheet in before:
                assert len(after[sheet.title]._charts) == len(sheet._charts), name
                held = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
                kept = [
                    cell.value
                    for row in after[sheet.title].iter_rows()
                    for cell in row
                    if isinstance(cell.value, int | float)
                ]
                assert kept == pytest.approx(held), name
