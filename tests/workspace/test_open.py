"""Wherever columns come from, the answers are the same: few files, many, what was kept, a dataset.

They are held against what all models at once come to, by `check` and `build`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kpitrack.checks.check import Context
from kpitrack.checks.run import standing
from kpitrack.diagnostics import Diagnostic
from kpitrack.exchange.dataset.write import SourceFile, replacing, write_parts
from kpitrack.progress.frames import build
from kpitrack.progress.judge import COLUMNS, judge
from kpitrack.progress.path import paths
from kpitrack.progress.schemes import ladders
from kpitrack.repository.discovery import Kind, of_actuals
from kpitrack.repository.places import place
from kpitrack.repository.repository import Repository, read_repository
from kpitrack.workspace.case import case_of
from kpitrack.workspace.choose import Asked, choose, choose_strategies, with_tied
from kpitrack.workspace.names import NotThere
from kpitrack.workspace.open import Files, Workspace, open_folder
from kpitrack.workspace.pieces import Question
from kpitrack.workspace.snapshot import open_snapshots

AS_OF = 2023
TOWNS = 12
WANTED = Question(AS_OF, tables=True)


def town(i: int) -> dict[str, str]:
    level = "\n      level: outcome\n      baseline: {year: 2020, value: 1.5}" if i % 3 else ""
    forms = [
        "value: 20.25",
        "percent_change: 30%",
        "improve: true",
        "parity_with: tokyo",
        f"parity_with: t{(i + 1) % TOWNS:02d}/l",
    ]
    ties = f"\n      contributes_to: [t{(i * 5 + 1) % TOWNS:02d}/g1]" if i % 4 == 0 else ""
    code = ", code: '062031'" if i == 7 else ""
    revised = "\n      revisions: [{target: {year: 2024, value: 9}, reason: 見直し}]" if i % 5 == 0 else ""
    return {
        f"data/strategies/{i:02d}.yaml": (
            f"id: t{i:02d}\ntitle: {{ja: 戦略{i}, en: Strategy {i}}}\n"
            f"organization: {{name: {{ja: '町“{i}\"\\', en: Town {i}}}{code}, level: municipality}}\n"
            "period: {start: 2020, end: 2024}\nsource: 資料\ngoals:\n- id: g1\n  title: 目標\n  measures:\n  - id: m1\n"
            f"    number: (1)\n    title: {{ja: 施策, en: Measure}}\n    tags: [sdg:{i % 3}]\n"
            f"    kpis:\n    - id: k\n      name: \"率\\n{i}\\t:1.0,\"\n      unit: '%'\n      better: higher\n"
            f"      indicator: sdg:{i % 2}{level}{ties}{revised}\n      target: {{year: 2024, {forms[i % 5]}}}\n"
            "  - {id: m2, title: 別の施策, kpis: [{id: l, name: 数, unit: 人, better: lower, accumulation: sum}]}\n"
        ).replace("\\'", "'"),
        f"data/actuals/{i:02d}.yaml": (
            f"strategy: t{i:02d}\nactuals:\n  k: {{2021: {i}, 2022: {{value: {i + 0.5}, status: provisional}}}}\n"
            f"  l: {{2021: 3, 2023: {i * 1e15}}}\ncomparators: {{tokyo: {{2020: 30, 2021: 1e-7, 2022: 31}}}}\n"
        ),
    }


def written(root: Path) -> Path:
    for i in range(TOWNS):
        for path, text in town(i).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
    (root / "kpitrack.yaml").write_text("thresholds: {on_track: 90%}\n", "utf-8")
    return root


def folder(root: Path) -> Files:
    return open_folder(root, lambda _: AS_OF, WANTED)


def _few(root: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr("kpitrack.workspace.pieces.FEW", 10**6)
    return folder(root)


def _many(root: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("KPITRACK_PROCESSES", "2")
    monkeypatch.setattr("kpitrack.workspace.pieces.FEW", 4)
    monkeypatch.setattr("kpitrack.repository.parallel.FEW", 4)
    return folder(root)


def _kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("KPITRACK_CACHE", str(root / "cache"))
    folder(root)
    return folder(root)


def _parted(root: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr("kpitrack.workspace.open._PART", 7)
    space = folder(root)
    assert space.heads["part"].unique().to_list() == list(range(space.parts)) == [0, 1, 2, 3]
    return space


def _dataset(root: Path, _: pytest.MonkeyPatch, size: int = 10_000) -> Workspace:
    space = folder(root)

    def documents(name: str) -> list[SourceFile]:
        paths = space.strategies.files[name]
        kinds = [Kind.ACTUALS if of_actuals(path) else Kind.STRATEGY for path in paths]
        return [SourceFile(name, kind, path, space.read(path) or b"") for kind, path in zip(kinds, paths, strict=True)]

    with replacing(root / "all.parquet", replace=False, within=root) as writer:
        write_parts(writer, space.survey.tables, space.whole.comparators.lazy().collect(), documents, size)
        writer.finish(space.settings, [])
    for path in (root / "data").rglob("*.yaml"):
        path.unlink()
    return open_snapshots([root / "all.parquet"], lambda _: AS_OF)


WAYS: dict[str, Callable[[Path, pytest.MonkeyPatch], Workspace]] = {
    "few files": _few, "many files": _many, "kept": _kept, "files in parts": _parted,
    "a dataset": _dataset,
    "a dataset of many parts": partial(_dataset, size=7),
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """All models of the repository, whose files stay."""
    return read_repository(written(tmp_path_factory.mktemp("whole")))


@pytest.fixture(params=WAYS, scope="module")
def space(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("KPITRACK_CACHE", "off")
        yield WAYS[request.param](written(tmp_path_factory.mktemp("space")), patched)


@pytest.fixture(scope="module")
def reference(whole: Repository) -> Workspace:
    return folder(whole.root)


def judged(whole: Repository, grading: str | None = None, as_of: int = AS_OF) -> pl.DataFrame:
    settings = whole.configuration.in_force
    strategies, actuals = ([file.model for file in files if file.model] for files in (whole.strategies, whole.actuals))
    frames = build(strategies, actuals, settings)
    return judge(frames, as_of, settings, ladders(settings), grading).collect(engine="in-memory")


ASKED: dict[str, tuple[Asked, Callable[[pl.DataFrame], pl.DataFrame]]] = {
    "all": (Asked(), lambda rows: rows),
    "an organisation": (Asked(org="Town 7"), lambda rows: rows.filter(strategy="t07")),
    "its code": (Asked(org="06203"), lambda rows: rows.filter(strategy="t07")),
    "two strategies": (Asked(("t07", "t03")), lambda rows: rows.filter(pl.col("strategy").is_in(["t03", "t07"]))),
    "a KPI": (Asked(kpi="t05/k"), lambda rows: rows.filter(ref="t05/k")),
    "a measure": (Asked(goal="m1"), lambda rows: rows.filter(kpi="k")),
    "a goal of one": (Asked(goal="t02/g1"), lambda rows: rows.filter(strategy="t02")),
    "a measure of one": (Asked(goal="t02/m2"), lambda rows: rows.filter(ref="t02/l")),
    "a tag": (Asked(tags=("sdg:1",)), lambda rows: rows.filter(pl.col("tags").list.contains("sdg:1"))),
    "no such tag": (Asked(tags=("sdg:9",)), lambda rows: rows.clear()),
    "an indicator": (Asked(indicator="sdg:1"), lambda rows: rows.filter(indicator="sdg:1")),
}


def test_the_verdicts_are_those_of_the_whole(space: Workspace, whole: Repository) -> None:
    expected = judged(whole)
    for asked, filtered in ASKED.values():
        chosen = choose(space, asked)
        found = pl.concat([expected.clear(), *(part.select(COLUMNS) for part in chosen.verdicts())])
        assert_frame_equal(found, filtered(expected))
        assert sum(part.height for part in chosen.verdicts()) == found.height
    graded = choose(space, Asked(), grading="tama", statuses={"missed", "at_risk", "off_track"})
    rows = judged(whole, "tama").filter(pl.col("status").is_in(list(graded.statuses)))
    assert_frame_equal(pl.concat(part.select(COLUMNS) for part in graded.verdicts()), rows)
    earlier = replace(choose(space, Asked(kpi="t05/k")), as_of=2021)
    assert_frame_equal(next(earlier.verdicts()).select(COLUMNS), judged(whole, as_of=2021).filter(ref="t05/k"))


def test_one_kpi_has_all_that_its_files_say(space: Workspace, whole: Repository) -> None:
    rows = judged(whole).rows_by_key("ref", named=True, unique=True)
    models = [file.model for file in whole.strategies if file.model]
    frames = build(models, [file.model for file in whole.actuals if file.model], whole.configuration.in_force)
    drawn: dict[str, dict[int, float | None]] = {}
    for ref, year, expected in paths(frames).collect().iter_rows():
        drawn.setdefault(ref, {})[year] = expected
    for ref in ("t00/k", "t03/k", "t04/k", "t05/k", "t11/l"):
        case = case_of(choose(space, Asked(kpi=ref)))
        bundle = next(one for one in whole.bundles if one.strategy.model and ref.startswith(one.strategy.model.id))
        (placed,) = (one for one in bundle.strategy.model.kpis() if one.item.id == ref[-1])
        assert case.standing.kpi == placed.item
        assert case.standing.strategy == bundle.strategy.model
        assert {name: case.standing.row[name] for name in COLUMNS} == {"ref": ref, **rows[ref]}
        assert dict(case.series.entries) == bundle.actuals[0].model.actuals[ref[-1]]
        assert case.series.path == drawn[ref]
        assert (case.path, case.at) == (bundle.strategy.path, placed.at)
        assert {path for path, _ in case.origins.values()} == {bundle.actuals[0].path}
        assert (case.original is not None) == (ref in {"t00/k", "t05/k"})
        assert len(case.compared) == {"t03/k": 3, "t04/k": 2}.get(ref, 0)
        assert space.strategies.read(case.path) == whole.contents[case.path]


@pytest.mark.parametrize(
    "asked",
    [
        Asked(("nothing",)), Asked(kpi="k"), Asked(kpi="t05/m"), Asked(kpi="t5/k"), Asked(org="nowhere"), Asked(goal="g9"),
        Asked(goal="t05/g9"), Asked(goal="t05/l"), Asked(("t01", "t99")),
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_not_there_is_told_alike(asked: Asked, space: Workspace, reference: Workspace) -> None:
    with pytest.raises(NotThere) as found:
        choose(space, asked)
    with pytest.raises(NotThere) as expected:
        choose(reference, asked)
    assert (str(found.value), str(found.value.hint)) == (str(expected.value), str(expected.value.hint))
    assert not found.value.in_data


def test_strategies_are_chosen_and_opened_one_by_one(space: Workspace, whole: Repository) -> None:
    assert choose_strategies(space) == [file.model.id for file in whole.strategies if file.model]
    assert choose_strategies(space, ["t09", "t01"]) == ["t09", "t01"]
    assert with_tied(space, ["t04"]) == ["t04", "t09"]
    assert with_tied(space, ["t05"]) == ["t05", "t08"]
    for bundle in whole.bundles:
        name = bundle.strategy.model.id
        assert space.strategies.strategy(name) == bundle.strategy.model
        assert [file.model for file in space.strategies.bundle(name).actuals] == [one.model for one in bundle.actuals]
    assert space.strategies.find("t99") is None


def test_titles_stand_above(space: Workspace) -> None:
    titles = choose(space, Asked(("t03",))).titles
    assert titles == {("t03", "g1"): ("", "目標"), ("t03", "m1"): ("(1)", "Measure"), ("t03", "m2"): ("", "別の施策")}
    every = choose(space, Asked()).titles
    assert list(every) == [(f"t{i:02d}", node) for i in range(TOWNS) for node in ("g1", "m1", "m2")]
    assert every.items() >= titles.items()


@pytest.mark.parametrize("way", ["few files", "many files", "kept"])
def test_the_findings_are_those_of_the_whole(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = written(tmp_path)
    (root / "data/actuals/07.yaml").write_text("strategy: t07\nactuals: {k: {2021: 1_0}}\n")
    (root / "data/actuals/09.yaml").write_text("strategy: t09\nactuals: {nobody: {2021: 1}}\n")
    (root / "kpitrack.yaml").write_text("ignore: [{rule: unknown-kpi, path: data/actuals/09.yaml, reason: 既知}]\n")
    whole = read_repository(root)
    expected = place(standing(whole, Context(AS_OF)), whole.read)
    space = WAYS[way](root, monkeypatch)
    assert isinstance(space, Files)

    def shown(several: list[Diagnostic]) -> list[tuple[object, ...]]:
        return [(one.path, one.span, one.rule.code, str(one.message), one.excerpt) for one in several]

    assert shown(list(space.findings)) == shown(expected)
    assert [found.path for found in space.errors] == ["data/actuals/07.yaml"]
    rest = space.without_faults()
    assert (rest.errors, rest.left_out) == ([], ("data/actuals/07.yaml",))
    assert len(list(choose(rest, Asked(("t07",))).standings())) == 2


def test_only_what_is_shown_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = _kept(written(tmp_path), monkeypatch)
    loaded: list[str] = []
    from kpitrack.workspace import strategies

    load = strategies.load
    monkeypatch.setattr(strategies, "load", lambda kind, path, data: loaded.append(path) or load(kind, path, data))
    assert len(list(choose(space, Asked(org="Town 7")).standings())) == 2
    assert not loaded
    case_of(choose(space, Asked(kpi="t09/k")))
    assert sorted(loaded) == [
        "data/actuals/09.yaml",
        "data/actuals/10.yaml",
        "data/strategies/09.yaml",
        "data/strategies/10.yaml",
    ]


def test_each_table_lies_whole_in_its_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = _parted(written(tmp_path), monkeypatch)
    assert isinstance(space, Files)
    for name, table in space.survey.tables.items():
        if name != "comparators":
            assert_frame_equal(pl.concat(space.table(name, part).collect() for part in range(space.parts)), table)


def test_a_sheet_asks_for_the_kpis_of_all_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpitrack.views.sheet.asked import asked_rows

    whole = asked_rows(folder(written(tmp_path)), [2022, 2023])
    assert asked_rows(_parted(tmp_path, monkeypatch), [2022, 2023]) == whole
    assert {row.expected for row in whole.values} - {None}
