"""Debt ratio (债务率): debt balance over comprehensive fiscal capacity, with the capacity's parts kept.

    fiscal_capacity = general_revenue + transfers + fund_revenue + state_capital_revenue
    ratio           = balance ÷ fiscal_capacity          is_over_line: ratio > warning_line

Shapes  scalars.
Units   fen; ratio and line: Decimal (1.0 is 100 %).
Errors  CalculationError: negative_amount, zero_whole, bad_line, and those of check_fen.
Source  Comprehensive capacity has no single published definition, so the bureau picks the parts (a part left
        out is 0). General and special ratios use the same form with their own balance and parts.
"""

from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.ratio import amount, ratio_of


@dataclass(frozen=True, slots=True)
class DebtRatio:
    """The ratio with every part of the capacity it was taken over."""

    balance: int
    general_revenue: int
    transfers: int
    fund_revenue: int
    state_capital_revenue: int
    fiscal_capacity: int
    ratio: Decimal
    warning_line: Decimal
    is_over_line: bool


def debt_ratio(
    balance: int,
    *,
    warning_line: Decimal,
    general_revenue: int = 0,
    transfers: int = 0,
    fund_revenue: int = 0,
    state_capital_revenue: int = 0,
) -> DebtRatio:
    """Return the debt ratio and whether it lies over the warning line.

    >>> found = debt_ratio(150, general_revenue=80, fund_revenue=20, warning_line=Decimal(1))
    >>> str(found.ratio), found.is_over_line
    ('1.5', True)
    """
    if not (warning_line.is_finite() and warning_line > 0):
        raise CalculationError("bad_line", "warning_line", "a line is above zero")
    parts = (
        amount(general_revenue, "general_revenue"),
        amount(transfers, "transfers"),
        amount(fund_revenue, "fund_revenue"),
        amount(state_capital_revenue, "state_capital_revenue"),
    )
    found = ratio_of(balance, sum(parts), part_field="balance", whole_field="fiscal_capacity")
    return DebtRatio(balance, *parts, found.whole, found.ratio, warning_line, found.ratio > warning_line)


SPEC = CalculatorSpec(
    key="risk.debt_ratio",
    title="Debt ratio",
    title_zh="债务率",
    unit="ratio",
    function=debt_ratio,
    inputs=(
        Quantity("balance", "Debt balance", "债务余额", "fen"),
        Quantity("warning_line", "Warning line", "预警线", "ratio"),
        Quantity("general_revenue", "General public budget revenue", "一般公共预算收入", "fen"),
        Quantity("transfers", "Transfers from above", "上级转移支付", "fen"),
        Quantity("fund_revenue", "Government-fund revenue", "政府性基金收入", "fen"),
        Quantity("state_capital_revenue", "State-capital revenue", "国有资本经营收入", "fen"),
    ),
    outputs=(
        Quantity(
            "fiscal_capacity",
            "Comprehensive fiscal capacity",
            "综合财力",
            "fen",
            "{general_revenue} + {transfers} + {fund_revenue} + {state_capital_revenue}",
        ),
        Quantity("ratio", "Debt ratio", "债务率", "ratio", "{balance} ÷ {fiscal_capacity}"),
        Quantity("is_over_line", "Over the line", "超预警线", "flag", "{ratio} > {warning_line}"),
    ),
    sources=(Clause("财预〔2017〕35号", "债务风险指标", "2017", confirmed=False),),
    example={"balance": 150, "general_revenue": 80, "fund_revenue": 20, "warning_line": "1"},
    example_result={"fiscal_capacity": "100", "ratio": "1.5", "is_over_line": "yes"},
)
