"""Spend progress by stage lines, and the lists."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.risk.spend_progress import (
    SPECS,
    ProgressList,
    StageLine,
    progress_list,
    spend_progress,
    whole_months,
)
from tests.calculators.funds.helpers import above_zero, check_example, is_near, refusal, shares
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.risk import months_between, same_day_later

STAGES = [
    StageLine(3, Decimal("0.25")),
    StageLine(6, Decimal("0.5")),
    StageLine(9, Decimal("0.75")),
    StageLine(12, Decimal(1)),
]
RULE: dict[str, int] = {"warning_after_months": 6, "recall_after_months": 12}
DAY = date(2025, 1, 15)
starts = st.dates(date(2015, 1, 1), date(2035, 12, 31))
spans = st.integers(0, 900)


@pytest.mark.parametrize("case", golden_cases("risk/spend_progress.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = spend_progress(
        int(case["received"]),
        int(case["spent"]),
        retention=int(case["retention"]),
        received_on=date.fromisoformat(case["received_on"]),
        as_of=date.fromisoformat(case["as_of"]),
        stages=STAGES,
    )
    since = date.fromisoformat(case["below_since"]) if case["below_since"] else None
    assert str(found.required or "") == case["expected_required"]
    assert found.short_by == int(case["expected_short"])
    assert progress_list(found, below_since=since, **RULE) == case["expected_list"]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(starts, spans)
def test_oracle_whole_months_by_stepping(start: date, later: int) -> None:
    end = start + timedelta(days=later)
    assert whole_months(start, end) == months_between(start, end)


@given(above_zero, shares, starts, spans)
def test_oracle_line_in_force(received: int, share: Decimal, start: date, later: int) -> None:
    spent = int(received * share)
    end = start + timedelta(days=later)
    found = spend_progress(received, spent, received_on=start, as_of=end, stages=STAGES[::-1])
    months = months_between(start, end)
    line = next((Fraction(s.least_share) for s in reversed(STAGES) if months >= s.from_months), Fraction(0))
    assert is_near(found.progress, Fraction(spent, received))
    assert found.is_below_line == (spent < received * line)
    assert found.short_by == max(0, ceil(received * line - spent))
    assert found.unspent == received - spent


@given(above_zero, above_zero, starts, spans)
def test_law_spending_more_never_makes_it_worse(received: int, more: int, start: date, later: int) -> None:
    end, part = start + timedelta(days=later), received // 2
    less = spend_progress(received, part, received_on=start, as_of=end, stages=STAGES)
    most = spend_progress(received, min(received, part + more), received_on=start, as_of=end, stages=STAGES)
    assert most.short_by <= less.short_by
    whole = spend_progress(received, received, received_on=start, as_of=end, stages=STAGES)
    assert progress_list(whole, below_since=None, **RULE) is ProgressList.NONE


@given(above_zero, spans)
def test_law_all_of_the_retention_may_wait(retention: int, later: int) -> None:
    received = retention * 10
    found = spend_progress(
        received,
        received - retention,
        retention=retention,
        received_on=DAY,
        as_of=DAY + timedelta(days=later),
        stages=STAGES,
    )
    assert not found.is_below_line
    assert progress_list(found, below_since=None, **RULE) is ProgressList.NONE


def test_law_a_line_of_nothing_is_always_met() -> None:
    lines = [StageLine(0, Decimal(0)), StageLine(24, Decimal(1))]
    found = spend_progress(10, 0, received_on=DAY, as_of=DAY, stages=lines)
    assert (found.required, found.short_by, found.is_below_line) == (Decimal(0), 0, False)


def test_refuses() -> None:
    one: dict[str, Any] = {"received_on": DAY, "as_of": DAY, "stages": STAGES}
    assert refusal(spend_progress, 1, 2, **one) == ("spent_over_received", "spent")
    assert refusal(spend_progress, 0, 0, **one) == ("zero_whole", "received")
    assert refusal(spend_progress, -1, 0, **one) == ("negative_amount", "received")
    assert refusal(spend_progress, 1, -1, **one) == ("negative_amount", "spent")
    assert refusal(spend_progress, 1, 1, retention=2, **one) == ("retention_over_received", "retention")
    assert refusal(spend_progress, 1, 1, **{**one, "stages": []}) == ("empty", "stages")
    twice = [STAGES[0], STAGES[0]]
    assert refusal(spend_progress, 1, 1, **{**one, "stages": twice}) == ("repeated_stage", "stages")
    for share in ("1.1", "-0.1", "NaN"):
        wild = [StageLine(3, Decimal(share))]
        assert refusal(spend_progress, 1, 1, **{**one, "stages": wild}) == ("bad_share", "stages")
    before = DAY - timedelta(days=1)
    assert refusal(spend_progress, 1, 1, **{**one, "as_of": before}) == ("as_of_before_receipt", "as_of")
    late = spend_progress(4, 0, received_on=DAY, as_of=DAY + timedelta(days=100), stages=STAGES)
    future = DAY + timedelta(days=101)
    assert refusal(progress_list, late, below_since=future, **RULE) == ("listed_after_as_of", "below_since")


@given(starts, spans, st.integers(0, 100), st.none() | st.integers(0, 900))
def test_oracle_lists_in_words(start: date, later: int, percent: int, listed: int | None) -> None:
    """Recall when money is left after the last month; else below line, and a warning when for long."""
    as_of = start + timedelta(days=later)
    since = None if listed is None else start + timedelta(days=min(listed, later))
    progress = spend_progress(100, percent, received_on=start, as_of=as_of, stages=STAGES)
    is_late = as_of > same_day_later(start, 12)
    if is_late and percent < 100:
        expected = ProgressList.RECALL
    elif not progress.is_below_line:
        expected = ProgressList.NONE
    elif since is not None and months_between(since, as_of) >= 6:
        expected = ProgressList.WARNING
    else:
        expected = ProgressList.BELOW_STANDARD
    assert progress_list(progress, below_since=since, **RULE) is expected


test_kept_answers = kept_answers("calculators.risk.spend_progress")
