"""Quantiles of each row of simulated values: by a histogram of 1,024 bins, or exactly on request.

    place = share × (count − 1); exact: linear between the two sorted values around it
    by histogram: the place inside the bin that holds the lower of the two

Shapes  values: (rows, scenarios); result: (rows, shares).
Units   any, in single precision; a value from UNBOUNDED on is infinite. The histogram is off by at most one
        bin (the range ÷ 1,024) from the lower of the two neighbours.
Errors  CalculationError: empty, too_many, not_a_number, out_of_range, shape_mismatch.
Source  Definition 7 of Hyndman and Fan, Sample quantiles in statistical packages (1996).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.portfolio.arrays import FloatArray, plainly

BINS = 1024
UNBOUNDED = 3e38
MAX_SHARES = 101
MAX_VALUES = 500_000_000


def quantiles(
    values: NDArray[np.float32] | Sequence[Sequence[float]],
    *,
    shares: Sequence[float],
    is_exact: bool = False,
) -> FloatArray:
    """Return the quantiles of every row.

    >>> quantiles([[4.0, 1.0, 3.0, 2.0]], shares=[0.0, 0.5], is_exact=True).tolist()
    [[1.0, 2.5]]
    """
    from calculators.portfolio.kernels.build import over_rows
    from calculators.portfolio.kernels.quantiles import quantile_rows

    table = _checked(values)
    wanted = check_shares(shares)
    out = np.empty((table.shape[0], wanted.size))
    over_rows(quantile_rows, len(table), table, wanted, is_exact, out, steps=4 * table.size)
    return out


def quantiles_reference(
    values: NDArray[np.float32] | Sequence[Sequence[float]], *, shares: Sequence[float]
) -> FloatArray:
    """Return the exact quantiles by numpy.

    >>> quantiles_reference([[4.0, 1.0, 3.0, 2.0]], shares=[0.5]).tolist()
    [[2.5]]
    """
    table = _checked(values).astype(np.float64)
    told: FloatArray = np.quantile(table, check_shares(shares), axis=1).T
    return told


def check_shares(shares: Sequence[float]) -> FloatArray:
    """Return the shares as an array, each between 0 and 1.

    >>> check_shares([0.05, 0.95]).tolist()
    [0.05, 0.95]
    """
    if not 1 <= len(shares) <= MAX_SHARES:
        raise CalculationError("empty" if not len(shares) else "too_many", "shares", "from 1 to 101 shares")
    if any(isinstance(share, bool) or not isinstance(share, int | float) for share in shares):
        raise CalculationError("not_a_number", "shares", "a share is a number between 0 and 1")
    wanted = np.asarray(shares, np.float64)
    if not ((wanted >= 0) & (wanted <= 1)).all():
        raise CalculationError("out_of_range", "shares", "a share lies between 0 and 1")
    return wanted


def _checked(values: NDArray[np.float32] | Sequence[Sequence[float]]) -> NDArray[np.float32]:
    try:
        table = np.ascontiguousarray(values, np.float32)
    except (TypeError, ValueError):
        raise CalculationError("not_a_number", "values", "rows of numbers of one length are needed") from None
    if table.ndim != 2:
        raise CalculationError("shape_mismatch", "values", "rows of numbers of one length are needed")
    if table.size == 0:
        raise CalculationError("empty", "values", "at least one value is needed")
    if table.size > MAX_VALUES:
        raise CalculationError("too_many", "values", "at most %(most)s values", most=MAX_VALUES)
    if bool(np.isnan(table).any()):
        raise CalculationError("not_a_number", "values", "a value is missing")
    return table


SPEC = CalculatorSpec(
    key="portfolio.quantiles",
    title="Quantiles of simulated values",
    title_zh="模拟结果分位数",
    unit="ratio",
    function=plainly(quantiles),
    inputs=(
        Quantity("values", "Values by row", "模拟值", "ratio"),
        Quantity("shares", "Shares", "分位", "ratio"),
        Quantity("is_exact", "Exact, by sorting", "是否精确排序", "flag"),
    ),
    outputs=(
        Quantity(
            "result", "Quantiles", "分位数", "ratio", "value at {shares} × (count − 1) of sorted {values}"
        ),
    ),
    sources=(Clause("Hyndman and Fan, Sample quantiles in statistical packages", "definition 7", "1996"),),
    example={"values": [["4", "1", "3", "2"]], "shares": ["0.5"], "is_exact": True},
    example_result={"result": "((2.5))"},
)
