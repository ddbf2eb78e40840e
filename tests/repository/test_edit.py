from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitrack.repository.edit import REMOVE, CannotEdit, diff, in_its_lines, in_the_file, set_value, set_values
from kpitrack.repository.edit.writing import EditedMapping
from kpitrack.repository.yaml.exact import read_exact

TELEWORK = ("actuals", "telework-practitioners")


def edited(text: str, year: int, value: object, kpi: str = "telework-practitioners") -> str:
    return set_value(text.encode(), ("actuals", kpi, year), value).decode()


@pytest.mark.parametrize(
    ("before", "year", "value", "after"),
    [
        pytest.param(
            "actuals:\n  telework-practitioners:\n    2021: 3\n    2023: 9 # 速報\n", 2022, 6,
            "actuals:\n  telework-practitioners:\n    2021: 3\n    2022: 6\n    2023: 9 # 速報\n", id="between",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    2021: 3\n\n  # 以下は未公表\n  telework-share:\n    2021: 1\n", 2022,
            {"value": 6, "status": "provisional", "published": "2023-06-30"},
            "actuals:\n  telework-practitioners:\n    2021: 3\n"
            "    2022: {value: 6, status: provisional, published: 2023-06-30}\n"
            "\n  # 以下は未公表\n  telework-share:\n    2021: 1\n", id="before the comment that follows",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    FY2021: 3\n    令和5年度: 9\n    note: x\n", 2022, 6,
            "actuals:\n  telework-practitioners:\n    FY2021: 3\n    2022: 6\n    令和5年度: 9\n    note: x\n", id="eras",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    令和3年度: 3\n    R4: 5\n", 2022, 6,
            "actuals:\n  telework-practitioners:\n    令和3年度: 3\n    R4: 6\n", id="the same year as written",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    2021: 3\n    x: 1\n", 2025, 6,
            "actuals:\n  telework-practitioners:\n    2021: 3\n    2025: 6\n    x: 1\n", id="what is no year stays last",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    2023: 3\n    2022: 1\n", 2024, 6,
            "actuals:\n  telework-practitioners:\n    2024: 6\n    2023: 3\n    2022: 1\n", id="newest first",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners: {2021: 3, 2023: 9}  # 件\n", 2022, 6,
            "actuals:\n  telework-practitioners: {2021: 3, 2022: 6, 2023: 9}  # 件\n", id="flow",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners: {\n    2021: 3,  # 確定\n    2023: 9,  # 速報\n  }\n", 2024, 6,
            "actuals:\n  telework-practitioners: {\n    2021: 3,  # 確定\n    2023: 9,  # 速報\n    2024: 6,\n  }\n",
            id="flow over lines, trailing comma",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners: {\n    2021: 3,\n    2023: 9  # 速報\n  }\n", 2024, 6,
            "actuals:\n  telework-practitioners: {\n    2021: 3,\n    2023: 9,  # 速報\n    2024: 6\n  }\n",
            id="flow over lines, no trailing comma",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners: {\n    2021: 3,\n    2023: 9}\n", 2022, 6,
            "actuals:\n  telework-practitioners: {\n    2021: 3,\n    2022: 6,\n    2023: 9}\n", id="flow, bracket at the end",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    2022:\n    2023: 9\n", 2022, 6,
            "actuals:\n  telework-practitioners:\n    2022: 6\n    2023: 9\n", id="empty value",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    2022:   # 未公表\n", 2022, 6,
            "actuals:\n  telework-practitioners:\n    2022: 6   # 未公表\n", id="empty value with a comment",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    2022:\n      3  # x\n", 2022, 6,
            "actuals:\n  telework-practitioners:\n    2022:\n      6  # x\n", id="value on the next line",
        ),
        pytest.param("strategy: tsuruoka-2\nactuals:\n", 2022, 6,
            "strategy: tsuruoka-2\nactuals:\n  telework-practitioners:\n    2022: 6\n", id="section without value"),
        pytest.param("strategy: tsuruoka-2\nactuals: {}  # まだ\n", 2022, 6,
            "strategy: tsuruoka-2\nactuals:  # まだ\n  telework-practitioners:\n    2022: 6\n", id="empty section"),
        pytest.param("strategy: tsuruoka-2\n\n# おわり\n", 2022, 6,
            "strategy: tsuruoka-2\nactuals:\n  telework-practitioners:\n    2022: 6\n\n# おわり\n", id="no section"),
        pytest.param("", 2022, 6, "actuals:\n  telework-practitioners:\n    2022: 6\n", id="empty file"),
        pytest.param("# 鶴岡市", 2022, 6, "# 鶴岡市\nactuals:\n  telework-practitioners:\n    2022: 6\n", id="only a comment"),
        pytest.param("{}\n", 2022, 6, "actuals:\n  telework-practitioners:\n    2022: 6\n", id="only braces"),
        pytest.param("actuals:\n    a:\n        2021: 1", 2022, 6,
            "actuals:\n    a:\n        2021: 1\n    telework-practitioners:\n        2022: 6", id="no last line end"),
        pytest.param("actuals:\r\n  telework-practitioners:\r\n    2021: 1\r\n", 2022, 6,
            "actuals:\r\n  telework-practitioners:\r\n    2021: 1\r\n    2022: 6\r\n", id="crlf"),
        pytest.param("actuals:\n  telework-practitioners:\n    2021: 3\n", 2021, {"value": 3, "status": "estimated"},
            "actuals:\n  telework-practitioners:\n    2021: {value: 3, status: estimated}\n", id="scalar to mapping"),
        pytest.param("actuals:\n  telework-practitioners:\n    2021: {value: 3, status: estimated}\n", 2021, 4,
            "actuals:\n  telework-practitioners:\n    2021: 4\n", id="mapping to scalar"),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    2021:\n      value: 3  # 見込み\n      note: 'x'\n", 2021,
            {"value": 4, "source": "統計"},
            "actuals:\n  telework-practitioners:\n    2021:\n      value: 4  # 見込み\n      note: 'x'\n      source: 統計\n",
            id="fields of a block",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    2021: {status: missing}\n", 2021, {"value": 4, "status": REMOVE},
            "actuals:\n  telework-practitioners:\n    2021: {value: 4}\n", id="the only field goes",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    2021: {note: x, status: missing}\n", 2021, {"value": 4, "status": REMOVE},
            "actuals:\n  telework-practitioners:\n    2021: {note: x, value: 4}\n", id="a field goes",
        ),
        pytest.param(
            "actuals:\n  telework-practitioners:\n    2021:\n      note: x\n      status: missing\n", 2021,
            {"value": 4, "status": REMOVE},
            "actuals:\n  telework-practitioners:\n    2021:\n      note: x\n      value: 4\n", id="a field of a block goes",
        ),
    ],
)  # fmt: skip
def test_edit(before: str, year: int, value: object, after: str) -> None:
    assert edited(before, year, value) == after
    if value == 6:
        assert edited(after, year, value) == after


@pytest.mark.parametrize(
    "fields", ["source: s, value: 1, status: p", "value: 1, source: s, status: p", "status: p, value: 1, source: s"]
)
@pytest.mark.parametrize("gone", [["value"], ["value", "source"], ["source", "status"], ["value", "source", "status"]])
def test_several_fields_of_an_entry_in_one_line_go_at_once(fields: str, gone: list[str]) -> None:
    text = f"actuals:\n  k: {{2021: {{{fields}}}, 2022: 3}}\n"
    change = {**dict.fromkeys(gone, REMOVE), "note": "x"}
    kept = {name: word for name, word in (pair.split(": ") for pair in fields.split(", ")) if name not in gone}
    found = read_exact(set_value(text.encode(), ("actuals", "k", 2021), change)).data["actuals"]["k"]
    assert found == {2021: {**{name: 1 if word == "1" else word for name, word in kept.items()}, "note": "x"}, 2022: 3}


def test_evaluation_in_a_strategy() -> None:
    before = "goals:\n- id: g1\n  kpis:\n    - id: a\n      name: x  # y\n- id: g2\n"
    at = ("goals", 0, "kpis", 0, "evaluations", 2022)
    after = set_value(before.encode(), at, {"judgement": "順調: 継続", "next": "continue"}).decode()
    assert after == (
        "goals:\n- id: g1\n  kpis:\n    - id: a\n      name: x  # y\n      evaluations:\n"
        '        2022: {judgement: "順調: 継続", next: continue}\n- id: g2\n'
    )


def test_many_at_once() -> None:
    edits = [(("actuals", kpi, year), year) for kpi in ("a", "b", "c") for year in (2023, 2021, 2022)]
    before = b"actuals:\n  b:\n    2022: 1\n"
    assert set_values(before, edits).decode() == (
        "actuals:\n  b:\n    2021: 2021\n    2022: 2022\n    2023: 2023\n"
        "  a:\n    2021: 2021\n    2022: 2022\n    2023: 2023\n  c:\n    2021: 2021\n    2022: 2022\n    2023: 2023\n"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("actuals:\n  a: &x {2021: 1}\n", 2),
        ("actuals:\n  a:\n    2021: !x 1\n", 3),
        ("actuals:\n  a:\n    2021: | # why\n      x\n", 3),
        ("actuals:\n  a:\n    ? 2021\n    : 1\n", 3),
        ("actuals:\n  a: 5\n", 2),
        ("actuals:\n  a:\n    2021: {value: 1, # x\n      note: y}\n", 3),
        ("actuals: [1]\n", 1),
        ("- 1\n", 1),
        ("a: {\n", 1),
    ],
)
def test_what_cannot_be_edited(text: str, line: int) -> None:
    with pytest.raises(CannotEdit) as refusal:
        edited(text, 2021, 7, "a")
    assert refusal.value.place.line == line
    assert str(refusal.value)


OLD_TEXTS = (
    "一",
    "'一'",
    "|\n      一\n\n      二",
    "|+\n      一\n",
    ">-\n      一\n      二",
    '"一\n      二"',
    "一\n      二",
    "",
    "{ja: 一}",
)


@pytest.mark.parametrize("old", OLD_TEXTS)
@pytest.mark.parametrize(
    "new", ["一行", "# 一\n\n  - 二: 三\n四", "末尾\n改行\n", " 前\n後", "一\n \n二", "一\u200b\n二", "---\n..."]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_texts_of_several_lines(old: str, new: str, newline: str) -> None:
    before = f"a:\n  evaluations:\n    done: {old}\n    # 注\n    next: stop\n".replace("\n", newline)
    after = set_values(before.encode(), [(("a", "evaluations", "done"), new), (("a", "evaluations", "plan"), new)])
    evaluation = {"done": new, "next": "stop", "plan": new}
    assert read_exact(after).data == {"a": {"evaluations": evaluation}}
    assert f"    # 注{newline}    next: stop{newline}" in after.decode()


def test_texts_of_several_lines_are_written_as_people_write_them() -> None:
    at = ("a", "evaluations", 2024, "done")
    assert set_value(b"a:\n", at, "一\n\n二").decode() == (
        "a:\n  evaluations:\n    2024:\n      done: |-\n        一\n\n        二\n"
    )
    assert set_value(b"a: {done: x, next: y}", ("a", "done"), "一\n二").decode() == 'a: {done: "一\\n二", next: y}'
    assert set_value(b"done: x # why\n", ("done",), "一\n二").decode() == 'done: "一\\n二" # why\n'


def test_a_text_that_no_file_may_hold() -> None:
    with pytest.raises(CannotEdit) as refusal:
        set_value(b"a: {}\n", ("a", "note"), "長" * 40_000)
    assert "longer" in str(refusal.value.message)


def test_a_diff() -> None:
    assert diff(b"a: 1\r\nb: 2\r\n", b"a: 1\r\nb: 3\r\n", "x.yaml") == [
        "--- a/x.yaml", "+++ b/x.yaml", "@@ -1,2 +1,2 @@", " a: 1", "-b: 2", "+b: 3",
    ]  # fmt: skip
    assert diff(b"", b"a: 1\n", "x.yaml")[:2] == ["--- /dev/null", "+++ b/x.yaml"]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "no",
        "12,600",
        "12",
        "1e3",
        "null",
        "~",
        "a: b",
        "a #b",
        "- x",
        "x:",
        "＃",
        "2023-06-30",
        "令和6年度",
        "a\nb",
        "'",
        '"',
        "[x",
        "=",
        "<<",
        "0x1F",
        ".5",
        "\x07",
        "\x85",
        "\u2028",
        "\ufeff",
        "{}",
        "%",
        "@x",
        "12:30",
        "+",
        "-",
        "y",
        " x ",
        "",
    ]
)
SCALARS = (
    st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | st.booleans()
    | st.none()
)


@given(SCALARS)
def test_a_scalar_is_read_back_as_it_was(value: object) -> None:
    for before in (b"a: {x: 1}\n", b"a:\n  x: 1\n", b"a:\n  x: 'y'\n", b'a: {x: "y"}\n', b""):
        after = set_value(before, ("a", "x"), value)
        read = read_exact(after)
        assert read.findings == ()
        assert read.data == {"a": {"x": value}}


@given(TEXTS.filter(bool))
def test_a_text_can_be_a_key(key: str) -> None:
    after = set_value(b"a:\n  2021: {b: 1}\n", ("a", 2021, key), 1)
    assert read_exact(after).data == {"a": {2021: {"b": 1, key: 1} if key != "b" else {"b": 1}}}


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[str]]:
    """Actuals files of every layout, and the KPIs in them."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    step = draw(st.integers(1, 4))
    kpis = draw(st.lists(st.sampled_from(["a", "b-1", "telework", "r6"]), min_size=1, unique=True))
    comment = st.sampled_from(["", "", "  # 速報", " # x: {1, 2}"])
    lines = [*draw(st.sampled_from([[], ["# 実績"], ["strategy: tsuruoka-2", ""]])), "actuals:" + draw(comment)]
    for kpi in kpis:
        quote = draw(st.sampled_from(["", '"', "'"]))
        years = sorted(draw(st.sets(st.integers(2019, 2030), max_size=4)))
        names = {
            year: draw(st.sampled_from([f"{year}", f"FY{year}", f"'{year}'", f"令和{year - 2018}年度"]))
            for year in years
        }
        values = {
            year: draw(
                st.sampled_from(["3", "-2.5", "{value: 6, status: provisional}", "", "~", "'x'", "{ value: 1 }"])
            )
            for year in years
        }
        key = " " * step + quote + kpi + quote + ":"
        layout = draw(st.sampled_from(["block", "block", "flow", "lines"]))
        if not years:
            lines.append(key + draw(st.sampled_from(["", " {}", " {  }", " ~"])) + draw(comment))
        elif layout == "flow":
            lines.append(key + " {" + ", ".join(f"{names[y]}: {values[y] or 1}" for y in years) + "}" + draw(comment))
        elif layout == "lines":
            last = draw(st.sampled_from(["", ","]))
            lines.append(key + " {" + draw(comment))
            for year in years:
                end = "," if year != years[-1] else last
                lines.append(" " * (2 * step) + f"{names[year]}: {values[year] or 1}{end}" + draw(comment))
            lines.append(" " * step + "}")
        else:
            lines.append(key + draw(comment))
            for year in years:
                if draw(st.booleans()) and draw(st.booleans()):
                    lines.append(draw(st.sampled_from(["", " " * (2 * step) + "# 注"])))
                if values[year] and draw(st.integers(0, 5)) == 0:
                    lines += [" " * (2 * step) + names[year] + ":", " " * (3 * step) + values[year] + draw(comment)]
                elif draw(st.integers(0, 5)) == 0:
                    lines += [" " * (2 * step) + names[year] + ":", " " * (3 * step) + "value: 1" + draw(comment)]
                else:
                    lines.append(" " * (2 * step) + f"{names[year]}: {values[year]}".rstrip() + draw(comment))
        lines += draw(st.sampled_from([[], [], [""], [" " * step + "# 次"], ["# 左端"], [" " * 2 * step + "# 深い"]]))
    lines += draw(st.sampled_from([[], ["comparators: {x: {2019: 1.4}}"], ["", "# おわり"]]))
    text = newline.join(lines) + draw(st.sampled_from(["", newline, newline]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode(), kpis


@given(files(), st.data())
def test_an_edit_changes_one_value_and_only_its_lines(file: tuple[bytes, list[str]], data: st.DataObject) -> None:
    before, kpis = file
    assert read_exact(before).findings == ()
    kpi = data.draw(st.sampled_from([*kpis, "new-one"]))
    year = data.draw(st.integers(2018, 2031))
    value = data.draw(st.sampled_from([7, -0.5, {"value": 7, "note": "速報値"}, {"status": "missing"}]))
    after = set_value(before, ("actuals", kpi, year), value)

    old, new = read_exact(before).data, read_exact(after).data
    names = [name for name in (new["actuals"][kpi] or {}) if read_year(name) == year]
    assert len(names) == 1
    was = (old["actuals"].get(kpi) or {}).get(names[0])
    now = new["actuals"][kpi].pop(names[0])
    assert now == ({**was, **value} if isinstance(was, dict) and isinstance(value, dict) else value)
    expected = {**old["actuals"], kpi: {k: v for k, v in (old["actuals"].get(kpi) or {}).items() if k != names[0]}}
    assert new == {**old, "actuals": expected}

    assert set_value(after, ("actuals", kpi, year), value) == after
    lines, ends_open = before.splitlines(keepends=True), not before.endswith(b"\n")
    matcher = SequenceMatcher(None, lines, after.splitlines(keepends=True), autojunk=False)
    lost = [line for tag, i, j, _, _ in matcher.get_opcodes() if tag != "equal" for line in lines[i:j]]
    # the line of the entry, or the lines of a block that a scalar replaces; and a last line without an end gets one
    assert len(lost) <= 2 + ends_open
    assert after.endswith(b"\n") is not ends_open
    assert after.startswith(b"\xef\xbb\xbf") is before.startswith(b"\xef\xbb\xbf")
    assert (b"\r\n" in after) == (b"\r\n" in before)


@given(files(), st.data())
def test_lines_around_an_edit_read_alone_bring_the_same_as_the_whole_file(
    file: tuple[bytes, list[str]], data: st.DataObject
) -> None:
    before, kpis = file
    kpi, year = data.draw(st.sampled_from([*kpis, "new-one"])), data.draw(st.integers(2018, 2031))
    value = data.draw(
        st.sampled_from([7, {"value": 7, "note": "速報値"}, {"status": "missing"}, REMOVE, {"value": REMOVE}])
    )
    wanted = EditedMapping(actuals=EditedMapping({kpi: EditedMapping({year: value})}))
    quickly = in_its_lines(before, wanted)
    if quickly is not None:
        assert quickly == in_the_file(before, wanted)


def read_year(name: str | int) -> int:
    from kpitrack.model.years import parse_year

    return parse_year(name)
