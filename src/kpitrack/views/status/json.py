"""``status`` as JSON for any number of KPIs, written by Polars in columns, without a Python object for each.

The document is the one of `kpitrack.views.status.json_document`, with one line a KPI.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kpitrack import __version__
from kpitrack.language import active
from kpitrack.language.visible import visible_json
from kpitrack.views.text.json import text

from .json_document import AFTER_FORECAST, FLAGS, RATES, REASONS

_AT_ONCE = 5000  # KPIs written at a time, so that the document is never in memory as a whole
_WHOLE = 2.0**53  # below, whole numbers are shown without a decimal point


def as_json(judged: pl.DataFrame, as_of: int) -> Iterator[str]:
    """The document in parts.

    Args:
        judged: the columns of `kpitrack.progress.judge.judge`.
        as_of: the year of the verdicts.
    """
    counts = judged["status"].value_counts(sort=False)
    first = judged.select(pl.col("status").unique(maintain_order=True))["status"].to_list()
    by_status = dict(counts.iter_rows())
    head = {
        "schema": "kpitrack/status/1",
        "as_of": as_of,
        "version": __version__,
        "summary": {"kpis": judged.height, "by_status": {status: by_status[status] for status in first}},
    }
    yield text(head)[:-1] + ', "kpis": ['
    last = judged.height - 1
    for start in range(0, judged.height, _AT_ONCE):
        part = judged.lazy().slice(start, _AT_ONCE).select(entry()).collect(engine="in-memory").to_series()
        end = "" if start + _AT_ONCE > last else ","
        yield visible_json(",\n".join(part)) + end
    yield "]}"


def entry() -> pl.Expr:
    """One KPI as a JSON object."""
    english = active() == "en"

    def words(name: str) -> pl.Expr:
        return _text(pl.coalesce(f"{name}_en", name) if english else pl.col(name))

    organization = _object(
        name=words("organization_name"), code=_text("organization_code"), level=_word("organization_level")
    )
    rates = {name: _number(name) for name in RATES if name not in AFTER_FORECAST}
    target = _point("target", form=_word("target_form"))
    actual = _point("actual", status=_word("actual_status"))
    forecast = _object(
        value=_number("forecast_value"), meets_target=_flag("forecast_meets_target"), clipped=_flag("forecast_clipped")
    )
    last = _point("last", status=_word("last_status"), grade=_text("last_grade"))
    label = pl.coalesce("grade_label_en", "grade_label") if english else pl.col("grade_label")
    return _object(
        ref=_word("ref"),
        strategy=_word("strategy"),
        kpi=_word("kpi"),
        organization=organization,
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
            pl.col("grade").is_null(),
            _object(scheme=_text("grade_scheme"), grade=_text("grade"), label=_text(label.fill_null(""))),
        ),
    ).alias("entry")


def _object(**fields: pl.Expr) -> pl.Expr:
    parts: list[pl.Expr] = []
    for i, (name, value) in enumerate(fields.items()):
        parts += [pl.lit(f'{", " if i else "{"}"{name}": '), value]
    return pl.concat_str(*parts, pl.lit("}"))


def _unless(missing: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(missing).then(pl.lit("null")).otherwise(value)


def _point(name: str, **further: pl.Expr) -> pl.Expr:
    """A year and a value; of a scale's step its word as well."""
    year, value = _whole(f"{name}_year"), _number(f"{name}_value")
    words = pl.col("scale_en" if active() == "en" else "scale")
    word = words.list.get(pl.col(f"{name}_value").cast(pl.Int64, strict=False), null_on_oob=True)
    return (
        pl.when(words.is_null())
        .then(_object(year=year, value=value, **further))
        .otherwise(_object(year=year, value=value, word=_text(word), **further))
    )


def _text(value: pl.Expr | str) -> pl.Expr:
    """Any text, its quotes and control characters escaped."""
    column = pl.col(value) if isinstance(value, str) else value
    return pl.struct(column.alias("x")).struct.json_encode().str.slice(5).str.strip_suffix("}")


def _word(name: str) -> pl.Expr:
    """A text of letters, digits, hyphens and the like, as ids and the words of the method are."""
    return (pl.lit('"') + pl.col(name) + pl.lit('"')).fill_null("null")


def _flag(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).fill_null("null")


def _whole(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).fill_null("null")


def _number(name: str) -> pl.Expr:
    value = pl.col(name)
    whole = (value.floor() == value) & (value.abs() < _WHOLE)
    shown = pl.when(whole).then(value.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(value.cast(pl.String))
    return pl.when(value.is_finite()).then(shown).otherwise(None).fill_null("null")


def _list(values: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit("["), values.list.join(", ").fill_null(""), pl.lit("]"))


def _reasons() -> pl.Expr:
    """The reasons of the rates that are null."""
    said = [
        pl.lit(f'"{name}": "') + pl.col(column) + pl.lit('"')  # null where there is none
        for name, column in REASONS.items()
    ]
    return pl.concat_str(pl.lit("{"), pl.concat_str(said, separator=", ", ignore_nulls=True), pl.lit("}"))
