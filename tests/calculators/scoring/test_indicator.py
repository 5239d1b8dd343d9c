"""Scores of single indicators."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.spec import CalculatorSpec
from calculators.scoring.indicator import (
    SPECS,
    Direction,
    QualitativeBand,
    qualitative_score,
    quantitative_score,
)
from tests.calculators.funds.helpers import check_example, is_near, refusal, shares
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.scoring import completion, points

values = st.decimals(Decimal("0.01"), Decimal(10**6), places=2)
marks = st.decimals(Decimal("0.5"), Decimal(100), places=1)
limits = st.one_of(st.none(), st.decimals(Decimal(1), Decimal(3), places=2))
BANDS = [
    QualitativeBand("met", Decimal("0.8"), Decimal(1)),
    QualitativeBand("partly", Decimal("0.6"), Decimal("0.8")),
    QualitativeBand("unmet", Decimal(0), Decimal("0.6")),
]
ONE: dict[str, Any] = {"target": Decimal(5), "full_mark": Decimal(10)}


@pytest.mark.parametrize("case", golden_cases("scoring/indicator.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = quantitative_score(
        Decimal(case["actual"]),
        target=Decimal(case["target"]),
        target_high=Decimal(case["target_high"]) if case["target_high"] else None,
        full_mark=Decimal(case["full_mark"]),
        direction=Direction(case["direction"]),
        over_limit=Decimal(case["over_limit"]) if case["over_limit"] else None,
        is_target_too_low=case["is_target_too_low"] == "True",
    )
    assert round(found.completion, 6) == Decimal(case["expected_completion"])
    assert round(found.score, 20) == Decimal(case["expected_score"])


@pytest.mark.parametrize("case", golden_cases("scoring/qualitative.csv"), ids=lambda case: case["case"])
def test_golden_qualitative(case: dict[str, str]) -> None:
    found = qualitative_score(
        Decimal(case["share"]), band=case["band"], bands=BANDS, full_mark=Decimal(case["full_mark"])
    )
    assert (found.score, found.band.name) == (Decimal(case["expected"]), case["band"])


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(values, values, values, marks, st.sampled_from(Direction), limits, st.booleans())
def test_oracle_definition(
    actual: Decimal,
    target: Decimal,
    width: Decimal,
    full: Decimal,
    direction: Direction,
    over_limit: Decimal | None,
    is_low: bool,
) -> None:
    high = target + width if direction is Direction.WITHIN else None
    found = quantitative_score(
        actual,
        target=target,
        target_high=high,
        full_mark=full,
        direction=direction,
        over_limit=over_limit,
        is_target_too_low=is_low,
    )
    exact = completion(
        Fraction(actual), Fraction(target), None if high is None else Fraction(high), direction
    )
    limit = None if over_limit is None else Fraction(over_limit)
    assert is_near(found.completion, exact)
    assert abs(Fraction(found.score) - points(exact, Fraction(full), limit, is_too_low=is_low)) < Fraction(
        1, 10**15
    )


@given(values, values, values, marks)
def test_law_better_is_never_worth_less(one: Decimal, two: Decimal, target: Decimal, full: Decimal) -> None:
    low, high = sorted((one, two))
    more = quantitative_score(high, target=target, full_mark=full)
    less = quantitative_score(low, target=target, full_mark=full)
    assert 0 <= less.score <= more.score <= full
    cheap = quantitative_score(low, target=target, full_mark=full, direction=Direction.LOWER)
    dear = quantitative_score(high, target=target, full_mark=full, direction=Direction.LOWER)
    assert 0 <= dear.score <= cheap.score <= full


@given(values, values, marks)
def test_law_a_veto_leaves_nothing_and_full_marks_scale(
    actual: Decimal, target: Decimal, full: Decimal
) -> None:
    found = quantitative_score(actual, target=target, full_mark=full)
    assert quantitative_score(actual, target=target, full_mark=full, is_vetoed=True).score == 0
    double = quantitative_score(actual, target=target, full_mark=2 * full)
    assert is_near(double.score, 2 * Fraction(found.score))
    assert found.is_met == (actual >= target)


@given(shares, marks)
def test_law_judged_points_are_a_share_of_the_mark(share: Decimal, full: Decimal) -> None:
    band = next(band.name for band in BANDS if band.lowest <= share)
    assert qualitative_score(share, band=band, bands=BANDS, full_mark=full).score == share * full
    assert qualitative_score(share, band=band, bands=BANDS, full_mark=full, is_vetoed=True).score == 0


def test_law_a_range_may_be_one_point_and_the_limit_itself_is_no_over_fulfilment() -> None:
    point = {**ONE, "direction": Direction.WITHIN, "target_high": Decimal(5)}
    assert quantitative_score(Decimal(5), **point).score == 10
    found = quantitative_score(Decimal("6.5"), over_limit=Decimal("1.3"), is_target_too_low=True, **ONE)
    assert (found.needs_target_check, found.score) == (False, Decimal(10))
    assert quantitative_score(Decimal(7), over_limit=Decimal("1.3"), **ONE).needs_target_check


@pytest.mark.parametrize(
    ("actual", "change", "expected"),
    [
        ("NaN", {}, ("not_finite", "actual")),
        ("-1", {}, ("negative_value", "actual")),
        ("1", {"target": Decimal(0)}, ("zero_target", "target")),
        ("1", {"target": Decimal("Infinity")}, ("not_finite", "target")),
        ("1", {"full_mark": Decimal(0)}, ("bad_full_mark", "full_mark")),
        ("1", {"over_limit": Decimal("0.9")}, ("bad_over_limit", "over_limit")),
        ("1", {"over_limit": Decimal("NaN")}, ("bad_over_limit", "over_limit")),
        ("1", {"direction": Direction.WITHIN}, ("bad_range", "target_high")),
        ("1", {"direction": Direction.WITHIN, "target_high": Decimal(4)}, ("bad_range", "target_high")),
    ],
)
def test_refuses(actual: str, change: dict[str, Any], expected: tuple[str, str]) -> None:
    assert refusal(quantitative_score, Decimal(actual), **{**ONE, **change}) == expected


def test_refuses_qualitative() -> None:
    full = Decimal(10)
    assert refusal(qualitative_score, Decimal(1), band="met", bands=[], full_mark=full) == ("empty", "bands")
    assert refusal(qualitative_score, Decimal(1), band="so-so", bands=BANDS, full_mark=full) == (
        "unknown_band",
        "band",
    )
    assert refusal(qualitative_score, Decimal("0.7"), band="met", bands=BANDS, full_mark=full) == (
        "outside_band",
        "share",
    )
    assert refusal(qualitative_score, Decimal(-1), band="met", bands=BANDS, full_mark=full) == (
        "negative_value",
        "actual",
    )


@given(st.integers(0, 100), st.integers(1, 50))
def test_oracle_a_judged_share_earns_its_part_of_the_mark(percent: int, mark: int) -> None:
    bands = [
        QualitativeBand("unmet", Decimal(0), Decimal("0.6")),
        QualitativeBand("partly", Decimal("0.6"), Decimal("0.8")),
        QualitativeBand("met", Decimal("0.8"), Decimal(1)),
    ]
    name = "met" if percent >= 80 else "partly" if percent >= 60 else "unmet"
    found = qualitative_score(Decimal(percent) / 100, band=name, bands=bands, full_mark=Decimal(mark))
    assert Fraction(found.score) == Fraction(percent * mark, 100)
    assert found.band.name == name


test_kept_answers = kept_answers("calculators.scoring.indicator")
