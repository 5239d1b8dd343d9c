"""Option patterns against printed ones, their own arithmetic, and refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.bonds.options import Exercise, parse_option_pattern, redemption_year
from calculators.kernel.call import text
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

parts = st.lists(st.integers(0, 15), min_size=1, max_size=5).filter(lambda years: years[0] > 0)


@pytest.mark.parametrize("case", golden_cases("bonds/options.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = redemption_year(case["option_pattern"], exercise=Exercise(case["exercise"]))
    shown = (found.tenor_years, found.option_years, found.redeemed_after, found.is_early)
    assert " ".join(map(text, shown)) == case["expected"]


@given(parts)
def test_oracle_options_are_the_partial_sums_with_years_left(years: list[int]) -> None:
    found = parse_option_pattern("+".join(map(str, years)))
    sums = {sum(years[:count]) for count in range(1, len(years) + 1)}
    assert found.tenor_years == sum(years)
    assert set(found.option_years) == sums - {sum(years)}


@given(parts, st.integers(0, 3))
def test_law_zeros_at_the_end_change_nothing(years: list[int], zeros: int) -> None:
    pattern = "+".join(map(str, years[:3]))
    assert parse_option_pattern(pattern) == parse_option_pattern(pattern + "+0" * zeros)


@given(parts, st.sampled_from(Exercise))
def test_law_redemption_is_never_after_maturity(years: list[int], exercise: Exercise) -> None:
    found = redemption_year("+".join(map(str, years)), exercise=exercise)
    assert 1 <= found.redeemed_after <= found.tenor_years
    assert found.is_early == (found.redeemed_after < found.tenor_years)
    assert exercise is Exercise.FIRST or not found.is_early


def test_law_spaces_and_wide_signs_are_read() -> None:
    assert parse_option_pattern("7 ＋ 3") == parse_option_pattern("7+3")


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("", "bad_option"),
        ("7-3", "bad_option"),
        ("7+", "bad_option"),
        ("1.5+2", "bad_option"),
        ("1+1+1+1+1+1+1", "bad_option"),
        ("٧+٣", "bad_option"),
        ("0+0", "bad_tenor"),
        ("0+5", "bad_tenor"),
        ("99+99", "bad_tenor"),
        (7, "not_text"),
    ],
)
def test_refuses(pattern: str, code: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        parse_option_pattern(pattern)
    assert (refusal.value.code, refusal.value.field) == (code, "option_pattern")


@given(parts)
def test_oracle_redemption_by_adding_up_the_parts(years: list[int]) -> None:
    pattern = "+".join(map(str, years))
    kept, called = (redemption_year(pattern, exercise=one) for one in (Exercise.NONE, Exercise.FIRST))
    assert kept.redeemed_after == kept.tenor_years == sum(years)
    assert called.redeemed_after == years[0]
    assert called.option_years == kept.option_years


def test_refuses_a_redemption_without_a_pattern() -> None:
    for pattern, code in (("7-3", "bad_option"), ("0+5", "bad_tenor")):
        with pytest.raises(CalculationError) as refusal:
            redemption_year(pattern, exercise=Exercise.FIRST)
        assert (refusal.value.code, refusal.value.field) == (code, "option_pattern")


test_kept_answers = kept_answers("calculators.bonds.options")
