"""Debt ratio over comprehensive capacity."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from calculators.risk.debt_ratio import SPEC, debt_ratio
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

LINE = Decimal(1)


@pytest.mark.parametrize("case", golden_cases("risk/debt_ratio.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = debt_ratio(
        int(case["balance"]),
        general_revenue=int(case["general_revenue"]),
        transfers=int(case["transfers"]),
        fund_revenue=int(case["fund_revenue"]),
        warning_line=LINE,
    )
    assert found.fiscal_capacity == int(case["expected_capacity"])
    assert round(found.ratio, 4) == Decimal(case["expected_ratio"])
    assert str(found.is_over_line) == case["expected_over"]


def test_golden_example() -> None:
    check_example(SPEC)


@given(fen, above_zero, fen, fen, fen)
def test_oracle_all_parts_make_the_capacity(
    balance: int, general: int, moved: int, fund: int, state: int
) -> None:
    found = debt_ratio(
        balance,
        general_revenue=general,
        transfers=moved,
        fund_revenue=fund,
        state_capital_revenue=state,
        warning_line=LINE,
    )
    assert is_near(found.ratio, Fraction(balance, general + moved + fund + state))
    assert found.is_over_line == (balance > general + moved + fund + state)
    assert (found.general_revenue, found.transfers, found.fund_revenue) == (general, moved, fund)
    assert found.state_capital_revenue == state


@given(fen, above_zero, above_zero)
def test_law_more_capacity_never_raises_the_ratio(balance: int, one: int, two: int) -> None:
    alone = debt_ratio(balance, fund_revenue=one, warning_line=LINE)
    assert debt_ratio(balance, fund_revenue=one, transfers=two, warning_line=LINE).ratio <= alone.ratio
    assert debt_ratio(balance, general_revenue=one, warning_line=LINE).ratio == alone.ratio


def test_refuses() -> None:
    assert refusal(debt_ratio, 1, warning_line=LINE) == ("zero_whole", "fiscal_capacity")
    assert refusal(debt_ratio, -1, fund_revenue=1, warning_line=LINE) == ("negative_amount", "balance")
    assert refusal(debt_ratio, 1, warning_line=Decimal(0)) == ("bad_line", "warning_line")
    assert refusal(debt_ratio, 1, warning_line=Decimal("NaN")) == ("bad_line", "warning_line")
    for field in ("general_revenue", "transfers", "fund_revenue", "state_capital_revenue"):
        assert refusal(debt_ratio, 1, warning_line=LINE, **{field: -1}) == ("negative_amount", field)


test_kept_answers = kept_answers("calculators.risk.debt_ratio")
