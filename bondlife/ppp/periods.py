"""Periods of payment and cycles of scoring: 2026, 2026-H1, 2026-Q3, 2026-07.

    months      the length of a period: 12, 6, 3 or 1
    cycle       of the length the contract names, the one a period ends in, less the lag

Shapes  a period is its text; months are counted from year 0.
Units   months.
Errors  Invalid: bad_period, bad_length.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from bondlife.errors import Invalid

_FORM = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)
LENGTHS = (1, 3, 6, 12)


def months_of(period: str) -> int:
    """Return the length of a period in months.

    >>> [months_of(text) for text in ("2026", "2026-H2", "2026-Q3", "2026-07")]
    [12, 6, 3, 1]
    """
    return _read(period)[1]


def first_day(period: str) -> date:
    """Return the first day of a period.

    >>> first_day("2026-Q3").isoformat()
    '2026-07-01'
    """
    start, _ = _read(period)
    return date(start // 12, start % 12 + 1, 1)


def last_day(period: str) -> date:
    """Return the last day of a period.

    >>> last_day("2026-H1").isoformat()
    '2026-06-30'
    """
    start, length = _read(period)
    year, month = divmod(start + length - 1, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def months_in(period: str) -> tuple[str, ...]:
    """Return the months of a period.

    >>> months_in("2026-Q1")
    ('2026-01', '2026-02', '2026-03')
    """
    start, length = _read(period)
    return tuple(_month(start + step) for step in range(length))


def shifted(period: str, steps: int) -> str:
    """Return the period of the same length so many steps later; steps below zero go back.

    >>> shifted("2026-Q1", -1), shifted("2026-07", 6)
    ('2025-Q4', '2027-01')
    """
    start, length = _read(period)
    return _written(start + steps * length, length)


def period_holding(day: date, months: int) -> str:
    """Return the period of a length that holds a day.

    >>> period_holding(date(2026, 8, 14), 3)
    '2026-Q3'
    """
    return _holding(day.year * 12 + day.month - 1, months)


def cycle_for(period: str, *, cycle_months: int, lag: int) -> str:
    """Return the cycle whose score pays a period: the one the period ends in, so many cycles earlier.

    >>> cycle_for("2026-07", cycle_months=3, lag=1), cycle_for("2026", cycle_months=12, lag=0)
    ('2026-Q2', '2026')
    """
    start, length = _read(period)
    return shifted(_holding(start + length - 1, cycle_months), -lag)


def cycles_in(period: str, *, cycle_months: int, lag: int) -> tuple[str, ...]:
    """Return every cycle that ends inside a period, so many cycles earlier; the last one where none does.

    >>> cycles_in("2026", cycle_months=6, lag=0)
    ('2026-H1', '2026-H2')
    """
    last = cycle_for(period, cycle_months=cycle_months, lag=lag)
    count = max(months_of(period) // cycle_months, 1)
    return tuple(shifted(last, step - count + 1) for step in range(count))


def number_since(period: str, first: str) -> int:
    """Return the number of a period counted from the first, which is number 1; 0 or less lies before it.

    >>> number_since("2027-Q1", "2026-Q1")
    5
    """
    start, length = _read(period)
    begin, same = _read(first)
    if length != same:
        raise Invalid.because("bad_period", "These two periods are not of one length.", "period")
    return (start - begin) // length + 1


def _holding(month: int, months: int) -> str:
    if months not in LENGTHS:
        raise Invalid.because("bad_length", "A period is 1, 3, 6 or 12 months long.", "months")
    return _written(month - month % months, months)


def _written(start: int, length: int) -> str:
    year, month = divmod(start, 12)
    if length == 12:
        return f"{year:04}"
    if length == 1:
        return _month(start)
    return f"{year:04}-{'Q' if length == 3 else 'H'}{month // length + 1}"


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


@lru_cache(maxsize=256)
def _read(period: str) -> tuple[int, int]:
    """Return the first month, counted from year 0, and the length."""
    found = _FORM.fullmatch(period)
    if found is None or int(found[1]) < 1:
        raise Invalid.because(
            "bad_period",
            "Write the period as 2026, 2026-H1, 2026-Q3 or 2026-07, not “%(text)s”.",
            "period",
            text=period[:20],
        )
    year, half, quarter, month = found.groups()
    if half:
        return int(year) * 12 + (int(half) - 1) * 6, 6
    if quarter:
        return int(year) * 12 + (int(quarter) - 1) * 3, 3
    return (int(year) * 12 + int(month) - 1, 1) if month else (int(year) * 12, 12)
