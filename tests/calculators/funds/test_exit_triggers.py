"""Exit triggers: clocks by the calendar, findings by statement."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.funds.exit_triggers import SPECS, TriggerState, date_counter, exit_triggers
from calculators.kernel.spec import CalculatorSpec
from tests.calculators.funds.helpers import check_example, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

starts = st.dates(date(2000, 1, 1), date(2050, 12, 31))
spans = st.integers(0, 2000)
RULE: dict[str, Any] = {"limit_months": 12, "warning_months": 11}


@pytest.mark.parametrize("case", golden_cases("funds/exit_triggers.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    ended = date.fromisoformat(case["ended_on"]) if case["ended_on"] else None
    found = date_counter(
        date.fromisoformat(case["start"]), as_of=date.fromisoformat(case["as_of"]), ended_on=ended, **RULE
    )
    assert (found.state, found.days_left) == (case["expected_state"], int(case["expected_left"]))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(starts, spans)
def test_oracle_same_day_of_next_year_is_the_last_good_day(start: date, later: int) -> None:
    is_leap_day = (start.month, start.day) == (2, 29)
    limit = date(start.year + 1, start.month, 28 if is_leap_day else start.day)
    found = date_counter(start, as_of=start + timedelta(days=later), **RULE)
    assert found.limit_on == limit
    assert (found.state is TriggerState.REACHED) == (start + timedelta(days=later) > limit)
    assert found.days_elapsed == later


@given(starts, spans, st.integers(0, 400))
def test_law_time_never_heals_a_running_clock(start: date, later: int, more: int) -> None:
    order = [TriggerState.RUNNING, TriggerState.EARLY_WARNING, TriggerState.REACHED]
    day = start + timedelta(days=later)
    now = date_counter(start, as_of=day, **RULE).state
    then = date_counter(start, as_of=day + timedelta(days=more), **RULE).state
    assert order.index(now) <= order.index(then)


@given(starts, spans, spans)
def test_law_an_end_in_the_future_does_not_count_yet(start: date, later: int, more: int) -> None:
    day = start + timedelta(days=later)
    open_clock = date_counter(start, as_of=day, **RULE)
    assert date_counter(start, as_of=day, ended_on=day + timedelta(days=more + 1), **RULE) == open_clock
    ended = date_counter(start, as_of=day + timedelta(days=more), ended_on=day, **RULE)
    assert ended.days_elapsed == later
    assert ended.state in (TriggerState.CLEARED, TriggerState.REACHED)


FINDINGS: list[dict[str, Any]] = [
    {name: True} for name in ("is_off_policy", "is_against_charter", "is_otherwise_in_breach")
]


@pytest.mark.parametrize("finding", FINDINGS, ids=str)
def test_law_each_finding_opens_the_exit(finding: dict[str, Any]) -> None:
    quiet = exit_triggers(as_of=date(2026, 1, 1), **RULE)
    assert (quiet.is_exit_open, quiet.set_up, quiet.first_investment) == (False, None, None)
    assert exit_triggers(as_of=date(2026, 1, 1), **RULE, **finding).is_exit_open


def test_law_each_clock_opens_the_exit() -> None:
    late, start = date(2027, 1, 2), date(2026, 1, 1)
    assert exit_triggers(as_of=late, plan_confirmed_on=start, **RULE).is_exit_open
    assert exit_triggers(as_of=late, money_received_on=start, **RULE).is_exit_open
    assert not exit_triggers(as_of=late, plan_confirmed_on=start, set_up_on=start, **RULE).is_exit_open
    assert not exit_triggers(
        as_of=late, money_received_on=start, first_investment_on=start, **RULE
    ).is_exit_open


def test_law_a_warning_on_the_limit_itself_is_allowed() -> None:
    found = date_counter(date(2026, 1, 1), as_of=date(2026, 2, 1), limit_months=1, warning_months=1)
    assert (found.warning_on, found.state) == (found.limit_on, TriggerState.EARLY_WARNING)


def test_refuses() -> None:
    day = date(2026, 1, 1)
    assert refusal(date_counter, day, as_of=day, limit_months=12, warning_months=13) == (
        "warning_after_limit",
        "warning_months",
    )
    assert refusal(date_counter, day, as_of=day, limit_months=12, warning_months=0) == (
        "warning_after_limit",
        "warning_months",
    )
    assert refusal(date_counter, day, as_of=date(2025, 12, 31), **RULE) == ("as_of_before_start", "as_of")
    assert refusal(date_counter, day, as_of=day, ended_on=date(2025, 12, 31), **RULE) == (
        "ended_before_start",
        "ended_on",
    )
    assert refusal(date_counter, day, as_of=day, limit_months=10**6, warning_months=1) == (
        "out_of_range",
        "months",
    )


CLOCK: dict[str, int] = {"limit_months": 12, "warning_months": 11}


@pytest.mark.parametrize(
    ("facts", "is_open"),
    [
        ({"money_received_on": date(2025, 3, 1)}, True),
        ({"money_received_on": date(2025, 3, 2)}, False),
        ({"money_received_on": date(2025, 3, 1), "first_investment_on": date(2025, 9, 1)}, False),
        ({"plan_confirmed_on": date(2025, 1, 1), "set_up_on": date(2026, 2, 1)}, True),
        ({"is_off_policy": True}, True),
        ({}, False),
    ],
)
def test_golden_exit_by_the_five_clauses(facts: dict[str, object], is_open: bool) -> None:
    """财预〔2015〕210号: more than a year without set-up or investment, or a finding."""
    found = exit_triggers(as_of=date(2026, 3, 2), **CLOCK, **facts)  # type: ignore[arg-type]
    assert found.is_exit_open is is_open


def test_oracle_every_finding_opens_the_exit_and_stands_in_its_own_place() -> None:
    names = ("off_policy", "against_charter", "other_breach")
    arguments = ("is_off_policy", "is_against_charter", "is_otherwise_in_breach")
    for flags in product((False, True), repeat=3):
        found = exit_triggers(as_of=date(2026, 3, 2), **CLOCK, **dict(zip(arguments, flags, strict=True)))  # type: ignore[arg-type]
        states = [getattr(found, name) for name in names]
        assert states == [TriggerState.REACHED if flag else TriggerState.CLEARED for flag in flags]
        assert (found.set_up, found.first_investment) == (None, None)
        assert found.is_exit_open == any(flags)


def test_refuses_triggers_on_a_day_before_the_clock() -> None:
    day = date(2026, 3, 2)
    assert refusal(exit_triggers, as_of=day, plan_confirmed_on=date(2026, 3, 3), **CLOCK) == (
        "as_of_before_start",
        "as_of",
    )
    assert refusal(exit_triggers, as_of=day, money_received_on=day, limit_months=1, warning_months=2) == (
        "warning_after_limit",
        "warning_months",
    )


test_kept_answers = kept_answers("calculators.funds.exit_triggers")
