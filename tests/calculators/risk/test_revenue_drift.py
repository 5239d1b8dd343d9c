"""Drift of revenue and the year in which coverage gives way."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.risk.levels import LevelBand
from calculators.risk.revenue_drift import SPECS, drifted_coverage, revenue_drift
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

BANDS = [
    LevelBand("red", "红", Decimal(0)),
    LevelBand("orange", "橙", Decimal("0.3")),
    LevelBand("yellow", "黄", Decimal("0.5")),
    LevelBand("none", "无", Decimal("0.8")),
]
ONE = Decimal(1)
history = st.lists(st.tuples(above_zero, fen), min_size=1, max_size=12)
future = st.lists(st.tuples(fen, fen, fen), min_size=1, max_size=12)
drifts = st.decimals(Decimal(0), Decimal(2), places=3)
changes = st.decimals(Decimal("-0.3"), Decimal("0.3"), places=3)


def run(
    rows: list[tuple[int, int, int]], drift: Decimal, change: Decimal = Decimal(0)
) -> list[Decimal | None]:
    """Return the coverage of rows of revenue, cost and debt service."""
    revenue, cost, service = [list(column) for column in zip(*rows, strict=True)]
    years = [2027 + i for i in range(len(rows))]
    found = drifted_coverage(years, revenue, cost, service, drift=drift, line=ONE, yearly_change=change)
    short = [y for y, cover in zip(years, found.coverage, strict=True) if cover is not None and cover < 1]
    assert found.first_short_year == (short[0] if short else None)
    return list(found.coverage)


@pytest.mark.parametrize("case", golden_cases("risk/revenue_drift.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = revenue_drift(whole(case["forecast"]), whole(case["actual"]), bands=BANDS)
    assert ["-" if ratio is None else str(ratio) for ratio in found.ratios] == case["expected_ratios"].split()
    assert (found.drift, found.level.name) == (Decimal(case["expected_drift"]), case["expected_level"])


@pytest.mark.parametrize("case", golden_cases("risk/drifted_coverage.csv"), ids=lambda case: case["case"])
def test_golden_coverage(case: dict[str, str]) -> None:
    found = drifted_coverage(
        whole(case["years"]),
        whole(case["revenue"]),
        whole(case["cost"]),
        whole(case["debt_service"]),
        drift=Decimal(case["drift"]),
        yearly_change=Decimal(case["yearly_change"]),
        line=ONE,
    )
    expected = [None if text == "-" else Decimal(text) for text in case["expected_coverage"].split()]
    assert list(found.coverage) == expected
    assert str(found.first_short_year or "") == case["expected_year"]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(history)
def test_oracle_drift_is_all_actual_over_all_forecast(rows: list[tuple[int, int]]) -> None:
    forecast, actual = [f for f, _ in rows], [a for _, a in rows]
    found = revenue_drift(forecast, actual, bands=BANDS)
    assert is_near(found.drift, Fraction(sum(actual), sum(forecast)))
    for ratio, (planned, real) in zip(found.ratios, rows, strict=True):
        assert is_near(ratio, Fraction(real, planned))


@given(future, drifts, changes)
def test_oracle_coverage_year_by_year(
    rows: list[tuple[int, int, int]], drift: Decimal, change: Decimal
) -> None:
    factor = Fraction(drift)
    for cover, (revenue, cost, service) in zip(run(rows, drift, change), rows, strict=True):
        factor *= 1 + Fraction(change)
        if service == 0:
            assert cover is None
            continue
        assert cover is not None
        exact = (revenue * factor - cost) / service
        assert abs(Fraction(cover) - exact) <= Fraction(revenue * factor + cost + 1) / service / 10**20


@given(future, drifts, drifts)
def test_law_less_revenue_never_covers_more(
    rows: list[tuple[int, int, int]], one: Decimal, two: Decimal
) -> None:
    low, high = sorted((one, two))
    for less, more in zip(run(rows, low), run(rows, high), strict=True):
        assert (less is None) == (more is None)
        assert less is None or more is None or less <= more


@given(history, st.integers(2, 1000))
def test_law_scale_drops_out(rows: list[tuple[int, int]], times: int) -> None:
    once = revenue_drift([f for f, _ in rows], [a for _, a in rows], bands=BANDS)
    more = revenue_drift([f * times for f, _ in rows], [a * times for _, a in rows], bands=BANDS)
    assert is_near(more.drift, Fraction(once.drift))


def test_refuses() -> None:
    nan = Decimal("NaN")
    assert refusal(revenue_drift, [], [], bands=BANDS) == ("empty", "forecast")
    assert refusal(revenue_drift, [1], [1, 2], bands=BANDS) == ("shape_mismatch", "actual")
    assert refusal(revenue_drift, [0], [1], bands=BANDS) == ("nothing_forecast", "forecast")
    assert refusal(revenue_drift, [1, 1], [1, -1], bands=BANDS) == ("negative_amount", "actual")
    assert refusal(revenue_drift, [1], [1], bands=[]) == ("empty", "bands")
    assert refusal(drifted_coverage, [2027], [], [1], [1], drift=ONE, line=ONE) == ("empty", "revenue")
    assert refusal(drifted_coverage, [2027], [1], [1, 1], [1], drift=ONE, line=ONE) == (
        "shape_mismatch",
        "cost",
    )
    assert refusal(drifted_coverage, [2027], [1], [1], [-1], drift=ONE, line=ONE) == (
        "negative_amount",
        "debt_service",
    )
    zero = Decimal(0)
    assert refusal(drifted_coverage, [2027], [1], [1], [1], drift=ONE, line=zero) == ("bad_line", "line")
    assert refusal(drifted_coverage, [2027], [1], [1], [1], drift=ONE, line=nan) == ("bad_line", "line")
    assert refusal(drifted_coverage, [2027], [1], [1], [1], drift=nan, line=ONE) == (
        "bad_change",
        "yearly_change",
    )
    assert refusal(
        drifted_coverage, [2027], [1], [1], [1], drift=ONE, line=ONE, yearly_change=Decimal(-1)
    ) == ("bad_change", "yearly_change")


test_kept_answers = kept_answers("calculators.risk.revenue_drift")
