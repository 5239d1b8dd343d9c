"""Smallest and largest number of a large array in one pass over all cores."""

from typing import Any

import numpy as np
from numba import prange

from calculators.portfolio.kernels.build import compiled

_CHUNKS = 64


@compiled
def extent(values: Any, lows: Any, highs: Any) -> None:
    """Fill the smallest and largest number of each of the chunks of a flat array."""
    for chunk in prange(lows.size):
        low, high = values[0], values[0]
        for i in range(chunk * values.size // lows.size, (chunk + 1) * values.size // lows.size):
            low = min(low, values[i])
            high = max(high, values[i])
        lows[chunk], highs[chunk] = low, high


def bounds(values: Any) -> tuple[int, int]:
    """Return the smallest and the largest number.

    >>> bounds(np.array([3, -1, 2]))
    (-1, 3)
    """
    lows, highs = np.empty(_CHUNKS, np.int64), np.empty(_CHUNKS, np.int64)
    extent(values.reshape(-1), lows, highs)
    return int(lows.min()), int(highs.max())
