"""Paid-in rate, leverage, shares of holders."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.funds.leverage import SPECS, fund_leverage, holding_share, paid_in_rate
from calculators.kernel.spec import CalculatorSpec
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

pairs = st.lists(st.tuples(above_zero, fen), min_size=1, max_size=12)


@pytest.mark.parametrize("case", golden_cases("funds/leverage.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    first, second, expected = int(case["first"]), int(case["second"]), Decimal(case["expected"])
    if case["kind"] == "paid_in":
        found = paid_in_rate(first, second)
        assert str(found.is_above_target) == case["expected_flag"]
        value = found.rate
    else:
        value = holding_share(first, second).share
    assert round(value, -int(expected.as_tuple().exponent)) == expected


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(pairs)
def test_oracle_leverage_is_all_money_over_ours(rows: list[tuple[int, int]]) -> None:
    ours, totals = [own for own, _ in rows], [own + other for own, other in rows]
    found = fund_leverage(totals, ours)
    assert is_near(found.leverage, Fraction(sum(totals), sum(ours)))
    assert found.others == sum(other for _, other in rows)
    for value, (own, other) in zip(found.by_fund, rows, strict=True):
        assert is_near(value, Fraction(own + other, own))


@given(above_zero, fen)
def test_oracle_paid_in_rate(target: int, paid: int) -> None:
    found = paid_in_rate(target, paid)
    assert is_near(found.rate, Fraction(paid, target))
    assert (found.left_to_pay, found.is_above_target) == (max(0, target - paid), paid > target)


@given(pairs)
def test_law_leverage_is_at_least_one_and_lies_between_the_funds(rows: list[tuple[int, int]]) -> None:
    found = fund_leverage([own + other for own, other in rows], [own for own, _ in rows])
    by_fund = [value for value in found.by_fund if value is not None]
    slack = Decimal("1e-20") * max(by_fund)
    assert found.leverage >= 1
    assert min(by_fund) - slack <= found.leverage <= max(by_fund) + slack


def test_law_a_sub_fund_without_our_money_has_no_leverage_of_its_own() -> None:
    assert fund_leverage([100, 50], [50, 0]).by_fund == (Decimal(2), None)


def test_law_a_holder_may_own_the_whole_fund() -> None:
    assert holding_share(5, 5).share == 1


def test_refuses() -> None:
    assert refusal(paid_in_rate, None, 661) == ("missing", "target")
    assert refusal(paid_in_rate, 661, None) == ("missing", "paid_in")
    assert refusal(paid_in_rate, 0, 1) == ("zero_target", "target")
    assert refusal(paid_in_rate, 1, -1) == ("negative_amount", "paid_in")
    assert refusal(holding_share, 0, 0) == ("zero_target", "scale")
    assert refusal(holding_share, 1, 2) == ("more_than_whole", "holding")
    assert refusal(holding_share, None, 2) == ("missing", "scale")
    assert refusal(fund_leverage, [], []) == ("empty", "sub_fund_paid_in")
    assert refusal(fund_leverage, [1], []) == ("shape_mismatch", "our_paid_in")
    assert refusal(fund_leverage, [1], [0]) == ("nothing_paid_in", "our_paid_in")
    assert refusal(fund_leverage, [1], [2]) == ("more_than_whole", "our_paid_in")


@given(above_zero, fen)
def test_oracle_holding_share(holding: int, others: int) -> None:
    found = holding_share(holding + others, holding)
    assert is_near(found.share, Fraction(holding, holding + others))
    assert (found.scale, found.holding) == (holding + others, holding)


@pytest.mark.parametrize(
    ("totals", "ours", "leverage", "by_fund"),
    [
        ([500, 300], [100, 100], "4", ["5", "3"]),
        ([1_000_000], [250_000], "4", ["4"]),
        ([600, 400], [200, 0], "5", ["3", None]),
    ],
)
def test_golden_leverage_by_hand(
    totals: list[int], ours: list[int], leverage: str, by_fund: list[str | None]
) -> None:
    found = fund_leverage(totals, ours)
    assert found.leverage == Decimal(leverage)
    assert list(found.by_fund) == [None if one is None else Decimal(one) for one in by_fund]
    assert found.others == sum(totals) - sum(ours)


@given(above_zero, fen, above_zero)
def test_law_more_paid_in_is_a_higher_rate_and_less_left(target: int, paid: int, more: int) -> None:
    here, later = paid_in_rate(target, paid), paid_in_rate(target, paid + more)
    assert later.rate >= here.rate
    assert later.left_to_pay <= here.left_to_pay
    assert paid_in_rate(target, target).rate == 1


test_kept_answers = kept_answers("calculators.funds.leverage")
