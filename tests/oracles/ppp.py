"""PPP payments by definition: term by term in Fraction, nothing shared with the calculators."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import floor


def half_up(value: Fraction) -> int:
    """Round halves away from zero."""
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


def gap_by_definition(
    cost: int, operation: int, users: int, *, profit: Fraction, discount: Fraction, years: int, number: int
) -> int:
    """One year's gap: the construction term grown factor by factor, each term rounded to fen."""
    construction = Fraction(cost) * (1 + profit) / years
    for _ in range(number):
        construction *= 1 + discount
    return half_up(construction) + half_up(operation + operation * profit) - users


def discounted(flows: Iterable[Fraction | int], rate: Fraction, *, first: int = 1) -> Fraction:
    """Sum of flows, each divided by the growth of its years."""
    total = Fraction(0)
    for year, flow in enumerate(flows):
        divisor = Fraction(1)
        for _ in range(year + first):
            divisor *= 1 + rate
        total += flow / divisor
    return total


def annuity_by_definition(
    investment: int, rate: Fraction, periods: int, *, residual: int, in_advance: bool
) -> Fraction:
    """The payment whose present value, with the residual's, is the investment."""
    factor = discounted([1] * periods, rate, first=0 if in_advance else 1)
    end = discounted([0] * (periods - 1) + [residual], rate)
    return (investment - end) / factor


def construction_interest(drawdowns: Sequence[int], rate: Fraction, *, compound: bool) -> list[int]:
    """Interest year by year: all of what was drawn before, half of what is drawn now."""
    interest: list[int] = []
    for year, drawn in enumerate(drawdowns):
        before = sum(drawdowns[:year]) + (sum(interest) if compound else 0)
        interest.append(half_up(before * rate + drawn * rate / 2))
    return interest


def step_by_definition(score: Fraction, bands: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The coefficient of the band the score lies in, looked for from below."""
    found = bands[0][1]
    for start, coefficient in bands:
        if score >= start:
            found = coefficient
    return found


def interpolated_by_definition(score: Fraction, bands: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Weights of the two neighbouring points by distance (Lagrange), level after the last."""
    for (x0, y0), (x1, y1) in pairwise(bands):
        if x0 <= score <= x1:
            return y0 * (x1 - score) / (x1 - x0) + y1 * (score - x0) / (x1 - x0)
    return bands[-1][1]


def quality_by_definition(
    influent: Fraction, effluent: Fraction, *, second_line: int, failed: bool
) -> Fraction:
    """Kq read from the contract from the top line down."""
    if influent >= 140 and failed:
        return Fraction(9, 10)
    if influent >= second_line:
        return Fraction(11, 10)
    if influent >= 200:
        return Fraction(21, 20)
    if influent >= 140:
        return Fraction(1)
    kept = Fraction(30) if effluent < 30 else effluent
    return sorted((Fraction(0), (influent - kept) / 90, Fraction(1)))[1]


def points_one_by_one(points: int, value: int, ratchet: Sequence[tuple[int, Fraction]]) -> Fraction:
    """Price every single point by the band it falls in."""
    total = Fraction(0)
    for point in range(1, points + 1):
        total += value * step_by_definition(Fraction(point - 1), [(Fraction(a), f) for a, f in ratchet])
    return total


def repeat_by_definition(failures: int) -> Fraction:
    """UK ratchet: more than 8 double, more than 4 half as much again."""
    return Fraction(2) if failures > 8 else Fraction(3, 2) if failures > 4 else Fraction(1)


def sharing_one_by_one(excess: int, bands: Sequence[tuple[int, Fraction]]) -> Fraction:
    """Share every single fen above plan by the band it falls in."""
    return points_one_by_one(excess, 1, bands)


def composite_by_definition(
    weights: Sequence[Fraction], current: Sequence[Fraction], base: Sequence[Fraction]
) -> Fraction:
    """Sum of weight times index relative."""
    total = Fraction(0)
    for weight, now, then in zip(weights, current, base, strict=True):
        total += weight * now / then
    return total


def component_by_definition(
    base: Fraction, factor: Fraction, linked: Sequence[tuple[Fraction, Fraction]]
) -> Fraction:
    """base × factor × (fixed share + Σ share × coefficient)."""
    fixed = 1 - sum((part for part, _ in linked), Fraction(0))
    return base * factor * (fixed + sum((part * value for part, value in linked), Fraction(0)))


def present_values(side: Mapping[str, Sequence[int]], income: str, rate: Fraction, *, first: int) -> int:
    """Sum of the items' present values, each rounded to fen; income counts against."""
    total = 0
    for name, flows in side.items():
        value = half_up(discounted(flows, rate, first=first))
        total += -value if name == income else value
    return total


def smallest(candidates: Iterable[int], enough: Callable[[int], bool]) -> int | None:
    """The first candidate that is enough: for answers that are defined as a least amount."""
    return next((value for value in candidates if enough(value)), None)
