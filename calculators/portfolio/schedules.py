"""Debt schedules of a whole portfolio of bonds, as flat columns of rows with offsets.

    interest = opening × coupon_rate ÷ coupon_frequency, rounded half up to the fen
    principal: equal yearly parts from first_principal_year on, at year ends; the last year takes the rounding

The first year is 1 for instalments and the tenor for a bullet. Dates are nominal: anniversaries of the value
date, clamped to the end of a shorter month.

Shapes  inputs (bonds,); rows of bond i stand at offsets[i] to offsets[i + 1] of every column.
Units   face in fen; coupon_rate decimal per year (in an array: hundred-millionths); tenor in years.
Errors  CalculationError: those of calculators.portfolio.arrays, bad_frequency, bad_year, too_many_rows.
Source  The scalar calculator bonds.schedule, with which every row agrees; SPEC.sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.portfolio.arrays import (
    MAX_PERIODS,
    RATE_SCALE,
    DayArray,
    IntArray,
    day_row,
    fen_row,
    plainly,
    rate_row,
    whole_row,
)

FREQUENCIES = (1, 2, 4, 12)
LONGEST_TENOR = 100
MAX_ROWS = 40_000_000
"""About 1.5 GB of columns."""


@dataclass(frozen=True, slots=True)
class ScheduleColumns:
    """All rows of all bonds; ``bond`` is the bond's place in the inputs."""

    offsets: IntArray
    bond: NDArray[np.int32]
    nominal_date: DayArray
    opening: IntArray
    interest: IntArray
    principal: IntArray


@dataclass(frozen=True, slots=True)
class _Bonds:
    face: IntArray
    rate: IntArray
    value_day: IntArray
    tenor: IntArray
    frequency: IntArray
    first_year: IntArray

    @property
    def offsets(self) -> IntArray:
        """Return where the instalments of each bond begin in one long row, and where the last one's end."""
        return np.concatenate(([0], np.cumsum(self.tenor * self.frequency)))


def debt_schedules(
    face: IntArray | Sequence[int],
    *,
    coupon_rate: IntArray | Sequence[Decimal],
    value_date: DayArray | Sequence[date],
    tenor_years: IntArray | Sequence[int],
    coupon_frequency: IntArray | Sequence[int],
    first_principal_year: IntArray | Sequence[int],
) -> ScheduleColumns:
    """Return the rows of every bond.

    >>> columns = debt_schedules([10_000], coupon_rate=[Decimal("0.04")], value_date=[date(2024, 2, 29)],
    ...     tenor_years=[2], coupon_frequency=[1], first_principal_year=[1])
    >>> columns.nominal_date.tolist(), columns.interest.tolist(), columns.principal.tolist()
    ([datetime.date(2025, 2, 28), datetime.date(2026, 2, 28)], [400, 200], [5000, 5000])
    """
    from calculators.portfolio.kernels.build import over_rows
    from calculators.portfolio.kernels.schedules import schedule_rows

    bonds = _checked(face, coupon_rate, value_date, tenor_years, coupon_frequency, first_principal_year)
    offsets = bonds.offsets
    columns = _columns(offsets)
    over_rows(
        schedule_rows, bonds.face.size,
        bonds.face, bonds.rate, bonds.value_day, bonds.tenor, bonds.frequency, bonds.first_year,
        offsets, *columns, steps=4 * int(offsets[-1]),
    )  # fmt: skip
    return _named(offsets, columns)


def debt_schedules_reference(
    face: IntArray | Sequence[int],
    *,
    coupon_rate: IntArray | Sequence[Decimal],
    value_date: DayArray | Sequence[date],
    tenor_years: IntArray | Sequence[int],
    coupon_frequency: IntArray | Sequence[int],
    first_principal_year: IntArray | Sequence[int],
) -> ScheduleColumns:
    """Return the same rows by whole-array operations, to check the compiled loop against.

    >>> debt_schedules_reference([100], coupon_rate=[Decimal("0.05")], value_date=[date(2024, 1, 31)],
    ...     tenor_years=[1], coupon_frequency=[2], first_principal_year=[1]).interest.tolist()
    [3, 3]
    """
    bonds = _checked(face, coupon_rate, value_date, tenor_years, coupon_frequency, first_principal_year)
    offsets = bonds.offsets
    bond = np.repeat(np.arange(bonds.face.size), np.diff(offsets))
    number = np.arange(offsets[-1]) - offsets[bond] + 1
    frequency, tenor, first = bonds.frequency[bond], bonds.tenor[bond], bonds.first_year[bond]
    yearly = bonds.face[bond] // (tenor - first + 1)
    years_done = (number - 1) // frequency
    opening = bonds.face[bond] - yearly * np.maximum(years_done - first + 1, 0)
    is_year_end = number % frequency == 0
    principal = np.where(is_year_end & (number // frequency >= first), yearly, 0)
    principal = np.where(number == tenor * frequency, opening, principal)
    divisor = frequency * RATE_SCALE
    whole, rest = np.divmod(opening, divisor)
    rate = bonds.rate[bond]
    interest = whole * rate + (rest * rate + divisor // 2) // divisor
    day = _nominal(bonds.value_day[bond], 12 // frequency * number)
    return _named(offsets, (bond.astype(np.int32), day, opening, interest, principal))


def _nominal(value_day: IntArray, months: IntArray) -> IntArray:
    start = value_day.astype("M8[D]")
    month = start.astype("M8[M]")
    of_month = (start - month.astype("M8[D]")).astype(np.int64)
    target = month + months.astype("m8[M]")
    last = ((target + np.timedelta64(1, "M")).astype("M8[D]") - target.astype("M8[D]")).astype(np.int64) - 1
    clamped: IntArray = (target.astype("M8[D]") + np.minimum(of_month, last).astype("m8[D]")).astype(np.int64)
    return clamped


def _checked(
    face: IntArray | Sequence[int],
    coupon_rate: IntArray | Sequence[Decimal],
    value_date: DayArray | Sequence[date],
    tenor_years: IntArray | Sequence[int],
    coupon_frequency: IntArray | Sequence[int],
    first_principal_year: IntArray | Sequence[int],
) -> _Bonds:
    amounts = fen_row(face, "face", lowest=0)
    count = amounts.size
    tenor = whole_row(tenor_years, "tenor_years", lowest=1, highest=LONGEST_TENOR, count=count)
    times = whole_row(coupon_frequency, "coupon_frequency", lowest=1, highest=12, count=count)
    first = whole_row(
        first_principal_year, "first_principal_year", lowest=1, highest=LONGEST_TENOR, count=count
    )
    if not np.isin(times, FREQUENCIES).all():
        raise CalculationError("bad_frequency", "coupon_frequency", "1, 2, 4 or 12 payments a year")
    if (first > tenor).any():
        raise CalculationError("bad_year", "first_principal_year", "a year from 1 to the tenor")
    if int((times * tenor).max()) > MAX_PERIODS:
        raise CalculationError(
            "too_many_periods", "tenor_years", "at most %(most)s coupon dates a bond", most=MAX_PERIODS
        )
    if int((times * tenor).sum()) > MAX_ROWS:
        raise CalculationError("too_many_rows", "face", "at most %(most)s rows at a time", most=MAX_ROWS)
    rate = rate_row(coupon_rate, "coupon_rate", count=count)
    if int(rate.max()) > RATE_SCALE:
        raise CalculationError("rate_too_high", "coupon_rate", "the rate cannot be above 1")
    return _Bonds(amounts, rate, day_row(value_date, "value_date", count=count), tenor, times, first)


def _columns(offsets: IntArray) -> tuple[NDArray[np.int32], IntArray, IntArray, IntArray, IntArray]:
    rows = int(offsets[-1])
    day, opening, interest, principal = (np.empty(rows, np.int64) for _ in range(4))
    return np.empty(rows, np.int32), day, opening, interest, principal


def _named(
    offsets: IntArray, columns: tuple[NDArray[np.int32], IntArray, IntArray, IntArray, IntArray]
) -> ScheduleColumns:
    bond, day, opening, interest, principal = columns
    return ScheduleColumns(offsets, bond, day.view("M8[D]"), opening, interest, principal)


SPEC = CalculatorSpec(
    key="portfolio.schedules",
    title="Debt schedules of a portfolio",
    title_zh="债券组合还本付息计划",
    unit="fen",
    function=plainly(debt_schedules),
    inputs=(
        Quantity("face", "Faces", "面值", "fen"),
        Quantity("coupon_rate", "Coupons", "票面利率", "rate"),
        Quantity("value_date", "Value dates", "起息日", "date"),
        Quantity("tenor_years", "Tenors", "期限", "years"),
        Quantity("coupon_frequency", "Coupon frequencies", "付息频率", "count"),
        Quantity("first_principal_year", "First years of principal", "首个还本年度", "years"),
    ),
    outputs=(
        Quantity(
            "offsets",
            "First row of each bond",
            "各债券首行",
            "count",
            "running sum of {tenor_years} × {coupon_frequency}",
        ),
        Quantity("bond", "Bond", "债券序号", "count", "place in {face}, from 0"),
        Quantity(
            "nominal_date",
            "Nominal dates",
            "名义付息日",
            "date",
            "anniversaries of {value_date}, clamped to month ends",
        ),
        Quantity("opening", "Opening balances", "期初余额", "fen", "{face} − principal repaid so far"),
        Quantity(
            "interest", "Interest", "利息", "fen", "{opening} × {coupon_rate} ÷ {coupon_frequency}, half up"
        ),
        Quantity(
            "principal",
            "Principal",
            "本金",
            "fen",
            "equal years from {first_principal_year}, rest in the last",
        ),
    ),
    sources=(
        Clause("财库〔2020〕36号", "tenors and forms of repayment", "2020-11", confirmed=False),
        Clause("Bond register of 新浪财经, 24宁波债03 and others", "coupon dates and frequency", "2024-03"),
    ),
    example={
        "face": [10_000],
        "coupon_rate": ["0.04"],
        "value_date": ["2024-02-29"],
        "tenor_years": [2],
        "coupon_frequency": [1],
        "first_principal_year": [1],
    },
    example_result={
        "offsets": "(0, 2)",
        "nominal_date": "(2025-02-28, 2026-02-28)",
        "opening": "(10000, 5000)",
        "interest": "(400, 200)",
        "principal": "(5000, 5000)",
    },
)
