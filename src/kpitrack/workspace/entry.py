"""One yearly entry of an actuals file: what is there, what is asked for, and the edit from one to the other."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kpitrack.diagnostics import Diagnostic
from kpitrack.language import Complaint, plain, say
from kpitrack.model.actuals import Actual, Actuals, Entry, has_value, stated_value
from kpitrack.model.numbers import plain_number
from kpitrack.model.suggestions import did_you_mean
from kpitrack.model.vocabulary import WITHOUT_VALUE
from kpitrack.repository.discovery import ACTUALS, STRATEGIES, Kind, of_actuals
from kpitrack.repository.edit import REMOVE, set_value
from kpitrack.repository.loading import Loaded
from kpitrack.repository.repository import Bundle

from .names import no_kpi, only_one
from .open import Files
from .record import FileChange, Refused, edited

if TYPE_CHECKING:
    from kpitrack.model.strategy import KPI, Strategy

_PLAIN_NUMBER = r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?"
"""A number as a file holds it: for it the reader of printed figures, which takes long to load, is not needed."""
_DERIVED = ("value", "numerator", "denominator", "by")
_PROVENANCE = ("note", "source", "published")


class NoEntry(Complaint):
    """What was typed is no entry of an actuals file."""


def find_kpi(space: Files, name: str) -> tuple[Bundle, KPI]:
    """The KPI called ``name``: ``strategy/kpi``, or its id alone where that is unique, and its strategy.

    Raises:
        NotThere: there is none, or several.
    """
    outlines = [one for piece in space.survey.checked.values() for one in piece.outlines]
    strategy, slash, item = name.rpartition("/")
    same = [f"{one.id}/{item}" for one in outlines if item in one.kpi_ids and (not slash or one.id == strategy)]
    if not same:
        models = (one.strategy.model for one in space.strategies.bundles())
        kpis = ((one.id, placed.item) for one in models if one for placed in one.kpis())
        raise no_kpi(name, {f"{of}/{kpi.id}": plain(kpi.name) for of, kpi in kpis})
    strategy, _, item = only_one(name, list(dict.fromkeys(same))).partition("/")
    bundle = space.strategies.bundle(strategy)
    kpis_of = bundle.strategy.model.kpis() if bundle.strategy.model else ()
    return bundle, next(placed.item for placed in kpis_of if placed.item.id == item)


def read_value(text: str, kpi: KPI, year: int) -> dict[str, Any]:
    """``value``, ``status`` and ``note`` of what a person typed for ``kpi``.

    Raises:
        NoEntry: it has no one reading, or is no actual.
    """
    if kpi.scale is not None and kpi.step_of(text.strip()) is not None:
        return {"value": text.strip(), "note": None}
    if kpi.scale is None and re.fullmatch(_PLAIN_NUMBER, text):
        return {"value": as_number(Decimal(text)), "note": None}
    from kpitrack.model.figures import UnreadableFigure, read_figure
    from kpitrack.model.figures.actual import hold_as_actual, words_to_keep

    try:
        figure = read_figure(text, unit=plain(kpi.unit))
        hold_as_actual(figure, text, kpi, year)
    except UnreadableFigure as error:
        if kpi.scale is not None:
            raise _no_word(text, kpi) from None
        raise NoEntry(say("VALUE: {problem}", problem=error.message), error.hint) from None
    if kpi.scale is not None and figure.value is not None:
        raise _no_word(text, kpi)
    fields: dict[str, Any] = {
        "value": None if figure.value is None else as_number(figure.value),
        "note": words_to_keep(figure) or None,
    }
    if figure.status != "normal":
        fields["status"] = figure.status
    return fields


def _no_word(text: str, kpi: KPI) -> NoEntry:
    words = [plain(word) for word in kpi.scale or ()]
    return NoEntry(
        say("VALUE: “{word}” is no word of the KPI's scale", word=text),
        did_you_mean(text, words) or say("write one of: {words}", words=", ".join(words)),
    )


def as_number(value: Any) -> int | float:
    """A decimal as the number that a file holds: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def read_parts(parts: list[str], kpi: KPI) -> dict[str, dict[str, Any]]:
    """``--by DIM.KEY=VALUE`` as the ``by`` of an entry.

    Raises:
        NoEntry: one is not of that form.
    """
    from kpitrack.model.figures import UnreadableFigure, read_figure

    found: dict[str, dict[str, Any]] = {}
    for part in parts:
        name, equals, text = part.partition("=")
        dimension, _, key = name.partition(".")
        if not (equals and dimension and key):
            raise NoEntry(
                say("--by cannot be {value}", value=part), say("write DIM.KEY=VALUE, such as --by sex.female=6")
            )
        try:
            figure = read_figure(text, unit=plain(kpi.unit))
        except UnreadableFigure as error:
            raise NoEntry(say("--by {part}: {problem}", part=name, problem=error.message), error.hint) from None
        if figure.value is None or figure.form != "value" or figure.comparison:
            raise NoEntry(say("--by {part}: a part needs a number", part=name))
        found.setdefault(dimension, {})[key] = as_number(figure.value)
    return found


class Recorder(NamedTuple):
    """Where the entries of one KPI stand."""

    space: Files
    bundle: Bundle
    kpi: KPI

    @property
    def strategy(self) -> Loaded[Strategy]:
        """The strategy's file."""
        return self.bundle.strategy

    @property
    def _strategy(self) -> Strategy:
        if self.strategy.model is None:
            raise ValueError(self.strategy.path)
        return self.strategy.model

    @property
    def ref(self) -> str:
        """``strategy/kpi``."""
        return f"{self._strategy.id}/{self.kpi.id}"

    def files(self) -> list[Loaded[Actuals]]:
        """The actuals files of the strategy that could be read."""
        return list(self.bundle.actuals)

    def faults(self) -> list[Diagnostic]:
        """The errors of the strategy's own files, placed: what has errors is not written to, but for a blank year.

        The file that a new one would be is among them: one of that name which names another strategy, misspelt as it
        may be, holds the very values. So may every file that could not be read, unless it names another strategy
        that is here.
        """
        own = {self.strategy.path, self._new_path, *(file.path for file in self.files())}
        read = {path for paths in self.space.survey.bundles.values() for path in paths}
        contents = self.space.contents
        others = contents.named - {self._strategy.id}
        elsewhere = {path for path, name in contents.strategies.items() if path in read or name in others} - own
        errors = [one for one in self.space.errors if not one.blank and one.path not in elsewhere]
        return [one for one in errors if one.path in own or _may_hold_values(one)]

    def existing(self, year: int) -> tuple[str, Entry] | None:
        """The path and the entry of ``year``, if there is one."""
        for file in self.files():
            years = ((file.model and file.model.actuals) or {}).get(self.kpi.id) or {}
            if year in years:
                return file.path, years[year]
        return None

    def path_for(self, year: int) -> str:
        """The file that a new entry goes to: where the KPI's nearest earlier year stands, else the strategy's file."""
        best: tuple[int, str] | None = None
        for file in self.files():
            years = ((file.model and file.model.actuals) or {}).get(self.kpi.id)
            if years is not None:
                nearest = max((y for y in years if y < year), default=0)
                if best is None or nearest > best[0]:
                    best = (nearest, file.path)
        if best:
            return best[1]
        files = self.files()
        if files:
            return files[0].path
        return self._new_path

    @property
    def _new_path(self) -> str:
        return f"{ACTUALS}/{self.strategy.path.removeprefix(f'{STRATEGIES}/')}"

    def change(self, year: int, fields: dict[str, Any], *, replace: bool) -> FileChange | str | None:
        """The edit that records ``fields``; nothing where they stand there already; a refusal as the value that does.

        Args:
            year: the fiscal year of the entry.
            fields: of the entry; those that are None were not given.
            replace: put them in place of another value.
        """
        given = {name: value for name, value in fields.items() if value is not None}
        found = self.existing(year)
        if found is None:
            return self._write(self.path_for(year), year, _entry(given))
        path, entry = found
        old = entry if isinstance(entry, Actual) else Actual.model_construct(value=entry)  # checked as it was read
        if _same(old, given):
            return None
        other = _other(old, given, self.kpi)
        if other is not None and not replace:
            return other
        stated = entry.model_fields_set if isinstance(entry, Actual) else set()
        names: tuple[str, ...] = ()
        if old.status in WITHOUT_VALUE:
            # What was said about the absence of a value does not hold for the value.
            names = ("status", *(_PROVENANCE if "value" in given else ("note",)))
        elif other is not None:
            # Another value takes nothing of the old one along: neither its parts nor its state nor where it was from.
            names = (*_DERIVED, "status", *_PROVENANCE)
        elif old.value is None and has_value(old):
            given.pop("value", None)  # it follows from its numerator and denominator, which stay
        gone = [name for name in names if name not in given and name in stated]
        if given.get("status") == "normal":  # which an entry without a status says
            del given["status"]
            gone += ["status"] if old.status != "normal" else []
        if not given and not gone:
            return None
        kept = {name for name in entry.model_fields_set if name not in gone} if isinstance(entry, Actual) else set()
        if kept | set(given) == {"value"} and (gone or not isinstance(entry, Actual)):
            return self._write(path, year, given["value"])
        return self._write(path, year, {**given, **dict.fromkeys(gone, REMOVE)})

    def _write(self, path: str, year: int, value: Any) -> FileChange:
        old = self.space.read(path)
        if old is None:
            text = f"strategy: {self._strategy.id}\nactuals: {{}}\n".encode()
            new = edited(path, lambda: set_value(text.replace(b" {}", b""), ("actuals", self.kpi.id, year), value))
        elif path not in {file.path for file in self.files()}:
            raise Refused(
                say("{path} holds the values of another strategy", path=path), say("give that file another name")
            )
        else:
            new = edited(path, lambda: set_value(old, ("actuals", self.kpi.id, year), value))
        return FileChange(Kind.ACTUALS, path, old, new)


def _may_hold_values(found: Diagnostic) -> bool:
    """Whether ``found`` keeps an actuals file from being read, of whichever strategy."""
    return of_actuals(found.path) and (found.rule.code < "KP3" or found.rule.name == "duplicate-actual")


def _entry(given: dict[str, Any]) -> Any:
    """The shortest form of a new entry."""
    return given["value"] if set(given) == {"value"} else given


def _same(old: Actual, given: dict[str, Any]) -> bool:
    """Whether everything given stands there already."""
    return all(_plain(getattr(old, name)) == _plain(value) for name, value in given.items())


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _other(old: Actual, given: dict[str, Any], kpi: KPI) -> str | None:
    """The value that stands in the way of ``given``, as text, or nothing."""
    value = stated_value(old, plain(kpi.unit))
    if value is None or ("value" in given and value == given["value"]):
        return None
    return value if isinstance(value, str) else plain_number(value)
