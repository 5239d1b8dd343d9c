"""Coverage multiples: printed multiples with the definition that fits, exact oracle, laws, refusals."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.multiples import DEFINITIONS, coverage_multiples, fitting_definitions
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.coverage import multiple_by_definition

AMOUNTS = (
    "operating_income",
    "operating_cost",
    "bond_principal",
    "bond_interest",
    "market_principal",
    "market_interest",
    "land_income",
    "subsidy",
    "residual",
    "taxes",
)
plans = st.fixed_dictionaries({name: st.integers(0, 10**15) for name in AMOUNTS}).filter(
    lambda plan: plan["bond_principal"] > 0
)


@pytest.mark.parametrize("case", golden_cases("coverage/multiples.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    amounts = {name: int(case[name]) for name in AMOUNTS if name in case}
    found = coverage_multiples(**amounts)
    assert " ".join(fitting_definitions(found, printed=Decimal(case["printed"]))) == case["expected"]


def test_golden_definitions_stand_in_words_beside_the_figures() -> None:
    """The disclosure form prints revenue over all debt first, then over local-bond debt."""
    assert [one.key for one in DEFINITIONS[:2]] == ["net_over_all_debt_service", "net_over_bond_debt_service"]
    assert "项目总债务融资本息" in DEFINITIONS[0].text_zh
    assert len({one.text for one in DEFINITIONS}) == len({one.text_zh for one in DEFINITIONS}) == 8


@given(plans)
def test_oracle_agrees_with_the_definition(plan: dict[str, int]) -> None:
    found = coverage_multiples(**plan)
    gains = [plan[name] for name in ("operating_income", "land_income", "subsidy", "residual")]
    costs = {"net": [plan["operating_cost"], plan["taxes"]], "gross": []}
    debts = {
        "all_debt_service": ["bond_principal", "bond_interest", "market_principal", "market_interest"],
        "bond_debt_service": ["bond_principal", "bond_interest"],
        "all_principal": ["bond_principal", "market_principal"],
        "all_bond_principal": ["bond_principal"],
    }
    for above, cost in costs.items():
        for below, names in debts.items():
            exact = multiple_by_definition(gains, cost, [plan[name] for name in names])
            value = getattr(found, f"{above}_over_{below}")
            assert exact is not None
            assert abs(Fraction(value) - exact) <= abs(exact) / 10**27


@given(plans, st.integers(1, 1000))
def test_law_the_unit_does_not_matter(plan: dict[str, int], times: int) -> None:
    once = coverage_multiples(**plan)
    scaled = coverage_multiples(**{name: value * times for name, value in plan.items()})
    assert scaled.net_over_all_debt_service == once.net_over_all_debt_service
    assert scaled.net_revenue == times * once.net_revenue


@given(plans, st.integers(1, 10**12))
def test_law_more_income_never_lowers_and_more_debt_never_raises(plan: dict[str, int], more: int) -> None:
    base = coverage_multiples(**plan)
    richer = coverage_multiples(**{**plan, "operating_income": plan["operating_income"] + more})
    assert richer.net_over_all_debt_service >= base.net_over_all_debt_service  # type: ignore[operator]
    deeper = coverage_multiples(**{**plan, "bond_interest": plan["bond_interest"] + more})
    assert deeper.gross_over_bond_debt_service <= base.gross_over_bond_debt_service  # type: ignore[operator]


@given(plans)
def test_law_every_multiple_fits_its_own_rounding(plan: dict[str, int]) -> None:
    found = coverage_multiples(**plan)
    value = found.net_over_all_debt_service
    assert value is not None
    if abs(value) < 10**6:
        assert "net_over_all_debt_service" in fitting_definitions(found, printed=round(value, 4))


def test_law_without_bonds_only_all_debt_has_a_multiple() -> None:
    found = coverage_multiples(
        operating_income=-5, operating_cost=0, bond_principal=0, bond_interest=0, market_principal=10
    )
    assert found.net_over_bond_debt_service is None
    assert found.gross_over_all_bond_principal is None
    assert found.net_over_all_debt_service == Decimal("-0.5")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"bond_principal": 0, "bond_interest": 0}, "no_debt", "bond_principal"),
        ({"bond_principal": -1}, "negative_amount", "bond_principal"),
        ({"market_interest": -1}, "negative_amount", "market_interest"),
        ({"operating_income": 1.5}, "not_integer", "operating_income"),
        ({"taxes": True}, "not_integer", "taxes"),
        ({"residual": 10**30}, "out_of_range", "residual"),
    ],
)
def test_refuses(change: dict[str, Any], code: str, field: str) -> None:
    good = {"operating_income": 100, "operating_cost": 10, "bond_principal": 50, "bond_interest": 5}
    with pytest.raises(CalculationError) as refusal:
        coverage_multiples(**{**good, **change})
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_refuses_a_printed_multiple_that_is_no_number() -> None:
    found = coverage_multiples(operating_income=1, operating_cost=0, bond_principal=1, bond_interest=0)
    with pytest.raises(CalculationError) as refusal:
        fitting_definitions(found, printed=Decimal("NaN"))
    assert (refusal.value.code, refusal.value.field) == ("not_a_number", "printed")


@given(plans, st.integers(0, 4))
def test_oracle_fitting_definitions_by_the_half_step_around_the_printed_figure(
    plan: dict[str, int], decimals: int
) -> None:
    found = coverage_multiples(**plan)
    step = Decimal(1).scaleb(-decimals)
    printed = found.net_over_all_debt_service
    assert printed is not None
    shown = printed.quantize(step)
    fitting = fitting_definitions(found, printed=shown)
    near = [
        one.key
        for one in DEFINITIONS
        if abs(Fraction(getattr(found, one.key)) - Fraction(shown)) < Fraction(step) / 2
    ]
    assert set(near) <= set(fitting)
    for key in fitting:
        assert abs(Fraction(getattr(found, key)) - Fraction(shown)) <= Fraction(step) / 2


test_kept_answers = kept_answers("calculators.coverage.multiples")
