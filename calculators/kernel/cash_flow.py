"""Series of yearly or periodic cash: sums, running balances, first gaps, sign changes.

Shapes  flows and results: (n,), oldest period first.
Units   fen as int; rates as Decimal per period.
Errors  CalculationError: empty, too_long, shape_mismatch, not_integer, out_of_range, not_a_number,
        rate_too_low.
Source  Definitions; Descartes' rule of signs for the number of possible internal rates of return.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.rates import check_rate

MOST_PERIODS = 1_200
"""Longest series taken: a century of months."""


def check_series(values: Sequence[int], field: str, *, length: int | None = None) -> tuple[int, ...]:
    """Return a series of fen after checking its length and every amount.

    >>> check_series([5, -7], "flows", length=2)
    (5, -7)
    """
    if not values:
        raise CalculationError("empty", field, "at least one period is needed")
    if len(values) > MOST_PERIODS:
        raise CalculationError("too_long", field, "at most %(most)s periods", most=MOST_PERIODS)
    if length is not None and len(values) != length:
        raise CalculationError("shape_mismatch", field, "%(length)s periods are needed", length=length)
    return tuple(check_fen(value, field) for value in values)


def running_balance(flows: Sequence[int], opening: int = 0) -> tuple[int, ...]:
    """Return the balance after each flow.

    >>> running_balance([5, -7, 3])
    (5, -2, 1)
    """
    return tuple(accumulate(flows, initial=opening))[1:]


def first_negative(balances: Sequence[int]) -> int | None:
    """Return the index of the first negative balance, or None.

    >>> first_negative([3, 0, -1, -2])
    2
    """
    return next((i for i, balance in enumerate(balances) if balance < 0), None)


def sign_changes(flows: Sequence[int | Decimal]) -> int:
    """Count changes of sign, zeros left out: the most internal rates of return there can be.

    >>> sign_changes([-100, 0, 60, 60, -5])
    2
    """
    signs = [flow > 0 for flow in flows if flow]
    return sum(a != b for a, b in pairwise(signs))


def present_value(flows: Sequence[int], *, period_rate: Decimal) -> Decimal:
    """Return the value at the opening of the first period of flows at period ends, unrounded fen.

    >>> int(present_value([110, 121], period_rate=Decimal("0.1")))
    200
    """
    if not flows:
        raise CalculationError("empty", "flows", "at least one period is needed")
    if check_rate(period_rate, "period_rate") <= -1:
        raise CalculationError("rate_too_low", "period_rate", "rate must be above -100 %")
    value = Decimal(0)
    for flow in reversed(flows):
        value = (value + flow) / (1 + period_rate)
    return value
