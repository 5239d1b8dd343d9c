"""Delay at the pace so far, and by the slip of milestones."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.risk.delay_forecast import (
    LAST_YEAR,
    LONGEST_DAYS,
    SPECS,
    Step,
    milestone_forecast,
    pace_forecast,
)
from tests.calculators.funds.helpers import check_example, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

ORIGIN = date(2026, 1, 1)
progress = st.decimals(Decimal(0), Decimal(1), places=4)
span = st.integers(1, 2_000)
when = st.integers(-1_000, 1_000).map(lambda days: ORIGIN + timedelta(days=days))
steps = st.lists(st.tuples(when, st.none() | when, st.decimals("0.01", 1, places=2)), min_size=1, max_size=12)


def pace(now: Decimal, before: Decimal, window: int = 90, planned: int = 700) -> Any:
    """Run the forecast with plain windows."""
    return pace_forecast(
        now,
        before,
        as_of=ORIGIN + timedelta(days=window),
        before_on=ORIGIN,
        planned_start=ORIGIN,
        planned_finish=ORIGIN + timedelta(days=planned),
    )


def made(rows: list[tuple[date, date | None, Decimal]], as_of: date) -> list[Step]:
    """Return milestones; what would be reached later is open."""
    return [Step(day, done if done and done <= as_of else None, weight) for day, done, weight in rows]


@pytest.mark.parametrize("case", golden_cases("risk/pace_forecast.csv"), ids=lambda case: case["case"])
def test_golden_pace(case: dict[str, str]) -> None:
    found = pace_forecast(
        Decimal(case["progress"]),
        Decimal(case["before"]),
        as_of=date.fromisoformat(case["as_of"]),
        before_on=date.fromisoformat(case["before_on"]),
        planned_start=date.fromisoformat(case["start"]),
        planned_finish=date.fromisoformat(case["finish"]),
    )
    assert (found.days_left, found.finish.isoformat(), found.days_late) == (
        int(case["expected_days_left"]),
        case["expected_finish"],
        int(case["expected_days_late"]),
    )
    assert found.planned_progress == Decimal(case["expected_planned"])
    assert found.gap == Decimal(case["progress"]) - found.planned_progress


@pytest.mark.parametrize("case", golden_cases("risk/milestone_forecast.csv"), ids=lambda case: case["case"])
def test_golden_milestones(case: dict[str, str]) -> None:
    rows = [part.split("/") for part in case["steps"].split()]
    listed = [
        Step(date.fromisoformat(day), date.fromisoformat(done) if done else None, Decimal(weight))
        for day, done, weight in rows
    ]
    found = milestone_forecast(listed, as_of=date.fromisoformat(case["as_of"]))
    assert [day.isoformat() for day in found.forecasts] == case["expected_forecasts"].split()
    assert (found.slip, found.finish_days_late) == (int(case["expected_slip"]), int(case["expected_late"]))
    assert (found.earned, found.planned) == (
        Decimal(case["expected_earned"]),
        Decimal(case["expected_planned"]),
    )


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(progress, progress, span, span)
def test_oracle_pace_reaches_the_whole_on_the_last_day_and_not_before(
    now: Decimal, before: Decimal, window: int, planned: int
) -> None:
    assume(before < now)
    rate = (Fraction(now) - Fraction(before)) / window
    assume((1 - Fraction(now)) / rate <= 36_000)
    found = pace(now, before, window, planned)
    assert Fraction(now) + rate * found.days_left >= 1
    assert found.days_left == 0 or Fraction(now) + rate * (found.days_left - 1) < 1
    assert found.days_late == (found.finish - ORIGIN).days - planned


@given(steps, when)
def test_oracle_milestones_one_by_one(rows: list[tuple[date, date | None, Decimal]], today: date) -> None:
    listed = made(rows, today)
    found = milestone_forecast(listed, as_of=today)
    done = sorted((one.actual_on, one.planned_on) for one in listed if one.actual_on)
    slip = (done[-1][0] - done[-1][1]).days if done else 0
    assert found.slip == slip
    for one, day in zip(listed, found.forecasts, strict=True):
        carried = one.planned_on + timedelta(days=slip) if slip > 0 else one.planned_on
        assert day == (one.actual_on or (carried if carried > today else today))
    assert Fraction(found.earned) == sum(Fraction(one.weight) for one in listed if one.actual_on)
    assert Fraction(found.planned) == sum(Fraction(one.weight) for one in listed if one.planned_on <= today)


@given(progress, progress, st.integers(1, 500))
def test_law_a_quicker_pace_never_ends_later(now: Decimal, before: Decimal, window: int) -> None:
    assume(Decimal("0.01") <= before <= now - Decimal("0.05"))
    slower, quicker = pace(now, before, window), pace(now, before - Decimal("0.01"), window)
    assert quicker.finish <= slower.finish


@given(steps, when)
def test_law_order_of_milestones_does_not_matter(
    rows: list[tuple[date, date | None, Decimal]], today: date
) -> None:
    listed = made(rows, today)
    one, two = (milestone_forecast(part, as_of=today) for part in (listed, listed[::-1]))
    assert one.forecasts == two.forecasts[::-1]
    assert (one.finish, one.slip, one.earned) == (two.finish, two.slip, two.earned)
    assert one.finish >= today or all(step.actual_on for step in listed)


def test_refuses() -> None:
    half, nan = Decimal("0.5"), Decimal("NaN")
    assert refusal(pace, half, half) == ("no_pace", "progress")
    assert refusal(pace, Decimal("0.5000000001"), half) == ("no_pace", "progress")
    assert refusal(pace, Decimal("1.1"), half) == ("bad_progress", "progress")
    assert refusal(pace, half, nan) == ("bad_progress", "progress_before")
    assert refusal(pace, half, Decimal(0), 0) == ("bad_dates", "as_of")
    assert refusal(pace, half, Decimal(0), 10, 0) == ("bad_dates", "as_of")
    assert refusal(milestone_forecast, [], as_of=ORIGIN) == ("empty", "milestones")
    weightless = [Step(ORIGIN, None, Decimal(0))]
    assert refusal(milestone_forecast, weightless, as_of=ORIGIN) == ("bad_weight", "milestones")
    early = [Step(ORIGIN, ORIGIN + timedelta(days=1), half)]
    assert refusal(milestone_forecast, early, as_of=ORIGIN) == ("ahead_of_today", "milestones")
    far = [Step(date(9999, 1, 1), None, half)]
    assert refusal(milestone_forecast, far, as_of=ORIGIN) == ("bad_dates", "milestones")
    assert pace(Decimal(1), Decimal(1)).days_left == 0


def test_golden_the_limits_themselves_are_taken() -> None:
    slowest = pace(Decimal("0.5"), Decimal(0), LONGEST_DAYS, 700)
    assert slowest.days_left == LONGEST_DAYS
    last = date(LAST_YEAR, 12, 31)
    far = milestone_forecast([Step(last, None, Decimal(1))], as_of=ORIGIN)
    assert (far.finish, far.slip, repr(far.earned), repr(far.planned)) == (last, 0, *["Decimal('0')"] * 2)
    assert milestone_forecast([Step(ORIGIN, ORIGIN, Decimal(1))], as_of=ORIGIN).finish_days_late == 0
    begun = {"before_on": last - timedelta(1), "planned_start": ORIGIN, "planned_finish": last}
    assert pace_forecast(Decimal(1), Decimal(0), as_of=last, **begun).finish == last


test_kept_answers = kept_answers("calculators.risk.delay_forecast")
