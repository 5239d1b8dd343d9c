"""New debt over the opening balance."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from calculators.risk.new_debt_ratio import SPEC, new_debt_ratio
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

LINE = Decimal("0.3")


@pytest.mark.parametrize("case", golden_cases("risk/new_debt_ratio.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = new_debt_ratio(
        int(case["new_debt"]), int(case["opening_balance"]), repaid=int(case["repaid"]), line=LINE
    )
    assert found.closing_balance == int(case["expected_closing"])
    assert str(round(found.ratio, 4)) == case["expected_ratio"]


def test_golden_example() -> None:
    check_example(SPEC)


@given(fen, above_zero, fen)
def test_oracle_definition(new: int, opening: int, repaid: int) -> None:
    repaid = min(repaid, opening + new)
    found = new_debt_ratio(new, opening, repaid=repaid, line=LINE)
    assert is_near(found.ratio, Fraction(new, opening))
    assert is_near(found.net_growth, Fraction(new - repaid, opening))
    assert found.is_over_line == (Fraction(new, opening) > Fraction(3, 10))


@given(fen, above_zero)
def test_law_paying_back_what_was_borrowed_leaves_the_balance(new: int, opening: int) -> None:
    found = new_debt_ratio(new, opening, repaid=new, line=LINE)
    assert (found.closing_balance, found.net_growth) == (opening, Decimal(0))
    assert found.ratio == new_debt_ratio(new, opening, line=LINE).ratio


def test_refuses() -> None:
    assert refusal(new_debt_ratio, 1, 0, line=LINE) == ("zero_whole", "opening_balance")
    assert refusal(new_debt_ratio, -1, 1, line=LINE) == ("negative_amount", "new_debt")
    assert refusal(new_debt_ratio, 1, 1, repaid=3, line=LINE) == ("repaid_over_debt", "repaid")
    assert refusal(new_debt_ratio, 1, 1, repaid=-1, line=LINE) == ("negative_amount", "repaid")
    assert refusal(new_debt_ratio, 1, 1, line=Decimal(0)) == ("bad_line", "line")


test_kept_answers = kept_answers("calculators.risk.new_debt_ratio")
