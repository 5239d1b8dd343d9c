"""Sensitivity: every cell of a published table, multiples and plain sums as oracles, laws, refusals."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.break_even import break_even
from calculators.coverage.multiples import coverage_multiples
from calculators.coverage.sensitivity import MOST_STEPS, Factor, SensitivityTable, sensitivity
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

SERIES = (
    "income",
    "operating_cost",
    "other_outflow",
    "bond_principal",
    "bond_interest",
    "market_principal",
    "market_interest",
)
plans = st.fixed_dictionaries(
    {name: st.lists(st.integers(1, 10**13), min_size=3, max_size=3) for name in (*SERIES, "other_cash")}
)
steps = st.lists(
    st.decimals(Decimal("-0.9"), Decimal(2), places=3).filter(bool), min_size=1, max_size=6, unique=True
)


def cents(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def row(table: SensitivityTable, factor: Factor) -> list[Any]:
    return [one for one in table.rows if one.factor is factor]


@pytest.mark.parametrize("case", golden_cases("coverage/sensitivity.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    table = sensitivity(
        [int(case["income"])],
        **{name: [int(case[name])] for name in SERIES[1:]},  # type: ignore[arg-type]
        steps=[Decimal(step) / 100 for step in case["steps"].split()],
    )
    assert cents(table.base.all_multiple) == "1.29"
    shown = [cents(one.all_multiple) for one in row(table, Factor(case["case"]))]
    assert shown == case["expected"].split()


def test_golden_tornado_puts_income_first() -> None:
    """Of the four rows of the published table income moves the multiple most, then bond principal."""
    case = golden_cases("coverage/sensitivity.csv")[0]
    table = sensitivity(
        [int(case["income"])],
        **{name: [int(case[name])] for name in SERIES[1:]},  # type: ignore[arg-type]
        steps=[Decimal("-0.08"), Decimal("0.08")],
    )
    assert [bar.factor for bar in table.tornado][:2] == [Factor.INCOME, Factor.BOND_PRINCIPAL]
    assert cents(table.tornado[0].at_lowest_step) == "1.14"


@given(plans, steps)
def test_oracle_each_row_is_the_multiple_of_moved_sums(
    plan: dict[str, list[int]], moved: list[Decimal]
) -> None:
    """Scaling every amount by 1000 keeps the moved sums whole, so the plain multiple can be asked."""
    table = sensitivity(plan["income"], **_rest(plan), steps=moved)
    sums = {name: sum(plan[name]) * 1000 for name in SERIES}
    for one in table.rows:
        scale = int((1 + one.step) * 1000)
        by = {
            Factor.INCOME: ("income",),
            Factor.OPERATING_COST: ("operating_cost",),
            Factor.INTEREST_RATE: ("bond_interest",),
            Factor.BOND_PRINCIPAL: ("bond_principal", "bond_interest"),
        }[one.factor or Factor.INCOME]
        there = {name: value // 1000 * scale if name in by else value for name, value in sums.items()}
        exact = coverage_multiples(
            operating_income=there["income"],
            operating_cost=there["operating_cost"],
            taxes=there["other_outflow"],
            bond_principal=there["bond_principal"],
            bond_interest=there["bond_interest"],
            market_principal=there["market_principal"],
            market_interest=there["market_interest"],
        )
        assert one.all_multiple == exact.net_over_all_debt_service
        assert one.bond_multiple == exact.net_over_bond_debt_service


@given(plans, steps)
def test_oracle_first_negative_year_by_plain_sums(plan: dict[str, list[int]], moved: list[Decimal]) -> None:
    table = sensitivity(plan["income"], **_rest(plan), steps=moved, first_year=2026, opening_cash=10**12)
    for one in row(table, Factor.INCOME):
        balance, gap = Fraction(10**12), None
        for year in range(3):
            balance += plan["income"][year] * (1 + Fraction(one.step)) + plan["other_cash"][year]
            balance -= sum(plan[name][year] for name in SERIES[1:])
            if balance < 0 and gap is None:
                gap = 2026 + year
        assert one.first_negative_year == gap


@given(plans, steps)
def test_law_rows_move_the_right_way_from_the_base(plan: dict[str, list[int]], moved: list[Decimal]) -> None:
    table = sensitivity(plan["income"], **_rest(plan), steps=moved)
    for one in table.rows:
        up = one.step > 0
        if one.factor is Factor.INCOME:
            assert (one.all_multiple > table.base.all_multiple) == up
        if one.factor is Factor.OPERATING_COST:
            assert (one.all_multiple < table.base.all_multiple) == up
        if one.factor in (Factor.BOND_PRINCIPAL, Factor.INTEREST_RATE) and table.base.net_revenue > 0:
            assert (one.all_multiple < table.base.all_multiple) == up
    assert [one.step for one in row(table, Factor.INCOME)] == sorted(moved)
    swings = [bar.swing for bar in table.tornado]
    assert swings == sorted(swings, reverse=True)
    assert {bar.factor for bar in table.tornado} == set(Factor)


def test_law_the_break_even_fall_brings_the_multiple_to_one() -> None:
    fall = break_even(income=200, operating_cost=50, debt_service=100).fall
    table = sensitivity([200], operating_cost=[50], bond_principal=[80], bond_interest=[20], steps=[-fall])
    assert row(table, Factor.INCOME)[0].all_multiple == 1


def test_law_market_interest_moves_only_when_said() -> None:
    plan: dict[str, Any] = {
        "operating_cost": [0],
        "bond_principal": [0],
        "bond_interest": [0],
        "market_principal": [80],
        "market_interest": [20],
        "steps": [Decimal(1)],
    }
    still = row(sensitivity([100], **plan), Factor.INTEREST_RATE)[0]
    moved = row(sensitivity([100], **plan, moves_market_interest=True), Factor.INTEREST_RATE)[0]
    assert (still.all_debt_service, moved.all_debt_service) == (100, 120)
    assert still.bond_multiple is None


def _rest(plan: dict[str, list[int]]) -> dict[str, Any]:
    return {name: values for name, values in plan.items() if name != "income"}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"income": []}, "empty", "income"),
        ({"operating_cost": [1, 2]}, "shape_mismatch", "operating_cost"),
        ({"bond_principal": [-1]}, "negative_amount", "bond_principal"),
        ({"bond_principal": [0], "bond_interest": [0]}, "no_debt", "bond_principal"),
        ({"steps": []}, "empty", "steps"),
        ({"steps": [Decimal(0)]}, "repeated_step", "steps"),
        ({"steps": [Decimal("0.1"), Decimal("0.10")]}, "repeated_step", "steps"),
        ({"steps": [Decimal(-1)]}, "rate_too_low", "steps"),
        ({"steps": [Decimal("NaN")]}, "not_a_number", "steps"),
        ({"steps": [Decimal(i + 1) / 10 for i in range(201)]}, "too_long", "steps"),
        ({"opening_cash": 1.5}, "not_integer", "opening_cash"),
    ],
)
def test_refuses(change: dict[str, Any], code: str, field: str) -> None:
    good: dict[str, Any] = {
        "income": [200],
        "operating_cost": [50],
        "bond_principal": [80],
        "bond_interest": [20],
        "steps": [Decimal("0.1")],
    }
    with pytest.raises(CalculationError) as refusal:
        sensitivity(**{**good, **change})
    assert refusal.value.code == code
    assert refusal.value.field == field


PLAN: dict[str, Any] = {
    "income": [200],
    "operating_cost": [50],
    "bond_principal": [80],
    "bond_interest": [20],
}
STEPS = [Decimal("-0.1"), Decimal("0.1")]


@pytest.mark.parametrize(
    "field",
    [
        "operating_cost",
        "other_outflow",
        "bond_principal",
        "bond_interest",
        "market_principal",
        "market_interest",
        "other_cash",
    ],
)
def test_refuses_series_by_their_name(field: str) -> None:
    for wrong in ([1, 2], [0.5], [10**19]):
        with pytest.raises(CalculationError) as told:
            sensitivity(**{**PLAN, "steps": STEPS, field: wrong})
        assert told.value.field == field
    if field.startswith(("bond", "market")):
        with pytest.raises(CalculationError) as told:
            sensitivity(**{**PLAN, "steps": STEPS, field: [-1]})
        assert (told.value.code, told.value.field) == ("negative_amount", field)


def test_golden_the_limits_themselves_are_taken() -> None:
    steps = [Decimal(at) / 1000 for at in range(1, MOST_STEPS + 1)]
    assert len(sensitivity(**PLAN, steps=steps).rows) == 4 * MOST_STEPS
    short = sensitivity(**{**PLAN, "income": [149]}, steps=STEPS)  # one short of 50 + 100
    assert (short.base.first_negative_year, short.base.net_revenue) == (1, 99)


test_kept_answers = kept_answers("calculators.coverage.sensitivity")
