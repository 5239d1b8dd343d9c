"""Dates: notices with made-up working days, day-by-day counting as oracle, laws, refusals."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.dates import (
    WEEKENDS_ONLY,
    WorkCalendar,
    add_months,
    add_working_days,
    roll_forward,
)
from calculators.kernel.errors import CalculationError
from tests.oracles.bonds import anniversary

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
calendars = st.builds(
    WorkCalendar,
    rest_days=st.frozensets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=60),
    working_weekends=st.frozensets(
        st.dates(date(2024, 1, 1), date(2024, 12, 31)).filter(lambda day: day.weekday() > 4), max_size=10
    ),
)
in_2024 = st.dates(date(2024, 1, 1), date(2024, 12, 31))

MID_AUTUMN_2021 = WorkCalendar(
    rest_days=frozenset({date(2021, 9, 20), date(2021, 9, 21)}),
    working_weekends=frozenset({date(2021, 9, 18)}),
    announced_through=date(2021, 12, 31),
)


def test_golden_five_working_days_before_the_ningbo_tender() -> None:
    """Tender 2021-09-23, disclosure published 2021-09-15 (czj.ningbo.gov.cn, art_1229029201_58883324)."""
    assert add_working_days(date(2021, 9, 23), -5, MID_AUTUMN_2021) == date(2021, 9, 15)


def test_golden_weekends_alone_would_give_another_day() -> None:
    assert add_working_days(date(2021, 9, 23), -5, WEEKENDS_ONLY) == date(2021, 9, 16)


def test_golden_last_day_of_interest_of_22_ningbo_06() -> None:
    """止息日期 2052-02-29 is the day before 30 years after 2022-03-01 (新浪财经, yhj2205277)."""
    assert add_months(date(2022, 3, 1), 360) - timedelta(1) == date(2052, 2, 29)


def test_golden_a_made_up_saturday_works_and_is_not_provisional() -> None:
    assert MID_AUTUMN_2021.is_working_day(date(2021, 9, 18))
    assert not MID_AUTUMN_2021.is_provisional(date(2021, 12, 31))
    assert MID_AUTUMN_2021.is_provisional(date(2022, 1, 1))
    assert not WEEKENDS_ONLY.is_provisional(date.max)


@given(in_2024, calendars)
def test_oracle_roll_forward_is_the_first_working_day(day: date, calendar: WorkCalendar) -> None:
    found = roll_forward(day, calendar)
    between = [day + timedelta(n) for n in range((found - day).days)]
    assert found >= day
    assert calendar.is_working_day(found)
    assert not any(calendar.is_working_day(one) for one in between)


@given(in_2024, st.integers(1, 40), calendars)
def test_oracle_counts_working_days_one_by_one(day: date, count: int, calendar: WorkCalendar) -> None:
    later = add_working_days(day, count, calendar)
    passed = [day + timedelta(n + 1) for n in range((later - day).days)]
    assert sum(calendar.is_working_day(one) for one in passed) == count
    assert calendar.is_working_day(later)


@given(days, st.integers(0, 500))
def test_oracle_months_counted_one_by_one(day: date, months: int) -> None:
    assert add_months(day, months) == anniversary(day, months)


@given(days, st.integers(0, 60))
def test_law_working_days_there_and_back(day: date, count: int) -> None:
    start = roll_forward(day, WEEKENDS_ONLY)
    assert add_working_days(add_working_days(start, count, WEEKENDS_ONLY), -count, WEEKENDS_ONLY) == start


@given(days, st.integers(-300, 300))
def test_law_months_there_and_back_but_for_the_clamp(day: date, months: int) -> None:
    back = add_months(add_months(day, months), -months, anchor_day=day.day)
    assert back == day


@given(days, days, st.integers(0, 300))
def test_law_order_is_kept(first: date, second: date, months: int) -> None:
    low, high = sorted((first, second))
    assert add_months(low, months) <= add_months(high, months)
    assert roll_forward(low, WEEKENDS_ONLY) <= roll_forward(high, WEEKENDS_ONLY)


def test_law_no_step_returns_the_day_itself() -> None:
    assert add_working_days(date(2026, 11, 21), 0, WEEKENDS_ONLY) == date(2026, 11, 21)


ALWAYS_RESTING = WorkCalendar(rest_days=frozenset(date(2026, 1, 1) + timedelta(n) for n in range(800)))
REFUSED: list[tuple[Any, tuple[Any, ...], str, str]] = [
    (roll_forward, (date(2026, 1, 1), ALWAYS_RESTING), "bad_calendar", "calendar"),
    (add_working_days, (date(2027, 6, 1), -1, ALWAYS_RESTING), "bad_calendar", "calendar"),
    (add_working_days, (date(2026, 1, 1), 10**9, WEEKENDS_ONLY), "out_of_range", "count"),
    (add_working_days, (date(2026, 1, 1), -(10**9), WEEKENDS_ONLY), "out_of_range", "count"),
    (add_working_days, (date(9999, 12, 30), 5, WEEKENDS_ONLY), "out_of_range", "day"),
    (add_months, (date(9999, 1, 1), 12), "out_of_range", "months"),
    (add_months, (date(1, 1, 1), -1), "out_of_range", "months"),
]


@pytest.mark.parametrize(("function", "arguments", "code", "field"), REFUSED)
def test_refuses(function: Any, arguments: tuple[Any, ...], code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        function(*arguments)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_law_the_calendar_is_walked_to_its_ends() -> None:
    assert add_months(date(9998, 12, 31), 12) == date(9999, 12, 31)
    assert add_months(date(2, 1, 1), -12) == date(1, 1, 1)
    most = 100_000
    assert add_working_days(date(2026, 1, 2), most, WEEKENDS_ONLY) == date(2026, 1, 2) + timedelta(
        weeks=most // 5
    )
