"""Rates of return and present values of many projects: IRR, XIRR, NPV, with the reason where there is no
rate.

    Σ flows[p, t] × (1 + rate)^(−t) = 0         by date: days since the first flow ÷ days_per_year in place of
    t npv[p] = Σ flows[p, t] × (1 + period_rate)^(−t), t from 0

Shapes  flows, dates: (projects, periods); one row of dates may serve all projects; results
        (projects,).
Units   flows in fen; rates decimal per period or year in double precision, within 1e-11 × (1 + rate) of the
        true root; values in fen, double precision. Only rates from −99 % to 1,000 % are searched.
        status: 0 found; 1 no change of sign; 2 several rates; 3 none in the interval; 4 unresolved, which is
        two rates too close to tell apart, or a rate that rounding hides: ask funds.irr. The rate is NaN
        unless found.
Errors  CalculationError: those of calculators.portfolio.arrays, dates_not_rising, not_a_number, rate_too_low,
        rate_too_high, bad_days_per_year.
Source  Definition; Descartes' rule of signs; the scalar calculators funds.irr and funds.xirr.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import log

import numpy as np
from numpy.typing import NDArray

from calculators.kernel.errors import CalculationError
from calculators.kernel.rates import check_rate
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.portfolio.arrays import (
    MAX_AMOUNT,
    DayArray,
    FloatArray,
    IntArray,
    day_row,
    fen_table,
    plainly,
    refuse_beyond,
)

LOWEST = -0.99
HIGHEST = 10.0
FOUND, NO_SIGN_CHANGE, SEVERAL, NOT_IN_INTERVAL, UNRESOLVED = range(5)
_FIELD = (("flows", -MAX_AMOUNT),)
_BOUNDS = (-log(1 + HIGHEST), -log(1 + LOWEST))


@dataclass(frozen=True, slots=True)
class ProjectRates:
    """The rate of every project, and the status that says why there is none."""

    rates: FloatArray
    status: NDArray[np.int8]


def irr(flows: IntArray | Sequence[Sequence[int]]) -> ProjectRates:
    """Return the periodic internal rate of every project.

    >>> found = irr([[-100, 60, 60], [5, 5, 5], [-100, 230, -132]])
    >>> found.rates.round(9).tolist(), found.status.tolist()
    ([0.130662386, nan, nan], [0, 1, 2])
    """
    from calculators.portfolio.kernels.build import over_rows
    from calculators.portfolio.kernels.rates import irr_rows

    table = fen_table(flows, "flows", is_bounded=False)
    found = _unfilled(table.shape[0])
    flags = over_rows(
        irr_rows, len(table), table, MAX_AMOUNT, *_BOUNDS, found.rates, found.status, steps=4 * table.size
    )
    refuse_beyond(flags, _FIELD)
    return found


def xirr(
    flows: IntArray | Sequence[Sequence[int]],
    *,
    dates: DayArray | Sequence[Sequence[date]],
    days_per_year: int = 365,
) -> ProjectRates:
    """Return the yearly internal rate by date of every project; dates rise along a row, equal ones are one.

    >>> found = xirr([[-1000, 1210]], dates=[[date(2023, 1, 1), date(2024, 12, 31)]])
    >>> found.rates.round(12).tolist()
    [0.1]
    """
    from calculators.portfolio.kernels.build import over_rows
    from calculators.portfolio.kernels.rates import xirr_rows

    table = fen_table(flows, "flows", is_bounded=False)
    days = _days(dates, table.shape)
    if isinstance(days_per_year, bool) or days_per_year not in (360, 365, 366):
        raise CalculationError("bad_days_per_year", "days_per_year", "360, 365 or 366 days")
    found = _unfilled(table.shape[0])
    flags = over_rows(
        xirr_rows, len(table), table, days, float(days_per_year),
        MAX_AMOUNT, *_BOUNDS, found.rates, found.status, steps=20 * table.size,
    )  # fmt: skip
    refuse_beyond(flags, _FIELD)
    return found


def npv(flows: IntArray | Sequence[Sequence[int]], *, period_rate: Decimal) -> FloatArray:
    """Return the net present value of every project; the first flow is not discounted.

    >>> npv([[-100, 121]], period_rate=Decimal("0.1")).round(9).tolist()
    [10.0]
    """
    from calculators.portfolio.kernels.build import over_rows
    from calculators.portfolio.kernels.rates import npv_rows

    table = fen_table(flows, "flows", is_bounded=False)
    values, factors = np.empty(table.shape[0]), _factors(period_rate, table.shape[1])
    flags = over_rows(npv_rows, len(table), table, factors, MAX_AMOUNT, values, steps=table.size)
    refuse_beyond(flags, _FIELD)
    return values


def npv_reference(flows: IntArray | Sequence[Sequence[int]], *, period_rate: Decimal) -> FloatArray:
    """Return the same as one matrix product.

    >>> npv_reference([[-100, 121]], period_rate=Decimal("0.1")).round(9).tolist()
    [10.0]
    """
    table = fen_table(flows, "flows")
    values: FloatArray = table @ _factors(period_rate, table.shape[1])
    return values


def irr_reference(flows: IntArray | Sequence[Sequence[int]]) -> ProjectRates:
    """Return the rates of projects with one change of sign by halving; the others are left unresolved.

    >>> irr_reference([[-100, 60, 60], [-100, 230, -132]]).rates.round(9).tolist()
    [0.130662386, nan]
    """
    table = fen_table(flows, "flows")
    times = np.broadcast_to(np.arange(table.shape[1], dtype=np.float64), table.shape)
    return _halved(table, times)


def xirr_reference(
    flows: IntArray | Sequence[Sequence[int]],
    *,
    dates: DayArray | Sequence[Sequence[date]],
    days_per_year: int = 365,
) -> ProjectRates:
    """Return the dated rates of projects with one change of sign by halving; the others are left unresolved.

    >>> found = xirr_reference([[-1000, 1210]], dates=[[date(2023, 1, 1), date(2024, 12, 31)]])
    >>> found.rates.round(9).tolist()
    [0.1]
    """
    table = fen_table(flows, "flows")
    days = _days(dates, table.shape)
    return _halved(table, (days - days[:, :1]) / days_per_year)


def _halved(table: IntArray, times: FloatArray) -> ProjectRates:
    count = table.shape[0]
    low, high = (np.full(count, bound) for bound in _BOUNDS)
    begins = _worth(table, times, low)
    ends = _worth(table, times, high)
    for _ in range(80):
        middle = (low + high) / 2
        is_early = (_worth(table, times, middle) > 0) == (begins > 0)
        low, high = np.where(is_early, middle, low), np.where(is_early, high, middle)
    changes = np.array([_changes(row) for row in np.sign(table)])
    status = np.where((begins > 0) == (ends > 0), NOT_IN_INTERVAL, FOUND)
    status = np.select([changes == 0, changes > 1], [NO_SIGN_CHANGE, UNRESOLVED], status).astype(np.int8)
    return ProjectRates(np.where(status == FOUND, np.expm1(-(low + high) / 2), np.nan), status)


def _worth(table: IntArray, times: FloatArray, y: FloatArray) -> FloatArray:
    powers = times * y[:, None]
    total: FloatArray = (table * np.exp(powers - powers.max(axis=1, keepdims=True))).sum(axis=1)
    return total


def _changes(signs: IntArray) -> int:
    kept = signs[signs != 0]
    return int((kept[1:] != kept[:-1]).sum())


def _unfilled(count: int) -> ProjectRates:
    return ProjectRates(np.empty(count), np.empty(count, np.int8))


def _factors(period_rate: Decimal, count: int) -> FloatArray:
    rate = check_rate(period_rate, "period_rate", highest=Decimal(10))
    if rate <= -1:
        raise CalculationError("rate_too_low", "period_rate", "rate must be above -100 %")
    factors: FloatArray = np.power(float(1 / (1 + rate)), np.arange(count))
    return factors


def _days(dates: DayArray | Sequence[Sequence[date]], shape: tuple[int, ...]) -> IntArray:
    """Return days as a table of one row for each project, or of a single row for all."""
    if isinstance(dates, np.ndarray):
        table = dates.reshape(1, -1) if dates.ndim == 1 else dates
        flat: DayArray | list[date] = table.reshape(-1)
        rows, size = table.shape, table.size
    else:
        flat = [day for row in dates for day in row]
        rows, size = (len(dates), shape[1]), len(flat)
        if any(len(row) != shape[1] for row in dates):
            raise CalculationError("shape_mismatch", "dates", "one date for every flow is needed")
    if rows not in (shape, (1, shape[1])):
        raise CalculationError("shape_mismatch", "dates", "one date for every flow is needed")
    days = day_row(flat, "dates", most=size).reshape(rows)
    if (days[:, 1:] < days[:, :-1]).any():
        raise CalculationError("dates_not_rising", "dates", "dates rise along a row")
    return days


_OUTPUTS = (
    Quantity(
        "rates",
        "Internal rate of return",
        "内部收益率",
        "rate",
        "the only rate with Σ {flows} × (1 + rate)^−t = 0",
    ),
    Quantity(
        "status",
        "Status",
        "状态",
        "count",
        "0 found, 1 no change of sign, 2 several, 3 outside, 4 unresolved",
    ),
)
_FLOWS = Quantity("flows", "Cash flows by project", "各项目现金流", "fen")
_SOURCES = (
    Clause("Definition of the internal rate of return", "NPV = 0", "-"),
    Clause("Descartes' rule of signs", "one change of sign, one positive root", "1637"),
)

SPECS = (
    CalculatorSpec(
        key="portfolio.irr",
        title="Internal rates of return of a portfolio",
        title_zh="项目组合内部收益率",
        unit="rate",
        function=plainly(irr),
        inputs=(_FLOWS,),
        outputs=_OUTPUTS,
        sources=_SOURCES,
        example={"flows": [[-100, 0, 121], [5, 5, 5]]},
        example_result={"status": "(0, 1)"},
    ),
    CalculatorSpec(
        key="portfolio.xirr",
        title="Internal rates of return of a portfolio by date",
        title_zh="项目组合内部收益率（按日期）",
        unit="rate",
        function=plainly(xirr),
        inputs=(
            _FLOWS,
            Quantity("dates", "Dates by project", "各项目现金流日期", "date"),
            Quantity("days_per_year", "Days in a year", "年天数", "days"),
        ),
        outputs=_OUTPUTS,
        sources=_SOURCES,
        example={"flows": [[-1000, 1210]], "dates": [["2023-01-01", "2024-12-31"]]},
        example_result={"status": "(0)"},
    ),
    CalculatorSpec(
        key="portfolio.npv",
        title="Net present values of a portfolio",
        title_zh="项目组合净现值",
        unit="fen",
        function=plainly(npv),
        inputs=(_FLOWS, Quantity("period_rate", "Discount rate per period", "每期折现率", "rate")),
        outputs=(
            Quantity("result", "Net present value", "净现值", "fen", "Σ {flows} × (1 + {period_rate})^−t"),
        ),
        sources=(Clause("Definition of net present value", "first flow at time 0", "-"),),
        example={"flows": [[-100, 50, 60]], "period_rate": "0"},
        example_result={"result": "(10.0)"},
    ),
)
