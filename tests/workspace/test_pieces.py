"""Pieces come to what the whole comes to: the same findings, the same columns; in one process or many, kept or not."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from kpitrack.checks.check import Context
from kpitrack.checks.examples import ACTUALS, KPI, actuals, kpis, recorded
from kpitrack.checks.run import BY_NAME, check
from kpitrack.diagnostics import Diagnostic
from kpitrack.model.in_force import InForce
from kpitrack.progress.frames import build, tables
from kpitrack.progress.joining import joined
from kpitrack.repository.cache import Store
from kpitrack.repository.discovery import Found, read_bytes
from kpitrack.repository.places import place
from kpitrack.repository.repository import list_repository, read_repository
from kpitrack.workspace import pieces
from kpitrack.workspace.contents import Contents
from kpitrack.workspace.pieces import UNAIDED, Aids, Question, Survey

CONTEXT = Context(2025)
ALL = frozenset(one.rule.name for one in BY_NAME.values())


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def shown(found: Iterable[Diagnostic], root: Path) -> list[tuple[object, ...]]:
    listing = list_repository(root)
    return [
        (one.path, one.span, one.rule.code, str(one.message), str(one.hint), one.severity, one.at)
        for one in place(found, listing.read)
    ]


def survey(
    root: Path, context: Context = CONTEXT, asked: frozenset[str] = ALL, aids: Aids = UNAIDED, **wanted: bool
) -> Survey:
    listing = list_repository(root)
    contents = Contents(listing.files, partial(read_bytes, root))
    return pieces.survey(listing, contents, Question(context.as_of, asked, context.first_month, **wanted), aids)


def assert_same(root: Path) -> list[tuple[object, ...]]:
    whole = shown(check(read_repository(root), CONTEXT, ALL), root)
    assert shown(survey(root).findings, root) == whole
    return whole


@pytest.mark.parametrize("one", BY_NAME.values(), ids=lambda one: one.rule.name)
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
        found = survey(root, aids=Aids(None, lambda *step: steps.append(step), told.append))
        assert shown(found.findings, root) == whole
        assert not told
        assert steps[-1] == (90, 90)


def _die_once(settings: InForce, question: Question, several: Sequence[object]) -> object:
    if os.getpid() != int(os.environ["KPITRACK_TEST_MAIN"]):
        os.kill(os.getpid(), signal.SIGKILL)
    return pieces._examine(settings, question, several)


def test_a_process_that_dies_changes_nothing_but_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = many(tmp_path)
    whole = shown(survey(root).findings, root)
    monkeypatch.setenv("KPITRACK_PROCESSES", "2")
    monkeypatch.setenv("KPITRACK_TEST_MAIN", str(os.getpid()))
    monkeypatch.setattr(pieces, "_examine", pieces.examine, raising=False)
    monkeypatch.setattr(pieces, "examine", _die_once)
    told: list[object] = []
    assert shown(survey(root, aids=Aids(note=told.append)).findings, root) == whole
    assert len(told) == 1


def test_one_file_is_enough(tmp_path: Path) -> None:
    assert assert_same(write(tmp_path, {"data/strategies/a.yaml": kpis(KPI), ACTUALS: actuals("x:\n  2021: 3\n")}))


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with the path of every file that is read and checked."""
    found: list[str] = []
    examine = pieces.examine

    def noting(settings: InForce, question: Question, several: Sequence[tuple[str, pieces.Read]]) -> object:
        found.extend(file.path for _, piece in several for file, _ in piece)
        return examine(settings, question, several)

    monkeypatch.setenv("KPITRACK_PROCESSES", "1")
    monkeypatch.setattr(pieces, "examine", noting)
    return found


@pytest.mark.parametrize("wanted", [{}, {"tables": True}, {"pieces": True}], ids=str)
def test_a_kept_result_is_the_same_and_is_not_made_again(wanted, tmp_path: Path, examined: list[str]) -> None:
    root, aids = many(tmp_path / "root"), Aids(Store(tmp_path / "cache"))
    first = survey(root, aids=aids, **wanted)
    assert len(examined) == 180
    again = survey(root, aids=aids, **wanted)
    assert len(examined) == 180
    assert (again.findings, again.checked) == (first.findings, first.checked)
    assert shown(first.findings, root) == shown(check(read_repository(root), CONTEXT, ALL), root)
    for name, table in first.tables.items():
        assert_frame_equal(table, again.tables[name])


def test_few_files_are_kept_as_many_are(tmp_path: Path, examined: list[str]) -> None:
    root = write(tmp_path / "root", {"data/strategies/a.yaml": strategy("a"), "data/actuals/a.yaml": VALUES[0]})
    for _ in range(2):
        survey(root, aids=Aids(Store(tmp_path / "cache")), tables=True)
    assert len(examined) == 2


def test_another_question_has_another_answer(tmp_path: Path) -> None:
    root, aids = many(tmp_path / "root"), Aids(Store(tmp_path / "cache"))
    survey(root, aids=aids)
    for context, asked in ((Context(2020), ALL), (CONTEXT, frozenset({"unknown-kpi"}))):
        found = survey(root, context, asked, aids).findings
        assert shown(found, root) == shown(check(read_repository(root), context, asked), root)
    (root / "kpitrack.yaml").write_text("grading: nothing\n")
    assert "unknown-scheme" in {one.rule.name for one in survey(root, aids=aids).findings}


def test_a_kept_finding_is_asked_anew_when_fiscal_years_begin_in_another_month(tmp_path: Path) -> None:
    root, aids = tmp_path / "root", Aids(Store(tmp_path / "cache"))
    write(root, recorded("2022: {value: 6, published: 2023-02-10}\n"))
    for month, found in ((4, ["implausible-date"]), (1, []), (4, ["implausible-date"])):
        assert [one.rule.name for one in survey(root, Context(2024, month), frozenset(), aids).findings] == found


def test_one_changed_file_costs_one_piece(tmp_path: Path, examined: list[str]) -> None:
    root, aids = many(tmp_path / "root"), Aids(Store(tmp_path / "cache"))
    survey(root, aids=aids, tables=True)
    examined.clear()
    changed = root / "data/actuals/s05.yaml"
    before, times = changed.read_bytes(), changed.stat()
    changed.write_bytes(before.replace(b"2021: 3", b"2021: 7"))
    os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))  # as a checkout within the clock's grain may leave it
    found = survey(root, aids=aids, tables=True)
    assert examined == ["data/strategies/s05.yaml", "data/actuals/s05.yaml"]
    assert shown(found.findings, root) == shown(check(read_repository(root), CONTEXT, ALL), root)
    assert found.tables["actuals"].filter(ref="s05/k")["value"].to_list() == [7]
    changed.write_bytes(before)
    examined.clear()
    assert shown(survey(root, aids=aids).findings, root) == shown(check(read_repository(root), CONTEXT, ALL), root)
    assert not examined  # what was known before the change still is


def test_every_file_is_read_once_and_what_was_read_is_what_is_judged(tmp_path: Path) -> None:
    root = many(tmp_path / "root")
    listing = list_repository(root)
    read: list[str] = []

    def reading(file: Found) -> bytes | Diagnostic:
        read.append(file.path)
        data = read_bytes(root, file)
        (root / file.path).write_bytes(b"changed: meanwhile\n")
        return data

    found = pieces.survey(listing, Contents(listing.files, reading), Question(2025, ALL, tables=True))
    assert sorted(read) == sorted(file.path for file in listing.files)
    assert found.tables["kpis"].height == 90


def town(i: int) -> dict[str, str]:
    other = f"s{(i * 7) % 90:02d}"
    target = {0: "parity_with: tokyo", 1: f"parity_with: {other}/k", 2: "change: 5"}.get(i % 9, "value: 20")
    return {
        f"data/strategies/{(i * 37) % 90:02d}.yaml": (
            f"id: s{i:02d}\ntitle: {{ja: 戦略, en: Strategy}}\norganization: {{name: 市{i}}}\n"
            "period: {start: 2020, end: 2024}\nsource: 資料\ngoals:\n- id: g\n  title: 目標\n  kpis:\n  - id: k\n"
            "    name: 率\n    unit: '%'\n"
            f"    better: higher\n    baseline: {{year: 2020, value: {i}}}\n    target: {{year: 2024, {target}}}\n"
            "    milestones: {2022: 3}\n  - {id: l, name: 数, unit: 人, better: lower, baseline: {year: 2019, value: 8}}\n"
        ),
        f"data/actuals/{i:02d}.yaml": (
            f"strategy: s{i:02d}\nactuals:\n  k: {{2021: {i}, 2022: {{numerator: 1, denominator: {i + 1}}}}}\n"
            "  l: {2021: {status: missing}, 2022: 3}\ncomparators: {tokyo: {2020: 30, 2022: 31}}\n"
        ),
    }


def assert_as_built(root: Path, aids: Aids = UNAIDED) -> Survey:
    """Hold the columns of pieces against those of all files at once."""
    repository = read_repository(root)
    models = [
        [file.model for file in repository.strategies if file.model],
        [file.model for file in repository.actuals if file.model],
    ]
    found = survey(root, aids=aids, tables=True)
    keys = {"actuals": ["ref", "year"], "milestones": ["ref", "year"], "comparators": ["key", "year"]}
    for name, table in tables(*models, repository.configuration.in_force).items():
        by = keys.get(name, [])
        got = found.tables[name]
        assert_frame_equal(got.sort(by) if by else got, table.sort(by) if by else table)
    whole, parts = build(*models, repository.configuration.in_force), joined(found.tables)
    assert_frame_equal(parts.comparators.sort("key", "year"), whole.comparators.sort("key", "year"))
    return found


@pytest.mark.parametrize("processes", ["1", "3"])
def test_the_columns_are_those_of_the_whole(processes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPITRACK_PROCESSES", processes)
    root = write(tmp_path / "root", {path: text for i in range(90) for path, text in town(i).items()})
    told: list[object] = []
    store = Store(tmp_path / "cache", told.append)
    assert assert_as_built(root, Aids(store, note=told.append)).tables["kpis"].height == 180
    (root / "data/actuals/31.yaml").write_text(town(31)["data/actuals/31.yaml"].replace("2021: 31", "2021: 77"))
    assert_as_built(root, Aids(store, note=told.append))
    (root / "data/actuals/40.yaml").unlink()
    (root / "data/strategies/00.yaml").unlink()
    (root / "data/actuals/00.yaml").unlink()
    assert_as_built(root, Aids(store, note=told.append))
    (root / "kpitrack.yaml").write_text("grading: ibaraki\n")
    assert_as_built(root, Aids(store, note=told.append))
    assert not told


def test_files_that_a_glance_puts_apart_belong_together(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {path: text for i in range(9) for path, text in town(i).items()})
    write(root, {"data/actuals/more.yaml": "'strategy' : s05\nactuals: {k: {2023: 9}}\n"})
    for _ in range(2):
        found = assert_as_built(root, Aids(Store(tmp_path / "cache")))
        assert found.tables["actuals"].filter(ref="s05/k").height == 3
        assert found.bundles["s05"] == ("data/strategies/05.yaml", "data/actuals/05.yaml", "data/actuals/more.yaml")


@pytest.mark.parametrize("kind", [b"findings", b"checked", b"tables"])
@pytest.mark.parametrize(
    "payload", [b"", b"[]", b"{}", b"null", b"\xff", b'{"of": 1, "keys": 3}', b"\x02" + bytes(7) + b"{}"]
)
def test_what_is_kept_and_sealed_but_is_nothing_of_ours_changes_no_answer(
    kind: bytes, payload: bytes, tmp_path: Path
) -> None:
    root = write(tmp_path / "root", {path: text for i in range(3) for path, text in town(i).items()})
    store = Store(tmp_path / "cache")
    expected = survey(root, aids=Aids(store), tables=True)
    for damage in (payload, _spoilt(store.get(os.fsencode(root), kind) or b"")):
        store.put(os.fsencode(root), kind, payload=damage)
        found = assert_as_built(root, Aids(store))
        assert found.findings == expected.findings


@pytest.mark.parametrize(
    ("kind", "payload"), [(b"findings", b"\xff"), (b"checked", b"\xff"), (b"tables", b"\x02" + bytes(7) + b"[}")]
)
def test_that_what_is_kept_is_damaged_is_told_once(kind: bytes, payload: bytes, tmp_path: Path) -> None:
    root = write(tmp_path / "root", {path: text for i in range(3) for path, text in town(i).items()})
    told: list[object] = []
    store = Store(tmp_path / "cache", told.append)
    survey(root, aids=Aids(store), tables=True)
    assert told == []
    store.put(os.fsencode(root), kind, payload=payload)
    survey(root, aids=Aids(store), tables=True, pieces=kind == b"checked")
    assert [str(one) for one in told] == [f"the cache in {store.folder} was damaged; it is made anew"]


def _spoilt(data: bytes) -> bytes:
    """What was kept, with another end: of JSON no JSON, of columns other columns."""
    return data[:-40] + bytes(40)


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
            found = survey(root, aids=aids)
            assert shown(found.findings, root) == shown(check(read_repository(root), CONTEXT, ALL), root)


@pytest.mark.parametrize("one", BY_NAME.values(), ids=lambda one: one.rule.name)
def test_every_finding_can_be_kept(one, tmp_path: Path) -> None:
    told: list[object] = []
    aids = Aids(Store(tmp_path / "cache", told.append), note=told.append)
    root = write(tmp_path / "bad", one.example.bad)
    found = [survey(root, aids=aids) for _ in range(2)]
    assert found[0].findings == found[1].findings
    assert not told
