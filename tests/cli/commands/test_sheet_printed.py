"""The workbooks of ``kpitrack sheet export`` as LibreOffice opens, prints and saves them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest

from kpitrack.cli import context
from kpitrack.cli import main as program

from ...office import converted, needs_office

WORDS = "移住相談会を東京で四回、オンラインで六回開き、空き家バンクの案内を納税通知書に同封した。"
EDITIONS = {"values": [], "evaluations": ["--evaluations", "--department", "企画課"], "committee": ["--committee"]}
TITLES = {
    ("values", "ja"): ["指標名", "実績値"], ("values", "en"): ["Indicator", "Value"],
    ("evaluations", "ja"): ["目標・施策・指標", "取組", "今後の方針"], ("evaluations", "en"): ["Figures", "Whatwasdone", "Issues"],
    ("committee", "ja"): ["自己評価：取組", "外部評価の意見"], ("committee", "en"): ["Self-evaluation:", "Externalcomment"],
}  # fmt: skip
ENDS = {
    "values": ["備"], "evaluations": ["取2023", "取2022", "方2022"], "committee": ["取2023", "外2023", "外2022"],
}  # fmt: skip


def words(length: int, name: str) -> str:
    return (WORDS * 20)[:length] + f"（{name}終）"


def lay_out(root: Path) -> None:
    """A strategy with long words of two years, of which a row shows each to its end."""
    lines = [
        "id: town", "title: {ja: 例示町総合戦略, en: Strategy of Example Town}", "organization: {name: 例示町}",
        "period: {start: 2020, end: 2025}", "source: 架空", "goals:",
    ]  # fmt: skip
    actuals = ["strategy: town", "actuals:"]
    base, aim = "{year: 2019, value: 1000}", "{year: 2025, value: 123456}"
    for g in range(3):
        lines += [f"  - id: g{g}", f"    number: 基本目標{g}", "    title: 人の流れをつくる", "    measures:"]
        for m in range(3):
            said = [
                f'{year}: {{done: "{words(150, f"取{year}{g}{m}")}", plan: "{words(90, f"方{year}{g}{m}")}", judgement: B, '
                f"next: improve, external: {{comment: {words(60, f'外{year}{g}{m}')}}}}}"
                for year in (2022, 2023)
            ]
            lines += [
                f"      - id: m{g}{m}", f'        number: "({m})"', "        title: 移住と定住を進める",
                f"        department: {'企画課' if m < 2 else '観光課'}", f"        evaluations: {{{', '.join(said)}}}",
                "        kpis:",
                f"          - {{id: k{g}{m}, name: 移住相談窓口を通じた移住者数, unit: 人, baseline: {base}, target: {aim}}}",
            ]  # fmt: skip
            actuals.append(f"  k{g}{m}: {{2022: 1200, 2023: {{value: 1300, note: {words(70, f'備{g}{m}')}}}}}")
    for name, text in (("strategies", lines), ("actuals", actuals)):
        path = root / "data" / name / "town.yaml"
        path.parent.mkdir(parents=True)
        path.write_text("\n".join(text) + "\n", "utf-8")


def run(*arguments: object) -> int:
    code = program.run([str(argument) for argument in arguments])
    context.begin(context.CommonOptions())
    return code


@dataclass(frozen=True)
class Page:
    """A printed page: its size and smallest letters in points, its text, and that of each cell, without blanks."""

    size: tuple[int, int]
    smallest: float
    text: str
    cells: tuple[str, ...]


def read_page(page: Any) -> Page:
    def text(part: Any) -> str:
        return "".join((part.extract_text() or "").split())

    cells = {cell for table in page.find_tables() for cell in table.cells}
    smallest = min(char["size"] for char in page.chars)
    size = (round(page.width), round(page.height))
    return Page(size, smallest, text(page), tuple(text(page.crop(cell)) for cell in cells))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbooks of every edition and language."""
    root = tmp_path_factory.mktemp("printed")
    lay_out(root)
    for edition, options in EDITIONS.items():
        for language in ("ja", "en"):
            out = root / f"{edition}-{language}.xlsx"
            common = ("--root", root, "--lang", language, "--year", "2023", "--as-of", "2024", "--due", "2024-06-28")
            assert run("sheet", "export", out, *common, *options) == 0
    return root


@needs_office
def test_each_prints_on_pages_that_can_be_read_and_no_text_is_cut(folder: Path) -> None:
    """One test for all of them, since starting LibreOffice is what takes time."""
    books = sorted(folder.glob("*.xlsx"))
    assert len(books) == 2 * len(EDITIONS)
    for path in converted(books, "pdf", folder / "pdf"):
        edition, _, language = path.stem.partition("-")
        with pdfplumber.open(path) as document:
            pages = [read_page(page) for page in document.pages]
        hold_pages(pages, edition, language)
        hold_texts(pages, edition)


def hold_pages(pages: list[Page], edition: str, language: str) -> None:
    """Their size and letters, their titles, and what stands above and below."""
    *tables, guide = [page.text for page in pages]
    assert {page.size for page in pages} == {(842, 595)}
    assert min(page.smallest for page in pages) >= 7.9
    for number, text in enumerate(tables, 1):
        assert f"{number}/{len(pages)}" in text
        assert ("2024年6月28日" if language == "ja" else "2024-06-28") in text
        assert edition != "evaluations" or "企画課" in text
    sheets = [text for text in tables if edition != "evaluations" or TITLES[edition, language][1] in text]
    assert len(sheets) > 1
    for text in sheets:
        assert all(title in text for title in TITLES[edition, language])
    assert not [name for name in ("town/m00", "town/k00", "last_year_of", "own_done") if name in "".join(tables)]
    assert ("記入要領" if language == "ja" else "Howtofillin") in guide


def hold_texts(pages: list[Page], edition: str) -> None:
    """The last characters of each text lie on a page, within the lines of their cell."""
    measures = [f"{g}{m}" for g in range(3) for m in range(3) if edition != "evaluations" or m < 2]
    wanted = {f"{end}{measure}終" for end in ENDS[edition] for measure in measures}
    cells = "\n".join(cell for page in pages for cell in page.cells)
    assert not [end for end in wanted if end not in cells]


@needs_office
def test_saved_again_it_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.glob("data/**/*.yaml")}
    saved = converted(sorted(folder.glob("*-ja.xlsx")), "xlsx", folder / "saved")
    assert run("sheet", "import", *saved, "--root", folder) == 0
    assert {path: path.read_bytes() for path in folder.glob("data/**/*.yaml")} == before
    for path in saved:
        states = {sheet.title: sheet.sheet_state for sheet in openpyxl.load_workbook(path)}
        assert states["kpitrack"] != "visible"
