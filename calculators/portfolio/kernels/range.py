"""Whether the numbers of some rows lie where they may, told while the rows lie in the cache."""

from typing import Any

from calculators.portfolio.kernels.build import piece


@piece
def beyond(table: Any, first: Any, last: Any, lowest: Any, highest: Any) -> Any:
    """Return 1 where a number of the rows from first to last lies outside its bounds, else 0."""
    flat = table[first:last].reshape(-1)
    outside = 0
    for i in range(flat.size):
        outside |= (flat[i] < lowest) | (flat[i] > highest)
    return outside
