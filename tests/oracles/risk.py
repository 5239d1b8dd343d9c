"""Debt-risk figures by their definitions, in fractions and calendar days; no code shared with the tested."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction


def months_between(start: date, end: date) -> int:
    """Count whole months by stepping: the same day of each next month, or that month's last day."""
    count = 0
    while same_day_later(start, count + 1) <= end:
        count += 1
    return count


def same_day_later(start: date, months: int) -> date:
    """Return the day so many months later, trying earlier days where the month is short."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 0, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def idle_interest(unused: int, coupon: Fraction, days: int) -> Fraction:
    """Return the interest paid on money not used."""
    return unused * coupon * days / 365


def level_index(ratio: Fraction, edges: Sequence[Fraction]) -> int:
    """Return how many edges lie at or under the ratio, less one."""
    return sum(edge <= ratio for edge in edges) - 1


def months_from_totals(totals: Sequence[int]) -> list[int]:
    """Return the steps between running totals of one year that begins in January."""
    return [total - before for total, before in zip(totals, [0, *totals], strict=False)]


def half_up(value: Fraction) -> int:
    """Round to a whole number, halves up; for values of zero and more."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
