"""Grades from scores, counts by grade, percentages, and published percentages that were nudged.

    grade        the highest band whose lowest score is reached
    percentage   count ÷ Σ counts × 100, each rounded half up by itself, the column never adjusted to 100

Shapes  bands: (n,), in any order; counts, published: (k,), in one order.
Units   points; percent with the decimals asked for.
Errors  CalculationError: empty, repeated_band, below_every_band, out_of_range, shape_mismatch, not_finite,
        negative_count, nothing_counted, bad_decimals.
Source  Grade tables are data of the rule in force (for one, 优 90, 良 80, 中 60, 差 0). Raw counts are kept;
        a printed percentage that does not follow from them is flagged, not copied.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import round_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class GradeBand:
    """A grade and the lowest score that earns it."""

    name: str
    name_zh: str
    lowest: Decimal


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many fall into a grade, and their percentage."""

    band: GradeBand
    count: int
    percentage: Decimal


@dataclass(frozen=True, slots=True)
class GradeDistribution:
    """Counts of all grades, best first."""

    total: int
    grades: tuple[GradeCount, ...]


@dataclass(frozen=True, slots=True)
class PercentageCheck:
    """Printed percentages against those that follow from the counts."""

    computed: tuple[Decimal, ...]
    differences: tuple[Decimal, ...]
    nudged: tuple[int, ...]
    published_sum: Decimal


def grade_of(score: Decimal, bands: Sequence[GradeBand], *, highest: Decimal = Decimal(100)) -> GradeBand:
    """Return the grade of a score.

    >>> bands = [GradeBand("excellent", "优", Decimal(90)), GradeBand("good", "良", Decimal(80))]
    >>> grade_of(Decimal("89.99"), bands).name_zh
    '良'
    """
    ordered = _ordered(bands)
    if not (score.is_finite() and highest.is_finite() and 0 <= score <= highest):
        raise CalculationError("out_of_range", "score", "a score is from 0 to %(highest)s", highest=highest)
    for band in ordered:
        if score >= band.lowest:
            return band
    raise CalculationError("below_every_band", "score", "the table has no grade for this score")


def grade_distribution(
    scores: Sequence[Decimal],
    bands: Sequence[GradeBand],
    *,
    highest: Decimal = Decimal(100),
    decimals: int = 2,
) -> GradeDistribution:
    """Return the count and percentage of every grade, best first.

    >>> bands = [GradeBand("good", "良", Decimal(80)), GradeBand("fair", "中", Decimal(0))]
    >>> found = grade_distribution([Decimal(85), Decimal(70), Decimal(60)], bands)
    >>> [(grade.count, str(grade.percentage)) for grade in found.grades]
    [(1, '33.33'), (2, '66.67')]
    """
    ordered = _ordered(bands)
    earned = [grade_of(score, ordered, highest=highest) for score in scores]
    counts = [earned.count(band) for band in ordered]
    shares = percentages(counts, decimals=decimals)
    rows = zip(ordered, counts, shares, strict=True)
    return GradeDistribution(len(scores), tuple(GradeCount(*row) for row in rows))


def percentages(counts: Sequence[int], *, decimals: int = 2) -> tuple[Decimal, ...]:
    """Return each count as a percentage of all, each rounded by itself.

    >>> [str(share) for share in percentages([7, 57, 33, 0])]
    ['7.22', '58.76', '34.02', '0.00']
    """
    if not 0 <= decimals <= 10:
        raise CalculationError("bad_decimals", "decimals", "from 0 to 10 decimals")
    if any(count < 0 for count in counts):
        raise CalculationError("negative_count", "counts", "a count is zero or more")
    total = sum(counts)
    if not total:
        raise CalculationError("nothing_counted", "counts", "a percentage needs something counted")
    scale = 100 * 10**decimals
    return tuple(Decimal(round_fen(Fraction(count * scale, total))).scaleb(-decimals) for count in counts)


def flag_nudged_percentages(
    counts: Sequence[int], published: Sequence[Decimal], *, decimals: int = 2
) -> PercentageCheck:
    """Return which published percentages do not follow from the counts (by place).

    >>> flag_nudged_percentages([5, 44, 5], [Decimal("9.26"), Decimal("81.48"), Decimal("9.26")]).nudged
    ()
    """
    if len(counts) != len(published):
        raise CalculationError("shape_mismatch", "published", "one percentage per count is needed")
    if not all(share.is_finite() for share in published):
        raise CalculationError("not_finite", "published", "a percentage is a finite number")
    computed = percentages(counts, decimals=decimals)
    differences = tuple(shown - share for shown, share in zip(published, computed, strict=True))
    nudged = tuple(i for i, difference in enumerate(differences) if difference)
    return PercentageCheck(computed, differences, nudged, sum(published, Decimal(0)))


def _ordered(bands: Sequence[GradeBand]) -> list[GradeBand]:
    if not bands:
        raise CalculationError("empty", "bands", "at least one grade is needed")
    if not all(band.lowest.is_finite() for band in bands):
        raise CalculationError("not_finite", "bands", "a grade begins at a finite score")
    if len({band.lowest for band in bands}) < len(bands):
        raise CalculationError("repeated_band", "bands", "two grades begin at the same score")
    return sorted(bands, key=lambda band: band.lowest, reverse=True)


_BANDS = Quantity("bands", "Grade table", "等级表", "table")
_HIGHEST = Quantity("highest", "Full mark", "满分", "points")
_DECIMALS = Quantity("decimals", "Decimals", "小数位", "count")
_COUNTS = Quantity("counts", "Counts by grade", "各等级数量", "count")
_SOURCES = (
    Clause("Grade table of the evaluation rule", "优 90 良 80 中 60 差", "-", confirmed=False),
    Clause("2024年城中区预算绩效管理工作开展情况", "raw counts and printed percentages", "2025"),
)
_TABLE = [
    {"name": "excellent", "name_zh": "优", "lowest": "90"},
    {"name": "good", "name_zh": "良", "lowest": "80"},
    {"name": "fair", "name_zh": "中", "lowest": "60"},
    {"name": "poor", "name_zh": "差", "lowest": "0"},
]

SPECS = (
    CalculatorSpec(
        key="scoring.grade",
        title="Grade of a score",
        title_zh="评价等级",
        unit="text",
        function=grade_of,
        inputs=(Quantity("score", "Score", "得分", "score"), _BANDS, _HIGHEST),
        outputs=(
            Quantity("name", "Grade", "等级（英文）", "text", "highest of {bands} that {score} reaches"),
            Quantity("name_zh", "Grade (Chinese)", "等级", "text", "highest of {bands} that {score} reaches"),
            Quantity("lowest", "Lowest score of the grade", "等级下限", "score", "from {bands}"),
        ),
        sources=_SOURCES,
        example={"score": "89.99", "bands": _TABLE},
        example_result={"name": "good", "name_zh": "良", "lowest": "80"},
    ),
    CalculatorSpec(
        key="scoring.grade_distribution",
        title="Distribution of grades",
        title_zh="等级分布",
        unit="table",
        function=grade_distribution,
        inputs=(Quantity("scores", "Scores", "得分", "score"), _BANDS, _HIGHEST, _DECIMALS),
        outputs=(
            Quantity("total", "Evaluated", "评价总数", "count", "number of {scores}"),
            Quantity("grades", "Counts and percentages", "数量与占比", "table", "count ÷ {total} × 100"),
        ),
        sources=_SOURCES,
        example={"scores": ["85", "70", "60"], "bands": _TABLE},
        example_result={"total": "3"},
    ),
    CalculatorSpec(
        key="scoring.percentages",
        title="Percentages of counts",
        title_zh="数量占比",
        unit="percent",
        function=percentages,
        inputs=(_COUNTS, _DECIMALS),
        outputs=(Quantity("result", "Percentages", "占比", "percent", "{counts} ÷ Σ {counts} × 100"),),
        sources=_SOURCES,
        example={"counts": [7, 57, 33, 0]},
        example_result={"result": "(7.22, 58.76, 34.02, 0.00)"},
    ),
    CalculatorSpec(
        key="scoring.nudged_percentages",
        title="Published percentages against raw counts",
        title_zh="公布占比核对",
        unit="percent",
        function=flag_nudged_percentages,
        inputs=(_COUNTS, Quantity("published", "Published percentages", "公布占比", "percent"), _DECIMALS),
        outputs=(
            Quantity("computed", "Computed", "计算占比", "percent", "{counts} ÷ Σ {counts} × 100"),
            Quantity("differences", "Difference", "差异", "percent", "{published} − {computed}"),
            Quantity("nudged", "Does not follow", "不一致项", "count", "places where {differences} is not 0"),
            Quantity("published_sum", "Sum as published", "公布合计", "percent", "Σ {published}"),
        ),
        sources=_SOURCES,
        example={"counts": [7, 57, 33, 0], "published": ["7.21", "58.77", "34.02", "0.00"]},
        example_result={"published_sum": "100.00"},
    ),
)
