"""What printed multiples were taken of: printed projects, the way back as oracle, laws, refusals."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.implied_basis import Basis, ImpliedBasis, implied_basis
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

BAND = {"lowest_rate": Decimal("0.005"), "highest_rate": Decimal("0.06")}
principals = st.integers(10**6, 10**13)
rates = st.decimals(Decimal("0.01"), Decimal("0.05"), places=4)
tenors = st.integers(1, 30)
multiples = st.decimals(Decimal("0.5"), Decimal(8), places=2)


@pytest.mark.parametrize("case", golden_cases("coverage/implied_basis.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = implied_basis(
        Decimal(case["printed"]),
        revenue=int(case["revenue"]),
        operating_cost=int(case["operating_cost"]),
        principal=int(case["principal"]),
        tenor_years=int(case["tenor_years"]),
        **BAND,
    )
    gross, net, gross_rate, net_rate, fits = case["expected"].split()
    assert round(found.gross_debt_service / 1_000_000, 2) == Decimal(gross)
    assert round(found.net_debt_service / 1_000_000, 2) == Decimal(net)
    assert round(found.gross_rate * 100, 3) == Decimal(gross_rate)
    assert round(found.net_rate * 100, 3) == Decimal(net_rate)
    assert found.fits == fits


@given(principals, rates, tenors, multiples)
def test_oracle_finds_the_rate_a_multiple_was_made_with(
    principal: int, rate: Decimal, tenor: int, multiple: Decimal
) -> None:
    revenue = int(multiple * principal * (1 + rate * tenor))
    found = implied_basis(
        multiple, revenue=revenue, operating_cost=0, principal=principal, tenor_years=tenor, **BAND
    )
    assert abs(found.gross_rate - rate) < Decimal("1e-4")
    assert found.net_rate == found.gross_rate
    assert found.fits is Basis.BOTH


@given(st.integers(0, 10**13), st.integers(0, 10**13), principals, tenors, multiples)
def test_law_net_never_implies_more_than_gross(
    revenue: int, cost: int, principal: int, tenor: int, multiple: Decimal
) -> None:
    found = implied_basis(
        multiple, revenue=revenue, operating_cost=cost, principal=principal, tenor_years=tenor, **BAND
    )
    assert found.net_debt_service <= found.gross_debt_service
    assert found.net_rate <= found.gross_rate
    assert (found.fits in (Basis.GROSS, Basis.BOTH)) == _in_band(found.gross_rate)
    assert (found.fits in (Basis.NET, Basis.BOTH)) == _in_band(found.net_rate)


def test_law_a_debt_service_below_the_principal_never_fits() -> None:
    found = implied_basis(Decimal(3), revenue=200, operating_cost=0, principal=100, tenor_years=10, **BAND)
    assert isinstance(found, ImpliedBasis)
    assert found.gross_rate < 0
    assert found.fits is Basis.NEITHER


def _in_band(rate: Decimal) -> bool:
    return BAND["lowest_rate"] <= rate <= BAND["highest_rate"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"printed": Decimal(0)}, "bad_multiple", "printed"),
        ({"printed": Decimal("NaN")}, "not_a_number", "printed"),
        ({"principal": 0}, "no_debt", "principal"),
        ({"principal": -1}, "negative_amount", "principal"),
        ({"operating_cost": -1}, "negative_amount", "operating_cost"),
        ({"tenor_years": 0}, "bad_tenor", "tenor_years"),
        ({"lowest_rate": Decimal(1)}, "reversed_band", "highest_rate"),
    ],
)
def test_refuses(change: dict[str, Any], code: str, field: str) -> None:
    good = {
        "printed": Decimal("1.2"),
        "revenue": 200,
        "operating_cost": 10,
        "principal": 100,
        "tenor_years": 10,
        **BAND,
    }
    with pytest.raises(CalculationError) as refusal:
        implied_basis(**{**good, **change})
    assert (refusal.value.code, refusal.value.field) == (code, field)


test_kept_answers = kept_answers("calculators.coverage.implied_basis")
