"""Levels from bands, colours, crossing of two bands."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.risk.levels import SPECS, LevelBand, debt_colour, level_of, matrix_level
from tests.calculators.funds.helpers import check_example, refusal, shares
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.risk import level_index

COLOURS = [
    LevelBand("green", "绿", Decimal(0)),
    LevelBand("yellow", "黄", Decimal("1.2")),
    LevelBand("orange", "橙", Decimal(2)),
    LevelBand("red", "红", Decimal(3)),
]
ROWS = [LevelBand("slow", "慢", Decimal(0)), LevelBand("quick", "快", Decimal("0.8"))]
COLUMNS = [
    LevelBand("few", "少", Decimal(0)),
    LevelBand("some", "中", Decimal("0.2")),
    LevelBand("many", "多", Decimal("0.4")),
]
MATRIX = [["talk", "talk", "pause"], ["none", "none", "talk"]]
ratios = st.decimals(Decimal(0), Decimal(5), places=3)


@pytest.mark.parametrize("case", golden_cases("risk/levels.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    ratio = Decimal(case["ratio"])
    assert level_of(ratio, COLOURS).name_zh == case["expected"]
    told = debt_colour(ratio, COLOURS, includes_hidden_debt=True)
    assert told.colour is not None
    assert told.colour.name_zh == case["expected"]
    assert (told.ratio, told.includes_hidden_debt) == (ratio, True)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(ratios, st.permutations(COLOURS))
def test_oracle_counts_the_edges_reached(ratio: Decimal, bands: list[LevelBand]) -> None:
    assert (
        level_of(ratio, bands) == COLOURS[level_index(Fraction(ratio), [Fraction(b.lowest) for b in COLOURS])]
    )


@given(shares, shares)
def test_oracle_matrix_cell_by_both_edges(one: Decimal, two: Decimal) -> None:
    row, column = int(one >= Decimal("0.8")), int(two >= Decimal("0.2")) + int(two >= Decimal("0.4"))
    found = matrix_level(one, two, first_bands=ROWS[::-1], second_bands=COLUMNS[::-1], matrix=MATRIX)
    assert (found.level, found.first, found.second) == (MATRIX[row][column], ROWS[row], COLUMNS[column])


@given(ratios)
def test_law_statutory_debt_alone_never_has_a_colour(ratio: Decimal) -> None:
    found = debt_colour(ratio, COLOURS, includes_hidden_debt=False)
    assert (found.colour, found.ratio, found.includes_hidden_debt) == (None, ratio, False)
    assert "no colour can be claimed" in found.reason


@given(ratios, ratios)
def test_law_a_higher_ratio_never_has_a_lower_level(one: Decimal, two: Decimal) -> None:
    low, high = sorted((one, two))
    assert level_of(low, COLOURS).lowest <= level_of(high, COLOURS).lowest


def test_refuses() -> None:
    assert refusal(level_of, Decimal(1), []) == ("empty", "bands")
    assert refusal(level_of, Decimal("NaN"), COLOURS) == ("not_finite", "ratio")
    assert refusal(level_of, Decimal(1), COLOURS[2:]) == ("below_every_band", "ratio")
    assert refusal(level_of, Decimal(1), [COLOURS[0], COLOURS[0]]) == ("repeated_band", "bands")
    assert refusal(level_of, Decimal(1), [LevelBand("x", "x", Decimal("NaN"))]) == ("not_finite", "bands")
    assert refusal(debt_colour, Decimal("NaN"), COLOURS, includes_hidden_debt=False) == (
        "not_finite",
        "ratio",
    )
    one = Decimal(1)
    assert refusal(matrix_level, one, one, first_bands=[], second_bands=ROWS, matrix=[]) == (
        "empty",
        "first_bands",
    )
    assert refusal(matrix_level, one, one, first_bands=ROWS, second_bands=ROWS, matrix=[["x", "y"]]) == (
        "shape_mismatch",
        "matrix",
    )
    assert refusal(matrix_level, one, one, first_bands=ROWS, second_bands=ROWS, matrix=[["x"], ["y"]]) == (
        "shape_mismatch",
        "matrix",
    )


@given(ratios)
def test_oracle_colour_with_all_debt_is_the_band_reached(ratio: Decimal) -> None:
    found = debt_colour(ratio, COLOURS, includes_hidden_debt=True)
    reached = level_index(Fraction(ratio), [Fraction(band.lowest) for band in COLOURS])
    assert found.colour == COLOURS[reached]
    assert found.reason == f"{COLOURS[reached].name}: from {COLOURS[reached].lowest}"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [("0.79", "0.4", "pause"), ("0.8", "0.4", "talk"), ("0.8", "0.39", "none"), ("0", "0", "talk")],
)
def test_golden_matrix_cells_by_hand(one: str, two: str, expected: str) -> None:
    found = matrix_level(Decimal(one), Decimal(two), first_bands=ROWS, second_bands=COLUMNS, matrix=MATRIX)
    assert found.level == expected


@given(shares, shares)
def test_law_turning_the_matrix_turns_the_question(one: Decimal, two: Decimal) -> None:
    turned = [list(column) for column in zip(*MATRIX, strict=True)]
    here = matrix_level(one, two, first_bands=ROWS, second_bands=COLUMNS, matrix=MATRIX)
    there = matrix_level(two, one, first_bands=COLUMNS, second_bands=ROWS, matrix=turned)
    assert (here.level, here.first, here.second) == (there.level, there.second, there.first)


test_kept_answers = kept_answers("calculators.risk.levels")
