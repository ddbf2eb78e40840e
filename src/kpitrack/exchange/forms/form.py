"""A form of a town, opened, checked against the vocabulary, and filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpitrack.language import say

from .check import Form, Literal, compiled
from .document import DocumentForm
from .language import FormEnvironment, FormProblem, Kinds, Word
from .package import BadForm, read_parts, write_parts
from .workbook import WorkbookForm

_KINDS: dict[str, type[WorkbookForm | DocumentForm]] = {".xlsx": WorkbookForm, ".docx": DocumentForm}


@dataclass(frozen=True)
class OpenForm:
    """A form without faults."""

    file: WorkbookForm | DocumentForm  # its parts
    form: Form  # its template

    @property
    def needs(self) -> Mapping[str, str]:
        """The words that stand by themselves in it and name no other thing, each with the place of its first."""
        return self.form.needs

    def fill(self, subjects: Mapping[str, Any]) -> tuple[bytes, list[FormProblem]]:
        """The file filled for ``subjects``, and what does not fit into it."""
        parts, problems = self.file.filled(*self.form.render(subjects))
        return write_parts(parts), problems


def open_form(
    path: Path, kinds: Kinds, roots: Mapping[str, Word], literal: Literal
) -> tuple[OpenForm | None, list[FormProblem]]:
    """The form at ``path``, or everything that is wrong with it.

    ``kinds`` are the words of each kind of thing, ``roots`` those that stand by themselves; ``literal`` tells what is
    wrong with a year, id or status that a placeholder writes out.

    Raises:
        BadForm: it is no form at all.
    """
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise BadForm(
            say("{path} is neither .xlsx nor .docx", path=path), say("save the form as one of these in Excel or Word")
        )
    file = kind(read_parts(path))
    if file.template.problems:
        return None, file.template.problems
    if not file.template.lines:
        raise BadForm(
            say("{path} holds no placeholder", path=path),
            say("write one where a value belongs: {example}", example="{{ kpi.name }}"),
        )
    form, problems = compiled(FormEnvironment(kinds), file.template.source, file.template.places, roots, literal)
    return (OpenForm(file, form) if form else None), problems
