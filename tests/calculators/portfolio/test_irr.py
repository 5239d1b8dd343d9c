"""Rates of a portfolio against published funds, roots in 50 digits, the scalar calculators, and laws."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.funds.irr import InternalRates
from calculators.funds.irr import irr as scalar_irr
from calculators.funds.irr import xirr as scalar_xirr
from calculators.kernel.cash_flow import sign_changes
from calculators.kernel.errors import CalculationError
from calculators.portfolio import irr as told
from calculators.portfolio.irr import irr, irr_reference, npv, npv_reference, xirr, xirr_reference
from tests.golden import golden_cases
from tests.oracles.portfolio import root_between, value_at

REASONS = {"no_sign_change": told.NO_SIGN_CHANGE, "no_rate_in_interval": told.NOT_IN_INTERVAL}
amount = st.integers(-(10**13), 10**13) | st.sampled_from([0, 1, -1, 10**15, -(10**15)])


def scalar_answer(function: Any, *arguments: Any) -> tuple[int, Decimal | None]:
    """Return the status and the rate that the scalar calculator gives."""
    try:
        found: InternalRates = function(*arguments)
    except CalculationError as refusal:
        return REASONS[refusal.code], None
    return (told.SEVERAL, None) if found.is_ambiguous else (told.FOUND, found.rate)


def assert_agrees(status: int, rate: float, scalar: tuple[int, Decimal | None]) -> None:
    expected, exact = scalar
    # Two rates too close to tell apart may be left to the scalar calculator, never guessed.
    assert status in (expected, told.UNRESOLVED)
    if status == told.FOUND:
        assert exact is not None
        # The scalar calculator tells twelve decimals.
        assert abs(rate - float(exact)) <= 1e-12 + 1e-11 * (1 + float(exact))
    else:
        assert np.isnan(rate)


def random_flows(count: int, periods: int, seed: int) -> Any:
    draw = np.random.default_rng(seed)
    flows = np.concatenate(
        [-draw.integers(10**8, 10**12, (count, 1)), draw.integers(0, 10**11, (count, periods))], 1
    )
    building = draw.random(count) < 0.3
    flows[building, 1:3] *= -1
    closing = draw.random(count) < 0.2
    flows[closing, -1] *= -3
    return flows


@pytest.mark.parametrize("case", golden_cases("funds/irr.csv"), ids=lambda case: case["case"])
def test_golden_irr(case: dict[str, str]) -> None:
    flows = [int(x) for x in case["flows"].split()]
    found = irr([flows])
    roots = [float(x) for x in case["expected"].split()]
    if case["case"].startswith("touching"):
        assert found.status[0] == told.UNRESOLVED
    elif len(roots) > 1:
        assert found.status[0] == told.SEVERAL
    else:
        places = len(case["expected"].partition(".")[2]) or 12
        assert found.rates[0] == pytest.approx(roots[0], abs=0.5 * 10**-places + 1e-11)


@pytest.mark.parametrize("case", golden_cases("funds/xirr.csv"), ids=lambda case: case["case"])
def test_golden_xirr(case: dict[str, str]) -> None:
    flows = [int(x) for x in case["flows"].split()]
    dates = [date.fromisoformat(x) for x in case["dates"].split()]
    found = xirr([flows], dates=[dates])
    assert found.rates[0] == pytest.approx(float(case["expected"]), abs=float(case["tolerance"]))


@pytest.mark.parametrize(
    ("flows", "rate", "expected"),
    [
        ([-100, 110], "0.1", 0.0),
        ([-100, 50, 60], "0", 10.0),
        ([0, 110, 121], "0.1", 200.0),
        ([-1000, 525], "0.05", -500.0),
    ],
)
def test_golden_npv(flows: list[int], rate: str, expected: float) -> None:
    assert npv([flows], period_rate=Decimal(rate))[0] == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize(
    ("flows", "status"),
    [
        ([0, 0, 0], told.NO_SIGN_CHANGE),
        ([1, 2, 3], told.NO_SIGN_CHANGE),
        ([-100, 230, -132], told.SEVERAL),
        ([-1000, 3600, -4310, 1716], told.SEVERAL),
        ([-100, 10**6, 0], told.NOT_IN_INTERVAL),
        ([-(10**9), 1, 1], told.NOT_IN_INTERVAL),
        ([1, -2, 2], told.NOT_IN_INTERVAL),
        ([-100, 220, -121], told.UNRESOLVED),
        ([-100, 200, -50, 70], told.FOUND),
    ],
)
def test_golden_no_rate_is_guessed(flows: list[int], status: int) -> None:
    found = irr([flows])
    assert found.status[0] == status
    assert np.isnan(found.rates[0]) == (status != told.FOUND)


@pytest.mark.parametrize("rows", [[(0, -1), (0, 1)], [(0, 0), (5, -30), (5, 30)], [(0, 3), (0, -3), (9, 0)]])
def test_golden_what_cancels_on_one_day_has_no_rate(rows: list[tuple[int, int]]) -> None:
    """Worth nothing at any rate, it has not one."""
    days, flows = zip(*rows, strict=True)
    dates = [date(2020, 2, 29) + timedelta(days=day) for day in days]
    found = xirr([flows], dates=[dates])
    assert found.status.tolist() == [told.NO_SIGN_CHANGE]
    assert np.isnan(found.rates).all()


@given(st.lists(amount, min_size=2, max_size=12))
def test_oracle_scalar_irr(flows: list[int]) -> None:
    found = irr([flows])
    assert_agrees(found.status[0], found.rates[0], scalar_answer(scalar_irr, flows))


@given(st.lists(st.tuples(st.integers(0, 9000), amount), min_size=2, max_size=9))
def test_oracle_scalar_xirr(rows: list[tuple[int, int]]) -> None:
    days, flows = zip(*sorted(rows), strict=True)
    dates = [date(2020, 2, 29) + timedelta(days=day) for day in days]
    found = xirr([flows], dates=[dates])
    if days[0] == days[-1]:
        assert found.status[0] != told.FOUND
        return
    assert_agrees(found.status[0], found.rates[0], scalar_answer(scalar_xirr, flows, dates))


def agree_on_random(count: int, seed: int) -> None:
    flows = random_flows(count, 12, seed)
    found = irr(flows)
    for row, status, rate in zip(flows.tolist(), found.status, found.rates, strict=True):
        assert_agrees(status, rate, scalar_answer(scalar_irr, row))
    assert (found.status == told.UNRESOLVED).sum() <= count // 500


def test_oracle_random_projects() -> None:
    agree_on_random(400, 3)


@pytest.mark.full
def test_oracle_ten_thousand_random_projects() -> None:
    agree_on_random(10_000, 4)


def test_oracle_true_roots_of_a_portfolio() -> None:
    flows = random_flows(300, 30, 11)
    found = irr(flows)
    single = [i for i, row in enumerate(flows.tolist()) if sign_changes(row) == 1][:20]
    times = [Fraction(t) for t in range(31)]
    for i in single:
        exact = root_between(flows[i].tolist(), times, Decimal("-0.99"), Decimal(10))
        assert exact is not None
        assert abs(Decimal(float(found.rates[i])) - exact) <= Decimal("1e-11")


def test_oracle_true_roots_by_date() -> None:
    flows = random_flows(100, 20, 12)
    days = np.cumsum(np.random.default_rng(1).integers(1, 500, flows.shape), axis=1)
    dates = np.datetime64("2019-01-31") + days.astype("m8[D]")
    found = xirr(flows, dates=dates)
    for i in [i for i, row in enumerate(flows.tolist()) if sign_changes(row) == 1][:10]:
        times = [Fraction(int(day - days[i, 0]), 365) for day in days[i]]
        exact = root_between(flows[i].tolist(), times, Decimal("-0.99"), Decimal(10))
        if exact is None:
            assert found.status[i] == told.NOT_IN_INTERVAL
        else:
            assert abs(Decimal(float(found.rates[i])) - exact) <= Decimal("1e-11") * (1 + exact)


@given(st.lists(amount, min_size=1, max_size=20), st.decimals(Decimal("-0.5"), Decimal("0.5"), places=4))
def test_oracle_npv(flows: list[int], rate: Decimal) -> None:
    exact = value_at(flows, [Fraction(t) for t in range(len(flows))], rate)
    size = sum(abs(flow) * float(1 + rate) ** -t for t, flow in enumerate(flows))
    found = npv([flows], period_rate=rate)[0]
    assert abs(found - float(exact)) <= 1e-14 * size
    assert found == pytest.approx(npv_reference([flows], period_rate=rate)[0], abs=1e-14 * size)


def test_law_kernels_equal_references() -> None:
    flows = random_flows(2_000, 15, 8)
    days = np.cumsum(np.random.default_rng(2).integers(20, 500, flows.shape), axis=1)
    dates = np.datetime64("2019-01-31") + days.astype("m8[D]")
    for found, reference in (
        (irr(flows), irr_reference(flows)),
        (xirr(flows, dates=dates), xirr_reference(flows, dates=dates)),
    ):
        single = reference.status != told.UNRESOLVED
        assert (found.status[single] == reference.status[single]).all()
        known = reference.status == told.FOUND
        assert np.abs(found.rates[known] - reference.rates[known]).max() < 1e-11


def test_law_a_project_does_not_depend_on_its_neighbours() -> None:
    flows = random_flows(257, 10, 21)
    whole = irr(flows)
    for start in (0, 63, 64, 200):
        alone = irr(flows[start : start + 3])
        assert alone.rates.tobytes() == whole.rates[start : start + 3].tobytes()


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=20), st.integers(1, 1000))
def test_law_scale_does_not_matter(income: list[int], times: int) -> None:
    flows = np.array([[-sum(income) // 2 - 1, *income]])
    assert irr(flows * times).rates[0] == pytest.approx(irr(flows).rates[0], abs=1e-12, nan_ok=True)


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=20))
def test_law_the_rate_makes_the_value_zero(income: list[int]) -> None:
    flows = [-sum(income) // 2 - 1, *income]
    found = irr([flows])
    if found.status[0] == told.FOUND:
        worth = value_at(flows, [Fraction(t) for t in range(len(flows))], Decimal(float(found.rates[0])))
        assert abs(worth) <= Decimal("1e-9") * sum(income)


def test_law_one_row_of_dates_serves_all_projects() -> None:
    flows = random_flows(130, 8, 5)
    dates = np.datetime64("2019-01-31") + np.cumsum(np.full(9, 200)).astype("m8[D]")
    shared, apart = xirr(flows, dates=dates), xirr(flows, dates=np.broadcast_to(dates, flows.shape))
    assert shared.rates.tobytes() == apart.rates.tobytes()
    assert shared.status.tobytes() == apart.status.tobytes()


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20), st.integers(1, 1000))
def test_law_npv_is_linear_and_falls_for_income(flows: list[int], times: int) -> None:
    rate = Decimal("0.04")
    size = sum(map(abs, flows)) * times
    scaled = npv([[flow * times for flow in flows]], period_rate=rate)[0]
    assert scaled == pytest.approx(times * npv([flows], period_rate=rate)[0], abs=1e-12 * (size + 1))
    income = [[abs(flow) for flow in flows]]
    assert npv(income, period_rate=Decimal("0.05"))[0] <= npv(income, period_rate=rate)[0]


def test_law_same_day_flows_are_one() -> None:
    day, end = date(2024, 1, 1), date(2025, 1, 1)
    apart = xirr([[-60, -40, 120]], dates=[[day, day, end]])
    merged = xirr([[-100, 120, 0]], dates=[[day, end, end]])
    assert apart.rates[0] == pytest.approx(merged.rates[0], abs=1e-13)
    assert xirr([[-5, 10, 3]], dates=[[day, day, end]]).status[0] == told.NO_SIGN_CHANGE


@pytest.mark.parametrize(
    ("flows", "code"),
    [
        ([], "empty"),
        ([[1, 2], [3]], "shape_mismatch"),
        ([[1.5, 2]], "not_integer"),
        ([[10**15 + 1, 2]], "out_of_range"),
        (np.zeros((1, 601), np.int64), "too_many_periods"),
        (np.zeros((200_001, 1), np.int64), "too_many_projects"),
        (np.array([[np.nan, 1.0]]), "not_integer"),
        ("text", "not_a_list"),
    ],
)
def test_refuses(flows: Any, code: str) -> None:
    for function in (irr, lambda rows: npv(rows, period_rate=Decimal(0))):
        with pytest.raises(CalculationError) as refusal:
            function(flows)
        assert (refusal.value.code, refusal.value.field) == (code, "flows")


DAY = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        ({"dates": [[DAY]]}, "shape_mismatch", "dates"),
        ({"dates": [[DAY, DAY]] * 2}, "shape_mismatch", "dates"),
        ({"dates": [[date(2025, 1, 1), DAY]]}, "dates_not_rising", "dates"),
        ({"dates": [["2024-01-01", "2025-01-01"]]}, "not_a_date", "dates"),
        ({"dates": np.array([["NaT", "NaT"]], "M8[D]")}, "not_a_date", "dates"),
        ({"dates": [[DAY, DAY]], "days_per_year": 0}, "bad_days_per_year", "days_per_year"),
    ],
)
def test_refuses_dates(arguments: Any, code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        xirr([[-1, 2]], **arguments)
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize(
    ("rate", "code"), [("-1", "rate_too_low"), ("11", "rate_too_high"), ("NaN", "not_a_number")]
)
def test_refuses_rates(rate: str, code: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        npv([[1]], period_rate=Decimal(rate))
    assert (refusal.value.code, refusal.value.field) == (code, "period_rate")
