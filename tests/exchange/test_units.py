"""Amounts in their units, to the fen: exact values, absences, refusals, and doubts about the unit."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bondlife.exchange.cells import Cell
from bondlife.exchange.fields import (
    Tenor,
    YearBucket,
    read_column,
    read_date,
    read_month,
    read_tenor,
    read_text,
    read_year,
)
from bondlife.exchange.units import (
    FEN_PER_UNIT,
    Unreadable,
    doubt_unit,
    in_unit,
    is_plausible,
    read_amount,
    read_number,
)


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        (30.4, "亿元", 304_000_000_000),
        ("30.4000", "亿元", 304_000_000_000),
        (401.14639999999997, "亿元", 4_011_464_000_000),
        ("3000万元", "亿元", 3_000_000_000),
        ("33,500.00", "万元", 33_500_000_000),
        ("2.5百亿元", "元", 2_500_000_000_000),
        ("(12.5)", "元", -1250),
        ("-0.0211", "亿元", -211_000_000),
        ("１２．５", "元", 1250),
        ("-0-", "元", 0),
        (0.01, "元", 1),
        (7, "百亿元", 7_000_000_000_000),
        ("0.002亿元", "万元", 20_000_000),
    ],
)
def test_golden(cell: Cell, unit: str, fen: int) -> None:
    assert read_amount(cell, unit) == fen


@pytest.mark.parametrize("cell", ["", " ", "/", "-", "—", "暂无", "无", "／"])
def test_absent_is_none_not_zero(cell: str) -> None:
    assert read_amount(cell, "亿元") is None
    assert read_number(cell) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("0.001元", "third_decimal"),
        (1.005, "third_decimal"),
        (float("nan"), "not_finite"),
        (float("inf"), "not_finite"),
        (float("-inf"), "not_finite"),
        (2**63, "too_large"),
        ("9" * 20, "too_large"),
        ("9" * 400, "not_an_amount"),
        (1e300, "too_large"),
        ("1e999", "not_an_amount"),
        ("NaN", "not_an_amount"),
        ("约3000万元", "not_an_amount"),
        ("12,34", "not_an_amount"),
        ("3000 USD", "not_an_amount"),
        ("****100.0", "masked"),
        (True, "not_an_amount"),
        ("=1+1", "not_an_amount"),
        ("1\0", "not_an_amount"),
        ("\ud800", "not_an_amount"),
        ("٣٠", "not_an_amount"),
    ],
)
def test_refuses(cell: Cell, code: str) -> None:
    read = read_amount(cell, "元")
    assert isinstance(read, Unreadable)
    assert read.code == code


@given(st.integers(-(10**17), 10**17), st.sampled_from(sorted(FEN_PER_UNIT)))
def test_law_text_round_trip(fen: int, unit: str) -> None:
    assert read_amount(f"{in_unit(fen, unit):f}", unit) == fen


@given(st.integers(0, 10**15 - 1))
def test_law_a_double_of_fifteen_digits_is_exact(fen: int) -> None:
    assert read_amount(float(Decimal(fen) / 100), "元") == fen


@given(st.text(max_size=40))
def test_law_text_never_raises(text: str) -> None:
    for read in (
        read_amount(text, "亿元"),
        read_number(text),
        read_date(text),
        read_tenor(text),
        read_month(text),
    ):
        assert read is None or read is not NotImplemented
    read_text(text)
    read_year(text)


@given(st.floats())
def test_law_floats_never_raise(number: float) -> None:
    for read in (read_date(number), read_tenor(number), read_month(number), read_number(number)):
        assert read is None or read is not NotImplemented
    fen = read_amount(number, "元")
    if isinstance(fen, int) and abs(number) < 1e13:
        assert abs(Fraction(number) * 100 - fen) < 1


def test_a_bond_of_thirty_yuan_is_doubted_with_both_readings() -> None:
    doubt = doubt_unit([3040], "元", "bond")
    assert doubt is not None
    assert (doubt.other, doubt.as_declared, doubt.as_other) == ("亿元", "30.4 元", "3,040,000,000 元")


def test_a_county_project_of_four_thousand_yi_is_doubted() -> None:
    fen = read_amount("4000", "亿元")
    assert isinstance(fen, int)
    assert not is_plausible(fen, "project")
    doubt = doubt_unit([fen], "亿元", "project")
    assert doubt is not None
    assert doubt.other == "万元"


def test_plausible_amounts_are_not_doubted() -> None:
    assert doubt_unit([304_000_000_000, 12_000_000_000], "亿元", "bond") is None
    assert doubt_unit([], "亿元", "bond") is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2024-02-29", "2024-02-29"), ("2024年2月29日", "2024-02-29"), ("2024/2/9", "2024-02-09"),
     ("20240229", "2024-02-29"), (20240229.0, "2024-02-29"), ("2024-02-29 00:00:00", "2024-02-29"),
     (45351.0, "2024-02-29")],
)  # fmt: skip
def test_dates(cell: Cell, day: str) -> None:
    assert str(read_date(cell)) == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [("2023-02-29", "no_such_day"), ("2024-13-01", "no_such_day"), ("29/02/2024", "not_a_date"),
     ("2024", "not_a_date"),
     (1e300, "not_a_date"), (-1.0, "not_a_date"), (True, "not_a_date"), ("0001-01-01", "date_too_far"),
     ("9999-12-31", "date_too_far")],
)  # fmt: skip
def test_refuses_dates(cell: Cell, code: str) -> None:
    read = read_date(cell)
    assert isinstance(read, Unreadable)
    assert read.code == code


def test_tenors_and_patterns() -> None:
    assert read_tenor("7+3") == Tenor(10, "7+3")
    assert read_tenor("15+0+0") == Tenor(15, "15+0+0")
    assert read_tenor("30年") == Tenor(30)
    for cell in ("6", 4.0, "0", "40"):
        read = read_tenor(cell)
        assert isinstance(read, Unreadable)
        assert read.code == "tenor_not_offered"
    for cell in (10.5, "ten", float("nan"), True):
        assert isinstance(read_tenor(cell), Unreadable)


def test_year_buckets() -> None:
    assert read_year("2026年及以后年度") == YearBucket(2026, "and_after")
    assert read_year("2019-1年") is None
    assert read_year("年度") is None


def test_a_column_with_a_yes_does_not_take_it_for_one() -> None:
    read = read_column([1, True, 1.0], lambda cell: read_amount(cell, "元"))
    assert read[0] == read[2] == 100
    assert isinstance(read[1], Unreadable)


@pytest.mark.parametrize("poison", ["a\0b", "a\ud800", "a\x1b[31m", "\x7f"])
def test_refuses_text_that_cannot_be_printed(poison: str) -> None:
    read = read_text(poison)
    assert isinstance(read, Unreadable)
    assert read.code == "control_sign"


@pytest.mark.parametrize("text", ["𠮷田", "é", "e\u0301", "\u202eabc", "🏗️", "１２"])
def test_odd_but_real_text_is_kept_unchanged(text: str) -> None:
    assert read_text(text) == text
