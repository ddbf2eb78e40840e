"""The explanation of a verdict, as one would work it out on paper: step by step, each number with its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from kpitrack.analysis.case import Case, Locate
from kpitrack.analysis.since import since_last
from kpitrack.analysis.standing import WrittenStanding, percent
from kpitrack.language import Text, pick, plain, said, say
from kpitrack.model.actuals import Actual, Entry, share_scale, status_of
from kpitrack.model.numbers import show_number
from kpitrack.model.record import Source
from kpitrack.model.vocabulary import is_in_the_unit, observation_word
from kpitrack.views.evaluation import evaluation_text
from kpitrack.views.since import since_words
from kpitrack.views.status.flags import own_rate
from kpitrack.views.words import grade_label, grade_says_more, reason_word, status_word

from .rates import bracketed, rates
from .rule import rule
from .step import Step, StepLine, worked
from .target import target_lines

SHOWN_YEARS = 30


def working(case: Case, locate: Locate) -> list[Step]:
    """The steps from the numbers in the files to the verdict."""

    def place(*below: str | int) -> str:
        return locate(case.path, (*case.at, *below))

    steps: list[tuple[str, Text, Iterator[StepLine]]] = [
        ("baseline", say("Baseline (b)"), _baseline(case, place)),
        ("target", say("Target (t)"), target_lines(case, place, locate)),
        ("direction", say("Which way is better"), _direction(case, place)),
        ("actual", say("Actual (a)"), _actual(case, locate)),
        ("path", say("Expected value on the path (e)"), _path(case, place)),
        ("rates", say("Rates"), (StepLine(text, value=value) for text, value in rates(case))),
        ("status", say("Status"), (StepLine(text) for text in rule(case))),
        ("since", say("Since last time"), _since(case)),
        ("grade", say("Grade"), _grade(case)),
        ("original", say("By the original target"), _original(case, place)),
        ("evaluations", say("Judgements by people (beside the computed status)"), _evaluations(case, place)),
    ]
    made = [Step(name, str(title), tuple(lines)) for name, title, lines in steps]
    return [step for step in made if step.lines]


def _baseline(case: Case, place: Callable[..., str]) -> Iterator[StepLine]:
    one = case.standing
    baseline, row = one.kpi.baseline, one.row
    start = row["start_year"]
    if one.kpi.accumulation == "sum":
        yield StepLine(said("a sum starts from b = 0, after {year}", year=case.year(start)), value=0.0)
        if baseline is not None and baseline.value is not None:
            text = said("what is stated for that year, {value}, is no part of it", value=worked(one, baseline.value))
            yield StepLine(text, place("baseline", "value"), baseline.value)
    elif baseline is not None and baseline.value is not None:
        yield StepLine(f"b = {worked(one, baseline.value)}", place("baseline", "value"), baseline.value)
    elif row["baseline_value"] is not None:
        text = said("b = {value}, computed over the organisations of {year}", value=worked(one, row["baseline_value"]),
                    year=case.year(start))  # fmt: skip
        yield StepLine(text, place("computed"), row["baseline_value"])
    else:
        yield StepLine(said("no baseline value is known"), place("baseline") if baseline else None)
    if baseline is None or baseline.year is None:
        text = said("y_b = {year}: not stated, the year before the strategy's period", year=case.year(start))
        yield StepLine(text, None, start)
    else:
        yield StepLine(f"y_b = {case.year(start)}", place("baseline", "year"), start)
    for i, restated in enumerate((baseline and baseline.restated) or ()):
        was, reason = worked(one, restated.value), pick(restated.reason)
        text = said("before its source was restated it was {value}: {reason}", value=was, reason=reason)
        yield StepLine(text.rstrip(": "), place("baseline", "restated", i), restated.value)


def _direction(case: Case, place: Callable[..., str]) -> Iterator[StepLine]:
    one = case.standing
    better = one.row.get("better")
    if better is None:
        return
    word = said("higher is better") if better == "higher" else said("lower is better")
    if one.kpi.better is not None:
        yield StepLine(word, place("better"))
    elif one.row.get("better_assumed"):
        yield StepLine(said("{word}: nothing shows it, so it is assumed", word=word))
    else:
        yield StepLine(said("{word}, as baseline and target show", word=word))


def _actual(case: Case, locate: Locate) -> Iterator[StepLine]:
    one, row = case.standing, case.standing.row
    unit = plain(one.kpi.unit)
    years = sorted(case.series.entries)
    if len(years) > SHOWN_YEARS:
        yield StepLine(said("{n} earlier years are not listed", n=len(years) - SHOWN_YEARS))
        years = years[-SHOWN_YEARS:]
    for year in years:
        entry = case.series.entries[year]
        value = one.kpi.value_of(entry)
        origin = case.origins.get(year)  # none of what is computed over organisations
        yield StepLine(
            f"{case.year(year)}: {worked(one, value)}{_derived(entry, unit)}  {_use(case, year, entry, value)}",
            locate(origin[0], ("actuals", origin[1], year)) if origin else "",
            value,
        )
    if row.get("actual_year") is None:
        yield StepLine(said("there is no usable actual after the baseline, up to {year}", year=case.year(case.as_of)))
        return
    judged = case.year(row["actual_year"])
    if one.kpi.accumulation == "sum":
        terms = " + ".join(worked(one, value) for _, value in case.usable())
        yield StepLine(f"a = {terms} = {worked(one, row['actual_value'])}", value=row["actual_value"])
    elif one.kpi.accumulation == "mean":
        known = case.usable()
        terms = " + ".join(worked(one, value) for _, value in known)
        mean = worked(one, row["actual_value"])
        yield StepLine(f"a = ({terms}) ÷ {len(known)} = {mean}", value=row["actual_value"])
    else:
        text = said("the newest usable one: a = {value} in {year}", value=worked(one, row["actual_value"]), year=judged)
        yield StepLine(text, value=row["actual_value"])
    yield StepLine(said("it is judged against the path at its own year, y = {year}", year=judged))


def _derived(entry: Entry, unit: str) -> str:
    if not isinstance(entry, Actual) or entry.numerator is None or entry.denominator is None:
        return ""
    scale = share_scale(unit)
    factor = "" if scale == 1 else f" × {show_number(scale)}"
    return f" = {show_number(entry.numerator)} ÷ {show_number(entry.denominator)}{factor}"


def _use(case: Case, year: int, entry: Entry, value: float | None) -> str:
    """Whether an entry counts, and if not, why."""
    status = status_of(entry)
    word = "" if status == "normal" else f"({observation_word(status)}) "
    row = case.standing.row
    if year <= row["start_year"]:
        why = say("not after the baseline: context only")
    elif year > case.as_of:
        why = say("after the year of judging: not looked at")
    elif value is None:
        why = say("no value: it is not counted, and it is no zero")
    elif status == "forecast":
        why = say("a forecast is no actual")
    else:
        why = _counts(case, year)
    return f"{word}{why}"


def _counts(case: Case, year: int) -> Text:
    """Whether a value that is usable by itself counts among the others."""
    row = case.standing.row
    end, judged = row.get("target_year"), row.get("actual_year")
    if case.standing.kpi.accumulation in {"sum", "mean"} and end is not None and year > end:
        return say("after the target's year: no part of the sum or the mean")
    if row.get("of") is not None and judged is not None and year > judged:
        return say("fewer have answered than in {year}: shown only", year=case.year(judged))
    return say("usable")


def _path(case: Case, place: Callable[..., str]) -> Iterator[StepLine]:
    one, row = case.standing, case.standing.row
    stones = {year: value for year, value in sorted((one.kpi.milestones or {}).items()) if year > row["start_year"]}
    for at, value in stones.items():
        text = said("milestone {year}: {value}", year=case.year(at), value=worked(one, value))
        yield StepLine(text, place("milestones", at), value)
    year, expected = row.get("actual_year"), row.get("expected")
    if year is None:
        return
    if expected is None:
        yield StepLine(said("there is no expected value: {reason}", reason=reason_word(row.get("reason_expected"))))
        return
    e = worked(one, expected)
    target_year = row.get("target_year")
    target = one.kpi.target
    if (target is not None and target.every_year) or one.kpi.accumulation == "mean":
        yield StepLine(said("e = t = {value} in each year", value=e), value=expected)
    elif one.kpi.scale is not None:
        yield StepLine(said("e = {value}: the path in steps of the scale", value=show_number(expected)), value=expected)
    elif year in stones:
        yield StepLine(said("e = {value}, the milestone of that year", value=e), value=expected)
    elif target_year is not None and year >= target_year:
        yield StepLine(said("e = t = {value}: from the target's year on the path is flat", value=e), value=expected)
    elif one.row.get("compounding") == "compound" and not stones:
        b = worked(one, row.get("start_value"))
        rate = percent(row["target_number"])
        yield StepLine(f"e = {b} × (1 + {rate})^{year - row['start_year']} = {e}", value=expected)
    else:
        (y0, v0), (y1, v1) = _around(one, stones, year)
        v0_, v1_ = bracketed(one, v0), bracketed(one, v1)
        yield StepLine(f"e = {v0_} + ({v1_} − {v0_}) × ({year} − {y0}) ÷ ({y1} − {y0}) = {e}", value=expected)


def _around(one: WrittenStanding, stones: dict[int, float], year: int) -> tuple[tuple[int, float], tuple[int, float]]:
    """The points of the path before and after ``year``."""
    row = one.row
    points = dict(stones)
    if row.get("start_value") is not None:
        points.setdefault(row["start_year"], row["start_value"])
    if row.get("target_year") is not None and row.get("target_value") is not None:
        points[row["target_year"]] = row["target_value"]
    before = max((y for y in points if y <= year), default=year)
    after = min((y for y in points if y > year), default=year)
    return (before, points.get(before, 0.0)), (after, points.get(after, 0.0))


def _grade(case: Case) -> Iterator[StepLine]:
    row, scheme = case.standing.row, case.scheme
    own = own_rate(case.standing)
    if scheme is None or not (grade_says_more(row) or own):
        return
    if row["grade"]:
        words = " ".join(filter(None, (row["grade"], grade_label(row))))
        yield StepLine(said("{grade} by the scheme {scheme}", grade=words, scheme=row["grade_scheme"]))
    if own:
        rate = say("the rate of the scheme {scheme}: {rate}", scheme=row["grade_scheme"], rate=own)
        yield StepLine(f"{rate} = {row['grade_rate_name']}")
    if scheme.grade_on == "rounded":
        yield StepLine(said("the scheme grades the rate as printed, after rounding"))
    rates = {*scheme.rate.higher, *scheme.rate.lower} if scheme.rate else set()
    for grade in scheme.grades:
        words = " ".join(filter(None, (grade.grade, pick(grade.label))))
        yield StepLine(f"{words}: {_conditions(grade, rates)}")
    if scheme.otherwise:
        words = " ".join(filter(None, (scheme.otherwise.grade, pick(scheme.otherwise.label))))
        yield StepLine(f"{words}: {say('where there are no data, or a rate that is asked for is undefined')}")
    if scheme.source:
        source = scheme.source
        text = " ".join(filter(None, (pick(source.title), source.url))) if isinstance(source, Source) else pick(source)
        yield StepLine(said("source of the scheme: {source}", source=text))


def _since(case: Case) -> Iterator[StepLine]:
    since = since_last(case.standing.row)
    if since is not None:
        yield StepLine(since_words(since, case.standing))
        year = case.year(since.year)
        text = said("the last verdict is by the values up to {year}, with today's baseline and target", year=year)
        yield StepLine(text)


_BOUNDS = (("at_least", "≥"), ("more_than", ">"), ("at_most", "≤"), ("less_than", "<"))


def _conditions(grade: Any, own: Collection[str]) -> str:
    if grade.when is None:
        return said("otherwise")
    parts = []
    for name, bounds in grade.when.bounds().items():
        for field, sign in _BOUNDS:
            bound = getattr(bounds, field)
            if bound is not None:
                number = show_number if is_in_the_unit(name, own) else percent
                parts.append(f"{name} {sign} {bound if isinstance(bound, str) else number(bound)}")
    if grade.when.status:
        parts.append(f"status: {', '.join(grade.when.status)}")
    if grade.when.turned:
        parts.append(f"turned: {', '.join(grade.when.turned)}")
    if grade.when.final is not None:
        parts.append(f"final: {'true' if grade.when.final else 'false'}")
    return said(" and ").join(parts) if parts else said("otherwise")


def _original(case: Case, place: Callable[..., str]) -> Iterator[StepLine]:
    one = case.standing
    for i, revision in enumerate(one.kpi.revisions or ()):
        before = one.before(revision)
        reason = " ".join(filter(None, (pick(revision.reason), pick(revision.approved_by), str(revision.on or ""))))
        text = said("the target was {target}: {reason}", target=before.target_text(), reason=reason)
        yield StepLine(text.rstrip(": "), place("revisions", i), revision.target.value)
    if case.original is not None:
        status, progress = status_word(case.original["status"]), one.rate(case.original.get("progress"))
        text = said(
            "judged by it: {status}, progress {progress}; by the current target: {now}",
            status=status, progress=progress, now=status_word(one.status),
        )  # fmt: skip
        yield StepLine(text)


def _evaluations(case: Case, place: Callable[..., str]) -> Iterator[StepLine]:
    for year, evaluation in sorted((case.standing.kpi.evaluations or {}).items()):
        yield StepLine(f"{case.year(year)}: {evaluation_text(evaluation)}", place("evaluations", year))
