"""``kpitrack add-actual``: the fewest characters, or nothing."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import ACTUALS, Run, Town


def test_adds_one_line_in_year_order(run: Run, town: Town) -> None:
    result = run("add-actual", "guests", "R4", "１，３５０人")
    assert result.code == 0
    assert "+    2022: 1350" in result.out
    assert town.actuals.read_text("utf-8") == ACTUALS + "    2022: 1350\n"


def test_a_year_between_goes_between(run: Run, town: Town) -> None:
    assert run("add-actual", "movers", "2024", "40").code == 0
    assert run("add-actual", "movers", "2023", "30").code == 0
    lines = town.actuals.read_text("utf-8").splitlines()
    assert lines[4:8] == [
        "    2022: {value: 20, status: provisional, note: 速報値}   # 県の公表待ち",
        "    2023: 30",
        "    2024: 40",
        "  guests:",
    ]


def test_all_that_is_known_goes_in(run: Run, town: Town) -> None:
    result = run(
        "add-actual", "town/movers", "2023", "31", "--status", "estimated", "--source", "庁内集計", "--note", "年度末: 推計",
        "--published", "2024-06-30", "--by", "sex.female=16", "--by", "sex.male=15",
    )  # fmt: skip
    assert result.code == 0, result.err
    entry = json.loads(run("show", "movers", "--format", "json", "--as-of", "2023").out)
    assert entry["actual"] == {"year": 2023, "value": 31, "status": "estimated"}
    assert 'note: "年度末: 推計"' in town.actuals.read_text("utf-8")
    assert "published: 2024-06-30, by: {sex: {female: 16, male: 15}}" in town.actuals.read_text("utf-8")


def test_the_same_again_is_no_change(run: Run, town: Town) -> None:
    before = town.actuals.stat()
    result = run("add-actual", "guests", "2021", "1,300")
    assert (result.code, result.out) == (0, "")
    assert "already recorded" in result.err
    assert town.actuals.stat().st_mtime_ns == before.st_mtime_ns
    assert town.actuals.stat().st_ino == before.st_ino


def test_another_value_needs_replace(run: Run, town: Town) -> None:
    result = run("add-actual", "guests", "2021", "1310")
    assert result.code == 1
    assert "1300" in result.err
    assert town.actuals.read_text("utf-8") == ACTUALS
    assert run("add-actual", "guests", "2021", "1310", "--replace").code == 0
    assert town.actuals.read_text("utf-8") == ACTUALS.replace("1300", "1310")


def test_another_value_takes_nothing_of_the_old_one_along(run: Run, town: Town) -> None:
    assert run("add-actual", "movers", "2022", "21", "--replace").code == 0
    assert "    2022: 21   # 県の公表待ち\n" in town.actuals.read_text("utf-8")
    told = ("--note", "確定値", "--source", "県統計", "--published", "2023-06-30", "--by", "sex.female=21")
    assert run("add-actual", "movers", "2022", "21", *told).code == 0
    assert run("add-actual", "movers", "2022", "22", "--source", "県年鑑", "--replace").code == 0
    assert "    2022: {value: 22, source: 県年鑑}   # 県の公表待ち\n" in town.actuals.read_text("utf-8")


def test_what_is_added_to_the_same_value_takes_nothing_away(run: Run, town: Town) -> None:
    def entry(text: str) -> None:
        town.actuals.write_text(ACTUALS.replace("2021: 1300", f"2021: {text}"), "utf-8")

    def written() -> str:
        return next(line for line in town.actuals.read_text("utf-8").splitlines() if line.startswith("    2021: {"))

    entry("{value: 1300, by: {sex: {female: 700, male: 600}}}")
    assert run("add-actual", "guests", "2021", "1300", "--source", "県統計").code == 0
    assert "by: {sex: {female: 700, male: 600}}" in written()
    assert "source: 県統計" in written()
    entry("{numerator: 2600, denominator: 2}")
    for same in ((), ("--status", "normal")):
        result = run("add-actual", "guests", "2021", "1300", *same)
        assert (result.code, result.out) == (0, "")
        assert "already recorded" in result.err
    assert run("add-actual", "guests", "2021", "1300", "--source", "県統計").code == 0
    assert written() == "    2021: {numerator: 2600, denominator: 2, source: 県統計}"
    assert run("add-actual", "guests", "2021", "1301", "--replace").code == 0
    assert town.actuals.read_text("utf-8") == ACTUALS.replace("1300", "1301")
    entry("{status: missing, note: 未集計, source: 旧資料}")
    assert run("add-actual", "guests", "2021", "1300").code == 0
    assert town.actuals.read_text("utf-8") == ACTUALS


def test_a_provisional_value_becomes_final(run: Run, town: Town) -> None:
    assert run("add-actual", "movers", "2022", "20", "--status", "確定値").code == 0
    assert "    2022: {value: 20, note: 速報値}   # 県の公表待ち\n" in town.actuals.read_text("utf-8")


def test_a_missing_value_is_recorded_as_such_and_filled_later(run: Run, town: Town) -> None:
    assert run("add-actual", "guests", "2022", "未公表").code == 0
    assert "    2022: {status: missing}\n" in town.actuals.read_text("utf-8")
    assert run("add-actual", "guests", "2022", "1340").code == 0
    assert town.actuals.read_text("utf-8") == ACTUALS + "    2022: 1340\n"


@pytest.mark.parametrize("value", ["-5", "▲5", "−5", "△5"])
def test_negative_numbers_as_people_type_them(run: Run, town: Town, value: str) -> None:
    result = run("add-actual", "guests", "2022", value)
    assert result.code == 0, result.err
    assert town.actuals.read_text("utf-8") == ACTUALS + "    2022: -5\n"


def test_dry_run_writes_nothing(run: Run, town: Town) -> None:
    result = run("add-actual", "guests", "2022", "1350", "--dry-run")
    assert result.code == 0
    assert "+    2022: 1350" in result.out
    assert town.actuals.read_text("utf-8") == ACTUALS


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["guets", "2022", "1"], 2, "did you mean “guests”?"),
        (["guests", "20223", "1"], 2, "YEAR"),
        (["guests", "2022", "12.3.4"], 2, "VALUE"),
        (["guests", "2022", "約1300"], 2, "VALUE"),
        (["guests", "2022", "1300件"], 2, "VALUE"),
        (["guests", "2022", "なし"], 2, "VALUE"),
        (["guests", "2022", "1", "--status", "provisonal"], 2, "did you mean “provisional”?"),
        (["guests", "2022", "1", "--by", "female=1"], 2, "DIM.KEY=VALUE"),
        (["guests", "2022", "1", "--by", ".female=1"], 2, "DIM.KEY=VALUE"),
        (["guests", "2022", "1", "--by", "sex.=1"], 2, "DIM.KEY=VALUE"),
        (["guests", "2022", "1", "--by", "sex.female"], 2, "DIM.KEY=VALUE"),
        (["guests", "2022", "1", "--by", "sex.female=many"], 2, "--by sex.female: "),
        (["guests", "2022", "1", "--by", "sex.female=5%増"], 2, "--by sex.female: a part needs a number"),
        (["guests", "2022", "3", "--by", "sex.female=1"], 1, "parts-do-not-add-up"),
        (["guests", "2022", "3", "--status", "missing"], 1, "value-needs-status"),
        (["guests", "2022", "3", "--published", "2024-13-01"], 2, "2024-13-01 is no date"),
        (["movers", "2023", "15"], 1, "running-total-falls"),
        (["guests"], 2, "YEAR"),
    ],
)
def test_what_is_wrong_is_refused(run: Run, town: Town, arguments: list[str], code: int, said: str) -> None:
    result = run("add-actual", *arguments)
    assert result.code == code, result.err
    assert said in result.err
    assert town.actuals.read_text("utf-8") == ACTUALS


def test_makes_the_file_where_there_is_none(run: Run, town: Town) -> None:
    town.actuals.unlink()
    assert run("add-actual", "movers", "2021", "10").code == 0
    assert town.actuals.read_text("utf-8") == "strategy: town\nactuals:\n  movers:\n    2021: 10\n"


def test_errors_in_its_own_files_are_refused(run: Run, town: Town) -> None:
    text = ACTUALS.replace("1300", "1,300")
    town.actuals.write_text(text, "utf-8")
    result = run("add-actual", "guests", "2022", "1350")
    assert (result.code, result.out) == (1, "")
    assert "data/actuals/town.yaml:7" in result.err
    assert town.actuals.read_text("utf-8") == text


def test_an_unsafe_place_is_told_and_nothing_changes(run: Run, town: Town) -> None:
    text = ACTUALS.replace("    2021: 1300\n", "    ? 2021\n    : 1300\n")
    town.actuals.write_text(text, "utf-8")
    result = run("add-actual", "guests", "2021", "1350", "--replace")
    assert result.code == 1
    assert "data/actuals/town.yaml:7" in result.err
    assert town.actuals.read_text("utf-8") == text


def test_nothing_is_recorded_beside_a_file_that_cannot_be_read(run: Run, town: Town) -> None:
    real = town.root.parent / "elsewhere.yaml"
    town.actuals.rename(real)
    town.actuals.symlink_to(real)
    before = real.read_bytes()
    result = run("add-actual", "guests", "2022", "1350")
    assert result.code == 1
    assert "KP101 unreadable-file" in result.err
    assert "1,200" not in result.err
    assert real.read_bytes() == before


def test_beside_a_value_that_says_when_it_was_published(run: Run, town: Town) -> None:
    town.actuals.write_text(
        town.actuals.read_text("utf-8").replace("2021: 1300", "2021: {value: 1300, published: 2022-06-30}"), "utf-8"
    )
    assert run("add-actual", "guests", "2022", "1350").code == 0


def test_mode_and_symlink_stay(run: Run, town: Town) -> None:
    real = town.root / "elsewhere.yaml"
    town.actuals.rename(real)
    real.chmod(0o640)
    town.actuals.symlink_to(real)
    assert run("add-actual", "guests", "2022", "1350").code == 0
    assert town.actuals.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert real.read_text("utf-8") == ACTUALS + "    2022: 1350\n"


def test_a_file_that_cannot_be_read_may_hold_the_value(run: Run, town: Town, tmp_path: Path) -> None:
    town.actuals.unlink()
    town.actuals.symlink_to(tmp_path.parent / "outside.yaml")  # dangling, and out of the repository
    result = run("add-actual", "guests", "2022", "1350")
    assert result.code == 1
    assert "KP101 unreadable-file" in result.err
    assert not (tmp_path.parent / "outside.yaml").exists()


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("actuals/2022.yaml", "strategy: town\nactuals: {guests: {2022: 1,400}}\n", 1),  # it may be anyone's
        ("actuals/2022.yaml", "strategy: village\nactuals: {nothing: {2022: 1400}}\n", 0),  # read, and not the town's
        (
            "actuals/2022.yaml",
            "strategy: village\nactuals: {guests: {2022: 5, R4: 6}}\n",
            0,
        ),  # the village's, so it says
        ("actuals/2022.yaml", "strategy: vilage\nactuals: {guests: {2022: 5, R4: 6}}\n", 1),  # nobody's: misspelt
        ("actuals/town.yaml", "strategy: village\nactuals: {guests: {2022: 5, R4: 6}}\n", 1),  # called like the town's
        ("strategies/village.yaml", "id: village\n", 0),  # no file of values
    ],
)
def test_what_is_wrong_elsewhere_stands_in_the_way_where_it_may_hold_the_value(
    run: Run, town: Town, path: str, text: str, code: int
) -> None:
    other = town.strategy.read_text("utf-8").replace("id: town", "id: village").replace("062031", "062049")
    town.strategy.with_name("village.yaml").write_text(other.replace("例示町", "例示村"), "utf-8")
    (town.root / "data" / path).write_text(text, "utf-8")
    assert run("validate").code == 1
    result = run("add-actual", "town/guests", "2022", "1350")
    assert (result.code, f"data/{path}:" in result.err) == (code, code == 1)


def test_crlf_bom_and_a_missing_last_newline_stay(run: Run, town: Town) -> None:
    text = "\ufeff" + ACTUALS.replace("\n", "\r\n").rstrip()
    town.actuals.write_bytes(text.encode())
    assert run("add-actual", "guests", "2022", "1350").code == 0
    assert town.actuals.read_bytes().startswith(text.encode())
    assert town.actuals.read_bytes()[len(text.encode()) :].replace(b"\r\n", b"") == b"    2022: 1350"


def test_sixteen_at_once_all_land(town: Town) -> None:
    command = [sys.executable, "-m", "kpitrack", "add-actual", "guests"]
    running = [
        subprocess.Popen(
            [*command, str(2005 + i), str(1000 + i)], cwd=town.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for i in range(16)
    ]
    for process in running:
        _, err = process.communicate(timeout=300)
        assert process.returncode == 0, err.decode()
    text = town.actuals.read_text("utf-8")
    assert all(f"    {2005 + i}: {1000 + i}\n" in text for i in range(16) if 2005 + i != 2021)


def test_killed_at_any_moment_leaves_the_old_file_or_the_new(town: Town) -> None:
    new = ACTUALS + "    2022: 1350\n"
    seen = set()
    for delay in (0.05, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 1.0):
        town.actuals.write_text(ACTUALS, "utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "kpitrack", "add-actual", "guests", "2022", "1350"],
            cwd=town.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=60)
        seen.add(town.actuals.read_text("utf-8"))
    assert seen <= {ACTUALS, new}
    assert [path.name for path in town.actuals.parent.iterdir() if path.suffix == ".yaml"] == ["town.yaml"]


def test_changed_meanwhile_is_refused(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpitrack.cli import recording

    def also_written(root: Path, changes: list[recording.Change], note: object) -> None:
        town.actuals.write_text("strategy: town\n", "utf-8")
        write(root, changes, note)

    write: Callable[..., None] = recording.write
    monkeypatch.setattr(recording, "write", also_written)
    result = run("add-actual", "guests", "2022", "1350")
    assert result.code == 1
    assert "changed by someone else" in result.err
    assert town.actuals.read_text("utf-8") == "strategy: town\n"


def test_a_kpi_of_a_file_that_cannot_be_read_is_not_called_unknown(run: Run, town: Town) -> None:
    town.strategy.write_text("id: town\nunit: %\n", "utf-8")
    result = run("add-actual", "movers", "2023", "30")
    assert (result.code, result.out) == (1, "")
    assert "yaml-syntax" in result.err
    assert "nothing was written" in result.err


def test_a_year_written_twice_in_two_ways_is_not_written_over(run: Run, town: Town) -> None:
    text = ACTUALS + "    令和3年度: 1320\n"
    town.actuals.write_text(text, "utf-8")
    for year, value in (("R3", "1310"), ("2022", "1350")):
        result = run("add-actual", "guests", year, value)
        assert (result.code, result.out) == (1, "")
        assert "duplicate-actual" in result.err
        assert "nothing was written" in result.err
        assert town.actuals.read_text("utf-8") == text


def test_a_file_that_misspells_its_strategy_is_not_written_over(run: Run, town: Town) -> None:
    text = ACTUALS.replace("strategy: town", "strategy: twon")
    town.actuals.write_text(text, "utf-8")
    result = run("add-actual", "guests", "2021", "1310")
    assert (result.code, result.out) == (1, "")
    assert "unknown-strategy" in result.err
    assert "nothing was written" in result.err
    assert town.actuals.read_text("utf-8") == text


def test_the_file_of_another_strategy_takes_no_value(run: Run, town: Town) -> None:
    other = town.strategy.read_text("utf-8").replace("id: town", "id: village").replace("062031", "062049")
    town.strategy.with_name("village.yaml").write_text(other.replace("例示町", "例示村"), "utf-8")
    town.actuals.write_text("strategy: village\n", "utf-8")
    result = run("add-actual", "town/guests", "2021", "1310")
    assert (result.code, result.out) == (1, "")
    assert "holds the values of another strategy" in result.err
    assert town.actuals.read_text("utf-8") == "strategy: village\n"


def test_what_is_given_empty_is_not_given(run: Run, town: Town) -> None:
    assert run("add-actual", "movers", "2023", "30", "--source", "", "--note", "").code == 0
    assert "    2023: 30\n" in town.actuals.read_text("utf-8")


SCALED = """\
id: deeds
title: 段階の例（架空）
organization: {name: 例示村}
period: {start: 2021, end: 2025}
source: 架空の例
goals:
  - id: g1
    title: 目標
    kpis:
      - id: plan
        name: 計画の策定
        unit: ""
        scale: [未着手, {ja: 検討中, en: under way}, 策定済]
        baseline: {year: 2020, value: 未着手}
        target: {year: 2025, value: 策定済}
"""


def test_a_word_of_a_scale_is_recorded_as_it_is(run: Run, town: Town) -> None:
    (town.root / "data" / "strategies" / "deeds.yaml").write_text(SCALED, "utf-8")
    assert run("add-actual", "plan", "2022", "under way").code == 0
    assert run("add-actual", "plan", "2022", "under way").code == 0  # the same again
    entry = json.loads(run("show", "plan", "--format", "json", "--as-of", "2023").out)
    assert entry["actual"] == {"year": 2022, "value": 1, "word": "under way", "status": "normal"}
    assert (entry["target"]["value"], entry["target"]["word"], entry["progress"]) == (2, "策定済", 0.5)
    other = run("add-actual", "plan", "2022", "策定済")
    assert other.code == 1
    assert "under way" in other.err
    for wrong in ("策定", "3"):
        result = run("add-actual", "plan", "2023", wrong)
        assert result.code == 2
        assert "no word of the KPI's scale" in result.err
    assert run("add-actual", "plan", "2023", "未公表").code == 0


def test_words_of_a_scale_come_back_from_the_sheet(run: Run, town: Town) -> None:
    (town.root / "data" / "strategies" / "deeds.yaml").write_text(SCALED, "utf-8")
    table = town.root / "in.csv"
    table.write_text("kpi,year,value\ndeeds/plan,2022,検討中\ndeeds/plan,2023,策定済\n", "utf-8")
    assert run("sheet", "import", str(table)).code == 0
    assert json.loads(run("show", "plan", "--format", "json", "--as-of", "2023").out)["status"] == "achieved_early"
    assert "nothing new" in run("sheet", "import", str(table)).err.lower() or not run("sheet", "import", str(table)).out
    table.write_text("kpi,year,value\ndeeds/plan,2024,済\n", "utf-8")
    result = run("sheet", "import", str(table))
    assert result.code == 1
    assert "no word of the KPI's scale" in result.err


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("word", "status"),
    [("速報値", "provisional"), ("推計", "estimated"), ("Provisional", "provisional"), ("未公表", "missing")],
)
def test_a_state_is_taken_in_either_language(run: Run, town: Town, word: str, status: str, language: str) -> None:
    value = "-" if status == "missing" else "1400"
    result = run("add-actual", "guests", "2022", value, "--status", word, "--lang", language)
    assert result.code == 0, result.err
    assert f"status: {status}" in town.actuals.read_text("utf-8")


@pytest.mark.parametrize("day", ["2023/6/30", "令和5年6月30日", "２０２３-０６-３０"])
def test_a_day_is_taken_as_people_write_it(run: Run, town: Town, day: str) -> None:
    assert run("add-actual", "guests", "2022", "1400", "--published", day).code == 0
    assert "published: 2023-06-30" in town.actuals.read_text("utf-8")


def test_a_value_of_a_year_that_has_not_begun_is_refused(run: Run, town: Town) -> None:
    result = run("add-actual", "guests", "R66", "1400")
    assert result.code == 1
    assert "future-actual" in result.err
    assert "nothing was written" in result.err
    assert town.actuals.read_text("utf-8") == ACTUALS
    assert run("add-actual", "guests", "R66", "1400", "--status", "見込値").code == 0
    assert "2084: {value: 1400, status: forecast}" in town.actuals.read_text("utf-8")


def test_what_a_text_in_two_languages_loses_is_told(run: Run, town: Town) -> None:
    text = ACTUALS.replace(
        "note: 速報値", "note: {ja: 速報値, en: preliminary}, source: {title: 統計, url: https://a.example/}"
    )
    town.actuals.write_text(text, "utf-8")
    result = run("add-actual", "movers", "2022", "20", "--note", "県の速報値", "--source", "県統計")
    assert result.code == 0
    assert "of movers 2022 was more than one text; with it goes: preliminary" in result.err
    assert "with it goes: https://a.example/" in result.err
    assert "goes" not in run("add-actual", "movers", "2022", "20", "--note", "速報").err
