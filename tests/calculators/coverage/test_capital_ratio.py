"""Project capital ratio: printed and hand-worked shares, exact oracle, laws, refusals."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.capital_ratio import capital_ratio
from calculators.kernel.call import text
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

minima = st.decimals(Decimal(0), Decimal(1), places=4)
parts = st.tuples(*[st.integers(0, 10**14)] * 4).filter(any)


@pytest.mark.parametrize("case", golden_cases("coverage/capital_ratio.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = capital_ratio(
        int(case["total_investment"]),
        minimum=Decimal(case["minimum"]),
        own_capital=int(case["own_capital"]),
        bond_as_capital=int(case["bond_as_capital"]),
    )
    assert f"{round(found.ratio * 100, 1)} {text(found.meets)}" == case["expected"]


@given(parts, minima)
def test_oracle_agrees_with_the_definition(amounts: tuple[int, ...], minimum: Decimal) -> None:
    fiscal, own, bond, rest = amounts
    total = sum(amounts)
    found = capital_ratio(
        total, minimum=minimum, fiscal_capital=fiscal, own_capital=own, bond_as_capital=bond
    )
    exact = Fraction(fiscal + own + bond, total)
    assert total - found.capital == rest
    assert abs(Fraction(found.ratio) - exact) <= exact / 10**27
    assert found.meets == (exact >= Fraction(minimum))


@given(parts, minima)
def test_law_the_shortfall_is_just_enough(amounts: tuple[int, ...], minimum: Decimal) -> None:
    fiscal, own, bond, _ = amounts
    total = sum(amounts)

    def with_own(more: int) -> bool:
        return capital_ratio(
            total, minimum=minimum, fiscal_capital=fiscal, own_capital=own + more, bond_as_capital=bond
        ).meets

    found = capital_ratio(
        total, minimum=minimum, fiscal_capital=fiscal, own_capital=own, bond_as_capital=bond
    )
    assert with_own(found.shortfall)
    assert found.shortfall == 0 or not with_own(found.shortfall - 1)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"total_investment": 0}, "no_investment", "total_investment"),
        ({"total_investment": 99}, "capital_above_investment", "total_investment"),
        ({"own_capital": -1}, "negative_amount", "own_capital"),
        ({"minimum": Decimal("1.01")}, "rate_too_high", "minimum"),
        ({"minimum": Decimal("-0.01")}, "rate_too_low", "minimum"),
        ({"minimum": 0.2}, "not_a_number", "minimum"),
    ],
)
def test_refuses(change: dict[str, Any], code: str, field: str) -> None:
    good = {"total_investment": 1_000, "minimum": Decimal("0.2"), "own_capital": 100}
    with pytest.raises(CalculationError) as refusal:
        capital_ratio(**{**good, **change})
    assert (refusal.value.code, refusal.value.field) == (code, field)


test_kept_answers = kept_answers("calculators.coverage.capital_ratio")
