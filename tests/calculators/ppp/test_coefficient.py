"""Payment coefficients against contract examples, the definitions and their laws."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.coefficient import (
    Band,
    CoefficientKind,
    CoefficientRule,
    mean_coefficient,
    payment_coefficient,
)
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.helpers import numbers, refusal, scores, shares
from tests.golden import golden_cases
from tests.oracles.ppp import interpolated_by_definition, step_by_definition

thresholds = st.decimals(Decimal(1), Decimal(100), places=1)


@st.composite
def band_lists(draw: st.DrawFn) -> tuple[Band, ...]:
    starts = draw(st.lists(st.integers(1, 100), max_size=6, unique=True))
    values = st.decimals(Decimal(0), Decimal("1.2"), places=2)
    return tuple(Band(Decimal(start), draw(values)) for start in (0, *sorted(starts)))


def _bands(text: str) -> tuple[Band, ...]:
    return tuple(Band(*numbers(pair.replace(":", " "))) for pair in text.split())


@pytest.mark.parametrize("case", golden_cases("ppp/coefficient.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    rule = CoefficientRule(
        CoefficientKind(case["kind"]),
        threshold=Decimal(case["threshold"]) if case["threshold"] else None,
        offset=Decimal(case["offset"] or 0),
        bands=_bands(case["bands"]),
        floor=Decimal(case["floor"] or 0),
        cap=Decimal(case["cap"]) if case["cap"] else None,
    )
    found = [
        payment_coefficient(score, rule, is_vetoed=case["veto"] == "yes").coefficient
        for score in numbers(case["scores"])
    ]
    assert mean_coefficient(found) == Fraction(case["expected"])


@given(scores, thresholds, st.decimals(Decimal(0), Decimal(20), places=1))
def test_oracle_ratio_and_offset(score: Decimal, threshold: Decimal, offset: Decimal) -> None:
    ratio = payment_coefficient(score, CoefficientRule(CoefficientKind.RATIO, threshold))
    lifted = payment_coefficient(score, CoefficientRule(CoefficientKind.OFFSET, threshold, offset))
    if score >= threshold:
        assert ratio.coefficient == lifted.coefficient == 1
    else:
        assert ratio.coefficient * Fraction(threshold) == Fraction(score)
        assert lifted.coefficient * 100 == Fraction(offset) + Fraction(score)


@given(scores, band_lists())
def test_oracle_bands(score: Decimal, bands: tuple[Band, ...]) -> None:
    points = [(Fraction(band.from_score), Fraction(band.coefficient)) for band in bands]
    step = payment_coefficient(score, CoefficientRule(CoefficientKind.STEP, bands=bands))
    line = payment_coefficient(score, CoefficientRule(CoefficientKind.INTERPOLATED, bands=bands))
    assert step.coefficient == step_by_definition(Fraction(score), points)
    assert line.coefficient == interpolated_by_definition(Fraction(score), points)


@given(scores, scores, thresholds)
def test_law_a_better_score_never_earns_less(one: Decimal, other: Decimal, threshold: Decimal) -> None:
    rule = CoefficientRule(CoefficientKind.RATIO, threshold)
    low, high = sorted((one, other))
    assert payment_coefficient(low, rule).coefficient <= payment_coefficient(high, rule).coefficient


@given(scores, band_lists(), shares, shares)
def test_law_floor_cap_and_veto(
    score: Decimal, bands: tuple[Band, ...], one: Decimal, other: Decimal
) -> None:
    floor, cap = sorted((one, other))
    rule = CoefficientRule(CoefficientKind.STEP, bands=bands, floor=floor, cap=cap)
    found = payment_coefficient(score, rule)
    assert floor <= found.coefficient <= cap
    assert found.is_floored == (found.by_kind < floor)
    assert found.is_capped == (found.by_kind > cap)
    assert (found.coefficient == found.by_kind) or found.is_floored or found.is_capped
    assert payment_coefficient(score, rule, is_vetoed=True).coefficient == 0


@given(scores, band_lists())
def test_law_both_band_kinds_agree_where_a_band_starts(score: Decimal, bands: tuple[Band, ...]) -> None:
    for band in bands:
        step = payment_coefficient(band.from_score, CoefficientRule(CoefficientKind.STEP, bands=bands))
        line = payment_coefficient(
            band.from_score, CoefficientRule(CoefficientKind.INTERPOLATED, bands=bands)
        )
        assert step.coefficient == line.coefficient == Fraction(band.coefficient)


@given(st.lists(shares, min_size=1, max_size=20))
def test_law_a_mean_lies_between(values: list[Decimal]) -> None:
    assert min(values) <= mean_coefficient(values) <= max(values)
    assert mean_coefficient(values) * len(values) == sum(map(Fraction, values))


RATIO = CoefficientRule(CoefficientKind.RATIO, Decimal(70))


@pytest.mark.parametrize("score", ["-0.01", "100.01", "1000"])
def test_refuses_scores_out_of_range(score: str) -> None:
    assert refusal(payment_coefficient, Decimal(score), RATIO) == ("score_out_of_range", "score")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (CoefficientRule(CoefficientKind.RATIO), ("missing_threshold", "rule.threshold")),
        (CoefficientRule(CoefficientKind.OFFSET), ("missing_threshold", "rule.threshold")),
        (CoefficientRule(CoefficientKind.RATIO, Decimal(0)), ("not_positive", "rule.threshold")),
        (CoefficientRule(CoefficientKind.RATIO, Decimal(101)), ("score_out_of_range", "rule.threshold")),
        (CoefficientRule(CoefficientKind.STEP), ("missing_bands", "rule.bands")),
        (
            CoefficientRule(CoefficientKind.STEP, bands=(Band(Decimal(1), Decimal(1)),)),
            ("bands_gap", "rule.bands"),
        ),
        (
            CoefficientRule(
                CoefficientKind.STEP,
                bands=(Band(Decimal(0), Decimal(0)), Band(Decimal(0), Decimal(1))),
            ),
            ("bands_disordered", "rule.bands"),
        ),
        (
            CoefficientRule(CoefficientKind.STEP, bands=(Band(Decimal(0), Decimal(-1)),)),
            ("negative", "rule.bands"),
        ),
        (
            CoefficientRule(CoefficientKind.RATIO, Decimal(70), floor=Decimal(1), cap=Decimal("0.9")),
            ("floor_above_cap", "rule.floor"),
        ),
        (CoefficientRule(CoefficientKind.RATIO, Decimal(70), floor=Decimal(-1)), ("negative", "rule.floor")),
        (
            CoefficientRule(CoefficientKind.OFFSET, Decimal(70), offset=Decimal(-1)),
            ("negative", "rule.offset"),
        ),
    ],
)
def test_refuses_rules(rule: CoefficientRule, expected: tuple[str, str]) -> None:
    assert refusal(payment_coefficient, Decimal(50), rule) == expected


def test_law_what_a_rule_does_not_say_changes_nothing() -> None:
    bare = CoefficientRule(CoefficientKind.OFFSET, Decimal(85))
    assert payment_coefficient(Decimal(60), bare).coefficient == Fraction(3, 5)
    assert payment_coefficient(Decimal(0), bare).coefficient == 0


def test_refuses_bad_figures() -> None:
    assert refusal(payment_coefficient, 69.0, RATIO) == ("not_exact", "score")
    assert refusal(payment_coefficient, Decimal("NaN"), RATIO) == ("not_finite", "score")
    assert refusal(mean_coefficient, []) == ("empty", "coefficients")
    assert refusal(mean_coefficient, [Decimal(-1)]) == ("negative", "coefficients")


@given(st.lists(st.fractions(0, 2, max_denominator=90), min_size=1, max_size=12))
def test_oracle_mean_is_the_value_all_could_have(values: list[Fraction]) -> None:
    mean = mean_coefficient(values)
    assert sum((mean for _ in values), Fraction(0)) == sum(values, Fraction(0))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (CoefficientRule(CoefficientKind.RATIO, Decimal(70), cap=Decimal(-1)), ("negative", "rule.cap")),
        (
            CoefficientRule(CoefficientKind.STEP, bands=(Band(Decimal(0), Decimal(1)),) * 1201),
            ("too_many", "rule.bands"),
        ),
        (
            CoefficientRule(CoefficientKind.STEP, bands=(Band(Decimal(101), Decimal(1)),)),
            ("score_out_of_range", "rule.bands"),
        ),
    ],
)
def test_refuses_limits_and_bands(rule: CoefficientRule, expected: tuple[str, str]) -> None:
    assert refusal(payment_coefficient, Decimal(80), rule) == expected


def test_law_falling_coefficients_are_a_rule_too() -> None:
    """Bands go up by score; what they pay may fall, whatever the size of a coefficient."""
    bands = (Band(Decimal(0), Decimal(95)), Band(Decimal(90), Decimal(1)))
    found = payment_coefficient(Decimal(85), CoefficientRule(CoefficientKind.STEP, bands=bands))
    assert found.coefficient == 95
    assert (found.score, found.is_vetoed) == (Decimal(85), False)
    vetoed = payment_coefficient(
        Decimal(95), CoefficientRule(CoefficientKind.STEP, bands=bands), is_vetoed=True
    )
    assert vetoed.coefficient == 0
    assert vetoed.by_kind == 1
    assert vetoed.is_vetoed


test_kept_answers = kept_answers("calculators.ppp.coefficient")
