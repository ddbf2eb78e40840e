"""A survey in pieces finds what a check of the whole finds."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpitrack.checks import survey as surveying
from kpitrack.checks.check import Context
from kpitrack.checks.examples import ACTUALS, KPI, actuals, kpis
from kpitrack.checks.registry import CHECKS
from kpitrack.checks.run import check
from kpitrack.checks.survey import Aids, survey
from kpitrack.diagnostics import Diagnostic
from kpitrack.repository.cache import Store
from kpitrack.repository.places import place, place_many
from kpitrack.repository.repository import Listing, list_repository, read_repository

CONTEXT = Context(2025)
ALL = frozenset(one.rule.name for one in CHECKS)


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def shown(found: list[Diagnostic], root: Path) -> list[tuple[object, ...]]:
    listing = list_repository(root)
    return [
        (one.path, one.span, one.rule.code, str(one.message), str(one.hint), one.severity, one.at)
        for one in place(found, listing.read)
    ]


def assert_same(root: Path) -> list[tuple[object, ...]]:
    whole = shown(check(read_repository(root), CONTEXT, ALL), root)
    assert shown(survey(list_repository(root), CONTEXT, ALL), root) == whole
    return whole


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.rule.name)
def test_every_example_is_found_alike(one, tmp_path: Path) -> None:
    if one.example.bad:
        assert assert_same(write(tmp_path / "bad", one.example.bad))
    assert_same(write(tmp_path / "good", one.example.good))


HEAD = "title: 総合戦略\norganization: {name: 市}\nperiod: {start: 2020, end: 2024}\nsource: 資料\n"
GOAL = "goals:\n- id: g1\n  title: 目標\n"
SHARE = '\n    {{id: {0}, name: 率, unit: "%", target: {{year: 2024, value: 20}}}}'


def strategy(name: str, rest: str = "", kpi: str = "k") -> str:
    return (
        f"id: {name}\n{HEAD}{GOAL}  kpis:\n  - id: {kpi}\n    name: 率\n    unit: '%'\n"
        f"    baseline: {{year: 2020, value: 2}}\n    target: {{year: 2024, value: 20}}\n{rest}"
    )


STRATEGIES = [
    strategy("a"), strategy("b"), strategy("c", kpi="k2"), strategy("a", kpi="k9"), strategy("b").replace("id: b", '"id": b', 1),
    strategy("c").replace("id: c", "id : c", 1), strategy("a") + "title: again\n", strategy("b", "    level: nothing\n"),
    strategy("c").replace("id: c\n", ""), strategy("d", "    contributes_to: [a, b/k, c/g1, zz, c/none]\n"),
    strategy("e", "    contributes_to: [f/k]\n"), strategy("f", "    contributes_to: [e/k]\n"), strategy("a", "grading: tamma\n"),
    strategy("g").replace("value: 20", "parity_with: tokyo"), "id: a\n", "", "- a\n", "id: b\n\ttitle: x\n", b"\xff\xfe",
    "# id: a\nid: b\n" + HEAD + "goals: []\n", strategy("a").replace("- id: g1", "- id: g1\n  kpis: []\n- id: g1"),
]  # fmt: skip
VALUES = [
    "strategy: a\nactuals: {k: {2021: 3, 2022: 4}}\n", "strategy: a\nactuals: {k: {2022: 5}}\n", "strategy: a\nactuals: {k9: {2021: 5}}\n",
    "strategy: b\nactuals: {k: {2021: 3, 2022: 300, 2023: 3, 2024: 4}}\n", "strategy: bb\nactuals: {k: {2021: 3}}\n",
    "'strategy': a\nactuals: {k: {2023: 3}}\n", "strategy : c\nactuals: {k2: {2021: 3}}\n", "strategy: a\nactuals: {k: {2021: x}}\n",
    "actuals: {k: {2021: 3}}\n", "strategy: [a]\n", "strategy: d\nactuals: {k: {2021: 3, 2021: 4}}\n", "strategy: c\nactuals: {k: {2021: 1_0}}\n",
    "strategy: g\ncomparators: {tokyo: {2020: 1}}\n", "strategy: gg\ncomparators: {tokyo: {2020: 1}}\n", "", b"strategy: a\n\xff",
    "# strategy: a\nstrategy: b\nactuals: {k: {2019: 3}}\n", "actuals:\n  strategy: a\nstrategy: b\n", "strategy: a\nactuals: {g1: {2021: 3}}\n",
]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from(STRATEGIES), st.sampled_from(["", "x/", "y/"])), min_size=1, max_size=6),
    st.lists(st.tuples(st.sampled_from(VALUES), st.sampled_from(["", "x/", "y/"])), max_size=6),
    st.sampled_from(["", "grading: ibaraki\n", "grading: x\n", "thresholds: {on_track: 50%}\n", "a: 1\n"]),
)
def test_repositories_of_every_kind_are_found_alike(strategies, values, setting) -> None:
    with TemporaryDirectory() as folder:
        files = {f"data/strategies/{sub}{i}.yaml": text for i, (text, sub) in enumerate(strategies)}
        files |= {f"data/actuals/{sub}{i}.yaml": text for i, (text, sub) in enumerate(values)}
        assert_same(write(Path(folder), files | {"kpitrack.yaml": setting}))


def many(root: Path) -> Path:
    for i in range(90):
        name = f"s{i:02d}"
        entry = {0: "{k: {2021: 3, 2020: 5}}", 1: "{kk: {2021: 3}}", 2: "{k: {2021: 1_0}}"}.get(
            i % 10, "{k: {2021: 3}}"
        )
        write(root, {
            f"data/strategies/{name}.yaml": strategy(name, f"    contributes_to: [s{(i * 7) % 95:02d}/k]\n" if i % 4 == 0 else ""),
            f"data/actuals/{name}.yaml": f"strategy: {name}\nactuals: {entry}\n",
        })  # fmt: skip
    return root


def test_many_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = many(tmp_path)
    whole = shown(check(read_repository(root), CONTEXT, ALL), root)
    assert len(whole) > 20
    steps: list[tuple[int, int]] = []
    for processes in ("1", "3"):
        monkeypatch.setenv("KPITRACK_PROCESSES", processes)
        told: list[object] = []
        found = survey(list_repository(root), CONTEXT, ALL, Aids(None, lambda *step: steps.append(step), told.append))
        assert shown(found, root) == whole
        assert place_many(found, root) == place(found, list_repository(root).read)
        assert not told
        assert steps[-1] == (90, 90)


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    root = many(tmp_path)
    listing = list_repository(root)
    backwards = replace(listing, files=listing.files[::-1])
    pieces = surveying.pieces_of(surveying.glance(backwards))
    files = [tuple(sorted((one.file for one in piece), key=lambda file: file.path)) for piece in pieces]
    found = surveying._conclude(listing, surveying.examine(root, CONTEXT, ALL, files), CONTEXT, ALL)
    assert shown(found, root) == shown(survey(listing, CONTEXT, ALL), root)


def _die_once(root: Path, context: Context, asked: frozenset[str], pieces: list[surveying.Piece]) -> object:
    if os.getpid() != int(os.environ["KPITRACK_TEST_MAIN"]):
        os.kill(os.getpid(), signal.SIGKILL)
    return surveying._examine_all(root, context, asked, pieces)


def test_a_process_that_dies_changes_nothing_but_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = many(tmp_path)
    whole = shown(survey(list_repository(root), CONTEXT, ALL), root)
    monkeypatch.setenv("KPITRACK_PROCESSES", "2")
    monkeypatch.setenv("KPITRACK_TEST_MAIN", str(os.getpid()))
    monkeypatch.setattr(surveying, "_examine_all", surveying.examine, raising=False)
    monkeypatch.setattr(surveying, "examine", _die_once)
    told: list[object] = []
    assert shown(survey(list_repository(root), CONTEXT, ALL, Aids(note=told.append)), root) == whole
    assert len(told) == 1


def test_one_file_is_enough(tmp_path: Path) -> None:
    assert assert_same(write(tmp_path, {"data/strategies/a.yaml": kpis(KPI), ACTUALS: actuals("x:\n  2021: 3\n")}))


def test_a_kept_result_is_the_same_and_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, aids = many(tmp_path / "root"), Aids(Store(tmp_path / "cache"))
    first = survey(list_repository(root), CONTEXT, ALL, aids)
    monkeypatch.setattr(surveying, "examine", None)
    assert survey(list_repository(root), CONTEXT, ALL, aids) == first
    assert shown(first, root) == shown(check(read_repository(root), CONTEXT, ALL), root)


def test_another_question_has_another_answer(tmp_path: Path) -> None:
    root, aids = many(tmp_path / "root"), Aids(Store(tmp_path / "cache"))
    survey(list_repository(root), CONTEXT, ALL, aids)
    for context, asked in ((Context(2020), ALL), (CONTEXT, frozenset({"unknown-kpi"}))):
        found = survey(list_repository(root), context, asked, aids)
        assert shown(found, root) == shown(check(read_repository(root), context, asked), root)
    (root / "kpitrack.yaml").write_text("grading: nothing\n")
    found = survey(list_repository(root), CONTEXT, ALL, aids)
    assert "unknown-scheme" in {one.rule.name for one in found}


def test_one_changed_file_costs_one_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, aids = many(tmp_path / "root"), Aids(Store(tmp_path / "cache"))
    survey(list_repository(root), CONTEXT, ALL, aids)
    changed = root / "data/actuals/s05.yaml"
    before, times = changed.read_bytes(), changed.stat()
    changed.write_bytes(before.replace(b"2021: 3", b"2021: x"))
    os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))  # as a checkout within the clock's grain may leave it
    examined: list[str] = []
    examine = surveying.examine
    monkeypatch.setattr(
        surveying,
        "examine",
        lambda *args: examined.extend(file.path for piece in args[3] for file in piece) or examine(*args),
    )
    found = survey(list_repository(root), CONTEXT, ALL, aids)
    assert examined == ["data/strategies/s05.yaml", "data/actuals/s05.yaml"]
    assert shown(found, root) == shown(check(read_repository(root), CONTEXT, ALL), root)
    changed.write_bytes(before)
    examined.clear()
    assert shown(survey(list_repository(root), CONTEXT, ALL, aids), root) == shown(
        check(read_repository(root), CONTEXT, ALL), root
    )
    assert not examined  # what was known before the change still is


def test_a_file_that_changes_while_it_is_read_is_not_kept_under_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, aids = many(tmp_path / "root"), Aids(Store(tmp_path / "cache"))
    changed = root / "data/actuals/s05.yaml"
    before = changed.read_bytes()
    glance = surveying.glance

    def slow(listing: Listing) -> list[surveying.Seen]:
        seen = glance(listing)
        changed.write_bytes(before.replace(b"2021: 3", b"2021: x"))
        return seen

    monkeypatch.setattr(surveying, "glance", slow)
    survey(list_repository(root), CONTEXT, ALL, aids)
    monkeypatch.setattr(surveying, "glance", glance)
    for content in (before, changed.read_bytes()):
        changed.write_bytes(content)
        found = survey(list_repository(root), CONTEXT, ALL, aids)
        assert shown(found, root) == shown(check(read_repository(root), CONTEXT, ALL), root)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(STRATEGIES), st.sampled_from(VALUES)), min_size=1, max_size=4),
        min_size=2,
        max_size=4,
    )
)
def test_a_cache_is_right_after_any_change(states) -> None:
    with TemporaryDirectory() as folder:
        root, aids = Path(folder) / "root", Aids(Store(Path(folder) / "cache"))
        for state in states:
            shutil.rmtree(root, ignore_errors=True)
            files = {f"data/strategies/{i}.yaml": text for i, (text, _) in enumerate(state)}
            write(root, files | {f"data/actuals/{i}.yaml": text for i, (_, text) in enumerate(state)})
            found = survey(list_repository(root), CONTEXT, ALL, aids)
            assert shown(found, root) == shown(check(read_repository(root), CONTEXT, ALL), root)


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.rule.name)
def test_every_finding_can_be_kept(one, tmp_path: Path) -> None:
    told: list[object] = []
    aids = Aids(Store(tmp_path / "cache", told.append), note=told.append)
    root = write(tmp_path / "bad", one.example.bad)
    found = [survey(list_repository(root), CONTEXT, ALL, aids) for _ in range(2)]
    assert found[0] == found[1]
    assert not told
