"""Fiscal limits on PPP spending by year: 5 %, 7 % and 10 % of general public budget expenditure.

    ratio_y = Σ PPP spending of the same level in year y ÷ general public budget expenditure of year y

Above 5 % no new government-pay contract, above 7 % a risk warning, above 10 % no new contract at all.
The lines govern the admission of new contracts; a fee that is due is never stopped by them.

Shapes  spending, expenditure: (years,), same years in the same order.
Units   fen; ratios exact; lines decimal.
Errors  CalculationError: empty, too_many, shape_mismatch, negative, not_positive, lines_disordered,
        not_exact, not_finite, out_of_range, not_integer.
Source  SPECS sources; golden cases in tests/golden/ppp/caps.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import check_items, count, exact, fen_of, nonnegative_fen, share


@dataclass(frozen=True, slots=True)
class CapLines:
    """The three lines, decimal shares of expenditure."""

    government_pay: Decimal = Decimal("0.05")
    warning: Decimal = Decimal("0.07")
    admission: Decimal = Decimal("0.10")


NATIONAL_LINES = CapLines()
"""The lines of the national notices; a dated rule may pass others."""


@dataclass(frozen=True, slots=True)
class CapYear:
    """One year against the lines; a line is crossed only when the ratio is above it."""

    spending: int
    expenditure: int
    ratio: Fraction
    headroom: int
    admits_government_pay: bool
    is_warned: bool
    admits_any: bool


@dataclass(frozen=True, slots=True)
class CapCheck:
    """All years together: admission needs every year."""

    years: tuple[CapYear, ...]
    highest: Fraction
    admits_government_pay: bool
    is_warned: bool
    admits_any: bool


def cap_check(
    spending: Sequence[int], expenditure: Sequence[int], *, lines: CapLines = NATIONAL_LINES
) -> CapCheck:
    """Return PPP spending against the fiscal limits in every year.

    >>> check = cap_check([4, 6, 8], [100, 100, 100])
    >>> check.admits_government_pay, check.is_warned, check.admits_any
    (False, True, True)
    """
    check_items(spending, "spending")
    check_items(expenditure, "expenditure", length=len(spending))
    limits = [share(line, "lines") for line in (lines.government_pay, lines.warning, lines.admission)]
    if limits != sorted(limits):
        raise CalculationError(
            "lines_disordered", "lines", "the lines go up from government-pay to admission"
        )
    years = tuple(_year(paid, total, limits) for paid, total in zip(spending, expenditure, strict=True))
    return CapCheck(
        years,
        max(year.ratio for year in years),
        all(year.admits_government_pay for year in years),
        any(year.is_warned for year in years),
        all(year.admits_any for year in years),
    )


def expenditure_forecast(base: int, *, growth_rate: Decimal, years: int) -> tuple[int, ...]:
    """Return the expenditure of the coming years at a stored growth assumption, fen.

    >>> expenditure_forecast(100_00, growth_rate=Decimal("0.05"), years=2)
    (10500, 11025)
    """
    start = nonnegative_fen(base, "base")
    growth = 1 + exact(growth_rate, "growth_rate")
    if not 0 < growth <= 2:
        raise CalculationError("out_of_range", "growth_rate", "growth lies above −100 % and at most at 100 %")
    number = count(years, "years", most=100)
    return tuple(fen_of(start * growth**n, Rounding.HALF_UP, "base") for n in range(1, number + 1))


def _year(paid: int, total: int, limits: Sequence[Fraction]) -> CapYear:
    spent, base = nonnegative_fen(paid, "spending"), nonnegative_fen(total, "expenditure")
    if base == 0:
        raise CalculationError("not_positive", "expenditure", "a year without expenditure has no ratio")
    ratio = Fraction(spent, base)
    admission = fen_of(base * limits[2], Rounding.DOWN, "expenditure")
    return CapYear(
        spent, base, ratio, admission - spent, ratio <= limits[0], ratio > limits[1], ratio <= limits[2]
    )


_SOURCES = (
    Clause("财金〔2022〕119号", "10 % and 5 % lines", "2022-11"),
    Clause("财金〔2019〕10号", "7 % risk warning", "2019-03", confirmed=False),
)

SPECS = (
    CalculatorSpec(
        key="ppp.caps",
        title="Fiscal limits of PPP spending",
        title_zh="PPP支出责任占比",
        unit="ratio",
        function=cap_check,
        inputs=(
            Quantity("spending", "PPP spending by year", "年度PPP支出责任", "fen"),
            Quantity("expenditure", "General public budget expenditure by year", "一般公共预算支出", "fen"),
            Quantity("lines", "Lines", "红线", "table"),
        ),
        outputs=(
            Quantity("years", "By year", "分年", "table", "{spending} ÷ {expenditure}"),
            Quantity("highest", "Highest share", "最高占比", "ratio", "max of {years}"),
            Quantity(
                "admits_government_pay",
                "Government-pay may be added",
                "可新增政府付费项目",
                "flag",
                "{highest} ≤ government-pay line of {lines}",
            ),
            Quantity("is_warned", "Risk warning", "风险提示", "flag", "{highest} > warning line of {lines}"),
            Quantity(
                "admits_any",
                "Contracts may be added",
                "可新增项目",
                "flag",
                "{highest} ≤ admission line of {lines}",
            ),
        ),
        sources=_SOURCES,
        example={"spending": [4, 6, 8], "expenditure": [100, 100, 100]},
        example_result={
            "highest": "2/25",
            "admits_government_pay": "False",
            "is_warned": "True",
            "admits_any": "True",
        },
    ),
    CalculatorSpec(
        key="ppp.caps.expenditure_forecast",
        title="Expenditure forecast",
        title_zh="一般公共预算支出预测",
        unit="fen",
        function=expenditure_forecast,
        inputs=(
            Quantity("base", "Expenditure of the base year", "基年支出", "fen"),
            Quantity("growth_rate", "Yearly growth", "年增长率", "rate"),
            Quantity("years", "Years", "年数", "years"),
        ),
        outputs=(
            Quantity("result", "Expenditure by year", "分年支出", "fen", "{base} × (1 + {growth_rate})ⁿ"),
        ),
        sources=_SOURCES,
        example={"base": 10000, "growth_rate": "0.05", "years": 2},
        example_result={"result": "(10500, 11025)"},
    ),
)
