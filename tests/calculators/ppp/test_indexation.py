"""Indexation against published figures and by definition."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.indexation import (
    adjusted_price,
    adjustment_gate,
    composite_factor,
    part_fixed_factor,
    require_due,
    special_item,
)
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import numbers, refusal, shares, shown, small_fen
from tests.golden import golden_cases
from tests.oracles.ppp import composite_by_definition

indices = st.decimals(Decimal("0.1"), Decimal(1000), places=1)
prices = st.decimals(Decimal("0.01"), Decimal(100), places=2)


@pytest.mark.parametrize("case", golden_cases("ppp/indexation.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    factor = composite_factor(numbers(case["weights"]), numbers(case["current"]), numbers(case["base"]))
    found = adjusted_price(
        Decimal(case["price"]), factor=factor.factor, special_item=Decimal(case["special_item"])
    )
    assert shown(found.price, 2) == case["expected"]
    assert found.change is not None
    assert shown(found.change * 100, 1) == case["change_percent"]


def test_golden_charge_with_a_fixed_part() -> None:
    """Guidance works with 70 % fixed; a rise of 10 % lifts the charge by 3 %."""
    assert part_fixed_factor(fixed_share=Decimal("0.7"), current=Decimal(110), base=Decimal(100)) == Fraction(
        103, 100
    )


@st.composite
def composites(draw: st.DrawFn) -> tuple[list[Decimal], list[Decimal], list[Decimal]]:
    cuts = sorted(draw(st.lists(st.integers(0, 100), max_size=4)))
    weights = [Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    size = len(weights)
    rows = [draw(st.lists(indices, min_size=size, max_size=size)) for _ in range(2)]
    return weights, rows[0], rows[1]


@given(composites())
def test_oracle(case: tuple[list[Decimal], list[Decimal], list[Decimal]]) -> None:
    weights, current, base = ([Fraction(number) for number in part] for part in case)
    assert composite_factor(*case).factor == composite_by_definition(weights, current, base)


@given(shares, indices, indices, prices, prices)
def test_oracle_part_fixed_is_a_composite_with_a_constant(
    fixed: Decimal, now: Decimal, then: Decimal, price: Decimal, added: Decimal
) -> None:
    factor = part_fixed_factor(fixed_share=fixed, current=now, base=then)
    hundred = Decimal(100)
    assert factor == composite_factor([fixed, 1 - fixed], [hundred, now], [hundred, then]).factor
    found = adjusted_price(price, factor=factor, special_item=added)
    assert found.price == Fraction(price) * factor + Fraction(added)


@given(composites(), st.integers(2, 9))
def test_law_scaling_every_index_scales_the_factor(
    case: tuple[list[Decimal], list[Decimal], list[Decimal]], by: int
) -> None:
    weights, current, base = case
    once = composite_factor(weights, current, base)
    assert composite_factor(weights, [index * by for index in current], base).factor == by * once.factor
    assert min(once.relatives) <= once.factor <= max(once.relatives)
    assert composite_factor(weights, base, base).factor == 1


@given(small_fen, st.integers(1, 10**6), st.integers(1, 30))
def test_law_the_special_item_returns_the_investment(added: int, volume: int, years: int) -> None:
    item = special_item(added, yearly_volume=Decimal(volume), remaining_years=years)
    assert item * volume * years == added


def test_golden_the_trigger_itself_is_enough() -> None:
    """Contract terms in the usual shape: every 36 months, from a movement of 5 %."""
    up, down, trigger = Decimal("1.05"), Decimal("0.95"), Decimal("0.05")
    for factor in (up, down):
        assert adjustment_gate(factor, months_since_last=36, cycle_months=36, trigger=trigger).is_due
    assert not adjustment_gate(up, months_since_last=35, cycle_months=36, trigger=trigger).is_due


@given(prices)
def test_law_nothing_indexed_and_nothing_added_changes_nothing(price: Decimal) -> None:
    assert adjusted_price(price, factor=Decimal(1)).price == Fraction(price)


@given(indices, st.integers(0, 60), st.integers(0, 60), shares)
def test_law_an_adjustment_is_due_only_when_both_hold(
    index: Decimal, passed: int, cycle: int, trigger: Decimal
) -> None:
    gate = adjustment_gate(index, months_since_last=passed, cycle_months=cycle, trigger=trigger)
    assert gate.is_due == (passed >= cycle and abs(index - 1) >= trigger)
    if gate.is_due:
        require_due(gate)


def test_refuses_composites() -> None:
    one, half = Decimal(1), Decimal("0.5")
    assert refusal(composite_factor, [], [], []) == ("empty", "weights")
    assert refusal(composite_factor, [one], [one, one], [one]) == ("shape_mismatch", "current")
    assert refusal(composite_factor, [one], [one], [one, one]) == ("shape_mismatch", "base")
    assert refusal(composite_factor, [half], [one], [one]) == ("weights_not_one", "weights")
    assert refusal(composite_factor, [Decimal(2), -one], [one] * 2, [one] * 2) == ("not_a_share", "weights")
    assert refusal(composite_factor, [one], [Decimal(0)], [one]) == ("not_positive", "current")
    assert refusal(composite_factor, [one], [one], [Decimal(0)]) == ("not_positive", "base")
    assert refusal(composite_factor, [1.0], [one], [one]) == ("not_exact", "weights")


def test_refuses_prices_and_early_adjustments() -> None:
    assert refusal(adjusted_price, Decimal(-1), factor=Decimal(1)) == ("negative", "base_price")
    assert refusal(adjusted_price, Decimal(1), factor=Decimal(0)) == ("not_positive", "factor")
    assert refusal(adjusted_price, Decimal(1), factor=Decimal(1), special_item=Decimal(-2)) == (
        "negative_price",
        "special_item",
    )
    assert adjusted_price(Decimal(0), factor=Decimal(1)).change is None
    assert refusal(part_fixed_factor, fixed_share=Decimal(2), current=Decimal(1), base=Decimal(1)) == (
        "not_a_share",
        "fixed_share",
    )
    assert refusal(special_item, 1, yearly_volume=Decimal(0), remaining_years=1) == (
        "not_positive",
        "yearly_volume",
    )
    for years in (0, 101):
        assert refusal(special_item, 1, yearly_volume=Decimal(1), remaining_years=years) == (
            "out_of_range",
            "remaining_years",
        )
    assert refusal(special_item, 1.5, yearly_volume=Decimal(1), remaining_years=1) == (
        "not_integer",
        "added_investment",
    )
    early = adjustment_gate(Decimal(2), months_since_last=35, cycle_months=36, trigger=Decimal("0.05"))
    assert refusal(require_due, early) == ("too_early", "months_since_last")
    small = adjustment_gate(Decimal("1.0499"), months_since_last=36, cycle_months=36, trigger=Decimal("0.05"))
    assert refusal(require_due, small) == ("below_trigger", "factor")


@given(st.fractions(Fraction(1, 2), 2, max_denominator=100), st.integers(0, 60), st.integers(0, 60), shares)
def test_oracle_gate_by_both_conditions(factor: Fraction, passed: int, cycle: int, trigger: Decimal) -> None:
    found = adjustment_gate(factor, months_since_last=passed, cycle_months=cycle, trigger=trigger)
    moved = factor >= 1 + Fraction(trigger) or factor <= 1 - Fraction(trigger)
    assert (found.is_due, found.movement) == (passed >= cycle and moved, factor - 1)


@given(shares, indices, indices)
def test_law_the_fixed_part_damps_the_index(fixed: Decimal, current: Decimal, base: Decimal) -> None:
    factor = part_fixed_factor(fixed_share=fixed, current=current, base=base)
    whole = part_fixed_factor(fixed_share=Decimal(0), current=current, base=base)
    assert abs(factor - 1) == abs(whole - 1) * (1 - Fraction(fixed))
    assert part_fixed_factor(fixed_share=Decimal(1), current=current, base=base) == 1


def test_golden_special_items_by_hand() -> None:
    """An upgrade of 1 000 yuan over 10 years of 100 m³; a year of 3 m³; nothing added."""
    assert special_item(1_000_00, yearly_volume=Decimal(100), remaining_years=10) == 100
    assert special_item(1_00, yearly_volume=Decimal(3), remaining_years=1) == Fraction(100, 3)
    assert special_item(0, yearly_volume=Decimal(1), remaining_years=100) == 0


@given(small_fen, st.integers(1, 10**6), st.integers(1, 40))
def test_oracle_special_item_earns_back_the_investment(added: int, volume: int, years: int) -> None:
    price = special_item(added, yearly_volume=Decimal(volume), remaining_years=years)
    assert sum(price * volume for _ in range(years)) == added


def test_refuses_every_figure_by_its_own_name() -> None:
    gate = {"months_since_last": 1, "cycle_months": 1, "trigger": Decimal(0)}
    assert refusal(adjustment_gate, Decimal(0), **gate) == ("not_positive", "factor")
    for field, bad, code in (
        ("months_since_last", -1, "out_of_range"),
        ("cycle_months", 1.5, "not_whole"),
        ("trigger", Decimal(-1), "negative"),
    ):
        assert refusal(adjustment_gate, Decimal(1), **{**gate, field: bad}) == (code, field)
    part = {"fixed_share": Decimal("0.7"), "current": Decimal(1), "base": Decimal(1)}
    for field, bad, code in (
        ("fixed_share", Decimal(2), "not_a_share"),
        ("current", Decimal(0), "not_positive"),
        ("base", Decimal(0), "not_positive"),
    ):
        assert refusal(part_fixed_factor, **{**part, field: bad}) == (code, field)
    assert refusal(adjusted_price, Decimal(1), factor=Decimal(1), special_item=0.5) == (
        "not_exact",
        "special_item",
    )


def test_golden_every_part_of_an_adjustment_is_told() -> None:
    """Hand-worked: 0.4 × 1.10 + 0.6 × 1.00 = 1.04; a price of 2.00 becomes 2.08, and 2.10 with 0.02 added."""
    weights = [Decimal("0.4"), Decimal("0.6")]
    found = composite_factor(weights, [Decimal(110), Decimal(100)], [Decimal(100), Decimal(100)])
    assert list(found.contributions) == [Fraction("0.44"), Fraction("0.6")]
    assert found.factor == Fraction("1.04")
    price = adjusted_price(Decimal(2), factor=found.factor, special_item=Decimal("0.02"))
    assert price.indexed == Fraction("2.08")
    assert price.price == Fraction("2.1")
    gate = adjustment_gate(found.factor, months_since_last=0, cycle_months=0, trigger=Decimal("0.04"))
    assert gate.movement == Fraction("0.04")
    assert (gate.is_cycle_over, gate.is_triggered, gate.is_due) == (True, True, True)


test_kept_answers = kept_answers("calculators.ppp.indexation")
