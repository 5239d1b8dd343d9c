"""Deviations of indicators and the gap between money and goals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.scoring.deviation import SPECS, Light, indicator_deviation, light_of, pace_gap
from calculators.scoring.indicator import Direction
from tests.calculators.funds.helpers import check_example, is_near, refusal, shares
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

LIGHTS = [Light("red", Decimal("0.3")), Light("yellow", Decimal("0.1"))]
values = st.decimals(Decimal("0.01"), Decimal(10**6), places=2)


@pytest.mark.parametrize("case", golden_cases("scoring/deviation.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = indicator_deviation(
        Decimal(case["actual"]),
        target=Decimal(case["target"]),
        target_high=Decimal(case["target_high"]) if case["target_high"] else None,
        direction=Direction(case["direction"]),
        lights=LIGHTS,
    )
    assert (found.difference, found.rate, found.shortfall) == (
        Decimal(case["expected_difference"]),
        Decimal(case["expected_rate"]),
        Decimal(case["expected_shortfall"]),
    )
    assert (found.light or "") == case["expected_light"]


@pytest.mark.parametrize("case", golden_cases("scoring/pace_gap.csv"), ids=lambda case: case["case"])
def test_golden_pace(case: dict[str, str]) -> None:
    found = pace_gap(Decimal(case["goal_progress"]), Decimal(case["budget_progress"]), lights=LIGHTS)
    assert (found.pace_gap, found.light or "") == (Decimal(case["expected_gap"]), case["expected_light"])


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(values, values)
def test_oracle_rate_over_target_and_only_the_bad_side_counts(actual: Decimal, target: Decimal) -> None:
    exact = (Fraction(actual) - Fraction(target)) / Fraction(target)
    higher = indicator_deviation(actual, target=target, lights=LIGHTS)
    lower = indicator_deviation(actual, target=target, lights=LIGHTS, direction=Direction.LOWER)
    assert is_near(higher.rate, exact)
    assert is_near(higher.shortfall, max(Fraction(0), -exact))
    assert is_near(lower.shortfall, max(Fraction(0), exact))
    assert higher.needs_reason == (actual != target)


@given(values, values, values)
def test_law_inside_a_range_nothing_is_amiss(actual: Decimal, one: Decimal, two: Decimal) -> None:
    low, high = sorted((one, two))
    found = indicator_deviation(
        actual, target=low, target_high=high, direction=Direction.WITHIN, lights=LIGHTS
    )
    assert (found.shortfall == 0) == (low <= actual <= high) == (not found.needs_reason)


@given(shares, shares)
def test_law_the_gap_turns_round_when_money_and_goals_change_places(goal: Decimal, money: Decimal) -> None:
    there, back = pace_gap(goal, money, lights=LIGHTS), pace_gap(money, goal, lights=LIGHTS)
    assert there.pace_gap == -back.pace_gap
    assert there.light == back.light
    assert there.is_money_ahead == (money > goal)


@given(shares, shares)
def test_law_a_larger_size_never_shows_a_weaker_light(one: Decimal, two: Decimal) -> None:
    order: list[str | None] = [None, "yellow", "red"]
    low, high = sorted((one, two))
    assert order.index(light_of(low, LIGHTS)) <= order.index(light_of(high, LIGHTS))


def test_law_an_edge_belongs_to_its_light_and_a_range_may_be_one_point() -> None:
    assert (light_of(Decimal("0.1"), LIGHTS), light_of(Decimal("0.3"), LIGHTS)) == ("yellow", "red")
    point = indicator_deviation(
        Decimal(6), target=Decimal(6), target_high=Decimal(6), direction=Direction.WITHIN, lights=LIGHTS
    )
    assert point.shortfall == 0


def test_refuses() -> None:
    one, nan = Decimal(1), Decimal("NaN")
    assert refusal(indicator_deviation, nan, target=one, lights=LIGHTS) == ("not_finite", "actual")
    assert refusal(indicator_deviation, one, target=nan, lights=LIGHTS) == ("not_finite", "target")
    assert refusal(indicator_deviation, one, target=Decimal(0), lights=LIGHTS) == ("zero_target", "target")
    assert refusal(indicator_deviation, one, target=one, lights=[]) == ("empty", "lights")
    assert refusal(indicator_deviation, one, target=one, lights=[LIGHTS[0], LIGHTS[0]]) == (
        "repeated_light",
        "lights",
    )
    assert refusal(indicator_deviation, one, target=one, lights=[Light("x", nan)]) == ("not_finite", "lights")
    assert refusal(indicator_deviation, one, target=one, lights=LIGHTS, direction=Direction.WITHIN) == (
        "bad_range",
        "target_high",
    )
    assert refusal(pace_gap, -one, one, lights=LIGHTS) == ("negative_progress", "goal_progress")
    assert refusal(pace_gap, one, nan, lights=LIGHTS) == ("not_finite", "budget_progress")


@given(shares, shares)
def test_oracle_pace_gap_and_its_light(goal: Decimal, budget: Decimal) -> None:
    lights = [Light("yellow", Decimal("0.1")), Light("red", Decimal("0.3"))]
    found = pace_gap(goal, budget, lights=lights)
    exact = Fraction(budget) - Fraction(goal)
    assert Fraction(found.pace_gap) == exact
    size = abs(exact)
    expected = "red" if size >= Fraction(3, 10) else "yellow" if size >= Fraction(1, 10) else None
    assert found.light == expected


test_kept_answers = kept_answers("calculators.scoring.deviation")
