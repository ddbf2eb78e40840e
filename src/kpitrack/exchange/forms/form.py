"""Forms opened, checked before anything is filled, and filled: all that is wrong with one is told in one run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from kpitrack.language import Text, say
from kpitrack.model.suggestions import did_you_mean

from .document import DocumentForm
from .language import FILTERS, VALUES, Called, FormEnvironment, FormProblem, Kinds, Word
from .package import BadForm, NoForm, read_parts, write_parts
from .workbook import WorkbookForm


@dataclass(frozen=True, slots=True)
class _Type:
    kind: str | None = None
    several: bool = False
    faulty: bool = False  # what is wrong has been told, and nothing is said of what follows from it


_VALUE, _FAULTY = _Type(), _Type(faulty=True)
_ORDER = {"gt": "gt", "gteq": "ge", "lt": "lt", "lteq": "le"}
Scope = dict[str, "_Type | Word"]
Literal = Callable[[str, Any], FormProblem | None]
"""What is wrong with a year, id or status that a placeholder writes out, if anything."""


@dataclass
class _Checker:
    environment: FormEnvironment
    places: Sequence[str]
    literal: Literal
    problems: list[FormProblem] = field(default_factory=list)
    bare: set[int] = field(default_factory=set)
    needs: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def complain(self, node: nodes.Node, message: Text, hint: Text | None = None) -> _Type:
        self.problems.append(FormProblem(self.places[node.lineno - 1], message, hint))
        return _FAULTY

    def unknown(self, node: nodes.Node) -> _Type:
        return self.complain(
            node,
            say("forms do not know {name}", name=type(node).__name__.lower()),
            say("write placeholders, for, if and set alone"),
        )

    def body(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                if not isinstance(part, nodes.TemplateData):
                    self.printed(part, scope)
        elif isinstance(node, nodes.For) and isinstance(node.target, nodes.Name) and not node.recursive:
            self.loop(node, node.target.name, scope)
        elif isinstance(node, nodes.If):
            self.expression(node.test, scope)
            for body in (node.body, node.elif_, node.else_):
                self.body(cast("list[nodes.Node]", body), scope)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            scope[node.target.name] = self.expression(node.node, scope)
        else:
            self.unknown(node)

    def loop(self, node: nodes.For, name: str, scope: Scope) -> None:
        found = self.expression(node.iter, scope)
        if not found.several and not found.faulty:
            self.complain(
                node,
                say("this is no list, which a loop needs"),
                say("such as: {example}", example="{% for kpi in strategy.kpis %}"),
            )
        within: Scope = {**scope, name: _Type(found.kind, faulty=found.faulty), "loop": _Type("loop")}
        if node.test:
            self.expression(node.test, within)
        self.body(node.body, within)
        self.body(node.else_, dict(scope))

    def printed(self, node: nodes.Node, scope: Scope) -> None:
        found = self.expression(node, scope)
        if found.kind is not None:
            words = list(self.environment.kinds[found.kind])
            shown = next((name for name in ("name", "title", "value") if name in words), words[0])
            self.complain(
                node,
                say("this is a whole {kind}, not one value of it", kind=found.kind),
                say("write a loop: {example}", example="{% for … in … %}")
                if found.several
                else say("write one word of it, such as {word}", word=shown),
            )

    def expression(self, node: nodes.Node, scope: Scope) -> _Type:
        for kinds, check in _CHECKS:
            if isinstance(node, kinds):
                return check(self, node, scope)
        return self.unknown(node)

    def named(self, node: Any, scope: Scope) -> _Type:
        word = self.word(node, scope)
        self.alone(node, scope)
        if isinstance(word, Word) and word.takes:
            self.bare.add(id(node))
        return word if isinstance(word, _Type) else _Type(word.kind, word.several)

    def word(self, node: nodes.Name | nodes.Getattr, scope: Scope) -> _Type | Word:
        if isinstance(node, nodes.Getattr):
            return self.part(node, scope)
        if node.name in scope:
            self.used.add(node.name)
            return scope[node.name]
        return self.complain(node, say("there is no {word} here", word=node.name), _nearest(node.name, scope))

    def part(self, node: nodes.Getattr, scope: Scope) -> _Type | Word:
        whole = self.expression(node.node, scope)
        if whole.faulty:
            return whole
        if whole.several:
            return self.complain(
                node,
                say("{word} stands behind a list", word=node.attr),
                say("write a loop: {example}", example="{% for … in … %}"),
            )
        if whole.kind is None:
            return self.complain(node, say("{word} stands behind a single value, which has no parts", word=node.attr))
        words = self.environment.kinds[whole.kind]
        if node.attr in words:
            return words[node.attr]
        message = say("{kind} has no {word}", kind=whole.kind, word=node.attr)
        return self.complain(node, message, _nearest(node.attr, words))

    def alone(self, node: nodes.Node, scope: Scope) -> None:
        """Keep where a word of the vocabulary stands by itself, and names nothing in brackets."""
        if isinstance(node, nodes.Name) and isinstance(scope.get(node.name), Word):
            self.needs.setdefault(node.name, self.places[node.lineno - 1])

    def call(self, node: nodes.Call, scope: Scope) -> _Type:
        for argument in node.args:
            self.expression(argument, scope)
        if not isinstance(node.node, nodes.Name | nodes.Getattr):
            return self.complain(node, say("only words are followed by brackets"))
        word = self.word(node.node, scope)
        if isinstance(word, _Type) and word.faulty:
            return word
        name = node.node.name if isinstance(node.node, nodes.Name) else node.node.attr
        if not isinstance(word, Word) or word.takes is None:
            return self.complain(
                node, say("{word} takes nothing in brackets", word=name), say("write {word} alone", word=name)
            )
        if not node.args or word.takes == "year":
            self.alone(node.node, scope)
        if len(node.args) > 1 or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self.complain(node, say("{word} takes one {what} in brackets", word=name, what=word.takes))
        elif node.args and isinstance(node.args[0], nodes.Const):
            problem = self.literal(word.takes, node.args[0].value)
            if problem is not None:
                self.complain(node, problem.message, problem.hint)
        return _Type(word.kind, word.several)

    def filtered(self, node: nodes.Filter, scope: Scope) -> _Type:
        whole = self.expression(cast(nodes.Expr, node.node), scope)
        for argument in node.args:
            self.expression(argument, scope)
        if node.name not in FILTERS:
            hint = did_you_mean(node.name, FILTERS) or say("write one of: {words}", words=", ".join(FILTERS))
            return self.complain(node, say("there is no {word} behind |", word=node.name), hint)
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            return self.complain(node, say("{word} takes its arguments without names", word=node.name))
        if node.name in {"first", "last"}:
            return _Type(whole.kind)
        return whole if node.name == "default" else _VALUE

    def item(self, node: nodes.Getitem, scope: Scope) -> _Type:
        whole = self.expression(node.node, scope)
        sliced = isinstance(node.arg, nodes.Slice)
        number = node.arg.node if isinstance(node.arg, nodes.Neg) else node.arg
        if not whole.several or not (sliced or isinstance(getattr(number, "value", None), int)):
            return self.complain(
                node, say("in square brackets stands the place in a list"), say("such as: {example}", example="kpis[0]")
            )
        return _Type(whole.kind, sliced)

    def either(self, node: nodes.CondExpr, scope: Scope) -> _Type:
        self.expression(node.test, scope)
        found = self.expression(node.expr1, scope)
        return found if node.expr2 is None else self.expression(node.expr2, scope)

    def parts(self, node: nodes.Node, scope: Scope) -> _Type:
        for child in node.iter_child_nodes():
            self.expression(child, scope)
        return _Type(None, isinstance(node, nodes.List | nodes.Tuple))


def _nearest(word: str, known: Iterable[str]) -> Text:
    return did_you_mean(word, known) or say("docs/forms.md lists all words; kpitrack fill --example writes a form")


_CHECKS: tuple[tuple[Any, Callable[[_Checker, Any, Scope], _Type]], ...] = (
    (nodes.Name | nodes.Getattr, _Checker.named),
    (nodes.Call, _Checker.call),
    (nodes.Filter, _Checker.filtered),
    (nodes.Getitem, _Checker.item),
    (nodes.CondExpr, _Checker.either),
    (nodes.Const, lambda *_: _VALUE),
    (
        nodes.And | nodes.Or | nodes.Not | nodes.Add | nodes.Sub | nodes.Mul | nodes.Div | nodes.FloorDiv | nodes.Mod
        | nodes.Neg | nodes.Pos | nodes.List | nodes.Tuple | nodes.Compare | nodes.Operand,
        _Checker.parts,
    ),
)  # fmt: skip


class _Rewriter(NodeTransformer):
    """Calls words that take an argument where they stand alone, and compares only what is known."""

    def __init__(self, bare: set[int]) -> None:
        self.bare = bare

    def visit_Name(self, node: nodes.Name | nodes.Getattr) -> nodes.Node:  # noqa: N802  Jinja's name for it
        self.generic_visit(node)
        return nodes.Call(node, [], [], None, None, lineno=node.lineno) if id(node) in self.bare else node

    visit_Getattr = visit_Name  # noqa: N815

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if len(node.ops) == 1 and node.ops[0].op in _ORDER:
            only = node.ops[0]
            return nodes.Test(node.expr, _ORDER[only.op], [only.expr], [], None, None, lineno=node.lineno)
        return node


@dataclass(frozen=True, slots=True)
class Form:
    """A checked template."""

    # gives the text and the values of its marks, for things and values by name
    render: Callable[[Mapping[str, Any]], tuple[str, list[Any]]]
    # the words that stand by themselves in it and name no other thing, each with the place of its first
    needs: Mapping[str, str]


_TAG = re.compile(r"\{\{.*?\}\}|\{%-?\+?\s*(\w+).*?%\}")
_HARMLESS = {"for": "{% for x in [] %}", "if": "{% if 1 %}", "elif": "{% elif 1 %}"}
_ENDS = {"for": "{% endfor %}", "if": "{% endif %}"}
_BEFORE = {"elif": ("{% if 1 %}", "{% endif %}"), "else": ("{% if 1 %}", "{% endif %}"),
           "endif": ("{% if 1 %}", ""), "endfor": ("{% for x in [] %}", "")}  # fmt: skip


def _readable(environment: FormEnvironment, source: str, places: Sequence[str]) -> tuple[str, list[FormProblem]]:
    """The template without the placeholders that cannot be read, and these."""
    problems: list[FormProblem] = []
    lines = source.split("\n")
    for at, line in enumerate(lines):

        def read(found: re.Match[str], at: int = at) -> str:
            before, after = _BEFORE.get(found[1] or "", ("", _ENDS.get(found[1] or "", "")))
            try:
                environment.parse(before + found[0] + after)
            except TemplateSyntaxError:
                problems.append(
                    FormProblem(
                        places[at],
                        say("this cannot be read: {text}", text=found[0]),
                        say("docs/forms.md shows how placeholders are written"),
                    )
                )
                return _HARMLESS.get(found[1] or "", "")
            return found[0]

        lines[at] = _TAG.sub(read, line) if "{" in line else line
    return "\n".join(lines), problems


def compiled(
    environment: FormEnvironment,
    source: str,
    places: Sequence[str],
    roots: Mapping[str, Word],
    literal: Literal,
) -> tuple[Form | None, list[FormProblem]]:
    """The template ``source``, or all that is wrong with it; ``places`` are those of its lines.

    ``roots`` are the words that stand by themselves; ``literal`` tells what is wrong with a year, id or status that a
    placeholder writes out.
    """
    source, unread = _readable(environment, source, places)
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return None, unread or [FormProblem(places[error.lineno - 1], say("this cannot be read: {text}", text=error))]
    checker = _Checker(environment, places, literal, unread)
    checker.body(tree.body, dict(roots))
    if checker.problems:
        return None, checker.problems
    tree = _Rewriter(checker.bare).visit(tree)
    tree.set_environment(environment)
    template = environment.from_string(tree)

    def render(subjects: Mapping[str, Any]) -> tuple[str, list[Any]]:
        values: list[Any] = []
        given = {
            name: Called(environment, word, subjects) if word.takes else environment.given(word, word.get(subjects))
            for name, word in roots.items()
            if name in checker.used
        }
        return template.render({**given, VALUES: values}), values

    return Form(render, checker.needs), []


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
        raise NoForm(
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
