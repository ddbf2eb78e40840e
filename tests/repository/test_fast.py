"""The two readers agree on every input, or the fast one leaves it to the exact one."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpitrack.repository.yaml import fast, tree
from kpitrack.repository.yaml.exact import read_exact
from kpitrack.repository.yaml.fast import UNSURE, read_fast

from . import yaml_texts

ROOT = Path(__file__).parents[2]
FILES = sorted(path for path in ROOT.rglob("*.y*ml") if not {".venv", ".git", "node_modules"} & set(path.parts))

patient = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def assert_agree(data: bytes) -> bool:
    """Whether the fast reader read it; if so, exactly as the exact one, types and order included."""
    found = read_fast(data)
    if found is UNSURE:
        return False
    document = read_exact(data)
    assert not document.findings, [str(finding.message) for finding in document.findings]
    assert repr(found) == repr(document.data)
    return True


@patient
@given(yaml_texts.documents)
def test_agree_on_documents_of_every_style(text: str) -> None:
    assert_agree(text.encode())


@patient
@given(yaml_texts.mutated(yaml_texts.documents))
def test_agree_on_documents_that_went_wrong(text: str) -> None:
    assert_agree(text.encode("utf-8", "replace"))


@patient
@given(st.data())
def test_agree_on_the_projects_files_gone_wrong(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(FILES)).read_text(encoding="utf-8").splitlines(keepends=True)
    start = data.draw(st.integers(0, len(lines)))
    part = "".join(lines[start : start + data.draw(st.integers(1, 15))])
    assert_agree(data.draw(yaml_texts.mutated(st.just(part))).encode("utf-8", "replace"))


@given(st.binary(max_size=30))
def test_agree_on_bytes(data: bytes) -> None:
    assert_agree(data)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_agree_on_every_file_of_the_project(path: Path) -> None:
    assert_agree(path.read_bytes())


@pytest.mark.parametrize("path", sorted((ROOT / "data").rglob("*.yaml")), ids=lambda path: path.name)
def test_the_fast_reader_reads_the_repositorys_own_data(path: Path) -> None:
    assert read_fast(path.read_bytes()) is not UNSURE


PLAIN_STYLES = [
    "",
    "# only a comment\n",
    "---\nid: a\n",
    "\ufeffid: tsuruoka-2\ntitle: 鶴岡市 # 注\n",
    "id: a\r\nperiod: {start: 2020, end: 2024}\r\n",
    "a: 1",
    "a:\n  - b: 1\n    c:\n    - 'it''s'\n    - \"x: \\\"y\\\"\"\n",
    "a: {value: 6, by: {sex: {female: 6, male: 4}}, source: https://example.jp/a?b=1, list: [1, 2.5, あ]}\n",
    "a: {b: 1,\n    c: 2}\n",
    "notes: |\n  一行目\n    - 深い\n\n  three: &x\nb: >-\n  a\n  b\n",
    "notes: a long text\n  over two lines\nb: 3,141\n",
    "2021: 3.0\n令和4年度: -0.5\nR5: 30%\n1-1: 2024年度\n",
    "a: 2021-03-01\nb: 12 towns\nc: no\nd: ~5\n".replace("~5", "null"),
]


@pytest.mark.parametrize("text", PLAIN_STYLES)
def test_plain_files_take_the_fast_way(text: str) -> None:
    assert assert_agree(text.encode())


DIFFERENT = [
    "a: 010", "a: 1_000", "a: .inf", "a: -.INF", "a: .nan", "a: 1e400", "a: 123456789012345678901234567890", "a: {2021: 3,141}",
    "a: {b, c: d}", "a: &x 1", "a: *x", "a: !!str 1", "%YAML 1.2\n---\na: b", "a: b\n---\nc: d", "a: b\n...\n", "<<: 1",
    "<<: {a: 1}", "true: 1", "null: 1", "~: 1", "1.0: 2", ": 1", "? a\n: b", "[a]: b", "{a: b}: c", "a: 1\na: 2", "a:\tb", "\ta: b",
    "a: x\x85y", "a: x\u2028y", "a: x\u2029y", "a: x\ufeffy", "a: \x01", "a: \x7f", "a: \x9f", "a: \ufffe", "a: b\rc: d", "a: 'x' y",
    'a: "x"#c', "a: @x", "a: `x`", "a: - b", "a: b: c", '"\\ud83d": 1', 'a: "\\ud83d"', "a: |2\n   x\n", "01: a\n1: b",
    "a: " + "[" * 40 + "]" * 40, "".join(" " * i + "a:\n" for i in range(40)), "- a:\n" + "".join("  " * i + "- a:\n" for i in range(1, 20)),
    "x" * 1100 + ": 1", "a: " + "あ" * 40_000, "a: |\n  x\n   y\n z\n", "\xff".encode("latin-1").decode("latin-1") + "\t",
]  # fmt: skip


@pytest.mark.parametrize("text", DIFFERENT, ids=lambda text: repr(text[:20]))
def test_what_could_differ_is_left_to_the_exact_reader(text: str) -> None:
    assert read_fast(text.encode()) is UNSURE


@pytest.mark.parametrize(
    "data", [b"\xff\xfea\x00", b"a: \x82\xa0", b"a: \xed\xa0\x80", b"\xef\xbb\xbf\xef\xbb\xbfa: b"]
)
def test_other_encodings_are_left_to_the_exact_reader(data: bytes) -> None:
    assert read_fast(data) is UNSURE


def test_a_file_of_too_many_values_is_left_to_the_exact_reader() -> None:
    assert read_fast(b"- 1\n" * 300_001) is UNSURE


def test_deep_but_allowed_files_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join("    " * i + "a:\n" for i in range(20))
    assert assert_agree(text.encode())
    monkeypatch.setattr(fast, "_DEEPEST", 10)
    assert read_fast(text.encode()) is UNSURE


def test_a_line_that_never_ends_takes_no_longer_than_one_that_does() -> None:
    for piece in ("a", "a ", '"', "'", "{a: ", "[", "- ", "1", "1.", "a:", ":", "#", "{a: [", "\\"):
        read_fast(("a: " + piece * 20_000 + "\t\n").encode())


def test_a_tree_is_the_same_whichever_parser_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [path.read_bytes() for path in FILES if "data" in path.parts] + [text.encode() for text in DIFFERENT[:20]]
    trees = [tree.read_tree(text)[:2] for text in texts]
    monkeypatch.setattr(tree, "read_fast", lambda _: UNSURE)
    assert [tree.read_tree(text)[:2] for text in texts] == trees


@pytest.mark.parametrize(
    "text",
    [
        "# x\n" * 400_000,
        "- a\n" * 250_000,
        "a: [" + "1, " * 15_000 + "1]\n",
        "".join(f"k{i}:\n" for i in range(140_000)),
    ],
)
def test_long_files_are_read_in_little_memory(text: str) -> None:
    data = text.encode()
    tracemalloc.start()
    try:
        found = read_fast(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found is not UNSURE
    assert peak < 60 * len(data) + 10_000_000  # a match that keeps every line until its end takes 300
