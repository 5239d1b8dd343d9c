"""Dates against a calendar passed in: working days, month steps, leap days.

Shapes  scalars.
Units   days, months; dates are calendar dates without a time zone.
Errors  CalculationError: out_of_range, bad_calendar.
Source  财库〔2020〕43号 practice: a payment date that falls on a rest day moves forward, no extra interest
        (unconfirmed); make-up working days from the yearly holiday notice of the State Council Office.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from calculators.kernel.errors import CalculationError


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Rest days and make-up working days; weekends rest unless made up.

    Days after ``announced_through`` follow the statutory pattern only and are provisional.
    """

    rest_days: frozenset[date] = field(default_factory=frozenset)
    working_weekends: frozenset[date] = field(default_factory=frozenset)
    announced_through: date = date.max

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices and the bond registrar work on this day."""
        if day in self.working_weekends:
            return True
        return day.weekday() < 5 and day not in self.rest_days

    def is_provisional(self, day: date) -> bool:
        """Tell whether the day lies beyond the last announced holiday notice."""
        return day > self.announced_through


WEEKENDS_ONLY = WorkCalendar()


def roll_forward(day: date, calendar: WorkCalendar) -> date:
    """Return the day itself or the next working day.

    >>> roll_forward(date(2026, 11, 21), WEEKENDS_ONLY)
    datetime.date(2026, 11, 23)
    """
    while not calendar.is_working_day(day):
        day = _step(day, 1)
    return day


def add_working_days(day: date, count: int, calendar: WorkCalendar) -> date:
    """Return the working day ``count`` working days after (or before, if negative) the day.

    >>> add_working_days(date(2021, 9, 23), -2, WEEKENDS_ONLY)
    datetime.date(2021, 9, 21)
    """
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day = _step(day, step)
        while not calendar.is_working_day(day):
            day = _step(day, step)
    return day


def add_months(day: date, months: int, *, anchor_day: int | None = None) -> date:
    """Return the same day of the month ``months`` later, clamped to the month's last day.

    ``anchor_day`` keeps a 31st or 29th February from drifting over many steps.

    >>> add_months(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        raise CalculationError("out_of_range", "months", "the date is outside the calendar")
    return date(year, month + 1, min(anchor_day or day.day, monthrange(year, month + 1)[1]))


def _step(day: date, step: int) -> date:
    try:
        return day + timedelta(days=step)
    except OverflowError:
        raise CalculationError("out_of_range", "day", "the date is outside the calendar") from None
