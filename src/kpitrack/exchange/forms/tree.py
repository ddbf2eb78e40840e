"""The parts of a form: from markup with placeholders to a template, and from what the template gives back to markup.

The template holds no markup but the places of elements in a list, and the placeholders between them; what it gives is
read as the elements in the order in which they came out. So a loop repeats whole elements, nothing that a placeholder
gives can be markup, and whatever a placeholder does not touch is copied as it is.

A loop or condition that begins and ends in one text repeats what stands between. One that ends in another cell or
paragraph takes everything from the row or paragraph of its beginning to that of its end; a row or paragraph that holds
nothing else is left out.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kpitrack.language import say
from kpitrack.model.numbers import narrow

from .language import FormProblem, text_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"  # the namespace of workbooks
Element = Any  # of lxml, which says no types
Pieces = list[Any]  # what a text is made of: `Literal` words of the form, and values

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPEN = re.compile(r"\{\{|\{%|\{#")
_WIDE = str.maketrans({"｛": "{", "｝": "}", "％": "%", "＃": "#"})
_WIDE_TAG = re.compile(r"｛[｛％＃].*?[｝％＃]｝", re.DOTALL)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\xa0": " "})
_STRING = re.compile(r"""("[^"]*"|'[^']*')""")
_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
_EVENT = re.compile(r"\x01([SETCB])([0-9]*)\x02|\x03([0-9]+)\x04")
_STARTS, _MIDDLES, _ENDS = {"for": "endfor", "if": "endif"}, {"else", "elif"}, {"endfor": "for", "endif": "if"}


class Literal(str):
    """Words of the form itself."""

    __slots__ = ()


@dataclass(frozen=True)
class Shape:
    """What the elements of a format are, by their tags."""

    text: frozenset[str]  # those that hold text
    paragraphs: frozenset[str]  # those whose texts are one line, though they may be cut into pieces
    rows: frozenset[str]  # those that are repeated as a whole
    kept: frozenset[str] = frozenset()  # those without which a row or paragraph is empty, where it has no text
    # makes the copy of a row that stands where a loop finds nothing; none where it leaves nothing
    blank: Callable[[Element], Element] | None = None


def texts_of(paragraph: Element, shape: Shape) -> list[Element]:
    """The text elements of a paragraph, without those of paragraphs within it."""
    found: list[Element] = []
    for child in paragraph:
        if child.tag in shape.text:
            found.append(child)
        elif child.tag not in shape.paragraphs and isinstance(child.tag, str):
            found += texts_of(child, shape)
    return found


def gather_tags(paragraph: Element, shape: Shape, place_of: Callable[[Element], str]) -> list[FormProblem]:
    """Bring each placeholder of a paragraph into one text, though a word processor has cut it into several.

    Letters of full width and curly quotes, which people's keyboards write, become plain ones within placeholders.
    """
    texts = texts_of(paragraph, shape)
    whole = "".join(one.text or "" for one in texts)
    if not _OPEN.search(whole.translate(_WIDE)):
        return []
    whole = _WIDE_TAG.sub(lambda found: found[0].translate(_WIDE), whole)
    starts, at = [], 0
    for one in texts:
        starts.append(at)
        at += len(one.text or "")
    parts: list[list[str]] = [[] for _ in texts]

    def owner(position: int) -> int:
        return max(i for i, start in enumerate(starts) if start <= position and (texts[i].text or i == 0))

    last = 0
    for found in [*_TAG.finditer(whole), None]:
        until = found.start() if found else len(whole)
        for i, start in enumerate(starts):
            end = start + len(texts[i].text or "")
            parts[i].append(whole[max(start, last) : max(min(end, until), start, last)])
        if found:
            parts[owner(found.start())].append(_plain(found[0]))
            last = found.end()
    for one, said in zip(texts, parts, strict=True):
        one.text = "".join(said)
    rest = _TAG.sub("", whole)
    if left := _OPEN.search(rest):
        return [
            FormProblem(
                place_of(paragraph),
                say("a placeholder is not closed: {text}", text=rest[left.start() : left.start() + 40]),
                say("write it with two braces on both sides: {example}", example="{{ kpi.name }}"),
            )
        ]
    return []


def _plain(tag: str) -> str:
    parts = _STRING.split(tag.translate(_QUOTES))
    return "".join(part if i % 2 else narrow(part) for i, part in enumerate(parts))


@dataclass(frozen=True, slots=True)
class _Tag:
    word: str
    source: str
    text: Element
    paragraph: Element


@dataclass
class Template:
    """Markup on its way to be a template."""

    shape: Shape  # of its format
    lines: list[str] = field(default_factory=list)  # of the template so far
    places: list[str] = field(default_factory=list)  # of these lines
    elements: list[Element] = field(default_factory=list)  # that the template names
    problems: list[FormProblem] = field(default_factory=list)
    _held: list[Element] = field(default_factory=list)  # so that each keeps its identity
    _before: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    _after: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    _dropped: set[int] = field(default_factory=set)
    _open: set[int] = field(default_factory=set)

    @property
    def source(self) -> str:
        """The template."""
        return "\n".join(self.lines)

    def add(self, root: Element, place_of: Callable[[Element], str]) -> bool:
        """Take in a part of a form; whether it has placeholders.

        Args:
            root: the part, whose texts this changes.
            place_of: tells where a paragraph is, in words.
        """
        self._held += root.iter()
        paragraphs = list(root.iter(*self.shape.paragraphs))
        for paragraph in paragraphs:
            self.problems += gather_tags(paragraph, self.shape, place_of)
        touched = [
            (text, paragraph)
            for paragraph in paragraphs
            for text in texts_of(paragraph, self.shape)
            if _TAG.search(text.text or "")
        ]
        if not touched:
            return False
        places = {id(paragraph): place_of(paragraph) for _, paragraph in touched}
        self._hoist(touched, places)
        for text, paragraph in touched:
            self._open.update(id(element) for element in (text, *text.iterancestors()))
            places[id(text)] = places[id(paragraph)]
        self._emit(root, places)
        return True

    def _hoist(self, touched: Sequence[tuple[Element, Element]], places: dict[int, str]) -> None:
        waiting: list[list[_Tag]] = []
        for text, paragraph in touched:
            for found in _TAG.finditer(text.text or ""):
                word = _WORD.match(found[0])
                if word is None or word[1] not in (*_STARTS, *_MIDDLES, *_ENDS):
                    continue
                tag = _Tag(word[1], found[0], text, paragraph)
                if word[1] in _STARTS:
                    waiting.append([tag])
                elif not waiting or (word[1] in _ENDS and waiting[-1][0].word != _ENDS[word[1]]):
                    self.problems.append(
                        FormProblem(places[id(paragraph)], say("{tag} stands here without its beginning", tag=found[0]))
                    )
                else:
                    waiting[-1].append(tag)
                    if word[1] in _ENDS:
                        self._moved(waiting.pop(), places)
        for opener, *_ in waiting:
            self.problems.append(
                FormProblem(
                    places[id(opener.paragraph)],
                    say("{tag} has no end", tag=opener.source),
                    say("write {end} where it ends", end="{% " + _STARTS[opener.word] + " %}"),
                )
            )

    def _moved(self, group: list[_Tag], places: dict[int, str]) -> None:
        """Put the tags of a loop or condition around the rows or paragraphs that it takes."""
        if len({id(tag.paragraph) for tag in group}) == 1:
            return
        above = [[tag.paragraph, *tag.paragraph.iterancestors()] for tag in group]
        shared = set.intersection(*({id(one) for one in line} for line in above))
        common = next(one for one in above[0] if id(one) in shared)
        while common.tag in self.shape.rows:  # from cell to cell of a row: the row
            common = common.getparent()
        children = [line[line.index(common) - 1] for line in above]
        for tag in group:
            tag.text.text = (tag.text.text or "").replace(tag.source, "", 1)
        where = [places[id(tag.paragraph)] for tag in group]
        self._before.setdefault(id(children[0]), []).append((group[0].source, where[0]))
        for tag, child, place in zip(group[1:-1], children[1:-1], where[1:-1], strict=True):
            self._before.setdefault(id(child), []).append((tag.source, place))
            if child in (children[0], children[-1]) or not self._empty(child):
                hint = say("write it into a row or paragraph of its own")
                self.problems.append(FormProblem(place, say("{tag} stands beside other things", tag=tag.source), hint))
        after = self._after.setdefault(id(children[-1]), [])
        if group[0].word == "for" and len(group) == 2 and self.shape.blank:
            rows = [one for one in common if self._between(one, *children) and not self._empty(one)]
            after += [("{% else %}", where[1]), *((f"\x01B{self._number(row)}\x02", where[1]) for row in rows)]
        after.append((group[-1].source, where[-1]))
        for child in children:
            self._open.update(id(element) for element in (child, *child.iterancestors()))
            if self._empty(child):
                self._dropped.add(id(child))

    @staticmethod
    def _between(one: Element, first: Element, last: Element) -> bool:
        siblings = one.getparent()
        return bool(siblings.index(first) <= siblings.index(one) <= siblings.index(last))

    def _empty(self, element: Element) -> bool:
        """Whether a row or paragraph holds nothing, now that the tags are out of it."""
        if element.tag not in self.shape.rows and element.tag not in self.shape.paragraphs:
            return False
        return not any(
            one.tag in self.shape.kept or (one.tag in self.shape.text and (one.text or "").strip())
            for one in element.iter()
        )

    def _number(self, element: Element) -> int:
        self.elements.append(element)
        return len(self.elements) - 1

    def _line(self, text: str, place: str) -> None:
        lines = re.split(r"\r\n|\r|\n", text)
        self.lines += lines
        self.places += [place] * len(lines)

    def _emit(self, element: Element, places: dict[int, str]) -> None:
        if not isinstance(element.tag, str):
            return
        for source, place in self._before.get(id(element), ()):
            self._line(source, place)
        if id(element) not in self._dropped:
            number = self._number(element)
            if id(element) not in self._open:
                self._line(f"\x01C{number}\x02", "")
            elif element.tag in self.shape.text:
                self._line(f"\x01T{number}\x02{element.text or ''}\x01E\x02", places[id(element)])
            else:
                self._line(f"\x01S{number}\x02", "")
                for child in element:
                    self._emit(child, places)
                self._line("\x01E\x02", "")
        for source, place in self._after.get(id(element), ()):
            self._line(source, place)

    def rebuilt(self, rendered: str, values: Sequence[Any]) -> Iterator[tuple[Element, list[tuple[Element, Pieces]]]]:
        """The parts, made of what the template has given, each with its texts and what they are made of."""
        stack: list[Element] = []
        texts: list[tuple[Element, Pieces]] = []
        inside: Pieces | None = None
        at = 0
        for found in _EVENT.finditer(rendered):
            if inside is not None and found.start() > at:
                inside.append(Literal(rendered[at : found.start()]))
            at = found.end()
            kind, number, value = found.groups()
            if value is not None:
                if inside is not None:
                    inside.append(values[int(value)])
            elif kind == "E":
                inside = None
                done = stack.pop()
                if not stack:
                    yield done, texts
                    texts = []
            else:
                made = self._made(kind, self.elements[int(number)])
                if stack:
                    stack[-1].append(made)
                if kind == "T":
                    inside = []
                    texts.append((made, inside))
                if kind in "TS":
                    stack.append(made)

    def _made(self, kind: str, model: Element) -> Element:
        if kind == "B" and self.shape.blank:
            return self.shape.blank(model)
        if kind == "C":
            return copy.deepcopy(model)
        made = model.makeelement(model.tag, model.attrib, model.nsmap)
        made.tail = model.tail
        made.text = model.text if kind == "S" else None
        return made


def whole(pieces: Pieces) -> str:
    """A text with its values in it."""
    return "".join(one if isinstance(one, Literal) else text_of(one) for one in pieces)


def has_tags(texts: Iterable[str]) -> bool:
    """Whether a placeholder stands in any of ``texts``."""
    return any(_OPEN.search(text.translate(_WIDE)) for text in texts)
