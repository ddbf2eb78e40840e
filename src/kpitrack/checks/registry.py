"""Every check, in the order of its number. A new one is one file and one line here."""

from __future__ import annotations

from . import (
    bad_organization_code,
    bad_value,
    cycle,
    direction_contradicts_target,
    direction_needed,
    duplicate_actual,
    duplicate_id,
    milestone_outside_path,
    parts_do_not_add_up,
    period_reversed,
    running_total_falls,
    target_form,
    target_not_after_baseline,
    undefined_multiple,
    unknown_kpi,
    unknown_reference,
    unknown_scheme,
    unknown_strategy,
    value_needs_status,
)
from .protocol import Check

CHECKS: tuple[Check, ...] = (
    bad_value.CHECK,
    target_form.CHECK,
    unknown_kpi.CHECK,
    unknown_strategy.CHECK,
    duplicate_id.CHECK,
    duplicate_actual.CHECK,
    unknown_reference.CHECK,
    unknown_scheme.CHECK,
    cycle.CHECK,
    target_not_after_baseline.CHECK,
    direction_contradicts_target.CHECK,
    direction_needed.CHECK,
    running_total_falls.CHECK,
    value_needs_status.CHECK,
    parts_do_not_add_up.CHECK,
    bad_organization_code.CHECK,
    period_reversed.CHECK,
    milestone_outside_path.CHECK,
    undefined_multiple.CHECK,
)
BY_NAME = {check.rule.name: check for check in CHECKS}
