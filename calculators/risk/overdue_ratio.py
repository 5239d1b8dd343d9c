"""Overdue ratio (逾期债务率): overdue debt over the balance, with the level its rule gives.

    ratio = overdue ÷ balance

Shapes  bands: (n,), from the rule in force, beginning at 0.
Units   fen; ratio: Decimal.
Errors  CalculationError: overdue_over_balance, those of ratio_of and of level_of.
Source  Guangdong 2016 (reported): 10–20 % primary, 20–50 % medium, over 50 % severe; older than
        国办函〔2016〕88号, so bands are arguments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.levels import LevelBand, level_of
from calculators.risk.ratio import ratio_of


@dataclass(frozen=True, slots=True)
class OverdueRatio:
    """Overdue debt, balance, ratio and level."""

    overdue: int
    balance: int
    ratio: Decimal
    level: LevelBand


def overdue_ratio(overdue: int, balance: int, *, bands: Sequence[LevelBand]) -> OverdueRatio:
    """Return the overdue ratio and its level.

    >>> bands = [LevelBand("none", "无", Decimal(0)), LevelBand("primary", "初级", Decimal("0.1"))]
    >>> overdue_ratio(12, 100, bands=bands).level.name
    'primary'
    """
    found = ratio_of(overdue, balance, part_field="overdue", whole_field="balance")
    if overdue > balance:
        raise CalculationError("overdue_over_balance", "overdue", "no more can be overdue than is owed")
    return OverdueRatio(overdue, balance, found.ratio, level_of(found.ratio, bands))


SPEC = CalculatorSpec(
    key="risk.overdue_ratio",
    title="Overdue ratio",
    title_zh="逾期债务率",
    unit="ratio",
    function=overdue_ratio,
    inputs=(
        Quantity("overdue", "Overdue debt", "逾期债务", "fen"),
        Quantity("balance", "Debt balance", "债务余额", "fen"),
        Quantity("bands", "Bands", "分档", "table"),
    ),
    outputs=(
        Quantity("ratio", "Overdue ratio", "逾期债务率", "ratio", "{overdue} ÷ {balance}"),
        Quantity("level", "Level", "等级", "text", "highest of {bands} that {ratio} reaches"),
    ),
    sources=(Clause("Guangdong debt-risk rules as reported", "逾期债务率", "2016", confirmed=False),),
    example={
        "overdue": 12,
        "balance": 100,
        "bands": [
            {"name": "none", "name_zh": "无", "lowest": "0"},
            {"name": "primary", "name_zh": "初级", "lowest": "0.1"},
        ],
    },
    example_result={"ratio": "0.12"},
)
