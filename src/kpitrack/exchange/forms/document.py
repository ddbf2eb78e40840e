"""A form that is a Word document (``.docx``): its text, tables, headers, footers, notes and text boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kpitrack.language import say

from .language import FormProblem
from .package import BadForm, parse, relations, serialized
from .tree import Element, Shape, Template, whole

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = re.compile(r"word/(?:document|header[0-9]*|footer[0-9]*|footnotes|endnotes)\.xml")
_OWN_IDS = {
    "{http://schemas.microsoft.com/office/word/2010/wordml}paraId",
    "{http://schemas.microsoft.com/office/word/2010/wordml}textId",
}
_DRAWN_ID = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_HOLDS_PARAGRAPHS = tuple(f"{_W}{name}" for name in ("tc", "txbxContent", "hdr", "ftr", "footnote", "endnote"))

SHAPE = Shape(
    text=frozenset({f"{_W}t"}),
    paragraphs=frozenset({f"{_W}p"}),
    rows=frozenset({f"{_W}tr"}),
    kept=frozenset(
        f"{_W}{name}" for name in ("drawing", "pict", "object", "sectPr", "br", "fldChar", "footnoteReference")
    ),
)


class DocumentForm:
    """A Word document with placeholders, from the parts of its file by name."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        main = next((path for kind, path in relations(parts, "").values() if kind == "officeDocument"), "")
        if main != "word/document.xml" or main not in parts:
            raise BadForm(say("the form is no document that Word writes"))
        self.parts = dict(parts)
        self.template = Template(SHAPE)
        self._filled = [
            part
            for part in sorted(parts, key=lambda name: (name != main, name))
            if _PART.fullmatch(part) and self.template.add(_unbound(parse(parts[part])), _Places(part))
        ]

    def filled(self, rendered: str, values: list[Any]) -> tuple[dict[str, bytes], list[FormProblem]]:
        """The parts with what the template has given; everything fits."""
        parts = dict(self.parts)
        for part, (root, texts) in zip(self._filled, self.template.rebuilt(rendered, values), strict=True):
            for text, pieces in texts:
                _say(text, whole(pieces))
            _tidy(root)
            parts[part] = serialized(root)
        return parts, []


def _unbound(root: Element) -> Element:
    """The part with its fields cut from the properties that Word would fill them from."""
    for bound in list(root.iter(f"{_W}dataBinding")):
        bound.getparent().remove(bound)
    return root


class _Places:
    """Tells where a paragraph is: ``paragraph 3``, ``table 1, row 2, cell 3``."""

    def __init__(self, part: str) -> None:
        self.part = part

    def __call__(self, paragraph: Element) -> str:
        above = [paragraph, *paragraph.iterancestors()]
        root = above[-1]
        cell = next((i for i, one in enumerate(above) if one.tag == f"{_W}tc"), None)
        if cell is not None:
            row = next(one for one in above[cell:] if one.tag == f"{_W}tr")
            table = next(one for one in above[cell:] if one.tag == f"{_W}tbl")
            where = say(
                "table {table}, row {row}, cell {cell}",
                table=list(root.iter(f"{_W}tbl")).index(table) + 1,
                row=list(table.iter(f"{_W}tr")).index(row) + 1,
                cell=list(row.iter(f"{_W}tc")).index(above[cell]) + 1,
            )
        else:
            outside = [one for one in root.iter(f"{_W}p") if not any(True for _ in one.iterancestors(f"{_W}tc"))]
            where = say("paragraph {n}", n=outside.index(paragraph) + 1)
        kind = self.part.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
        named = {
            "header": say("page header"),
            "footer": say("page footer"),
            "footnotes": say("footnotes"),
            "endnotes": say("endnotes"),
        }.get(kind)
        return f"{named}: {where}" if named else str(where)


def _say(text: Element, words: str) -> None:
    """Put words into a text; their lines are parted as Word parts them."""
    first, *others = words.split("\n")
    text.text = first
    text.set(_SPACE, "preserve")
    last = text
    for line in others:
        parting = text.makeelement(f"{_W}br", {})
        last.addnext(parting)
        last = text.makeelement(f"{_W}t", {_SPACE: "preserve"})
        last.text = line
        parting.addnext(last)


def _tidy(root: Element) -> None:
    """Take from copies what may stand once in a document, and leave no cell without a paragraph."""
    seen: set[str] = set()
    drawn = 0
    for element in root.iter():
        for name in _OWN_IDS:
            value = element.get(name)
            if value in seen:
                del element.attrib[name]
            elif value:
                seen.add(value)
        if element.tag == _DRAWN_ID:
            drawn += 1
            element.set("id", str(drawn))
    _tidy_bookmarks(root)
    for holder in root.iter(*_HOLDS_PARAGRAPHS):
        last = [child for child in holder if isinstance(child.tag, str)]
        if not last or last[-1].tag != f"{_W}p":
            holder.append(holder.makeelement(f"{_W}p", {}))


def _tidy_bookmarks(root: Element) -> None:
    """Keep the first bookmark of each name, and one end for each."""
    names: set[str] = set()
    starts: set[str] = set()
    for mark in list(root.iter(f"{_W}bookmarkStart")):
        if mark.get(f"{_W}name") in names:
            mark.getparent().remove(mark)
            continue
        names.add(mark.get(f"{_W}name"))
        starts.add(mark.get(f"{_W}id"))
    for mark in list(root.iter(f"{_W}bookmarkEnd")):
        if mark.get(f"{_W}id") in starts:
            starts.remove(mark.get(f"{_W}id"))
        else:
            mark.getparent().remove(mark)
