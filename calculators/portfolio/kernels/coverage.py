"""Yearly coverage of many projects: short passes over four rows at a time while they lie in the cache.

What runs from year to year (balance, value, lowest ratio) waits for the year before; four projects at a time
fill the wait. The last rows of a span are done twice where four do not fit: the same numbers are written.
"""

from typing import Any

import numpy as np

from calculators.portfolio.kernels.build import compiled, piece
from calculators.portfolio.kernels.range import beyond


@piece
def _ratios(above: Any, p: Any, below: Any, q: Any, out: Any) -> None:
    """Fill row q of out with row p of above ÷ row q of below, no number where there is nothing below.

    Rows are named and not cut out here and below: the count of who holds a cut costs more than its numbers.
    """
    for t in range(below.shape[1]):
        divisor = np.float64(below[q, t])
        out[q, t] = np.float64(above[p, t]) / (divisor if divisor != 0.0 else np.nan)


@piece
def _lowest(ratios: Any, a: Any, b: Any, c: Any, d: Any, out: Any) -> None:
    """Fill the lowest ratio of four projects, no number where there is none."""
    least_a, least_b, least_c, least_d = np.inf, np.inf, np.inf, np.inf
    for t in range(ratios.shape[1]):
        least_a = ratios[a, t] if ratios[a, t] < least_a else least_a
        least_b = ratios[b, t] if ratios[b, t] < least_b else least_b
        least_c = ratios[c, t] if ratios[c, t] < least_c else least_c
        least_d = ratios[d, t] if ratios[d, t] < least_d else least_d
    out[a] = least_a if least_a < np.inf else np.nan
    out[b] = least_b if least_b < np.inf else np.nan
    out[c] = least_c if least_c < np.inf else np.nan
    out[d] = least_d if least_d < np.inf else np.nan


@piece
def _values(cash: Any, factor: Any, a: Any, b: Any, c: Any, d: Any, out: Any) -> None:
    """Fill four rows with the value of all later cash at every year of four projects."""
    value_a, value_b, value_c, value_d = 0.0, 0.0, 0.0, 0.0
    for t in range(cash.shape[1] - 1, -1, -1):
        value_a = (value_a + np.float64(cash[a, t])) * factor
        value_b = (value_b + np.float64(cash[b, t])) * factor
        value_c = (value_c + np.float64(cash[c, t])) * factor
        value_d = (value_d + np.float64(cash[d, t])) * factor
        out[0, t], out[1, t], out[2, t], out[3, t] = value_a, value_b, value_c, value_d


@piece
def _sum(table: Any, p: Any) -> Any:
    total = np.int64(0)
    for t in range(table.shape[1]):
        total += table[p, t]
    return total


@piece
def _balances(cash: Any, service: Any, a: Any, b: Any, c: Any, d: Any, out: Any, gap: Any) -> None:
    """Fill the running balance of four projects, and the first year below zero or −1."""
    none = cash.shape[1]
    total_a, total_b, total_c, total_d = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    gap_a, gap_b, gap_c, gap_d = none, none, none, none
    for t in range(cash.shape[1]):
        total_a += cash[a, t] - service[a, t]
        total_b += cash[b, t] - service[b, t]
        total_c += cash[c, t] - service[c, t]
        total_d += cash[d, t] - service[d, t]
        out[a, t], out[b, t], out[c, t], out[d, t] = total_a, total_b, total_c, total_d
        gap_a = min(gap_a, t if total_a < 0 else none)
        gap_b = min(gap_b, t if total_b < 0 else none)
        gap_c = min(gap_c, t if total_c < 0 else none)
        gap_d = min(gap_d, t if total_d < 0 else none)
    gap[a], gap[b] = gap_a if gap_a < none else -1, gap_b if gap_b < none else -1
    gap[c], gap[d] = gap_c if gap_c < none else -1, gap_d if gap_d < none else -1


@compiled
def coverage_rows(
    begin: Any, end: Any, cash: Any, service: Any, debt: Any, factor: Any, most: Any,
    dscr: Any, llcr: Any, balances: Any, lowest: Any, multiple: Any, gap: Any,
) -> Any:  # fmt: skip
    """Fill DSCR, LLCR and balance by year, and minimum, multiple and first gap by project.

    Returns 1, 2 and 4, put together, where cash, service or debt lie outside their bounds.
    """
    values, outside = np.empty((4, cash.shape[1])), 0
    for start in range(begin, end, 4):
        a, last = start, end - 1
        b, c, d = min(a + 1, last), min(a + 2, last), min(a + 3, last)
        outside |= beyond(cash, a, d + 1, -most, most)
        outside |= beyond(service, a, d + 1, 0, most) << 1 | beyond(debt, a, d + 1, 0, most) << 2
        for p in range(a, d + 1):
            _ratios(cash, p, service, p, dscr)
            owed = _sum(service, p)
            multiple[p] = np.float64(_sum(cash, p)) / (np.float64(owed) if owed != 0 else np.nan)
        _lowest(dscr, a, b, c, d, lowest)
        _balances(cash, service, a, b, c, d, balances, gap)
        _values(cash, factor, a, b, c, d, values)
        for p in range(a, d + 1):
            _ratios(values, p - a, debt, p, llcr)
    return outside
