"""Shares of one issue: every row of its schedule split so that shares foot to the issue.

    part[i] of an amount = amount × opening[i] ÷ sum(opening), largest remainder

Splitting by what each share still owes lets both ways foot: the shares of a row sum to the row, and the
principal of a share sums to its amount.

Shapes  rows: one per coupon date; shares: one weight per share; result: one tuple of rows per share.
Units   fen; shares in any one unit (fen, or points).
Errors  CalculationError: empty, not_integer, negative_amount, zero_weights,
        not_continuous.
Source  SPEC.sources; golden cases in tests/golden/bonds/shares.csv.
"""

from collections.abc import Sequence
from dataclasses import replace

from calculators.bonds.schedule import ScheduleRow
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_amount, split
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


def split_schedule(rows: Sequence[ScheduleRow], shares: Sequence[int]) -> tuple[tuple[ScheduleRow, ...], ...]:
    """Return the rows of each share, footing to the issue row by row.

    >>> from datetime import date
    >>> day = date(2026, 1, 5)
    >>> row = ScheduleRow(1, day, day, False, 100, 5, 100, 0)
    >>> [(part[0].principal, part[0].interest) for part in split_schedule([row], [1, 1, 1])]
    [(34, 2), (33, 2), (33, 1)]
    """
    if not rows:
        raise CalculationError("empty", "rows", "at least one row is needed")
    openings = split(rows[0].opening, [check_amount(share, "shares") for share in shares])
    columns: list[list[ScheduleRow]] = [[] for _ in shares]
    for row in rows:
        parts = _split_row(row, openings)
        for column, part in zip(columns, parts, strict=True):
            column.append(part)
        openings = tuple(part.closing for part in parts)
    return tuple(tuple(column) for column in columns)


def _split_row(row: ScheduleRow, openings: Sequence[int]) -> list[ScheduleRow]:
    if sum(openings) != row.opening:
        raise CalculationError("not_continuous", "rows", "each row must open with what the last one closed")
    if not row.opening:
        return [replace(row, opening=0, interest=0, principal=0, closing=0) for _ in openings]
    principals, interests = split(row.principal, openings), split(row.interest, openings)
    return [
        replace(row, opening=opening, interest=interest, principal=principal, closing=opening - principal)
        for opening, interest, principal in zip(openings, interests, principals, strict=True)
    ]


SPEC = CalculatorSpec(
    key="bonds.split_schedule",
    title="Schedule split into shares",
    title_zh="还本付息计划分摊",
    unit="fen",
    function=split_schedule,
    inputs=(
        Quantity("rows", "Rows of the issue", "债券分期明细", "table"),
        Quantity("shares", "Shares", "项目份额", "fen"),
    ),
    outputs=(
        Quantity(
            "result",
            "Rows of each share",
            "各份额分期明细",
            "table",
            "each amount of {rows} × opening of the share ÷ opening of the issue, largest remainder",
        ),
    ),
    sources=(
        Clause("Largest-remainder method", "Hamilton", "1792"),
        Clause(
            "Bond register form of a provincial debt system", "project split must equal the issue", "2020"
        ),
    ),
    example={
        "rows": [
            {
                "number": 1,
                "nominal_date": "2026-01-05",
                "payment_date": "2026-01-05",
                "is_provisional": False,
                "opening": 100,
                "interest": 5,
                "principal": 100,
                "closing": 0,
            }
        ],
        "shares": [2, 1],
    },
    example_result={
        "result": "(({number=1, nominal_date=2026-01-05, payment_date=2026-01-05, is_provisional=no, "
        "opening=67, interest=3, principal=67, closing=0}), ({number=1, nominal_date=2026-01-05, "
        "payment_date=2026-01-05, is_provisional=no, opening=33, interest=2, principal=33, closing=0}))"
    },
)
