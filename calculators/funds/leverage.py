"""Fund scale, paid-in rate and leverage: how full a fund is and how much others' money it drew.

    rate      = paid_in ÷ target
    leverage  = Σ sub_fund_paid_in ÷ our_paid_in          others = Σ sub_fund_paid_in − our_paid_in
    share     = holding ÷ scale

Shapes  sub_fund_paid_in, our_paid_in: (n,), one entry a sub-fund; else scalars.
Units   fen; rates and leverage are pure numbers, unrounded.
Errors  CalculationError: missing, empty, shape_mismatch, negative_amount, zero_target, nothing_paid_in,
        more_than_whole, and those of check_fen.
Source  Quanzhou fund evaluation: leverage is the sub-funds' total paid-in over the fund's paid-in to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class PaidInRate:
    """Paid-in money against the target scale; above target is said, not clamped."""

    target: int
    paid_in: int
    rate: Decimal
    left_to_pay: int
    is_above_target: bool


@dataclass(frozen=True, slots=True)
class FundLeverage:
    """Leverage of the whole and of each sub-fund (None where nothing of ours was paid in)."""

    total_paid_in: int
    our_total: int
    others: int
    leverage: Decimal
    by_fund: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class HoldingShare:
    """One holder's part of a fund."""

    scale: int
    holding: int
    share: Decimal


def paid_in_rate(target: int | None, paid_in: int | None) -> PaidInRate:
    """Return the paid-in rate; a missing target or paid-in figure is refused, not taken for zero.

    >>> str(paid_in_rate(147_200, 7_360).rate)
    '0.05'
    """
    goal, paid = _amount(target, "target"), _amount(paid_in, "paid_in")
    if goal == 0:
        raise CalculationError("zero_target", "target", "a rate needs a target above zero")
    return PaidInRate(goal, paid, Decimal(paid) / goal, max(0, goal - paid), paid > goal)


def fund_leverage(sub_fund_paid_in: Sequence[int], our_paid_in: Sequence[int]) -> FundLeverage:
    """Return how many yuan stand in the sub-funds for each yuan of ours.

    >>> str(fund_leverage([500, 300], [100, 100]).leverage)
    '4'
    """
    if not sub_fund_paid_in:
        raise CalculationError("empty", "sub_fund_paid_in", "at least one sub-fund is needed")
    if len(sub_fund_paid_in) != len(our_paid_in):
        raise CalculationError("shape_mismatch", "our_paid_in", "one amount per sub-fund is needed")
    totals = [_amount(amount, "sub_fund_paid_in") for amount in sub_fund_paid_in]
    ours = [_amount(amount, "our_paid_in") for amount in our_paid_in]
    if any(own > total for own, total in zip(ours, totals, strict=True)):
        raise CalculationError("more_than_whole", "our_paid_in", "our part cannot exceed the sub-fund")
    if not any(ours):
        raise CalculationError("nothing_paid_in", "our_paid_in", "leverage needs money of ours")
    by_fund = tuple(Decimal(total) / own if own else None for total, own in zip(totals, ours, strict=True))
    return FundLeverage(
        sum(totals), sum(ours), sum(totals) - sum(ours), Decimal(sum(totals)) / sum(ours), by_fund
    )


def holding_share(scale: int | None, holding: int | None) -> HoldingShare:
    """Return one holder's share of the fund.

    >>> str(round(holding_share(66_100, 30_000).share, 3))
    '0.454'
    """
    whole, part = _amount(scale, "scale"), _amount(holding, "holding")
    if whole == 0:
        raise CalculationError("zero_target", "scale", "a share needs a whole above zero")
    if part > whole:
        raise CalculationError("more_than_whole", "holding", "a part cannot exceed the whole")
    return HoldingShare(whole, part, Decimal(part) / whole)


def _amount(amount: int | None, field: str) -> int:
    if amount is None:
        raise CalculationError("missing", field, "the figure is not known")
    if check_fen(amount, field) < 0:
        raise CalculationError("negative_amount", field, "amounts are given without a sign")
    return amount


SPECS = (
    CalculatorSpec(
        key="funds.paid_in_rate",
        title="Paid-in rate of a fund",
        title_zh="基金实缴率",
        unit="ratio",
        function=paid_in_rate,
        inputs=(
            Quantity("target", "Target scale", "目标规模", "fen"),
            Quantity("paid_in", "Paid in", "实缴", "fen"),
        ),
        outputs=(
            Quantity("rate", "Paid-in rate", "实缴率", "ratio", "{paid_in} ÷ {target}"),
            Quantity("left_to_pay", "Left to pay in", "未实缴", "fen", "max(0, {target} − {paid_in})"),
            Quantity("is_above_target", "Above target", "超目标规模", "flag", "{paid_in} > {target}"),
        ),
        sources=(Clause("Definition", "paid in over target", "-"),),
        example={"target": 147200, "paid_in": 7360},
        example_result={"rate": "0.05", "left_to_pay": "139840", "is_above_target": "no"},
    ),
    CalculatorSpec(
        key="funds.leverage",
        title="Leverage of a fund of funds",
        title_zh="基金放大倍数",
        unit="multiple",
        function=fund_leverage,
        inputs=(
            Quantity("sub_fund_paid_in", "Paid in, all holders", "子基金实缴总额", "fen"),
            Quantity("our_paid_in", "Paid in by the fund", "母基金实缴", "fen"),
        ),
        outputs=(
            Quantity("total_paid_in", "Total paid in", "实缴合计", "fen", "Σ {sub_fund_paid_in}"),
            Quantity("our_total", "Ours", "母基金合计", "fen", "Σ {our_paid_in}"),
            Quantity("others", "Others' money", "社会资本", "fen", "{total_paid_in} − {our_total}"),
            Quantity("leverage", "Leverage", "放大倍数", "multiple", "{total_paid_in} ÷ {our_total}"),
            Quantity("by_fund", "By sub-fund", "分子基金", "multiple", "{sub_fund_paid_in} ÷ {our_paid_in}"),
        ),
        sources=(Clause("Quanzhou government fund evaluation rules", "leverage indicator", "-"),),
        example={"sub_fund_paid_in": [500, 300], "our_paid_in": [100, 100]},
        example_result={"leverage": "4", "others": "600"},
    ),
    CalculatorSpec(
        key="funds.holding_share",
        title="Share of a holder in a fund",
        title_zh="出资占比",
        unit="ratio",
        function=holding_share,
        inputs=(
            Quantity("scale", "Scale of the fund", "基金规模", "fen"),
            Quantity("holding", "Holding", "出资额", "fen"),
        ),
        outputs=(Quantity("share", "Share", "占比", "ratio", "{holding} ÷ {scale}"),),
        sources=(Clause("Definition", "part over whole", "-"),),
        example={"scale": 4000, "holding": 1000},
        example_result={"share": "0.25"},
    ),
)
