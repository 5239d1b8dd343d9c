"""Levels from bands that a rule passes in; a debt colour only where hidden debt is counted.

    level         the band with the highest lower end that the ratio reaches
    region level  the cell of a matrix: band of overall progress × band of the share of lagging projects

Shapes  bands: (n,); matrix: rows by first bands, columns by second bands, lowest band first.
Units   ratios as Decimal (1.2 is 120 %).
Errors  CalculationError: empty, repeated_band, not_finite, below_every_band, shape_mismatch.
Source  Colour bands are widely reported and not published law, and are defined on a ratio that includes
        hidden debt; 晋财债〔2022〕5号 crosses regional progress with the share of lagging projects.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class LevelBand:
    """From this ratio on, this level."""

    name: str
    name_zh: str
    lowest: Decimal


@dataclass(frozen=True, slots=True)
class DebtColour:
    """A colour, or none with the reason why none can be claimed."""

    ratio: Decimal
    includes_hidden_debt: bool
    colour: LevelBand | None
    reason: str


@dataclass(frozen=True, slots=True)
class MatrixLevel:
    """The two bands and the level at their crossing."""

    first: LevelBand
    second: LevelBand
    level: str


def level_of(ratio: Decimal, bands: Sequence[LevelBand]) -> LevelBand:
    """Return the level of a ratio.

    >>> bands = [LevelBand("low", "低", Decimal(0)), LevelBand("high", "高", Decimal("0.5"))]
    >>> level_of(Decimal("0.5"), bands).name
    'high'
    """
    if not ratio.is_finite():
        raise CalculationError("not_finite", "ratio", "a finite ratio is needed")
    reached = [band for band in _ordered(bands, "bands") if ratio >= band.lowest]
    if not reached:
        raise CalculationError("below_every_band", "ratio", "the table has no level for this ratio")
    return reached[-1]


def debt_colour(ratio: Decimal, bands: Sequence[LevelBand], *, includes_hidden_debt: bool) -> DebtColour:
    """Return the colour of a debt ratio, or the reason why none can be claimed.

    >>> bands = [LevelBand("green", "绿", Decimal(0)), LevelBand("yellow", "黄", Decimal("1.2"))]
    >>> debt_colour(Decimal("1.5"), bands, includes_hidden_debt=False).colour is None
    True
    """
    band = level_of(ratio, bands)
    if not includes_hidden_debt:
        reason = "statutory debt alone: the bands are defined with hidden debt, so no colour can be claimed"
        return DebtColour(ratio, False, None, reason)
    return DebtColour(ratio, True, band, f"{band.name}: from {band.lowest}")


def matrix_level(
    first_ratio: Decimal,
    second_ratio: Decimal,
    *,
    first_bands: Sequence[LevelBand],
    second_bands: Sequence[LevelBand],
    matrix: Sequence[Sequence[str]],
) -> MatrixLevel:
    """Return the level at the crossing of two bands.

    >>> slow = [LevelBand("slow", "慢", Decimal(0)), LevelBand("quick", "快", Decimal("0.8"))]
    >>> few = [LevelBand("few", "少", Decimal(0)), LevelBand("many", "多", Decimal("0.3"))]
    >>> matrix_level(Decimal("0.7"), Decimal("0.4"), first_bands=slow, second_bands=few,
    ...              matrix=[["talk", "pause"], ["none", "talk"]]).level
    'pause'
    """
    rows, columns = _ordered(first_bands, "first_bands"), _ordered(second_bands, "second_bands")
    if len(matrix) != len(rows) or any(len(row) != len(columns) for row in matrix):
        raise CalculationError("shape_mismatch", "matrix", "one row per first band, one column per second")
    first, second = level_of(first_ratio, rows), level_of(second_ratio, columns)
    return MatrixLevel(first, second, matrix[rows.index(first)][columns.index(second)])


def _ordered(bands: Sequence[LevelBand], field: str) -> list[LevelBand]:
    if not bands:
        raise CalculationError("empty", field, "at least one band is needed")
    if not all(band.lowest.is_finite() for band in bands):
        raise CalculationError("not_finite", field, "a band begins at a finite ratio")
    if len({band.lowest for band in bands}) < len(bands):
        raise CalculationError("repeated_band", field, "two bands begin at the same ratio")
    return sorted(bands, key=lambda band: band.lowest)


_RATIO = Quantity("ratio", "Ratio", "比率", "ratio")
_BANDS = Quantity("bands", "Bands", "分档", "table")
_SOURCES = (Clause("Colour bands of the debt ratio", "红橙黄绿", "-", confirmed=False),)
_COLOURS = [
    {"name": "green", "name_zh": "绿", "lowest": "0"},
    {"name": "yellow", "name_zh": "黄", "lowest": "1.2"},
    {"name": "orange", "name_zh": "橙", "lowest": "2"},
    {"name": "red", "name_zh": "红", "lowest": "3"},
]

SPECS = (
    CalculatorSpec(
        key="risk.level",
        title="Level of a ratio",
        title_zh="风险等级",
        unit="text",
        function=level_of,
        inputs=(_RATIO, _BANDS),
        outputs=(
            Quantity("name", "Level", "等级（英文）", "text", "highest of {bands} that {ratio} reaches"),
            Quantity("name_zh", "Level (Chinese)", "等级", "text", "highest of {bands} that {ratio} reaches"),
            Quantity("lowest", "Begins at", "下限", "ratio", "from {bands}"),
        ),
        sources=_SOURCES,
        example={"ratio": "1.2", "bands": _COLOURS},
        example_result={"name": "yellow", "lowest": "1.2"},
    ),
    CalculatorSpec(
        key="risk.debt_colour",
        title="Colour of a debt ratio",
        title_zh="债务率颜色",
        unit="text",
        function=debt_colour,
        inputs=(
            _RATIO,
            _BANDS,
            Quantity("includes_hidden_debt", "Hidden debt included", "含隐性债务", "flag"),
        ),
        outputs=(
            Quantity(
                "colour", "Colour", "颜色", "text", "level of {ratio} if {includes_hidden_debt}, else none"
            ),
            Quantity("reason", "Reason", "说明", "text", "{includes_hidden_debt}"),
        ),
        sources=_SOURCES,
        example={"ratio": "1.5", "bands": _COLOURS, "includes_hidden_debt": False},
        example_result={"colour": "—"},
    ),
    CalculatorSpec(
        key="risk.matrix_level",
        title="Level from two bands",
        title_zh="双因素等级",
        unit="text",
        function=matrix_level,
        inputs=(
            Quantity("first_ratio", "First ratio", "第一比率", "ratio"),
            Quantity("second_ratio", "Second ratio", "第二比率", "ratio"),
            Quantity("first_bands", "First bands", "第一分档", "table"),
            Quantity("second_bands", "Second bands", "第二分档", "table"),
            Quantity("matrix", "Matrix", "等级矩阵", "table"),
        ),
        outputs=(
            Quantity("first", "First band", "第一档", "text", "level of {first_ratio}"),
            Quantity("second", "Second band", "第二档", "text", "level of {second_ratio}"),
            Quantity("level", "Level", "等级", "text", "{matrix} at {first} and {second}"),
        ),
        sources=(Clause("晋财债〔2022〕5号", "分级预警矩阵", "2022", confirmed=False),),
        example={
            "first_ratio": "0.7",
            "second_ratio": "0.4",
            "first_bands": [{"name": "slow", "name_zh": "慢", "lowest": "0"}],
            "second_bands": [{"name": "few", "name_zh": "少", "lowest": "0"}],
            "matrix": [["talk"]],
        },
        example_result={"level": "talk"},
    ),
)
