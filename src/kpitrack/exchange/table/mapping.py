"""The mapping file: which KPI each row of a table is, decided once and used again for the next year's table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kpitrack.language import Complaint, say
from kpitrack.repository.edit.writing import write_scalar
from kpitrack.repository.yaml.exact import read_exact

from .draft import plain
from .match import SKIP, Known


class BadMapping(Complaint):
    """A mapping file cannot be read."""


def read_mapping(data: bytes) -> dict[str, str]:
    """What was decided: the KPI's ref, or ``-`` to leave it out, by the key of each row.

    Raises:
        BadMapping: it is no file of that kind.
    """
    document = read_exact(data)
    rows = document.data.get("rows") if isinstance(document.data, Mapping) else None
    if document.findings or not isinstance(rows, Mapping | None):
        raise BadMapping(
            say("the mapping file is damaged"), say("it holds “rows:” and below it a line such as: {line}", line=_LINE)
        )
    return {str(key): str(value) for key, value in (rows or {}).items() if value is not None}


_LINE = "観光入込客数: example/visitors"


def write_mapping(decided: Mapping[str, str], near: Mapping[str, Iterable[Known]]) -> bytes:
    """The mapping file.

    Args:
        decided: the ref, or ``-``, by the key of each row.
        near: the rows that are left to decide, each with the KPIs that it may be.
    """
    lines = [
        f"# {say('Which KPI each row of the tables is. Write its strategy/kpi, or {skip} to leave the row out.', skip=repr(SKIP))}",  # noqa: E501  one line of the file
        "rows:" if decided or near else "rows: {}",
    ]
    for key in sorted({*decided, *near}):
        if key in decided:
            lines.append(f"  {_quoted(key)}: {write_scalar(decided[key])}")
        else:
            words = ", ".join(one.ref for one in near[key])
            lines.append(f"  {_quoted(key)}: null  # {words}")
    return ("\n".join(lines) + "\n").encode()


def _quoted(key: str) -> str:
    return write_scalar(plain(key), '"')
