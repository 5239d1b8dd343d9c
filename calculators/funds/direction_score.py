"""Direction-of-investment score (投向评价): fit with policy, layout, execution, each by its points.

    policy_fit  = min(1, Σ invested in named directions ÷ invested_in_all)
    layout      = mean over directions of min(1, (invested ÷ invested_in_all) ÷ least share)
    execution   = min(1, invested_in_all ÷ paid_in)
    total       = policy_fit × fit_points + layout × layout_points + execution × execution_points

Shapes  directions: (n,), those the charter names; a least share of 0 counts as reached; without any, fit
        and layout are 0.
Units   fen; shares: Decimal from 0 to 1; points: Decimal. Nothing is rounded.
Errors  CalculationError: nothing_invested, nothing_paid_in, negative_amount, bad_share, bad_points,
        above_whole, and those of check_fen.
Source  政府投资基金投向评价办法 names the three parts; the points were not confirmed and the measures behind
        them are the bureau's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class NamedDirection:
    """What was invested in one direction (fen), and the least share the charter asks for."""

    invested: int
    least_share: Decimal


@dataclass(frozen=True, slots=True)
class DirectionScore:
    """The three parts as shares reached, their points, and the sum."""

    policy_fit: Decimal
    layout: Decimal
    execution: Decimal
    fit_score: Decimal
    layout_score: Decimal
    execution_score: Decimal
    total: Decimal


def direction_score(
    directions: Sequence[NamedDirection],
    *,
    invested_in_all: int,
    paid_in: int,
    fit_points: Decimal,
    layout_points: Decimal,
    execution_points: Decimal,
) -> DirectionScore:
    """Return the score of direction with its parts.

    >>> named = [NamedDirection(40, Decimal("0.5")), NamedDirection(40, Decimal("0.2"))]
    >>> found = direction_score(
    ...     named, invested_in_all=100, paid_in=125,
    ...     fit_points=Decimal(60), layout_points=Decimal(30), execution_points=Decimal(10),
    ... )
    >>> str(found.layout), str(found.total)
    ('0.9', '83.0')
    """
    _check(directions, invested_in_all, paid_in, (fit_points, layout_points, execution_points))
    shares = [Decimal(one.invested) / invested_in_all for one in directions]
    reached = [
        min(_ONE, share / one.least_share) if one.least_share else _ONE
        for one, share in zip(directions, shares, strict=True)
    ]
    fit = min(_ONE, sum(shares, Decimal(0)))
    layout = sum(reached, Decimal(0)) / len(reached) if reached else Decimal(0)
    execution = min(_ONE, Decimal(invested_in_all) / paid_in)
    scores = (fit * fit_points, layout * layout_points, execution * execution_points)
    return DirectionScore(fit, layout, execution, *scores, sum(scores, Decimal(0)))


def _check(directions: Sequence[NamedDirection], whole: int, paid_in: int, points: Sequence[Decimal]) -> None:
    if check_fen(whole, "invested_in_all") <= 0:
        raise CalculationError("nothing_invested", "invested_in_all", "nothing was invested yet")
    if check_fen(paid_in, "paid_in") <= 0:
        raise CalculationError("nothing_paid_in", "paid_in", "nothing was paid in yet")
    for one in directions:
        if check_fen(one.invested, "directions") < 0:
            raise CalculationError("negative_amount", "directions", "amounts are given without a sign")
        if not (one.least_share.is_finite() and 0 <= one.least_share <= 1):
            raise CalculationError("bad_share", "directions", "a share is from 0 to 1")
    if sum(one.invested for one in directions) > whole:
        raise CalculationError("above_whole", "directions", "the directions hold more than was invested")
    if any(not one.is_finite() or one < 0 for one in points):
        raise CalculationError("bad_points", "fit_points", "points are zero or more")


SPEC = CalculatorSpec(
    key="funds.direction_score",
    title="Direction-of-investment score",
    title_zh="投向评价得分",
    unit="score",
    function=direction_score,
    inputs=(
        Quantity("directions", "Named directions", "约定投向", "table"),
        Quantity("invested_in_all", "Invested in all", "投资总额", "fen"),
        Quantity("paid_in", "Paid in", "实缴总额", "fen"),
        Quantity("fit_points", "Points for policy fit", "政策符合性分值", "score"),
        Quantity("layout_points", "Points for layout", "布局分值", "score"),
        Quantity("execution_points", "Points for execution", "执行分值", "score"),
    ),
    outputs=(
        Quantity(
            "policy_fit",
            "Policy fit",
            "政策符合度",
            "ratio",
            "min(1, Σ invested in {directions} ÷ {invested_in_all})",
        ),
        Quantity(
            "layout", "Layout", "布局完成度", "ratio", "mean reached of the least shares of {directions}"
        ),
        Quantity("execution", "Execution", "执行度", "ratio", "min(1, {invested_in_all} ÷ {paid_in})"),
        Quantity(
            "fit_score", "Score of policy fit", "政策符合性得分", "score", "{policy_fit} × {fit_points}"
        ),
        Quantity("layout_score", "Score of layout", "布局得分", "score", "{layout} × {layout_points}"),
        Quantity(
            "execution_score", "Score of execution", "执行得分", "score", "{execution} × {execution_points}"
        ),
        Quantity(
            "total", "Total score", "合计得分", "score", "{fit_score} + {layout_score} + {execution_score}"
        ),
    ),
    sources=(Clause("政府投资基金投向评价办法", "三个维度", "2026-01", confirmed=False),),
    example={
        "directions": [
            {"invested": 40, "least_share": "0.5"},
            {"invested": 40, "least_share": "0.2"},
        ],
        "invested_in_all": 100,
        "paid_in": 125,
        "fit_points": "60",
        "layout_points": "30",
        "execution_points": "10",
    },
    example_result={"layout": "0.9", "total": "83.0"},
)
