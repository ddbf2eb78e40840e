"""Words out and back: what each cell says is what the files say, of a department and of a committee."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kpitrack.cli import context
from kpitrack.cli import main as program

from .workbooks import columns

PLACES = ("town/g", "town/m", "town/k")
OWN = ("done", "result", "issues", "plan", "judgement", "comment", "next")
EXTERNAL = ("judgement", "comment", "by")
STEPS = {"continue": "継続", "improve": "改善", "expand": "拡充", "complete": "完了", "stop": "中止"}

lines = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from("=+-@ \n"), min_size=1, max_size=40
)
texts = (lines | st.integers(1, 20).map(lambda count: "移住相談を行った。\n" * count * 40)).map(str.strip).filter(bool)


def evaluations(fields: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    """An evaluation, or nothing."""
    words = st.dictionaries(st.sampled_from([name for name in fields if name != "next"]), texts, max_size=4)
    if "next" not in fields:
        return words
    steps = st.sampled_from([{}, *({"next": step} for step in STEPS)])
    return st.tuples(words, steps).map(lambda pair: {**pair[0], **pair[1]})


def places(fields: tuple[str, ...]) -> st.SearchStrategy[dict[str, dict[str, str]]]:
    return st.dictionaries(st.sampled_from(PLACES), evaluations(fields), max_size=3)


def lay_out(root: Path, recorded: dict[str, dict[str, str]], earlier: dict[str, dict[str, str]]) -> Path:
    def written(place: str) -> str:
        years = {2022: earlier.get(place), 2023: recorded.get(place)}
        found = ", ".join(f"{year}: {json.dumps(words, ensure_ascii=False)}" for year, words in years.items() if words)
        return f"evaluations: {{{found}}}" if found else "source: 架空"

    path = root / "data" / "strategies" / "town.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        "id: town\ntitle: 例\norganization: {name: 例示町}\nperiod: {start: 2020, end: 2025}\nsource: 架空\ngoals:\n"
        f"  - id: g\n    title: 目標\n    {written('town/g')}\n    measures:\n"
        f"      - id: m\n        title: 施策\n        {written('town/m')}\n        kpis:\n"
        f"          - id: k\n            name: 指標\n            unit: 人\n            {written('town/k')}\n",
        "utf-8",
    )
    return path


def fill(path: Path, answers: dict[str, dict[str, str]], prefix: str = "") -> None:
    """Write the words into their cells, and the next steps by their words in the list."""
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book if any(cell.value == "node" for row in sheet.iter_rows() for cell in row))
    at = columns(sheet)
    for row in sheet.iter_rows():
        place = row[at["node"] - 1].value or row[at["kpi"] - 1].value
        for name, text in answers.get(str(place), {}).items():
            cell = row[at[prefix + name] - 1]
            cell.value = STEPS[text] if name == "next" else text
            cell.data_type = "s"
    book.save(path)


def run(*arguments: object) -> int:
    code = program.run([str(argument) for argument in arguments])
    context.begin(context.CommonOptions())
    return code


def said(path: Path, year: int) -> dict[str, Any]:
    """The evaluations of a year in the file, by place."""
    goal = YAML(typ="safe", pure=True).load(path.read_bytes())["goals"][0]
    measure = goal["measures"][0]
    items = zip(PLACES, (goal, measure, measure["kpis"][0]), strict=True)
    return {place: found for place, item in items if (found := item.get("evaluations", {}).get(year))}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(places(OWN), places(OWN), places(OWN), places(EXTERNAL), st.sampled_from(["ja", "en"]))
def test_every_word_arrives(
    recorded: dict[str, dict[str, str]],
    earlier: dict[str, dict[str, str]],
    answers: dict[str, dict[str, str]],
    judged: dict[str, dict[str, str]],
    language: str,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = lay_out(root, recorded, earlier)
        before = path.read_bytes()
        common = ("--root", root, "--lang", language)
        asked = (*common, "--year", "2023")
        sheet, committee = root / "out.xlsx", root / "committee.xlsx"
        assert run("sheet", "export", sheet, *asked, "--evaluations") == 0
        assert run("sheet", "export", committee, *asked, "--committee") == 0
        assert run("sheet", "import", sheet, committee, *common) == 0
        assert path.read_bytes() == before
        fill(sheet, answers)
        fill(committee, judged, "external.")
        assert run("sheet", "import", sheet, committee, *common) == 0
        expected: dict[str, Any] = {place: {**recorded.get(place, {}), **answers.get(place, {})} for place in PLACES}
        for place, words in judged.items():
            expected[place] |= {"external": words} if words else {}
        assert said(path, 2023) == {place: words for place, words in expected.items() if words}
        assert said(path, 2022) == {place: words for place, words in earlier.items() if words}
        after = path.read_bytes()
        assert run("validate", *common) == 0
        assert run("sheet", "import", committee, sheet, *common) == 0
        assert path.read_bytes() == after
