"""``kpitrack schema``."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from ..conftest import Run


@pytest.mark.parametrize("kind", ["strategy", "actuals", "settings"])
def test_one(run: Run, kind: str) -> None:
    result = run("schema", kind)
    assert result.code == 0
    schema = json.loads(result.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_all(run: Run) -> None:
    assert list(json.loads(run("schema").out)) == ["strategy", "actuals", "settings"]


def test_into_a_folder(run: Run, tmp_path: Path) -> None:
    assert run("schema", "--output-dir", tmp_path / "a/b").code == 0
    assert sorted(path.name for path in (tmp_path / "a/b").iterdir()) == [
        "actuals.schema.json", "settings.schema.json", "strategy.schema.json",
    ]  # fmt: skip
    assert (tmp_path / "a/b/actuals.schema.json").read_text("utf-8") == run("schema", "actuals").out


def test_one_that_there_is_not(run: Run) -> None:
    result = run("schema", "stratgy")
    assert result.code == 2
    assert "strategy" in result.err
