from __future__ import annotations

import strategies
from kpitrack.analysis.logic import breaks, flaws, logic_model
from kpitrack.model.strategy import Strategy
from kpitrack.views.logic import JudgedModel, as_text
from kpitrack.views.text.plain import width


def _lines(town: Strategy, columns: int = 80) -> list[str]:
    model = logic_model(town)
    return [line.plain for line in as_text([JudgedModel(model, {}, flaws(model), breaks(model, {}))], columns)]


def test_a_chain_longer_than_the_stack() -> None:
    town = strategies.strategy("- {id: g, title: G}").model_dump(by_alias=True, exclude_none=True)
    measures = [{"id": f"m{i}", "title": f"M{i}", "contributes_to": [f"m{i - 1}" if i else "g"]} for i in range(2000)]
    lines = _lines(Strategy.model_validate({**town, "goals": [{"id": "g", "title": "G", "measures": measures}]}))
    assert any(line.endswith("⇐ M1999") for line in lines)
    assert max(map(width, lines)) <= 80


def test_sources_stand_in_the_order_of_the_document_and_are_repeated_only_where_the_file_says_so() -> None:
    lines = _lines(
        strategies.strategy("""\
- id: g
  title: G
  kpis: [{id: a, name: A, unit: '', level: outcome}, {id: b, name: B, unit: '', level: outcome}]
  measures:
    - {id: m, title: M, contributes_to: [a, b]}
    - {id: n, title: N, contributes_to: [b]}
    - {id: o, title: O, contributes_to: [nation/x]}
""")
    )
    start = lines.index("G")
    assert lines[start : start + 7] == [
        "G", "← [outcome] A", "   ⇐ M", "← [outcome] B", "   ⇐ M (see above)", "   ⇐ N", "← O (toward nation/x too)",
    ]  # fmt: skip


def test_a_measure_is_named_under_each_of_its_kpis() -> None:
    lines = _lines(
        strategies.strategy("""\
- id: g
  title: G
  measures: [{id: m, title: M, kpis: [{id: a, name: A, unit: ''}, {id: b, name: B, unit: ''}]}]
""")
    )
    start = lines.index("G")
    assert lines[start : start + 6] == ["G", "← [KPI] A", "   ← M", "← [KPI] B", "   ← M (see above)", ""]
