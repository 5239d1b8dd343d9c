"""What a portfolio calculator takes: arrays of fen, rates and days, their limits, and results as plain
tuples.

Shapes  (projects,) or (projects, periods); every row has the same number of periods, padded with 0.
Units   fen and scaled rates as 64-bit integers: a rate of 2.36 % is 2_360_000 hundred-millionths.
Errors  CalculationError: not_integer, not_a_number, not_a_date, not_a_list, empty, shape_mismatch,
        too_many_projects, too_many_periods, out_of_range, rate_too_fine, rate_too_low, rate_too_high.
Source  Limits of this library: 200,000 projects, 600 periods, 10^15 fen (10 trillion yuan) an amount, so that
        no sum or product of a kernel can leave 64 bits.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from calculators.kernel.errors import CalculationError
from calculators.kernel.rates import check_rate

P = ParamSpec("P")
R = TypeVar("R")
IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
DayArray = NDArray[np.datetime64]
FenRow = IntArray | Sequence[int]
FenTable = IntArray | Sequence[Sequence[int]]
RateRow = IntArray | Sequence[Decimal]
DayRow = DayArray | Sequence[date]

MAX_PROJECTS = 200_000
MAX_PERIODS = 600
MAX_AMOUNT = 10**15
"""Largest amount in fen: 10 trillion yuan."""

RATE_SCALE = 10**8
"""Rates travel as whole hundred-millionths, six decimals of a percent."""

HIGHEST_RATE = Decimal(10)
_RATE_PLACES = 8


def fen_row(values: FenRow, field: str, *, lowest: int = -MAX_AMOUNT, count: int | None = None) -> IntArray:
    """Return one amount per project as 64-bit integers.

    >>> fen_row([100, 250], "face").tolist()
    [100, 250]
    """
    row = _integers(values, field, 1)
    return _bounded(_counted(row, field, count), field, lowest, MAX_AMOUNT)


def fen_table(
    values: FenTable,
    field: str,
    *,
    lowest: int = -MAX_AMOUNT,
    shape: tuple[int, ...] | None = None,
    widest: int = MAX_PERIODS,
    is_bounded: bool = True,
) -> IntArray:
    """Return projects × periods of fen as 64-bit integers in row order.

    ``is_bounded`` says whether the amounts are looked through here; where it is False the kernel does so.

    >>> fen_table([[1, 2], [3, 4]], "cfads").shape
    (2, 2)
    """
    table = _integers(values, field, 2)
    _check_periods(table.shape[1], field, widest)
    if shape is not None and table.shape != shape:
        raise CalculationError(
            "shape_mismatch", field, "one row a project and one amount a period are needed"
        )
    return _bounded(table, field, lowest, MAX_AMOUNT) if is_bounded else table


def refuse_beyond(flags: int, fields: Sequence[tuple[str, int]]) -> None:
    """Refuse what a kernel found outside its bounds: bit k stands for the k-th field and its lowest amount.

    >>> refuse_beyond(0, [("flows", -MAX_AMOUNT)])
    """
    for place, (field, lowest) in enumerate(fields):
        if flags >> place & 1:
            raise _outside(field, lowest, MAX_AMOUNT)


def whole_row(values: FenRow, field: str, *, lowest: int, highest: int, count: int | None = None) -> IntArray:
    """Return one whole number per project within its bounds.

    >>> whole_row([3, 5], "tenor_years", lowest=1, highest=50).tolist()
    [3, 5]
    """
    return _bounded(_counted(_integers(values, field, 1), field, count), field, lowest, highest)


def rate_row(values: RateRow, field: str, *, count: int | None = None) -> IntArray:
    """Return rates as hundred-millionths; an array of integers is taken as already scaled.

    >>> rate_row([Decimal("0.0236")], "coupon_rate").tolist()
    [2360000]
    """
    scaled = values if isinstance(values, np.ndarray) else [scaled_rate(rate, field) for rate in values]
    row = _counted(_integers(scaled, field, 1), field, count)
    return _bounded(row, field, 0, int(HIGHEST_RATE * RATE_SCALE))


def scaled_rate(rate: object, field: str) -> int:
    """Return one rate as hundred-millionths; finer rates are refused, not rounded.

    >>> scaled_rate(Decimal("0.034563"), "coupon_rate")
    3456300
    """
    exact = check_rate(rate, field, lowest=Decimal(0), highest=HIGHEST_RATE).scaleb(_RATE_PLACES)
    if exact != int(exact):
        raise CalculationError("rate_too_fine", field, "a rate has at most eight decimals")
    return int(exact)


def day_row(values: DayRow, field: str, *, count: int | None = None, most: int = MAX_PROJECTS) -> IntArray:
    """Return days since 1970-01-01; an array must hold days (datetime64[D]).

    >>> day_row([date(1970, 1, 31)], "value_date").tolist()
    [30]
    """
    if isinstance(values, np.ndarray):
        if values.dtype != np.dtype("datetime64[D]") or bool(np.isnat(values).any()):
            raise CalculationError("not_a_date", field, "days are datetime64[D], none missing")
        days = values.astype(np.int64)
    else:
        if any(type(value) is not date for value in values):
            raise CalculationError("not_a_date", field, "a date is needed")
        days = np.array([value.toordinal() for value in values], np.int64) - date(1970, 1, 1).toordinal()
    row = _counted(_integers(days, field, 1, most), field, count)
    return _bounded(row, field, _FIRST_DAY, _LAST_DAY)


def plainly(function: Callable[P, R]) -> Callable[P, R]:
    """Make a calculator give its arrays as tuples, for pages, explanations and the command line.

    >>> plainly(lambda: np.array([1, 2]))()
    (1, 2)
    """

    @wraps(function)
    def plain(*args: P.args, **kwargs: P.kwargs) -> R:
        """Call the calculator and give its result with tuples in place of arrays."""
        result: Any = function(*args, **kwargs)
        if is_dataclass(result) and not isinstance(result, type):
            told = {part.name: _told(getattr(result, part.name)) for part in fields(result)}
            return replace(result, **told)  # type: ignore[return-value]
        told_result: R = _told(result)
        return told_result

    return plain


def _told(value: Any) -> Any:
    """Return an array as nested tuples; NaN, which stands for "none", becomes None."""
    if not isinstance(value, np.ndarray):
        return value
    return _tuples(value.tolist())


def _tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_tuples(part) for part in value)
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124


_FIRST_DAY = date(1900, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
_LAST_DAY = date(2999, 12, 31).toordinal() - date(1970, 1, 1).toordinal()


def _integers(values: object, field: str, dimensions: int, most: int = MAX_PROJECTS) -> IntArray:
    if isinstance(values, np.ndarray):
        table = values
    elif isinstance(values, str | bytes) or not isinstance(values, Sequence):
        raise CalculationError("not_a_list", field, "a list is needed")
    else:
        _check_count(len(values), field, most)
        table = _from_rows([values] if dimensions == 1 else values, field)
        table = table[0] if dimensions == 1 else table
    if table.dtype.kind != "i":
        raise CalculationError("not_integer", field, "whole numbers are needed, not floats, text or flags")
    if table.ndim != dimensions:
        raise CalculationError(
            "shape_mismatch", field, "an array of %(dimensions)s dimensions is needed", dimensions=dimensions
        )
    _check_count(table.shape[0], field, most)
    return np.ascontiguousarray(table, np.int64)


def _from_rows(rows: Sequence[Any], field: str) -> NDArray[Any]:
    widths = {len(row) for row in rows if isinstance(row, Sequence) and not isinstance(row, str)}
    if len(widths) != 1 or not all(isinstance(row, Sequence) for row in rows):
        raise CalculationError("shape_mismatch", field, "every project needs the same number of periods")
    if any(type(value) is not int for row in rows for value in row):
        raise CalculationError("not_integer", field, "whole numbers are needed, not floats, text or flags")
    try:
        return np.array(rows, np.int64)
    except OverflowError:
        raise CalculationError("out_of_range", field, "a number is beyond what can be stored") from None


def _check_count(count: int, field: str, most: int) -> None:
    if count == 0:
        raise CalculationError("empty", field, "at least one project is needed")
    if count > most:
        raise CalculationError("too_many_projects", field, "at most %(most)s projects at a time", most=most)


def _check_periods(count: int, field: str, most: int) -> None:
    if count == 0:
        raise CalculationError("empty", field, "at least one period is needed")
    if count > most:
        raise CalculationError("too_many_periods", field, "at most %(most)s periods", most=most)


def _counted(row: IntArray, field: str, count: int | None) -> IntArray:
    if count is not None and row.shape[0] != count:
        raise CalculationError("shape_mismatch", field, "one value per project is needed")
    return row


def _bounded(values: IntArray, field: str, lowest: int, highest: int) -> IntArray:
    if int(values.min()) < lowest or int(values.max()) > highest:
        raise _outside(field, lowest, highest)
    return values


def _outside(field: str, lowest: int, highest: int) -> CalculationError:
    return CalculationError(
        "out_of_range",
        field,
        "values lie between %(lowest)s and %(highest)s",
        lowest=lowest,
        highest=highest,
    )
