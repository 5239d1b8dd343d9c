"""Annuities against worked cases, present value by definition and their own laws."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.annuity import (
    Timing,
    capitalised_interest,
    level_payment,
    level_schedule,
    straight_line_schedule,
)
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import fen, rates, refusal, shares, shown, small_fen, whole
from tests.golden import golden_cases
from tests.oracles.ppp import annuity_by_definition, construction_interest, discounted, half_up

periods = st.integers(1, 60)
timings = st.sampled_from(Timing)


@pytest.mark.parametrize("case", golden_cases("ppp/annuity.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    rate = Decimal(case["rate"])
    amounts = whole(case["amounts"])
    if case["kind"] == "interest":
        found = capitalised_interest(amounts, loan_rate=rate, is_compounded=case["flag"] == "yes")
        assert [*found.yearly_interest, found.interest] == whole(case["expected"])
    elif case["kind"] == "straight_line":
        schedule = straight_line_schedule(amounts[0], return_rate=rate, periods=int(case["periods"]))
        assert [row.payment for row in schedule.rows] == whole(case["expected"])
    else:
        timing = Timing.ADVANCE if case["flag"] == "advance" else Timing.ARREARS
        paid = level_payment(amounts[0], return_rate=rate, periods=int(case["periods"]), timing=timing)
        assert shown(Fraction(paid, 100), 2) == case["expected"]


@given(fen, rates, periods, timings, shares)
def test_oracle_level_payment(
    investment: int, rate: Decimal, number: int, timing: Timing, part: Decimal
) -> None:
    residual = int(investment * part)
    expected = annuity_by_definition(
        investment, Fraction(rate), number, residual=residual, in_advance=timing is Timing.ADVANCE
    )
    found = level_payment(investment, return_rate=rate, periods=number, timing=timing, residual=residual)
    assert found == half_up(expected)


@given(st.lists(fen, min_size=1, max_size=8), rates, st.booleans())
def test_oracle_construction_interest(drawdowns: list[int], rate: Decimal, compound: bool) -> None:
    found = capitalised_interest(drawdowns, loan_rate=rate, is_compounded=compound)
    assert list(found.yearly_interest) == construction_interest(drawdowns, Fraction(rate), compound=compound)
    assert found.cost == sum(drawdowns) + found.interest


@given(fen, rates, periods, timings, shares)
def test_law_payments_repay_the_investment(
    investment: int, rate: Decimal, number: int, timing: Timing, part: Decimal
) -> None:
    residual = int(investment * part)
    schedule = level_schedule(investment, return_rate=rate, periods=number, timing=timing, residual=residual)
    assert schedule.rows[-1].closing == schedule.residual == residual
    assert sum(row.principal for row in schedule.rows) + residual == investment
    assert schedule.total_payment == investment + schedule.total_interest
    first = 0 if timing is Timing.ADVANCE else 1
    value = discounted([row.payment for row in schedule.rows], Fraction(rate), first=first)
    value += discounted([0] * (number - 1) + [residual], Fraction(rate))
    # each period's interest is rounded to a fen, so the value is off by at most half a fen a period
    assert abs(value - investment) <= number + 1


@given(fen, rates, periods, timings)
def test_law_balances_chain(investment: int, rate: Decimal, number: int, timing: Timing) -> None:
    schedules = (
        level_schedule(investment, return_rate=rate, periods=number, timing=timing),
        straight_line_schedule(investment, return_rate=rate, periods=number),
    )
    for schedule in schedules:
        balance = investment
        for row in schedule.rows:
            assert row.opening == balance
            assert row.payment == row.interest + row.principal
            balance -= row.principal
            assert row.closing == balance >= 0
        assert balance == 0


@given(fen, rates, periods, shares)
def test_law_straight_line_payments_fall(investment: int, rate: Decimal, number: int, part: Decimal) -> None:
    residual = int(investment * part)
    schedule = straight_line_schedule(investment, return_rate=rate, periods=number, residual=residual)
    rows = schedule.rows
    assert schedule.residual == rows[-1].closing == residual
    assert all(abs(row.principal - Fraction(investment - residual, number)) <= 1 for row in rows)
    assert all(later.interest <= row.interest for row, later in pairwise(rows))


@given(fen, periods)
def test_law_without_return_the_level_payment_is_the_mean(investment: int, number: int) -> None:
    paid = level_payment(investment, return_rate=Decimal(0), periods=number)
    assert paid == half_up(Fraction(investment, number))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"investment": -1}, ("negative", "investment")),
        ({"investment": True}, ("not_integer", "investment")),
        ({"return_rate": Decimal("-0.01")}, ("negative", "return_rate")),
        ({"return_rate": Decimal("1.01")}, ("out_of_range", "return_rate")),
        ({"return_rate": Decimal("NaN")}, ("not_finite", "return_rate")),
        ({"return_rate": 0.06}, ("not_exact", "return_rate")),
        ({"periods": 0}, ("out_of_range", "periods")),
        ({"periods": 601}, ("out_of_range", "periods")),
        ({"periods": 1.0}, ("not_whole", "periods")),
        ({"residual": 101}, ("residual_too_large", "residual")),
        ({"residual": -1}, ("negative", "residual")),
    ],
)
def test_refuses(arguments: dict[str, object], expected: tuple[str, str]) -> None:
    named = {"investment": 100, "return_rate": Decimal("0.1"), "periods": 2, **arguments}
    for function in (level_payment, level_schedule, straight_line_schedule):
        assert refusal(function, **named) == expected


def test_refuses_drawdowns() -> None:
    assert refusal(capitalised_interest, [], loan_rate=Decimal(0)) == ("empty", "drawdowns")
    assert refusal(capitalised_interest, [-1], loan_rate=Decimal(0)) == ("negative", "drawdowns")
    assert refusal(capitalised_interest, [1], loan_rate=Decimal(-1)) == ("negative", "loan_rate")


@given(st.lists(small_fen, min_size=1, max_size=8), rates)
def test_law_construction_interest_scales_and_compounding_never_costs_less(
    drawn: list[int], rate: Decimal
) -> None:
    simple = capitalised_interest(drawn, loan_rate=rate)
    compound = capitalised_interest(drawn, loan_rate=rate, is_compounded=True)
    assert simple.cost == simple.drawn + simple.interest == sum(drawn) + sum(simple.yearly_interest)
    assert simple.interest <= compound.interest
    assert simple.yearly_interest[0] == compound.yearly_interest[0]
    assert capitalised_interest(drawn, loan_rate=Decimal(0)).interest == 0


def test_golden_level_schedule_by_hand() -> None:
    """100 yuan over two years at 10 %: 57.62 twice; interest 10.00 and 5.24; the rest in year 2."""
    found = level_schedule(100_00, return_rate=Decimal("0.1"), periods=2)
    assert [(row.opening, row.interest, row.principal, row.payment, row.closing) for row in found.rows] == [
        (100_00, 10_00, 47_62, 57_62, 52_38),
        (52_38, 5_24, 52_38, 57_62, 0),
    ]
    assert (found.level_payment, found.total_payment, found.total_interest) == (57_62, 115_24, 15_24)


def test_golden_level_schedule_without_a_return() -> None:
    """10 yuan in three parts: 3.33, 3.33 and what is left."""
    found = level_schedule(10_00, return_rate=Decimal(0), periods=3)
    assert [row.payment for row in found.rows] == [3_33, 3_33, 3_34]
    assert [row.number for row in found.rows] == [1, 2, 3]


def test_golden_level_schedule_in_advance() -> None:
    """The same 100 yuan paid at the beginning: 57.62 ÷ 1.1 = 52.38, then what has grown."""
    found = level_schedule(100_00, return_rate=Decimal("0.1"), periods=2, timing=Timing.ADVANCE)
    assert [(row.opening, row.interest, row.payment, row.closing) for row in found.rows] == [
        (100_00, 4_76, 52_38, 52_38),
        (52_38, 0, 52_38, 0),
    ]


@given(small_fen, rates, st.integers(1, 40))
def test_oracle_level_schedule_pays_the_level_by_definition_but_for_the_last_fen(
    investment: int, rate: Decimal, periods: int
) -> None:
    found = level_schedule(investment, return_rate=rate, periods=periods)
    exact = annuity_by_definition(investment, Fraction(rate), periods, residual=0, in_advance=False)
    assert found.level_payment == half_up(exact)
    balance = investment
    for row in found.rows:
        assert row.opening == balance
        assert row.interest == half_up(balance * Fraction(rate))
        balance += row.interest - row.payment
        assert row.closing == balance
    assert balance == 0


@given(small_fen, rates, st.integers(1, 40))
def test_oracle_straight_line_by_equal_parts_of_the_principal(
    investment: int, rate: Decimal, periods: int
) -> None:
    found = straight_line_schedule(investment, return_rate=rate, periods=periods)
    for row in found.rows:
        assert row.closing == investment - half_up(Fraction(investment * row.number, periods))
        assert row.interest == half_up(row.opening * Fraction(rate))
        assert row.payment == row.opening - row.closing + row.interest


test_kept_answers = kept_answers("calculators.ppp.annuity")
