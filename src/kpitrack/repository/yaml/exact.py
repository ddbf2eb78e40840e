"""The exact reader of YAML files: plain values, the place of every node, and everything that is wrong.

It is slow, so it is used only where the fast reader gives up, where a finding needs its place, and for edits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from kpitrack.diagnostics import Diagnostic, rule
from kpitrack.language import Text, first_of, say

from .exact_nodes import Data, Document, MappingEntry, MappingNode, Node, Scalar, ScalarNode, SequenceNode
from .exact_scalars import BadNumber, plain_value
from .exact_scanner import MAX_DEPTH, ExactParser, RefusedError
from .exact_syntax import explain_character, explain_directive, explain_syntax

MAX_FILE = 20_000_000
MAX_TEXT = 100_000
MAX_NODES = 300_000
_MOST_FINDINGS = 200  # findings in one file; a faulty file of a million lines is not reported line by line

_NOT_ALLOWED = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
)
# Ends of a line in YAML 1.1 and to ruamel's scanner, characters like others in YAML 1.2. No file can hold what
# stands in for them, and a text that spells it by an escape is refused.
_STAND_INS = {0x85: "\udffd", 0x2028: "\udffe", 0x2029: "\udfff"}
_STOOD_IN = {ord(new): old for old, new in _STAND_INS.items()}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.)", re.DOTALL)
_COLON = re.compile(r"[ \t]*:")
_GROUP = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")
_FIRST_GROUP = re.compile(r"[-+▲△−]?[0-9]{1,3}")


def read_exact(data: bytes) -> Document:
    """Read a file. Whatever the bytes are, the answer is a `Document`; faults are its findings."""
    if len(data) > MAX_FILE:
        finding = Diagnostic(
            rule("too-large"),
            say("the file is larger than 20 MB"),
            say("split it: the actuals of a strategy may stand in any number of files"),
        )
        return _unread("", bom=False, findings=[(0, 0, finding)])
    bom = data.startswith(b"\xef\xbb\xbf")
    body = data[3:] if bom else data
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(body, error.start, bom=bom)
    if forbidden := list(islice(_NOT_ALLOWED.finditer(text), _MOST_FINDINGS)):
        found = [
            (match.start(), match.end(), Diagnostic(rule("yaml-syntax"), *explain_character(match.group())))
            for match in forbidden
        ]
        return _unread(text, bom=bom, findings=found)
    return _Composer(text, bom=bom).document()


_Found = tuple[int, int, Diagnostic]


def _unread(text: str, *, bom: bool, findings: list[_Found]) -> Document:
    return _placed(Document(text, bom, None, None, ()), findings)


def _placed(document: Document, findings: list[_Found]) -> Document:
    ordered = sorted(findings, key=lambda found: found[:2])
    placed = tuple(diagnostic.placed(document.between(start, end)) for start, end, diagnostic in ordered)
    return Document(document.text, document.bom, document.root, document.data, placed)


def _not_utf8(body: bytes, start: int, *, bom: bool) -> Document:
    message = say("the file is not UTF-8: byte 0x{byte:02X} can't stand here", byte=body[start])
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = say("it looks like UTF-16. Save it as UTF-8 in your editor")
    elif _decodes(body, "cp932"):
        hint = say(
            "it looks like Shift_JIS (CP932). Save it as UTF-8 in your editor, or convert it: "
            "iconv -f CP932 -t UTF-8 OLD > NEW"
        )
    elif _decodes(body, "euc-jp"):
        hint = say(
            "it looks like EUC-JP. Save it as UTF-8 in your editor, or convert it: iconv -f EUC-JP -t UTF-8 OLD > NEW"
        )
    else:
        hint = say("save it as UTF-8 in your editor")
    readable = body[:start].decode("utf-8")
    text = readable + body[start:].decode("utf-8", "replace")
    found = (len(readable), len(readable) + 1, Diagnostic(rule("not-utf8"), message, hint))
    return _unread(text, bom=bom, findings=[found])


def _decodes(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


@dataclass(slots=True)
class _Open:
    """A collection that is being read, and its plain values."""

    node: MappingNode | SequenceNode
    data: dict[str | int, Data] | list[Data]
    key: Node | None = None
    again: list[MappingEntry] = field(default_factory=list)  # entries whose key stands there already


@dataclass(slots=True)
class _Composer:
    """Turns the parser's events into nodes and values, without recursion."""

    text: str
    bom: bool
    found: list[_Found] = field(default_factory=list)
    root: Node | None = None
    data: Data = None
    stack: list[_Open] = field(default_factory=list)
    nodes: int = 0

    def document(self) -> Document:
        parser = ExactParser(self.text.translate(_STAND_INS))
        scanner = parser.exact_scanner
        try:
            self._read(parser)
        except RefusedError as refusal:
            self._refused(refusal)
        except MarkedYAMLError as error:
            self._syntax(parser, error)
        except (YAMLError, ValueError, OverflowError, IndexError, TypeError, AttributeError, AssertionError):
            # An error of ruamel on input that is not YAML is a fault of the file, not of the program.
            self._syntax(parser, MarkedYAMLError(problem_mark=scanner.reader.get_mark()))
        for left_open in self.stack:
            if left_open.again and isinstance(left_open.node, MappingNode):
                self._duplicates(left_open.node, left_open.again)
        merges = [(start, end) for start, end, finding in self.found if finding.rule.name == "alias-not-allowed"]
        for name, start, end in scanner.noted:
            if any(begin <= start < finish for begin, finish in merges):
                continue
            self.add(name, start, end, *_PROPERTIES[name, self.text[start]])
        return _placed(Document(self.text, self.bom, self.root, self.data, ()), self.found[:_MOST_FINDINGS])

    def add(self, name: str, start: int, end: int, message: Text, hint: Text | None = None) -> None:
        self.found.append((start, end, Diagnostic(rule(name), message, hint)))

    def _read(self, parser: ExactParser) -> None:
        documents = 0
        while True:
            event = parser.get_event()
            if isinstance(event, ScalarEvent):
                self._put(*self._scalar(event), bare=event.style == "bare")
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                self._open(event)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self._close(event)
            elif isinstance(event, AliasEvent):
                self._put(ScalarNode(event.start_mark.index, event.end_mark.index, "*", "", None), None)
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    start = event.start_mark.index
                    self.add(
                        "several-documents", start, start + 3, say("a second document starts here"),
                        say("put each document into a file of its own, or remove the line “---”"),
                    )  # fmt: skip
                    return
            elif isinstance(event, StreamEndEvent) or event is None:
                return

    def _open(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if len(self.stack) >= MAX_DEPTH:
            raise RefusedError("too-deep", start)
        flow = bool(event.flow_style)
        if isinstance(event, MappingStartEvent):
            self.stack.append(_Open(MappingNode(start, end, flow), {}))
        else:
            self.stack.append(_Open(SequenceNode(start, end, flow), []))
        if self.root is None:
            self.root, self.data = self.stack[0].node, self.stack[0].data

    def _close(self, event: MappingEndEvent | SequenceEndEvent) -> None:
        done = self.stack.pop()
        node = done.node
        if done.again and isinstance(node, MappingNode):
            self._duplicates(node, done.again)
        if node.flow and event.end_mark.index > event.start_mark.index:
            node.end = event.end_mark.index
        elif isinstance(node, MappingNode) and node.entries:
            node.end = max(node.entries[-1].value.end, node.entries[-1].key.end)
        elif isinstance(node, SequenceNode) and node.items:
            node.end = node.items[-1].end
        self._put(node, done.data)

    def _put(self, node: Node, data: Data, *, bare: bool = False) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise RefusedError("too-many", node.start)
        if len(self.found) > _MOST_FINDINGS:
            raise RefusedError("too-many-findings", node.start)
        if not self.stack:
            self.root, self.data = node, data
            return
        top = self.stack[-1]
        if isinstance(top.node, SequenceNode):
            top.node.items.append(node)
            top.data.append(data)  # type: ignore[union-attr]  # a sequence's data is a list
        elif top.key is None:
            top.key = node
        else:
            key, top.key = top.key, None
            self._entry(top, MappingEntry(key, node, None, bare), data)

    def _entry(self, top: _Open, entry: MappingEntry, data: Data) -> None:
        mapping, values = top.node, top.data
        assert isinstance(mapping, MappingNode)  # noqa: S101  for the type checker
        assert isinstance(values, dict)  # noqa: S101  for the type checker
        if entry.bare and self._continues_number(mapping, entry):
            last = mapping.entries[-1]
            last.value = ScalarNode(last.value.start, entry.key.end, "", "", None)
            if last.name is not None:
                values[last.name] = None
            return
        if isinstance(entry.value, ScalarNode) and entry.value.start == entry.value.end:
            # ruamel places a missing value at the next token, which may be many lines below.
            colon = _COLON.match(self.text, entry.key.end)
            entry.value.start = entry.value.end = colon.end() if colon else entry.key.end
        entry.name = self._name(entry.key, entry.value)
        mapping.entries.append(entry)
        if entry.name is None:
            return
        if entry.name in values:
            top.again.append(entry)
            return
        values[entry.name] = data

    def _duplicates(self, mapping: MappingNode, again: list[MappingEntry]) -> None:
        """Report keys that occur twice in ``mapping``; in one finding, since they usually have one cause."""
        key, name = again[0].key, again[0].name
        others = list(dict.fromkeys(str(entry.name) for entry in again if entry.name != name))
        if not others:
            first = next(other for other in mapping.entries if other.name == name)
            line = self.text.count("\n", 0, first.key.start) + 1
            message = say("“{key}” stands here a second time", key=name)
            hint = say("it is already in line {line}. Remove one of the two", line=line)
        else:
            message = say(
                "“{key}” stands here a second time, and so do: {others}", key=name, others=first_of(others, 5)
            )
            hint = say("a line that begins a new entry may be missing above, such as “- id: …”; else remove them")
        self.add("duplicate-key", key.start, key.end, message, hint)

    def _name(self, key: Node, value: Node) -> str | int | None:
        start, end = key.start, max(key.end, key.start)
        if not isinstance(key, ScalarNode):
            self.add("wrong-type", start, end, say("a key must be a text or a whole number"),
                     say("write the key on one line, without brackets or braces"))  # fmt: skip
            return None
        if key.style == "*" or any(start <= at < end for at, _, _ in self.found[-1:]):
            return None
        if key.style == "" and key.text == "<<":
            self.add("alias-not-allowed", start, max(value.end, end), say("merge keys (“<<”) are not allowed"),
                     say("write the fields out where they are meant"))  # fmt: skip
            return None
        if key.value is None or isinstance(key.value, bool | float):
            self.add(
                "wrong-type", start, max(end, start + 1),
                say("“{text}” can't be a key: a key is a text or a whole number", text=key.text),
                say('if a text is meant, write it in quotes: "{text}"', text=key.text) if key.text else
                say("write a key before the colon"),
            )  # fmt: skip
            return None
        return key.value

    def _continues_number(self, mapping: MappingNode, entry: MappingEntry) -> bool:
        """Whether a key without a colon is the rest of a number with commas: ``{2021: 3,141}``."""
        if not mapping.entries or not isinstance(entry.key, ScalarNode) or entry.key.style:
            return False
        last = mapping.entries[-1].value
        if self.text[last.end : entry.key.start] != "," or not _GROUP.fullmatch(entry.key.text):
            return False
        written = self.text[last.start : last.end]
        start, end = last.start, entry.key.end
        if self.found and self.found[-1][:2] == (last.start, last.end) and "," in written:
            self.found.pop()  # the number goes on: 1,234,567
        elif not _FIRST_GROUP.fullmatch(written):
            return False
        self.add(
            "bad-number", start, end,
            say("“{text}”: the comma ends the value here and makes “{rest}” a key of its own",
                text=self.text[start:end], rest=entry.key.text),
            say("write the number without a comma: {number}",
                number=self.text[start:end].replace(",", "").replace("▲", "-").replace("△", "-").replace("−", "-")),
        )  # fmt: skip
        return True

    def _scalar(self, event: ScalarEvent) -> tuple[ScalarNode, Scalar]:
        start, end = event.start_mark.index, event.end_mark.index
        style = event.style if event.style in ("'", '"', "|", ">") else ""
        text: str = event.value.translate(_STOOD_IN)
        node = ScalarNode(start, end, style, text, text)
        if style in ("|", ">"):
            node.end = start + len(self.text[start:end].rstrip())
        if event.tag is not None:
            node.value = None
        elif style == '"':
            self._check_escapes(node)
        elif not style:
            value = plain_value(text)
            if isinstance(value, BadNumber):
                self.add("bad-number", start, end, *value)
                node.value = None
            else:
                node.value = value
        if len(text) * 4 > MAX_TEXT and len(text.encode("utf-8", "replace")) > MAX_TEXT:
            self._too_long(start, end)
            node.value = None
        return node, node.value

    def _too_long(self, start: int, end: int) -> None:
        self.add("too-large", start, min(end, start + 40), say("this text is longer than 100 kB"),
                 say("keep it in a file of its own, and name that file here"))  # fmt: skip

    def _check_escapes(self, node: ScalarNode) -> None:
        if "\\" not in self.text[node.start : node.end]:
            return
        for match in _ESCAPE.finditer(self.text, node.start, node.end):
            code = match.group(1) or match.group(2)
            if code and 0xD800 <= int(code, 16) < 0xE000:
                self.add(
                    "yaml-syntax", match.start(), match.end(),
                    say("“{escape}” is half a character", escape=match.group()),
                    say("write the character itself"),
                )  # fmt: skip
                node.value = None
                return

    def _refused(self, refusal: RefusedError) -> None:
        start = refusal.index
        if refusal.kind == "too-deep":
            self.add(
                "too-deep", start, start + 1,
                say("this is nested more than {most} levels deep", most=MAX_DEPTH),
                say("no field of a kpitrack file lies that deep: check the indentation and the brackets"),
            )  # fmt: skip
        elif refusal.kind == "too-long":
            self._too_long(start, len(self.text))
        elif refusal.kind == "too-many":
            self.add("too-large", start, start + 1, say("the file holds more than {most} values", most=MAX_NODES),
                     say("split it: the actuals of a strategy may stand in any number of files"))  # fmt: skip
        elif refusal.kind == "directive":
            end = len(self.text[start:].splitlines()[0]) + start
            self.add("yaml-syntax", start, end, *explain_directive(self.text[start:end]))

    def _syntax(self, parser: ExactParser, error: MarkedYAMLError) -> None:
        opened = self.stack[-1].node.start if self.stack and self.stack[-1].node.flow else None
        fault = explain_syntax(self.text, error, parser.last_event, opened)
        self.found = [found for found in self.found if found[0] < fault.start]  # the others only follow from it
        self.add("yaml-syntax", fault.start, fault.end, fault.message, fault.hint)


_PROPERTIES: dict[tuple[str, str], tuple[Text, Text]] = {
    ("alias-not-allowed", "&"): (
        say("anchors (“&”) are not allowed"),
        say("remove it; if the text is meant to start with “&”, write it in quotes"),
    ),
    ("alias-not-allowed", "*"): (
        say("aliases (“*”) are not allowed"),
        say("write out what is meant; if the text is meant to start with “*”, write it in quotes"),
    ),
    ("tag-not-allowed", "!"): (
        say("tags (“!”) are not allowed"),
        say("remove it; if the text is meant to start with “!”, write it in quotes"),
    ),
}
