"""Least government payment against the published example."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.money import Rounding
from calculators.ppp.minimum_payment import minimum_payment
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import fen, rates, refusal
from tests.golden import golden_cases
from tests.oracles.ppp import half_up

taxes = st.decimals(Decimal(0), Decimal("0.6"), places=3)


@pytest.mark.parametrize("case", golden_cases("ppp/minimum_payment.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = minimum_payment(
        int(case["total_cost"]),
        other_income=int(case["other_income"]),
        private_equity=int(case["private_equity"]),
        equity_margin=Decimal(case["equity_margin"]),
        tax_rate=Decimal(case["tax_rate"]),
    )
    assert found.payment == int(case["expected"])


@given(fen, fen, fen, rates, taxes)
def test_oracle(cost: int, income: int, equity: int, margin: Decimal, tax: Decimal) -> None:
    found = minimum_payment(
        cost, other_income=income, private_equity=equity, equity_margin=margin, tax_rate=tax
    )
    before_tax = equity * Fraction(margin) / (1 - Fraction(tax))
    assert found.payment == half_up(cost - income + before_tax)
    assert found.net_profit == half_up(equity * Fraction(margin))


@given(fen, fen, fen, rates, taxes)
def test_law_the_payment_leaves_the_margin(
    cost: int, income: int, equity: int, margin: Decimal, tax: Decimal
) -> None:
    found = minimum_payment(
        cost, other_income=income, private_equity=equity, equity_margin=margin, tax_rate=tax
    )
    after_tax = (found.payment + income - cost) * (1 - Fraction(tax))
    assert abs(after_tax - equity * Fraction(margin)) <= 1


def test_refuses() -> None:
    good = {
        "other_income": 0,
        "private_equity": 1,
        "equity_margin": Decimal("0.1"),
        "tax_rate": Decimal("0.25"),
    }
    assert refusal(minimum_payment, -1, **good) == ("negative", "total_cost")
    assert refusal(minimum_payment, 1.5, **good) == ("not_integer", "total_cost")
    for name, value, code in (
        ("other_income", -1, "negative"),
        ("private_equity", -1, "negative"),
        ("equity_margin", Decimal("-0.1"), "negative"),
        ("tax_rate", Decimal("1.1"), "not_a_share"),
        ("tax_rate", Decimal(1), "tax_takes_all"),
        ("tax_rate", Decimal("NaN"), "not_finite"),
    ):
        assert refusal(minimum_payment, 1, **good | {name: value}) == (code, name)


def test_golden_all_figures_are_told_and_rounded_by_the_rule_named() -> None:
    """Hand-worked: 7 % of 1 050 is 73.5, before a tax of half 147; cost 1 000 less income 100."""
    terms = {"other_income": 100, "private_equity": 1_050, "equity_margin": Decimal("0.07")}
    up, down = (
        minimum_payment(1_000, **terms, tax_rate=Decimal("0.3"), rounding=rule)  # type: ignore[arg-type]
        for rule in (Rounding.UP, Rounding.DOWN)
    )
    assert (up.net_profit, up.profit_before_tax, up.payment) == (74, 105, 1_005)
    assert (down.net_profit, down.profit_before_tax, down.payment) == (73, 105, 1_005)


test_kept_answers = kept_answers("calculators.ppp.minimum_payment")
