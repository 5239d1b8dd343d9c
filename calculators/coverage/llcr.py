"""Loan life and project life coverage ratios: cash still to come over debt still owed.

    llcr[t] = sum(cfads[i] / (1 + period_rate)**(i - t + 1), i = t..n-1) / debt_opening[t]
    plcr[t] = the same sum to the end of the project, m - 1, m >= n

Shapes  cfads (n,) for llcr and (m,) for plcr, debt_opening, result: (n,), n >= 1, oldest period first.
        Pass llcr the periods of the loan only; cash after its last period belongs to plcr.
Units   fen; cash falls at period end, debt is the balance at period start. period_rate: decimal per
        period (0.02 is 2 %). Result: a pure number, unrounded; None in a period that opens with no debt.
Errors  CalculationError: empty, too_long, shape_mismatch, not_integer, out_of_range, negative_debt,
        not_a_number, rate_too_low, rate_too_high.
Source  SPECS.sources; golden cases in tests/golden/coverage/llcr.csv.
"""

from collections.abc import Sequence
from decimal import Decimal

from calculators.kernel.cash_flow import check_series
from calculators.kernel.errors import CalculationError
from calculators.kernel.rates import check_rate
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

_HIGHEST_RATE = Decimal(10)


def llcr(
    cfads: Sequence[int], debt_opening: Sequence[int], *, period_rate: Decimal
) -> tuple[Decimal | None, ...]:
    """Return the LLCR at the opening of every period of the loan, in one backward pass.

    >>> [str(ratio) for ratio in llcr([110, 121], [100, 50], period_rate=Decimal("0.1"))]
    ['2', '2.2']
    """
    cash = check_series(cfads, "cfads")
    debt = check_series(debt_opening, "debt_opening", length=len(cash))
    return _ratios(cash, debt, period_rate)


def plcr(
    cfads: Sequence[int], debt_opening: Sequence[int], *, period_rate: Decimal
) -> tuple[Decimal | None, ...]:
    """Return the PLCR at the opening of every period of the loan, cash counted to the end of the project.

    >>> [str(ratio) for ratio in plcr([110, 121], [100], period_rate=Decimal("0.1"))]
    ['2']
    """
    cash = check_series(cfads, "cfads")
    debt = check_series(debt_opening, "debt_opening")
    if len(debt) > len(cash):
        raise CalculationError("shape_mismatch", "debt_opening", "debt cannot outlive the project's cash")
    return _ratios(cash, debt + (0,) * (len(cash) - len(debt)), period_rate)[: len(debt)]


def _ratios(cash: Sequence[int], debt: Sequence[int], period_rate: Decimal) -> tuple[Decimal | None, ...]:
    if min(debt) < 0:
        raise CalculationError("negative_debt", "debt_opening", "debt cannot be negative")
    rate = check_rate(period_rate, "period_rate", highest=_HIGHEST_RATE)
    if rate <= -1:
        raise CalculationError("rate_too_low", "period_rate", "rate must be above -100 %")
    cash_value = Decimal(0)
    ratios: list[Decimal | None] = []
    for flow, owed in zip(reversed(cash), reversed(debt), strict=True):
        cash_value = (cash_value + flow) / (1 + rate)
        ratios.append(cash_value / owed if owed else None)
    return tuple(reversed(ratios))


_INPUTS = (
    Quantity("cfads", "Cash available for debt service", "可用于偿债的净收益", "fen"),
    Quantity("debt_opening", "Debt at opening", "期初债务余额", "fen"),
    Quantity("period_rate", "Rate per period", "每期折现率", "rate"),
)

_SOURCES = (Clause("E. R. Yescombe, Principles of Project Finance", "12.3", "2nd edition", confirmed=False),)

SPEC_LOAN = CalculatorSpec(
    key="coverage.llcr",
    title="Loan life coverage ratio",
    title_zh="贷款期覆盖率",
    unit="ratio",
    function=llcr,
    inputs=_INPUTS,
    outputs=(
        Quantity(
            "result",
            "LLCR of each period",
            "各期贷款期覆盖率",
            "ratio",
            "present value at {period_rate} of {cfads} to the end of the loan ÷ {debt_opening}",
        ),
    ),
    sources=_SOURCES,
    example={"cfads": [110, 121], "debt_opening": [100, 50], "period_rate": "0.1"},
    example_result={"result": "(2, 2.2)"},
)

SPEC_PROJECT = CalculatorSpec(
    key="coverage.plcr",
    title="Project life coverage ratio",
    title_zh="项目期覆盖率",
    unit="ratio",
    function=plcr,
    inputs=_INPUTS,
    outputs=(
        Quantity(
            "result",
            "PLCR of each period",
            "各期项目期覆盖率",
            "ratio",
            "present value at {period_rate} of {cfads} to the end of the project ÷ {debt_opening}",
        ),
    ),
    sources=_SOURCES,
    example={"cfads": [110, 121], "debt_opening": [100], "period_rate": "0.1"},
    example_result={"result": "(2)"},
)

SPECS = (SPEC_LOAN, SPEC_PROJECT)
