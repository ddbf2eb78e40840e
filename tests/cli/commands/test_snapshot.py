"""``kpitrack snapshot`` and ``kpitrack status --source`` as their users meet them."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import gitting

from ..conftest import STRATEGY, Run, Town

ROOT = Path(__file__).resolve().parents[3]
MORE = """\
id: city
title: {ja: 例示市の総合戦略（架空）, en: Strategy of a made-up city}
organization: {name: {ja: 例示市, en: Example City}, level: municipality}
period: {start: 2021, end: 2025}
grading: own
rounding: {decimals: 2, mode: truncate}
goals:
  - id: g1
    number: 1
    title: {ja: しごとをつくる, en: Work}
    kpis:
      - {id: wages, name: {ja: 賃金, en: Wages}, unit: 円, baseline: {}, target: {year: 2025, value: 0.1}}
      - id: productivity
        name: 労働生産性
        unit: ""
        baseline: {year: 2020, value: 0.7}
        target: {year: 2025, parity_with: capital, approximate: true}
      - id: peers
        name: 町と同じ移住者数
        unit: 人
        baseline: {year: 2020, value: 1}
        target: {year: 2025, parity_with: town/movers}
      - id: held
        name: 維持
        unit: "%"
        better: lower
        baseline: {year: 2020, value: 3.25}
        target: {year: 2025, hold: at_most, value: 3.5, tolerance: 3%}
      - id: within
        name: 範囲
        unit: 校
        decimals: 1
        baseline: {year: 2020, value: 1}
        target: {year: 2025, range: {low: 2, high: 3.125}}
        milestones: {2022: 1.5}
      - id: longer
        name: 健康寿命
        unit: 年
        better: higher
        calendar: cy
        baseline: {year: 2020, value: 72.5}
        target: {year: 2025, improve: true}
        discontinued: {year: 2024, replaced_by: town/guests}
      - id: unknown
        name: 基準のない倍率
        unit: 件
        better: higher
        target: {times_baseline: 2, strict: true}
      - {id: none, name: 目標なし, unit: 件}
"""
MORE_ACTUALS = """\
strategy: city
actuals:
  wages: {2021: 0.3, 2022: {status: suppressed}}
  productivity: {2021: 0.8}
  peers: {2021: 4, 2022: 8}
  held: {2021: {numerator: 1, denominator: 3}}
  within: {2021: 1.2345678901234567, 2022: 1.9}
  longer: {2021: 72.4}
comparators:
  capital: {2020: 1.4, 2021: 1.5}
"""
SETTINGS = """\
language: en
thresholds: {on_track: 90%, at_risk: 50%}
schemes:
  own:
    grades:
      - {grade: A, label: {ja: 良, en: good}, when: {progress: {at_least: elapsed}}}
      - {grade: B, label: {ja: 並, en: fair}}
    otherwise: {grade: "-"}
"""


@pytest.fixture
def country(town: Town) -> Town:
    """A town and a city, with targets of every form."""
    (town.strategy.parent / "city.yaml").write_text(MORE, "utf-8")
    (town.actuals.parent / "city.yaml").write_text(MORE_ACTUALS, "utf-8")
    (town.root / "kpitrack.yaml").write_text(SETTINGS, "utf-8")
    return town


OPTIONS = (
    (),
    ("city",),
    ("--kpi", "movers"),
    ("--kpi", "city/held"),
    ("--goal", "g1"),
    ("--goal", "town/m1"),
    ("--org", "Example City"),
    ("--org", "062031"),
    ("--status", "on_track,not_assessable"),
    ("--grading", "tama"),
    ("--fail-on", "not_assessable"),
    ("--org", "例示町", "--goal", "g1", "--status", "achieved"),
)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("form", ["json", "csv", "table", "markdown"])
def test_a_dataset_gives_what_the_files_give(run: Run, country: Town, form: str, language: str) -> None:
    assert run("snapshot", "all.parquet").code == 0
    for year, options in (*(("2022", one) for one in OPTIONS), ("2026", ())):
        asked = ("status", "--as-of", year, "--format", form, "--lang", language, *options)
        expected = run(*asked)
        assert expected.code == int("--fail-on" in options), expected.err
        found = run(*asked, "--source", "all.parquet")
        assert (found.code, found.out, found.err) == (expected.code, expected.out, expected.err), options


@pytest.mark.parametrize("form", ["json", "csv"])
def test_our_own_data_byte_for_byte(run: Run, tmp_path: Path, form: str) -> None:
    dataset = tmp_path / "own.parquet"
    assert run("snapshot", dataset, "--root", ROOT).code == 0
    for year in ("2018", "2024"):
        asked = ("status", "--root", ROOT, "--as-of", year, "--format", form, "--lang", "ja")
        assert run(*asked, "--source", dataset).out == run(*asked).out


def test_parts_make_no_difference(run: Run, country: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpitrack.exchange.dataset.write.write_parts.__defaults__", (1,))
    assert run("snapshot", "all.parquet").code == 0
    assert len(list(Path("all.parquet/kpis").iterdir())) == 2
    for form in ("json", "csv", "table", "markdown"):
        asked = ("status", "--as-of", "2022", "--format", form)
        assert run(*asked, "--source", "all.parquet").out == run(*asked).out
        asked = (*asked, "--kpi", "guests")
        assert run(*asked, "--source", "all.parquet").out == run(*asked).out


def test_other_programs_find_hive_partitions(run: Run, town: Town) -> None:
    run("snapshot", "all.parquet")
    found = pl.scan_parquet("all.parquet/actuals", hive_partitioning=True).collect()
    assert found.sort("ref", "year").rows() == [
        ("town/guests", 2021, 1300.0, "normal", None, None, None, None, "data/actuals/town.yaml", 7, 0),
        ("town/movers", 2021, 10.0, "normal", None, None, None, None, "data/actuals/town.yaml", 4, 0),
        ("town/movers", 2022, 20.0, "provisional", None, None, None, None, "data/actuals/town.yaml", 5, 0),
    ]


def test_same_files_same_dataset(run: Run, country: Town) -> None:
    run("snapshot", "one.parquet")
    run("snapshot", "two.parquet")
    for path in Path("one.parquet").rglob("*"):
        other = Path("two.parquet") / path.relative_to("one.parquet")
        assert path.is_dir() or path.read_bytes() == other.read_bytes()


def test_what_is_there_stays_unless_told(run: Run, town: Town) -> None:
    assert run("snapshot", "all.parquet").code == 0
    town.actuals.write_text("strategy: town\nactuals:\n  movers: {2021: 11}\n", "utf-8")
    refused = run("snapshot", "all.parquet")
    assert (refused.code, refused.out) == (1, "")
    assert "--replace" in refused.err
    asked = ("status", "--source", "all.parquet", "--as-of", "2022", "--kpi", "movers", "--format", "json")
    assert json.loads(run(*asked).out)["kpis"][0]["actual"]["value"] == 20
    assert run("snapshot", "all.parquet", "--replace").code == 0
    assert json.loads(run(*asked).out)["kpis"][0]["actual"]["value"] == 11
    assert sorted(path.name for path in town.root.iterdir()) == ["all.parquet", "data"]


@pytest.mark.parametrize("options", [(), ("--replace",)])
def test_nothing_but_a_dataset_is_replaced(run: Run, town: Town, options: tuple[str, ...]) -> None:
    Path("thesis").mkdir()
    Path("thesis/chapter.txt").write_text("dear", "utf-8")
    Path("file").write_text("dear", "utf-8")
    for name in ("thesis", "file"):
        refused = run("snapshot", name, *options)
        assert refused.code == 1
        assert "not a kpitrack dataset" in refused.err
    assert Path("thesis/chapter.txt").read_text("utf-8") == Path("file").read_text("utf-8") == "dear"


def test_an_empty_folder_is_filled(run: Run, town: Town) -> None:
    Path("empty").mkdir()
    assert run("snapshot", "empty").code == 0
    assert run("status", "--source", "empty").code == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser writes everywhere")
def test_a_folder_that_cannot_be_written(run: Run, town: Town) -> None:
    Path("closed").mkdir(mode=0o500)
    refused = run("snapshot", "closed/all.parquet")
    assert refused.code == 2
    assert "cannot be written" in refused.err


def test_no_dataset_from_faulty_files(run: Run, town: Town) -> None:
    town.actuals.write_text("strategy: town\nactuals:\n  nobody: {2021: 11}\n", "utf-8")
    refused = run("snapshot", "all.parquet")
    assert (refused.code, refused.out) == (1, "")
    assert "KP" in refused.err
    assert not Path("all.parquet").exists()


def test_a_failure_leaves_the_old_one(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    run("snapshot", "all.parquet")
    before = Path("all.parquet/kpitrack-dataset.json").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    failed = run("snapshot", "all.parquet", "--replace")
    assert failed.code == 2
    assert "the disk is full" in failed.err
    assert Path("all.parquet/kpitrack-dataset.json").read_bytes() == before
    assert sorted(path.name for path in town.root.iterdir()) == ["all.parquet", "data"]


def test_needs_no_repository(run: Run, town: Town, tmp_path_factory: pytest.TempPathFactory, monkeypatch) -> None:
    run("snapshot", "all.parquet")
    expected = run("status", "--as-of", "2022").out
    away = tmp_path_factory.mktemp("away")
    shutil.move("all.parquet", away)
    monkeypatch.chdir(away)
    assert run("status", "--as-of", "2022", "--source", "all.parquet").out == expected


# What is wrong with a dataset: no traceback, 2 where it is none, 1 where it is damaged.


def _asked(run: Run) -> tuple[int, str, str]:
    result = run("status", "--source", "all.parquet", "--as-of", "2022")
    assert "Traceback" not in result.err
    assert "fault of kpitrack" not in result.err
    return result.code, result.out, result.err


def test_no_such_dataset(run: Run, town: Town) -> None:
    code, out, err = _asked(run)
    assert (code, out) == (2, "")
    assert "there is no dataset all.parquet" in err
    assert "kpitrack snapshot" in err


@pytest.mark.parametrize("content", [None, b'{"schema": "other/1"}', b"[]"])
def test_another_folder(run: Run, town: Town, content: bytes | None) -> None:
    Path("all.parquet").mkdir()
    if content:
        Path("all.parquet/kpitrack-dataset.json").write_bytes(content)
    code, _, err = _asked(run)
    assert code == 2
    assert "not a kpitrack dataset" in err


def test_a_single_parquet_file(run: Run, town: Town) -> None:
    pl.DataFrame({"a": [1]}).write_parquet("all.parquet")
    assert _asked(run)[0] == 2


@pytest.mark.parametrize("form", [3, 5])
def test_one_of_another_form(run: Run, town: Town, form: int) -> None:
    Path("all.parquet").mkdir()
    text = json.dumps({"schema": f"kpitrack/dataset/{form}", "version": "9.0"})
    Path("all.parquet/kpitrack-dataset.json").write_text(text, "utf-8")
    code, _, err = _asked(run)
    assert code == 2
    assert "9.0" in err
    assert run("snapshot", "all.parquet", "--replace").code == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"schema": "kpitrack/dataset/4"}', b'{"schema": "kpitrack/dataset/4", "settings": [], "parts": 1}',
     b'{"schema": "kpitrack/dataset/4", "settings": {}, "parts": 1, "sources": 1, "files": {}}',
     b'{"schema": "kpitrack/dataset/4", "settings": {"thresholds": 3}, "parts": 1, "sources": 1, "files": {}}'],
)  # fmt: skip
def test_a_damaged_manifest(run: Run, town: Town, content: bytes) -> None:
    run("snapshot", "all.parquet")
    Path("all.parquet/kpitrack-dataset.json").write_bytes(content)
    code, out, err = _asked(run)
    assert (code, out) == (1, "")
    assert "damaged" in err
    assert "--replace" in err


TABLES = ("strategies.parquet", "kpis/part=00000/data.parquet", "actuals/part=00000/data.parquet")


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_file(run: Run, town: Town, name: str) -> None:
    run("snapshot", "all.parquet")
    (Path("all.parquet") / name).unlink()
    code, out, err = _asked(run)
    assert (code, out) == (1, "")
    assert f"{name} is missing" in err


@pytest.mark.parametrize("name", TABLES)
def test_a_truncated_file(run: Run, town: Town, name: str) -> None:
    run("snapshot", "all.parquet")
    path = Path("all.parquet") / name
    path.write_bytes(path.read_bytes()[:-100])
    code, out, err = _asked(run)
    assert (code, out) == (1, "")
    assert name in err


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("damage", ["zeros", "other columns"])
def test_a_file_of_the_same_size_with_other_content(run: Run, town: Town, name: str, damage: str) -> None:
    run("snapshot", "all.parquet")
    path = Path("all.parquet") / name
    if damage == "zeros":
        path.write_bytes(b"\0" * path.stat().st_size)
    else:
        pl.DataFrame({"other": [1]}).write_parquet(path)
        manifest = Path("all.parquet/kpitrack-dataset.json")
        document = json.loads(manifest.read_text("utf-8"))
        document["files"][name]["size"] = path.stat().st_size
        manifest.write_text(json.dumps(document), "utf-8")
    code, _, err = _asked(run)
    assert code == 1
    assert "damaged" in err


def test_names_that_are_not_there(run: Run, country: Town) -> None:
    run("snapshot", "all.parquet")
    for options in (
        ("twon",), ("--kpi", "mover"), ("--kpi", "city/movers"), ("--goal", "g9"), ("--org", "無い市"),
        ("--grading", "nagana"), ("--as-of", "soon"),
    ):  # fmt: skip
        asked = ("status", *(() if "--as-of" in options else ("--as-of", "2022")), *options)
        expected, found = run(*asked), run(*asked, "--source", "all.parquet")
        assert (found.code, found.out, found.err) == (2, "", expected.err)


def test_a_name_of_several_kpis(run: Run, country: Town) -> None:
    city = country.strategy.parent / "city.yaml"
    city.write_text(MORE.replace("id: wages", "id: movers"), "utf-8")
    (country.actuals.parent / "city.yaml").write_text(MORE_ACTUALS.replace("wages:", "movers:"), "utf-8")
    run("snapshot", "all.parquet")
    asked = ("status", "--kpi", "movers")
    expected, found = run(*asked), run(*asked, "--source", "all.parquet")
    assert (found.code, found.err) == (expected.code, expected.err) == (2, found.err)


def test_no_dataset_from_a_strategy_that_lacks_everything(run: Run, country: Town) -> None:
    country.strategy.write_text("id: town\n", "utf-8")
    assert run("snapshot", "faulty.parquet").code == 1
    assert not Path("faulty.parquet").exists()


def test_the_folder_one_is_in(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("snapshot", ".").code == 1
    monkeypatch.chdir(town.root / "data")
    assert run("snapshot", "..").code == 1
    assert town.actuals.exists()


def test_a_full_disk_is_no_fault_of_ours(town: Town, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        result = run("snapshot", "set.parquet")
    assert result.code == 2
    assert "the disk is full" in result.err
    assert not (town.root / "set.parquet").exists()
    assert not list(town.root.glob(".kpitrack/*.tmp"))


NATION = """\
id: nation
title: 国の戦略（架空）
organization: {name: 国, level: nation}
period: {start: 2021, end: 2025}
source: 架空の例
goals:
  - id: g1
    title: 人の流れ
    kpis:
      - id: all-movers
        name: 市町村の移住者数の合計
        unit: 人
        accumulation: running_total
        computed: {indicator: "own:movers", take: sum, level: municipality}
        target: {year: 2025, value: 100}
"""


class TestSeveralRepositories:
    """Towns and the nation, each in a repository of its own with files of the same paths."""

    def repository(self, name: str, text: str, actuals: str = "", kpitrack: str = "") -> Path:
        root = Path(name)
        for path, content in (
            ("data/strategies/plan.yaml", text), ("data/actuals/plan.yaml", actuals), ("kpitrack.yaml", kpitrack),
        ):  # fmt: skip
            if content or path == "kpitrack.yaml":
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(content, "utf-8")
        return root

    @pytest.fixture
    def towns(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
        monkeypatch.chdir(tmp_path)
        found = [self.repository("nation", NATION)]
        for i, value in ((1, 10), (2, 32)):
            text = (
                STRATEGY.replace("id: town", f"id: town-{i}")
                .replace("062031", "062031" if i == 1 else "062049")
                .replace("          - id: movers\n", '          - id: movers\n            indicator: "own:movers"\n')
            )
            actuals = f"strategy: town-{i}\nactuals: {{movers: {{2021: {value}}}}}\n"
            found.append(self.repository(f"町{i}/data repo" if i == 1 else "town2", text, actuals))
        return found

    def kpis(self, run: Run, *sources: str) -> dict[str, Any]:
        named = [word for source in sources for word in ("--source", source)]
        result = run("status", *named, "--as-of", "2022", "--format", "json")
        assert result.code == 0, result.err
        return {kpi["ref"]: kpi for kpi in json.loads(result.out)["kpis"]}

    @pytest.mark.usefixtures("towns")
    def test_what_crosses_them_is_joined(self, run: Run) -> None:
        assert run("--root", "nation", "snapshot", "all.parquet").code == 0
        assert self.kpis(run, "all.parquet")["nation/all-movers"]["actual"] is None
        assert run("snapshot", "all.parquet", "--add", "町1/data repo").code == 0
        assert run("--root", "town2", "snapshot", "all.parquet", "--add").code == 0
        found = self.kpis(run, "all.parquet")
        assert found["nation/all-movers"]["actual"]["value"] == 42
        assert (found["nation/all-movers"]["answered"], found["nation/all-movers"]["of"]) == (2, 2)
        assert found["town-2/movers"]["actual"]["value"] == 32
        out = run("explain", "town-1/movers", "--source", "all.parquet").out
        assert "data/actuals/data repo/plan.yaml:2" in out

    @pytest.mark.usefixtures("towns")
    def test_all_at_once_is_the_same(self, run: Run) -> None:
        run("--root", "nation", "snapshot", "one.parquet", "--add", "町1/data repo", "town2")
        run("--root", "nation", "snapshot", "two.parquet")
        run("snapshot", "two.parquet", "--add", "町1/data repo")
        run("snapshot", "two.parquet", "--add", "town2")
        assert self.kpis(run, "one.parquet") == self.kpis(run, "two.parquet")

    def test_added_again_it_takes_its_own_place(self, run: Run, towns: list[Path]) -> None:
        run("--root", "nation", "snapshot", "all.parquet", "--add", "町1/data repo", "town2")
        (towns[1] / "data/actuals/plan.yaml").write_text("strategy: town-1\nactuals: {movers: {2021: 11}}\n", "utf-8")
        assert run("snapshot", "all.parquet", "--add", "町1/data repo").code == 0
        found = self.kpis(run, "all.parquet")
        assert found["nation/all-movers"]["actual"]["value"] == 43
        assert len(found) == 5

    def test_one_with_errors_is_not_added(self, run: Run, towns: list[Path]) -> None:
        run("--root", "nation", "snapshot", "all.parquet")
        (towns[1] / "data/actuals/plan.yaml").write_text("strategy: town-1\nactuals: {movers: {2021: x}}\n", "utf-8")
        assert run("snapshot", "all.parquet", "--add", "町1/data repo").code == 1
        assert len(self.kpis(run, "all.parquet")) == 1

    def test_settings_that_contradict_each_other(self, run: Run, towns: list[Path]) -> None:
        run("--root", "nation", "snapshot", "all.parquet")
        (towns[1] / "kpitrack.yaml").write_text("thresholds: {on_track: 80%}\n", "utf-8")
        result = run("snapshot", "all.parquet", "--add", "町1/data repo")
        assert (result.code, "thresholds in kpitrack.yaml is not the same" in result.err) == (1, True)

    @pytest.mark.usefixtures("towns")
    def test_several_datasets_side_by_side(self, run: Run) -> None:
        run("--root", "町1/data repo", "snapshot", "a.parquet")
        run("--root", "town2", "snapshot", "b.parquet")
        assert list(self.kpis(run, "a.parquet", "b.parquet")) == [
            "town-1/movers", "town-1/guests", "town-2/movers", "town-2/guests",
        ]  # fmt: skip
        out = run("explain", "town-2/movers", "--source", "a.parquet", "--source", "b.parquet").out
        assert "b.parquet/data/actuals/plan.yaml:2" in out
        assert "town-2" in run("tree", "town-2", "--source", "a.parquet", "--source", "b.parquet").out

    @pytest.mark.usefixtures("towns")
    def test_what_is_in_two_of_them_is_not_counted_twice(self, run: Run) -> None:
        run("--root", "town2", "snapshot", "a.parquet")
        run("--root", "town2", "snapshot", "b.parquet")
        result = run("status", "--source", "a.parquet", "--source", "b.parquet")
        assert (result.code, "the strategy town-2 is in a.parquet and in b.parquet" in result.err) == (1, True)


@pytest.mark.parametrize(
    "command", [["snapshot", "s3://bucket/all"], ["status", "--source", "gs://bucket/all"], ["judge", "az://c/all"]]
)
@pytest.mark.usefixtures("town")
def test_addresses_are_no_folders(run: Run, command: list[str]) -> None:
    result = run(*command)
    assert (result.code, "is an address" in result.err) == (2, True)
    assert not Path("s3:").exists()


def test_what_it_was_taken_from(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = gitting.start(tmp_path)
    monkeypatch.chdir(tmp_path)

    def origin() -> dict[str, Any]:
        assert run("snapshot", "../all.parquet", "--replace").code == 0
        (found,) = json.loads((tmp_path.parent / "all.parquet/kpitrack-dataset.json").read_text("utf-8"))["origins"]
        return dict(found)

    first = origin()
    assert (first["commit"], first["changed"], first["files"]) == (repo.git("rev-parse", "HEAD"), False, 2)
    (tmp_path / "data/actuals/town.yaml").write_text("strategy: town\nactuals: {}\n")
    assert origin()["changed"] is True


@pytest.mark.parametrize("option", ["--replace", "--add"])
def test_what_somebody_put_into_a_dataset_stays(run: Run, town: Town, option: str) -> None:
    assert run("snapshot", "out.parquet").code == 0
    notes = Path("out.parquet/notes.txt")
    notes.write_text("mine")
    result = run("snapshot", "out.parquet", option)
    assert (result.code, notes.read_text()) == (1, "mine")
    assert "notes.txt" in result.err
    notes.unlink()
    assert run("snapshot", "out.parquet", option).code == 0


def test_what_was_left_out_of_a_dataset_stays_known(run: Run, town: Town) -> None:
    town.actuals.write_text("strategy: town\nactuals:\n  movers: {2021: x}\n", "utf-8")
    town.strategy.with_name("other.yaml").write_text("id: other\n", "utf-8")
    assert run("snapshot", "out.parquet", "--keep-going").code == 1
    result = run("status", "--source", "out.parquet", "--as-of", "2023", "--format", "json")
    assert result.code == 1
    left_out = [one["path"] for one in json.loads(result.out)["left_out"]]
    assert left_out == ["out.parquet: data/actuals/town.yaml", "out.parquet: data/strategies/other.yaml"]
    assert run("snapshot", "out.parquet", "--add", ".", "--keep-going").code == 1  # taken again, and still known
    again = json.loads(run("status", "--source", "out.parquet", "--as-of", "2023", "--format", "json").out)["left_out"]
    assert [one["path"] for one in again] == left_out


def test_what_was_left_out_decides_what_judge_ends_with(run: Run, town: Town) -> None:
    town.strategy.with_name("other.yaml").write_text("id: other\n", "utf-8")
    assert run("snapshot", "out.parquet", "--keep-going").code == 1
    result = run("judge", "out.parquet", "judged", "--as-of", "2023")
    assert result.code == 1
    assert "left out, since it has errors: out.parquet: data/strategies/other.yaml" in result.err
    assert (town.root / "judged" / "views.sql").exists()
    (town.root / "more" / "data" / "strategies").mkdir(parents=True)
    more = town.strategy.read_text("utf-8").replace("id: town", "id: more")
    (town.root / "more" / "data" / "strategies" / "more.yaml").write_text(more, "utf-8")
    assert run("snapshot", "out.parquet", "--add", "more").code == 1
