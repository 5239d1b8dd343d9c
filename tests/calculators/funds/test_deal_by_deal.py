"""American waterfall: clawback against the whole fund."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.funds.deal_by_deal import SPEC, Deal, deal_by_deal
from calculators.funds.waterfall import Compounding
from tests.calculators.funds.helpers import check_example, refusal, shares
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

START, END = date(2023, 1, 1), date(2024, 1, 1)
TERMS: dict[str, Any] = {
    "hurdle_rate": Decimal(0),
    "compounding": Compounding.SIMPLE,
    "carry_rate": Decimal("0.2"),
    "catch_up_share": Decimal(0),
}
results = st.lists(st.tuples(st.integers(1, 10**12), st.integers(0, 10**13)), min_size=1, max_size=8)


def read(text: str) -> list[Deal]:
    """Read deals out of one CSV field."""
    rows = [row.split() for row in text.split(";")]
    return [
        Deal(
            name,
            int(cost),
            date.fromisoformat(start),
            int(back),
            None if end == "-" else date.fromisoformat(end),
        )
        for name, cost, start, back, end in rows
    ]


def exits(pairs: list[tuple[int, int]]) -> list[Deal]:
    """Turn cost and proceeds into deals of one year."""
    return [Deal(str(i), cost, START, back, END) for i, (cost, back) in enumerate(pairs)]


@pytest.mark.parametrize("case", golden_cases("funds/deal_by_deal.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = deal_by_deal(
        read(case["deals"]),
        hurdle_rate=Decimal(case["hurdle_rate"]),
        compounding=Compounding.SIMPLE,
        carry_rate=Decimal(case["carry_rate"]),
        catch_up_share=Decimal(case["catch_up_share"]),
        tax_rate=Decimal(case["tax_rate"]),
    )
    assert (found.carry_paid, found.whole_fund_carry, found.clawback_due) == (
        int(case["expected_paid"]),
        int(case["expected_whole"]),
        int(case["expected_due"]),
    )


def test_golden_example() -> None:
    check_example(SPEC)


@given(results)
def test_oracle_without_hurdle_carry_is_a_share_of_gains(pairs: list[tuple[int, int]]) -> None:
    found = deal_by_deal(exits(pairs), **TERMS)
    paid = sum((Fraction(max(0, back - cost), 5) for cost, back in pairs), Fraction(0))
    due = Fraction(max(0, sum(back - cost for cost, back in pairs)), 5)
    assert [carry.gain for carry in found.carries] == [back - cost for cost, back in pairs]
    assert abs(found.carry_paid - paid) <= Fraction(len(pairs), 2)
    assert abs(found.whole_fund_carry - due) <= Fraction(1, 2)
    assert abs(found.clawback - (paid - due)) <= Fraction(len(pairs) + 1, 2)


@given(results, shares)
def test_law_clawback_restores_the_whole_fund_or_is_capped(
    pairs: list[tuple[int, int]], tax: Decimal
) -> None:
    found = deal_by_deal(exits(pairs), tax_rate=tax, **TERMS)
    assert found.clawback_due + found.uncovered == found.clawback
    assert 0 <= found.clawback_due <= found.clawback_cap <= found.carry_paid
    if not found.uncovered and found.clawback:
        assert found.carry_paid - found.clawback_due == found.whole_fund_carry


@given(st.integers(1, 10**12), st.integers(0, 10**13))
def test_law_a_single_deal_needs_no_clawback(cost: int, back: int) -> None:
    assert deal_by_deal(exits([(cost, back)]), **TERMS).clawback == 0


def test_law_an_exit_on_the_day_of_investment_is_an_exit() -> None:
    assert deal_by_deal([Deal("A", 10, START, 20, START)], **TERMS).carry_paid == 2


def test_refuses() -> None:
    assert refusal(deal_by_deal, [], **TERMS) == ("empty", "deals")
    assert refusal(deal_by_deal, [Deal("A", 1, START, 5)], **TERMS) == ("proceeds_without_exit", "deals")
    assert refusal(deal_by_deal, [Deal("A", 1, END, 5, START)], **TERMS) == (
        "exit_before_investment",
        "deals",
    )
    assert refusal(deal_by_deal, [Deal("A", -1, START)], **TERMS) == ("negative_amount", "calls")
    one = [Deal("A", 1, START)]
    assert refusal(deal_by_deal, one, tax_rate=Decimal(2), **TERMS) == ("bad_share", "tax_rate")
    assert deal_by_deal(exits([(100, 200), (100, 0)]), tax_rate=Decimal(1), **TERMS).clawback_due == 0


test_kept_answers = kept_answers("calculators.funds.deal_by_deal")
