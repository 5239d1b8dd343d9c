"""Money: hand-worked roundings, exact fractions as oracle, splits that foot, refusals."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import (
    MAX_FEN,
    Rounding,
    check_amount,
    check_fen,
    mul_div,
    round_fen,
    split,
    to_fen,
    to_yuan,
)

MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.UP: ROUND_UP,
    Rounding.DOWN: ROUND_DOWN,
}
amounts = st.integers(-(10**15), 10**15)
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=10).filter(any)


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("30.4000", 10**10, 304_000_000_000),  # 计划发行额, 宁波 2021 十三期, 亿元
        ("-0.0211", 10**10, -211_000_000),  # 2021 revenue of the same form
        ("16545.32", 10**6, 16_545_320_000),  # 万元
        ("0.01", 100, 1),
        ("1e3", 100, 100_000),
    ],
)
def test_golden_units_of_printed_amounts(text: str, unit: int, fen: int) -> None:
    assert to_fen(text, fen_per_unit=unit) == fen


def test_golden_roundings_go_away_from_zero_at_the_half() -> None:
    """四舍五入: 2.5 → 3, −2.5 → −3; half even: 2.5 → 2, 3.5 → 4."""
    assert [round_fen(Decimal(t)) for t in ("2.5", "-2.5", "2.49", "0")] == [3, -3, 2, 0]
    assert [round_fen(Decimal(t), Rounding.HALF_EVEN) for t in ("2.5", "3.5", "-2.5")] == [2, 4, -2]
    assert [round_fen(Decimal(t), Rounding.UP) for t in ("2.1", "-2.1")] == [3, -3]
    assert [round_fen(Decimal(t), Rounding.DOWN) for t in ("2.9", "-2.9")] == [2, -2]


@given(st.decimals(Decimal("-1e9"), Decimal("1e9"), places=4), st.sampled_from(Rounding))
def test_oracle_rounding_agrees_with_decimal(value: Decimal, rounding: Rounding) -> None:
    assert round_fen(value, rounding) == int(value.quantize(Decimal(1), MODES[rounding]))


@given(amounts, amounts, amounts.filter(bool), st.sampled_from(Rounding))
def test_oracle_mul_div_rounds_the_exact_quotient(a: int, b: int, c: int, rounding: Rounding) -> None:
    exact = Fraction(a * b, c)
    found = mul_div(a, b, c, rounding)
    assert abs(found - exact) < 1
    assert found == round_fen(exact, rounding)
    if rounding in (Rounding.HALF_UP, Rounding.HALF_EVEN):
        assert abs(found - exact) <= Fraction(1, 2)


@given(amounts, weights)
def test_oracle_split_is_within_one_fen_of_the_quota(total: int, parts: list[int]) -> None:
    for share, weight in zip(split(total, parts), parts, strict=True):
        assert abs(share - Fraction(total * weight, sum(parts))) < 1


@given(amounts, weights)
def test_law_split_foots_and_gives_nothing_to_nothing(total: int, parts: list[int]) -> None:
    shares = split(total, parts)
    assert sum(shares) == total
    assert all(share == 0 for share, weight in zip(shares, parts, strict=True) if weight == 0)
    assert split(-total, parts) == tuple(-share for share in shares)


@given(amounts)
def test_law_yuan_round_trip(fen: int) -> None:
    assert to_fen(to_yuan(fen)) == fen
    assert to_fen(str(to_yuan(fen))) == fen


@given(amounts, amounts.filter(bool))
def test_law_rounding_is_odd(a: int, c: int) -> None:
    for rounding in Rounding:
        assert mul_div(-a, 1, c, rounding) == mul_div(a, 1, -c, rounding) == -mul_div(a, 1, c, rounding)


REFUSED: list[tuple[Any, tuple[Any, ...], str, str]] = [
    (check_fen, (1.0, "face"), "not_integer", "face"),
    (check_fen, (True, "face"), "not_integer", "face"),
    (check_fen, ("1", "face"), "not_integer", "face"),
    (check_fen, (MAX_FEN + 1, "face"), "out_of_range", "face"),
    (check_fen, (-MAX_FEN - 1, "face"), "out_of_range", "face"),
    (check_amount, (-1, "subsidy"), "negative_amount", "subsidy"),
    (check_amount, (0.5, "subsidy"), "not_integer", "subsidy"),
    (to_fen, (0.1,), "not_integer", "amount"),
    (to_fen, (True, "price"), "not_integer", "price"),
    (to_fen, ("0.001", "price"), "third_decimal", "price"),
    (to_fen, ("abc", "price"), "not_a_number", "price"),
    (to_fen, ("", "price"), "not_a_number", "price"),
    (to_fen, ("NaN", "price"), "not_a_number", "price"),
    (to_fen, ("Infinity", "price"), "not_a_number", "price"),
    (to_fen, (None, "price"), "not_a_number", "price"),
    (to_fen, ("1e999999999", "price"), "out_of_range", "price"),
    (to_fen, ("1e-999999999", "price"), "out_of_range", "price"),
    (to_fen, (10**30, "price"), "out_of_range", "price"),
    (round_fen, (Decimal("NaN"),), "not_a_number", "value"),
    (round_fen, (Decimal("1e999999"),), "out_of_range", "value"),
    (mul_div, (1, 1, 0), "zero_divisor", "denominator"),
    (split, (1, []), "empty", "weights"),
    (split, (1, [1, -1]), "negative_weight", "weights"),
    (split, (1, [0, 0]), "zero_weights", "weights"),
]


@pytest.mark.parametrize(("function", "arguments", "code", "field"), REFUSED)
def test_refuses(function: Any, arguments: tuple[Any, ...], code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        function(*arguments)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_law_nothing_and_one_fen_are_amounts() -> None:
    assert check_amount(0, "subsidy") == 0
    assert check_amount(1, "subsidy") == 1


def test_law_the_greatest_amount_is_taken() -> None:
    assert check_fen(MAX_FEN, "x") == MAX_FEN
    assert check_fen(-MAX_FEN, "x") == -MAX_FEN


def test_law_exponents_are_taken_up_to_the_limit() -> None:
    assert round_fen(Decimal("1e999")) == 10**999
    assert round_fen(Decimal("1e-999"), Rounding.UP) == 1
    for text in ("1e1000", "1e-1000"):
        with pytest.raises(CalculationError):
            round_fen(Decimal(text))
