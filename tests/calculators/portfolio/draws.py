"""The normals of the kernels, laid open for the tests of the generator."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from calculators.portfolio.kernels.philox import BLOCK, NORMALS, ROWS, aligned_rows, draw_normals, key_words


@njit(cache=True)
def _fill(seed: Any, low: Any, high: Any, group: Any, out: Any) -> None:
    keys, rows = key_words(seed), aligned_rows(ROWS)
    for block in range(out.shape[2] // BLOCK):
        draw_normals(block * BLOCK, group, low, high, keys, rows)
        for shock in range(3):
            for period in range(4):
                start = block * BLOCK
                out[shock, period, start : start + BLOCK] = rows[NORMALS + 4 * shock + period, :BLOCK]


def kernel_normals(*, seed: int, project: int, group: int, scenarios: int) -> NDArray[np.float32]:
    """Return shocks × four periods × scenarios as the stress kernel draws them."""
    out = np.empty((3, 4, scenarios), np.float32)
    low, high = np.uint64(project % 2**32), np.uint64((project >> 32) << 2)
    _fill(np.uint64(seed), low, high, np.uint64(group), out)
    return out
