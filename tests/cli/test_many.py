"""A large repository is answered from columns and from the cache, with the same answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpitrack.cli import many

from .conftest import Run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "nation"
    for kind in ("strategies", "actuals"):
        (root / "data" / kind).mkdir(parents=True)
    for i in range(40):
        level = "\n    level: outcome\n    baseline: {year: 2020, value: 1.5}" if i % 3 else ""
        target = [
            "value: 20.25",
            "percent_change: 30%",
            "improve: true",
            "parity_with: tokyo",
            f"parity_with: t{i:02d}/l",
        ][i % 5]
        (root / f"data/strategies/{i:02d}.yaml").write_text(
            f"id: t{i:02d}\ntitle: 戦略\norganization: {{name: {{ja: '町“{i}\"\\', en: Town {i}}}, level: municipality}}\n"
            "period: {start: 2020, end: 2024}\nsource: 資料\ngoals:\n- id: g1\n  title: 目標\n  measures:\n  - id: m1\n    title: 施策\n"
            f"    kpis:\n    - id: k\n      name: \"率\\n{i}\\t:1.0,\"\n      unit: '%'\n      better: higher\n"
            + level.replace("\n    ", "\n      ")
            + f"\n      target: {{year: 2024, {target}}}\n    - {{id: l, name: 数, unit: 人, better: lower, accumulation: sum}}\n"
        )
        (root / f"data/actuals/{i:02d}.yaml").write_text(
            f"strategy: t{i:02d}\nactuals:\n  k: {{2021: {i}, 2022: {{value: {i + 0.5}, status: provisional}}}}\n"
            f"  l: {{2021: 3, 2023: {i * 1e15}}}\ncomparators: {{tokyo: {{2020: 30, 2021: 1e-7, 2022: 31}}}}\n"
        )
    return root


ASKED = [
    [], ["--grading", "ibaraki"], ["--org", "Town 7"], ["t03", "t07"], ["--kpi", "t05/k"], ["--goal", "m1"], ["--goal", "t02/g1"],
    ["--status", "at_risk,missed"], ["--as-of", "2030"], ["--as-of", "2021"], ["--fail-on", "missed", "--as-of", "2030"],
    ["nothing"], ["--kpi", "k"], ["--org", "nowhere"], ["--goal", "g9"], ["--lang", "en"],
]  # fmt: skip


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_the_answers_are_those_of_a_small_one(
    asked: list[str], root: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPITRACK_CACHE", str(tmp_path / "cache"))
    for format_ in ("json", "csv", "table"):
        command = [
            "status",
            "--root",
            str(root),
            "--format",
            format_,
            *(asked if "--lang" in asked else [*asked, "--lang", "ja"]),
        ]
        answers = [run(*command), run(*command)]
        with monkeypatch.context() as small:
            small.setattr(many, "FEW", 10**6)
            expected = run(*command)
        for answer in answers:
            assert (answer.code, answer.err) == (expected.code, expected.err)
            if format_ == "json" and expected.code < 2:
                got, wanted = json.loads(answer.out), json.loads(expected.out)
                for one, other in zip(got.pop("kpis"), wanted.pop("kpis"), strict=True):
                    assert one == other
                assert got == wanted
            else:
                assert answer.out == expected.out


def test_errors_are_shown_and_faulty_files_left_out(
    root: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPITRACK_CACHE", str(tmp_path / "cache"))
    (root / "data/actuals/07.yaml").write_text("strategy: t07\nactuals: {k: {2021: 1_0}}\n")
    refused = run("status", "--root", root, "--format", "json")
    assert refused.code == 1
    assert refused.out == ""
    assert "data/actuals/07.yaml:2" in refused.err
    rest = run("status", "--root", root, "--format", "json", "--keep-going")
    assert rest.code == 0
    assert json.loads(rest.out)["summary"]["kpis"] == 80


def test_validate_says_the_same_from_the_cache(
    root: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPITRACK_CACHE", "off")
    expected = run("validate", "--root", root, "--format", "json")
    monkeypatch.setenv("KPITRACK_CACHE", str(tmp_path / "cache"))
    for _ in range(2):
        assert run("validate", "--root", root, "--format", "json") == expected
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    damaged = run("validate", "--root", root, "--format", "json")
    assert damaged.out == expected.out
    assert damaged.err.count("\n") == 1
