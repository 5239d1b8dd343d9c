"""Break-even: how far income may fall until the coverage multiple is one.

    fall = (income − operating_cost − debt_service) ÷ income
    break_even_income = operating_cost + debt_service

The cost is taken as fixed. A negative fall means that income must rise to reach one.

Shapes  scalars, each a sum over the life.
Units   fen; fall is a pure number, unrounded (0.225 is 22.5 %).
Errors  CalculationError: not_integer, out_of_range, negative_amount, no_debt, no_income.
Source  SPEC.sources; golden cases in tests/golden/coverage/break_even.csv.
"""

from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_amount
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where the multiple is one: the income, what lies above it, and the fall that uses it up."""

    multiple: Decimal
    break_even_income: int
    headroom: int
    fall: Decimal


def break_even(*, income: int, operating_cost: int, debt_service: int) -> BreakEven:
    """Return the fall of income at which net revenue just pays the debt service.

    >>> break_even(income=200, operating_cost=50, debt_service=100)
    BreakEven(multiple=Decimal('1.5'), break_even_income=150, headroom=50, fall=Decimal('0.25'))
    """
    cost = check_amount(operating_cost, "operating_cost")
    if not check_amount(debt_service, "debt_service"):
        raise CalculationError("no_debt", "debt_service", "without debt there is nothing to cover")
    if not check_amount(income, "income"):
        raise CalculationError("no_income", "income", "without income nothing can fall")
    needed = cost + debt_service
    headroom = income - needed
    return BreakEven(Decimal(income - cost) / debt_service, needed, headroom, Decimal(headroom) / income)


SPEC = CalculatorSpec(
    key="coverage.break_even",
    title="Break-even fall of income",
    title_zh="收入盈亏平衡降幅",
    unit="ratio",
    function=break_even,
    inputs=(
        Quantity("income", "Income", "收入", "fen"),
        Quantity("operating_cost", "Cash operating cost and taxes", "付现经营成本及税费", "fen"),
        Quantity("debt_service", "Debt service", "本息", "fen"),
    ),
    outputs=(
        Quantity(
            "multiple",
            "Multiple today",
            "当前倍数",
            "multiple",
            "({income} − {operating_cost}) ÷ {debt_service}",
        ),
        Quantity(
            "break_even_income",
            "Income at break-even",
            "平衡点收入",
            "fen",
            "{operating_cost} + {debt_service}",
        ),
        Quantity("headroom", "Headroom", "安全余量", "fen", "{income} − {break_even_income}"),
        Quantity("fall", "Fall of income", "可承受降幅", "ratio", "{headroom} ÷ {income}"),
    ),
    sources=(Clause("Special-bond financial evaluation reports", "break-even of income", "practice", False),),
    example={"income": 200, "operating_cost": 50, "debt_service": 100},
    example_result={"multiple": "1.5", "break_even_income": "150", "headroom": "50", "fall": "0.25"},
)
