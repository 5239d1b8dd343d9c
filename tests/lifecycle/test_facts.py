"""Amounts in messages are exact."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bondlife.lifecycle.facts import wan


@given(st.integers(-(2**62), 2**62))
def test_law_every_fen_survives_in_10k_yuan(fen: int) -> None:
    text = wan(fen)
    assert Decimal(text.replace(",", "")) * 1_000_000 == fen
    assert len(text.rpartition(".")[2]) >= 2
