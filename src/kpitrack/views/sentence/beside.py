"""What stands beside the verdict: a target that was moved, what limits the comparison, what people judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpitrack.analysis.standing import MISSING, Row, Standing, WrittenStanding
from kpitrack.language import mark, pick, said, say_n
from kpitrack.language.visible import visible
from kpitrack.views.evaluation import next_word
from kpitrack.views.words import status_word

from .figures import list_of_years, month, target, year_of
from .part import Sentence, sentence, told

if TYPE_CHECKING:
    from kpitrack.model.evaluation import Evaluation, ExternalEvaluation

_LONGEST = 120
#: Verdicts that a target makes; a value that is lacking would lack by any target.
_JUDGED = frozenset(
    {"achieved", "achieved_early", "on_track", "at_risk", "off_track", "regressing", "missed", "incomplete"}
)


def moved(one: WrittenStanding, original: Row | None) -> Iterator[Sentence]:
    """A target that was changed, and the verdict by the first one.

    Args:
        one: the KPI.
        original: its row as judged by its first target; None where that is not known.
    """
    revisions = one.kpi.revisions or []
    if not revisions:
        return
    first = one.before(revisions[0])
    same_year = first.row.get("target_year") == one.row.get("target_year")
    before, now = (target(part) if same_year else _with_year(part) for part in (first, one))
    values = {"before": before, "now": now, "month": month(revisions[-1].on)}
    if MISSING in {values["before"], values["now"]}:
        return
    kind = "times" if len(revisions) > 1 else "month" if values["month"] else "once"
    yield told("moved", _MOVED[kind], n=len(revisions), **values)
    if original is not None and original["status"] in _JUDGED:
        same = original["status"] == one.status
        yield told("moved", _MOVED["as_now" if same else "other"], verdict=status_word(original["status"]))


_MOVED = {
    "month": mark("The target was changed in {month} from {before} to {now}."),
    "once": mark("The target was changed from {before} to {now}."),
    "times": mark("The target was changed {n} times, from {before} at first to {now}."),
    "as_now": mark("By the first target, too, the verdict would be “{verdict}”."),
    "other": mark("By the first target the verdict would be “{verdict}”."),
}


def _with_year(one: Standing) -> str:
    text, year = target(one), one.row.get("target_year")
    if text == MISSING or year is None:
        return text
    return said("{target} ({year})", target=text, year=year_of(one, year))


def cautions(one: Standing) -> Iterator[Sentence]:
    """What limits the verdict."""
    row = one.row
    silent = (row.get("of") or 0) - (row.get("answered") or 0)
    if row.get("computed_take") in {"sum", "count"} and row.get("answered") is not None and silent > 0:
        text = say_n(
            "{n} organisation has not answered: the figure lacks it and does not compare with one of all.",
            "{n} organisations have not answered: the figure lacks them and does not compare with one of all.",
            silent,
        )
        yield sentence("caution", text)
    if row.get("missed_years"):
        yield told("caution", _CAUTIONS["missed"], years=list_of_years(one, row["missed_years"]))
    if row.get("missing_years") and row["accumulation"] not in {"sum", "mean"}:
        yield told("caution", _CAUTIONS["missing"], years=list_of_years(one, row["missing_years"]))
    if row.get("break"):
        yield told("caution", _CAUTIONS["break"])
    if row.get("last_before_target"):
        yield told("caution", _CAUTIONS["decides"], year=year_of(one, row["target_year"]))
    if row.get("better_assumed") and row["target_form"] is not None:
        yield told("caution", _CAUTIONS["assumed"])
    if row.get("discontinued") and one.status != "discontinued":
        yield told("caution", _CAUTIONS["given_up"], year=year_of(one, row["discontinued_year"]))


_CAUTIONS = {
    "missed": mark("The target of each year was missed in {years}."),
    "missing": mark("There is no value of {years}."),
    "break": mark("The series has a break: the values before and after it may not be comparable."),
    "decides": mark("Unless a newer value comes, this one decides once {year} is over."),
    "assumed": mark("The document does not say which way is better; higher is taken to be."),
    "given_up": mark("The KPI was given up later, in {year}."),
}


def evaluation(one: WrittenStanding) -> Iterator[Sentence]:
    """The newest judgement by people, with the beginning of what they say."""
    judged = {year: found for year, found in (one.kpi.evaluations or {}).items() if year <= one.row["as_of"]}
    if not judged:
        return
    year, found = max(judged.items())
    when, outside = year_of(one, year), found.external
    if verdict := _judgement(found):
        yield told(
            "evaluation", _EVALUATIONS["by" if found.by else "own"], by=pick(found.by), year=when, verdict=verdict
        )
    elif found.next:
        yield told("evaluation", _EVALUATIONS["next"], year=when, verdict=next_word(found.next))
    if outside and (verdict := _judgement(outside)):
        kind = "by" if outside.by else "external"
        yield told("evaluation", _EVALUATIONS[kind], by=pick(outside.by), year=when, verdict=verdict)


_EVALUATIONS = {
    "by": mark("{by} judged {year}: “{verdict}”."),
    "external": mark("The external evaluation of {year}: “{verdict}”."),
    "own": mark("The evaluation of {year}: “{verdict}”."),
    "next": mark("The next step by the evaluation of {year}: “{verdict}”."),
}


def _judgement(found: Evaluation | ExternalEvaluation) -> str:
    """The judgement and the beginning of the comment; empty where there is neither."""
    words = [pick(found.judgement), _beginning(pick(found.comment))]
    return visible(said(": ").join(filter(None, words)))


def _beginning(text: str) -> str:
    """The first sentence of a text."""
    line = text.strip().partition("\n")[0]
    end = min((at + 1 for at in (line.find("。"), line.find(". ")) if at >= 0), default=len(line))
    first = line[:end].rstrip("。")
    return first if len(first) <= _LONGEST else f"{first[:_LONGEST]}…"
