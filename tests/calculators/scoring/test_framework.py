"""Weighted totals with items that do not apply, bonus and veto."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.scoring.framework import SPECS, FrameItem, frame_total, group_share
from tests.calculators.funds.helpers import check_example, is_near, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.scoring import rescaled


@st.composite
def frames(draw: st.DrawFn) -> list[FrameItem]:
    """Draw a frame whose whole-number weights sum to 100 and of which at least one item applies."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=8)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    applies = draw(st.lists(st.booleans(), min_size=len(weights), max_size=len(weights)))
    applies[0] = applies[0] or not any(applies)
    return [
        FrameItem(
            draw(st.sampled_from(["output", "effect"])),
            draw(st.sampled_from(["a", "b"])),
            f"item {i}",
            Decimal(weight),
            draw(st.decimals(Decimal(0), Decimal(weight), places=2)) if used else None,
            is_applicable=used,
        )
        for i, (weight, used) in enumerate(zip(weights, applies, strict=True))
    ]


def frame(applicable: str, raw: str) -> list[FrameItem]:
    """Build a frame of one item that applies and one that does not."""
    rest = Decimal(100) - Decimal(applicable)
    return [
        FrameItem("output", "a", "scored", Decimal(applicable), Decimal(raw)),
        FrameItem("effect", "b", "left out", rest, is_applicable=False),
    ]


GOOD = frame("60", "50")


@pytest.mark.parametrize("case", golden_cases("scoring/framework.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = frame_total(
        frame(case["applicable_weight"], case["raw"]),
        bonus=Decimal(case["bonus"]),
        bonus_cap=Decimal(case["bonus_cap"]),
    )
    assert str(found.shown) == case["expected_shown"]
    if case["expected_with_bonus"]:
        assert found.with_bonus == Decimal(case["expected_with_bonus"])


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(frames())
def test_oracle_points_over_points_that_apply(items: list[FrameItem]) -> None:
    rows = [(Fraction(i.weight), Fraction(i.score or 0), i.is_applicable) for i in items]
    found = frame_total(items)
    assert is_near(found.total, rescaled(rows))
    assert abs(found.shown - found.total) <= Decimal("0.05")


@given(frames())
def test_law_groups_add_up_and_order_does_not_matter(items: list[FrameItem]) -> None:
    found = frame_total(items)
    for groups in (found.first_level, found.second_level):
        assert sum(group.score for group in groups) == found.raw
        assert sum(group.weight for group in groups) == found.applicable_weight
    assert 0 <= found.total <= 100
    assert frame_total(items[::-1]).total == found.total
    assert len(found.left_out) == sum(not item.is_applicable for item in items)


@given(frames())
def test_law_full_points_make_a_hundred_and_a_veto_makes_nothing(items: list[FrameItem]) -> None:
    full = [replace(item, score=item.weight if item.is_applicable else None) for item in items]
    assert frame_total(full).total == 100
    vetoed = frame_total(
        [replace(full[0], is_vetoed=True), *full[1:]], bonus=Decimal(5), bonus_cap=Decimal(5)
    )
    assert (vetoed.total, vetoed.with_bonus, vetoed.is_vetoed) == (Decimal(0), Decimal(0), True)


@given(frames())
def test_law_shares_of_all_groups_make_one(items: list[FrameItem]) -> None:
    names = sorted({item.first for item in items})
    assert sum(group_share(items, [name]) for name in names) == 1
    assert group_share(items, names) == 1


def test_law_without_a_cap_there_is_no_bonus() -> None:
    assert frame_total(GOOD, bonus=Decimal(5)).bonus_counted == 0


def test_refuses() -> None:
    assert refusal(frame_total, []) == ("empty", "items")
    assert refusal(frame_total, GOOD[:1]) == ("weights_do_not_sum", "items")
    assert refusal(frame_total, [replace(GOOD[0], score=None), GOOD[1]]) == ("missing_score", "items")
    assert refusal(frame_total, [replace(GOOD[0], score=Decimal(61)), GOOD[1]]) == (
        "score_out_of_range",
        "items",
    )
    assert refusal(frame_total, [replace(GOOD[0], score=Decimal("NaN")), GOOD[1]]) == (
        "score_out_of_range",
        "items",
    )
    assert refusal(frame_total, [replace(GOOD[0], weight=Decimal(0)), GOOD[1]]) == ("bad_weight", "items")
    assert refusal(frame_total, [replace(GOOD[0], is_applicable=False), GOOD[1]]) == (
        "nothing_applies",
        "items",
    )
    assert refusal(frame_total, GOOD, bonus=Decimal(-1)) == ("negative_bonus", "bonus")
    assert refusal(frame_total, GOOD, bonus_cap=Decimal("NaN")) == ("negative_bonus", "bonus")
    assert refusal(group_share, [], ["output"]) == ("empty", "items")
    assert refusal(group_share, GOOD, ["process"]) == ("unknown_group", "names")
    assert refusal(group_share, [replace(GOOD[0], weight=Decimal(-1))], []) == ("bad_weight", "items")


def test_golden_group_shares_by_hand() -> None:
    items = [
        FrameItem("decision", "", "a", Decimal(20)),
        FrameItem("process", "", "b", Decimal(20)),
        FrameItem("output", "", "c", Decimal(30)),
        FrameItem("effect", "", "d", Decimal(30)),
    ]
    assert group_share(items, ["output", "effect"]) == Decimal("0.6")
    assert group_share(items, ["decision"]) == Decimal("0.2")
    assert group_share(items, []) == 0


@given(frames())
def test_oracle_group_share_by_adding_weights(items: list[FrameItem]) -> None:
    """The weights of a frame sum to 100, so a group's share is its weights in per cent."""
    for name in {item.first for item in items}:
        exact = sum((Fraction(item.weight) for item in items if item.first == name), Fraction(0)) / 100
        assert is_near(group_share(items, [name]), exact)


test_kept_answers = kept_answers("calculators.scoring.framework")
