"""Part over whole."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.risk.ratio import SPEC, amount, ratio_of
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases


@pytest.mark.parametrize("case", golden_cases("risk/ratio.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    expected = Decimal(case["expected_percent"])
    found = 100 * ratio_of(int(case["part"]), int(case["whole"])).ratio
    assert round(found, -int(expected.as_tuple().exponent)) == expected


def test_golden_example() -> None:
    check_example(SPEC)


@given(fen, above_zero)
def test_oracle_definition(part: int, whole: int) -> None:
    found = ratio_of(part, whole)
    assert is_near(found.ratio, Fraction(part, whole))
    assert (found.part, found.whole, amount(part, "part")) == (part, whole, part)


@given(fen, above_zero, st.integers(2, 10**6))
def test_law_scale_drops_out_and_more_is_more(part: int, whole: int, times: int) -> None:
    part, whole = part // 10**3, max(1, whole // 10**3)
    once = ratio_of(part, whole).ratio
    assert ratio_of(part * times, whole * times).ratio == once
    assert once < ratio_of(part + 1, whole).ratio


def test_refuses() -> None:
    assert refusal(ratio_of, 1, 0) == ("zero_whole", "whole")
    assert refusal(ratio_of, 1, 0, whole_field="gdp") == ("zero_whole", "gdp")
    assert refusal(ratio_of, -1, 1, part_field="balance") == ("negative_amount", "balance")
    assert refusal(ratio_of, 1, -1) == ("negative_amount", "whole")
    assert refusal(ratio_of, 1.0, 1) == ("not_integer", "part")
    assert refusal(ratio_of, 10**19, 1) == ("out_of_range", "part")


test_kept_answers = kept_answers("calculators.risk.ratio")
