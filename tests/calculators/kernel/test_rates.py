"""Rates: what may stand where a rate is asked."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.errors import CalculationError
from calculators.kernel.rates import check_rate, exact_decimal


def test_golden_a_printed_coupon_is_taken_as_it_is() -> None:
    """24宁波债03: 2.36 %."""
    assert check_rate(Decimal("0.0236"), "coupon_rate", lowest=Decimal(0), highest=Decimal(1)) == Decimal(
        "0.0236"
    )
    assert check_rate(0, "rate") == 0


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**12))
def test_oracle_the_quotient_is_within_the_last_digit(above: int, below: int) -> None:
    exact = Fraction(above, below)
    assert abs(Fraction(exact_decimal(exact)) - exact) <= abs(exact) / 10**27


@given(st.decimals(Decimal(-5), Decimal(5), places=6))
def test_law_bounds_are_inclusive(rate: Decimal) -> None:
    assert check_rate(rate, "rate", lowest=rate, highest=rate) == rate


@pytest.mark.parametrize(
    ("rate", "code"),
    [
        (0.5, "not_a_number"),
        (True, "not_a_number"),
        ("0.5", "not_a_number"),
        (None, "not_a_number"),
        (Decimal("NaN"), "not_a_number"),
        (Decimal("sNaN"), "not_a_number"),
        (Decimal("-Infinity"), "not_a_number"),
        (Decimal("1e100"), "not_a_number"),
        (Decimal("1e-100"), "not_a_number"),
        (Decimal("-0.1"), "rate_too_low"),
        (Decimal("1.1"), "rate_too_high"),
    ],
    ids=repr,
)
def test_refuses(rate: Any, code: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        check_rate(rate, "coupon_rate", lowest=Decimal(0), highest=Decimal(1))
    assert (refusal.value.code, refusal.value.field) == (code, "coupon_rate")


def test_law_sixty_decimal_places_are_read_and_no_more() -> None:
    for exponent in (60, -60):
        assert check_rate(Decimal(1).scaleb(exponent), "rate") == Decimal(1).scaleb(exponent)
    for exponent in (61, -61):
        with pytest.raises(CalculationError):
            check_rate(Decimal(1).scaleb(exponent), "rate")
