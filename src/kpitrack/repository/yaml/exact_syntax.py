"""Explanations of syntax errors, for people who do not know the words of YAML parsers."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import MappingEndEvent, ScalarEvent, SequenceEndEvent

from kpitrack.language import Text, say

_LINE_END = re.compile(r"[\r\n]")
_CONFLICT = re.compile(r"^(<{7}|>{7})(?: [^\r\n]*)?$", re.MULTILINE)
_WIDE_BRACKET = re.compile(r":\s+([｛［])")
_NO_SPACE_AFTER_DASH = re.compile(r" *(-)[^\s-]")
_NO_SPACE_AFTER_COLON = re.compile(r"\s*(?:- +)*[\w.-]+:[^\s:]")


class Fault(NamedTuple):
    """A fault of syntax and its place, in characters of the text."""

    start: int
    end: int
    message: Text
    hint: Text


def explain_character(character: str) -> tuple[Text, Text]:
    """The words for a character that no YAML file may hold."""
    return (
        say("the character U+{code:04X} is not allowed in a file", code=ord(character)),
        say('remove it; where it is meant, write it in double quotes as "\\u{code:04X}"', code=ord(character)),
    )


def explain_directive(line: str) -> tuple[Text, Text]:
    """The words for a line that starts with a percent sign."""
    if line.startswith(("%YAML", "%TAG")):
        return (
            say("directives such as “{word}” are not allowed", word=line.split(maxsplit=1)[0]),
            say("remove this line. Every file is read as YAML 1.2"),
        )
    return say("a line can't start with “%”"), say('if it is meant as a text, write it in quotes: “"%"”')


class _Place:
    """The text around a fault."""

    def __init__(self, text: str, error: MarkedYAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        context = getattr(error, "context_mark", None)
        mark = mark or context
        self.text = text
        self.at: int = min(mark.index, len(text)) if mark is not None else 0
        self.context: int | None = min(context.index, len(text)) if context is not None else None
        self.problem: str = getattr(error, "problem", None) or ""

    def line_start(self, at: int) -> int:
        """The start of the line that ``at`` is in."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line_end(self, at: int) -> int:
        """The end of the line that ``at`` is in, without its line end."""
        match = _LINE_END.search(self.text, at)
        return match.start() if match else len(self.text)

    def line_above(self, start: int) -> int:
        """The start of the line above the one that starts at ``start``."""
        end = start - 1
        if end > 0 and self.text[end - 1 : end + 1] == "\r\n":
            end -= 1
        return self.line_start(max(end, 0))

    def same_line(self, first: int, second: int) -> bool:
        """Whether two characters are in the same line."""
        return self.line_start(first) == self.line_start(second)

    def fault(self, start: int, end: int, message: Text, hint: Text) -> Fault:
        """A fault, clipped to the text."""
        start = min(start, len(self.text))
        return Fault(start, max(start, min(end, len(self.text))), message, hint)


def explain_syntax(text: str, error: MarkedYAMLError, last_event: Any, opened: int | None) -> Fault:
    """What the parser's error means.

    Args:
        text: the file's text.
        error: what the parser raised.
        last_event: the parser's last event before it.
        opened: the place of the innermost open bracket.
    """
    place = _Place(text, error)
    if fault := _conflict(place):
        return fault
    if fault := _quote_left_open(place, last_event):
        return fault
    for explain in _EXPLANATIONS:
        if fault := explain(place):
            return fault
    if fault := _after_a_bracket(place, last_event):
        return fault
    if opened is not None and not text[place.at :].strip():
        return _unclosed_bracket(place, opened)
    return _block(place, last_event)


def _conflict(place: _Place) -> Fault | None:
    """Conflict markers of git."""
    marks = list(_CONFLICT.finditer(place.text.replace("\r", "\n")))
    if len({mark[1] for mark in marks}) < 2:
        return None
    return place.fault(
        marks[0].start(),
        marks[0].end(),
        say("git has left a conflict here: two versions of the lines from here on"),
        say("keep what holds of the lines between “<<<<<<<” and “>>>>>>>”, and remove the marks"),
    )


def _wide_indentation(place: _Place) -> Fault | None:
    """Full-width spaces at the start of the line, or of the one above, which then continued the text before it."""
    here = place.line_start(place.at)
    for start in (place.line_above(here), here):
        line = place.text[start : place.line_end(start)]
        blank = line[: len(line) - len(line.lstrip(" \t\u3000"))]
        if "\u3000" in blank:
            at = start + blank.index("\u3000")
            return place.fault(
                at,
                start + len(blank),
                say("this line is indented with full-width spaces"),
                say("indent with half-width spaces, two for each level"),
            )
    return None


def _character(place: _Place) -> Fault | None:
    if "cannot start any token" not in place.problem:
        return None
    at = place.at
    character = place.text[at : at + 1]
    end = place.line_end(at)
    if character == "\t":
        end = at + len(place.text[at:end]) - len(place.text[at:end].lstrip("\t"))
        if place.text[place.line_start(at) : at].strip(" ") == "":
            return place.fault(
                at, end, say("this line is indented with a tab"), say("indent with spaces, two for each level")
            )
        return place.fault(at, end, say("a tab stands here"), say("write a space instead of the tab"))
    if character in "%@`":
        return _unquoted(place, at)
    return place.fault(
        at,
        at + 1,
        say("“{character}” can't stand here", character=character),
        say("if it is text, write it in quotes"),
    )


def _quote(place: _Place) -> Fault | None:
    if place.context is None or not ("end of stream" in place.problem or "document separator" in place.problem):
        return None
    return _unclosed_quote(place, place.context)


def _quote_left_open(place: _Place, last_event: Any) -> Fault | None:
    """A quote left open, so that the next one, lines below, closed it; the parser stops after that one."""
    if not isinstance(last_event, ScalarEvent) or last_event.style not in ("'", '"'):
        return None
    start, end = last_event.start_mark.index, last_event.end_mark.index
    if place.text[end : place.at].strip() or not place.same_line(end, place.at) or place.same_line(start, end):
        return None
    return _unclosed_quote(place, start)


def _unclosed_quote(place: _Place, start: int) -> Fault:
    quote = place.text[start : start + 1]
    return place.fault(
        start,
        place.line_end(start),
        say("the quote opened here is never closed"),
        say("add the closing {quote}", quote=quote),
    )


def _escape(place: _Place) -> Fault | None:
    if "escape" not in place.problem:
        return None
    at = max(place.text.rfind("\\", 0, place.at + 1), 0)
    return place.fault(
        at,
        place.at + 1,
        say("“{escape}” means nothing in double quotes", escape=place.text[at : place.at + 1]),
        say("write the backslash twice, or use single quotes"),
    )


def _value(place: _Place) -> Fault | None:
    if "mapping values are not allowed" not in place.problem:
        return None
    start = place.line_start(place.at)
    before = place.text[start : place.at]
    content = start + len(before) - len(before.lstrip(" "))
    if re.search(r":\s", before):
        if wide := _WIDE_BRACKET.search(before):
            return place.fault(
                start + wide.start(1),
                start + wide.end(1),
                say("the bracket here is full-width ({bracket})", bracket=wide[1]),
                say("write half-width brackets, commas and colons: {{year: 2024, value: 12}}"),
            )
        if dash := _NO_SPACE_AFTER_DASH.match(before):
            return place.fault(
                start + dash.start(1),
                start + dash.end(1),
                say("a space is missing after the dash"),
                say("write “- ” before each entry of a list"),
            )
        return place.fault(
            place.at,
            place.at + 1,
            say("a second “: ” stands in this line"),
            say("write the whole text in quotes, or the fields on lines of their own"),
        )
    above = place.line_above(start)
    line = place.text[above : place.line_end(above)]
    if line.strip() and len(line) - len(line.lstrip(" ")) == content - start and not re.search(r":(\s|$)", line):
        return _no_colon(place, above + len(line) - len(line.lstrip(" ")))
    return place.fault(
        content,
        place.at,
        say("this line is indented deeper than the line before it, which already has a value"),
        say("give it the indentation of the fields beside it"),
    )


def _missing_colon(place: _Place) -> Fault | None:
    if "expected ':'" not in place.problem or place.context is None:
        return None
    return _no_colon(place, place.context)


def _no_colon(place: _Place, start: int) -> Fault:
    end = place.line_end(start)
    line = place.text[start:end]
    message, hint = say("“: ” is missing in this line"), say("write it as “name: value”, or check its indentation")
    if "：" in line:
        at = start + line.index("：")
        start, end = at, at + 1
        message = say("the colon here is full-width (：)")
        hint = say("write a half-width colon and a space: “: ”")
    elif _NO_SPACE_AFTER_COLON.match(line):
        start += line.index(":")
        end = start + 1
        message = say("a space is missing after the colon")
        hint = say("write “{line}”", line=line.replace(":", ": ", 1).rstrip())
    elif place.text[start : start + 1] in "\"'":
        message = say("a text in quotes stands here where a field is expected")
        hint = say("check whether the quote is closed where it should be, and the indentation")
    return place.fault(start, end, message, hint)


def _bracket(place: _Place) -> Fault | None:
    if not place.problem.startswith("expected ',' or") or place.context is None:
        return None
    opened = place.text[place.context : place.context + 1]
    if place.same_line(place.context, place.at) and place.at < place.line_end(place.at):
        if wrong := re.search(r"[、，；;](?=[ \u3000]*[\w]+$)", place.text[place.context : place.at].rstrip()):
            at = place.context + wrong.start()
            return place.fault(
                at,
                at + 1,
                say("“{character}” does not part the entries here", character=wrong[0]),
                say("write a half-width comma and a space"),
            )
        return place.fault(
            place.at,
            place.at + 1,
            say("a comma or the closing bracket is missing before this"),
            say("put a comma between the entries, and close the “{bracket}”", bracket=opened),
        )
    return _unclosed_bracket(place, place.context)


def _unclosed_bracket(place: _Place, at: int) -> Fault:
    opened = place.text[at : at + 1]
    return place.fault(
        at,
        at + 1,
        say("the bracket “{bracket}” opened here is not closed where it should be", bracket=opened),
        say("close it with “{bracket}”, and check that a comma stands between its entries",
            bracket="}" if opened == "{" else "]"),
    )  # fmt: skip


def _indicator(place: _Place) -> Fault | None:
    start = place.line_start(place.at)
    found = re.search(r":[ \t]+([|>?])(?=\S| )", place.text[start : place.line_end(place.at)])
    if found is None or start + found.start(1) > place.at:
        return None
    return _unquoted(place, start + found.start(1))


def _unquoted(place: _Place, at: int) -> Fault:
    """An unquoted text that starts with a character of special meaning."""
    written = re.split(r"\s#|[,\[\]{}]", place.text[at : place.line_end(at)])[0].rstrip()
    return place.fault(
        at,
        at + len(written),
        say("a value can't start with “{character}” unless it stands in quotes", character=written[0]),
        say("quote it: {quoted}", quoted='"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"'),
    )


def _after_a_bracket(place: _Place, last_event: Any) -> Fault | None:
    before = place.text[place.line_start(place.at) : place.at]
    if not isinstance(last_event, SequenceEndEvent | MappingEndEvent) or not re.search(r"[\]}]\s*$", before):
        return None
    return place.fault(
        place.at,
        place.line_end(place.at),
        say("text stands after the closing bracket"),
        say("if the text is meant to begin with a bracket, write the whole of it in quotes"),
    )


def _dash(place: _Place) -> Fault | None:
    start, end = place.at, place.line_end(place.at)
    if not re.fullmatch(r"-\s?", place.text[start : start + 2]) or not re.search(
        r":\s+$", place.text[place.line_start(start) : start]
    ):
        return None
    written = place.text[start:end].strip()
    if written == "-":
        hint = say("where there is no value, write {{status: missing}}; a text of a dash alone is written in quotes")
    else:
        hint = say("quote it: {quoted}", quoted='"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"')
    return place.fault(start, start + 1, say("a value can't be a dash, or start with one and a space"), hint)


def _block(place: _Place, last_event: Any) -> Fault:
    start, end = place.at, place.line_end(place.at)
    if isinstance(last_event, ScalarEvent) and last_event.style in ("'", '"'):
        quote_start, quote_end = last_event.start_mark.index, last_event.end_mark.index
        if place.same_line(quote_end - 1, place.at) and place.same_line(quote_start, place.at):
            return place.fault(
                start,
                end,
                say("text stands after the closing quote"),
                say('put the whole text in quotes; a quote within it is written as \\" in double quotes'),
            )
    if place.text[start : start + 1] in ("]", "}"):
        return place.fault(
            start,
            start + 1,
            say("“{bracket}” closes nothing", bracket=place.text[start : start + 1]),
            say("remove it, or write the text in quotes"),
        )
    if place.text[start : start + 2].rstrip() == "-":
        return place.fault(start, end, say("an entry of a list (“- ”) can't stand here"), say("check its indentation"))
    before = place.text[place.line_start(start) : start]
    if before.strip(" ") == "" and "expected <block end>" in place.problem:
        return place.fault(
            start,
            end,
            say("the indentation of this line fits none of the lines above"),
            say("give it the indentation of the fields beside it"),
        )
    return place.fault(
        start,
        end,
        say("this can't be read as YAML"),
        say("check this line and the one before: colon, quotes, indentation"),
    )


_EXPLANATIONS = (
    _wide_indentation, _character, _quote, _escape, _value, _missing_colon, _bracket, _dash, _indicator,
)  # fmt: skip
