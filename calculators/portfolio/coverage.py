"""Coverage of many projects by year: DSCR, its minimum, LLCR, multiple, running cash, first gap.

    dscr[p, t] = cfads ÷ debt_service           multiple[p] = Σ cfads ÷ Σ debt_service
    llcr[p, t] = Σ cfads[i] ÷ (1 + period_rate)^(i − t + 1), i = t..n − 1, over debt_opening
    balance[p, t] = running sum of cfads − debt_service; first_gap[p] is the first period below zero

Shapes  cfads, debt_service, debt_opening: (projects, periods); results by year the same, the others
        (projects,).
Units   fen; ratios in double precision (right to the last digits shown anywhere), NaN where there is no debt;
        first_gap counts from 0 and is −1 where the balance never goes below zero.
Errors  CalculationError: those of calculators.portfolio.arrays, not_a_number, rate_too_low, rate_too_high.
Source  The scalar calculators coverage.dscr, coverage.llcr and coverage.multiples; SPEC.sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from calculators.kernel.errors import CalculationError
from calculators.kernel.rates import check_rate
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.portfolio.arrays import (
    MAX_AMOUNT,
    FenTable,
    FloatArray,
    IntArray,
    fen_table,
    plainly,
    refuse_beyond,
)

_HIGHEST_RATE = Decimal(10)
_FIELDS = (("cfads", -MAX_AMOUNT), ("debt_service", 0), ("debt_opening", 0))


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """Ratios and balances of every project and year, and what they come down to."""

    dscr: FloatArray
    llcr: FloatArray
    balance: IntArray
    minimum: FloatArray
    multiple: FloatArray
    first_gap: IntArray


def coverage(
    cfads: IntArray | Sequence[Sequence[int]],
    *,
    debt_service: IntArray | Sequence[Sequence[int]],
    debt_opening: IntArray | Sequence[Sequence[int]],
    period_rate: Decimal,
) -> CoverageTable:
    """Return the coverage of every project.

    >>> table = coverage([[110, 121]], debt_service=[[100, 110]], debt_opening=[[100, 50]],
    ...     period_rate=Decimal("0.1"))
    >>> table.dscr.round(9).tolist(), table.llcr.round(9).tolist(), table.first_gap.tolist()
    ([[1.1, 1.1]], [[2.0, 2.2]], [-1])
    """
    from calculators.portfolio.kernels.build import over_rows
    from calculators.portfolio.kernels.coverage import coverage_rows

    tables, factor = _tables(cfads, debt_service, debt_opening, False), _factor(period_rate)
    table = _empty(tables[0].shape)
    flags = over_rows(
        coverage_rows, len(tables[0]), *tables, factor, MAX_AMOUNT,
        table.dscr, table.llcr, table.balance, table.minimum, table.multiple, table.first_gap,
        steps=3 * tables[0].size,
    )  # fmt: skip
    refuse_beyond(flags, _FIELDS)
    return table


def coverage_reference(
    cfads: IntArray | Sequence[Sequence[int]],
    *,
    debt_service: IntArray | Sequence[Sequence[int]],
    debt_opening: IntArray | Sequence[Sequence[int]],
    period_rate: Decimal,
) -> CoverageTable:
    """Return the same by whole-array operations, to check the compiled loop against.

    >>> coverage_reference([[5, 1]], debt_service=[[2, 9]], debt_opening=[[9, 8]],
    ...     period_rate=Decimal(0)).balance.tolist()
    [[3, -5]]
    """
    cash, service, debt = _tables(cfads, debt_service, debt_opening, True)
    factor = _factor(period_rate)
    dscr = _ratio(cash, service)
    balance = np.cumsum(cash, axis=1) - np.cumsum(service, axis=1)
    values, value = np.empty(cash.shape), np.zeros(cash.shape[0])
    for t in range(cash.shape[1] - 1, -1, -1):
        value = (value + cash[:, t]) * factor
        values[:, t] = value
    has_service = (service != 0).any(axis=1)
    minimum = np.where(has_service, np.where(np.isnan(dscr), np.inf, dscr).min(axis=1), np.nan)
    below = balance < 0
    gap = np.where(below.any(axis=1), below.argmax(axis=1), -1)
    return CoverageTable(
        dscr, _ratio(values, debt), balance, minimum, _ratio(cash.sum(axis=1), service.sum(axis=1)), gap
    )


def _ratio(above: IntArray | FloatArray, below: IntArray) -> FloatArray:
    out = np.full(below.shape, np.nan)
    np.divide(above, below, out=out, where=below != 0)
    return out


def _tables(
    cfads: FenTable, debt_service: FenTable, debt_opening: FenTable, is_bounded: bool
) -> tuple[IntArray, IntArray, IntArray]:
    cash = fen_table(cfads, "cfads", is_bounded=is_bounded)
    service, debt = (
        fen_table(table, field, lowest=0, shape=cash.shape, is_bounded=is_bounded)
        for table, field in ((debt_service, "debt_service"), (debt_opening, "debt_opening"))
    )
    return cash, service, debt


def _factor(period_rate: Decimal) -> float:
    rate = check_rate(period_rate, "period_rate", highest=_HIGHEST_RATE)
    if rate <= -1:
        raise CalculationError("rate_too_low", "period_rate", "rate must be above -100 %")
    return float(1 / (1 + rate))


def _empty(shape: tuple[int, ...]) -> CoverageTable:
    count = shape[0]
    return CoverageTable(
        np.empty(shape),
        np.empty(shape),
        np.empty(shape, np.int64),
        np.empty(count),
        np.empty(count),
        np.empty(count, np.int64),
    )


SPEC = CalculatorSpec(
    key="portfolio.coverage",
    title="Coverage of a portfolio by year",
    title_zh="项目组合年度覆盖情况",
    unit="ratio",
    function=plainly(coverage),
    inputs=(
        Quantity("cfads", "Cash available for debt service", "可用于偿债的净收益", "fen"),
        Quantity("debt_service", "Debt service", "本息", "fen"),
        Quantity("debt_opening", "Debt at opening", "期初债务余额", "fen"),
        Quantity("period_rate", "Discount rate per period", "每期折现率", "rate"),
    ),
    outputs=(
        Quantity("dscr", "Debt service coverage", "年度偿债备付率", "ratio", "{cfads} ÷ {debt_service}"),
        Quantity(
            "llcr",
            "Loan life coverage",
            "贷款期覆盖率",
            "ratio",
            "value of {cfads} at {period_rate} ÷ {debt_opening}",
        ),
        Quantity(
            "balance", "Cumulative cash", "累计现金结余", "fen", "running sum of {cfads} − {debt_service}"
        ),
        Quantity("minimum", "Minimum coverage", "最低备付率", "ratio", "lowest of {dscr}"),
        Quantity("multiple", "Coverage multiple", "本息覆盖倍数", "multiple", "Σ {cfads} ÷ Σ {debt_service}"),
        Quantity(
            "first_gap",
            "First period with a gap",
            "首个缺口期",
            "count",
            "first period where {balance} < 0, or −1",
        ),
    ),
    sources=(
        Clause("财预〔2017〕89号", "expected income must be able to repay principal and interest", "2017-06"),
        Clause(
            "Definition of DSCR and LLCR in project finance", "cash over debt service; value over debt", "-"
        ),
    ),
    example={
        "cfads": [[100, 150]],
        "debt_service": [[80, 100]],
        "debt_opening": [[125, 50]],
        "period_rate": "0",
    },
    example_result={
        "dscr": "((1.25, 1.5))",
        "llcr": "((2.0, 3.0))",
        "balance": "((20, 70))",
        "first_gap": "(-1)",
    },
)
