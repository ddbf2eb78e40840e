"""The repository's own strategies and actuals, as plain YAML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

DATA = Path(__file__).parents[2] / "data"
Tree = dict[str, Any]


def _read(folder: str, key: str) -> dict[str, Tree]:
    yaml = YAML(typ="safe", pure=True)
    trees = [yaml.load(path.read_text(encoding="utf-8")) for path in sorted((DATA / folder).rglob("*.yaml"))]
    by_id = {tree[key]: tree for tree in trees}
    assert len(by_id) == len(trees)
    return by_id


def _nodes(nodes: list[Tree], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Tree]]:
    for node in nodes:
        path = (*above, node["id"])
        yield path, node
        yield from _nodes(node.get("measures", []), path)


@pytest.fixture(scope="session")
def strategies() -> dict[str, Tree]:
    return _read("strategies", "id")


@pytest.fixture(scope="session")
def actuals() -> dict[str, Tree]:
    return _read("actuals", "strategy")


@pytest.fixture(scope="session")
def nodes(strategies: dict[str, Tree]) -> dict[str, Tree]:
    """Goals and measures by ``strategy/id``, each with the ids above it under ``path``."""
    return {
        f"{strategy}/{node['id']}": node | {"path": list(path)}
        for strategy, tree in strategies.items()
        for path, node in _nodes(tree["goals"])
    }


@pytest.fixture(scope="session")
def kpis(nodes: dict[str, Tree]) -> dict[str, Tree]:
    """KPIs by ``strategy/id``, each with the node that it hangs on under ``node``."""
    found: dict[str, Tree] = {}
    for ref, node in nodes.items():
        strategy = ref.split("/")[0]
        for kpi in node.get("kpis", []):
            assert f"{strategy}/{kpi['id']}" not in found
            found[f"{strategy}/{kpi['id']}"] = kpi | {"node": ref}
    return found
