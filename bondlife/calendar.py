"""The working calendar of China: the published holidays, and what an administrator entered over them."""

from datetime import date
from functools import lru_cache

import holidays
import sqlalchemy as sa
from sqlmodel import Session

from calculators.kernel.dates import WorkCalendar
from models.registry import Holiday

FIRST_YEAR, LAST_YEAR = 2009, 2065
"""Bonds of today mature within these years; days beyond follow weekends only."""


def work_calendar(session: Session) -> WorkCalendar:
    """Return the calendar: days entered here win over those shipped."""
    entered = {row.day: row.working for row in session.execute(sa.select(Holiday)).scalars()}
    return _calendar(tuple(sorted(entered.items())))


@lru_cache(maxsize=8)
def _calendar(entered: tuple[tuple[date, bool], ...]) -> WorkCalendar:
    rest, made_up = _shipped()
    working = {day for day, works in entered if works}
    resting = {day for day, works in entered if not works}
    announced = max(day.year for day in {*made_up, *working})
    return WorkCalendar(
        frozenset((rest - working) | resting),
        frozenset((made_up - resting) | {day for day in working if day.weekday() > 4}),
        date(announced, 12, 31),
    )


@lru_cache(maxsize=1)
def _shipped() -> tuple[frozenset[date], frozenset[date]]:
    """Return rest days and made-up weekends; a year without made-up days is not announced yet."""
    china = holidays.country_holidays("CN", years=range(FIRST_YEAR, LAST_YEAR + 1))
    made_up: set[date] = china.weekend_workdays
    return frozenset(china.keys()), frozenset(made_up)
