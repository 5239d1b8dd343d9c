"""Fiscal limits against the lines of the notices."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.caps import CapLines, cap_check, expenditure_forecast
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import refusal, whole
from tests.golden import golden_cases
from tests.oracles.ppp import half_up

rows = st.lists(st.tuples(st.integers(0, 10**14), st.integers(1, 10**15)), min_size=1, max_size=30)


@pytest.mark.parametrize("case", golden_cases("ppp/caps.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    check = cap_check(whole(case["spending"]), whole(case["expenditure"]))
    flags = (check.admits_government_pay, check.is_warned, check.admits_any)
    assert " ".join("yes" if flag else "no" for flag in flags) == case["expected"]


@given(rows)
def test_oracle(amounts: list[tuple[int, int]]) -> None:
    spending, expenditure = zip(*amounts, strict=True)
    check = cap_check(spending, expenditure)
    assert check.admits_government_pay == all(100 * a <= 5 * b for a, b in amounts)
    assert check.is_warned == any(100 * a > 7 * b for a, b in amounts)
    assert check.admits_any == all(10 * a <= b for a, b in amounts)
    assert check.highest == max(Fraction(a, b) for a, b in amounts)


@given(st.integers(0, 10**14), st.decimals(Decimal("-0.1"), Decimal("0.2"), places=3), st.integers(1, 30))
def test_oracle_forecast(base: int, growth: Decimal, years: int) -> None:
    value = Fraction(base)
    for amount in expenditure_forecast(base, growth_rate=growth, years=years):
        value *= 1 + Fraction(growth)
        assert amount == half_up(value)


@given(rows)
def test_law_using_the_headroom_stays_admissible_and_one_fen_more_does_not(
    amounts: list[tuple[int, int]],
) -> None:
    spending, expenditure = zip(*amounts, strict=True)
    years = cap_check(spending, expenditure).years
    full = [year.spending + year.headroom for year in years]
    assert cap_check(full, expenditure).admits_any
    assert not cap_check([amount + 1 for amount in full], expenditure).admits_any


def test_refuses() -> None:
    assert refusal(cap_check, [], []) == ("empty", "spending")
    assert refusal(cap_check, [1], [1, 2]) == ("shape_mismatch", "expenditure")
    assert refusal(cap_check, [-1], [1]) == ("negative", "spending")
    assert refusal(cap_check, [1], [0]) == ("not_positive", "expenditure")
    assert refusal(cap_check, [1], [-1]) == ("negative", "expenditure")
    assert refusal(cap_check, [1.5], [1]) == ("not_integer", "spending")
    reversed_lines = CapLines(Decimal("0.1"), Decimal("0.07"), Decimal("0.05"))
    assert refusal(cap_check, [1], [1], lines=reversed_lines) == ("lines_disordered", "lines")
    over = CapLines(Decimal("0.05"), Decimal("0.07"), Decimal(2))
    assert refusal(cap_check, [1], [1], lines=over) == ("not_a_share", "lines")
    assert refusal(expenditure_forecast, 1, growth_rate=Decimal(-1), years=1) == (
        "out_of_range",
        "growth_rate",
    )
    assert refusal(expenditure_forecast, 1, growth_rate=Decimal(0), years=101) == ("out_of_range", "years")
    assert refusal(expenditure_forecast, -1, growth_rate=Decimal(0), years=1) == ("negative", "base")


@pytest.mark.parametrize(
    ("base", "rate", "years", "expected"),
    [
        (100_00, "0.05", 2, (105_00, 110_25)),
        (999_99, "0", 3, (999_99, 999_99, 999_99)),
        (100_00, "-0.1", 3, (90_00, 81_00, 72_90)),
    ],
)
def test_golden_forecast_by_hand(base: int, rate: str, years: int, expected: tuple[int, ...]) -> None:
    assert expenditure_forecast(base, growth_rate=Decimal(rate), years=years) == expected


@given(st.integers(0, 10**12), st.decimals(Decimal("-0.1"), Decimal("0.1"), places=3), st.integers(1, 30))
def test_law_a_longer_forecast_only_adds_years(base: int, rate: Decimal, years: int) -> None:
    longer = expenditure_forecast(base, growth_rate=rate, years=years + 1)
    assert expenditure_forecast(base, growth_rate=rate, years=years) == longer[:-1]
    assert all((after >= before) == (rate >= 0) or after == before for before, after in pairwise(longer))


def test_refuses_what_is_no_growth_and_what_grows_beyond_money() -> None:
    for rate, code in (("-1", "out_of_range"), ("1.01", "out_of_range"), ("NaN", "not_finite")):
        assert refusal(expenditure_forecast, 1, growth_rate=Decimal(rate), years=1) == (code, "growth_rate")
    assert expenditure_forecast(1, growth_rate=Decimal(1), years=3) == (2, 4, 8)
    assert refusal(expenditure_forecast, 10**18, growth_rate=Decimal(1), years=60) == ("out_of_range", "base")


def test_golden_forecast_rounds_halves_up_every_year_from_the_base() -> None:
    assert expenditure_forecast(10, growth_rate=Decimal("0.05"), years=3) == (11, 11, 12)


def test_golden_a_year_is_told_with_its_figures() -> None:
    (year,) = cap_check([6_00], [100_00]).years
    assert (year.spending, year.expenditure, year.headroom) == (6_00, 100_00, 4_00)
    assert year.ratio == Fraction(6, 100)


test_kept_answers = kept_answers("calculators.ppp.caps")
