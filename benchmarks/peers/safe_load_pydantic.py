"""What a script would do: PyYAML and the models of the format, file by file."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from kpitrack.model.actuals import Actuals
from kpitrack.model.strategy import Strategy

for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    if path.name != "kpitrack.yaml":
        model = Strategy if "strategies" in path.parts else Actuals
        model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
