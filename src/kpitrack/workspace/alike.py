"""What is judged together, repositories in a dataset or datasets side by side: by the same rules, and each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kpitrack.language import Complaint, say

if TYPE_CHECKING:
    from kpitrack.model.settings import Settings

_SHARED = ("fiscal_year_start", "time_zone", "thresholds")
"""The settings that all must agree on. A strategy keeps the scheme that grades it, whatever the others have."""


class Unlike(Complaint):
    """Two that cannot be judged together."""

    in_data = True


def common_settings(several: Sequence[tuple[str, Settings]]) -> Settings:
    """The settings of the first, with the grading schemes of all.

    Args:
        several: what they are of, in words, and the settings.

    Raises:
        Unlike: they contradict each other.
    """
    (name, first), *others = several
    schemes = dict(first.schemes or {})
    for other, settings in others:
        for field in _SHARED:
            if getattr(settings, field) != getattr(first, field):
                raise Unlike(
                    say(
                        "{field} in kpitrack.yaml is not the same in {name} and in {other}",
                        field=field,
                        name=name,
                        other=other,
                    ),
                    say("what is judged together is judged alike: agree on it, or look at them one by one"),
                )
        for scheme, content in (settings.schemes or {}).items():
            if schemes.setdefault(scheme, content) != content:
                raise Unlike(
                    say("the grading scheme {scheme} of {other} is another one elsewhere", scheme=scheme, other=other),
                    say("give one of the two another name"),
                )
    return first.model_copy(update={"schemes": schemes or None})


def refuse_twins(several: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Refuse two strategies of one id.

    Args:
        several: what they are in, in words, and the ids of the strategies.

    Raises:
        Unlike: there are two.
    """
    owners: dict[str, str] = {}
    for name, strategies in several:
        for strategy in strategies:
            if strategy in owners:
                raise Unlike(
                    say(
                        "the strategy {id} is in {name} and in {other}", id=strategy, name=owners[strategy], other=name
                    ),
                    say("give one of them another id: kpitrack rename {id} NEW", id=strategy),
                )
            owners[strategy] = name
