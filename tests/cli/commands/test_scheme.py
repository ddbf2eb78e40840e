from __future__ import annotations

import csv
import io
import json

from ..conftest import Run, Town


def test_schemes_are_listed_and_shown_to_paste(run: Run, town: Town) -> None:
    listing = run("scheme").out
    assert all(name in listing for name in ("default", "ibaraki", "nagano-shinshu", "tama", "sano", "kofukin-effect"))
    shown = run("scheme", "tama").out
    (town.root / "kpitrack.yaml").write_text(shown.replace("tama:", "own:") + "grading: own\n", "utf-8")
    assert run("validate").code == 0
    entry = json.loads(run("status", "--as-of", "2022", "--kpi", "movers", "--format", "json").out)["kpis"][0]
    assert entry["grade"]["scheme"] == "own"
    assert entry["grade"]["grade"] == "①"
    assert "own" in run("scheme").out
    result = run("scheme", "tamma")
    assert result.code == 2
    assert "did you mean “tama”?" in result.err


def test_schemes_without_settings_and_with_wrong_ones(run: Run, town: Town) -> None:
    settings = town.root / "kpitrack.yaml"
    settings.unlink(missing_ok=True)
    assert run("scheme", "--root", town.root).code == 0
    settings.write_text("schemes: [1]\n", "utf-8")
    result = run("scheme")
    assert (result.code, result.out) == (1, "")
    assert "kpitrack.yaml:1:10" in result.err


def test_the_rate_of_a_scheme_stands_beside_its_grade(run: Run, town: Town) -> None:
    own = (
        "schemes:\n  own:\n    rate: {higher: [pace], lower: [mirrored_attainment]}\n"
        "    rate_label: {ja: 達成率, en: achievement}\n"
    )
    (town.root / "kpitrack.yaml").write_text(f"grading: own\n{own}", "utf-8")
    entry = next(
        kpi for kpi in json.loads(run("status", "--as-of", "2022", "--format", "json").out)["kpis"] if kpi["pace"]
    )
    rate = {"name": "pace", "value": entry["pace"], "label": "achievement"}
    assert entry["grade"] == {"scheme": "own", "grade": None, "label": "", "rate": rate}
    row = next(
        row
        for row in csv.DictReader(io.StringIO(run("status", "--as-of", "2022", "--format", "csv").out))
        if row["ref"] == entry["ref"]
    )
    assert (row["grade_rate_name"], row["grade_rate_label"]) == ("pace", "achievement")
    assert float(row["grade_rate_value"]) == entry["pace"]
    assert "achievement" in run("status", "--as-of", "2022").out
    # A scheme without grades lists none, and a mark that several conditions give stands once.
    listing = run("scheme").out.splitlines()
    assert next(line for line in listing if line.startswith("gose ")).endswith("(its rate, no grades)")
    assert next(line for line in listing if "2013-final" in line).endswith("[A B C D]")
