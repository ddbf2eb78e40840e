"""What is judged together is judged by the same rules, and each strategy once."""

from __future__ import annotations

from typing import Any

import pytest

from kpitrack.model.settings import Settings
from kpitrack.workspace.alike import Unlike, common_settings, refuse_twins


def scheme(grade: str) -> dict[str, Any]:
    return {"title": "T", "grades": [{"grade": grade, "when": {"progress": {"at_least": "50%"}}}]}


def settings(**fields: Any) -> Settings:
    return Settings.model_validate(fields)


def test_the_settings_are_those_of_the_first_with_the_schemes_of_all() -> None:
    first, second = (
        settings(language="ja", schemes={"a": scheme("A")}),
        settings(language="en", schemes={"b": scheme("B")}),
    )
    found = common_settings([("one", first), ("two", second), ("three", settings())])
    assert (found.language, sorted(found.schemes or ())) == ("ja", ["a", "b"])
    assert common_settings([("one", settings()), ("two", settings())]).schemes is None


@pytest.mark.parametrize(
    "fields", [{"fiscal_year_start": 1}, {"time_zone": "UTC"}, {"thresholds": {"on_track": "90%"}}], ids=str
)
def test_rules_that_differ_are_refused_with_where(fields: dict[str, Any]) -> None:
    (name,) = fields
    with pytest.raises(Unlike, match=f"^{name} in kpitrack.yaml is not the same in one and in three"):
        common_settings([("one", settings()), ("two", settings()), ("three", settings(**fields))])
    assert common_settings([("one", settings(**fields)), ("two", settings(**fields))]) == settings(**fields)


def test_one_name_for_two_schemes_is_refused() -> None:
    one = settings(schemes={"a": scheme("A")})
    assert common_settings([("one", one), ("two", one)]) == one
    with pytest.raises(Unlike, match="the grading scheme a of two is another one elsewhere"):
        common_settings([("one", one), ("two", settings(schemes={"a": scheme("B")}))])


def test_two_strategies_of_one_id_are_refused() -> None:
    refuse_twins([("one", ["a", "b"]), ("two", ["c"])])
    with pytest.raises(Unlike, match="the strategy b is in one and in two") as found:
        refuse_twins([("one", ["a", "b"]), ("two", ["b"])])
    assert "kpitrack rename b NEW" in str(found.value.hint)
    assert found.value.in_data  # the files are wrong, not what was typed: exit code 1
