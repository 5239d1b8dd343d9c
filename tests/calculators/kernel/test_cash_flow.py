"""Cash flows: a printed balance roll, sums from scratch as oracle, laws, refusals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.cash_flow import (
    check_series,
    first_negative,
    present_value,
    running_balance,
    sign_changes,
)
from calculators.kernel.errors import CalculationError

flows = st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=60)
rates = st.decimals(Decimal("-0.5"), Decimal(2), places=5)


def test_golden_balance_of_louisville_water() -> None:
    """1992 water revenue bond, City of Louisville: principal paid down from 6,557,500."""
    repaid = [-257_500, -272_500, -287_500]
    assert running_balance(repaid, 6_557_500) == (6_300_000, 6_027_500, 5_740_000)


def test_golden_first_gap_and_signs() -> None:
    assert first_negative([3, 0, -1, -2]) == 2
    assert first_negative([0, 1]) is None
    assert [sign_changes(x) for x in ([-100, 39, 59], [-100, 0, 0, -7], [1, -1, 0, 1], [])] == [1, 0, 2, 0]


@given(flows, st.integers(-(10**15), 10**15))
def test_oracle_balances_are_sums_from_scratch(series: list[int], opening: int) -> None:
    expected = [opening + sum(series[: i + 1]) for i in range(len(series))]
    assert list(running_balance(series, opening)) == expected


@given(flows, rates)
def test_oracle_present_value_term_by_term(series: list[int], rate: Decimal) -> None:
    terms = [Fraction(flow) / (1 + Fraction(rate)) ** (i + 1) for i, flow in enumerate(series)]
    found = Fraction(present_value(series, period_rate=rate))
    assert abs(found - sum(terms)) <= sum(abs(term) for term in terms) / 10**24


@given(flows)
def test_law_mirrored_flows_change_sign_as_often(series: list[int]) -> None:
    assert sign_changes(series) == sign_changes([-flow for flow in series]) == sign_changes(series[::-1])
    assert sign_changes(series) < max(len(series), 1)


@given(flows)
def test_law_at_no_rate_the_present_value_is_the_sum(series: list[int]) -> None:
    assert present_value(series, period_rate=Decimal(0)) == sum(series)
    assert running_balance(series)[-1] == sum(series)


def test_refuses() -> None:
    for values, length, code in (
        ([], None, "empty"),
        ([1, 2], 3, "shape_mismatch"),
        ([1.5], None, "not_integer"),
        ([10**20], None, "out_of_range"),
        ([0] * 1201, None, "too_long"),
    ):
        with pytest.raises(CalculationError) as refusal:
            check_series(values, "flows", length=length)  # type: ignore[arg-type]
        assert (refusal.value.code, refusal.value.field) == (code, "flows")
    for series, rate, code, field in (
        ([], Decimal(0), "empty", "flows"),
        ([1], Decimal(-1), "rate_too_low", "period_rate"),
        ([1], Decimal("NaN"), "not_a_number", "period_rate"),
    ):
        with pytest.raises(CalculationError) as refusal:
            present_value(series, period_rate=rate)
        assert (refusal.value.code, refusal.value.field) == (code, field)


def test_law_a_century_of_months_is_taken() -> None:
    assert check_series([1] * 1200, "flows") == (1,) * 1200
