"""Columns and bars: the same places in fonts that show ambiguous characters narrow and in those that show them wide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpitrack.views.text.bars import meter, share_bar
from kpitrack.views.text.columns import Column
from kpitrack.views.text.plain import ambiguous, shorten, widest, width, wrap
from kpitrack.views.text.styled import Styled

TEXTS = st.text(st.sampled_from("ab 移住者数（累計）、①○→…“αⅡ−12.5%"), max_size=30)


@given(st.lists(TEXTS, min_size=1, max_size=6), st.integers(6, 40), st.booleans())
def test_cells_end_at_one_place_whatever_the_font(texts: list[str], most: int, right: bool) -> None:
    column = Column(texts, most, right=right)
    cells = [column.cell(text) for text in texts]
    assert {width(cell) for cell in cells} == {column.narrow}
    assert {widest(cell) for cell in cells} == {column.widest}
    assert column.widest <= most


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_without_a_limit_nothing_is_cut(texts: list[str]) -> None:
    column = Column(texts)
    assert all(text in column.cell(text) for text in texts)
    assert len({width(column.cell(text)) for text in texts}) == len({widest(column.cell(text)) for text in texts}) == 1


def test_leaders_make_up_for_what_is_ambiguous() -> None:
    column = Column(["指標①", "ab"], least=8)
    assert (column.cell("指標①"), column.cell("ab")) == ("指標①   ", "ab     ‥")
    assert Column(["①", "ab"], right=True).cell("ab") == "‥ab"
    assert (
        Column(["納税義務者1人当たり課税対象所得"], 20).cell("納税義務者1人当たり課税対象所得") == "納税義務者1人当た.."
    )


@given(TEXTS, st.integers(4, 40))
def test_wrapped_and_shortened_text_fits_any_font(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert max(map(widest, lines), default=0) <= columns
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert widest(shorten(text, columns)) <= columns


def test_what_is_ambiguous() -> None:
    assert [ambiguous(one) for one in ("a", "あ", "○", "→…①", "・（）～")] == [0, 0, 1, 3, 0]


def _plain(*pieces: object) -> str:
    return Styled().extend(pieces).plain  # type: ignore[arg-type]


def test_a_meter_is_full_where_the_target_is_reached_alone() -> None:
    assert _plain(*meter(0.5, 0.75, 8, "risk")) == "####.|.."
    assert _plain(*meter(0.999, None, 8, "good")) == "#######."
    assert _plain(*meter(1, 1, 8, "good")) == "#######|"
    assert _plain(*meter(3.4, 0, 8, "good")) == "|#######"
    assert _plain(*meter(-2, 0.5, 8, "bad")) == "...|...."
    assert _plain(*meter(None, 0.5, 8, "good")) == " " * 8


def test_bars_are_spaces_on_colours() -> None:
    line = Styled().extend(meter(0.5, 0.75, 4, "bad"))
    assert line.colored == "\x1b[48;5;124m  \x1b[0m\x1b[38;5;16;48;5;255m|\x1b[0m\x1b[48;5;238m \x1b[0m"


COUNTS = st.dictionaries(st.sampled_from(["good", "risk", "bad", "unknown", "closed"]), st.integers(0, 500))


@given(COUNTS, st.integers(5, 60))
def test_a_share_bar_is_as_long_as_asked_for_and_hides_nobody(counts: dict[str, int], cells: int) -> None:
    pieces = share_bar(counts, cells)
    assert width(_plain(*pieces)) == cells
    assert len([piece for piece in pieces if piece.style]) == sum(n > 0 for n in counts.values())
    for piece in pieces:
        name = piece.style.removeprefix("on_")
        if name and sum(counts.values()) < cells:
            assert len(piece.text) >= counts[name] * cells // sum(counts.values()) - 4


def test_shares_are_rounded_to_the_nearest() -> None:
    assert _plain(*share_bar({"good": 14, "risk": 7, "bad": 8, "unknown": 1, "closed": 1}, 31)) == (
        "##############+++++++xxxxxxxx?-"
    )
    assert _plain(*share_bar({"good": 999, "bad": 1}, 10)) == "#########x"
    assert _plain(*share_bar({}, 3)) == "   "
