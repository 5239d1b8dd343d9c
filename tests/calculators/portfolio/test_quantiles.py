"""Quantiles against hand-worked cases, the definition in fractions, numpy, and their laws."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.errors import CalculationError
from calculators.portfolio.quantiles import BINS, UNBOUNDED, quantiles, quantiles_reference
from tests.golden import golden_cases
from tests.oracles.portfolio import quantile

values = st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=60)
share = st.floats(0, 1)


@pytest.mark.parametrize("case", golden_cases("portfolio/quantiles.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    row = [float(x) for x in case["values"].split()]
    found = quantiles([row], shares=[float(case["share"])], is_exact=True)
    assert found[0, 0] == pytest.approx(float(case["expected"]), abs=1e-12)


@given(values, share)
def test_oracle_exact(row: list[float], wanted: float) -> None:
    size = max(map(abs, row)) + 1
    assert quantiles([row], shares=[wanted], is_exact=True)[0, 0] == pytest.approx(
        quantile(row, wanted), abs=1e-12 * size
    )
    assert quantiles_reference([row], shares=[wanted])[0, 0] == pytest.approx(
        quantile(row, wanted), abs=1e-12 * size
    )


@given(values, share)
def test_law_histogram_is_within_a_bin_of_the_lower_neighbour(row: list[float], wanted: float) -> None:
    ordered = np.sort(np.array(row, np.float32)).astype(float)
    lower = ordered[int(wanted * (len(row) - 1))]
    width = (ordered[-1] - ordered[0]) / BINS
    found = quantiles([row], shares=[wanted])[0, 0]
    assert abs(found - lower) <= width * 1.01 + 1e-6 * abs(ordered).max()


def test_law_histogram_converges_on_many_values() -> None:
    rows = np.random.default_rng(6).normal(1.2, 0.3, (5, 100_000)).astype(np.float32)
    shares = [0.01, 0.05, 0.5, 0.95, 0.99]
    binned, exact = quantiles(rows, shares=shares), quantiles(rows, shares=shares, is_exact=True)
    assert np.abs(binned - exact).max() < np.ptp(rows) / BINS


@given(values)
def test_law_quantiles_rise(row: list[float]) -> None:
    for is_exact in (True, False):
        found = quantiles([row], shares=[0, 0.1, 0.5, 0.9, 1], is_exact=is_exact)[0]
        assert (np.diff(found) >= 0).all()


def test_law_unbounded_values_are_infinite() -> None:
    row = [1.0, 2.0, UNBOUNDED, UNBOUNDED]
    for is_exact in (True, False):
        found = quantiles([row], shares=[0, 1], is_exact=is_exact)[0]
        assert found[0] == pytest.approx(1.0)
        assert np.isinf(found[1])


@pytest.mark.parametrize(
    ("rows", "shares", "code", "field"),
    [
        ([[]], [0.5], "empty", "values"),
        ([[1.0], [1.0, 2.0]], [0.5], "not_a_number", "values"),
        ([[float("nan")]], [0.5], "not_a_number", "values"),
        ([1.0, 2.0], [0.5], "shape_mismatch", "values"),
        ([["a"]], [0.5], "not_a_number", "values"),
        ([[1.0]], [], "empty", "shares"),
        ([[1.0]], [0.5] * 102, "too_many", "shares"),
        ([[1.0]], [1.1], "out_of_range", "shares"),
        ([[1.0]], [float("nan")], "out_of_range", "shares"),
        ([[1.0]], ["half"], "not_a_number", "shares"),
    ],
)
def test_refuses(rows: Any, shares: Any, code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        quantiles(rows, shares=shares)
    assert (refusal.value.code, refusal.value.field) == (code, field)
