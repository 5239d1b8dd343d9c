"""Term match: printed projects whose bonds outlive their revenue, laws, refusals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.bonds.term_match import remaining_term_match, term_match
from calculators.kernel.call import text
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

days = st.dates(date(2000, 1, 1), date(2080, 12, 31))


@pytest.mark.parametrize("case", golden_cases("bonds/term_match.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = term_match(
        date.fromisoformat(case["maturity_date"]), last_revenue_year=int(case["last_revenue_year"])
    )
    assert f"{found.margin_years} {text(found.fits)}" == case["expected"]


@given(days, days, days)
def test_oracle_counts_the_days_left(as_of: date, maturity: date, end: date) -> None:
    as_of, maturity = sorted((as_of, maturity))
    found = remaining_term_match(as_of, maturity_date=maturity, project_end_date=end)
    assert as_of + timedelta(found.remaining_term_days) == maturity
    assert as_of + timedelta(found.remaining_life_days) == end
    assert maturity + timedelta(found.margin_days) == end
    assert found.fits == (maturity <= end)


@given(days, st.integers(1990, 2100))
def test_law_one_more_year_of_revenue_adds_one_of_margin(maturity: date, year: int) -> None:
    here, later = (term_match(maturity, last_revenue_year=year + extra) for extra in (0, 1))
    assert later.margin_years == here.margin_years + 1
    assert here.fits == (maturity.year <= year)
    assert not (here.fits and not later.fits)


def test_refuses() -> None:
    with pytest.raises(CalculationError) as refusal:
        remaining_term_match(
            date(2026, 1, 2), maturity_date=date(2026, 1, 1), project_end_date=date(2030, 1, 1)
        )
    assert (refusal.value.code, refusal.value.field) == ("reversed_dates", "maturity_date")
    with pytest.raises(CalculationError) as refusal:
        term_match(date(2026, 1, 2), last_revenue_year=0)
    assert (refusal.value.code, refusal.value.field) == ("out_of_range", "last_revenue_year")


@pytest.mark.parametrize(
    ("as_of", "maturity", "end", "expected"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 31), (30, 30, 0, True)),
        (date(2024, 2, 28), date(2024, 3, 1), date(2024, 2, 29), (2, 1, -1, False)),
        (date(2023, 3, 29), date(2033, 3, 29), date(2038, 3, 29), (3653, 5479, 1826, True)),
    ],
)
def test_golden_remaining_days_by_hand(
    as_of: date, maturity: date, end: date, expected: tuple[int, int, int, bool]
) -> None:
    found = remaining_term_match(as_of, maturity_date=maturity, project_end_date=end)
    assert (found.remaining_term_days, found.remaining_life_days, found.margin_days, found.fits) == expected


@given(days, st.integers(0, 9000), days, st.integers(0, 3000))
def test_law_the_margin_does_not_depend_on_the_day_asked(
    as_of: date, term: int, end: date, gone: int
) -> None:
    maturity = as_of + timedelta(term)
    found = remaining_term_match(as_of, maturity_date=maturity, project_end_date=end)
    later = min(as_of + timedelta(gone), maturity)
    assert remaining_term_match(later, maturity_date=maturity, project_end_date=end).margin_days == (
        found.margin_days
    )


@given(days, st.integers(1990, 2100))
def test_oracle_term_match_by_walking_the_years(maturity: date, last: int) -> None:
    found = term_match(maturity, last_revenue_year=last)
    walked, step = 0, 1 if last >= maturity.year else -1
    while maturity.year + walked != last:
        walked += step
    assert (found.maturity_year, found.margin_years, found.fits) == (maturity.year, walked, walked >= 0)


test_kept_answers = kept_answers("calculators.bonds.term_match")
