"""Coverage of a portfolio against published projects, exact sums, the scalar calculators, and its laws."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.dscr import dscr
from calculators.coverage.llcr import llcr
from calculators.kernel.cash_flow import first_negative, running_balance
from calculators.kernel.errors import CalculationError
from calculators.portfolio.coverage import CoverageTable, coverage, coverage_reference
from tests.golden import golden_cases
from tests.oracles.portfolio import loan_life

Table = list[list[int]]
cash = st.integers(-(10**15), 10**15)
debt = st.integers(0, 10**15) | st.just(0)
rates = st.decimals(Decimal("-0.2"), Decimal("0.5"), places=4)


@st.composite
def portfolios(draw: st.DrawFn) -> tuple[Table, Table, Table]:
    count, periods = draw(st.integers(1, 4)), draw(st.integers(1, 12))
    table = st.lists(st.lists(cash, min_size=periods, max_size=periods), min_size=count, max_size=count)
    owed = st.lists(st.lists(debt, min_size=periods, max_size=periods), min_size=count, max_size=count)
    return draw(table), draw(owed), draw(owed)


def assert_near(found: float, exact: Decimal | Fraction | None, *, scale: float = 1e-13) -> None:
    if exact is None:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(float(exact), rel=scale, abs=scale)


def assert_equals_scalar(flows: Table, service: Table, opening: Table, rate: Decimal) -> None:
    table = coverage(flows, debt_service=service, debt_opening=opening, period_rate=rate)
    for p, (cfads, due, owed) in enumerate(zip(flows, service, opening, strict=True)):
        yearly = dscr(cfads, due)
        balance = running_balance(yearly.surpluses)
        gap = first_negative(balance)
        assert tuple(table.balance[p].tolist()) == balance
        assert table.first_gap[p] == (-1 if gap is None else gap)
        assert_near(table.minimum[p], yearly.minimum)
        assert_near(table.multiple[p], Fraction(sum(cfads), sum(due)) if sum(due) else None)
        for found, exact in zip(table.dscr[p], yearly.ratios, strict=True):
            assert_near(found, exact)
        values = llcr(cfads, owed, period_rate=rate)
        size = sum(map(abs, cfads)) * max(1.0, float(1 / (1 + rate))) ** len(cfads)
        for t, (found, exact) in enumerate(zip(table.llcr[p], values, strict=True)):
            if exact is None:
                assert np.isnan(found)
            else:
                assert found == pytest.approx(float(exact), rel=1e-13, abs=1e-14 * size / owed[t])


@pytest.mark.parametrize("case", golden_cases("coverage/dscr.csv"), ids=lambda case: case["case"])
def test_golden_dscr(case: dict[str, str]) -> None:
    flows, service = ([int(x) for x in case[name].split()] for name in ("cfads", "debt_service"))
    table = coverage([flows], debt_service=[service], debt_opening=[service], period_rate=Decimal(0))
    shown = ["-" if np.isnan(ratio) else f"{ratio:.2f}" for ratio in table.dscr[0]]
    assert shown == case["expected"].split()


@pytest.mark.parametrize("case", golden_cases("coverage/llcr.csv"), ids=lambda case: case["case"])
def test_golden_llcr(case: dict[str, str]) -> None:
    flows, owed = ([int(x) for x in case[name].split()] for name in ("cfads", "debt_opening"))
    table = coverage(
        [flows], debt_service=[owed], debt_opening=[owed], period_rate=Decimal(case["period_rate"])
    )
    shown = ["-" if np.isnan(ratio) else f"{ratio:.2f}" for ratio in table.llcr[0]]
    assert shown == case["expected"].split()


@given(portfolios(), rates)
def test_oracle_loan_life(tables: tuple[Table, Table, Table], rate: Decimal) -> None:
    flows, service, opening = tables
    found = coverage(flows, debt_service=service, debt_opening=opening, period_rate=rate).llcr
    for p, row in enumerate(flows):
        size = sum(map(abs, row)) * max(1.0, float(1 / (1 + rate))) ** len(row)
        for t, exact in enumerate(loan_life(row, opening[p], Fraction(rate))):
            if exact is not None:
                assert abs(found[p, t] - float(exact)) <= 1e-14 * size / opening[p][t]


@given(portfolios(), rates)
def test_oracle_scalar_calculators(tables: tuple[Table, Table, Table], rate: Decimal) -> None:
    assert_equals_scalar(*tables, rate)


def test_oracle_ten_thousand_random_projects() -> None:
    draw = np.random.default_rng(17)
    flows = draw.integers(-(10**11), 10**12, (10_000, 10))
    service = draw.integers(0, 10**12, flows.shape) * (draw.random(flows.shape) < 0.8)
    opening = draw.integers(0, 10**13, flows.shape) * (draw.random(flows.shape) < 0.9)
    assert_equals_scalar(flows.tolist(), service.tolist(), opening.tolist(), Decimal("0.0425"))


@given(portfolios(), rates)
def test_law_kernel_equals_reference(tables: tuple[Table, Table, Table], rate: Decimal) -> None:
    flows, service, opening = tables
    arguments: dict[str, Any] = {"debt_service": service, "debt_opening": opening, "period_rate": rate}
    found, reference = coverage(flows, **arguments), coverage_reference(flows, **arguments)
    for name in CoverageTable.__slots__:
        assert np.array_equal(getattr(found, name), getattr(reference, name), equal_nan=True)


@given(portfolios())
def test_law_doubling_the_cash_doubles_the_cover(tables: tuple[Table, Table, Table]) -> None:
    flows, service, opening = tables
    halves = np.array(flows) // 2
    arguments: dict[str, Any] = {
        "debt_service": service,
        "debt_opening": opening,
        "period_rate": Decimal("0.05"),
    }
    once, twice = coverage(halves, **arguments), coverage(2 * halves, **arguments)
    assert np.array_equal(twice.dscr, 2 * once.dscr, equal_nan=True)
    assert np.array_equal(twice.llcr, 2 * once.llcr, equal_nan=True)


@given(portfolios())
def test_law_more_cash_never_brings_the_gap_nearer(tables: tuple[Table, Table, Table]) -> None:
    flows, service, opening = tables
    more = np.minimum(np.array(flows) + 7, 10**15)
    arguments: dict[str, Any] = {"debt_service": service, "debt_opening": opening, "period_rate": Decimal(0)}
    before, after = coverage(flows, **arguments).first_gap, coverage(more, **arguments).first_gap
    assert all(
        b == -1 or (a >= b > -1)
        for a, b in zip(np.where(after < 0, 9999, after), np.where(before < 0, -1, before), strict=True)
    )


GOOD: dict[str, Any] = {
    "cfads": [[1, 2]],
    "debt_service": [[1, 1]],
    "debt_opening": [[2, 1]],
    "period_rate": Decimal(0),
}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("cfads", [], "empty"),
        ("cfads", [[]], "empty"),
        ("cfads", [[1, 2], [3]], "shape_mismatch"),
        ("cfads", [[1, float("nan")]], "not_integer"),
        ("cfads", [["1", "2"]], "not_integer"),
        ("cfads", [[10**16, 0]], "out_of_range"),
        ("cfads", np.zeros((2, 601), np.int64), "too_many_periods"),
        ("cfads", np.zeros((1, 2)), "not_integer"),
        ("debt_service", [[1, -1]], "out_of_range"),
        ("debt_service", [[1]], "shape_mismatch"),
        ("debt_opening", [[-2, 1]], "out_of_range"),
        ("debt_opening", [[2, 1], [2, 1]], "shape_mismatch"),
        ("period_rate", Decimal(-1), "rate_too_low"),
        ("period_rate", Decimal(11), "rate_too_high"),
        ("period_rate", Decimal("NaN"), "not_a_number"),
    ],
)
def test_refuses(field: str, value: object, code: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        coverage(**{**GOOD, field: value})
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_refuses_too_many_projects() -> None:
    with pytest.raises(CalculationError) as refusal:
        coverage(**{**GOOD, "cfads": np.zeros((200_001, 1), np.int64)})
    assert (refusal.value.code, refusal.value.field) == ("too_many_projects", "cfads")
