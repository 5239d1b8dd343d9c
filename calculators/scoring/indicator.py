"""Score of one indicator: quantitative by completion, qualitative by band, with over-fulfilment and veto.

    completion   higher is better: actual ÷ target      lower is better: target ÷ actual
                 within a range: 1 inside, actual ÷ lower end below it, upper end ÷ actual above it
    score        full_mark × min(completion, 1); cut by full_mark × (completion − over_limit) where the
                 evaluator finds that the target was set too low; 0 under a veto

Shapes  scalars; bands: (n,) from the rule in force.
Units   points; target and actual in the indicator's own unit, zero or more; shares as Decimal from 0 to 1.
Errors  CalculationError: not_finite, negative_value, zero_target, bad_range, bad_full_mark, bad_over_limit,
        unknown_band, outside_band, empty.
Source  财预〔2020〕10号 practice: met is the full mark, short is in proportion, far over means checking
        the target; judged items in three bands 100–80, 80–60, 60–0 % (from memory, so arguments).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class QuantitativeScore:
    """Completion and points of a measured indicator."""

    completion: Decimal
    is_met: bool
    over_fulfilment: Decimal
    needs_target_check: bool
    cut: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True)
class QualitativeBand:
    """A named band of the full mark, lowest share to highest share."""

    name: str
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True)
class QualitativeScore:
    """Band, share and points of a judged indicator."""

    band: QualitativeBand
    share: Decimal
    score: Decimal


def quantitative_score(
    actual: Decimal,
    *,
    target: Decimal,
    full_mark: Decimal,
    direction: Direction = Direction.HIGHER,
    target_high: Decimal | None = None,
    over_limit: Decimal | None = None,
    is_target_too_low: bool = False,
    is_vetoed: bool = False,
) -> QuantitativeScore:
    """Return the points of a measured indicator; ``target`` is the lower end where the direction is a range.

    >>> str(quantitative_score(Decimal(45), target=Decimal(60), full_mark=Decimal(10)).score)
    '7.50'
    """
    _check_values(actual, target, full_mark)
    if over_limit is not None and not (over_limit.is_finite() and over_limit >= 1):
        raise CalculationError("bad_over_limit", "over_limit", "over-fulfilment begins at 1 or above")
    completion = _completion(actual, target, direction, target_high)
    over = max(Decimal(0), completion - over_limit) if over_limit is not None else Decimal(0)
    earned = full_mark * min(completion, Decimal(1))
    cut = min(earned, full_mark * over) if is_target_too_low else Decimal(0)
    score = Decimal(0) if is_vetoed else earned - cut
    return QuantitativeScore(completion, completion >= 1, over, over > 0, cut, score)


def qualitative_score(
    share: Decimal,
    *,
    band: str,
    bands: Sequence[QualitativeBand],
    full_mark: Decimal,
    is_vetoed: bool = False,
) -> QualitativeScore:
    """Return the points of a judged indicator; the share has to lie in the band that was chosen.

    >>> three = [QualitativeBand("met", Decimal("0.8"), Decimal(1)), QualitativeBand("partly", Decimal("0.6"),
    ...          Decimal("0.8")), QualitativeBand("unmet", Decimal(0), Decimal("0.6"))]
    >>> str(qualitative_score(Decimal("0.9"), band="met", bands=three, full_mark=Decimal(10)).score)
    '9.0'
    """
    _check_values(share, Decimal(1), full_mark)
    if not bands:
        raise CalculationError("empty", "bands", "a judged indicator needs bands")
    chosen = next((one for one in bands if one.name == band), None)
    if chosen is None:
        raise CalculationError("unknown_band", "band", "this band is not in the table")
    if not (
        chosen.lowest.is_finite() and chosen.highest.is_finite() and chosen.lowest <= share <= chosen.highest
    ):
        raise CalculationError("outside_band", "share", "the share lies outside the chosen band")
    return QualitativeScore(chosen, share, Decimal(0) if is_vetoed else full_mark * share)


def _completion(
    actual: Decimal, target: Decimal, direction: Direction, target_high: Decimal | None
) -> Decimal:
    if direction is Direction.WITHIN:
        if target_high is None or not (target_high.is_finite() and target <= target_high):
            raise CalculationError(
                "bad_range", "target_high", "a range needs an upper end above the lower one"
            )
        if target <= actual <= target_high:
            return Decimal(1)
        return actual / target if actual < target else target_high / actual
    if direction is Direction.LOWER:
        # Nothing spent, or nothing gone wrong, is the best there is and needs no quotient.
        return target / actual if actual else Decimal(1)
    if not target:
        raise CalculationError("zero_target", "target", "completion needs a target above zero")
    return actual / target


def _check_values(actual: Decimal, target: Decimal, full_mark: Decimal) -> None:
    for field, value in (("actual", actual), ("target", target), ("full_mark", full_mark)):
        if not value.is_finite():
            raise CalculationError("not_finite", field, "a finite number is needed")
        if value < 0:
            raise CalculationError("negative_value", field, "zero or more is needed")
    if not full_mark:
        raise CalculationError("bad_full_mark", "full_mark", "a full mark is above zero")


_FULL = Quantity("full_mark", "Full mark", "满分", "points")
_VETO = Quantity("is_vetoed", "Veto", "一票否决", "flag")

SPECS = (
    CalculatorSpec(
        key="scoring.quantitative",
        title="Score of a measured indicator",
        title_zh="定量指标得分",
        unit="points",
        function=quantitative_score,
        inputs=(
            Quantity("actual", "Actual value", "实际完成值", "score"),
            Quantity("target", "Target value", "目标值", "score"),
            _FULL,
            Quantity("direction", "Direction", "指标方向", "text"),
            Quantity("target_high", "Upper end of the range", "目标区间上限", "score"),
            Quantity("over_limit", "Over-fulfilment begins at", "超额起点", "ratio"),
            Quantity("is_target_too_low", "Target was set too low", "目标值偏低", "flag"),
            _VETO,
        ),
        outputs=(
            Quantity("completion", "Completion", "完成率", "ratio", "{actual} against {target}"),
            Quantity("is_met", "Met", "是否完成", "flag", "{completion} ≥ 1"),
            Quantity(
                "over_fulfilment",
                "Over-fulfilment",
                "超额幅度",
                "ratio",
                "max(0, {completion} − {over_limit})",
            ),
            Quantity(
                "needs_target_check", "Check the target", "需核查目标值", "flag", "{over_fulfilment} > 0"
            ),
            Quantity("cut", "Cut", "扣分", "points", "{full_mark} × {over_fulfilment}"),
            Quantity("score", "Score", "得分", "points", "{full_mark} × min({completion}, 1) − {cut}"),
        ),
        sources=(Clause("财预〔2020〕10号", "指标评分方法", "2020-02", confirmed=False),),
        example={"actual": "45", "target": "60", "full_mark": "10"},
        example_result={"completion": "0.75", "score": "7.50", "is_met": "no"},
    ),
    CalculatorSpec(
        key="scoring.qualitative",
        title="Score of a judged indicator",
        title_zh="定性指标得分",
        unit="points",
        function=qualitative_score,
        inputs=(
            Quantity("share", "Share of the full mark", "得分比例", "rate"),
            Quantity("band", "Band", "档次", "text"),
            Quantity("bands", "Bands", "档次表", "table"),
            _FULL,
            _VETO,
        ),
        outputs=(Quantity("score", "Score", "得分", "points", "{full_mark} × {share}"),),
        sources=(Clause("财预〔2020〕10号", "定性指标三档", "2020-02", confirmed=False),),
        example={
            "share": "0.9",
            "band": "met",
            "bands": [{"name": "met", "lowest": "0.8", "highest": "1"}],
            "full_mark": "10",
        },
        example_result={"score": "9.0"},
    ),
)
