"""The year's round with edits on both sides: nothing is lost or set back unless a conflict is shown."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from kpitrack.cli import context
from kpitrack.cli import main as program
from kpitrack.model.vocabulary import WITHOUT_VALUE, observation_word
from kpitrack.repository.edit import REMOVE, set_value
from kpitrack.repository.yaml.exact import read_exact

from .workbooks import saved

STRATEGY = """\
id: town
title: 例
organization: {name: 例示町}
period: {start: 2020, end: 2025}
source: 架空
goals:
  - id: g1
    title: 目標
    measures:
      - id: m1
        title: 施策
        kpis:
          - {id: k0, name: 指標甲, unit: 人}
          - {id: k1, name: 指標乙, unit: "%"}
"""
ENTRIES = [("k0", 2022), ("k0", 2023), ("k1", 2022)]
AT = {
    "k0": ("goals", 0, "measures", 0, "kpis", 0),
    "k1": ("goals", 0, "measures", 0, "kpis", 1),
    "m1": ("goals", 0, "measures", 0),
}
PROVENANCE = ("source", "note")

values = st.sampled_from([0, 12, 34.6, 1200])
texts = st.sampled_from(["四月集計", "年報 第3表", "一行\n二行目", "=1+1", "長い文。" * 40])
states = st.sampled_from(["provisional", "estimated"])
missing = st.fixed_dictionaries({"status": st.sampled_from(["missing", "suppressed"])}, optional={"note": texts})
numbers = st.fixed_dictionaries({"value": values}, optional={"status": states, "source": texts, "note": texts})
entries = st.none() | numbers | missing
words = st.dictionaries(st.sampled_from(["done", "result", "issues", "plan", "judgement"]), texts, max_size=3)


ROUNDS = settings(
    deadline=None, phases=[Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)  # a round writes and reads several workbooks: made smaller one by one, a failing one takes minutes


class Edits(NamedTuple):
    """What one side writes: entries by KPI and year, and words by KPI or measure, of 2022."""

    entries: Mapping[tuple[str, int], Mapping[str, Any] | None]
    words: Mapping[str, Mapping[str, str]]


edits = st.builds(
    Edits,
    st.dictionaries(st.sampled_from(ENTRIES), entries, max_size=2),
    st.dictionaries(st.sampled_from(["k0", "m1"]), words, max_size=2),
)


class Repository:
    """The files of a town, read and written as their owner does."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.paths = [root / "data" / folder / "town.yaml" for folder in ("strategies", "actuals")]
        for path, text in zip(self.paths, (STRATEGY, "strategy: town\nactuals:\n"), strict=True):
            path.parent.mkdir(parents=True)
            path.write_text(text, "utf-8")

    def write(self, wanted: Edits) -> None:
        """Put entries and words in place of those that are there."""
        strategy, actuals = self.paths
        data, now = actuals.read_bytes(), self.entries()
        for (kpi, year), entry in wanted.entries.items():
            gone = dict.fromkeys(now.get((kpi, year), {}), REMOVE)
            if entry is not None:
                data = set_value(data, ("actuals", kpi, year), {**gone, **entry})
        actuals.write_bytes(data)
        for name, said in wanted.words.items():
            if said:
                strategy.write_bytes(set_value(strategy.read_bytes(), (*AT[name], "evaluations", 2022), dict(said)))

    def entries(self) -> dict[tuple[str, int], dict[str, Any]]:
        """The entries by KPI and year, each as a mapping."""
        found = (read_exact(self.paths[1].read_bytes()).data or {}).get("actuals") or {}
        return {
            (kpi, int(year)): entry if isinstance(entry, dict) else {"value": entry}
            for kpi, years in found.items()
            for year, entry in (years or {}).items()
        }

    def words(self) -> dict[str, dict[str, str]]:
        """The evaluations of 2022 by KPI or measure."""
        measure = read_exact(self.paths[0].read_bytes()).data["goals"][0]["measures"][0]
        items = {"m1": measure, "k0": measure["kpis"][0], "k1": measure["kpis"][1]}
        years = {name: item.get("evaluations") or {} for name, item in items.items()}
        return {
            name: {str(year): words for year, words in said.items()}.get("2022", {}) for name, said in years.items()
        }

    def fields(self) -> dict[tuple[str, int, str], Any]:
        """Every field of every record; one that is not there is not listed."""
        found = {
            (kpi, year, name): said for (kpi, year), entry in self.entries().items() for name, said in entry.items()
        }
        return found | {
            (name, 2022, field): said for name, texts in self.words().items() for field, said in texts.items()
        }


def run(*arguments: object) -> int:
    code = program.run([str(argument) for argument in arguments])
    context.begin(context.CommonOptions())
    return code


def rows(sheet: Any) -> Iterator[tuple[tuple[str, int], dict[str, Any]]]:
    """The rows to fill in, their cells by column."""
    head = next(row for row in sheet.iter_rows() if {"kpi", "year"} <= {cell.value for cell in row})
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        cells = {name.value: cell for name, cell in zip(head, row, strict=True)}
        key = cells["kpi"].value or (cells["node"].value if "node" in cells else None)
        if key and isinstance(cells["year"].value, int):
            yield (key.partition("/")[2], cells["year"].value), cells


def reply(source: Path, path: Path, wanted: Edits, day: int) -> dict[tuple[str, int, str], Any]:
    """Fill in a copy of the workbook, and give the fields that are not as they were exported; None for cleared ones."""
    book = openpyxl.load_workbook(source)
    said: dict[tuple[str, int, str], Any] = {}
    for sheet in book.worksheets[:2]:
        for (name, year), cells in rows(sheet):
            if "value" in cells:
                filled = wanted.entries.get((name, year))
                asked = ("value", "status", "source", "note")
            else:
                filled, asked = (
                    wanted.words.get(name) if year == 2022 else None,
                    ("done", "result", "issues", "plan", "judgement"),
                )
            for field in asked if filled else ():
                old, new = cells[field].value, (filled or {}).get(field)
                if field == "status" and new is None and "value" in (filled or {}):
                    new = "final"
                if "value" not in cells and new is None:
                    continue  # words are added and changed, not cleared
                cells[field].value = new
                if isinstance(new, str):
                    cells[field].data_type = "s"
                if (observation_word(new) if field == "status" and new in WITHOUT_VALUE else new) != old and not (
                    field == "status" and new == "final" and old is None
                ):
                    said[name, year, field] = new
    book.save(path)
    saved(str(path), f"2023-05-{day:02d}T00:00:00")
    return said


def holds(fields: Mapping[tuple[str, int, str], Any], at: tuple[str, int, str], content: Any) -> bool:
    if at[2] == "status":
        content = None if content == "final" else content
    return fields.get(at) == content


@contextmanager
def exported_town(before: Edits, *years: int) -> Iterator[tuple[Repository, Path, tuple[object, ...]]]:
    """A town with these edits, its workbook for ``years``, and the options that name it."""
    with tempfile.TemporaryDirectory() as folder:
        town, out = Repository(Path(folder) / "town"), Path(folder) / "out.xlsx"
        town.write(before)
        common = ("--root", town.root, "--lang", "en")
        asked = [word for year in years for word in ("--year", year)]
        assert run("sheet", "export", out, *asked, "--evaluations", *common) == 0
        yield town, out, common


@settings(ROUNDS, max_examples=25)
@given(edits, edits, st.lists(edits, min_size=1, max_size=3), st.data())
def test_nothing_is_lost_or_set_back_unless_a_conflict_is_shown(
    before: Edits, since: Edits, replies: list[Edits], data: st.DataObject
) -> None:
    with exported_town(before, 2022, 2023) as (town, out, common):
        exported = town.fields()
        days = data.draw(st.permutations(range(1, len(replies) + 1)))
        said = {
            path: reply(out, path, wanted, day)
            for number, (wanted, day) in enumerate(zip(replies, days, strict=True))
            for path in [out.with_name(f"{number}.xlsx")]
        }
        town.write(since)
        for files in data.draw(
            st.lists(st.lists(st.sampled_from(list(said)), min_size=1, unique=True), min_size=1, max_size=3)
        ):
            here = town.fields()
            code = run("sheet", "import", *files, *common)
            after = town.fields()
            event(f"ended with {code}")
            if code:
                assert after == here
                continue
            answered = {at: new for path in files for at, new in said[path].items()}
            renewed = {at[:2] for at, new in answered.items() if at[2] in {"value", "status"}}
            for at, old in here.items():
                if after.get(at) == old:
                    continue
                assert old == exported.get(at), f"{at}: what was recorded since the export is gone"
                assert at in answered or (at[:2] in renewed and at[2] in {*PROVENANCE, "value", "status"}), at
            for path in files:
                whole = all(new is None for new in said[path].values())
                for at, new in said[path].items():
                    assert whole or new is None or holds(after, at, new), f"{at}: {new!r} of {path.name} is lost"
            assert run("sheet", "import", *files, *common) == 0
            assert town.fields() == after


@settings(ROUNDS, max_examples=12)
@given(edits, edits, st.lists(edits, min_size=2, max_size=3), st.data())
def test_one_answer_counts_whole_where_one_must_give_way(
    before: Edits, since: Edits, replies: list[Edits], data: st.DataObject
) -> None:
    with exported_town(before, 2022, 2023) as (town, out, common):
        paths = [out.with_name(f"{day}.xlsx") for day in range(1, len(replies) + 1)]
        said = [reply(out, path, wanted, day) for day, (path, wanted) in enumerate(zip(paths, replies, strict=True), 1)]
        town.write(since)
        files = data.draw(st.permutations(paths))
        copy = shutil.copytree(town.root, out.with_name("copy"))
        if run("sheet", "import", *files, "--replace", *common):
            return  # a value cleared without a reason
        after = town.fields()
        for kpi, year in ENTRIES:
            numbers = ("value", "status", *PROVENANCE)
            own = [
                {field: new for (name, of, field), new in one.items() if (name, of) == (kpi, year) and field in numbers}
                for one in said
            ]
            answers = [one for one in own if any(new is not None for new in one.values())]
            contained = [one for one in answers if one.items() <= answers[-1].items()]
            if len(contained) < len(answers) or not answers:
                continue  # an earlier one that says more, or none
            for field, new in answers[-1].items():
                assert holds(after, (kpi, year, field), new), (kpi, year, field)
            if "value" in answers[-1]:
                assert {field for field in PROVENANCE if (kpi, year, field) in after} <= set(answers[-1])
        assert run("sheet", "import", *files, "--replace", *common) == 0
        assert town.fields() == after
        assert run("sheet", "import", *reversed(files), "--replace", "--root", copy, "--lang", "en") == 0
        assert Repository.fields(_at(copy)) == after  # whichever way round they are named


@settings(ROUNDS, max_examples=12)
@given(edits, edits, st.lists(edits, min_size=1, max_size=3), st.booleans(), st.data())
def test_workbooks_that_carry_nothing_are_taken_with_care(
    before: Edits, since: Edits, replies: list[Edits], replace: bool, data: st.DataObject
) -> None:
    with exported_town(before, 2022) as (town, out, usual):
        common = (*usual, *(["--replace"] if replace else []))
        exported, files = town.fields(), []
        for day, wanted in enumerate(replies, 1):
            files.append(out.with_name(f"{day}.xlsx"))
            reply(out, files[-1], wanted, day)
            if data.draw(st.booleans(), "without its hidden sheet"):
                book = openpyxl.load_workbook(files[-1])
                del book["kpitrack"]
                book.save(files[-1])
                saved(str(files[-1]), f"2023-05-{day:02d}T00:00:00")
        town.write(since)
        for some in data.draw(
            st.lists(st.lists(st.sampled_from(files), min_size=1, unique=True), min_size=1, max_size=2)
        ):
            here = town.fields()
            code = run("sheet", "import", *some, *common)
            after = town.fields()
            if code:
                assert after == here
                continue
            for at, old in here.items():
                was_missing = (*at[:2], "status") in here and (*at[:2], "value") not in here
                assert replace or was_missing or after.get(at) == old or old == exported.get(at), at
            assert run("sheet", "import", *some, *common) == 0
            assert town.fields() == after


def _at(root: Path) -> Repository:
    town = Repository.__new__(Repository)
    town.root, town.paths = root, [root / "data" / folder / "town.yaml" for folder in ("strategies", "actuals")]
    return town
