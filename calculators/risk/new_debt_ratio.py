"""New-debt ratio (新增债务率): debt added in a year over the balance it opened with.

    ratio = new_debt ÷ opening_balance          closing = opening_balance + new_debt − repaid

Shapes  scalars.
Units   fen; ratio: Decimal.
Errors  CalculationError: negative_amount, zero_whole, bad_line, repaid_over_debt, and those of check_fen.
Source  Indicator named in provincial risk rules; formula from memory, so the line is an argument.
"""

from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.ratio import amount, ratio_of


@dataclass(frozen=True, slots=True)
class NewDebtRatio:
    """New debt against the opening balance, and the growth of the balance after repayment."""

    new_debt: int
    opening_balance: int
    repaid: int
    closing_balance: int
    ratio: Decimal
    net_growth: Decimal
    line: Decimal
    is_over_line: bool


def new_debt_ratio(new_debt: int, opening_balance: int, *, line: Decimal, repaid: int = 0) -> NewDebtRatio:
    """Return the new-debt ratio and the net growth of the balance.

    >>> found = new_debt_ratio(30, 100, repaid=10, line=Decimal("0.25"))
    >>> str(found.ratio), str(found.net_growth), found.is_over_line
    ('0.3', '0.2', True)
    """
    if not (line.is_finite() and line > 0):
        raise CalculationError("bad_line", "line", "a line is above zero")
    found = ratio_of(new_debt, opening_balance, part_field="new_debt", whole_field="opening_balance")
    closing = opening_balance + new_debt - amount(repaid, "repaid")
    if closing < 0:
        raise CalculationError("repaid_over_debt", "repaid", "more is repaid than was owed")
    growth = Decimal(closing - opening_balance) / opening_balance
    return NewDebtRatio(
        new_debt, opening_balance, repaid, closing, found.ratio, growth, line, found.ratio > line
    )


SPEC = CalculatorSpec(
    key="risk.new_debt_ratio",
    title="New-debt ratio",
    title_zh="新增债务率",
    unit="ratio",
    function=new_debt_ratio,
    inputs=(
        Quantity("new_debt", "New debt", "新增债务", "fen"),
        Quantity("opening_balance", "Opening balance", "年初余额", "fen"),
        Quantity("line", "Line", "预警线", "ratio"),
        Quantity("repaid", "Repaid", "偿还本金", "fen"),
    ),
    outputs=(
        Quantity(
            "closing_balance",
            "Closing balance",
            "年末余额",
            "fen",
            "{opening_balance} + {new_debt} − {repaid}",
        ),
        Quantity("ratio", "New-debt ratio", "新增债务率", "ratio", "{new_debt} ÷ {opening_balance}"),
        Quantity(
            "net_growth", "Net growth", "余额净增长", "ratio", "({new_debt} − {repaid}) ÷ {opening_balance}"
        ),
        Quantity("is_over_line", "Over the line", "超预警线", "flag", "{ratio} > {line}"),
    ),
    sources=(Clause("Provincial debt-risk rules", "新增债务率", "2016", confirmed=False),),
    example={"new_debt": 30, "opening_balance": 100, "repaid": 10, "line": "0.25"},
    example_result={"closing_balance": "120", "ratio": "0.3", "net_growth": "0.2"},
)
