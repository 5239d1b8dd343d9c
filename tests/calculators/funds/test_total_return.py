"""Total-return carry and the NAV from period to period."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.funds.total_return import SPECS, roll_nav, total_return_carry
from calculators.kernel.spec import CalculatorSpec
from tests.calculators.funds.helpers import above_zero, check_example, fen, refusal, shares, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.funds import carry_on_highs

navs = st.lists(fen, min_size=1, max_size=20)
periods = st.lists(st.tuples(fen, fen, st.integers(-(10**15), 10**15), fen), min_size=1, max_size=12)
EMPTY = {"calls": [0], "fees": [0], "results": [0], "distributions": [0], "committed": 1}


@pytest.mark.parametrize("case", golden_cases("funds/total_return.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = total_return_carry(
        whole(case["nav_before"]), committed=int(case["committed"]), carry_rate=Decimal(case["carry_rate"])
    )
    assert list(found.carries) == whole(case["expected_carries"])
    assert found.total_carry == int(case["expected_total"])


@pytest.mark.parametrize("case", golden_cases("funds/roll_nav.csv"), ids=lambda case: case["case"])
def test_golden_nav(case: dict[str, str]) -> None:
    found = roll_nav(
        int(case["opening"]),
        calls=whole(case["calls"]),
        fees=whole(case["fees"]),
        results=whole(case["results"]),
        distributions=whole(case["distributions"]),
        committed=int(case["committed"]),
        carry_rate=Decimal(case["carry_rate"]),
    )
    assert [period.nav_before for period in found] == whole(case["expected_before"])
    assert [period.nav_after for period in found] == whole(case["expected_after"])


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(navs, above_zero, shares)
def test_oracle_carries_add_up_to_the_highest_high(values: list[int], committed: int, carry: Decimal) -> None:
    found = total_return_carry(values, committed=committed, carry_rate=carry)
    exact = carry_on_highs(values, committed, Fraction(carry))
    assert abs(found.total_carry - exact) <= Fraction(len(values), 2)
    assert sum(found.gains) == max(0, max(values) - committed)


@given(navs, above_zero, shares)
def test_law_a_fall_pays_nothing_and_marks_never_fall(
    values: list[int], committed: int, carry: Decimal
) -> None:
    found = total_return_carry(values, committed=committed, carry_rate=carry)
    assert list(found.high_water) == sorted(found.high_water)
    for nav, mark, paid in zip(values, found.high_water, found.carries, strict=True):
        assert paid == 0 or nav > mark


@given(fen, periods, above_zero, shares)
def test_law_money_is_conserved(
    opening: int, rows: list[tuple[int, int, int, int]], committed: int, carry: Decimal
) -> None:
    calls, fees, results, distributions = [list(column) for column in zip(*rows, strict=True)]
    found = roll_nav(
        opening,
        calls=calls,
        fees=fees,
        results=results,
        distributions=distributions,
        committed=committed,
        carry_rate=carry,
    )
    moved = sum(calls) - sum(fees) + sum(results) - sum(distributions)
    assert found[-1].nav_after == opening + moved - sum(period.carry for period in found)
    assert [period.opening for period in found[1:]] == [period.nav_after for period in found[:-1]]


def test_law_a_negative_nav_is_a_loss_and_pays_nothing() -> None:
    found = total_return_carry([-5, 3], committed=1, carry_rate=Decimal("0.5"))
    assert (found.carries, found.gains) == ((0, 1), (0, 2))


def test_refuses() -> None:
    rate = Decimal("0.2")
    assert refusal(total_return_carry, [], committed=1, carry_rate=rate) == ("empty", "nav_before")
    assert refusal(total_return_carry, [1], committed=-1, carry_rate=rate) == ("negative_amount", "committed")
    assert refusal(total_return_carry, [1], committed=1, carry_rate=Decimal(2)) == ("bad_share", "carry_rate")
    two = {"calls": [0, 0], "fees": [1, -1], "results": [0, 0], "distributions": [0, 0], "committed": 1}
    assert refusal(roll_nav, -5, carry_rate=rate, **two) == ("negative_amount", "fees")
    assert refusal(total_return_carry, [1.5], committed=1, carry_rate=rate) == ("not_integer", "nav_before")
    for field, code in (
        ("fees", "negative_amount"),
        ("calls", "negative_amount"),
        ("distributions", "negative_amount"),
    ):
        assert refusal(roll_nav, 0, carry_rate=rate, **{**EMPTY, field: [-1]}) == (code, field)
    assert refusal(roll_nav, 0, carry_rate=rate, **{**EMPTY, "fees": []}) == ("shape_mismatch", "fees")
    assert refusal(roll_nav, 0, carry_rate=rate, **{**EMPTY, "calls": []}) == ("empty", "calls")
    assert refusal(roll_nav, 0, carry_rate=Decimal("NaN"), **EMPTY) == ("bad_share", "carry_rate")


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 10**6)), min_size=1, max_size=12))
def test_oracle_roll_nav_keeps_its_own_books(rows: list[tuple[int, int]]) -> None:
    """Carry on every fen above the highest value so far, taken out with the distribution."""
    results, paid = [list(column) for column in zip(*rows, strict=True)]
    nothing = [0] * len(rows)
    found = roll_nav(
        10**9,
        calls=nothing,
        fees=nothing,
        results=results,
        distributions=paid,
        committed=10**9,
        carry_rate=Decimal("0.2"),
    )
    value = highest = 10**9
    for period, result, out in zip(found, results, paid, strict=True):
        value += result
        above = max(0, value - highest)
        carry = (2 * above + 5) // 10
        highest = max(highest, value)
        value -= carry + out
        assert (period.carry, period.nav_after) == (carry, value)


test_kept_answers = kept_answers("calculators.funds.total_return")
