"""Overdue debt over the balance, with its level."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from calculators.risk.levels import LevelBand
from calculators.risk.overdue_ratio import SPEC, overdue_ratio
from tests.calculators.funds.helpers import above_zero, check_example, fen, is_near, refusal
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.risk import level_index

BANDS = [
    LevelBand("none", "无", Decimal(0)),
    LevelBand("primary", "初级", Decimal("0.1")),
    LevelBand("medium", "中级", Decimal("0.2")),
    LevelBand("severe", "高级", Decimal("0.5")),
]


@pytest.mark.parametrize("case", golden_cases("risk/overdue_ratio.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = overdue_ratio(int(case["overdue"]), int(case["balance"]), bands=BANDS)
    assert found.level.name == case["expected"]


def test_golden_example() -> None:
    check_example(SPEC)


@given(fen, above_zero)
def test_oracle_definition(paid: int, overdue: int) -> None:
    found = overdue_ratio(overdue, overdue + paid, bands=BANDS)
    exact = Fraction(overdue, overdue + paid)
    assert is_near(found.ratio, exact)
    assert found.level == BANDS[level_index(exact, [Fraction(band.lowest) for band in BANDS])]


@given(fen, above_zero)
def test_law_more_overdue_never_lowers_the_level(overdue: int, rest: int) -> None:
    less = overdue_ratio(overdue, overdue + rest, bands=BANDS)
    more = overdue_ratio(overdue + rest, overdue + rest, bands=BANDS)
    assert less.level.lowest <= more.level.lowest
    assert more.ratio == 1


def test_refuses() -> None:
    assert refusal(overdue_ratio, 2, 1, bands=BANDS) == ("overdue_over_balance", "overdue")
    assert refusal(overdue_ratio, 0, 0, bands=BANDS) == ("zero_whole", "balance")
    assert refusal(overdue_ratio, -1, 1, bands=BANDS) == ("negative_amount", "overdue")
    assert refusal(overdue_ratio, 0, 1, bands=[]) == ("empty", "bands")
    assert refusal(overdue_ratio, 0, 1, bands=BANDS[1:]) == ("below_every_band", "ratio")


test_kept_answers = kept_answers("calculators.risk.overdue_ratio")
