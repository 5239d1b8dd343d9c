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
        """Tell whether offices and the bond registrar work on this day.

        >>> WorkCalendar(working_weekends=frozenset({date(2021, 9, 18)})).is_working_day(date(2021, 9, 18))
        True
        """
        if day in self.working_weekends:
            return True
        return day.weekday() < 5 and day not in self.rest_days

    def is_provisional(self, day: date) -> bool:
        """Tell whether the day lies beyond the last announced holiday notice.

        >>> WorkCalendar(announced_through=date(2026, 12, 31)).is_provisional(date(2027, 1, 4))
        True
        """
        return day > self.announced_through


WEEKENDS_ONLY = WorkCalendar()

LONGEST_REST = 366
"""Days after which a calendar without a working day is refused rather than searched further."""

MOST_WORKING_DAYS = 100_000
"""Most working days one call steps over, about four centuries."""


def roll_forward(day: date, calendar: WorkCalendar) -> date:
    """Return the day itself or the next working day.

    >>> roll_forward(date(2026, 11, 21), WEEKENDS_ONLY)
    datetime.date(2026, 11, 23)
    """
    return _to_working_day(day, 1, calendar)


def add_working_days(day: date, count: int, calendar: WorkCalendar) -> date:
    """Return the working day ``count`` working days after (or before, if negative) the day.

    A count of zero returns the day itself, working or not.

    >>> add_working_days(date(2021, 9, 23), -2, WEEKENDS_ONLY)
    datetime.date(2021, 9, 21)
    """
    if abs(count) > MOST_WORKING_DAYS:
        raise CalculationError(
            "out_of_range", "count", "at most %(most)s working days", most=MOST_WORKING_DAYS
        )
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day = _to_working_day(_step(day, step), step, calendar)
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


def _to_working_day(day: date, step: int, calendar: WorkCalendar) -> date:
    for _ in range(LONGEST_REST):
        if calendar.is_working_day(day):
            return day
        day = _step(day, step)
    raise CalculationError("bad_calendar", "calendar", "the calendar has no working day within a year")


def _step(day: date, step: int) -> date:
    try:
        return day + timedelta(days=step)
    except OverflowError:
        raise CalculationError("out_of_range", "day", "the date is outside the calendar") from None
