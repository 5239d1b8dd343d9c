"""Balance table: a printed cash flow rolled forward, sums from scratch as oracle, laws, refusals."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.balance_table import BalanceYear, balance_table
from calculators.coverage.multiples import coverage_multiples
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.coverage import balances_by_definition

INFLOWS = (
    "project_income",
    "subsidy",
    "land_income",
    "own_funds",
    "bond_proceeds",
    "market_proceeds",
    "other_funding",
)
OUTFLOWS = (
    "construction_cost",
    "construction_bond_interest",
    "construction_market_interest",
    "operating_cost",
    "taxes",
    "operating_bond_interest",
    "operating_market_interest",
    "bond_principal",
    "market_principal",
)
plans = st.lists(
    st.fixed_dictionaries({name: st.integers(0, 10**13) for name in (*INFLOWS, *OUTFLOWS)}),
    min_size=1,
    max_size=12,
)


def table(plan: list[dict[str, int]], opening: int = 0) -> Any:
    years = [BalanceYear(2026 + i, **amounts) for i, amounts in enumerate(plan)]
    return balance_table(years, start_year=2026, life_years=40, opening_cash=opening)


@pytest.mark.parametrize("case", golden_cases("coverage/balance_table.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    series = {
        name: [int(x) for x in case[name].split()]
        for name in ("project_income", "other_funding", "construction_cost", "operating_cost", "debt_service")
    }
    series["operating_bond_interest"] = series.pop("debt_service")
    plan = [dict(zip(series, row, strict=True)) for row in zip(*series.values(), strict=True)]
    found = table(plan, int(case["opening_cash"]))
    expected = [int(x) for x in case["expected"].split()]
    # Items are printed rounded to the dollar, so each printed balance may be off by the roundings before it.
    slack = int(case["tolerance"])
    for row, wanted in zip(found.rows, expected, strict=False):
        assert abs(row.cash_balance - wanted) <= slack


def test_golden_a_multiple_over_the_life_can_hide_a_gap_year() -> None:
    """Hand-worked: 300 of revenue over 220 of debt service, but the second year lacks 30."""
    plan = [
        {"project_income": income, "operating_bond_interest": service}
        for income, service in ((50, 20), (50, 110), (200, 90))
    ]
    found = table(plan)
    assert found.bond_multiple == Decimal(300) / 220
    assert (found.first_gap_year, found.lowest_balance, found.lowest_balance_year) == (2027, -30, 2027)
    assert [one.year for one in found.checks if one.name == "cash_not_negative" and not one.holds] == [2027]


@given(plans, st.integers(-(10**12), 10**12))
def test_oracle_balances_are_sums_from_scratch(plan: list[dict[str, int]], opening: int) -> None:
    found = table(plan, opening)
    flows = [[*(year[n] for n in INFLOWS), *(-year[n] for n in OUTFLOWS)] for year in plan]
    expected = balances_by_definition(opening, flows)
    assert [row.cash_balance for row in found.rows] == expected
    assert found.lowest_balance == min(expected)
    negative = [2026 + i for i, balance in enumerate(expected) if balance < 0]
    assert found.first_gap_year == (negative[0] if negative else None)


@given(plans)
def test_oracle_multiples_agree_with_the_multiples_of_the_sums(plan: list[dict[str, int]]) -> None:
    def total(*names: str) -> int:
        return sum(year[name] for year in plan for name in names)

    found = table(plan)
    if not found.all_debt_service:
        assert found.all_multiple is None
        return
    sums = coverage_multiples(
        operating_income=total("project_income"),
        subsidy=total("subsidy"),
        land_income=total("land_income"),
        operating_cost=total("operating_cost"),
        taxes=total("taxes"),
        bond_principal=total("bond_principal"),
        bond_interest=total("construction_bond_interest", "operating_bond_interest"),
        market_principal=total("market_principal"),
        market_interest=total("construction_market_interest", "operating_market_interest"),
    )
    assert found.net_revenue == sums.net_revenue
    assert found.bond_multiple == sums.net_over_bond_debt_service
    assert found.all_multiple == sums.net_over_all_debt_service


@given(plans, st.integers(-(10**12), 10**12), st.integers(0, 10**12))
def test_law_opening_cash_lifts_every_balance_alike(
    plan: list[dict[str, int]], opening: int, more: int
) -> None:
    low, high = table(plan, opening), table(plan, opening + more)
    lifts = {b.cash_balance - a.cash_balance for a, b in zip(low.rows, high.rows, strict=True)}
    assert lifts == {more}
    assert low.all_multiple == high.all_multiple


@given(plans, st.integers(2, 50))
def test_law_the_unit_does_not_matter(plan: list[dict[str, int]], times: int) -> None:
    once = table(plan)
    scaled = table([{name: value * times for name, value in year.items()} for year in plan])
    assert scaled.lowest_balance == times * once.lowest_balance
    assert scaled.first_gap_year == once.first_gap_year
    if once.all_multiple is not None:
        assert Fraction(scaled.all_multiple) == Fraction(once.all_multiple)


@pytest.mark.parametrize(
    ("years", "change", "code", "field"),
    [
        ([], {}, "empty", "years"),
        ([BalanceYear(2026), BalanceYear(2028)], {}, "not_consecutive", "years"),
        ([BalanceYear(2026), BalanceYear(2026)], {}, "not_consecutive", "years"),
        ([BalanceYear(2026, taxes=1.5)], {}, "not_integer", "years[0].taxes"),  # type: ignore[arg-type]
        ([BalanceYear(2026, subsidy=10**20)], {}, "out_of_range", "years[0].subsidy"),
        ([BalanceYear(2026)], {"life_years": 0}, "bad_life", "life_years"),
        ([BalanceYear(2026)], {"opening_cash": 0.5}, "not_integer", "opening_cash"),
        ([BalanceYear(y) for y in range(1201)], {}, "too_long", "years"),
    ],
)
def test_refuses(years: list[BalanceYear], change: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        balance_table(years, **{"start_year": 2026, "life_years": 10, **change})
    assert (refusal.value.code, refusal.value.field) == (code, field)


test_kept_answers = kept_answers("calculators.coverage.balance_table")
