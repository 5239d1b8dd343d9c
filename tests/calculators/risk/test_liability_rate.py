"""Debt over GDP, with suspicion of the GDP itself."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from calculators.risk.liability_rate import SPEC, liability_rate
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

LINE, JUMP = Decimal("0.6"), Decimal("0.5")


@pytest.mark.parametrize("case", golden_cases("risk/liability_rate.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    before = int(case["gdp_before"]) if case["gdp_before"] else None
    found = liability_rate(
        int(case["balance"]), int(case["gdp"]), line=LINE, gdp_before=before, growth_limit=JUMP
    )
    assert str(round(100 * found.rate, 1)) == case["expected_percent"]
    assert str(found.is_gdp_suspicious or "") == case["expected_suspicious"]


def test_golden_example() -> None:
    check_example(SPEC)


@given(fen, above_zero, above_zero)
def test_oracle_definition(balance: int, gdp: int, before: int) -> None:
    found = liability_rate(balance, gdp, line=LINE, gdp_before=before, growth_limit=JUMP)
    growth = Fraction(gdp, before) - 1
    assert is_near(found.rate, Fraction(balance, gdp))
    assert found.is_over_line == (Fraction(balance, gdp) > Fraction(6, 10))
    assert found.gdp_growth is not None
    assert abs(Fraction(found.gdp_growth) - growth) <= (1 + abs(growth)) / 10**20
    assert found.is_gdp_suspicious == (abs(growth) > Fraction(1, 2))


@given(fen, above_zero)
def test_law_without_last_year_nothing_is_said_of_growth(balance: int, gdp: int) -> None:
    found = liability_rate(balance, gdp, line=LINE, growth_limit=JUMP)
    assert (found.gdp_growth, found.is_gdp_suspicious) == (None, None)
    same = liability_rate(balance, gdp, line=LINE, gdp_before=gdp, growth_limit=JUMP)
    assert (same.rate, same.gdp_growth, same.is_gdp_suspicious) == (found.rate, Decimal(0), False)
    assert liability_rate(balance, gdp, line=LINE, gdp_before=gdp).is_gdp_suspicious is None


def test_law_a_figure_on_the_line_is_not_over_it() -> None:
    found = liability_rate(60, 100, line=LINE, gdp_before=200, growth_limit=JUMP)
    assert (found.is_over_line, found.is_gdp_suspicious) == (False, False)


def test_refuses() -> None:
    assert refusal(liability_rate, 1, 0, line=LINE) == ("zero_whole", "gdp")
    assert refusal(liability_rate, 1, 1, line=LINE, gdp_before=0) == ("zero_whole", "gdp_before")
    assert refusal(liability_rate, -1, 1, line=LINE) == ("negative_amount", "balance")
    assert refusal(liability_rate, 1, 1, line=Decimal(0)) == ("bad_line", "line")
    assert refusal(liability_rate, 1, 1, line=LINE, growth_limit=Decimal("NaN")) == (
        "bad_line",
        "growth_limit",
    )


test_kept_answers = kept_answers("calculators.risk.liability_rate")
