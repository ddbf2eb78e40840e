"""A KPI as JSON, and ``status`` as JSON in the shape ``kpitrack/status/1``.

It is written by Polars in columns, with no Python object a KPI, so that a nation costs little; one line a KPI. What
shows the same fields in another format reads them from there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any

import polars as pl

from kpitrack.analysis.standing import Row
from kpitrack.language import active
from kpitrack.language.visible import MAYBE_HIDDEN, visible_json
from kpitrack.progress.schema import KPIS, VERDICTS
from kpitrack.views.text.json import document, text

RATES = (
    "attainment", "against_expected", "progress", "pace", "elapsed", "change", "difference", "improvement",
    "growth_ratio", "forecast_progress", "remaining", "needed_per_year", "inverse_attainment",
    "inverse_against_expected", "mirrored_attainment", "mirrored_against_expected", "ratio_to_target", "deviation",
    "on_previous", "gap_to_expected", "allowance_used",
)  # fmt: skip
#: Those that stand after the forecast; the others before it.
AFTER_FORECAST = RATES[9:]
#: What is true or false of a KPI, or null where it is not asked.
FLAGS = ("limit", "improved", "last_before_target", "discontinued")
REASONS = {"expected": "reason_expected", "forecast": "reason_forecast_value"} | {
    name: f"reason_{name}" for name in RATES
}
_AT_ONCE = 20_000  # KPIs written at a time, so that the document is never in memory as a whole
_LINES = 500  # of these that are put together at a time, in memory that is used again for the next
_IN_MEMORY = 16_000_000  # bytes of them that do not wait on the disk
_BLOCK = 250_000  # bytes that are read back from there at a time


def as_json(judged: Iterable[pl.DataFrame], counts: Mapping[str, int], as_of: int) -> Iterator[bytes]:
    """The document in UTF-8: its head, some KPIs at a time, and its foot.

    Args:
        judged: part by part, the columns of `kpitrack.progress.judge.judge`.
        counts: how many KPIs of all parts have each status, in the order in which it is met first.
        as_of: the year of the verdicts.
    """
    yield from _document(counts, as_of, _written(judged))


def as_json_once(judged: Iterable[pl.DataFrame], as_of: int) -> Iterator[bytes]:
    """The same of verdicts that are judged as they are asked for: what is written of them waits until all are counted.

    It waits on the disk, where it is large.
    """
    counts: Counter[str] = Counter()

    def counted() -> Iterator[pl.DataFrame]:
        for part in judged:
            counts.update(dict(part.group_by("status", maintain_order=True).agg(pl.len()).iter_rows()))
            yield part

    with SpooledTemporaryFile(_IN_MEMORY) as waiting:
        for several in _written(counted()):  # `writelines` would hold all of them in memory
            waiting.write(several)
        waiting.seek(0)
        yield from _document(counts, as_of, iter(partial(waiting.read, _BLOCK), b""))


def _document(counts: Mapping[str, int], as_of: int, written: Iterable[bytes]) -> Iterator[bytes]:
    summary = {"kpis": sum(counts.values()), "by_status": dict(counts)}
    yield f'{text(document("status", as_of=as_of, summary=summary))[:-1]}, "kpis": [\n'.encode()
    yield from written
    yield b"]}\n"


def _written(judged: Iterable[pl.DataFrame]) -> Iterator[bytes]:
    """Some KPIs at a time, a line each."""
    between = b""
    for part in judged:
        for few in part.iter_slices(_AT_ONCE):
            lines = few.lazy().select(entry()).collect(engine="in-memory")
            for some in lines.iter_slices(_LINES):
                yield between
                yield some.to_series().str.join(",\n", ignore_nulls=False).cast(pl.Binary).item()
                between = b",\n"
    yield between[1:]


def entries(judged: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Each KPI as the object that `as_json` writes."""
    for few in judged.iter_slices(_AT_ONCE):
        yield from map(json.loads, few.lazy().select(entry()).collect(engine="in-memory").to_series())


def entries_of(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The same of rows that have left their columns."""
    return list(entries(frame_of(rows)))


def frame_of(rows: Iterable[Row]) -> pl.DataFrame:
    """Rows that have left their columns, in columns again."""
    schema = {**KPIS, **VERDICTS}
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)


def entry() -> pl.Expr:
    """One KPI as a JSON object."""
    english = active() == "en"

    def words(name: str) -> pl.Expr:
        return _text(pl.coalesce(f"{name}_en", name) if english else pl.col(name))

    organization = _object(
        name=words("organization_name"), code=_text("organization_code"), level=_word("organization_level")
    )
    members = pl.coalesce("organizations_en", "organizations") if english else pl.col("organizations")
    rates = {name: _number(name) for name in RATES if name not in AFTER_FORECAST}
    target = _point("target", form=_word("target_form"))
    actual = _point("actual", status=_word("actual_status"))
    forecast = _object(
        value=_number("forecast_value"), meets_target=_flag("forecast_meets_target"), clipped=_flag("forecast_clipped")
    )
    last = _point("last", status=_word("last_status"), grade=_text("last_grade"))
    label, rate_label = (
        pl.coalesce(f"{name}_en", name) if english else pl.col(name) for name in ("grade_label", "grade_rate_label")
    )
    rate = _object(
        name=_word("grade_rate_name"), value=_number("grade_rate_value"), label=_text(rate_label.fill_null(""))
    )
    return _object(
        ref=_word("ref"),
        strategy=_word("strategy"),
        kpi=_word("kpi"),
        organization=organization,
        organizations=pl.coalesce(members.map_batches(_visible, pl.String), pl.format("[{}]", organization)),
        name=words("name"),
        unit=words("unit"),
        path=_list(pl.col("path").list.eval(pl.lit('"') + pl.element() + pl.lit('"'))),
        better=_word("better"),
        accumulation=_word("accumulation"),
        level=_word("level"),
        baseline=_unless(pl.col("baseline_year").is_null() & pl.col("baseline_value").is_null(), _point("baseline")),
        target=_unless(pl.col("target_form").is_null(), target),
        actual=_unless(pl.col("actual_year").is_null(), actual),
        previous=_unless(pl.col("previous_year").is_null(), _point("previous")),
        decided_by=_unless(pl.col("decided_by_year").is_null(), _point("decided_by")),
        expected=_number("expected"),
        **rates,
        forecast=_unless(pl.col("forecast_value").is_null(), forecast),
        **{name: _number(name) for name in AFTER_FORECAST},
        status=_word("status"),
        reason=_word("reason"),
        reasons=_reasons(),
        provisional=_flag("provisional"),
        stale=_flag("stale"),
        **{"break": _flag("break")},
        missing_years=_list(pl.col("missing_years").cast(pl.List(pl.String))),
        missed_years=_list(pl.col("missed_years").cast(pl.List(pl.String))),
        **{name: _flag(name) for name in FLAGS},
        last=_unless(pl.col("last_year").is_null(), last),
        turned=_word("turned"),
        target_revised=_flag("target_revised"),
        answered=_whole("answered"),
        of=_whole("of"),
        grade=_unless(
            pl.col("grade_scheme").is_null(),
            _object(
                scheme=_text("grade_scheme"),
                grade=_unless(pl.col("grade").is_null(), _text("grade")),
                label=_text(label.fill_null("")),
                rate=_unless(pl.col("grade_rate_name").is_null() & rate_label.is_null(), rate),
            ),
        ),
    ).alias("entry")


def _object(**fields: pl.Expr) -> pl.Expr:
    shape = ", ".join(f'"{name}": {{}}' for name in fields)
    return pl.format("{{" + shape + "}}", *fields.values())


def _unless(missing: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(missing).then(pl.lit("null")).otherwise(value)


def _point(name: str, **further: pl.Expr) -> pl.Expr:
    """A year and a value; of a scale's step its word as well."""
    words = pl.col("scale_en" if active() == "en" else "scale")
    step = words.list.get(pl.col(f"{name}_value").cast(pl.Int64, strict=False), null_on_oob=True)
    word = pl.when(words.is_null()).then(pl.lit("")).otherwise(pl.format(', "word": {}', _text(step)))
    return _object(year=_whole(f"{name}_year"), value=pl.format("{}{}", _number(f"{name}_value"), word), **further)


def _text(value: pl.Expr | str) -> pl.Expr:
    """Any text, its quotes and control characters escaped, and what would hide or steer as well."""
    column = pl.col(value) if isinstance(value, str) else value
    quoted = pl.struct(column.alias("x")).struct.json_encode().str.slice(5).str.strip_suffix("}")
    return quoted.map_batches(_visible, pl.String)


def _visible(texts: pl.Series) -> pl.Series:
    return texts.map_elements(visible_json, pl.String) if texts.str.contains(MAYBE_HIDDEN).any() else texts


def _word(name: str) -> pl.Expr:
    """A text of letters, digits, hyphens and the like, as ids and the words of the method are."""
    return pl.format('"{}"', pl.col(name)).fill_null("null")


def _flag(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).fill_null("null")


def _whole(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).fill_null("null")


def _number(name: str) -> pl.Expr:
    """A number, a whole one without a decimal point; there is no negative zero."""
    value = pl.col(name)
    shown = pl.when(value == 0).then(pl.lit(0.0)).when(value.is_finite()).then(value)
    return shown.cast(pl.String).str.strip_suffix(".0").fill_null("null")


def _list(values: pl.Expr) -> pl.Expr:
    return pl.format("[{}]", values.list.join(", ").fill_null(""))


def _reasons() -> pl.Expr:
    """The reasons of the rates that are null."""
    said = [pl.format(f'"{name}": "{{}}"', pl.col(column)) for name, column in REASONS.items()]  # null without one
    return pl.format("{{{}}}", pl.concat_str(said, separator=", ", ignore_nulls=True))
