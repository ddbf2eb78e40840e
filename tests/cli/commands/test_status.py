"""``kpitrack status`` as its users meet it."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import golden
from kpitrack.views.text.plain import widest, width

from ..conftest import Run, Town

ROOT = Path(__file__).resolve().parents[3]
SERIES = ("tsuruoka-2", "nagano-shinshu", "ibaraki", "sapporo-miraisousei-1")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("columns", [80, 100, 160])
def test_our_own_data_read_at_a_glance(run: Run, language: str, columns: int) -> None:
    result = run("status", *SERIES, "--root", ROOT, "--as-of", "2018", "--lang", language, columns=columns)
    assert (result.code, result.err) == (0, "")
    assert max(map(widest, result.out.splitlines())) <= columns
    golden.matches(f"status-{columns}-{language}.txt", result.out)


@pytest.mark.parametrize("layout", [(), ("--long",)])
def test_no_share_is_told_of_kpis_that_were_picked_by_their_status(run: Run, layout: tuple[str, ...]) -> None:
    asked = ("status", "nagano-shinshu", "--root", ROOT, "--as-of", "2018", "--lang", "en", *layout)
    share = "that can be assessed are achieved or on track"
    assert share in " ".join(run(*asked).out.split())
    picked = run(*asked, "--status", "on_track,no_data")
    assert picked.code == 0
    assert "on track" in picked.out
    assert share not in " ".join(picked.out.split())


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("columns", [80, 200])
def test_all_figures_of_our_own_data(run: Run, language: str, columns: int) -> None:
    result = run("status", *SERIES, "--long", "--root", ROOT, "--as-of", "2018", "--lang", language, columns=columns)
    assert (result.code, result.err) == (0, "")
    assert max(map(widest, result.out.splitlines())) <= columns
    golden.matches(f"status-long-{columns}-{language}.txt", result.out)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("columns", [80, 160])
def test_our_strategies_a_line_each(run: Run, language: str, columns: int) -> None:
    result = run("status", "--root", ROOT, "--as-of", "2018", "--lang", language, columns=columns)
    assert max(map(widest, result.out.splitlines())) <= columns
    golden.matches(f"status-many-{columns}-{language}.txt", result.out)


def test_the_legend_of_many_explains_a_share_only_where_one_is_shown(run: Run) -> None:
    assert "n/m" not in run("status", "--root", ROOT, "--as-of", "2000").out
    assert "n/m" in run("status", "--root", ROOT, "--as-of", "2018").out


@pytest.mark.parametrize("columns", [80, 100, 160])
@pytest.mark.parametrize("command", ["status", "roadmap", "compare", "tree", "show", "review"])
def test_colours_change_the_look_of_bars_and_no_place(run: Run, command: str, columns: int) -> None:
    asked = {
        "status": ["nagano-shinshu"], "roadmap": [], "tree": ["nagano-shinshu", "--kpis"], "review": ["ibaraki"],
        "compare": ["vital-statistics:total-fertility-rate", "--accept", "year"], "show": ["ibaraki/jobs-created"],
    }  # fmt: skip
    line = (command, *asked[command], "--root", ROOT, "--as-of", "2018", "--lang", "ja")
    plain = run(*line, columns=columns).out.splitlines()
    colored = run(*line, "--color", columns=columns).out.splitlines()
    assert any("\x1b[48;5;" in one for one in colored)
    for one, other in zip(plain, colored, strict=True):
        shown = re.sub(r"\x1b\[48;5;[0-9]+m( +)\x1b\[0m", lambda bar: "▒" * len(bar[1]), other)
        shown = re.sub(r"\x1b\[[0-9;]*m", "", shown)
        assert "\x1b" not in shown
        assert len(shown.rstrip()) == len(one)
        assert all(a in {b, "▒"} for a, b in zip(shown, one, strict=False))


def test_markdown(run: Run) -> None:
    result = run("status", *SERIES, "--root", ROOT, "--as-of", "2018", "--lang", "ja", "--format", "markdown")
    golden.matches("status-ja.md", result.out)


def test_figures_line_up_under_their_titles(run: Run, town: Town) -> None:
    lines = run("status", "--long", "--as-of", "2022", "--lang", "ja", columns=140).out.splitlines()
    heading = next(line for line in lines if "基準値" in line)
    row = next(line for line in lines if "延べ宿泊者数" in line)
    end = width(heading[: heading.index("基準値") + 3])
    assert width(row[: row.index("1,200 (2020)") + len("1,200 (2020)")]) == end


def test_json_is_the_contract(run: Run, town: Town) -> None:
    document = json.loads(run("status", "--as-of", "2022", "--format", "json").out)
    assert document["schema"] == "kpitrack/status/1"
    assert document["summary"] == {"kpis": 2, "by_status": {"on_track": 1, "at_risk": 1}}
    movers, guests = document["kpis"]
    assert movers["ref"] == "town/movers"
    assert movers["path"] == ["g1", "m1"]
    assert movers["organization"] == {"name": "例示町", "code": "062031", "level": "municipality"}
    assert movers["actual"] == {"year": 2022, "value": 20, "status": "provisional"}
    assert movers["previous"] == {"year": 2021, "value": 10}
    assert (movers["expected"], movers["attainment"], movers["progress"], movers["pace"]) == (20, 0.4, 0.4, 1)
    assert (movers["remaining"], movers["needed_per_year"]) == (30, 10)
    assert movers["change"] is None
    assert movers["reasons"]["change"] == "zero_baseline"
    assert movers["provisional"] is True
    assert guests["target"] == {"year": 2025, "value": 1800, "form": "percent_change"}
    assert guests["expected"] == 1320
    assert guests["status"] == "at_risk"
    assert guests["previous"] is None


def test_csv_holds_the_same_columns(run: Run, town: Town) -> None:
    result = run("status", "--as-of", "2022", "--format", "csv", "--bom")
    assert result.out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(result.out.removeprefix("\ufeff"))))
    entry = json.loads(run("status", "--as-of", "2022", "--format", "json").out)["kpis"][0]
    assert rows[0]["ref"] == entry["ref"]
    assert float(rows[0]["baseline_value"]) == entry["baseline"]["value"]
    assert float(rows[0]["pace"]) == entry["pace"]
    assert rows[0]["change"] == ""
    assert rows[0]["provisional"] == "true"
    flat = [name for name in entry if not any(column == name or column.startswith(f"{name}_") for column in rows[0])]
    assert flat == []


def test_csv_names_every_organisation_of_a_joint_strategy(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8")
    line = next(one for one in text.splitlines() if one.startswith("organization:"))
    joint = text.replace(line, "organizations: [{name: 例示町}, {name: 隣町}]")
    town.strategy.write_text(joint, "utf-8")
    (first, *_) = csv.DictReader(io.StringIO(run("status", "--as-of", "2022", "--format", "csv").out))
    assert (first["organization_name"], first["organizations"]) == ("例示町", "例示町; 隣町")


def test_options_narrow(run: Run, town: Town) -> None:
    def refs(*options: str) -> list[str]:
        return [
            one["ref"] for one in json.loads(run("status", "--as-of", "2022", "--format", "json", *options).out)["kpis"]
        ]

    both = ["town/movers", "town/guests"]
    assert refs("town") == refs("--goal", "g1") == refs("--goal", "m1") == both
    assert refs("--org", "例示町") == refs("--org", "062031") == refs("--org", "06203") == both
    assert refs("--kpi", "guests") == refs("--kpi", "town/guests") == refs("--status", "at_risk") == ["town/guests"]
    assert refs("--status", "missed,regressing") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "there is no strategy nowhere"),
        (["--kpi", "mover"], "did you mean “movers”?"),
        (["--goal", "g9"], "there is no goal or measure g9"),
        (["--org", "他町"], "there is no organisation 他町"),
        (["--org", "例示"], "did you mean “例示町”?"),
        (["--status", "on-track"], "did you mean “on_track”?"),
        (["--format", "jsn"], "did you mean “json”?"),
        (["--as-of", "20223"], "20223"),
        (["--fail-on", "mised"], "did you mean “missed”?"),
        (["--lang", "fr"], "write --lang ja or --lang en"),
        (["--colour"], "--color"),
        (["--grading", "nagoya"], "nagoya"),
    ],
)
def test_wrong_usage_is_told_and_ends_with_2(run: Run, town: Town, arguments: list[str], said: str) -> None:
    result = run("status", *arguments)
    assert result.code == 2
    assert result.out == ""
    assert said in result.err


def test_fail_on(run: Run, town: Town) -> None:
    assert run("status", "--as-of", "2022", "--fail-on", "at_risk,missed").code == 1
    assert run("status", "--as-of", "2022", "--fail-on", "missed").code == 0
    assert run("status", "--as-of", "2022", "--kpi", "movers", "--fail-on", "at_risk").code == 0


def test_errors_in_the_files_print_no_figure(run: Run, town: Town) -> None:
    town.strategy.write_text(town.strategy.read_text("utf-8").replace("value: 50", "value: 5,0"), "utf-8")
    town.actuals.write_text(town.actuals.read_text("utf-8").replace("guests:", "gests:"), "utf-8")
    result = run("status")
    assert (result.code, result.out) == (1, "")
    assert "data/strategies/town.yaml:20:43 error KP201 unknown-field" in result.err
    assert "take the comma out" in result.err


def test_keep_going_leaves_faulty_files_out_and_says_so(run: Run, town: Town) -> None:
    second = town.strategy.with_name("other.yaml")
    second.write_text(
        town.strategy.read_text("utf-8").replace("id: town", "id: other").replace("value: 0", "value: x"), "utf-8"
    )
    assert run("status", "--as-of", "2022").code == 1
    result = run("status", "--as-of", "2022", "--keep-going", "--format", "json")
    assert result.code == 1
    assert "data/strategies/other.yaml" in result.err
    assert json.loads(result.out)["left_out"] == [{"path": "data/strategies/other.yaml", "reason": "it has errors"}]
    assert {one["strategy"] for one in json.loads(result.out)["kpis"]} == {"town"}


def test_nothing_to_work_on(run: Run, tmp_path: Path) -> None:
    result = run("status", "--root", tmp_path)
    assert result.code == 2
    assert "kpitrack init" in result.err
    assert run("status", "--root", tmp_path / "missing").code == 2


@pytest.mark.parametrize("options", [(), ("--long",)])
def test_text_from_files_neither_styles_nor_steers(run: Run, town: Town, options: tuple[str, ...]) -> None:
    name = '"[bold]x[/] :smile: \\e[31mred \\u202egnp.exe"'
    town.strategy.write_text(town.strategy.read_text("utf-8").replace("延べ宿泊者数", name), "utf-8")
    result = run("status", "--color", *options, columns=200)
    assert result.code == 0
    plain = re.sub(r"\x1b\[[0-9;]*m", "", result.out)
    assert r"[bold]x[/] :smile: \x1b[31mred \u202egnp.exe" in plain
    assert "\x1b[31mred" not in result.out
    assert "\u202e" not in result.out


def test_without_a_terminal_there_is_no_colour(
    shell: Callable[..., subprocess.CompletedProcess[bytes]], town: Town
) -> None:
    assert b"\x1b" not in shell("status", cwd=town.root).stdout
    assert b"\x1b[" in shell("status", "--color", cwd=town.root).stdout


def test_closed_streams_change_nothing() -> None:
    command = f"'{sys.executable}' -m kpitrack status --root '{ROOT}' --format json"
    first, *closed = (
        subprocess.run(["bash", "-c", f"{command} {how}"], capture_output=True, check=True, timeout=120).stdout
        for how in ("", "2>&-", "<&-", "<&- 2>&-")
    )
    assert first != b""
    assert closed == [first] * 3


def test_without_an_output_nothing_is_said() -> None:
    command = f"'{sys.executable}' -m kpitrack status --root '{ROOT}' >&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_discontinued_and_replaced(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8")
    text = text.replace(
        "            baseline: {year: 2020, value: 1200}",
        "            discontinued: {year: 2022, reason: 統計の廃止, replaced_by: movers}\n"
        "            baseline: {year: 2020, value: 1200}",
    )
    town.strategy.write_text(text, "utf-8")
    entries = {one["kpi"]: one for one in json.loads(run("status", "--as-of", "2022", "--format", "json").out)["kpis"]}
    assert entries["guests"]["status"] == "discontinued"
    assert json.loads(run("status", "--as-of", "2021", "--format", "json").out)["kpis"][1]["status"] != "discontinued"
    assert "replaced by movers" in run("status", "--as-of", "2022").out
    assert "“movers” takes its place" in run("status", "--long", "--as-of", "2022", columns=200).out


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.parametrize(
    ("calendar", "entries", "said"),
    [
        ("fy", "{2021: 1300}", ("waiting for FY2023", "The value of FY2023 is due")),
        ("cy", "{2021: 1300}", ("waiting for 2023", "The value of 2023 is due")),
        ("fy", "{}", ("FY2023", "FY2023")),
    ],
)
def test_a_late_kpi_says_which_year_it_waits_for(  # noqa: PLR0917  a table
    run: Run, town: Town, columns: int, calendar: str, entries: str, said: tuple[str, str]
) -> None:
    text = town.strategy.read_text("utf-8")
    town.strategy.write_text(text.replace("id: guests\n", f"id: guests\n            calendar: {calendar}\n"), "utf-8")
    town.actuals.write_text(f"strategy: town\nactuals:\n  guests: {entries}\n", "utf-8")
    for options, words in zip(((), ("--long",)), said, strict=True):
        out = run("status", *options, "--kpi", "guests", "--as-of", "2024", columns=columns).out
        assert words in " ".join(out.split())


def test_a_wide_table_that_does_not_fit_is_not_forced(run: Run, town: Town) -> None:
    large = 10**17
    town.actuals.write_text(f"strategy: town\nactuals:\n  guests: {{2021: {large}, 2022: {large + 1}}}\n", "utf-8")
    for options, columns in ((("--long",), 120), ((), 80)):
        out = run("status", *options, "--as-of", "2022", columns=columns).out
        assert "100,000,000,000,000,000" in out
        assert max(map(widest, out.splitlines())) <= columns


def test_the_grade_of_the_built_in_default_only_repeats_the_status(run: Run, town: Town) -> None:
    assert "grade" not in run("status", "--as-of", "2022").out
    assert "grade" not in run("status", "--long", "--as-of", "2022").out
    own = "schemes:\n  default:\n    grades:\n      - {grade: 良, when: {pace: {at_least: 90%}}}\n      - {grade: 可}\n"
    (town.root / "kpitrack.yaml").write_text(own, "utf-8")
    assert "grade 良 (default)" in run("status", "--long", "--as-of", "2022").out
    lines = run("status", "--as-of", "2022").out.splitlines()
    assert next(line for line in lines if "移住者数" in line).split()[3] == "良"
    assert next(line for line in lines if "grade" in line).split()[:4] == ["status", "‥", "grade", "KPI"]
    assert "良 by the scheme default" in run("explain", "movers", "--as-of", "2022").out


def test_every_undefined_figure_has_its_reason(run: Run, town: Town) -> None:
    entry = json.loads(run("status", "--kpi", "movers", "--as-of", "2020", "--format", "json").out)["kpis"][0]
    assert (entry["expected"], entry["forecast"], entry["pace"]) == (None, None, None)
    assert {entry["reasons"][name] for name in ("expected", "forecast", "pace")} == {"no_actual"}


def test_a_goal_belongs_to_its_strategy(run: Run, town: Town) -> None:
    assert run("status", "--goal", "town/m1", "--as-of", "2022").code == 0
    result = run("status", "--goal", "tow/m1", "--as-of", "2022")
    assert (result.code, result.out) == (2, "")
    assert "did you mean “town/m1”?" in result.err


def test_a_kpi_may_be_looked_for_by_its_name(run: Run, town: Town) -> None:
    result = run("show", "延べ宿泊者数")
    assert result.code == 2
    assert "did you mean “town/guests”?" in result.err


def test_that_nothing_fits_is_said(run: Run, town: Town) -> None:
    result = run("status", "--status", "missed", "--as-of", "2022")
    assert (result.code, result.out, result.err) == (0, "", "no KPI is like that\n")


@pytest.mark.parametrize("format_", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize(
    ("kpi", "value"),
    [
        ("baseline: {year: 2020, value: 1.0e+100}, target: {year: 2025, value: -1.0e+100}", "0.9e+100"),
        ("baseline: {year: 2020, value: 1.0e-300}, target: {year: 2025, value: 1}", "1.0e+100"),
        ("baseline: {year: 2020, value: 2}, target: {year: 2025, percent_per_year: 9e90%, compounding: compound}", "3"),
        ("accumulation: sum, target: {year: 2025, value: 1}", "1.0e+100"),
    ],
)
def test_no_number_is_too_large_to_be_judged(run: Run, town: Town, format_: str, kpi: str, value: str) -> None:
    text = town.strategy.read_text("utf-8")
    head = text[: text.index("          - id: movers")]
    town.strategy.write_text(f'{head}          - {{id: k, name: k, unit: "", {kpi}}}\n', "utf-8")
    town.actuals.write_text(f"strategy: town\nactuals: {{k: {{2021: {value}, 2022: {value}}}}}\n", "utf-8")
    assert run("status", "--as-of", "2022", "--format", format_).code == 0
    assert run("explain", "k", "--as-of", "2022").code == 0
    assert run("show", "k", "--as-of", "2022").code == 0


def test_a_number_beyond_computing_is_an_error_of_the_file(run: Run, town: Town) -> None:
    town.actuals.write_text("strategy: town\nactuals: {guests: {2021: 1.0e+200}}\n", "utf-8")
    result = run("status")
    assert (result.code, result.out) == (1, "")
    assert "bad-value" in result.err


JOINT = """\
id: region
title: 連携中枢都市圏ビジョン（架空）
organizations:
  - {name: {ja: 例示市, en: Reiji City}, code: "062031", level: municipality}
  - {name: 隣の町, level: municipality}
period: {start: 2021, end: 2025}
source: 架空の例
goals:
  - {id: g, title: 圏域, kpis: [{id: visitors, name: 来訪者数, unit: 人, better: higher, target: {year: 2025, value: 10}}]}
"""


@pytest.fixture
def two(town: Town) -> Town:
    (town.root / "data/strategies/region.yaml").write_text(JOINT, "utf-8")
    return town


def test_of_several_strategies_the_whole_comes_first(run: Run, two: Town) -> None:
    lines = run("status", "--as-of", "2022", "--lang", "en").out.splitlines()
    assert lines[0] == "2 strategies as of FY2022"
    assert "3 KPIs: 1 of 2 that can be assessed are achieved or on track (50%)" in "\n".join(lines)
    assert [line.split()[0] for line in lines if line.startswith(("town ", "region "))] == ["region", "town"]
    assert "延べ宿泊者数" not in "\n".join(lines)
    assert lines[-1] == "One in detail: kpitrack status STRATEGY. All in detail: kpitrack status --long"


def test_a_strategy_without_a_kpi_is_named(run: Run, town: Town) -> None:
    bare = "id: region\ntitle: 圏域\norganization: {name: 例示圏}\nperiod: {start: 2021, end: 2025}\nsource: 例\ngoals: []\n"
    (town.root / "data/strategies/region.yaml").write_text(bare, "utf-8")
    lines = run("status", "--as-of", "2022", "--lang", "en").out.splitlines()
    assert lines[0] == "2 strategies as of FY2022"
    assert "without a KPI: region" in lines
    assert "KPIのない戦略：region" in run("status", "--as-of", "2022", "--lang", "ja").out.splitlines()
    alone = run("status", "region", "--as-of", "2022", "--lang", "en")
    assert (alone.code, alone.out) == (0, "")
    assert alone.err == "without a KPI: region\nits outline: kpitrack tree\n"
    both = run("status", "town", "region", "--as-of", "2022", "--lang", "en")
    assert "延べ宿泊者数" in both.out
    assert both.err == alone.err
    assert run("status", "town", "--status", "missed", "--as-of", "2022", "--lang", "en").err == "no KPI is like that\n"


def test_a_status_is_asked_for_in_either_language(run: Run, two: Town) -> None:
    asked = run("status", "--as-of", "2022", "--status", "順調、Regressing", "--lang", "en")
    assert asked.out == run("status", "--as-of", "2022", "--status", "on_track,regressing", "--lang", "en").out
    assert run("status", "--as-of", "2022", "--fail-on", "順調", "--lang", "en").code == 1
    assert run("status", "--status", "快調").code == 2


def test_what_is_asked_for_is_shown_in_detail(run: Run, two: Town) -> None:
    for arguments in (("--long",), ("town",), ("--goal", "g1"), ("--org", "例示町")):
        assert "延べ宿泊者数" in run("status", *arguments, "--as-of", "2022", "--lang", "ja").out


def test_a_gate_holds_in_the_summary_too(run: Run, two: Town) -> None:
    assert run("status", "--as-of", "2022", "--fail-on", "on_track").code == 1
    assert run("status", "--as-of", "2022", "--fail-on", "regressing").code == 0


@pytest.mark.parametrize("name", ["例示市", "Reiji City", "062031", "06203", "隣の町"])
def test_a_joint_strategy_is_found_under_each_of_its_names(run: Run, two: Town, name: str) -> None:
    (kpi,) = [
        one
        for one in json.loads(run("status", "--org", name, "--format", "json", "--lang", "ja").out)["kpis"]
        if one["strategy"] == "region"
    ]
    assert kpi["organization"]["name"] == "例示市"
    assert [one["name"] for one in kpi["organizations"]] == ["例示市", "隣の町"]


def test_one_organisation_stands_alone_in_its_list(run: Run, two: Town) -> None:
    kpis = json.loads(run("status", "town", "--format", "json").out)["kpis"]
    assert all(kpi["organizations"] == [kpi["organization"]] for kpi in kpis)


def test_a_transcription_waits_for_nothing(run: Run, town: Town) -> None:
    text = town.strategy.read_text("utf-8")
    town.strategy.write_text(text.replace("source: 架空の例\n", "source: 架空の例\nupkeep: transcribed\n"), "utf-8")
    assert "None" not in run("status", "--as-of", "2030", "--lang", "ja").out


def test_one_without_a_kpi_takes_the_place_of_another(run: Run, town: Town) -> None:
    """Nothing of the earlier strategy is waited for, though the later one has no KPI of its own."""
    asked = ("status", "town", "--as-of", "2023", "--lang", "en")
    assert "W waiting for FY2022" in run(*asked).out
    later = "id: later\ntitle: 次\norganization: {name: 例示町}\nperiod: {start: 2023, end: 2030}\nsource: 例\n"
    (town.root / "data/strategies/later.yaml").write_text(f"{later}supersedes: [town]\ngoals: []\n", "utf-8")
    assert "waiting for" not in run(*asked).out


def test_what_is_over_is_not_waited_for(run: Run, town: Town) -> None:
    asked = ("status", "town", "--lang", "en", "--as-of")
    assert "W waiting for" in run(*asked, "2026").out
    ended = run(*asked, "2040").out
    assert "no final data" in ended
    assert "waiting for" not in ended


def test_without_any_actual_the_way_to_the_target_is_shown(run: Run, town: Town) -> None:
    town.actuals.unlink()
    out = run("status", "town", "--as-of", "2023", "--lang", "ja", columns=100).out
    assert "1年あたり" in out
    assert "+10" in out
    assert "0 → 50人" in out.replace(" (2020)", "").replace(" (2025)", "")
