"""Diagrams are read by their own tools, and hold every name as the file has it, whatever is in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import strategies
from kpitrack import language
from kpitrack.analysis.logic import breaks, flaws, logic_model, without_shortcuts
from kpitrack.analysis.roadmap import roadmap
from kpitrack.language.visible import visible
from kpitrack.model.strategy import Strategy
from kpitrack.model.vocabulary import Status
from kpitrack.views import logic as logic_view
from kpitrack.views import roadmap as roadmap_view
from kpitrack.views.logic import JudgedModel

from .diagrams import SKIPPED, parse_dot, parse_mermaid

pytestmark = pytest.mark.skipif(SKIPPED, reason="KPITRACK_SKIP_DIAGRAMS is set")

HOSTILE = [
    'say "hello"',
    "<script>alert(1)</script>",
    "[box] {brace} (round) >flag]",
    "end",
    "1. list",
    "a\nb\tc",
    "back\\slash \\n \\N \\l",
    "&lt;b&gt; &amp; #35; #quot;",
    "`**bold**` _it_ ~~no~~",
    "section x",
    "2024-01-01",
    "todayMarker off",
    "click n0 href javascript:alert(1)",
    "%% comment",
    "semi;colon: comma, #hash",
    "$$x^2$$ 50%",
    "|pipe| -- text --> n1",
    "移住・定住「促進」（累計）〜",
    "\x1b[31mred",
    "graph subgraph style class",
    "ﬂ°°35¶ß",
]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language.active()
    language.use("en")
    yield
    language.use(before)


def _hostile(names: list[str]) -> Strategy:
    """A strategy whose measures, KPIs and roadmap items have these names."""
    measures = [
        {
            "id": f"m{i}",
            "title": name,
            "number": name,
            "kpis": [{"id": f"k{i}", "name": name, "unit": "件", "level": "output"}],
            "roadmap": [{"id": f"r{i}", "title": name, "start": 2021, "end": 2022}],
        }
        for i, name in enumerate(names)
    ]
    town = strategies.strategy("- {id: end, title: G}").model_dump(by_alias=True, exclude_none=True)
    return Strategy.model_validate({**town, "goals": [{"id": "end", "title": "G", "measures": measures}]})


def _drawn(strategy: Strategy) -> JudgedModel:
    model = logic_model(strategy)
    return JudgedModel(model, {}, flaws(model), breaks(model, {}))


def _expected(name: str) -> str:
    return visible(name).strip()


def test_mermaid_shows_every_name_as_it_is() -> None:
    drawn = _drawn(_hostile(HOSTILE))
    (parsed,) = parse_mermaid(["\n".join(logic_view.as_mermaid([drawn]))])
    assert "error" not in parsed, parsed
    shown = [node["lines"] for node in parsed["nodes"]]
    for name in HOSTILE:
        if not name.startswith("ﬂ"):  # Mermaid's own mark for an entity: nobody can write it
            assert [f"[output] {_expected(name)}"] in shown
            assert [f"{_expected(name)} {_expected(name)}"] in shown
    assert len(parsed["edges"]) == len(without_shortcuts(drawn.model))


def test_graphviz_shows_every_name_as_it_is() -> None:
    drawn = _drawn(_hostile(HOSTILE))
    parsed = parse_dot("\n".join(logic_view.as_dot([drawn])))
    for i, name in enumerate(HOSTILE):
        assert "".join(parsed["labels"][f"town/k{i}"]).replace(" ", "") == f"[output] {_expected(name)}".replace(
            " ", ""
        )
    assert parsed["edges"] == sorted((edge.source, edge.target) for edge in without_shortcuts(drawn.model))


def test_a_gantt_chart_shows_every_name_as_it_is() -> None:
    town = _hostile(HOSTILE)
    (parsed,) = parse_mermaid(["\n".join(roadmap_view.as_mermaid([(town, roadmap(town, 2021))], 2021))])
    assert "error" not in parsed, parsed
    titles = [task["title"] for task in parsed["tasks"]]
    assert titles[:-1] == [_expected(name) for name in HOSTILE[:-1]]
    assert {(task["start"], task["end"]) for task in parsed["tasks"]} == {("2021-04-01", "2023-04-01")}


def test_an_outcome_that_breaks_stands_out() -> None:
    town = strategies.strategy("""\
- id: g
  title: G
  kpis: [{id: outcome, name: outcome, unit: 人, level: outcome}]
  measures:
    - {id: m, title: M, contributes_to: [outcome], kpis: [{id: output, name: output, unit: 件, level: output}]}
""")
    model = logic_model(town)
    statuses: dict[str, Status] = {"town/outcome": "regressing", "town/output": "achieved"}
    drawn = JudgedModel(model, statuses, flaws(model), breaks(model, statuses))
    (parsed,) = parse_mermaid(["\n".join(logic_view.as_mermaid([drawn]))])
    assert [node["lines"][0] for node in parsed["nodes"] if node["broken"]] == ["[outcome] outcome"]
    dot = list(logic_view.as_dot([drawn]))
    assert [line.split()[0] for line in dot if "color=red3" in line] == ['"town/outcome"']
    parse_dot("\n".join(dot))


def test_our_own_strategies_are_valid_in_one_picture_and_each_alone() -> None:
    ids = ["japan-2025", "japan-2-0-concept", "tsuruoka-2", "nagano-shinshu", "digital-garden-city"]
    drawings = [_drawn(strategies.own(one)) for one in ids]
    sources = ["\n".join(logic_view.as_mermaid([one])) for one in drawings] + [
        "\n".join(logic_view.as_mermaid(drawings))
    ]
    parsed = parse_mermaid(sources)
    for one, drawn in zip(parsed, drawings, strict=False):
        assert len(one["nodes"]) == len(drawn.model.points)
        assert len(one["edges"]) == len(without_shortcuts(drawn.model))
    assert len(parsed[-1]["frames"]) == len(ids)
    graph = parse_dot("\n".join(logic_view.as_dot(drawings)))
    assert len(graph["clusters"]) == len(ids)
    assert set(graph["labels"]) == {ref for drawn in drawings for ref in drawn.model.points}


def test_late_items_are_critical_and_bars_run_to_the_end_of_their_fiscal_year() -> None:
    town = strategies.strategy("""\
- id: g
  title: G
  roadmap:
    - {id: a, title: A, start: 2021, end: 2022, state: under_way}
    - {id: b, title: B, start: 2023, state: dropped}
""")
    text = "\n".join(roadmap_view.as_mermaid([(town, roadmap(town, 2024))], 2024, fiscal_year_start=1))
    (parsed,) = parse_mermaid([text])
    assert parsed["title"] == "町の総合戦略 (as of FY2024)"
    assert parsed["tasks"] == [
        {
            "section": "G",
            "title": "A (late)",
            "start": "2021-01-01",
            "end": "2023-01-01",
            "late": True,
        },
        {"section": "G", "title": "B (dropped)", "start": "2023-01-01", "end": "2026-01-01", "late": False},
    ]


_text = st.text(min_size=1, max_size=30).filter(lambda text: "ﬂ" not in text and text.strip())


# One run of Mermaid takes a second or two, so many names go into each; shrinking would take minutes.
@settings(max_examples=3, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(_text, min_size=50, max_size=100))
def test_whatever_the_names_are(names: list[str]) -> None:
    drawn = _drawn(_hostile(names))
    chart = roadmap_view.as_mermaid([(drawn.model.strategy, roadmap(drawn.model.strategy, 2021))], 2021)
    parsed, gantt = parse_mermaid(["\n".join(logic_view.as_mermaid([drawn])), "\n".join(chart)])
    assert "error" not in parsed, parsed
    assert len(parsed["nodes"]) == len(drawn.model.points)
    assert "error" not in gantt, gantt
    assert len(gantt["tasks"]) == len(names)
    graph = parse_dot("\n".join(logic_view.as_dot([drawn])))
    assert set(graph["labels"]) == set(drawn.model.points)
