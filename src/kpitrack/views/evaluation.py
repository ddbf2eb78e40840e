"""Evaluations in words, in the order of the committee's form: one list for every screen, page and document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpitrack.language import mark, pick, said, translate
from kpitrack.model.vocabulary import NEXT_STEPS

if TYPE_CHECKING:
    from kpitrack.model.evaluation import Evaluation, ExternalEvaluation
    from kpitrack.model.record import LocalizedText

#: The words of a year's evaluation, each with its heading in the forms that towns use.
WORDS: dict[str, str] = {
    "done": mark("what was done"),
    "result": mark("results"),
    "issues": mark("issues"),
    "plan": mark("what comes next"),
    "comment": mark("comment"),
}


def next_word(step: str | None) -> str:
    """The next step in words; empty where none is stated."""
    return translate(NEXT_STEPS[step]) if step else ""


def next_text(evaluation: Evaluation) -> str:
    """The next step with its heading; empty where none is stated."""
    return said("next: {step}", step=next_word(evaluation.next)) if evaluation.next else ""


def evaluation_text(evaluation: Evaluation) -> str:
    """An evaluation in one line: its judgement, its words, the next step, author and date."""
    parts = [pick(evaluation.judgement), *lines_of(evaluation), next_text(evaluation)]
    author = signed(evaluation)
    return "; ".join(filter(None, parts)) + (f" ({author})" if author else "")


def words_of(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    """The headings and texts of an evaluation, without its judgement; empty fields are left out.

    A comment stands below its judgement and has no heading.
    """
    for field, heading in WORDS.items():
        text: LocalizedText | None = getattr(evaluation, field)
        if text:
            yield "" if field == "comment" else translate(heading), pick(text)
    if evaluation.external and (text := external_text(evaluation.external)):
        yield said("external evaluation"), text


def lines_of(evaluation: Evaluation) -> Iterator[str]:
    """The headings and texts of `words_of`, each pair as one text; a comment among others has its heading, too."""
    found = list(words_of(evaluation))
    lone = translate(WORDS["comment"]) if len(found) > 1 else ""
    return (f"{heading or lone}: {text}" if heading or lone else text for heading, text in found)


def external_text(external: ExternalEvaluation) -> str:
    """An external evaluation in one line: judgement, comment, author and date."""
    parts = [pick(external.judgement), pick(external.comment), signed(external)]
    return " / ".join(part for part in parts if part)


def signed(judged: Evaluation | ExternalEvaluation) -> str:
    """The author and date of a judgement."""
    return ", ".join(part for part in (pick(judged.by), str(judged.on or "")) if part)
