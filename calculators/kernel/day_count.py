"""Day counts: the part of a year or coupon period between two dates, as exact fractions.

Shapes  scalars.
Units   dates in, a Fraction of a year (or of a coupon period) out.
Errors  CalculationError: reversed_dates, unknown_basis.
Source  ISDA 2006 Definitions 4.16 names of bases; ACT/ACT within the coupon period as used for government
        bonds; exchanges ignore 29 February on a 365-day basis (unconfirmed, so the basis is a parameter).
"""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from calculators.kernel.errors import CalculationError


class DayCount(StrEnum):
    """Named bases."""

    ACT_365 = "act/365"
    ACT_360 = "act/360"
    NL_365 = "nl/365"
    ACT_ACT_PERIOD = "act/act"


def year_fraction(start: date, end: date, basis: DayCount) -> Fraction:
    """Return the years between two dates under a fixed-divisor basis.

    >>> year_fraction(date(2024, 1, 1), date(2025, 1, 1), DayCount.NL_365)
    Fraction(1, 1)
    """
    days = elapsed_days(start, end)
    if basis is DayCount.ACT_365:
        return Fraction(days, 365)
    if basis is DayCount.ACT_360:
        return Fraction(days, 360)
    if basis is DayCount.NL_365:
        return Fraction(days - leap_days(start, end), 365)
    raise CalculationError("unknown_basis", "basis", "this basis needs the coupon period")


def period_fraction(start: date, day: date, end: date) -> Fraction:
    """Return the elapsed part of the coupon period from start to end (ACT/ACT).

    >>> period_fraction(date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1))
    Fraction(91, 183)
    """
    if not start <= day <= end or start == end:
        raise CalculationError("reversed_dates", "day", "the day must lie inside the coupon period")
    return Fraction((day - start).days, (end - start).days)


def elapsed_days(start: date, end: date) -> int:
    """Return the days from start to end; the first day counts, the last does not.

    >>> elapsed_days(date(2024, 2, 28), date(2024, 3, 1))
    2
    """
    if end < start:
        raise CalculationError("reversed_dates", "end", "the end is before the start")
    return (end - start).days


def leap_days(start: date, end: date) -> int:
    """Count the 29ths of February in [start, end).

    >>> leap_days(date(2024, 2, 29), date(2028, 2, 29))
    1
    """
    years = range(start.year, end.year + 1)
    leaps = (date(y, 2, 29) for y in years if y % 4 == 0 and (y % 100 != 0 or y % 400 == 0))
    return sum(start <= leap < end for leap in leaps)
