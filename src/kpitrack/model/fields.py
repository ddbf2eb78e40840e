"""The fields that a part of a file may have, from its model."""

from __future__ import annotations

import types
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kpitrack.diagnostics import KeyPath


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of ``model`` by their names in the program.

    A model may have been built only as a part of another one; then it does not yet know the types defined below it.
    """
    model.model_rebuild()
    return model.model_fields


def fields_at(model: type[BaseModel], at: KeyPath) -> dict[str, FieldInfo]:
    """The fields that the mapping at ``at`` below ``model`` may have, by their names in a file."""
    here: Any = model
    for step in at:
        here = _below(here, step)
    found = _model_in(here)
    return {} if found is None else {field.alias or name: field for name, field in fields_of(found).items()}


def _below(annotation: Any, step: str | int) -> Any:
    """The annotation of what stands at ``step`` in a value of ``annotation``."""
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            for name, field in fields_of(option).items():
                if step == (field.alias or name):
                    return field.annotation
        elif get_origin(option) is list and isinstance(step, int):
            return get_args(option)[0]
        elif get_origin(option) is dict:
            return get_args(option)[1]
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    return next((o for o in _options(annotation) if isinstance(o, type) and issubclass(o, BaseModel)), None)


def _options(annotation: Any) -> list[Any]:
    """The members of a union, without `Annotated`."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        return [option for member in get_args(annotation) for option in _options(member)]
    return [annotation]
