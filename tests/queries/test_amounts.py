"""Amounts in views: what is shown can be typed back without loss; what is no amount is told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bondlife.queries.amounts import FEN, exact_figure, figure, read_figure

FENS = st.integers(-(10**17), 10**17)


@given(FENS, st.sampled_from(sorted(FEN)))
def test_law_what_is_shown_exactly_reads_back(fen: int, unit: str) -> None:
    assert read_figure(exact_figure(fen, unit), unit) == fen


@given(FENS, st.sampled_from(sorted(FEN)))
def test_law_the_rounded_figure_is_within_half_a_hundredth(fen: int, unit: str) -> None:
    shown = figure(fen, unit).replace(",", "").replace("−", "-")
    hundredths = int(shown.replace(".", ""))
    assert abs(hundredths * FEN[unit] - 100 * fen) * 2 <= FEN[unit]


@pytest.mark.parametrize("text", ["1.0000001", "x", "1e3", "１２", "--1", "1.2.3", "9" * 25, "NaN", "inf"])
def test_refuses(text: str) -> None:
    assert read_figure(text, "wan") is None
