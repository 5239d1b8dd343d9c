"""Scores by their definitions in fractions; no code shared with what is tested."""

from collections.abc import Sequence
from fractions import Fraction


def completion(actual: Fraction, low: Fraction, high: Fraction | None, direction: str) -> Fraction:
    """Return how far an indicator is fulfilled, 1 being met."""
    if direction == "within" and high is not None:
        return min(actual / low if low else Fraction(1), Fraction(1)) if actual <= high else high / actual
    if direction == "lower":
        return low / actual if actual else Fraction(1)
    return actual / low


def points(
    fulfilled: Fraction, full_mark: Fraction, over_limit: Fraction | None, *, is_too_low: bool
) -> Fraction:
    """Return the points: in proportion up to full, less what the target was set too low by."""
    earned = full_mark if fulfilled >= 1 else full_mark * fulfilled
    if is_too_low and over_limit is not None and fulfilled > over_limit:
        earned = max(Fraction(0), earned - full_mark * (fulfilled - over_limit))
    return earned


def rescaled(rows: Sequence[tuple[Fraction, Fraction, bool]]) -> Fraction:
    """Return points per hundred over the items that apply; rows are weight, score, applies."""
    weight = sum((w for w, _, applies in rows if applies), Fraction(0))
    return sum((s for _, s, applies in rows if applies), Fraction(0)) / weight * 100


def rank(score: Fraction, lowest: Sequence[Fraction]) -> int:
    """Return how many bands begin at or under the score."""
    return sum(score >= edge for edge in lowest)


def half_up(value: Fraction) -> int:
    """Round to a whole number, halves up; for values of zero and more."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def given_out(
    scores: Sequence[Sequence[Fraction]], requests: Sequence[int], total: int, passing: Fraction
) -> tuple[list[int], list[int]]:
    """Return ranks and amounts: the best still waiting is served until nothing is left."""
    means = [sum(row, Fraction(0)) / len(row) for row in scores]
    ranks = [1 + len([other for other in means if other > mean]) for mean in means]
    amounts, waiting = [0] * len(means), [at for at, mean in enumerate(means) if mean >= passing]
    while waiting:
        best = max(waiting, key=lambda at: (means[at], -at))
        amounts[best] = min(requests[best], total - sum(amounts))
        waiting.remove(best)
    return ranks, amounts
