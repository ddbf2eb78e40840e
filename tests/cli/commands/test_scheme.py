from __future__ import annotations

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
