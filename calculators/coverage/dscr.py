"""Debt service coverage ratio (DSCR) of every year, its minimum and the year of it.

    dscr[t] = cfads[t] ÷ debt_service[t]

Shapes  cfads, debt_service, ratios: (n,), n >= 1, oldest year first.
Units   fen; ratios are pure numbers, unrounded; None in a year without debt service. A negative ratio
        (an operating loss) stands as it is.
Errors  CalculationError: empty, too_long, shape_mismatch, not_integer, out_of_range, negative_amount.
Source  SPEC.sources; golden cases in tests/golden/coverage/dscr.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.cash_flow import check_series
from calculators.kernel.money import check_amount
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class YearlyCoverage:
    """Ratios by year; the minimum is None if no year has debt service, the first of equals counts."""

    ratios: tuple[Decimal | None, ...]
    surpluses: tuple[int, ...]
    minimum: Decimal | None
    minimum_year: int | None


def dscr(cfads: Sequence[int], debt_service: Sequence[int], *, first_year: int = 1) -> YearlyCoverage:
    """Return the DSCR of every year and where it is lowest.

    >>> found = dscr([0, 120, 90], [0, 100, 100], first_year=2026)
    >>> [text and str(text) for text in found.ratios], found.minimum_year
    ([None, '1.2', '0.9'], 2028)
    """
    cash = check_series(cfads, "cfads")
    service = check_series(debt_service, "debt_service", length=len(cash))
    for amount in service:
        check_amount(amount, "debt_service")
    ratios = tuple(Decimal(c) / s if s else None for c, s in zip(cash, service, strict=True))
    surpluses = tuple(c - s for c, s in zip(cash, service, strict=True))
    known = [(ratio, index) for index, ratio in enumerate(ratios) if ratio is not None]
    if not known:
        return YearlyCoverage(ratios, surpluses, None, None)
    lowest, index = min(known)
    return YearlyCoverage(ratios, surpluses, lowest, first_year + index)


SPEC = CalculatorSpec(
    key="coverage.dscr",
    title="Debt service coverage ratio",
    title_zh="年度偿债备付率",
    unit="ratio",
    function=dscr,
    inputs=(
        Quantity("cfads", "Cash available for debt service", "可用于偿债的净收益", "fen"),
        Quantity("debt_service", "Debt service", "本息", "fen"),
        Quantity("first_year", "First year", "首年", "years"),
    ),
    outputs=(
        Quantity(
            "ratios", "Ratio of each year", "各年备付率", "ratio", "{cfads} ÷ {debt_service}, year by year"
        ),
        Quantity(
            "surpluses", "Surplus of each year", "各年结余", "fen", "{cfads} − {debt_service}, year by year"
        ),
        Quantity("minimum", "Minimum", "最低值", "ratio", "lowest of {ratios}"),
        Quantity(
            "minimum_year", "Year of the minimum", "最低年度", "years", "first year whose ratio is {minimum}"
        ),
    ),
    sources=(
        Clause(
            "Fresh Water Debt Service Schedule and Coverage, investor presentation",
            "coverage columns",
            "2013-09",
        ),
        Clause("建设项目经济评价方法与参数", "偿债备付率", "3rd edition", confirmed=False),
    ),
    example={
        "cfads": [0, 1_200_000_000, 900_000_000],
        "debt_service": [0, 1_000_000_000, 1_000_000_000],
        "first_year": 2026,
    },
    example_result={
        "ratios": "(—, 1.2, 0.9)",
        "surpluses": "(0, 200000000, -100000000)",
        "minimum": "0.9",
        "minimum_year": "2028",
    },
)
