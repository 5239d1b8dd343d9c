"""Quantiles of one row: by a histogram of BINS bins, or exactly by sorting."""

from typing import Any

import numpy as np

from calculators.portfolio.kernels.build import compiled, piece
from calculators.portfolio.quantiles import BINS, UNBOUNDED

_BEYOND = np.float32(UNBOUNDED)
_NARROWEST = np.float32(1e-36)


@piece
def row_quantiles(values: Any, shares: Any, exact: Any, counts: Any, out: Any) -> None:
    """Fill out with the quantiles of values; values from UNBOUNDED on are infinite."""
    if exact:
        _sorted_quantiles(np.sort(values), shares, out)
    else:
        _binned_quantiles(values, shares, counts, out)


@piece
def _sorted_quantiles(ordered: Any, shares: Any, out: Any) -> None:
    for i in range(shares.size):
        place = shares[i] * (ordered.size - 1)
        low = int(place)
        high = min(low + 1, ordered.size - 1)
        part = place - low
        below, above = np.float64(ordered[low]), np.float64(ordered[high])
        if (above if part > 0.0 else below) >= UNBOUNDED:
            out[i] = np.inf
        else:
            out[i] = below + (above - below) * part


@piece
def _bounds(values: Any) -> Any:
    low = values[0]
    high = np.float32(-UNBOUNDED)
    for value in values:
        low = value if value < low else low
        capped = value if value < _BEYOND else np.float32(-UNBOUNDED)
        high = capped if capped > high else high
    return low, max(low, high)


@piece
def _binned_quantiles(values: Any, shares: Any, counts: Any, out: Any) -> None:
    low, high = _bounds(values)
    counts[:] = 0
    width = high / np.float32(BINS) - low / np.float32(BINS)
    # A range so narrow that its inverse is no number is one bin.
    per_unit = np.float32(1) / width if width > _NARROWEST else np.float32(0)
    for value in values:
        place = np.int64((value - low) * per_unit) if value < _BEYOND else np.int64(BINS + 1)
        counts[min(place, BINS - 1) if place <= BINS else place] += 1
    for i in range(shares.size):
        out[i] = _from_counts(counts, shares[i] * (values.size - 1), low, width)


@piece
def _from_counts(counts: Any, place: Any, low: Any, width: Any) -> Any:
    before = 0
    for i in range(BINS):
        if before + counts[i] > place:
            part = (place - before) / counts[i]
            return np.float64(low) + np.float64(width) * (i + part)
        before += counts[i]
    return np.inf


@compiled
def quantile_rows(begin: Any, end: Any, values: Any, shares: Any, exact: Any, out: Any) -> None:
    """Fill out (rows, shares) with the quantiles of every row."""
    counts = np.empty(BINS + 2, np.int64)
    for row in range(begin, end):
        row_quantiles(values[row], shares, exact, counts, out[row])
