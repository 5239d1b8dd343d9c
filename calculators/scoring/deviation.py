"""Deviation of indicators from their targets, and the gap between money and goals (dual monitoring, 双监控).

    difference = actual − target           rate = difference ÷ target
    shortfall  = how far the rate is on the bad side of the indicator's direction, never below 0
    pace_gap   = budget_progress − goal_progress

Shapes  scalars; lights: (n,), from the rule in force.
Units   target and actual in the indicator's unit; progress: Decimal shares (0.5 is 50 %); lights: shares.
Errors  CalculationError: not_finite, zero_target, bad_range, negative_progress, empty, repeated_light.
Source  财预〔2019〕136号 (content of monitoring); no national limits were found, so lights are local data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.scoring.indicator import Direction


@dataclass(frozen=True, slots=True)
class Light:
    """From this shortfall or gap on, this light is shown."""

    name: str
    lowest: Decimal


@dataclass(frozen=True, slots=True)
class Deviation:
    """Signed deviation of one indicator, and the part of it that is bad."""

    difference: Decimal
    rate: Decimal
    shortfall: Decimal
    needs_reason: bool
    light: str | None


@dataclass(frozen=True, slots=True)
class PaceGap:
    """Money against goals: a positive gap is money running ahead of results."""

    goal_progress: Decimal
    budget_progress: Decimal
    pace_gap: Decimal
    is_money_ahead: bool
    light: str | None


def indicator_deviation(
    actual: Decimal,
    *,
    target: Decimal,
    lights: Sequence[Light],
    direction: Direction = Direction.HIGHER,
    target_high: Decimal | None = None,
) -> Deviation:
    """Return the deviation; ``light`` is None while the shortfall is under every light.

    >>> lights = [Light("yellow", Decimal("0.1")), Light("red", Decimal("0.3"))]
    >>> found = indicator_deviation(Decimal(80), target=Decimal(100), lights=lights)
    >>> str(found.rate), found.light
    ('-0.2', 'yellow')
    """
    _check_finite(actual=actual, target=target)
    if target == 0:
        raise CalculationError("zero_target", "target", "a rate of deviation needs a target that is not zero")
    nearest = _nearest(actual, target, direction, target_high)
    difference = actual - nearest
    rate = difference / abs(nearest)
    shortfall = abs(rate) if direction is Direction.WITHIN else max(Decimal(0), _adverse(rate, direction))
    return Deviation(difference, rate, shortfall, difference != 0, light_of(shortfall, lights))


def pace_gap(goal_progress: Decimal, budget_progress: Decimal, *, lights: Sequence[Light]) -> PaceGap:
    """Return how far spending runs ahead of (or behind) the goals; the light looks at the size of the gap.

    >>> found = pace_gap(Decimal("0.40"), Decimal("0.75"), lights=[Light("red", Decimal("0.3"))])
    >>> str(found.pace_gap), found.light
    ('0.35', 'red')
    """
    _check_finite(goal_progress=goal_progress, budget_progress=budget_progress)
    for field, progress in (("goal_progress", goal_progress), ("budget_progress", budget_progress)):
        if progress < 0:
            raise CalculationError("negative_progress", field, "progress is zero or more")
    gap = budget_progress - goal_progress
    return PaceGap(goal_progress, budget_progress, gap, gap > 0, light_of(abs(gap), lights))


def light_of(size: Decimal, lights: Sequence[Light]) -> str | None:
    """Return the name of the strongest light whose lowest value is reached.

    >>> light_of(Decimal("0.05"), [Light("yellow", Decimal("0.1"))]) is None
    True
    """
    if not lights:
        raise CalculationError("empty", "lights", "at least one light is needed")
    if not (size.is_finite() and all(light.lowest.is_finite() for light in lights)):
        raise CalculationError("not_finite", "lights", "a light begins at a finite number")
    if len({light.lowest for light in lights}) < len(lights):
        raise CalculationError("repeated_light", "lights", "two lights begin at the same value")
    reached = [light for light in lights if size >= light.lowest]
    return max(reached, key=lambda light: light.lowest).name if reached else None


def _nearest(actual: Decimal, target: Decimal, direction: Direction, target_high: Decimal | None) -> Decimal:
    """Return the value to compare with: the target, or the nearest point of the range."""
    if direction is not Direction.WITHIN:
        return target
    if target_high is None or not (target_high.is_finite() and 0 < target <= target_high):
        raise CalculationError("bad_range", "target_high", "a range needs an upper end above the lower one")
    return min(max(actual, target), target_high)


def _adverse(rate: Decimal, direction: Direction) -> Decimal:
    return rate if direction is Direction.LOWER else -rate


def _check_finite(**values: Decimal) -> None:
    for field, value in values.items():
        if not value.is_finite():
            raise CalculationError("not_finite", field, "a finite number is needed")


_LIGHTS = Quantity("lights", "Lights", "预警灯", "table")
_SOURCES = (Clause("财预〔2019〕136号", "绩效运行监控", "2019-07", confirmed=False),)

SPECS = (
    CalculatorSpec(
        key="scoring.deviation",
        title="Deviation of an indicator",
        title_zh="指标偏差",
        unit="ratio",
        function=indicator_deviation,
        inputs=(
            Quantity("actual", "Actual value", "实际完成值", "score"),
            Quantity("target", "Target value", "目标值", "score"),
            _LIGHTS,
            Quantity("direction", "Direction", "指标方向", "text"),
            Quantity("target_high", "Upper end of the range", "目标区间上限", "score"),
        ),
        outputs=(
            Quantity("difference", "Difference", "偏差", "score", "{actual} − {target}"),
            Quantity("rate", "Rate of deviation", "偏差率", "ratio", "{difference} ÷ {target}"),
            Quantity("shortfall", "Bad part", "不利偏差", "ratio", "{rate} on the bad side of {direction}"),
            Quantity("needs_reason", "Needs a reason", "需说明原因", "flag", "{difference} is not 0"),
            Quantity("light", "Light", "预警", "text", "strongest of {lights} that {shortfall} reaches"),
        ),
        sources=_SOURCES,
        example={"actual": "80", "target": "100", "lights": [{"name": "yellow", "lowest": "0.1"}]},
        example_result={"difference": "-20", "rate": "-0.2", "light": "yellow"},
    ),
    CalculatorSpec(
        key="scoring.pace_gap",
        title="Money against goals (dual monitoring)",
        title_zh="双监控进度差",
        unit="ratio",
        function=pace_gap,
        inputs=(
            Quantity("goal_progress", "Goal progress", "目标完成进度", "rate"),
            Quantity("budget_progress", "Budget progress", "预算执行进度", "rate"),
            _LIGHTS,
        ),
        outputs=(
            Quantity("pace_gap", "Gap", "进度差", "ratio", "{budget_progress} − {goal_progress}"),
            Quantity("is_money_ahead", "Money runs ahead", "资金超前", "flag", "{pace_gap} > 0"),
            Quantity("light", "Light", "预警", "text", "strongest of {lights} that the gap reaches"),
        ),
        sources=_SOURCES,
        example={
            "goal_progress": "0.40",
            "budget_progress": "0.75",
            "lights": [{"name": "red", "lowest": "0.3"}],
        },
        example_result={"pace_gap": "0.35", "light": "red"},
    ),
)
