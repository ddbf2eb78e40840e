"""The chart of a KPI, for every form of target and all that can happen to a series."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import FORMS, FORMS_ACTUALS
from kpitrack import language
from kpitrack.analysis.case import Case
from kpitrack.analysis.series import ChartPoint, Picture, legend, picture, years
from kpitrack.report.charts.kpi import NARROW, SIZES, WIDE, Chart, charts
from kpitrack.report.charts.labels import Box
from kpitrack.report.charts.looks import LOOKS, dressed
from kpitrack.report.charts.wording import Wording
from kpitrack.views.sentence.course import outlook
from kpitrack.views.sentence.part import as_markdown
from published import NEIGHBOURS, NEIGHBOURS_ACTUALS, RICH, RICH_ACTUALS, judged, parts, repository

CSS = Path(__file__).parents[3] / "src" / "kpitrack" / "report" / "site" / "assets" / "chart.css"


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    root = repository(tmp_path_factory.mktemp("forms"), (FORMS, FORMS_ACTUALS))
    (part,) = judged(root, 2025).parts()
    return {one.standing.kpi.id: one for one in part.cases}


@pytest.fixture(params=["ja", "en"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    before = language.active()
    language.use(request.param)
    yield request.param
    language.use(before)


def words_of(case: Case) -> Wording:
    rows = years(case)
    return Wording(case, picture(case, rows), rows)


def texts(case: Case) -> list[str]:
    """The labels of the wide chart."""
    return [one.words for one in Chart(words_of(case), WIDE).labels()]


def test_no_label_covers_another_a_mark_or_the_edge(cases: dict[str, Case], spoken: str) -> None:
    placed = 0
    for name, case in cases.items():
        words = words_of(case)
        for size in SIZES:
            chart = Chart(words, size)
            labels = chart.labels()
            boxes = [one.box for one in labels]
            for i, box in enumerate(boxes):
                assert box.within(Box(0, 0, size.width, size.height)), (name, labels[i].words)
                assert not any(box.meets(other) for other in boxes[:i]), (name, labels[i].words)
                for point in words.drawn.points:
                    x, y = chart.plane.x(point.year), chart.plane.y(point.value)
                    assert not box.meets(Box(x - 6, y - 6, x + 6, y + 6)), (name, labels[i].words)
            placed += len(labels)
    assert placed > 200


def test_the_key_names_the_lines_that_are_drawn(cases: dict[str, Case]) -> None:
    for name, case in cases.items():
        words = words_of(case)
        svg = charts(words, "s")
        for line in ("path", "mean", "compared"):
            assert (line in legend(words.drawn)) == bool(parts(svg, line)), (name, line)


def test_a_forecast_has_the_digits_of_its_sentence(cases: dict[str, Case], spoken: str) -> None:
    compared = 0
    for name, case in cases.items():
        words = words_of(case)
        said = as_markdown(list(outlook(case.standing)))
        if words.drawn.trend and said and (label := words.forecast()):
            assert label[-1] in said, name
            compared += 1
    assert compared > 5


def test_no_forecast_below_zero_is_labelled(tmp_path: Path) -> None:
    strategy = FORMS.partition("goals:")[0] + (
        "goals: [{id: g, title: 目標, kpis: [{id: waiting, name: 待機児童数, unit: 人, better: lower, "
        "baseline: {year: 2020, value: 18}, target: {year: 2026, value: 0}}]}]\n"
    )
    actuals = FORMS_ACTUALS.partition("actuals:")[0] + "actuals: {waiting: {2021: 12, 2022: 7, 2023: 3, 2024: 0}}\n"
    (part,) = judged(repository(tmp_path, (strategy, actuals)), 2025).parts()
    words = words_of(part.cases[0])
    assert words.one.row["forecast_value"] < 0
    assert words.drawn.trend == ()
    assert words.forecast() == ()
    assert "l-trend" not in {one.label.kind for one in Chart(words, WIDE).labels()}


def test_the_newest_value_and_the_target_are_always_labelled(cases: dict[str, Case], spoken: str) -> None:
    for name, case in cases.items():
        words = words_of(case)
        for size in SIZES:
            kinds = {one.label.kind for one in Chart(words, size).labels()}
            assert not words.drawn.actuals() or "l-newest" in kinds, name
            assert not any(one.mark == "target" for one in words.drawn.points) or "l-target" in kinds, name


@pytest.mark.usefixtures("japanese")
@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("social", {"−118人（速報値）", "目標 −60人", "変更前の目標値 0人", "44人不足", "基準値 −142人"}),
        ("fall", {"95件", "目標 60件", "15件超過"}),
        ("rise", {"期待値を7人上回る", "目安値 40人"}),
        ("mean", {"11回", "平均 9.8回"}),
        ("gaps", {"値なし", "系列の断層"}),
        ("scale", {"検討中"}),
    ],
)
def test_what_matters_is_labelled_in_place(cases: dict[str, Case], kpi: str, expected: set[str]) -> None:
    assert expected <= set(texts(cases[kpi]))


@pytest.fixture
def japanese() -> Iterator[None]:
    before = language.active()
    language.use("ja")
    yield
    language.use(before)


def test_missing_years_and_breaks_are_not_joined_and_a_survey_of_every_fifth_year_is(cases: dict[str, Case]) -> None:
    gaps, five = words_of(cases["gaps"]).drawn, words_of(cases["five"]).drawn
    assert [[year for year, _ in run] for run in gaps.runs] == [[2020, 2021], [2023, 2024]]
    assert (gaps.missing, gaps.breaks) == ((2022,), (2023,))
    assert [[year for year, _ in run] for run in five.runs] == [[2014, 2019, 2024]]
    assert five.missing == ()
    svg = charts(words_of(cases["gaps"]), "s")
    assert len(parts(svg, "run")) == 2 * len(SIZES)
    assert len(parts(svg, "break")) == len(SIZES)


def test_what_decided_needs_no_gap_any_more(cases: dict[str, Case]) -> None:
    assert words_of(cases["done"]).drawn.gap is None  # achieved in 2023; the value of 2024 lies below
    assert words_of(cases["old"]).drawn.gap is None
    assert words_of(cases["missed"]).drawn.gap is not None


def test_what_is_projected_is_shaded_and_no_interval_is_drawn(cases: dict[str, Case]) -> None:
    svg = charts(words_of(cases["social"]), "s")
    assert len(parts(svg, "ahead")) == len(parts(svg, "trend")) == len(SIZES)
    assert not parts(charts(words_of(cases["missed"]), "s"), "ahead")
    drawn = set(re.findall(r'class="([a-z-]+)[" ]', svg))
    assert drawn <= {
        *LOOKS, "plot", "points", "year", "hit", "guide", "ring", "tip", "tip-box", "tip-name", "tip-line",
    }  # fmt: skip


def test_ranges_and_limits_are_bands(cases: dict[str, Case]) -> None:
    for name, bounds in (
        ("range", (20, 30)),
        ("hold", (19_500, None)),
        ("holdlow", (None, 0)),
        ("social", (None, None)),
    ):
        drawn = words_of(cases[name]).drawn
        assert drawn.band == bounds
        assert len(parts(charts(words_of(cases[name]), "s"), "band")) == (len(SIZES) if bounds != (None, None) else 0)


def test_each_year_can_be_reached_and_read(cases: dict[str, Case], spoken: str) -> None:
    svg = charts(words_of(cases["social"]), "s")
    root = ET.fromstring(f"<div>{svg}</div>")  # noqa: S314  our own drawing
    for drawing in root:
        columns = [one for one in drawing if one.get("class") == "year"]
        assert [one.get("data-year") for one in columns] == [str(year) for year in range(2020, 2027)]
        assert all(one.get("tabindex") == "0" and one.get("role") == "img" for one in columns)
        spoken_2025 = columns[5].get("aria-label") or ""
        assert "118" in spoken_2025
        assert "73.7" in spoken_2025
        assert ("速報値" if spoken == "ja" else "provisional") in spoken_2025
        others = [one for one in drawing if one.get("class") != "year"]
        assert [one.get("aria-hidden") for one in others] == ["true"]


def test_a_year_without_a_value_says_so(cases: dict[str, Case], japanese: None) -> None:
    spoken = {one.year: one.spoken for one in words_of(cases["gaps"]).years()}
    assert "値なし" in spoken[2022]


def test_a_chart_has_nothing_that_the_policy_forbids(cases: dict[str, Case]) -> None:
    for case in cases.values():
        for element in ET.fromstring(f"<div>{charts(words_of(case), '<s>')}</div>").iter():  # noqa: S314  our own
            assert not {name for name in element.attrib if name == "style" or name.startswith(("on", "href", "src"))}


def test_every_class_has_its_colour_in_the_style_sheet() -> None:
    css = CSS.read_text("utf-8")
    for name in LOOKS:
        assert re.search(rf"\.{name}\b", css) or name in {"tick", "l-note"}, name
    assert ".plot text" in css


def test_one_year_alone_makes_no_chart(cases: dict[str, Case]) -> None:
    assert charts(Wording(cases["social"], Picture(), []), "s") == ""


def test_a_file_of_its_own_has_its_colours_and_no_years_to_point_at(cases: dict[str, Case]) -> None:
    svg = dressed(charts(words_of(cases["social"]), "s"))
    root = ET.fromstring(svg)  # noqa: S314  our own drawing
    assert root.get("viewBox") == f"0 0 {WIDE.width} {WIDE.height}"
    assert "tabindex" not in svg
    assert 'stroke="#0b4f8a"' in svg
    left = set(re.findall(r'class="([^"]*)"', svg))
    assert left <= {"points"}
    assert dressed("") == ""


def test_the_narrow_chart_fits_a_phone_of_320_pixels() -> None:
    assert NARROW.letters * (320 - 32) / NARROW.width >= 9


@given(
    st.lists(
        st.tuples(st.integers(1900, 2200), st.floats(-1e15, 1e15, allow_subnormal=False)),
        min_size=2, max_size=12, unique_by=lambda one: one[0],
    )
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_any_series_can_be_drawn(values: list[tuple[int, float]]) -> None:
    case = _CASES["social"]
    points = tuple(ChartPoint(year, value, "final") for year, value in sorted(values))
    drawn = Picture(points, (tuple(sorted(values)),))
    svg = charts(Wording(case, drawn, []), "s")
    assert len(parts(svg, "m-final")) == len(values) * len(SIZES)
    assert "nan" not in svg
    assert "inf" not in svg.replace("information", "")


_CASES: dict[str, Case] = {}


@pytest.fixture(autouse=True)
def _known(cases: dict[str, Case]) -> None:
    _CASES.update(cases)


@pytest.mark.usefixtures("japanese")
@pytest.mark.parametrize(
    ("kpi", "year", "expected"),
    [
        ("social", 2020, ["基準値 −142人"]),
        ("social", 2025, ["実績値 −118人（速報値）", "目標までの経路 −73.7人"]),
        (
            "social",
            2026,
            ["変更前の目標値 0人", "目標までの経路 −60人", "これまでの傾向が続いた場合 −119.5人", "目標値 −60人"],
        ),
        ("gaps", 2022, ["値なし", "目標までの経路 138.7千人"]),
        ("rise", 2024, ["実績値 47人", "目安値 40人", "目標までの経路 40人"]),
        ("sum", 2025, ["目標までの経路 50人"]),
        ("mean", 2024, ["実績値 11回", "目標までの経路 10回", "各年度の平均 9.8回"]),
    ],
)
def test_a_year_tells_its_figures(cases: dict[str, Case], kpi: str, year: int, expected: list[str]) -> None:
    found = {one.year: list(one.lines) for one in words_of(cases[kpi]).years()}
    assert found[year] == expected


@pytest.mark.parametrize(("kpi", "kind"), [("rise", "l-ahead"), ("social", "l-gap"), ("fall", "l-gap")])
def test_a_gap_for_the_better_does_not_look_like_one_for_the_worse(cases: dict[str, Case], kpi: str, kind: str) -> None:
    kinds = [one.label.kind for one in Chart(words_of(cases[kpi]), WIDE).labels()]
    assert [one for one in kinds if one in {"l-gap", "l-ahead"}] == [kind]


def test_what_a_target_is_held_against_in_another_strategy_has_its_name(tmp_path: Path, spoken: str) -> None:
    root = repository(tmp_path, (RICH, RICH_ACTUALS), (NEIGHBOURS, NEIGHBOURS_ACTUALS))
    parts = list(judged(root, 2023).parts())
    (born,) = [one for part in parts for one in part.cases if one.standing.kpi.id == "born"]
    named = {"ja": "例示町 社会増減", "en": "Example Town 社会増減"}[spoken]
    assert named in texts(born)
    (listed,) = [one for part in parts for one in part.standings if one.kpi.id == "born"]
    assert named in listed.target_text()
