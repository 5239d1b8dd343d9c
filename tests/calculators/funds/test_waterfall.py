"""European waterfall: published and hand-worked cases, the gain seen from the other side, laws."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.funds.waterfall import SPEC, Compounding, Waterfall, european_waterfall
from calculators.kernel.money import Rounding
from tests.calculators.funds.helpers import check_example, days, is_near, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.funds import tiers_of_one_distribution

START = date(2020, 1, 1)
amounts = st.integers(1, 10**13)
hurdles = st.decimals(Decimal(0), Decimal("0.2"), places=3)
carries = st.decimals(Decimal(0), Decimal("0.4"), places=3)
catch_ups = st.one_of(st.just(Decimal(0)), st.decimals(Decimal("0.41"), Decimal(1), places=3))
events = st.lists(st.tuples(amounts, st.integers(0, 3000)), min_size=1, max_size=6)
TERMS: dict[str, Any] = {
    "hurdle_rate": Decimal("0.08"),
    "compounding": Compounding.SIMPLE,
    "carry_rate": Decimal("0.2"),
    "catch_up_share": Decimal(1),
}


def run(calls: list[tuple[int, int]], paid: list[tuple[int, int]], **terms: Any) -> Waterfall:
    """Run amounts placed at days after the start; distributions come after the first call."""
    first = min(day for _, day in calls)
    return european_waterfall(
        [amount for amount, _ in calls],
        [START + timedelta(days=day) for _, day in calls],
        [amount for amount, _ in paid],
        [START + timedelta(days=first + day) for _, day in paid],
        **{**TERMS, **terms},
    )


@pytest.mark.parametrize("case", golden_cases("funds/waterfall.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = european_waterfall(
        whole(case["calls"]),
        days(case["call_dates"]),
        whole(case["distributions"]),
        days(case["distribution_dates"]),
        hurdle_rate=Decimal(case["hurdle_rate"]),
        compounding=Compounding(case["compounding"]),
        carry_rate=Decimal(case["carry_rate"]),
        catch_up_share=Decimal(case["catch_up_share"]),
    )
    assert found.preferred == int(case["expected_preferred"])
    assert (found.to_investors, found.to_manager) == (
        int(case["expected_to_investors"]),
        int(case["expected_to_manager"]),
    )


def test_golden_example() -> None:
    check_example(SPEC)


@given(amounts, amounts, st.integers(0, 3650), hurdles, carries, catch_ups)
def test_oracle_one_distribution_by_its_gain(
    call: int, cash: int, later: int, hurdle: Decimal, carry: Decimal, catch_up: Decimal
) -> None:
    found = run([(call, 0)], [(cash, later)], hurdle_rate=hurdle, carry_rate=carry, catch_up_share=catch_up)
    preferred = call * Fraction(hurdle) * Fraction(later, 365)
    investors, manager = tiers_of_one_distribution(
        call, cash, preferred=preferred, carry=Fraction(carry), share=Fraction(catch_up)
    )
    # Three roundings of at most half a fen each, the preferred one carried on by c·q ÷ (c − q) ≤ 17.
    slack = 3 + (Fraction(catch_up * carry) / Fraction(catch_up - carry) if catch_up else 0)
    assert abs(found.to_manager - manager) <= slack
    assert abs(found.to_investors - investors) <= slack


@given(events, events, hurdles, carries, catch_ups, st.sampled_from(Compounding), st.sampled_from(Rounding))
def test_law_every_distribution_foots(
    calls: list[tuple[int, int]],
    paid: list[tuple[int, int]],
    hurdle: Decimal,
    carry: Decimal,
    catch_up: Decimal,
    compounding: Compounding,
    rounding: Rounding,
) -> None:
    found = run(
        calls,
        paid,
        hurdle_rate=hurdle,
        carry_rate=carry,
        catch_up_share=catch_up,
        compounding=compounding,
        rounding=rounding,
    )
    for step in found.steps:
        assert step.capital + step.preferred + step.catch_up + step.split == step.cash
        assert step.to_investors + step.to_manager == step.cash
        assert (
            min(step.capital, step.preferred, step.catch_up, step.split, step.to_investors, step.to_manager)
            >= 0
        )
        # Nobody reaches a tier before the one above it is full.
        assert not (step.preferred and step.capital_outstanding)
        assert not (step.split and step.preferred_outstanding)
    assert found.to_investors + found.to_manager == sum(amount for amount, _ in paid) == found.distributed
    assert found.capital <= found.paid_in == sum(amount for amount, _ in calls)


@given(amounts, st.integers(1, 3650), hurdles, carries)
def test_law_full_catch_up_gives_the_manager_its_share_of_all_gain(
    call: int, later: int, hurdle: Decimal, carry: Decimal
) -> None:
    found = run([(call, 0)], [(call * 20, later)], hurdle_rate=hurdle, carry_rate=carry)
    assert abs(found.to_manager - (found.distributed - call) * Fraction(carry)) <= 3
    assert is_near(found.manager_share_of_gain, Fraction(found.to_manager, found.distributed - call))


@given(amounts, amounts, st.integers(0, 3650), hurdles)
def test_law_more_cash_never_pays_anyone_less(call: int, cash: int, later: int, hurdle: Decimal) -> None:
    less = run([(call, 0)], [(cash, later)], hurdle_rate=hurdle)
    more = run([(call, 0)], [(cash + 100, later)], hurdle_rate=hurdle)
    assert more.to_investors >= less.to_investors
    assert more.to_manager >= less.to_manager


@given(amounts, st.integers(0, 3650), hurdles)
def test_law_compound_is_at_least_simple_from_one_year_on(call: int, later: int, hurdle: Decimal) -> None:
    simple = run([(call, 0)], [(call * 20, 365 + later)], hurdle_rate=hurdle)
    compound = run(
        [(call, 0)], [(call * 20, 365 + later)], hurdle_rate=hurdle, compounding=Compounding.COMPOUND
    )
    assert compound.preferred >= simple.preferred - 1


def test_law_without_catch_up_no_fen_passes_that_tier() -> None:
    found = run([(5000, 0)], [(5400, 365), (100, 365)], catch_up_share=Decimal(0))
    assert (found.catch_up, found.split, found.to_manager) == (0, 100, 20)
    full = run([(5000, 0)], [(5500, 365), (100, 365)])
    assert [step.catch_up for step in full.steps] == [100, 0]
    assert [step.to_manager for step in full.steps] == [100, 20]


def test_law_without_gain_there_is_no_share_of_it() -> None:
    assert run([(100, 0)], [(100, 0)]).manager_share_of_gain is None
    assert run([(100, 0)], []).to_investors == 0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"hurdle_rate": Decimal("-0.01")}, ("bad_rate", "hurdle_rate")),
        ({"hurdle_rate": Decimal("NaN")}, ("bad_rate", "hurdle_rate")),
        ({"carry_rate": Decimal(1)}, ("bad_share", "carry_rate")),
        ({"carry_rate": Decimal("-0.1")}, ("bad_share", "carry_rate")),
        ({"catch_up_share": Decimal("1.01")}, ("bad_share", "catch_up_share")),
        ({"catch_up_share": Decimal("0.2")}, ("catch_up_too_small", "catch_up_share")),
    ],
)
def test_refuses_terms(change: dict[str, Decimal], expected: tuple[str, str]) -> None:
    assert refusal(run, [(1, 0)], [(1, 0)], **change) == expected


def test_refuses_flows() -> None:
    day = [START]
    assert refusal(european_waterfall, [], [], [], [], **TERMS) == ("empty", "calls")
    assert refusal(european_waterfall, [1], [], [], [], **TERMS) == ("shape_mismatch", "calls")
    assert refusal(european_waterfall, [1], day, [1], [], **TERMS) == ("shape_mismatch", "distributions")
    assert refusal(european_waterfall, [-1], day, [], [], **TERMS) == ("negative_amount", "calls")
    assert refusal(european_waterfall, [1], day, [-1], day, **TERMS) == ("negative_amount", "distributions")
    before = [START - timedelta(days=1)]
    assert refusal(european_waterfall, [1], day, [1, 1], [*before, *day], **TERMS) == (
        "distribution_before_call",
        "distribution_dates",
    )


test_kept_answers = kept_answers("calculators.funds.waterfall")
