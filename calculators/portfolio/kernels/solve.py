"""The only root of a sum of exponentials, found by bounds, or the reason why there is none to tell.

Every amount is an exponential Σ c·exp(e·y) in y = −ln(1 + rate) with e ≥ 0. Its positive and its negative
part both rise with y, so over [a, b] the sum lies between P(a) − N(b) and P(b) − N(a): a stretch whose bounds
keep one sign holds no root, and one whose derivative's bounds keep one sign holds at most one.
"""

import math
from typing import Any

import numpy as np

from calculators.portfolio.kernels.build import piece

FOUND, NO_SIGN_CHANGE, SEVERAL, NOT_IN_INTERVAL, UNRESOLVED = range(5)
MOST_STRETCHES = 4000
_NARROW = 1e-9
_NOISE = 4e-16
_PRECISION = 5e-12


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


@piece
def alone(flows: Any, times: Any, lowest: Any, highest: Any) -> Any:
    """Return the rate of one project and its status."""
    y, told = _alone(flows, times, lowest, highest)
    return math.expm1(-y), told
