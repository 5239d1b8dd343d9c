"""Sewage coefficients against the published rows and the contract's own words."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.water_quality import (
    QualityScheme,
    dry_season_coefficient,
    load_coefficient,
    quality_coefficient,
)
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import refusal, shown
from tests.golden import golden_cases
from tests.oracles.ppp import quality_by_definition

concentrations = st.decimals(Decimal(0), Decimal(400), places=2)


@pytest.mark.parametrize("case", golden_cases("ppp/water_quality.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    first, second = Decimal(case["first"]), Decimal(case["second"] or 0)
    if case["kind"] == "load":
        found = load_coefficient(first, design_daily=second)
    elif case["kind"] == "dry_season":
        found = dry_season_coefficient(int(first))
    else:
        failed = case["failed"] == "yes"
        scheme = QualityScheme(case["kind"])
        found = quality_coefficient(first, second, scheme=scheme, is_effluent_failed=failed).coefficient
    assert shown(found, int(case["places"])) == case["expected"]


@given(concentrations, concentrations, st.booleans())
def test_oracle(influent: Decimal, effluent: Decimal, failed: bool) -> None:
    for scheme, second_line in ((QualityScheme.MAONAN, 250), (QualityScheme.YUNAN, 220)):
        found = quality_coefficient(influent, effluent, scheme=scheme, is_effluent_failed=failed)
        counts = failed and scheme is QualityScheme.YUNAN
        assert found.coefficient == quality_by_definition(
            Fraction(influent), Fraction(effluent), second_line=second_line, failed=counts
        )


@given(st.integers(0, 31), st.integers(0, 10**6), st.integers(1, 10**6))
def test_oracle_season_and_load(days: int, average: int, design: int) -> None:
    assert dry_season_coefficient(days) == (1 if days >= 21 else Fraction(days + 69, 90))
    found = load_coefficient(Decimal(average), design_daily=Decimal(design))
    assert found == (1 if 10 * average >= 9 * design else Fraction(10 * average, 9 * design))


@given(concentrations, concentrations, concentrations)
def test_law_more_pollution_removed_never_pays_less(low: Decimal, high: Decimal, out: Decimal) -> None:
    low, high = sorted((low, high))
    one = quality_coefficient(low, out, scheme=QualityScheme.MAONAN).coefficient
    two = quality_coefficient(high, out, scheme=QualityScheme.MAONAN).coefficient
    assert 0 <= one <= two <= Fraction(11, 10)


@given(concentrations)
def test_law_effluent_below_the_floor_changes_nothing(influent: Decimal) -> None:
    clean = quality_coefficient(influent, Decimal(0), scheme=QualityScheme.MAONAN)
    assert clean == quality_coefficient(influent, Decimal(30), scheme=QualityScheme.MAONAN)


def test_refuses() -> None:
    assert refusal(quality_coefficient, Decimal(160), Decimal(35), scheme=QualityScheme.YUNAN) == (
        "missing_outcome",
        "is_effluent_failed",
    )
    assert refusal(quality_coefficient, Decimal(-1), Decimal(0), scheme=QualityScheme.MAONAN) == (
        "negative",
        "influent",
    )
    assert refusal(quality_coefficient, Decimal(1), Decimal("NaN"), scheme=QualityScheme.MAONAN) == (
        "not_finite",
        "effluent",
    )
    assert refusal(load_coefficient, Decimal(1), design_daily=Decimal(0)) == ("not_positive", "design_daily")
    assert refusal(dry_season_coefficient, 32) == ("out_of_range", "days")
    assert refusal(dry_season_coefficient, 2.0) == ("not_whole", "days")


@given(st.integers(0, 30))
def test_law_another_day_never_lowers_the_dry_season_coefficient(days: int) -> None:
    here, next_day = dry_season_coefficient(days), dry_season_coefficient(days + 1)
    assert next_day - here == (Fraction(1, 90) if days < 21 else 0)
    assert Fraction(69, 90) <= here <= 1


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(2, 100))
def test_law_load_knows_no_unit_and_is_full_from_nine_tenths(carried: int, design: int, times: int) -> None:
    here = load_coefficient(Decimal(carried), design_daily=Decimal(design))
    assert load_coefficient(Decimal(carried * times), design_daily=Decimal(design * times)) == here
    assert (here == 1) == (10 * carried >= 9 * design)


test_kept_answers = kept_answers("calculators.ppp.water_quality")
