"""What the repository has of the record that a row answers, compared with what a sheet shows of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpitrack.model.actuals import Actual, Entry, stated_value
from kpitrack.model.evaluation import Evaluation, ExternalEvaluation
from kpitrack.model.numbers import plain_number
from kpitrack.model.record import Source
from kpitrack.model.vocabulary import observation_word

from .carried import mark_of
from .row import Record


@dataclass(frozen=True, slots=True)
class Recorded:
    """One record of the repository."""

    record: Record
    unit: str  # of its KPI, in which a derived value is counted
    content: Entry | Evaluation | ExternalEvaluation  # as the file has it; of a value that may be a bare number or word
    present: bool  # tells an empty entry from a missing one

    @property
    def fields(self) -> Actual | Evaluation | ExternalEvaluation | None:
        """The record as a mapping of fields, if there is one."""
        if not self.present or isinstance(self.content, Actual | Evaluation | ExternalEvaluation):
            return self.content if self.present else None  # type: ignore[return-value]  # a bare value is present
        return Actual(value=self.content)

    @property
    def written(self) -> set[str]:
        """The fields that stand in the file."""
        found = self.fields
        if found is None:
            return set()
        stated = {name for name in type(found).model_fields if getattr(found, name) is not None}
        return stated if "status" in found.model_fields_set else stated - {"status"}

    @property
    def value(self) -> float | str | None:
        """The value of a year, as written or derived; of a scale the word as written."""
        found = self.fields
        return stated_value(found, self.unit) if isinstance(found, Actual) else None

    @property
    def status(self) -> str:
        """The state of a year's value; empty where there is no entry."""
        found = self.fields
        return found.status if isinstance(found, Actual) else ""

    def marks(self, name: str) -> set[str]:
        """Every form in which a sheet may show a field, as `mark_of` puts it; the empty text where it shows none."""
        found = self.fields
        if found is None:
            return {""}
        if name == "value":
            return {mark_of(name, self.value)}
        if name == "status":
            return {self.status, ""} if self.value is None and self.status == "normal" else {self.status}
        return {mark_of(name, text) for text in self._renderings(name)} or {""}

    def holds(self, name: str, content: Any) -> bool:
        """Whether the field holds ``content``, which is None where it is to be empty."""
        return mark_of(name, content) in self.marks(name)

    def holds_about(self, name: str, content: Any) -> bool:
        """Whether it does but for what a CSV file loses: characters that CP932 lacks, and line ends."""
        if name in {"value", "status"}:
            return self.holds(name, content)
        return _lossy(str(content)) in {_lossy(text) for text in self._renderings(name)}

    def shown(self, name: str) -> str:
        """The field in words; empty where it has none."""
        found = self.fields
        if found is None:
            return ""
        if name == "value":
            return plain_number(self.value) if isinstance(self.value, int | float) else self.value or ""
        return observation_word(self.status) if name == "status" else next(iter(self._renderings(name)), "")

    def _renderings(self, name: str) -> list[str]:
        found = getattr(self.fields, name, None)
        return [found.isoformat()] if isinstance(found, dt.date) else _texts(found)


def _texts(text: object) -> list[str]:
    """A text or source in every language that it has."""
    if isinstance(text, Source):
        return _texts(text.title) or ([text.url] if text.url else [])
    if isinstance(text, Mapping):
        return [str(words) for words in text.values()]
    return [text] if isinstance(text, str) else []


def _lossy(text: str) -> str:
    kept = text.replace("_x000D_", "\n").encode("cp932", "replace").decode("cp932")
    return " ".join(kept.split())
