"""Internal rates and present values: lanes of 64 projects by Newton's method, the rest one by one.

The lanes hold a row of 64 numbers for every quantity, so that a step of all of them is a few wide
instructions. Where flows change their sign more than once, or a lane does not settle, ``solve`` decides.
"""

import math
from typing import Any

import numpy as np

from calculators.portfolio.kernels.build import SPAN, compiled, fma64, helper, piece
from calculators.portfolio.kernels.dot import WIDE, dot
from calculators.portfolio.kernels.range import beyond
from calculators.portfolio.kernels.solve import FOUND, NOT_IN_INTERVAL, alone

LANES = SPAN
_CLOSE = 1e-8
"""A last step so small leaves an error near its square."""

_STEPS = 12
_FIRST_STEPS = 3
_FARTHEST = 6.0
_AT, _VALUE, _SLOPE, _STEP, _LAST, _CHANGES, _IN, _OUT, _IN_TIME, _OUT_TIME = range(10)
_ROWS = 10


@helper
def _load(flows: Any, start: Any, count: Any, cash: Any) -> None:
    """Turn the rows of the group into columns; what lies beyond the last project is nothing."""
    if count < LANES:
        cash[:] = 0.0
    for lane in range(count):
        row = flows[start + lane]
        for t in range(row.size):
            cash[t, lane] = row[t]


@helper
def _exp(x: Any) -> Any:
    """Return eˣ for |x| below 700: a power of two times a polynomial on half an octave each side."""
    k = np.floor(x * 1.4426950408889634 + 0.5)
    r = fma64(-k, 1.90821492927058770002e-10, fma64(-k, 6.93147180369123816490e-01, x))
    p = fma64(1.6059043836821613e-10, r, 2.08767569878681e-09)
    p = fma64(fma64(p, r, 2.505210838544172e-08), r, 2.755731922398589e-07)
    p = fma64(fma64(p, r, 2.7557319223985893e-06), r, 2.48015873015873e-05)
    p = fma64(fma64(p, r, 1.984126984126984e-04), r, 1.388888888888889e-03)
    p = fma64(fma64(p, r, 8.333333333333333e-03), r, 4.1666666666666664e-02)
    p = fma64(fma64(p, r, 1.6666666666666666e-01), r, 0.5)
    p = fma64(fma64(p, r, 1.0), r, 1.0)
    return p * np.int64((np.int64(k) + np.int64(1023)) << np.int64(52)).view(np.float64)


@helper
def _rough_log(x: Any) -> Any:
    """Return ln x to about one hundredth, enough for a start."""
    bits = np.float64(x).view(np.int64)
    exponent = np.int64(bits >> np.int64(52)) - np.int64(1023)
    m = np.int64((bits & np.int64(2**52 - 1)) | np.int64(1023 << 52)).view(np.float64)
    return 0.6931471805599453 * (np.float64(exponent) + (2.0 - m / 3.0) * m - 5.0 / 3.0)


@helper
def _survey(cash: Any, work: Any) -> None:
    """Count changes of sign, and sum what comes in and goes out with its places."""
    work[_LAST:] = 0.0
    for t in range(cash.shape[0]):
        row, when = cash[t], np.float64(t)
        for lane in range(LANES):
            flow, last = row[lane], work[_LAST, lane]
            work[_CHANGES, lane] += 1.0 if flow * last < 0.0 else 0.0
            work[_LAST, lane] = flow if flow != 0.0 else last
            gain = flow if flow > 0.0 else 0.0
            work[_IN, lane] += gain
            work[_OUT, lane] += gain - flow
            work[_IN_TIME, lane] = fma64(gain, when, work[_IN_TIME, lane])
            work[_OUT_TIME, lane] = fma64(gain - flow, when, work[_OUT_TIME, lane])


@helper
def _start(work: Any) -> None:
    """Begin at ln(in ÷ out) ÷ (mean time in − mean time out): one Newton step for ln(in ÷ out)."""
    for lane in range(LANES):
        coming, going = work[_IN, lane] + 1e-9, work[_OUT, lane] + 1e-9
        apart = work[_IN_TIME, lane] / coming - work[_OUT_TIME, lane] / going
        guess = (_rough_log(going) - _rough_log(coming)) / (apart if abs(apart) > 0.1 else 0.1)
        work[_AT, lane] = _exp(min(max(guess, -2.0), 2.0))


@helper
def _newton_power(cash: Any, work: Any) -> None:
    """Take one Newton step of every lane in v = 1 ÷ (1 + rate), by Horner's scheme.

    Four periods at a time: the sums of a lane are then fetched and stored once for four.
    """
    top = cash.shape[0] - 1
    odd = top % 4
    for lane in range(LANES):
        work[_VALUE, lane] = cash[top, lane]
        work[_SLOPE, lane] = 0.0
    for step in range(odd):
        # Counted upwards over row views: counted down, the compiler does not see that rows are apart.
        row = cash[top - 1 - step]
        for lane in range(LANES):
            v, value = work[_AT, lane], work[_VALUE, lane]
            work[_SLOPE, lane] = fma64(work[_SLOPE, lane], v, value)
            work[_VALUE, lane] = fma64(value, v, row[lane])
    for step in range(odd, top, 4):
        a, b, c, d = cash[top - 1 - step], cash[top - 2 - step], cash[top - 3 - step], cash[top - 4 - step]
        for lane in range(LANES):
            v, value = work[_AT, lane], work[_VALUE, lane]
            slope = fma64(work[_SLOPE, lane], v, value)
            value = fma64(value, v, a[lane])
            slope = fma64(slope, v, value)
            value = fma64(value, v, b[lane])
            slope = fma64(slope, v, value)
            value = fma64(value, v, c[lane])
            work[_SLOPE, lane] = fma64(slope, v, value)
            work[_VALUE, lane] = fma64(value, v, d[lane])
    for lane in range(LANES):
        move = work[_VALUE, lane] / (work[_SLOPE, lane] + 1e-300)
        work[_AT, lane] -= move
        work[_STEP, lane] = abs(move)


@helper
def _newton_dated(cash: Any, times: Any, work: Any) -> None:
    """Take one Newton step of every lane in y = −ln(1 + rate)."""
    for lane in range(LANES):
        work[_VALUE, lane] = 0.0
        work[_SLOPE, lane] = 0.0
    for t in range(cash.shape[0]):
        row, when = cash[t], times[t]
        for lane in range(LANES):
            value = row[lane] * _exp(when[lane] * work[_AT, lane])
            work[_VALUE, lane] += value
            work[_SLOPE, lane] = fma64(when[lane], value, work[_SLOPE, lane])
    for lane in range(LANES):
        move = work[_VALUE, lane] / (work[_SLOPE, lane] + 1e-300)
        move = min(max(move, -1.0), 1.0)
        # Beyond these no rate of the interval lies, and the power of two would leave its range.
        work[_AT, lane] = min(max(work[_AT, lane] - move, -_FARTHEST), _FARTHEST)
        work[_STEP, lane] = abs(move)


@helper
def _from_even_spacing(cash: Any, times: Any, work: Any) -> None:
    """Begin at the rate the flows would have at equal distances: its steps cost no exponentials."""
    for _ in range(_FIRST_STEPS):
        _newton_power(cash, work)
    last = cash.shape[0] - 1
    for lane in range(LANES):
        v = min(max(work[_AT, lane], 0.01), 100.0)
        y = _rough_log(v)
        y += v * _exp(-y) - 1.0
        spacing = times[last, lane] / max(last, 1)
        work[_AT, lane] = min(max(y / max(spacing, 1e-3), -2.0), 2.0)


@piece
def _is_settled(work: Any) -> Any:
    is_moving = 0
    for lane in range(LANES):
        is_moving |= 0 if work[_STEP, lane] < _CLOSE else 1
    return is_moving == 0


@piece
def _settle(cash: Any, work: Any) -> None:
    for _ in range(_STEPS):
        _newton_power(cash, work)
        if _is_settled(work):
            return


@piece
def _settle_dated(cash: Any, times: Any, work: Any) -> None:
    for _ in range(_STEPS):
        _newton_dated(cash, times, work)
        if _is_settled(work):
            return


@compiled
def irr_rows(
    begin: Any, end: Any, flows: Any, most: Any, lowest: Any, highest: Any, rates: Any, status: Any
) -> Any:
    """Fill the periodic rate and status of every project; return 1 where an amount is beyond the largest."""
    periods = flows.shape[1]
    cash, work = np.empty((periods, LANES)), np.empty((_ROWS, LANES))
    times = np.arange(periods).astype(np.float64)
    least_v, most_v = math.exp(lowest), math.exp(highest)
    outside = 0
    for start in range(begin, end, LANES):
        count = min(LANES, end - start)
        outside |= beyond(flows, start, start + count, -most, most)
        _load(flows, start, count, cash)
        _survey(cash, work)
        _start(work)
        _settle(cash, work)
        for lane in range(LANES):
            v = work[_AT, lane]
            work[_VALUE, lane] = 1.0 / v - 1.0
            is_clear = (work[_CHANGES, lane] == 1.0) & (work[_STEP, lane] < _CLOSE)
            work[_LAST, lane] = 1.0 if is_clear & (v >= least_v) & (v <= most_v) else 0.0
        for lane in range(count):
            p = start + lane
            if work[_LAST, lane] == 1.0:
                rates[p], status[p] = work[_VALUE, lane], FOUND
            else:
                rates[p], status[p] = alone(flows[p].astype(np.float64), times, lowest, highest)
    return outside


@helper
def _load_times(days: Any, start: Any, count: Any, days_per_year: Any, times: Any) -> None:
    for lane in range(count):
        own = days[start + lane if days.shape[0] > 1 else 0]
        for t in range(own.size):
            times[t, lane] = (own[t] - own[0]) / days_per_year


@compiled
def xirr_rows(
    begin: Any, end: Any, flows: Any, days: Any, days_per_year: Any,
    most: Any, lowest: Any, highest: Any, rates: Any, status: Any,
) -> Any:  # fmt: skip
    """Fill the yearly rate by date and status of every project; one row of days may serve all."""
    periods = flows.shape[1]
    cash, times = np.empty((periods, LANES)), np.zeros((periods, LANES))
    work = np.empty((_ROWS, LANES))
    outside = 0
    for start in range(begin, end, LANES):
        count = min(LANES, end - start)
        outside |= beyond(flows, start, start + count, -most, most)
        _load(flows, start, count, cash)
        if days.shape[0] > 1 or start == begin:
            _load_times(days, start, count, days_per_year, times)
        _survey(cash, work)
        _start(work)
        _from_even_spacing(cash, times, work)
        _settle_dated(cash, times, work)
        for lane in range(count):
            p = start + lane
            y = work[_AT, lane]
            # What cancels on one day is worth nothing at any rate: no step moves, and nothing is found.
            differs = abs(work[_IN, lane] - work[_OUT, lane]) > _CLOSE * work[_IN, lane]
            is_clear = differs and work[_CHANGES, lane] == 1.0 and work[_STEP, lane] < _CLOSE
            if is_clear and abs(y) < _FARTHEST:
                status[p] = FOUND if lowest <= y <= highest else NOT_IN_INTERVAL
                rates[p] = math.expm1(-y) if status[p] == FOUND else np.nan
            else:
                years = times[:, lane].copy()
                rates[p], status[p] = alone(flows[p].astype(np.float64), years, lowest, highest)
    return outside


@helper
def _last_factors(factors: Any) -> Any:
    """Return the factors of the last eight periods, 0 where whole groups of eight have counted them."""
    last = np.zeros(WIDE)
    for t in range(factors.size // WIDE * WIDE, factors.size):
        last[t - factors.size + WIDE] = factors[t]
    return last


@piece
def _short_value(row: Any, factors: Any) -> Any:
    total = 0.0
    for t in range(row.size):
        total = fma64(np.float64(row[t]), factors[t], total)
    return total


@compiled
def npv_rows(begin: Any, end: Any, flows: Any, factors: Any, most: Any, values: Any) -> Any:
    """Fill Σ flows × factors of every project; return 1 where an amount is beyond the largest."""
    is_short, outside = factors.size < WIDE, 0
    last = factors if is_short else _last_factors(factors)
    for start in range(begin, end, LANES):
        stop = min(start + LANES, end)
        outside |= beyond(flows, start, stop, -most, most)
        for p in range(start, stop):
            values[p] = _short_value(flows[p], factors) if is_short else dot(flows[p], factors, last)
    return outside
