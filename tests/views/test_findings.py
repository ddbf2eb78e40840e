"""Every format of findings, on findings whose texts would break it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.diagnostics import CATALOGUE, Diagnostic, Severity, Span, rule
from kpitrack.language import say
from kpitrack.repository.places import Places
from kpitrack.views.findings import github as findings_github
from kpitrack.views.findings import json as findings_json
from kpitrack.views.findings import junit as findings_junit
from kpitrack.views.findings import markdown as findings_markdown
from kpitrack.views.findings import sarif as findings_sarif
from kpitrack.views.findings import text as findings_text
from kpitrack.views.text.plain import width
from kpitrack.views.text.workflow_log import stopped

# The JSON schema of SARIF 2.1.0 as SchemaStore publishes it (2.1.0-rtm.5), unchanged.
SARIF = json.loads(Path(__file__).with_name("sarif-2.1.0-rtm.5.json").read_text("utf-8"))
NASTY = "50%, a:b\r\n::error::no | <b>@town</b> `x` ]]> \x1b[31m\x00\u202e"


def finding(text: str = NASTY, path: str = "data/actuals/town, 1:2%.yaml", span: Span | None = None) -> Diagnostic:
    words = say("{text}", text=text)
    return Diagnostic(rule("bad-number"), words, words, path, span=span or Span(3, 5, 3, 11))


def nothing(_: str) -> bytes | None:
    return None


anything = st.builds(
    Diagnostic,
    st.sampled_from(sorted(CATALOGUE.values(), key=lambda one: one.code)),
    st.builds(lambda text: say("{text}", text=text), st.text()),
    st.none() | st.builds(lambda text: say("{text}", text=text), st.text()),
    st.text(min_size=1),
    span=st.builds(lambda a, b, c, d: Span(a, b, a + c, b + d), *[st.integers(1, 10**6)] * 4),
)


class TestGitHub:
    def test_the_command_as_the_runner_reads_it(self) -> None:
        (line,) = findings_github.as_github([finding("12,600")], "city/")
        assert line == (
            "::error title=KP206 bad-number,file=city/data/actuals/town%2C 1%3A2%25.yaml,line=3,endLine=3,col=5,"
            "endColumn=10::12,600%0A→ 12,600"
        )

    def test_columns_are_left_out_across_lines(self) -> None:
        (line,) = findings_github.as_github([finding("a", span=Span(3, 5, 4, 2))])
        assert "col=" not in line
        assert "line=3,endLine=4" in line

    @given(st.lists(anything, max_size=3))
    def test_one_line_for_each_and_nothing_gets_out(self, found: list[Diagnostic]) -> None:
        lines = list(findings_github.as_github(found))
        assert len(lines) == len(found)
        for line in lines:
            assert line.isprintable() or all(c not in line for c in "\r\n\x1b\x00")
            _, properties, message = re.fullmatch(r"::(error|warning) (.*?)::(.*)", line).groups()  # type: ignore[union-attr]
            names = [pair.partition("=")[0] for pair in properties.split(",")]
            assert names[:4] == ["title", "file", "line", "endLine"]
            assert not re.search(r"%(?!25|0D|0A)", message)

    def test_the_log_takes_no_commands(self) -> None:
        first, *inner, last = stopped(["::error::not a command"])
        assert first.startswith("::stop-commands::")
        assert last == f"::{first.removeprefix('::stop-commands::')}::"
        assert inner == ["::error::not a command"]
        assert next(iter(stopped([]))) != first


class TestSarif:
    def check(self, document: object) -> None:
        jsonschema.Draft4Validator(SARIF).validate(document)

    def test_validates_and_says_all(self) -> None:
        document = json.loads(
            "".join(
                findings_sarif.as_sarif([finding(), finding("b")], "市/", [(finding("c"), "known")], lambda _: "abc")
            )
        )
        self.check(document)
        (run,) = document["runs"]
        first, _, suppressed = run["results"]
        assert first["ruleId"] == "KP206"
        assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "KP206"
        location = first["locations"][0]["physicalLocation"]
        assert location["artifactLocation"]["uri"] == "%E5%B8%82/data/actuals/town%2C%201%3A2%25.yaml"
        assert location["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 11}
        assert suppressed["suppressions"] == [{"kind": "external", "justification": "known"}]

    def test_every_rule_is_described(self) -> None:
        found = [Diagnostic(one, say("x"), path="a") for one in CATALOGUE.values()]
        document = json.loads("".join(findings_sarif.as_sarif(found)))
        self.check(document)
        assert all(one["shortDescription"]["text"] for one in document["runs"][0]["tool"]["driver"]["rules"])

    @given(st.lists(anything, max_size=3))
    def test_whatever_is_found_validates(self, found: list[Diagnostic]) -> None:
        (text,) = findings_sarif.as_sarif(found)
        self.check(json.loads(text.encode()))

    def test_a_name_that_is_not_utf8(self) -> None:
        (text,) = findings_sarif.as_sarif([finding("x", "data/\udce9.yaml")])
        assert "data/%E9.yaml" in text


class TestJunit:
    @given(st.lists(anything, max_size=3), st.booleans())
    def test_counts_hold_and_xml_is_well_formed(self, found: list[Diagnostic], strict: bool) -> None:
        root = ET.fromstring("\n".join(findings_junit.as_junit(found, ["a.yaml"], strict=strict)))  # noqa: S314  our own output
        assert (
            len(root.findall(".//failure"))
            == int(root.get("failures", ""))
            == sum(strict or one.severity is Severity.ERROR for one in found)
        )
        assert len(root.findall(".//testcase")) == int(root.get("tests", ""))
        assert len(root.findall(".//skipped")) == int(root.get("skipped", ""))

    def test_a_file_with_nothing_wrong_is_a_test_that_passed(self) -> None:
        root = ET.fromstring("\n".join(findings_junit.as_junit([], ["a.yaml", "b.yaml"])))  # noqa: S314  our own output
        assert [case.get("classname") for case in root.iter("testcase")] == ["a.yaml", "b.yaml"]


class TestMarkdown:
    def test_a_row_keeps_its_cells(self) -> None:
        lines = list(findings_markdown.as_markdown([finding()], 2))
        row = lines[-1]
        assert len(re.findall(r"(?<!\\)\|", row)) == 5
        assert "<b>" not in row
        assert "@town" not in row

    def test_many_are_cut_with_their_number_and_errors_come_first(self) -> None:
        warning = Diagnostic(rule("unit-slip"), say("slip"), path="a")
        lines = list(findings_markdown.as_markdown([warning, *[finding("x" * 1000)] * 300], 2))
        assert "KP206" in lines[6]
        assert "101" in lines[-1]
        assert len("\n".join(lines)) < 400_000


class TestText:
    def excerpt(self, line: str, span: Span, columns: int | None = None) -> list[str]:
        found = [Places(line.encode()).show(finding("x", "a.yaml", span))]
        lines = findings_text.as_text(found, color=False, columns=columns)
        return [text for text in lines if "│" in text]

    @pytest.mark.parametrize("columns", [None, 80, 40])
    @pytest.mark.parametrize(
        ("line", "word"),
        [
            ("    移住者数: １２,600", "１２,600"),
            ("\t移住\t者数: x", "者数"),
            ("a: " + "長い文" * 200 + "ここ" + "あと" * 200, "ここ"),
            ("b" * 500 + "ここ", "ここ"),
            ("ｶﾅ: \x1b[31mx", "x"),
        ],
    )
    def test_the_mark_lines_up(self, line: str, word: str, columns: int | None) -> None:
        column = line.index(word) + 1
        shown, marks = self.excerpt(line, Span(1, column, 1, column + len(word)), columns)
        before = marks.index("^")
        at, cells = 0, 0
        while cells < before:
            cells += width(shown[at])
            at += 1
        assert cells == before
        assert shown[at:].startswith(word)
        assert marks.count("^") == width(word)
        assert width(shown) <= (columns or 168)

    def test_long_marks_are_cut(self) -> None:
        shown, marks = self.excerpt("c" * 900, Span(1, 1, 1, 900))
        assert width(shown) <= 168
        assert width(marks) <= width(shown)

    @given(st.text(), st.integers(1, 300), st.integers(0, 300))
    def test_any_line_and_place_will_do(self, line: str, column: int, length: int) -> None:
        data = line.encode("utf-8", "surrogatepass")
        found = [Places(data).show(finding("x", "a.yaml", Span(1, column, 1, column + length)))]
        assert all(
            c.isprintable() or c == " "
            for text in findings_text.as_text(found, color=False)
            for c in text
            if c in "\x1b\r\n"
        )


def test_json_has_the_fields_of_the_contract() -> None:
    document = json.loads("".join(findings_json.as_json([finding("x")], 2)))
    assert document["summary"] == {"files": 2, "errors": 1, "warnings": 0}
    (entry,) = document["diagnostics"]
    assert list(entry) == [
        "code", "name", "severity", "message", "hint", "path", "line", "column", "end_line", "end_column", "url",
    ]  # fmt: skip


@given(anything)
def test_concise_is_one_line(found: Diagnostic) -> None:
    (line,) = findings_text.as_concise([found])
    assert "\n" not in line
    assert "\x1b" not in line


def test_a_name_that_is_not_utf8_stands_in_json_by_its_bytes() -> None:
    path = b"data/actuals/\xff.yaml".decode("utf-8", "surrogateescape")
    (text,) = findings_json.as_json([Diagnostic(rule("unreadable-file"), say("this is a folder"), path=path)], 1)
    text.encode("utf-8")
    assert json.loads(text)["diagnostics"][0]["path"] == path
