"""Whole-fund clawback: carry that a later loss shows was not earned."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.funds.clawback import SPEC, WholeFundClawback, whole_fund_clawback
from calculators.funds.waterfall import Compounding, european_waterfall
from tests.calculators.funds.helpers import check_example, days, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

START = date(2023, 1, 1)
amounts = st.integers(1, 10**12)
carries = st.decimals(Decimal("0.01"), Decimal("0.5"), places=3)
hurdles = st.decimals(Decimal(0), Decimal("0.2"), places=3)


def found(
    calls: list[int], call_days: list[date], paid: list[int], paid_days: list[date], **more: Any
) -> WholeFundClawback:
    """Return the clawback with terms of 80/20 without a hurdle, where nothing else is said."""
    terms: dict[str, Any] = {
        "carry_paid": 0,
        "nav": 0,
        "as_of": START + timedelta(900),
        "hurdle_rate": Decimal(0),
        "compounding": Compounding.SIMPLE,
        "carry_rate": Decimal("0.2"),
        "catch_up_share": Decimal(0),
    }
    return whole_fund_clawback(calls, call_days, paid, paid_days, **{**terms, **more})


@pytest.mark.parametrize("case", golden_cases("funds/clawback.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    figures = {name: int(case[name]) for name in ("carry_paid", "given_back", "nav")}
    rates = {n: Decimal(case[n]) for n in ("hurdle_rate", "carry_rate", "catch_up_share", "tax_rate")}
    result = found(
        whole(case["calls"]), days(case["call_dates"]),
        whole(case["to_investors"]), days(case["investor_dates"]),
        as_of=date.fromisoformat(case["as_of"]), **figures, **rates,
    )  # fmt: skip
    told = (result.profit, result.entitled, result.clawback_due)
    assert told == tuple(int(case[f"expected_{name}"]) for name in ("profit", "entitled", "due"))


def test_golden_example() -> None:
    check_example(SPEC)


@given(amounts, amounts, amounts, carries)
def test_oracle_without_a_hurdle_the_manager_earns_its_share_of_all_gain(
    called: int, got: int, carry_paid: int, carry: Decimal
) -> None:
    result = found([called], [START], [got], [START], carry_paid=carry_paid, carry_rate=carry)
    earned = max(Fraction(0), Fraction(got + carry_paid - called)) * Fraction(carry)
    assert abs(result.entitled - earned) <= Fraction(1, 2)
    assert result.clawback == max(0, carry_paid - result.entitled)


@given(amounts, amounts, hurdles, carries, st.sampled_from([Decimal(0), Decimal("0.8"), Decimal(1)]))
def test_law_who_was_paid_by_the_waterfall_and_loses_nothing_later_owes_nothing(
    called: int, cash: int, hurdle: Decimal, carry: Decimal, share: Decimal
) -> None:
    terms: dict[str, Any] = {"hurdle_rate": hurdle, "carry_rate": carry, "catch_up_share": share}
    day = START + timedelta(400)
    paid = european_waterfall([called], [START], [cash], [day], compounding=Compounding.COMPOUND, **terms)
    result = found(
        [called], [START], [paid.to_investors], [day], carry_paid=paid.to_manager, as_of=day,
        compounding=Compounding.COMPOUND, **terms,
    )  # fmt: skip
    assert (result.entitled, result.clawback_due) == (paid.to_manager, 0)


@given(amounts, amounts, amounts, st.integers(0, 10**12))
def test_law_more_worth_never_gives_back_more_and_nobody_gives_back_more_than_was_paid(
    called: int, got: int, carry_paid: int, nav: int
) -> None:
    less = found([called], [START], [got], [START], carry_paid=carry_paid, nav=nav)
    more = found([called], [START], [got], [START], carry_paid=carry_paid, nav=nav + 1_000)
    assert more.clawback_due <= less.clawback_due <= carry_paid


def test_refuses() -> None:
    flows: Any = ([100], [START], [10], [START])
    terms: dict[str, Any] = {
        "as_of": START, "carry_paid": 1, "nav": 0, "hurdle_rate": Decimal(0),
        "compounding": Compounding.SIMPLE, "carry_rate": Decimal("0.2"), "catch_up_share": Decimal(0),
    }  # fmt: skip
    for change, code in (
        ({"carry_paid": -1}, ("negative_amount", "carry_paid")),
        ({"nav": -1}, ("negative_amount", "nav")),
        ({"given_back": 2}, ("given_back_too_much", "given_back")),
        ({"tax_rate": Decimal(2)}, ("bad_share", "tax_rate")),
        ({"carry_rate": Decimal(1)}, ("bad_share", "carry_rate")),
        ({"catch_up_share": Decimal("0.2")}, ("catch_up_too_small", "catch_up_share")),
        ({"as_of": START - timedelta(1)}, ("flow_after_day", "as_of")),
        ({"hurdle_rate": Decimal(-1)}, ("bad_rate", "hurdle_rate")),
    ):
        assert refusal(whole_fund_clawback, *flows, **{**terms, **change}) == code


test_kept_answers = kept_answers("calculators.funds.clawback")
