"""Loading a file: from its bytes to its model and findings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from kpitrack.diagnostics import Diagnostic, KeyPath, Severity, rule
from kpitrack.language import say
from kpitrack.model.vocabulary import ID

from .discovery import Kind

if TYPE_CHECKING:
    from pydantic import BaseModel

    from .places import Places

Model = TypeVar("Model", bound="BaseModel", covariant=True)  # noqa: PLC0105  it reads better so

_VALUE = rb"""[ \t]*:[ \t]+["']?(%b)["']?[ \t]*(?:\#|\r|$)""" % ID.encode()
_STRATEGY = {
    Kind.STRATEGY: rb"(?m)^(?:\xef\xbb\xbf)?id" + _VALUE,
    Kind.ACTUALS: rb"(?m)^(?:\xef\xbb\xbf)?strategy" + _VALUE,
}

_NAMES = {Kind.STRATEGY: ("id",), Kind.ACTUALS: ("strategy",)}


class Loaded(NamedTuple, Generic[Model]):
    """A loaded file: its model, unless it has errors, and its findings.

    Args:
        strategy: for a strategy or actuals file without a model, the id of the strategy that it seems to be about,
            so that a fault in it is not reported again wherever it is referred to.
    """

    path: str
    model: Model | None
    findings: tuple[Diagnostic, ...] = ()
    strategy: str | None = None


def model_of(kind: Kind) -> type[BaseModel]:
    """The model of a file; those of strategies and actuals take a while to load, and are not always needed."""
    if kind is Kind.SETTINGS:
        from kpitrack.model.settings import Settings

        return Settings
    from kpitrack.model.actuals import Actuals
    from kpitrack.model.strategy import Strategy

    return Strategy if kind is Kind.STRATEGY else Actuals


@lru_cache(8)  # an edit is checked before and after, with the files beside the changed one that are the same
def load(kind: Kind, path: str, data: bytes) -> Loaded[BaseModel]:
    """Read and validate one file."""
    loaded = _load(kind, path, data)
    if loaded.model is not None or any(found.at == _NAMES.get(kind) for found in loaded.findings):
        return loaded  # its intended name is unknown
    return loaded._replace(strategy=seems_about(kind, data))


def seems_about(kind: Kind, data: bytes) -> str | None:
    """The id of the strategy that a strategy or actuals file seems to belong to, without parsing it."""
    found = re.search(_STRATEGY[kind], data) if kind in _STRATEGY else None
    return found[1].decode("ascii") if found else None


def _load(kind: Kind, path: str, data: bytes) -> Loaded[BaseModel]:
    from pydantic import ValidationError

    from kpitrack.model.names import may_hold_odd_names, normal_names
    from kpitrack.repository.yaml.tree import read_tree

    from .places import Places

    tree = read_tree(data)
    places = Places(data, document=tree.document) if tree.document else None  # and need not be read exactly again
    findings = tuple(_placed(found.within(path), places) for found in tree.findings)
    if any(found.severity is Severity.ERROR for found in findings):
        return Loaded(path, None, findings)
    content = tree.data
    if content is None and kind is Kind.SETTINGS:
        content = {}
    if not isinstance(content, Mapping):
        return Loaded(path, None, (*findings, _no_mapping(path, content)))
    if kind is Kind.STRATEGY and may_hold_odd_names(data):
        content, odd = normal_names(content)
        findings = (*findings, *(_placed(_not_normal(path, at), places) for at in odd))
    try:
        return Loaded(path, model_of(kind).model_validate(content), findings)
    except ValidationError as error:
        from kpitrack.model.faults import faults

        found = [_placed(one.within(path), places) for one in faults(model_of(kind), error)]
        return Loaded(path, None, (*findings, *found))


def _placed(found: Diagnostic, places: Places | None) -> Diagnostic:
    return places.show(found) if places else found


def _not_normal(path: str, at: KeyPath) -> Diagnostic:
    return Diagnostic(
        rule("name-not-normal"),
        say("this name has blanks around it, or marks apart from their letters, that are not seen"),
        say("type it anew"),
        path,
        at,
    )


def _no_mapping(path: str, content: object) -> Diagnostic:
    if content is None:
        return Diagnostic(rule("missing-field"), say("the file is empty"), say("fill it, or take it away"), path)
    return Diagnostic(
        rule("wrong-type"),
        say("the file should hold fields such as “id: …”"),
        say("start each field at the margin, its name followed by a colon"),
        path,
    )
