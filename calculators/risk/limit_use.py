"""Use of a limit: balance against debt limit, or new issuance against quota.

    use = used ÷ limit          headroom = limit − used (negative when over)

Shapes  scalars.
Units   fen; use and warning_line: Decimal (0.95 is 95 %).
Errors  CalculationError: negative_amount, zero_whole, bad_line, and those of check_fen.
Source  预算法 and 财预〔2015〕225号: balance ≤ limit, general and special apart. Issuance over the quota of a
        year is lawful out of headroom kept from before (结存限额), so being over is said and not judged here.
"""

from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.ratio import ratio_of


@dataclass(frozen=True, slots=True)
class LimitUse:
    """Amount used, limit, and what is left."""

    used: int
    limit: int
    use: Decimal
    headroom: int
    warning_line: Decimal
    is_warned: bool
    is_over: bool


def limit_use(used: int, limit: int, *, warning_line: Decimal) -> LimitUse:
    """Return how much of a limit is used.

    >>> found = limit_use(96, 100, warning_line=Decimal("0.95"))
    >>> str(found.use), found.headroom, found.is_warned, found.is_over
    ('0.96', 4, True, False)
    """
    if not (warning_line.is_finite() and warning_line > 0):
        raise CalculationError("bad_line", "warning_line", "a line is above zero")
    found = ratio_of(used, limit, part_field="used", whole_field="limit")
    return LimitUse(
        used, limit, found.ratio, limit - used, warning_line, found.ratio > warning_line, used > limit
    )


SPEC = CalculatorSpec(
    key="risk.limit_use",
    title="Use of a limit",
    title_zh="限额使用率",
    unit="ratio",
    function=limit_use,
    inputs=(
        Quantity("used", "Balance or issuance", "余额或发行额", "fen"),
        Quantity("limit", "Limit or quota", "限额或额度", "fen"),
        Quantity("warning_line", "Warning line", "预警线", "ratio"),
    ),
    outputs=(
        Quantity("use", "Use", "使用率", "ratio", "{used} ÷ {limit}"),
        Quantity("headroom", "Headroom", "剩余空间", "fen", "{limit} − {used}"),
        Quantity("is_warned", "Over the warning line", "超预警线", "flag", "{use} > {warning_line}"),
        Quantity("is_over", "Over the limit", "超限额", "flag", "{used} > {limit}"),
    ),
    sources=(Clause("财预〔2015〕225号", "限额管理", "2015-12"),),
    example={"used": 96, "limit": 100, "warning_line": "0.95"},
    example_result={"use": "0.96", "headroom": "4", "is_over": "no"},
)
