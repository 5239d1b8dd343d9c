"""Checks on the way in, and parts that foot on the way out."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, round_fen
from calculators.ppp.exact import (
    MAX_DIGITS,
    check_items,
    count,
    exact,
    fen_of,
    footing_fen,
    nonnegative,
    nonnegative_fen,
    positive,
    share,
)
from tests.calculators.ppp.helpers import refusal

parts = st.lists(st.fractions(-1000, 1000, max_denominator=999), min_size=1, max_size=12)


def test_golden_three_thirds_of_a_yuan() -> None:
    assert footing_fen([Fraction(100, 3)] * 3, 100) == (34, 33, 33)
    assert footing_fen([Fraction(5), Fraction(-1, 2), Fraction(-1, 2)], 4) == (5, 0, -1)


@given(st.decimals(Decimal(-(10**9)), Decimal(10**9), places=8))
def test_oracle_a_decimal_is_its_fraction(value: Decimal) -> None:
    assert exact(value, "x") == Fraction(int(value.scaleb(8)), 10**8)


@given(parts, st.sampled_from(Rounding))
def test_law_parts_foot_and_stay_near(values: list[Fraction], rounding: Rounding) -> None:
    total = round_fen(sum(values, Fraction(0)), rounding)
    fens = footing_fen(values, total)
    assert sum(fens) == total
    assert all(abs(part - value) < 1 for part, value in zip(fens, values, strict=True))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.5, "not_exact"),
        (True, "not_exact"),
        ("1", "not_exact"),
        (None, "not_exact"),
        (Decimal("NaN"), "not_finite"),
        (Decimal("-Infinity"), "not_finite"),
        (Decimal("1e40"), "out_of_range"),
        (Decimal("1e999999"), "out_of_range"),
        (Decimal("1e-999999"), "out_of_range"),
        (10**40, "out_of_range"),
        (Fraction(1, 2**4097), "out_of_range"),
    ],
)
def test_refuses_what_is_not_an_exact_figure(value: object, code: str) -> None:
    assert refusal(exact, value, "x") == (code, "x")


def test_refuses_by_sign_and_size() -> None:
    assert refusal(nonnegative, Decimal(-1), "x") == ("negative", "x")
    assert refusal(positive, Decimal(0), "x") == ("not_positive", "x")
    assert refusal(share, Decimal("1.0001"), "x") == ("not_a_share", "x")
    assert refusal(nonnegative_fen, -1, "x") == ("negative", "x")
    assert refusal(count, 0, "x") == ("out_of_range", "x")
    assert refusal(count, False, "x") == ("not_whole", "x")
    assert refusal(check_items, [], "x") == ("empty", "x")
    assert refusal(check_items, range(1201), "x") == ("too_many", "x")
    assert refusal(check_items, [1], "x", length=2) == ("shape_mismatch", "x")
    assert refusal(fen_of, Fraction(10**19), Rounding.DOWN, "x") == ("out_of_range", "x")


def test_golden_bounds_belong_to_the_range() -> None:
    assert nonnegative(Decimal(0), "x") == 0
    assert positive(Decimal("0.5"), "x") == Fraction(1, 2)
    assert [share(Decimal(value), "x") for value in (0, 1)] == [0, 1]
    assert nonnegative_fen(0, "x") == 0


@pytest.mark.parametrize("reader", [exact, nonnegative, positive, share])
def test_refuses_what_is_no_figure_at_its_field(reader: Any) -> None:
    with pytest.raises(CalculationError) as refused:
        reader(Decimal("NaN"), "volume")
    assert refused.value.field == "volume"
    with pytest.raises(CalculationError) as too_long:
        reader(Decimal(10**MAX_DIGITS), "volume")
    assert (too_long.value.field, too_long.value.params) == ("volume", {"most": MAX_DIGITS})
