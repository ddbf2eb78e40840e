"""YAML as people write it, and as it comes out when it goes wrong."""

from __future__ import annotations

from hypothesis import strategies as st

PLAIN = [
    "件", "移住相談件数（1）", "a b", "2024年度", "30%", "-30%", "3,141", "▲2,530", "2021-03-01", "R6", "令和6年度", "24 towns",
    "16th", "https://example.jp/a?b=c#d", "a#b", "a: b", "a :b", "a #b", "12:30", "1-1", "no", "yes", "on", "y", "null",
    "Null", "NULL", "~", "true", "True", "TRUE", "tRUE", "false", "0", "-0", "12", "-12", "+12", "3.14", "-0.5", "3.", ".5",
    "-.5", "+.5", "010", "0o14", "0x1F", "0b11", "1_000", "1e3", "1E-3", "1e400", "1.5e3", ".inf", "-.inf", ".nan", "inf",
    "nan", "1.2.3", "00", "0.10", "12345678901234567890123", "0.30000000000000004", "=", "<<", "-", "- a", "-a", "--- a",
    "...", "?", "? a", "?a", ":", ":a", "@a", "`a", "%a", "&a b", "*a", "!a", "!!str 1", "|", ">", "a|", ">a", "{", "}", "[",
    "]", ",", "a,b", "a, b", "#", "# a", "\\", '"', "'", "a'b", 'a"b', "a\\nb", "1a", "1g", "0x", "1e", "1 000", "1 件",
    "１２", "a\tb", "\ta", "a\t", "\u3000a", "\xa0", "a\x85b", "a\u2028b", "\ufeffa", "\x07", "\x7f", "😀", "\ufffe", "(a)",
    "/a", "_a", "A", "é", "", " ", "{a: b}", "[a]", "{2021: 3,141}", "a b:c", "~a", "é: 1", "1: 2",
]  # fmt: skip
ENDS = ["\n"] * 12 + [
    "\r\n",
    "\r",
    "\n\n",
    " \n",
    "\t\n",
    " # 注\n",
    "# 注\n",
    "\x85",
    "\u2028",
    "",
    "\n   \n",
    "\n# a\n",
    "\n...\n",
    "\n---\n",
]
KEYS = [
    "id", "title", "2021", "kpi-001", "令和3年度", "a", "b", "c", "R3", "a.b", "a b", '"a"', "'a'", '"2021"', "1-1", "1.0", "01",
    "true", "null", "~", "", "<<", "? a", "a:b", "-a", "- a", "[a]", "{a: b}", "&x a", "*x", "!t a", "件数（人）", "x" * 1100,
    "1_0", "0x1", "+1", "-1", "1e3", ".5", "０", '"a\\"b"', "'a''b'", '"a\\u3042"', "a#b", "a,b", "3年", "4-b", "a'b", "1a",
]  # fmt: skip
DOUBLE = [
    '"%s"',
    '"%s" ',
    '" %s "',
    '"\\n%s"',
    '"\\u3042%s"',
    '"%s\n  %s"',
    '"%s\\\n  "',
    '"%s',
    '"\\ud83d\\ude00%s"',
    '"\\/%s"',
    '"\\x%s"',
]
SINGLE = ["'%s'", "'it''s %s'", "'%s\n  %s'", "'%s\n\n  %s'", "'%s", "''%s''"]
TOKENS = [
    *PLAIN, *KEYS[:24], ": ", ":", "- ", "\n", "\n  ", "\n    ", " ", "  ", "    ", "\t", ", ", "{", "}", "[", "]", "\r\n", "#", " #",
    "|\n", ">-\n", "|2\n", ">+\n", "&a ", "*a", "!t ", "? ", "---\n", "...\n", "%YAML 1.2\n---\n", '"', "'", "''", "\\", ",",
]  # fmt: skip

_few = {"max_size": 4}


def _written(plain: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def quoted(form: str, text: str) -> str:
        return form.replace("%s", text)

    return st.one_of(plain, st.builds(quoted, st.sampled_from(DOUBLE + SINGLE), plain))


ordinary = st.sampled_from(PLAIN[:40])
any_plain = st.one_of(ordinary, ordinary, st.sampled_from(PLAIN))
keys = st.one_of(st.sampled_from(KEYS[:16]), st.sampled_from(KEYS[:16]), st.sampled_from(KEYS))
scalars = _written(any_plain)
gaps = st.sampled_from([": ", ": ", ": ", ": ", ":  ", ":", " : ", ":\t", ":\n    "])


def _braces(pairs: list[tuple[str, str, str]], comma: str, end: str) -> str:
    return "{" + comma.join(key + gap + value for key, gap, value in pairs) + end + "}"


def _brackets(items: list[str], comma: str, end: str) -> str:
    return "[" + comma.join(items) + end + "]"


_commas = st.sampled_from([", ", ", ", ", ", ",", " , ", ",\n    ", ",\n", ", # c\n    "])
_ends = st.sampled_from(["", "", "", "", ",", " ", "\n  ", ", ", "\n", "\n  # c\n"])
flow = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.builds(_braces, st.lists(st.tuples(keys, gaps, inner), **_few), _commas, _ends),
        st.builds(_braces, st.lists(st.tuples(keys, st.just(": "), inner), **_few), _commas, _ends),
        st.builds(_brackets, st.lists(inner, **_few), _commas, _ends),
    ),
    max_leaves=6,
)


def _block_text(header: str, lines: list[str], indent: str, step: str) -> str:
    return header + "".join(f"{indent}{step}{line}\n" if line else "\n" for line in lines)


@st.composite
def blocks(draw: st.DrawFn, indent: int = 0, depth: int = 3) -> str:
    """A block mapping or list, its first line without the indentation."""
    lines: list[str] = []
    is_list = draw(st.integers(0, 3)) == 0
    for _ in range(draw(st.integers(1, 3))):
        here = indent if draw(st.integers(0, 40)) else max(0, indent + draw(st.integers(-2, 2)))
        pad = " " * here
        head = "-" if is_list else draw(keys) + ":"
        form = draw(st.integers(0, 9))
        if form < 4:
            body = " " + draw(scalars) + draw(st.sampled_from(ENDS))
        elif form < 6:
            body = " " + draw(flow) + draw(st.sampled_from(ENDS))
        elif form == 6:
            header = draw(st.sampled_from(["|", ">", "|-", ">-", "|+", ">+", "|2", ">1-", "| # c", "|x"])) + draw(
                st.sampled_from(["\n", "\n", " \n", "\r\n"])
            )
            rows = draw(
                st.lists(
                    st.one_of(
                        any_plain, st.sampled_from(["", "", "  deeper", "# a", " a", "a ", "- a", "a: b", "\ta"])
                    ),
                    min_size=0,
                    max_size=5,
                )
            )
            body = " " + _block_text(header, rows, pad, " " * draw(st.integers(0, 4)))
        elif form == 7:
            more = [pad + " " * draw(st.integers(0, 4)) + draw(any_plain) for _ in range(draw(st.integers(1, 2)))]
            body = (
                " "
                + draw(any_plain)
                + draw(st.sampled_from(["\n", "\n", "\n\n", " \n", " # c\n"]))
                + "\n".join(more)
                + "\n"
            )
        elif depth == 0:
            body = draw(st.sampled_from(ENDS))
        elif is_list and draw(st.booleans()):
            body = " " + draw(blocks(indent=here + 2, depth=depth - 1))
        else:
            step = draw(st.sampled_from([2, 2, 2, 4, 1, 0]))
            body = (
                draw(st.sampled_from(["\n", "\n", " \n", " # c\n", "\n# c\n", "\n\n"]))
                + " " * (here + step)
                + draw(blocks(indent=here + step, depth=depth - 1))
            )
        lines.append((pad if lines else "") + head + body)
    return "".join(lines)


heads = st.sampled_from(
    [
        "",
        "",
        "",
        "",
        "# c\n",
        "---\n",
        "# c\n---\n",
        "\ufeff",
        "\n",
        "%YAML 1.2\n---\n",
        "--- # c\n",
        "---\n---\n",
        " # c\n\n",
    ]
)
documents = st.builds(
    lambda head, body, tail: head + body + tail,
    heads,
    blocks(),
    st.sampled_from(["", "", "", "# end\n", "...\n", "---\n", "  ", "\n\n", "\t"]),
)


@st.composite
def mutated(draw: st.DrawFn, source: st.SearchStrategy[str]) -> str:
    """A text with a few places changed."""
    text = draw(source)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        to = min(len(text), at + draw(st.sampled_from([0, 0, 0, 1, 1, 2, 4, 10])))
        new = draw(st.one_of(st.sampled_from(TOKENS), st.sampled_from(TOKENS), st.just(""), st.text(max_size=3)))
        text = text[:at] + new + text[to:]
    return text
