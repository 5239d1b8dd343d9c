"""Direction-of-investment score."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.funds.direction_score import SPEC, NamedDirection, direction_score
from tests.calculators.funds.helpers import (
    above_zero,
    check_example,
    is_near,
    numbers,
    refusal,
    shares,
    whole,
)
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

POINTS = {"fit_points": Decimal(60), "layout_points": Decimal(30), "execution_points": Decimal(10)}


@pytest.mark.parametrize("case", golden_cases("funds/direction_score.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    named = zip(whole(case["invested"]), numbers(case["least_shares"]), strict=True)
    fit, layout, execution = numbers(case["points"])
    found = direction_score(
        [NamedDirection(amount, least) for amount, least in named],
        invested_in_all=int(case["invested_in_all"]),
        paid_in=int(case["paid_in"]),
        fit_points=fit,
        layout_points=layout,
        execution_points=execution,
    )
    assert (found.layout, found.total) == (Decimal(case["expected_layout"]), Decimal(case["expected_total"]))


def test_golden_example() -> None:
    check_example(SPEC)


@given(st.lists(st.tuples(above_zero, shares), min_size=1, max_size=6), above_zero, above_zero)
def test_oracle_by_its_definition_in_fractions(
    pairs: list[tuple[int, Decimal]], beside: int, paid_in: int
) -> None:
    whole_of = sum(amount for amount, _least in pairs) + beside
    named = [NamedDirection(amount, least) for amount, least in pairs]
    found = direction_score(named, invested_in_all=whole_of, paid_in=paid_in, **POINTS)
    fit = Fraction(whole_of - beside, whole_of)
    parts = [min(Fraction(1), Fraction(a, whole_of) / Fraction(least)) if least else Fraction(1)
             for a, least in pairs]  # fmt: skip
    execution = min(Fraction(1), Fraction(whole_of, paid_in))
    exact = fit * 60 + sum(parts, Fraction(0)) / len(parts) * 30 + execution * 10
    assert is_near(found.total, exact)


@given(above_zero, shares, above_zero)
def test_law_it_lies_between_zero_and_all_points_and_scales(
    amount: int, least: Decimal, paid_in: int
) -> None:
    one = direction_score([NamedDirection(amount, least)], invested_in_all=amount, paid_in=paid_in, **POINTS)
    ten = direction_score(
        [NamedDirection(amount * 10, least)], invested_in_all=amount * 10, paid_in=paid_in * 10, **POINTS
    )
    assert 0 <= one.total == ten.total <= 100
    assert one.fit_score + one.layout_score + one.execution_score == one.total


def test_refuses() -> None:
    one: dict[str, Any] = {"invested_in_all": 10, "paid_in": 10, **POINTS}
    named = [NamedDirection(5, Decimal("0.5"))]
    for directions, change, code in (
        (named, {"invested_in_all": 0}, ("nothing_invested", "invested_in_all")),
        (named, {"paid_in": 0}, ("nothing_paid_in", "paid_in")),
        ([NamedDirection(-1, Decimal(0))], {}, ("negative_amount", "directions")),
        ([NamedDirection(1, Decimal(2))], {}, ("bad_share", "directions")),
        ([NamedDirection(11, Decimal(0))], {}, ("above_whole", "directions")),
        (named, {"layout_points": Decimal(-1)}, ("bad_points", "fit_points")),
    ):
        assert refusal(direction_score, directions, **{**one, **change}) == code


test_kept_answers = kept_answers("calculators.funds.direction_score")
