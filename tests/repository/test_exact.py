from __future__ import annotations

import math
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from kpitrack.diagnostics import Part, Span
from kpitrack.repository.yaml import exact, exact_scanner
from kpitrack.repository.yaml.exact import read_exact
from kpitrack.repository.yaml.exact_nodes import Document


def read(text: str) -> Document:
    return read_exact(text.encode())


def named(document: Document) -> list[tuple[str, int, int]]:
    return [(found.rule.name, found.span.line, found.span.column) for found in document.findings if found.span]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("010", 10), ("0o14", 12), ("0x1F", 31), ("-0x1F", -31), ("1e3", 1000.0),
        ("+1", 1), ("1.", 1.0), (".5", 0.5), ("2023-06-30", "2023-06-30"), ("12:30", "12:30"), ("'12'", "12"),
        ('"12"', "12"), ("true", True), ("~", None), ("", None), ("null", None), ("3,141", "3,141"), ("１２", "１２"),
        ("令和6年度", "令和6年度"), ("-_", "-_"), ("=", "="), ("a\u2028b\x85c", "a\u2028b\x85c"), ('"\\u2028"', "\u2028"),
        ("6\t", 6), ("6\t# x", 6), ("|\n  x\n  y\n", "x\ny\n"),
    ],
)  # fmt: skip
def test_scalars(text: str, value: object) -> None:
    document = read(f"a: {text}")
    assert document.findings == ()
    assert document.data == {"a": value}
    assert type(document.data["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("unit: %\n", ("yaml-syntax", 1, 7)),
        ("note: @x\n", ("yaml-syntax", 1, 7)),
        ("a: `x\n", ("yaml-syntax", 1, 4)),
        ("a:\n\tb: 1\n", ("yaml-syntax", 2, 1)),
        ("a: 1\nb:2\nc: 3\n", ("yaml-syntax", 2, 2)),
        ("title：x\nb: 1\n", ("yaml-syntax", 1, 6)),
        ("a: {b: 1\nc: 2\n", ("yaml-syntax", 1, 4)),
        ("a: [1\n", ("yaml-syntax", 1, 4)),
        ("a: {\n", ("yaml-syntax", 1, 4)),
        ("a: {b: 1 c: 2}\n", ("yaml-syntax", 1, 11)),
        ('a: "x\nb: 1\n', ("yaml-syntax", 1, 4)),
        ('a: "x\nb: "y"\n', ("yaml-syntax", 1, 4)),
        ('a: "x" y\n', ("yaml-syntax", 1, 8)),
        ("a: b: c\n", ("yaml-syntax", 1, 5)),
        ("a: 1\n  b: 2\n", ("yaml-syntax", 2, 3)),
        ("a:\n    b: 1\n  c: 2\n", ("yaml-syntax", 3, 3)),
        ("a: 1\n- b\n", ("yaml-syntax", 2, 1)),
        ("a: }\n", ("yaml-syntax", 1, 4)),
        ('a: "\\c"\n', ("yaml-syntax", 1, 5)),
        ('a: "\\ud83d"\n', ("yaml-syntax", 1, 5)),
        ("a: x\x00\n", ("yaml-syntax", 1, 5)),
        ("%YAML 1.1\n---\na: no\n", ("yaml-syntax", 1, 1)),
        ("a: 1\n---\nb: 1\n", ("several-documents", 2, 1)),
        ("a: &x 3\n", ("alias-not-allowed", 1, 4)),
        ("a: *x\n", ("alias-not-allowed", 1, 4)),
        ("a: {<<: *x, b: 1}\n", ("alias-not-allowed", 1, 5)),
        ("a: !!str 3\n", ("tag-not-allowed", 1, 4)),
        ("a: 1\n'a': 2\n", ("duplicate-key", 2, 1)),
        ("2021: 1\n0x7e5: 2\n", ("duplicate-key", 2, 1)),
        ("a: .inf\n", ("bad-number", 1, 4)),
        ("a: -.NaN\nb: .nan\n", ("bad-number", 2, 4)),
        ("a: 1_000\n", ("bad-number", 1, 4)),
        ("a: 1e999\n", ("bad-number", 1, 4)),
        ("a: {2021: 3,141}\n", ("bad-number", 1, 11)),
        ("a: 1" + "0" * 390 + "\n", ("bad-number", 1, 4)),
        ("a:\n  b: 1\n　　c: 2\n  d: 3\n", ("yaml-syntax", 3, 1)),
        ("a:\r\n  b: 1\r\n 　 c: 2\r\n", ("yaml-syntax", 3, 2)),
        ("a: {b: {c: 1, {d: 2}, .inf: 3\n", ("yaml-syntax", 1, 8)),
        ("true: 1\n", ("wrong-type", 1, 1)),
        ("1.5: 1\n", ("wrong-type", 1, 1)),
        ("~: 1\n", ("wrong-type", 1, 1)),
        ("? [a]\n: 1\n", ("wrong-type", 1, 3)),
        ("- " * 33 + "a\n", ("too-deep", 1, 65)),
        ("[" * 5000, ("too-deep", 1, 33)),
        ("{a: " * 5000, ("too-deep", 1, 129)),
        ("".join(" " * i + "a:\n" for i in range(5000)), ("too-deep", 33, 33)),
        ("a: " + "x" * 100_001, ("too-large", 1, 4)),
    ],
)
def test_findings(text: str, found: tuple[str, int, int]) -> None:
    assert named(read(text)) == [found]


def test_what_the_findings_say() -> None:
    (found,) = read("unit: %  # 割合\n").findings
    assert str(found.hint) == 'quote it: "%"'
    (found,) = read("{2021: 1,234,567, 2022: 5}").findings
    assert found.span == Span(1, 8, 1, 17)
    assert str(found.hint) == "write the number without a comma: 1234567"
    (found,) = read_exact("名前: テスト\n".encode("cp932")).findings
    assert found.rule.name == "not-utf8"
    assert "Shift_JIS" in str(found.hint)


def test_every_finding_of_a_file() -> None:
    document = read("a: 1\na: 2\nb: &x .inf\nc: [1\n")
    assert [name for name, _, _ in named(document)] == [
        "duplicate-key", "alias-not-allowed", "bad-number", "yaml-syntax",
    ]  # fmt: skip
    assert document.data == {"a": 1, "b": None}


def test_the_place_of_bytes_that_are_no_text() -> None:
    (found,) = read_exact("a: あ\nb: x".encode() + b"\xff\n").findings
    assert found.span == Span(2, 5, 2, 6)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places(newline: str, mark: str) -> None:
    text = mark + newline.join(
        ["# 実績\u2028", "actuals:", "  テレワーク: {2021: 3, 2022: {value: 6}}", "  b:", "  - x: 1", "    y:", ""]
    )
    document = read(text)
    assert document.findings == ()
    assert document.bom is bool(mark)
    assert document.line(3) == "  テレワーク: {2021: 3, 2022: {value: 6}}"
    assert document.span(("actuals", "テレワーク", 2022, "value")) == Span(3, 34, 3, 35)
    assert document.span(("actuals", "テレワーク", "2022"), Part.KEY) == Span(3, 20, 3, 24)
    assert document.span(("actuals", "テレワーク", 2023)) == Span(3, 3, 3, 8)
    assert document.span(("actuals", "b", 0, "y")) == Span(6, 5, 6, 6)
    assert document.span(("actuals", "b", 0, "z")) == Span(5, 5, 5, 6)
    assert document.span(("actuals", "b")) == Span(5, 3, 6, 7)
    assert document.span(("nothing",)) == Span(2, 1, 2, 8)
    node = document.node(("actuals", "テレワーク", 2021))
    assert node is not None
    assert text.encode()[document.byte(node.start) : document.byte(node.end)] == b"3"


def test_files_without_content() -> None:
    for text in ("", "# x\n", "---\n", "\ufeff", "\n\n"):
        assert read(text).data is None
        assert read(text).findings == ()


def test_hostile_files_end_in_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = "a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(10_000))
    assert {name for name, _, _ in named(read(bomb))} == {"alias-not-allowed"}
    assert named(read_exact(b"a" * 20_000_001)) == [("too-large", 1, 1)]
    assert len(read("\x00" * 1_000_000).findings) == 200
    assert exact.MAX_NODES == 300_000
    monkeypatch.setattr(exact, "MAX_NODES", 3_000)
    assert read("".join(f"{i}: 1\n" for i in range(1_499))).findings == ()
    assert [name for name, _, _ in named(read("".join(f"{i}: 1\n" for i in range(2_000))))] == ["too-large"]
    assert read("'" * 1_001).findings
    assert len(read(":\n" * 100_000).findings) == 200


def test_a_key_that_stands_there_many_times_is_named_once() -> None:
    (found,) = read("k: 1\n" * 100).findings
    assert str(found.message) == "“k” stands here a second time"
    (found,) = read("k: 1\nl: 2\n" * 100).findings
    assert str(found.message) == "“k” stands here a second time, and so do: l"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_conflict_left_by_git(newline: str) -> None:
    lines = ["a: 1", "<<<<<<< HEAD", "b: 2", "=======", "b: 3", ">>>>>>> work", ""]
    (found,) = read(newline.join(lines)).findings
    assert "conflict" in str(found.message)
    assert found.span == Span(2, 1, 2, 13)
    assert read("a: |\n  <<<<<<< x\n  >>>>>>> y\n").findings == ()


def test_many_faults_take_little_memory() -> None:
    tracemalloc.start()
    try:
        read(":\n" * 200_000)
        assert tracemalloc.get_traced_memory()[1] < 6_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", ["|\n" + "  x\n" * 70_000, "|\n" + "\n" * 210_000 + "  x\n", '"' + "\\n" * 110_000,
                                  '"x\n' + "  x\n" * 70_000, "x\n" + "  x\n" * 70_000, "'" + "''" * 110_000])  # fmt: skip
def test_a_text_of_megabytes_is_not_read_to_its_end(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert exact_scanner._LONGEST_SCALAR == 2_000_000
    monkeypatch.setattr(exact_scanner, "_LONGEST_SCALAR", 200_000)
    document = read(f"b: 1\na: {text}")
    assert named(document) == [("too-large", 2, 4)]
    assert document.data == {"b": 1}


@given(
    st.lists(st.sampled_from(["", "  ", "# x", "    # y", "\t", "\t# z"]), max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_empty_lines_and_comments_say_nothing(lines: list[str], newline: str) -> None:
    text = newline.join(["a:", *lines, "  b: 1", *lines, "  c: [x,", *lines, "    y]", *lines, ""])
    document = read(text)
    assert document.findings == ()
    assert document.data == {"a": {"b": 1, "c": ["x", "y"]}}
    count = len(lines)
    assert document.span(("a", "c", 1)) == Span(2 + 3 * count + 2, 5, 2 + 3 * count + 2, 6)


def test_places_in_large_mappings() -> None:
    document = read("".join(f"k{i}: {i}\n" for i in range(1000)) + "2021: {x: 1}\n")
    assert document.span(("k700",), Part.KEY) == Span(701, 1, 701, 5)
    assert document.span(("2021", "x")) == document.span((2021, "x")) == Span(1001, 11, 1001, 12)
    assert document.span(("k1000",)) == Span(1, 1, 1, 3)


PIECES = [
    "a", "b: ", "2021: 3", "- ", "  ", "    ", "\n", "\r\n", "\r", "\n  ", "{", "}", "[", "]", ", ", ",141", ": ", ":", "'", '"',
    "# x", "|\n", ">-\n", "&x ", "*x", "!t ", "? ", "<<: ", "%", "@", "\t", "---\n", "...\n", "令和6年度", "：", "\x85", "\u2028",
    "1_0", ".inf", "0x1F", "010", "~", "true", "no", "\\", "\\u", "\ufeff", "\x07", "-", "1.5", "''", '""', "\\n",
]  # fmt: skip
YAMLISH = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
SOUND = """\
strategy: tsuruoka-2
actuals:
  telework-practitioners:
    2021: 3
    2022: {value: 6, status: provisional, note: "速報: 値"}   # 2022
  telework-share: {2021: {numerator: 9, denominator: 90}, 令和4年度: 12.5}
  list:
  - a
  - {b: [1, 2]}
  text: |
    x
    y
"""


@st.composite
def mutations(draw: st.DrawFn) -> str:
    text = SOUND
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 3)))
        text = text[:start] + draw(st.sampled_from(["", *PIECES])) + text[end:]
    return text


@given(st.binary())
@example(b"\xff\xfe")
@example(b'"\\U00110000"')
def test_any_bytes_give_a_document(data: bytes) -> None:
    check(read_exact(data))


@given(YAMLISH | mutations())
def test_any_text_gives_a_document(text: str) -> None:
    check(read(text))


def check(document: Document) -> None:
    for found in document.findings:
        assert found.span is not None
        assert (1, 1) <= (found.span.line, found.span.column) <= (found.span.end_line, found.span.end_column)
        assert found.span.end_line <= len(document.line_starts)
        assert str(found.message)
        assert found.hint is not None


@given(YAMLISH | mutations())
def test_what_has_no_finding_is_read_as_ruamel_reads_it(text: str) -> None:
    document = read(text)
    if document.findings or any(character in text for character in "\x85\u2028\t\ufeff"):
        return  # less is allowed; the differences are tested above
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    assert same(document.data, yaml.load(text))


@pytest.mark.filterwarnings("ignore::ruamel.yaml.error.ReusedAnchorWarning")  # which is no refusal
@given(YAMLISH | mutations())
@example("&x b: &x ")
def test_what_ruamel_refuses_has_a_finding(text: str) -> None:
    if any(character in text for character in "\x85\u2028\t"):
        return
    try:
        YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, TypeError):  # it looks up a key that is a mapping: ? - b:
        # an empty number is the only thing that ruamel stumbles over and this reader takes for text
        assert read(text).findings or "-_" in text


def same(first: object, second: object) -> bool:
    if isinstance(first, dict) and isinstance(second, dict):
        return list(first) == list(second) and all(same(first[key], second[key]) for key in first)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, float) and isinstance(second, float):
        return first == second or (math.isnan(first) and math.isnan(second))
    return type(first) is type(second) and first == second
