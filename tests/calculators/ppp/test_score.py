"""Rescaled and applicable scores."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.score import ApplicableScore, applicable_score, check_score, rescaled_score
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import refusal, scores
from tests.golden import golden_cases
from tests.oracles.ppp import half_up

points = st.decimals(Decimal("0.1"), Decimal(100), places=1)


@pytest.mark.parametrize("case", golden_cases("ppp/score.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = rescaled_score(Decimal(case["raw"]), applicable_maximum=Decimal(case["maximum"]))
    assert found == Decimal(case["expected"])


def test_golden_the_cycle_before_pays_this_period() -> None:
    cycles = {1: Decimal(90), 2: Decimal(81)}
    assert applicable_score(cycles, period=2, lag=1) == ApplicableScore(2, 1, Decimal(90))
    assert applicable_score(cycles, period=2, lag=0) == ApplicableScore(2, 2, Decimal(81))
    first = applicable_score(cycles, period=1, lag=1, is_first_period_full=True)
    assert first == ApplicableScore(1, None, Decimal(100))


@given(points, points)
def test_oracle(one: Decimal, other: Decimal) -> None:
    raw, maximum = sorted((one, other))
    expected = Fraction(half_up(Fraction(raw) * 1000 / Fraction(maximum)), 10)
    assert Fraction(rescaled_score(raw, applicable_maximum=maximum)) == expected


@given(points)
def test_law_full_marks_stay_full(maximum: Decimal) -> None:
    assert rescaled_score(maximum, applicable_maximum=maximum) == 100
    assert rescaled_score(Decimal(0), applicable_maximum=maximum) == 0


@given(st.dictionaries(st.integers(1, 20), scores, min_size=1), st.integers(0, 5))
def test_law_the_lag_shifts_the_cycle(cycles: dict[int, Decimal], lag: int) -> None:
    for cycle, score in cycles.items():
        found = applicable_score(cycles, period=cycle + lag, lag=lag)
        assert (found.cycle, found.score) == (cycle, score)


def test_refuses() -> None:
    assert refusal(rescaled_score, Decimal(89), applicable_maximum=Decimal(88)) == ("above_maximum", "raw")
    assert refusal(rescaled_score, Decimal(-1), applicable_maximum=Decimal(88)) == ("negative", "raw")
    assert refusal(rescaled_score, Decimal(0), applicable_maximum=Decimal(0)) == (
        "not_positive",
        "applicable_maximum",
    )
    assert refusal(check_score, Decimal("100.1")) == ("score_out_of_range", "score")
    assert refusal(check_score, Decimal("Infinity")) == ("not_finite", "score")


def test_refuses_a_period_nobody_decided() -> None:
    cycles = {1: Decimal(90), 3: Decimal(101)}
    assert refusal(applicable_score, cycles, period=1, lag=1) == (
        "first_period_unset",
        "is_first_period_full",
    )
    assert refusal(applicable_score, cycles, period=3, lag=1) == ("no_score", "scores")
    assert refusal(applicable_score, cycles, period=3, lag=0) == ("score_out_of_range", "scores")
    assert refusal(applicable_score, cycles, period=0, lag=0) == ("out_of_range", "period")
    assert refusal(applicable_score, cycles, period=1, lag=-1) == ("out_of_range", "lag")


@given(st.lists(st.integers(0, 100), min_size=1, max_size=12), st.data())
def test_oracle_the_score_so_many_cycles_back(points: list[int], data: st.DataObject) -> None:
    period = data.draw(st.integers(1, len(points)))
    lag = data.draw(st.integers(0, period))
    scores = {number: Decimal(score) for number, score in enumerate(points, start=1)}
    found = applicable_score(scores, period=period, lag=lag, is_first_period_full=True)
    before = [None, *points][period - lag] if lag < period else None
    assert found.score == (100 if before is None else before)
    assert found.cycle == (None if before is None else period - lag)


def test_law_the_ends_of_the_scale_are_scores() -> None:
    assert check_score(Decimal(0)) == 0
    assert check_score(Decimal(100)) == 100


test_kept_answers = kept_answers("calculators.ppp.score")
