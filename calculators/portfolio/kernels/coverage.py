"""Yearly coverage of many projects: three short passes over each row while it lies in the cache."""

from typing import Any

import numpy as np
from numba import prange

from calculators.portfolio.kernels.build import compiled, piece


@piece
def _ratios(cash: Any, service: Any, ratios: Any) -> Any:
    lowest = np.inf
    for t in range(cash.size):
        ratio = np.float64(cash[t]) / np.float64(service[t]) if service[t] != 0 else np.nan
        ratios[t] = ratio
        lowest = ratio if ratio < lowest else lowest
    return lowest if lowest < np.inf else np.nan


@piece
def _balances(cash: Any, service: Any, balances: Any) -> Any:
    """Fill the running balance; return the sums of cash and service and the first gap, or −1."""
    balance, earned, owed, gap = np.int64(0), np.int64(0), np.int64(0), -1
    for t in range(cash.size):
        earned += cash[t]
        owed += service[t]
        balance = earned - owed
        balances[t] = balance
        gap = t if gap < 0 and balance < 0 else gap
    return earned, owed, gap


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
