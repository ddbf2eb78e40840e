"""``kpitrack import-strategy`` as its users meet it."""

from __future__ import annotations

from pathlib import Path

from ..conftest import Run

LIST = (
    "項目,現状値,成果指標,備考\r\n"
    "移住者数（累計）,7人 (2020(令和2)年度),47人 (2024(令和6)年度),\r\n"
    "満足度,現状維持,向上,=1+1\r\n"
)


def test_a_draft_on_stdout(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(LIST.encode("cp932"))
    result = run("import-strategy", tmp_path / "list.csv")
    assert result.code == 0
    assert "baseline: {year: 2020, value: 7}  # B2: 7人 (2020(令和2)年度)" in result.out
    assert "# B3 “現状維持”: no single value" in result.out
    assert "2 KPIs drafted" in result.err
    japanese = run("import-strategy", tmp_path / "list.csv", "--lang", "ja")
    assert "一つの値に定まりません" in japanese.out


def test_a_draft_validates_up_to_what_is_left_to_write(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, "utf-8-sig")
    out = tmp_path / "data" / "strategies" / "draft.yaml"
    out.parent.mkdir(parents=True)
    assert run("import-strategy", tmp_path / "list.csv", "--out", out).code == 0
    assert run("validate", "--root", tmp_path).code == 0
    before = out.read_bytes()
    assert run("import-strategy", tmp_path / "list.csv", "--out", out).code == 1
    assert out.read_bytes() == before


def test_what_cannot_be_drafted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "minutes.csv").write_text("議題,結論\n予算,了承\n", "utf-8")
    assert run("import-strategy", tmp_path / "minutes.csv").code == 1
    assert run("import-strategy", tmp_path).code == 1
    assert run("import-strategy", tmp_path / "none.xlsx").code == 2
