"""The columns of the frames: meaning, types and units.

Years are fiscal years (or calendar years for a KPI with ``calendar: cy``). Values are in the KPI's own unit. Ratios are
ratios, not percentages: 0.8 for 80%.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from polars.datatypes import DataType, DataTypeClass

    Schema = Mapping[str, DataType | DataTypeClass]

#: A multilingual text is two columns: the words (Japanese where there are any) and the English beside them, or null.
KPIS: Schema = {
    "ref": pl.String,  # strategy/kpi
    "strategy": pl.String,
    "kpi": pl.String,
    "position": pl.UInt32,  # the order of the documents, from 0
    "path": pl.List(pl.String),  # ids of the nodes above the KPI, from the goal down
    "organization_name": pl.String,
    "organization_name_en": pl.String,
    "organization_code": pl.String,
    "organization_level": pl.String,
    "organizations": pl.String,  # of a joint strategy, the members as a list in JSON
    "organizations_en": pl.String,
    "name": pl.String,
    "name_en": pl.String,
    "unit": pl.String,
    "unit_en": pl.String,
    "decimals": pl.Int16,
    "multiplier": pl.Int16,  # the unit's power of ten
    "calendar": pl.String,  # fy, cy
    "level": pl.String,
    "accumulation": pl.String,  # none, running_total, sum, mean
    "scale": pl.List(pl.String),  # the words of its steps, worst first; values are then steps from 0
    "scale_en": pl.List(pl.String),
    "better": pl.String,  # higher, lower; as stated
    "lag": pl.Int32,  # years
    "frequency": pl.Int32,  # years
    "additive": pl.Boolean,
    "continues": pl.String,  # the ref of the same series under an earlier strategy
    "tags": pl.List(pl.String),  # vocabulary:code; its own and those of the nodes and the strategy above it
    "indicator": pl.String,  # vocabulary:code, shared between organisations
    "period_start": pl.Int32,
    "period_end": pl.Int32,
    "baseline_year": pl.Int32,  # as stated
    "baseline_value": pl.Float64,  # as stated
    "supersedes": pl.List(pl.String),  # the ids of the strategies that its strategy takes the place of
    "upkeep": pl.String,  # maintained, transcribed
    "computed_indicator": pl.String,  # what is taken over the organisations that have it; null: it is recorded
    "computed_take": pl.String,  # sum, count, share, mean
    "computed_at_least": pl.Float64,  # what a value must be to be counted
    "computed_more_than": pl.Float64,
    "computed_at_most": pl.Float64,
    "computed_less_than": pl.Float64,
    "computed_level": pl.String,
    "computed_within": pl.List(pl.String),  # the beginnings of the codes of these organisations; null: all
    "computed_of": pl.Int64,  # how many there are, where the document says it
    "restated": pl.Boolean,  # the baseline was another before
    "target_form": pl.String,  # null: no target
    "target_year": pl.Int32,
    "target_number": pl.Float64,  # what stands behind the form's name; for hold its value, as stated
    "target_low": pl.Float64,
    "target_high": pl.Float64,
    "hold": pl.String,  # at_least, at_most
    "tolerance": pl.Float64,  # a ratio
    "compounding": pl.String,  # compound, simple
    "comparator": pl.String,  # key into the comparators
    "parity_ratio": pl.Float64,
    "every_year": pl.Boolean,
    "improve_over": pl.String,  # baseline, previous, year
    "improve_year": pl.Int32,
    "improve_by": pl.Float64,  # in the KPI's unit, or a ratio
    "improve_by_ratio": pl.Boolean,
    "strict": pl.Boolean,
    "approximate": pl.Boolean,
    "revised": pl.Boolean,  # the target was another before
    "revised_years": pl.List(pl.Int32),  # the fiscal years in which it was revised, as far as known
    "superseded_from": pl.Int32,  # the first year of the strategy that takes the place of its own; see `joining`
    "unread": pl.Boolean,  # values of it may stand in an actuals file that was left out
    "discontinued_year": pl.Int32,
    "scheme": pl.String,  # the grading scheme's name
    "rounding_decimals": pl.Int16,
    "rounding_mode": pl.String,  # half_up, half_even, truncate
}

#: Those of them by which nothing is judged. They are set beside the verdicts at the end.
DESCRIPTION = (
    "strategy", "kpi", "path", "organization_name", "organization_name_en", "organization_code", "organization_level",
    "organizations", "organizations_en", "name", "name_en", "unit_en", "decimals", "multiplier", "calendar", "level",
    "scale_en", "additive", "continues", "tags", "indicator", "supersedes", "computed_indicator", "computed_take",
    "computed_at_least", "computed_more_than", "computed_at_most", "computed_less_than", "computed_level",
    "computed_within", "computed_of", "restated", "approximate", "revised",
)  # fmt: skip

ACTUALS: Schema = {
    "ref": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,  # as written, or derived from the two below
    "status": pl.String,  # SDMX OBS_STATUS by word
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "answered": pl.Int64,  # of a computed KPI: how many organisations have a value of the year
    "of": pl.Int64,  # … and how many there are
}

MILESTONES: Schema = {"ref": pl.String, "year": pl.Int32, "value": pl.Float64}

#: ``key`` is ``strategy#series``, or the ``ref`` of another KPI.
COMPARATORS: Schema = {"key": pl.String, "year": pl.Int32, "value": pl.Float64}

#: What is shown of a KPI beside what it is judged by, as its file states it.
EXTRAS: Schema = {
    "strategy_title": pl.String,
    "strategy_title_en": pl.String,
    "baseline_stated": pl.Boolean,  # a baseline is written, though its year and value may be unknown
    "parity_with": pl.String,  # as written
    "parity_name": pl.String,  # what that is called, where it is known
    "parity_name_en": pl.String,
    "replaced_by": pl.String,
    "department": pl.String,  # who answers for it: its own, else that of the nearest node above it
    "department_en": pl.String,
}

#: Goals and measures, in the order of the documents.
NODES: Schema = {
    "strategy": pl.String,
    "node": pl.String,
    "number": pl.String,
    "number_en": pl.String,
    "title": pl.String,
    "title_en": pl.String,
}

STRATEGIES: Schema = {
    "strategy": pl.String,
    "title": pl.String,
    "title_en": pl.String,
    "organization_name": pl.String,
    "organization_name_en": pl.String,
    "organization_code": pl.String,
    "answered_by": pl.List(pl.String),  # the names and five-digit codes of all its organisations
    "kpis": pl.UInt32,  # how many it has
    "period_start": pl.Int32,
    "contributes_to": pl.List(pl.String),  # ids of other strategies that its nodes and KPIs say they contribute to
    "supersedes": pl.List(pl.String),  # ids of the strategies that it takes the place of
    "carries_out": pl.List(pl.String),  # ids of the concepts that it puts into practice
    "aligned_to": pl.List(pl.String),  # ids of the strategies that its alignments name
}

#: What a strategy with its actuals leaves in columns. Its comparators are the stated series alone; see
#: `kpitrack.progress.across`.
TABLES: Mapping[str, Schema] = {
    "strategies": STRATEGIES,
    "nodes": NODES,
    "kpis": {**KPIS, **EXTRAS},
    "actuals": ACTUALS,
    "milestones": MILESTONES,
    "comparators": COMPARATORS,
}

#: The rates of the method, each with a column ``reason_<rate>`` that says why it is null.
RATES = (
    "attainment", "against_expected", "progress", "pace", "elapsed", "change", "difference", "improvement",
    "growth_ratio", "forecast_value", "forecast_progress", "remaining", "needed_per_year", "inverse_attainment",
    "inverse_against_expected", "mirrored_attainment", "mirrored_against_expected", "ratio_to_target", "deviation",
    "on_previous", "gap_to_expected", "allowance_used",
)  # fmt: skip

#: The columns that judging adds to those of KPIS, or changes in them.
VERDICTS: Schema = {
    "better": pl.String,  # as stated, else as baseline and target show; null for a range around the baseline
    "better_assumed": pl.Boolean,  # nothing shows it: higher is assumed
    "start_year": pl.Int32,  # y_b: the baseline's year, or the year before the period
    "start_value": pl.Float64,  # b: the baseline's value; 0 for a sum
    "target_value": pl.Float64,  # t: the absolute number; null for parity, a range and improvement
    "limit_low": pl.Float64,  # met where low ≤ a ≤ high, as far as there are such
    "limit_high": pl.Float64,
    "limit": pl.Boolean,  # a worsening is allowed, but not beyond the target (歯止め)
    "as_of": pl.Int32,  # the year of the verdict
    "actual_year": pl.Int32,
    "actual_value": pl.Float64,  # for a sum, the sum up to that year
    "actual_status": pl.String,
    "actual_numerator": pl.Float64,
    "actual_denominator": pl.Float64,
    "answered": pl.Int64,  # of a computed KPI: how many organisations have a value of that year
    "of": pl.Int64,  # … and how many there are
    "previous_year": pl.Int32,
    "previous_value": pl.Float64,  # the usable actual before the newest; for a sum, the sum up to then
    "decided_by_year": pl.Int32,
    "decided_by_value": pl.Float64,  # what made it achieved or missed
    "comparator_start": pl.Float64,  # what parity is held against at y_b, the ratio applied
    "comparator_value": pl.Float64,  # … at the actual's year; or what an improvement on another year is to reach
    "comparator_final": pl.Float64,  # … at the year of the actual that decides
    "previous_amount": pl.Float64,  # the value, as recorded, of the year less the frequency
    "actual_amount": pl.Float64,  # … and of the actual's year
    "expected": pl.Float64,  # e: the path at the actual's year
    **dict.fromkeys(RATES, pl.Float64),
    **{f"reason_{rate}": pl.String for rate in ("expected", *RATES)},
    "forecast_meets_target": pl.Boolean,
    "forecast_clipped": pl.Boolean,  # a share that would go below 0 % or beyond 100 %
    "status": pl.String,
    "reason": pl.String,  # why it is not assessable
    "provisional": pl.Boolean,
    "stale": pl.Boolean,
    "break": pl.Boolean,
    "missing_years": pl.List(pl.Int32),  # of a sum, a mean or a target of every year
    "missed_years": pl.List(pl.Int32),  # those in which a target of every year was not reached
    "discontinued": pl.Boolean,  # given up by the year of judging
    "last_before_target": pl.Boolean,  # the newest actual will decide once the target's year is over
    "improved": pl.Boolean,  # missed, but better than the baseline; null where that is not asked
    "last_year": pl.Int32,  # of the verdict by the actual before the newest one
    "last_value": pl.Float64,
    "last_status": pl.String,
    "last_grade": pl.String,
    "last_improved": pl.Boolean,
    "turned": pl.String,  # better, worse, same: the status against the last one
    "target_revised": pl.Boolean,  # … and the target was revised in between
    "waits_for_year": pl.Int32,  # the year whose value is awaited, where one is
    "grade_scheme": pl.String,
    "grade": pl.String,
    "grade_label": pl.String,
    "grade_label_en": pl.String,
    "grade_index": pl.Int16,  # its place among the scheme's grades; -1 for `otherwise`
    "grade_rate_name": pl.String,  # of the rates that the scheme calls its own, the first that is defined
    "grade_rate_value": pl.Float64,
    "grade_rate_label": pl.String,  # what the scheme calls it
    "grade_rate_label_en": pl.String,
}
