"""Day counts: hand-worked spans, days counted one by one, QuantLib, laws, refusals."""

from calendar import isleap
from datetime import date, timedelta
from fractions import Fraction

import pytest
import QuantLib  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.day_count import DayCount, elapsed_days, leap_days, period_fraction, year_fraction
from calculators.kernel.errors import CalculationError

days = st.dates(date(1990, 1, 1), date(2070, 12, 31))
fixed = st.sampled_from([DayCount.ACT_365, DayCount.ACT_360, DayCount.NL_365])


def test_golden_a_leap_year_under_each_basis() -> None:
    """1 March 2022 to 29 February 2024 (22宁波债06): 730 days, none of them a 29 February."""
    start, end = date(2022, 3, 1), date(2024, 2, 29)
    assert year_fraction(start, end, DayCount.ACT_365) == 2
    assert year_fraction(start, end, DayCount.ACT_360) == Fraction(730, 360)
    assert year_fraction(start, end, DayCount.NL_365) == 2
    assert year_fraction(start, end + timedelta(1), DayCount.NL_365) == 2


def test_golden_century_rule() -> None:
    assert leap_days(date(1900, 1, 1), date(1901, 1, 1)) == 0
    assert leap_days(date(2000, 1, 1), date(2001, 1, 1)) == 1
    assert leap_days(date(2024, 2, 29), date(2024, 3, 1)) == 1
    assert leap_days(date(2024, 1, 1), date(2024, 2, 29)) == 0


@given(days, st.integers(0, 4000))
def test_oracle_leap_days_counted_one_by_one(start: date, span: int) -> None:
    counted = [start + timedelta(n) for n in range(span)]
    found = leap_days(start, start + timedelta(span))
    assert found == sum((day.month, day.day) == (2, 29) for day in counted)


@given(days, days)
def test_oracle_agrees_with_quantlib(first: date, second: date) -> None:
    start, end = sorted((first, second))
    begin, close = (QuantLib.Date(day.day, day.month, day.year) for day in (start, end))
    for ours, theirs in (
        (DayCount.ACT_365, QuantLib.Actual365Fixed()),
        (DayCount.ACT_360, QuantLib.Actual360()),
        (DayCount.NL_365, QuantLib.Actual365Fixed(QuantLib.Actual365Fixed.NoLeap)),
    ):
        # QuantLib counts a start on 29 February as the 28th and drops the day at the end instead.
        if ours is DayCount.NL_365 and any((day.month, day.day) == (2, 29) for day in (start, end)):
            continue
        assert float(year_fraction(start, end, ours)) == pytest.approx(
            theirs.yearFraction(begin, close), abs=1e-12
        )


@given(days, st.integers(0, 2000), st.integers(0, 2000), fixed)
def test_law_spans_add_up(start: date, one: int, two: int, basis: DayCount) -> None:
    middle, end = start + timedelta(one), start + timedelta(one + two)
    whole = year_fraction(start, end, basis)
    assert year_fraction(start, middle, basis) + year_fraction(middle, end, basis) == whole
    assert elapsed_days(start, end) == one + two


@given(days)
def test_law_a_year_without_leap_days_is_whole(start: date) -> None:
    if (start.month, start.day) != (2, 29):
        assert year_fraction(start, start.replace(year=start.year + 1), DayCount.NL_365) == 1
    year = date(start.year, 1, 1), date(start.year + 1, 1, 1)
    assert leap_days(*year) == isleap(start.year)


@given(days, st.integers(1, 366), st.data())
def test_law_the_parts_of_a_period_make_it_whole(start: date, length: int, data: st.DataObject) -> None:
    end = start + timedelta(length)
    day = start + timedelta(data.draw(st.integers(0, length)))
    part = period_fraction(start, day, end)
    assert 0 <= part <= 1
    assert part * length == (day - start).days
    assert period_fraction(start, end, end) == 1


def test_refuses() -> None:
    one, two = date(2026, 1, 1), date(2026, 1, 2)
    with pytest.raises(CalculationError) as refusal:
        elapsed_days(two, one)
    assert (refusal.value.code, refusal.value.field) == ("reversed_dates", "end")
    with pytest.raises(CalculationError) as refusal:
        year_fraction(one, two, DayCount.ACT_ACT_PERIOD)
    assert (refusal.value.code, refusal.value.field) == ("unknown_basis", "basis")
    for start, day, end in ((one, one, one), (two, one, two), (one, two + timedelta(1), two)):
        with pytest.raises(CalculationError) as refusal:
            period_fraction(start, day, end)
        assert (refusal.value.code, refusal.value.field) == ("reversed_dates", "day")
