"""One fault put into a valid repository gives one finding, of the right kind and at the right line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kpitrack.checks.check import Context
from kpitrack.checks.run import check
from kpitrack.checks.selection import select
from kpitrack.diagnostics import Diagnostic, Severity
from kpitrack.repository.places import place
from kpitrack.repository.repository import read_repository

BASE = Path(__file__).parent / "repository"
STRATEGY = "data/strategies/tsuruoka-2.yaml"
NATION = "data/strategies/japan-2.yaml"
ACTUALS = "data/actuals/tsuruoka-2.yaml"
SETTINGS = "kpitrack.yaml"
WARNING = Severity.WARNING


class Fault(NamedTuple):
    """``old`` in ``path`` becomes ``new``; the finding is ``rule``, in the line that holds ``at``, else where ``new`` begins."""

    name: str
    path: str
    old: str
    new: str
    rule: str
    at: str | None = None
    severity: Severity = Severity.ERROR


FAULTS = [
    # The file.
    Fault("a bracket not closed", STRATEGY, "value: 12}", "value: 12", "yaml-syntax"),
    Fault("a quote not closed", STRATEGY, 'code: "062031"', 'code: "062031', "yaml-syntax"),
    Fault("an unquoted percent sign", STRATEGY, 'unit: "%"\n                better', "unit: %\n                better", "yaml-syntax"),
    Fault("an unquoted at sign", ACTUALS, "note: 未公表", "note: @未公表", "yaml-syntax"),
    Fault("a tab for indentation", ACTUALS, "    2021: 5020", "\t2021: 5020", "yaml-syntax"),
    Fault("no space after a colon", STRATEGY, "number: 基本目標3", "number:基本目標3", "yaml-syntax"),
    Fault("a full-width colon", STRATEGY, "    number: 基本目標3", "    number：基本目標3", "yaml-syntax"),
    Fault("a line out of step", STRATEGY, "    number: 基本目標3", "   number: 基本目標3", "yaml-syntax"),
    Fault("a second year", ACTUALS, "    2023: 9800", "    2022: 9800", "duplicate-key"),
    Fault("a second field", STRATEGY, "unit: 件", "unit: 件\n                unit: 人", "duplicate-key", "unit: 人\n                accumulation: running_total\n                level"),
    Fault("a milestone's year twice, by era", STRATEGY, "2022: 6, 2023: 9}", "2022: 6, 令和4年度: 9}", "duplicate-key"),
    Fault("an evaluation's year twice, by era", STRATEGY, "next: continue, on: 2023-07-31}\n", "next: continue, on: 2023-07-31}\n                  R4: {judgement: 遅れ}\n", "duplicate-key", "R4:"),
    Fault("full-width spaces for indentation", STRATEGY, "    number: 基本目標3", "　　number: 基本目標3", "yaml-syntax"),
    Fault("a first field indented with full-width spaces", STRATEGY, 'organization: {name: 鶴岡市, code: "062031", level: municipality}', "organization:\n　　name: 鶴岡市", "unknown-field", "　　name"),
    Fault("a bracket not closed within others", STRATEGY, "title: 調査, start: 2020, end: 2021, state: done}", "title: {ja: 調査, en: Survey, start: 2020, end: 2021, state: done}", "yaml-syntax"),
    Fault("a KPI recorded twice", ACTUALS, "  childcare:", "  jobs:", "duplicate-key"),
    Fault("an entry's first line removed", STRATEGY, "      - id: jobs\n", "", "duplicate-key", "name: 新規雇用者数"),
    Fault("a KPI's line removed from the actuals", ACTUALS, "  furusato-two-years:\n", "", "duplicate-key", "    2021: 5020"),
    Fault("an anchor", STRATEGY, "baseline: {year: 2020, value: 7}", "baseline: &b {year: 2020, value: 7}", "alias-not-allowed"),
    Fault("a conflict left by git", ACTUALS, "    2022: 7140\n", "<<<<<<< HEAD\n    2022: 7140\n=======\n    2022: 7141\n>>>>>>> work\n", "yaml-syntax"),
    Fault("an alias", STRATEGY, "number: 基本目標3", "number: *g", "alias-not-allowed"),
    Fault("a merge key", STRATEGY, "number: 基本目標3", "<<: {number: 基本目標3}", "alias-not-allowed"),
    Fault("a tag", STRATEGY, "value: 12}", "value: !!int 12}", "tag-not-allowed"),
    Fault("a second document", ACTUALS, "comparators:", "---\ncomparators:", "several-documents", "---"),
    Fault("brackets without end", STRATEGY, "number: 基本目標3", f"number: {'[' * 40}{']' * 40}", "too-deep"),
    Fault("a text without end", STRATEGY, "title: 中間評価", f"title: {'x' * 100_001}", "too-large"),
    # The shape.
    Fault("a typo in a field", STRATEGY, "accumulation: sum", "acumulation: sum", "unknown-field"),
    Fault("a typo in a required field", STRATEGY, "name: 社会増減", "nmae: 社会増減", "unknown-field"),
    Fault("a typo in a field of the target", STRATEGY, "value: 47}", "vaule: 47}", "unknown-field"),
    Fault("a typo in the strategy's id field", STRATEGY, "id: tsuruoka-2", "ids: tsuruoka-2", "unknown-field"),
    Fault("a typo in an actual's field", ACTUALS, "published: 2023-06-30", "publised: 2023-06-30", "unknown-field"),
    Fault("a typo in the settings", SETTINGS, "fiscal_year_start", "fiscal_year_strat", "unknown-field"),
    Fault("a typo in a rate", SETTINGS, "against_expected", "against_expectd", "unknown-field"),
    Fault("a typo within a source", NATION, "published: 2020-12-21", "publishd: 2020-12-21", "unknown-field"),
    Fault("a colon left out within braces", STRATEGY, "{id: support,", "{id support,", "unknown-field"),
    Fault("a colon left out after a year", STRATEGY, "{2021: 3, 2022: 6", "{2021 3, 2022: 6", "bad-year"),
    Fault("a list's name removed", STRATEGY, "reviews:\n", "", "missing-field"),
    Fault("two required fields left out", STRATEGY, "        name: 社会増減\n        unit: 人\n", "", "missing-field", "- id: social-change"),
    Fault("a heading among the actuals removed", ACTUALS, "comparators:\n", "", "unknown-kpi"),
    Fault("a list for a printed number", STRATEGY, "number: 基本目標3", "number: [基本目標3]", "wrong-type"),
    Fault("a required field left out", STRATEGY, "        unit: 倍\n", "", "missing-field", "id: productivity"),
    Fault("a required field left empty", STRATEGY, "name: 社会増減", "name:", "missing-field", "name:\n        unit: 人\n        level"),
    Fault("a name of nothing", STRATEGY, "name: 社会増減", 'name: ""', "missing-field", 'name: ""'),
    Fault("a title of blanks", STRATEGY, "title: テレワークの推進", 'title: "　 "', "missing-field", 'title: "　 "'),
    Fault("a name in no language", STRATEGY, "name: 社会増減", "name: {}", "missing-field", "name: {}"),
    Fault("a name in one language of two", STRATEGY, "name: 社会増減", 'name: {ja: "", en: Migration}', "missing-field", 'ja: ""'),
    Fault("no strategy in the actuals", ACTUALS, "strategy: tsuruoka-2\n", "", "missing-field", "actuals:"),
    Fault("text for a number", ACTUALS, "2022: 7140", "2022: 調査中", "wrong-type"),
    Fault("a number in quotes", ACTUALS, "2022: 7140", '2022: "7140"', "bad-number"),
    Fault("a code without quotes", STRATEGY, 'code: "062031"', "code: 62031", "wrong-type"),
    Fault("a list for a mapping", STRATEGY, "rounding: {decimals: 1, mode: half_up}", "rounding: [1, half_up]", "wrong-type"),
    Fault("one reference without a list", STRATEGY, "contributes_to: [g3]", "contributes_to: g3", "wrong-type"),
    Fault("an unknown status", ACTUALS, "status: provisional", "status: provisonal", "bad-value"),
    Fault("an unknown accumulation", STRATEGY, "accumulation: sum", "accumulation: total", "bad-value"),
    Fault("a relation that is none", STRATEGY, "relation: extended", "relation: expanded", "bad-value"),
    Fault("a date that is none", STRATEGY, "decided_on: 2022-11-30", "decided_on: 2022-11-31", "bad-value"),
    Fault("a month of thirteen", SETTINGS, "fiscal_year_start: 4", "fiscal_year_start: 13", "bad-value"),
    Fault("thresholds exchanged", SETTINGS, "on_track: 95%, at_risk: 60%", "on_track: 60%, at_risk: 95%", "bad-value"),
    Fault("an unknown finding ignored", SETTINGS, "rule: measure-without-kpi", "rule: measure-without-kpis", "bad-value"),
    Fault("a finding ignored that cannot be", SETTINGS, "rule: measure-without-kpi", "rule: yaml-syntax", "bad-value"),
    Fault("a range from high to low", STRATEGY, "target: {year: 2024, change: 500}", "target: {year: 2024, range: {low: 0, high: -500}}", "bad-value"),
    Fault("a tolerance below zero", STRATEGY, "tolerance: 3%", "tolerance: -3%", "bad-value"),
    Fault("revisions in the wrong order", STRATEGY, "{on: 2022-03-01", "{on: 2020-03-01", "bad-value"),
    Fault("a year with a digit too many", STRATEGY, "target: {year: 2024, value: 47}", "target: {year: 20224, value: 47}", "bad-year"),
    Fault("a key with a digit too many", ACTUALS, "    2023: 9800", "    20223: 9800", "bad-year"),
    Fault("an era miswritten", STRATEGY, "year: 令和元年度", "year: 令話元年度", "bad-year"),
    Fault("an era miswritten in a key", ACTUALS, "令和5年度: 13.5", "令5年度: 13.5", "bad-year"),
    Fault("a year of no era", ACTUALS, "令和5年度: 13.5", "5年度: 13.5", "bad-year"),
    Fault("an era's year that never was", STRATEGY, "end: 2024}\nsource", "end: 昭和99年度}\nsource", "bad-year", "昭和99年度"),
    Fault("a month for a year", ACTUALS, "    2023: 9800", "    2023-03: 9800", "bad-year"),
    Fault("a number in groups", ACTUALS, "2022: 7140", "2022: 7,140", "bad-number"),
    Fault("a number in groups within braces", ACTUALS, "jobs: {2020: 85,", "jobs: {2020: 1,085,", "bad-number"),
    Fault("full-width digits", ACTUALS, "2022: 7140", "2022: ７１４０", "bad-number"),
    Fault("a triangle for minus", ACTUALS, "2021: -1322", "2021: ▲1322", "bad-number"),
    Fault("an underscore in a number", ACTUALS, "2022: 7140", "2022: 7_140", "bad-number"),
    Fault("no number", ACTUALS, "2022: 7140", "2022: .nan", "bad-number"),
    Fault("a number with its unit", ACTUALS, "2022: 7140", "2022: 7140人", "bad-number"),
    Fault("a percentage without its sign", STRATEGY, "percent_change: -30%", "percent_change: -30", "bad-number"),
    Fault("an id without quotes", STRATEGY, "id: tsuruoka-2", "id: 2020", "wrong-type"),
    Fault("a dash for no value", ACTUALS, "2022: 7140", "2022: －", "wrong-type"),
    Fault("a word for true", STRATEGY, "better: lower", "better: lower\n        additive: はい", "wrong-type", "additive: はい"),
    Fault("a threshold without its percent sign", SETTINGS, "on_track: 95%", "on_track: 95", "bad-value"),
    Fault("a bound without its percent sign", SETTINGS, "{at_least: 100%}", "{at_least: 100}", "bad-value"),
    Fault("an id in capitals", STRATEGY, "id: social-change", "id: Social-Change", "bad-id"),
    Fault("an id in Japanese", STRATEGY, "id: g3\n", "id: 目標3\n", "bad-id"),
    Fault("no form of target", STRATEGY, "target: {year: 2024, value: 47}", "target: {year: 2024}", "target-form"),
    Fault("two forms of target", STRATEGY, "value: 12600}\n", "value: 12600, times_baseline: 4}\n", "target-form"),
    Fault("a tolerance without a level to hold", STRATEGY, "change: 500}", "change: 500, tolerance: 5%}", "target-form"),
    Fault("a yearly percentage, not said how", STRATEGY, "percent_change: -30%", "percent_per_year: -4%", "target-form"),
    Fault("two forms in an earlier target", STRATEGY, "target: {year: 2024, value: 10000}", "target: {year: 2024, value: 10000, change: 6859}", "target-form"),
    # References.
    Fault("a KPI misspelt in the actuals", ACTUALS, "  telework-share:", "  telework-shares:", "unknown-kpi"),
    Fault("a measure for a KPI", ACTUALS, "  telework-share:", "  g2-1-1-i:", "unknown-kpi"),
    Fault("a strategy misspelt in the actuals", ACTUALS, "strategy: tsuruoka-2", "strategy: tsuruoka-3", "unknown-strategy"),
    Fault("two KPIs of one id", STRATEGY, "id: telework-share", "id: telework-practitioners", "duplicate-id", "id: telework-practitioners\n                name: テレワーク実施率"),
    Fault("two goals of one id", STRATEGY, "- id: g3\n    number: 基本目標3", "- id: g2\n    number: 基本目標3", "duplicate-id", "- id: g2\n    number: 基本目標3"),
    Fault("a KPI with a goal's id", STRATEGY, "id: jobs", "id: g1", "duplicate-id", "id: g1\n        name"),
    Fault("two strategies of one id", STRATEGY, "id: tsuruoka-2", "id: japan-2", "duplicate-id"),
    Fault("an initiative twice in a year", STRATEGY, "year: 2022, budget", "year: 2021, budget", "duplicate-id", "year: 2021, budget: 5000000}"),
    Fault("two bars of one id", STRATEGY, "{id: support,", "{id: survey,", "duplicate-id", "{id: survey, title: 支援"),
    Fault("a year twice, by era", ACTUALS, "    令和5年度: 13.5", "    令和3年度: 13.5", "duplicate-actual"),
    Fault("a comparator's year twice", ACTUALS, "{2019: 1, 2022: 1}", "{2019: 1, 令和元年度: 1}", "duplicate-actual"),
    Fault("a contribution to nothing", STRATEGY, "contributes_to: [g3]", "contributes_to: [g33]", "unknown-reference"),
    Fault("a contribution to nothing elsewhere", STRATEGY, "[japan-2/people]", "[japan-2/peple]", "unknown-reference"),
    Fault("a strategy that is not here", STRATEGY, "[japan-2/people]", "[yamagata-2/people]", "unknown-reference", None, WARNING),
    Fault("an alignment from nothing", STRATEGY, "{from: g2-2-6-a", "{from: g2-2-6-b", "unknown-reference"),
    Fault("an alignment to nothing", STRATEGY, "japan-2/telework,", "japan-2/teleworking,", "unknown-reference"),
    Fault("a replacement that is no KPI", STRATEGY, "replaced_by: telework-practitioners", "replaced_by: g2-1", "unknown-reference"),
    Fault("a comparator that is not there", STRATEGY, "parity_with: tokyo-productivity", "parity_with: tokyo-productivty", "unknown-reference"),
    Fault("an unknown scheme", STRATEGY, "grading: tama", "grading: tma", "unknown-scheme"),
    Fault("an unknown scheme in the settings", SETTINGS, "grading: shonai", "grading: shonnai", "unknown-scheme"),
    Fault("a goal that contributes to itself", STRATEGY, "contributes_to: [japan-2/people]", "contributes_to: [g2-1-1-i]", "cycle"),
    Fault("a KPI replaced by itself", STRATEGY, "replaced_by: telework-practitioners", "replaced_by: telework-share", "cycle"),
    Fault("a KPI on its own level", STRATEGY, "parity_with: tokyo-productivity", "parity_with: productivity", "cycle"),
    # Meaning.
    Fault("a target before its baseline", STRATEGY, "target: {year: 2024, value: 12}", "target: {year: 2014, value: 12}", "target-not-after-baseline"),
    Fault("a target in the baseline's year", STRATEGY, "target: {year: 2024, value: 47}", "target: {year: 2020, value: 47}", "target-not-after-baseline"),
    Fault("the wrong direction", STRATEGY, "better: lower", "better: higher", "direction-contradicts-target"),
    Fault("the wrong direction of a multiple", STRATEGY, "better: higher", "better: lower", "direction-contradicts-target"),
    Fault("the wrong direction to hold", STRATEGY, "{year: 2024, hold: at_least, tolerance: 3%}", "{year: 2024, hold: at_least}\n        better: lower", "direction-contradicts-target", "better: lower\nalignments"),
    Fault("no direction to improve in", STRATEGY, "change: 500}", "improve: true}", "direction-needed"),
    Fault("a target equal to its baseline", STRATEGY, "target: {year: 2024, value: 47}", "target: {year: 2024, value: 7}", "direction-needed"),
    Fault("a year's amount for a running total", ACTUALS, "    2023: 10", "    2023: 4", "running-total-falls", "2023: 4"),
    Fault("a running total below its baseline", ACTUALS, "2021: 15 ", "2021: 5 ", "running-total-falls"),
    Fault("a break without a note", ACTUALS, "status: break, note: 数え方の変更", "status: break", "running-total-falls"),
    Fault("no value and no status", ACTUALS, "    2022: 7140", "    2022:", "value-needs-status", "2022:\n    2023: 9800"),
    Fault("a value that its status denies", ACTUALS, "2022: {status: missing", "2022: {value: 12, status: missing", "value-needs-status"),
    Fault("an entry without a value", ACTUALS, "{value: 6, status: provisional", "{status: provisional", "value-needs-status"),
    Fault("a numerator alone", ACTUALS, "{numerator: 9, denominator: 90}", "{numerator: 9}", "value-needs-status"),
    Fault("a share of nothing", ACTUALS, "denominator: 90", "denominator: 0", "value-needs-status"),
    Fault("a value beside a share", ACTUALS, "{numerator: 9, denominator: 90}", "{value: 10, numerator: 9, denominator: 90}", "value-needs-status"),
    Fault("parts that do not add up", ACTUALS, "female: 16, male: 12", "female: 16, male: 21", "parts-do-not-add-up"),
    Fault("a code mistyped", STRATEGY, '"062031"', '"062013"', "bad-organization-code"),
    Fault("a code of no prefecture", STRATEGY, '"062031"', '"962031"', "bad-organization-code"),
    Fault("a period reversed", STRATEGY, "period: {start: 2020, end: 2024}", "period: {start: 2024, end: 2020}", "period-reversed"),
    Fault("a bar reversed", STRATEGY, "start: 2020, end: 2021, state", "start: 2021, end: 2020, state", "period-reversed"),
    Fault("a milestone after the target", STRATEGY, "2023: 9}", "2025: 9}", "milestone-outside-path"),
    Fault("a milestone in the baseline's year", STRATEGY, "{2021: 3, 2022: 6", "{2020: 3, 2022: 6", "milestone-outside-path"),
    Fault("twice nothing", STRATEGY, "baseline: {year: 2020, value: 8}", "baseline: {year: 2020, value: 0}", "undefined-multiple", "times_baseline: 2"),
    # Practice.
    Fault("a target after the period", STRATEGY, "target: {year: 2024, value: 47}", "target: {year: 2034, value: 47}", "target-outside-period", None, WARNING),
    Fault("a period that ends too early", STRATEGY, "period: {start: 2020, end: 2024}", "period: {start: 2020, end: 2023}", "target-outside-period", None, WARNING),
    Fault("an actual before the baseline", ACTUALS, "    2021: 5020", "    2012: 5020", "actual-before-baseline", None, WARNING),
    Fault("an actual of the future", ACTUALS, "    2023: 9800", "    2032: 9800", "future-actual", None, WARNING),
    Fault("a unit slip of 1000", ACTUALS, "2022: 7140", "2022: 7140000", "unit-slip", None, WARNING),
    Fault("a unit slip of a thousandth", ACTUALS, "2022: 7140", "2022: 7.14", "unit-slip", None, WARNING),
    Fault("a digit too many", ACTUALS, "2023: 9800", "2023: 98000", "unit-slip", None, WARNING),
    Fault("a unit slip of a negative value", ACTUALS, "2021: -1322", "2021: -1322000", "unit-slip", None, WARNING),
    Fault("a unit slip of a baseline", STRATEGY, "value: 3141,", "value: 3141000,", "unit-slip", None, WARNING),
    Fault("a unit slip of a running total", ACTUALS, "{value: 6, status", "{value: 6000, status", "unit-slip"),
    Fault("a ratio for a percentage", ACTUALS, "令和5年度: 13.5", "令和5年度: 0.135", "unit-slip", None, WARNING),
    Fault("no source", STRATEGY, "source: {title: 第2期鶴岡市総合戦略の改訂概要, published: 2021-03-01}\n", "", "no-source", "id: tsuruoka-2", WARNING),
    Fault("a goal with outputs alone", STRATEGY, "        unit: 倍\n        level: outcome", "        unit: 倍\n        level: output", "goal-without-outcome", "- id: g1", WARNING),
    Fault("a blank before a name", STRATEGY, "organization: {name: 鶴岡市", 'organization: {name: "\u3000鶴岡市"', "name-not-normal", '"\u3000鶴岡市"', WARNING),
    Fault("a measure left out", STRATEGY, "measures: 4", "measures: 5", "declared-count-differs", None, WARNING),
    Fault("a title left to write", STRATEGY, "title: {ja: 第2期鶴岡市まち・ひと・しごと創生総合戦略, en", "title: {ja: TODO, en", "draft-left", "title: {ja: TODO", WARNING),
]  # fmt: skip


def plain(data: bytes) -> bytes:
    return data


def crlf(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def bom(data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data


def findings(root: Path) -> list[Diagnostic]:
    repository = read_repository(root)
    found = check(repository, Context(2024))
    return place(select(found, repository.configuration.in_force).findings, repository.read)


def copied(root: Path, as_written: Callable[[bytes], bytes] = plain) -> Path:
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for path in root.rglob("*.yaml"):
        path.write_bytes(as_written(path.read_bytes()))
    return root


@pytest.mark.parametrize("as_written", [plain, crlf, bom])
def test_the_repository_as_it_is_has_no_finding(as_written: Callable[[bytes], bytes], tmp_path: Path) -> None:
    assert findings(copied(tmp_path, as_written)) == []


def test_no_fault_is_listed_twice() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 60


@pytest.mark.parametrize("as_written", [plain, crlf, bom])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_gives_its_finding_alone(fault: Fault, as_written: Callable[[bytes], bytes], tmp_path: Path) -> None:
    text = (BASE / fault.path).read_text("utf-8")
    assert text.count(fault.old) == 1, "the fault must be told apart"
    wrong = text.replace(fault.old, fault.new)
    if fault.at is not None:
        assert wrong.count(fault.at) == 1, "its place must be told apart"
    place_of = text.index(fault.old) if fault.at is None else wrong.index(fault.at)
    copied(tmp_path, as_written)
    (tmp_path / fault.path).write_bytes(as_written(wrong.encode()))
    assert [
        (found.rule.name, found.path, found.span and found.span.line, found.severity) for found in findings(tmp_path)
    ] == [(fault.rule, fault.path, wrong[:place_of].count("\n") + 1, fault.severity)]


def _cp932(root: Path) -> None:
    path = root / STRATEGY
    path.write_bytes(path.read_text("utf-8").encode("cp932", "replace"))


def _actuals_in_cp932(root: Path) -> None:
    path = root / ACTUALS
    path.write_bytes(path.read_text("utf-8").encode("cp932"))


def _utf16(root: Path) -> None:
    path = root / STRATEGY
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))


def _nul(root: Path) -> None:
    path = root / ACTUALS
    path.write_bytes(path.read_bytes().replace("未公表".encode(), b"\x00"))


def _empty(root: Path) -> None:
    (root / STRATEGY).write_bytes(b"")


def _yml(root: Path) -> None:
    (root / STRATEGY).rename(root / "data/strategies/tsuruoka-2.yml")


def _misplaced(root: Path) -> None:
    (root / STRATEGY).rename(root / "data/tsuruoka-2.yaml")


def _orphan(root: Path) -> None:
    (root / "data/actuals/sakata.yaml").write_text("strategy: sakata-2\nactuals: {jobs: {2021: 3}}\n", "utf-8")


def _stray(root: Path) -> None:
    (root / "data/actuals/tsuruoka.xlsx").write_bytes(b"PK")


def _folder(root: Path) -> None:
    (root / "data/actuals/2023.yaml").mkdir()


def _dangling(root: Path) -> None:
    (root / "data/strategies/old.yaml").symlink_to("nowhere.yaml")


def _second_file(root: Path) -> None:
    (root / "data/actuals/z.yaml").write_text("strategy: tsuruoka-2\nactuals:\n  jobs:\n    2023: 81\n", "utf-8")


def _falls_across_files(root: Path) -> None:
    (root / "data/actuals/z.yaml").write_text(
        "strategy: tsuruoka-2\nactuals:\n  telework-practitioners:\n    2024: 9\n", "utf-8"
    )


def _same_strategy_again(root: Path) -> None:
    (root / "data/strategies/z.yaml").write_bytes((root / NATION).read_bytes())


def _no_folder_of_actuals(root: Path) -> None:
    shutil.rmtree(root / "data/actuals")
    (root / "data/actuals").write_bytes(b"")


def _settings_yml(root: Path) -> None:
    (root / "kpitrack.yml").write_bytes(b"language: ja\n")


@pytest.mark.parametrize(
    ("change", "rule", "path", "line"),
    [
        (_cp932, "not-utf8", STRATEGY, 1),
        (_actuals_in_cp932, "not-utf8", ACTUALS, 1),
        (_utf16, "not-utf8", STRATEGY, 1),
        (_nul, "yaml-syntax", ACTUALS, 10),
        (_empty, "missing-field", STRATEGY, 1),
        (_yml, "unknown-file", "data/strategies/tsuruoka-2.yml", 1),
        (_misplaced, "unknown-file", "data/tsuruoka-2.yaml", 1),
        (_orphan, "unknown-strategy", "data/actuals/sakata.yaml", 1),
        (_stray, "unknown-file", "data/actuals/tsuruoka.xlsx", 1),
        (_folder, "unreadable-file", "data/actuals/2023.yaml", 1),
        (_dangling, "unreadable-file", "data/strategies/old.yaml", 1),
        (_second_file, "duplicate-actual", "data/actuals/z.yaml", 4),
        (_falls_across_files, "running-total-falls", "data/actuals/z.yaml", 4),
        (_same_strategy_again, "duplicate-id", "data/strategies/z.yaml", 1),
        (_no_folder_of_actuals, "unreadable-file", "data/actuals", 1),
        (_settings_yml, "unknown-file", "kpitrack.yml", 1),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else None,
)
def test_a_fault_of_a_whole_file_gives_its_finding_alone(
    change: Callable[[Path], None], rule: str, path: str, line: int, tmp_path: Path
) -> None:
    change(copied(tmp_path))
    assert [(found.rule.name, found.path, found.span and found.span.line) for found in findings(tmp_path)] == [
        (rule, path, line)
    ]
