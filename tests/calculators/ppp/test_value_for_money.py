"""Value for money against the published highway case and by definition."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculators.ppp.value_for_money import government_equity, present_value, value_for_money
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import fen, rates, refusal, shares, whole
from tests.golden import golden_cases
from tests.oracles.ppp import discounted, half_up, present_values

flows = st.lists(fen, min_size=4, max_size=4)
sides = st.tuples(
    st.fixed_dictionaries({"construction": flows, "income": flows, "risk": flows}),
    st.fixed_dictionaries({"equity": flows, "subsidy": flows}),
)
Sides = tuple[dict[str, Sequence[int]], dict[str, Sequence[int]]]


@pytest.mark.parametrize("case", golden_cases("ppp/value_for_money.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    amounts = whole(case["amounts"])
    if case["kind"] == "equity":
        found = government_equity(
            amounts[0],
            capital_share=Decimal(case["capital_share"]),
            government_share=Decimal(case["government_share"]),
        )
    else:
        found = present_value(amounts, discount_rate=Decimal(case["rate"]))
    assert found == int(case["expected"])


def test_golden_highway_value_lies_below_the_nominal_spending() -> None:
    """Published: equity 503.70, subsidy 23 935.64, present value 16 552.72 (10k yuan); rate not shown."""
    nominal = [503_700_000, 23_935_640_000]
    assert sum(nominal) > 16_552_720_000
    undiscounted = present_value(nominal, discount_rate=Decimal(0))
    assert present_value(nominal, discount_rate=Decimal("0.08")) < undiscounted == sum(nominal)


def test_golden_comparison() -> None:
    found = value_for_money(
        {"construction": [110_00, 0], "operation": [0, 12_10], "income": [0, 6_05]},
        {"equity": [11_00, 0], "subsidy": [0, 60_50]},
        discount_rate=Decimal("0.1"),
    )
    assert found.psc_items == (("construction", 10000), ("operation", 1000), ("income", -500))
    assert (found.psc_value, found.ppp_value, found.saving) == (10500, 6000, 4500)
    assert found.saving_share == Fraction(3, 7)
    assert found.is_value_for_money


@given(sides, rates, st.integers(0, 1))
def test_oracle(both: Sides, rate: Decimal, first: int) -> None:
    psc, ppp = both
    expected = present_values(psc, "income", Fraction(rate), first=first)
    if expected <= 0:
        assert refusal(value_for_money, psc, ppp, discount_rate=rate, first_year_discount=first) == (
            "no_comparator",
            "psc",
        )
        return
    found = value_for_money(psc, ppp, discount_rate=rate, first_year_discount=first)
    assert found.psc_value == expected
    assert found.ppp_value == present_values(ppp, "", Fraction(rate), first=first)
    assert found.saving_share * found.psc_value == found.saving == found.psc_value - found.ppp_value
    assert found.is_value_for_money == (found.saving >= 0)


@given(st.lists(fen, min_size=1, max_size=30), rates)
def test_oracle_present_value(amounts: list[int], rate: Decimal) -> None:
    assert present_value(amounts, discount_rate=rate) == half_up(discounted(amounts, Fraction(rate)))


@given(st.lists(fen, min_size=1, max_size=30), rates, rates)
def test_law_a_higher_rate_never_raises_the_value(amounts: list[int], one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert present_value(amounts, discount_rate=high) <= present_value(amounts, discount_rate=low)


@given(fen, shares, shares)
def test_law_equity_is_symmetric(total: int, one: Decimal, other: Decimal) -> None:
    assert government_equity(total, capital_share=one, government_share=other) == government_equity(
        total, capital_share=other, government_share=one
    )


@pytest.mark.parametrize(
    ("psc", "ppp", "rate", "expected"),
    [
        ({}, {"subsidy": [1]}, "0", ("empty", "psc")),
        ({"construction": [1]}, {}, "0", ("empty", "ppp")),
        ({"construction": []}, {"subsidy": []}, "0", ("empty", "psc")),
        ({"construction": [1]}, {"subsidy": [1, 2]}, "0", ("shape_mismatch", "ppp")),
        ({"construction": [1] * 61}, {"subsidy": [1] * 61}, "0", ("out_of_range", "psc")),
        ({"bribes": [1]}, {"subsidy": [1]}, "0", ("unknown_item", "psc")),
        ({"construction": [1]}, {"income": [1]}, "0", ("unknown_item", "ppp")),
        ({"construction": [-1]}, {"subsidy": [1]}, "0", ("negative", "psc")),
        ({"construction": [0]}, {"subsidy": [1]}, "0", ("no_comparator", "psc")),
        ({"construction": [1]}, {"subsidy": [1]}, "-0.1", ("out_of_range", "discount_rate")),
        ({"construction": [1]}, {"subsidy": [1]}, "1.1", ("out_of_range", "discount_rate")),
        ({"construction": [1]}, {"subsidy": [1]}, "NaN", ("not_finite", "discount_rate")),
    ],
)
def test_refuses(
    psc: dict[str, list[int]], ppp: dict[str, list[int]], rate: str, expected: tuple[str, str]
) -> None:
    assert refusal(value_for_money, psc, ppp, discount_rate=Decimal(rate)) == expected


def test_refuses_single_values() -> None:
    assert refusal(present_value, [], discount_rate=Decimal(0)) == ("empty", "flows")
    assert refusal(present_value, [1.5], discount_rate=Decimal(0)) == ("not_integer", "flows")
    assert refusal(present_value, [1], discount_rate=Decimal(0), first_year_discount=2) == (
        "out_of_range",
        "first_year_discount",
    )
    assert refusal(government_equity, 1, capital_share=Decimal(2), government_share=Decimal(0)) == (
        "not_a_share",
        "capital_share",
    )
    assert refusal(government_equity, 1, capital_share=Decimal(1), government_share=Decimal(-1)) == (
        "not_a_share",
        "government_share",
    )


@given(fen, shares, shares)
def test_oracle_government_equity_is_rounded_once(total: int, capital: Decimal, part: Decimal) -> None:
    found = government_equity(total, capital_share=capital, government_share=part)
    assert found == half_up(total * Fraction(capital) * Fraction(part))


@given(st.lists(st.tuples(st.integers(1, 10**12), fen), min_size=1, max_size=20), rates, st.integers(0, 1))
def test_law_a_comparator_against_itself_saves_nothing(
    rows: list[tuple[int, int]], rate: Decimal, first: int
) -> None:
    built, run = ([row[at] for row in rows] for at in (0, 1))
    assume(sum(built) > 100)
    psc = {"construction": [amount + 10**6 for amount in built], "operation": run}
    same = {"equity": psc["construction"], "subsidy": run}
    found = value_for_money(psc, same, discount_rate=rate, first_year_discount=first)
    assert found.saving == found.saving_share == 0
    assert found.is_value_for_money
    dearer = {"equity": [amount + 10**6 for amount in same["equity"]], "subsidy": run}
    worse = value_for_money(psc, dearer, discount_rate=rate, first_year_discount=first)
    assert worse.saving <= 0


test_kept_answers = kept_answers("calculators.ppp.value_for_money")
