"""The page on the files names every field and every word that the models accept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

import pytest

from kpitrack.model import actuals, annexes, record, settings, strategy, target
from kpitrack.model.record import Record

ROOT = Path(__file__).resolve().parents[2]
MODULES: tuple[ModuleType, ...] = (record, strategy, annexes, target, actuals, settings)


def records() -> Iterator[type[Record]]:
    for module in MODULES:
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, Record) and found.__module__ == module.__name__:
                yield found


def words(annotation: Any) -> Iterator[str]:
    """The words of every ``Literal`` in the annotation."""
    if get_origin(annotation) is Literal:
        yield from (word for word in get_args(annotation) if isinstance(word, str))
    else:
        for argument in get_args(annotation):
            yield from words(argument)


def accepted() -> set[str]:
    """Fields and words; of the statuses, which the method lists, one will do."""
    found: set[str] = set()
    for one in records():
        for name, field in one.model_fields.items():
            found.add(field.alias or name)
            found.update(words(field.annotation))
    return found - set(get_args(settings.Status)) | {"achieved"}


@pytest.mark.parametrize("page", ["docs/format.md", "docs/format.ja.md"])
def test_every_field_and_word_is_described(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    described = {word for code in re.findall(r"`([^`\n]+)`", prose) for word in re.findall(r"[a-z_]+", code)}
    assert accepted() - described == set()


def test_the_models_are_read() -> None:
    assert {"id", "from", "tolerance", "not_collected", "half_even", "covered_elsewhere", "reason"} <= accepted()
