"""Least government payment that leaves the private party its margin on equity after tax.

    payment = total cost − other income + (private equity × equity margin) ÷ (1 − tax rate)

Shapes  scalars.
Units   fen of one year; equity_margin and tax_rate decimal.
Errors  CalculationError: negative, not_a_share, tax_takes_all, not_exact, not_finite, out_of_range,
        not_integer.
Source  SPEC.sources; golden cases in tests/golden/ppp/minimum_payment.csv.
"""

from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import fen_of, nonnegative, nonnegative_fen, share


@dataclass(frozen=True, slots=True)
class MinimumPayment:
    """The payment with the profit it must leave; negative means other income alone is more than enough."""

    net_profit: int
    profit_before_tax: int
    payment: int


def minimum_payment(
    total_cost: int,
    *,
    other_income: int,
    private_equity: int,
    equity_margin: Decimal,
    tax_rate: Decimal,
    rounding: Rounding = Rounding.HALF_UP,
) -> MinimumPayment:
    """Return the yearly payment at which profit after tax is the margin on private equity.

    >>> minimum_payment(90_00, other_income=10_00, private_equity=100_00,
    ...     equity_margin=Decimal("0.12"), tax_rate=Decimal("0.25")).payment
    9600
    """
    cost = nonnegative_fen(total_cost, "total_cost")
    income = nonnegative_fen(other_income, "other_income")
    tax = share(tax_rate, "tax_rate")
    if tax == 1:
        raise CalculationError("tax_takes_all", "tax_rate", "no payment leaves a profit after a tax of 100 %")
    profit = nonnegative_fen(private_equity, "private_equity") * nonnegative(equity_margin, "equity_margin")
    before_tax = profit / (1 - tax)
    return MinimumPayment(
        fen_of(profit, rounding, "private_equity"),
        fen_of(before_tax, rounding, "private_equity"),
        fen_of(cost - income + before_tax, rounding, "total_cost"),
    )


SPEC = CalculatorSpec(
    key="ppp.minimum_payment",
    title="Least government payment",
    title_zh="政府最低付费",
    unit="fen",
    function=minimum_payment,
    inputs=(
        Quantity("total_cost", "Total cost", "总成本", "fen"),
        Quantity("other_income", "Other income", "其他收入", "fen"),
        Quantity("private_equity", "Private equity", "社会资本出资", "fen"),
        Quantity("equity_margin", "Margin on equity", "资本金利润率", "rate"),
        Quantity("tax_rate", "Income tax rate", "所得税率", "rate"),
        Quantity("rounding", "Rounding", "取整规则", "text"),
    ),
    outputs=(
        Quantity("net_profit", "Profit after tax", "净利润", "fen", "{private_equity} × {equity_margin}"),
        Quantity(
            "profit_before_tax", "Profit before tax", "利润总额", "fen", "{net_profit} ÷ (1 − {tax_rate})"
        ),
        Quantity(
            "payment",
            "Least payment",
            "最低付费",
            "fen",
            "{total_cost} − {other_income} + {profit_before_tax}",
        ),
    ),
    sources=(
        Clause("Published worked example of a least government payment", "12 % margin on equity", "undated"),
    ),
    example={
        "total_cost": 9000,
        "other_income": 1000,
        "private_equity": 10000,
        "equity_margin": "0.12",
        "tax_rate": "0.25",
    },
    example_result={"net_profit": "1200", "profit_before_tax": "1600", "payment": "9600"},
)
