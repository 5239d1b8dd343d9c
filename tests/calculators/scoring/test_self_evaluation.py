"""Self-evaluation: execution points and the total."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.scoring.self_evaluation import SPECS, GroupScore, execution_score, self_evaluation
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, numbers, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

weights = st.decimals(Decimal(0), Decimal(100), places=1)
TEN = Decimal(10)


def groups_of(text: str) -> list[GroupScore]:
    """Read weight and score in turn out of one CSV field."""
    values = numbers(text)
    return [GroupScore(str(i), *pair) for i, pair in enumerate(zip(values[::2], values[1::2], strict=True))]


@pytest.mark.parametrize("case", golden_cases("scoring/self_evaluation.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = self_evaluation(
        int(case["executed"]),
        int(case["budget"]),
        execution_weight=Decimal(case["execution_weight"]),
        groups=groups_of(case["groups"]),
    )
    assert round(found.execution.execution_score, 20) == Decimal(case["expected_execution"])
    assert round(found.total, 20) == Decimal(case["expected_total"])


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(fen, above_zero, weights)
def test_oracle_execution_is_in_proportion_up_to_the_budget(
    executed: int, budget: int, weight: Decimal
) -> None:
    found = execution_score(executed, budget, execution_weight=weight)
    exact = Fraction(weight) * min(Fraction(executed, budget), Fraction(1))
    assert abs(Fraction(found.execution_score) - exact) <= Fraction(1, 10**20)
    assert found.is_over_budget == (executed > budget)


@given(fen, above_zero, st.integers(2, 1000))
def test_law_scale_drops_out_and_spending_more_never_costs_points(
    executed: int, budget: int, times: int
) -> None:
    once = execution_score(executed, budget, execution_weight=TEN)
    more = execution_score(executed * times, budget * times, execution_weight=TEN)
    assert is_near(more.execution_rate, Fraction(once.execution_rate))
    assert execution_score(executed + 1, budget, execution_weight=TEN).execution_score >= once.execution_score
    assert 0 <= once.execution_score <= TEN


@given(fen, above_zero, st.decimals(Decimal(0), Decimal(90), places=2))
def test_law_the_total_is_execution_plus_goals(executed: int, budget: int, score: Decimal) -> None:
    found = self_evaluation(
        executed, budget, execution_weight=TEN, groups=[GroupScore("all", Decimal(90), score)]
    )
    assert found.goal_score == score
    assert found.total == found.execution.execution_score + score <= 100


def test_refuses() -> None:
    ninety = [GroupScore("all", Decimal(90), Decimal(80))]
    assert refusal(execution_score, -1, 1, execution_weight=TEN) == ("negative_amount", "executed")
    assert refusal(execution_score, 1, 0, execution_weight=TEN) == ("zero_budget", "budget")
    assert refusal(execution_score, 1, 1, execution_weight=Decimal(-1)) == ("bad_weight", "execution_weight")
    assert refusal(execution_score, 1.0, 1, execution_weight=TEN) == ("not_integer", "executed")
    assert refusal(self_evaluation, 1, 1, execution_weight=TEN, groups=[]) == ("empty", "groups")
    assert refusal(self_evaluation, 1, 1, execution_weight=Decimal(11), groups=ninety) == (
        "weights_do_not_sum",
        "groups",
    )
    for weight, score in (("90", "91"), ("90", "-1"), ("90", "NaN"), ("NaN", "1")):
        one = [GroupScore("all", Decimal(weight), Decimal(score))]
        assert refusal(self_evaluation, 1, 1, execution_weight=TEN, groups=one) == (
            "score_out_of_range",
            "groups",
        )


@given(st.integers(0, 100), st.integers(0, 50), st.integers(0, 40))
def test_oracle_form_adds_execution_and_groups(executed: int, output: int, effect: int) -> None:
    groups = [
        GroupScore("output", Decimal(50), Decimal(output)),
        GroupScore("effect", Decimal(40), Decimal(effect)),
    ]
    found = self_evaluation(executed, 100, execution_weight=Decimal(10), groups=groups)
    assert Fraction(found.total) == Fraction(executed, 10) + output + effect
    assert found.goal_score == output + effect


test_kept_answers = kept_answers("calculators.scoring.self_evaluation")
