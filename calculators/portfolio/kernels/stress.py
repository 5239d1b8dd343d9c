"""One pass over projects × scenarios: draw, shock, cover, run the balance, and keep only the distribution.

Nothing of the size of projects × scenarios is ever stored: one project's scenarios are reduced before the
next begins.
"""

from typing import Any

import numpy as np

from calculators.portfolio.kernels.build import compiled, fma, greater, helper, lesser, piece
from calculators.portfolio.kernels.philox import (
    BLOCK,
    NORMALS,
    ROWS,
    aligned_rows,
    draw_normals,
    draw_words,
    key_words,
)
from calculators.portfolio.kernels.quantiles import row_quantiles
from calculators.portfolio.quantiles import BINS, UNBOUNDED

SHOCKS = 3
_BALANCE, _LOWEST, _DEEPEST, _GAP = range(SHOCKS, NORMALS)
_F4 = np.float32
_ONE = np.float32(1)
_ZERO = np.float32(0)
_BEYOND = np.float32(UNBOUNDED)


@helper
def _shock(rows: Any, row: Any, rho: Any, spread: Any) -> None:
    """Move the three shocks of every scenario one period on."""
    first, second, third = NORMALS + row, NORMALS + 4 + row, NORMALS + 8 + row
    for lane in range(BLOCK):
        a, b, c = rows[first, lane], rows[second, lane], rows[third, lane]
        rows[0, lane] = fma(rho[0], rows[0, lane], spread[0, 0] * a)
        rows[1, lane] = fma(rho[1], rows[1, lane], fma(spread[1, 0], a, spread[1, 1] * b))
        mixed = fma(spread[2, 0], a, fma(spread[2, 1], b, spread[2, 2] * c))
        rows[2, lane] = fma(rho[2], rows[2, lane], mixed)


@helper
def _settle(rows: Any, period: Any, cash: Any, due: Any, lane: Any) -> None:
    """Take one period's cash and debt service of one scenario into its minimum, balance and first gap."""
    ratio = cash / due if due > _ZERO else _BEYOND
    rows[_LOWEST, lane] = lesser(rows[_LOWEST, lane], ratio)
    balance = rows[_BALANCE, lane] + (cash - due)
    rows[_BALANCE, lane] = balance
    rows[_DEEPEST, lane] = greater(rows[_DEEPEST, lane], -balance)
    rows[_GAP, lane] = lesser(rows[_GAP, lane], period if balance < _ZERO else _BEYOND)


@helper
def _period(rows: Any, period: Any, flows: Any) -> None:
    revenue, cost, principal, interest = (
        flows[0, period],
        flows[1, period],
        flows[2, period],
        flows[3, period],
    )
    number = _F4(period)
    for lane in range(BLOCK):
        earned = revenue * greater(_ZERO, _ONE + rows[0, lane])
        cash = earned - cost * greater(_ZERO, _ONE + rows[1, lane])
        due = principal + interest * greater(_ZERO, _ONE + rows[2, lane])
        _settle(rows, number, cash, due, lane)


@helper
def _delayed_period(rows: Any, period: Any, flows: Any, delay: Any) -> None:
    principal, interest = flows[2, period], flows[3, period]
    number = _F4(period)
    for lane in range(BLOCK):
        planned = period - delay[lane]
        opened = _ONE if planned >= 0 else _ZERO
        place = max(planned, 0)
        earned = opened * flows[0, place] * greater(_ZERO, _ONE + rows[0, lane])
        cash = earned - opened * flows[1, place] * greater(_ZERO, _ONE + rows[1, lane])
        due = principal + interest * greater(_ZERO, _ONE + rows[2, lane])
        _settle(rows, number, cash, due, lane)


@piece
def _draw_delays(
    scenario: Any, low: Any, high: Any, keys: Any, rows: Any, below: Any, longest: Any, delay: Any
) -> None:
    """Draw whether the project opens late, and by how many periods (each length equally likely)."""
    draw_words(scenario, np.uint64(0), low, high | np.uint64(SHOCKS), keys, rows, NORMALS)
    for lane in range(BLOCK):
        length = np.uint64(_F4(rows[NORMALS + 1, lane]).view(np.uint32)) * np.uint64(longest)
        is_late = np.uint64(_F4(rows[NORMALS, lane]).view(np.uint32)) < below
        delay[lane] = np.int64(length >> np.uint64(32)) + 1 if is_late else 0


@piece
def run_block(
    scenario: Any, low: Any, high: Any, keys: Any, flows: Any, opening: Any, rho: Any, spread: Any,
    below: Any, longest: Any, rows: Any, delay: Any,
) -> None:  # fmt: skip
    """Run one block of scenarios of one project through all its periods."""
    rows[:_BALANCE] = _ZERO
    rows[_BALANCE] = opening
    rows[_LOWEST] = _BEYOND
    rows[_DEEPEST] = _ZERO
    rows[_GAP] = _F4(flows.shape[1])
    if longest > 0:
        _draw_delays(scenario, low, high, keys, rows, below, longest, delay)
    for period in range(flows.shape[1]):
        if period % 4 == 0:
            draw_normals(scenario, np.uint64(period // 4), low, high, keys, rows)
        _shock(rows, period % 4, rho, spread)
        if longest > 0:
            _delayed_period(rows, period, flows, delay)
        else:
            _period(rows, period, flows)


@piece
def _mean(values: Any) -> Any:
    """Return the mean in double precision, added in sixteen fixed lanes."""
    sums = np.zeros(16)
    whole = values.size // 16 * 16
    for start in range(0, whole, 16):
        for lane in range(16):
            sums[lane] += values[start + lane]
    total = 0.0
    for lane in range(16):
        total += sums[lane]
    for i in range(whole, values.size):
        total += values[i]
    return total / values.size


@compiled
def stress_rows(
    begin: Any,
    end: Any,
    seed: Any,
    ids: Any,
    revenue: Any,
    cost: Any,
    principal: Any,
    interest: Any,
    opening: Any,
    rho: Any,
    spread: Any,
    below: Any,
    longest: Any,
    floor: Any,
    scenarios: Any,
    shares: Any,
    exact: Any,
    coverage: Any,
    coverage_mean: Any,
    weak: Any,
    shortfall: Any,
    shortfall_mean: Any,
    gaps: Any,
) -> None:
    """Fill the distributions of minimum coverage, shortfall and first gap of every project."""
    periods = revenue.shape[1]
    keys = key_words(seed)
    blocks = (scenarios + BLOCK - 1) // BLOCK
    rows = aligned_rows(ROWS)
    delay = np.zeros(BLOCK, np.int64)
    flows = np.empty((4, periods), np.float32)
    lowest = np.empty(blocks * BLOCK, np.float32)
    deepest = np.empty(blocks * BLOCK, np.float32)
    counts = np.empty(BINS + 2, np.int64)
    for p in range(begin, end):
        for t in range(periods):
            flows[0, t] = revenue[p, t]
            flows[1, t] = cost[p, t]
            flows[2, t] = principal[p, t]
            flows[3, t] = interest[p, t]
        number = np.uint64(ids[p])
        low = number & np.uint64(2**32 - 1)
        high = (number >> np.uint64(32)) << np.uint64(2)
        for block in range(blocks):
            start = block * BLOCK
            run_block(
                start, low, high, keys, flows, _F4(opening[p]), rho, spread, below, longest, rows, delay
            )
            lowest[start : start + BLOCK] = rows[_LOWEST, :BLOCK]
            deepest[start : start + BLOCK] = rows[_DEEPEST, :BLOCK]
            for lane in range(min(BLOCK, scenarios - start)):
                gaps[p, int(rows[_GAP, lane])] += 1
                weak[p] += rows[_LOWEST, lane] < floor
        row_quantiles(lowest[:scenarios], shares, exact, counts, coverage[p])
        row_quantiles(deepest[:scenarios], shares, exact, counts, shortfall[p])
        coverage_mean[p] = _mean(lowest[:scenarios])
        shortfall_mean[p] = _mean(deepest[:scenarios])
