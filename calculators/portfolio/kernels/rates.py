"""Internal rates: lanes of 64 projects by Newton's method, and a root count by bounds for all that it leaves
over.

Every amount is an exponential Σ c·exp(e·y) in y = −ln(1 + rate) with e ≥ 0. Its positive and its negative
part both rise with y, so over [a, b] the sum lies between P(a) − N(b) and P(b) − N(a): a stretch whose bounds
keep one sign holds no root, and one whose derivative's bounds keep one sign holds at most one.
"""

import math
from typing import Any

import numpy as np
from numba import prange

from calculators.portfolio.kernels.build import compiled, fma64, helper, piece

LANES = 64
FOUND, NO_SIGN_CHANGE, SEVERAL, NOT_IN_INTERVAL, UNRESOLVED = range(5)
MOST_STRETCHES = 4000
_CHUNKS = 64
_NARROW = 1e-9
_NOISE = 4e-16
_PRECISION = 5e-12
_CLOSE = 1e-9
_STEPS = 12
_AT, _VALUE, _SLOPE, _STEP, _LAST, _CHANGES, _IN, _OUT, _IN_TIME, _OUT_TIME = range(10)
_ROWS = 10


@piece
def _parts(flows: Any, times: Any, y: Any, out: Any) -> None:
    """Fill positive and negative part of the sum and its derivative at y, the largest exponent taken out."""
    shift = max(0.0, times[times.size - 1] * y)
    out[:] = 0.0
    for t in range(flows.size):
        size = math.exp(times[t] * y - shift) * abs(flows[t])
        side = 0 if flows[t] > 0 else 1
        out[side] += size
        out[2 + side] += size * times[t]
    out[4] = shift


@piece
def _between(low: Any, high: Any, positive: Any, slack: Any) -> Any:
    """Return 1 or −1 where positive − negative keeps that sign over a stretch, else 0."""
    scale = math.exp(max(-700.0, low[4] - high[4]))
    least = low[positive] * scale - high[positive + 1]
    most = high[positive] - low[positive + 1] * scale
    noise = slack * (high[positive] + high[positive + 1])
    if least > noise:
        return 1
    return -1 if most < -noise else 0


@piece
def _sign(parts: Any, slack: Any) -> Any:
    value = parts[0] - parts[1]
    if abs(value) <= slack * (parts[0] + parts[1]):
        return 0
    return 1 if value > 0 else -1


@piece
def _root(flows: Any, times: Any, low: Any, high: Any, parts: Any) -> Any:
    """Halve a stretch whose ends differ in sign, then take Newton steps; NaN if noise hides the place."""
    _parts(flows, times, low, parts)
    is_positive = parts[0] > parts[1]
    for _ in range(40):
        middle = 0.5 * (low + high)
        _parts(flows, times, middle, parts)
        if (parts[0] > parts[1]) == is_positive:
            low = middle
        else:
            high = middle
    return _polished(flows, times, low, high, parts)


@piece
def _polished(flows: Any, times: Any, low: Any, high: Any, parts: Any) -> Any:
    y = 0.5 * (low + high)
    for _ in range(3):
        _parts(flows, times, y, parts)
        slope = parts[2] - parts[3]
        doubt = _NOISE * (flows.size + 8) * (parts[0] + parts[1])
        if not doubt * math.exp(-y) < abs(slope) * _PRECISION:
            return np.nan
        y = min(max(y - (parts[0] - parts[1]) / slope, low), high)
    return y


@piece
def solve_one(flows: Any, times: Any, lowest: Any, highest: Any) -> Any:
    """Return the only y in [lowest, highest] and FOUND, or NaN and the reason why there is none to tell."""
    slack = _NOISE * (flows.size + 8)
    stack = np.empty((256, 2))
    low, high, parts = np.empty(5), np.empty(5), np.empty(5)
    stack[0, 0], stack[0, 1] = lowest, highest
    depth, found, root = 1, 0, np.nan
    for _ in range(MOST_STRETCHES):
        if depth == 0:
            return (root, FOUND) if found else (np.nan, NOT_IN_INTERVAL)
        depth -= 1
        a, b = stack[depth, 0], stack[depth, 1]
        _parts(flows, times, a, low)
        _parts(flows, times, b, high)
        if _between(low, high, 0, slack) != 0:
            continue
        ends = _sign(low, slack) * _sign(high, slack)
        if _between(low, high, 2, slack) != 0 and ends != 0:
            if ends < 0:
                root = _root(flows, times, a, b, parts)
                found += 1
                if found > 1:
                    return np.nan, SEVERAL
                if not root < np.inf:
                    return np.nan, UNRESOLVED
            continue
        if b - a < _NARROW:
            return np.nan, UNRESOLVED
        # An even split would put a stretch's end on a round rate, where roots like to lie.
        middle = a + (b - a) * 0.4871
        stack[depth, 0], stack[depth, 1] = middle, b
        stack[depth + 1, 0], stack[depth + 1, 1] = a, middle
        depth += 2
    return np.nan, UNRESOLVED


@piece
def changes_of_sign(flows: Any) -> Any:
    """Count changes of sign, zeros left out."""
    count, last = 0, 0
    for flow in flows:
        sign = (flow > 0) - (flow < 0)
        count += last * sign < 0
        last = sign if sign != 0 else last
    return count


@piece
def _alone(flows: Any, times: Any, lowest: Any, highest: Any) -> Any:
    """Solve one project by bounds; flows of one time are added up before signs are counted."""
    merged, kept = np.zeros(flows.size), np.empty(flows.size)
    last = -1
    largest = 0.0
    for t in range(flows.size):
        if last < 0 or times[t] != kept[last]:
            last += 1
            kept[last] = times[t]
        merged[last] += flows[t]
    for t in range(last + 1):
        largest = max(largest, abs(merged[t]))
    if changes_of_sign(merged) == 0:
        return np.nan, NO_SIGN_CHANGE
    return solve_one(merged[: last + 1] / largest, kept[: last + 1], lowest, highest)


@helper
def _load(flows: Any, start: Any, count: Any, cash: Any) -> None:
    cash[:, count:] = 0.0
    for lane in range(count):
        for t in range(flows.shape[1]):
            cash[t, lane] = flows[start + lane, t]


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
def _survey(cash: Any, times: Any, work: Any) -> None:
    """Count changes of sign, and sum what comes in and goes out with its times."""
    work[_LAST:] = 0.0
    for t in range(cash.shape[0]):
        row, when = cash[t], times[t]
        for lane in range(LANES):
            flow, last = row[lane], work[_LAST, lane]
            work[_CHANGES, lane] += 1.0 if flow * last < 0.0 else 0.0
            work[_LAST, lane] = flow if flow != 0.0 else last
            gain = flow if flow > 0.0 else 0.0
            work[_IN, lane] += gain
            work[_OUT, lane] += gain - flow
            work[_IN_TIME, lane] += gain * when[lane]
            work[_OUT_TIME, lane] += (gain - flow) * when[lane]


@helper
def _start(work: Any) -> None:
    """Begin at ln(in ÷ out) ÷ (mean time in − mean time out): one Newton step for ln(in ÷ out)."""
    for lane in range(LANES):
        coming, going = work[_IN, lane] + 1e-9, work[_OUT, lane] + 1e-9
        apart = work[_IN_TIME, lane] / coming - work[_OUT_TIME, lane] / going
        guess = (_rough_log(going) - _rough_log(coming)) / (apart if abs(apart) > 0.1 else 0.1)
        work[_AT, lane] = min(max(guess, -2.0), 2.0)


@helper
def _newton_power(cash: Any, work: Any) -> None:
    """Take one Newton step of every lane in v = 1 ÷ (1 + rate), by Horner's scheme."""
    top = cash.shape[0] - 1
    for lane in range(LANES):
        work[_VALUE, lane] = cash[top, lane]
        work[_SLOPE, lane] = 0.0
    for step in range(top):
        # Counted upwards over row views: counted down, the compiler does not see that rows are apart.
        row = cash[top - 1 - step]
        for lane in range(LANES):
            v, value = work[_AT, lane], work[_VALUE, lane]
            work[_SLOPE, lane] = fma64(work[_SLOPE, lane], v, value)
            work[_VALUE, lane] = fma64(value, v, row[lane])
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
        work[_AT, lane] = min(max(work[_AT, lane] - move, -6.0), 6.0)
        work[_STEP, lane] = abs(move)


@piece
def _is_settled(work: Any) -> Any:
    worst = 0.0
    for lane in range(LANES):
        worst = work[_STEP, lane] if work[_STEP, lane] > worst else worst
    return worst < _CLOSE


@piece
def _alone_rate(flows: Any, times: Any, lowest: Any, highest: Any) -> Any:
    y, told = _alone(flows, times, lowest, highest)
    return math.expm1(-y), told


@compiled
def irr_rows(flows: Any, lowest: Any, highest: Any, rates: Any, status: Any) -> None:
    """Fill the periodic rate and status of every project."""
    projects, periods = flows.shape
    groups = (projects + LANES - 1) // LANES
    times = np.arange(periods).astype(np.float64)
    for chunk in prange(_CHUNKS):
        cash, work = np.empty((periods, LANES)), np.empty((_ROWS, LANES))
        steps = times.repeat(LANES).reshape(periods, LANES)
        for group in range(chunk * groups // _CHUNKS, (chunk + 1) * groups // _CHUNKS):
            start = group * LANES
            count = min(LANES, projects - start)
            _load(flows, start, count, cash)
            _survey(cash, steps, work)
            _start(work)
            for lane in range(LANES):
                work[_AT, lane] = _exp(work[_AT, lane])
            for _ in range(_STEPS):
                _newton_power(cash, work)
                if _is_settled(work):
                    break
            for lane in range(count):
                p = start + lane
                v = work[_AT, lane]
                if work[_CHANGES, lane] == 1.0 and work[_STEP, lane] < _CLOSE and v > 0.0:
                    status[p] = FOUND if lowest <= math.log(v) <= highest else NOT_IN_INTERVAL
                    rates[p] = 1.0 / v - 1.0 if status[p] == FOUND else np.nan
                else:
                    rates[p], status[p] = _alone_rate(flows[p].astype(np.float64), times, lowest, highest)


@compiled
def xirr_rows(
    flows: Any, days: Any, days_per_year: Any, lowest: Any, highest: Any, rates: Any, status: Any
) -> None:
    """Fill the yearly rate by date and status of every project; one row of days may serve all."""
    projects, periods = flows.shape
    groups = (projects + LANES - 1) // LANES
    for chunk in prange(_CHUNKS):
        cash, times = np.empty((periods, LANES)), np.zeros((periods, LANES))
        work = np.empty((_ROWS, LANES))
        for group in range(chunk * groups // _CHUNKS, (chunk + 1) * groups // _CHUNKS):
            start = group * LANES
            count = min(LANES, projects - start)
            _load(flows, start, count, cash)
            for lane in range(count):
                own = days[start + lane if days.shape[0] > 1 else 0]
                for t in range(periods):
                    times[t, lane] = (own[t] - own[0]) / days_per_year
            _survey(cash, times, work)
            _start(work)
            for _ in range(_STEPS):
                _newton_dated(cash, times, work)
                if _is_settled(work):
                    break
            for lane in range(count):
                p = start + lane
                y = work[_AT, lane]
                if work[_CHANGES, lane] == 1.0 and work[_STEP, lane] < _CLOSE and abs(y) < 6.0:
                    status[p] = FOUND if lowest <= y <= highest else NOT_IN_INTERVAL
                    rates[p] = math.expm1(-y) if status[p] == FOUND else np.nan
                else:
                    years = times[:, lane].copy()
                    rates[p], status[p] = _alone_rate(flows[p].astype(np.float64), years, lowest, highest)


@compiled
def npv_rows(flows: Any, factors: Any, values: Any) -> None:
    """Fill Σ flows × factors of every project, added in eight fixed lanes."""
    projects, periods = flows.shape
    whole = periods // 8 * 8
    for chunk in prange(min(_CHUNKS, projects)):
        lanes = np.empty(8)
        for p in range(
            chunk * projects // min(_CHUNKS, projects), (chunk + 1) * projects // min(_CHUNKS, projects)
        ):
            lanes[:] = 0.0
            for t in range(0, whole, 8):
                for lane in range(8):
                    lanes[lane] = fma64(np.float64(flows[p, t + lane]), factors[t + lane], lanes[lane])
            total = 0.0
            for t in range(whole, periods):
                total = fma64(np.float64(flows[p, t]), factors[t], total)
            for lane in range(8):
                total += lanes[lane]
            values[p] = total
