"""Use of limits and quotas."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from calculators.risk.limit_use import SPEC, limit_use
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

LINE = Decimal("0.95")


@pytest.mark.parametrize("case", golden_cases("risk/limit_use.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = limit_use(int(case["used"]), int(case["limit"]), warning_line=LINE)
    assert str(round(100 * found.use, 1)) == case["expected_percent"]
    assert str(found.is_over) == case["expected_over"]


def test_golden_example() -> None:
    check_example(SPEC)


@given(fen, above_zero)
def test_oracle_definition(used: int, limit: int) -> None:
    found = limit_use(used, limit, warning_line=LINE)
    assert is_near(found.use, Fraction(used, limit))
    assert found.is_warned == (Fraction(used, limit) > Fraction(95, 100))


@given(fen, above_zero)
def test_law_headroom_and_use_tell_the_same(used: int, limit: int) -> None:
    found = limit_use(used, limit, warning_line=LINE)
    assert found.used + found.headroom == found.limit
    assert found.is_over == (found.headroom < 0)
    assert not found.is_over or found.is_warned


def test_refuses() -> None:
    assert refusal(limit_use, 1, 0, warning_line=LINE) == ("zero_whole", "limit")
    assert refusal(limit_use, -1, 1, warning_line=LINE) == ("negative_amount", "used")
    assert refusal(limit_use, 1, 1, warning_line=Decimal(0)) == ("bad_line", "warning_line")
    assert refusal(limit_use, 1, 1, warning_line=Decimal("Infinity")) == ("bad_line", "warning_line")


test_kept_answers = kept_answers("calculators.risk.limit_use")
