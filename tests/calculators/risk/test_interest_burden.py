"""Interest over budget spending."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.risk.interest_burden import SPEC, interest_burden
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

PRE, LINE = Decimal("0.08"), Decimal("0.1")


@pytest.mark.parametrize("case", golden_cases("risk/interest_burden.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = interest_burden(int(case["interest"]), int(case["spending"]), prewarning_line=PRE, line=LINE)
    assert str(round(found.ratio, 4)) == case["expected"]
    assert str(found.is_prewarned) == case["expected_prewarned"]


def test_golden_example() -> None:
    check_example(SPEC)


@given(fen, above_zero)
def test_oracle_definition(interest: int, spending: int) -> None:
    found = interest_burden(interest, spending, prewarning_line=PRE, line=LINE)
    exact = Fraction(interest, spending)
    assert is_near(found.ratio, exact)
    assert (found.is_prewarned, found.is_over_line) == (exact > Fraction(8, 100), exact > Fraction(1, 10))


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
def test_law_over_the_line_means_prewarned_and_scale_drops_out(
    interest: int, spending: int, times: int
) -> None:
    found = interest_burden(interest, spending, prewarning_line=PRE, line=LINE)
    assert not found.is_over_line or found.is_prewarned
    scaled = interest_burden(interest * times, spending * times, prewarning_line=PRE, line=LINE)
    assert (scaled.ratio, scaled.is_over_line) == (found.ratio, found.is_over_line)


def test_refuses() -> None:
    assert refusal(interest_burden, 1, 0, prewarning_line=PRE, line=LINE) == ("zero_whole", "spending")
    assert refusal(interest_burden, -1, 1, prewarning_line=PRE, line=LINE) == ("negative_amount", "interest")
    for low, high in ((LINE, PRE), (Decimal(0), LINE), (Decimal("NaN"), LINE), (PRE, Decimal("NaN"))):
        assert refusal(interest_burden, 1, 1, prewarning_line=low, line=high) == (
            "bad_line",
            "prewarning_line",
        )


test_kept_answers = kept_answers("calculators.risk.interest_burden")
