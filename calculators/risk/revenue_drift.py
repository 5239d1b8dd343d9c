"""Revenue drift: actual against forecast so far, and the year in which coverage falls below the line.

    ratio[t]    = actual[t] ÷ forecast[t]                drift = Σ actual ÷ Σ forecast
    factor[k]   = drift × (1 + yearly_change)^k          k = 1, 2 … for the years to come
    coverage[k] = (revenue[k] × factor[k] − cost[k]) ÷ debt_service[k]; None where no debt falls due

Shapes  forecast, actual: (n,), years gone by; revenue, cost, debt_service, years: (m,), years to come.
Units   fen; ratios: Decimal.
Errors  CalculationError: empty, shape_mismatch, negative_amount, nothing_forecast, bad_line, bad_change,
        and those of level_of and check_fen.
Source  Audit practice compares income with forecast (Jiangsu 2022: 275 of 346 missed it); bands and
        the line are arguments. A straight carrying-on of the past, not a forecast.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.levels import LevelBand, level_of


@dataclass(frozen=True, slots=True)
class RevenueDrift:
    """Actual over forecast by year and over all, with the level of the whole."""

    ratios: tuple[Decimal | None, ...]
    forecast_total: int
    actual_total: int
    drift: Decimal
    level: LevelBand


@dataclass(frozen=True, slots=True)
class DriftedCoverage:
    """Coverage of the years to come if the drift goes on, and the first year under the line."""

    factors: tuple[Decimal, ...]
    coverage: tuple[Decimal | None, ...]
    first_short_year: int | None


def revenue_drift(
    forecast: Sequence[int], actual: Sequence[int], *, bands: Sequence[LevelBand]
) -> RevenueDrift:
    """Return how actual revenue stands to the forecast; a year without a forecast has no ratio.

    >>> bands = [LevelBand("red", "红", Decimal(0)), LevelBand("orange", "橙", Decimal("0.3")),
    ...          LevelBand("yellow", "黄", Decimal("0.5")), LevelBand("none", "无", Decimal("0.8"))]
    >>> found = revenue_drift([100, 100], [90, 40], bands=bands)
    >>> str(found.drift), found.level.name
    ('0.65', 'yellow')
    """
    _check_series("forecast", forecast, forecast)
    _check_series("actual", actual, forecast)
    if not any(forecast):
        raise CalculationError("nothing_forecast", "forecast", "a drift needs a forecast above zero")
    ratios = tuple(Decimal(a) / f if f else None for f, a in zip(forecast, actual, strict=True))
    drift = Decimal(sum(actual)) / sum(forecast)
    return RevenueDrift(ratios, sum(forecast), sum(actual), drift, level_of(drift, bands))


def drifted_coverage(
    years: Sequence[int],
    revenue: Sequence[int],
    cost: Sequence[int],
    debt_service: Sequence[int],
    *,
    drift: Decimal,
    line: Decimal,
    yearly_change: Decimal = Decimal(0),
) -> DriftedCoverage:
    """Return yearly coverage under the drift and the first year in which it is below the line.

    >>> found = drifted_coverage([2027, 2028], [200, 160], [50, 50], [100, 100], drift=Decimal("0.8"),
    ...                          line=Decimal(1))
    >>> [str(cover) for cover in found.coverage], found.first_short_year
    (['1.1', '0.78'], 2028)
    """
    for field, series in (("revenue", revenue), ("cost", cost), ("debt_service", debt_service)):
        _check_series(field, series, years)
    if not (drift.is_finite() and drift >= 0 and yearly_change.is_finite() and yearly_change > -1):
        raise CalculationError(
            "bad_change", "yearly_change", "drift is zero or more, its change above -100 %"
        )
    if not (line.is_finite() and line > 0):
        raise CalculationError("bad_line", "line", "a line is above zero")
    factors = tuple(drift * (1 + yearly_change) ** k for k in range(1, len(years) + 1))
    rows = zip(revenue, cost, debt_service, factors, strict=True)
    coverage = tuple(
        (income * factor - spent) / debt if debt else None for income, spent, debt, factor in rows
    )
    short = (year for year, cover in zip(years, coverage, strict=True) if cover is not None and cover < line)
    return DriftedCoverage(factors, coverage, next(short, None))


def _check_series(field: str, series: Sequence[int], against: Sequence[int]) -> None:
    if not series:
        raise CalculationError("empty", field, "at least one year is needed")
    if len(series) != len(against):
        raise CalculationError("shape_mismatch", field, "one amount per year is needed")
    if min(check_fen(value, field) for value in series) < 0:
        raise CalculationError("negative_amount", field, "amounts are given without a sign")


_SOURCES = (Clause("Audit findings on special-bond projects", "收入未达预期", "2022", confirmed=False),)

SPECS = (
    CalculatorSpec(
        key="risk.revenue_drift",
        title="Actual against forecast revenue",
        title_zh="收入偏离",
        unit="ratio",
        function=revenue_drift,
        inputs=(
            Quantity("forecast", "Forecast", "预测收入", "fen"),
            Quantity("actual", "Actual", "实际收入", "fen"),
            Quantity("bands", "Bands", "分档", "table"),
        ),
        outputs=(
            Quantity("ratios", "By year", "逐年比率", "ratio", "{actual} ÷ {forecast}"),
            Quantity("forecast_total", "Forecast so far", "预测累计", "fen", "Σ {forecast}"),
            Quantity("actual_total", "Actual so far", "实际累计", "fen", "Σ {actual}"),
            Quantity("drift", "Drift", "累计比率", "ratio", "{actual_total} ÷ {forecast_total}"),
            Quantity("level", "Level", "等级", "text", "highest of {bands} that {drift} reaches"),
        ),
        sources=_SOURCES,
        example={
            "forecast": [100, 100],
            "actual": [90, 40],
            "bands": [{"name": "red", "name_zh": "红", "lowest": "0"}],
        },
        example_result={"actual_total": "130", "drift": "0.65"},
    ),
    CalculatorSpec(
        key="risk.drifted_coverage",
        title="Coverage if the drift goes on",
        title_zh="偏离延续下的覆盖倍数",
        unit="ratio",
        function=drifted_coverage,
        inputs=(
            Quantity("years", "Years", "年份", "count"),
            Quantity("revenue", "Forecast revenue", "预测收入", "fen"),
            Quantity("cost", "Operating cost", "运营成本", "fen"),
            Quantity("debt_service", "Debt service", "还本付息", "fen"),
            Quantity("drift", "Drift", "偏离系数", "ratio"),
            Quantity("line", "Line", "覆盖下限", "ratio"),
            Quantity("yearly_change", "Yearly change of the drift", "偏离年变化", "rate"),
        ),
        outputs=(
            Quantity("factors", "Factors", "系数", "ratio", "{drift} × (1 + {yearly_change})^k"),
            Quantity(
                "coverage",
                "Coverage",
                "覆盖倍数",
                "ratio",
                "({revenue} × {factors} − {cost}) ÷ {debt_service}",
            ),
            Quantity(
                "first_short_year",
                "First short year",
                "首个不足年份",
                "count",
                "first of {years} under {line}",
            ),
        ),
        sources=_SOURCES,
        example={
            "years": [2027, 2028],
            "revenue": [200, 160],
            "cost": [50, 50],
            "debt_service": [100, 100],
            "drift": "0.8",
            "line": "1",
        },
        example_result={"first_short_year": "2028"},
    ),
)
