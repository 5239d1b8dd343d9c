"""One amount over another, with both kept: the ground every debt ratio stands on.

    ratio = part ÷ whole

Shapes  scalars.
Units   fen over fen; the ratio is a pure number, unrounded (0.12 is 12 %).
Errors  CalculationError: negative_amount, zero_whole, and those of check_fen.
Source  Definition.
"""

from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class Ratio:
    """Part, whole and part over whole."""

    part: int
    whole: int
    ratio: Decimal


def ratio_of(part: int, whole: int, *, part_field: str = "part", whole_field: str = "whole") -> Ratio:
    """Return part over whole; an empty whole is refused under the caller's own field name.

    >>> str(ratio_of(3, 8).ratio)
    '0.375'
    """
    amount(part, part_field)
    if amount(whole, whole_field) == 0:
        raise CalculationError("zero_whole", whole_field, "a ratio needs an amount above zero to divide by")
    return Ratio(part, whole, Decimal(part) / whole)


def amount(value: int, field: str) -> int:
    """Return an amount of fen that is zero or more.

    >>> amount(5, "balance")
    5
    """
    if check_fen(value, field) < 0:
        raise CalculationError("negative_amount", field, "amounts are given without a sign")
    return value


SPEC = CalculatorSpec(
    key="risk.ratio",
    title="Ratio of two amounts",
    title_zh="比率",
    unit="ratio",
    function=ratio_of,
    inputs=(
        Quantity("part", "Part", "分子", "fen"),
        Quantity("whole", "Whole", "分母", "fen"),
        Quantity("part_field", "Name of the part in a refusal", "分子字段名", "text"),
        Quantity("whole_field", "Name of the whole in a refusal", "分母字段名", "text"),
    ),
    outputs=(Quantity("ratio", "Ratio", "比率", "ratio", "{part} ÷ {whole}"),),
    sources=(Clause("Definition", "part over whole", "-"),),
    example={"part": 3, "whole": 8},
    example_result={"ratio": "0.375"},
)
