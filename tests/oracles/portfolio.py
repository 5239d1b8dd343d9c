"""Definitions of the portfolio calculators, term by term, one project at a time."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor
from statistics import NormalDist

_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_STEPS = (0x9E3779B9, 0xBB67AE85)
_WORD = 2**32


def half_up(value: Fraction) -> int:
    """Round to a whole number, halves away from zero."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def payment(
    base: int, index: int, coefficient: int, deductions: Sequence[int], cap_share: int, payment_cap: int
) -> int:
    """Return the payable of one contract and period from its definition."""
    fee = base * Fraction(index, 10**6) * Fraction(coefficient, 10**6)
    taken = Fraction(sum(deductions))
    if cap_share < 10**6:
        taken = min(taken, fee * Fraction(cap_share, 10**6))
    return half_up(max(Fraction(0), min(Fraction(payment_cap), fee - taken)))


def interest(opening: int, rate: Decimal, frequency: int) -> int:
    """Return one coupon."""
    return half_up(opening * Fraction(rate) / frequency)


def loan_life(cash: Sequence[int], debt: Sequence[int], rate: Fraction) -> list[Fraction | None]:
    """Return the LLCR of every period by the sum of the textbook."""
    n = len(cash)
    return [
        sum((cash[i] / (1 + rate) ** (i - t + 1) for i in range(t, n)), Fraction(0)) / debt[t]
        if debt[t]
        else None
        for t in range(n)
    ]


def value_at(flows: Sequence[int], times: Sequence[Fraction], rate: Decimal) -> Decimal:
    """Return Σ flows ÷ (1 + rate)^time in 50 digits."""
    with localcontext() as context:
        context.prec = 50
        power = (1 + rate).ln()
        terms = zip(flows, times, strict=True)
        return sum(
            (flow * (-power * Decimal(t.numerator) / Decimal(t.denominator)).exp() for flow, t in terms),
            Decimal(0),
        )


def root_between(
    flows: Sequence[int], times: Sequence[Fraction], low: Decimal, high: Decimal
) -> Decimal | None:
    """Return the root by halving in 50 digits, or None if the ends agree in sign."""
    left = value_at(flows, times, low) > 0
    if left == (value_at(flows, times, high) > 0):
        return None
    with localcontext() as context:
        context.prec = 50
        for _ in range(48):
            middle = (low + high) / 2
            if (value_at(flows, times, middle) > 0) == left:
                low = middle
            else:
                high = middle
        return (low + high) / 2


def quantile(values: Sequence[float], share: float) -> float:
    """Return the quantile, linear between sorted neighbours."""
    ordered = sorted(values)
    place = Fraction(share) * (len(ordered) - 1)
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    below, above = Fraction(ordered[low]), Fraction(ordered[high])
    return float(below + (above - below) * (place - low))


def philox(counter: Sequence[int], key: Sequence[int]) -> tuple[int, ...]:
    """Return the four words of one counter by the definition of the generator."""
    a, b, c, d = counter
    first, second = key
    for _ in range(10):
        one, two = a * _MULTIPLIERS[0], c * _MULTIPLIERS[1]
        a, b, c, d = (two // _WORD) ^ b ^ first, two % _WORD, (one // _WORD) ^ d ^ second, one % _WORD
        first, second = (first + _STEPS[0]) % _WORD, (second + _STEPS[1]) % _WORD
    return a, b, c, d


def normal(word: int) -> float:
    """Return the normal of a word in double precision, from the nearer tail."""
    place = word if word < _WORD // 2 else word - _WORD
    size = place if place >= 0 else ~place
    value = -NormalDist().inv_cdf((_WORD // 2 - 1 - size + 0.5) / _WORD)
    return value if place >= 0 else -value


def scenario(
    flows: Sequence[Sequence[int]],
    *,
    project: int,
    number: int,
    seed: int,
    rho: Sequence[float],
    spread: Sequence[Sequence[float]],
) -> tuple[float, float, int]:
    """Return minimum coverage, shortfall and first gap of one scenario, in double precision."""
    key, shocks = (seed % _WORD, seed // _WORD), [0.0, 0.0, 0.0]
    balance, lowest, deepest, gap = 0.0, float("inf"), 0.0, len(flows[0])
    for t, (revenue, cost, principal, owed) in enumerate(zip(*flows, strict=True)):
        high = (project // _WORD) << 2
        draws = [normal(philox((number, t // 4, project % _WORD, high | s), key)[t % 4]) for s in range(3)]
        for s in range(3):
            shocks[s] = rho[s] * shocks[s] + sum(spread[s][k] * draws[k] for k in range(s + 1))
        cash = revenue * max(0.0, 1 + shocks[0]) - cost * max(0.0, 1 + shocks[1])
        due = principal + owed * max(0.0, 1 + shocks[2])
        lowest = min(lowest, cash / due) if due > 0 else lowest
        balance += cash - due
        deepest = max(deepest, -balance)
        gap = min(gap, t) if balance < 0 else gap
    return lowest, deepest, gap
