"""Options and arguments taken as they are typed.

All of ours are texts, lists of texts and flags. Typer from 0.29 on builds a pydantic type for each, which loads
pydantic for commands that do not need it.
"""

from __future__ import annotations

from typing import Any

from typer import core


def take_as_given() -> None:
    """Have typer leave texts, lists of texts and flags alone; other versions of it do so anyway, or are not touched."""
    try:
        from typer._coercion import RuntimeParam, build_runtime_param
    except ImportError:
        return
    if getattr(core, "build_runtime_param", None) is not build_runtime_param:
        return

    class Given(RuntimeParam):
        def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002  typer's signature
            return value

    def build(descriptor: Any) -> RuntimeParam:
        if descriptor.annotation in (str, bool, list[str]):
            return Given(descriptor.parameter_info, descriptor.annotation)
        return build_runtime_param(descriptor)

    core.build_runtime_param = build  # type: ignore[attr-defined]  # checked above
