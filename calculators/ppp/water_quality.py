"""Coefficients of sewage contracts: water quality (Kq), load (KQ), dry season (E1d).

    Kq   influent < 140: clip((influent − max(effluent, 30)) ÷ 90, 0, 1)
         influent ≥ 140: 0.9 if the contract punishes a failed effluent and it failed,
         else the coefficient of the highest band whose from_influent ≤ influent
    KQ   min(average daily volume ÷ (0.9 × design volume), 1)
    E1d  1 from 21 days with influent COD above 160, else (days + 69) ÷ 90

Shapes  scalars; bands ordered from 140 upwards.
Units   concentrations mg/L of COD (monthly mean), volumes m³ per day, days of the month.
Errors  CalculationError: missing_outcome, negative, not_positive, out_of_range, not_exact, not_finite,
        not_whole.
Source  SPECS sources; golden cases in tests/golden/ppp/water_quality.csv.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import count, nonnegative, positive

LOW_INFLUENT = 140
EFFLUENT_FLOOR = 30
FAILED_EFFLUENT = Fraction(9, 10)


class QualityScheme(StrEnum):
    """Whose bands above 140 mg/L apply."""

    MAONAN = "maonan"
    YUNAN = "yunan"


_BANDS: dict[QualityScheme, tuple[tuple[int, Fraction], ...]] = {
    QualityScheme.MAONAN: ((250, Fraction(11, 10)), (200, Fraction(21, 20)), (140, Fraction(1))),
    QualityScheme.YUNAN: ((220, Fraction(11, 10)), (200, Fraction(21, 20)), (140, Fraction(1))),
}


@dataclass(frozen=True, slots=True)
class QualityCoefficient:
    """Kq with the effluent it counted and the removal it saw, mg/L."""

    counted_effluent: Fraction
    removed: Fraction
    coefficient: Fraction


def quality_coefficient(
    influent: Decimal,
    effluent: Decimal,
    *,
    scheme: QualityScheme,
    is_effluent_failed: bool | None = None,
) -> QualityCoefficient:
    """Return the quality coefficient of a month; Yunan needs to be told whether the effluent failed.

    >>> str(quality_coefficient(Decimal(120), Decimal(12), scheme=QualityScheme.MAONAN).coefficient)
    '1'
    >>> str(quality_coefficient(Decimal(93), Decimal(12), scheme=QualityScheme.MAONAN).coefficient)
    '7/10'
    """
    came = nonnegative(influent, "influent")
    counted = max(nonnegative(effluent, "effluent"), Fraction(EFFLUENT_FLOOR))
    if scheme is QualityScheme.YUNAN and is_effluent_failed is None:
        raise CalculationError(
            "missing_outcome", "is_effluent_failed", "whether the effluent met its standard"
        )
    return QualityCoefficient(counted, came - counted, _quality(came, counted, scheme, is_effluent_failed))


def load_coefficient(average_daily: Decimal, *, design_daily: Decimal) -> Fraction:
    """Return how far a network carries what it was built for, at most 1.

    >>> str(load_coefficient(Decimal(720), design_daily=Decimal(1000)))
    '4/5'
    """
    carried = nonnegative(average_daily, "average_daily")
    design = positive(design_daily, "design_daily")
    return min(carried / (design * Fraction(9, 10)), Fraction(1))


def dry_season_coefficient(days: int) -> Fraction:
    """Return the dry-season coefficient from the days with influent COD above 160.

    >>> str(dry_season_coefficient(20))
    '89/90'
    """
    number = count(days, "days", least=0, most=31)
    return min(Fraction(number + 69, 90), Fraction(1))


def _quality(
    came: Fraction, counted: Fraction, scheme: QualityScheme, is_effluent_failed: bool | None
) -> Fraction:
    if came < LOW_INFLUENT:
        return min(max((came - counted) / 90, Fraction(0)), Fraction(1))
    if scheme is QualityScheme.YUNAN and is_effluent_failed:
        return FAILED_EFFLUENT
    return next(value for start, value in _BANDS[scheme] if came >= start)


_TOOL = Clause("Public assessment tool of two sewage PPP projects (茂南, 郁南)", "Kq, KQ, E1d", "2025")

SPECS = (
    CalculatorSpec(
        key="ppp.water.quality",
        title="Water quality coefficient Kq",
        title_zh="水质系数 Kq",
        unit="ratio",
        function=quality_coefficient,
        inputs=(
            Quantity("influent", "Influent COD, mg/L", "进水COD月均浓度", "ratio"),
            Quantity("effluent", "Effluent COD, mg/L", "出水COD月均浓度", "ratio"),
            Quantity("scheme", "Scheme", "合同方案", "text"),
            Quantity("is_effluent_failed", "Effluent failed its standard", "出水不达标", "flag"),
        ),
        outputs=(
            Quantity(
                "counted_effluent", "Effluent counted", "计算用出水浓度", "ratio", "max({effluent}, 30)"
            ),
            Quantity("removed", "Removed", "削减浓度", "ratio", "{influent} − {counted_effluent}"),
            Quantity("coefficient", "Kq", "水质系数", "ratio", "below 140: clip({removed} ÷ 90, 0, 1)"),
        ),
        sources=(_TOOL,),
        example={"influent": "93", "effluent": "12", "scheme": "maonan"},
        example_result={"counted_effluent": "30", "removed": "63", "coefficient": "7/10"},
    ),
    CalculatorSpec(
        key="ppp.water.load",
        title="Load coefficient KQ",
        title_zh="水量负荷系数 KQ",
        unit="ratio",
        function=load_coefficient,
        inputs=(
            Quantity("average_daily", "Average volume a day, m³", "日均处理水量", "ratio"),
            Quantity("design_daily", "Design volume a day, m³", "设计日处理水量", "ratio"),
        ),
        outputs=(
            Quantity("result", "KQ", "负荷系数", "ratio", "min({average_daily} ÷ (0.9 × {design_daily}), 1)"),
        ),
        sources=(_TOOL,),
        example={"average_daily": "720", "design_daily": "1000"},
        example_result={"result": "4/5"},
    ),
    CalculatorSpec(
        key="ppp.water.dry_season",
        title="Dry-season coefficient E1d",
        title_zh="枯水期系数 E1d",
        unit="ratio",
        function=dry_season_coefficient,
        inputs=(Quantity("days", "Days with influent COD above 160", "进水COD大于160的天数", "days"),),
        outputs=(Quantity("result", "E1d", "枯水期系数", "ratio", "min(({days} + 69) ÷ 90, 1)"),),
        sources=(_TOOL,),
        example={"days": 20},
        example_result={"result": "89/90"},
    ),
)
