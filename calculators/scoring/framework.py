"""Weighted total of a three-level frame: items that do not apply are left out and the rest rescaled.

    raw               Σ score of applicable items
    applicable_weight Σ weight of applicable items
    total             raw ÷ applicable_weight × full_mark         0 under a veto
    with_bonus        total + min(bonus, bonus_cap)

Shapes  items: (n,), each with its three levels.
Units   points; the weights of all items together make the full mark.
Errors  CalculationError: empty, weights_do_not_sum, bad_weight, score_out_of_range, nothing_applies,
        missing_score, negative_bonus, bad_decimals, unknown_group.
Source  财预〔2020〕10号 frame; rescaling of items that do not apply as a county sewage assessment tool
        publishes it (68.5 of 88 → 77.8). Fujian 闽财规〔2025〕14号: base 100 and a bonus of at most 10.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class FrameItem:
    """One third-level item; a score is points out of the weight."""

    first: str
    second: str
    third: str
    weight: Decimal
    score: Decimal | None = None
    is_applicable: bool = True
    is_vetoed: bool = False

    def __str__(self) -> str:
        """Return the item as an explanation tells it: its name, points and weight."""
        return (
            f"{self.third or self.second} {'—' if self.score is None else f'{self.score:f}'}/{self.weight:f}"
        )


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """Weight and points of one first-level or second-level group, applicable items only."""

    name: str
    weight: Decimal
    score: Decimal

    def __str__(self) -> str:
        """Return the group as an explanation tells it: its name, points and weight."""
        return f"{self.name} {self.score:f}/{self.weight:f}"


@dataclass(frozen=True, slots=True)
class FrameTotal:
    """The total with its parts; ``total`` is unrounded, ``shown`` is what a form prints."""

    raw: Decimal
    applicable_weight: Decimal
    total: Decimal
    shown: Decimal
    bonus_counted: Decimal
    with_bonus: Decimal
    is_vetoed: bool
    first_level: tuple[GroupTotal, ...]
    second_level: tuple[GroupTotal, ...]
    left_out: tuple[str, ...]


def frame_total(
    items: Sequence[FrameItem],
    *,
    full_mark: Decimal = Decimal(100),
    decimals: int = 1,
    bonus: Decimal = Decimal(0),
    bonus_cap: Decimal = Decimal(0),
) -> FrameTotal:
    """Return the weighted total of a frame.

    >>> items = [FrameItem("output", "quantity", "km built", Decimal(88), Decimal("68.5")),
    ...          FrameItem("effect", "social", "satisfaction", Decimal(12), is_applicable=False)]
    >>> str(frame_total(items).shown)
    '77.8'
    """
    _check_items(items, full_mark)
    if not (bonus.is_finite() and bonus_cap.is_finite() and bonus >= 0 and bonus_cap >= 0):
        raise CalculationError("negative_bonus", "bonus", "a bonus is zero or more")
    if not 0 <= decimals <= 10:
        raise CalculationError("bad_decimals", "decimals", "from 0 to 10 decimals")
    used = [(item, item.score) for item in items if item.is_applicable and item.score is not None]
    raw = sum((score for _, score in used), Decimal(0))
    weight = sum((item.weight for item, _ in used), Decimal(0))
    is_vetoed = any(item.is_vetoed for item in items)
    total = Decimal(0) if is_vetoed else raw * full_mark / weight
    extra = Decimal(0) if is_vetoed else min(bonus, bonus_cap)
    return FrameTotal(
        raw,
        weight,
        total,
        total.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP),
        extra,
        total + extra,
        is_vetoed,
        _groups([(item.first, item.weight, score) for item, score in used]),
        _groups([(f"{item.first}/{item.second}", item.weight, score) for item, score in used]),
        tuple(item.third for item in items if not item.is_applicable),
    )


def group_share(items: Sequence[FrameItem], names: Sequence[str]) -> Decimal:
    """Return the share of all weights that the named first-level groups carry.

    >>> items = [FrameItem("output", "", "a", Decimal(60)), FrameItem("process", "", "b", Decimal(40))]
    >>> str(group_share(items, ["output"]))
    '0.6'
    """
    if not items:
        raise CalculationError("empty", "items", "at least one item is needed")
    unknown = set(names) - {item.first for item in items}
    if unknown:
        raise CalculationError(
            "unknown_group", "names", "no item belongs to %(group)s", group=sorted(unknown)[0]
        )
    for item in items:
        _check_weight(item)
    named = sum((item.weight for item in items if item.first in names), Decimal(0))
    return named / sum((item.weight for item in items), Decimal(0))


def _check_items(items: Sequence[FrameItem], full_mark: Decimal) -> None:
    if not items:
        raise CalculationError("empty", "items", "at least one item is needed")
    for item in items:
        _check_item(item)
    if sum(item.weight for item in items) != full_mark:
        raise CalculationError(
            "weights_do_not_sum", "items", "the weights must sum to %(full_mark)s", full_mark=full_mark
        )
    if not any(item.is_applicable for item in items):
        raise CalculationError("nothing_applies", "items", "no item applies, so there is no score")


def _check_weight(item: FrameItem) -> None:
    if not (item.weight.is_finite() and item.weight > 0):
        raise CalculationError("bad_weight", "items", "%(third)s: a weight is above zero", third=item.third)


def _check_item(item: FrameItem) -> None:
    _check_weight(item)
    if not item.is_applicable:
        return
    if item.score is None:
        raise CalculationError("missing_score", "items", "%(third)s: the score is missing", third=item.third)
    if not (item.score.is_finite() and 0 <= item.score <= item.weight):
        raise CalculationError(
            "score_out_of_range", "items", "%(third)s: a score is from 0 to its weight", third=item.third
        )


def _groups(rows: Sequence[tuple[str, Decimal, Decimal]]) -> tuple[GroupTotal, ...]:
    totals: dict[str, tuple[Decimal, Decimal]] = {}
    for name, weight, score in rows:
        weights, scores = totals.get(name, (Decimal(0), Decimal(0)))
        totals[name] = (weights + weight, scores + score)
    return tuple(GroupTotal(name, weight, score) for name, (weight, score) in totals.items())


_ITEMS = Quantity("items", "Items of the frame", "指标体系", "table")

SPECS = (
    CalculatorSpec(
        key="scoring.frame_total",
        title="Weighted total of an indicator frame",
        title_zh="绩效指标体系总分",
        unit="points",
        function=frame_total,
        inputs=(
            _ITEMS,
            Quantity("full_mark", "Full mark", "满分", "points"),
            Quantity("decimals", "Decimals shown", "显示小数位", "count"),
            Quantity("bonus", "Bonus", "加分", "points"),
            Quantity("bonus_cap", "Bonus cap", "加分上限", "points"),
        ),
        outputs=(
            Quantity("raw", "Points earned", "适用项得分", "points", "Σ score of {items} that apply"),
            Quantity(
                "applicable_weight",
                "Points that apply",
                "适用项满分",
                "points",
                "Σ weight of {items} that apply",
            ),
            Quantity("total", "Total", "总分", "points", "{raw} ÷ {applicable_weight} × {full_mark}"),
            Quantity("shown", "Total as shown", "显示总分", "points", "{total}, {decimals}"),
            Quantity("bonus_counted", "Bonus counted", "计入加分", "points", "min({bonus}, {bonus_cap})"),
            Quantity("with_bonus", "Total with bonus", "含加分总分", "points", "{total} + {bonus_counted}"),
            Quantity("is_vetoed", "Veto", "一票否决", "flag", "one of {items} carries a veto"),
            Quantity("first_level", "First level", "一级指标", "table", "sums by first level"),
            Quantity("second_level", "Second level", "二级指标", "table", "sums by second level"),
            Quantity("left_out", "Does not apply", "不适用项", "text", "items left out"),
        ),
        sources=(
            Clause("财预〔2020〕10号", "评价指标体系", "2020-02", confirmed=False),
            Clause("闽财规〔2025〕14号", "基金绩效评价加分", "2025-06"),
        ),
        example={
            "items": [
                {"first": "产出", "second": "数量", "third": "里程", "weight": "88", "score": "68.5"},
                {
                    "first": "效益",
                    "second": "社会效益",
                    "third": "景观",
                    "weight": "12",
                    "is_applicable": False,
                },
            ]
        },
        example_result={"raw": "68.5", "applicable_weight": "88", "shown": "77.8"},
    ),
    CalculatorSpec(
        key="scoring.group_share",
        title="Weight of groups in a frame",
        title_zh="指标组权重占比",
        unit="ratio",
        function=group_share,
        inputs=(_ITEMS, Quantity("names", "First-level groups", "一级指标", "text")),
        outputs=(
            Quantity(
                "result", "Share of weight", "权重占比", "ratio", "Σ weight of {names} ÷ Σ weight of {items}"
            ),
        ),
        sources=(Clause("财预〔2020〕10号", "产出与效益权重", "2020-02", confirmed=False),),
        example={
            "items": [
                {"first": "产出", "second": "", "third": "a", "weight": "60"},
                {"first": "过程", "second": "", "third": "b", "weight": "40"},
            ],
            "names": ["产出"],
        },
        example_result={"result": "0.6"},
    ),
)
