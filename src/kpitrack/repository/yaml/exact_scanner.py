"""ruamel.yaml's scanner and parser for YAML 1.2, adapted to read one text quickly and to report what is refused.

The grammar is ruamel's. The differences: tags, anchors and directives are noted and skipped, tabs are allowed at the
end of a line, deep nesting stops early, and plain stretches of text are skipped by regular expressions instead of
character by character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Any

from ruamel.yaml.error import YAMLError
from ruamel.yaml.parser import Parser
from ruamel.yaml.scanner import Scanner
from ruamel.yaml.tokens import AliasToken, AnchorToken, ScalarToken, TagToken

MAX_DEPTH = 32
_MOST_NOTED = 100  # tags, anchors and aliases after which reading stops
_LONGEST_SCALAR = 2_000_000  # characters of a scalar as written; a longer one is not read to its end

# A run of characters that do not end a plain scalar, with single blanks in it; in block and in flow context. ``(?>…)``
# stands where a possessive group would, which Python before 3.11.5 gets wrong; repetitions take memory until they end.
_PLAIN = {
    False: re.compile(r"(?>(?:[^ \n\0\t\r:]++|:(?![ \n\0\t\r])| ++(?=[^ \n\0\t\r:#]|:[^ \n\0\t\r])){0,10000})"),
    True: re.compile(
        r"(?>(?:[^ \n\0\t\r:,\[\]{}]++|:(?![ \n\0\t\r])| ++(?=[^ \n\0\t\r:#,\[\]{}]|:[^ \n\0\t\r])){0,10000})"
    ),
}
_QUOTED = re.compile("[^ \\n'\"\\\\\\0\\t\\r]*")
_TO_LINE_END = re.compile(r"[^\n\0\r]*")
_SPACES = re.compile(" *")
_BLANKS = re.compile("[ \t]*")
_EMPTY_LINES = re.compile(r"(?>(?:[ \t]*(?:#[^\n\0\r]*)?(?:\r\n|\r|\n)){0,10000})")
_PROPERTY = re.compile(r"[^ \n\0\t\r,\[\]{}]*")


@dataclass(slots=True)
class Mark:
    """A place in the text."""

    index: int
    line: int
    column: int


class RefusedError(YAMLError):
    """An error after which the scanner stops. ``kind`` is the name of a finding."""

    def __init__(self, kind: str, index: int) -> None:
        super().__init__(kind)
        self.kind = kind
        self.index = index


class TextReader:
    """The reader interface of ruamel's scanner, over a complete text."""

    encoding = "utf-8"

    def __init__(self, text: str) -> None:
        self.buffer = text + "\0" * 8
        self.index = 0
        self.line = 0
        self.line_start = 0
        self.scalar = 0
        self.limit = len(self.buffer)

    @property
    def column(self) -> int:
        """The number of characters before the current one in its line."""
        return self.index - self.line_start

    def peek(self, index: int = 0) -> str:
        """The character ``index`` further on."""
        try:
            return self.buffer[self.index + index]
        except IndexError:
            return "\0"

    def prefix(self, length: int = 1) -> str:
        """The next ``length`` characters."""
        return self.buffer[self.index : self.index + length]

    def forward(self, length: int = 1) -> None:
        """Pass over ``length`` characters."""
        buffer, index = self.buffer, self.index
        self.index = end = index + length
        if end > self.limit:
            raise RefusedError("too-long", self.scalar)
        if buffer.find("\n", index, end) < 0 and buffer.find("\r", index, end) < 0:
            return
        for i in range(index, end):
            character = buffer[i]
            if character == "\n" or (character == "\r" and buffer[i + 1] != "\n"):
                self.line += 1
                self.line_start = i + 1

    def skip_lines(self) -> bool:
        """Pass over empty lines and comments, from the start of a line; whether there were any."""
        start = self.index
        while (match := _EMPTY_LINES.match(self.buffer, self.index)) and match.end() > self.index:
            self.index = match.end()
        if self.index == start:
            return False
        count = self.buffer.count
        self.line += count("\n", start, self.index) + count("\r", start, self.index)
        self.line -= count("\r\n", start, self.index)
        self.line_start = self.index
        return True

    def begin_scalar(self) -> None:
        """Stop from here on where a text becomes longer than allowed."""
        self.scalar, self.limit = self.index, self.index + _LONGEST_SCALAR

    def end_scalar(self) -> None:
        """Lift that limit."""
        self.limit = len(self.buffer)

    def take(self, pattern: re.Pattern[str]) -> str:
        """Pass over a match of ``pattern``, which holds no line end, and return it."""
        match = pattern.match(self.buffer, self.index)
        assert match is not None  # noqa: S101  every pattern here matches nothing, too
        self.index = match.end()
        return match.group()

    def get_mark(self) -> Mark:
        """The current place."""
        return Mark(self.index, self.line, self.index - self.line_start)


class ExactScanner(Scanner):
    """ruamel's scanner with the differences named above.

    Attributes:
        noted: the places of tags, anchors and aliases: rule name, start, end.
    """

    scanner_processing_version = (1, 2)

    def __init__(self, text: str) -> None:
        self._text = TextReader(text)
        self.noted: list[tuple[str, int, int]] = []
        super().__init__(None)

    @property
    def reader(self) -> TextReader:
        """The text."""
        return self._text

    def check_token(self, *choices: type) -> bool:
        """Whether the next token is one of ``choices``. This is the most frequent call."""
        if not self.tokens or self.possible_simple_keys:
            while self.need_more_tokens():
                self.fetch_more_tokens()
            if not self.tokens:
                return False
        return not choices or isinstance(self.tokens[0], choices)

    def stale_possible_simple_keys(self) -> None:
        """Forget keys whose line is over. Without any there is nothing to do."""
        if self.possible_simple_keys:
            super().stale_possible_simple_keys()

    def fetch_flow_collection_start(self, TokenClass: Any, to_push: str) -> None:  # noqa: N803  ruamel's name
        """Stop before a nesting that no document may have."""
        if len(self.flow_context) >= MAX_DEPTH:
            raise RefusedError("too-deep", self.reader.index)
        super().fetch_flow_collection_start(TokenClass, to_push)

    def add_indent(self, column: int) -> bool:
        """Stop before a nesting that no document may have."""
        if self.indent < column and len(self.indents) >= MAX_DEPTH:
            raise RefusedError("too-deep", self.reader.line_start + column)
        return bool(super().add_indent(column))

    def fetch_directive(self) -> None:
        """Refuse ``%YAML`` and ``%TAG``, which would change the meaning of the rest."""
        raise RefusedError("directive", self.reader.index)

    def scan_tag(self) -> TagToken:
        """Note a tag and skip it."""
        start, end = self._property("tag-not-allowed")
        return TagToken(("!", "x"), start, end)

    def scan_anchor(self, TokenClass: type[AnchorToken | AliasToken]) -> AnchorToken | AliasToken:  # noqa: N803
        """Note an anchor or alias and skip it."""
        start, end = self._property("alias-not-allowed")
        return TokenClass("x", start, end)

    def _property(self, rule: str) -> tuple[Mark, Mark]:
        start = self.reader.get_mark()
        self.reader.forward()
        self.reader.take(_PROPERTY)
        end = self.reader.get_mark()
        self.noted.append((rule, start.index, end.index))
        if len(self.noted) > _MOST_NOTED:
            raise RefusedError("too-many-properties", start.index)
        return start, end

    def scan_to_next_token(self) -> None:
        """Pass over spaces, comments and line ends; in block context, over tabs only at the end of a line."""
        reader = self.reader
        while True:
            if self.flow_context:
                reader.take(_BLANKS)
            else:
                reader.take(_SPACES)
                if reader.peek() == "\t":
                    blanks = _BLANKS.match(reader.buffer, reader.index)
                    if blanks is not None and reader.buffer[blanks.end()] in "#\r\n\0":
                        reader.index = blanks.end()
            if reader.peek() == "#":
                reader.take(_TO_LINE_END)
            if not self.scan_line_break():
                return
            reader.skip_lines()
            if not self.flow_context:
                self.allow_simple_key = True

    def scan_line_break(self) -> str:
        """Pass over a line end."""
        reader = self.reader
        character = reader.buffer[reader.index]
        if character == "\n":
            reader.index += 1
        elif character == "\r":
            reader.index += 2 if reader.buffer[reader.index + 1] == "\n" else 1
        else:
            return ""
        reader.line += 1
        reader.line_start = reader.index
        if reader.index > reader.limit:
            raise RefusedError("too-long", reader.scalar)
        return "\n"

    def scan_block_scalar(self, style: Any, rt: bool | None = False) -> Any:
        """Scan a block scalar up to a limit."""
        self.reader.begin_scalar()
        token = super().scan_block_scalar(style, rt)
        self.reader.end_scalar()
        return token

    def scan_flow_scalar(self, style: Any) -> Any:
        """Scan a quoted scalar up to a limit."""
        self.reader.begin_scalar()
        token = super().scan_flow_scalar(style)
        self.reader.end_scalar()
        return token

    def scan_plain(self) -> Any:
        """Scan a plain scalar by stretches without blanks, up to a limit."""
        reader = self.reader
        reader.begin_scalar()
        pattern = _PLAIN[bool(self.flow_context)]
        indent = self.indent + 1
        start = end = reader.get_mark()
        chunks: list[str] = []
        spaces: list[str] = []
        while reader.peek() != "#":
            stretch = "".join(iter(partial(reader.take, pattern), ""))
            if not stretch:
                break
            self.allow_simple_key = False
            chunks.extend(spaces)
            chunks.append(stretch)
            end = reader.get_mark()
            spaces = self.scan_plain_spaces(indent, start) or []
            if not spaces or reader.peek() == "#" or (not self.flow_context and reader.column < indent):
                break
        reader.end_scalar()
        return ScalarToken("".join(chunks), True, start, end)

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Mark) -> list[str]:
        """Scan a stretch of a quoted scalar without blanks."""
        stretch = self.reader.take(_QUOTED)
        if stretch and self.reader.peek() in " \n\t\r\0":
            return [stretch]
        rest: list[str] = super().scan_flow_scalar_non_spaces(double, start_mark)
        return [stretch, *rest]


class _Loader:
    """The loader interface of ruamel's parser."""

    typ = "exact"
    comment_handling = None
    processing_version = (1, 2)

    def __init__(self, text: str) -> None:
        self.scanner = ExactScanner(text)
        self.resolver = self


class ExactParser(Parser):
    """ruamel's parser, which also marks keys without a colon in a flow mapping."""

    scanner: Any = None  # replaces ruamel's property, which searches each time

    def __init__(self, text: str) -> None:
        loader = _Loader(text)
        self.scanner = self.exact_scanner = loader.scanner
        super().__init__(loader)

    def parse_flow_mapping_empty_value(self) -> Any:
        """Mark the missing value."""
        event = super().parse_flow_mapping_empty_value()
        event.style = "bare"
        return event
