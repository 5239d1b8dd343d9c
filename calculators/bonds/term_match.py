"""Term match: a bond must not outlive the revenue that repays it.

    at issue        margin_years = last_revenue_year − year of maturity,            fits if ≥ 0
    at refinancing  margin_days  = project_end_date − maturity_date,                fits if ≥ 0

Shapes  scalars.
Units   years, days, dates.
Errors  CalculationError: reversed_dates, out_of_range.
Source  SPECS.sources; golden cases in tests/golden/bonds/term_match.csv.
"""

from dataclasses import dataclass
from datetime import date

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class TermMatch:
    """Year of maturity against the last year of revenue."""

    maturity_year: int
    margin_years: int
    fits: bool


@dataclass(frozen=True, slots=True)
class RemainingTermMatch:
    """What remains of the bond against what remains of the project's life."""

    remaining_term_days: int
    remaining_life_days: int
    margin_days: int
    fits: bool


def term_match(maturity_date: date, *, last_revenue_year: int) -> TermMatch:
    """Tell whether the bond matures no later than the last year of revenue.

    >>> term_match(date(2035, 2, 24), last_revenue_year=2032)
    TermMatch(maturity_year=2035, margin_years=-3, fits=False)
    """
    if not date.min.year <= last_revenue_year <= date.max.year:
        raise CalculationError("out_of_range", "last_revenue_year", "a calendar year")
    margin = last_revenue_year - maturity_date.year
    return TermMatch(maturity_date.year, margin, margin >= 0)


def remaining_term_match(as_of: date, *, maturity_date: date, project_end_date: date) -> RemainingTermMatch:
    """Tell whether the remaining term of a bond fits the remaining life of a project.

    >>> remaining_term_match(date(2026, 1, 1), maturity_date=date(2026, 1, 31),
    ...     project_end_date=date(2026, 1, 31)).fits
    True
    """
    if maturity_date < as_of:
        raise CalculationError("reversed_dates", "maturity_date", "the bond has matured already")
    term, life = (maturity_date - as_of).days, (project_end_date - as_of).days
    return RemainingTermMatch(term, life, life - term, life >= term)


SPEC_ISSUE = CalculatorSpec(
    key="bonds.term_match",
    title="Term match at issue",
    title_zh="期限匹配（发行）",
    unit="years",
    function=term_match,
    inputs=(
        Quantity("maturity_date", "Maturity", "到期日", "date"),
        Quantity("last_revenue_year", "Last year of revenue", "最后收益年度", "years"),
    ),
    outputs=(
        Quantity("maturity_year", "Year of maturity", "到期年度", "years", "year of {maturity_date}"),
        Quantity("margin_years", "Margin", "余量", "years", "{last_revenue_year} − {maturity_year}"),
        Quantity("fits", "Fits", "是否匹配", "flag", "{margin_years} ≥ 0"),
    ),
    sources=(Clause("财预〔2017〕89号", "term of bond and project", "2017-06", confirmed=False),),
    example={"maturity_date": "2035-02-24", "last_revenue_year": 2032},
    example_result={"maturity_year": "2035", "margin_years": "-3", "fits": "no"},
)

SPEC_REMAINING = CalculatorSpec(
    key="bonds.remaining_term_match",
    title="Term match at refinancing or change of use",
    title_zh="剩余期限匹配",
    unit="days",
    function=remaining_term_match,
    inputs=(
        Quantity("as_of", "As of", "基准日", "date"),
        Quantity("maturity_date", "Maturity", "到期日", "date"),
        Quantity("project_end_date", "End of the project's life", "项目期末日", "date"),
    ),
    outputs=(
        Quantity(
            "remaining_term_days", "Remaining term", "债券剩余期限", "days", "{maturity_date} − {as_of}"
        ),
        Quantity(
            "remaining_life_days", "Remaining life", "项目剩余寿命", "days", "{project_end_date} − {as_of}"
        ),
        Quantity("margin_days", "Margin", "余量", "days", "{remaining_life_days} − {remaining_term_days}"),
        Quantity("fits", "Fits", "是否匹配", "flag", "{margin_days} ≥ 0"),
    ),
    sources=(Clause("财预〔2021〕110号", "change of use: remaining term", "2021", confirmed=False),),
    example={"as_of": "2026-01-01", "maturity_date": "2026-01-31", "project_end_date": "2026-01-21"},
    example_result={
        "remaining_term_days": "30",
        "remaining_life_days": "20",
        "margin_days": "-10",
        "fits": "no",
    },
)

SPECS = (SPEC_ISSUE, SPEC_REMAINING)
