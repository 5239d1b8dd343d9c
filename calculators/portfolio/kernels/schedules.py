"""Rows of many bonds at once: dates by the civil calendar, amounts in 64-bit fen."""

from typing import Any

import numpy as np

from calculators.portfolio.arrays import RATE_SCALE
from calculators.portfolio.kernels.build import compiled, piece

_DAYS_BEFORE_1970 = 719_468
_ERA = 146_097
_NEW_YEAR_1970 = 719_527
_LENGTHS = np.array(
    [[31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]]
)
_STARTS = np.cumsum(_LENGTHS, axis=1) - _LENGTHS
_SCALE = np.int64(RATE_SCALE)


@piece
def civil(day: Any) -> Any:
    """Return year, month and day of month; years are counted from March, so that 29 February comes last."""
    shifted = day + _DAYS_BEFORE_1970
    era = shifted // _ERA
    of_era = shifted - era * _ERA
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    return year + era * 400 + month // 10, (month + 2) % 12 + 1, of_year - (153 * month + 2) // 5 + 1


@piece
def _is_leap(year: Any) -> Any:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@piece
def _new_year(year: Any) -> Any:
    """Return the days from 1970-01-01 to the first day of a year."""
    before = year - 1
    return 365 * year + before // 4 - before // 100 + before // 400 - _NEW_YEAR_1970


@piece
def interest_of(opening: Any, rate: Any, frequency: Any) -> Any:
    """Return opening × rate ÷ frequency, half up; the opening is split so that no product leaves 64 bits."""
    divisor = frequency * _SCALE
    whole = opening // divisor
    return whole * rate + ((opening - whole * divisor) * rate + divisor // 2) // divisor


@compiled
def schedule_rows(
    begin: Any, end: Any, face: Any, rate: Any, value_day: Any, tenor: Any, frequency: Any,
    first_year: Any, offsets: Any, bond: Any, day: Any, opening: Any, interest: Any, principal: Any,
) -> None:  # fmt: skip
    """Fill the rows of every bond between its offsets."""
    for i in range(begin, end):
        year, month, day_of_month = civil(value_day[i])
        yearly = face[i] // (tenor[i] - first_year[i] + 1)
        times = frequency[i]
        owed, due = face[i], interest_of(face[i], rate[i], times)
        months, row = 12 // times, offsets[i]
        new_year, leap = _new_year(year), np.int64(_is_leap(year))
        for of_tenor in range(1, tenor[i] + 1):
            for within in range(1, times + 1):
                month += months
                if month > 12:
                    month -= 12
                    new_year += 365 + leap
                    year += 1
                    leap = np.int64(_is_leap(year))
                paid = yearly if of_tenor >= first_year[i] and within == times else 0
                paid = owed if of_tenor == tenor[i] and within == times else paid
                bond[row] = i
                clamped = min(day_of_month, _LENGTHS[leap, month - 1])
                day[row] = new_year + _STARTS[leap, month - 1] + clamped - 1
                opening[row], interest[row], principal[row] = owed, due, paid
                row += 1
            if paid > 0:
                owed -= paid
                due = interest_of(owed, rate[i], times)
