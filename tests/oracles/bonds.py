"""Bond calculators by their definitions, term by term in Fraction; no code shared with what they judge."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor


def half_up(value: Fraction) -> int:
    """Round a value that is not negative half up."""
    return floor(value + Fraction(1, 2))


def anniversary(start: date, months: int) -> date:
    """Count months one by one from the start; a missing day becomes the month's last."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def schedule_by_definition(
    face: int, rate: Fraction, value_date: date, frequency: int, principal: Sequence[int]
) -> list[tuple[date, int, int, int]]:
    """Return (date, interest, principal, closing) of every coupon date."""
    rows = []
    for k in range(1, len(principal) * frequency + 1):
        repaid_before = sum(principal[: (k - 1) // frequency])
        due = principal[k // frequency - 1] if k % frequency == 0 else 0
        interest = half_up(Fraction(face - repaid_before) * rate / frequency)
        closing = face - repaid_before - due
        rows.append((anniversary(value_date, 12 // frequency * k), interest, due, closing))
    return rows


def accrued_by_definition(
    yearly_interest: Fraction, period: tuple[date, date, date], frequency: int, basis: str
) -> int:
    """Count the days of (start, day, end) one by one."""
    start, day, end = period
    days = [start + timedelta(n) for n in range((end - start).days)]
    elapsed = [one for one in days if one < day]
    if basis == "nl/365":
        elapsed = [one for one in elapsed if (one.month, one.day) != (2, 29)]
    if basis == "act/act":
        return half_up(yearly_interest / frequency * Fraction(len(elapsed), len(days)))
    return half_up(yearly_interest * Fraction(len(elapsed), 360 if basis == "act/360" else 365))


def price_by_definition(yield_step: Fraction, coupon: Fraction, count: int) -> Fraction:
    """Return the price per 100 on a coupon day: each flow discounted by itself."""
    coupons = sum((coupon / (1 + yield_step) ** k for k in range(1, count + 1)), Fraction(0))
    return coupons + 100 / (1 + yield_step) ** count
