"""Repayment ratio (偿债率), dependence on refinancing (借新还旧), and months out of year-to-date figures.

    repayment ratio     (principal + interest) ÷ fiscal_capacity
    dependence          refinanced ÷ principal          with_interest: refinanced ÷ (principal + interest)
    month               year_to_date[m] − year_to_date[m − 1] within a year

Shapes  scalars; year_to_date: (n,) with its months (year × 100 + month), rising.
Units   fen; ratios: Decimal.
Errors  CalculationError: negative_amount, zero_whole, bad_line, refinanced_over_principal, empty,
        shape_mismatch, bad_month, months_do_not_rise, and those of check_fen.
Source  Ministry of Finance monthly releases publish year-to-date principal, split into refinancing bonds
        and fiscal money; after a restatement a month can be negative, which is said and not clamped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.ratio import amount, ratio_of


@dataclass(frozen=True, slots=True)
class RepaymentRatio:
    """Debt service of a year over fiscal capacity."""

    principal: int
    interest: int
    debt_service: int
    fiscal_capacity: int
    ratio: Decimal
    line: Decimal
    is_over_line: bool


@dataclass(frozen=True, slots=True)
class RefinancingDependence:
    """How much of what fell due was paid with new bonds."""

    refinanced: int
    principal: int
    interest: int
    own_funds: int
    dependence: Decimal
    with_interest: Decimal


@dataclass(frozen=True, slots=True)
class MonthlyAmount:
    """One month out of year-to-date figures; None where the month before is not known."""

    month: int
    year_to_date: int
    amount: int | None
    is_negative: bool


def repayment_ratio(principal: int, interest: int, fiscal_capacity: int, *, line: Decimal) -> RepaymentRatio:
    """Return principal and interest due in a year over fiscal capacity.

    >>> found = repayment_ratio(15, 10, 100, line=Decimal("0.2"))
    >>> str(found.ratio), found.is_over_line
    ('0.25', True)
    """
    if not (line.is_finite() and line > 0):
        raise CalculationError("bad_line", "line", "a line is above zero")
    service = amount(principal, "principal") + amount(interest, "interest")
    found = ratio_of(service, fiscal_capacity, part_field="interest", whole_field="fiscal_capacity")
    return RepaymentRatio(
        principal, interest, service, fiscal_capacity, found.ratio, line, found.ratio > line
    )


def refinancing_dependence(refinanced: int, principal: int, *, interest: int = 0) -> RefinancingDependence:
    """Return the share of principal due that refinancing bonds paid, and the same over debt service.

    >>> str(refinancing_dependence(80, 100, interest=60).with_interest)
    '0.5'
    """
    found = ratio_of(refinanced, principal, part_field="refinanced", whole_field="principal")
    if refinanced > principal:
        raise CalculationError(
            "refinanced_over_principal",
            "refinanced",
            "more was refinanced than fell due: other debt is in it",
        )
    service = principal + amount(interest, "interest")
    return RefinancingDependence(
        refinanced, principal, interest, principal - refinanced, found.ratio, Decimal(refinanced) / service
    )


def monthly_amounts(months: Sequence[int], year_to_date: Sequence[int]) -> tuple[MonthlyAmount, ...]:
    """Return the amount of each month; months are written 202412.

    >>> [found.amount for found in monthly_amounts([202311, 202312, 202401], [50, 48, 7])]
    [None, -2, 7]
    """
    _check_months(months, year_to_date)
    rows: list[MonthlyAmount] = []
    before: dict[int, int] = {}
    for month, total in zip(months, year_to_date, strict=True):
        start = 0 if month % 100 == 1 else before.get(month - 1)
        found = None if start is None else total - start
        rows.append(MonthlyAmount(month, total, found, found is not None and found < 0))
        before[month] = total
    return tuple(rows)


def _check_months(months: Sequence[int], year_to_date: Sequence[int]) -> None:
    if not months:
        raise CalculationError("empty", "months", "at least one month is needed")
    if len(months) != len(year_to_date):
        raise CalculationError("shape_mismatch", "year_to_date", "one figure per month is needed")
    if any(not 1 <= month % 100 <= 12 for month in months):
        raise CalculationError("bad_month", "months", "a month is written as year and two digits, 202412")
    if any(a >= b for a, b in pairwise(months)):
        raise CalculationError("months_do_not_rise", "months", "months rise, each stands once")
    for total in year_to_date:
        check_fen(total, "year_to_date")


_PRINCIPAL = Quantity("principal", "Principal due", "到期本金", "fen")
_INTEREST = Quantity("interest", "Interest due", "应付利息", "fen")
_SOURCES = (Clause("财政部 地方政府债券发行和债务余额情况", "到期偿还本金", "monthly"),)

SPECS = (
    CalculatorSpec(
        key="risk.repayment_ratio",
        title="Repayment ratio",
        title_zh="偿债率",
        unit="ratio",
        function=repayment_ratio,
        inputs=(
            _PRINCIPAL,
            _INTEREST,
            Quantity("fiscal_capacity", "Fiscal capacity", "综合财力", "fen"),
            Quantity("line", "Line", "预警线", "ratio"),
        ),
        outputs=(
            Quantity("debt_service", "Debt service", "还本付息", "fen", "{principal} + {interest}"),
            Quantity("ratio", "Repayment ratio", "偿债率", "ratio", "{debt_service} ÷ {fiscal_capacity}"),
            Quantity("is_over_line", "Over the line", "超预警线", "flag", "{ratio} > {line}"),
        ),
        sources=(Clause("Risk indicators of local debt", "偿债率", "-", confirmed=False),),
        example={"principal": 15, "interest": 10, "fiscal_capacity": 100, "line": "0.2"},
        example_result={"debt_service": "25", "ratio": "0.25", "is_over_line": "yes"},
    ),
    CalculatorSpec(
        key="risk.refinancing_dependence",
        title="Dependence on refinancing",
        title_zh="借新还旧依赖度",
        unit="ratio",
        function=refinancing_dependence,
        inputs=(
            Quantity("refinanced", "Paid by refinancing bonds", "再融资偿还", "fen"),
            _PRINCIPAL,
            _INTEREST,
        ),
        outputs=(
            Quantity("own_funds", "Paid by own funds", "财政资金偿还", "fen", "{principal} − {refinanced}"),
            Quantity("dependence", "Share of principal", "本金依赖度", "ratio", "{refinanced} ÷ {principal}"),
            Quantity(
                "with_interest",
                "Share of debt service",
                "本息依赖度",
                "ratio",
                "{refinanced} ÷ ({principal} + {interest})",
            ),
        ),
        sources=_SOURCES,
        example={"refinanced": 80, "principal": 100, "interest": 60},
        example_result={"own_funds": "20", "dependence": "0.8", "with_interest": "0.5"},
    ),
    CalculatorSpec(
        key="risk.monthly_amounts",
        title="Months out of year-to-date figures",
        title_zh="累计数换算当月数",
        unit="fen",
        function=monthly_amounts,
        inputs=(
            Quantity("months", "Months", "月份", "count"),
            Quantity("year_to_date", "Year to date", "累计数", "fen"),
        ),
        outputs=(
            Quantity("result", "Amounts by month", "当月数", "table", "{year_to_date} less the month before"),
        ),
        sources=_SOURCES,
        example={"months": [202401, 202402], "year_to_date": [7, 9]},
        example_result={
            "result": "({month=202401, year_to_date=7, amount=7, is_negative=no}, "
            "{month=202402, year_to_date=9, amount=2, is_negative=no})",
        },
    ),
)
