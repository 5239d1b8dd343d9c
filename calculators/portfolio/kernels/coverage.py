"""Yearly coverage of many projects: three short passes over each row while it lies in the cache."""

from typing import Any

import numpy as np
from numba import prange

from calculators.portfolio.kernels.build import compiled, piece


@piece
def _ratios(cash: Any, service: Any, ratios: Any) -> Any:
    """Fill the ratios and return the lowest; the lowest is sought apart, so that the divisions vectorise."""
    for t in range(cash.size):
        ratios[t] = np.float64(cash[t]) / np.float64(service[t]) if service[t] != 0 else np.nan
    lowest = np.inf
    for t in range(cash.size):
        lowest = ratios[t] if ratios[t] < lowest else lowest
    return lowest if lowest < np.inf else np.nan


@piece
def _balances(cash: Any, service: Any, balances: Any) -> Any:
    """Fill the running balance; return the sums of cash and service and the first gap, or −1."""
    balance, owed, gap = np.int64(0), np.int64(0), cash.size
    for t in range(cash.size):
        owed += service[t]
    for t in range(cash.size):
        balance += cash[t] - service[t]
        balances[t] = balance
        gap = min(gap, t if balance < 0 else cash.size)
    return balance + owed, owed, gap if gap < cash.size else -1


@piece
def _loan_life(cash: Any, debt: Any, factor: Any, ratios: Any) -> None:
    value = 0.0
    for t in range(cash.size - 1, -1, -1):
        value = (value + np.float64(cash[t])) * factor
        ratios[t] = value
    for t in range(cash.size):
        ratios[t] = ratios[t] / np.float64(debt[t]) if debt[t] != 0 else np.nan


@compiled
def coverage_rows(
    cash: Any, service: Any, debt: Any, factor: Any,
    dscr: Any, llcr: Any, balances: Any, lowest: Any, multiple: Any, gap: Any,
) -> None:  # fmt: skip
    """Fill DSCR, LLCR and balance by year, and minimum, multiple and first gap by project."""
    for p in prange(cash.shape[0]):
        lowest[p] = _ratios(cash[p], service[p], dscr[p])
        earned, owed, gap[p] = _balances(cash[p], service[p], balances[p])
        multiple[p] = np.float64(earned) / np.float64(owed) if owed != 0 else np.nan
        _loan_life(cash[p], debt[p], factor, llcr[p])
