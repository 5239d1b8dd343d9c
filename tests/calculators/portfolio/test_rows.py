"""Rows shared out to threads: every row once, the same bytes on one thread and on many, errors not lost."""

from decimal import Decimal
from threading import Lock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.errors import CalculationError
from calculators.portfolio.arrays import MAX_AMOUNT
from calculators.portfolio.coverage import coverage
from calculators.portfolio.irr import irr, npv, xirr
from calculators.portfolio.kernels import build
from calculators.portfolio.kernels.build import SPAN, over_rows


@given(rows=st.integers(1, 5000), steps=st.integers(0, 10**8), threads=st.integers(1, 5))
def test_law_every_row_once(rows: int, steps: int, threads: int) -> None:
    seen: list[tuple[int, int]] = []
    lock = Lock()

    def kernel(first: int, last: int) -> int:
        with lock:
            seen.append((first, last))
        return 1 if first == 0 else 4

    flags = over_rows(kernel, rows, steps=steps, threads=threads)
    spans = sorted(seen)
    assert [row for first, last in spans for row in range(first, last)] == list(range(rows))
    assert all(first % SPAN == 0 for first, _ in spans)
    assert flags == (5 if len(spans) > 1 else 1)


def test_refuses_with_the_error_of_any_span() -> None:
    def kernel(first: int, _last: int) -> int:
        if first:
            raise ValueError(first)
        return 0

    with pytest.raises(ValueError, match=str(SPAN)):
        over_rows(kernel, 2 * SPAN, steps=10**9)


@pytest.mark.parametrize("cores", [1, 2, 7])
def test_law_rates_have_the_same_bytes_on_any_number_of_threads(
    monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    draw = np.random.default_rng(1)
    flows = draw.integers(0, 10**9, (3000, 12))
    flows[:, 0] = -draw.integers(10**9, 8 * 10**9, 3000)
    dates = np.datetime64("2024-01-01") + np.arange(12) * np.timedelta64(180, "D")
    whole = [part.rates.tobytes() for part in (irr(flows), xirr(flows, dates=dates))]
    monkeypatch.setattr(build, "cores", lambda: cores)
    monkeypatch.setattr(build, "_SPAN_STEPS", 5000)
    assert [part.rates.tobytes() for part in (irr(flows), xirr(flows, dates=dates))] == whole


@pytest.mark.parametrize("row", [0, 700, 1999])
@pytest.mark.parametrize("amount", [MAX_AMOUNT + 1, -MAX_AMOUNT - 1, 2**63 - 1, -(2**63)])
def test_refuses_an_amount_beyond_the_largest_wherever_it_stands(row: int, amount: int) -> None:
    flows = np.ones((2000, 9), np.int64)
    flows[row, row % 9] = amount
    for calculate in (
        lambda: irr(flows),
        lambda: npv(flows, period_rate=Decimal("0.05")),
        lambda: xirr(flows, dates=np.arange("2024-01-01", "2024-01-10", dtype="M8[D]")),
        lambda: coverage(flows, debt_service=flows * 0, debt_opening=flows * 0, period_rate=Decimal(0)),
    ):
        with pytest.raises(CalculationError) as refusal:
            calculate()
        assert refusal.value.code == "out_of_range"
        assert refusal.value.field in ("flows", "cfads")


@pytest.mark.parametrize("field", ["debt_service", "debt_opening"])
@pytest.mark.parametrize("amount", [-1, MAX_AMOUNT + 1])
def test_refuses_the_table_that_is_wrong(field: str, amount: int) -> None:
    tables = {"debt_service": np.ones((9, 4), np.int64), "debt_opening": np.ones((9, 4), np.int64)}
    tables[field][8, 3] = amount
    with pytest.raises(CalculationError) as refusal:
        coverage(np.ones((9, 4), np.int64), **tables, period_rate=Decimal(0))
    assert (refusal.value.code, refusal.value.field) == ("out_of_range", field)


@pytest.mark.parametrize("periods", [1, 7, 8, 9, 16, 31])
def test_oracle_npv_of_any_width(periods: int) -> None:
    flows = np.random.default_rng(periods).integers(-(10**12), 10**12, (70, periods))
    factors = [Decimal(1) / Decimal("1.05") ** t for t in range(periods)]
    exact = [sum(Decimal(int(f)) * d for f, d in zip(row, factors, strict=True)) for row in flows]
    np.testing.assert_allclose(
        npv(flows, period_rate=Decimal("0.05")), [float(value) for value in exact], rtol=1e-12, atol=0.01
    )
