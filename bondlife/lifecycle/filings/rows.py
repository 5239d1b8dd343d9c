"""One row of a file, and the span of days a file covers."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bondlife.errors import Invalid


@dataclass(frozen=True, slots=True)
class FiledRow:
    """One row: ``key`` says what it is about (the same in every file of a step), values by item.

    Money is fen, days are text as JSON keeps them, rates decimals as text; ``href`` opens the record.
    """

    key: str
    label: str
    values: Mapping[str, Any]
    href: str = ""
    project_id: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A month (2036-04) or a year (2036) of one region."""

    region_id: int
    region_code: str
    period: str
    first: date
    last: date

    @property
    def year(self) -> int:
        """Return the year."""
        return self.first.year


def span_of(region_id: int, region_code: str, period: str, cycle: str) -> Span:
    """Return the days of a period written as its cycle asks; anything else is refused.

    >>> span_of(1, "330304", "2036-02", "month").last
    datetime.date(2036, 2, 29)
    """
    try:
        if cycle == "month":
            first = date.fromisoformat(f"{period}-01")
            last = first.replace(day=monthrange(first.year, first.month)[1])
        else:
            first, last = date(int(period), 1, 1), date(int(period), 12, 31)
            if f"{int(period)}" != period:
                raise ValueError(period)
    except (ValueError, OverflowError):
        text = "Write the month as 2026-11." if cycle == "month" else "Write the year as 2026."
        raise Invalid.because("bad_period", text, "period") from None
    return Span(region_id, region_code, period, first, last)
