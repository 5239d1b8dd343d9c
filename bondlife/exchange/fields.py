"""Typed readings of cells: text, dates, years, tenors, whole columns at once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from bondlife.exchange.cells import Cell, shown
from bondlife.exchange.units import ABSENT, Unreadable

T = TypeVar("T")

TENORS = (1, 2, 3, 5, 7, 10, 15, 20, 30)
"""Tenors in years that local-government bonds are issued in."""

_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?\Z", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z", re.ASCII)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?\Z", re.ASCII)
_YEAR = re.compile(r"(\d{4})\s*年?(及以前|及之前|及以后|及之后)?(?:年度)?\Z", re.ASCII)
_TENOR = re.compile(r"(\d{1,2}(?:\s*\+\s*\d{1,2}){0,3})\s*(?:年期?|Y)?\Z", re.IGNORECASE | re.ASCII)
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIALS = (18_264, 73_050)


@dataclass(frozen=True, slots=True)
class Tenor:
    """Years to maturity, and the option pattern where the file prints one (7+3, 15+0+0)."""

    years: int
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class YearBucket:
    """A column of a yearly table: one year, or that year and all before or after it."""

    year: int
    reach: str = "only"


def read_column(values: Sequence[Cell], read: Callable[[Cell], T | Unreadable]) -> list[T | Unreadable]:
    """Read a whole column, each distinct value once.

    A yes/no equals 1 in Python, so columns that hold one are read cell by cell.
    """
    if bool in set(map(type, values)):
        return [read(value) for value in values]
    known = {value: read(value) for value in set(values)}
    return [known[value] for value in values]


def read_text(cell: Cell, limit: int = 500) -> str | Unreadable:
    """Return the text of a cell, its ends trimmed; refuse control signs, lone surrogates and overlong
    text.
    """
    text = cell.strip() if isinstance(cell, str) else _written(cell)
    if len(text) <= limit and text.isprintable():
        return text
    if len(text) > limit:
        return Unreadable("too_long", (("limit", str(limit)),))
    return Unreadable("control_sign") if any(map(_is_poison, text)) else text


def read_optional(cell: Cell, limit: int = 500) -> str | Unreadable:
    """Return the text of a cell, or an empty text where the file says there is none."""
    text = read_text(cell, limit)
    return "" if text in ABSENT else text


def read_date(cell: Cell, *, uses_1904: bool = False) -> date | Unreadable | None:  # noqa: PLR0911
    """Return a date from a date cell, a day number or text such as 2024-02-29, 2024年2月29日, 20240229.

    >>> read_date("2024年2月29日"), read_date("2023-02-29").code
    (datetime.date(2024, 2, 29), 'no_such_day')
    """
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        return Unreadable("not_a_date")
    if isinstance(cell, int | float):
        return _serial(cell, uses_1904)
    text = cell.strip()
    if text in ABSENT:
        return None
    found = _DATE.match(text) or _COMPACT.match(text)
    if found is None:
        return Unreadable("not_a_date")
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return Unreadable("no_such_day")
    return day if 1980 <= day.year <= 2150 else Unreadable("date_too_far")


def read_month(cell: Cell) -> tuple[int, int] | Unreadable | None:
    """Return (year, month) from 2023-09, 2023年9月, a date or a bare year (month 0).

    >>> read_month("2023-09"), read_month("2026"), read_month(2026.0)
    ((2023, 9), (2026, 0), (2026, 0))
    """
    if isinstance(cell, date):
        return cell.year, cell.month
    text = shown(cell).strip()
    if text in ABSENT:
        return None
    found = _MONTH.match(text)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    if found is None:
        bare = _YEAR.match(text)
        if bare is None or bare[2]:
            return Unreadable("not_a_month")
        year = int(bare[1])
    if not 1980 <= year <= 2150 or (found and not 1 <= month <= 12):
        return Unreadable("not_a_month")
    return year, month


def read_year(text: str) -> YearBucket | None:
    """Return the year or year bucket a column heading names, or None.

    >>> read_year("2018年及以前年度"), read_year("2019"), read_year("合计")
    (YearBucket(year=2018, reach='and_before'), YearBucket(year=2019, reach='only'), None)
    """
    found = _YEAR.match(text.strip())
    if found is None or not 1980 <= int(found[1]) <= 2150:
        return None
    reach = {"及以前": "and_before", "及之前": "and_before", "及以后": "and_after", "及之后": "and_after"}
    return YearBucket(int(found[1]), reach.get(found[2] or "", "only"))


def read_tenor(cell: Cell) -> Tenor | Unreadable | None:
    """Return the tenor from 30, "30年" or an option pattern "7+3".

    >>> read_tenor("7+3"), read_tenor(30.0), read_tenor("6年").code
    (Tenor(years=10, pattern='7+3'), Tenor(years=30, pattern=''), 'tenor_not_offered')
    """
    if isinstance(cell, bool | date):
        return Unreadable("not_a_tenor")
    if isinstance(cell, float) and not cell.is_integer():
        return Unreadable("not_a_tenor")
    text = shown(cell).strip().replace("＋", "+")
    if text in ABSENT:
        return None
    found = _TENOR.match(text)
    if found is None:
        return Unreadable("not_a_tenor")
    pattern = re.sub(r"\s", "", found[1])
    years = sum(int(part) for part in pattern.split("+"))
    if years not in TENORS:
        return Unreadable("tenor_not_offered", (("tenors", ", ".join(map(str, TENORS))),))
    return Tenor(years, pattern if "+" in pattern else "")


def _serial(cell: float, uses_1904: bool) -> date | Unreadable:
    """Read a day number of a sheet whose date format was lost."""
    if not (_SERIALS[0] <= cell <= _SERIALS[1] and float(cell).is_integer()):
        text = str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e9 else ""
        return (
            read_date(text) or Unreadable("not_a_date") if _COMPACT.match(text) else Unreadable("not_a_date")
        )
    return (_EPOCH_1904 if uses_1904 else _EPOCH_1900) + timedelta(days=int(cell))


def _written(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return shown(cell, 100)


def _is_poison(sign: str) -> bool:
    return (sign < " " and sign not in "\t\r\n") or sign == "\x7f" or "\ud800" <= sign <= "\udfff"
