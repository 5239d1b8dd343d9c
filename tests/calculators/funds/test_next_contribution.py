"""From the result of an evaluation to next year's contribution."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from calculators.funds.next_contribution import SPEC, next_contribution
from tests.calculators.funds.helpers import check_example, fen, refusal, shares
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

AMOUNTS = ("commitment_left", "planned", "idle", "realised_gain")


@pytest.mark.parametrize("case", golden_cases("funds/next_contribution.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = next_contribution(
        **{name: int(case[name]) for name in AMOUNTS},
        contribution_share=Decimal(case["contribution_share"]),
        reward_share=Decimal(case["reward_share"]),
        is_left=case["is_left"] == "yes",
    )
    told = (found.base, found.contribution, found.reward)
    assert told == tuple(int(case[f"expected_{name}"]) for name in ("base", "contribution", "reward"))


def test_golden_example() -> None:
    check_example(SPEC)


@given(fen, fen, fen, fen, shares, shares)
def test_oracle_rounded_down_once(
    left: int, planned: int, idle: int, gain: int, share: Decimal, reward: Decimal
) -> None:
    found = next_contribution(
        commitment_left=left, planned=planned, idle=idle, realised_gain=gain,
        contribution_share=share, reward_share=reward,
    )  # fmt: skip
    base = min(left, planned - idle) if planned > idle else 0
    assert found.base == base
    assert 0 <= base * Fraction(share) - found.contribution < 1
    assert 0 <= gain * Fraction(reward) - found.reward < 1


@given(fen, fen, fen, shares, shares)
def test_law_a_better_grade_never_gets_less_and_never_more_than_is_left(
    left: int, planned: int, idle: int, one: Decimal, two: Decimal
) -> None:
    low, high = sorted((one, two))
    figures: dict[str, Any] = {"commitment_left": left, "planned": planned, "idle": idle, "realised_gain": 0}
    less = next_contribution(**figures, contribution_share=low, reward_share=Decimal(0))
    more = next_contribution(**figures, contribution_share=high, reward_share=Decimal(0))
    assert less.contribution <= more.contribution <= left


def test_refuses() -> None:
    one: dict[str, Any] = {
        **dict.fromkeys(AMOUNTS, 1),
        "contribution_share": Decimal(1),
        "reward_share": Decimal(0),
    }
    for name in AMOUNTS:
        assert refusal(next_contribution, **{**one, name: -1}) == ("negative_amount", name)
    for name in ("contribution_share", "reward_share"):
        assert refusal(next_contribution, **{**one, name: Decimal(2)}) == ("bad_share", name)


test_kept_answers = kept_answers("calculators.funds.next_contribution")
