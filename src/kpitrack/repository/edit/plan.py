"""Planning an edit: from wanted values to splices of text."""

from __future__ import annotations

from collections.abc import Mapping

from kpitrack.diagnostics import Span
from kpitrack.language import Complaint, Text, say
from kpitrack.repository.yaml.exact_nodes import Document, MappingEntry, MappingNode, Node, ScalarNode, SequenceNode

from .layout import Layout, entry_end
from .meaning import REMOVE, identical, plain, same_key, year_of
from .writing import EditedMapping, write_block, write_entries, write_flow, write_literal, write_scalar


class CannotEdit(Complaint):
    """A file can't be edited safely at ``place``."""

    def __init__(self, place: Span, message: Text, hint: Text | None = None) -> None:
        super().__init__(message, hint)
        self.place = place


class Plan:
    """The splices of an edit, found by walking the tree and the wanted values together."""

    def __init__(self, document: Document) -> None:
        self.document, self.layout = document, Layout(document)
        self.splices: list[tuple[int, int, str]] = []

    def result(self) -> str:
        """The text after all splices."""
        parts, at = [], 0
        for start, end, new in sorted(self.splices, key=lambda splice: splice[:2]):
            if start < at:
                raise self._refusal(start, end, say("two changes meet here"))
            parts += [self.document.text[at:start], new]
            at = end
        return "".join([*parts, self.document.text[at:]])

    def put(self, root: Node | None, wanted: EditedMapping) -> None:
        """Plan the edits of the whole file."""
        if isinstance(root, MappingNode):
            if not root.entries:
                self._expand(root.start, root.end, wanted)
            else:
                self._merge(root, wanted)
        elif root is None or (isinstance(root, ScalarNode) and root.value is None and root.start == root.end):
            self._append_to_empty(wanted)
        else:
            raise self._refusal(root.start, root.end, say("the file does not hold fields"))

    def _append_to_empty(self, wanted: EditedMapping) -> None:
        text = self.document.text
        newline = self.layout.newline(0)
        lines = [line for key, value in wanted.items() for line in self._lines(key, value, 0)]
        before = "" if not text or text.endswith(("\n", "\r")) else newline
        self._splice(len(text), len(text), before + "".join(line + newline for line in lines))

    def _expand(self, start: int, end: int, wanted: EditedMapping) -> None:
        """Replace the ``{}`` that is a whole file."""
        newline = self.layout.newline(start)
        lines = [line for key, value in wanted.items() for line in self._lines(key, value, 0)]
        self._splice(start, end, newline.join(lines))

    def _merge(self, mapping: MappingNode, wanted: Mapping[str | int, object]) -> None:
        if mapping.entries and not mapping.flow and mapping.start != mapping.entries[0].key.start:
            raise self._refusal(mapping.start, mapping.start + 1, say("keys that start with “?” can't be edited"))
        by_name = {entry.name: entry for entry in mapping.entries if entry.name is not None}
        new: dict[str | int, object] = {}
        removed: list[MappingEntry] = []
        for key, value in wanted.items():
            name = same_key(key, by_name)
            if name is None:
                if value is not REMOVE:
                    new[key] = value
            elif value is REMOVE:
                removed.append(by_name[name])
            else:
                self._set(mapping, by_name[name], value)
        if removed and len(removed) == len(mapping.entries):
            self._replace_all(mapping, new)
            return
        kept = next((i for i, entry in enumerate(mapping.entries) if entry not in removed), 0)
        if mapping.flow and kept:  # those before the first that stays go as one, with the comma behind them
            self._cut(mapping, mapping.entries[0].key.start, mapping.entries[kept].key.start)
            removed = [entry for entry in removed if entry not in mapping.entries[:kept]]
        for entry in removed:
            self._remove(mapping, entry)
        self._insert(mapping, new)

    def _set(self, mapping: MappingNode, entry: MappingEntry, value: object) -> None:
        node = entry.value
        if isinstance(node, MappingNode) and isinstance(value, Mapping):
            if node.entries:
                self._merge(node, value)
            elif isinstance(value, EditedMapping) and not mapping.flow:
                self._branch(mapping, entry, value)
            else:
                self._splice(node.start, node.end, self._flow(node, value))
        elif isinstance(node, SequenceNode) and isinstance(value, EditedMapping):
            self._items(node, value)
        elif isinstance(value, EditedMapping):
            if not isinstance(node, ScalarNode) or node.value is not None:
                raise self._refusal(node.start, node.end, say("fields are to go here, but it has another value"))
            if mapping.flow:
                self._scalar(mapping, entry, node, value)
            else:
                self._branch(mapping, entry, value)
        elif isinstance(node, ScalarNode):
            self._scalar(mapping, entry, node, value)
        else:
            self._collection(mapping, entry, node, value)

    def _items(self, sequence: SequenceNode, wanted: EditedMapping) -> None:
        for position, value in wanted.items():
            if not isinstance(position, int) or not 0 <= position < len(sequence.items):
                raise self._refusal(sequence.start, sequence.end, say("this list has no entry of that number"))
            item = sequence.items[position]
            if isinstance(item, MappingNode) and isinstance(value, Mapping) and item.entries:
                self._merge(item, value)
            elif isinstance(item, SequenceNode) and isinstance(value, EditedMapping):
                self._items(item, value)
            else:
                raise self._refusal(item.start, item.end, say("this entry of a list can't be edited"))

    def _scalar(self, mapping: MappingNode, entry: MappingEntry, node: ScalarNode, value: object) -> None:
        if isinstance(value, str | int | float | bool | None) and identical(node.value, plain(value)):
            return
        if isinstance(value, str) and self._lines_of_text(mapping, entry, node, value):
            return
        style = node.style if isinstance(value, str) else ""
        new = write_scalar(value, style) if isinstance(value, str) else self._flow(node, value)
        if entry.bare:
            self._splice(entry.key.end, entry.key.end, f": {new}")
        elif node.start < node.end:
            self._splice(node.start, self._end_of(node), new)
        else:
            colon = self._colon(mapping, entry)
            after = self.document.text[colon : colon + 1]
            self._splice(colon, colon, f" {new}" + ("" if after in ("", " ", "\r", "\n", "\t", ",", "}") else " "))

    def _lines_of_text(self, mapping: MappingNode, entry: MappingEntry, node: ScalarNode, value: str) -> bool:
        """Write a text of several lines in place of ``node``, if that can be done and nothing follows on its line."""
        end = self._end_of(node)
        if mapping.flow or node.start == node.end or self.document.text[end : self.layout.line_end(end)].strip(" \t"):
            return False
        step = self.layout.step(self.document.root)
        literal = write_literal(value, " " * (self.layout.column(entry.key.start) + step))
        if literal:
            self._splice(node.start, end, self.layout.newline(node.start).join(literal))
        return bool(literal)

    def _end_of(self, node: ScalarNode) -> int:
        """Where a text ends, without the line ends below it that a block text takes with it.

        Raises:
            CannotEdit: a comment stands beside the sign of a block text.
        """
        if node.style not in ("|", ">"):
            return node.end
        if "#" in self.document.text[node.start : self.layout.line_end(node.start)]:
            raise self._refusal(node.start, node.end, say("a comment stands within the value that is to be replaced"))
        return node.start + len(self.document.text[node.start : node.end].rstrip(" \t\r\n"))

    def _collection(
        self, mapping: MappingNode, entry: MappingEntry, node: MappingNode | SequenceNode, value: object
    ) -> None:
        start = node.start if node.flow else self._colon(mapping, entry)
        if self.layout.has_comment(node, start, node.end):
            raise self._refusal(start, node.end, say("a comment stands within the value that is to be replaced"))
        self._splice(start, node.end, self._flow(node, value) if node.flow else f" {self._flow(node, value)}")

    def _branch(self, mapping: MappingNode, entry: MappingEntry, value: EditedMapping) -> None:
        """Add a block below a key without a value, or with an empty one."""
        node = entry.value
        column = self.layout.column(mapping.start)
        lines = self._lines(entry.name or "", value, column)[1:]
        end = entry_end(entry)
        if node.start < node.end:
            self._splice(self._colon(mapping, entry), node.end, "")
        at = self.layout.line_end(end)
        newline = self.layout.newline(end)
        self._splice(at, at, "".join(newline + line for line in lines))

    def _replace_all(self, mapping: MappingNode, new: Mapping[str | int, object]) -> None:
        start, end = mapping.entries[0].key.start, entry_end(mapping.entries[-1])
        if not mapping.flow or self.layout.has_comment(mapping, mapping.start, mapping.end):
            raise self._refusal(start, end, say("all fields of this entry would go"))
        self._splice(start, end, ", ".join(self._entries(mapping, new)))

    def _remove(self, mapping: MappingNode, entry: MappingEntry) -> None:
        position = mapping.entries.index(entry)
        end = entry_end(entry)
        if mapping.flow:
            start = entry_end(mapping.entries[position - 1])
        else:
            if not self.layout.starts_line(entry.key.start):
                raise self._refusal(entry.key.start, end, say("this field can't be removed safely"))
            start = self.layout.line_start(entry.key.start)
            end = self.layout.line_end(end)
            if start:
                start = self.layout.line_end(
                    start - 2 if self.document.text[start - 2 : start] == "\r\n" else start - 1
                )
            elif end < len(self.document.text):
                end += len(self.layout.newline(end))
        self._cut(mapping, start, end)

    def _cut(self, mapping: MappingNode, start: int, end: int) -> None:
        if self.layout.has_comment(mapping, start, end):
            raise self._refusal(start, end, say("a comment stands beside the field that is to be removed"))
        self._splice(start, end, "")

    def _insert(self, mapping: MappingNode, new: Mapping[str | int, object]) -> None:
        if not new:
            return
        years = [year_of(entry.name) for entry in mapping.entries]
        known = [year for year in years if year is not None]
        falling = len(known) > 1 and known == sorted(known, reverse=True)
        places: dict[int, list[tuple[str | int, object]]] = {}
        for key, value in sorted(new.items(), key=lambda item: _order(item[0], falling=falling)):
            places.setdefault(_place_of(key, years, falling=falling), []).append((key, value))
        for place, entries in places.items():
            if mapping.flow:
                self._insert_flow(mapping, place, self._entries(mapping, dict(entries)))
            else:
                self._insert_block(mapping, place, entries)

    def _insert_block(self, mapping: MappingNode, place: int, entries: list[tuple[str | int, object]]) -> None:
        column = self.layout.column(mapping.start)
        indent = " " * column
        lines: list[str] = []
        for key, value in entries:
            first, *rest = self._lines(key, value, column)
            lines += [indent + first, *rest]
        if place == 0:
            at = mapping.start
            newline = self.layout.newline(at)
            self._splice(at, at, newline.join(lines).removeprefix(indent) + newline + indent)
            return
        end = entry_end(mapping.entries[place - 1])
        at = self.layout.after_block_entry(end, column)
        newline = self.layout.newline(end)
        self._splice(at, at, "".join(newline + line for line in lines))

    def _insert_flow(self, mapping: MappingNode, place: int, entries: list[str]) -> None:
        if not mapping.entries:
            self._splice(mapping.start + 1, mapping.start + 1, ", ".join(entries))
            return
        first = mapping.entries[0].key.start
        if place == 0:
            between = self._flow_break(first)
            self._splice(first, first, "".join(entry + "," + between for entry in entries))
            return
        before = mapping.entries[place - 1]
        end = entry_end(before)
        between = self._flow_break(before.key.start)
        comma = self.layout.comma_after(end)
        if between == " " or (comma is not None and not self.layout.one_line(end, comma)):
            self._splice(end, end, "".join(", " + entry for entry in entries))
        elif comma is None:
            last = self.layout.line_end(end)
            at = end if self.document.text[end:last].strip(" \t")[:1] not in ("", "#") else last
            self._splice(end, end, ",")
            self._splice(at, at, between + ("," + between).join(entries))
        else:
            rest = self.document.text[comma + 1 : self.layout.line_end(comma)].strip(" \t")
            at = comma + 1 if rest and not rest.startswith("#") else self.layout.line_end(comma)
            self._splice(at, at, "".join(between + entry + "," for entry in entries))

    def _flow_break(self, key_start: int) -> str:
        """The text between the entries of a flow mapping: a space, or a line break and indentation."""
        if not self.layout.starts_line(key_start):
            return " "
        start = self.layout.line_start(key_start)
        return self.layout.newline(key_start) + self.document.text[start:key_start]

    def _colon(self, mapping: MappingNode, entry: MappingEntry) -> int:
        """The place after an entry's colon."""
        gap = self.document.text[entry.key.end : max(entry.value.start, entry.key.end + 1)]
        blanks = len(gap) - len(gap.lstrip(" \t"))
        if gap[blanks : blanks + 1] != ":":
            raise self._refusal(mapping.start, mapping.end, say("keys that start with “?” can't be edited"))
        return entry.key.end + blanks + 1

    def _lines(self, key: str | int, value: object, column: int) -> list[str]:
        try:
            return write_block(key, value, column, self.layout.step(self.document.root))
        except ValueError as error:
            raise self._unwritable(self.document.root) from error

    def _entries(self, node: Node, new: Mapping[str | int, object]) -> list[str]:
        try:
            return write_entries(new.items())
        except ValueError as error:
            raise self._unwritable(node) from error

    def _flow(self, node: Node, value: object) -> str:
        try:
            if isinstance(value, Mapping):
                value = {key: below for key, below in value.items() if below is not REMOVE}
            return write_flow(value)
        except ValueError as error:
            raise self._unwritable(node) from error

    def _unwritable(self, node: Node | None) -> CannotEdit:
        start, end = (node.start, node.end) if node else (0, 0)
        return self._refusal(start, end, say("the new value can't be written in a file"))

    def _splice(self, start: int, end: int, new: str) -> None:
        self.splices.append((start, end, new))

    def _refusal(self, start: int, end: int, message: Text) -> CannotEdit:
        return CannotEdit(self.document.between(start, end), message, say("edit this part by hand"))


def _order(key: str | int, *, falling: bool) -> tuple[int, int]:
    year = year_of(key) if isinstance(key, int) else None
    return (1, 0) if year is None else (0, -year if falling else year)


def _place_of(key: str | int, years: list[int | None], *, falling: bool) -> int:
    """The index at which a new key is inserted: a year before the first later one, other keys at the end."""
    new = year_of(key) if isinstance(key, int) else None
    if new is None:
        return len(years)
    for place, year in enumerate(years):
        if year is not None and (year < new if falling else year > new):
            return place
    return max((place + 1 for place, year in enumerate(years) if year is not None), default=len(years))
