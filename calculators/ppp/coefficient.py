"""Score to payment coefficient, by the rule of the contract; no national step table exists.

    step          coefficient of the highest band whose from_score ≤ W
    ratio         W ≥ threshold: 1, else W ÷ threshold
    offset        W ≥ threshold: 1, else (c + W) ÷ 100
    interpolated  straight lines between the bands' points, level after the last
    then          min(max(value, floor), cap); a veto (一票否决) makes it zero whatever the score

Shapes  scalars; bands ordered from the lowest score, the first from 0.
Units   scores in points of 100; coefficients are pure numbers, exact and unrounded.
Errors  CalculationError: score_out_of_range, missing_threshold, missing_bands, bands_disordered, bands_gap,
        negative, floor_above_cap, empty, too_many, not_exact, not_finite, out_of_range, not_positive.
Source  SPECS sources; golden cases in tests/golden/ppp/coefficient.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import Number, check_items, nonnegative, positive
from calculators.ppp.score import check_score


class CoefficientKind(StrEnum):
    """How a contract turns a score into a coefficient."""

    STEP = "step"
    RATIO = "ratio"
    OFFSET = "offset"
    INTERPOLATED = "interpolated"


@dataclass(frozen=True, slots=True)
class Band:
    """From this score upwards, until the next band, the contract names this coefficient."""

    from_score: Decimal
    coefficient: Decimal


@dataclass(frozen=True, slots=True)
class CoefficientRule:
    """A contract's rule: what its kind needs, and the limits it sets."""

    kind: CoefficientKind
    threshold: Decimal | None = None
    offset: Decimal = Decimal(0)
    bands: tuple[Band, ...] = ()
    floor: Decimal = Decimal(0)
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PaymentCoefficient:
    """A coefficient with the way to it: as the kind gives it, and after floor, cap and veto."""

    score: Decimal
    by_kind: Fraction
    coefficient: Fraction
    is_floored: bool
    is_capped: bool
    is_vetoed: bool


def payment_coefficient(
    score: Decimal, rule: CoefficientRule, *, is_vetoed: bool = False
) -> PaymentCoefficient:
    """Return the coefficient a score earns under a contract's rule.

    >>> sewage = CoefficientRule(CoefficientKind.RATIO, threshold=Decimal(70))
    >>> str(payment_coefficient(Decimal(69), sewage).coefficient)
    '69/70'
    """
    points = check_score(score)
    floor = nonnegative(rule.floor, "rule.floor")
    cap = None if rule.cap is None else nonnegative(rule.cap, "rule.cap")
    if cap is not None and floor > cap:
        raise CalculationError("floor_above_cap", "rule.floor", "the floor lies above the cap")
    value = _by_kind(points, rule)
    limited = max(value, floor)
    limited = limited if cap is None else min(limited, cap)
    return PaymentCoefficient(
        score,
        value,
        Fraction(0) if is_vetoed else limited,
        value < floor,
        cap is not None and value > cap,
        is_vetoed,
    )


def mean_coefficient(coefficients: Sequence[Number]) -> Fraction:
    """Return the plain mean of the coefficients of several cycles or sites.

    >>> str(mean_coefficient([Decimal(1), Decimal("0.9")]))
    '19/20'
    """
    check_items(coefficients, "coefficients")
    values = [nonnegative(value, "coefficients") for value in coefficients]
    return sum(values, Fraction(0)) / len(values)


def _by_kind(points: Fraction, rule: CoefficientRule) -> Fraction:
    if rule.kind is CoefficientKind.RATIO:
        line = _threshold(rule)
        return min(points / line, Fraction(1))
    if rule.kind is CoefficientKind.OFFSET:
        line = _threshold(rule)
        offset = nonnegative(rule.offset, "rule.offset")
        return Fraction(1) if points >= line else (offset + points) / 100
    bands = _checked_bands(rule.bands)
    if rule.kind is CoefficientKind.STEP:
        return next(value for start, value in reversed(bands) if points >= start)
    return _interpolated(points, bands)


def _threshold(rule: CoefficientRule) -> Fraction:
    if rule.threshold is None:
        raise CalculationError(
            "missing_threshold", "rule.threshold", "this kind needs the score of full payment"
        )
    return positive(check_score(rule.threshold, "rule.threshold"), "rule.threshold")


def _checked_bands(bands: Sequence[Band]) -> list[tuple[Fraction, Fraction]]:
    if not bands:
        raise CalculationError("missing_bands", "rule.bands", "this kind needs its table of bands")
    check_items(bands, "rule.bands")
    points = [
        (check_score(b.from_score, "rule.bands"), nonnegative(b.coefficient, "rule.bands")) for b in bands
    ]
    if points[0][0] != 0:
        raise CalculationError("bands_gap", "rule.bands", "the first band starts at a score of 0")
    if any(a[0] >= b[0] for a, b in pairwise(points)):
        raise CalculationError("bands_disordered", "rule.bands", "bands go up from the lowest score")
    return points


def _interpolated(points: Fraction, bands: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    for (low, at_low), (high, at_high) in pairwise(bands):
        if points < high:
            return at_low + (at_high - at_low) * (points - low) / (high - low)
    return bands[-1][1]


_SEWAGE = Clause(
    "Sewage PPP contract annexes as set out in a public assessment tool", "performance coefficient", "2025"
)
_SERVICE = Clause(
    "Service contract clause, public clause library", "考核措施: m ≥ 85 full, else (15 + m) %", "undated"
)

SPECS = (
    CalculatorSpec(
        key="ppp.coefficient",
        title="Payment coefficient from a score",
        title_zh="考核得分对应付费系数",
        unit="ratio",
        function=payment_coefficient,
        inputs=(
            Quantity("score", "Performance score", "绩效考核得分", "score"),
            Quantity("rule", "Rule of the contract", "合同约定规则", "table"),
            Quantity("is_vetoed", "Veto item failed", "一票否决", "flag"),
        ),
        outputs=(
            Quantity("score", "Performance score", "绩效考核得分", "score"),
            Quantity("by_kind", "By the rule", "按规则计算", "ratio", "{rule}({score})"),
            Quantity(
                "coefficient", "Payment coefficient", "付费系数", "ratio", "min(max({by_kind}, floor), cap)"
            ),
            Quantity("is_floored", "Raised to the floor", "取下限", "flag", "{by_kind} < floor of {rule}"),
            Quantity("is_capped", "Cut to the cap", "取上限", "flag", "{by_kind} > cap of {rule}"),
            Quantity("is_vetoed", "Vetoed", "一票否决", "flag"),
        ),
        sources=(_SEWAGE, _SERVICE),
        example={"score": "69", "rule": {"kind": "ratio", "threshold": "70"}},
        example_result={
            "score": "69",
            "by_kind": "69/70",
            "coefficient": "69/70",
            "is_floored": "False",
            "is_capped": "False",
            "is_vetoed": "False",
        },
    ),
    CalculatorSpec(
        key="ppp.coefficient.mean",
        title="Mean coefficient",
        title_zh="平均付费系数",
        unit="ratio",
        function=mean_coefficient,
        inputs=(Quantity("coefficients", "Coefficients", "各期付费系数", "ratio"),),
        outputs=(Quantity("result", "Mean", "平均系数", "ratio", "Σ {coefficients} ÷ n"),),
        sources=(_SEWAGE,),
        example={"coefficients": ["1", "0.9"]},
        example_result={"result": "19/20"},
    ),
)
