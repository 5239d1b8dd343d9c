"""Payments of many contracts: base × index × coefficient exactly, in 64 bits, rounded once half up."""

from typing import Any

import numpy as np

from calculators.portfolio.kernels.build import compiled, piece

MILLION = np.int64(10**6)
TRILLION = np.int64(10**12)
QUINTILLION = np.int64(10**18)
DEDUCTION_CAPPED, PAYMENT_CAPPED, CARRIED = 1, 2, 4


@piece
def fee_of(base: Any, factor: Any) -> Any:
    """Return the whole fen of base × factor ÷ 10¹² and its rest in trillionths.

    A binary fraction guesses the quotient; no fee is above 10¹⁵, so it is off by one at most. The rest of the
    guess is exact although the products are not: what 64 bits lose are whole multiples of 2⁶⁴ on both sides.
    """
    whole = np.int64(np.float64(base) * np.float64(factor) * 1e-12)
    product = np.uint64(base) * np.uint64(factor)
    rest = np.int64(product - np.uint64(whole) * np.uint64(10**12))
    if rest < 0 or rest >= TRILLION:
        step = rest // TRILLION
        whole += step
        rest -= step * TRILLION
    return whole, rest


@piece
def _cap_of(fee: Any, rest: Any, share: Any) -> Any:
    """Return the share (in millionths) of the fee: whole fen, and its rest in quintillionths."""
    high = fee // MILLION
    middle = (fee - high * MILLION) * share
    carry = middle // MILLION
    fine = (middle - carry * MILLION) * TRILLION + rest * share
    over = fine // QUINTILLION
    return high * share + carry + over, fine - over * QUINTILLION


@piece
def _after_cap(fee: Any, rest: Any, cap: Any, cap_rest: Any) -> Any:
    """Return fee − cap rounded half up."""
    fine = rest * MILLION - cap_rest
    whole = fee - cap
    if fine < 0:
        fine += QUINTILLION
        whole -= 1
    return whole + (1 if 2 * fine >= QUINTILLION else 0)


@piece
def _shared(fee: Any, rest: Any, share: Any, taken: Any, shown: Any) -> Any:
    """Return what is left after deductions held to their share of the fee, and whether they were held."""
    cap, cap_rest = _cap_of(fee, rest, share)
    if taken <= cap:
        return shown - taken, 0
    return _after_cap(fee, rest, cap, cap_rest), DEDUCTION_CAPPED


@compiled
def payment_rows(
    begin: Any, end: Any, base: Any, index: Any, coefficient: Any, deductions: Any,
    cap_share: Any, payment_cap: Any, fee: Any, deducted: Any, payable: Any, status: Any,
) -> None:  # fmt: skip
    """Fill fee, deduction, payable and status of every contract and period."""
    for c in range(begin, end):
        for t in range(index.shape[1]):
            whole, rest = fee_of(base[c], index[c, t] * coefficient[c, t])
            shown = whole + (1 if 2 * rest >= TRILLION else 0)
            taken = np.int64(0)
            for k in range(deductions.shape[2]):
                taken += deductions[c, t, k]
            left, told = shown - taken, 0
            if cap_share[c] < MILLION:
                left, told = _shared(whole, rest, cap_share[c], taken, shown)
            fee[c, t], deducted[c, t] = shown, shown - left
            if left > payment_cap[c]:
                told |= PAYMENT_CAPPED
            elif left < 0:
                told |= CARRIED
            payable[c, t] = min(max(left, 0), payment_cap[c])
            status[c, t] = told
