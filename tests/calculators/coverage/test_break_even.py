"""Break-even: cases with a printed multiple, the multiple at the break-even as oracle, laws, refusals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.break_even import break_even
from calculators.coverage.multiples import coverage_multiples
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

amounts = st.integers(0, 10**15)
positive = st.integers(1, 10**15)


@pytest.mark.parametrize("case", golden_cases("coverage/break_even.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = break_even(
        income=int(case["income"]),
        operating_cost=int(case["operating_cost"]),
        debt_service=int(case["debt_service"]),
    )
    assert f"{found.break_even_income} {round(found.fall * 100, 2)}" == case["expected"]


@given(positive, amounts, positive)
def test_oracle_the_multiple_is_one_at_the_break_even(income: int, cost: int, service: int) -> None:
    found = break_even(income=income, operating_cost=cost, debt_service=service)
    there = coverage_multiples(
        operating_income=found.break_even_income,
        operating_cost=cost,
        bond_principal=service,
        bond_interest=0,
    )
    assert there.net_over_all_debt_service == 1
    exact = 1 - Fraction(cost + service, income)
    assert abs(Fraction(found.fall) - exact) <= abs(exact) / 10**27


@given(positive, amounts, positive)
def test_law_headroom_fall_and_multiple_agree_in_sign(income: int, cost: int, service: int) -> None:
    found = break_even(income=income, operating_cost=cost, debt_service=service)
    assert (found.headroom > 0) == (found.fall > 0) == (found.multiple > 1)
    assert found.fall < 1
    assert found.break_even_income + found.headroom == income


@pytest.mark.parametrize(
    ("income", "cost", "service", "code", "field"),
    [
        (0, 0, 1, "no_income", "income"),
        (1, 0, 0, "no_debt", "debt_service"),
        (1, -1, 1, "negative_amount", "operating_cost"),
        (-1, 0, 1, "negative_amount", "income"),
        (1, 0, Decimal(1), "not_integer", "debt_service"),
    ],
)
def test_refuses(income: int, cost: int, service: int, code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        break_even(income=income, operating_cost=cost, debt_service=service)
    assert (refusal.value.code, refusal.value.field) == (code, field)


test_kept_answers = kept_answers("calculators.coverage.break_even")
