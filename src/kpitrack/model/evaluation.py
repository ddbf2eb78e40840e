"""A year's evaluation: what people say and judge, and what outsiders do."""

from typing import Literal

from .record import Day, LocalizedText, Record


class ExternalEvaluation(Record):
    """What people outside the administration say: a committee of experts, the council."""

    judgement: LocalizedText | None = None
    comment: LocalizedText | None = None
    by: LocalizedText | None = None
    on: Day | None = None


class Evaluation(Record):
    """A year's Check and Act: a judgement by people, beside the computed status."""

    done: LocalizedText | None = None
    result: LocalizedText | None = None
    issues: LocalizedText | None = None
    plan: LocalizedText | None = None
    judgement: LocalizedText | None = None
    comment: LocalizedText | None = None
    next: Literal["continue", "improve", "expand", "complete", "stop"] | None = None
    by: LocalizedText | None = None
    on: Day | None = None
    external: ExternalEvaluation | None = None
