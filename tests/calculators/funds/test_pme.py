"""Public market equivalents against published figures and a vehicle walked date by date."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.funds.pme import SPECS, direct_alpha, ks_pme, ln_pme, modified_pme, pme_plus
from calculators.kernel.spec import CalculatorSpec
from tests.calculators.funds.helpers import check_example, days, is_near, numbers, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.funds import at_end, vehicle_nav

amounts = st.integers(0, 10**12)
levels = st.decimals(Decimal(50), Decimal(200), places=2)
rows = st.lists(st.tuples(amounts, amounts, levels), min_size=1, max_size=10).filter(
    lambda r: any(c for c, _, _ in r)
)
INDEX = [Decimal(100), Decimal(115), Decimal(130)]


def figure(case: dict[str, str]) -> Decimal | None:
    """Compute the one figure that a case asks for."""
    calls, paid, index = whole(case["calls"]), whole(case["distributions"]), numbers(case["index"])
    nav, navs, dates = int(case["nav"] or 0), whole(case["navs"]), days(case["dates"]) or None
    figures: dict[str, Callable[[], Decimal | None]] = {
        "ks": lambda: ks_pme(calls, paid, index, nav=nav).ratio,
        "ln_nav": lambda: ln_pme(calls, paid, index).nav_ln,
        "ln_irr": lambda: ln_pme(calls, paid, index).rates.rate,
        "alpha": lambda: direct_alpha(calls, paid, index, nav=nav).discrete,
        "lambda": lambda: pme_plus(calls, paid, index, nav=nav).scaling,
        "plus_irr": lambda: pme_plus(calls, paid, index, nav=nav).rates.rate,
        "modified_irr": lambda: modified_pme(calls, paid, index, navs, dates=dates).rates.rate,
    }
    return figures[case["kind"]]()


@pytest.mark.parametrize("case", golden_cases("funds/pme.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = figure(case)
    assert found is not None
    assert abs(found - Decimal(case["expected"])) <= Decimal(case["tolerance"])


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(rows, amounts)
def test_oracle_ks_pme(table: list[tuple[int, int, Decimal]], nav: int) -> None:
    calls, paid, index = [list(column) for column in zip(*table, strict=True)]
    exact = [Fraction(level) for level in index]
    found = ks_pme(calls, paid, index, nav=nav)
    assert is_near(found.calls_at_end, at_end(calls, exact))
    assert is_near(found.ratio, (at_end(paid, exact) + nav) / at_end(calls, exact))


@given(rows)
def test_oracle_ln_nav_is_the_vehicle_walked(table: list[tuple[int, int, Decimal]]) -> None:
    calls, paid, index = [list(column) for column in zip(*table, strict=True)]
    levels_exact = [Fraction(level) for level in index]
    exact = vehicle_nav(calls, paid, levels_exact)
    size = at_end(calls, levels_exact) + at_end(paid, levels_exact)
    assert abs(Fraction(ln_pme(calls, paid, index).nav_ln) - exact) <= size / 10**20


@given(st.lists(st.tuples(amounts, levels), min_size=1, max_size=8), st.integers(1, 10**12))
def test_oracle_pme_plus_ends_at_the_nav(table: list[tuple[int, Decimal]], first: int) -> None:
    """λ is the one factor with which the index vehicle ends at the fund's NAV."""
    calls, index = [first, *[0] * len(table)], [Decimal(100), *[level for _, level in table]]
    paid = [0, *[amount + 1 for amount, _ in table]]
    found = pme_plus(calls, paid, index, nav=0)
    exact = [Fraction(level) for level in index]
    assert is_near(found.scaling, at_end(calls, exact) / at_end(paid, exact))


@given(st.integers(1, 10**12), levels, levels)
def test_law_a_fund_that_is_the_index_has_ratio_one_and_no_alpha(
    call: int, middle: Decimal, last: Decimal
) -> None:
    """The NAV is kept whole, so the ratio is 1 to within a fen of the NAV."""
    index = [Decimal(100), middle, last]
    nav = int(call * last / 100)
    found = ks_pme([call, 0, 0], [0, 0, 0], index, nav=nav)
    assert abs(found.ratio - 1) <= Decimal(2) / call


@given(rows, amounts, st.integers(2, 100))
def test_law_index_units_and_money_units_drop_out(
    table: list[tuple[int, int, Decimal]], nav: int, times: int
) -> None:
    calls, paid, index = [list(column) for column in zip(*table, strict=True)]
    once = ks_pme(calls, paid, index, nav=nav).ratio
    assert is_near(ks_pme(calls, paid, [level * times for level in index], nav=nav).ratio, Fraction(once))
    scaled = ks_pme([c * times for c in calls], [d * times for d in paid], index, nav=nav * times).ratio
    assert is_near(scaled, Fraction(once))


def test_law_both_alphas_are_told_and_differ_by_the_logarithm() -> None:
    found = direct_alpha([25, 0, 0], [0, 15, 0], INDEX, nav=20)
    assert found.discrete is not None
    assert found.logarithmic is not None
    assert float(found.logarithmic) == pytest.approx(log(1 + float(found.discrete)))
    assert found.flows_at_end[-1] == 20


def test_law_dates_a_year_apart_give_the_periodic_rate() -> None:
    years = [date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1)]
    assert (
        ln_pme([25, 0, 0], [0, 15, 0], INDEX, dates=years).rates.rate
        == ln_pme([25, 0, 0], [0, 15, 0], INDEX).rates.rate
    )


def test_law_several_alphas_give_none() -> None:
    found = direct_alpha([100, 0, 132], [0, 230, 0], [Decimal(1)] * 3, nav=0)
    assert (found.discrete, found.logarithmic, len(found.rates.rates)) == (None, None, 2)


def test_law_a_vehicle_that_owes_money_has_a_value_and_no_rate() -> None:
    found = ln_pme([10, 0, 0], [0, 1000, 0], [Decimal(100), Decimal(200), Decimal(100)])
    assert found.nav_ln == 10 - 500
    assert found.rates.sign_changes == 2
    never = ln_pme([10, 0], [0, 0], [Decimal(100), Decimal(100)])
    assert never.rates.rate == 0
    lost = direct_alpha([10, 5], [0, 0], [Decimal(100), Decimal(100)], nav=0)
    assert (lost.rates.rates, lost.discrete, lost.logarithmic) == ((), None, None)
    assert (lost.rates.is_ambiguous, list(lost.flows_at_end)) == (False, [Decimal(-10), Decimal(-5)])


def test_refuses() -> None:
    assert refusal(ks_pme, [], [], [], nav=1) == ("empty", "calls")
    assert refusal(ks_pme, [1], [1, 2], INDEX, nav=1) == ("shape_mismatch", "distributions")
    assert refusal(ks_pme, [1], [1], INDEX, nav=1) == ("shape_mismatch", "index")
    assert refusal(ks_pme, [1, -1], [1, 1], INDEX[:2], nav=1) == ("negative_amount", "calls")
    assert refusal(ks_pme, [-1], [1], INDEX[:1], nav=1) == ("negative_amount", "calls")
    assert refusal(ks_pme, [1], [-1], INDEX[:1], nav=1) == ("negative_amount", "distributions")
    assert refusal(ks_pme, [1], [1], INDEX[:1], nav=-1) == ("negative_amount", "nav")
    assert refusal(ks_pme, [1], [1], [Decimal(0)], nav=1) == ("bad_index", "index")
    assert refusal(ks_pme, [1], [1], [Decimal("NaN")], nav=1) == ("bad_index", "index")
    assert refusal(ks_pme, [0], [1], INDEX[:1], nav=1) == ("nothing_paid_in", "calls")
    assert refusal(pme_plus, [1], [0], INDEX[:1], nav=1) == ("nothing_distributed", "distributions")
    assert refusal(modified_pme, [1], [1], INDEX[:1], []) == ("shape_mismatch", "navs")
    assert refusal(modified_pme, [1], [1], INDEX[:1], [-1]) == ("nothing_to_share", "navs")
    assert refusal(ln_pme, [1, 0], [0, 0], INDEX[:2], dates=[date(2020, 1, 1)]) == ("shape_mismatch", "dates")


@settings(max_examples=25)
@given(st.integers(10**3, 10**6), st.integers(25, 400), st.integers(25, 400))
def test_oracle_direct_alpha_balances_the_flows_carried_to_the_end(
    call: int, paid_percent: int, left_percent: int
) -> None:
    paid, nav = call * paid_percent // 100, call * left_percent // 100
    found = direct_alpha([call, 0, 0], [0, paid, 0], INDEX, nav=nav)
    carried = [-call * Fraction(130, 100), paid * Fraction(130, 115), Fraction(nav)]
    for ours, exact in zip(found.flows_at_end, carried, strict=True):
        assert is_near(ours, exact) or ours == exact
    assert found.discrete is not None
    growth = 1 + Fraction(found.discrete)
    parts = [flow / Fraction(growth**year) for year, flow in enumerate(carried)]
    left = sum(parts, Fraction(0))
    assert abs(left) <= sum((abs(flow) for flow in carried), Fraction(0)) / 10**10


@given(st.integers(1, 10**9), st.integers(0, 100), levels, levels)
def test_oracle_modified_pme_by_walking_the_vehicle(
    call: int, percent: int, middle: Decimal, last: Decimal
) -> None:
    """The fund gives out so many per cent of its value; the vehicle does the same of its own."""
    index = [Decimal(100), middle, last]
    found = modified_pme([call, 0, 0], [0, percent, 0], index, [call, 100 - percent, 0])
    grown = call * Fraction(middle) / 100
    assert is_near(found.weights[1], Fraction(percent, 100)) or percent == 0
    assert is_near(found.distributions_index[1], grown * percent / 100) or percent == 0
    assert is_near(found.nav_index, grown * (100 - percent) / 100 * Fraction(last) / Fraction(middle)) or (
        percent == 100
    )


@given(st.integers(1, 10**9), st.integers(2, 100))
def test_law_modified_pme_knows_no_unit(call: int, times: int) -> None:
    once = modified_pme([call, 0, 0], [0, 3, 0], INDEX, [call, 5, 5])
    more = modified_pme([call * times, 0, 0], [0, 3 * times, 0], INDEX, [call * times, 5 * times, 5 * times])
    assert once.weights == more.weights
    assert is_near(more.nav_index, Fraction(once.nav_index) * times)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(2, 100))
def test_law_pme_plus_knows_no_unit_and_scales_against_the_distributions(
    call: int, paid: int, times: int
) -> None:
    once = pme_plus([call, 0, 0], [0, paid, 0], INDEX, nav=0).scaling
    assert is_near(pme_plus([call * times, 0, 0], [0, paid * times, 0], INDEX, nav=0).scaling, Fraction(once))
    half = pme_plus([call, 0, 0], [0, paid * times, 0], INDEX, nav=0).scaling
    assert is_near(half, Fraction(once) / times)


def test_refuses_direct_alpha() -> None:
    assert refusal(direct_alpha, [1], [1, 2], INDEX, nav=1) == ("shape_mismatch", "distributions")
    assert refusal(direct_alpha, [1], [1], INDEX[:1], nav=-1) == ("negative_amount", "nav")
    assert refusal(direct_alpha, [1], [1], [Decimal(0)], nav=1) == ("bad_index", "index")


test_kept_answers = kept_answers("calculators.funds.pme")
