"""Generated KPIs of every form: the sentences have no number that the tables do not have, and claim nothing unknown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpitrack import language
from kpitrack.analysis.since import each_year
from kpitrack.analysis.standing import WrittenStanding
from kpitrack.model.numbers import exact, printed
from kpitrack.progress.frames import build
from kpitrack.progress.judge import judge, year_by_year
from kpitrack.views.sentence.part import Sentence, plain
from kpitrack.views.sentence.verdict import sentences
from kpitrack.views.status.json import entries_of

from ...progress.reference.generate import Drawn, as_of_years, drawn_kpis
from ...progress.reference.writing import files_of

_NUMBER = re.compile(r"(?<![0-9.,])[0-9][0-9,]*(?:\.[0-9]+)?")
_KPIS = 30
_SCALE_WORD = re.compile(r"w[0-9]")


def judged(drawn: list[Drawn], as_of: int) -> Iterator[tuple[WrittenStanding, dict[str, Any]]]:
    """The KPIs with their entries in the JSON of ``status``."""
    files = files_of(drawn, Fraction(95, 100), Fraction(60, 100))
    frames = build(files.strategies, files.actuals, files.settings)
    rows = judge(frames, as_of).collect(engine="in-memory").to_dicts()
    years: dict[str, dict[int, str]] = defaultdict(dict)
    for ref, year, status in year_by_year(frames, as_of).collect(engine="in-memory").iter_rows():
        years[ref][year] = status
    rows = [row for row in rows if row["strategy"] == "s"]
    strategy = next(one for one in files.strategies if one.id == "s")
    kpis = {placed.item.id: placed.item for placed in strategy.kpis()}
    for row, entry in zip(rows, entries_of(rows), strict=True):
        kpi = kpis[row["kpi"]]
        extras = {"parity_with": "東京圏", "replaced_by": None}
        yield WrittenStanding({**row, **extras}, strategy, kpi, each_year(row, years[row["ref"]])), entry


def numbers_in(tree: Any) -> Iterator[Decimal]:
    """Every number of a JSON document."""
    if isinstance(tree, dict):
        for part in tree.values():
            yield from numbers_in(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from numbers_in(part)
    elif isinstance(tree, int | float) and not isinstance(tree, bool):
        yield abs(exact(tree))


def known_numbers(one: WrittenStanding, entry: dict[str, Any]) -> set[Decimal]:
    """The numbers of the tables: of ``status`` as JSON, of the KPI's file, and the differences of two of them."""
    row = one.row
    target = one.kpi.target.model_dump(exclude_none=True, warnings=False) if one.kpi.target else {}
    known = {*numbers_in({name: part for name, part in entry.items() if name != "reasons"}), *numbers_in(target)}
    known |= {exact(int(text)) for text in (*entry["missing_years"], *entry["missed_years"])}
    years = {int(n) for n in known if n == int(n) and 1900 < n < 2200}
    years |= {row["start_year"], row["start_year"] + 1, row["as_of"], row["discontinued_year"] or 0}
    years |= {row["waits_for_year"] or 0, (row["waits_for_year"] or 0) + row["lag"]}
    known |= {exact(year) for year in years}
    known |= {exact(year - first) for year in years for first in (2018, 1988)}  # 令和, 平成
    known |= {100 * abs(exact(row[name])) for name in ("progress",) if row[name] is not None}  # shown as a percentage
    known |= {100 * exact(row[name]) for name in ("tolerance", "improve_by") if row[name] is not None}
    if row["target_form"] in {"percent_change", "percent_per_year"}:
        known.add(100 * abs(exact(row["target_number"])))
    judged = [row[f"{name}_value"] for name in ("actual", "decided_by")]
    others = [row[name] for name in ("last_value", "baseline_value", "target_value", "expected")]
    known |= {
        abs(exact(first) - exact(second))
        for first in judged
        for second in others
        if first is not None and second is not None
    }
    start, end, year = row["start_value"], row["target_value"], row["target_year"]
    if start is not None and end is not None and year is not None and year > row["start_year"]:
        known.add(abs(exact(end) - exact(start)) / (year - row["start_year"]))
    return known


def stands_in(text: str, known: set[Decimal]) -> bool:
    """Whether a number as shown is one of ``known``, to the digits that are shown.

    The difference of two rounded numbers may be off by one in its last digit.
    """
    number = Decimal(text.replace(",", ""))
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    unit = Decimal(1).scaleb(exponent)
    return any(printed(value, -exponent) == number or abs(value - number) < unit for value in known)


def words_of(found: list[Sentence], role: str) -> str:
    return plain([said for said in found if said.role == role])


def unfounded(one: WrittenStanding, found: list[Sentence]) -> list[str]:
    """What the sentences say in Japanese though it is not known or not so."""
    row, text = one.row, plain(found)
    gap, faults = row["gap_to_expected"], []
    if "足りません" in text and not (gap is not None and gap < 0 and row["better"] == "higher" and row["additive"]):
        faults.append("nothing is short")
    if (
        "改善しました" in text
        and row["improvement"] is None
        and row["last_year"] is None
        and row["baseline_value"] is None
    ):
        faults.append("better than what?")
    if words_of(found, "since").endswith(("改善しました。", "悪化しました。")):
        before = row["last_value"] if row["last_year"] is not None else row["baseline_value"]
        better = (row["actual_value"] > before) == (row["better"] == "higher")
        if better != ("改善" in words_of(found, "since")):
            faults.append("the other way round")
    if row["actual_value"] is None and (words_of(found, "expected") or words_of(found, "outlook")):
        given_up = row["status"] in {"discontinued", "not_assessable"}
        faults += [] if given_up else ["a gap without a value"]
    if (
        words_of(found, "outlook")
        and "境目" not in text
        and ("ない見通し" in text or "超える見通し" in text or "外れる見通し" in text) == (row["forecast_meets_target"])
    ):
        faults.append("the other outlook")
    if ("達成しました" in text) != (row["status"] == "achieved"):
        faults.append("achieved or not")
    return faults


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
# A failing example of thirty KPIs takes minutes to shrink, and the message names the one KPI anyway.
@settings(max_examples=12, suppress_health_check=[*HealthCheck], phases=[Phase.generate])
@given(drawn=st.lists(drawn_kpis(), min_size=_KPIS, max_size=_KPIS), as_of=as_of_years)
def test_nothing_is_said_that_is_not_known(drawn: list[Drawn], as_of: int) -> None:
    told = list(judged(drawn, as_of))
    for spoken in language.LANGUAGES:
        language.use(spoken)
        assert [fault for one, entry in told for fault in faults_of(one, entry)] == []


def faults_of(one: WrittenStanding, entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the sentences on a KPI, each with the sentences."""
    found = sentences(one)
    text = _SCALE_WORD.sub("語", plain(found)).replace("1年あたり", "年あたり")
    known = known_numbers(one, entry)
    yield from ((number, text) for number in _NUMBER.findall(text) if not stands_in(number, known))
    if not found or not all(str(said).endswith(("。", ".")) for said in found):
        yield "no full stop", text
    if re.search(r"[{}*]|None|\bnan\b|、、|。。", text):
        yield "a gap in the text", text
    if language.active() == "ja":
        if re.search(r"[A-Za-z]", text):
            yield "English words", text
        yield from ((fault, text) for fault in unfounded(one, found))
