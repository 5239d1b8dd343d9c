"""Identities of published limit and balance tables, those that hold and those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.risk.limit_balance import (
    SPECS,
    IdentityCheck,
    balance_roll,
    limit_roll,
    sum_check,
    within_limit,
)
from tests.calculators.funds.helpers import check_example, fen, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

signed = st.integers(-(10**15), 10**15)


def check_of(case: dict[str, str]) -> IdentityCheck:
    """Run the identity that a case asks for."""
    figures, published, tolerance = whole(case["figures"]), int(case["published"]), int(case["tolerance"])
    if case["kind"] == "limit_roll":
        before, new = figures
        return limit_roll(before, new, published, tolerance=tolerance)
    if case["kind"] == "balance_roll":
        opening, issued, repaid = figures
        return balance_roll(opening, published, issued=issued, repaid=repaid, tolerance=tolerance)
    if case["kind"] == "within":
        return within_limit(figures[0], published)
    return sum_check(figures, published, tolerance=tolerance)


@pytest.mark.parametrize("case", golden_cases("risk/limit_balance.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = check_of(case)
    assert found.difference == int(case["expected_difference"])
    assert str(found.holds) == case["expected_holds"]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(st.lists(signed, min_size=1, max_size=12), signed, fen)
def test_oracle_sum(parts: list[int], total: int, tolerance: int) -> None:
    found = sum_check(parts, total, tolerance=tolerance)
    expected = 0
    for part in parts:
        expected += part
    assert (found.computed, found.published, found.difference) == (expected, total, expected - total)
    assert found.holds == (total - tolerance <= expected <= total + tolerance)


@given(fen, fen, fen)
def test_oracle_within_limit(balance: int, limit: int, more: int) -> None:
    found = within_limit(balance, limit)
    assert (found.holds, found.difference, found.tolerance) == (balance <= limit, limit - balance, 0)
    assert within_limit(balance, balance + more).holds


@given(signed, signed, signed)
def test_law_what_is_computed_holds_when_published(opening: int, issued: int, repaid: int) -> None:
    closing = balance_roll(opening, 0, issued=issued, repaid=repaid).computed
    assert balance_roll(opening, closing, issued=issued, repaid=repaid).holds
    off = balance_roll(opening, closing + 1, issued=issued, repaid=repaid)
    assert (off.holds, off.difference) == (False, -1)
    assert balance_roll(opening, closing + 1, issued=issued, repaid=repaid, tolerance=1).holds


@given(signed, signed)
def test_law_a_limit_roll_is_a_sum_of_two(before: int, new: int) -> None:
    assert limit_roll(before, new, before + new) == sum_check([before, new], before + new)


def test_refuses() -> None:
    assert refusal(sum_check, [], 0) == ("empty", "parts")
    assert refusal(sum_check, [1.5], 0) == ("not_integer", "parts")
    assert refusal(sum_check, [1], "1") == ("not_integer", "total")
    assert refusal(sum_check, [1], 1, tolerance=-1) == ("negative_tolerance", "tolerance")
    assert refusal(limit_roll, 1, None, 1) == ("not_integer", "new_limit")
    assert refusal(balance_roll, 1, 1, issued=True, repaid=0) == ("not_integer", "issued")
    assert refusal(within_limit, 10**19, 1) == ("out_of_range", "balance")


@given(signed, signed, signed, fen)
def test_oracle_balance_roll_walks_from_opening_to_closing(
    opening: int, issued: int, repaid: int, off: int
) -> None:
    walked = opening
    walked += issued
    walked -= repaid
    found = balance_roll(opening, walked + off, issued=issued, repaid=repaid)
    assert (found.computed, found.published, found.difference) == (walked, walked + off, -off)
    assert found.holds == (off == 0)


@given(signed, signed, signed, fen)
def test_oracle_limit_roll_leaves_what_the_new_limit_does_not_explain(
    before: int, new: int, limit: int, tolerance: int
) -> None:
    found = limit_roll(before, new, limit, tolerance=tolerance)
    assert found.difference == new - (limit - before)
    assert found.holds == (abs(new - (limit - before)) <= tolerance)


@given(fen, fen, fen)
def test_law_a_higher_limit_adds_to_the_headroom(balance: int, limit: int, more: int) -> None:
    here, later = within_limit(balance, limit), within_limit(balance, limit + more)
    assert later.difference == here.difference + more
    assert not here.holds or later.holds


test_kept_answers = kept_answers("calculators.risk.limit_balance")
