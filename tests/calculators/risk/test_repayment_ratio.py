"""Repayment ratio, dependence on refinancing, months out of year-to-date figures."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.risk.repayment_ratio import SPECS, monthly_amounts, refinancing_dependence, repayment_ratio
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.risk import months_from_totals

LINE = Decimal("0.2")
totals = st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=12)


@pytest.mark.parametrize("case", golden_cases("risk/repayment_ratio.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = repayment_ratio(
        int(case["principal"]), int(case["interest"]), int(case["fiscal_capacity"]), line=LINE
    )
    assert found.debt_service == int(case["expected_service"])
    assert str(round(found.ratio, 4)) == case["expected_ratio"]
    assert str(found.is_over_line) == case["expected_over"]


@pytest.mark.parametrize("case", golden_cases("risk/refinancing.csv"), ids=lambda case: case["case"])
def test_golden_refinancing(case: dict[str, str]) -> None:
    found = refinancing_dependence(
        int(case["refinanced"]), int(case["principal"]), interest=int(case["interest"])
    )
    assert found.own_funds == int(case["expected_own_funds"])


@pytest.mark.parametrize("case", golden_cases("risk/monthly_amounts.csv"), ids=lambda case: case["case"])
def test_golden_months(case: dict[str, str]) -> None:
    found = monthly_amounts(whole(case["months"]), whole(case["year_to_date"]))
    assert ["-" if row.amount is None else str(row.amount) for row in found] == case["expected"].split()
    assert [row.month for row in found if row.is_negative] == whole(case["expected_negative"])


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(fen, fen, above_zero)
def test_oracle_repayment_ratio(principal: int, interest: int, capacity: int) -> None:
    found = repayment_ratio(principal, interest, capacity, line=LINE)
    exact = Fraction(principal + interest, capacity)
    assert is_near(found.ratio, exact)
    assert found.is_over_line == (exact > Fraction(1, 5))


@given(fen, fen, above_zero)
def test_oracle_dependence(own: int, interest: int, refinanced: int) -> None:
    found = refinancing_dependence(refinanced, refinanced + own, interest=interest)
    assert is_near(found.dependence, Fraction(refinanced, refinanced + own))
    assert is_near(found.with_interest, Fraction(refinanced, refinanced + own + interest))


@given(totals)
def test_oracle_months_of_one_year(values: list[int]) -> None:
    months = [202401 + i for i in range(len(values))]
    assert [row.amount for row in monthly_amounts(months, values)] == months_from_totals(values)


@given(totals)
def test_law_months_add_up_to_the_year_to_date(values: list[int]) -> None:
    rows = monthly_amounts([202401 + i for i in range(len(values))], values)
    assert sum(row.amount or 0 for row in rows) == values[-1]
    assert all(row.is_negative == ((row.amount or 0) < 0) for row in rows)


@given(fen, fen, above_zero)
def test_law_interest_only_lowers_the_dependence(own: int, interest: int, refinanced: int) -> None:
    found = refinancing_dependence(refinanced, refinanced + own, interest=interest)
    assert 0 <= found.with_interest <= found.dependence <= 1
    assert found.own_funds + found.refinanced == found.principal


def test_law_without_interest_both_shares_are_one() -> None:
    found = refinancing_dependence(1, 4)
    assert found.with_interest == found.dependence == Decimal("0.25")


def test_refuses() -> None:
    assert refusal(repayment_ratio, 1, 1, 0, line=LINE) == ("zero_whole", "fiscal_capacity")
    assert refusal(repayment_ratio, -1, 1, 1, line=LINE) == ("negative_amount", "principal")
    assert refusal(repayment_ratio, 1, -1, 1, line=LINE) == ("negative_amount", "interest")
    assert refusal(repayment_ratio, 1, 1, 1, line=Decimal("NaN")) == ("bad_line", "line")
    assert refusal(repayment_ratio, 1, 1, 1, line=Decimal(0)) == ("bad_line", "line")
    # Xuanzhou 2024 published 7.9295 refinanced against 3.8645 due: other debt was replaced too.
    assert refusal(refinancing_dependence, 79_295_000_000, 38_645_000_000) == (
        "refinanced_over_principal",
        "refinanced",
    )
    assert refusal(refinancing_dependence, 0, 0) == ("zero_whole", "principal")
    assert refusal(refinancing_dependence, 0, 1, interest=-1) == ("negative_amount", "interest")
    assert refusal(monthly_amounts, [], []) == ("empty", "months")
    assert refusal(monthly_amounts, [202401], []) == ("shape_mismatch", "year_to_date")
    assert refusal(monthly_amounts, [202413], [1]) == ("bad_month", "months")
    assert refusal(monthly_amounts, [202400], [1]) == ("bad_month", "months")
    assert refusal(monthly_amounts, [202402, 202402], [1, 2]) == ("months_do_not_rise", "months")
    assert refusal(monthly_amounts, [202402], [1.5]) == ("not_integer", "year_to_date")


@given(fen, fen, above_zero, above_zero)
def test_law_principal_and_interest_weigh_alike_and_capacity_relieves(
    principal: int, interest: int, capacity: int, more: int
) -> None:
    line = Decimal("0.2")
    here = repayment_ratio(principal, interest, capacity, line=line)
    assert repayment_ratio(interest, principal, capacity, line=line).ratio == here.ratio
    relieved = repayment_ratio(principal, interest, capacity + more, line=line)
    assert relieved.ratio <= here.ratio
    assert here.is_over_line or not relieved.is_over_line


test_kept_answers = kept_answers("calculators.risk.repayment_ratio")
