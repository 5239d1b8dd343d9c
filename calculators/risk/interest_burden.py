"""Interest burden (利息支出率): interest of one kind of debt over the spending of the budget that pays it.

    ratio = interest ÷ spending          state: over the line, over the pre-warning line, or neither

Shapes  scalars; general and special debt are asked for apart.
Units   fen; lines: Decimal (0.1 is 10 %).
Errors  CalculationError: negative_amount, zero_whole, bad_line, and those of check_fen.
Source  国办函〔2016〕88号: general interest over general-budget spending, special interest over fund-budget
        spending; above the line a fiscal restructuring plan is due (from memory, so lines are arguments).
"""

from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.ratio import ratio_of


@dataclass(frozen=True, slots=True)
class InterestBurden:
    """Interest, spending, their ratio and where it stands."""

    interest: int
    spending: int
    ratio: Decimal
    prewarning_line: Decimal
    line: Decimal
    is_prewarned: bool
    is_over_line: bool


def interest_burden(
    interest: int, spending: int, *, prewarning_line: Decimal, line: Decimal
) -> InterestBurden:
    """Return the interest burden of one kind of debt.

    >>> found = interest_burden(9, 100, prewarning_line=Decimal("0.08"), line=Decimal("0.1"))
    >>> str(found.ratio), found.is_prewarned, found.is_over_line
    ('0.09', True, False)
    """
    if not (prewarning_line.is_finite() and line.is_finite() and 0 < prewarning_line <= line):
        raise CalculationError("bad_line", "prewarning_line", "the pre-warning line is at or under the line")
    found = ratio_of(interest, spending, part_field="interest", whole_field="spending")
    return InterestBurden(
        interest,
        spending,
        found.ratio,
        prewarning_line,
        line,
        found.ratio > prewarning_line,
        found.ratio > line,
    )


SPEC = CalculatorSpec(
    key="risk.interest_burden",
    title="Interest burden",
    title_zh="利息支出率",
    unit="ratio",
    function=interest_burden,
    inputs=(
        Quantity("interest", "Interest paid", "付息额", "fen"),
        Quantity("spending", "Budget spending", "预算支出", "fen"),
        Quantity("prewarning_line", "Pre-warning line", "提示线", "ratio"),
        Quantity("line", "Line", "预警线", "ratio"),
    ),
    outputs=(
        Quantity("ratio", "Interest burden", "利息支出率", "ratio", "{interest} ÷ {spending}"),
        Quantity(
            "is_prewarned", "Over the pre-warning line", "超提示线", "flag", "{ratio} > {prewarning_line}"
        ),
        Quantity("is_over_line", "Over the line", "超预警线", "flag", "{ratio} > {line}"),
    ),
    sources=(Clause("国办函〔2016〕88号", "财政重整", "2016-10", confirmed=False),),
    example={"interest": 9, "spending": 100, "prewarning_line": "0.08", "line": "0.1"},
    example_result={"ratio": "0.09", "is_prewarned": "yes", "is_over_line": "no"},
)
