"""Grading schemes: a list of them, and one as YAML."""

from __future__ import annotations

import io
from collections.abc import Container, Iterator, Mapping
from typing import Any

from kpitrack.language import pick, say
from kpitrack.language.visible import visible

from .text import json
from .text.plain import pad, width


def as_text(schemes: Mapping[str, Any], own: Container[str]) -> Iterator[str]:
    """One line for each scheme: name, title, grades, and whether it is the repository's own."""
    left = max(width(name) for name in schemes) + 2
    for name, scheme in schemes.items():
        scheme_ = scheme if isinstance(scheme, Mapping) else {}
        # A mark may stand for several conditions; a scheme may name a rate alone.
        marks = dict.fromkeys(visible(str(grade.get("grade"))) for grade in scheme_.get("grades") or () if grade)
        grades = f"  [{' '.join(marks)}]" if marks else ""
        where = f"  {say('(kpitrack.yaml)')}" if name in own else ""
        yield f"{pad(visible(name), left)}{visible(pick(scheme_.get('title')))}{grades}{where}"


def as_yaml(schemes: Mapping[str, Any]) -> Iterator[str]:
    """The schemes as written in ``kpitrack.yaml``."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    buffer = io.StringIO()
    yaml.dump({"schemes": schemes}, buffer)
    yield from buffer.getvalue().splitlines()


def as_json(schemes: Mapping[str, Any]) -> Iterator[str]:
    """The document ``kpitrack/schemes/1``."""
    yield from json.lines("schemes", schemes=schemes)
