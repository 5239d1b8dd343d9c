"""Deductions from a service payment: unavailable areas, performance points with a ratchet, limits.

    area rate       AR = annual charge ÷ Σ (weight × possible periods)
    unavailability  UD = AR × weight × periods × use factor × repeat factor
    points          Σ points in a band × its multiplier × value of a point
    limits          each event at least the minimum; all together at most the cap

Shapes  areas, bands, ratchet, deductions: sequences; bands and ratchet go up.
Units   money in fen (or pence); area rate in fen per weighted period, exact; factors are pure numbers.
Errors  CalculationError: empty, too_many, negative, not_positive, not_a_share, zero_weights,
        disordered, not_exact, not_finite, out_of_range, not_whole, not_integer.
Source  SPECS sources; golden cases in tests/golden/ppp/deductions.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import (
    check_items,
    count,
    fen_of,
    nonnegative,
    nonnegative_fen,
    share,
)

MAX_COUNT = 1_000_000


@dataclass(frozen=True, slots=True)
class Area:
    """One area or class of areas: its weight and the periods a year it can fail in."""

    weight: Decimal
    possible_periods: int


@dataclass(frozen=True, slots=True)
class RatchetStep:
    """Above so many (failures or points) this factor applies."""

    above: int
    factor: Decimal


UK_REPEAT = (RatchetStep(0, Decimal(1)), RatchetStep(4, Decimal("1.5")), RatchetStep(8, Decimal(2)))
"""Failures of one criterion in a month: above 4 half as much again, above 8 double."""

UK_POINTS = (
    RatchetStep(0, Decimal(0)),
    RatchetStep(20, Decimal(1)),
    RatchetStep(100, Decimal("1.2")),
    RatchetStep(200, Decimal("1.5")),
)
"""The first 20 points are free, the rest cost more band by band."""


@dataclass(frozen=True, slots=True)
class AreaRate:
    """What one weighted period costs."""

    weighted_periods: Fraction
    rate: Fraction


@dataclass(frozen=True, slots=True)
class UnavailabilityDeduction:
    """A deduction for one area with its factors."""

    use_factor: Fraction
    repeat_factor: Fraction
    unrounded: Fraction
    deduction: int


@dataclass(frozen=True, slots=True)
class PointsBand:
    """Points that fell into one band and what they cost, unrounded fen."""

    above: int
    points: Fraction
    factor: Fraction
    amount: Fraction


@dataclass(frozen=True, slots=True)
class PointsDeduction:
    """A deduction for performance points, band by band."""

    bands: tuple[PointsBand, ...]
    unrounded: Fraction
    deduction: int


@dataclass(frozen=True, slots=True)
class LimitedDeduction:
    """Deductions raised to the minimum and cut to the cap; nothing disappears without a figure."""

    events: tuple[int, ...]
    gross: int
    raised: int
    cut: int
    deduction: int


def area_rate(annual_charge: int, areas: Sequence[Area]) -> AreaRate:
    """Return the charge of one weighted period, exact; a contract that rounds it says so itself.

    >>> str(area_rate(5_000_00, [Area(Decimal(3), 10), Area(Decimal(2), 10)]).rate)
    '10000'
    """
    charge = nonnegative_fen(annual_charge, "annual_charge")
    check_items(areas, "areas")
    weighted = sum((_weighted(area) for area in areas), Fraction(0))
    if weighted == 0:
        raise CalculationError("zero_weights", "areas", "no area has both a weight and a possible period")
    return AreaRate(weighted, charge / weighted)


def unavailability_deduction(
    rate: Decimal | Fraction,
    *,
    weight: Decimal,
    periods: int,
    failures: int = 1,
    is_used: bool = False,
    use_factor: Decimal = Decimal("0.5"),
    ratchet: Sequence[RatchetStep] = UK_REPEAT,
    rounding: Rounding = Rounding.HALF_UP,
) -> UnavailabilityDeduction:
    """Return the deduction for an area that was unavailable for so many periods.

    >>> unavailability_deduction(Decimal(200), weight=Decimal(30), periods=3).deduction
    18000
    """
    use = share(use_factor, "use_factor") if is_used else Fraction(1)
    number = count(failures, "failures", most=MAX_COUNT)
    repeat = next(factor for above, factor in reversed(_checked(ratchet)) if number > above)
    lost = nonnegative(weight, "weight") * count(periods, "periods", least=0, most=MAX_COUNT)
    amount = nonnegative(rate, "rate") * lost * use * repeat
    return UnavailabilityDeduction(use, repeat, amount, fen_of(amount, rounding, "rate"))


def points_deduction(
    points: Decimal,
    *,
    point_value: int,
    ratchet: Sequence[RatchetStep] = UK_POINTS,
    rounding: Rounding = Rounding.HALF_UP,
) -> PointsDeduction:
    """Return the deduction for the points of a period, each band at its own multiplier.

    >>> points_deduction(Decimal(120), point_value=300).deduction
    31200
    """
    scored = nonnegative(points, "points")
    value = nonnegative_fen(point_value, "point_value")
    steps = _checked(ratchet)
    tops: list[int | None] = [*(above for above, _ in steps[1:]), None]
    bands = tuple(
        _band(scored, above, top, factor=factor, value=value)
        for (above, factor), top in zip(steps, tops, strict=True)
    )
    amount = sum((band.amount for band in bands), Fraction(0))
    return PointsDeduction(bands, amount, fen_of(amount, rounding, "points"))


def limited_deduction(
    deductions: Sequence[int], *, minimum: int = 0, cap: int | None = None
) -> LimitedDeduction:
    """Return all deductions of a period within the contract's limits; an event of zero is no event.

    >>> limit = limited_deduction([20_00, 500_00, 0], minimum=50_00, cap=400_00)
    >>> limit.events, limit.raised, limit.cut, limit.deduction
    ((5000, 50000, 0), 3000, 15000, 40000)
    """
    check_items(deductions, "deductions")
    least = nonnegative_fen(minimum, "minimum")
    asked = [nonnegative_fen(amount, "deductions") for amount in deductions]
    events = tuple(max(amount, least) if amount else 0 for amount in asked)
    total = sum(events)
    kept = total if cap is None else min(total, nonnegative_fen(cap, "cap"))
    return LimitedDeduction(events, sum(asked), total - sum(asked), total - kept, kept)


def _weighted(area: Area) -> Fraction:
    periods = count(area.possible_periods, "areas", least=0, most=MAX_COUNT)
    return nonnegative(area.weight, "areas") * periods


def _band(scored: Fraction, above: int, top: int | None, *, factor: Fraction, value: int) -> PointsBand:
    upper = scored if top is None else min(scored, Fraction(top))
    inside = max(upper - above, Fraction(0))
    return PointsBand(above, inside, factor, inside * factor * value)


def _checked(ratchet: Sequence[RatchetStep]) -> list[tuple[int, Fraction]]:
    check_items(ratchet, "ratchet")
    steps = [
        (count(step.above, "ratchet", least=0, most=MAX_COUNT), nonnegative(step.factor, "ratchet"))
        for step in ratchet
    ]
    if steps[0][0] != 0 or any(a[0] >= b[0] for a, b in pairwise(steps)):
        raise CalculationError("disordered", "ratchet", "a ratchet starts above 0 and goes up")
    return steps


_STANDARD = "UK fire and police standard PFI contract, public PPP guidance library"
_AREA = Clause(_STANDARD, "unavailability deduction UD = AR · WF · DP · UU · RD", "toc 364198, 358882")
_POINTS = Clause(_STANDARD, "performance points, threshold and ratchet", "toc 364213")
_NPD = Clause("Scottish NPD standard contract, public library", "minimum deductions", "toc 504720")
_ROUNDING = Quantity("rounding", "Rounding", "取整规则", "text")

SPECS: tuple[CalculatorSpec, ...] = (
    CalculatorSpec(
        key="ppp.deductions.area_rate",
        title="Area rate",
        title_zh="单位权重费率",
        unit="yuan_per_unit",
        function=area_rate,
        inputs=(
            Quantity("annual_charge", "Yearly charge, indexed", "年付费（已调价）", "fen"),
            Quantity("areas", "Areas: weight and possible periods", "区域权重与可扣减时段", "table"),
        ),
        outputs=(
            Quantity(
                "weighted_periods", "Weighted periods", "加权时段数", "count", "Σ weight × periods of {areas}"
            ),
            Quantity(
                "rate",
                "Area rate, fen",
                "单位权重费率（分）",
                "yuan_per_unit",
                "{annual_charge} ÷ {weighted_periods}",
            ),
        ),
        sources=(_AREA,),
        example={
            "annual_charge": 500000,
            "areas": [{"weight": "3", "possible_periods": 10}, {"weight": "2", "possible_periods": 10}],
        },
        example_result={"weighted_periods": "50", "rate": "10000"},
    ),
    CalculatorSpec(
        key="ppp.deductions.unavailability",
        title="Unavailability deduction",
        title_zh="不可用扣减",
        unit="fen",
        function=unavailability_deduction,
        inputs=(
            Quantity("rate", "Area rate, fen", "单位权重费率（分）", "yuan_per_unit"),
            Quantity("weight", "Weight of the area", "区域权重", "ratio"),
            Quantity("periods", "Periods unavailable", "不可用时段数", "count"),
            Quantity("failures", "Failures in the month", "当月失败次数", "count"),
            Quantity("is_used", "Used though unavailable", "仍在使用", "flag"),
            Quantity("use_factor", "Use factor", "使用系数", "ratio"),
            Quantity("ratchet", "Repeat ratchet", "重复失败递增", "table"),
            _ROUNDING,
        ),
        outputs=(
            Quantity("use_factor", "Use factor", "使用系数", "ratio", "the contract's if {is_used}, else 1"),
            Quantity(
                "repeat_factor",
                "Repeat factor",
                "重复失败系数",
                "ratio",
                "factor of the highest step of {ratchet} below {failures}",
            ),
            Quantity(
                "unrounded",
                "Unrounded, fen",
                "未取整（分）",
                "fen",
                "{rate} × {weight} × {periods} × {use_factor} × {repeat_factor}",
            ),
            Quantity("deduction", "Deduction", "扣减额", "fen", "{unrounded}"),
        ),
        sources=(_AREA,),
        example={"rate": "200", "weight": "30", "periods": 3},
        example_result={"use_factor": "1", "repeat_factor": "1", "unrounded": "18000", "deduction": "18000"},
    ),
    CalculatorSpec(
        key="ppp.deductions.points",
        title="Deduction for performance points",
        title_zh="绩效扣分扣减",
        unit="fen",
        function=points_deduction,
        inputs=(
            Quantity("points", "Points", "扣分", "points"),
            Quantity("point_value", "Value of a point", "每分金额", "fen"),
            Quantity("ratchet", "Bands", "递增档", "table"),
            _ROUNDING,
        ),
        outputs=(
            Quantity("bands", "By band", "分档", "table", "{points} that fall in each band of {ratchet}"),
            Quantity(
                "unrounded", "Unrounded, fen", "未取整（分）", "fen", "Σ points × factor × {point_value}"
            ),
            Quantity("deduction", "Deduction", "扣减额", "fen", "{unrounded}"),
        ),
        sources=(_POINTS,),
        example={"points": "120", "point_value": 300},
        example_result={"unrounded": "31200", "deduction": "31200"},
    ),
    CalculatorSpec(
        key="ppp.deductions.limits",
        title="Deductions within their limits",
        title_zh="扣减上下限",
        unit="fen",
        function=limited_deduction,
        inputs=(
            Quantity("deductions", "Deductions of the period", "当期扣减", "fen"),
            Quantity("minimum", "Least deduction of an event", "单次最低扣减", "fen"),
            Quantity("cap", "Cap of the period", "当期扣减上限", "fen"),
        ),
        outputs=(
            Quantity("events", "By event", "分次", "fen", "max({deductions}, {minimum})"),
            Quantity("gross", "As computed", "计算扣减", "fen", "Σ {deductions}"),
            Quantity("raised", "Raised to the minimum", "补足最低额", "fen", "Σ {events} − {gross}"),
            Quantity("cut", "Above the cap", "超上限部分", "fen", "max(Σ {events} − {cap}, 0)"),
            Quantity("deduction", "Deduction", "扣减额", "fen", "{gross} + {raised} − {cut}"),
        ),
        sources=(_NPD,),
        example={"deductions": [2000, 50000, 0], "minimum": 5000, "cap": 40000},
        example_result={
            "events": "(5000, 50000, 0)",
            "gross": "52000",
            "raised": "3000",
            "cut": "15000",
            "deduction": "40000",
        },
    ),
)
